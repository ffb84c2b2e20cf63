// Pictures to the clipboard: the window's own one (GLFW) holds text only, so the desktop's program for that gets them.
#pragma once

#include <string>
#include <vector>

#include "app/start_apart.h"

namespace attune {

using ClipboardPrograms = std::vector<std::vector<std::string>>;  // with their arguments, in the order they are tried

// wl-copy under Wayland, xclip under X11.
ClipboardPrograms clipboard_programs();

// The picture goes to the program through memory: no file of it is ever written. Nothing here waits.
class PictureClipboard {
 public:
  enum class Answer { waiting, copied, none };

  explicit PictureClipboard(ClipboardPrograms programs = clipboard_programs()) : programs_(std::move(programs)) {}

  // False: there is no such program. A second call forgets the first one's answer.
  bool copy(std::string png);
  // What came of the last copy(): the program has taken it, or none would.
  Answer look();

 private:
  static constexpr double kLongest_s = 5;  // then the program hangs and is ended
  bool start_next();
  ClipboardPrograms programs_;
  std::string png_;        // until a program has it
  std::size_t next_ = 0;   // of the programs, when this one fails
  StartedApart program_;
};

}  // namespace attune
