// Changing a moment and a pattern: pure functions on values. Bad values are refused and leave everything as it was: an
// Error's `what` is then the key of a sentence of the content (assets/messages_en.json), its `where` what goes into the
// sentence's {word} or {number}, its `hint` the word that may have been meant (say_refused() makes words of it); the limits are those that `attune check` holds a scenario file to (io/parse_scenario.cpp).
#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "model/content.h"
#include "model/own_story.h"

namespace attune {

inline constexpr int kThroughout = -1;          // in the place of an event: what holds all through the moment
inline constexpr std::size_t kMostItems = 64;   // events, and captions, of one version: more could not be told apart

// ---- patterns ------------------------------------------------------------------------------------
// The pattern with some of its traits at other values (in every trait table), named by Content::changed_name.
Style with_traits(const Style& style, const TraitValues& traits, const std::string& changed_name);

// ---- stories -------------------------------------------------------------------------------------
// A copy that can be changed, named by Content::changed_name; its id is no shipped one ("rejection_changed").
OwnStory begin_changes(const Scenario& scenario, const std::string& changed_name);

// As it was made: null when it ships so, else the copy of the person's own as it was begun or loaded.
std::shared_ptr<const OwnStory> unchanged(const OwnStory& story);

// Whether anything but its name differs from what it was made from.
bool is_changed(const OwnStory& story);

// The event (by index) whose inputs hold from the start to the end, -1 = none.
int throughout_event(const Scenario& scenario, int arm);

// What a slider of an input shows: its share 0-1 in an event, or all through the moment (kThroughout: what holds when
// no event says otherwise). NaN: the event does not have the input.
double strength(const Scenario& scenario, const Circuit& circuit, int arm, int event, const std::string& input);
// The same as it was in what the story was made from. NaN: it was not there.
double former_strength(const OwnStory& story, const Circuit& circuit, int arm, int event, const std::string& input);

// Sets it; an input that the event did not have is added. Errors: no such version, event or input, not 0..1.
Status set_strength(OwnStory& story, const Circuit& circuit, int arm, int event, const std::string& input, double share);

// ---- a story of the person's own -------------------------------------------------------------------
// What it says about itself: words of the interface (assets/ui_en.json), never written in code.
struct OwnWords {
  std::string title, story;
};
inline constexpr std::size_t kLongestTitle = 60, kLongestEvent = 24, kLongestCaption = 200;

// A copy of the story as it is played now. It keeps what happens, what can change it and what it leaves out, and says
// nothing of its model's teaching, evidence or number: these are about the shipped one.
OwnStory make_own(const Scenario& scenario, const OwnWords& words);
// One that was read from a file, as it is.
OwnStory as_own(Scenario scenario, std::string file);
// It has been written to this file: from now on that is what its changes are measured by.
OwnStory as_saved(const OwnStory& story, std::string file);

// Where an item begins and ends. False: there is no such item.
struct ItemSpan {
  double begin_s = 0, end_s = 0;
};
bool find_span(const Scenario& scenario, int arm, StoryItem item, ItemSpan& span);
// Its items in order of time, events before captions where they begin together.
std::vector<StoryItem> items_in_time(const Scenario& scenario, int arm);
// Times are whole steps of this: a second in a moment, a minute in a story of days.
double time_grain_s(const Scenario& scenario);

// Each changes the version `arm`. Errors: there is no such item, a time is no number, there are kMostItems already.
// Times are put on the grain and inside the story; nothing becomes shorter than one grain, and an event that repeats
// stays shorter than its repeat. Captions stay in order of time, so their places can change: the answer is the item.
Result<StoryItem> move_item(OwnStory& story, int arm, StoryItem item, double begin_s, double end_s);
Result<StoryItem> add_event(OwnStory& story, const Circuit& circuit, int arm, double at_s, const std::string& input);
Result<StoryItem> add_caption(OwnStory& story, int arm, double at_s, const std::string& event, const std::string& text);
Status remove_item(OwnStory& story, int arm, StoryItem item);
Status remove_input(OwnStory& story, int arm, int event, const std::string& input);
Status set_caption(OwnStory& story, int arm, int caption, const std::string& event, const std::string& text);
Status set_title(OwnStory& story, const std::string& title);
// From 60 s (a story of days: from a day) to the longest that its kind has; what would begin after the end is let go.
Status set_length(OwnStory& story, double duration_s);

}  // namespace attune
