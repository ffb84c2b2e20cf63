// What is selected: its words, its state now, its connections and their sources. Nothing selected: the moment.
#include <algorithm>
#include <cmath>
#include <set>

#include "core/text.h"
#include "model/find_claims.h"
#include "session/reasons.h"
#include "ui/claim_card.h"
#include "ui/details_why.h"
#include "ui/panels.h"
#include "ui/terms.h"
#include "ui/ui_compat.h"

namespace attune {
namespace {

constexpr int kEssentialConnections = 6;
constexpr const char* kAtSources = "at_sources";

void block(const UiContext& ui, const std::string& title, const std::string& text) {
  if (text.empty()) return;
  section_label(ui, title);
  told_paragraph(ui, ui.fonts.body, ui.tokens.text, text);
  space(ui.m.gap_l);
}

// The claims of some topics, each once.
std::vector<std::size_t> claims_of(const UiContext& ui, const std::vector<std::string>& topics) {
  std::set<std::size_t> seen;
  std::vector<std::size_t> claims;
  for (const std::string& topic : topics)
    for (const std::size_t index : find_claims(ui.content, topic))
      if (seen.insert(index).second) claims.push_back(index);
  return claims;
}

void evidence(const UiContext& ui, const std::vector<std::size_t>& claims, Jump jump) {
  if (claims.empty()) block(ui, ui.tr("section_evidence"), ui.tr("no_evidence"));
  claim_cards(ui, claims, jump);
}

// "Sources (3)": goes down to them, and stays there until something else is done: what is counted meanwhile above them
// does not push them out of view.
Jump sources_line(const UiContext& ui, const std::vector<std::size_t>& claims) {
  const std::size_t count = count_sources(ui, claims);
  if (count == 0) return Jump::none;
  const std::string words = fill(ui.tr("sources_jump"), {{"n", std::to_string(count)}});
  const float icon = 20 * ui.m.scale;
  const glm::vec2 size{icon + ui.m.gap_s + measure(ui.fonts.small_bold, words).x, ui.m.row};
  const Press press = press_area(ui, "sources", size);
  name_control(ui, words);
  const Colour colour = press.hovered ? ui.tokens.accent_hover : ui.tokens.accent;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_icon(list, Icon::book, {press.min.x + icon / 2, press.centre().y}, icon, colour);
  draw_text(list, ui.fonts.small_bold,
            {press.min.x + icon + ui.m.gap_s, press.centre().y - ui.fonts.small_bold.size / 2}, colour, words);
  if (press.hovered) tooltip(ui, ui.tr("sources_jump_tip"));
  ImGuiStorage& storage = *ImGui::GetStateStorage();
  const ImGuiID there = ImGui::GetID(kAtSources);
  if (reads_on()) storage.SetBool(there, false);
  if (press.pressed) storage.SetBool(there, true);
  return press.pressed ? Jump::now : storage.GetBool(there) ? Jump::stays : Jump::none;
}

// How active a region is, 0-1: the same scale for every side. The mark is the side's usual, in colour what differs from it.
void draw_activity_bar(const UiContext& ui, ImDrawList& list, glm::vec2 min, glm::vec2 max, double usual, double now) {
  const auto x_of = [&](double activity) {
    return std::round(min.x + static_cast<float>(std::clamp(activity, 0.0, 1.0)) * (max.x - min.x));
  };
  const float corner = (max.y - min.y) / 2, from = x_of(std::min(usual, now)), to = x_of(std::max(usual, now));
  draw_control(ui, list, min, max, ui.tokens.control, corner);
  list.AddRectFilled(to_im(min), {from, max.y}, to_u32(ui.tokens.control_active), corner, ImDrawFlags_RoundCornersLeft);
  if (to - from >= 1)
    list.AddRectFilled({from, min.y}, {to, max.y}, to_u32(now < usual ? ui.tokens.quieter : ui.tokens.busier),
                       std::min(corner, to - from), now < usual ? ImDrawFlags_RoundCornersLeft : ImDrawFlags_RoundCornersRight);
  const float tick = 2 * ui.m.scale, mark = x_of(usual);
  list.AddRectFilled({mark - tick / 2, min.y - tick}, {mark + tick / 2, max.y + tick}, to_u32(ui.tokens.muted));
}

// How a side's run differs from the one before what a person changed.
void change_line(const UiContext& ui, int side, const std::string& column, float indent) {
  const std::string words = change_words(ui.session, ui.content, *ui.frame.text, ui.clock(), side, column);
  if (words.empty()) return;
  ImGui::Indent(indent);
  paragraph(ui, ui.fonts.small, ui.tokens.text, words);
  ImGui::Unindent(indent);
  space(ui.m.gap_s);
}

void state_now(UiContext& ui, const Region& region) {
  const Session& s = ui.session;
  const Tokens& t = ui.tokens;
  section_label_of_time(ui, ui.tr("section_now"));
  const std::string column = "region." + region.id;
  for (int side = 0; side < (s.compare ? 2 : 1); ++side) {
    const double value = value_now(s, side, column);
    if (!std::isfinite(value)) continue;
    const float width = ImGui::GetContentRegionAvail().x, badge = 22 * ui.m.scale, thick = 8 * ui.m.scale;
    const float indent = badge + ui.m.gap_s;
    const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos());
    ImDrawList& list = *ImGui::GetWindowDrawList();
    draw_side_badge(ui, list, at + glm::vec2(badge / 2), side, badge);
    const std::string words = activity_words(s, *ui.frame.text, side, region.id);
    const std::string who = ui.side_title(side);
    draw_text(list, ui.fonts.bold, {at.x + indent, at.y}, t.text, who);
    const std::string number = format("%.2f", value);
    draw_text(list, ui.fonts.small, {at.x + width - measure(ui.fonts.small, number).x, at.y + ui.m.scale}, t.faint,
              number);
    const float words_y = at.y + ui.fonts.bold.size;
    const float words_height = measure(ui.fonts.body, words, width - indent).y;
    draw_text(list, ui.fonts.body, {at.x + indent, words_y}, t.muted, words, width - indent);
    const float bar_y = words_y + words_height + ui.m.gap_s;
    draw_activity_bar(ui, list, {at.x + indent, bar_y}, {at.x + width, bar_y + thick},
                      usual_activity(s, side, region.id), value);
    ImGui::Dummy({width, bar_y + thick + ui.m.gap_s - at.y});
    change_line(ui, side, column, indent);
    ImGui::Dummy({width, ui.m.gap_s});
  }
  paragraph(ui, ui.fonts.small, t.faint, ui.tr("bar_scale"));
  space(ui.m.gap_m);
}

// A connection, from the part at its one end: it leads to its card, the name of the part at its other end to that part.
void connection_row(UiContext& ui, const Connection& connection, bool incoming) {
  const Tokens& t = ui.tokens;
  const std::string& other = incoming ? connection.from : connection.to;
  const std::string name = place_name(ui.content, other);
  const bool calms = connection.weight < 0;
  const std::string effect = calms ? ui.tr("calms") : ui.tr("excites");
  const float width = ImGui::GetContentRegionAvail().x, icon = 18 * ui.m.scale;
  const float text_x = ui.m.gap_m + icon + ui.m.gap_s, inner = width - text_x - ui.m.gap_m;
  // The route has the names of anatomy: for those who asked for them.
  const bool expert = ui.session.level == Level::expert;
  const std::string detail = connection.security.empty() && expert ? connection.tract : connection.security;
  const Structure* const part = structure_of_region(ui.content, other);
  const PartChip chip = part_chip(ui, part, inner * 0.5f);
  const float effect_width = inner - chip.width;
  const float name_height = measure(ui.fonts.bold, name, inner).y;
  const float effect_height = std::max(measure(ui.fonts.small, effect, effect_width).y, part != nullptr ? part_line(ui) : 0);
  const float detail_height = detail.empty() ? 0 : measure(ui.fonts.small, detail, inner).y;
  const std::string agreement = agreement_text(ui, connection.id);
  const float agreement_height = agreement.empty() ? 0 : measure(ui.fonts.small, agreement, inner).y;
  const float height = name_height + effect_height + detail_height + agreement_height + 2 * ui.m.gap_s;
  const glm::vec2 origin = to_glm(ImGui::GetCursorScreenPos());
  ImGui::PushID(connection.id.c_str());
  ImGui::PushID(incoming);
  const Press part_press = press_part(ui, chip, origin + glm::vec2(width - ui.m.gap_s, ui.m.gap_s + name_height + effect_height), effect_height);
  const Press press = press_area(ui, "connection", {width, height});
  name_control(ui, connection_title(*ui.frame.text, ui.content, connection));
  ImGui::PopID();
  ImGui::PopID();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_control(ui, list, press.min, press.max, press.hovered ? t.card_hover : t.card, ui.m.corner);
  const Colour colour = calms ? t.quieter : t.busier;
  draw_icon(list, incoming ? Icon::arrow_in : Icon::arrow_out,
            {press.min.x + ui.m.gap_m + icon / 2, press.min.y + ui.m.gap_s + ui.fonts.bold.size / 2}, icon, colour);
  glm::vec2 at(press.min.x + text_x, press.min.y + ui.m.gap_s);
  draw_text(list, ui.fonts.bold, at, t.text, name, inner);
  at.y += name_height;
  draw_text(list, ui.fonts.small, {at.x, at.y + (effect_height - measure(ui.fonts.small, effect, effect_width).y) / 2},
            readable_on(colour, t.card_hover, t.text_ratio), effect, effect_width);
  take_part(ui, chip, part_press);
  at.y += effect_height;
  draw_text(list, ui.fonts.small, at, t.muted, detail, inner);
  at.y += detail_height;
  draw_text(list, ui.fonts.small, at, t.faint, agreement, inner);
  if (press.hovered && expert) tooltip(ui, connection.tract);
  if (press.hovered && part != nullptr) ui.hovered_structure = part->id;
  if (press.pressed) ui.send(command::AskAbout{std::string(kOfConnection) + connection.id});
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
  if (const std::string note = agreement_note(ui, region.id); !note.empty() && incoming) {
    told_paragraph(ui, ui.fonts.small, ui.tokens.faint, note);
    space(ui.m.gap_xs);
  }
  if (std::any_of(found.begin(), found.end(), [&](const Connection* c) { return !agreement_text(ui, c->id).empty(); }))
    explain_runs(ui);
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
void heading(UiContext& ui, Colour colour, const std::string& name, const Command& back = command::Select{""}) {
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
  if (icon_button(ui, "deselect", Icon::close, ui.tr("deselect"))) ui.send(back);
  ImGui::SetCursorScreenPos({at.x, at.y + height});
  ImGui::Dummy({0, 0});
}

// A chemical's, the body's or a feeling's value on each side, now and at the start.
void value_rows(UiContext& ui, const std::string& column, const ColumnInfo& info) {
  const Session& s = ui.session;
  section_label_of_time(ui, ui.tr("section_now"));
  const PairCurve* shared = find_pair_curve(ui.content.pair, column);
  if (shared != nullptr && shared->both) {  // of neither side
    const std::string words = fill(ui.tr("value_now_and_start"),
                                   {{"value", value_text(value_of(s, ui.content, 0, column, s.playhead.t_s), info.unit)},
                                    {"start", value_text(value_of(s, ui.content, 0, column, 0), info.unit)}});
    paragraph(ui, ui.fonts.bold, ui.tokens.text, words);
    space(ui.m.gap_s);
    return;
  }
  for (int side = 0; side < (s.compare ? 2 : 1); ++side) {
    const double value = value_of(s, ui.content, side, column, s.playhead.t_s);
    if (!std::isfinite(value)) continue;
    const double start = value_of(s, ui.content, side, column, 0);
    const float width = ImGui::GetContentRegionAvail().x, badge = 22 * ui.m.scale, indent = badge + ui.m.gap_s;
    const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos());
    ImDrawList& list = *ImGui::GetWindowDrawList();
    draw_side_badge(ui, list, at + glm::vec2(badge / 2), side, badge);
    const std::string number = value_words(ui, value, info);
    const float number_width = measure(ui.fonts.bold, number).x;
    draw_text(list, ui.fonts.bold, {at.x + indent, at.y}, ui.tokens.text,
              elide(ui.fonts.bold, ui.side_title(side), width - indent - number_width - ui.m.gap_s));
    draw_text(list, ui.fonts.bold, {at.x + width - number_width, at.y}, ui.tokens.text, number);
    draw_text(list, ui.fonts.small, {at.x + indent, at.y + ui.fonts.bold.size}, ui.tokens.muted,
              fill(ui.tr("value_at_start"), {{"value", value_words(ui, start, info)}}));
    ImGui::Dummy({width, ui.fonts.bold.size + ui.fonts.small.size + ui.m.gap_s});
    change_line(ui, side, column, indent);
  }
  space(ui.m.gap_s);
}

// What is known about a variable that is no region.
std::vector<std::string> topics_of(const UiContext& ui, const std::string& column, const ColumnInfo& info) {
  const std::string id = column.substr(column.find('.') + 1);
  const bool learned = info.kind == ColumnKind::learned || info.kind == ColumnKind::early ||
                       info.kind == ColumnKind::care || info.kind == ColumnKind::pattern;
  std::vector<std::string> topics;
  if (const PairCurve* curve = find_pair_curve(ui.content.pair, column)) {
    topics = {"equation:" + curve->equation};
  } else if (learned) {
    for (const char* kind : {"slow_trait:", "slow_signal:", "slow_derived:", "slow_readout:", "style:"})
      topics.push_back(kind + id);
    if (info.kind == ColumnKind::early) topics = {"equation:early_template"};
  } else {
    for (const char* kind : {"chemical:", "half_life:", "effect:", "state:", "readout:", "derived:", "gate:"})
      topics.push_back(kind + id);
  }
  return topics;
}

// What moves here can be tried out: a trait or an event weaker or stronger.
void change_button(const UiContext& ui, float width) {
  const bool moment = current_story(ui.session, ui.content).scenario != nullptr;
  const std::string whole = ui.tr("bench_title");
  const bool has_room = measure(ui.fonts.bold, whole).x + 2 * ui.m.gap_m <= width;
  if (button(ui, "about_bench", has_room ? whole : ui.tr("bench_word"), ButtonLook::filled, width))
    ui.send(command::SetBench{true, moment ? Bench::story : Bench::side_a});
}

// A connection: what it does, how sure that is, in how many runs, the parts at its ends, and what is known about it.
void draw_connection(UiContext& ui, const Connection& connection) {
  const Tokens& t = ui.tokens;
  const bool calms = connection.weight < 0;
  const Colour colour = calms ? t.quieter : t.busier;
  heading(ui, colour, connection_title(*ui.frame.text, ui.content, connection), command::AskAbout{""});
  const std::string topic = std::string(kOfConnection) + connection.id;
  const std::vector<std::size_t> claims = claims_of(ui, {topic});
  const Jump to_sources = sources_line(ui, claims);
  paragraph(ui, ui.fonts.bold, readable_on(colour, t.panel, t.text_ratio),
            fill(ui.tr(calms ? "connection_calms" : "connection_excites"), {{"target", target_in_sentence(ui, connection)}}));
  space(ui.m.gap_xs);
  told_paragraph(ui, ui.fonts.body, t.text, at_level(connection.plain, connection.deeper, ui.session.level));
  if (ui.session.level != Level::plain) told_paragraph(ui, ui.fonts.small, t.muted, connection.security);
  if (ui.session.level == Level::expert) told_paragraph(ui, ui.fonts.small, t.muted, connection.tract);
  space(ui.m.gap_s);
  const std::string grade = name_of(grade_of(ui.content, topic));
  const glm::vec2 size = pill_size(ui, grade_word(ui, grade)), at = to_glm(ImGui::GetCursorScreenPos());
  pill(ui, *ImGui::GetWindowDrawList(), at, grade_word(ui, grade), grade_colour(t, grade));
  ImGui::Dummy(to_im(size));
  told_paragraph(ui, ui.fonts.small, t.muted, grade_meaning(ui, grade));
  if (const std::string agreement = agreement_text(ui, connection.id); !agreement.empty()) {
    space(ui.m.gap_s);
    told_paragraph(ui, ui.fonts.small, t.muted, agreement);
    explain_runs(ui);
  }
  space(ui.m.gap_m);
  for (const std::string& end : {connection.from, connection.to})
    if (const Structure* structure = structure_of_region(ui.content, end)) {
      if (button(ui, ("go_" + structure->id).c_str(), fill(ui.tr("claim_go_to"), {{"name", structure->name}}), ButtonLook::filled,
                 ImGui::GetContentRegionAvail().x))
        ui.send(command::Select{structure->id});
      space(ui.m.gap_xs);
    }
  space(ui.m.gap_m);
  evidence(ui, claims, to_sources);
}

// A variable that is no region: what it is, its values, its reasons and what is known about it. has_foot: the button for
// changing something stands below.
void draw_asked(UiContext& ui, bool scroll, bool has_foot) {
  if (const Connection* connection = asked_connection(ui.session, ui.content)) return draw_connection(ui, *connection);
  const std::string& column = ui.session.asked;
  const std::string id = column.substr(column.find('.') + 1);
  const ColumnInfo info = describe_column(ui.content, column);
  heading(ui, info.colour, info.name, command::AskAbout{""});
  const std::vector<std::size_t> claims = claims_of(ui, topics_of(ui, column, info));
  const Jump to_sources = sources_line(ui, claims);
  std::string words;
  if (const Chemical* chemical = find_chemical(ui.content, id)) {
    words = at_level(chemical->plain, chemical->deeper, ui.session.level);
  } else {
    for (const State& state : ui.content.circuit.states)
      if (state.id == id) words = state.meaning;
    for (const LearningSignal& signal : ui.content.slow.signals)
      if (column == "signal." + signal.id) words = signal.meaning;
    if (const PairCurve* curve = find_pair_curve(ui.content.pair, column)) words = curve->meaning;
    for (const Style& style : ui.content.styles)
      if (column == "label." + style.id) words = at_level(style.plain, style.deeper, ui.session.level);
  }
  if (!words.empty() && words[0] >= 'a' && words[0] <= 'z') words[0] = static_cast<char>(words[0] - 'a' + 'A');
  told_paragraph(ui, ui.fonts.body, ui.tokens.text, words);
  space(ui.m.gap_m);
  value_rows(ui, column, info);
  if (scroll && !ui.session.why_by_key) ImGui::SetScrollY(0);  // its name first; W goes on to the reasons
  draw_reasons(ui, column, scroll && ui.session.why_by_key);
  if (!has_foot) {
    change_button(ui, ImGui::GetContentRegionAvail().x);
    space(ui.m.gap_s);
  }
  if (info.kind != ColumnKind::other) {
    const auto& plotted = ui.session.plotted;
    const bool on = std::find(plotted.begin(), plotted.end(), column) != plotted.end();
    if (button(ui, "plot", on ? ui.tr("unplot") : ui.tr("plot"), ButtonLook::filled, ImGui::GetContentRegionAvail().x))
      ui.send(command::SetPlotted{column, !on});
    space(ui.m.gap_l);
  }
  evidence(ui, claims, to_sources);
}

void draw_selected(UiContext& ui, bool scroll, bool has_foot) {
  const Tokens& t = ui.tokens;
  const std::string& id = ui.session.selected;
  const Structure* structure = find_structure(ui.content, id);
  if (structure == nullptr) {  // a user's own mesh without a description
    heading(ui, t.muted, id);
    paragraph(ui, ui.fonts.body, t.muted, ui.tr("no_description"));
    return;
  }
  heading(ui, to_colour(structure->colour), full_name(*structure));
  const Region* region = structure->region.empty() ? nullptr : find_region(ui.content, structure->region);
  if (region != nullptr && !region->plain.empty()) told_paragraph(ui, ui.fonts.bold, t.accent, region->plain);
  std::vector<std::size_t> claims;
  Jump to_sources = Jump::none;
  if (region != nullptr) {
    std::vector<std::string> topics{"structure:" + structure->id, "region:" + region->id};
    for (const Connection& connection : ui.content.circuit.connections)
      if (connection.from == region->id || connection.to == region->id) topics.push_back("connection:" + connection.id);
    claims = claims_of(ui, topics);
    to_sources = sources_line(ui, claims);
  }
  space(ui.m.gap_xs);
  const std::string& words = describe(*structure, ui.content.circuit, ui.session.level);
  told_paragraph(ui, ui.fonts.body, t.text, words.empty() && region != nullptr ? at_level(region->role, region->deeper, ui.session.level) : words);
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
  if (ui.session.show_why) draw_reasons(ui, "region." + region->id, scroll);
  if (!has_foot) {
    change_button(ui, ImGui::GetContentRegionAvail().x);
    space(ui.m.gap_l);
  }
  connections(ui, *region, true);
  connections(ui, *region, false);
  evidence(ui, claims, to_sources);
}

void draw_about_moment(UiContext& ui) {
  const AnyScenario story = current_story(ui.session, ui.content);
  const ScenarioText& scenario = story.text();
  paragraph(ui, ui.fonts.small_bold, ui.tokens.accent, ui.tr("about_moment"));
  paragraph(ui, ui.fonts.heading, ui.tokens.text, scenario.title);
  const std::vector<std::size_t> claims =
      claims_of(ui, {"arm:" + scenario.id + "/" + current_arm(ui.session, ui.content).id, "scenario:" + scenario.id,
                     "change:" + scenario.id});
  const Jump to_sources = sources_line(ui, claims);
  space(ui.m.gap_xs);
  told_paragraph(ui, ui.fonts.body, ui.tokens.text, at_level(scenario.story, scenario.deeper_story, ui.session.level));
  space(ui.m.gap_m);
  change_button(ui, ImGui::GetContentRegionAvail().x);
  space(ui.m.gap_l);
  if (ui.session.own_story != nullptr && !ui.session.own_story->own) block(ui, ui.tr("bench_changed"), ui.tr("bench_changed_note"));
  block(ui, ui.tr("section_teach"), at_level(scenario.teach, scenario.deeper_teach, ui.session.level));
  block(ui, ui.tr("section_change"), at_level(scenario.change, scenario.deeper_change, ui.session.level));
  block(ui, ui.tr("section_caveat"), scenario.caveat);
  if (!scenario.leaves_out.empty()) {
    section_label(ui, ui.tr("section_leaves_out"));
    dotted_lines(ui, scenario.leaves_out);
    space(ui.m.gap_m);
  }
  evidence(ui, claims, to_sources);
  paragraph(ui, ui.fonts.small, ui.tokens.faint, ui.tr("teaching_model"));
}

// A claim on its own, and where on the stage it belongs.
void draw_claim(UiContext& ui) {
  const std::vector<Claim>& claims = ui.content.claim_book.claims;
  const auto claim = std::find_if(claims.begin(), claims.end(), [&](const Claim& c) { return c.id == ui.session.claim; });
  if (claim == claims.end()) return;
  heading(ui, ui.tokens.accent, claim->theme, command::ShowClaim{""});
  space(ui.m.gap_s);
  claim_cards(ui, {static_cast<std::size_t>(claim - claims.begin())});
  for (const std::string& topic : claim->about)
    if (constexpr std::string_view kArrow = "connection:";
        topic.starts_with(kArrow) && !agreement_text(ui, topic.substr(kArrow.size())).empty())
      explain_runs(ui);
  std::set<std::string> offered;
  for (const std::string& topic : claim->about) {
    const std::string kind = topic.substr(0, topic.find(':')), id = topic.substr(topic.find(':') + 1);
    const Structure* structure = kind == "structure" ? find_structure(ui.content, id)
                                 : kind == "region"  ? structure_of_region(ui.content, id)
                                 : kind == "connection" ? structure_of_region(ui.content, id.substr(id.find('>') + 1))
                                                        : nullptr;
    if (structure == nullptr || !offered.insert(structure->id).second) continue;
    space(ui.m.gap_xs);
    if (button(ui, ("go_" + structure->id).c_str(), fill(ui.tr("claim_go_to"), {{"name", structure->name}}), ButtonLook::filled,
               ImGui::GetContentRegionAvail().x))
      ui.send(command::Select{structure->id});
  }
  space(ui.m.gap_l);
  section_label(ui, ui.tr("section_grades"));
  for (const char* grade : {"strong", "moderate", "contested", "assumed"}) {
    told_paragraph(ui, ui.fonts.small, ui.tokens.muted, grade_meaning(ui, grade));
    space(ui.m.gap_xs);
  }
}

// What the details showed, or would show again.
std::string name_of_view(const UiContext& ui, const DetailsView& view) {
  if (const Claim* claim = item_of(ui.content.claim_book.claims, view.claim)) return claim->theme;
  if (const Connection* connection = asked_connection(view.asked, ui.content)) return connection_title(*ui.frame.text, ui.content, *connection);
  if (!view.asked.empty()) return describe_column(ui.content, view.asked).name;
  if (const Structure* structure = find_structure(ui.content, view.selected)) return structure->name;
  return view.selected.empty() ? current_scenario(ui.session, ui.content).title : view.selected;
}

// Back and forward through what the details showed, once there is something to go back to.
bool has_steps(const UiContext& ui) { return !ui.session.details_past.empty() || !ui.session.details_future.empty(); }

void step_button(const UiContext& ui, const char* id, int direction, bool worded) {
  const bool back = direction < 0;
  const std::vector<DetailsView>& views = back ? ui.session.details_past : ui.session.details_future;
  const Icon icon = back ? Icon::chevron_left : Icon::chevron_right;
  const std::string word = worded ? ui.tr("details_back") : "";
  if (views.empty()) return idle_button(ui, id, icon, word, ui.tr(back ? "details_back_none" : "details_forward_none"));
  const std::string tip = fill(ui.tr(back ? "details_back_to" : "details_forward_to"), {{"name", name_of_view(ui, views.back())}});
  if (worded ? word_button(ui, id, icon, word, tip, false, true) : icon_button(ui, id, icon, tip)) ui.send(command::StepDetails{direction});
}

// Both, from the cursor on; how wide they are.
float step_buttons(const UiContext& ui, bool worded) {
  const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos());
  const float first = (worded ? word_button_width(ui, ui.tr("details_back")) : ui.m.control) + ui.m.gap_xs;
  step_button(ui, "details_back", -1, worded);
  ImGui::SetCursorScreenPos({at.x + first, at.y});
  step_button(ui, "details_forward", 1, false);
  ImGui::SetCursorScreenPos(to_im(at));
  return first + ui.m.control;
}

void step_row(const UiContext& ui) {
  step_buttons(ui, true);
  ImGui::Dummy({0, ui.m.control});
  space(ui.m.gap_xs);
}

// Even where it was left at its sources.
void begin_at_top() {
  ImGui::SetScrollY(0);
  ImGui::GetStateStorage()->SetBool(ImGui::GetID(kAtSources), false);
}

// Over the edge of what is read, where no heading in view says it.
void say_held(const UiContext& ui) {
  if (ui.held_words.empty() || ui.held_said) return;
  const UiFont& font = ui.fonts.small_bold;
  const glm::vec2 pad(ui.m.gap_s, ui.m.gap_xs), size = measure(font, ui.held_words) + 2.0f * pad;
  const glm::vec2 corner = to_glm(ImGui::GetWindowPos()) + glm::vec2(ImGui::GetWindowSize().x - ImGui::GetStyle().ScrollbarSize - size.x, 0);
  ImDrawList& list = *ImGui::GetForegroundDrawList();
  draw_control(ui, list, corner, corner + size, ui.tokens.control_active, ui.m.corner);
  draw_text(list, font, corner + pad, ui.tokens.text, ui.held_words);
}

void draw_panel_of_details(UiContext& ui) {
  begin_panel(ui, "right", ui.layout.right);
  const Session& s = ui.session;
  // Scrolls to the reasons once for every time they were asked for, and to the top for every structure that is chosen.
  ImGuiStorage& storage = *ImGui::GetStateStorage();
  const auto is_new = [&](const char* what, int value) {
    const ImGuiID key = ImGui::GetID(what);
    const bool differs = storage.GetInt(key, 0) != value;
    storage.SetInt(key, value);
    return differs;
  };
  const bool scroll = is_new("why_asked", s.why_asked);
  const bool other = is_new("selected", static_cast<int>(ImHashStr(s.selected.c_str()))), again = is_new("chosen", s.chosen);
  const bool other_asked = is_new("asked", static_cast<int>(ImHashStr(s.asked.c_str()))), walked = is_new("walked", s.walked);
  const bool other_connection = other_asked && asked_connection(s, ui.content) != nullptr;
  // A scroll position of its own for all that can be shown, for the way back from a claim or another variable.
  const std::string id = "scroll_" + (!s.claim.empty()   ? "claim_" + s.claim
                                      : !s.asked.empty()      ? s.asked
                                      : s.selected.empty() ? format("moment_%d", s.scenario)
                                                           : s.selected);
  // Below the reasons, however long they are: what moves here can be changed. Where there is hardly any height, among them.
  const float foot = ui.m.control + ui.m.gap_s;
  // Back and forward stay in view: above what is read or, in a low window, beside that button.
  const bool steps_above = has_steps(ui) && ImGui::GetContentRegionAvail().y > 6 * foot;
  if (steps_above) step_row(ui);
  const bool has_foot = s.claim.empty() && !shown_column(s, ui.content).empty() && ImGui::GetContentRegionAvail().y > 3 * foot;
  begin_scroll(id.c_str(), has_foot ? foot : 0);
  if (!walked && ((!s.selected.empty() && (other || again)) || other_connection)) begin_at_top();
  const bool steps_beside = has_steps(ui) && !steps_above && has_foot;
  if (has_steps(ui) && !steps_above && !steps_beside) step_row(ui);
  if (!s.claim.empty()) {
    draw_claim(ui);
  } else if (!s.asked.empty()) {
    draw_asked(ui, scroll, has_foot);
  } else if (s.selected.empty()) {
    draw_about_moment(ui);
  } else {
    draw_selected(ui, scroll, has_foot);
  }
  say_held(ui);
  end_scroll(ui);
  if (has_foot) {
    space(ui.m.gap_s);
    const float width = ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ScrollbarSize;
    const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos());
    const float steps = steps_beside ? step_buttons(ui, false) + ui.m.gap_s : 0;
    ImGui::SetCursorScreenPos({at.x + steps, at.y});
    change_button(ui, width - steps);
  }
  end_panel();
}

}  // namespace

void draw_details(UiContext& ui) {
  if (!is_why_held(ui.session)) return draw_panel_of_details(ui);
  const Session then = at_held_time(ui.session);
  UiContext held{then, ui.content, ui.frame, ui.fonts, ui.tokens, ui.m, ui.layout, ui.commands, ui.terms, ""};
  held.controls = ui.controls;
  held.held_words = fill(ui.tr("held_at"), {{"time", moment_text(then.why_held_s, duration_s(then, ui.content), ui.clock())}});
  draw_panel_of_details(held);
  if (!held.hovered_structure.empty()) ui.hovered_structure = held.hovered_structure;
  ui.pointer_over_ui = ui.pointer_over_ui || held.pointer_over_ui;
  ui.why_in_view = held.why_in_view;
  ui.why_held_s = held.why_held_s;
}

}  // namespace attune
