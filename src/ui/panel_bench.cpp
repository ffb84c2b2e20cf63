// Change something: the traits of a pattern, and how strong what happens is. The moment is lived again at once.
#include <algorithm>
#include <cmath>

#include "model/find_claims.h"
#include "session/edit_story.h"
#include "ui/amount_slider.h"
#include "ui/bench_item.h"
#include "ui/claim_card.h"
#include "ui/panels.h"
#include "ui/terms.h"

namespace attune {
namespace {

constexpr float kLowPanel = 330;  // roomy units

struct TraitWords {
  const char *trait, *words;
};
constexpr TraitWords kTraitWords[] = {{"trust", "trait_trust"}, {"reg", "trait_reg"}, {"thr", "trait_thr"},   {"hyp", "trait_hyp"},
                                      {"sup", "trait_sup"},     {"fcg", "trait_fcg"}, {"otc", "trait_otc"},   {"mor", "trait_mor"},
                                      {"gr", "trait_gr"},       {"vt", "trait_vt"},   {"load", "trait_load"}, {"bond", "trait_bond"}};

// The plain words of a trait, else what the circuit says.
std::string trait_name(const UiContext& ui, const Trait& trait) {
  for (const TraitWords& each : kTraitWords)
    if (trait.id == each.trait) return ui.tr(each.words);
  return trait.plain;
}

void title_line(UiContext& ui) {
  const Metrics& m = ui.m;
  const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos());
  const float width = ImGui::GetContentRegionAvail().x;
  draw_text(*ImGui::GetWindowDrawList(), ui.fonts.heading, {at.x, at.y + (m.control - ui.fonts.heading.size) / 2}, ui.tokens.text,
            elide(ui.fonts.heading, ui.tr("bench_title"), width - m.control));
  ImGui::SetCursorScreenPos({at.x + width - m.control, at.y});
  if (icon_button(ui, "bench_close", Icon::close, ui.tr("close"))) ui.send(command::SetBench{false, ui.session.bench});
  ImGui::SetCursorScreenPos({at.x, at.y + m.control});
  ImGui::Dummy({width, m.gap_xs});
}

// The way back to how it ships. As high where there is nothing to put back: sliders stay under the pointer.
void reset_line(UiContext& ui, Bench what) {
  const float width = ImGui::GetContentRegionAvail().x;
  if (is_changed(ui.session, what)) {
    if (button(ui, "bench_reset", ui.tr("bench_reset"), ButtonLook::filled, width)) ui.send(command::ResetChanges{what});
  } else {
    const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos());
    draw_text(*ImGui::GetWindowDrawList(), ui.fonts.small, {at.x, at.y + (ui.m.control - ui.fonts.small.size) / 2}, ui.tokens.faint,
              elide(ui.fonts.small, ui.tr("bench_unchanged"), width));
    ImGui::Dummy({width, ui.m.control});
  }
  space(ui.m.gap_m);
}

// "weaker" left, "stronger" right, over the sliders.
void scale_line(UiContext& ui) {
  const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos());
  const float width = ImGui::GetContentRegionAvail().x;
  const std::string left = ui.tr("bench_weak_end"), right = ui.tr("bench_strong_end");
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_text(list, ui.fonts.small, at, ui.tokens.faint, left);
  draw_text(list, ui.fonts.small, {at.x + width - measure(ui.fonts.small, right).x, at.y}, ui.tokens.faint, right);
  ImGui::Dummy({width, ui.fonts.small.size + ui.m.gap_s});
}

void draw_pattern(UiContext& ui, int side) {
  const Session& s = ui.session;
  const Tokens& t = ui.tokens;
  const Bench what = side == 0 ? Bench::side_a : Bench::side_b;
  paragraph(ui, ui.fonts.bold, t.text, current_style(s, ui.content, side).name);
  told_paragraph(ui, ui.fonts.small, t.muted, ui.tr("bench_pattern_note"));
  space(ui.m.gap_m);
  if (!can_change_traits(s, ui.content, side)) {
    told_paragraph(ui, ui.fonts.body, t.text, ui.tr(s.change.on && side == 1 ? "bench_follows_a" : "bench_years"));
    return;
  }
  reset_line(ui, what);
  scale_line(ui);
  const AnyScenario story = current_story(s, ui.content);
  const TraitValues none;
  const TraitValues& given = story.scenario != nullptr ? story.scenario->arms[static_cast<std::size_t>(s.arm)].traits : none;
  for (const Trait& trait : ui.content.circuit.traits) {
    const double value = trait_value(s, ui.content, side, trait.id);
    if (!std::isfinite(value)) continue;
    if (std::any_of(given.begin(), given.end(), [&](const auto& entry) { return entry.first == trait.id; })) {
      paragraph(ui, ui.fonts.body, t.text, trait_name(ui, trait));
      told_paragraph(ui, ui.fonts.small, t.muted, ui.tr("bench_given"));
      space(ui.m.gap_m);
      continue;
    }
    const AmountMove move = amount_row(ui, trait.id.c_str(), trait_name(ui, trait), trait.plain, value,
                                       shipped_trait(s, ui.content, side, trait.id), side == 0 ? t.accent : t.second);
    if (move.moved) ui.send(command::SetTrait{side, trait.id, move.value, move.starts});
  }
  // What is known about what was changed.
  std::vector<std::size_t> claims;
  for (const auto& [id, value] : s.traits[static_cast<std::size_t>(side)])
    for (const std::size_t claim : find_claims(ui.content, "trait:" + id)) claims.push_back(claim);
  space(ui.m.gap_m);
  claim_cards(ui, claims);
}

std::string input_name(const UiContext& ui, const std::string& id, std::string* meaning = nullptr) {
  for (const Input& input : ui.content.circuit.inputs)
    if (input.id == id) {
      if (meaning != nullptr) *meaning = input.meaning;
      return input.name;
    }
  return id;
}

void strength_row(UiContext& ui, const Scenario& moment, int event, const std::string& input) {
  const Session& s = ui.session;
  const double value = strength(moment, ui.content.circuit, s.arm, event, input);
  const double former = s.own_story ? former_strength(*s.own_story, ui.content.circuit, s.arm, event, input) : value;
  std::string meaning;
  const std::string name = input_name(ui, input, &meaning);
  const AmountMove move = amount_row(ui, input.c_str(), name, meaning, value, former, ui.tokens.accent);
  if (move.removed && s.own_story != nullptr && s.own_story->own && event != kThroughout) {
    ui.send(command::RemoveInput{event, input});
  } else if (move.moved) {
    ui.send(command::SetStrength{event, input, move.value, move.starts});
  }
}

void draw_story(UiContext& ui) {
  const Session& s = ui.session;
  const Tokens& t = ui.tokens;
  const Scenario* moment = current_story(s, ui.content).scenario;
  if (moment == nullptr) {
    told_paragraph(ui, ui.fonts.body, t.text, ui.tr("bench_only_moments"));
    return;
  }
  const bool own = s.own_story != nullptr && s.own_story->own;
  if (s.show_story_files) return draw_story_files(ui);
  if (own && s.show_editor && s.item.kind != ItemKind::none) return draw_item(ui, *moment);
  if (own) {
    draw_own_story(ui, *moment);
  } else {
    paragraph(ui, ui.fonts.bold, t.text, moment->title);
    told_paragraph(ui, ui.fonts.small, t.muted, ui.tr("bench_story_note"));
    space(ui.m.gap_m);
  }
  if (!s.show_editor) {
    if (button(ui, "open_editor", ui.tr("editor_open_timeline"), ButtonLook::filled, ImGui::GetContentRegionAvail().x)) ui.send(command::SetEditor{true});
    space(ui.m.gap_m);
  }
  reset_line(ui, Bench::story);
  const Arm& arm = moment->arms[static_cast<std::size_t>(s.arm)];
  const int throughout = throughout_event(*moment, s.arm);
  std::vector<int> events;
  for (int i = 0; i < static_cast<int>(arm.segments.size()); ++i)
    if (i != throughout) events.push_back(i);
  std::stable_sort(events.begin(), events.end(), [&](int a, int b) {
    return arm.segments[static_cast<std::size_t>(a)].begin_s < arm.segments[static_cast<std::size_t>(b)].begin_s;
  });
  if (!events.empty()) {
    section_label(ui, ui.tr("bench_events"));
    scale_line(ui);
  }
  for (const int event : events) {
    const Segment& segment = arm.segments[static_cast<std::size_t>(event)];
    const auto told = [&](double t_s) { return moment_text(t_s, moment->duration_s, ui.axis_clock()); };
    const bool now = segment.begin_s <= s.playhead.t_s && s.playhead.t_s < segment.end_s;
    const std::string repeats = segment.repeat_every_s > 0 ? ui.tr("bench_repeats") : "";
    paragraph(ui, ui.fonts.small_bold, now ? t.accent : t.muted,
              fill(ui.tr("bench_span"), {{"from", told(segment.begin_s)}, {"to", told(segment.end_s)}}) + repeats);
    space(ui.m.gap_xs);
    ImGui::PushID(event);
    for (const InputValue& value : segment.inputs) strength_row(ui, *moment, event, value.input);
    ImGui::PopID();
    space(ui.m.gap_s);
  }
  section_label(ui, ui.tr("bench_throughout"));
  told_paragraph(ui, ui.fonts.small, t.muted, ui.tr("bench_throughout_note"));
  space(ui.m.gap_s);
  scale_line(ui);
  ImGui::PushID("throughout");
  for (const Input& input : ui.content.circuit.inputs) strength_row(ui, *moment, kThroughout, input.id);
  ImGui::PopID();
}

}  // namespace

void draw_bench(UiContext& ui) {
  const Session& s = ui.session;
  begin_panel(ui, "right", ui.layout.right);
  // Large letters in a low window: the headings scroll too, or nothing would be left for the sliders.
  const bool low = ui.layout.right.size().y < kLowPanel * ui.m.scale;
  if (low) begin_scroll("bench_all");
  title_line(ui);
  std::vector<std::string> labels{s.compare ? ui.tr("bench_side_a") : ui.tr("bench_pattern")};
  std::vector<Bench> faces{Bench::side_a};
  if (s.compare) labels.push_back(ui.tr("bench_side_b")), faces.push_back(Bench::side_b);
  labels.push_back(ui.tr("bench_story")), faces.push_back(Bench::story);
  const Bench shown = s.bench == Bench::side_b && !s.compare ? Bench::side_a : s.bench;
  const auto current = static_cast<int>(std::find(faces.begin(), faces.end(), shown) - faces.begin());
  if (const int pressed = segmented(ui, "bench_face", labels, current); pressed >= 0)
    ui.send(command::SetBench{true, faces[static_cast<std::size_t>(pressed)]});
  space(ui.m.gap_m);
  if (!low) begin_scroll(format("bench_%d_%d", static_cast<int>(shown), s.scenario).c_str());
  if (shown == Bench::story) {
    draw_story(ui);
  } else {
    draw_pattern(ui, shown == Bench::side_a ? 0 : 1);
  }
  end_scroll(ui);
  end_panel();
}

}  // namespace attune
