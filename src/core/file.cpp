#include "core/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/text.h"

namespace attune {

Sentence reason_of(int error_number) {
  switch (error_number) {
    case ENOENT:
      return sentence("no_such_file");
    case EACCES:
    case EPERM:
      return sentence("permission_denied");
    case ENOSPC:
    case EDQUOT:
      return sentence("disk_full");
    case EROFS:
      return sentence("disk_read_only");
    case EISDIR:
      return sentence("is_a_folder");
    case ENOTDIR:
      return sentence("path_not_folder");
    case ENAMETOOLONG:
      return sentence("name_too_long");
    default:
      return std::strerror(error_number);
  }
}

namespace {
std::string name_of(const std::filesystem::path& path) { return printable(path.string(), 300); }

Error output_error(const std::filesystem::path& path, int error_number) {
  return Error{sentence("not_written", {{"reason", reason_of(error_number)}}), name_of(path),
               sentence("nothing_changed"), ExitCode::output_failed};
}
}  // namespace

std::string ending_of(const std::filesystem::path& path) {
  std::string ending = path.extension().string();
  for (char& c : ending)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return ending;
}

Result<std::string> read_file(const std::filesystem::path& path, std::uint64_t max_bytes) {
  // O_NONBLOCK: opening a FIFO must not wait for a writer.
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd < 0) return Error{sentence("not_read", {{"reason", reason_of(errno)}}), name_of(path), sentence("check_the_path"), ExitCode::bad_input};
  struct stat info {};
  if (::fstat(fd, &info) != 0 || !S_ISREG(info.st_mode)) {
    ::close(fd);
    return Error{S_ISDIR(info.st_mode) ? sentence("is_a_folder") : sentence("not_regular"), name_of(path),
                 sentence("give_ordinary_file"), ExitCode::bad_input};
  }
  const auto size = static_cast<std::uint64_t>(info.st_size);
  if (size > max_bytes) {
    ::close(fd);
    return Error{sentence("file_too_large", {{"bytes", std::to_string(size)}, {"limit", std::to_string(max_bytes)}}),
                 name_of(path), sentence("use_smaller_file"), ExitCode::bad_input};
  }
  std::string bytes(size, '\0');
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t got = ::read(fd, bytes.data() + done, bytes.size() - done);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) {
      const int error_number = errno;
      ::close(fd);
      return Error{sentence("not_read", {{"reason", reason_of(error_number)}}), name_of(path), sentence("check_the_disk"), ExitCode::bad_input};
    }
    if (got == 0) break;
    done += static_cast<std::size_t>(got);
  }
  ::close(fd);
  if (done != bytes.size())
    return Error{sentence("became_shorter"), name_of(path), sentence("try_when_complete"),
                 ExitCode::bad_input};
  return bytes;
}

std::filesystem::path temporary_beside(const std::filesystem::path& path) {
  constexpr std::size_t longest_name = 255;
  const std::string end = format(".part-%ld", static_cast<long>(::getpid())) + path.extension().string();
  std::string name = path.stem().string();
  if (name.size() + end.size() > longest_name) {
    name.resize(end.size() < longest_name ? longest_name - end.size() : 0);
    while (!is_valid_utf8(name)) name.pop_back();  // do not leave half a character
  }
  return path.parent_path() / (name + end);
}

namespace {

// 0 or the error number. fsync is not possible everywhere (pipes, some devices): EINVAL is no failure.
int sync(int fd) { return ::fsync(fd) != 0 && errno != EINVAL && errno != EROFS ? errno : 0; }

// Writes, syncs and closes. 0 or the error number.
int write_and_close(int fd, std::string_view bytes) {
  int error_number = 0;
  std::size_t done = 0;
  while (done < bytes.size() && error_number == 0) {
    const ssize_t put = ::write(fd, bytes.data() + done, bytes.size() - done);
    if (put > 0) {
      done += static_cast<std::size_t>(put);
    } else if (put == 0 || errno != EINTR) {
      error_number = put == 0 ? ENOSPC : errno;
    }
  }
  if (error_number == 0) error_number = sync(fd);
  if (::close(fd) != 0 && error_number == 0) error_number = errno;
  return error_number;
}

// A device or pipe that exists already. It must not be replaced by a file: bytes go straight into it.
bool is_special(const std::filesystem::path& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode);
}

}  // namespace

Status commit_file(const std::filesystem::path& temporary, const std::filesystem::path& path) {
  struct stat info {};
  int error_number = 0;
  if (::stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode)) {
    error_number = EISDIR;
  } else if (is_special(path)) {
    discard_file(temporary);
    return Error{sentence("is_a_device"), name_of(path), sentence("choose_other_name"),
                 ExitCode::output_failed};
  } else if (const int fd = ::open(temporary.c_str(), O_RDONLY | O_CLOEXEC); fd >= 0) {
    error_number = sync(fd);
    ::close(fd);
  } else {
    error_number = errno;
  }
  if (error_number == 0 && ::rename(temporary.c_str(), path.c_str()) != 0) error_number = errno;
  if (error_number == 0) return Done{};
  discard_file(temporary);
  return output_error(path, error_number);
}

void discard_file(const std::filesystem::path& temporary) { ::unlink(temporary.c_str()); }

Status write_file(const std::filesystem::path& path, std::string_view bytes) {
  if (is_special(path)) {
    // O_NONBLOCK: opening a FIFO must not wait for a reader.
    const int special = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NONBLOCK);
    if (special < 0) return output_error(path, errno);
    ::fcntl(special, F_SETFL, 0);
    const int error_number = write_and_close(special, bytes);
    return error_number == 0 ? Status(Done{}) : Status(output_error(path, error_number));
  }
  const std::filesystem::path temporary = temporary_beside(path);
  const int fd = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (fd < 0) return output_error(path, errno);
  if (const int error_number = write_and_close(fd, bytes); error_number != 0) {
    discard_file(temporary);
    return output_error(path, error_number);
  }
  return commit_file(temporary, path);
}

}  // namespace attune
