// Which moment, which version of it, whose histories, and what happens when.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <optional>

#include "ui/panels.h"
#include "ui/search.h"
#include "ui/terms.h"
#include "ui/ui_compat.h"

namespace attune {
namespace {

constexpr float kCardPicture = 56, kCardWords = 120;  // widths: of a card's picture, and the least that its words keep beside it
constexpr float kLeastCardPicture = 40;               // its height

// A card with a title, a picture and what it is about; the whole story under the pointer. story: of story_at(), nothing where there
// is no picture. Returns true when pressed.
bool scenario_card(UiContext& ui, const char* id, const ScenarioText& scenario, std::optional<std::size_t> story, bool selected) {
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  const float width = ImGui::GetContentRegionAvail().x, pad = m.gap_m, inner = width - 2 * pad;
  const float picture = std::round(kCardPicture * m.scale);
  const bool is_wide = story && inner - picture - m.gap_s >= kCardWords * m.scale;
  const float taken = is_wide ? picture + m.gap_s : 0;
  const std::string& told = card_words(scenario);
  const float title = measure(ui.fonts.bold, scenario.title, inner).y;
  const float words = std::max(measure(ui.fonts.small, told, inner - taken).y, is_wide ? kLeastCardPicture * m.scale : 0);
  const Press press = press_area(ui, id, {width, title + words + 2 * pad + m.gap_xs});
  name_control(ui, scenario.title);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_control(ui, list, press.min, press.max, selected ? t.card_selected : press.hovered ? t.card_hover : t.card, m.corner);
  if (selected) {
    draw_frame(list, press.min, press.max, t.accent, m.corner, 2 * m.scale);
  } else {
    draw_frame(list, press.min, press.max, press.hovered ? t.border_strong : t.border, m.corner, m.line);
  }
  draw_text(list, ui.fonts.bold, press.min + glm::vec2(pad), t.text, scenario.title, inner);
  const glm::vec2 at = press.min + glm::vec2(pad, pad + title + m.gap_xs);
  if (is_wide) draw_story_picture(ui, list, *story, at, at + glm::vec2(picture, words), m.corner / 2, true);
  draw_text(list, ui.fonts.small, {at.x + taken, at.y}, t.muted, told, inner - taken);
  if (told != scenario.story) explain(ui, press, ui.layout.left, scenario.story);
  return press.pressed;
}

// Which picture a story of the person's own has: of the moment it was made from.
std::optional<std::size_t> picture_of(const UiContext& ui, const OwnStory& story) {
  for (std::size_t i = 0; i < ui.content.scenarios.size() && story.origin != nullptr; ++i)
    if (ui.content.scenarios[i].id == story.origin->id) return i;
  return std::nullopt;
}

// Every story by theme, or those that were looked for.
void library(UiContext& ui) {
  const Session& s = ui.session;
  const FoundStories found = find_stories(s, ui.content, *ui.frame.text, s.library_search);
  // Other words, other cards: from the first one on.
  ImGuiStorage& storage = *ImGui::GetStateStorage();
  const ImGuiID shown_id = ImGui::GetID("searched");
  const int shown = static_cast<int>(ImHashStr(s.library_search.c_str()));
  if (storage.GetInt(shown_id) != shown) ImGui::SetScrollY(0);
  storage.SetInt(shown_id, shown);
  if (found.is_empty()) paragraph(ui, ui.fonts.body, ui.tokens.text, ui.tr("search_nothing"));
  if (!found.meant.empty()) paragraph(ui, ui.fonts.body, ui.tokens.muted, fill(ui.tr("search_meant"), {{"words", found.meant}}));
  if (found.own || !found.kept.empty()) section_label(ui, ui.tr("editor_own"));
  const auto own_card = [&](const std::string& id, const OwnStory& story, bool open, int kept) {
    if (scenario_card(ui, id.c_str(), story.scenario, picture_of(ui, story), open)) ui.send(command::ShowOwnStory{kept});
    space(ui.m.gap_m);
  };
  if (found.own) own_card("own_story", *s.own_story, true, -1);
  for (const std::size_t i : found.kept) own_card("kept_story_" + std::to_string(i), *s.kept_stories[i], false, static_cast<int>(i));
  std::vector<std::string> themes;
  for (const std::size_t i : found.all)
    if (const std::string& theme = story_at(ui.content, i).text().theme; std::find(themes.begin(), themes.end(), theme) == themes.end())
      themes.push_back(theme);
  for (const std::string& theme : themes) {
    if (!theme.empty()) section_label(ui, theme);
    for (const std::size_t i : found.all) {
      const ScenarioText& scenario = story_at(ui.content, i).text();
      if (scenario.theme != theme) continue;
      if (scenario_card(ui, ("scenario_" + scenario.id).c_str(), scenario, i, static_cast<int>(i) == s.scenario && s.own_story == nullptr))
        ui.send(command::SelectScenario{static_cast<int>(i)});
      space(ui.m.gap_s);
    }
    space(ui.m.gap_s);
  }
}

// A line with a radio disc.
bool radio_row(const UiContext& ui, const char* id, const std::string& label, bool on) {
  const Tokens& t = ui.tokens;
  const float width = ImGui::GetContentRegionAvail().x, disc = 9 * ui.m.scale;
  const float text_x = ui.m.gap_m + 2 * disc + ui.m.gap_m;
  const glm::vec2 words = measure(ui.fonts.body, label, width - text_x - ui.m.gap_s);
  const Press press = press_area(ui, id, {width, std::max(ui.m.control, words.y + 2 * ui.m.gap_s)});
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (on || press.hovered) draw_box(list, press.min, press.max, on ? t.card_selected : t.card_hover, ui.m.corner);
  const ImVec2 centre{press.min.x + ui.m.gap_m + disc, press.centre().y};
  list.AddCircle(centre, disc, to_u32(on ? t.accent : t.border_strong), 32, 2 * ui.m.scale);
  if (on) list.AddCircleFilled(centre, disc * 0.52f, to_u32(t.accent), 24);
  draw_text(list, ui.fonts.body, {press.min.x + text_x, press.centre().y - words.y / 2}, t.text, label,
            width - text_x - ui.m.gap_s);
  return press.pressed;
}

// "A" or "B" as a button, filled when this history is on that side.
bool side_button(const UiContext& ui, const char* id, int side, bool on, Colour colour, const std::string& tip) {
  const Tokens& t = ui.tokens;
  const Press press = press_area(ui, id, {ui.m.control, ui.m.control});
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const glm::vec2 half(15 * ui.m.scale);
  const float corner = 8 * ui.m.scale;
  if (on) {
    draw_box(list, press.centre() - half, press.centre() + half, colour, corner);
  } else {
    if (press.hovered) draw_box(list, press.centre() - half, press.centre() + half, t.control_hover, corner);
    draw_frame(list, press.centre() - half, press.centre() + half, press.hovered ? t.text : t.border_strong, corner,
               1.5f * ui.m.scale);
  }
  const char* letter = side == 0 ? "A" : "B";
  draw_text(list, ui.fonts.small_bold, press.centre() - measure(ui.fonts.small_bold, letter) * 0.5f,
            on ? text_on(colour) : t.muted, letter);
  if (press.hovered) tooltip(ui, tip);
  return press.pressed;
}

void style_rows(UiContext& ui) {
  const Session& s = ui.session;
  const Tokens& t = ui.tokens;
  for (std::size_t i = 0; i < ui.content.styles.size(); ++i) {
    const Style& style = ui.content.styles[i];
    const int index = static_cast<int>(i);
    const bool on_a = s.style[0] == index, on_b = s.compare && !s.change.on && s.style[1] == index;
    ImGui::PushID(style.id.c_str());
    const glm::vec2 origin = to_glm(ImGui::GetCursorScreenPos());
    const float width = ImGui::GetContentRegionAvail().x, name_width = width - 2 * ui.m.control - ui.m.gap_xs;
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const Colour colour = to_colour(style.colour);
    const Colour soft = mix(t.panel, colour, 0.16f);
    if (on_a || on_b) draw_box(list, origin, origin + glm::vec2(width, ui.m.control), soft, ui.m.corner);
    const Press press = press_area(ui, "name", {name_width, ui.m.control});
    if (press.hovered) {
      if (!on_a && !on_b) draw_box(list, origin, origin + glm::vec2(width, ui.m.control), t.card_hover, ui.m.corner);
      tooltip(ui, at_level(style.plain, style.deeper, ui.session.level));
    }
    const float dot = 6 * ui.m.scale;
    const Colour back = on_a || on_b ? soft : t.panel;
    list.AddCircleFilled({press.min.x + ui.m.gap_m + dot, press.centre().y}, dot, to_u32(readable_on(colour, back, 3)),
                         24);
    const UiFont& font = on_a || on_b ? ui.fonts.bold : ui.fonts.body;
    const bool changed = (on_a && is_changed(s, Bench::side_a)) || (on_b && is_changed(s, Bench::side_b));
    const std::string called = changed ? fill(ui.content.changed_name, {{"name", style.name}}) : style.name;
    const std::string name = elide(font, called, name_width - 2 * dot - 2 * ui.m.gap_m);
    draw_text(list, font, {press.min.x + 2 * ui.m.gap_m + 2 * dot - ui.m.gap_xs, press.centre().y - font.size / 2},
              t.text, name);
    if (press.pressed && !on_a) ui.send(command::SetStyle{0, index});
    ImGui::SetCursorScreenPos({origin.x + name_width, origin.y});
    if (side_button(ui, "a", 0, on_a, colour, fill(ui.tr("style_to_a"), {{"style", style.name}})) && !on_a)
      ui.send(command::SetStyle{0, index});
    ImGui::SetCursorScreenPos({origin.x + name_width + ui.m.control, origin.y});
    if (side_button(ui, "b", 1, on_b, colour, fill(ui.tr("style_to_b"), {{"style", style.name}})) && !on_b) {
      if (s.style[1] != index || s.change.on) ui.send(command::SetStyle{1, index});
      if (!s.compare) ui.send(command::SetCompare{true});
    }
    ImGui::PopID();
    ImGui::SetCursorScreenPos({origin.x, origin.y + ui.m.control + ui.m.gap_xs});
    ImGui::Dummy({0, 0});
  }
  for (int side = 0; side < (s.compare ? 2 : 1); ++side) {
    const Style& style = current_style(s, ui.content, side);
    space(ui.m.gap_xs);
    const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos());
    const float badge = 20 * ui.m.scale, indent = badge + ui.m.gap_s;
    draw_side_badge(ui, *ImGui::GetWindowDrawList(), at + glm::vec2(badge / 2, badge / 2), side, badge);
    ImGui::Indent(indent);
    told_paragraph(ui, ui.fonts.small, ui.tokens.muted, at_level(style.plain, style.deeper, ui.session.level));
    if (is_changed(s, side == 0 ? Bench::side_a : Bench::side_b) && !(side == 1 && s.change.on))
      paragraph(ui, ui.fonts.small_bold, ui.tokens.text, ui.tr("bench_pattern_changed"));
    ImGui::Unindent(indent);
  }
}

// What happens, and on which side: in a story of years each side can live a version of its own.
void version_rows(UiContext& ui, const AnyScenario& story) {
  const bool two = story.years != nullptr && ui.session.compare;
  for (std::size_t i = 0; i < story.arm_count(); ++i) {
    const int index = static_cast<int>(i);
    const ArmText& arm = story.arm(i);
    const std::string id = "arm_" + arm.id;
    if (!two) {
      const bool on = index == ui.session.arm;
      if (radio_row(ui, id.c_str(), arm.title, on) && !on) ui.send(command::SelectArm{index});
      continue;
    }
    const Tokens& t = ui.tokens;
    const glm::vec2 origin = to_glm(ImGui::GetCursorScreenPos());
    const float name_width = ImGui::GetContentRegionAvail().x - 2 * ui.m.control - ui.m.gap_xs;
    const glm::vec2 words = measure(ui.fonts.body, arm.title, name_width - ui.m.gap_m);
    const float height = std::max(ui.m.control, words.y + 2 * ui.m.gap_xs);
    ImGui::PushID(id.c_str());
    draw_text(*ImGui::GetWindowDrawList(), ui.fonts.body, {origin.x + ui.m.gap_s, origin.y + (height - words.y) / 2}, t.text,
              arm.title, name_width - ui.m.gap_m);
    for (int side = 0; side < 2; ++side) {
      ImGui::SetCursorScreenPos({origin.x + name_width + static_cast<float>(side) * ui.m.control, origin.y + (height - ui.m.control) / 2});
      const bool on = arm_of(ui.session, side) == index;
      const std::string tip = fill(ui.tr(side == 0 ? "style_to_a" : "style_to_b"), {{"style", arm.title}});
      if (side_button(ui, side == 0 ? "a" : "b", side, on, to_colour(side_name(ui.session, ui.content, side).colour), tip) && !on)
        ui.send(command::SelectArm{index, side});
    }
    ImGui::PopID();
    ImGui::SetCursorScreenPos({origin.x, origin.y + height});
    ImGui::Dummy({0, 0});
  }
}

// One line with its words and a bar for each side, 0-1.
void share_row(const UiContext& ui, const std::string& words, const std::array<double, 2>& shares, const std::string& told) {
  const Tokens& t = ui.tokens;
  const float width = ImGui::GetContentRegionAvail().x, thick = 6 * ui.m.scale;
  const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos());
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float told_width = measure(ui.fonts.small, told).x;
  draw_text(list, ui.fonts.small, at, t.text, elide(ui.fonts.small, words, width - told_width - ui.m.gap_s));
  draw_text(list, ui.fonts.small, {at.x + width - told_width, at.y}, t.muted, told);
  float y = at.y + ui.fonts.small.size + 2 * ui.m.scale;
  for (int side = 0; side < (ui.session.compare ? 2 : 1); ++side) {
    const double share = std::clamp(shares[static_cast<std::size_t>(side)], 0.0, 1.0);
    draw_box(list, {at.x, y}, {at.x + width, y + thick}, t.control_active, thick / 2);
    if (share > 0.005)
      draw_box(list, {at.x, y}, {at.x + width * static_cast<float>(share), y + thick}, side == 0 ? t.accent : t.second, thick / 2);
    y += thick + 2 * ui.m.scale;
  }
  ImGui::Dummy({width, y - at.y + ui.m.gap_xs});
}

// What a life has taught by now; of many families, how many children have come to which pattern.
void learned_rows(UiContext& ui, const LifeScenario& life) {
  const Session& s = ui.session;
  const bool families = life.start == LifeStart::families;
  section_label(ui, ui.tr(families ? "section_of_100" : "section_learned"));
  const auto both = [&](const std::string& column) {
    return std::array<double, 2>{value_now(s, 0, column), s.compare ? value_now(s, 1, column) : 0};
  };
  const auto tell = [&](const std::array<double, 2>& shares, const auto& say) {
    return s.compare ? say(shares[0]) + " | " + say(shares[1]) : say(shares[0]);
  };
  if (families) {
    for (const Style& style : ui.content.styles) {
      const std::array<double, 2> shares = both("label." + style.id);
      if (!std::isfinite(shares[0])) continue;
      share_row(ui, style.name, shares, tell(shares, [](double share) { return std::to_string(std::lround(100 * share)); }));
    }
    told_paragraph(ui, ui.fonts.small, ui.tokens.muted, ui.tr("of_100_note"));
  } else {
    for (const ShownTrait& trait : shown_traits()) {
      const std::array<double, 2> shares = both(trait.column);
      share_row(ui, ui.tr(trait.words), shares, tell(shares, [&](double share) { return ui.tr(amount_words(share)); }));
    }
  }
  space(ui.m.gap_l);
}

void caption_rows(UiContext& ui) {
  const ArmText& arm = current_arm(ui.session, ui.content);
  const Caption* now = caption_at(arm, ui.session.playhead.t_s);
  const Tokens& t = ui.tokens;
  for (std::size_t i = 0; i < arm.captions.size(); ++i) {
    const Caption& caption = arm.captions[i];
    const bool current = now == &caption;
    const float width = ImGui::GetContentRegionAvail().x;
    const std::string time = moment_text(caption.begin_s, duration_s(ui.session, ui.content), ui.axis_clock());
    const float text_x = ui.m.gap_m + 52 * ui.m.scale, text_width = width - text_x - ui.m.gap_s;
    const float title = measure(ui.fonts.small_bold, caption.event, text_width).y;
    const float words = measure(ui.fonts.small, caption.text, text_width).y;
    const glm::vec2 from = to_glm(ImGui::GetCursorScreenPos()) + glm::vec2(text_x, ui.m.gap_s + title);
    ImGui::PushID(static_cast<int>(i));
    const std::vector<MarkedTerm> terms = press_terms(ui, ui.fonts.small, from, caption.text, text_width);
    const Press press = press_area(ui, "caption", {width, title + words + 2 * ui.m.gap_s});
    ImGui::PopID();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (current || press.hovered)
      draw_box(list, press.min, press.max, current ? t.card_selected : t.card_hover, ui.m.corner);
    if (current)
      draw_box(list, {press.min.x, press.min.y + ui.m.gap_s}, {press.min.x + 3 * ui.m.scale, press.max.y - ui.m.gap_s},
               t.accent, 2 * ui.m.scale);
    const float y = press.min.y + ui.m.gap_s;
    draw_text(list, ui.fonts.small, {press.min.x + ui.m.gap_m, y}, current ? t.accent : t.faint, time);
    draw_text(list, ui.fonts.small_bold, {press.min.x + text_x, y}, t.text, caption.event, text_width);
    draw_text(list, ui.fonts.small, from, t.muted, caption.text, text_width);
    draw_terms(ui, terms);
    if (press.pressed) ui.send(command::Seek{caption.begin_s});
    space(2 * ui.m.scale);
  }
}

}  // namespace

void draw_library_head(UiContext& ui) {
  const Metrics& m = ui.m;
  const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos());
  const float width = ImGui::GetContentRegionAvail().x;
  const std::string back = ui.tr("library_back_word"), tip = ui.tr("library_close");
  const float worded = word_button_width(ui, back);
  const bool has_word = width - worded - m.gap_s >= kCardWords * m.scale;
  if (has_word ? word_button(ui, "close_library", Icon::chevron_left, back, tip) : icon_button(ui, "close_library", Icon::chevron_left, tip))
    ui.send(command::SetLibrary{false});
  const std::string& wanted = ui.session.library_search;
  const float from = (has_word ? worded : m.control) + m.gap_s, clear = wanted.empty() ? 0 : m.control;
  ImGui::SetCursorScreenPos({at.x + from, at.y});
  std::array<char, 96> text{};
  std::strncpy(text.data(), wanted.c_str(), text.size() - 1);
  const std::string name = ui.tr("library_search"), hint = ui.tr("library_search_hint");
  const Typed typed = text_field(ui, {"library_search", name, hint}, text, {width - from - clear, m.control});
  // Esc puts back what stood there at first (take_keys() takes it away).
  if (wanted != text.data() && !typed.left) ui.send(command::SetLibrary{true, text.data()});
  if (clear > 0) {
    ImGui::SetCursorScreenPos({at.x + width - clear, at.y});
    if (icon_button(ui, "clear_library_search", Icon::close, ui.tr("library_search_clear"))) ui.send(command::SetLibrary{true});
  }
  ImGui::SetCursorScreenPos({at.x, at.y + m.control});
  space(m.gap_m);
}

void draw_moment(UiContext& ui) {
  const AnyScenario story = current_story(ui.session, ui.content);
  const ScenarioText& scenario = story.text();
  if (ui.session.show_library) {
    library(ui);
    return;
  }
  if (!scenario.theme.empty()) section_label(ui, scenario.theme);
  paragraph(ui, ui.fonts.heading, ui.tokens.text, scenario.title);
  space(ui.m.gap_xs);
  told_paragraph(ui, ui.fonts.small, ui.tokens.muted, scenario.story);
  if (story.years != nullptr && !story.years->shown.text.empty()) {
    space(ui.m.gap_xs);
    told_paragraph(ui, ui.fonts.small_bold, ui.tokens.text, story.years->shown.text);
  }
  space(ui.m.gap_m);
  const std::string another = fill(ui.tr("library_open"), {{"count", std::to_string(story_count(ui.content))}});
  const glm::vec2 row = to_glm(ImGui::GetCursorScreenPos());
  const float row_width = ImGui::GetContentRegionAvail().x;
  // The pencil has its word where the other button keeps its own, if need be without the number.
  const std::string change = ui.tr("bench_word"), plain = ui.tr("library_open_short");
  const auto needs = [&](const std::string& words) { return measure(ui.fonts.bold, words).x + 2 * ui.m.gap_m; };
  const float beside = row_width - word_button_width(ui, change) - ui.m.gap_xs;
  const bool worded = needs(plain) <= beside;
  const float wide = worded ? beside : row_width - ui.m.control - ui.m.gap_xs;
  if (button(ui, "open_library", needs(another) <= wide ? another : plain, ButtonLook::filled, wide)) ui.send(command::SetLibrary{true});
  ImGui::SetCursorScreenPos({row.x + wide + ui.m.gap_xs, row.y});
  const std::string tip = ui.tr("bench_title");
  if (worded ? word_button(ui, "open_bench", Icon::pencil, change, tip, ui.session.show_bench)
             : icon_button(ui, "open_bench", Icon::pencil, tip, ui.session.show_bench))
    ui.send(command::SetBench{!ui.session.show_bench, ui.session.bench});
  space(ui.m.gap_l);

  if (story.arm_count() > 1) {
    section_label(ui, ui.tr("section_version"));
    version_rows(ui, story);
    space(ui.m.gap_l);
  }

  if (!starts_at_birth(ui.session, ui.content)) {
    section_label(ui, ui.tr(story.years != nullptr && story.years->start == LifeStart::families ? "section_parents" : "section_histories"));
    style_rows(ui);
  }
  if (story.pair == nullptr && switch_row(ui, "compare_switch", ui.tr("compare_two"), ui.session.compare))
    ui.send(command::SetCompare{!ui.session.compare});
  space(ui.m.gap_l);
  if (story.years != nullptr) learned_rows(ui, *story.years);

  if (!current_arm(ui.session, ui.content).captions.empty()) {
    section_label(ui, ui.tr("section_what_happens"));
    caption_rows(ui);
  }
}

}  // namespace attune
