#include "session/extract_scene.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <map>
#include <optional>

#include "core/text.h"
#include "scene/body_figure.h"
#include "scene/colour_map.h"
#include "scene/labels.h"
#include "scene/low_stage.h"
#include "scene/stage_overlay.h"
#include "session/body_now.h"
#include "session/direction.h"
#include "scene/flow_arrows.h"
#include "session/extract_flow.h"
#include "session/rhythms.h"

namespace attune {

namespace {
const char* side_letter(int side) { return side == 0 ? "A" : "B"; }

// Change of every region since the start of this side's run, -1..1.
std::map<std::string, float> activity_changes(const Session& session, const Content& content, int side) {
  std::map<std::string, float> changes;
  for (const Region& region : content.circuit.regions)
    if (const double share = activity_share(session, side, region.id); !std::isnan(share))
      changes[region.id] = static_cast<float>(share * (1 - session.calm));
  return changes;
}

std::map<std::string, float> differences(const Session& session, const Content& content) {
  std::map<std::string, float> shares;
  for (const Region& region : content.circuit.regions)
    if (const double share = difference_share(session, region.id); !std::isnan(share))
      shares[region.id] = static_cast<float>(share * (1 - session.calm));
  return shares;
}

// Under the name of side B while the change dial is on: how long, in whose company.
std::string changed_words(const Session& session, const Content& content, const StageWords& words) {
  const auto index = static_cast<std::size_t>(session.change.environment);
  const std::string company = index < content.slow.environments.size() ? content.slow.environments[index].name : "";
  return fill(words.changed, {{"time", span_text(session.change.weeks, words.span)}, {"company", company}});
}

// Name and detail of a side's title, and the colour of its badge.
struct StageTitle {
  std::string name, detail;
  glm::vec4 colour{1};
};

StageTitle stage_title(const Session& session, const Content& content, int side, const StageWords& words) {
  const SideName side_words = side_name(session, content, side);
  StageTitle title{side_words.name, words.pattern, glm::vec4(parse_colour(side_words.colour), 1)};
  const AnyScenario story = current_story(session, content);
  if (side == 1 && session.change.on) {
    title.detail = changed_words(session, content, words);
  } else if (story.pair != nullptr) {
    title.detail = fill(words.person, {{"pattern", side_words.detail}});
  } else if (story.years != nullptr) {
    title.detail = side_words.detail;
    if (story.years->start == LifeStart::birth)
      title.detail = side_words.detail.empty() ? "" : fill(words.pattern_now, {{"pattern", side_words.detail}});
    // Of two lives the shorter one stands still at its end.
    const double end_s = story.duration_s(static_cast<std::size_t>(arm_of(session, side)));
    if (session.playhead.t_s > end_s + 1)
      title.detail = fill(words.ended, {{"pattern", side_words.detail}, {"time", moment_text(end_s, end_s, words.clock)}});
    if (story.years->start == LifeStart::families) title.name = fill(words.parents, {{"pattern", side_words.name}});
  }
  return title;
}

glm::vec4 chemical_ink(const Content& content, const OverlayStyle& style, const char* id) {
  const Chemical* chemical = find_chemical(content, id);
  const glm::vec3 colour = chemical == nullptr ? glm::vec3(0.6f) : parse_colour(chemical->colour);
  // On a light plate the same hue, darker: it has to be seen as a thin line.
  return glm::vec4(style.text.r < 0.5f ? colour * 0.78f : colour, 1);
}

std::optional<BodyFigure> body_figure(const Session& session, const Content& content, const OverlayStyle& style,
                                      const StageWords& words, int side) {
  if (!session.show_body || session.calm > 0) return std::nullopt;
  const std::optional<BodyNow> body = body_now(session, content, side);
  if (!body) return std::nullopt;
  BodyFigure figure;
  figure.beat = body->beat;
  figure.chest = body->chest;
  figure.states = body->states;
  figure.state_names = words.states;
  figure.heart = fill(words.rate, {{"n", format("%.0f", body->beats)}});
  figure.breath = fill(words.rate, {{"n", format("%.0f", body->breaths)}});
  figure.down_name = words.acth;
  figure.back_name = words.cortisol;
  for (const BloodPulse& pulse : body->acth) figure.down.push_back({pulse.place, pulse.strength});
  for (const BloodPulse& pulse : body->cortisol) figure.back.push_back({pulse.place, pulse.strength});
  figure.down_colour = chemical_ink(content, style, "ACTH");
  figure.back_colour = chemical_ink(content, style, "CORT");
  figure.down_level = static_cast<float>(body->acth_level / kFullBloodLevel);
  figure.back_level = static_cast<float>(body->cortisol_level / kFullBloodLevel);
  figure.still = body->still;
  constexpr const char* kHeart = "body.HR";
  if (!words.why.empty() && has_reasons(session, content, kHeart)) {
    figure.why = words.why;
    figure.why_colour = words.why_colour;
    figure.asks = kHeart;
  }
  return figure;
}

// A view narrower than this, in units of the style, has no room beside the brain for what is written on it; in one lower
// than kRows it stands in rows above and below the brain.
constexpr float kNarrow = 560, kRows = 415;

struct Free {  // what such a view needs above and below the brain, pixels
  float top = 0, bottom = 0;
};

float view_height_of(const Scene& scene) { return static_cast<float>(scene.viewport.height); }

// Which card fits beside the brain: a view wider than high has room on its right, a narrower one below the forehead.
// top: what hangs above on the right (title, clock); bottom: what stands at the foot; legend: at the foot on the right.
BodyLayout body_layout(const Viewport& view, const OverlayStyle& style, float top, float bottom, glm::vec2 legend) {
  const float u = style.unit, width = static_cast<float>(view.width), height = static_cast<float>(view.height);
  const float brain = std::min(width, height);  // its home view takes 0.87 of this in width, 0.72 in height
  const glm::vec2 tall = body_card_size(BodyLayout::tall) * u, wide = body_card_size(BodyLayout::wide) * u;
  if (width - 0.87f * brain > 2 * (tall.x + 24 * u) && top + tall.y + 84 * u + legend.y < height) return BodyLayout::tall;
  if (height - bottom - wide.y > 0.46f * height + 0.20f * brain && width > wide.x + 22 * u + legend.x) return BodyLayout::wide;
  return width > 300 * u ? BodyLayout::badge : BodyLayout::none;
}

// Breath and heart of two people over the foot of the stage, the same in both views, with the two bodies at its ends.
// Returns the height.
float draw_rhythms(Scene& scene, const OverlayStyle& style, const Session& session, const Content& content,
                   const StageWords& words, float centre, float width, float above) {
  const std::optional<Rhythms> rhythms = rhythms_now(session, content);
  if (!rhythms) return 0;
  StripRow row;
  row.title = rhythms->synchrony < kOwnTime ? words.own_time : rhythms->synchrony < kInStep ? words.partly_in_step : words.in_step;
  row.names = {"A  " + side_name(session, content, 0).name, "B  " + side_name(session, content, 1).name};
  row.colours = {style.accent, style.second};
  row.now = rhythms->now_share;
  row.strips = {{words.breath, rhythms->breath}, {words.heart, rhythms->heart}};
  for (int side = 0; side < 2; ++side)
    if (auto figure = body_figure(session, content, style, words, side)) row.bodies.push_back(std::move(*figure));
  return draw_strips(scene, style, row, centre, width, above);
}

// How much lighter or darker than the legend's grey a structure rests: its own colour without the hue.
float own_shade(glm::vec3 identity) {
  return glm::mix(kDarkestShade, kLightestShade, glm::dot(identity, glm::vec3(0.30f, 0.59f, 0.11f)));
}

void add_surfaces(Scene& scene, const Session& session, const Content& content, int side) {
  const bool difference = session.difference && session.compare;
  const std::map<std::string, float> changes =
      difference ? differences(session, content) : activity_changes(session, content, side);
  // Of a difference both sides must know their direction.
  const auto undirected = [&](const std::string& region) {
    const auto& sides = session.undirected;
    return difference ? sides[0].count(region) + sides[1].count(region) > 0
                      : sides[static_cast<std::size_t>(side)].count(region) > 0;
  };
  std::map<std::string, const Structure*> structures;
  for (const Structure& structure : content.structures) structures[structure.id] = &structure;
  for (std::size_t i = 0; i < content.brain.parts.size(); ++i) {
    const BrainPart& part = content.brain.parts[i];
    if (part.level != scene.level_of_detail || part.indices.empty()) continue;
    if (session.hidden_hemisphere == 0 && part.hemisphere == Hemisphere::left) continue;
    if (session.hidden_hemisphere == 1 && part.hemisphere == Hemisphere::right) continue;
    if (session.hidden.count(part.structure) > 0 && part.structure != session.selected) continue;
    if (session.hidden_lobes.count(part.lobe) > 0 && (part.structure.empty() || part.structure != session.selected)) continue;
    const auto found = structures.find(part.structure);
    const Structure* structure = found == structures.end() ? nullptr : found->second;

    SurfaceItem item;
    item.part = static_cast<int>(i);
    item.glass = part.kind == PartKind::cortex && session.glass < kSolidGlass;
    const glm::vec3 identity = structure ? parse_colour(structure->colour) : glm::vec3(0.62f, 0.64f, 0.68f);
    const std::string region = structure ? structure->region : part.region;
    const auto change = changes.find(region);
    const bool chosen = (!session.selected.empty() && session.selected == part.structure) ||
                        session.also_selected.count(part.structure) > 0;
    const bool pointed_at = !session.hovered.empty() && session.hovered == part.structure;
    if ((difference || session.colour_mode == ColourMode::activity) && change != changes.end()) {
      const float s = change->second, amount = std::abs(s);
      // A hue is read as activity. So neighbours differ in lightness alone, and what is active has the legend's colour.
      const ChangeLook look = difference ? difference_look(s) : activity_look(s, own_shade(identity));
      item.colour = look.colour;
      item.glow = look.glow;
      if (item.glass) item.fill = 0.16f + 0.62f * std::min(1.0f, amount * 1.3f);
      if (amount >= kSeenToMove && undirected(region)) item.hatched = 1;
    } else {
      item.colour = identity;
      if (item.glass && structure && !structure->region.empty()) item.fill = 0.4f;
    }
    if (part.kind == PartKind::cortex && (!structure || structure->region.empty())) {
      item.colour = glm::vec3(0.70f, 0.69f, 0.68f);
      item.fill = 0;
    }
    item.selected = chosen ? 1.0f : pointed_at ? 0.55f : 0.0f;
    scene.surfaces.push_back(item);
  }
}

// colour: null where there is nothing to explain.
Legend legend_of(const Scene& scene, const Session& session, const Content& content, const StageWords& words) {
  const bool difference = session.difference && session.compare;
  Legend legend;
  for (const SurfaceItem& item : scene.surfaces)
    if (item.hatched > 0.5f) legend.striped = words.striped;
  const LifeScenario* years = current_story(session, content).years;
  legend.note = years != nullptr && !years->shown.text.empty() ? years->shown.text : words.legend_note;
  if (difference) {
    legend.colour = difference_colour;
    legend.low = words.higher_in_b;
    legend.middle = words.same;
    legend.high = words.higher_in_a;
    legend.note.clear();
  } else if (session.colour_mode == ColourMode::activity) {
    legend.colour = activity_colour;
    legend.low = words.quieter;
    legend.middle = words.usual;
    legend.high = words.more_active;
    if (!scene.tubes.empty()) {
      legend.evidence = words.evidence;
      legend.grades = words.grades;
    }
    if (session.show_flow)
      for (const FlowingCarrier& carrier : flowing_carriers(session, content)) {
        const auto short_name = words.carriers.find(carrier.id);
        const Chemical* chemical = find_chemical(content, carrier.id);
        const std::string name = short_name != words.carriers.end() ? short_name->second
                                 : chemical != nullptr                   ? chemical->name
                                                                         : "";
        if (!name.empty()) legend.carriers.push_back({name, carrier.colour, carrier.id, carrier.shown});
      }
  }
  return legend;
}

// The largest change of a region in the whole run: which names matter in this scenario, whatever the moment.
double largest_change(const Trace& trace, const std::string& region) {
  const int column = find_column(trace, "region." + region);
  if (column < 0) return 0;
  double largest = 0;
  constexpr int samples = 160;
  const int usual = find_column(trace, "usual." + region);
  const double start = value_at(trace, column, 0);
  for (int i = 0; i <= samples; ++i) {
    const double t_s = trace.duration_s() * i / samples;
    const double before = usual < 0 ? start : value_at(trace, usual, t_s);
    largest = std::max(largest, std::abs(value_at(trace, column, t_s) - before));
  }
  return largest;
}

std::vector<LabelRequest> label_requests(const Scene& scene, const Session& session, const Content& content,
                                         const StageWords& words) {
  std::vector<LabelRequest> requests;
  const bool from_left = camera_position(scene.camera).x <= 0;
  for (std::size_t order = 0; order < content.structures.size(); ++order) {
    const Structure& structure = content.structures[order];
    const bool chosen = structure.id == session.selected || structure.id == session.hovered ||
                        session.also_selected.count(structure.id) > 0;
    if (!structure.featured && !chosen) continue;
    LabelRequest request;
    request.structure = structure.id;
    request.text = structure.label.empty() ? structure.name : structure.label;
    request.priority = chosen ? 100000 : -static_cast<int>(order);
    for (const auto& trace : session.trace)
      if (trace && !structure.region.empty())
        request.priority = std::max(request.priority, static_cast<int>(1000 * largest_change(*trace, structure.region)));
    bool left = false, right = false;
    for (const SurfaceItem& item : scene.surfaces) {
      const BrainPart& part = content.brain.parts[static_cast<std::size_t>(item.part)];
      if (part.structure != structure.id) continue;
      left = left || part.hemisphere == Hemisphere::left;
      right = right || part.hemisphere == Hemisphere::right;
    }
    // Name the half that is nearer to the viewer, and say which it is.
    const bool name_left = left && (from_left || !right);
    for (const SurfaceItem& item : scene.surfaces) {
      const BrainPart& part = content.brain.parts[static_cast<std::size_t>(item.part)];
      if (part.structure != structure.id) continue;
      if (part.hemisphere == Hemisphere::left && !name_left) continue;
      if (part.hemisphere == Hemisphere::right && name_left) continue;
      request.parts.push_back(item.part);
      request.dot_colour = glm::vec4(item.colour, 1);
    }
    if (request.parts.empty()) continue;
    if (left || right) request.detail = name_left ? words.left : words.right;
    requests.push_back(request);
  }
  return requests;
}
}  // namespace

int level_of_detail(const BrainModel& brain, int stage_height) {
  // Above about 1000 lines single triangles of the middle level would show.
  return stage_height > 1000 || brain.level_count < 2 ? 0 : 1;
}

int line_height(const StageSettings& stage) {
  if (!stage.line || stage.font == nullptr || stage.bold_font == nullptr) return 0;
  return std::min(picture_line_height(static_cast<float>(stage.width), stage.pixel_scale), std::max(0, stage.height - 1));
}

namespace {
std::vector<Scene> extract_stage(const Session& session, const Content& content, const StageSettings& stage);
}

std::vector<Scene> extract_scenes(const Session& session, const Content& content, const StageSettings& stage) {
  const int line = line_height(stage);
  StageSettings above = stage;
  above.height -= line;
  std::vector<Scene> scenes = extract_stage(session, content, above);
  if (line > 0) {
    Scene below;
    below.viewport = {stage.offset_x, stage.offset_y + above.height, stage.width, line};
    below.background = stage.background;
    below.particle_budget = 0;
    const PictureLine words = picture_line(session, content, stage.words.line, stage.words.clock,
                                           session.change.on ? changed_words(session, content, stage.words) : "");
    draw_picture_line(below,
                      overlay_style(stage.background, static_cast<float>(stage.width), static_cast<float>(stage.height),
                                    stage.pixel_scale, *stage.font, *stage.bold_font),
                      words.story, words.rest, stage.words.brand, stage.pixel_scale);
    scenes.push_back(std::move(below));
  }
  return scenes;
}

namespace {
struct TitleWords {
  std::string badge;
  StageTitle title;
};
TitleWords title_words(const Session& session, const Content& content, int side, const StageWords& words) {
  TitleWords shown{side_letter(side), stage_title(session, content, side, words)};
  if (!session.difference || !session.compare) return shown;
  const std::string names = fill(words.compared_with, {{"a", shown.title.name}, {"b", stage_title(session, content, 1, words).name}});
  return {"D", {names, words.difference_note, glm::vec4(difference_colour(0), 1)}};
}

std::string caption_words(const Session& session, const Caption& caption) { return at_level(caption.text, caption.deeper, session.level); }
std::string caption_now_words(const Session& session, const Content& content, const StageWords& words) {
  const auto [caption, side, of_old_story] = caption_now(session, content);
  if (caption == nullptr || caption->text.empty()) return "";
  return caption_words(session, *caption) + (of_old_story ? " " + words.of_old_story : "");
}

std::string clock_words(const Session& session, const Content& content, const StageWords& words) {
  return moment_text(session.playhead.t_s, duration_s(session, content), words.clock);
}

LabelStyle label_style(const OverlayStyle& style, float view_width, float stage_height) {
  LabelStyle labels;
  labels.size_px = 16.5f * style.unit;
  // Fewer names where they would cover the brain.
  const float room = std::min(view_width / 640, stage_height / 440) / style.unit;
  labels.most = room > 1.6f ? 7 : room > 0.95f ? 5 : room > 0.7f ? 3 : view_width > 300 * style.unit ? 2 : 1;
  labels.text = style.text;
  labels.detail = style.soft_text;
  labels.plate = style.plate;
  labels.line = style.line;
  return labels;
}

// Room for the button over the orientation letters (StageSettings::raised); the letters stand in the first view alone.
void keep_off_button(LabelStyle& labels, const StageSettings& stage, const OverlayStyle& style, float view_height, int side) {
  if (side == 0 && stage.raised > 0) labels.keep_out.push_back({{0, view_height - stage.raised}, {120 * style.unit, view_height}});
}

// Everything that is written on a low stage (scene/low_stage.h) but the names of structures. Returns what has to stay free.
Free furnish_low(std::vector<Scene>& scenes, std::vector<LabelStyle>& label_styles, const OverlayStyle& style, const Session& session,
                 const Content& content, const StageSettings& stage) {
  const StageWords& words = stage.words;
  LowWants wants;
  wants.view = {static_cast<float>(scenes.back().viewport.width), view_height_of(scenes.back())};
  wants.unit = style.unit;
  wants.row_width = static_cast<float>(stage.width);
  const CaptionLook look = low_caption(wants.view, style.unit);
  const float margin = look.margin * style.unit, letters = kOrientation * style.unit;
  const float caption_width = wants.row_width - 2 * (margin + look.side * style.unit);
  for (const Caption& caption : current_arm(session, content).captions) {
    const std::string text = caption_words(session, caption);
    wants.caption_lines = std::max(wants.caption_lines, caption_line_count(style, look, text, caption_width));
    wants.lines_beside_letters = std::max(wants.lines_beside_letters, caption_line_count(style, look, text, caption_width - 2 * letters));
  }
  const Legend legend = legend_of(scenes.back(), session, content, words);
  if (session.show_legend && legend.colour != nullptr) {
    wants.legend_corner = legend_corner_size(style, legend);
    wants.legend_row = legend_row_size(style, legend);
  }
  if (session.calm <= 0) wants.letters = glm::vec2(letters);

  const bool difference = session.difference && session.compare;
  std::vector<std::optional<BodyFigure>> figures(scenes.size());
  std::vector<float> right_edges(scenes.size(), margin);  // of the row of names, from the right
  wants.beside_title = wants.view.x;
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    Scene& scene = scenes[i];
    const int side = static_cast<int>(i);
    if (stage.clock && i + 1 == scenes.size()) right_edges[i] = draw_low_clock(scene, style, clock_words(session, content, words), margin) + margin;
    const auto [badge, title] = title_words(session, content, side, words);
    const float view_width = static_cast<float>(scene.viewport.width);
    const float end = draw_low_title(scene, style, badge, title.name, title.detail, title.colour, view_width - right_edges[i], margin);
    wants.beside_title = std::min(wants.beside_title, view_width - right_edges[i] - end);
    if (!difference) figures[i] = body_figure(session, content, style, words, side);
    if (figures[i]) wants.badge = glm::max(wants.badge, body_card_size(BodyLayout::badge, style, *figures[i]) * style.unit);
  }
  // What lies over the foot moves what is written, not the brain.
  const LowLayout uncovered = arrange_low_stage(wants);
  const int covered = std::clamp(stage.foot, 0, stage.height - 1);
  wants.view.y -= static_cast<float>(covered);
  for (Scene& scene : scenes) scene.viewport.height -= covered;
  const LowLayout low = arrange_low_stage(wants);
  const std::string caption = caption_now_words(session, content, words);
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    Scene& scene = scenes[i];
    const float view_width = static_cast<float>(scene.viewport.width);
    LabelStyle labels = label_style(style, view_width, wants.view.y);
    labels.top = low.top;
    labels.bottom = low.bottom + static_cast<float>(covered);
    // What spans both views is drawn in each, the viewport clips the rest.
    const float centre = wants.row_width / 2 - static_cast<float>(scene.viewport.x - stage.offset_x);
    if (low.caption.lines > 0) draw_caption(scene, style, low.caption, caption, centre, caption_width - (low.letters ? 2 * letters : 0));
    if (low.legend_row >= 0) draw_legend_row(scene, style, legend, centre, low.legend_row);
    if (i + 1 == scenes.size() && low.legend_corner >= 0) {
      draw_legend_corner(scene, style, legend, low.legend_corner, margin);
      labels.keep_out.push_back({{view_width - margin - wants.legend_corner.x, 0}, {view_width, low.legend_corner + wants.legend_corner.y}});
    }
    if (figures[i] && low.badge >= 0) {
      const float card = body_card_size(BodyLayout::badge, style, *figures[i]).x * style.unit;
      const float x = low.badge_beside_title ? view_width - right_edges[i] - card : margin;
      draw_body_card(scene, style, *figures[i], BodyLayout::badge, {x, low.badge});
    }
    if (i == 0 && low.letters) draw_orientation(scene, style, "");
    if (i == 0 && low.letters) labels.keep_out.push_back({{0, wants.view.y - letters}, {letters, wants.view.y}});
    keep_off_button(labels, stage, style, wants.view.y, static_cast<int>(i));
    if (session.show_labels) label_styles.push_back(std::move(labels));
    scene.viewport.height += covered;
  }
  return {uncovered.top, uncovered.bottom};
}

std::vector<Scene> extract_stage(const Session& session, const Content& content, const StageSettings& stage) {
  std::vector<Scene> scenes;
  std::vector<LabelStyle> label_styles;
  Free free;
  const bool difference = session.difference && session.compare;
  const int count = session.compare && !difference ? 2 : 1;
  const bool written = stage.font != nullptr && stage.bold_font != nullptr, captioned = stage.titles && stage.captions;
  OverlayStyle style;
  if (written)
    style = overlay_style(stage.background, static_cast<float>(stage.width), static_cast<float>(stage.height), stage.pixel_scale,
                          *stage.font, *stage.bold_font);
  const bool is_low = written && captioned && static_cast<float>(stage.height) < kRows * style.unit;
  for (int side = 0; side < count; ++side) {
    Scene scene;
    const int left = stage.width * side / count, right = stage.width * (side + 1) / count;
    scene.viewport = {stage.offset_x + left, stage.offset_y, right - left, stage.height};
    const int covered = std::clamp(stage.foot, 0, stage.height - 1);
    scene.camera = session.camera;
    scene.background = stage.background;
    scene.glass = session.glass;
    scene.level_of_detail = level_of_detail(content.brain, stage.height);
    scene.particle_budget = stage.particle_budget;
    add_surfaces(scene, session, content, side);
    if (!difference) extract_flow(scene, session, content, side);  // pulses belong to one run
    if (session.reduced_motion) replace_pulses_by_arrows(scene, std::max(0.78f * stage.pixel_scale, static_cast<float>(stage.height) / 720));

    if (is_low) {
      scenes.push_back(std::move(scene));
      continue;
    }
    if (written) {
      const auto width = static_cast<float>(scene.viewport.width);
      scene.viewport.height -= covered;  // while it is furnished: the brain stays where it is
      LabelStyle labels = label_style(style, width, static_cast<float>(stage.height));
      OverlayQuad title_plate;
      const float u = style.unit;
      float top_edge = 0, bottom_edge = 0;  // of what is written over the whole width of a narrow view
      bool strips = false;      // of two people, with their bodies
      float right_top = 14 * u;  // below what hangs at the top right
      labels.top = 14 * style.unit;
      labels.bottom = 92 * style.unit;
      keep_off_button(labels, stage, style, view_height_of(scene), side);
      // A caption leaves the corners to orientation and legend; where they would leave it too little, the legend moves up.
      const float whole = static_cast<float>(stage.width), beside = whole - 800 * style.unit;
      const CaptionLook look;
      const bool legend_above = captioned && session.show_legend && beside < 0.34f * whole;
      const float caption_width = !session.show_legend ? 0.52f * whole : legend_above ? 0.66f * whole : std::min(0.52f * whole, beside);
      if (stage.titles) {
        const bool with_clock = stage.captions && stage.clock && side == count - 1;
        const float clock = with_clock ? draw_clock(scene, style, clock_words(session, content, stage.words)) + 4 * u : 11 * u;
        if (with_clock) right_top = 62 * u;
        const std::size_t plate = scene.overlay.quads.size();
        const auto [badge, title] = title_words(session, content, side, stage.words);
        labels.top = draw_title(scene, style, badge, title.name, title.detail, title.colour, width - clock);
        title_plate = scene.overlay.quads[plate];
        top_edge = labels.top;
        labels.top += 8 * style.unit;
        labels.keep_out.push_back({title_plate.min, title_plate.max});
        // One caption under both views: each view draws its half of it, the viewport clips the rest.
        const float centre = static_cast<float>(stage.width) / 2 - static_cast<float>(left);
        const std::string caption = caption_now_words(session, content, stage.words);
        if (stage.captions && !caption.empty()) {
          const std::size_t caption_plate = scene.overlay.quads.size();
          bottom_edge = draw_caption(scene, style, look, caption, centre, caption_width);
          labels.bottom = std::max(labels.bottom, bottom_edge + 8 * style.unit);
          labels.keep_out.push_back({scene.overlay.quads[caption_plate].min, scene.overlay.quads[caption_plate].max});
        }
        if (stage.captions && !difference) {
          const float strips_height = draw_rhythms(scene, style, session, content, stage.words, centre, caption_width, labels.bottom);
          labels.bottom += strips_height;
          if (strips_height > 0) bottom_edge = labels.bottom;
          strips = strips_height > 0;
        }
      }
      // A strip of a stage, above the timeline of a story of one's own: what stands in the corners would lie on the brains.
      const bool strip = view_height_of(scene) < 150 * u, bare = strip && (count == 2 || view_height_of(scene) < 120 * u);
      if (side == 0 && session.calm <= 0 && !bare && orientation_size(u, view_height_of(scene), stage.titles).y > 0)
        draw_orientation(scene, style, stage.words.orientation);
      float legend_height = 0, legend_left = width;
      if (session.show_legend && side == count - 1 && !bare) {
        const Legend legend = legend_of(scene, session, content, stage.words);
        if (legend.colour != nullptr) {
          const glm::vec2 size = draw_legend(scene, style, legend, legend_above ? 66 * style.unit : -1);
          if (size.x > 0) {
            const float low_edge = legend_above ? 66 * style.unit + size.y : view_height_of(scene);
            legend_left = width - size.x;
            labels.keep_out.push_back({{legend_left, low_edge - size.y}, {width, low_edge}});
            if (legend_above) {
              right_top = low_edge + 8 * u;
              top_edge = low_edge;
            } else {
              legend_height = size.y;
              bottom_edge = std::max(bottom_edge, size.y);
            }
          }
        }
      }
      if (const auto figure = difference || strips || strip ? std::nullopt : body_figure(session, content, style, stage.words, side)) {
        // Both views decide alike, so that the two bodies stand in the same place.
        const float foot = std::max({labels.bottom, 104 * u, stage.raised});
        const bool legend_below = session.show_legend && !legend_above;
        const glm::vec2 legend(legend_below ? legend_width(style, stage.words.quieter, stage.words.usual, stage.words.more_active) : 0,
                               count == 2 ? 60 * u : legend_height);
        BodyLayout layout = body_layout(scene.viewport, style, count == 2 ? 62 * u : right_top, foot, legend);
        // Large letters in a small window: the legend is more to the point than two badges that hide the brains.
        if (layout == BodyLayout::badge && legend_above && count == 2 && static_cast<float>(stage.height) < 330 * u) layout = BodyLayout::none;
        const glm::vec2 card = body_card_size(layout, style, *figure) * u;
        const float view_height = view_height_of(scene);
        glm::vec2 at(width - 11 * u - card.x, right_top > 40 * u ? right_top + 5 * u : 11 * u);
        if (layout == BodyLayout::wide) at = {11 * u, view_height - foot - card.y};
        if (layout == BodyLayout::badge) {
          // Beside the title where there is room, else below it.
          const float title_end = title_plate.max.x;
          const float clock = right_top > 40 * u ? 110 * u : 0;
          at = {width - 11 * u - clock - card.x, 10 * u};
          if (legend_above || at.x < title_end + 10 * u)
            at = {11 * u, legend_above && legend_left < card.x + 30 * u ? right_top : (stage.titles ? 66 : 11) * u};
        }
        const OverlayBox box = draw_body_card(scene, style, *figure, layout, at);
        if (layout != BodyLayout::none) labels.keep_out.push_back({box.min, box.max});
        if (layout == BodyLayout::badge) top_edge = std::max(top_edge, box.max.y);
      }
      if (width < kNarrow * u) free = {std::max(free.top, top_edge + 6 * u), std::max(free.bottom, bottom_edge + 6 * u)};
      scene.viewport.height += covered;
      labels.bottom += static_cast<float>(covered);
      if (session.show_labels) label_styles.push_back(std::move(labels));
    }
    scenes.push_back(std::move(scene));
  }
  if (is_low) free = furnish_low(scenes, label_styles, style, session, content, stage);
  // Both views stand alike, so what either of them has to leave free both do; names come last, as they follow the brain.
  std::vector<LabelEnds> ends;
  NameMemory names;
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    Scene& scene = scenes[i];
    Camera rest = home_camera();
    if (free.top + free.bottom > 0)
      for (Camera* camera : {&scene.camera, &rest})
        *camera = fit_between(*camera, static_cast<float>(scene.viewport.width), view_height_of(scene), free.top, free.bottom);
    if (i >= label_styles.size()) continue;
    const std::vector<LabelRequest> requests = label_requests(scene, session, content, stage.words);
    // Two brains that stand alike show the same of every structure.
    if (i == 0 || label_styles[i].most != label_styles[0].most || !same_ends(scenes[0], scene))
      ends = steady_ends(scene, content.brain, *stage.font, requests, label_styles[i], rest,
                         stage.names != nullptr ? *stage.names : names);
    layout_labels(scene, content.brain, *stage.font, requests, label_styles[i], ends);
  }
  return scenes;
}
}  // namespace

}  // namespace attune
