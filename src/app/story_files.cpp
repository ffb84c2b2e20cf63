#include "app/story_files.h"

#include <algorithm>
#include <cstdlib>

#include "app/window_export.h"
#include "core/file.h"
#include "core/text.h"
#include "io/load_content.h"
#include "io/write_scenario.h"
#include "session/edit_story.h"
#include "session/say.h"
#include "ui/words.h"

namespace attune {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kMostFiles = 200;
constexpr std::uintmax_t kLargestFile = 1u << 20;  // of those that are listed; a larger one is opened by its path

// Nothing that ships is written over.
bool is_shipped(const fs::path& path, const fs::path& assets) {
  std::error_code error;
  const fs::path full = fs::weakly_canonical(path, error), home = fs::weakly_canonical(assets, error);
  const auto [end, ignored] = std::mismatch(home.begin(), home.end(), full.begin(), full.end());
  return end == home.end();
}

fs::path free_file(const fs::path& folder, const std::string& name) {
  std::error_code ignored;
  fs::path path = folder / (name + ".json");
  for (int number = 2; fs::exists(path, ignored); ++number) path = folder / format("%s-%d.json", name.c_str(), number);
  return path;
}

void save(Desk& desk, const Installation& installation) {
  const auto finish = [&](std::string sentence) {
    execute(desk.session, *desk.content, command::FinishExport{std::move(sentence)});
  };
  const Scenario* const moment = current_story(desk.session, *desk.content).scenario;
  if (moment == nullptr) return finish(word(*desk.text, "story_only_moments"));
  // Of one that ships, changed or not, a copy; it is still the one that ships that is shown.
  const std::shared_ptr<const OwnStory> shown = desk.session.own_story;
  const bool own = shown != nullptr && shown->own;
  const OwnStory story = own ? *shown
                             : make_own(*moment, {fill(word(*desk.text, "editor_own_title"), {{"title", moment->title}}),
                                                  fill(word(*desk.text, "editor_own_story"), {{"title", moment->title}})});
  const ScenarioProblems problems = check_scenario(story.scenario, *desk.content);
  if (!problems.errors.empty()) return finish(problem_text(*desk.content, problems.errors.front()));
  // The file it came from is written again; else a new one.
  const fs::path path = story.file.empty() ? free_file(stories_folder(), story.scenario.id) : fs::path(story.file);
  if (is_shipped(path, installation.assets)) return finish(said(*desk.text, "story_shipped", path));
  if (const Status written = write_file(path, scenario_to_json(story.scenario)); !written) return finish(problem_text(*desk.content, written.error()));
  if (!own) return finish(said(*desk.text, "saved_story_copy", path));
  execute(desk.session, *desk.content, command::KeepStory{path.string(), said(*desk.text, "saved_story", path)});
}

void list_files(Desk& desk) {
  const fs::path folder = stories_folder();
  std::vector<StoryFile> files;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end && files.size() < kMostFiles; entry.increment(error)) {
    std::error_code ignored;
    if (entry->path().extension() != ".json" || !entry->is_regular_file(ignored)) continue;
    // Other programs keep JSON there too: only what is a scenario.
    if (entry->file_size(ignored) > kLargestFile) continue;
    if (load_scenario(entry->path(), *desk.content)) files.push_back({entry->path().string(), printable(entry->path().stem().string())});
  }
  std::sort(files.begin(), files.end(), [](const StoryFile& a, const StoryFile& b) { return a.name < b.name; });
  execute(desk.session, *desk.content, command::SetStoryFiles{folder.string(), std::move(files)});
}

}  // namespace

fs::path stories_folder() {
  std::error_code ignored;
  if (const char* given = std::getenv("XDG_DOCUMENTS_DIR"); given != nullptr && fs::is_directory(given, ignored)) return given;
  if (const char* home = std::getenv("HOME"); home != nullptr && fs::is_directory(home, ignored)) {
    const fs::path documents = fs::path(home) / "Documents";
    return fs::is_directory(documents, ignored) ? documents : fs::path(home);
  }
  return fs::current_path(ignored);
}

Result<std::shared_ptr<const OwnStory>> read_story_file(const Installation& installation, const std::string& path) {
  auto loaded = load_scenario(path, installation.content);
  if (!loaded) return loaded.errors();
  std::error_code ignored;
  const fs::path full = fs::absolute(path, ignored);
  const std::string file = is_shipped(full, installation.assets) ? "" : full.string();
  return std::make_shared<const OwnStory>(as_own(std::move(*loaded), file));
}

void StoryFiles::step(Desk& desk, Installation& installation) {
  Session& session = desk.session;
  const std::shared_ptr<const OwnStory> story = session.own_story;
  if (story != nullptr && story->own && story != checked_) {
    ScenarioProblems problems = check_scenario(story->scenario, *desk.content);
    checked_ = story;
    execute(session, *desk.content, command::NoticeStory{story, {std::move(problems.errors), std::move(problems.warnings)}});
  }
  if (session.wanted == Export::story) save(desk, installation);
  if (session.show_story_files && session.story_folder.empty()) list_files(desk);
}

}  // namespace attune
