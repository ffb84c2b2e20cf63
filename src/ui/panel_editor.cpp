// The timeline of a story of the person's own: events and captions to drag, stretch, add and take away. What is lived
// follows while they are dragged.
#include <algorithm>
#include <cmath>

#include "session/edit_story.h"
#include "ui/panels.h"
#include "ui/timeline_layout.h"
#include "ui/ui_compat.h"

namespace attune {
namespace {

constexpr const char* kAddEvent = "add_event";
constexpr float kClickReach = 4;  // px: below this a press is a click, not a drag

const Input* input_of(const Content& content, const std::string& id) {
  for (const Input& input : content.circuit.inputs)
    if (input.id == id) return &input;
  return nullptr;
}

// What a bar says: the names of an event's inputs, a caption's short name.
std::string item_words(const UiContext& ui, const Arm& arm, StoryItem item) {
  if (item.kind == ItemKind::caption) return arm.captions[static_cast<std::size_t>(item.index)].event;
  std::string words;
  for (const InputValue& value : arm.segments[static_cast<std::size_t>(item.index)].inputs) {
    const Input* input = input_of(ui.content, value.input);
    words += (words.empty() ? "" : ", ") + (input == nullptr ? value.input : input->name);
  }
  return words;
}

std::string bar_words(const UiContext& ui, const Arm& arm, StoryItem item, bool wrong) {
  return (wrong ? "! " : "") + item_words(ui, arm, item);
}

// The same and, of a caption, the sentence itself.
std::string whole_words(const UiContext& ui, const Arm& arm, StoryItem item) {
  const std::string words = item_words(ui, arm, item);
  return item.kind == ItemKind::caption ? words + ": " + arm.captions[static_cast<std::size_t>(item.index)].text : words;
}

// How strong an event is at its strongest, 0-1: how full its bar is.
double fullness(const Segment& segment) {
  double most = 0;
  for (const InputValue& value : segment.inputs) most = std::max(most, value.value);
  return most;
}

void draw_ruler(const UiContext& ui, ImDrawList& list, const Timeline& timeline, double story_s) {
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  const float y = timeline.ruler.max.y - 8 * m.scale;
  list.AddLine({timeline.from_x, y}, {timeline.to_x, y}, to_u32(t.border_strong), 2 * m.scale);
  const double step_s = timeline_step_s(story_s) * 10;
  const float widest = measure(ui.fonts.small, moment_text(std::floor(story_s / step_s) * step_s, story_s, ui.axis_clock())).x + m.gap_m;
  const float apart = std::max(1.0f, timeline.x_of(step_s) - timeline.from_x);
  const int named = std::max(1, static_cast<int>(std::ceil(widest / apart)));  // every one, every second, ...
  int tick = 0;
  for (double t_s = 0; t_s <= story_s + 1e-6; t_s += step_s, ++tick) {
    const float x = timeline.x_of(t_s);
    list.AddLine({x, y - 6 * m.scale}, {x, y}, to_u32(t.border_strong), 2 * m.scale);
    if (tick % named != 0) continue;
    const std::string words = moment_text(t_s, story_s, ui.axis_clock());
    const float width = measure(ui.fonts.small, words).x, at = std::clamp(x - width / 2, timeline.ruler.min.x, timeline.ruler.max.x - width);
    draw_text(list, ui.fonts.small, {at, timeline.ruler.min.y + 2 * m.scale}, t.muted, words);
  }
}

void draw_bar(const UiContext& ui, ImDrawList& list, const Arm& arm, const TimelineBar& bar, bool chosen, bool pointed, bool wrong) {
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  const bool event = bar.item.kind == ItemKind::event;
  const Colour colour = event ? t.accent : t.second;
  draw_box(list, bar.bar.min, bar.bar.max, chosen ? t.card_selected : pointed ? t.card_hover : t.card, m.corner / 2);
  if (event) {
    // Its strength as a level in the bar.
    const auto share = static_cast<float>(fullness(arm.segments[static_cast<std::size_t>(bar.item.index)]));
    const float top = bar.bar.max.y - (bar.bar.max.y - bar.bar.min.y) * share;
    draw_box(list, {bar.bar.min.x, top}, bar.bar.max, with_alpha(colour, 0.28f), m.corner / 2);
  }
  draw_frame(list, bar.bar.min, bar.bar.max, chosen ? t.text : colour, m.corner / 2, (chosen ? 2.5f : 1.5f) * m.scale);
  if (chosen || pointed)  // something to take hold of at both ends
    for (const float x : {bar.bar.min.x + 4 * m.scale, bar.bar.max.x - 4 * m.scale})
      if (bar.bar.size().x > 24 * m.scale)
        list.AddLine({x, bar.bar.min.y + 12 * m.scale}, {x, bar.bar.max.y - 12 * m.scale}, to_u32(t.text), 2 * m.scale);
  const UiFont& font = chosen ? ui.fonts.small_bold : ui.fonts.small;
  const float room = bar.words.max.x - bar.words.min.x;
  if (room > 20 * m.scale)
    draw_text(list, font, {bar.words.min.x, (bar.bar.min.y + bar.bar.max.y - ui.fonts.small.size) / 2}, t.text,
              elide(font, bar_words(ui, arm, bar.item, wrong), room));
}

// Repeats of an event as thin marks after it.
void draw_repeats(const UiContext& ui, ImDrawList& list, const Timeline& timeline, const Segment& segment, const Rect& bar) {
  if (segment.repeat_every_s <= 0) return;
  const float least = 3 * ui.m.scale;
  if (timeline.x_of(segment.begin_s + segment.repeat_every_s) - bar.min.x < least) return;
  for (double t_s = segment.begin_s + segment.repeat_every_s; t_s < segment.repeat_until_s; t_s += segment.repeat_every_s) {
    const float x = timeline.x_of(t_s);
    list.AddRectFilled({x, bar.max.y - 6 * ui.m.scale}, {std::max(x + ui.m.scale, timeline.x_of(t_s + segment.end_s - segment.begin_s)), bar.max.y},
                       to_u32(with_alpha(ui.tokens.accent, 0.5f)));
  }
}

// Whether the check has something to say about an item: its pointer begins with the item's.
bool is_wrong(const UiContext& ui, StoryItem item) {
  const std::string pointer = item_pointer(ui.session.arm, item);
  return std::any_of(ui.session.story_checks.errors.begin(), ui.session.story_checks.errors.end(), [&](const Error& error) {
    return error.where == pointer || error.where.starts_with(pointer + "/");
  });
}

void add_menu(UiContext& ui, double at_s) {
  if (!begin_popover(ui, kAddEvent, 300 * ui.m.scale)) return;
  section_label(ui, ui.tr("editor_what_happens"));
  for (const Input& input : ui.content.circuit.inputs) {
    const Press press = press_area(ui, input.id.c_str(), {ImGui::GetContentRegionAvail().x, ui.m.control});
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (press.hovered) draw_box(list, press.min, press.max, ui.tokens.control_hover, ui.m.corner);
    draw_text(list, ui.fonts.body, {press.min.x + ui.m.gap_m, press.centre().y - ui.fonts.body.size / 2}, ui.tokens.text,
              elide(ui.fonts.body, input.name, press.max.x - press.min.x - 2 * ui.m.gap_m));
    if (press.hovered) tooltip(ui, input.meaning);
    if (!press.pressed) continue;
    ui.send(command::AddEvent{at_s, input.id});
    ImGui::CloseCurrentPopup();
  }
  end_popover();
}

constexpr float kTitleRoom = 150;  // pixels at scale 1

// The title and everything that is pressed, above the timeline. Returns where the timeline begins.
float draw_head(UiContext& ui, const Rect& rect, const Scenario& moment, bool own) {
  const Session& s = ui.session;
  const Metrics& m = ui.m;
  const float top = rect.min.y + m.gap_xs;
  float right = rect.max.x - m.gap_xs, left = rect.min.x + m.gap_m;
  const double now_s = s.playhead.t_s;
  // Keyboard order runs from left to right, so the places are worked out first.
  const std::string make = ui.tr("editor_make_own");
  const bool plays_here = ui.layout.transport.is_empty();  // a low window: the clock gave its place
  // Large letters in a small window: what the menu of saving has too goes first.
  const bool undoes_here = own && static_cast<float>(plays_here ? 8 : 7) * m.control <= right - rect.min.x;
  const int squares = (own ? 5 : 2) + (undoes_here ? 2 : 0) + (plays_here ? 1 : 0);
  // What adds something has its word where the title keeps room.
  const std::string event_word = ui.tr("editor_event_word"), caption_word = ui.tr("editor_caption_word");
  const float event_width = word_button_width(ui, event_word) + m.gap_xs, caption_width = word_button_width(ui, caption_word) + m.gap_xs;
  const float words = event_width + caption_width - 2 * m.control;
  const bool worded = own && right - left - static_cast<float>(squares) * m.control - words > kTitleRoom * m.scale;
  const float make_width = own ? 0 : std::min(measure(ui.fonts.bold, make).x + 2 * m.gap_l + m.gap_s, right - left - static_cast<float>(plays_here ? 3 : 2) * m.control);
  float x = right - static_cast<float>(squares) * m.control - make_width - (worded ? words : 0);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (x - left > 40 * m.scale)
    draw_text(list, ui.fonts.bold, {left, top + (m.control - ui.fonts.bold.size) / 2}, ui.tokens.text,
              elide(ui.fonts.bold, moment.title, x - left - m.gap_s));
  x = std::max(x, rect.min.x);
  const auto place = [&](float width) {
    ImGui::SetCursorScreenPos({x, top});
    x += width;
  };
  if (plays_here) {
    place(m.control);
    if (icon_button(ui, "play", s.playhead.playing ? Icon::pause : Icon::play, ui.tr(s.playhead.playing ? "pause" : "play")))
      ui.send(command::SetPlaying{!s.playhead.playing});
  }
  if (!own) {
    place(make_width);
    if (button(ui, "make_own", make, ButtonLook::primary, make_width - m.gap_s))
      ui.send(command::MakeOwnStory{fill(ui.tr("editor_own_title"), {{"title", current_scenario(s, ui.content).title}}),
                                    fill(ui.tr("editor_own_story"), {{"title", current_scenario(s, ui.content).title}})});
  } else {
    const auto adds = [&](const char* id, Icon icon, const std::string& word, float width, const std::string& tip) {
      place(worded ? width : m.control);
      return worded ? word_button(ui, id, icon, word, tip) : icon_button(ui, id, icon, tip);
    };
    if (adds("add_event_button", Icon::plus, event_word, event_width, ui.tr("editor_add_event"))) ImGui::OpenPopup(kAddEvent);
    add_menu(ui, now_s);
    if (adds("add_caption_button", Icon::caption, caption_word, caption_width, ui.tr("editor_add_caption")))
      ui.send(command::AddCaption{now_s, ui.tr("editor_new_event"), ui.tr("editor_new_caption")});
    if (undoes_here) {
      place(m.control);
      undo_button(ui, "editor_undo");
      place(m.control);
      redo_button(ui, "editor_redo");
    }
    place(m.control);
    if (icon_button(ui, "editor_save", Icon::disk, ui.tr("editor_save"))) ui.send(command::StartExport{Export::story});
  }
  place(m.control);
  if (icon_button(ui, "editor_files", Icon::folder, ui.tr("editor_files"), s.show_story_files)) ui.send(command::ShowStoryFiles{!s.show_story_files});
  place(m.control);
  if (icon_button(ui, "editor_close", Icon::close, ui.tr("close"))) ui.send(command::SetEditor{false});
  return top + m.control;
}

// Arrows choose, move and stretch.
void arrow_keys(UiContext& ui, const Timeline& timeline, const Scenario& moment) {
  const Session& s = ui.session;
  const bool down = compat::key_pressed(ImGuiKey_DownArrow), up = compat::key_pressed(ImGuiKey_UpArrow);
  if (down || up) {
    const StoryItem next = next_item(timeline, s.item, down ? 1 : -1);
    if (next.kind != ItemKind::none) {
      compat::keep_focus();
      ui.send(command::ChooseItem{next});
    }
    return;
  }
  const bool right = compat::key_pressed(ImGuiKey_RightArrow), left = compat::key_pressed(ImGuiKey_LeftArrow);
  if (right || left) {
    compat::keep_focus();
    ItemSpan span;
    if (!find_span(moment, s.arm, s.item, span)) return;
    const double by_s = std::max(time_grain_s(moment), timeline_step_s(moment.duration_s)) * (right ? 1 : -1);
    const DraggedSpan to = dragged(ImGui::GetIO().KeyShift ? Grip::end : Grip::move, span.begin_s, span.end_s, by_s, moment.duration_s);
    ui.send(command::MoveItem{s.item, to.begin_s, to.end_s});
  }
}

// What the mouse does on the timeline. What was taken hold of, and how it lay then, is kept by ImGui while it is held.
void drag(UiContext& ui, const Press& press, const Timeline& timeline, const Scenario& moment, bool own) {
  const Session& s = ui.session;
  ImGuiStorage& storage = *ImGui::GetStateStorage();
  const ImGuiID grip_id = ImGui::GetID("grip"), moved_id = ImGui::GetID("moved"), begin_id = ImGui::GetID("begin"), end_id = ImGui::GetID("end");
  const glm::vec2 mouse = to_glm(ImGui::GetIO().MousePos), down = to_glm(ImGui::GetIO().MouseClickedPos[0]);
  if (!press.held || !ImGui::IsMouseDown(0)) return;
  if (ImGui::IsItemActivated()) {
    const TimelineHit hit = hit_timeline(timeline, mouse, ui.m);
    storage.SetInt(grip_id, static_cast<int>(hit.grip));
    storage.SetInt(moved_id, 0);
    ItemSpan span;
    find_span(moment, s.arm, hit.item, span);
    storage.SetFloat(begin_id, static_cast<float>(span.begin_s));
    storage.SetFloat(end_id, static_cast<float>(span.end_s));
    if (hit.grip != Grip::ruler && !(hit.item == s.item)) ui.send(command::ChooseItem{hit.item});
    if (hit.grip == Grip::ruler) ui.send(command::Seek{timeline.time_at(mouse.x)});
    return;
  }
  const auto grip = static_cast<Grip>(storage.GetInt(grip_id, 0));
  if (grip == Grip::ruler) {
    if (std::abs(timeline.time_at(mouse.x) - s.playhead.t_s) > 1e-9) ui.send(command::Seek{timeline.time_at(mouse.x)});
    return;
  }
  if (grip == Grip::none || !own) return;
  const bool began = storage.GetInt(moved_id, 0) != 0;
  if (!began && std::abs(mouse.x - down.x) < kClickReach) return;
  const double by_s = timeline.time_at(mouse.x) - timeline.time_at(down.x);
  const DraggedSpan to = dragged(grip, static_cast<double>(storage.GetFloat(begin_id, 0)), static_cast<double>(storage.GetFloat(end_id, 0)), by_s, moment.duration_s);
  const double grain = time_grain_s(moment);
  const double begin_s = std::round(to.begin_s / grain) * grain, end_s = std::round(to.end_s / grain) * grain;
  ItemSpan now;
  if (!find_span(moment, s.arm, s.item, now) || (now.begin_s == begin_s && now.end_s == end_s)) return;
  storage.SetInt(moved_id, 1);
  ui.send(command::MoveItem{s.item, begin_s, end_s, !began});
}

}  // namespace

void draw_editor(UiContext& ui) {
  const Session& s = ui.session;
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  const Rect& rect = ui.layout.editor;
  const Scenario* moment = current_story(s, ui.content).scenario;
  if (moment == nullptr) return;
  const bool own = s.own_story != nullptr && s.own_story->own;
  begin_panel(ui, "editor", rect);
  const float top = draw_head(ui, rect, *moment, own);
  const Arm& arm = moment->arms[static_cast<std::size_t>(s.arm)];
  ImGui::SetCursorScreenPos({rect.min.x + m.gap_s, top});
  compat::begin_scroll_child("timeline", {rect.size().x - 2 * m.gap_s, std::max(1.0f, rect.max.y - m.gap_xs - top)});
  const glm::vec2 corner = to_glm(ImGui::GetCursorScreenPos());
  const float width = ImGui::GetContentRegionAvail().x;
  // As wide as they may get: bold when chosen, marked when the check has something to say.
  const auto words_width = [&](StoryItem item) {
    return measure(ui.fonts.small_bold, bar_words(ui, arm, item, is_wrong(ui, item))).x + m.scale;
  };
  const Timeline timeline = lay_out_timeline(*moment, s.arm, corner, width, m, words_width);
  const Press press = press_area(ui, "bars", {width, std::max(timeline.height, ImGui::GetContentRegionAvail().y - 1)});
  drag(ui, press, timeline, *moment, own);
  if (press.focused) arrow_keys(ui, timeline, *moment);

  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_ruler(ui, list, timeline, moment->duration_s);
  const TimelineHit pointed = press.hovered ? hit_timeline(timeline, to_glm(ImGui::GetIO().MousePos), m) : TimelineHit{};
  for (const TimelineBar& bar : timeline.bars) {
    if (bar.item.kind == ItemKind::event) draw_repeats(ui, list, timeline, arm.segments[static_cast<std::size_t>(bar.item.index)], bar.bar);
    draw_bar(ui, list, arm, bar, bar.item == s.item, bar.item == pointed.item, is_wrong(ui, bar.item));
  }
  const float x = timeline.x_of(s.playhead.t_s);
  list.AddLine({x, timeline.ruler.min.y + ui.fonts.small.size}, {x, corner.y + std::max(timeline.height, ImGui::GetWindowSize().y)}, to_u32(t.text), 2 * m.scale);
  list.AddCircleFilled({x, timeline.ruler.max.y - 8 * m.scale}, 7 * m.scale, to_u32(t.accent), 24);
  if (pointed.item.kind != ItemKind::none && !press.held) {
    ItemSpan span;
    find_span(*moment, s.arm, pointed.item, span);
    const auto told = [&](double t_s) { return moment_text(t_s, moment->duration_s, ui.clock()); };
    tooltip(ui, whole_words(ui, arm, pointed.item) + "  " + fill(ui.tr("bench_span"), {{"from", told(span.begin_s)}, {"to", told(span.end_s)}}));
    if (own) ImGui::SetMouseCursor(pointed.grip == Grip::move ? ImGuiMouseCursor_Hand : ImGuiMouseCursor_ResizeEW);
  }
  end_scroll(ui);
  end_panel();
}

}  // namespace attune
