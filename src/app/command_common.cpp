#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "app/commands.h"
#include "core/text.h"
#include "io/load_content.h"
#include "io/receipt_file.h"
#include "session/receipt.h"
#include "model/find.h"
#include "session/looks.h"

namespace attune {

ExitCode report(const std::vector<Error>& errors) {
  for (const Error& error : errors) std::fprintf(stderr, "attune: %s\n", to_sentence(error).c_str());
  return errors.front().code;
}

namespace {
bool looks_like_file(const std::string& text) {
  return text.find('/') != std::string::npos || (text.size() > 5 && text.substr(text.size() - 5) == ".json");
}
template <class T>
int index_of(const std::vector<T>& items, const T* item) {
  return static_cast<int>(item - items.data());
}
}  // namespace

Status use_circuit(Content& content, const std::string& path) {
  if (path.empty()) return Done{};
  auto circuit = load_circuit(path, content.references);
  if (!circuit) return circuit.errors();
  content.circuit = std::move(*circuit);
  return Done{};
}

Result<std::string> add_scenario_file(Content& content, const std::string& path) {
  auto scenario = load_scenario(path, content);
  if (!scenario) return scenario.errors();
  const std::string id = scenario->id;
  // A user's file wins over a shipped scenario of the same id.
  std::erase_if(content.scenarios, [&](const Scenario& shipped) { return to_slug(shipped.id) == to_slug(id); });
  content.scenarios.push_back(std::move(*scenario));
  return id;
}

Result<Session> open_story(Content& content, const MomentOptions& moment, EarlyStop early_stop) {
  std::string scenario_id = moment.scenario;
  const bool is_file = looks_like_file(moment.scenario);
  if (is_file) {
    const auto added = add_scenario_file(content, moment.scenario);
    if (!added) return added.errors();
    scenario_id = *added;
  }
  const auto any = find_any_scenario(content, scenario_id);
  if (!is_file && !any) return any.errors();
  const AnyScenario story = is_file ? story_at(content, content.scenarios.size() - 1) : *any;
  std::size_t index = 0;
  while (&story_at(content, index).text() != &story.text()) ++index;
  const auto style = find_style(content, moment.style);
  if (!style) return style.errors();
  const auto compare = find_style(content, moment.compare.empty() ? moment.style : moment.compare);
  if (!compare) return compare.errors();
  std::vector<ArmText> arms;
  for (std::size_t i = 0; i < story.arm_count(); ++i) arms.push_back(story.arm(i));
  const auto arm = choose_arm(arms, moment.arm, story.text().id);
  if (!arm) return arm.errors();
  const auto other_arm = choose_arm(arms, moment.compare_arm, story.text().id);
  if (!other_arm) return other_arm.errors();
  if (!moment.compare_arm.empty() && story.years == nullptr)
    return Error{"\"" + story.text().id + "\" is a scenario of " + name_of(story.kind) + ", whose sides live the same version",
                 "--compare-arm", "leave it out, or choose a scenario of years", ExitCode::usage};
  auto session = make_session(content);
  if (!session) return session.errors();
  session->show_welcome = false;
  if (is_file) session->own_scenario = static_cast<int>(index);
  execute(*session, content, command::SelectScenario{static_cast<int>(index)});
  execute(*session, content, command::SelectArm{index_of(arms, *arm)});
  execute(*session, content, command::SetStyle{0, index_of(content.styles, *style)});
  execute(*session, content, command::SetStyle{1, index_of(content.styles, *compare)});
  if (!moment.compare_arm.empty()) execute(*session, content, command::SelectArm{index_of(arms, *other_arm), 1});
  if (story.pair == nullptr && moment.compare_arm.empty())
    execute(*session, content, command::SetCompare{!moment.compare.empty()});
  const auto stopped = std::find_if(session->trace.begin(), session->trace.end(),
                                    [](const auto& trace) { return trace && !trace->left_range.empty(); });
  if (stopped != session->trace.end()) {
    if (early_stop == EarlyStop::keep) return session;
    return Error{session->message, moment.scenario, "make the inputs, the start or the connections weaker", ExitCode::left_range};
  }
  if (!session->message.empty()) return Error{session->message, "", "", ExitCode::bad_input};
  return session;
}

Result<ReopenedReceipt> open_receipt(Installation& installation, const std::string& picture, const std::string& scenario_file,
                                     std::vector<Sentence>* notes) {
  Content& content = installation.content;
  const auto loaded = load_receipt(picture);
  if (!loaded) return loaded.errors();
  if (!scenario_file.empty())
    if (const auto added = add_scenario_file(content, scenario_file); !added) return added.errors();
  auto session = make_session(content);
  if (!session) return session.errors();
  session->show_welcome = false;
  if (installation.own != nullptr) execute(*session, content, command::TakeBrain{installation.own});
  auto shown = show_receipt(*session, content, loaded->receipt, ATTUNE_VERSION);
  if (!shown) {
    std::vector<Error> errors = shown.errors();
    for (Error& error : errors) error.where = printable(picture, 300);
    return errors;
  }
  if (!scenario_file.empty()) shown->session.own_scenario = shown->session.scenario;
  std::vector<Sentence> all = loaded->notes;
  all.insert(all.end(), shown->notes.begin(), shown->notes.end());
  if (notes != nullptr) *notes = std::move(all);
  else
    for (const Sentence& note : all) std::fprintf(stderr, "attune: %s: %s\n", printable(picture, 300).c_str(), note.english.c_str());
  return ReopenedReceipt{std::move(shown->session), loaded->receipt};
}

Result<Session> open_moment(Content& content, const MomentOptions& moment, EarlyStop early_stop) {
  if (!looks_like_file(moment.scenario))
    if (const auto any = find_any_scenario(content, moment.scenario); any && any->scenario == nullptr)
      return Error{"\"" + any->text().id + "\" is a scenario of " + name_of(any->kind), "",
                   "choose a scenario of a moment or of days (attune list scenarios)", ExitCode::usage};
  return open_story(content, moment, early_stop);
}

Result<PixelSize> parse_size(const std::string& text) {
  const std::size_t cross = text.find('x');
  if (cross != std::string::npos) {
    const auto width = parse_number(text.substr(0, cross)), height = parse_number(text.substr(cross + 1));
    if (width && height && *width >= 64 && *height >= 64 && *width <= 16384 && *height <= 16384 &&
        *width == static_cast<int>(*width) && *height == static_cast<int>(*height))
      return PixelSize{static_cast<int>(*width), static_cast<int>(*height)};
  }
  return Error{"\"" + printable(text) + "\" is not a size", "--size", "write WIDTHxHEIGHT in pixels, 64 to 16384, such as 1280x720",
               ExitCode::usage};
}

Status apply_stage(Session& session, const Content& content, const StageOptions& stage) {
  if (const ViewPreset* view = find_view(stage.view)) {
    session.camera = camera_for_view(*view);
    session.hidden_hemisphere = view->hide_hemisphere;
  } else {
    std::vector<std::string> names;
    for (const ViewPreset& preset : view_presets()) names.emplace_back(preset.id);
    const std::string near = nearest_word(stage.view, names);
    return Error{"unknown view \"" + printable(stage.view) + "\"", "--view",
                 (near.empty() ? "" : "did you mean \"" + near + "\"? ") + "The views are home, " + join_words(names), ExitCode::usage};
  }
  if (!stage.select.empty()) {
    const auto structure = find_by_id(content.structures, stage.select, "structure", "structures");
    if (!structure) return structure.errors();
    execute(session, content, command::Select{(*structure)->id});
  }
  if (!stage.ask.empty()) {
    execute(session, content, command::AskAbout{stage.ask});
    if (session.why_asked == 0)
      return Error{session.message, "--ask", "name a column such as chem.CORT, body.HR or felt.D", ExitCode::usage};
  }
  execute(session, content, command::SetGlass{static_cast<float>(stage.glass)});
  execute(session, content, command::SetColourMode{stage.colour == "structure" ? ColourMode::structure : ColourMode::activity});
  execute(session, content, command::SetLabels{!stage.no_labels});
  execute(session, content, command::SetFlow{!stage.no_flow});
  execute(session, content, command::SetLegend{!stage.no_legend});
  execute(session, content, command::SetBody{!stage.no_body});
  if (!stage.solo.empty()) execute(session, content, command::SoloCarrier{stage.solo});
  const std::vector<std::string> known_lobes = lobes(content);
  for (const std::string& name : stage.hide) {
    if (name == "left" || name == "right") {
      execute(session, content, command::HideHemisphere{name == "left" ? 0 : 1});
    } else if (std::find(known_lobes.begin(), known_lobes.end(), name) != known_lobes.end()) {
      execute(session, content, command::SetLobeVisible{name, false});
    } else if (find_structure(content, name) != nullptr) {
      execute(session, content, command::SetStructureVisible{name, false});
    } else {
      std::vector<std::string> names = known_lobes;
      for (const Structure& structure : content.structures) names.push_back(structure.id);
      const std::string near = nearest_word(name, names);
      return Error{"\"" + printable(name) + "\" is neither a lobe nor a structure", "--hide",
                   (near.empty() ? "" : "did you mean \"" + near + "\"? ") + "The lobes are " + join_words(known_lobes), ExitCode::usage};
    }
  }
  if (stage.reduced_motion) execute(session, content, command::SetReducedMotion{true});
  execute(session, content, command::SetTheme{theme_named(stage.background)});
  if (stage.difference && !session.compare)
    return Error{"there is only one side, so there is no difference to show", "--difference", "add --compare STYLE", ExitCode::usage};
  if (!stage.company.empty() && stage.change_weeks < 0)
    return Error{"says in whose company, not for how long", "--company", "add --change-weeks N", ExitCode::usage};
  if (stage.change_weeks >= 0) {
    int company = session.change.environment;
    if (!stage.company.empty()) {
      const auto found = find_by_id(content.slow.environments, stage.company, "care environment", "care environments");
      if (!found) return found.errors();
      company = index_of(content.slow.environments, *found);
      if (!(*found)->days.scenario.empty())
        return Error{"\"" + (*found)->id + "\" is measured from lived days; the change dial needs company whose signals are given", "--company",
                     "choose another, such as secure_relationship", ExitCode::usage};
    }
    const double longest = longest_change_weeks(session, content);
    if (stage.change_weeks > longest)
      return Error{"this story can follow change for " + to_text(longest) + " weeks, not " + to_text(stage.change_weeks), "--change-weeks",
                   "choose a shorter time", ExitCode::usage};
    execute(session, content, command::SetChange{true, company, stage.change_weeks, true});
  }
  if (stage.difference) execute(session, content, command::SetDifference{true});
  if (!session.message.empty()) return Error{session.message, "", "", ExitCode::bad_input};
  return Done{};
}

}  // namespace attune
