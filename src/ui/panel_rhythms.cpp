// Two people: breath and heart of both as curves over each other, and how far they are in step, now and over the story.
#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "session/rhythms.h"
#include "session/why_words.h"
#include "sim/pair.h"
#include "ui/panels.h"

namespace attune {
namespace {

// A's curve solid on top of B's dashed one, in a box.
void draw_pair_curves(const UiContext& ui, ImDrawList& list, glm::vec2 min, glm::vec2 max,
                      const std::array<std::vector<float>, 2>& values, float now_share,
                      const std::vector<std::array<float, 2>>& ties = {}) {
  const Tokens& t = ui.tokens;
  draw_box(list, min, max, t.card, 6 * ui.m.scale);
  const float middle = (min.y + max.y) / 2, reach = (max.y - min.y) / 2 - 5 * ui.m.scale;
  // What goes together, as on the stage.
  for (const auto& [a, b] : ties) {
    const float x = min.x + (max.x - min.x) * (a + b) / 2;
    list.AddLine({x, min.y + 2 * ui.m.scale}, {x, max.y - 2 * ui.m.scale}, to_u32(with_alpha(t.text, 0.6f)), ui.m.line);
  }
  for (std::size_t side = 2; side-- > 0;) {
    const std::vector<float>& curve = values[side];
    if (curve.size() < 2) continue;
    const auto at = [&](float share) {
      const auto k = static_cast<std::size_t>(std::lround(share * static_cast<float>(curve.size() - 1)));
      return glm::vec2(min.x + (max.x - min.x) * share, middle - curve[k] * reach);
    };
    std::vector<glm::vec2> points;
    for (std::size_t k = 0; k < curve.size(); ++k) points.push_back(at(static_cast<float>(k) / static_cast<float>(curve.size() - 1)));
    const Colour colour = side == 0 ? t.accent : t.second;
    if (side == 1) {
      draw_dashed(list, points, colour, 2.5f * ui.m.scale, 7 * ui.m.scale, 4 * ui.m.scale);
    } else {
      std::vector<ImVec2> line;
      for (const glm::vec2 p : points) line.push_back(to_im(p));
      list.AddPolyline(line.data(), static_cast<int>(line.size()), to_u32(colour), ImDrawFlags_None, 2.5f * ui.m.scale);
    }
    if (now_share >= 0) list.AddCircleFilled(to_im(at(std::clamp(now_share, 0.0f, 1.0f))), 5 * ui.m.scale, to_u32(colour), 20);
  }
}

// Synchrony over the whole story, with the playhead; as far as the curves show it (a prediction hides the rest).
void draw_synchrony(const UiContext& ui, ImDrawList& list, glm::vec2 min, glm::vec2 max) {
  const Tokens& t = ui.tokens;
  draw_box(list, min, max, t.card, 6 * ui.m.scale);
  const Trace& link = *ui.session.link;
  const int column = find_column(link, "pair.R");
  const double end_s = duration_s(ui.session, ui.content);
  if (column < 0 || end_s <= 0) return;
  const double seen_s = curves_end_s(ui.session);
  const auto y_of = [&](double value) {
    return max.y - 3 * ui.m.scale - static_cast<float>(std::clamp(value, 0.0, 1.0)) * (max.y - min.y - 6 * ui.m.scale);
  };
  const auto line_at = [&](double value) {
    const float y = std::round(y_of(value));
    for (float x = min.x; x < max.x; x += 8 * ui.m.scale)
      list.AddLine({x, y}, {std::min(max.x, x + 4 * ui.m.scale), y}, to_u32(t.border_strong), ui.m.line);
  };
  line_at(kOwnTime);
  line_at(kInStep);
  if (const EnsembleBands* bands = ui.session.bands[0].get()) {
    const auto found = std::find(bands->columns.begin(), bands->columns.end(), kSynchronyColumn);
    const auto index = static_cast<std::size_t>(found - bands->columns.begin());
    const ImDrawListFlags flags = list.Flags;  // smooth edges would show the seams
    list.Flags &= ~ImDrawListFlags_AntiAliasedFill;
    const auto x_of = [&](std::size_t row) {
      return min.x + (max.x - min.x) * static_cast<float>(std::min(1.0, static_cast<double>(row) * bands->sample_s / end_s));
    };
    for (std::size_t row = 1; found != bands->columns.end() && row < bands->rows; ++row) {
      if (static_cast<double>(row) * bands->sample_s > seen_s) break;
      const Band &from = bands->at(index, row - 1), &to = bands->at(index, row);
      list.AddQuadFilled({x_of(row - 1), y_of(from.p05)}, {x_of(row), y_of(to.p05)}, {x_of(row), y_of(to.p95)},
                         {x_of(row - 1), y_of(from.p95)}, to_u32(with_alpha(t.text, 0.18f)));
    }
    list.Flags = flags;
  }
  const int steps = std::max(2, static_cast<int>((max.x - min.x) / (2 * ui.m.scale)));
  std::vector<ImVec2> points;
  for (int i = 0; i <= steps && end_s * i / steps <= seen_s; ++i)
    points.push_back({min.x + (max.x - min.x) * static_cast<float>(i) / static_cast<float>(steps),
                      y_of(value_at(link, column, end_s * i / steps))});
  list.AddPolyline(points.data(), static_cast<int>(points.size()), to_u32(t.text), ImDrawFlags_None, 2 * ui.m.scale);
  const float x = min.x + (max.x - min.x) * static_cast<float>(ui.session.playhead.t_s / end_s);
  list.AddLine({x, min.y}, {x, max.y}, to_u32(t.text), 2 * ui.m.scale);
  list.AddCircleFilled({x, y_of(synchrony_now(ui.session))}, 5 * ui.m.scale, to_u32(t.text), 20);
}

}  // namespace

void draw_rhythms(UiContext& ui) {
  const std::optional<Rhythms> rhythms = rhythms_now(ui.session, ui.content);
  const Rect& rect = ui.layout.rhythms;
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  begin_panel(ui, "rhythms", rect);
  if (!rhythms) {
    end_panel();
    return;
  }
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float left = rect.min.x + m.gap_m, right = rect.max.x - m.gap_m;
  float y = rect.min.y + m.gap_s;
  constexpr std::array<const char*, 4> kSteps{"pair_own_time", "pair_partly", "pair_in_step", "pair_two_to_one"};
  std::string step = ui.tr(kSteps[static_cast<std::size_t>(rhythms->in_step)]);
  if (rhythms->in_step == InStep::two_to_one && measure(ui.fonts.bold, step).x > right - left) step = ui.tr("pair_two_to_one_short");
  draw_text(list, ui.fonts.bold, {left, y}, t.text, step);
  // Who is who, from the right.
  float x = right;
  const float words_end = left + measure(ui.fonts.bold, step).x + m.gap_l;
  for (int side = 1; side >= 0; --side) {
    const std::string name = (side == 0 ? "A  " : "B  ") + ui.side_title(side);
    const float width = measure(ui.fonts.small, name).x, sample = 28 * m.scale;
    if (x - width - sample - m.gap_s < words_end) break;
    x -= width;
    draw_text(list, ui.fonts.small, {x, y + m.scale}, t.muted, name);
    x -= sample + m.gap_s;
    const float middle = y + ui.fonts.small.size / 2;
    if (side == 1) {
      draw_dashed(list, {{x, middle}, {x + sample, middle}}, t.second, 3 * m.scale, 7 * m.scale, 4 * m.scale);
    } else {
      list.AddLine({x, middle}, {x + sample, middle}, to_u32(t.accent), 3 * m.scale);
    }
    x -= m.gap_l;
  }
  y += ui.fonts.bold.size + m.gap_xs;
  const float gap = m.gap_m, column = (right - left - 2 * gap) / 3;
  const float top = y + ui.fonts.small.size + 2 * m.scale, bottom = rect.max.y - m.gap_s;
  if (bottom - top > 12 * m.scale && column > 60 * m.scale) {
    const std::string beats = fill(ui.tr("pair_beats"), {{"a", format("%.0f", rhythms->beats[0])}, {"b", format("%.0f", rhythms->beats[1])}});
    const std::array<std::string, 3> titles{ui.tr("pair_breath"), ui.tr("pair_heart") + "  " + beats, ui.tr("pair_whole")};
    constexpr std::array<const char*, 3> kAsked{"pair.breath", "pair.HR", kSynchronyColumn};
    for (std::size_t i = 0; i < 3; ++i) {
      const float from = left + static_cast<float>(i) * (column + gap);
      const float why = why_width(ui, kAsked[i]);
      draw_text(list, ui.fonts.small, {from, y}, t.muted, elide(ui.fonts.small, titles[i], column - why));
      ImGui::SetCursorScreenPos({from + column - why, y - m.scale});
      why_button(ui, kAsked[i], titles[i], ui.fonts.small.size + 2 * m.scale);
      const glm::vec2 min(from, top), max(from + column, bottom);
      if (i == 0) draw_pair_curves(ui, list, min, max, rhythms->breath, rhythms->now_share, rhythms->ties);
      if (i == 1) draw_pair_curves(ui, list, min, max, rhythms->heart, rhythms->now_share);
      if (i == 2) draw_synchrony(ui, list, min, max);
    }
    bool hovered = false;
    for (std::size_t i = 0; i < 3; ++i) {
      ImGui::SetCursorScreenPos({left + static_cast<float>(i) * (column + gap), top});
      ImGui::PushID(static_cast<int>(i));
      const Press press = press_area(ui, "rhythm_area", {column, bottom - top});
      ImGui::PopID();
      hovered |= press.hovered;
      if (press.pressed) ui.send(command::AskAbout{kAsked[i]});
    }
    if (hovered) {
      std::string words;
      const AnyScenario story = current_story(ui.session, ui.content);
      if (ui.frame.why != nullptr && story.pair != nullptr && ui.session.link)
        words = synchrony_sentence(rhythms->synchrony,
                                   explain_coupling(ui.content.pair, story.pair->arms[static_cast<std::size_t>(ui.session.arm)],
                                                    *ui.session.link, ui.session.playhead.t_s),
                                   ui.content, *ui.frame.why, ui.session.level) + " ";
      tooltip(ui, words + ui.tr("pair_note"));
    }
  }
  end_panel();
}

}  // namespace attune
