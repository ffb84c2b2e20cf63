#include "io/write_film.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <string_view>
#include <system_error>
#include <utility>

#include "core/file.h"
#include "core/text.h"
#include "io/gif_comment.h"
#include "io/write_png.h"

extern char** environ;

namespace attune {

namespace {

namespace fs = std::filesystem;

constexpr int kStuckMs = 120'000;  // an encoder that takes nothing for so long is stuck
constexpr int kFinishMs = 900'000;
constexpr int kGifFps = 15, kGifWidth = 960;
constexpr double kPaletteBytes = 512e6;  // ffmpeg keeps all frames in memory to find one palette for all

// A file descriptor with an owner.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~Descriptor() { close(); }
  int get() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }
  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }

 private:
  int fd_ = -1;
};

// A child process with its standard input (a socket, so that writing to a dead child is an error and not a signal)
// and its standard error or output.
struct Child {
  pid_t pid = -1;
  Descriptor input, output;
};

// argv as it is, no shell; in a process group of its own so that Ctrl-C reaches only us. Empty result: errno tells.
std::optional<Child> start(const std::vector<std::string>& arguments, bool read_standard_output) {
  int to_child[2], from_child[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, to_child) != 0) return std::nullopt;
  Child child;
  child.input = Descriptor(to_child[0]);
  const Descriptor child_input(to_child[1]);
  if (::pipe2(from_child, O_CLOEXEC) != 0) return std::nullopt;
  child.output = Descriptor(from_child[0]);
  const Descriptor child_output(from_child[1]);
  ::fcntl(child.input.get(), F_SETFL, O_NONBLOCK);
  ::fcntl(child.output.get(), F_SETFL, O_NONBLOCK);

  std::vector<char*> argv;
  for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
  argv.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  if (::posix_spawn_file_actions_init(&actions) != 0) return std::nullopt;
  if (::posix_spawnattr_init(&attributes) != 0) {
    ::posix_spawn_file_actions_destroy(&actions);
    return std::nullopt;
  }
  ::posix_spawn_file_actions_adddup2(&actions, child_input.get(), STDIN_FILENO);
  ::posix_spawn_file_actions_adddup2(&actions, child_output.get(),
                                     read_standard_output ? STDOUT_FILENO : STDERR_FILENO);
  ::posix_spawn_file_actions_addopen(&actions, read_standard_output ? STDERR_FILENO : STDOUT_FILENO, "/dev/null",
                                     O_WRONLY, 0);
  sigset_t defaults, none;
  ::sigemptyset(&none);
  ::sigemptyset(&defaults);
  for (const int signal : {SIGPIPE, SIGINT, SIGTERM, SIGHUP}) ::sigaddset(&defaults, signal);
  ::posix_spawnattr_setsigdefault(&attributes, &defaults);
  ::posix_spawnattr_setsigmask(&attributes, &none);
  ::posix_spawnattr_setpgroup(&attributes, 0);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
  const int error_number = ::posix_spawn(&child.pid, argv[0], &actions, &attributes, argv.data(), environ);
  ::posix_spawn_file_actions_destroy(&actions);
  ::posix_spawnattr_destroy(&attributes);
  errno = error_number;
  if (error_number != 0) return std::nullopt;
  return child;
}

// Appends what can be read now. False at the end.
bool drain(int fd, std::string& text) {
  char buffer[4096];
  for (;;) {
    const ssize_t got = ::read(fd, buffer, sizeof buffer);
    if (got > 0) {
      text.append(buffer, static_cast<std::size_t>(got));
    } else if (got == 0) {
      return false;
    } else if (errno != EINTR) {
      return errno == EAGAIN || errno == EWOULDBLOCK;
    }
  }
}

int wait_for(pid_t pid) {
  int status = 0;
  while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
  }
  return status;
}

void stop(Child& child) {
  if (child.pid <= 0) return;
  ::kill(-child.pid, SIGKILL);
  ::kill(child.pid, SIGKILL);
  wait_for(child.pid);
  child.pid = -1;
  child.input.close();
  child.output.close();
}

int left_ms(std::chrono::steady_clock::time_point end) {
  const auto left =
      std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now()).count();
  return static_cast<int>(std::max<long long>(0, left));
}

// Everything the child writes until it closes its output. False when that takes longer than `limit_ms`.
bool read_to_end(const Child& child, int limit_ms, std::string& text) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(limit_ms);
  while (drain(child.output.get(), text)) {
    pollfd waiting{child.output.get(), POLLIN, 0};
    if (::poll(&waiting, 1, left_ms(end)) == 0) return false;
  }
  return true;
}

std::optional<fs::path> find_on_path(const char* program) {
  const char* path = std::getenv("PATH");
  if (path == nullptr) return std::nullopt;
  std::string_view rest = path;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find(':'), rest.size());
    const std::string_view folder = rest.substr(0, end);
    rest.remove_prefix(std::min(rest.size(), end + 1));
    if (folder.empty()) continue;  // "" would mean the current folder
    const fs::path candidate = fs::path(folder) / program;
    struct stat info {};
    if (::stat(candidate.c_str(), &info) == 0 && S_ISREG(info.st_mode) && ::access(candidate.c_str(), X_OK) == 0)
      return candidate;
  }
  return std::nullopt;
}

// The last lines of what ffmpeg said, in one line.
std::string last_lines(const std::string& text) {
  std::vector<std::string> lines;
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find_first_of("\r\n"), rest.size());
    if (end > 0) lines.push_back(printable(rest.substr(0, end), 200));
    rest.remove_prefix(std::min(rest.size(), end + 1));
  }
  std::string joined;
  for (std::size_t i = lines.size() > 3 ? lines.size() - 3 : 0; i < lines.size(); ++i)
    joined += (joined.empty() ? "" : " / ") + lines[i];
  return joined;
}

Error failed(const fs::path& path, Sentence what, Sentence hint) {
  return Error{std::move(what), printable(path.string(), 300), std::move(hint), ExitCode::output_failed};
}

}  // namespace

struct FilmWriter::Job {
  FilmSettings settings;
  bool to_folder = false;
  fs::path temporary;  // file or folder beside the target
  Child encoder;
  std::string said;  // ffmpeg's standard error
  std::vector<Sentence> notes;
  std::vector<std::uint8_t> padded;
  int even_width = 0, even_height = 0;
  int frames = 0;
  bool open = true;

  Sentence with_progress(const Sentence& what) const {
    const std::string count = std::to_string(frames), all = std::to_string(settings.frame_count);
    return settings.frame_count > 0 ? sentence("after_frames_of", {{"what", what}, {"count", count}, {"all", all}})
                                    : sentence("after_frames", {{"what", what}, {"count", count}});
  }

  void cancel() {
    if (!open) return;
    open = false;
    stop(encoder);
    std::error_code ignored;
    if (to_folder) {
      fs::remove_all(temporary, ignored);
    } else {
      discard_file(temporary);
    }
  }

  // After the encoder has ended or must end: why, with its own words.
  Error encoder_failed(const Sentence& what) {
    if (encoder.output.is_open()) drain(encoder.output.get(), said);
    const bool full = said.find("No space left on device") != std::string::npos ||
                      said.find("Disk quota exceeded") != std::string::npos;
    const std::string words = last_lines(said);
    Sentence why = with_progress(full ? sentence("disk_full") : what);
    if (!words.empty()) why = sentence("ffmpeg_says", {{"what", why}, {"words", words}});
    Error error = failed(settings.path, std::move(why), full ? sentence("make_room") : sentence("try_or_numbered"));
    cancel();
    return error;
  }

  Status start_encoder(const fs::path& ffmpeg);
  Status send(const std::uint8_t* bytes, std::size_t size);
};

namespace {

// The encoders this ffmpeg was built with, as " name " words; empty when it cannot say.
std::string list_encoders(const fs::path& ffmpeg) {
  std::optional<Child> child =
      start({ffmpeg.string(), "-hide_banner", "-nostdin", "-loglevel", "error", "-encoders"}, true);
  if (!child) return "";
  child->input.close();
  std::string text;
  const bool complete = read_to_end(*child, 10'000, text);
  if (!complete) {
    stop(*child);
    return "";
  }
  wait_for(child->pid);
  child->pid = -1;
  return text;
}

bool has_encoder(const std::string& list, const std::string& name) {
  return list.find(" " + name + " ") != std::string::npos;
}

}  // namespace

Status FilmWriter::Job::start_encoder(const fs::path& ffmpeg) {
  const std::string ending = ending_of(settings.path);
  std::vector<std::string> codec;
  std::string filter;
  even_width = settings.width;
  even_height = settings.height;
  if (ending == ".gif") {
    const int fps = std::min(settings.fps, kGifFps), width = std::min(settings.width, kGifWidth);
    if (fps < settings.fps || width < settings.width)
      notes.push_back(sentence("gif_reduced", {{"rate", std::to_string(fps)}, {"width", std::to_string(width)}}));
    const double bytes = 4.0 * width * (static_cast<double>(settings.height) * width / settings.width) *
                         (static_cast<double>(settings.frame_count) * fps / settings.fps);
    const bool one_palette = settings.frame_count > 0 && bytes <= kPaletteBytes;
    filter = "format=rgb24,fps=" + std::to_string(fps) + ",scale=" + std::to_string(width) +
             ":-1:flags=lanczos,split[a][b];[a]palettegen=stats_mode=" + (one_palette ? "full" : "single") +
             "[p];[b][p]paletteuse=dither=sierra2_4a" + (one_palette ? ":diff_mode=rectangle" : ":new=1");
    codec = {"-filter_complex", filter, "-f", "gif"};
  } else {
    const std::string encoders = list_encoders(ffmpeg);
    const std::vector<std::string> vp9 = {"-c:v",    "libvpx-vp9", "-b:v",      "0",    "-crf",      "30",
                                          "-row-mt", "1",          "-deadline", "good", "-cpu-used", "4"};
    if (ending == ".mp4") {
      if (has_encoder(encoders, "libx264")) {
        codec = {"-c:v", "libx264", "-preset", "medium", "-crf", "18"};
      } else if (has_encoder(encoders, "libvpx-vp9")) {
        codec = vp9;
        notes.push_back(
            sentence("film_is_vp9"));
      } else if (has_encoder(encoders, "mpeg4")) {
        codec = {"-c:v", "mpeg4", "-q:v", "3"};
        notes.push_back(sentence("film_is_mpeg4"));
      }
    } else if (has_encoder(encoders, "libvpx-vp9")) {
      codec = vp9;
    } else if (has_encoder(encoders, "libvpx")) {
      codec = {"-c:v", "libvpx", "-b:v", "6M", "-crf", "8"};
      notes.push_back(sentence("film_is_vp8"));
    }
    if (codec.empty())
      return failed(
          settings.path, sentence("no_encoder", {{"ending", ending}}),
          sentence("install_complete_ffmpeg"));
    // These codecs store colour for pairs of pixels.
    even_width += settings.width % 2;
    even_height += settings.height % 2;
    if (even_width != settings.width || even_height != settings.height)
      notes.push_back(sentence("film_padded", {{"width", std::to_string(even_width)}, {"height", std::to_string(even_height)}}));
    codec.insert(codec.end(), {"-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p", "-colorspace",
                               "bt709", "-color_primaries", "bt709", "-color_trc", "bt709", "-color_range", "tv"});
    if (ending == ".mp4") codec.insert(codec.end(), {"-movflags", "+faststart"});
    codec.insert(codec.end(), {"-f", ending == ".mp4" ? "mp4" : "webm"});
  }
  std::vector<std::string> arguments = {ffmpeg.string(),
                                        "-hide_banner",
                                        "-nostdin",
                                        "-nostats",
                                        "-loglevel",
                                        "error",
                                        "-xerror",
                                        "-y",
                                        "-f",
                                        "rawvideo",
                                        "-pix_fmt",
                                        "rgba",
                                        "-s",
                                        std::to_string(even_width) + "x" + std::to_string(even_height),
                                        "-r",
                                        std::to_string(settings.fps),
                                        "-i",
                                        "pipe:0",
                                        "-an",
                                        "-map_metadata",
                                        "-1",
                                        "-fflags",
                                        "+bitexact",
                                        "-flags:v",
                                        "+bitexact"};
  if (settings.threads > 0) arguments.insert(arguments.end(), {"-threads", std::to_string(settings.threads)});
  arguments.insert(arguments.end(), codec.begin(), codec.end());
  if (ending != ".gif")
    for (const auto& [key, text] : settings.texts) {
      const std::string name = key == "Title" ? "title" : key == "Description" ? "description" : key == "Source" ? "copyright" : "";
      if (!name.empty()) arguments.insert(arguments.end(), {"-metadata", name + "=" + text});
      // The one that every program shows and none cuts.
      if (key == kReceiptKeyword) arguments.insert(arguments.end(), {"-metadata", "comment=" + text});
    }
  std::error_code ignored;
  // "file:" because a colon in the name would otherwise be read as a protocol.
  arguments.push_back("file:" + fs::absolute(temporary, ignored).string());
  std::optional<Child> child = start(arguments, false);
  if (!child)
    return failed(settings.path, sentence("ffmpeg_not_started", {{"reason", reason_of(errno)}}),
                  sentence("try_numbered"));
  encoder = std::move(*child);
  return Done{};
}

// Writes to the encoder while listening to it, so that neither side can wait for the other for ever.
Status FilmWriter::Job::send(const std::uint8_t* bytes, std::size_t size) {
  while (size > 0) {
    const ssize_t sent = ::send(encoder.input.get(), bytes, size, MSG_NOSIGNAL);
    if (sent > 0) {
      bytes += sent;
      size -= static_cast<std::size_t>(sent);
      continue;
    }
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && errno != EAGAIN && errno != EWOULDBLOCK) {
      read_to_end(encoder, 2000, said);
      return encoder_failed(sentence("ffmpeg_stopped"));
    }
    pollfd waiting[2] = {{encoder.input.get(), POLLOUT, 0}, {encoder.output.get(), POLLIN, 0}};
    if (::poll(waiting, encoder.output.is_open() ? 2 : 1, kStuckMs) == 0)
      return encoder_failed(sentence("ffmpeg_stands"));
    if (encoder.output.is_open() && waiting[1].revents != 0 && !drain(encoder.output.get(), said))
      encoder.output.close();
  }
  return Done{};
}

Result<FilmWriter> FilmWriter::open(const FilmSettings& settings) {
  auto job = std::make_unique<Job>();
  job->settings = settings;
  fs::path& path = job->settings.path;
  if (!path.has_filename()) path = path.parent_path();  // "frames/"
  const auto usage = [&](Sentence what, Sentence hint) {
    return Error{std::move(what), printable(path.string(), 300), std::move(hint), ExitCode::usage};
  };
  if (path.empty()) return usage(sentence("film_needs_name"), sentence("give_film_name"));
  if (settings.width < 2 || settings.height < 2 || settings.width > 8192 || settings.height > 8192)
    return usage(sentence("film_size", {{"width", std::to_string(settings.width)}, {"height", std::to_string(settings.height)}}),
                 sentence("film_pixels"));
  if (settings.fps < 1 || settings.fps > 120)
    return usage(sentence("film_rate", {{"rate", std::to_string(settings.fps)}}), sentence("choose_rate"));

  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  const std::string ending = ending_of(path);
  const bool film = ending == ".mp4" || ending == ".webm" || ending == ".gif";
  if (!film && !ending.empty() && !fs::is_directory(status))
    return usage(sentence("film_endings", {{"ending", printable(ending, 20)}}),
                 sentence("choose_ending"));
  job->temporary = temporary_beside(path);
  if (!film) {
    job->to_folder = true;
    if (fs::exists(status) && !fs::is_directory(status))
      return failed(path, sentence("file_of_name"), sentence("other_folder_name"));
    if (fs::is_directory(status) && !fs::is_empty(path, error))
      return failed(path, sentence("folder_not_empty"), sentence("choose_empty_folder"));
    fs::remove_all(job->temporary, error);
    if (!fs::create_directory(job->temporary, error) || error)
      return failed(path, sentence("folder_not_made", {{"reason", reason_of(error.value())}}), sentence("choose_other_place"));
    return FilmWriter(std::move(job));
  }
  if (fs::is_directory(status)) return failed(path, sentence("is_a_folder"), sentence("other_film_name"));
  if (fs::exists(status) && !fs::is_regular_file(status))
    return failed(path, sentence("not_ordinary_file"), sentence("other_film_name"));
  const std::optional<fs::path> ffmpeg =
      settings.ffmpeg.empty() ? find_on_path("ffmpeg") : std::optional<fs::path>(settings.ffmpeg);
  if (!ffmpeg)
    return failed(path, sentence("no_ffmpeg"),
                  sentence("install_ffmpeg"));
  // The place is tried before the first frame is drawn.
  const int fd = ::open(job->temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) return failed(path, sentence("not_written", {{"reason", reason_of(errno)}}), sentence("choose_other_place"));
  ::close(fd);
  if (Status started = job->start_encoder(*ffmpeg); !started) {
    job->cancel();
    return started.errors();
  }
  return FilmWriter(std::move(job));
}

Status FilmWriter::add(const Image& frame, const PngText& texts) {
  ATTUNE_CHECK(job_ != nullptr);
  Job& job = *job_;
  if (!job.open) return failed(job.settings.path, sentence("film_ended"), sentence("start_new"));
  if (!is_valid(frame) || frame.width != job.settings.width || frame.height != job.settings.height)
    return failed(job.settings.path,
                  sentence("frame_size", {{"width", std::to_string(frame.width)},
                                          {"height", std::to_string(frame.height)},
                                          {"film_width", std::to_string(job.settings.width)},
                                          {"film_height", std::to_string(job.settings.height)}}),
                  "");
  if (job.to_folder) {
    Status written = write_png(job.temporary / format("frame_%05d.png", job.frames + 1), frame, texts);
    if (!written) {
      Error problem = written.error();
      problem.where = printable(job.settings.path.string(), 300);
      problem.what = job.with_progress(problem.what);
      job.cancel();
      return problem;
    }
    ++job.frames;
    return Done{};
  }
  const std::uint8_t* bytes = frame.rgba.data();
  std::size_t size = frame.rgba.size();
  if (job.even_width != frame.width || job.even_height != frame.height) {
    // The last row and column are repeated: no dark line at the edge.
    const auto row_bytes = static_cast<std::size_t>(frame.width) * 4,
               even_row = static_cast<std::size_t>(job.even_width) * 4;
    job.padded.resize(even_row * static_cast<std::size_t>(job.even_height));
    for (int y = 0; y < job.even_height; ++y) {
      const std::uint8_t* from = pixel_at(frame, 0, std::min(y, frame.height - 1));
      std::uint8_t* to = job.padded.data() + static_cast<std::size_t>(y) * even_row;
      std::copy_n(from, row_bytes, to);
      if (even_row > row_bytes) std::copy_n(from + row_bytes - 4, 4, to + row_bytes);
    }
    bytes = job.padded.data();
    size = job.padded.size();
  }
  if (Status sent = job.send(bytes, size); !sent) return sent;
  ++job.frames;
  return Done{};
}

Status FilmWriter::finish() {
  ATTUNE_CHECK(job_ != nullptr);
  Job& job = *job_;
  if (!job.open) return failed(job.settings.path, sentence("film_ended"), sentence("start_new"));
  if (job.frames == 0) {
    job.cancel();
    return failed(job.settings.path, sentence("no_frames"), sentence("longer_part"));
  }
  if (job.to_folder) {
    // rename replaces an empty folder of that name, and only an empty one.
    if (::rename(job.temporary.c_str(), job.settings.path.c_str()) != 0) {
      const int error_number = errno;
      job.cancel();
      return failed(job.settings.path,
                    sentence("folder_not_placed", {{"reason", reason_of(error_number)}}),
                    sentence("choose_empty_folder"));
    }
    job.open = false;
    return Done{};
  }
  job.encoder.input.close();  // the end of the film for ffmpeg
  if (job.encoder.output.is_open() && !read_to_end(job.encoder, kFinishMs, job.said))
    return job.encoder_failed(sentence("ffmpeg_not_finished"));
  const int status = wait_for(job.encoder.pid);
  job.encoder.pid = -1;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || job.said.find("Error writing") != std::string::npos)
    return job.encoder_failed(WIFSIGNALED(status) ? sentence("ffmpeg_signal", {{"number", std::to_string(WTERMSIG(status))}})
                                                  : sentence("ffmpeg_failed"));
  std::error_code error;
  if (fs::file_size(job.temporary, error) == 0 || error) return job.encoder_failed(sentence("ffmpeg_empty"));
  if (ending_of(job.settings.path) == ".gif")
    for (const auto& [key, text] : job.settings.texts)
      if (key == kReceiptKeyword)
        if (Status commented = append_gif_comment(job.temporary, text); !commented) {
          job.cancel();
          return commented;
        }
  if (Status committed = commit_file(job.temporary, job.settings.path); !committed) {
    job.cancel();
    return committed;
  }
  job.open = false;
  return Done{};
}

void FilmWriter::cancel() {
  if (job_ != nullptr) job_->cancel();
}

const std::vector<Sentence>& FilmWriter::notes() const { return job_->notes; }
int FilmWriter::frames_added() const { return job_->frames; }

FilmWriter::FilmWriter(std::unique_ptr<Job> job) : job_(std::move(job)) {}
FilmWriter::FilmWriter(FilmWriter&&) noexcept = default;
FilmWriter& FilmWriter::operator=(FilmWriter&& other) noexcept {
  cancel();
  job_ = std::move(other.job_);
  return *this;
}
FilmWriter::~FilmWriter() { cancel(); }

bool can_make_films() { return find_on_path("ffmpeg").has_value(); }

}  // namespace attune
