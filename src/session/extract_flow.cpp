#include "session/extract_flow.h"

#include <algorithm>
#include <cmath>
#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <limits>
#include <optional>
#include <set>

#include "core/hash.h"
#include "model/find_claims.h"
#include "scene/colour_map.h"
#include "session/pace.h"
#include "session/shown_regions.h"

namespace attune {

std::vector<glm::vec3> smooth_path(const std::vector<glm::vec3>& points, float step_mm) {
  if (points.size() < 2) return points;
  std::vector<glm::vec3> path;
  const auto point = [&](std::ptrdiff_t i) {
    const auto last = static_cast<std::ptrdiff_t>(points.size()) - 1;
    if (i < 0) return 2.0f * points[0] - points[1];
    if (i > last) return 2.0f * points[static_cast<std::size_t>(last)] - points[static_cast<std::size_t>(last - 1)];
    return points[static_cast<std::size_t>(i)];
  };
  for (std::size_t i = 0; i + 1 < points.size(); ++i) {
    const auto k = static_cast<std::ptrdiff_t>(i);
    const glm::vec3 p0 = point(k - 1), p1 = point(k), p2 = point(k + 1), p3 = point(k + 2);
    const float t1 = std::sqrt(std::max(glm::length(p1 - p0), 1e-3f));
    const float t2 = t1 + std::sqrt(std::max(glm::length(p2 - p1), 1e-3f));
    const float t3 = t2 + std::sqrt(std::max(glm::length(p3 - p2), 1e-3f));
    const int steps = std::max(2, static_cast<int>(std::ceil(glm::length(p2 - p1) / step_mm)));
    for (int s = 0; s < steps; ++s) {
      const float t = t1 + (t2 - t1) * static_cast<float>(s) / static_cast<float>(steps);
      const glm::vec3 a1 = (t1 - t) / t1 * p0 + t / t1 * p1;
      const glm::vec3 a2 = (t2 - t) / (t2 - t1) * p1 + (t - t1) / (t2 - t1) * p2;
      const glm::vec3 a3 = (t3 - t) / (t3 - t2) * p2 + (t - t2) / (t3 - t2) * p3;
      const glm::vec3 b1 = (t2 - t) / t2 * a1 + t / t2 * a2;
      const glm::vec3 b2 = (t3 - t) / (t3 - t1) * a2 + (t - t1) / (t3 - t1) * a3;
      path.push_back((t2 - t) / (t2 - t1) * b1 + (t - t1) / (t2 - t1) * b2);
    }
  }
  path.push_back(points.back());
  return path;
}

namespace {
std::optional<glm::vec3> centre_of(const Circuit& circuit, const std::string& id) {
  for (const Region& region : circuit.regions)
    if (region.id == id) return region.mni_right_mm;
  return std::nullopt;  // off-brain gauges are drawn elsewhere
}

glm::vec3 mirrored(glm::vec3 p, bool left) { return left ? glm::vec3(-p.x, p.y, p.z) : p; }

// Around which box a cloud of a region lies: that of its half's meshes; within the glass of a parcel, so that no cloud
// leaves the brain; a small one where it has none.
struct RegionPlace {
  glm::vec3 centre_mm{0}, reach_mm{0};  // half axes
};
std::optional<RegionPlace> place_of(const Content& content, const std::string& region, bool left) {
  constexpr float kFurthest_mm = 26, kWithin_mm = 6;
  bool within = false;
  glm::vec3 low(std::numeric_limits<float>::max()), high(std::numeric_limits<float>::lowest());
  for (const BrainPart& part : content.brain.parts) {
    const Structure* structure = find_structure(content, part.structure);
    if (part.level != 0 || (structure != nullptr ? structure->region : part.region) != region) continue;
    if (part.hemisphere == (left ? Hemisphere::right : Hemisphere::left)) continue;
    low = glm::min(low, part.min_mm);
    high = glm::max(high, part.max_mm);
    within = within || part.kind == PartKind::cortex;
  }
  if (low.x <= high.x)
    return RegionPlace{glm::mix(0.5f * (low + high), Camera{}.target_mm, within ? 0.2f : 0.0f), within ? glm::min(0.35f * (high - low), kWithin_mm) : glm::min(0.5f * (high - low), kFurthest_mm)};
  const auto centre = centre_of(content.circuit, region);
  if (!centre) return std::nullopt;
  return RegionPlace{mirrored(*centre, left), glm::vec3(3)};
}

glm::vec3 carrier_colour(const Content& content, const std::string& carrier, double weight) {
  for (const Chemical& chemical : content.circuit.chemicals)
    if (chemical.id == carrier) return parse_colour(chemical.colour);
  // Fast transmission has no chemical of its own in the model: excitation warm white, inhibition cool blue; paths with fibres
  // of both kinds violet, whatever they do on the whole.
  if (carrier == "mix") return parse_colour("#B038F8");
  return weight < 0 ? glm::vec3(0.38f, 0.72f, 1.0f) : glm::vec3(1.0f, 0.86f, 0.62f);
}

// Solid: strong. Dashed: moderate. Dotted: contested, assumed or unknown.
LineGrade line_of(Grade grade) {
  return grade == Grade::strong ? LineGrade::solid : grade == Grade::moderate ? LineGrade::dashed : LineGrade::dotted;
}

bool seen_in_people(const Content& content, const std::string& topic) {
  const std::vector<std::size_t> claims = find_claims(content, topic);
  return std::any_of(claims.begin(), claims.end(), [&](std::size_t claim) {
    return was_measured_in_people(content.claim_book, content.claim_book.claims[claim]);
  });
}

// With "only what was measured in people" everything else steps back to this.
constexpr float kFaded = 0.18f;

// How many pulse spacings the flow has moved at time t: about a tract's length in two to three seconds of playing. Played
// faster than usual pulses go no faster: from picture to picture they would leap, and seem to run backwards.
float phase_at(const Session& session, const Content& content) {
  if (session.reduced_motion) return 0;
  const double pace = std::max(default_speed(duration_s(session, content)), played_speed(session, content));
  return static_cast<float>(std::fmod(session.playhead.t_s / pace * 3.0, 5040.0));
}

struct Path {
  std::string from, to;
  std::vector<glm::vec3> waypoints_mm;
};

// On the halves where the model shows both of its ends.
void add_tube(Scene& scene, const Circuit& circuit, const ShownRegions& shown, const Path& path, TubeItem tube) {
  const auto from = centre_of(circuit, path.from), to = centre_of(circuit, path.to);
  if (!from || !to) return;
  for (const bool left : {true, false}) {
    if (!shown.joins(path.from, path.to, left)) continue;
    std::vector<glm::vec3> points{mirrored(*from, left)};
    for (const glm::vec3& waypoint : path.waypoints_mm) points.push_back(mirrored(waypoint, left));
    points.push_back(mirrored(*to, left));
    const std::vector<glm::vec3> smooth = smooth_path(points, 4);
    tube.first_point = static_cast<int>(scene.tube_points.size());
    tube.point_count = static_cast<int>(smooth.size());
    scene.tube_points.insert(scene.tube_points.end(), smooth.begin(), smooth.end());
    scene.tubes.push_back(tube);
  }
}

// Every projection of the circuit is there, as the anatomy is: what carries almost nothing at the moment is a thin, quiet
// line with single pulses, well below what flows.
constexpr float kQuietRadius_mm = 0.24f, kQuietOpacity = 0.10f, kQuietFlow = 0.04f;
// Of a carrier that is shown alone, at rest: it is followed from the last row, however few paths it has.
constexpr float kAskedFlow = 0.55f, kAskedRadius_mm = 1.15f;

// What a drive releases without a tract; "" = nothing.
std::string released_by(const Drive& drive) {
  const std::string carrier = drive.source == "o" ? "OTc" : drive.source;
  return carrier == "OTc" || carrier == "OPI" ? carrier : "";
}

// Of the cloud around what it drives, at a level whose rest is 1.
constexpr float kSeenCloud = 0.01f;
constexpr double kLeastAsked = 0.15;  // of what is followed alone, at rest
double fullness_of(const Session& session, const std::string& carrier, double level) {
  return std::clamp((level - 1) / 1.2, session.solo_carrier == carrier ? kLeastAsked : 0, 1.0);
}
float cloud_density(const Session& session, const Drive& drive, const std::string& carrier, double level) {
  return static_cast<float>(fullness_of(session, carrier, level) * std::clamp(std::abs(drive.coefficient) / 0.15, 0.4, 1.0));
}

// Tracts that stand out a little even at rest: what carries dopamine and oxytocin, and the prefrontal brake on the amygdala.
bool always_drawn(const Connection& connection) {
  return connection.transmitter == "da" || connection.transmitter == "ot" ||
         (connection.to == "AMY" && connection.weight < 0 && connection.from != "HIP");
}
}  // namespace

DiffuseRelease diffuse_release(const Session& session, const Content& content) {
  DiffuseRelease release;
  const ShownRegions regions = shown_regions(content.brain, content.structures);
  std::set<std::string> known;  // one of a chemical's drives is enough
  for (const Drive& drive : content.circuit.chemical_drives) {
    const std::string carrier = released_by(drive);
    if (carrier.empty() || (!regions.has(drive.to, true) && !regions.has(drive.to, false)) || !known.insert(carrier).second) continue;
    bool seen = false;
    for (int side = 0; side <= (session.compare ? 1 : 0); ++side) {
      const Trace* const trace = session.trace[static_cast<std::size_t>(side)].get();
      const int column = trace == nullptr ? -1 : find_column(*trace, "chem." + carrier);
      constexpr int kLooks = 160;
      for (int i = 0; column >= 0 && i <= kLooks && !seen; ++i)
        seen = cloud_density(session, drive, carrier, value_at(*trace, column, trace->duration_s() * i / kLooks)) >= kSeenCloud;
    }
    release.in_run = release.in_run || seen;
    release.shown = release.shown || (seen && carrier_shown(session, carrier));
  }
  if (session.solo_carrier == kCortisol) release.in_run = release.shown = true;
  return release;
}

std::vector<FlowingCarrier> flowing_carriers(const Session& session, const Content& content) {
  std::vector<FlowingCarrier> found;
  const auto add = [&](const std::string& id, double weight) {
    for (const FlowingCarrier& known : found)
      if (known.id == id) return;
    found.push_back({id, carrier_colour(content, id, weight), carrier_shown(session, id)});
  };
  const Circuit& circuit = content.circuit;
  const ShownRegions shown = shown_regions(content.brain, content.structures);
  // The dopamine, oxytocin, ... first: what people ask about.
  for (const Connection& connection : circuit.connections)
    if (shown.joins(connection.from, connection.to) && find_chemical(content, carrier_of(content, connection.transmitter)) != nullptr)
      add(carrier_of(content, connection.transmitter), connection.weight);
  for (const DrawnLink& link : circuit.drawn_links)
    if (shown.joins(link.from, link.to)) add(carrier_of(content, link.carrier), 1);
  for (const Connection& connection : circuit.connections)
    if (shown.joins(connection.from, connection.to)) add(carrier_of(content, connection.transmitter), connection.weight);
  // In the blood alone, beside the brain: cortisol.
  if (!session.solo_carrier.empty()) add(session.solo_carrier, 1);
  return found;
}

bool hides_flow(const Session& session, const Content& content) {
  const auto is_open = [&](const BrainPart& part) { return part.kind == PartKind::cortex && session.hidden.count(part.structure) > 0; };
  return is_solid_outside(session) && session.solo_carrier.empty() && session.selected.empty() && asked_connection(session, content) == nullptr &&
         std::none_of(content.brain.parts.begin(), content.brain.parts.end(), is_open);
}

void extract_flow(Scene& scene, const Session& session, const Content& content, int side) {
  const auto& trace = session.trace[static_cast<std::size_t>(side)];
  if (!trace || !session.show_flow || session.calm >= 1 || hides_flow(session, content)) return;
  const double t = session.playhead.t_s;
  const auto now = [&](const std::string& column, double otherwise) {
    const int index = find_column(*trace, column);
    return index < 0 ? otherwise : value_at(*trace, index, t);
  };
  const float phase = phase_at(session, content);
  const Circuit& circuit = content.circuit;
  const auto is_cut_away = [&](const BrainPart& part) {  // the end of no path
    return !half_shown(session, part.hemisphere) || session.hidden_lobes.count(part.lobe) > 0;
  };
  const ShownRegions shown = shown_regions(content.brain, content.structures, is_cut_away);
  const Structure* selected = find_structure(content, session.selected);
  const std::string selected_region = selected ? selected->region : "";
  const Connection* const asked_path = asked_connection(session, content);
  const auto hidden = [&](const std::string& carrier) { return !carrier_shown(session, carrier); };
  const auto phase_of = [&](const std::string& carrier) {
    return session.slowed_carriers.count(carrier) > 0 ? phase * kSlowedPace : phase;
  };
  const auto rest_of = [&](const std::string& id) {
    for (const Region& region : circuit.regions)
      if (region.id == id) return region.rest;
    return 0.0;
  };

  for (const Connection& connection : circuit.connections) {
    const std::string carrier = carrier_of(content, connection.transmitter);
    if (hidden(carrier)) continue;
    // A gate is a formula of its own or simply a trait; "1" is neither.
    const double gate = now("derived." + connection.gate, now("trait." + connection.gate, 1.0));
    const double deviation = now("region." + connection.from, 0) - rest_of(connection.from);
    const double strength = std::abs(connection.weight) * gate;  // how strong the path is
    const double drive = strength * std::max(deviation, 0.0);    // how much it carries now
    const bool touched = asked_path != nullptr ? &connection == asked_path
                                               : !selected_region.empty() && (connection.from == selected_region || connection.to == selected_region);
    // What is asked for alone is plain even while it rests.
    const bool asked = session.solo_carrier == carrier;
    const bool always = always_drawn(connection) || asked;
    TubeItem tube;
    tube.colour = carrier_colour(content, carrier, connection.weight);
    const float carried = static_cast<float>(std::clamp(drive / 0.10, 0.0, 1.0));
    // From quiet to fully seen over the first fifth of what a tube can show, so that nothing pops up.
    const float seen = always || touched ? 1.0f : glm::smoothstep(0.0f, 0.2f, carried);
    tube.radius_mm = glm::mix(kQuietRadius_mm, 0.30f + 1.1f * static_cast<float>(std::min(strength, 0.8)), seen);
    if (asked) tube.radius_mm = std::max(tube.radius_mm, kAskedRadius_mm);
    tube.flow = std::clamp((asked ? kAskedFlow : always ? 0.16f : kQuietFlow) + carried, 0.0f, 1.0f);
    tube.opacity = std::clamp(glm::mix(kQuietOpacity, always ? 0.34f : 0.2f, seen) + 0.45f * carried + (asked ? 0.45f : touched ? 0.25f : 0.0f), 0.0f, 0.9f);
    tube.phase = phase_of(carrier);
    tube.grade = line_of(grade_of(content, "connection:" + connection.id));
    if (session.people_only && !seen_in_people(content, "connection:" + connection.id)) {
      tube.opacity *= kFaded;
      tube.flow *= kFaded;
    }
    tube.selected = touched || asked ? 1.0f : 0.0f;
    add_tube(scene, circuit, shown, {connection.from, connection.to, connection.waypoints_mm}, tube);
  }
  // Links that carry a chemical's effect but have no weight: density follows the level above rest.
  for (const DrawnLink& link : circuit.drawn_links) {
    const std::string carrier = carrier_of(content, link.carrier);
    const double level = now("chem." + carrier, 1.0) - 1.0;
    if (hidden(carrier)) continue;
    TubeItem tube;
    tube.colour = carrier_colour(content, carrier, 1);
    const auto above = static_cast<float>(std::clamp(level / 1.5, 0.0, 1.0));
    const bool asked = session.solo_carrier == carrier;
    const float seen = asked ? 1 : glm::smoothstep(0.0f, 0.1f, above);
    tube.radius_mm = glm::mix(kQuietRadius_mm, asked ? kAskedRadius_mm : 0.4f, seen);
    tube.flow = std::max(asked ? kAskedFlow : kQuietFlow, above);
    tube.opacity = glm::mix(kQuietOpacity, std::min(0.9f, (asked ? 0.79f : 0.16f) + 0.4f * above), seen);
    tube.phase = phase_of(carrier);
    tube.selected = asked ? 1.0f : 0.0f;
    tube.grade = line_of(grade_of(content, "link:" + link.id));
    if (session.people_only && !seen_in_people(content, "link:" + link.id)) {
      tube.opacity *= kFaded;
      tube.flow *= kFaded;
    }
    add_tube(scene, circuit, shown, {link.from, link.to, link.waypoints_mm}, tube);
  }
  const auto add_cloud = [&](const std::string& to, const std::string& carrier, const std::string& name, float density) {
    if (density < kSeenCloud) return;
    CloudItem cloud;
    cloud.colour = carrier_colour(content, carrier, 1);
    cloud.density = density;
    cloud.phase = phase_of(carrier) * 0.07f;
    cloud.seed = static_cast<std::uint32_t>(mix_bits(hash_bytes(name)));
    for (const bool left : {true, false})
      if (const auto place = shown.has(to, left) ? place_of(content, to, left) : std::nullopt) {
        cloud.centre_mm = place->centre_mm;
        cloud.reach_mm = place->reach_mm;
        scene.clouds.push_back(cloud);
      }
  };
  // Diffuse release: where the model lets oxytocin and opioids act, as soft clouds.
  for (const Drive& drive : circuit.chemical_drives) {
    const std::string carrier = released_by(drive);
    if (carrier.empty() || hidden(carrier)) continue;
    add_cloud(drive.to, carrier, drive.source + drive.to, cloud_density(session, drive, carrier, now("chem." + carrier, 1.0)));
  }
  // Cortisol comes with the blood, from beside the brain: what follows it alone sees where the model lets it act.
  for (const DrawnLink& link : circuit.drawn_links)
    if (link.carrier == kCortisol && session.solo_carrier == kCortisol)
      add_cloud(link.to, kCortisol, link.id, static_cast<float>(fullness_of(session, kCortisol, now(std::string("chem.") + kCortisol, 1.0))));
  const auto awake = static_cast<float>(1 - session.calm);
  for (TubeItem& tube : scene.tubes) {
    tube.flow *= awake;
    tube.opacity *= awake;
  }
  for (CloudItem& cloud : scene.clouds) cloud.density *= awake;
}

}  // namespace attune
