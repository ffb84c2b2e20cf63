// Keeps the looks of the window from one start to the next: read once, written some seconds after a change and on
// leaving. Only the window has one.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "core/sentence.h"
#include "model/settings.h"
#include "session/session.h"

namespace attune {

// $XDG_CONFIG_HOME/attune/settings.json, else ~/.config/attune/settings.json; empty where there is neither.
std::filesystem::path settings_path();

class SettingsStore {
 public:
  // An empty path: nothing is read or written. problem(): one sentence about a file that could not be read; the
  // settings are then those of the first day, and the file stays until there is something new to write (then it is
  // put aside as settings.unread.json).
  // first: the looks while there is no file (desktop_wishes.h).
  explicit SettingsStore(std::filesystem::path path, const Settings& first = {});

  const Settings& settings() const { return kept_; }
  const Sentence& problem() const { return problem_; }

  // What the session shows without a person having chosen it (a saved picture was opened): not a change.
  void take_as_given(const Session& session);
  // Call with every frame and while waiting; now_s of any steady clock. A sentence when writing failed, once.
  std::optional<Sentence> step(const Session& session, double now_s);
  // On leaving: what is not written yet.
  std::optional<Sentence> leave(const Session& session);

 private:
  std::optional<Sentence> write(const Settings& settings);

  std::filesystem::path path_;
  Settings first_;        // of the first day: they need no file
  Settings kept_, seen_;  // on disk; last looked at
  double changed_s_ = 0;
  bool unread_ = false, failed_ = false;
  Sentence problem_;
};

}  // namespace attune
