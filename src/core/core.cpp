#include <cstdio>
#include <cstdlib>

#include "core/check.h"
#include "core/result.h"

namespace attune {

void check_failed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "attune: internal error: %s does not hold (%s:%d). Please report this.\n", condition, file, line);
  std::abort();
}

Sentence as_sentence(const Error& error) {
  const Sentence what = error.where.empty() ? error.what : sentence("at_place", {{"place", error.where}, {"what", error.what}});
  return error.hint.empty() ? what : one_after_other({what, error.hint});
}

std::string to_sentence(const Error& error) { return as_sentence(error).english; }

}  // namespace attune
