// ATTUNE_CHECK(condition): a bug stops the program with the place printed. Not for bad input.
#pragma once

namespace attune {
[[noreturn]] void check_failed(const char* condition, const char* file, int line);
}

#define ATTUNE_CHECK(condition) \
  ((condition) ? static_cast<void>(0) : ::attune::check_failed(#condition, __FILE__, __LINE__))
