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
#include "session/extract_names.h"
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

// Of side B while the change dial is on: how long, in whose company.
std::string changed_words(const Session& session, const Content& content, const StageWords& words, const std::string& form) {
  const auto index = static_cast<std::size_t>(session.change.environment);
  const std::string company = index < content.slow.environments.size() ? content.slow.environments[index].name : "";
  return fill(form, {{"time", span_text(session.change.weeks, words.changed_side.span)}, {"company", company}, {"pattern", side_name(session, content, 1).name}});
}

// Name and detail of a side's title, and the colour of its badge.
struct StageTitle {
  std::string name, detail;
  glm::vec4 colour{1};
};

StageTitle stage_title(const Session& session, const Content& content, int side, const StageWords& words) {
  const SideName side_words = side_title(session, content, side, words.changed_side);
  StageTitle title{side_words.name, words.pattern, glm::vec4(parse_colour(side_words.colour), 1)};
  const AnyScenario story = current_story(session, content);
  if (side == 1 && session.change.on) {
    title.detail = changed_words(session, content, words, words.changed_detail);
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
  return glm::vec4(is_on_light(style) ? colour * 0.78f : colour, 1);
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
  figure.back_colour = chemical_ink(content, style, kCortisol);
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
// than kRows (kFewRows where a panel has the caption) it stands in rows above and below the brain.
constexpr float kNarrow = 560, kRows = 415, kFewRows = 230;

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

// Whether there is room for it below two brains, beside the letters of the directions in one view and the legend in the other.
bool has_compact_room(glm::vec2 view, float unit, glm::vec2 card, float legend) {
  const float letters = orientation_note_shown(unit, view.y) ? 222 * unit : kOrientation * unit;
  const bool is_wide = view.x >= card.x + std::max(letters, legend) + 6 * unit;
  constexpr float kLeastBrain = 0.9f;  // of its size is what the brain keeps
  return is_wide && home_size(view, 62 * unit, card.y + 17 * unit).y >= kLeastBrain * home_size(view, 0, 0).y;
}

// Breath and heart of two people over the foot of the stage, the same in both views, with the two bodies at its ends.
// Returns the height.
float draw_rhythms(Scene& scene, const OverlayStyle& style, const Session& session, const Content& content,
                   const StageWords& words, float centre, float width, float above) {
  const std::optional<Rhythms> rhythms = rhythms_now(session, content);
  if (!rhythms) return 0;
  StripRow row;
  const std::array<const std::string*, 4> titles{&words.own_time, &words.partly_in_step, &words.in_step, &words.two_to_one};
  row.title = *titles[static_cast<std::size_t>(rhythms->in_step)];
  if (rhythms->in_step == InStep::two_to_one) row.short_title = words.two_to_one_short;
  row.names = {"A  " + side_name(session, content, 0).name, "B  " + side_name(session, content, 1).name};
  row.colours = {style.accent, style.second};
  row.now = rhythms->now_share;
  row.strips = {{words.breath, rhythms->breath, rhythms->ties}, {words.heart, rhythms->heart, {}}};
  for (int side = 0; side < 2; ++side)
    if (auto figure = body_figure(session, content, style, words, side)) row.bodies.push_back(std::move(*figure));
  return draw_strips(scene, style, row, centre, width, above);
}

// The region that colours a part; "" = none.
const std::string& region_of(const Structure* structure, const BrainPart& part) { return structure != nullptr ? structure->region : part.region; }

// How plain stripes are on what has moved so far. They are as plain on a weak change as on a strong one, or the weak one
// would seem to have a direction: from where its colour can be told from the middle of the scale they come within a little
// more, not at once.
constexpr float kSeenStriped = 0.04f, kPlainStriped = static_cast<float>(kSeenToMove);
float stripes_at(float amount) { return glm::smoothstep(kSeenStriped, kPlainStriped, amount); }

// The sides that a picture shows.
int last_side(const Session& session) { return session.compare ? 1 : 0; }

// The regions that may have stripes in this run, on a side or in the picture of the difference: whoever explains stripes asks
// for the same ones. In that picture both sides must know their direction, and be seen to differ at some moment.
std::set<std::string> striped_in_run(const Session& session, int side) {
  if (!session.compare || !session.difference) return session.undirected[static_cast<std::size_t>(side)];
  const Trace *a = session.trace[0].get(), *b = session.trace[1].get();
  std::set<std::string> found;
  if (a == nullptr || b == nullptr) return found;
  found = session.undirected[0];
  found.insert(session.undirected[1].begin(), session.undirected[1].end());
  std::erase_if(found, [&](const std::string& region) {
    const int of_a = find_column(*a, "region." + region), of_b = find_column(*b, "region." + region);
    constexpr int kLooks = 160;
    for (int i = 0; of_a >= 0 && of_b >= 0 && i <= kLooks; ++i) {
      const double t_s = std::max(a->duration_s(), b->duration_s()) * i / kLooks;
      if (std::abs(value_at(*a, of_a, t_s) - value_at(*b, of_b, t_s)) >= kSeenToMove * kFullActivityChange) return false;
    }
    return true;
  });
  return found;
}

// A brain without a gap: nothing within it can be seen.
bool is_whole_and_solid(const Session& session) {
  return is_solid_outside(session) && session.hidden_hemisphere < 0;
}

// How much lighter or darker than the legend's grey a structure rests: its own colour without the hue.
float own_shade(glm::vec3 identity) {
  return glm::mix(kDarkestShade, kLightestShade, glm::dot(identity, glm::vec3(0.30f, 0.59f, 0.11f)));
}

// A part of a model of one's own that is no structure: not of the scale's colours, and clear, so that it is not read as
// "usual". What is as large as the brain is its outer shape.
bool is_unmatched(const Structure* structure, PartKind kind) { return structure == nullptr && kind != PartKind::cortex; }
constexpr float kUnmatchedFill = 0.30f;

// Of cortex that the circuit knows, as much as says where it lies: a name may point at it.
constexpr float kRestingFill = 0.3f;

void make_plain(SurfaceItem& item) {
  item.colour = glm::vec3(0.70f, 0.69f, 0.68f);
  item.fill = item.glow = item.hatched = 0;
}

// Atlases overlap: a parcel whose region is seen on a solid that has a name lies over and through it. It is plain then, and
// behind; but not what is selected.
void put_behind_solids(Scene& scene, const Content& content, const std::map<std::string, const Structure*>& structures) {
  constexpr float kBehindMm = 4;
  const auto part_of = [&](const SurfaceItem& item) -> const BrainPart& { return content.brain.parts[static_cast<std::size_t>(item.part)]; };
  const auto structure_of = [&](const SurfaceItem& item) {
    const auto found = structures.find(part_of(item).structure);
    return found == structures.end() || found->second->region.empty() ? nullptr : found->second;
  };
  std::set<std::string> on_solids;
  for (const SurfaceItem& item : scene.surfaces)
    if (const Structure* structure = structure_of(item); structure != nullptr && structure->featured && part_of(item).kind == PartKind::volume)
      on_solids.insert(structure->region);
  for (SurfaceItem& item : scene.surfaces) {
    const Structure* structure = structure_of(item);
    if (structure == nullptr || structure->featured || part_of(item).kind != PartKind::cortex || item.selected == 1 || on_solids.count(structure->region) == 0) continue;
    make_plain(item);
    item.behind_mm = kBehindMm;
  }
}

void add_surfaces(Scene& scene, const Session& session, const Content& content, int side) {
  const bool difference = session.difference && session.compare;
  const std::map<std::string, float> changes =
      difference ? differences(session, content) : activity_changes(session, content, side);
  const std::set<std::string> striped = striped_in_run(session, side);
  std::map<std::string, const Structure*> structures;
  for (const Structure& structure : content.structures) structures[structure.id] = &structure;
  // Of a solid brain the folds alone leave gaps: one looked below the insula through the whole head. What lies behind them
  // closes them, though as glass nobody needs to see it.
  const bool whole = is_whole_and_solid(session);
  const std::set<std::string> at_first_hidden = whole ? bystanders(content) : std::set<std::string>();
  for (std::size_t i = 0; i < content.brain.parts.size(); ++i) {
    const BrainPart& part = content.brain.parts[i];
    if (part.level != scene.level_of_detail || part.indices.empty()) continue;
    if (!half_shown(session, part.hemisphere)) continue;
    const bool is_selected = !part.structure.empty() && part.structure == session.selected;
    const bool is_solo = !part.structure.empty() && part.structure == session.solo_structure;
    const bool closes_gap = whole && part.kind == PartKind::volume && at_first_hidden.count(part.structure) > 0;
    if (!structure_shown(session, part.structure) && !is_selected && !closes_gap) continue;
    if (session.hidden_lobes.count(part.lobe) > 0 && !is_selected && !is_solo) continue;
    const auto found = structures.find(part.structure);
    const Structure* structure = found == structures.end() ? nullptr : found->second;

    SurfaceItem item;
    item.part = static_cast<int>(i);
    item.glass = part.kind == PartKind::cortex && session.glass < kSolidGlass;
    const glm::vec3 identity = structure ? parse_colour(structure->colour) : glm::vec3(0.62f, 0.64f, 0.68f);
    const std::string& region = region_of(structure, part);
    const auto change = changes.find(region);
    const bool chosen = is_selected || session.also_selected.count(part.structure) > 0;
    const bool pointed_at = !session.hovered.empty() && session.hovered == part.structure;
    if ((difference || session.colour_mode == ColourMode::activity) && change != changes.end()) {
      const float s = change->second, amount = std::abs(s);
      // A hue is read as activity. So neighbours differ in lightness alone, and what is active has the legend's colour.
      const ChangeLook look = difference ? difference_look(s) : activity_look(s, own_shade(identity));
      item.colour = look.colour;
      item.glow = look.glow;
      if (item.glass) item.fill = kRestingFill + (0.78f - kRestingFill) * std::min(1.0f, amount * 1.3f);
      if (striped.count(region) > 0) item.hatched = stripes_at(amount);
    } else {
      // Where a hue is read as activity, what has none of its own is grey (but key_pituitary()).
      const bool by_hue = difference || session.colour_mode == ColourMode::activity;
      item.colour = by_hue && region.empty() ? (difference ? difference_colour(0) : activity_colour(0)) * own_shade(identity) : identity;
      if (item.glass && structure && !structure->region.empty()) item.fill = 0.4f;
    }
    if (part.kind == PartKind::cortex && (!structure || structure->region.empty())) make_plain(item);
    if (session.own != nullptr && is_unmatched(structure, part.kind)) {
      item.glass = true;
      item.colour = kUnmatchedColour;
      item.fill = kUnmatchedFill;
    }
    item.selected = chosen ? 1.0f : pointed_at ? 0.55f : 0.0f;
    scene.surfaces.push_back(item);
  }
  put_behind_solids(scene, content, structures);
}

// The pituitary has the colour of ACTH where a body beside the brain has its own: there the blood lane begins.
void key_pituitary(std::vector<Scene>& scenes, const Session& session, const Content& content) {
  const Chemical* acth = find_chemical(content, "ACTH");
  if (acth == nullptr || (session.difference && session.compare) || session.colour_mode != ColourMode::activity) return;
  for (Scene& scene : scenes)
    for (SurfaceItem& item : scene.surfaces) {
      const Structure* structure = find_structure(content, content.brain.parts[static_cast<std::size_t>(item.part)].structure);
      if (structure != nullptr && structure->region.empty() && structure->colour == acth->colour) item.colour = parse_colour(acth->colour);
    }
}

std::string carrier_name(const Content& content, const StageWords& words, const std::string& id) {
  if (const auto short_name = words.carriers.find(id); short_name != words.carriers.end()) return short_name->second;
  if (id == "ACTH") return words.acth;
  if (id == kCortisol) return words.cortisol;
  const Chemical* chemical = find_chemical(content, id);
  return chemical != nullptr ? chemical->name : "";
}

// Pulses belong to one run: in the picture of a difference there are none.
bool flows(const Session& session) { return session.show_flow && session.calm < 1 && !(session.difference && session.compare); }

// What the colours of pulses stand for, in a legend or in the line below a picture.
std::vector<Legend::Carrier> carrier_key(const Session& session, const Content& content, const StageWords& words) {
  std::vector<Legend::Carrier> key;
  if (!flows(session) || hides_flow(session, content)) return key;
  for (const FlowingCarrier& carrier : flowing_carriers(session, content))
    if (const std::string name = carrier_name(content, words, carrier.id); !name.empty()) {
      const auto brief = words.carriers_brief.find(carrier.id);
      key.push_back({name, carrier.colour, carrier.id, carrier.shown, false, brief == words.carriers_brief.end() ? "" : brief->second});
    }
  if (words.cloud.empty()) return key;
  if (const DiffuseRelease release = diffuse_release(session, content); release.in_run)
    key.push_back({words.cloud, glm::vec3(0.6f), "", release.shown, true});
  return key;
}

std::array<std::string, 2> names_of_sides(const Session& session, const Content& content, const StageWords& words);

// Each colour that tells structures apart, with the names of all that have it.
std::vector<Legend::Carrier> colours_of_structures(const Scene& scene, const Content& content) {
  std::vector<Legend::Carrier> colours;
  for (const Structure& structure : content.structures) {
    const bool shown = std::any_of(scene.surfaces.begin(), scene.surfaces.end(), [&](const SurfaceItem& item) {
      return content.brain.parts[static_cast<std::size_t>(item.part)].structure == structure.id;
    });
    if (!shown || (structure.region.empty() && !structure.featured)) continue;
    const std::string& name = structure.label.empty() ? structure.name : structure.label;
    const glm::vec3 colour = parse_colour(structure.colour);
    const auto same = std::find_if(colours.begin(), colours.end(), [&](const Legend::Carrier& each) { return each.colour == colour; });
    if (same == colours.end()) {
      colours.push_back({name, colour, structure.id});
    } else {
      same->name += ", " + name;
    }
  }
  return colours;
}

// What stripes mean, if any can be seen in this run on what is drawn; and whether there are any now.
void say_stripes(Legend& legend, const Scene& scene, const Session& session, const Content& content, const StageWords& words) {
  const bool difference = session.difference && session.compare, whole = is_whole_and_solid(session);
  legend.striped_now = false;
  for (int side = 0; side <= (difference ? 0 : last_side(session)); ++side) {
    const std::set<std::string> striped = striped_in_run(session, side);
    for (const SurfaceItem& item : scene.surfaces) {
      const BrainPart& part = content.brain.parts[static_cast<std::size_t>(item.part)];
      const std::string& region = region_of(find_structure(content, part.structure), part);
      const bool is_within = whole && part.kind != PartKind::cortex;
      if (item.behind_mm > 0 || is_within || striped.count(region) == 0) continue;
      legend.striped = words.striped;
      legend.striped_short = words.striped_short;
      const double share = difference ? difference_share(session, region) : activity_share(session, side, region);
      legend.striped_now = legend.striped_now || std::abs(share) * (1 - session.calm) > static_cast<double>(kSeenStriped);
    }
  }
}

// Nothing in it comes and goes while the story plays.
Legend legend_of(const Scene& scene, const OverlayStyle& style, const Session& session, const Content& content, const StageWords& words) {
  const bool difference = session.difference && session.compare;
  Legend legend;
  std::vector<std::string> notes{words.model_note};
  const LifeScenario* years = current_story(session, content).years;
  if (years != nullptr && !years->shown.text.empty()) {
    notes.push_back(years->shown.text);
  } else if (flows(session) && hides_flow(session, content)) {
    notes.push_back(words.hidden_flow);
  } else if (!session.reduced_motion && !scene.tubes.empty()) {
    notes.push_back(words.pulse_note);
  } else if (flows(session) && session.solo_carrier == kCortisol) {
    notes.push_back(words.cortisol_note);
  }
  for (const std::string& note : notes)
    if (!note.empty()) legend.note += (legend.note.empty() ? "" : " ") + note;
  if (difference) {
    legend.colour = difference_colour;
    const std::array<std::string, 2> names = names_of_sides(session, content, words);
    legend.low = fill(words.higher_in, {{"name", names[1]}});
    legend.middle = words.same;
    legend.high = fill(words.higher_in, {{"name", names[0]}});
    const float longest = std::max(legend_words(style, legend.low), legend_words(style, legend.high));
    if (names[0] == names[1] || longest > 0.45f * static_cast<float>(scene.viewport.width)) {
      legend.low = fill(words.higher_in, {{"name", side_letter(1)}});
      legend.high = fill(words.higher_in, {{"name", side_letter(0)}});
    }
  } else if (session.colour_mode == ColourMode::activity) {
    legend.colour = activity_colour;
    legend.low = words.quieter;
    legend.middle = words.usual;
    legend.high = words.more_active;
  } else {
    legend.instead = words.by_structure;
    legend.structures = colours_of_structures(scene, content);
  }
  if (difference || session.colour_mode == ColourMode::activity) say_stripes(legend, scene, session, content, words);
  if (session.own != nullptr)
    for (const PartMatch& part : session.own->mapping.parts)
      if (is_unmatched(find_structure(content, part.structure), part.kind)) {
        legend.unmatched = words.unmatched;
        legend.unmatched_short = words.unmatched_short;
        break;
      }
  if (!scene.tubes.empty()) {
    legend.evidence = words.evidence;
    legend.grades = words.grades;
  }
  legend.carriers = carrier_key(session, content, words);
  return legend;
}

}  // namespace

Legend legend_of(const Scene& scene, const Session& session, const Content& content, const StageSettings& stage) {
  const OverlayStyle style = overlay_style(stage.background, static_cast<float>(stage.width), static_cast<float>(stage.height),
                                           stage.pixel_scale, *stage.font, *stage.bold_font);
  return legend_of(scene, style, session, content, stage.words);
}

namespace {
bool has_patterns(const Legend& legend) { return !legend.striped.empty() || !legend.unmatched.empty(); }

bool has_words(const Legend& legend) { return legend.colour != nullptr || !legend.instead.empty(); }
}  // namespace

int level_of_detail(const BrainModel& brain, int stage_height) {
  // Above about 1000 lines single triangles of the middle level would show.
  return stage_height > 1000 || brain.level_count < 2 ? 0 : 1;
}

int line_height(const StageSettings& stage) {
  if (!stage.line || stage.font == nullptr || stage.bold_font == nullptr) return 0;
  return std::min(picture_line_height(static_cast<float>(stage.width), stage.pixel_scale, *stage.font, {}), std::max(0, stage.height - 1));
}

namespace {
std::vector<Scene> extract_stage(const Session& session, const Content& content, const StageSettings& stage, int level);
bool stands_crowded(const Session& session, const Content& content, const StageSettings& stage);

// By how much what stands at the foot on the left and on the right is lifted, pixels.
int lifted_by(const StageSettings& stage) { return stage.foot_between ? 0 : std::clamp(stage.foot, 0, stage.height - 1); }

// How a stage is furnished: by its size, whatever the moment.
struct Furnishing {
  OverlayStyle style;
  bool captioned = false, low = false;  // low: scene/low_stage.h
  bool legend_above = false;            // at the top on the right: a caption needs its place
  float caption_width = 0;
  bool strip = false, bare = false;     // above the timeline of a story of one's own: no room for the body; for anything in the corners
};

Furnishing furnishing_of(const Session& session, const StageSettings& stage) {
  Furnishing how;
  const float whole = static_cast<float>(stage.width), height = static_cast<float>(stage.height);
  how.style = overlay_style(stage.background, whole, height, stage.pixel_scale, *stage.font, *stage.bold_font);
  const float u = how.style.unit, beside = whole - 800 * u;
  how.captioned = stage.titles && stage.captions;
  how.low = stage.titles && height < (stage.captions ? kRows : kFewRows) * u;
  // A caption leaves the corners to orientation and legend; where they would leave it too little, the legend moves up.
  how.legend_above = how.captioned && session.show_legend && beside < 0.34f * whole;
  how.caption_width = !session.show_legend ? 0.52f * whole : how.legend_above ? 0.66f * whole : std::min(0.52f * whole, beside);
  const float view = height - static_cast<float>(lifted_by(stage));
  how.strip = view < 150 * u;
  how.bare = how.strip && (view_count(session) == 2 || view < 120 * u);
  return how;
}

// What pulses stand for in rows of their own at the foot, between the letters of the directions and the legend, where the
// legend does not name them and no caption takes the place: from where; pixels.
struct KeyRows {
  float left = 0;
  KeyRoom room;
};
std::optional<KeyRows> key_rows(const Furnishing& how, const Session& session, const StageSettings& stage, const Legend& legend) {
  const float u = how.style.unit, height = static_cast<float>(stage.height - lifted_by(stage));
  if (!session.show_legend || session.calm > 0 || how.low || how.bare || how.legend_above || how.captioned || height < 230 * u) return std::nullopt;
  const int views = view_count(session);
  if (legend_names_carriers(u, {static_cast<float>(stage.width / views), height}, views == 1)) return std::nullopt;
  constexpr float kFourRows = 380;  // units of height
  const KeyRows rows{124 * u, {static_cast<float>(stage.width) - (124 + 30) * u - legend_width(how.style, legend), height < kFourRows * u ? 3 : 4}};
  constexpr float kMostOfView = 0.34f;  // of its height
  const glm::vec2 size = key_rows_size(how.style, legend, rows.room);
  return size.x > 0 && size.y < kMostOfView * height ? std::optional(rows) : std::nullopt;
}

// What flows, where no legend of the stage says so. stage: without the line.
std::vector<Legend::Carrier> line_carriers(const Session& session, const Content& content, const StageSettings& stage) {
  std::vector<Legend::Carrier> key = carrier_key(session, content, stage.words);
  std::erase_if(key, [](const Legend::Carrier& carrier) { return !carrier.shown; });
  const Furnishing how = furnishing_of(session, stage);
  const glm::vec2 view(static_cast<float>(stage.width / view_count(session)), static_cast<float>(stage.height));
  const bool said = session.show_legend && !how.low && !how.legend_above && !how.bare && legend_names_carriers(how.style.unit, view, !how.captioned && view_count(session) == 1);
  Scene last;
  last.viewport = {0, 0, static_cast<int>(view.x), stage.height};
  const bool keyed = said || key_rows(how, session, stage, legend_of(last, how.style, session, content, stage.words));
  return keyed && !stands_crowded(session, content, stage) ? std::vector<Legend::Carrier>() : key;
}

// stage: with the line. What a legend has no room for above a line without the key it has none for above one with it.
std::vector<Legend::Carrier> carriers_in_line(const Session& session, const Content& content, StageSettings stage) {
  stage.height = std::max(1, stage.height - line_height(stage));
  return line_carriers(session, content, stage);
}

std::string caption_now_words(const Session& session, const Content& content, const StageWords& words);

// The caption of the moment, where a panel of the window says it and not the stage.
std::string caption_in_line(const Session& session, const Content& content, const StageSettings& stage) {
  return stage.captions ? "" : caption_now_words(session, content, stage.words);
}

int line_height_with(const Session& session, const Content& content, const StageSettings& stage, const std::vector<Legend::Carrier>& carriers) {
  return picture_line_height(static_cast<float>(stage.width), stage.pixel_scale, *stage.font, carriers, caption_in_line(session, content, stage));
}
}  // namespace

int line_height(const Session& session, const Content& content, const StageSettings& stage) {
  if (line_height(stage) == 0) return 0;
  return std::min(line_height_with(session, content, stage, carriers_in_line(session, content, stage)), std::max(0, stage.height - 1));
}

int height_with_line(const Session& session, const Content& content, const StageSettings& stage) {
  if (line_height(stage) == 0) return stage.height;
  return stage.height + line_height_with(session, content, stage, line_carriers(session, content, stage));
}

std::vector<Scene> extract_scenes(const Session& session, const Content& content, const StageSettings& stage) {
  const int line = line_height(session, content, stage);
  StageSettings above = stage;
  above.height -= line;
  std::vector<Scene> scenes = extract_stage(session, content, above, level_of_detail(content.brain, stage.height - line_height(stage)));
  if (line > 0) {
    Scene below;
    below.viewport = {stage.offset_x, stage.offset_y + above.height, stage.width, line};
    below.background = stage.background;
    below.particle_budget = 0;
    const PictureLine words = picture_line(session, content, stage.words.line, stage.words.clock,
                                           session.change.on ? changed_words(session, content, stage.words, stage.words.changed) : "");
    draw_picture_line(below,
                      overlay_style(stage.background, static_cast<float>(stage.width), static_cast<float>(stage.height),
                                    stage.pixel_scale, *stage.font, *stage.bold_font),
                      words.story, words.rest, stage.words.brand, stage.pixel_scale, carriers_in_line(session, content, stage),
                      caption_in_line(session, content, stage));
    scenes.push_back(std::move(below));
  }
  return scenes;
}

namespace {
std::array<std::string, 2> names_of_sides(const Session& session, const Content& content, const StageWords& words) {
  return {stage_title(session, content, 0, words).name, stage_title(session, content, 1, words).name};
}

// Whether nothing that is drawn can be told from "the same" by its colour.
bool is_alike_now(const Session& session, const Content& content) {
  return std::none_of(content.brain.parts.begin(), content.brain.parts.end(), [&](const BrainPart& part) {
    if (!half_shown(session, part.hemisphere) || !structure_shown(session, part.structure) || session.hidden_lobes.count(part.lobe) > 0) return false;
    const std::string& region = region_of(find_structure(content, part.structure), part);
    return !region.empty() && std::abs(difference_share(session, region)) >= kSeenToMove;
  });
}

struct TitleWords {
  std::string badge;
  StageTitle title;
};
TitleWords title_words(const Session& session, const Content& content, int side, const StageWords& words) {
  TitleWords shown{side_letter(side), stage_title(session, content, side, words)};
  if (!session.difference || !session.compare) return shown;
  const std::array<std::string, 2> sides = names_of_sides(session, content, words);
  const auto lettered = [&](int which) { return side_letter(which) + (" " + sides[static_cast<std::size_t>(which)]); };
  const std::string names = fill(words.compared_with, {{"a", lettered(0)}, {"b", lettered(1)}});
  return {"D", {names, is_alike_now(session, content) ? words.alike : words.difference_note, glm::vec4(difference_colour(0), 1)}};
}

// Where the longer of the titles ends, pixels.
float widest_title(const Session& session, const Content& content, const StageSettings& stage, const OverlayStyle& style, float width, int count) {
  float end = 0;
  for (int side = 0; side < count; ++side) {
    const StageTitle title = title_words(session, content, side, stage.words).title;
    end = std::max(end, title_end(style, title.name, title.detail, width));
  }
  return end;
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

constexpr int kFirstPageNames = 5;  // its stage is narrow, but high

LabelStyle label_style(const OverlayStyle& style, float view_width, float stage_height) {
  LabelStyle labels;
  labels.size_px = 16.5f * style.unit;
  // Fewer names where they would cover the brain.
  const float room = std::min(view_width / 640, stage_height / 440) / style.unit;
  labels.most = room > 1.6f ? 7 : room > 0.95f ? 5 : room > 0.7f ? 3 : view_width > 300 * style.unit ? 3 : 1;
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

bool says_people_only(const Session& session, const StageSettings& stage) {
  return session.people_only && stage.titles && !stage.words.people_only.empty() && session.calm <= 0;
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
    if (!stage.captions) break;
    const std::string text = caption_words(session, caption);
    wants.caption_lines = std::max(wants.caption_lines, caption_line_count(style, look, text, caption_width));
    wants.lines_beside_letters = std::max(wants.lines_beside_letters, caption_line_count(style, look, text, caption_width - 2 * letters));
  }
  Legend legend = legend_of(scenes.back(), style, session, content, words);
  if (legend_row_size(style, legend).x + 2 * margin > wants.row_width) legend.middle.clear();  // rather than none
  if (session.show_legend && has_words(legend)) {
    wants.legend_corner = legend_corner_size(style, legend);
    wants.legend_row = legend_row_size(style, legend);
  }
  if (session.calm <= 0) wants.letters = glm::vec2(letters);

  const bool difference = session.difference && session.compare;
  std::vector<std::optional<BodyFigure>> figures(scenes.size());
  std::vector<float> right_edges(scenes.size(), margin);  // of the row of names, from the right
  const glm::vec2 compass = compass_size(style);
  bool with_compass = false;  // in the row of names, where the letters of the directions find no room
  const auto write_names = [&](std::vector<Scene>& on) {
    wants.beside_title = wants.view.x;
    for (std::size_t i = 0; i < on.size(); ++i) {
      Scene& scene = on[i];
      const int side = static_cast<int>(i);
      right_edges[i] = margin;
      if (stage.clock && i + 1 == on.size()) right_edges[i] = draw_low_clock(scene, style, clock_words(session, content, words), margin) + margin;
      const auto [badge, title] = title_words(session, content, side, words);
      const float view_width = static_cast<float>(scene.viewport.width);
      if (i == 0 && with_compass) {
        draw_compass(scene, style, {view_width - right_edges[i] - compass.x, margin});
        right_edges[i] += compass.x + margin;
      }
      const glm::vec2 chip = chip_size(style, words.people_only);
      const bool with_chip = i == 0 && says_people_only(session, stage) && chip.x < 0.55f * (view_width - right_edges[i]);
      float end = draw_low_title(scene, style, badge, title.name, title.detail, title.colour, view_width - right_edges[i] - (with_chip ? chip.x + 6 * style.unit : 0), margin);
      if (with_chip) end = draw_chip(scene, style, words.people_only, kPeopleOnlyChip, {end + 6 * style.unit, margin + 2 * style.unit}).max.x;
      wants.beside_title = std::min(wants.beside_title, view_width - right_edges[i] - end);
    }
  };
  for (std::size_t i = 0; i < scenes.size(); ++i) {
    if (!difference) figures[i] = body_figure(session, content, style, words, static_cast<int>(i));
    if (figures[i]) wants.badge = glm::max(wants.badge, body_card_size(BodyLayout::badge, style, *figures[i]) * style.unit);
  }
  const int covered = std::clamp(stage.foot, 0, stage.height - 1);
  if (wants.letters.x > 0) {
    std::vector<Scene> tried(scenes.size());
    for (std::size_t i = 0; i < scenes.size(); ++i) tried[i].viewport = scenes[i].viewport;
    write_names(tried);
    LowWants above = wants;
    above.view.y -= static_cast<float>(covered);
    with_compass = !arrange_low_stage(above).letters;
    if (with_compass) wants.letters = glm::vec2(0);
  }
  write_names(scenes);
  // What lies over the foot moves what is written, not the brain.
  const LowLayout uncovered = arrange_low_stage(wants);
  wants.view.y -= static_cast<float>(covered);
  for (Scene& scene : scenes) scene.viewport.height -= covered;
  const LowLayout low = arrange_low_stage(wants);
  const std::string caption = caption_now_words(session, content, words);
  scenes.back().overlay.caption_left_out = stage.captions && !caption.empty() && low.caption.lines == 0;
  scenes.back().overlay.key_left_out = session.show_legend && (!(legend.carriers.empty() && legend.structures.empty()) || has_patterns(legend));
  scenes.back().overlay.legend_left_out = wants.legend_row.x > 0 && low.legend_row < 0 && low.legend_corner < 0;
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

// The highest caption of the run: what stands above it does not move from one to the next.
float highest_caption(const OverlayStyle& style, const CaptionLook& look, const Session& session, const Content& content, float width) {
  std::size_t lines = 0;
  for (int side = 0; side <= last_side(session); ++side)
    for (const Caption& caption : current_arm(session, content, side).captions)
      lines = std::max(lines, caption_line_count(style, look, caption_words(session, caption), width));
  return caption_height(style, look, lines);
}

// Everything that is written on a stage that is not low but the names of structures.
struct Furnished {
  std::vector<LabelStyle> labels;
  Free free;
  bool with_lane = false;  // a body is drawn with its blood lane
  glm::vec2 foot_room{0};  // SceneOverlay::foot_room
};

void furnish_side(Scene& scene, int side, Furnished& made, const Furnishing& how, const Session& session, const Content& content,
                  const StageSettings& stage) {
  const OverlayStyle& style = how.style;
  const bool difference = session.difference && session.compare;
  const int count = view_count(session), left = scene.viewport.x - stage.offset_x;
  const int covered = std::clamp(stage.foot, 0, stage.height - 1), kept = covered - lifted_by(stage);
  const auto width = static_cast<float>(scene.viewport.width);
  scene.viewport.height -= covered;  // while it is furnished: the brain stays where it is
  LabelStyle labels = label_style(style, width, static_cast<float>(stage.height));
  if (session.show_welcome) labels.most = std::max(labels.most, kFirstPageNames);
  OverlayQuad title_plate;
  OverlayBox card_box;  // heart and breath
  const float u = style.unit;
  float top_edge = 0, bottom_edge = 0;  // of what is written over the whole width of a narrow view
  bool covered_brain = false;  // one brain, by its legend
  bool strips = false;      // of two people, with their bodies
  float right_top = 14 * u;  // below what hangs at the top right
  labels.top = 14 * style.unit;
  const float usual_bottom = labels.bottom = 92 * style.unit;
  keep_off_button(labels, stage, style, view_height_of(scene) + static_cast<float>(kept), side);
  const CaptionLook look;
  float caption_room = 0;  // of the highest caption
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
    if (stage.captions) caption_room = highest_caption(style, look, session, content, how.caption_width);
    bottom_edge = caption_room;
    if (stage.captions && !caption.empty()) {
      const std::size_t caption_plate = scene.overlay.quads.size();
      const float height = draw_caption(scene, style, look, caption, centre, how.caption_width);
      labels.bottom = std::max(labels.bottom, height + 8 * style.unit);
      caption_room = std::max(caption_room, height);
      labels.keep_out.push_back({scene.overlay.quads[caption_plate].min, scene.overlay.quads[caption_plate].max});
    }
    if (stage.captions && !difference) {
      const float foot = std::max(labels.bottom, caption_room + 8 * u);
      const float strips_height = draw_rhythms(scene, style, session, content, stage.words, centre, how.caption_width, foot);
      strips = strips_height > 0;
      made.with_lane = made.with_lane || (strips && strips_have_bodies(style, how.caption_width, view_height_of(scene)));
      if (strips) bottom_edge = labels.bottom = foot + strips_height;
    }
  }
  scene.viewport.height += kept;  // beside what lies over the foot, as if it did not
  float legend_height = 0, legend_left = width;
  Legend legend = legend_of(scene, style, session, content, stage.words);
  const glm::vec2 view(width, view_height_of(scene)), whole(width, static_cast<float>(stage.height));
  const bool alone = count == 1 && !how.captioned, at_foot = !how.legend_above && !how.bare;
  legend.keyed = !alone || legend_names_carriers(u, view, true);
  const auto covers = [&] { return count == 1 && at_foot && legend_covers_brain(whole, u, legend_size(style, legend, whole)); };
  bool lies_over_brain = session.show_legend && has_words(legend) && covers();
  if (lies_over_brain) {  // narrow where that helps
    legend.narrow = true;
    lies_over_brain = covers();
    legend.narrow = !lies_over_brain;
  }
  const std::optional<KeyRows> rows = key_rows(how, session, stage, legend);
  if (side == 0 && session.calm <= 0 && !how.bare && orientation_size(u, view_height_of(scene), stage.titles).y > 0)
    made.foot_room.x = draw_orientation(scene, style, rows ? "" : stage.words.orientation) + 8 * u;
  if (rows) {  // one key under both views, as the caption is
    const glm::vec2 low_left(rows->left - static_cast<float>(left), view.y - 11 * u), size = key_rows_size(style, legend, rows->room);
    bottom_edge = std::max(bottom_edge, size.y + 11 * u);  // also while a message lies there: the brains stay where they are
    if (kept == 0) {
      draw_key_rows(scene, style, legend, low_left, rows->room);
      labels.keep_out.push_back({{low_left.x, low_left.y - size.y}, {low_left.x + size.x, view.y}});
    }
  }
  if (session.show_legend && side == count - 1) {
    const bool named = rows || (!how.legend_above && !how.bare && legend_names_carriers(u, {width, view_height_of(scene)}, alone));
    const bool says_patterns = !how.bare && legend_says_patterns(u, view_height_of(scene));
    scene.overlay.key_left_out = (!named && !legend.carriers.empty()) || !legend.structures.empty() || (!says_patterns && has_patterns(legend));
  }
  if (session.show_legend && side == count - 1 && !how.bare) {
    if (has_words(legend)) {
      const float above = how.legend_above ? 66 * u : -1;
      const glm::vec2 size = draw_legend(scene, style, legend, above);
      scene.overlay.legend_left_out = size.x <= 0;
      if (size.x > 0) {
        const float low_edge = how.legend_above ? above + size.y : view_height_of(scene);
        legend_left = width - size.x;
        labels.keep_out.push_back({{legend_left, low_edge - size.y}, {width, low_edge}});
        // The brain leaves room for it as it is while nothing lies over the foot.
        const float room = covered > 0 ? legend_size(style, legend, whole, above).y : size.y;
        if (how.legend_above) {
          right_top = low_edge + 8 * u;
          top_edge = above + room;
        } else {
          legend_height = size.y;
          bottom_edge = std::max(bottom_edge, room);
          covered_brain = lies_over_brain;
          made.foot_room.y = static_cast<float>(left) + legend_left - 8 * u;
        }
      }
    }
  }
  if (const auto figure = difference || strips || how.strip ? std::nullopt : body_figure(session, content, style, stage.words, side)) {
    // Both views decide alike, so that the two bodies stand in the same place.
    const float foot = std::max({caption_room + 8 * u, 104 * u, stage.raised});
    const bool legend_below = session.show_legend && !how.legend_above;
    const glm::vec2 corner(legend_below ? legend_width(style, legend) : 0, count == 2 ? 60 * u : legend_height);
    BodyLayout layout = body_layout(scene.viewport, style, count == 2 ? 62 * u : right_top, foot, corner);
    // Large letters in a small window: the legend is more to the point than two badges that hide the brains.
    if (layout == BodyLayout::badge && how.legend_above && count == 2 && static_cast<float>(stage.height) < 330 * u) layout = BodyLayout::none;
    const float view_height = view_height_of(scene);
    const auto size_of = [&](BodyLayout as) { return body_card_size(as, style, *figure) * u; };
    if (layout == BodyLayout::badge && count == 2 && !how.captioned && !rows &&
        has_compact_room({width, view_height}, u, size_of(BodyLayout::compact), corner.x))
      layout = BodyLayout::compact;
    if (layout == BodyLayout::badge && size_of(BodyLayout::long_badge).x < width - 22 * u) layout = BodyLayout::long_badge;
    glm::vec2 card = size_of(layout);
    glm::vec2 at(width - 11 * u - card.x, right_top > 40 * u ? right_top + 5 * u : 11 * u);
    if (layout == BodyLayout::wide) at = {11 * u, view_height - foot - card.y};
    // On both sides of the line between the views.
    if (layout == BodyLayout::compact) at = {side == 0 ? width - 5 * u - card.x : 5 * u, view_height - 11 * u - card.y};
    const bool is_badge = layout == BodyLayout::badge || layout == BodyLayout::long_badge;
    if (is_badge) {
      // Beside the titles where there is room, else below them.
      const float clock = stage.titles && stage.captions && stage.clock ? 110 * u : 0;
      const float title_end = stage.titles ? widest_title(session, content, stage, style, width, count) : 0;
      const float short_card = size_of(BodyLayout::badge).x, beside = width - 11 * u - clock - title_end - 10 * u;
      if (!how.legend_above && card.x > beside && short_card <= beside) {
        layout = BodyLayout::badge;
        card = size_of(layout);
      }
      at = {width - 11 * u - clock - card.x, 10 * u};
      if (how.legend_above || at.x < title_end + 10 * u)
        at = {11 * u, how.legend_above && legend_left < card.x + 30 * u ? right_top : (stage.titles ? 66 : 11) * u};
    }
    if (layout == BodyLayout::wide) made.foot_room.x = std::max(made.foot_room.x, at.x + card.x + 8 * u);
    const bool gives_way = kept > 0 && layout == BodyLayout::compact;  // it stands where the sentence does
    const OverlayBox box = draw_body_card(scene, style, *figure, gives_way ? BodyLayout::none : layout, at);
    if (layout != BodyLayout::none) labels.keep_out.push_back({box.min, box.max});
    made.with_lane = made.with_lane || has_blood_lane(layout);
    if (is_badge) top_edge = std::max(top_edge, box.max.y);
    if (layout == BodyLayout::compact) bottom_edge = std::max(bottom_edge, card.y + 11 * u);
    if (layout != BodyLayout::none) card_box = box;
  }
  if (side == 0 && says_people_only(session, stage) && !how.bare) {
    // Beside the title where there is room, else below it and what stands there.
    const glm::vec2 chip = chip_size(style, stage.words.people_only);
    glm::vec2 at(title_plate.max.x + 8 * u, title_plate.min.y + 10 * u);
    const bool meets_card = card_box.min.y < at.y + chip.y && card_box.max.x > at.x;
    if (at.x + chip.x > width - (count == 1 ? 130 : 8) * u || (meets_card && at.x + chip.x + 8 * u > card_box.min.x))
      at = {11 * u, std::max(title_plate.max.y, card_box.min.x < 11 * u + chip.x && card_box.min.y < 110 * u ? card_box.max.y : 0) + 6 * u};
    const OverlayBox box = draw_chip(scene, style, stage.words.people_only, kPeopleOnlyChip, at);
    labels.keep_out.push_back({box.min, box.max});  // the brain leaves this corner free
  }
  // Of a wider view titles take the corners alone; of two brains that stand alike none may lie below the other's legend.
  const bool narrow = width < kNarrow * u;
  if (narrow || count == 2 || covered_brain)
    made.free = {std::max(made.free.top, narrow ? top_edge + 6 * u : 40 * u), std::max(made.free.bottom, bottom_edge + 6 * u)};
  scene.viewport.height += covered - kept;
  if (kept == 0 || labels.bottom > usual_bottom) labels.bottom += static_cast<float>(covered);
  if (session.show_labels) made.labels.push_back(std::move(labels));
}

Furnished furnish(std::vector<Scene>& scenes, const Furnishing& how, const Session& session, const Content& content, const StageSettings& stage) {
  Furnished made;
  made.foot_room = {8 * how.style.unit, static_cast<float>(stage.width) - 8 * how.style.unit};
  for (std::size_t i = 0; i < scenes.size(); ++i) furnish_side(scenes[i], static_cast<int>(i), made, how, session, content, stage);
  return made;
}

// Large letters on a small stage: what is written above and below the brain would lie over it. Such a stage is a low one
// (with a caption it is by its height alone).
bool is_crowded(const std::vector<Scene>& scenes, const Furnished& made, const StageSettings& stage) {
  const glm::vec2 view(static_cast<float>(scenes.back().viewport.width), view_height_of(scenes.back()));
  return stage.titles && !stage.captions && !has_room_between(view, made.free.top, made.free.bottom);
}

// The brains alone.
std::vector<Scene> bare_stage(const Session& session, const Content& content, const StageSettings& stage, int level) {
  std::vector<Scene> scenes;
  const int count = view_count(session);
  for (int side = 0; side < count; ++side) {
    Scene scene;
    const int left = stage.width * side / count, right = stage.width * (side + 1) / count;
    scene.viewport = {stage.offset_x + left, stage.offset_y, right - left, stage.height};
    scene.camera = session.camera;
    scene.background = stage.background;
    scene.glass = session.glass;
    scene.level_of_detail = level;
    scene.particle_budget = stage.particle_budget;
    add_surfaces(scene, session, content, side);
    if (!session.difference || !session.compare) extract_flow(scene, session, content, side);  // pulses belong to one run
    if (session.reduced_motion) replace_pulses_by_arrows(scene, std::max(0.78f * stage.pixel_scale, static_cast<float>(stage.height) / 720));
    scenes.push_back(std::move(scene));
  }
  return scenes;
}

// By what stands there while nothing lies over the foot: the brain stays where it is when something does. scenes: bare.
bool stands_crowded(std::vector<Scene> scenes, const Session& session, const Content& content, StageSettings stage) {
  stage.foot = 0;
  const Furnished made = furnish(scenes, furnishing_of(session, stage), session, content, stage);
  return is_crowded(scenes, made, stage);
}

bool stands_crowded(const Session& session, const Content& content, const StageSettings& stage) {
  return !stage.captions && stands_crowded(bare_stage(session, content, stage, level_of_detail(content.brain, stage.height)), session, content, stage);
}

std::vector<Scene> extract_stage(const Session& session, const Content& content, const StageSettings& stage, int level) {
  std::vector<Scene> scenes = bare_stage(session, content, stage, level);
  const bool written = stage.font != nullptr && stage.bold_font != nullptr;
  const Furnishing how = written ? furnishing_of(session, stage) : Furnishing{};
  Furnished made;
  bool low = how.low;
  if (written && !low && stage.foot > 0) low = stands_crowded(scenes, session, content, stage);
  if (written && !low) {
    made = furnish(scenes, how, session, content, stage);
    low = stage.foot <= 0 && is_crowded(scenes, made, stage);
    if (low)
      for (Scene& scene : scenes) scene.overlay = {};
  }
  if (low) {
    made = {};
    made.free = furnish_low(scenes, made.labels, how.style, session, content, stage);
  }
  if (written && !low) {
    scenes.front().overlay.foot_room = made.foot_room;
    for (std::size_t i = 0; stage.foot_between && i < made.labels.size(); ++i) {
      const float left = static_cast<float>(scenes[i].viewport.x - stage.offset_x), low_edge = static_cast<float>(stage.height);
      made.labels[i].keep_out.push_back({{made.foot_room.x - left, low_edge - static_cast<float>(stage.foot)}, {made.foot_room.y - left, low_edge}});
    }
  }
  if (made.with_lane) key_pituitary(scenes, session, content);
  // Both views stand alike, so what either of them has to leave free both do; names come last, as they follow the brain.
  Camera rest = home_camera();
  for (Scene& scene : scenes) {
    rest = home_camera();
    if (made.free.top + made.free.bottom > 0)
      for (Camera* camera : {&scene.camera, &rest})
        *camera = fit_between(*camera, static_cast<float>(scene.viewport.width), view_height_of(scene), made.free.top, made.free.bottom);
  }
  if (written) extract_names(scenes, rest, made.labels, session, content, {*stage.font, stage.words.left, stage.words.right, stage.names});
  return scenes;
}
}  // namespace

}  // namespace attune
