// Programs of the desktop that Attune starts and does not wait for.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace attune {

// The program with its arguments, in a session of its own: it lives on when Attune is closed and says nothing in its
// terminal. input: what it reads, -1: nothing. Nothing where it cannot be started. Its end has to be taken note of.
std::optional<pid_t> start_apart(std::vector<std::string> command, int input = -1);

// One of them at a time, and what became of it. Nothing here waits.
class StartedApart {
 public:
  enum class Now { none, runs, done, failed };  // done, failed: said once, then none

  // The one before goes on unwatched. False: it cannot be started.
  bool start(std::vector<std::string> command, int input = -1);
  Now look();
  double ran_s() const;
  void leave();  // it goes on unwatched
  void end();    // it is asked to end

 private:
  pid_t running_ = 0;
  std::chrono::steady_clock::time_point since_;
  std::vector<pid_t> left_;  // unwatched; their ends are taken note of
};

}  // namespace attune
