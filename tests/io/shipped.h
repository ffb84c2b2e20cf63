// The content as it is shipped, which must load without a word.
#pragma once

#include <doctest/doctest.h>

#include <utility>
#include <vector>

#include "io/load_content.h"

namespace attune::test {

inline Content shipped() {
  std::vector<Error> warnings;
  Result<Content> content = load_content(ATTUNE_ASSETS, &warnings);
  if (!content)
    for (const Error& error : content.errors()) MESSAGE(to_sentence(error));
  REQUIRE(content.has_value());
  for (const Error& warning : warnings) MESSAGE(to_sentence(warning));
  CHECK(warnings.empty());
  return std::move(content).value();
}

}  // namespace attune::test
