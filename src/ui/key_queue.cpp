#include "ui/key_queue.h"

namespace attune {

std::vector<KeyEvent> KeyQueue::take(bool typing) {
  std::vector<KeyEvent> taken;
  bool edited = false, typed = false;
  while (!events_.empty()) {
    const KeyEvent& next = events_.front();
    const bool is_letter = next.character != 0, is_edit = next.down && next.edits;
    if (typing && ((edited && (is_letter || is_edit || !next.down)) || (typed && is_edit))) break;
    edited = edited || is_edit;
    typed = typed || is_letter;
    taken.push_back(next);
    events_.pop_front();
  }
  return taken;
}

}  // namespace attune
