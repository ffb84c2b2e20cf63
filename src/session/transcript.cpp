#include "session/transcript.h"

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "session/reasons.h"
#include "session/story_bands.h"
#include "sim/explain_pair.h"
#include "sim/explain_years.h"
#include "sim/pair.h"

namespace attune {

namespace {
std::string escape_html(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else
      out += c;
  }
  return out;
}
}  // namespace

Result<Level> parse_level(std::string_view word) {
  const std::string slug = to_slug(word);
  if (slug == "plain" || slug == "client") return Level::plain;
  if (slug == "student") return Level::student;
  if (slug == "expert") return Level::expert;
  const std::string near = nearest_word(word, {"plain", "student", "expert"});
  return Error{sentence("unknown_level", {{"word", printable(word)}}), "--level",
               near_and(near, sentence("levels_are", {{"words", listed({"plain", "student", "expert"})}})),
               ExitCode::usage};
}

namespace {

// What moved between two times and why, the regions that moved most first.
std::vector<std::string> moment_sentences(const Content& content, const Circuit& circuit, const Trace& trace,
                                          double before, double after, const UiText& words, Level level, Told& told) {
  const std::size_t most = level == Level::plain ? 2 : level == Level::student ? 3 : 5;
  constexpr double kWorthSaying = 0.04, kLeast = 0.015;  // of the region that moved most, where no other moved more
  std::vector<std::pair<double, std::string>> moved;
  for (const Region& region : circuit.regions) {
    const int column = find_quantity(trace, region.id);
    if (column < 0) continue;
    const double change = std::abs(value_at(trace, column, after) - value_at(trace, column, before));
    if (change >= kLeast) moved.emplace_back(change, region.id);
  }
  std::stable_sort(moved.begin(), moved.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  while (moved.size() > 1 && (moved.size() > most || moved.back().first < kWorthSaying)) moved.pop_back();
  // The chemical that moved most, if any did.
  std::pair<double, std::string> chemical{0.1, ""};
  for (const Chemical& candidate : circuit.chemicals) {
    const int column = find_quantity(trace, candidate.id);
    if (candidate.hidden || column < 0) continue;
    if (level == Level::plain && words.count("deeper_" + candidate.id) > 0) continue;  // steps that need other words
    const double change = std::abs(value_at(trace, column, after) - value_at(trace, column, before));
    if (change > chemical.first) chemical = {change, candidate.id};
  }
  if (!chemical.second.empty()) moved.push_back(chemical);
  // What of it is felt.
  constexpr double kWorthFeeling = 0.05;
  if (const int column = find_quantity(trace, "D"); column >= 0)
    if (const double change = std::abs(value_at(trace, column, after) - value_at(trace, column, before));
        change >= kWorthFeeling)
      moved.emplace_back(change, "D");
  std::vector<std::string> sentences;
  for (const auto& [change, id] : moved)
    if (const auto why = explain(circuit, trace, id, before, after))
      sentences.push_back(why_sentence(*why, content, words, level, &told));
  if (sentences.empty()) sentences.push_back(fill(phrase(words, "alone"), {{"head", phrase(words, "calm", level)}}));
  return sentences;
}

// Days: when the brain has moved furthest from where it stood before, within an event.
double height_of(const Circuit& circuit, const Trace& trace, double before, double begin, double end) {
  constexpr int kLooks = 400;
  std::vector<std::pair<int, double>> usual;
  for (const Region& region : circuit.regions)
    if (const int column = find_quantity(trace, region.id); column >= 0)
      usual.emplace_back(column, value_at(trace, column, before));
  const double step = std::max(trace.sample_s, (end - begin) / kLooks);
  double height = end, largest = 0;
  for (double t_s = begin; t_s <= end; t_s += step) {
    double moved = 0;
    for (const auto& [column, value] : usual) moved += std::abs(value_at(trace, column, t_s) - value);
    if (moved > largest) largest = moved, height = t_s;
  }
  return height;
}

// What was learned between two weeks and why, the traits that moved most first, and the pattern it has become.
std::vector<std::string> learned_sentences(const Content& content, const YearsRun& run, double before, double after,
                                           const UiText& words, Level level, Told& told) {
  constexpr double kWorthSaying = 0.03;
  const std::size_t most = level == Level::plain ? 2 : level == Level::student ? 3 : 5;
  struct Learned {
    std::string trait;
    double change;
  };
  const Trace& years = *run.trace;
  std::vector<Learned> learned;
  for (const SlowTrait& trait : content.slow.traits) {
    const int column = find_column(years, "trait." + trait.id);
    if (column < 0) continue;
    const Learned one{"trait." + trait.id, std::abs(value_at(years, column, after) - value_at(years, column, before))};
    if (one.change >= kWorthSaying) learned.push_back(one);
  }
  std::stable_sort(learned.begin(), learned.end(),
                   [](const Learned& a, const Learned& b) { return a.change > b.change; });
  if (learned.size() > most) learned.resize(most);
  std::vector<std::string> sentences;
  const auto say = [&](std::string head) {
    sentences.push_back(fill(phrase(words, "alone"), {{"head", std::move(head)}}));
  };
  for (const Learned& one : learned) {
    const auto why_since = [&](double since) { return explain_years(content, run, one.trait, since, after); };
    if (auto reasons = latest_push(run.arm->captions, after, years.sample_s, true, kWorthSaying, why_since)) {
      // What became of it is what this stretch of time did; the reasons may be older.
      const int column = find_column(years, one.trait);
      reasons->why.before = value_at(years, column, before);
      sentences.push_back(why_sentence(reasons->why, content, words, level, &told));
    }
  }
  if (sentences.empty()) say(phrase(words, "learned_still"));
  if (const Style* now = pattern_at(content, years, after); now != nullptr && told.reasons["pattern"] != now->id) {
    told.reasons["pattern"] = now->id;
    const bool many = run.scenario->start == LifeStart::families;
    say(fill(phrase(words, many ? "pattern_now_families" : "pattern_now"), {{"pattern", lower_first(now->name)}}));
  }
  return sentences;
}

// What became of the breath and the heart of one of two people during an event, and why.
std::vector<std::string> rhythm_sentences(const Content& content, const PairRun& run, int person,
                                          const Caption& caption, double after, const UiText& words, Level level,
                                          Told& told) {
  struct Worth {
    const char* column;
    double change;
  };
  std::vector<std::string> sentences;
  for (const Worth& worth : {Worth{"pair.breath", 1}, Worth{"pair.swing", 0.5}}) {
    const auto why =
        explain_pair(content, run, person, worth.column, caption.begin_s - run.link->sample_s, after);
    // That a breath is never quite even is no news.
    const bool drifts = why && !why->terms.empty() && why->terms.front().source == "pair.drift";
    if (why && !drifts && std::abs(why->after - why->before) >= worth.change)
      sentences.push_back(why_sentence(*why, content, words, level, &told));
  }
  return sentences;
}

// Whether two people were in step during an event, and what brought them there.
std::string between_sentence(const Content& content, const PairArm& arm, const Trace& link, const Caption& caption,
                             const UiText& words, Level level) {
  const int column = find_column(link, kSynchronyColumn);
  const double end_s = std::max(caption.begin_s, std::min(caption.end_s, link.duration_s()) - link.sample_s);
  double sum = 0;
  int count = 0;
  for (double t_s = caption.begin_s; column >= 0 && t_s <= end_s; t_s += 1, ++count) sum += value_at(link, column, t_s);
  return synchrony_sentence(count == 0 ? 0 : sum / count, explain_coupling(content.pair, arm, link, end_s), content,
                            words, level);
}

}  // namespace

Transcript make_transcript(const Content& content, const AnyScenario& story, std::size_t arm_index,
                           const std::vector<TranscriptPerson>& people, const UiText& words, Level level,
                           const Trace* link) {
  const ScenarioText& scenario = story.text();
  const ArmText& arm = story.arm(arm_index);
  Transcript transcript;
  transcript.title = scenario.title == arm.title ? scenario.title : scenario.title + ": " + arm.title;
  transcript.disclaimer = phrase(words, "disclaimer");
  transcript.clock = {phrase(words, "clock_day"), phrase(words, "span_week"), phrase(words, "span_weeks"),
                      phrase(words, "span_year"), phrase(words, "span_years")};
  transcript.run_s = story.duration_s(arm_index);
  transcript.story = at_level(scenario.story, scenario.deeper_story, level);
  transcript.teach = at_level(scenario.teach, scenario.deeper_teach, level);
  transcript.change = at_level(scenario.change, scenario.deeper_change, level);
  transcript.caveat = scenario.caveat;
  transcript.leaves_out = scenario.leaves_out;
  const auto who = [&](std::size_t person) {
    return story.pair == nullptr ? std::string() : person == 0 ? story.pair->name_a : story.pair->name_b;
  };
  for (std::size_t i = 0; i < people.size(); ++i) {
    const Style& style = *people[i].style;
    if (i > 0 && people[0].style == people[i].style) {  // said once, of both
      transcript.histories[0].who += phrase(words, "and") + lower_first(who(i));
      continue;
    }
    transcript.histories.push_back({who(i), style.name, at_level(style.plain, style.deeper, level),
                                    at_level(style.change, style.deeper_change, level)});
  }
  // Two people: the other's calm and arousal are terms of the equations too.
  const Result<Circuit> both = story.pair != nullptr ? pair_circuit(content.circuit) : Result<Circuit>(Error{});
  const Circuit& circuit = both ? *both : content.circuit;
  std::vector<Told> told(people.size());
  for (const Caption& caption : arm.captions) {
    TranscriptEvent event{
        caption.begin_s, caption.end_s, caption.event, at_level(caption.text, caption.deeper, level), {}};
    for (std::size_t i = 0; i < people.size(); ++i) {
      const Trace& trace = *people[i].trace;
      // From just before the event to the last moment of its caption. One sample earlier than its end: what begins or
      // ends there belongs to the next caption.
      // What begins with the story itself is compared with the rest before it.
      const double before = story.years != nullptr ? std::max(0.0, caption.begin_s - trace.sample_s)
                                                   : caption.begin_s - trace.sample_s;
      const double after = std::max(std::max(0.0, before), std::min(caption.end_s, trace.duration_s()) - trace.sample_s);
      const auto tell = [&]() -> std::vector<std::string> {
        if (story.kind == ScenarioKind::days) return {};
        if (story.years == nullptr)
          return moment_sentences(content, circuit, trace, before, after, words, level, told[i]);
        const YearsRun run{story.years, &story.years->arms[arm_index], people[i].style, &trace, nullptr};
        return learned_sentences(content, run, before, after, words, level, told[i]);
      };
      std::vector<std::string> sentences = tell();
      if (story.kind == ScenarioKind::days) {
        const double height = height_of(circuit, trace, before, caption.begin_s, after);
        sentences = moment_sentences(content, circuit, trace, before, height, words, level, told[i]);
        const std::string time = moment_text(height, transcript.run_s, transcript.clock);
        if (sentences.size() > 1)
          sentences.insert(sentences.begin(),
                           fill(phrase(words, "alone"), {{"head", fill(phrase(words, "at_height"), {{"time", time}})}}));
        if (const auto bond = explain(circuit, trace, kBondColumn, before, after);
            bond && std::abs(bond->after - bond->before) >= 0.03)
          sentences.push_back(why_sentence(*bond, content, words, level, &told[i]));
      }
      if (story.pair != nullptr && link != nullptr && people.size() == 2) {
        const PairRun run{story.pair, &story.pair->arms[arm_index], people[0].trace, people[1].trace, link};
        for (std::string& sentence :
             rhythm_sentences(content, run, static_cast<int>(i), caption, after, words, level, told[i]))
          sentences.push_back(std::move(sentence));
      }
      for (const std::string& sentence : sentences)
        event.sentences.push_back(
            who(i).empty() ? sentence : fill(phrase(words, "person"), {{"name", who(i)}, {"sentence", sentence}}));
    }
    if (link != nullptr && story.pair != nullptr)
      event.sentences.push_back(between_sentence(content, story.pair->arms[arm_index], *link, caption, words, level));
    transcript.events.push_back(std::move(event));
  }
  for (const std::string& key : scenario.evidence)
    for (const Reference& reference : content.references)
      if (reference.id == key)
        transcript.sources.push_back(reference.authors + " (" + std::to_string(reference.year) + "). " +
                                     reference.title + ". " + reference.venue + "." +
                                     (reference.doi.empty() ? "" : " https://doi.org/" + reference.doi));
  return transcript;
}

namespace {
std::string range_text(const Transcript& t, const TranscriptEvent& event) {
  return moment_text(event.begin_s, t.run_s, t.clock) + " - " + moment_text(event.end_s, t.run_s, t.clock);
}
std::string whose(const TranscriptHistory& history, const UiText& words) {
  return history.who.empty() ? phrase(words, "history") : history.who;
}
}  // namespace

std::string transcript_to_text(const Transcript& t, const UiText& words) {
  std::string out = t.title + "\n" + std::string(t.title.size(), '=') + "\n\n" + t.disclaimer + "\n\n";
  for (const TranscriptHistory& history : t.histories)
    out += whose(history, words) + ": " + history.style + ". " + history.plain + "\n\n";
  const auto section = [&](const char* key, const std::string& body) {
    const std::string heading = phrase(words, key);
    out += heading + "\n" + std::string(heading.size(), '-') + "\n" + body + (body.ends_with('\n') ? "\n" : "\n\n");
  };
  section("heading_story", t.story);
  for (const TranscriptEvent& event : t.events) {
    out += range_text(t, event) + "  " + event.event + "\n  " + event.text + "\n";
    for (const std::string& sentence : event.sentences) out += "  " + sentence + "\n";
    out += "\n";
  }
  section("heading_teach", t.teach);
  std::string change = t.change;
  for (const TranscriptHistory& history : t.histories) change += "\n\n" + history.style + ". " + history.change;
  section("heading_change", change);
  section("heading_caveat", t.caveat);
  std::string list;
  for (const std::string& item : t.leaves_out) list += "- " + item + "\n";
  section("heading_leaves_out", list);
  list.clear();
  for (const std::string& item : t.sources) list += "- " + item + "\n";
  section("heading_sources", list);
  while (out.size() > 1 && out[out.size() - 2] == '\n') out.pop_back();
  return out;
}

std::string transcript_to_html(const Transcript& t, const UiText& words) {
  const auto e = escape_html;
  std::string out =
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
      "content=\"width=device-width\">\n<title>" +
      e(t.title) +
      "</title>\n<style>body{font:18px/1.55 sans-serif;max-width:42em;margin:2em auto;padding:0 1em;color:#12161f}"
      "h1,h2{line-height:1.2}h2{margin-top:1.6em;font-size:1.25em}.note{background:#eef3f7;padding:.7em "
      "1em;border-radius:.5em}"
      "time{color:#465062;font-variant-numeric:tabular-nums}</style>\n</head>\n<body>\n<main>\n";
  out += "<h1>" + e(t.title) + "</h1>\n<p class=\"note\">" + e(t.disclaimer) + "</p>\n";
  for (const TranscriptHistory& history : t.histories)
    out += "<p><strong>" + e(whose(history, words)) + ": " + e(history.style) + ".</strong> " + e(history.plain) +
           "</p>\n";
  const auto heading = [&](const char* key) { out += "<h2>" + e(phrase(words, key)) + "</h2>\n"; };
  heading("heading_story");
  out += "<p>" + e(t.story) + "</p>\n<ol>\n";
  for (const TranscriptEvent& event : t.events) {
    out += "<li><p><time>" + range_text(t, event) + "</time> <strong>" + e(event.event) + "</strong> " + e(event.text) +
           "</p>\n<p>" + e(phrase(words, "in_this_history")) + ":</p>\n<ul>\n";
    for (const std::string& sentence : event.sentences) out += "<li>" + e(sentence) + "</li>\n";
    out += "</ul></li>\n";
  }
  out += "</ol>\n";
  const auto section = [&](const char* key, const std::string& body) {
    heading(key);
    out += "<p>" + e(body) + "</p>\n";
  };
  section("heading_teach", t.teach);
  section("heading_change", t.change);
  for (const TranscriptHistory& history : t.histories)
    out += "<p><strong>" + e(history.style) + ".</strong> " + e(history.change) + "</p>\n";
  section("heading_caveat", t.caveat);
  for (const auto& [key, items] :
       {std::pair{"heading_leaves_out", &t.leaves_out}, std::pair{"heading_sources", &t.sources}}) {
    heading(key);
    out += "<ul>\n";
    for (const std::string& item : *items) out += "<li>" + e(item) + "</li>\n";
    out += "</ul>\n";
  }
  return out + "</main>\n</body>\n</html>\n";
}

}  // namespace attune
