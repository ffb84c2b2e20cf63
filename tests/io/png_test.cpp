// PNG out and in, with everything that can be in the way.
#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/hash.h"
#include "io/write_png.h"
#include "scratch.h"

using namespace attune;
using namespace attune::test;

namespace {

Image make_picture(int width, int height, bool opaque) {
  Image image{width, height, {}};
  image.rgba.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 4);
  for (std::size_t i = 0; i < image.rgba.size(); ++i)
    image.rgba[i] = opaque && i % 4 == 3 ? 255 : static_cast<std::uint8_t>(mix_bits(i));
  return image;
}

}  // namespace

TEST_CASE("a picture comes back as it was, opaque or not, of any size") {
  for (const bool opaque : {true, false})
    for (const auto& [width, height] : {std::pair{1, 1}, {3, 2}, {641, 361}, {1, 4000}}) {
      const Scratch scratch;
      const Image image = make_picture(width, height, opaque);
      REQUIRE(write_png(scratch / "a.png", image).has_value());
      CHECK(count_entries(scratch.path()) == 1);
      const Result<Image> back = read_png(scratch / "a.png");
      REQUIRE(back.has_value());
      CHECK(back->width == width);
      CHECK(back->height == height);
      CHECK(back->rgba == image.rgba);
    }
}

TEST_CASE("text chunks are written, same input gives the same bytes, no time stamp") {
  const Image image = make_picture(20, 10, true);
  const PngText text = {{"Title", "Amygdala"},
                        {"Description",
                         "Gr\xC3\xB6\xC3\x9F"
                         "e \xCF\x80"}};
  const Result<std::string> first = encode_png(image, text), second = encode_png(image, text);
  REQUIRE(first.has_value());
  CHECK(*first == *second);
  CHECK(first->find("tEXtTitle") != std::string::npos);
  CHECK(first->find("iTXtDescription") != std::string::npos);
  CHECK(first->find("Gr\xC3\xB6\xC3\x9F"
                    "e \xCF\x80") != std::string::npos);
  CHECK(first->find("sRGB") != std::string::npos);
  CHECK(first->find("tIME") == std::string::npos);
  CHECK_FALSE(encode_png(image, {{"", "x"}}).has_value());
  CHECK_FALSE(encode_png(image, {{"Gr\xC3\xB6\xC3\x9F"
                                  "e",
                                  "x"}})
                  .has_value());
}

TEST_CASE("an impossible picture is an error, not a crash") {
  CHECK_FALSE(encode_png(Image{}).has_value());
  CHECK_FALSE(encode_png(Image{2, 2, std::vector<std::uint8_t>(15)}).has_value());
  CHECK_FALSE(encode_png(Image{-1, -1, std::vector<std::uint8_t>(4)}).has_value());
  CHECK(encode_png(Image{}).error().code == ExitCode::output_failed);
}

TEST_CASE("places that cannot be written: one sentence, exit code 6, nothing left behind") {
  const Scratch scratch;
  const Image image = make_picture(300, 200, false);
  std::filesystem::create_directory(scratch / "folder.png");
  write_bytes(scratch / "file", "x");
  for (const auto& path :
       {scratch / "folder.png", scratch / "nowhere" / "a.png", scratch / "file" / "a.png",
        scratch / std::string(300, 'n'), std::filesystem::path("/dev/full"), std::filesystem::path("")}) {
    CAPTURE(path.string());
    const Status status = write_png(path, image);
    REQUIRE_FALSE(status.has_value());
    CHECK(status.error().code == ExitCode::output_failed);
    CHECK_FALSE(status.error().hint.empty());
  }
  CHECK(write_png("/dev/full", image).error().what.english.find("full") != std::string::npos);
  struct stat info {};
  REQUIRE(::stat("/dev/full", &info) == 0);
  CHECK(S_ISCHR(info.st_mode));  // a device is never replaced by a file
  CHECK(write_png("/dev/null", image).has_value());
  CHECK(count_entries(scratch.path()) == 2);
}

TEST_CASE("a read-only folder is refused and an old file in it stays") {
  if (::geteuid() == 0) return;  // root may write everywhere
  const Scratch scratch;
  std::filesystem::create_directory(scratch / "locked");
  write_bytes(scratch / "locked" / "a.png", "old");
  ::chmod((scratch / "locked").c_str(), 0555);
  CHECK(write_png(scratch / "locked" / "a.png", make_picture(5, 5, true)).error().code == ExitCode::output_failed);
  CHECK(read_bytes(scratch / "locked" / "a.png") == "old");
  ::chmod((scratch / "locked").c_str(), 0755);
}

TEST_CASE("an old picture is replaced whole; a name of 250 bytes works") {
  const Scratch scratch;
  write_bytes(scratch / "a.png", "old");
  REQUIRE(write_png(scratch / "a.png", make_picture(5, 5, true)).has_value());
  CHECK(read_png(scratch / "a.png").has_value());
  const std::string name = std::string(246, 'n') + ".png";
  CHECK(write_png(scratch / name, make_picture(5, 5, true)).has_value());
  CHECK(count_entries(scratch.path()) == 2);
}

TEST_CASE("broken pictures are refused") {
  const Result<std::string> good = encode_png(make_picture(40, 30, false), {{"Title", "x"}});
  REQUIRE(good.has_value());
  for (std::size_t size = 0; size + 12 < good->size(); size += 7) {
    CAPTURE(size);
    CHECK_FALSE(decode_png(std::string_view(*good).substr(0, size), "a.png").has_value());
  }
  std::string bomb = *good;
  bomb.replace(16, 8, std::string("\0\0\xFF\xFF\0\0\xFF\xFF", 8));  // 65535 x 65535 (and a wrong checksum)
  CHECK_FALSE(decode_png(bomb, "bomb.png").has_value());
  CHECK(decode_png("", "a.png").error().what.english.find("empty") != std::string::npos);
  CHECK(decode_png("hello world", "a.png").error().what.english.find("not a PNG") != std::string::npos);
  CHECK_FALSE(read_png("/nowhere/a.png").has_value());
  CHECK_FALSE(read_png("/tmp").has_value());
  // Any changed byte: an error or a picture of the same size, nothing else.
  for (std::size_t at = 0; at < good->size(); at += 3) {
    std::string changed = *good;
    changed[at] = static_cast<char>(changed[at] ^ 0x41);
    const Result<Image> image = decode_png(changed, "a.png");
    if (image) CHECK(is_valid(*image));
  }
}
