#include "io/gif_comment.h"

#include <cerrno>
#include <fstream>

#include "core/file.h"

namespace attune {
namespace {
constexpr char kTrailer = 0x3B;
constexpr std::string_view kComment = "\x21\xFE";
constexpr std::size_t kLongest = 255;  // of a block
}  // namespace

Status append_gif_comment(const std::filesystem::path& path, std::string_view text) {
  std::string extension(kComment);
  for (std::size_t at = 0; at < text.size(); at += kLongest) {
    const std::string_view block = text.substr(at, kLongest);
    extension += static_cast<char>(block.size());
    extension += block;
  }
  extension += '\0';
  extension += kTrailer;
  errno = 0;
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(-1, std::ios::end);
  const bool whole = file.get() == kTrailer;
  file.seekp(-1, std::ios::end);
  if (whole) file.write(extension.data(), static_cast<std::streamsize>(extension.size()));
  file.close();
  if (whole && file) return Done{};
  return Error{sentence("not_written", {{"reason", reason_of(errno)}}), path.string(), sentence("try_or_numbered"), ExitCode::output_failed};
}

std::string find_gif_comment(std::string_view gif, std::string_view begin) {
  for (std::size_t at = gif.find(kComment); at != std::string_view::npos; at = gif.find(kComment, at + 1)) {
    std::string text;
    for (std::size_t next = at + kComment.size(); next < gif.size() && gif[next] != '\0';) {
      const auto length = static_cast<unsigned char>(gif[next]);
      text += gif.substr(next + 1, length);
      if (text.size() >= begin.size() && !text.starts_with(begin)) break;
      next += 1u + length;
    }
    if (text.starts_with(begin)) return text;
  }
  return "";
}

}  // namespace attune
