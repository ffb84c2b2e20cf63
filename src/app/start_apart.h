// Programs of the desktop that Attune starts and does not wait for.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

namespace attune {

// The program with its arguments, in a session of its own: it lives on when Attune is closed and says nothing in its
// terminal. input: what it reads, -1: nothing. Nothing where it cannot be started. Its end has to be taken note of.
std::optional<pid_t> start_apart(std::vector<std::string> command, int input = -1);

}  // namespace attune
