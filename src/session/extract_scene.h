// Session at its playhead -> what to draw. Pure.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "core/text.h"
#include "model/content.h"
#include "model/font.h"
#include "scene/steady_ends.h"
#include "scene/scene.h"
#include "scene/stage_overlay.h"
#include "session/picture_line.h"
#include "session/session.h"

namespace attune {

// Words drawn on the stage; from assets/ui_<language>.json.
// OverlayTarget::carrier of the words that say that only what was measured in people is shown; a press ends that.
inline constexpr const char* kPeopleOnlyChip = "people_only";

struct StageWords {
  std::string quieter, usual, more_active, orientation;
  std::string model_note, pulse_note;  // of the legend: what the picture is; what its pulses say
  std::string people_only;             // while what was not measured in people has stepped back
  std::string by_structure;            // what colours say where they tell structures apart
  std::string left, right;  // which half of a pair a label names
  std::string pattern;  // under the name of a style: what such a name is
  std::string higher_in, same, difference_note;  // "more active in {name}"
  std::string alike;                             // in its place, while no difference can be seen
  std::string changed;  // "One path: {company}, {time}"
  std::string changed_detail;  // "{pattern}, one path: {company}"
  ChangedWords changed_side;
  ClockWords clock;
  std::string person, parents, pattern_now;      // "{pattern}, a learned pattern"; "Parents: {pattern}"; "now: {pattern}"
  std::string ended;                             // "{pattern}, when this ends after {time}"
  std::string breath, heart, own_time, partly_in_step, in_step, two_to_one, two_to_one_short;  // of two people
  std::string compared_with;                     // "{a} compared with {b}"
  std::string striped, striped_short;            // what stripes mean
  std::string unmatched, unmatched_short;        // what clear grey means
  std::string cloud;                             // what soft clouds mean
  std::string hidden_flow, cortisol_note;        // of the legend: why no pulses are seen; what is seen of cortisol alone
  std::string evidence;                          // before: solid, dashed and dotted lines
  std::array<std::string, 3> grades;             // strong; moderate; contested or assumed
  std::string rate;                              // "{n} a minute"
  std::array<std::string, 3> states;             // of the body: activation, engagement, rest
  std::string of_old_story;                      // after a caption that was written before the story was changed
  std::string why;                               // on what can be pressed to ask; "" = nothing asks, as in saved pictures
  glm::vec4 why_colour{1};
  std::string acth, cortisol;                    // short, for the blood lane
  LineWords line;
  std::string brand = "Attune";  // of the line below a picture: who made it, and on what terms
  std::map<std::string, std::string> carriers;  // short names of what flows, by carrier id; others: the chemical's name
  std::map<std::string, std::string> carriers_brief;  // Legend::Carrier::brief, by carrier id
};

struct StageSettings {
  int width = 1280, height = 720;  // pixels of the stage
  int offset_x = 0, offset_y = 0;  // where the stage lies in the target
  float pixel_scale = 1;           // display scale x UI scale: sizes of text and lines
  bool titles = true;              // name of the style and the caption drawn on the stage
  bool captions = true;            // with titles: the clock and the caption too (the window's higher transport shows its own)
  bool clock = true;               // with captions: the time too (a low transport bar shows it, but no caption)
  int foot = 0;                    // pixels at the foot that something lies over: what is written stands above it
  bool foot_between = false;       // it lies in Overlay::foot_room: letters and legend beside it stay where they are
  float raised = 0;                // pixels above that which names and the body keep free in the lower left corner
  bool line = false;               // the lowest part is a line that says what the picture shows; the stage stands above it
  Background background = Background::dark;
  int particle_budget = 10000;
  StageWords words;
  const FontAtlas* font = nullptr;
  const FontAtlas* bold_font = nullptr;
  NameMemory* names = nullptr;  // kept from picture to picture it saves time; what is drawn does not depend on it
};

// What the colours of a scene mean; Legend::colour is null where there is nothing to explain.
Legend legend_of(const Scene& scene, const Session& session, const Content& content, const StageSettings& stage);

// The level of detail that a stage of this height is drawn with.
int level_of_detail(const BrainModel& brain, int stage_height);

// What the line takes of the stage's height, pixels; 0 without one. The same for every height, and without the key of the
// carriers, which stands in the line where the legend has none.
int line_height(const StageSettings& stage);
int line_height(const Session& session, const Content& content, const StageSettings& stage);  // with it
// How high a picture is with its line, below a stage that keeps its height.
int height_with_line(const Session& session, const Content& content, const StageSettings& stage);

// One scene, or two side by side while comparing (same camera, same colour scale, same clock); the line is one more.
std::vector<Scene> extract_scenes(const Session& session, const Content& content, const StageSettings& stage);

}  // namespace attune
