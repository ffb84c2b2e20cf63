// Carries out command::OpenSource: a paper in the browser, or copied.
#pragma once

#include <optional>
#include <string>

#include "app/browser.h"

namespace attune {

struct Desk;

// Carries out command::OpenSource and says on screen what happened. Without a browser the address is copied.
class SourceOpener {
 public:
  SourceOpener() = default;
  explicit SourceOpener(Browser browser) : browser_(std::move(browser)) {}
  void step(Desk& desk);

 private:
  Browser browser_;
  std::optional<std::string> asked_;  // the address that is being opened
};

}  // namespace attune
