// What is selected: its words, its state now, its connections and their sources. Nothing selected: the moment.
#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "core/text.h"
#include "model/find_claims.h"
#include "session/transcript.h"
#include "sim/pair.h"
#include "ui/claim_card.h"
#include "ui/panels.h"

namespace attune {
namespace {

constexpr int kEssentialConnections = 6;

void block(const UiContext& ui, const std::string& title, const std::string& text) {
  if (text.empty()) return;
  section_label(ui, title);
  paragraph(ui, ui.fonts.body, ui.tokens.text, text);
  space(ui.m.gap_l);
}

// The claims of some topics, each once.
void evidence(const UiContext& ui, const std::vector<std::string>& topics) {
  std::set<std::size_t> seen;
  std::vector<std::size_t> claims;
  for (const std::string& topic : topics)
    for (const std::size_t index : find_claims(ui.content, topic))
      if (seen.insert(index).second) claims.push_back(index);
  claim_cards(ui, claims);
}

const Structure* structure_of_region(const Content& content, const std::string& region) {
  for (const Structure& structure : content.structures)
    if (structure.region == region) return &structure;
  return nullptr;
}

std::string place_name(const Content& content, const std::string& id) {
  if (const Structure* structure = structure_of_region(content, id)) return structure->name;
  if (const Region* region = find_region(content, id)) return region->name;
  for (const Gauge& gauge : content.circuit.gauges)
    if (gauge.id == id) return gauge.name;
  return id;
}

// The event that holds, for "since"; nullptr before the first.
const Caption* last_event(const UiContext& ui) {
  const Caption* last = nullptr;
  for (const Caption& caption : current_arm(ui.session, ui.content).captions)
    if (caption.begin_s < ui.session.playhead.t_s && (last == nullptr || caption.begin_s > last->begin_s)) last = &caption;
  return last;
}

// What moved a region since the last event began, from the model's own terms; nothing when little did.
std::optional<Why> reasons(const UiContext& ui, int side, const std::string& region) {
  const Session& s = ui.session;
  const auto& trace = s.trace[static_cast<std::size_t>(side)];
  // Between two weeks of a life everything that was learned has moved: the moment's own terms do not say why.
  if (ui.frame.why == nullptr || !trace || current_kind(s, ui.content) == ScenarioKind::years) return std::nullopt;
  const Caption* event = last_event(ui);
  const double before = event == nullptr ? 0 : std::max(0.0, event->begin_s - trace->sample_s);
  // Two people: the other's calm and arousal are terms too.
  const bool two = current_kind(s, ui.content) == ScenarioKind::two_people;
  const Result<Circuit> both = two ? pair_circuit(ui.content.circuit) : Result<Circuit>(Error{});
  auto why = explain(both ? *both : ui.content.circuit, *trace, region, before, s.playhead.t_s);
  constexpr double kWorthSaying = 0.01;
  if (!why || std::abs(why->after - why->before) < kWorthSaying) return std::nullopt;
  return std::move(*why);
}

// One reason as a row: up or down, its clause, how much of the largest. Pressing it goes to its source.
void reason_row(UiContext& ui, const WhyTerm& term, double largest, std::size_t index) {
  const Tokens& t = ui.tokens;
  std::string clause = why_clause(term, ui.content, *ui.frame.why, std::max(Level::student, ui.session.level));
  if (!clause.empty() && clause[0] >= 'a' && clause[0] <= 'z') clause[0] = static_cast<char>(clause[0] - 'a' + 'A');
  const bool raised = term.effect > 0;
  const float width = ImGui::GetContentRegionAvail().x, icon = 16 * ui.m.scale, pad = ui.m.gap_s, thick = 6 * ui.m.scale;
  const float inner = width - icon - 3 * pad;
  const float words_height = measure(ui.fonts.small, clause, inner).y;
  ImGui::PushID(static_cast<int>(index));
  const Press press = press_area(ui, "reason", {width, words_height + thick + 2.5f * ui.m.gap_xs + ui.m.gap_xs});
  ImGui::PopID();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_box(list, press.min, press.max, press.hovered ? t.card_hover : t.card, ui.m.corner);
  const Colour colour = raised ? t.busier : t.quieter;
  draw_icon(list, raised ? Icon::chevron_up : Icon::chevron_down, {press.min.x + pad + icon / 2, press.centre().y}, icon, colour);
  const glm::vec2 at(press.min.x + icon + 2 * pad, press.min.y + ui.m.gap_xs);
  draw_text(list, ui.fonts.small, at, t.text, clause, inner);
  const float share = largest > 0 ? static_cast<float>(std::abs(term.effect) / largest) : 0;
  const float y = at.y + words_height + ui.m.gap_xs;
  draw_box(list, {at.x, y}, {at.x + inner, y + thick}, t.control_active, thick / 2);
  draw_box(list, {at.x, y}, {at.x + inner * share, y + thick}, colour, thick / 2);
  if (const Structure* structure = structure_of_region(ui.content, term.source)) {
    if (press.hovered) ui.hovered_structure = structure->id;
    if (press.pressed) ui.send(command::Select{structure->id});
  } else if (find_chemical(ui.content, term.source) != nullptr && press.pressed) {
    ui.send(command::SetPlotted{"chem." + term.source, true});
  }
  space(ui.m.gap_xs);
}

void why_section(UiContext& ui, const Region& region) {
  constexpr std::size_t kMostReasons = 4;
  const Session& s = ui.session;
  if (!s.show_why || ui.frame.why == nullptr) return;
  // Scrolls here once for every time it was asked for.
  ImGuiStorage& storage = *ImGui::GetStateStorage();
  const ImGuiID asked = ImGui::GetID("why_asked");
  if (storage.GetInt(asked, 0) != s.why_asked) ImGui::SetScrollHereY(0);
  storage.SetInt(asked, s.why_asked);
  section_label(ui, ui.tr("section_why"));
  if (current_kind(s, ui.content) == ScenarioKind::years) {
    paragraph(ui, ui.fonts.small, ui.tokens.muted, ui.tr("why_years"));
    space(ui.m.gap_m);
    return;
  }
  if (const Caption* event = last_event(ui))
    paragraph(ui, ui.fonts.small, ui.tokens.muted, fill(ui.tr("why_since"), {{"event", event->event}}));
  for (int side = 0; side < (s.compare ? 2 : 1); ++side) {
    if (!s.trace[static_cast<std::size_t>(side)]) continue;
    const std::string who = side_name(s, ui.content, side).name;
    if (s.compare) {
      const float badge = 22 * ui.m.scale;
      const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos());
      draw_side_badge(ui, *ImGui::GetWindowDrawList(), at + glm::vec2(badge / 2), side, badge);
      draw_text(*ImGui::GetWindowDrawList(), ui.fonts.bold, {at.x + badge + ui.m.gap_s, at.y}, ui.tokens.text, who);
      ImGui::Dummy({1, badge + ui.m.gap_xs});
    }
    const std::optional<Why> why = reasons(ui, side, region.id);
    if (!why) {
      paragraph(ui, ui.fonts.small, ui.tokens.muted, ui.tr("why_nothing"));
      space(ui.m.gap_s);
      continue;
    }
    paragraph(ui, ui.fonts.body, ui.tokens.text, why_sentence(*why, ui.content, *ui.frame.why, std::max(Level::student, ui.session.level)));
    space(ui.m.gap_xs);
    ImGui::PushID(side);
    const double largest = why->terms.empty() ? 0 : std::abs(why->terms.front().effect);
    for (std::size_t i = 0; i < why->terms.size() && i < kMostReasons; ++i) reason_row(ui, why->terms[i], largest, i);
    ImGui::PopID();
    space(ui.m.gap_s);
  }
  space(ui.m.gap_s);
}

void state_now(const UiContext& ui, const Region& region) {
  const Session& s = ui.session;
  const Tokens& t = ui.tokens;
  section_label(ui, ui.tr("section_now"));
  const std::string column = "region." + region.id;
  for (int side = 0; side < (s.compare ? 2 : 1); ++side) {
    const double value = value_now(s, side, column);
    if (!std::isfinite(value)) continue;
    const double share = activity_share(s, side, region.id);
    const float width = ImGui::GetContentRegionAvail().x, badge = 22 * ui.m.scale, thick = 8 * ui.m.scale;
    const float indent = badge + ui.m.gap_s;
    const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos());
    ImDrawList& list = *ImGui::GetWindowDrawList();
    draw_side_badge(ui, list, at + glm::vec2(badge / 2), side, badge);
    const std::string words = ui.tr(share_words(share));
    const std::string who = side_name(s, ui.content, side).name;
    draw_text(list, ui.fonts.bold, {at.x + indent, at.y}, t.text, who);
    const std::string number = format("%.2f", value);
    draw_text(list, ui.fonts.small, {at.x + width - measure(ui.fonts.small, number).x, at.y + ui.m.scale}, t.faint,
              number);
    const float words_y = at.y + ui.fonts.bold.size;
    const float words_height = measure(ui.fonts.body, words, width - indent).y;
    draw_text(list, ui.fonts.body, {at.x + indent, words_y}, t.muted, words, width - indent);
    const float bar_y = words_y + words_height + ui.m.gap_s;
    draw_share_bar(ui, list, {at.x + indent, bar_y}, {at.x + width, bar_y + thick}, share);
    ImGui::Dummy({width, bar_y + thick + ui.m.gap_s - at.y});
    ImGui::Dummy({width, ui.m.gap_s});
  }
}

void connection_row(UiContext& ui, const Connection& connection, bool incoming) {
  const Tokens& t = ui.tokens;
  const std::string& other = incoming ? connection.from : connection.to;
  const std::string name = place_name(ui.content, other);
  const bool calms = connection.weight < 0;
  const std::string effect = calms ? ui.tr("calms") : ui.tr("excites");
  const float width = ImGui::GetContentRegionAvail().x, icon = 18 * ui.m.scale;
  const float text_x = ui.m.gap_m + icon + ui.m.gap_s, inner = width - text_x - ui.m.gap_m;
  const std::string detail = connection.security.empty() ? connection.tract : connection.security;
  const float name_height = measure(ui.fonts.bold, name, inner).y;
  const float effect_height = measure(ui.fonts.small, effect, inner).y;
  const float detail_height = detail.empty() ? 0 : measure(ui.fonts.small, detail, inner).y;
  const float height = name_height + effect_height + detail_height + 2 * ui.m.gap_s;
  ImGui::PushID(connection.id.c_str());
  const Press press = press_area(ui, incoming ? "in" : "out", {width, height});
  ImGui::PopID();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_box(list, press.min, press.max, press.hovered ? t.card_hover : t.card, ui.m.corner);
  const Colour colour = calms ? t.quieter : t.busier;
  draw_icon(list, incoming ? Icon::arrow_in : Icon::arrow_out,
            {press.min.x + ui.m.gap_m + icon / 2, press.min.y + ui.m.gap_s + ui.fonts.bold.size / 2}, icon, colour);
  glm::vec2 at(press.min.x + text_x, press.min.y + ui.m.gap_s);
  draw_text(list, ui.fonts.bold, at, t.text, name, inner);
  at.y += name_height;
  draw_text(list, ui.fonts.small, at, readable_on(colour, t.card_hover, 4.5), effect, inner);
  at.y += effect_height;
  draw_text(list, ui.fonts.small, at, t.muted, detail, inner);
  if (press.hovered) tooltip(ui, connection.tract);
  if (const Structure* structure = structure_of_region(ui.content, other)) {
    if (press.hovered) ui.hovered_structure = structure->id;
    if (press.pressed) ui.send(command::Select{structure->id});
  }
  space(ui.m.gap_xs);
}

void connections(UiContext& ui, const Region& region, bool incoming) {
  std::vector<const Connection*> found;
  for (const Connection& connection : ui.content.circuit.connections)
    if ((incoming ? connection.to : connection.from) == region.id) found.push_back(&connection);
  if (found.empty()) return;
  std::stable_sort(found.begin(), found.end(),
                   [](const Connection* a, const Connection* b) { return std::abs(a->weight) > std::abs(b->weight); });
  section_label(ui, incoming ? ui.tr("section_listens") : ui.tr("section_talks"));
  for (std::size_t i = 0; i < found.size() && i < kEssentialConnections; ++i) connection_row(ui, *found[i], incoming);
  if (found.size() > kEssentialConnections) {
    std::vector<std::string> rest;
    for (std::size_t i = kEssentialConnections; i < found.size(); ++i)
      rest.push_back(place_name(ui.content, incoming ? found[i]->from : found[i]->to));
    space(ui.m.gap_xs);
    paragraph(ui, ui.fonts.small, ui.tokens.muted, fill(ui.tr("more_weaker"), {{"names", join_words(rest)}}));
  }
  space(ui.m.gap_l);
}

// The heading of a selection, with a way out.
void heading(UiContext& ui, Colour colour, const std::string& name) {
  const float width = ImGui::GetContentRegionAvail().x, dot = 8 * ui.m.scale, close = ui.m.control;
  const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos());
  const float text_x = 2 * dot + ui.m.gap_s, inner = width - text_x - close;
  const float height = std::max(close, measure(ui.fonts.heading, name, inner).y);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float text_height = measure(ui.fonts.heading, name, inner).y;
  const float y = at.y + (height - text_height) / 2;
  list.AddCircleFilled({at.x + dot, y + ui.fonts.heading.size / 2}, dot,
                       to_u32(readable_on(colour, ui.tokens.panel, 3)), 32);
  draw_text(list, ui.fonts.heading, {at.x + text_x, y}, ui.tokens.text, name, inner);
  ImGui::SetCursorScreenPos({at.x + width - close, at.y});
  if (icon_button(ui, "deselect", Icon::close, ui.tr("deselect"))) ui.send(command::Select{""});
  ImGui::SetCursorScreenPos({at.x, at.y + height});
  ImGui::Dummy({0, 0});
}

void draw_selected(UiContext& ui) {
  const Tokens& t = ui.tokens;
  const std::string& id = ui.session.selected;
  const Structure* structure = find_structure(ui.content, id);
  if (structure == nullptr) {  // a user's own mesh without a description
    heading(ui, t.muted, id);
    paragraph(ui, ui.fonts.body, t.muted, ui.tr("no_description"));
    return;
  }
  heading(ui, to_colour(structure->colour), structure->name);
  const Region* region = structure->region.empty() ? nullptr : find_region(ui.content, structure->region);
  if (region != nullptr && !region->plain.empty()) paragraph(ui, ui.fonts.bold, t.accent, region->plain);
  space(ui.m.gap_xs);
  const std::string& words = describe(*structure, ui.content.circuit, ui.session.level);
  paragraph(ui, ui.fonts.body, t.text, words.empty() && region != nullptr ? at_level(region->role, region->deeper, ui.session.level) : words);
  space(ui.m.gap_m);
  const float half = (ImGui::GetContentRegionAvail().x - ui.m.gap_s) / 2;
  const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos());
  if (button(ui, "frame", ui.tr("go_close"), ButtonLook::filled, half)) ui.send(command::FrameStructure{id});
  if (region != nullptr) {
    const std::string column = "region." + region->id;
    const bool plotted =
        std::find(ui.session.plotted.begin(), ui.session.plotted.end(), column) != ui.session.plotted.end();
    ImGui::SetCursorScreenPos({at.x + half + ui.m.gap_s, at.y});
    if (button(ui, "plot", plotted ? ui.tr("unplot") : ui.tr("plot"), ButtonLook::filled, half))
      ui.send(command::SetPlotted{column, !plotted});
  }
  space(ui.m.gap_l);
  if (region == nullptr) {
    paragraph(ui, ui.fonts.small, t.muted, ui.tr("no_activity"));
    return;
  }
  state_now(ui, *region);
  why_section(ui, *region);
  connections(ui, *region, true);
  connections(ui, *region, false);
  std::vector<std::string> topics{"structure:" + structure->id, "region:" + region->id};
  for (const Connection& connection : ui.content.circuit.connections)
    if (connection.from == region->id || connection.to == region->id) topics.push_back("connection:" + connection.id);
  evidence(ui, topics);
}

void draw_about_moment(UiContext& ui) {
  const AnyScenario story = current_story(ui.session, ui.content);
  const ScenarioText& scenario = story.text();
  paragraph(ui, ui.fonts.small_bold, ui.tokens.accent, ui.tr("about_moment"));
  paragraph(ui, ui.fonts.heading, ui.tokens.text, scenario.title);
  space(ui.m.gap_s);
  paragraph(ui, ui.fonts.body, ui.tokens.text,
            at_level(scenario.story, scenario.deeper_story, ui.session.level));
  space(ui.m.gap_l);
  block(ui, ui.tr("section_teach"), at_level(scenario.teach, scenario.deeper_teach, ui.session.level));
  block(ui, ui.tr("section_change"), at_level(scenario.change, scenario.deeper_change, ui.session.level));
  block(ui, ui.tr("section_caveat"), scenario.caveat);
  if (!scenario.leaves_out.empty()) {
    section_label(ui, ui.tr("section_leaves_out"));
    for (const std::string& line : scenario.leaves_out) {
      const float indent = ui.m.gap_l;
      const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos());
      ImGui::GetWindowDrawList()->AddCircleFilled({at.x + 4 * ui.m.scale, at.y + ui.fonts.small.size / 2},
                                                  2.5f * ui.m.scale, to_u32(ui.tokens.muted), 12);
      ImGui::Indent(indent);
      paragraph(ui, ui.fonts.small, ui.tokens.muted, line);
      ImGui::Unindent(indent);
      space(ui.m.gap_xs);
    }
    space(ui.m.gap_m);
  }
  evidence(ui, {"arm:" + scenario.id + "/" + current_arm(ui.session, ui.content).id, "scenario:" + scenario.id,
                "change:" + scenario.id});
  paragraph(ui, ui.fonts.small, ui.tokens.faint, ui.tr("teaching_model"));
}

}  // namespace

void draw_details(UiContext& ui) {
  begin_panel(ui, "right", ui.layout.right);
  // A scroll position of its own for every selection.
  const std::string id =
      "scroll_" + (ui.session.selected.empty() ? format("moment_%d", ui.session.scenario) : ui.session.selected);
  begin_scroll(id.c_str());
  if (ui.session.selected.empty()) {
    draw_about_moment(ui);
  } else {
    draw_selected(ui);
  }
  end_scroll(ui);
  end_panel();
}

}  // namespace attune
