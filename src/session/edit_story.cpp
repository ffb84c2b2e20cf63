#include "session/edit_story.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/text.h"

namespace attune {

namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

// The key of a sentence, what goes into its {word} or {number}, and the nearest word (say_refused).
Error refused(std::string key, std::string value = "", std::string near = "") {
  return Error{std::move(key), std::move(value), std::move(near), ExitCode::bad_input};
}

template <class Item>
bool has(const std::vector<Item>& items, int index) {
  return index >= 0 && static_cast<std::size_t>(index) < items.size();
}
template <class Item>
auto& at(std::vector<Item>& items, int index) {
  return items[static_cast<std::size_t>(index)];
}
template <class Item>
const auto& at(const std::vector<Item>& items, int index) {
  return items[static_cast<std::size_t>(index)];
}

const Input* find_input(const Circuit& circuit, const std::string& id) {
  const auto found = std::find_if(circuit.inputs.begin(), circuit.inputs.end(), [&](const Input& input) { return input.id == id; });
  return found == circuit.inputs.end() ? nullptr : &*found;
}

double value_in(const Segment& segment, const std::string& input) {
  for (const InputValue& value : segment.inputs)
    if (value.input == input) return value.value;
  return kNone;
}

void put(Segment& segment, const std::string& input, double share) {
  for (InputValue& value : segment.inputs)
    if (value.input == input) {
      value.value = share;
      return;
    }
  segment.inputs.push_back({input, share, ""});
}

bool same_arms(const Scenario& a, const Scenario& b) {
  return std::equal(a.arms.begin(), a.arms.end(), b.arms.begin(), b.arms.end(), [](const Arm& x, const Arm& y) {
    return x.segments == y.segments && x.captions == y.captions;
  });
}

}  // namespace

Style with_traits(const Style& style, const TraitValues& traits, const std::string& changed_name) {
  Style changed = style;
  if (traits.empty()) return changed;
  changed.name = fill(changed_name, {{"name", style.name}});
  for (auto& [set, table] : changed.traits)
    for (auto& [id, value] : table)
      for (const auto& [wanted, share] : traits)
        if (id == wanted) value = share;
  return changed;
}

OwnStory begin_changes(const Scenario& scenario, const std::string& changed_name) {
  OwnStory story;
  story.scenario = scenario;
  story.scenario.id = scenario.id + "_changed";
  story.scenario.title = fill(changed_name, {{"name", scenario.title}});
  story.origin = std::make_shared<const Scenario>(scenario);
  for (const Arm& arm : scenario.arms) {
    story.came_from.emplace_back();
    for (std::size_t i = 0; i < arm.segments.size(); ++i) story.came_from.back().push_back(static_cast<int>(i));
  }
  return story;
}

std::shared_ptr<const OwnStory> unchanged(const OwnStory& story) {
  if (!story.own) return nullptr;
  return std::make_shared<const OwnStory>(as_own(*story.origin, story.file));
}

bool is_changed(const OwnStory& story) {
  return story.scenario.duration_s != story.origin->duration_s ||
         (story.own && story.scenario.title != story.origin->title) || !same_arms(story.scenario, *story.origin);
}

int throughout_event(const Scenario& scenario, int arm) {
  if (!has(scenario.arms, arm)) return -1;
  const std::vector<Segment>& segments = at(scenario.arms, arm).segments;
  for (std::size_t i = 0; i < segments.size(); ++i)
    if (segments[i].begin_s <= 0 && segments[i].end_s >= scenario.duration_s && segments[i].repeat_every_s <= 0)
      return static_cast<int>(i);
  return -1;
}

double strength(const Scenario& scenario, const Circuit& circuit, int arm, int event, const std::string& input) {
  if (!has(scenario.arms, arm)) return kNone;
  const int index = event == kThroughout ? throughout_event(scenario, arm) : event;
  const std::vector<Segment>& segments = at(scenario.arms, arm).segments;
  const double value = has(segments, index) ? value_in(at(segments, index), input) : kNone;
  const Input* known = find_input(circuit, input);
  return std::isnan(value) && event == kThroughout && known != nullptr ? known->initial : value;
}

double former_strength(const OwnStory& story, const Circuit& circuit, int arm, int event, const std::string& input) {
  if (event == kThroughout) return strength(*story.origin, circuit, arm, kThroughout, input);
  if (!has(story.came_from, arm) || !has(at(story.came_from, arm), event)) return kNone;
  const int before = at(at(story.came_from, arm), event);
  return before < 0 ? kNone : strength(*story.origin, circuit, arm, before, input);
}

Status set_strength(OwnStory& story, const Circuit& circuit, int arm, int event, const std::string& input, double share) {
  if (!has(story.scenario.arms, arm)) return refused("edit_no_version", std::to_string(arm + 1));
  const Input* const known = find_input(circuit, input);
  if (known == nullptr) {
    std::vector<std::string> ids;
    for (const Input& each : circuit.inputs) ids.push_back(each.id);
    return refused("edit_no_input", printable(input), nearest_word(input, ids));
  }
  if (!(share >= 0 && share <= 1)) return refused("edit_strength_range");
  std::vector<Segment>& segments = at(story.scenario.arms, arm).segments;
  std::vector<int>& came_from = at(story.came_from, arm);
  if (event != kThroughout) {
    if (!has(segments, event)) return refused("edit_no_event", std::to_string(event + 1));
    put(at(segments, event), input, share);
    return Done{};
  }
  int index = throughout_event(story.scenario, arm);
  if (index < 0) {
    if (share == known->initial) return Done{};
    // In front of all others: of an input for which the last event counts, every other event then still counts.
    segments.insert(segments.begin(), Segment{0, story.scenario.duration_s, {}, 0, 0});
    came_from.insert(came_from.begin(), -1);
    index = 0;
  }
  put(at(segments, index), input, share);
  // What says nothing new goes again, so that a value put back leaves no trace.
  if (at(came_from, index) < 0) {
    std::erase_if(at(segments, index).inputs, [&](const InputValue& value) {
      const Input* each = find_input(circuit, value.input);
      return each != nullptr && value.value == each->initial;
    });
    if (at(segments, index).inputs.empty()) {
      segments.erase(segments.begin() + index);
      came_from.erase(came_from.begin() + index);
    }
  }
  return Done{};
}

OwnStory make_own(const Scenario& scenario, const OwnWords& words) {
  Scenario own = scenario;
  own.number.clear();
  own.theme.clear();
  own.teach.clear();
  own.caveat.clear();
  own.evidence.clear();
  own.card.clear();
  own.deeper_story = own.deeper_teach = {};
  own.story = printable(words.story, kLongestCaption);
  OwnStory story = as_own(std::move(own), "");
  (void)set_title(story, words.title);
  story.origin = std::make_shared<const Scenario>(story.scenario);
  return story;
}

OwnStory as_own(Scenario scenario, std::string file) {
  OwnStory story;
  story.scenario = std::move(scenario);
  story.own = true;
  return as_saved(story, std::move(file));
}

OwnStory as_saved(const OwnStory& story, std::string file) {
  OwnStory saved = story;
  saved.file = std::move(file);
  saved.origin = std::make_shared<const Scenario>(story.scenario);
  saved.came_from.clear();
  for (const Arm& arm : story.scenario.arms) {
    saved.came_from.emplace_back(arm.segments.size());
    std::iota(saved.came_from.back().begin(), saved.came_from.back().end(), 0);
  }
  return saved;
}

bool find_span(const Scenario& scenario, int arm, StoryItem item, ItemSpan& span) {
  if (!has(scenario.arms, arm)) return false;
  const Arm& version = at(scenario.arms, arm);
  if (item.kind == ItemKind::event && has(version.segments, item.index)) {
    const Segment& segment = at(version.segments, item.index);
    span = {segment.begin_s, segment.end_s};
    return true;
  }
  if (item.kind == ItemKind::caption && has(version.captions, item.index)) {
    const Caption& caption = at(version.captions, item.index);
    span = {caption.begin_s, caption.end_s};
    return true;
  }
  return false;
}

std::vector<StoryItem> items_in_time(const Scenario& scenario, int arm) {
  std::vector<StoryItem> items;
  if (!has(scenario.arms, arm)) return items;
  const Arm& version = at(scenario.arms, arm);
  for (int i = 0; i < static_cast<int>(version.segments.size()); ++i) items.push_back({ItemKind::event, i});
  for (int i = 0; i < static_cast<int>(version.captions.size()); ++i) items.push_back({ItemKind::caption, i});
  const auto begin_s = [&](StoryItem item) {
    ItemSpan span;
    find_span(scenario, arm, item, span);
    return span.begin_s;
  };
  std::stable_sort(items.begin(), items.end(), [&](StoryItem a, StoryItem b) { return begin_s(a) < begin_s(b); });
  return items;
}

double time_grain_s(const Scenario& scenario) { return kind_of(scenario) == ScenarioKind::days ? 60 : 1; }

namespace {

constexpr double kShortest_s = 60, kLongestMoment_s = 86399, kLongestDays_s = 1e7;

Error no_item(StoryItem item) {
  const std::string number = std::to_string(item.index + 1);
  return item.kind == ItemKind::caption ? refused("edit_no_caption", number) : refused("edit_no_event", number);
}

// On the grain, inside the story, and at least a grain long.
ItemSpan fitted(const Scenario& scenario, double begin_s, double end_s) {
  const double grain = time_grain_s(scenario), last = std::floor(scenario.duration_s / grain) * grain;
  const auto on_grain = [&](double t_s) { return std::clamp(std::round(t_s / grain) * grain, 0.0, std::max(grain, last)); };
  ItemSpan span{on_grain(begin_s), on_grain(end_s)};
  if (span.begin_s > span.end_s) std::swap(span.begin_s, span.end_s);
  if (span.end_s - span.begin_s < grain) {
    span.end_s = span.begin_s + grain;
    if (span.end_s > std::max(grain, last)) span = {std::max(grain, last) - grain, std::max(grain, last)};
  }
  return span;
}

// Of something new: a tenth of the story from then on, or its last tenth.
ItemSpan new_span(const Scenario& scenario, double at_s) {
  const double length_s = scenario.duration_s / 10, begin_s = std::min(at_s, scenario.duration_s - length_s);
  return fitted(scenario, begin_s, begin_s + length_s);
}

// Captions in order of time; says where the one at `index` is now.
int sort_captions(std::vector<Caption>& captions, int index) {
  std::vector<std::size_t> order(captions.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return captions[a].begin_s < captions[b].begin_s; });
  std::vector<Caption> sorted;
  int now = index;
  for (const std::size_t each : order) {
    if (static_cast<int>(each) == index) now = static_cast<int>(sorted.size());
    sorted.push_back(std::move(captions[each]));
  }
  captions = std::move(sorted);
  return now;
}

// What a person types into one line: no control characters, no line breaks, not too long, not only blanks.
std::string one_line(const std::string& text, std::size_t limit) {
  std::string line;
  for (const char c : text) line += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  line = printable(line, 16 * limit);
  std::size_t end = std::min(line.size(), limit);
  while (end < line.size() && end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
  return line.substr(0, end);
}

}  // namespace

Result<StoryItem> move_item(OwnStory& story, int arm, StoryItem item, double begin_s, double end_s) {
  ItemSpan span;
  if (!find_span(story.scenario, arm, item, span)) return no_item(item);
  if (!std::isfinite(begin_s) || !std::isfinite(end_s)) return refused("no_time");
  span = fitted(story.scenario, begin_s, end_s);
  Arm& version = at(story.scenario.arms, arm);
  if (item.kind == ItemKind::caption) {
    at(version.captions, item.index).begin_s = span.begin_s;
    at(version.captions, item.index).end_s = span.end_s;
    return StoryItem{item.kind, sort_captions(version.captions, item.index)};
  }
  Segment& segment = at(version.segments, item.index);
  if (segment.repeat_every_s > 0) {
    span.end_s = std::min(span.end_s, span.begin_s + segment.repeat_every_s);
    // It goes on as long after its beginning as before.
    const double lasts_s = std::max(segment.repeat_until_s - segment.begin_s, span.end_s - span.begin_s);
    segment.repeat_until_s = std::min(story.scenario.duration_s, span.begin_s + lasts_s);
    if (segment.repeat_until_s <= span.begin_s) segment.repeat_until_s = span.end_s;
  }
  segment.begin_s = span.begin_s;
  segment.end_s = span.end_s;
  return item;
}

Result<StoryItem> add_event(OwnStory& story, const Circuit& circuit, int arm, double at_s, const std::string& input) {
  if (!has(story.scenario.arms, arm)) return refused("edit_no_version", std::to_string(arm + 1));
  if (find_input(circuit, input) == nullptr) return refused("edit_no_input", printable(input));
  if (!std::isfinite(at_s)) return refused("no_time");
  std::vector<Segment>& segments = at(story.scenario.arms, arm).segments;
  if (segments.size() >= kMostItems)
    return refused("edit_most_events", std::to_string(kMostItems));
  const ItemSpan span = new_span(story.scenario, at_s);
  segments.push_back(Segment{span.begin_s, span.end_s, {{input, 0.5, ""}}, 0, 0});
  at(story.came_from, arm).push_back(-1);
  return StoryItem{ItemKind::event, static_cast<int>(segments.size()) - 1};
}

Result<StoryItem> add_caption(OwnStory& story, int arm, double at_s, const std::string& event, const std::string& text) {
  if (!has(story.scenario.arms, arm)) return refused("edit_no_version", std::to_string(arm + 1));
  if (!std::isfinite(at_s)) return refused("no_time");
  std::vector<Caption>& captions = at(story.scenario.arms, arm).captions;
  if (captions.size() >= kMostItems)
    return refused("edit_most_captions", std::to_string(kMostItems));
  const ItemSpan span = new_span(story.scenario, at_s);
  Caption caption;
  caption.begin_s = span.begin_s;
  caption.end_s = span.end_s;
  captions.push_back(caption);
  const int index = static_cast<int>(captions.size()) - 1;
  if (const Status named = set_caption(story, arm, index, event, text); !named) {
    captions.pop_back();
    return named.errors();
  }
  return StoryItem{ItemKind::caption, sort_captions(captions, index)};
}

Status remove_item(OwnStory& story, int arm, StoryItem item) {
  ItemSpan span;
  if (!find_span(story.scenario, arm, item, span)) return no_item(item);
  Arm& version = at(story.scenario.arms, arm);
  if (item.kind == ItemKind::caption) {
    version.captions.erase(version.captions.begin() + item.index);
  } else {
    version.segments.erase(version.segments.begin() + item.index);
    at(story.came_from, arm).erase(at(story.came_from, arm).begin() + item.index);
  }
  return Done{};
}

Status remove_input(OwnStory& story, int arm, int event, const std::string& input) {
  ItemSpan span;
  if (!find_span(story.scenario, arm, {ItemKind::event, event}, span)) return no_item({ItemKind::event, event});
  Segment& segment = at(at(story.scenario.arms, arm).segments, event);
  if (std::isnan(value_in(segment, input))) return refused("edit_input_not_there", printable(input));
  if (segment.inputs.size() == 1) return refused("edit_last_input");
  std::erase_if(segment.inputs, [&](const InputValue& value) { return value.input == input; });
  return Done{};
}

Status set_caption(OwnStory& story, int arm, int caption, const std::string& event, const std::string& text) {
  ItemSpan span;
  if (!find_span(story.scenario, arm, {ItemKind::caption, caption}, span)) return no_item({ItemKind::caption, caption});
  if (!is_valid_utf8(event) || !is_valid_utf8(text)) return refused("edit_not_text");
  Caption& changed = at(at(story.scenario.arms, arm).captions, caption);
  const std::string said = one_line(text, kLongestCaption);
  if (said != changed.text) changed.deeper = {};  // the other levels said the words before
  changed.event = one_line(event, kLongestEvent);
  changed.text = said;
  return Done{};
}

Status set_title(OwnStory& story, const std::string& title) {
  if (!is_valid_utf8(title)) return refused("edit_not_text");
  const std::string line = one_line(title, kLongestTitle), slug = to_slug(line);
  story.scenario.title = line;
  story.scenario.id = slug.empty() ? "own_story" : "own_" + slug;
  return Done{};
}

Status set_length(OwnStory& story, double duration_s) {
  if (!std::isfinite(duration_s)) return refused("no_time");
  Scenario& scenario = story.scenario;
  const bool days = kind_of(scenario) == ScenarioKind::days;
  const double grain = time_grain_s(scenario), low = days ? 86400 : kShortest_s, high = days ? kLongestDays_s : kLongestMoment_s;
  scenario.duration_s = std::clamp(std::round(duration_s / grain) * grain, low, high);
  const double end_s = scenario.duration_s;
  scenario.reference_s = std::min(scenario.reference_s, end_s);
  for (std::size_t arm = 0; arm < scenario.arms.size(); ++arm) {
    Arm& version = scenario.arms[arm];
    for (std::size_t i = version.segments.size(); i-- > 0;) {
      Segment& segment = version.segments[i];
      if (segment.begin_s >= end_s) {
        version.segments.erase(version.segments.begin() + static_cast<std::ptrdiff_t>(i));
        story.came_from[arm].erase(story.came_from[arm].begin() + static_cast<std::ptrdiff_t>(i));
        continue;
      }
      segment.end_s = std::min(segment.end_s, end_s);
      if (segment.repeat_every_s > 0) segment.repeat_until_s = std::min(segment.repeat_until_s, end_s);
    }
    std::erase_if(version.captions, [&](const Caption& caption) { return caption.begin_s >= end_s; });
    for (Caption& caption : version.captions) caption.end_s = std::min(caption.end_s, end_s);
  }
  return Done{};
}

}  // namespace attune
