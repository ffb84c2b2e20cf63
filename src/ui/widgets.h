// The interface's own widgets on ImGui's input and draw lists. Sizes in pixels; text is UTF-8.
#pragma once

#include <glm/vec2.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ui/draw.h"
#include "ui/icons.h"
#include "ui/ui.h"
#include "ui/words.h"

namespace attune {

class TermMemory;  // ui/term_memory.h

// What every panel gets.
struct UiContext {
  const Session& session;
  const Content& content;
  const UiFrame& frame;
  const UiFonts& fonts;
  Tokens tokens;
  Metrics m;
  UiLayout layout;
  std::vector<Command>& commands;
  TermMemory& terms;
  std::string hovered_structure;  // a row or chip of this structure lies under the pointer
  bool pointer_over_ui = false;
  bool why_in_view = false;       // the details show reasons just now
  bool runs_said = false;         // the details have said what runs are
  double why_held_s = -1;         // the pointer or the keyboard is in the reasons: the time of the run they stay at
  std::string held_words = {};    // "As at 0:42" while the details show that and no longer now
  bool held_said = false;         // and that can be read
  std::vector<Control>* controls = nullptr;  // null: nobody asks where things are
  std::vector<std::size_t>* pictures_wanted = nullptr;  // UiResult::pictures_wanted

  // The interface word for a key, "[key]" when it is missing.
  std::string tr(const char* key) const;
  // Words of clocks, and short ones for axes.
  ClockWords clock() const;
  ClockWords axis_clock() const;
  std::string side_title(int side) const;  // session.h
  void send(Command command) const { commands.push_back(std::move(command)); }
};

// ---- text ----------------------------------------------------------------------------------------
// The lines of a text in a width, 0: only where it has new ones. They break at blanks and never before what closes a sentence.
std::vector<std::string_view> wrapped_lines(const UiFont& font, std::string_view text, float width);
glm::vec2 measure(const UiFont& font, std::string_view text, float wrap_width = 0);
void draw_text(ImDrawList& list, const UiFont& font, glm::vec2 at, Colour colour, std::string_view text,
               float wrap_width = 0);
// Text that fits the width, cut at a character and closed with "…" where it does not.
std::string elide(const UiFont& font, std::string_view text, float width);
// At most `lines` lines of the width, the last one elided.
std::string clamp_lines(const UiFont& font, std::string_view text, float width, int lines);
// The longest piece of it that cannot be broken.
float widest_word(const UiFont& font, std::string_view text);
// At the cursor; moves it down.
void text_line(const UiContext& ui, const UiFont& font, Colour colour, std::string_view text);
void paragraph(const UiContext& ui, const UiFont& font, Colour colour, std::string_view text);
void section_label(const UiContext& ui, std::string_view text);
// Of what changes with time: says behind it what time that is, where that is not now (UiContext::held_words).
void section_label_of_time(UiContext& ui, std::string_view text);
void space(float height);

// ---- things to press -----------------------------------------------------------------------------
struct Press {
  bool hovered = false, held = false, pressed = false, focused = false;
  glm::vec2 min{0}, max{0};
  glm::vec2 centre() const { return (min + max) * 0.5f; }
};
// An empty area at the cursor that can be pressed by mouse and keyboard.
Press press_area(const UiContext& ui, const char* id, glm::vec2 size);
// What the last area is called, for those who ask where things are.
void name_control(const UiContext& ui, std::string_view words);
// The last control of that id drawn so far; nullptr where there is none.
const Control* find_control(const UiContext& ui, std::string_view id);
// Keyboard focus: a ring in the accent colour.
void draw_focus_ring(const UiContext& ui, const Press& press, float corner);
// Beside what it explains, the last item drawn, when the pointer has rested there for a moment (place_tooltip()).
void tooltip(const UiContext& ui, std::string_view text);

// The same at once, about a place of the window; panel: what it is part of.
void tooltip_beside(const UiContext& ui, const Rect& item, const Rect& panel, std::string_view text);
// What a control has no room to say: tooltip_beside() it and its panel with the keyboard's focus, tooltip() at the pointer.
void explain(const UiContext& ui, const Press& press, const Rect& panel, std::string_view text);

// A value of a column; of what was learned in words: it is no one's score.
std::string value_words(const UiContext& ui, double value, const ColumnInfo& info);

enum class ButtonLook : std::uint8_t { quiet, filled, primary, idle };  // idle: cannot be pressed now
bool button(const UiContext& ui, const char* id, std::string_view label, ButtonLook look, float width = 0);
bool icon_button(const UiContext& ui, const char* id, Icon icon, std::string_view tip, bool on = false, float size = 0);
// What cannot be pressed now: greyed, as wide as word_button() or, without a word, icon_button(); the tip says why.
void idle_button(const UiContext& ui, const char* id, Icon icon, std::string_view word, std::string_view tip);
// Take the last choice back, and do it again. They say which; greyed where there is none.
void undo_button(const UiContext& ui, const char* id);
void redo_button(const UiContext& ui, const char* id);
// "Undo: theme", "Nothing to undo".
std::string undo_words(const UiContext& ui);
std::string redo_words(const UiContext& ui);
// An icon with its word, on a box (quiet: only while it is on or pointed at); word_button_width() wide and Metrics::control high. tip: "" = none.
float word_button_width(const UiContext& ui, std::string_view word);
bool word_button(const UiContext& ui, const char* id, Icon icon, std::string_view word, std::string_view tip,
                 bool on = false, bool quiet = false);
// "why?" as words to press, for the reasons of a trace column; at the cursor, `height` high, why_width() wide. Returns
// true on the press after sending command::AskAbout. Nothing, and no width, for columns without reasons.
float why_width(const UiContext& ui, const std::string& column);
bool why_button(const UiContext& ui, const std::string& column, const std::string& name, float height);
inline constexpr float kRowChip = 30;  // of the small controls at the end of a row, pixels at scale 1
// The eye before what can be hidden: a press hides it or shows it again, with Ctrl nothing but it (or all again).
void eye_button(const UiContext& ui, bool shown, std::string_view tip, float size, Command turns, Command solo);
// Nothing but this one, or all again. name: whose.
void solo_button(const UiContext& ui, bool solo, const char* only, const char* all, const std::string& name, float size,
                 Command asks);
// A line with its words left and a switch right.
bool switch_row(const UiContext& ui, const char* id, std::string_view label, bool on);
// A line to type in, at the cursor. The words are cut at the buffer's size.
struct TextField {
  const char* id = "";
  std::string_view name, hint;  // what it is called, for those who ask where things are; what stands in it while it is empty
  bool wrong = false;           // marked
  bool takes_keyboard = false;  // from this frame on
  int flags = 0;                // ImGuiInputTextFlags
};
struct Typed {
  bool answered = false;   // ImGui::InputText()'s answer: the words have changed, or Enter was asked for and pressed
  bool began = false;      // in the first frame with the keyboard
  bool left = false;       // in the first frame without it
  bool is_active = false;  // has the keyboard
};
Typed text_field(const UiContext& ui, const TextField& field, std::span<char> text, glm::vec2 size);
// Equal buttons in one frame; returns the index pressed or -1.
int segmented(const UiContext& ui, const char* id, const std::vector<std::string>& labels, int current);
// The arrow keys on a focused slider: steps to the right (+) or left (-), a fifth of one with Shift; 0: none.
float slider_steps(const Press& press);
// Returns true while a person moves it. A step of the arrow keys is a twentieth.
bool slider(const UiContext& ui, const char* id, float& value, float low, float high);

// ---- pictures ------------------------------------------------------------------------------------
void draw_panel(const UiContext& ui, ImDrawList& list, const Rect& rect);
void draw_box(ImDrawList& list, glm::vec2 min, glm::vec2 max, Colour fill, float corner);
// Something that can be pressed: a box, with an edge around it where the theme wants one.
void draw_control(const UiContext& ui, ImDrawList& list, glm::vec2 min, glm::vec2 max, Colour fill, float corner);
void draw_frame(ImDrawList& list, glm::vec2 min, glm::vec2 max, Colour colour, float corner, float width);
// A bar from its middle: left = quieter, right = busier. share -1..1.
void draw_share_bar(const UiContext& ui, ImDrawList& list, glm::vec2 min, glm::vec2 max, double share);
// "A" or "B" on the colour of the side's style, as the stage's titles have it.
void draw_side_badge(const UiContext& ui, ImDrawList& list, glm::vec2 centre, int side, float size);
// Black or white, whichever reads better on the colour.
Colour text_on(Colour background);
void draw_dashed(ImDrawList& list, const std::vector<glm::vec2>& points, Colour colour, float width, float dash,
                 float gap);

// ---- windows -------------------------------------------------------------------------------------
// A panel's window over a rectangle, with padding; end with end_panel(). It does not scroll by itself.
void begin_panel(UiContext& ui, const char* id, const Rect& rect);
void end_panel();
// The rest of the panel as a scrolling area, but for `foot` pixels below it; end with end_scroll().
void begin_scroll(const char* id, float foot = 0);
void end_scroll(const UiContext& ui);
// UiFrame::list_step moves the scrolling area at the cursor.
void scroll_by_steps(const UiContext& ui);
// A panel that opens over the others, below (or above) the item before it. Opened with ImGui::OpenPopup(id).
bool begin_popover(const UiContext& ui, const char* id, float width);
void end_popover();

}  // namespace attune
