// Play, speed, the clock of the moment, and the scrubber with its events.
#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "scene/stage_overlay.h"
#include "ui/panels.h"
#include "ui/terms.h"
#include "ui/timeline_layout.h"

namespace attune {
namespace {

constexpr const char *kSpeeds = "speeds", *kLegendMenu = "legend";
constexpr float kLeastWord = 36;      // of a shortened name of an event, pixels at scale 1
constexpr float kRoomyScrubber = 420;  // a scrubber this long leaves room for words on buttons

bool play_button(const UiContext& ui, float size) {
  const Tokens& t = ui.tokens;
  const bool playing = ui.session.playhead.playing;
  const bool at_end = ui.session.playhead.t_s >= duration_s(ui.session, ui.content) - 1e-6;
  const Press press = press_area(ui, "play", {size, size});
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddCircleFilled(to_im(press.centre()), size / 2, to_u32(press.hovered ? t.accent_hover : t.accent), 48);
  draw_icon(list,
            playing  ? Icon::pause
            : at_end ? Icon::restart
                     : Icon::play,
            press.centre(), size * 0.46f, t.on_accent);
  if (press.hovered) tooltip(ui, playing ? ui.tr("pause") : at_end ? ui.tr("play_again") : ui.tr("play"));
  return press.pressed;
}

// "12x", and for stories of years "2 weeks/s" or "6 days/s".
std::string shown_speed(const UiContext& ui, double speed) {
  if (current_kind(ui.session, ui.content) != ScenarioKind::years) return speed_text(speed) + "x";
  const bool weeks = speed >= kWeek_s;
  const std::string n = speed_text(speed / (weeks ? kWeek_s : kWeek_s / 7));
  if (n == "1") return ui.tr(weeks ? "speed_week" : "speed_day");
  return fill(ui.tr(weeks ? "speed_weeks" : "speed_days"), {{"n", n}});
}

void speed_control(UiContext& ui, float width, float height) {
  const Tokens& t = ui.tokens;
  const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos());
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_control(ui, list, at, at + glm::vec2(width, height), t.control, height / 2);
  const double speed = played_speed(ui.session, ui.content);
  if (icon_button(ui, "slower", Icon::minus, ui.tr("slower"), false, height))
    ui.send(command::SetSpeed{next_speed(ui.session, ui.content, speed, -1)});
  ImGui::SetCursorScreenPos({at.x + height, at.y});
  const Press press = press_area(ui, "speed", {width - 2 * height, height});
  const std::string shown = shown_speed(ui, speed);
  // Named where the control is high enough for two lines.
  const std::string name = ui.tr("speed");
  const UiFont &font = ui.fonts.bold, &small = ui.fonts.small;
  const float both = small.size + font.size - 4 * ui.m.scale;
  const bool named = both <= height - 2 * ui.m.scale && measure(small, name).x <= width - 2 * height;
  const float top = press.centre().y - (named ? both : font.size) / 2;
  if (named) draw_text(list, small, {press.centre().x - measure(small, name).x / 2, top}, t.muted, name);
  draw_text(list, font, {press.centre().x - measure(font, shown).x / 2, named ? top + both - font.size : top},
            press.hovered ? t.accent : t.text, shown);
  const bool years = current_kind(ui.session, ui.content) == ScenarioKind::years;
  if (press.hovered) tooltip(ui, years ? ui.tr("speed_tip_years") : fill(ui.tr("speed_tip"), {{"speed", speed_text(speed)}}));
  if (press.pressed) ImGui::OpenPopup(kSpeeds);
  if (begin_popover(ui, kSpeeds, 160 * ui.m.scale)) {
    section_label(ui, ui.tr("speed"));
    for (const double step : offered_speeds(ui.session, ui.content)) {
      const std::string label = shown_speed(ui, step);
      ImGui::PushID(label.c_str());
      const Press row = press_area(ui, "row", {ImGui::GetContentRegionAvail().x, ui.m.row});
      ImGui::PopID();
      ImDrawList& menu = *ImGui::GetWindowDrawList();
      const bool on = std::abs(step - speed) < 1e-9;
      if (row.hovered || on) draw_box(menu, row.min, row.max, on ? t.accent_soft : t.control_hover, ui.m.corner);
      draw_text(menu, on ? ui.fonts.bold : ui.fonts.body,
                {row.min.x + ui.m.gap_m, row.centre().y - ui.fonts.body.size / 2}, on ? t.accent : t.text, label);
      if (row.pressed) {
        ui.send(command::SetSpeed{step});
        ImGui::CloseCurrentPopup();
      }
    }
    end_popover();
  }
  ImGui::SetCursorScreenPos({at.x + width - height, at.y});
  if (icon_button(ui, "faster", Icon::plus, ui.tr("faster"), false, height))
    ui.send(command::SetSpeed{next_speed(ui.session, ui.content, speed, 1)});
}

void scrubber(UiContext& ui, glm::vec2 min, glm::vec2 max, bool with_labels) {
  const Session& s = ui.session;
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  const double end_s = std::max(1e-9, duration_s(s, ui.content));
  const ArmText& arm = current_arm(s, ui.content);
  ImGui::SetCursorScreenPos(to_im(min));
  const Press press = press_area(ui, "scrubber", max - min);
  const float knob = 9 * m.scale, from = min.x + knob, to = std::max(from + 1, max.x - knob);
  const float y = with_labels ? max.y - 12 * m.scale : (min.y + max.y) / 2, thick = 6 * m.scale;
  const auto x_of = [&](double t_s) { return from + static_cast<float>(t_s / end_s) * (to - from); };
  const glm::vec2 mouse = to_glm(ImGui::GetIO().MousePos);
  const auto time_at = [&](float pointed_x) {
    return std::clamp((static_cast<double>(pointed_x) - from) / (to - from), 0.0, 1.0) * end_s;
  };

  // Where the events and their words lie: the same whichever of them holds, so that nothing moves under a press.
  const Caption* now = caption_at(arm, s.playhead.t_s);
  const float reach = 9 * m.scale, row = ui.fonts.small.size - m.scale, low = y - reach;
  std::vector<EventWord> words;
  for (const Caption& caption : arm.captions)
    words.push_back({x_of(caption.begin_s), measure(ui.fonts.small_bold, caption.event).x});
  std::vector<Rect> places(words.size());
  if (with_labels)
    places = place_event_words(words, min.x, max.x, m.gap_m, low, row, static_cast<int>((low - min.y) / row), kLeastWord * m.scale);
  const int pointed = event_at(words, places, mouse, 7 * m.scale);

  // With Shift a drag sets the part that is repeated; a press alone ends the repeating.
  ImGuiStorage& storage = *ImGui::GetStateStorage();
  const ImGuiID looping = ImGui::GetID("looping");  // 0 no, 1 pressed, 2 dragged
  if (press.hovered && ImGui::IsMouseClicked(0)) storage.SetInt(looping, ImGui::GetIO().KeyShift ? 1 : 0);
  if (const int stage = storage.GetInt(looping); stage > 0) {
    const float began = ImGui::GetIO().MouseClickedPos[0].x;
    const double a = time_at(began), b = time_at(mouse.x);
    if (stage == 2 || std::abs(mouse.x - began) >= 4 * m.scale) {
      if (std::min(a, b) != s.loop_from_s || std::max(a, b) != s.loop_to_s) ui.send(command::SetLoop{std::min(a, b), std::max(a, b), stage == 1});
      storage.SetInt(looping, 2);
    }
    if (!ImGui::IsMouseDown(0)) {
      if (storage.GetInt(looping) == 1 && has_loop(s)) ui.send(command::SetLoop{0, 0});
      storage.SetInt(looping, 0);
    }
  } else if (press.held && ImGui::IsMouseDown(0)) {
    // A press on an event goes to where it begins; once the mouse moves, the knob follows it.
    const glm::vec2 began = to_glm(ImGui::GetIO().MouseClickedPos[0]);
    const int taken = event_at(words, places, began, 7 * m.scale);
    const bool still = std::abs(mouse.x - began.x) < 4 * m.scale && std::abs(mouse.y - began.y) < 4 * m.scale;
    const double wanted_s =
        still && taken >= 0 ? arm.captions[static_cast<std::size_t>(taken)].begin_s : time_at(mouse.x);
    if (std::abs(wanted_s - s.playhead.t_s) > 1e-9) ui.send(command::Seek{wanted_s});
  }

  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float x = x_of(s.playhead.t_s);
  if (has_loop(s)) {
    // The part that is repeated: a bar behind the track between two brackets.
    const float begin = x_of(s.loop_from_s), end = x_of(s.loop_to_s), half = 11 * m.scale, foot = 4 * m.scale;
    draw_box(list, {begin, y - half}, {end, y + half}, t.accent_soft, 3 * m.scale);
    for (const auto& [at, inwards] : {std::pair{begin, foot}, std::pair{end, -foot}}) {
      const ImVec2 bracket[4] = {{at + inwards, y - half}, {at, y - half}, {at, y + half}, {at + inwards, y + half}};
      list.AddPolyline(bracket, 4, to_u32(t.accent), ImDrawFlags_None, 2 * m.scale);
    }
  }
  draw_box(list, {min.x, y - thick / 2}, {max.x, y + thick / 2}, t.control_active, thick / 2);
  draw_box(list, {min.x, y - thick / 2}, {x, y + thick / 2}, t.accent, thick / 2);

  for (std::size_t i = 0; i < arm.captions.size(); ++i) {
    const Caption& caption = arm.captions[i];
    const float tick_x = words[i].tick_x;
    const bool current = now == &caption, hovered = press.hovered && static_cast<int>(i) == pointed;
    const bool passed = caption.begin_s <= s.playhead.t_s;
    list.AddLine({tick_x, y - reach}, {tick_x, y + reach},
                 to_u32(hovered  ? t.text
                        : passed ? t.accent
                                 : t.border_strong),
                 (hovered ? 3 : 2) * m.scale);
    if (places[i].is_empty()) continue;
    if (places[i].max.y < low - 1)  // from its tick up to it
      list.AddLine({tick_x, places[i].max.y}, {tick_x, y - reach}, to_u32(t.border_strong), std::max(1.0f, m.scale));
    draw_text(list, current ? ui.fonts.small_bold : ui.fonts.small, places[i].min,
              current   ? t.accent
              : hovered ? t.text
                        : t.muted,
              elide(current ? ui.fonts.small_bold : ui.fonts.small, caption.event, places[i].size().x));
  }
  list.AddCircleFilled({x, y}, knob + 2 * m.scale, to_u32(t.panel), 32);
  list.AddCircleFilled({x, y}, knob, to_u32(press.hovered || press.held ? t.accent_hover : t.accent), 32);
  if (press.hovered) {
    const Caption* const event = pointed < 0 ? nullptr : &arm.captions[static_cast<std::size_t>(pointed)];
    const std::string time = moment_text(event != nullptr ? event->begin_s : time_at(mouse.x), end_s, ui.clock());
    const std::string loop_words = has_loop(s) ? fill(ui.tr("loop_on_tip"), {{"from", moment_text(s.loop_from_s, end_s, ui.clock())}, {"to", moment_text(s.loop_to_s, end_s, ui.clock())}}) : ui.tr("loop_tip");
    std::vector<std::string> names;  // several may begin together
    for (std::size_t i = 0; i < words.size() && event != nullptr; ++i)
      if (std::abs(words[i].tick_x - words[static_cast<std::size_t>(pointed)].tick_x) < m.scale)
        names.push_back(arm.captions[i].event);
    tooltip(ui, event != nullptr ? fill(ui.tr("event_at"), {{"time", time}, {"event", join_words(names)}}) : time + "\n" + loop_words);
  }
}

// What happens now, in one line of words.
void caption_line(const UiContext& ui, glm::vec2 at, float right, const UiFont& bold, const UiFont& body) {
  const Session& s = ui.session;
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const auto [caption, side, of_old_story] = caption_now(s, ui.content);
  if (caption == nullptr) {
    if (!is_changed(s, Bench::story))  // beside a changed story its title would read like an event of that name
      draw_text(list, body, at, t.muted, elide(body, current_scenario(s, ui.content).title, right - at.x));
    return;
  }
  const float top = at.y;
  const std::string event = elide(bold, caption->event, right - at.x);
  draw_text(list, bold, at, side == 0 ? t.accent : t.second, event);
  at.x += measure(bold, event).x + m.gap_m;
  if (of_old_story && at.x < right) {  // right after the name, so that it is read before the words
    const std::string note = elide(ui.fonts.small, ui.tr("caption_of_old_story"), right - at.x);
    draw_text(list, ui.fonts.small, {at.x, top + (body.size - ui.fonts.small.size) / 2}, t.muted, note);
    at.x += measure(ui.fonts.small, note).x + m.gap_m;
  }
  const std::string words = at_level(caption->text, caption->deeper, s.level);
  const std::string shown = elide(body, words, right - at.x);
  if (at.x < right) draw_text(list, body, at, t.text, shown);
  const Rect line{{at.x, top}, {right, top + body.size}};
  if (shown != words && ImGui::IsWindowHovered() && line.contains(to_glm(ImGui::GetIO().MousePos)))
    tooltip_beside(ui, line, ui.layout.transport, words);
}

ImU32 colour_of(const Legend::Carrier& each) { return to_u32(to_colour(each.colour)); }

// In full where the stage's own key has only room for what it does: "Glutamate – excites".
const std::string& carrier_words(const UiContext& ui, const Legend::Carrier& each) {
  const auto whole = ui.frame.text->find("carrier_" + each.id);
  return whole == ui.frame.text->end() ? each.name : whole->second;
}

}  // namespace

void legend_button(UiContext& ui, const Legend& legend, float size) {
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  const std::string name = ui.tr("legend"), tip = ui.tr(legend.carriers.empty() ? "legend_colours_tip" : "legend_pulses_tip");
  const auto scale = [&](ImDrawList& list, glm::vec2 min, glm::vec2 max) {
    constexpr int kPieces = 24;
    for (int i = 0; i < kPieces; ++i) {
      const auto x = [&](int k) { return std::round(min.x + (max.x - min.x) * static_cast<float>(k) / kPieces); };
      const glm::vec3 colour = legend.colour(-1 + 2 * (static_cast<float>(i) + 0.5f) / kPieces);
      list.AddRectFilled({x(i), min.y}, {x(i + 1), max.y}, to_u32(to_colour(colour)));
    }
  };
  const Press press = press_area(ui, "legend_button", {size, size});
  name_control(ui, name);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_control(ui, list, press.min, press.max, press.hovered ? t.control_hover : t.control, m.corner);
  if (legend.colour != nullptr) {
    // With the colours of pulses below it, where it explains them too.
    const bool keyed = !legend.carriers.empty();
    const glm::vec2 half(size * 0.36f, size * 0.12f), middle = press.centre() - glm::vec2(0, keyed ? size * 0.13f : 0);
    scale(list, middle - half, middle + half);
    for (std::size_t i = 0; i < std::min<std::size_t>(3, legend.carriers.size()); ++i)
      list.AddCircleFilled({middle.x + size * 0.24f * (static_cast<float>(i) - 1), middle.y + size * 0.31f}, size * 0.075f, colour_of(legend.carriers[i]), 16);
  } else {  // colours that tell structures apart
    for (std::size_t i = 0; i < std::min<std::size_t>(6, legend.structures.size()); ++i) {
      const glm::vec2 at = press.centre() + size * 0.22f * glm::vec2(static_cast<float>(i % 3) - 1, static_cast<float>(i / 3) - 0.5f);
      list.AddCircleFilled(to_im(at), size * 0.08f, colour_of(legend.structures[i]), 16);
    }
  }
  if (press.hovered) tooltip(ui, tip);
  if (press.pressed) ImGui::OpenPopup(kLegendMenu);
  if (!begin_popover(ui, kLegendMenu, 300 * m.scale)) return;
  section_label(ui, name);
  const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos());
  const float width = ImGui::GetContentRegionAvail().x, bar = 12 * m.scale;
  if (legend.colour != nullptr) {
    scale(*ImGui::GetWindowDrawList(), at, at + glm::vec2(width, bar));
    space(bar + m.gap_xs);
    for (const auto& [words, share] : {std::pair{&legend.low, 0.0f}, {&legend.middle, 0.5f}, {&legend.high, 1.0f}}) {
      // Each at its part of the scale, on a line of its own: they are long in some languages.
      const std::string shown = elide(ui.fonts.small, *words, width);
      const glm::vec2 from = to_glm(ImGui::GetCursorScreenPos()), extent = measure(ui.fonts.small, shown);
      draw_text(*ImGui::GetWindowDrawList(), ui.fonts.small, {from.x + (width - extent.x) * share, from.y}, t.text, shown);
      ImGui::Dummy({width, extent.y});
    }
  } else {
    told_paragraph(ui, ui.fonts.small, t.text, legend.instead);
  }
  space(m.gap_xs);
  for (const std::vector<Legend::Carrier>* key : {&legend.structures, &legend.carriers}) {
    for (const Legend::Carrier& each : *key) {
      const glm::vec2 from = to_glm(ImGui::GetCursorScreenPos());
      const float dot = 5 * m.scale;
      const ImVec2 centre{from.x + dot, from.y + ui.fonts.small.size / 2};
      if (each.soft && each.shown)  // a cloud
        for (const float part : {1.5f, 1.1f, 0.7f, 0.3f}) ImGui::GetWindowDrawList()->AddCircleFilled(centre, part * dot, to_u32(with_alpha(t.text, 0.2f)), 20);
      if (each.shown && !each.soft) ImGui::GetWindowDrawList()->AddCircleFilled(centre, dot, colour_of(each), 20);
      if (!each.shown) ImGui::GetWindowDrawList()->AddCircle(centre, dot, colour_of(each), 20, 1.5f * m.scale);
      ImGui::Indent(m.gap_l);
      told_paragraph(ui, ui.fonts.small, t.text, carrier_words(ui, each));
      ImGui::Unindent(m.gap_l);
    }
    if (!key->empty()) space(m.gap_xs);
  }
  if (!legend.evidence.empty()) {
    told_paragraph(ui, ui.fonts.small, t.muted, ui.tr("legend_lines"));
    for (std::size_t grade = 0; grade < legend.grades.size(); ++grade) {
      const glm::vec2 from = to_glm(ImGui::GetCursorScreenPos());
      const float length = 24 * m.scale, middle = from.y + ui.fonts.small.size / 2, thick = 2.2f * m.scale;
      const float dash = grade == 0 ? length : length / (grade == 1 ? 5 : 12), gap = grade == 0 ? 0 : length / (grade == 1 ? 7.5f : 12);
      draw_dashed(*ImGui::GetWindowDrawList(), {{from.x, middle}, {from.x + length, middle}}, t.text, thick, dash, gap);
      ImGui::Indent(length + m.gap_s);
      told_paragraph(ui, ui.fonts.small, t.text, legend.grades[grade]);
      ImGui::Unindent(length + m.gap_s);
    }
  }
  for (const std::string& note : {legend.striped, legend.unmatched, legend.note}) {
    if (!note.empty()) space(m.gap_xs);
    told_paragraph(ui, ui.fonts.small, t.muted, note);
  }
  end_popover();
}

void draw_transport(UiContext& ui) {
  const Session& s = ui.session;
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  const Rect& rect = ui.layout.transport;
  const bool compact = ui.layout.compact;
  begin_panel(ui, "transport", rect);
  ImDrawList& list = *ImGui::GetWindowDrawList();

  float row_top = rect.min.y;
  const float row_bottom = rect.max.y;
  if (!compact) {
    const float y = rect.min.y + m.gap_s + 2 * m.scale;
    row_top = y + m.font_body;
    caption_line(ui, {rect.min.x + m.gap_l, y}, rect.max.x - m.gap_l, ui.fonts.bold, ui.fonts.body);
  }

  float middle = (row_top + row_bottom) / 2;
  float x = rect.min.x + m.gap_m;
  const auto place = [&](float size) {
    ImGui::SetCursorScreenPos({x, std::round(middle - size / 2)});
    x += size;
  };
  const float play = compact ? m.control : 56 * m.scale;
  if (!compact) {
    place(m.control);
    if (icon_button(ui, "previous_event", Icon::previous, ui.tr("previous_event"))) ui.send(command::StepEvent{-1});
  }
  place(play);
  if (play_button(ui, play)) ui.send(command::SetPlaying{!s.playhead.playing});
  if (!compact) {
    place(m.control);
    if (icon_button(ui, "next_event", Icon::next, ui.tr("next_event"))) ui.send(command::StepEvent{1});
    const bool predicts = is_on(s.prediction);
    const std::string word = ui.tr("predict_word"), tip = ui.tr("key_predict");
    const float worded = word_button_width(ui, word);
    // Times and speed take about as much as the buttons; the word stands where the scrubber stays long.
    const bool has_word = rect.size().x - 2 * (x + m.control - rect.min.x) - 2 * worded > kRoomyScrubber * m.scale;
    if (has_word) x += m.gap_xs;
    place(m.control);
    if (has_word) x += worded - m.control;
    if (has_word ? word_button(ui, "predict", Icon::pencil, word, tip, predicts) : icon_button(ui, "predict", Icon::pencil, tip, predicts))
      ui.send(predicts ? Command(command::EndPrediction{}) : Command(command::StartPrediction{""}));
  }
  x += m.gap_m;
  if (compact && ui.frame.caption_left_out) {  // over what is right of the button
    const float y = rect.min.y + m.gap_xs;
    caption_line(ui, {x, y}, rect.max.x - m.gap_m, ui.fonts.small_bold, ui.fonts.small);
    row_top = y + ui.fonts.small.size;
    middle = (row_top + row_bottom) / 2;
  }

  const double run_s = duration_s(s, ui.content);
  const ClockWords clock = ui.clock();
  const bool in_years = run_s >= kYearsFrom_s;
  const std::string now = moment_text(s.playhead.t_s, run_s, clock);
  // Of years the last week of the last year but one is the longest text.
  const std::string longest = moment_text(in_years ? std::floor(run_s / kClockYear_s) * kClockYear_s - kWeek_s : run_s, run_s, clock);
  const std::string total = run_s < 172800 ? " / " + longest : in_years && !compact ? " / " + moment_text(run_s, run_s, clock) : "";
  // As wide as the longest time it will show, so that the scrubber stays put while it plays.
  const float now_width =
      std::max(measure(ui.fonts.bold, now).x, measure(ui.fonts.bold, longest).x);
  draw_text(list, ui.fonts.bold, {x + now_width - measure(ui.fonts.bold, now).x, middle - ui.fonts.bold.size / 2},
            t.text, now);
  draw_text(list, ui.fonts.body, {x + now_width, middle - ui.fonts.body.size / 2}, t.muted, total);
  x += now_width + measure(ui.fonts.body, total).x + m.gap_l;

  const float speed_height = compact ? 40 * m.scale : m.control, speed_width = 2 * speed_height + (in_years ? 96 : 60) * m.scale;
  float right = rect.max.x - m.gap_m;
  if (right - x - speed_width > 120 * m.scale) {
    right -= speed_width;
    ImGui::SetCursorScreenPos({right, std::round(middle - speed_height / 2)});
    speed_control(ui, speed_width, speed_height);
    right -= m.gap_l;
  }
  if (const Legend* const legend = ui.frame.legend_left_out; legend != nullptr) {
    const float size = std::min(m.control, row_bottom - row_top);
    right -= size;
    ImGui::SetCursorScreenPos({right, std::round(middle - size / 2)});
    legend_button(ui, *legend, size);
    right -= m.gap_s;
  }
  if (right - x > 40 * m.scale) scrubber(ui, {x, row_top}, {right, row_bottom - (compact ? 0 : m.gap_s)}, !compact);
  end_panel();
}

}  // namespace attune
