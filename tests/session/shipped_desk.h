// The shipped content and a session on it, for the tests of what a person does.
#pragma once

#include <doctest/doctest.h>

#include <string>
#include <utility>

#include "io/load_brain.h"
#include "io/load_content.h"
#include "session/session.h"

namespace attune {

// Read once for all tests: each works on a copy.
inline const Content& shipped_content() {
  static const Content once = [] {
    Result<Content> loaded = load_content(ATTUNE_ASSETS);
    REQUIRE(loaded.has_value());
    return std::move(*loaded);
  }();
  return once;
}

inline const BrainModel& shipped_brain() {
  static const BrainModel once = [] {
    Result<LoadedBrain> loaded = load_brain(ATTUNE_ASSETS "/brain.glb");
    REQUIRE(loaded.has_value());
    return std::move(loaded->model);
  }();
  return once;
}

struct ShippedDesk {
  Content content;
  Session session;

  ShippedDesk() {
    content = shipped_content();
    Result<Session> made = make_session(content);
    REQUIRE(made.has_value());
    session = std::move(*made);
  }
  void run(const Command& command) { execute(session, content, command); }
  int style(const std::string& id) const {
    for (std::size_t i = 0; i < content.styles.size(); ++i)
      if (content.styles[i].id == id) return static_cast<int>(i);
    return -1;
  }
};

}  // namespace attune
