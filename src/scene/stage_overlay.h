// The flat furniture of a stage: title, clock, caption, legend and orientation letters, laid out in pixels.
// The words come from the caller.
#pragma once

#include <array>
#include <glm/vec3.hpp>
#include <string>
#include <vector>

#include "model/font.h"
#include "scene/body_figure.h"
#include "scene/scene.h"

namespace attune {

struct OverlayStyle {
  float unit = 1;                  // 1 at 720 lines and scale 1: every size is a multiple of it
  const FontAtlas* regular = nullptr;
  const FontAtlas* bold = nullptr;
  glm::vec4 text{1}, soft_text{1}, plate{0}, line{1}, accent{1}, second{1};
};

inline bool is_on_light(const OverlayStyle& style) { return style.text.r < 0.5f; }

// OverlayStyle::unit of a stage: 1 at 1280x720, growing with it, and on a small stage no less than what can be read at
// this display scale.
float stage_unit(float stage_width, float stage_height, float pixel_scale);

// Colours for a background; unit from the stage's size.
OverlayStyle overlay_style(Background background, float stage_width, float stage_height, float pixel_scale,
                           const FontAtlas& regular, const FontAtlas& bold);

// Words of at most `width` pixels a line; never breaks inside a word.
std::vector<std::string> wrap_text(const FontAtlas& font, const std::string& text, float size, float width);

// The text, or as much of it as fits into `width` pixels, with an ellipsis.
std::string elide_text(const FontAtlas& font, const std::string& text, float size, float width);

// Top left: a letter badge and a name, over the detail; what is wider than `width` pixels is elided. Returns the height used.
float draw_title(Scene& scene, const OverlayStyle& style, const std::string& badge, const std::string& name,
                 const std::string& detail, glm::vec4 badge_colour, float width);
// Where its plate ends on the right, pixels.
float title_end(const OverlayStyle& style, const std::string& name, const std::string& detail, float width);
// Top right. Returns the width used.
float draw_clock(Scene& scene, const OverlayStyle& style, const std::string& time);
// The same two as one low row, `margin` pixels from the edges; the detail only where there is room for all of it.
inline constexpr float kLowRow = 28;  // height in units
// Returns the right edge.
float draw_low_title(Scene& scene, const OverlayStyle& style, const std::string& badge, const std::string& name,
                     const std::string& detail, glm::vec4 badge_colour, float width, float margin);
float draw_low_clock(Scene& scene, const OverlayStyle& style, const std::string& time, float margin);

// A few words in a frame that can be pressed; at its upper left corner, pixels. carrier: of the target it becomes.
glm::vec2 chip_size(const OverlayStyle& style, const std::string& words);
OverlayBox draw_chip(Scene& scene, const OverlayStyle& style, const std::string& words, const std::string& carrier, glm::vec2 low);

// How a caption is set, in units of the style.
struct CaptionLook {
  float size = 23, line = 1.32f;      // of a line: in sizes
  float pad = 9, side = 20;           // between text and plate, above and beside
  float margin = 20;                  // below the plate
  float longest = 44 * 23 * 0.52f;    // a line
  std::size_t lines = 3;              // at most; the last one is elided
};
// Bottom centre of a rectangle that may span several views (pixels of this view). Returns height.
float draw_caption(Scene& scene, const OverlayStyle& style, const CaptionLook& look, const std::string& text, float centre_x, float width);
// The same for so many lines; 0 for none.
float caption_height(const OverlayStyle& style, const CaptionLook& look, std::size_t lines);
// The lines it would have if there were no limit.
std::size_t caption_line_count(const OverlayStyle& style, const CaptionLook& look, const std::string& text, float width);
// Curves of two people in boxes beside each other.
struct Strip {
  std::string label;
  std::array<std::vector<float>, 2> values;  // evenly spaced, -1..1
  std::vector<std::array<float, 2>> ties;    // what belongs together: places on A's curve and on B's, 0..1
};
struct StripRow {
  std::string title, short_title;      // the short one where the other has no room; "" = none
  std::array<std::string, 2> names;
  std::array<glm::vec4, 2> colours{};  // A solid, B dashed
  float now = -1;                      // 0..1 along the boxes; below 0: no mark
  std::vector<BodyFigure> bodies;      // none, or of both: at the two ends
  std::vector<Strip> strips;
};
// Bottom centre of a rectangle that may span several views, `above` pixels from the bottom. Returns the height,
// 0 where it is too narrow or too low.
float draw_strips(Scene& scene, const OverlayStyle& style, const StripRow& row, float centre_x, float width, float above);
// Whether they are wide and high enough for two bodies at their ends.
bool strips_have_bodies(const OverlayStyle& style, float width, float view_height);
// What a legend says: a diverging scale in words, what the colours of the moving carriers stand for, a note.
struct Legend {
  glm::vec3 (*colour)(float share) = nullptr;  // of scene/colour_map.h, for -1..1; null: no scale
  std::string low, middle, high, note;
  std::string instead;                 // of a scale: what colours say
  std::string evidence;                // before the three kinds of line; "" = no lines in this picture
  std::array<std::string, 3> grades;   // solid, dashed, dotted
  std::string striped;  // what stripes mean, "" = nothing in this picture has them
  std::string striped_short;  // ... beside a brain that has little room; "" = the same
  bool striped_now = true;    // its words stand back while nothing is striped
  std::string unmatched, unmatched_short;  // the same of clear grey
  struct Carrier {
    std::string name;
    glm::vec3 colour{1};
    std::string id;      // of the overlay target it becomes
    bool shown = true;   // a ring instead of a disc while it is not drawn
    bool soft = false;   // a disc without an edge: a cloud
    std::string brief = {};  // in low rows that have no room for the names of all; "" = the name
  };
  std::vector<Carrier> carriers;
  bool narrow = false;  // its words below each other, that it lies beside the brain
  bool keyed = true;    // it names the carriers where it has the room
  std::vector<Carrier> structures;  // whose colours are told apart, where colours say that; each colour once
};
// How wide its words are, pixels.
float legend_words(const OverlayStyle& style, const std::string& words);
// Whether a legend at the foot of such a view has room for its carriers; pixels. alone: of one brain without a caption, whose
// carriers may stand in rows of their own (key_rows_size) where a narrow legend would lie over it.
bool legend_names_carriers(float unit, glm::vec2 view, bool alone);
// Whether a legend of that size in the lower right corner lies over a brain seen from home; pixels, with the margin.
bool legend_covers_brain(glm::vec2 view, float unit, glm::vec2 legend);
// The size that draw_legend() would return.
glm::vec2 legend_size(const OverlayStyle& style, const Legend& legend, glm::vec2 view, float top = -1);
// ... and for what stripes and clear grey mean.
inline bool legend_says_patterns(float unit, float view_height) { return view_height >= 330 * unit; }
// Bottom right, or top right below `top` pixels; the note, the carriers, stripes and clear grey only where there is room. Returns its size with the margin, (0,0) when the view is too narrow for it.
glm::vec2 draw_legend(Scene& scene, const OverlayStyle& style, const Legend& legend, float top = -1);
// The carriers alone, in a few low rows: where a legend has no room to name them. With brief names if need be. (0,0): nor have
// these.
struct KeyRoom {
  float width = 0;  // pixels, at most
  int rows = 3;     // at most
};
glm::vec2 key_rows_size(const OverlayStyle& style, const Legend& legend, KeyRoom room);
// On a plate whose lower left corner that is, pixels.
void draw_key_rows(Scene& scene, const OverlayStyle& style, const Legend& legend, glm::vec2 lower_left, KeyRoom room);
// The two ends of its scale and the words for them, in one row around centre_x.
void draw_legend_row(Scene& scene, const OverlayStyle& style, const Legend& legend, float centre_x, float top);
glm::vec2 legend_row_size(const OverlayStyle& style, const Legend& legend);
// The same below each other, at the right edge; pixels.
void draw_legend_corner(Scene& scene, const OverlayStyle& style, const Legend& legend, float top, float margin);
glm::vec2 legend_corner_size(const OverlayStyle& style, const Legend& legend);
// What a legend takes from the view's edge where it has the room, pixels.
float legend_width(const OverlayStyle& style, const Legend& legend);
// A line of its own below a stage, filling the scene: what the picture shows (the story, then the rest) and who made it: made_with, of
// which a narrow picture has only what stands before a middle dot. Below it the key of what flows, where carriers are given.
// Above it a caption that does not stand on the stage. Its height in pixels depends on the width, the size of text, the
// carriers and the caption alone.
int picture_line_height(float width, float pixel_scale, const FontAtlas& font, const std::vector<Legend::Carrier>& carriers,
                        const std::string& caption = "");
void draw_picture_line(Scene& scene, const OverlayStyle& style, const std::string& story, const std::string& rest,
                       const std::string& made_with, float pixel_scale, const std::vector<Legend::Carrier>& carriers,
                       const std::string& caption = "");
// What the orientation letters take of a view's lower left corner, pixels; zero where they would touch a title above. And
// whether their note stands beside them.
glm::vec2 orientation_size(float unit, float view_height, bool titled);
bool orientation_note_shown(float unit, float view_height);
// Bottom left: patient's left and right, front (A) and back (P), top (S) and bottom (I), each of which can be pressed for
// the view from there. Returns where it ends, pixels.
inline constexpr float kOrientation = 96;  // units that the letters take from either edge
float draw_orientation(Scene& scene, const OverlayStyle& style, const std::string& note);
// The same in a row of kLowRow, for a stage without room for them: the letters of the ends that lie left, right, above and
// below, each of which can be pressed. At its upper left corner, pixels.
glm::vec2 compass_size(const OverlayStyle& style);
OverlayBox draw_compass(Scene& scene, const OverlayStyle& style, glm::vec2 low);

}  // namespace attune
