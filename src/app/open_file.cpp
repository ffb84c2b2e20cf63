#include "app/open_file.h"

#include <algorithm>
#include <filesystem>

#include "app/own_model.h"
#include "app/picture.h"
#include "app/story_files.h"
#include "app/window_export.h"
#include "core/file.h"
#include "core/text.h"
#include "io/check_json.h"
#include "io/load_brain.h"
#include "io/load_mapping.h"
#include "io/receipt_file.h"
#include "session/own_brain.h"
#include "session/receipt.h"
#include "session/say.h"
#include "ui/words.h"

namespace attune {

namespace fs = std::filesystem;

void tell(Desk& desk, const std::string& sentence) { execute(desk.session, *desk.content, command::Tell{sentence}); }

std::string sentence_of(const Desk& desk, const std::vector<Error>& errors) {
  const std::string first = problem_text(*desk.content, errors.front());
  if (errors.size() == 1) return first;
  return message_text(*desk.content, "more_problems", {{"sentence", first}, {"number", std::to_string(errors.size() - 1)}});
}

namespace {

// A file is dropped from where one sees it: its name says which it is, without its folders.
std::vector<Error> by_name(std::vector<Error> errors, const std::string& path) {
  const std::string whole = printable(path, 300), name = printable(fs::path(path).filename().string());
  for (Error& error : errors)
    if (error.where.rfind(whole, 0) == 0) error.where = name + error.where.substr(whole.size());
  return errors;
}

bool is_model(const std::string& path) { return ending_of(path) == ".glb" || ending_of(path) == ".gltf"; }

void take_brain(Desk& desk, Installation& installation, BrainModel model, std::shared_ptr<const OwnBrain> own) {
  desk.scenes.clear();  // they point into the old one
  installation.content.brain = std::move(model);
  installation.own = own;
  desk.renderer->upload(installation.content.brain);
  execute(desk.session, *desk.content, command::TakeBrain{std::move(own)});
}

void open_model(Desk& desk, Installation& installation, const std::string& path) {
  auto opened = open_own_brain(installation.assets, installation.content, path, "");
  if (!opened) return tell(desk, sentence_of(desk, by_name(opened.errors(), path)));
  take_brain(desk, installation, std::move(opened->model), std::move(opened->own));
  execute(desk.session, *desk.content, command::SetMapping{true});
  tell(desk, fill(word(installation.words, "own_opened"), {{"file", printable(fs::path(path).filename().string())}}));
}

// Problems of its parts as they are now.
std::shared_ptr<const OwnBrain> judged_again(const OwnBrain& own, const Content& content) {
  auto again = std::make_shared<OwnBrain>(own);
  again->problems = find_own_problems(content.brain, again->mapping, content, again->missing);
  return again;
}

void open_mapping(Desk& desk, Installation& installation, const std::string& path) {
  const std::string name = printable(fs::path(path).filename().string());
  if (installation.own == nullptr) return tell(desk, fill(word(installation.words, "drop_mapping_alone"), {{"file", name}}));
  Content& content = installation.content;
  const auto given = load_mapping(path, content.structures);
  if (!given) return tell(desk, sentence_of(desk, by_name(given.errors(), path)));
  const auto names = load_brain_names(installation.assets / "brain_names.json", content.structures);
  if (!names) return tell(desk, sentence_of(desk, names.errors()));
  auto complete = complete_mapping(*given, content.brain, *names, content, name);
  if (!complete) return tell(desk, sentence_of(desk, complete.errors()));
  auto own = std::make_shared<OwnBrain>(*installation.own);
  own->mapping = std::move(*complete);
  own->findings.clear();
  execute(desk.session, content, command::TakeMapping{std::move(own)});  // follow_brain() comes after it
}

void open_picture(Desk& desk, Installation& installation, const std::string& path) {
  const auto loaded = load_receipt(path);
  if (!loaded) return tell(desk, sentence_of(desk, by_name(loaded.errors(), path)));
  auto shown = show_receipt(desk.session, installation.content, loaded->receipt, ATTUNE_VERSION);
  if (!shown) {
    std::vector<Error> errors = shown.errors();
    errors.front().where = printable(fs::path(path).filename().string());
    return tell(desk, sentence_of(desk, errors));
  }
  execute(desk.session, installation.content, command::OpenMoment{std::make_shared<const Session>(std::move(shown->session))});
  std::vector<Sentence> notes = loaded->notes;
  notes.insert(notes.end(), shown->notes.begin(), shown->notes.end());
  if (notes.empty()) return;
  tell(desk, problem_text(*desk.content, Error{one_after_other(notes), printable(fs::path(path).filename().string()), ""}));
}

void open_story_file(Desk& desk, const Installation& installation, const std::string& path) {
  auto story = read_story_file(installation, path);
  if (!story) return tell(desk, sentence_of(desk, by_name(story.errors(), path)));
  const auto before = desk.session.own_story;
  execute(desk.session, *desk.content, command::TakeStory{std::move(*story)});
  if (desk.session.own_story != before) tell(desk, said(*desk.text, "opened_story", fs::path(path).filename()));
}

// A file that is cut off or has a slip in it says so with the place, whatever it was to be.
void open_json(Desk& desk, Installation& installation, const std::string& path) {
  const Result<std::string> kind = kind_of_json(path);
  if (!kind) return tell(desk, sentence_of(desk, by_name(kind.errors(), path)));
  if (*kind == "scenario") return open_story_file(desk, installation, path);
  if (*kind != "mapping")
    return tell(desk, fill(word(installation.words, "drop_other_json"), {{"file", printable(fs::path(path).filename().string())}}));
  open_mapping(desk, installation, path);
  follow_brain(desk, installation);
}

}  // namespace

bool is_picture(const std::string& path) {
  const std::string ending = ending_of(path);
  return ending == ".png" || ending == ".mp4" || ending == ".webm" || ending == ".gif";
}

void open_files(Desk& desk, Installation& installation, std::vector<std::string> paths) {
  // A model and its mapping are often dropped together.
  std::stable_sort(paths.begin(), paths.end(), [](const std::string& a, const std::string& b) { return is_model(a) && !is_model(b); });
  for (const std::string& path : paths) {
    if (is_model(path)) {
      open_model(desk, installation, path);
    } else if (ending_of(path) == ".json") {
      open_json(desk, installation, path);
    } else if (is_picture(path)) {
      open_picture(desk, installation, path);
    } else {
      tell(desk, fill(word(installation.words, "drop_unknown"), {{"file", printable(fs::path(path).filename().string())}}));
    }
  }
}

void open_wanted(Desk& desk, Installation& installation) {
  if (desk.session.story_wanted.empty()) return;
  const std::string path = desk.session.story_wanted;
  execute(desk.session, *desk.content, command::OpenStoryFile{""});
  // Whoever looks for a saved picture there gets its moment.
  if (is_picture(path)) {
    open_files(desk, installation, {path});
  } else {
    open_story_file(desk, installation, path);
  }
}

void follow_brain(Desk& desk, Installation& installation) {
  if (desk.session.own == installation.own) return;
  Content& content = installation.content;
  if (desk.session.own == nullptr) {
    auto shipped = load_brain(installation.assets / "brain.glb");
    if (!shipped) return tell(desk, sentence_of(desk, shipped.errors()));
    return take_brain(desk, installation, std::move(shipped->model), nullptr);
  }
  if (installation.own == nullptr) return;  // only open_model() brings one
  const bool moved = follow_mapping(content.brain, installation.own->mapping, desk.session.own->mapping, content);
  installation.own = judged_again(*desk.session.own, content);
  if (moved) {
    desk.scenes.clear();
    desk.renderer->upload(content.brain);
  }
  execute(desk.session, content, command::TakeBrain{installation.own});
}

}  // namespace attune
