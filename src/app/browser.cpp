#include "app/browser.h"

#include <sys/wait.h>

#include <string_view>

#include "app/start_apart.h"
#include "core/text.h"

namespace attune {

std::string source_address(const Reference& reference) {
  if (reference.doi.empty()) return "";
  std::string address = "https://doi.org/";
  for (const char c : reference.doi) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/():;").find(c) != std::string_view::npos;
    address += plain ? std::string(1, c) : format("%%%02X", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  return address;
}

std::string citation(const Reference& reference) {
  std::string text =
      reference.authors + (reference.year > 0 ? format(" (%d). ", reference.year) : ". ") + reference.title;
  if (!reference.venue.empty()) text += ". " + reference.venue;
  if (!reference.doi.empty()) text += ". " + source_address(reference);
  return text;
}

bool Browser::open(const std::string& address) {
  if (running_ != 0) left_.push_back(running_);
  running_ = 0;
  if (program_.empty() || address.empty()) return false;
  const std::optional<pid_t> started = start_apart({program_, address});
  if (!started) return false;
  running_ = *started;
  since_ = std::chrono::steady_clock::now();
  return true;
}

Browser::Answer Browser::look() {
  int status = 0;
  std::erase_if(left_, [&](pid_t child) { return waitpid(child, &status, WNOHANG) != 0; });
  if (running_ == 0) return Answer::none;
  const pid_t ended = waitpid(running_, &status, WNOHANG);
  if (ended == 0) {
    if (std::chrono::duration<double>(std::chrono::steady_clock::now() - since_).count() < kLooksOpen_s)
      return Answer::waiting;
    left_.push_back(running_);
    running_ = 0;
    return Answer::opened;
  }
  running_ = 0;
  return ended > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0 ? Answer::opened : Answer::none;
}

}  // namespace attune
