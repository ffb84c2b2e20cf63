#include "app/own_model.h"

#include "core/file.h"
#include "core/text.h"
#include "io/load_brain.h"
#include "io/load_mapping.h"
#include "render/levels.h"
#include "session/own_brain.h"

namespace attune {

namespace fs = std::filesystem;

Result<OpenedBrain> read_own_brain(const fs::path& assets, const Content& content, const fs::path& model,
                                   const fs::path& mapping) {
  std::string bytes_hash;
  auto brain = load_brain(model, &bytes_hash);
  if (!brain) return brain.errors();
  auto names = load_brain_names(assets / "brain_names.json", content.structures);
  if (!names) {
    std::vector<Error> errors = names.errors();
    for (Error& error : errors) error.code = ExitCode::installation_incomplete;
    return errors;
  }
  auto own = std::make_shared<OwnBrain>();
  own->file = printable(model.filename().string());
  own->bytes_hash = std::move(bytes_hash);
  if (mapping.empty()) {
    own->mapping = guess_mapping(brain->model, *names, content, own->file);
    own->mapping.placement = find_placement(brain->model, own->mapping, *names, content, own->findings);
  } else {
    const auto given = load_mapping(mapping, content.structures);
    if (!given) return given.errors();
    auto complete = complete_mapping(*given, brain->model, *names, content, printable(mapping.string(), 300));
    if (!complete) return complete.errors();
    own->mapping = std::move(*complete);
    if (own->mapping.model.empty()) own->mapping.model = own->file;
  }
  move_brain(brain->model, {}, own->mapping.placement);
  name_parts(brain->model, own->mapping, content);
  // The panel and a saved mapping say the sides that the places told.
  for (std::size_t i = 0; i < own->mapping.parts.size(); ++i) own->mapping.parts[i].side = brain->model.parts[i].hemisphere;
  for (std::string& sentence : find_own_problems(brain->model, own->mapping, content, own->missing))
    own->problems.push_back(std::move(sentence));
  return OpenedBrain{std::move(brain->model), std::move(own), std::move(brain->warnings)};
}

Result<OpenedBrain> open_own_brain(const fs::path& assets, const Content& content, const fs::path& model,
                                   const fs::path& mapping) {
  auto opened = read_own_brain(assets, content, model, mapping);
  if (opened) make_levels(opened->model);
  return opened;
}

bool follow_mapping(BrainModel& model, const Mapping& before, const Mapping& now, const Content& content) {
  const Placement &from = before.placement, &to = now.placement;
  const bool moves = from.axes != to.axes || from.scale != to.scale || from.shift_mm != to.shift_mm;
  if (moves) move_brain(model, from, to);
  name_parts(model, now, content);
  return moves;
}

}  // namespace attune
