#include "app/start_apart.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace attune {

std::optional<pid_t> start_apart(std::vector<std::string> command, int input) {
  if (command.empty() || command.front().empty()) return std::nullopt;
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  if (posix_spawn_file_actions_init(&files) != 0) return std::nullopt;
  if (posix_spawnattr_init(&attributes) != 0) {
    posix_spawn_file_actions_destroy(&files);
    return std::nullopt;
  }
  if (input >= 0) {
    posix_spawn_file_actions_adddup2(&files, input, STDIN_FILENO);
  } else {
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  }
  for (const int file : {STDOUT_FILENO, STDERR_FILENO}) posix_spawn_file_actions_addopen(&files, file, "/dev/null", O_WRONLY, 0);
  sigset_t usual;
  sigemptyset(&usual);
  posix_spawnattr_setsigmask(&attributes, &usual);
  sigaddset(&usual, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &usual);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  std::vector<char*> arguments;
  for (std::string& argument : command) arguments.push_back(argument.data());
  arguments.push_back(nullptr);
  pid_t started = 0;
  const bool runs = posix_spawnp(&started, arguments.front(), &files, &attributes, arguments.data(), environ) == 0;
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  return runs ? std::optional(started) : std::nullopt;
}

bool StartedApart::start(std::vector<std::string> command, int input) {
  leave();
  const std::optional<pid_t> started = start_apart(std::move(command), input);
  if (!started) return false;
  running_ = *started;
  since_ = std::chrono::steady_clock::now();
  return true;
}

StartedApart::Now StartedApart::look() {
  int status = 0;
  std::erase_if(left_, [&](pid_t child) { return waitpid(child, &status, WNOHANG) != 0; });
  if (running_ == 0) return Now::none;
  const pid_t ended = waitpid(running_, &status, WNOHANG);
  if (ended == 0) return Now::runs;
  running_ = 0;
  return ended > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0 ? Now::done : Now::failed;
}

double StartedApart::ran_s() const { return std::chrono::duration<double>(std::chrono::steady_clock::now() - since_).count(); }

void StartedApart::leave() {
  if (running_ != 0) left_.push_back(running_);
  running_ = 0;
}

void StartedApart::end() {
  if (running_ != 0) kill(running_, SIGTERM);
  leave();
}

}  // namespace attune
