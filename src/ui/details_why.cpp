#include "ui/details_why.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "core/text.h"
#include "model/find.h"
#include "model/find_claims.h"
#include "session/over_story.h"
#include "session/why_words.h"
#include "ui/terms.h"
#include "ui/ui_compat.h"

namespace attune {
namespace {

// The claim that a reason stands on: that of its connection, of what its source does, or of the variable's own
// equation.
const Claim* claim_of(const Content& content, const std::string& variable, const WhyTerm& term) {
  std::vector<std::string> topics;
  const auto group_of = [](const std::string& id) {
    return id.find('.') == std::string::npos ? "" : id.substr(0, id.find('.'));
  };
  const std::string group = group_of(variable), source_group = group_of(term.source);
  const std::string id = variable.substr(group.empty() ? 0 : group.size() + 1);
  if (!term.topic.empty()) {
    topics = {term.topic};
  } else if (!term.connection.empty()) {
    topics = {"connection:" + term.connection};
  } else if (!group.empty()) {  // what is learned over weeks and years
    const std::string source = term.source.substr(source_group.empty() ? 0 : source_group.size() + 1);
    if (source_group == "environment") topics = {"environment:" + source};
    if (source_group == "template" || group == "template") topics = {"equation:early_template"};
    if (source_group == "signal") topics = {"slow_signal:" + source};
    if (source_group == "slow") topics = {"slow_derived:" + source, "slow_readout:" + source};
    if (term.source == "homes") topics = {"scenario:generations"};
    for (const char* kind : {"slow_trait:", "slow_derived:", "slow_readout:", "slow_signal:"})
      topics.push_back(kind + id);
    topics.insert(topics.end(), {"equation:slow_targets", "equation:slow_change"});
  } else if (find_region(content, variable) != nullptr) {
    topics = {"effect:" + term.source, "drive:" + term.source, "derived:" + term.source, "input:" + term.source};
  } else {
    for (const char* kind : {"chemical:", "state:", "derived:", "readout:", "gate:"}) topics.push_back(kind + variable);
  }
  for (const std::string& topic : topics)
    if (const std::vector<std::size_t> found = find_claims(content, topic); !found.empty())
      return &content.claim_book.claims[found.front()];
  return nullptr;
}

// Where pressing a reason leads: to the structure of a region, to the reasons of anything else that has some.
std::optional<Command> way_to_source(const UiContext& ui, int side, const std::string& source) {
  if (const Structure* structure = structure_of_region(ui.content, source)) return command::Select{structure->id};
  if (source.starts_with("pair.")) {
    const std::string column = pair_source_column(source);
    return column.empty() ? std::nullopt : std::optional<Command>(command::AskAbout{column});
  }
  const Trace* trace = ui.session.trace[static_cast<std::size_t>(side)].get();
  if (trace == nullptr) return std::nullopt;
  // What is learned is named with its group already.
  const int index = source.find('.') == std::string::npos ? find_quantity(*trace, source) : find_column(*trace, source);
  if (index < 0) return std::nullopt;
  const std::string& column = trace->columns[static_cast<std::size_t>(index)];
  return has_reasons(ui.session, ui.content, column) ? std::optional<Command>(command::AskAbout{column}) : std::nullopt;
}

const Connection* connection_named(const Content& content, std::string_view id) {
  if (constexpr std::string_view kOf = kOfEpisodes; id.starts_with(kOf)) id.remove_prefix(kOf.size());
  return item_of(content.circuit.connections, std::string(id));
}

// Where the words of a reason lead: to the card of the connection that it names, else to its source, else to what is known.
std::optional<Command> way_of(const UiContext& ui, int side, const WhyTerm& term, const Connection* path, const Claim* claim) {
  if (path != nullptr) return command::AskAbout{std::string(kOfConnection) + path->id};
  if (std::optional<Command> way = way_to_source(ui, side, term.source)) return way;
  return claim == nullptr ? std::nullopt : std::optional<Command>(command::ShowClaim{claim->id});
}

// "Go to its biggest rise: 4:10", and what it did then. Returns true when pressed.
bool way_to_most(const UiContext& ui, int side, const MostChanged& most) {
  const Session& s = ui.session;
  const std::string words = fill(ui.tr(most.why.after >= most.why.before ? "why_most_rise" : "why_most_fall"),
                                 {{"time", moment_text(most.t_s, duration_s(s, ui.content), ui.clock())}});
  const std::string then = why_sentence(most.why, ui.content, *ui.frame.why, s.level);
  const float width = ImGui::GetContentRegionAvail().x, inner = width - 2 * ui.m.gap_m;
  const float words_height = measure(ui.fonts.small_bold, words, inner).y;
  const float height = words_height + measure(ui.fonts.small, then, inner).y;
  ImGui::PushID(side);
  const Press press = press_area(ui, "most_changed", {width, std::max(ui.m.control, height + 2 * ui.m.gap_s)});
  ImGui::PopID();
  name_control(ui, words);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_control(ui, list, press.min, press.max, press.hovered ? ui.tokens.control_hover : ui.tokens.control,
               ui.m.corner);
  const glm::vec2 at(press.min.x + ui.m.gap_m, press.centre().y - height / 2);
  draw_text(list, ui.fonts.small_bold, at, ui.tokens.text, words, inner);
  draw_text(list, ui.fonts.small, at + glm::vec2(0, words_height), ui.tokens.muted, then, inner);
  if (press.pressed) ui.send(command::Seek{most.t_s});
  return press.pressed;
}

// One reason as a row: up or down, its clause, in how many runs, how much of the largest, how sure. Pressing it opens what
// it says (way_of()); beside how much of it there is, the part that a connection comes from has a way of its own.
void reason_row(UiContext& ui, int side, const std::string& variable, const WhyTerm& term, double largest,
                std::size_t index, const std::string& agreement) {
  const Tokens& t = ui.tokens;
  std::string clause = why_clause(term, ui.content, *ui.frame.why, ui.session.level);
  if (!clause.empty() && clause[0] >= 'a' && clause[0] <= 'z') clause[0] = static_cast<char>(clause[0] - 'a' + 'A');
  const Claim* claim = claim_of(ui.content, variable, term);
  const std::string grade = claim == nullptr ? "assumed" : name_of(claim->grade);
  const std::string in_full = why_in_full(term, variable, ui.content, *ui.frame.why, ui.session.level);
  const bool raised = term.effect > 0;
  const float width = ImGui::GetContentRegionAvail().x, icon = 16 * ui.m.scale, pad = ui.m.gap_s,
              thick = 6 * ui.m.scale;
  const float inner = width - icon - 3 * pad;
  const float words_height = measure(ui.fonts.small_bold, clause, inner).y;
  const float full_height = in_full.empty() ? 0 : measure(ui.fonts.small, in_full, inner).y;
  const float agreement_height = agreement.empty() ? 0 : measure(ui.fonts.small, agreement, inner).y;
  const glm::vec2 grade_size = pill_size(ui, grade_word(ui, grade));
  const Connection* const path = connection_named(ui.content, term.connection);
  const Structure* const part = structure_of_region(ui.content, term.source);
  const PartChip chip = part_chip(ui, path != nullptr ? part : nullptr, inner * 0.4f);
  // Its words lead to what it says, its grade to the evidence, the part's name to the part.
  const float line = std::max(grade_size.y + ui.m.gap_xs, part_line(ui));
  ImGui::PushID(static_cast<int>(index));
  // These targets are as high as any other: they reach up into the words, so they are asked first.
  const float words_block = words_height + full_height + agreement_height + 2 * ui.m.gap_xs, reach = std::max(line, ui.m.control);
  const glm::vec2 origin = to_glm(ImGui::GetCursorScreenPos());
  Press grade_press;
  if (claim != nullptr) {
    ImGui::SetCursorScreenPos({origin.x + width - pad - grade_size.x, origin.y + words_block + line - reach});
    grade_press = press_grade(ui, {grade_size.x, reach}, grade);
    grade_press.min.y = grade_press.max.y - line;  // where it is drawn
    ImGui::SetCursorScreenPos(to_im(origin));
  }
  const Press part_press = press_part(ui, chip, {origin.x + width - pad - grade_size.x - ui.m.gap_s, origin.y + words_block + line}, line);
  const Press press = press_area(ui, "reason", {width, words_block + line});
  name_control(ui, clause);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const glm::vec2 end = press.max;
  draw_control(ui, list, press.min, end, press.hovered ? t.card_hover : t.card, ui.m.corner);
  const Colour colour = raised ? t.busier : t.quieter;
  draw_icon(list, raised ? Icon::chevron_up : Icon::chevron_down,
            {press.min.x + pad + icon / 2, (press.min.y + end.y) / 2}, icon, colour);
  glm::vec2 at(press.min.x + icon + 2 * pad, press.min.y + ui.m.gap_xs);
  draw_text(list, ui.fonts.small_bold, at, t.text, clause, inner);
  at.y += words_height;
  draw_text(list, ui.fonts.small, at, t.muted, in_full, inner);
  at.y += full_height;
  draw_text(list, ui.fonts.small, at, t.muted, agreement, inner);
  at.y = end.y - line;
  const float bar = inner - grade_size.x - ui.m.gap_s - (chip.part != nullptr ? chip.width + ui.m.gap_s : 0), middle = at.y + line / 2;
  const float share = largest > 0 ? static_cast<float>(std::abs(term.effect) / largest) : 0;
  draw_box(list, {at.x, middle - thick / 2}, {at.x + bar, middle + thick / 2}, t.control_active, thick / 2);
  draw_box(list, {at.x, middle - thick / 2}, {at.x + bar * share, middle + thick / 2}, colour, thick / 2);
  if (press.hovered && claim != nullptr) tooltip(ui, claim->sentence);
  const glm::vec2 grade_at{at.x + inner - grade_size.x, at.y};
  take_part(ui, chip, part_press);
  if (claim != nullptr) {
    take_grade(ui, grade_press, *claim, grade, false);
  } else {
    pill(ui, list, {grade_at.x, middle - grade_size.y / 2}, grade_word(ui, grade), grade_colour(t, grade));
  }
  ImGui::PopID();
  ImGui::SetCursorScreenPos({press.min.x, end.y});
  ImGui::Dummy({width, 0});
  if (part != nullptr && press.hovered) ui.hovered_structure = part->id;
  if (press.pressed)
    if (std::optional<Command> way = way_of(ui, side, term, path, claim)) ui.send(std::move(*way));
  space(ui.m.gap_xs);
}

const DirectionAgreement* counted(const Session& session, int side, const std::string& connection) {
  const AgreementBook* book = session.agreement[static_cast<std::size_t>(side)].get();
  const auto found = book == nullptr ? AgreementBook::const_iterator{} : book->find(connection);
  return book == nullptr || found == book->end() || found->second.runs == 0 ? nullptr : &found->second;
}

// So little (of activity, 0-1, on average over the story; assumed) that its direction says nothing.
bool is_hardly_any(const DirectionAgreement& entry) {
  constexpr double kHardly = 0.002;
  return std::abs(entry.effect) < kHardly;
}

// The words for a direction. A path that does the opposite of its own effect does so by way of other parts: that is
// said.
const char* agreement_key(const Connection& connection, const DirectionAgreement& entry, bool both) {
  const bool calms = connection.weight < 0;
  return is_hardly_any(entry)  ? "agree_hardly"
         : entry.direction > 0 ? (both    ? (calms ? "agree_both_raise_yet" : "agree_both_raise")
                            : calms ? "agree_raises_yet"
                                    : "agree_raises")
                         : (both    ? (calms ? "agree_both_lower" : "agree_both_lower_yet")
                            : calms ? "agree_lowers"
                                    : "agree_lowers_yet");
}

std::string agreement_words(const UiContext& ui, const std::string& key, const Connection& connection,
                            const std::string& n, const std::string& b, std::uint32_t runs) {
  return fill(ui.tr(key.c_str()), {{"target", target_in_sentence(ui, connection)}, {"n", n}, {"a", n}, {"b", b}, {"runs", std::to_string(runs)}});
}

// The reasons that are shown: those that moved it the way it went, which the sentence names, and those against it.
struct Groups {
  std::vector<const WhyTerm*> with, against;
};

Groups group_reasons(const Why& why, Level level) {
  const std::size_t most_with = level == Level::expert ? 4 : 3, most_against = 2;
  Groups groups;
  for (const WhyTerm& term : why.terms) {
    const bool helps = (term.effect > 0) == (why.after >= why.before);
    std::vector<const WhyTerm*>& group = helps ? groups.with : groups.against;
    if (group.size() < (helps ? most_with : most_against)) group.push_back(&term);
  }
  return groups;
}

// In how many runs the paths of a side's reasons do over the whole story what they do there: once for those that calm or
// excite as they are called, on its own card for one that does something else, by term.
struct SaidOfPaths {
  std::string together;
  std::map<const WhyTerm*, std::string> alone;
};

SaidOfPaths say_of_paths(const UiContext& ui, int side, const Groups& groups, const std::string& counted_in) {
  SaidOfPaths said;
  std::map<const WhyTerm*, std::string> as_called;
  std::uint32_t least = kAgreementRuns, runs = kAgreementRuns;
  for (const std::vector<const WhyTerm*>* group : {&groups.with, &groups.against})
    for (const WhyTerm* term : *group) {
      const Connection* const path = connection_named(ui.content, term->connection);
      const DirectionAgreement* const entry = path == nullptr ? nullptr : counted(ui.session, side, counted_in + path->id);
      if (entry == nullptr) continue;
      const std::string words =
          agreement_words(ui, agreement_key(*path, *entry, false), *path, std::to_string(entry->agree), "", entry->runs);
      if (is_hardly_any(*entry) || entry->direction != (path->weight < 0 ? -1 : 1)) {
        said.alone[term] = words;
        continue;
      }
      as_called[term] = words;
      least = std::min(least, entry->agree);
      runs = entry->runs;
    }
  if (as_called.size() < 2) {
    said.alone.merge(as_called);
    return said;
  }
  said.together = fill(ui.tr(least == runs ? "agree_together_all" : "agree_together"), {{"n", std::to_string(least)}, {"runs", std::to_string(runs)}});
  if (!said.alone.empty()) said.together += " " + ui.tr("agree_but");
  return said;
}

void reason_group(UiContext& ui, int side, const Why& why, const std::vector<const WhyTerm*>& terms, const char* heading,
                  const SaidOfPaths& said, bool takes_keyboard = false) {
  if (terms.empty()) return;
  double largest = 0;  // of all: the bars of both groups can be compared
  for (const WhyTerm& term : why.terms) largest = std::max(largest, std::abs(term.effect));
  space(ui.m.gap_xs);
  paragraph(ui, ui.fonts.small_bold, ui.tokens.muted, ui.tr(heading));
  space(ui.m.gap_xs);
  ImGui::PushID(heading);
  for (std::size_t i = 0; i < terms.size(); ++i) {
    const auto alone = said.alone.find(terms[i]);
    reason_row(ui, side, why.variable, *terms[i], largest, i, alone == said.alone.end() ? "" : alone->second);
    if (i > 0 || !takes_keyboard || !has_keyboard_focus()) continue;
    ImGui::PushID(static_cast<int>(i));
    compat::focus_item(ImGui::GetID("reason"));
    ImGui::PopID();
  }
  ImGui::PopID();
}

}  // namespace

std::string target_in_sentence(const UiContext& ui, const Connection& connection) {
  return ui.frame.why == nullptr ? connection.to : name_in_sentence(connection.to, ui.content, *ui.frame.why, ui.session.level);
}

std::string agreement_text(const UiContext& ui, const std::string& id) {
  const Connection* const connection = connection_named(ui.content, id);
  if (connection == nullptr) return "";
  if (ui.session.compare) {
    const DirectionAgreement* a = counted(ui.session, 0, id);
    const DirectionAgreement* b = counted(ui.session, 1, id);
    if (a != nullptr && b != nullptr && is_hardly_any(*a) && is_hardly_any(*b))
      return agreement_words(ui, agreement_key(*connection, *a, false), *connection, "", "", a->runs);
    if (a != nullptr && b != nullptr && a->direction == b->direction && !is_hardly_any(*a) && !is_hardly_any(*b))
      return agreement_words(ui, agreement_key(*connection, *a, true), *connection, std::to_string(a->agree),
                             std::to_string(b->agree), a->runs);
  }
  std::string text;
  for (int side = 0; side < (ui.session.compare ? 2 : 1); ++side) {
    const DirectionAgreement* entry = counted(ui.session, side, id);
    if (entry == nullptr) continue;
    const std::string words = agreement_words(ui, agreement_key(*connection, *entry, false), *connection,
                                              std::to_string(entry->agree), "", entry->runs);
    if (!text.empty()) text += '\n';
    text +=
        ui.session.compare ? fill(ui.tr("agree_of_side"), {{"side", side == 0 ? "A" : "B"}, {"words", words}}) : words;
  }
  return text;
}

void explain_runs(UiContext& ui) {
  if (ui.runs_said) return;
  ui.runs_said = true;
  told_paragraph(ui, ui.fonts.small, ui.tokens.faint, fill(ui.tr("agree_runs"), {{"runs", std::to_string(kAgreementRuns)}}));
  space(ui.m.gap_xs);
}

std::string agreement_note(const UiContext& ui, const std::string& region) {
  const Session& s = ui.session;
  for (int side = 0; side < (s.compare ? 2 : 1); ++side)
    for (const Connection& connection : ui.content.circuit.connections) {
      if (connection.from != region && connection.to != region) continue;
      const AgreementBook* book = s.agreement[static_cast<std::size_t>(side)].get();
      if (book == nullptr || !book->contains(connection.id)) return ui.tr("agree_counting");
    }
  return current_kind(s, ui.content) == ScenarioKind::years ? ui.tr("agree_years") : "";
}

glm::vec2 pill_size(const UiContext& ui, std::string_view word) {
  return measure(ui.fonts.small_bold, word) + glm::vec2(2 * ui.m.gap_s, 2 * ui.m.scale);
}

glm::vec2 pill(const UiContext& ui, ImDrawList& list, glm::vec2 at, std::string_view word, Colour colour) {
  const glm::vec2 size = pill_size(ui, word);
  draw_frame(list, at, at + size, colour, size.y / 2, 1.5f * ui.m.scale);
  draw_text(list, ui.fonts.small_bold, at + glm::vec2(ui.m.gap_s, ui.m.scale), colour, word);
  return size;
}

std::string grade_word(const UiContext& ui, const std::string& strength) {
  if (strength == "strong") return ui.tr("grade_strong");
  if (strength == "moderate") return ui.tr("grade_moderate");
  if (strength == "contested") return ui.tr("grade_contested");
  return ui.tr("grade_assumed");
}

std::string grade_meaning(const UiContext& ui, const std::string& strength) {
  if (strength == "strong") return ui.tr("grade_is_strong");
  if (strength == "moderate") return ui.tr("grade_is_moderate");
  if (strength == "contested") return ui.tr("grade_is_contested");
  return ui.tr("grade_is_assumed");
}

namespace {
float part_dot(const UiContext& ui) { return 5 * ui.m.scale; }
}  // namespace

float part_line(const UiContext& ui) { return 28 * ui.m.scale; }

PartChip part_chip(const UiContext& ui, const Structure* part, float most) {
  if (part == nullptr) return {};
  const std::string name = elide(ui.fonts.small, part->label, most);
  return {part, name, std::round(measure(ui.fonts.small, name).x + 2 * part_dot(ui) + 3 * ui.m.gap_xs)};
}

Press press_part(const UiContext& ui, const PartChip& chip, glm::vec2 corner, float line) {
  if (chip.part == nullptr) return {};
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float reach = std::max(line, ui.m.control);
  ImGui::SetCursorScreenPos({corner.x - chip.width, corner.y - reach});
  Press press = press_area(ui, "part", {chip.width, reach});
  name_control(ui, fill(ui.tr("claim_go_to"), {{"name", chip.part->name}}));
  press.min.y = press.max.y - line;  // where it is drawn
  ImGui::SetCursorScreenPos(at);
  return press;
}

void take_part(UiContext& ui, const PartChip& chip, const Press& press) {
  if (chip.part == nullptr) return;
  const Tokens& t = ui.tokens;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float dot = part_dot(ui), middle = press.centre().y;
  list.AddCircleFilled({press.min.x + ui.m.gap_xs + dot, middle}, dot, to_u32(readable_on(to_colour(chip.part->colour), t.card, 3)), 24);
  draw_text(list, ui.fonts.small, {press.min.x + 2 * dot + 2 * ui.m.gap_xs, middle - ui.fonts.small.size / 2},
            press.hovered ? t.accent_hover : t.accent, chip.name);
  if (press.hovered) {
    ui.hovered_structure = chip.part->id;
    tooltip(ui, fill(ui.tr("claim_go_to"), {{"name", chip.part->name}}));
  }
  if (press.pressed) ui.send(command::Select{chip.part->id});
}

bool reads_on() {
  const ImGuiIO& io = ImGui::GetIO();
  return io.MouseWheel != 0 || io.MouseClicked[0] || ImGui::GetCurrentContext()->NavMoveSubmitted;
}

Press press_grade(const UiContext& ui, glm::vec2 size, const std::string& grade) {
  const Press press = press_area(ui, "grade", size);
  name_control(ui, grade_meaning(ui, grade));
  return press;
}

void grade_control(const UiContext& ui, glm::vec2 at, glm::vec2 size, const Claim& claim, const std::string& grade,
                   bool alone) {
  ImGui::SetCursorScreenPos(to_im(at));
  take_grade(ui, press_grade(ui, size, grade), claim, grade, alone);
}

void take_grade(const UiContext& ui, const Press& press, const Claim& claim, const std::string& grade, bool alone) {
  const glm::vec2 drawn = pill_size(ui, grade_word(ui, grade));
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const glm::vec2 corner(press.max.x - drawn.x, press.centre().y - drawn.y / 2);
  const Colour colour = grade_colour(ui.tokens, grade);
  if (press.hovered && !alone) draw_box(list, corner, corner + drawn, with_alpha(colour, 0.16f), drawn.y / 2);
  pill(ui, list, corner, grade_word(ui, grade), colour);
  const std::string meaning = grade_meaning(ui, grade);
  if (press.hovered) tooltip(ui, alone ? meaning : fill(ui.tr("grade_press"), {{"meaning", meaning}}));
  if (press.pressed && !alone) ui.send(command::ShowClaim{claim.id});
}

Colour grade_colour(const Tokens& t, const std::string& strength) {
  return strength == "strong"      ? t.strong
         : strength == "moderate"  ? t.moderate
         : strength == "contested" ? t.contested
                                   : t.assumed;
}

void draw_reasons(UiContext& ui, const std::string& column, bool scroll) {
  const Session& s = ui.session;
  if (ui.frame.why == nullptr) return;
  // A little above: what lies at the very edge fades.
  if (scroll) ImGui::SetScrollFromPosY(ImGui::GetCursorPosY() - ImGui::GetScrollY() - ui.m.gap_xl, 0);
  const ImVec2 top = ImGui::GetCursorScreenPos();
  if (ImGui::IsRectVisible(top, {top.x + 1, top.y + ui.fonts.small.size})) ui.why_in_view = true;
  section_label_of_time(ui, ui.tr("section_why"));
  if (current_kind(s, ui.content) == ScenarioKind::years &&
      (column.starts_with("region.") || column.starts_with("chem.") || column.starts_with("body.") ||
       column.starts_with("felt."))) {
    told_paragraph(ui, ui.fonts.small, ui.tokens.muted, ui.tr("why_years"));
    space(ui.m.gap_s);
  }
  const PairCurve* shared = find_pair_curve(ui.content.pair, column);
  const bool of_both = shared != nullptr && shared->both;
  bool counts = false;
  // After "go to its biggest rise" under a side its reasons come into view, with the keyboard if it was pressed by it, and stay
  // there while what is said above them is still counted.
  ImGuiStorage& storage = *ImGui::GetStateStorage();
  const ImGuiID led = ImGui::GetID("led_to_side"), arrived = ImGui::GetID("led_now");
  if (reads_on()) storage.SetInt(led, -1);
  const int led_to = storage.GetInt(led, -1);
  const bool is_led_now = storage.GetBool(arrived);
  storage.SetBool(arrived, false);
  for (int side = 0; side < (s.compare && !of_both ? 2 : 1); ++side) {
    if (!s.trace[static_cast<std::size_t>(side)]) continue;
    const std::string who = ui.side_title(side);
    if (led_to == side && side > 0) ImGui::SetScrollFromPosY(ImGui::GetCursorPosY() - ImGui::GetScrollY() - ui.m.gap_xl, 0);
    if (s.compare && !of_both) {
      const float badge = 22 * ui.m.scale;
      const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos());
      draw_side_badge(ui, *ImGui::GetWindowDrawList(), at + glm::vec2(badge / 2), side, badge);
      draw_text(*ImGui::GetWindowDrawList(), ui.fonts.bold, {at.x + badge + ui.m.gap_s, at.y}, ui.tokens.text, who);
      ImGui::Dummy({1, badge + ui.m.gap_xs});
    }
    const std::optional<Reasons> found = find_reasons(s, ui.content, side, column, worth_saying(ui.content, column));
    const Caption* since = found ? found->since : last_event(current_arm(s, ui.content, side).captions, s.playhead.t_s);
    if (since != nullptr)
      paragraph(ui, ui.fonts.small, ui.tokens.muted, fill(ui.tr("why_since"), {{"event", since->event}}));
    if (!found) {
      paragraph(ui, ui.fonts.small, ui.tokens.muted, ui.tr(since == nullptr ? "why_nothing_yet" : "why_nothing"));
      space(ui.m.gap_xs);
      const std::shared_ptr<const OverStory> over = over_story(s, ui.content, column);
      if (const auto& most = over->most[static_cast<std::size_t>(side)]; most && way_to_most(ui, side, *most)) {
        storage.SetInt(led, side);
        storage.SetBool(arrived, true);
      }
      space(ui.m.gap_s);
      continue;
    }
    const Why& why = found->why;
    told_paragraph(ui, ui.fonts.body, ui.tokens.text, why_sentence(why, ui.content, *ui.frame.why, s.level));
    if (!found->pushed) told_paragraph(ui, ui.fonts.small, ui.tokens.muted, ui.tr("why_settling"));
    space(ui.m.gap_xs);
    ImGui::PushID(side);
    const bool up = why.after >= why.before;
    const Groups groups = group_reasons(why, s.level);
    const SaidOfPaths said = say_of_paths(ui, side, groups, column.starts_with("episode.") ? kOfEpisodes : "");
    reason_group(ui, side, why, groups.with, up ? "why_raises" : "why_lowers", said, is_led_now && led_to == side);
    reason_group(ui, side, why, groups.against, up ? "why_holds_back" : "why_keeps_up", said);
    if (!said.together.empty()) told_paragraph(ui, ui.fonts.small, ui.tokens.muted, said.together);
    counts |= !said.together.empty() || !said.alone.empty();
    ImGui::PopID();
    space(ui.m.gap_s);
  }
  if (counts) explain_runs(ui);
  space(ui.m.gap_s);
  // What a person points at, or has gone to by keyboard, does not turn into something else while a story plays.
  const ImRect list(top, {top.x + ImGui::GetContentRegionAvail().x, ImGui::GetCursorScreenPos().y});
  const bool pointed_at = ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem) && list.Contains(ImGui::GetIO().MousePos);
  if (pointed_at || (has_keyboard_focus() && compat::is_focus_in(list)))
    ui.why_held_s = s.why_held_s >= 0 ? s.why_held_s : s.playhead.t_s;
}

}  // namespace attune
