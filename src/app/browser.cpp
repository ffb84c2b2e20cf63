#include "app/browser.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <string_view>

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
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  if (posix_spawn_file_actions_init(&files) != 0) return false;
  if (posix_spawnattr_init(&attributes) != 0) {
    posix_spawn_file_actions_destroy(&files);
    return false;
  }
  // It lives on when Attune is closed, and says nothing in its terminal.
  for (const int file : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    posix_spawn_file_actions_addopen(&files, file, "/dev/null", file == STDIN_FILENO ? O_RDONLY : O_WRONLY, 0);
  sigset_t usual;
  sigemptyset(&usual);
  posix_spawnattr_setsigmask(&attributes, &usual);
  sigaddset(&usual, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &usual);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  std::string program = program_, to = address;
  char* const arguments[] = {program.data(), to.data(), nullptr};
  pid_t started = 0;
  const bool runs = posix_spawnp(&started, program.c_str(), &files, &attributes, arguments, environ) == 0;
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  if (!runs) return false;
  running_ = started;
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
