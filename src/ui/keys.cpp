#include "ui/keys.h"

#include <array>
#include <cstddef>
#include <iterator>
#include <string>

#include "session/edit_story.h"
#include "ui/plot_layout.h"

namespace attune {
namespace {

using Made = std::optional<Command>;

constexpr double kSmallStep_share = 0.01;  // of the whole scenario

Made toggle_playing(const Session&, const Content&, int) { return command::TogglePlaying{}; }
Made step_time(const Session& s, const Content& c, int direction) {
  return command::StepTime{direction * std::max(1.0, duration_s(s, c) * kSmallStep_share)};
}
Made step_event(const Session&, const Content&, int direction) { return command::StepEvent{direction}; }
Made to_start(const Session&, const Content&, int) { return command::Seek{0}; }
Made to_end(const Session& s, const Content& c, int) { return command::Seek{duration_s(s, c)}; }
Made change_speed(const Session& s, const Content& c, int direction) {
  return command::SetSpeed{next_speed(s, c, played_speed(s, c), direction)};
}
// The part that is repeated begins (-1) or ends (1) now, or is none (0).
Made set_loop(const Session& s, const Content& c, int which) {
  if (which == 0) return has_loop(s) ? Made(command::SetLoop{0, 0}) : std::nullopt;
  const double now_s = s.playhead.t_s, end_s = duration_s(s, c), least_s = end_s * kShortestLoop_share;
  const double from_s = which < 0 ? now_s : s.loop_from_s < now_s ? s.loop_from_s : 0;
  const double to_s = which > 0 ? now_s : s.loop_to_s > now_s + least_s ? s.loop_to_s : end_s;
  if (to_s - from_s < least_s) return std::nullopt;
  return command::SetLoop{from_s, to_s};
}
Made home_view(const Session&, const Content&, int) { return command::GoToView{"home"}; }
Made numbered_view(const Session&, const Content&, int number) {
  const std::size_t index = static_cast<std::size_t>(number - 1);
  if (index >= view_presets().size()) return std::nullopt;
  return command::GoToView{view_presets()[index].id};
}
Made orbit_view(const Session&, const Content&, int direction) {
  constexpr float kStep = 0.08f;  // about 15 degrees
  constexpr std::array<glm::vec2, 4> steps{glm::vec2{-kStep, 0}, {kStep, 0}, {0, -kStep}, {0, kStep}};
  return command::OrbitCamera{steps[static_cast<std::size_t>(direction)]};
}
Made pan_view(const Session&, const Content&, int direction) {
  constexpr float kStep = 0.06f;  // of the view's height
  constexpr std::array<glm::vec2, 4> steps{glm::vec2{-kStep, 0}, {kStep, 0}, {0, -kStep}, {0, kStep}};
  return command::PanCamera{steps[static_cast<std::size_t>(direction)]};
}
Made zoom_view(const Session&, const Content&, int direction) {
  return command::ZoomCamera{static_cast<float>(direction), {0, 0}, 1};
}
Made frame_selected(const Session& s, const Content&, int) {
  if (s.selected.empty()) return std::nullopt;
  return command::FrameStructure{s.selected};
}
Made toggle_compare(const Session& s, const Content&, int) { return command::SetCompare{!s.compare}; }
Made swap_sides(const Session&, const Content&, int) { return command::SwapSides{}; }
Made toggle_difference(const Session& s, const Content&, int) { return command::SetDifference{!s.difference}; }
Made toggle_change(const Session& s, const Content&, int) {
  return command::SetChange{!s.change.on, s.change.environment, s.change.weeks};
}
Made toggle_bench(const Session& s, const Content&, int) { return command::SetBench{!s.show_bench, s.bench}; }
Made toggle_editor(const Session& s, const Content&, int) { return command::SetEditor{!s.show_editor}; }
Made ask_why(const Session&, const Content&, int) { return command::AskWhy{}; }
Made toggle_ground(const Session& s, const Content&, int) { return command::SetGrounded{!s.grounded}; }
Made toggle_blank(const Session& s, const Content&, int) { return command::SetBlank{!s.blank}; }
Made toggle_frozen(const Session& s, const Content&, int) { return command::SetFrozen{!s.frozen}; }
Made open_search(const Session& s, const Content&, int) { return command::SetSearch{!s.show_search, ""}; }
Made toggle_pages(const Session& s, const Content&, int) { return command::SetPages{!s.show_pages, s.page}; }
// While reading: the page before (-1) or after (1) the open one.
Made turn_page(const Session& s, const Content& c, int direction) {
  const Page* const open = current_page(s, c);
  if (open == nullptr) return std::nullopt;
  const auto next = (open - c.pages.data()) + direction;
  if (next < 0 || next >= static_cast<std::ptrdiff_t>(c.pages.size())) return std::nullopt;
  return command::SetPages{true, c.pages[static_cast<std::size_t>(next)].id};
}
Made save(const Session&, const Content&, int what) { return command::StartExport{static_cast<Export>(what)}; }
Made undo(const Session&, const Content&, int) { return command::Undo{}; }
Made redo(const Session&, const Content&, int) { return command::Redo{}; }
Made toggle_labels(const Session& s, const Content&, int) { return command::SetLabels{!s.show_labels}; }
Made toggle_flow(const Session& s, const Content&, int) { return command::SetFlow{!s.show_flow}; }
Made toggle_colours(const Session& s, const Content&, int) {
  return command::SetColourMode{s.colour_mode == ColourMode::activity ? ColourMode::structure : ColourMode::activity};
}
Made toggle_chemical(const Session& s, const Content& c, int number) {
  int position = 0;
  for (const Chemical& chemical : c.circuit.chemicals)
    if (!chemical.hidden && ++position == number)
      return command::SetCarrierVisible{chemical.id, !carrier_shown(s, chemical.id)};
  return std::nullopt;
}
Made toggle_body(const Session& s, const Content&, int) { return command::SetBody{!s.show_body}; }
Made keep_view(const Session&, const Content&, int) { return command::KeepView{""}; }
Made next_kept_view(const Session& s, const Content&, int) { return command::ShowKeptView{s.kept_view_shown + 1}; }
Made toggle_plots(const Session& s, const Content&, int) { return command::SetPanel{Panel::plots, !s.show_plots}; }
Made zoom_plots(const Session& s, const Content& c, int direction) {
  if (direction == 0) return command::SetPlotRange{0, 0};
  const TimeSpan span = zoomed_about_now(s, c, direction);
  return command::SetPlotRange{span.begin_s, span.end_s};
}
Made toggle_bands(const Session& s, const Content&, int) { return command::SetBands{!s.show_bands}; }
Made toggle_interface(const Session& s, const Content&, int) { return command::SetInterface{!s.show_interface}; }
Made toggle_theme(const Session& s, const Content&, int) {
  return command::SetTheme{next_theme(s.theme)};
}
Made toggle_full_screen(const Session& s, const Content&, int) { return command::SetFullscreen{!s.fullscreen}; }
Made toggle_help(const Session& s, const Content&, int) { return command::SetHelp{!s.show_help}; }
Made step_details(const Session&, const Content&, int direction) { return command::StepDetails{direction}; }
Made view_before(const Session&, const Content&, int) { return command::GoBackToView{}; }
Made predict(const Session& s, const Content&, int) {
  if (is_on(s.prediction)) return command::EndPrediction{};
  return command::StartPrediction{""};
}
Made step_back(const Session&, const Content&, int) { return command::StepBack{}; }

// The timeline of a story is in front.
bool is_editing(const Session& s) {
  return s.show_editor && s.show_interface && !s.show_welcome && !s.show_pages && !s.show_help && s.tour_step < 0;
}
Made remove_item(const Session& s, const Content&, int) {
  if (!is_editing(s) || s.item.kind == ItemKind::none) return std::nullopt;
  return command::RemoveItem{s.item};
}
// Where the playhead is, of the chosen event's kind.
Made insert_event(const Session& s, const Content& c, int) {
  const Scenario* const moment = current_story(s, c).scenario;
  if (!is_editing(s) || moment == nullptr) return std::nullopt;
  std::string input = "attune";
  if (ItemSpan span; s.item.kind == ItemKind::event && find_span(*moment, s.arm, s.item, span)) {
    const Segment& chosen = moment->arms[static_cast<std::size_t>(s.arm)].segments[static_cast<std::size_t>(s.item.index)];
    if (!chosen.inputs.empty()) input = chosen.inputs.front().input;
  }
  return command::AddEvent{s.playhead.t_s, input};
}

// Past its last step the tour is over.
Made tour_step(const Session& s, int direction) {
  const int step = s.tour_step + direction;
  if (step < 0) return std::nullopt;
  return command::SetTour{step < kTourSteps ? step : -1};
}

using G = KeyGroup;

constexpr KeyBinding kSingles[] = {
    {key::kSpace, 0, false, false, G::time, "Space", "key_play", toggle_playing},
    {key::kLeft, 0, false, true, G::time, "Left", "key_back", step_time, -1},
    {key::kRight, 0, false, true, G::time, "Right", "key_forward", step_time, 1},
    {'[', 0, true, false, G::time, "[", "key_previous_event", step_event, -1},
    {']', 0, true, false, G::time, "]", "key_next_event", step_event, 1},
    {key::kLeft, kShift, false, false, G::time, "Shift + Left", "key_previous_event", step_event, -1, false},
    {key::kRight, kShift, false, false, G::time, "Shift + Right", "key_next_event", step_event, 1, false},
    {key::kPageUp, 0, false, false, G::time, "Page Up", "key_previous_event", step_event, -1, false},
    {key::kPageDown, 0, false, false, G::time, "Page Down", "key_next_event", step_event, 1, false},
    {'.', 0, true, false, G::time, ".", "key_freeze", toggle_frozen},
    {key::kEnd, 0, false, false, G::time, "End", "key_end", to_end},
    {key::kHome, kShift, false, false, G::time, "Shift + Home", "key_start", to_start},
    {'j', 0, false, false, G::time, "J", "key_loop_start", set_loop, -1},
    {'j', kShift, false, false, G::time, "Shift + J", "key_loop_end", set_loop, 1},
    {'j', kCtrl, false, false, G::time, "Ctrl + J", "key_loop_off", set_loop, 0},
    {key::kUp, 0, false, true, G::time, "Up", "key_faster", change_speed, 1},
    {key::kDown, 0, false, true, G::time, "Down", "key_slower", change_speed, -1},

    {'0', 0, false, false, G::view, "0", "key_home_view", home_view},
    {key::kHome, 0, false, false, G::view, "Home", "key_home_view", home_view, 0, false},
    {'z', 0, false, false, G::view, "Z", "key_frame", frame_selected},
    {'z', kShift, false, false, G::view, "Shift + Z", "key_view_before", view_before},
    {'k', 0, false, false, G::view, "K", "key_keep_view", keep_view},
    {'r', 0, false, false, G::view, "R", "key_kept_view", next_kept_view},
    {'+', 0, true, true, G::view, "+", "key_zoom_in", zoom_view, 1},
    {'=', 0, false, true, G::view, "=", "key_zoom_in", zoom_view, 1, false},
    {'-', 0, true, true, G::view, "-", "key_zoom_out", zoom_view, -1},
    {key::kLeft, kCtrl, false, true, G::view, "Ctrl + arrows", "key_orbit", orbit_view, 0},
    {key::kRight, kCtrl, false, true, G::view, "", "key_orbit", orbit_view, 1, false},
    {key::kUp, kCtrl, false, true, G::view, "", "key_orbit", orbit_view, 2, false},
    {key::kDown, kCtrl, false, true, G::view, "", "key_orbit", orbit_view, 3, false},
    {key::kLeft, kShift | kCtrl, false, true, G::view, "Ctrl + Shift + arrows", "key_pan", pan_view, 0},
    {key::kRight, kShift | kCtrl, false, true, G::view, "", "key_pan", pan_view, 1, false},
    {key::kUp, kShift | kCtrl, false, true, G::view, "", "key_pan", pan_view, 2, false},
    {key::kDown, kShift | kCtrl, false, true, G::view, "", "key_pan", pan_view, 3, false},

    {'x', 0, false, false, G::compare, "X", "key_swap", swap_sides},
    {'m', 0, false, false, G::compare, "M", "key_compare", toggle_compare},
    {'d', 0, false, false, G::compare, "D", "key_difference", toggle_difference},
    {'c', 0, false, false, G::compare, "C", "key_change", toggle_change},
    {'e', 0, false, false, G::compare, "E", "bench_title", toggle_bench},
    {'e', kShift, false, false, G::compare, "Shift + E", "editor_entry", toggle_editor},
    {'w', 0, false, false, G::compare, "W", "key_why", ask_why},
    {key::kLeft, kAlt, false, false, G::compare, "Alt + Left", "key_details_back", step_details, -1},
    {key::kRight, kAlt, false, false, G::compare, "Alt + Right", "key_details_forward", step_details, 1},
    {'a', 0, false, false, G::compare, "A", "key_predict", predict},

    {'l', 0, false, false, G::show, "L", "key_labels", toggle_labels},
    {'p', 0, false, false, G::show, "P", "key_flow", toggle_flow},
    {'y', 0, false, false, G::show, "Y", "key_body", toggle_body},
    {'o', 0, false, false, G::show, "O", "key_colours", toggle_colours},
    {'v', 0, false, false, G::show, "V", "key_plots", toggle_plots},
    {'+', kCtrl, true, true, G::show, "Ctrl + plus", "key_plots_closer", zoom_plots, 1},
    {'=', kCtrl, false, true, G::show, "Ctrl + plus", "key_plots_closer", zoom_plots, 1, false},
    {'-', kCtrl, true, true, G::show, "Ctrl + minus", "key_plots_wider", zoom_plots, -1},
    {'0', kCtrl, false, false, G::show, "Ctrl + 0", "key_plots_all", zoom_plots, 0},
    {'u', 0, false, false, G::show, "U", "key_bands", toggle_bands},
    {'i', 0, false, false, G::show, "I", "key_interface", toggle_interface},
    {'t', 0, false, false, G::show, "T", "key_theme", toggle_theme},

    {'/', 0, true, false, G::program, "/", "key_search", open_search},
    {'f', kCtrl, false, false, G::program, "Ctrl + F", "key_search", open_search, 0, false},
    {'z', kCtrl, false, false, G::program, "Ctrl + Z", "key_undo", undo},
    {'z', kShift | kCtrl, false, false, G::program, "Ctrl + Shift + Z", "key_redo", redo},
    {'y', kCtrl, false, false, G::program, "Ctrl + Y", "key_redo", redo, 0, false},
    {'n', 0, false, false, G::program, "N", "key_pages", toggle_pages},
    {'g', 0, false, false, G::program, "G", "key_ground", toggle_ground},
    {'b', 0, false, false, G::program, "B", "key_blank", toggle_blank},
    {'s', kShift, false, false, G::program, "Shift + S", "key_picture", save, static_cast<int>(Export::picture)},
    {'s', kShift | kCtrl, false, false, G::program, "Ctrl + Shift + S", "key_film", save,
     static_cast<int>(Export::film)},
    {'c', kCtrl, false, false, G::program, "Ctrl + C", "key_copy_curves", save, static_cast<int>(Export::copied_curves)},
    {'c', kShift | kCtrl, false, false, G::program, "Ctrl + Shift + C", "key_copy_picture", save,
     static_cast<int>(Export::copied_curves_picture)},
    {'f', 0, false, false, G::program, "F", "key_full_screen", toggle_full_screen},
    {key::kF11, 0, false, false, G::program, "F11", "key_full_screen", toggle_full_screen, 0, false},
    {'?', 0, true, false, G::program, "?", "key_help", toggle_help},
    {'h', 0, false, false, G::program, "H", "key_help", toggle_help, 0, false},
    {key::kF1, 0, false, false, G::program, "F1", "key_help", toggle_help, 0, false},
    {key::kEscape, 0, false, false, G::program, "Esc", "key_back_out", step_back},

    {key::kInsert, 0, false, false, G::edit, "Insert", "editor_add_event", insert_event},
    {key::kDelete, 0, false, false, G::edit, "Delete", "key_remove_item", remove_item},
};

constexpr PlaceKey kPlaces[] = {
    {G::program, {"Ctrl + Q"}, "key_quit"},
    {G::edit, {"Up", "Down"}, "key_choose_item"},
    {G::edit, {"Left", "Right"}, "key_move_item"},
    {G::edit, {"Shift + Left", "Shift + Right"}, "key_stretch_item"},
    {G::predict, {"Left", "Right"}, "key_sketch_along"},
    {G::predict, {"Up", "Down"}, "key_sketch_up"},
    {G::predict, {"Enter"}, "predict_see"},
    {G::read, {"Left", "Right"}, "key_turn_page"},
    {G::read, {"Up", "Down", "Page Up", "Page Down"}, "key_scroll_page"},
    {G::read, {"Enter", "Space", "Right"}, "key_tour_on"},
    {G::read, {"Backspace", "Left"}, "key_tour_back"},
    {G::focus, {"Tab", "Shift + Tab"}, "key_focus"},
    {G::focus, {"arrows"}, "key_walk"},
    {G::focus, {"Enter", "Space"}, "key_press"},
    {G::focus, {"Shift + Left", "Shift + Right"}, "key_small_steps"},
    {G::focus, {"Esc"}, "key_leave"},
};
constexpr int kViewKeys = 6, kChemicalKeys = 9;
constexpr std::size_t kBindingCount = std::size(kSingles) + kViewKeys + kChemicalKeys;

constexpr std::array<KeyBinding, kBindingCount> make_bindings() {
  std::array<KeyBinding, kBindingCount> table{};
  std::size_t used = 0;
  for (const KeyBinding& single : kSingles) table[used++] = single;
  // Families: shown once in the help, as their range.
  for (int number = 1; number <= kViewKeys; ++number)
    table[used++] = {static_cast<Key>('0' + number),  kCtrl,       false,         false,  G::view,
                     number == 1 ? "Ctrl + 1-6" : "", "key_views", numbered_view, number, number == 1};
  for (int number = 1; number <= kChemicalKeys; ++number)
    table[used++] = {static_cast<Key>('0' + number),
                     0,
                     false,
                     false,
                     G::show,
                     number == 1 ? "1-9" : "",
                     "key_chemicals",
                     toggle_chemical,
                     number,
                     number == 1};
  return table;
}

constexpr std::array<KeyBinding, kBindingCount> kBindings = make_bindings();

}  // namespace

std::span<const KeyBinding> key_bindings() { return kBindings; }
std::span<const PlaceKey> place_keys() { return kPlaces; }

bool space_pauses(const Session& session) {
  const bool turns = session.show_welcome && !session.reduced_motion && !session.frozen;
  return (session.playhead.playing || turns) && !session.show_pages && !session.show_search && !session.grounded && !session.blank &&
         session.question == Question::none;
}

// A held key goes through the story no faster than it may be played.
bool is_too_soon(const Session& session, const Content& content, const Command& command) {
  const auto* step = std::get_if<command::StepTime>(&command);
  return step != nullptr && session.step_still_s < least_step_wait_s(session, content, step->seconds);
}

std::optional<Command> command_for_key(const Session& session, const Content& content, Key key, std::uint8_t modifiers,
                                       bool is_repeat) {
  // A black screen: whatever a presenter presses brings the picture back. The calm page: only the way out of it.
  if (session.blank) return is_repeat ? std::nullopt : Made(command::SetBlank{false});
  if (session.grounded) {
    // The breath goes on for longer than five seconds, so it can be stopped.
    if (key == key::kSpace && modifiers == 0) return is_repeat ? std::nullopt : Made(command::SetFrozen{!session.frozen});
    const bool leaves = key == 'g' || key == key::kEscape || key == key::kEnter;
    return leaves && !is_repeat ? Made(command::SetGrounded{false}) : std::nullopt;
  }
  if (session.question != Question::none) {  // it waits for an answer
    return key == key::kEscape && !is_repeat ? Made(command::StepBack{}) : std::nullopt;
  }
  if (session.tour_step >= 0 && !session.show_help && modifiers == 0) {
    const bool on = key == key::kRight || key == key::kPageDown || key == key::kEnter || key == key::kSpace;
    const bool back = key == key::kLeft || key == key::kPageUp || key == key::kBackspace;
    if (on || back) return is_repeat ? std::nullopt : tour_step(session, on ? 1 : -1);
    if (key == key::kUp || key == key::kDown) return std::nullopt;
  }
  if (is_sketching(session) && !session.show_help && !session.show_pages && modifiers == 0) {
    if (key == key::kLeft || key == key::kRight) return command::MoveSketch{key == key::kRight ? 1 : -1, 0};
    if (key == key::kUp || key == key::kDown) return command::MoveSketch{0, key == key::kUp ? 1 : -1};
    if (key == key::kEnter) return is_repeat ? std::nullopt : Made(command::SetPlaying{true});
  }
  const bool scrolls = key == key::kUp || key == key::kDown || key == key::kPageUp || key == key::kPageDown;
  if (session.show_help && modifiers == 0 && scrolls) return std::nullopt;  // the table of keys (take_keys())
  // While reading, Left and Right turn the page and nothing moves the moment behind it (the panel itself scrolls).
  const bool reads = session.show_pages && !session.show_help;
  if (reads && modifiers == 0 && (key == key::kLeft || key == key::kRight))
    return turn_page(session, content, key == key::kLeft ? -1 : 1);
  for (const KeyBinding& binding : key_bindings()) {
    const std::uint8_t wanted = binding.modifiers;
    const std::uint8_t given =
        binding.any_shift ? static_cast<std::uint8_t>(modifiers & ~static_cast<unsigned>(kShift)) : modifiers;
    if (binding.key != key || wanted != given) continue;
    if (is_repeat && !binding.repeats) return std::nullopt;
    if (session.show_welcome && key == key::kSpace) return command::SetFrozen{!session.frozen};  // the slow turn
    if ((session.show_welcome || reads) && binding.group == KeyGroup::time) return std::nullopt;  // nothing plays
    Made made = binding.make(session, content, binding.number);
    if (is_repeat && made && is_too_soon(session, content, *made)) return std::nullopt;
    return made;
  }
  return std::nullopt;
}

}  // namespace attune
