#include "app/browser.h"

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
  browser_.leave();
  return !program_.empty() && !address.empty() && browser_.start({program_, address});
}

Browser::Answer Browser::look() {
  switch (browser_.look()) {
    case StartedApart::Now::runs:
      if (browser_.ran_s() < kLooksOpen_s) return Answer::waiting;
      browser_.leave();
      return Answer::opened;
    case StartedApart::Now::done: return Answer::opened;
    default: return Answer::none;
  }
}

}  // namespace attune
