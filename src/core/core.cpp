#include <cstdio>
#include <cstdlib>

#include "core/check.h"
#include "core/result.h"

namespace attune {

void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "attune: internal error: %s does not hold (%s:%d). Please report this.\n", condition, file, line);
  std::abort();
}

std::string to_sentence(const Error& error) {
  std::string sentence = error.where.empty() ? error.what : error.where + ": " + error.what;
  if (!error.hint.empty()) sentence += "; " + error.hint;
  return sentence;
}

}  // namespace attune
