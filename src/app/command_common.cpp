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

ExitCode report(const std::vector<Error>& errors, const UiText& words) {
  for (const Error& error : errors) std::fprintf(stderr, "attune: %s\n", in_words(as_sentence(error), words).c_str());
  return errors.front().code;
}

void print(const Sentence& line) { std::printf("%s\n", line.english.c_str()); }
void remark(const Sentence& line) { std::fprintf(stderr, "attune: %s\n", line.english.c_str()); }

namespace {
bool looks_like_file(const std::string& text) {
  return text.find('/') != std::string::npos || (text.size() > 5 && text.substr(text.size() - 5) == ".json");
}
Sentence kind_in_words(ScenarioKind kind) {
  return sentence(kind == ScenarioKind::moment  ? "stories_of_moment"
                  : kind == ScenarioKind::days  ? "stories_of_days"
                  : kind == ScenarioKind::years ? "stories_of_years"
                                                : "stories_of_two");
}
template <class T>
int place_of(const std::vector<T>& items, const T* item) {
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
    return Error{sentence("scenario_whose_sides_live", {{"id", story.text().id}, {"kind", kind_in_words(story.kind)}}),
                 "--compare-arm", sentence("leave_out_choose_scenario"), ExitCode::usage};
  auto session = make_session(content);
  if (!session) return session.errors();
  execute(*session, content, command::CloseWelcome{});
  execute(*session, content, command::GoToView{"home", true});
  execute(*session, content, command::SelectScenario{static_cast<int>(index), is_file});
  execute(*session, content, command::SelectArm{place_of(arms, *arm)});
  execute(*session, content, command::SetStyle{0, place_of(content.styles, *style)});
  execute(*session, content, command::SetStyle{1, place_of(content.styles, *compare)});
  if (!moment.compare_arm.empty()) execute(*session, content, command::SelectArm{place_of(arms, *other_arm), 1});
  if (story.pair == nullptr && moment.compare_arm.empty())
    execute(*session, content, command::SetCompare{!moment.compare.empty()});
  const auto stopped = std::find_if(session->trace.begin(), session->trace.end(),
                                    [](const auto& trace) { return trace && !trace->left_range.empty(); });
  if (stopped != session->trace.end()) {
    if (early_stop == EarlyStop::keep) return session;
    return Error{session->message, moment.scenario, sentence("make_inputs_start_connections"), ExitCode::left_range};
  }
  if (!session->message.empty()) return Error{session->message, "", "", ExitCode::bad_input};
  return session;
}

Result<ReopenedReceipt> open_receipt(Installation& installation, const std::string& picture, const std::string& scenario_file,
                                     std::vector<Sentence>* notes) {
  Content& content = installation.content;
  const auto loaded = load_receipt(picture);
  if (!loaded) return loaded.errors();
  int own = -1;
  if (!scenario_file.empty()) {
    const auto added = add_scenario_file(content, scenario_file);
    if (!added) return added.errors();
    own = index_of(content.scenarios, *added);
  }
  auto session = make_session(content);
  if (!session) return session.errors();
  if (own >= 0) execute(*session, content, command::SelectScenario{own, true});
  if (installation.own != nullptr) execute(*session, content, command::TakeBrain{installation.own});
  auto shown = show_receipt(*session, content, loaded->receipt, ATTUNE_VERSION);
  if (!shown) {
    std::vector<Error> errors = shown.errors();
    for (Error& error : errors) error.where = printable(picture, 300);
    return errors;
  }
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
      return Error{sentence("is_scenario_of", {{"id", any->text().id}, {"kind", kind_in_words(any->kind)}}), "",
                   sentence("choose_scenario_moment_days"), ExitCode::usage};
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
  return Error{sentence("not_a_size", {{"text", printable(text)}}), "--size", sentence("write_size"), ExitCode::usage};
}

namespace {
// Among these and the ids of structures.
std::string nearest_name(const std::string& name, std::vector<std::string> names, const Content& content) {
  for (const Structure& structure : content.structures) names.push_back(structure.id);
  return nearest_word(name, names);
}
}  // namespace

Status apply_stage(Session& session, const Content& content, const StageOptions& stage) {
  if (find_view(stage.view) == nullptr) {
    std::vector<std::string> names;
    for (const ViewPreset& preset : view_presets()) names.emplace_back(preset.id);
    const std::string near = nearest_word(stage.view, names);
    return Error{sentence("unknown_view", {{"view", printable(stage.view)}}), "--view",
                 near_and(near, sentence("views_are", {{"words", listed(names)}})), ExitCode::usage};
  }
  execute(session, content, command::GoToView{stage.view, true});
  if (!stage.select.empty()) {
    const auto structure =
        find_by_id(content.structures, stage.select, sentence("kind_structure"), sentence("kinds_structures"));
    if (!structure) return structure.errors();
    execute(session, content, command::Select{(*structure)->id});
  }
  if (!stage.ask.empty()) {
    execute(session, content, command::AskAbout{stage.ask});
    if (session.why_asked == 0 && asked_connection(session, content) == nullptr)
      return Error{session.message, "--ask", sentence("name_column_such_chem"), ExitCode::usage};
  }
  execute(session, content, command::SetGlass{static_cast<float>(stage.glass)});
  execute(session, content, command::SetColourMode{stage.colour == "structure" ? ColourMode::structure : ColourMode::activity});
  execute(session, content, command::SetLabels{!stage.no_labels});
  execute(session, content, command::SetFlow{!stage.no_flow});
  execute(session, content, command::SetLegend{!stage.no_legend});
  execute(session, content, command::SetBody{!stage.no_body});
  const std::vector<std::string> flows = carriers(content);
  for (const std::string& name : stage.solo) {
    if (find_structure(content, name) != nullptr) {
      if (session.solo_structure != name) execute(session, content, command::SoloStructure{name});
    } else if (std::find(flows.begin(), flows.end(), name) != flows.end()) {
      if (session.solo_carrier != name) execute(session, content, command::SoloCarrier{name});
    } else {
      return Error{sentence("neither_carrier_nor_structure", {{"name", printable(name)}}), "--solo",
                   near_and(nearest_name(name, flows, content), sentence("carriers_are", {{"words", listed(flows)}})), ExitCode::usage};
    }
  }
  const std::vector<std::string> known_lobes = lobes(content);
  for (const std::string& name : stage.hide) {
    if (name == "left" || name == "right") {
      execute(session, content, command::HideHemisphere{name == "left" ? 0 : 1});
    } else if (std::find(known_lobes.begin(), known_lobes.end(), name) != known_lobes.end()) {
      execute(session, content, command::SetLobeVisible{name, false});
    } else if (find_structure(content, name) != nullptr) {
      execute(session, content, command::SetStructureVisible{name, false});
    } else {
      return Error{sentence("neither_lobe_nor_structure", {{"name", printable(name)}}), "--hide",
                   near_and(nearest_name(name, known_lobes, content), sentence("lobes_are", {{"words", listed(known_lobes)}})), ExitCode::usage};
    }
  }
  if (stage.reduced_motion) execute(session, content, command::SetReducedMotion{true});
  execute(session, content, command::SetTheme{theme_named(stage.background)});
  if (stage.difference && !session.compare)
    return Error{sentence("only_one_side_no"), "--difference", sentence("add_compare"), ExitCode::usage};
  if (!stage.company.empty() && stage.change_weeks < 0)
    return Error{sentence("says_whose_company_not"), "--company", sentence("add_change_weeks"), ExitCode::usage};
  if (stage.change_weeks >= 0) {
    int company = session.change.environment;
    if (!stage.company.empty()) {
      const auto found = find_by_id(content.slow.environments, stage.company, sentence("kind_environment"),
                                    sentence("kinds_environments"));
      if (!found) return found.errors();
      company = place_of(content.slow.environments, *found);
      if (!(*found)->days.scenario.empty())
        return Error{sentence("measured_lived_days_change", {{"rest", (*found)->id}}), "--company",
                     sentence("choose_another_such_secure"), ExitCode::usage};
    }
    const double longest = longest_change_weeks(session, content);
    if (stage.change_weeks > longest)
      return Error{sentence("story_follow_change_weeks",
                            {{"longest", to_text(longest)}, {"change_weeks", to_text(stage.change_weeks)}}),
                   "--change-weeks", sentence("choose_shorter_time"), ExitCode::usage};
    execute(session, content, command::SetChange{true, company, stage.change_weeks, true});
  }
  if (stage.difference) execute(session, content, command::SetDifference{true});
  if (!session.message.empty()) return Error{session.message, "", "", ExitCode::bad_input};
  return Done{};
}

}  // namespace attune
