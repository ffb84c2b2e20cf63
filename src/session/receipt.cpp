#include "session/receipt.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <set>

#include "core/hash.h"
#include "core/text.h"
#include "model/find.h"
#include "model/find_claims.h"
#include "session/looks.h"
#include "session/own_brain.h"
#include "session/pace.h"
#include "session/run_sides.h"

namespace attune {

namespace {

template <class Item>
std::vector<std::string> ids_of(const std::vector<Item>& items) {
  std::vector<std::string> ids;
  for (const Item& item : items) ids.push_back(item.id);
  return ids;
}

int story_index(const Content& content, const std::string& id) {
  for (std::size_t i = 0; i < story_count(content); ++i)
    if (story_at(content, i).text().id == id) return static_cast<int>(i);
  return -1;
}

int arm_index(const AnyScenario& story, const std::string& id) {
  for (std::size_t i = 0; i < story.arm_count(); ++i)
    if (story.arm(i).id == id) return static_cast<int>(i);
  return -1;
}

std::vector<std::string> claims_about(const Session& session, const Content& content) {
  std::set<std::size_t> found;
  const auto add = [&](const std::string& topic) {
    for (const std::size_t claim : find_claims(content, topic)) found.insert(claim);
  };
  const std::string scenario = current_scenario(session, content).id;
  add("scenario:" + scenario);
  add("change:" + scenario);
  for (int side = 0; side < (session.compare ? 2 : 1); ++side) {
    add("arm:" + scenario + "/" + current_arm(session, content, side).id);
    add("style:" + content.styles[static_cast<std::size_t>(session.style[static_cast<std::size_t>(side)])].id);
  }
  if (session.change.on) {
    const auto company = static_cast<std::size_t>(session.change.environment);
    if (company < content.slow.environments.size()) add("environment:" + content.slow.environments[company].id);
  }
  for (const Region& region : content.circuit.regions) add("region:" + region.id);
  if (session.show_flow)
    for (const Connection& connection : content.circuit.connections)
      if (carrier_shown(session, carrier_of(content, connection.transmitter))) add("connection:" + connection.id);
  std::vector<std::string> ids;
  for (const std::size_t claim : found) ids.push_back(content.claim_book.claims[claim].id);
  return ids;
}

Camera camera_of(const Receipt& r) {
  Camera camera = home_camera();
  if (!(r.distance_mm > 0) || !(r.field_of_view > 0)) return camera;  // not known
  camera.target_mm = {static_cast<float>(r.target_x_mm), static_cast<float>(r.target_y_mm), static_cast<float>(r.target_z_mm)};
  camera.azimuth = static_cast<float>(r.azimuth);
  camera.elevation = static_cast<float>(r.elevation);
  camera.roll = static_cast<float>(r.roll);
  camera.distance_mm = static_cast<float>(r.distance_mm);
  camera.field_of_view = static_cast<float>(r.field_of_view);
  return camera;
}

bool same_view(const Camera& a, const Camera& b) {
  return a.target_mm == b.target_mm && a.azimuth == b.azimuth && a.elevation == b.elevation && a.roll == b.roll && a.distance_mm == b.distance_mm;
}

std::string view_name(const Session& session) {
  if (session.hidden_hemisphere < 0 && same_view(session.camera, home_camera())) return "home";
  for (const ViewPreset& preset : view_presets())
    if (preset.hide_hemisphere == session.hidden_hemisphere && same_view(session.camera, camera_for_view(preset))) return preset.id;
  return "";
}

std::vector<std::string> brain_structures(const Content& content) {
  std::vector<std::string> ids = ids_of(content.structures);
  for (const BrainPart& part : content.brain.parts) ids.push_back(part.structure);
  return ids;
}

}  // namespace

std::string fingerprint_of_numbers(const Session& session) {
  std::uint64_t sum = 0;
  const auto add = [&](const Trace* trace) {
    if (trace == nullptr) return;
    for (const double value : trace->values) sum = mix_bits(sum ^ std::bit_cast<std::uint64_t>(value));
  };
  add(session.trace[0].get());
  add(session.trace[1].get());
  return format("%016llx", static_cast<unsigned long long>(sum));
}

Receipt make_receipt(const Session& session, const Content& content, std::string_view program) {
  Receipt r;
  r.program = program;
  r.scenario = current_scenario(session, content).id;
  r.own_scenario = session.own_story != nullptr || session.own_scenario == session.scenario;
  r.traits = session.traits[0];
  if (session.compare && !session.change.on) r.compare_traits = session.traits[1];
  r.arm = current_arm(session, content).id;
  r.style = current_style(session, content, 0).id;
  r.compare = session.compare;
  if (session.compare)
    r.compare_style = content.styles[static_cast<std::size_t>(session.style[1])].id;
  if (session.compare && session.other_arm >= 0) r.compare_arm = current_arm(session, content, 1).id;
  r.difference = session.difference;
  if (session.change.on) {
    r.company = content.slow.environments[static_cast<std::size_t>(session.change.environment)].id;
    r.change_weeks = session.change.weeks;
    r.change_compared = session.change.compared;
    r.change_swapped = session.change.swapped;
  }
  r.time_s = session.playhead.t_s;
  r.numbers = fingerprint_of_numbers(session);
  if (session.own != nullptr) r.model = fingerprint(*session.own);

  r.view = view_name(session);
  r.target_x_mm = static_cast<double>(session.camera.target_mm.x);
  r.target_y_mm = static_cast<double>(session.camera.target_mm.y);
  r.target_z_mm = static_cast<double>(session.camera.target_mm.z);
  r.azimuth = static_cast<double>(session.camera.azimuth);
  r.elevation = static_cast<double>(session.camera.elevation);
  r.roll = static_cast<double>(session.camera.roll);
  r.distance_mm = static_cast<double>(session.camera.distance_mm);
  r.field_of_view = static_cast<double>(session.camera.field_of_view);
  r.hidden_hemisphere = session.hidden_hemisphere;

  r.glass = static_cast<double>(session.glass);
  r.colour = session.colour_mode == ColourMode::structure ? "structure" : "activity";
  r.level = name_of(session.level);
  r.labels = session.show_labels;
  r.flow = session.show_flow;
  r.legend = session.show_legend;
  r.body = session.show_body;
  r.people_only = session.people_only;
  r.reduced_motion = session.reduced_motion;
  if (const double speed = played_speed(session, content); speed != default_speed(duration_s(session, content))) r.speed = speed;
  r.hidden_structures = {session.hidden.begin(), session.hidden.end()};
  r.hidden_lobes = {session.hidden_lobes.begin(), session.hidden_lobes.end()};
  r.slowed_carriers = {session.slowed_carriers.begin(), session.slowed_carriers.end()};
  r.solo_structure = session.solo_structure;
  r.solo_carrier = session.solo_carrier;
  r.hidden_carriers = {session.hidden_carriers.begin(), session.hidden_carriers.end()};
  r.selected = session.selected;
  r.also_selected = {session.also_selected.begin(), session.also_selected.end()};
  r.pointed_at = session.hovered;
  r.calm = session.calm;

  r.claims = claims_about(session, content);
  r.credits = content.brain.copyright;
  return r;
}

void add_window(Receipt& r, const Session& session) {
  r.window = true;
  r.theme = theme_name(session.theme);
  r.left_width = static_cast<double>(session.panel_sizes.left);
  r.right_width = static_cast<double>(session.panel_sizes.right);
  r.plots_height = static_cast<double>(session.panel_sizes.plots);
  r.ui_scale = static_cast<double>(session.ui_scale);
  r.interface = session.show_interface;
  r.why_asked = session.why_asked > 0;
  r.help = session.show_help;
  r.left = session.show_left;
  r.right = session.show_right;
  r.plots = session.show_plots;
  r.library = session.show_library;
  r.why = session.show_why;
  r.search = session.show_search;
  r.pages = session.show_pages;
  r.bands = session.show_bands;
  r.grounded = session.grounded;
  r.blank = session.blank;
  r.mapping = session.show_mapping;
  r.bench = session.show_bench;
  r.editor = session.show_editor;
  r.bench_face = static_cast<int>(session.bench);
  r.front_panel = static_cast<int>(session.front_panel);
  r.change_front = static_cast<int>(session.change.front);
  r.left_tab = static_cast<int>(session.left_tab);
  r.asked = session.asked;
  r.search_text = session.search;
  if (session.show_library) r.library_text = session.library_search;
  r.page = session.page;
  r.breath_s = session.breath_s;
  r.plot_from_s = session.plot_from_s;
  r.plot_to_s = session.plot_to_s;
  r.loop_from_s = session.loop_from_s;
  r.loop_to_s = session.loop_to_s;
  r.plotted = session.plotted;
  for (const std::string& column : session.plotted)
    if (session.hidden_curves.count(column) > 0) r.hidden_curves.push_back(column);
}

std::string style_slug(const Session& session, const Content& content, int side) {
  const bool changed = !session.traits[session.change.on ? 0 : static_cast<std::size_t>(side)].empty();
  return current_style(session, content, side).id + (changed ? "_changed" : "");
}

std::string curve_head(const Session& session, const Content& content, int side) {
  std::string head = std::string(side == 0 ? "A " : "B ") + style_slug(session, content, side);
  if (session.change.on && side == 1)
    head += " +" + to_text(session.change.weeks) + "w " +
            content.slow.environments[static_cast<std::size_t>(session.change.environment)].id;
  return head + " " + current_scenario(session, content).id + "/" + current_arm(session, content, side).id;
}

std::string receipt_title(const Session& session, const Content& content) {
  std::string title = current_scenario(session, content).title + ": " + side_name(session, content, 0).name;
  if (session.compare) title += " and " + side_name(session, content, 1).name;
  return title + ", " + moment_text(session.playhead.t_s, duration_s(session, content), {});
}

Result<std::vector<Sentence>> check_receipt(const Receipt& r, const Session& session, const Content& content,
                                               std::string_view program) {
  std::vector<Error> errors;
  std::vector<Sentence> notes;
  const auto refuse = [&](const Sentence& kind, const std::string& id, const std::vector<std::string>& known) {
    const std::string near = nearest_word(id, known);
    errors.push_back({sentence("receipt_names", {{"kind", kind}, {"id", printable(id, 60)}}), "",
                      near.empty() ? sentence("open_with_maker") : sentence("nearest_or_maker", {{"word", near}}),
                      ExitCode::bad_input});
  };
  const int story_number = story_index(content, r.scenario);
  if (story_number < 0 && r.own_scenario) {
    errors.push_back({sentence("shows_own_scenario", {{"scenario", printable(r.scenario, 60)}}), "",
                      sentence("give_scenario"), ExitCode::bad_input});
  } else if (story_number < 0) {
    std::vector<std::string> known;
    for (std::size_t i = 0; i < story_count(content); ++i) known.push_back(story_at(content, i).text().id);
    refuse(sentence("kind_scenario"), r.scenario, known);
  } else {
    const AnyScenario story = story_at(content, static_cast<std::size_t>(story_number));
    std::vector<std::string> arms;
    for (std::size_t i = 0; i < story.arm_count(); ++i) arms.push_back(story.arm(i).id);
    for (const std::string& arm : {r.arm, r.compare_arm})
      if (!arm.empty() && arm_index(story, arm) < 0) refuse(sentence("kind_version"), arm, arms);
  }
  for (const std::string& style : {r.style, r.compare_style})
    if (!style.empty() && index_of(content.styles, style) < 0) refuse(sentence("kind_pattern"), style, ids_of(content.styles));
  const std::vector<std::string> known_traits = ids_of(content.circuit.traits);
  for (const auto* list : {&r.traits, &r.compare_traits})
    for (const auto& [id, value] : *list)
      if (!holds(known_traits, id)) refuse(sentence("kind_trait"), id, known_traits);
  if (!r.company.empty() && index_of(content.slow.environments, r.company) < 0)
    refuse(sentence("kind_company"), r.company, ids_of(content.slow.environments));
  const std::string open = session.own == nullptr ? std::string() : fingerprint(*session.own);
  if (r.model != open) {
    if (open.empty())
      errors.push_back({sentence("shows_own_brain"), "", sentence("give_brain"),
                        ExitCode::bad_input});
    else
      notes.push_back(r.model.empty() ? sentence("shows_shipped_brain")
                                      : sentence("other_brain"));
  }
  if (!errors.empty()) return errors;
  const std::vector<std::string> structures = brain_structures(content), flows = carriers(content);
  std::vector<std::string> passed_over;
  for (const auto* list : {&r.hidden_structures, &r.also_selected})
    for (const std::string& id : *list)
      if (!holds(structures, id)) passed_over.push_back(printable(id, 60));
  for (const std::string& id : {r.solo_structure, r.selected, r.pointed_at})
    if (!id.empty() && !holds(structures, id)) passed_over.push_back(printable(id, 60));
  for (const auto* list : {&r.hidden_carriers, &r.slowed_carriers})
    for (const std::string& id : *list)
      if (!holds(flows, id)) passed_over.push_back(printable(id, 60));
  if (!r.solo_carrier.empty() && !holds(flows, r.solo_carrier)) passed_over.push_back(printable(r.solo_carrier, 60));
  if (passed_over.size() > 5) passed_over.resize(5);
  if (!passed_over.empty()) notes.push_back(sentence("passed_over", {{"names", listed(passed_over)}}));
  if (r.program != program)
    notes.push_back(sentence("other_attune", {{"version", r.program.empty() ? sentence("unknown_attune") : printable(r.program, 20)},
                                              {"program", std::string(program)}}));
  return notes;
}

namespace {
Panel panel_of(int number) { return static_cast<Panel>(std::clamp(number, 0, static_cast<int>(Panel::plots))); }
}  // namespace

Result<ShownReceipt> show_receipt(const Session& session, const Content& content, const Receipt& r, std::string_view program) {
  Result<std::vector<Sentence>> notes = check_receipt(r, session, content, program);
  if (!notes) return notes.errors();
  ShownReceipt shown{session, std::move(*notes)};
  Session& s = shown.session;
  s.message.clear();
  const auto run = [&](const Command& command) { execute(s, content, command); };
  const int story_number = story_index(content, r.scenario);
  const AnyScenario story = story_at(content, static_cast<std::size_t>(story_number));
  run(command::SetChange{false, s.change.environment, s.change.weeks});
  run(command::SelectScenario{story_number});
  run(command::SetDifference{false});
  if (!r.arm.empty()) run(command::SelectArm{arm_index(story, r.arm)});
  run(command::ResetChanges{Bench::story, true});
  run(command::SetStyle{0, index_of(content.styles, r.style)});
  if (!r.compare_style.empty()) run(command::SetStyle{1, index_of(content.styles, r.compare_style)});
  for (const auto& [id, value] : r.traits) run(command::SetTrait{0, id, value});
  for (const auto& [id, value] : r.compare_traits) run(command::SetTrait{1, id, value});
  if (story.pair == nullptr) run(command::SetCompare{r.compare && (r.company.empty() || r.change_compared)});
  if (r.compare && !r.compare_arm.empty()) run(command::SelectArm{arm_index(story, r.compare_arm), 1});
  if (!r.company.empty()) run(command::SetChange{true, index_of(content.slow.environments, r.company), r.change_weeks, true});
  s.change.swapped = s.change.on && r.change_swapped;
  if (r.difference) run(command::SetDifference{true});
  if (const double end = duration_s(s, content); !(r.time_s >= 0 && r.time_s <= end + 1e-3))
    shown.notes.push_back(sentence("moment_outside", {{"end", to_text(end)}, {"at_s", to_text(r.time_s)}}));
  run(command::Seek{r.time_s});
  if (!s.message.empty()) {
    const auto stopped = [](const auto& trace) { return trace && !trace->left_range.empty(); };
    if (std::none_of(s.trace.begin(), s.trace.end(), stopped)) return Error{s.message, "", "", ExitCode::bad_input};
    s.message.clear();
  }
  if (!r.numbers.empty() && r.numbers != fingerprint_of_numbers(s))
    shown.notes.push_back(sentence("other_numbers"));

  s.camera = camera_of(r);
  s.camera_move = {};
  s.hidden_hemisphere = r.hidden_hemisphere;
  s.glass = static_cast<float>(std::clamp(r.glass, 0.0, 1.0));
  s.colour_mode = r.colour == "structure" ? ColourMode::structure : ColourMode::activity;
  s.level = level_named(r.level);
  s.show_labels = r.labels;
  s.show_flow = r.flow;
  s.show_legend = r.legend;
  s.show_body = r.body;
  s.people_only = r.people_only;
  s.reduced_motion = r.reduced_motion;
  s.playhead.speed = r.speed > 0 ? r.speed : default_speed(duration_s(s, content));
  const std::vector<std::string> structures = brain_structures(content), flows = carriers(content);
  const auto kept = [](const std::vector<std::string>& words, const std::vector<std::string>& known) {
    std::set<std::string> found;
    for (const std::string& word : words)
      if (holds(known, word)) found.insert(word);
    return found;
  };
  const bool knows_hidden = r.distance_mm > 0;  // receipts without a view say nothing about this either
  if (knows_hidden) s.hidden = kept(r.hidden_structures, structures);
  s.hidden_lobes = kept(r.hidden_lobes, lobes(content));
  s.hidden_carriers = kept(r.hidden_carriers, flows);
  s.slowed_carriers = kept(r.slowed_carriers, flows);
  s.solo_structure = holds(structures, r.solo_structure) ? r.solo_structure : "";
  s.solo_carrier = holds(flows, r.solo_carrier) ? r.solo_carrier : "";
  s.selected = holds(structures, r.selected) ? r.selected : "";
  s.also_selected = kept(r.also_selected, structures);
  s.hovered = holds(structures, r.pointed_at) ? r.pointed_at : "";
  s.calm = std::clamp(r.calm, 0.0, 1.0);
  s.playhead.playing = false;
  s.frozen = s.plays_after = false;
  s.theme = theme_named(r.window ? r.theme : r.background);
  s.show_welcome = false;
  s.grounded = s.blank = s.show_help = s.show_search = s.show_pages = s.show_library = s.show_mapping = s.show_bench = s.show_editor = s.show_story_files = false;
  s.question = Question::none;
  s.page_runs.reset();
  if (!r.window) return shown;

  s.ui_scale = static_cast<float>(std::clamp(r.ui_scale, 1.0, 3.0));
  run(command::SetPanelSize{Panel::left, static_cast<float>(r.left_width)});
  run(command::SetPanelSize{Panel::right, static_cast<float>(r.right_width)});
  run(command::SetPanelSize{Panel::plots, static_cast<float>(r.plots_height)});
  s.show_interface = r.interface;
  s.why_asked = r.why_asked ? 1 : 0;
  s.show_help = r.help;
  s.show_left = r.left;
  s.show_right = r.right;
  s.show_plots = r.plots;
  s.show_library = r.library;
  s.library_search = r.library ? r.library_text : "";
  s.show_why = r.why;
  s.show_mapping = r.mapping && s.own != nullptr;
  s.show_bench = r.bench && !s.show_mapping;
  s.show_editor = r.editor && current_story(s, content).scenario != nullptr;
  s.bench = static_cast<Bench>(std::clamp(r.bench_face, 0, static_cast<int>(Bench::story)));
  s.front_panel = panel_of(r.front_panel);
  s.change.front = s.change.on ? panel_of(r.change_front) : Panel::none;
  s.left_tab = static_cast<LeftTab>(std::clamp(r.left_tab, 0, static_cast<int>(LeftTab::chemicals)));
  s.plotted.clear();
  for (const std::string& column : r.plotted)
    if (find_column(*s.trace[0], column) >= 0 && s.plotted.size() < kMaxPlotted) s.plotted.push_back(column);
  s.hidden_curves.clear();
  for (const std::string& column : r.hidden_curves)
    if (holds(s.plotted, column)) s.hidden_curves.insert(column);
  s.asked = can_be_asked(s, content, r.asked) || has_reasons(s, content, r.asked) ? r.asked : "";
  s.plot_from_s = s.plot_to_s = 0;
  if (r.plot_to_s > r.plot_from_s && r.plot_to_s <= duration_s(s, content)) s.plot_from_s = r.plot_from_s, s.plot_to_s = r.plot_to_s;
  s.loop_from_s = s.loop_to_s = 0;
  if (r.loop_to_s > r.loop_from_s && r.loop_to_s <= duration_s(s, content)) s.loop_from_s = r.loop_from_s, s.loop_to_s = r.loop_to_s;
  run(command::SetBands{r.bands});
  if (r.search) run(command::SetSearch{true, r.search_text});
  if (r.pages) run(command::SetPages{true, r.page});
  s.grounded = r.grounded;
  s.breath_s = r.breath_s;
  s.blank = r.blank;
  s.message.clear();
  return shown;
}

}  // namespace attune
