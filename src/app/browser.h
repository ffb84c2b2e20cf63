// Where the paper behind a claim is found, and the browser that a person has.
#pragma once

#include <string>

#include "app/start_apart.h"
#include "model/content.h"

namespace attune {

// "https://doi.org/10.1038/nrn1939"; "" without a DOI. What an address may not hold is written as %XX.
std::string source_address(const Reference& reference);
// "Authors (year). Title. Journal. Address": with it a paper can be found without a network, in a library.
std::string citation(const Reference& reference);

// Hands an address to the desktop's own program for that and does not wait: it may be the browser itself, which runs
// for hours. Nothing is fetched by Attune.
class Browser {
 public:
  enum class Answer { waiting, opened, none };

  explicit Browser(std::string program = "xdg-open") : program_(std::move(program)) {}  // "": there is none
  Browser(Browser&&) = default;
  Browser& operator=(Browser&&) = default;

  // False: it cannot be started. A second call forgets the first one's answer.
  bool open(const std::string& address);
  // What came of the last open(): it ended well, or has run for kLooksOpen_s; it ended with an error. Never blocks.
  Answer look();

 private:
  static constexpr double kLooksOpen_s = 1.5;
  std::string program_;
  StartedApart browser_;
};

}  // namespace attune
