// Films through ffmpeg, and everything that can go wrong on the way.
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "io/write_film.h"
#include "io/write_png.h"
#include "scratch.h"

using namespace attune;
using namespace attune::test;

namespace {

Image make_frame(int width, int height, int number) {
  Image image{width, height,
              std::vector<std::uint8_t>(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4, 255)};
  for (int y = 0; y < height; ++y)
    for (int x = 0; x < width; ++x) {
      std::uint8_t* pixel = pixel_at(image, x, y);
      pixel[0] = static_cast<std::uint8_t>(x * 255 / width);
      pixel[1] = static_cast<std::uint8_t>(y * 255 / height);
      pixel[2] = static_cast<std::uint8_t>(number * 20);
    }
  return image;
}

FilmSettings small_film(const std::filesystem::path& path) {
  FilmSettings settings;
  settings.path = path;
  settings.width = 160;
  settings.height = 90;
  settings.fps = 15;
  settings.frame_count = 8;
  settings.threads = 1;
  return settings;
}

Status make_film(const FilmSettings& settings, std::vector<Sentence>* notes = nullptr) {
  Result<FilmWriter> film = FilmWriter::open(settings);
  if (!film) return film.errors();
  if (notes != nullptr) *notes = film->notes();
  for (int i = 0; i < settings.frame_count; ++i)
    if (Status added = film->add(make_frame(settings.width, settings.height, i)); !added) return added;
  return film->finish();
}

bool has_ffmpeg() { return std::system("ffmpeg -version >/dev/null 2>&1") == 0; }

// What ffprobe says: "codec,width,height,pixel format,frames".
std::string probe(const std::filesystem::path& path) {
  const std::string command =
      "ffprobe -v error -count_frames -select_streams v:0 -show_entries "
      "stream=codec_name,width,height,pix_fmt,nb_read_frames -of csv=p=0 '" +
      path.string() + "'";
  std::string text;
  if (FILE* pipe = ::popen(command.c_str(), "r")) {
    char buffer[256];
    while (std::fgets(buffer, sizeof buffer, pipe) != nullptr) text += buffer;
    ::pclose(pipe);
  }
  while (!text.empty() && text.back() == '\n') text.pop_back();
  return text;
}

void write_script(const std::filesystem::path& path, const std::string& body) {
  write_bytes(path, "#!/bin/sh\n" + body + "\n");
  ::chmod(path.c_str(), 0755);
}

// PATH for the length of a test.
class PathGuard {
 public:
  explicit PathGuard(const std::string& value) : saved_(std::getenv("PATH")) { ::setenv("PATH", value.c_str(), 1); }
  PathGuard(const PathGuard&) = delete;
  PathGuard& operator=(const PathGuard&) = delete;
  ~PathGuard() { ::setenv("PATH", saved_.c_str(), 1); }

 private:
  std::string saved_;
};

}  // namespace

TEST_CASE("mp4, webm and gif are written whole, with the right codec, size and number of frames") {
  if (!has_ffmpeg()) return;
  struct Wanted {
    const char *name, *probed;
  };
  for (const Wanted& wanted : {Wanted{"a b'$(x):c.mp4", "h264,160,90,yuv420p,8"},
                               Wanted{"a.webm", "vp9,160,90,yuv420p,8"}, Wanted{"a.gif", "gif,160,90,bgra,8"}}) {
    const std::string name = wanted.name;
    CAPTURE(name);
    const Scratch scratch;
    const Status status = make_film(small_film(scratch / name));
    if (!status) FAIL(to_sentence(status.error()));
    CHECK(count_entries(scratch.path()) == 1);
    const std::filesystem::path plain = scratch / ("plain" + std::filesystem::path(name).extension().string());
    std::filesystem::rename(scratch / name, plain);
    CHECK(probe(plain) == wanted.probed);
  }
}

TEST_CASE("two runs give the same bytes, without names of host or time") {
  if (!has_ffmpeg()) return;
  const Scratch scratch;
  for (const char* name : {"a.mp4", "a.webm", "a.gif"}) {
    REQUIRE(make_film(small_film(scratch / name)).has_value());
    const std::string first = read_bytes(scratch / name);
    REQUIRE(make_film(small_film(scratch / name)).has_value());
    CHECK(read_bytes(scratch / name) == first);
    CHECK(first.find("creation_time") == std::string::npos);
    CHECK(first.find("Lavf5") == std::string::npos);
  }
}

TEST_CASE("odd sizes are padded to even ones and said once") {
  if (!has_ffmpeg()) return;
  const Scratch scratch;
  FilmSettings settings = small_film(scratch / "odd.mp4");
  settings.width = 161;
  settings.height = 91;
  std::vector<Sentence> notes;
  REQUIRE(make_film(settings, &notes).has_value());
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].english.find("162 x 92") != std::string::npos);
  CHECK(probe(scratch / "odd.mp4").find("162,92") != std::string::npos);
}

TEST_CASE("a folder gets numbered pictures, without ffmpeg") {
  const PathGuard path("");
  for (const char* name : {"frames", "frames/"}) {
    const Scratch scratch;
    REQUIRE(make_film(small_film(scratch / name)).has_value());
    CHECK(count_entries(scratch.path()) == 1);
    CHECK(count_entries(scratch / "frames") == 8);
    const Result<Image> picture = read_png(scratch / "frames/frame_00003.png");
    REQUIRE(picture.has_value());
    CHECK(picture->rgba == make_frame(160, 90, 2).rgba);
    // A second film does not mix with the first.
    const Status again = make_film(small_film(scratch / name));
    REQUIRE_FALSE(again.has_value());
    CHECK(again.error().what.english.find("not empty") != std::string::npos);
    CHECK(count_entries(scratch / "frames") == 8);
  }
}

TEST_CASE("no ffmpeg: exit code 6 and how to install it") {
  const PathGuard path("/nonexistent");
  const Scratch scratch;
  const Status status = make_film(small_film(scratch / "a.mp4"));
  REQUIRE_FALSE(status.has_value());
  CHECK(status.error().code == ExitCode::output_failed);
  CHECK(status.error().what.english.find("ffmpeg") != std::string::npos);
  CHECK(status.error().hint.english.find("apt install ffmpeg") != std::string::npos);
  CHECK(count_entries(scratch.path()) == 0);
}

TEST_CASE("an ffmpeg that dies midway: its last lines, no file, no signal, the old film stays") {
  const Scratch scratch;
  write_script(scratch / "ffmpeg",
               "case \"$*\" in *-encoders*) echo ' V..... libx264 x'; exit 0;; esac\nhead -c 100000 >/dev/null; echo "
               "first line >&2; echo the muxer fell over >&2; exit 3");
  write_bytes(scratch / "a.mp4", "old film");
  FilmSettings settings = small_film(scratch / "a.mp4");
  settings.ffmpeg = scratch / "ffmpeg";
  settings.frame_count = 200;
  const Status status = make_film(settings);
  REQUIRE_FALSE(status.has_value());
  CHECK(status.error().code == ExitCode::output_failed);
  CAPTURE(status.error().what.english);
  CHECK(status.error().what.english.find("the muxer fell over") != std::string::npos);
  CHECK(status.error().what.english.find("of 200 frames") != std::string::npos);
  CHECK(read_bytes(scratch / "a.mp4") == "old film");
  CHECK(count_entries(scratch.path()) == 2);
}

TEST_CASE("an ffmpeg that is killed, and one that fails at the end") {
  const Scratch scratch;
  for (const char* body :
       {"head -c 60000 >/dev/null; kill -9 $$", "cat >/dev/null; kill -9 $$",
        "cat >/dev/null; echo No space left on device >&2; exit 1", "cat >/dev/null; exit 0" /* wrote nothing */}) {
    CAPTURE(body);
    write_script(scratch / "ffmpeg",
                 std::string("case \"$*\" in *-encoders*) echo ' V..... libx264 x'; exit 0;; esac\n") + body);
    FilmSettings settings = small_film(scratch / "a.mp4");
    settings.ffmpeg = scratch / "ffmpeg";
    settings.frame_count = 20;
    const Status status = make_film(settings);
    REQUIRE_FALSE(status.has_value());
    CHECK(status.error().code == ExitCode::output_failed);
    if (std::string(body).find("No space") != std::string::npos)
      CHECK(status.error().what.english.find("the disk is full after 20 of 20 frames") != std::string::npos);
    CHECK(count_entries(scratch.path()) == 1);
  }
}

TEST_CASE("a chatty ffmpeg does not lock up") {
  const Scratch scratch;
  write_script(scratch / "ffmpeg",
               "case \"$*\" in *-encoders*) echo ' V..... libx264 x'; exit 0;; esac\nhead -c 1000000 /dev/zero | tr "
               "'\\0' 'x' >&2\ncat >/dev/null\nexit 1");
  FilmSettings settings = small_film(scratch / "a.mp4");
  settings.ffmpeg = scratch / "ffmpeg";
  settings.frame_count = 30;
  const Status status = make_film(settings);
  REQUIRE_FALSE(status.has_value());
  CHECK(status.error().what.english.size() < 1500);
}

TEST_CASE("without x264 the film is VP9 and that is said; without any encoder it is refused") {
  const Scratch scratch;
  write_script(scratch / "ffmpeg",
               "case \"$*\" in *-encoders*) echo ' V..... libvpx-vp9 x'; exit 0;; esac\necho \"$*\" > '" +
                   (scratch / "said").string() + "'\nfor last; do :; done\ncat > \"${last#file:}\"");
  FilmSettings settings = small_film(scratch / "a.mp4");
  settings.ffmpeg = scratch / "ffmpeg";
  std::vector<Sentence> notes;
  REQUIRE(make_film(settings, &notes).has_value());
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].english.find("VP9") != std::string::npos);
  CHECK(read_bytes(scratch / "said").find("libvpx-vp9") != std::string::npos);
  CHECK(std::filesystem::file_size(scratch / "a.mp4") == 8u * 160 * 90 * 4);  // every byte of every frame arrived
  write_script(scratch / "ffmpeg", "exit 0");
  const Status none = make_film(settings);
  REQUIRE_FALSE(none.has_value());
  CHECK(none.error().what.english.find("no suitable encoder") != std::string::npos);
}

TEST_CASE("cancel and destruction leave nothing behind; finish after fewer frames gives a film") {
  if (!has_ffmpeg()) return;
  const Scratch scratch;
  for (const char* name : {"a.mp4", "frames"}) {
    {
      Result<FilmWriter> film = FilmWriter::open(small_film(scratch / name));
      REQUIRE(film.has_value());
      REQUIRE(film->add(make_frame(160, 90, 0)).has_value());
      FilmWriter moved = std::move(*film);
      CHECK(moved.frames_added() == 1);
    }
    CHECK(count_entries(scratch.path()) == 0);
    Result<FilmWriter> film = FilmWriter::open(small_film(scratch / name));
    REQUIRE(film.has_value());
    film->cancel();
    CHECK(count_entries(scratch.path()) == 0);
    CHECK_FALSE(film->add(make_frame(160, 90, 0)).has_value());
    CHECK_FALSE(film->finish().has_value());
  }
  Result<FilmWriter> film = FilmWriter::open(small_film(scratch / "a.mp4"));
  REQUIRE(film.has_value());
  REQUIRE(film->add(make_frame(160, 90, 0)).has_value());
  CHECK_FALSE(film->add(make_frame(100, 90, 0)).has_value());  // a wrong size does not end the film
  REQUIRE(film->add(make_frame(160, 90, 1)).has_value());
  REQUIRE(film->finish().has_value());
  CHECK(probe(scratch / "a.mp4").ends_with(",2"));
}

TEST_CASE("impossible settings and places are refused before anything is started") {
  const Scratch scratch;
  std::filesystem::create_directory(scratch / "folder.mp4");
  write_bytes(scratch / "file", "x");
  const auto code_of = [](const FilmSettings& settings) { return FilmWriter::open(settings).error().code; };
  FilmSettings settings = small_film(scratch / "a.avi");
  CHECK(code_of(settings) == ExitCode::usage);
  settings = small_film("");
  CHECK(code_of(settings) == ExitCode::usage);
  settings = small_film(scratch / "a.mp4");
  settings.width = 0;
  CHECK(code_of(settings) == ExitCode::usage);
  settings = small_film(scratch / "a.mp4");
  settings.fps = 0;
  CHECK(code_of(settings) == ExitCode::usage);
  CHECK(code_of(small_film(scratch / "file")) == ExitCode::output_failed);
  CHECK(code_of(small_film(scratch / "no" / "a.mp4")) == ExitCode::output_failed);
  CHECK(code_of(small_film(scratch / "no" / "frames")) == ExitCode::output_failed);
  CHECK(code_of(small_film("/dev/full")) == ExitCode::output_failed);
  CHECK(count_entries(scratch.path()) == 2);
  Result<FilmWriter> empty = FilmWriter::open(small_film(scratch / "frames"));
  REQUIRE(empty.has_value());
  CHECK_FALSE(empty->finish().has_value());
  CHECK(count_entries(scratch.path()) == 2);
}
