#include "app/settings_store.h"

#include <cstdlib>
#include <utility>

#include "core/text.h"
#include "io/settings_file.h"
#include "session/looks.h"

namespace attune {

namespace fs = std::filesystem;

namespace {
constexpr double kSettle_s = 3;  // a drag or a few taps become one write
}

fs::path settings_path() {
  // The XDG Base Directory Specification: a relative path there is not valid and is passed over.
  if (const char* given = std::getenv("XDG_CONFIG_HOME"); given != nullptr && fs::path(given).is_absolute())
    return fs::path(given) / "attune" / "settings.json";
  if (const char* home = std::getenv("HOME"); home != nullptr && fs::path(home).is_absolute())
    return fs::path(home) / ".config" / "attune" / "settings.json";
  return {};
}

SettingsStore::SettingsStore(fs::path path, const Settings& first) : path_(std::move(path)), first_(first) {
  kept_ = seen_ = first_;
  if (path_.empty()) return;
  auto loaded = load_settings(path_);
  if (loaded) {
    std::error_code ignored;
    if (fs::exists(path_, ignored)) kept_ = std::move(*loaded);
  } else {
    unread_ = true;
    problem_ = sentence("usual_looks", {{"problem", as_sentence(loaded.error())}});
  }
  seen_ = kept_;
}

void SettingsStore::take_as_given(const Session& session) { kept_ = seen_ = settings_of(session); }

std::optional<Sentence> SettingsStore::step(const Session& session, double now_s) {
  if (path_.empty()) return std::nullopt;
  Settings now = settings_of(session);
  if (now != seen_) {
    seen_ = std::move(now);
    changed_s_ = now_s;
    failed_ = false;
  }
  if (seen_ == kept_ || failed_ || now_s - changed_s_ < kSettle_s) return std::nullopt;
  return write(seen_);
}

std::optional<Sentence> SettingsStore::leave(const Session& session) {
  if (path_.empty()) return std::nullopt;
  seen_ = settings_of(session);
  return seen_ == kept_ ? std::nullopt : write(seen_);
}

std::optional<Sentence> SettingsStore::write(const Settings& settings) {
  std::error_code ignored;
  if (unread_ && fs::exists(path_, ignored)) fs::rename(path_, path_.parent_path() / "settings.unread.json", ignored);
  unread_ = false;
  if (settings == first_) {  // the looks of the first day need no file
    fs::remove(path_, ignored);
    kept_ = settings;
    return std::nullopt;
  }
  if (const Status saved = save_settings(path_, settings); !saved) {
    failed_ = true;  // tried again with the next change
    return as_sentence(saved.error());
  }
  kept_ = settings;
  return std::nullopt;
}

}  // namespace attune
