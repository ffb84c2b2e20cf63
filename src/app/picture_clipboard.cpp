#include "app/picture_clipboard.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>

namespace attune {
namespace {

// A file without a name, in memory, that holds the bytes and is read from its start; -1: no memory.
int in_memory(const std::string& bytes) {
  const int file = memfd_create("attune", MFD_CLOEXEC);
  if (file < 0) return -1;
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t written = write(file, bytes.data() + done, bytes.size() - done);
    if (written <= 0) break;
    done += static_cast<std::size_t>(written);
  }
  if (done == bytes.size() && lseek(file, 0, SEEK_SET) == 0) return file;
  close(file);
  return -1;
}

bool is_set(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && value[0] != 0;
}

}  // namespace

ClipboardPrograms clipboard_programs() {
  ClipboardPrograms programs;
  if (is_set("WAYLAND_DISPLAY")) programs.push_back({"wl-copy", "--type", "image/png"});
  if (is_set("DISPLAY")) programs.push_back({"xclip", "-selection", "clipboard", "-t", "image/png", "-i"});
  return programs;
}

bool PictureClipboard::copy(std::string png) {
  program_.leave();
  next_ = 0;
  png_ = std::move(png);
  return start_next();
}

bool PictureClipboard::start_next() {
  while (next_ < programs_.size()) {
    const int input = in_memory(png_);
    const bool started = input >= 0 && program_.start(programs_[next_], input);
    if (input >= 0) close(input);
    ++next_;
    if (started) return true;
  }
  png_.clear();
  return false;
}

PictureClipboard::Answer PictureClipboard::look() {
  switch (program_.look()) {
    case StartedApart::Now::none: return Answer::none;
    case StartedApart::Now::done: png_.clear(); return Answer::copied;
    case StartedApart::Now::runs:
      if (program_.ran_s() < kLongest_s) return Answer::waiting;
      program_.end();
      break;
    case StartedApart::Now::failed: break;
  }
  return start_next() ? Answer::waiting : Answer::none;
}

}  // namespace attune
