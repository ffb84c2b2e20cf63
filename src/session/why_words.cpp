#include "session/why_words.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>
#include <vector>

#include "core/text.h"
#include "model/find.h"
#include "session/rhythms.h"
#include "sim/explain_years.h"

namespace attune {

namespace {

enum class Kind { region, home, other };

struct Named {
  std::string text;  // ready for the middle of a sentence
  Kind kind = Kind::other;
};

bool has(const UiText& words, const std::string& key) { return words.count(key) > 0; }

// "trait.trust" and the like: what changes over weeks and years.
bool is_learned(const std::string& id) { return id.find('.') != std::string::npos && !id.starts_with("pair."); }

// "clause_pair_pull_up": what a term did, in words of its own; "head_pair_R_down": what became of a curve.
std::string key_of(const char* kind, std::string id, bool up) {
  std::replace(id.begin(), id.end(), '.', '_');
  return std::string(kind) + "_" + id + (up ? "_up" : "_down");
}

Named name_learned(const Content& content, const UiText& words, const std::string& column) {
  const std::string group = column.substr(0, column.find('.')), id = column.substr(group.size() + 1);
  if (group == "trait") return {phrase(words, "learned_" + id), Kind::other};
  if (group == "template")
    return {fill(phrase(words, "learned_first"), {{"name", phrase(words, "learned_" + id)}}), Kind::other};
  if (group == "environment")
    for (const CareEnvironment& environment : content.slow.environments)
      if (environment.id == id) return {lower_first(environment.name), Kind::home};
  if (group == "label")
    for (const Style& style : content.styles)
      if (style.id == id) return {lower_first(style.name), Kind::other};
  return {phrase(words, "name_" + group + "_" + id), Kind::other};
}

Named name_of(const Content& content, const UiText& words, const std::string& id, Level level) {
  if (is_learned(id)) return name_learned(content, words, id);
  if (id.starts_with("pair.")) return {phrase(words, "name_pair_" + id.substr(5)), Kind::other};
  for (const Region& region : content.circuit.regions)
    if (region.id == id) {
      if (level == Level::plain && has(words, "plain_" + id)) return {phrase(words, "plain_" + id), Kind::region};
      const Structure* const structure = structure_of_region(content, id);
      return {phrase(words, "article") + lower_first(structure == nullptr ? region.name : structure->name), Kind::region};
    }
  if (has(words, "name_" + id)) return {phrase(words, "name_" + id), Kind::other};
  for (const Chemical& chemical : content.circuit.chemicals)
    if (chemical.id == id) return {lower_first(chemical.name), Kind::other};
  for (const Input& input : content.circuit.inputs)
    if (input.id == id) return {lower_first(input.name), Kind::other};
  for (const State& state : content.circuit.states)
    if (state.id == id) return {lower_first(state.name), Kind::other};
  for (const Trait& trait : content.circuit.traits)
    if (trait.id == id) return {lower_first(trait.plain), Kind::other};
  return {id, Kind::other};
}

// What the list of structures calls a region that has another name in plain words: "anterior insula". "" where it has not.
std::string listed_name(const std::string& id, const Content& content, const UiText& words, Level level) {
  if (level != Level::plain || !has(words, "plain_" + id)) return "";
  const Structure* const structure = structure_of_region(content, id);
  if (structure == nullptr) return "";
  const std::string name = lower_first(structure->name);
  return phrase(words, "article") + name == phrase(words, "plain_" + id) ? "" : name;
}

// A reason as the key of its phrase and what stands in it.
struct Clause {
  std::string key, source;
  std::string behind;  // effect and evidence, for experts
};

Clause clause_of(const WhyTerm& term, const Content& content, const UiText& words, Level level) {
  if (term.source == under_way || term.source == "homes") return {term.source, "", ""};
  if (term.source.starts_with("template.")) return {"early_pull", "", ""};
  if (const std::string key = key_of("clause", term.source, term.effect > 0); has(words, key)) {
    Clause clause{key, term.source, ""};  // each stands for itself
    if (level == Level::expert) {
      clause.behind = fill(phrase(words, "effect"), {{"effect", (term.effect > 0 ? "+" : "") + to_text(term.effect, 2)}});
      if (!term.evidence.empty()) clause.behind += " [" + term.evidence.front() + "]";
    }
    return clause;
  }
  // Some quantities say how much something else leaves: "more cortisol feedback" is less of what it leaves.
  const bool inverse = has(words, "inverse_" + term.source);
  const Named source = inverse ? Named{phrase(words, "inverse_" + term.source), Kind::other}
                               : name_of(content, words, term.source, level);
  const bool raised = term.effect > 0, rose = (term.source_after >= term.source_before) != inverse;
  std::string key;
  if (source.kind == Kind::home)
    key = rose ? "home_now" : "home_before";
  else if (term.gate_changed && source.kind == Kind::region)
    key = raised == rose ? "path_stronger" : "path_weaker";
  else if (source.kind == Kind::region && term.of_formula)
    key = rose ? "region_active" : "region_active_less";
  else if (source.kind == Kind::region)
    key =
        raised ? (rose ? "region_excites" : "region_calming_weakens") : (rose ? "region_calms" : "region_excites_less");
  else if (term.of_formula)  // which way it pushed is what the sentence says already
    key = rose ? "drives" : "drives_less";
  else
    key = raised ? (rose ? "drives" : "calms_less") : (rose ? "calms" : "drives_less");
  Clause clause{key, source.text, ""};
  if (level == Level::expert) {
    // What was learned is no one's score: its reasons have an order, no numbers.
    if (!is_learned(term.source))
      clause.behind += fill(phrase(words, "effect"), {{"effect", (raised ? "+" : "") + to_text(term.effect, 2)}});
    if (!term.evidence.empty()) clause.behind += " [" + term.evidence.front() + "]";
  }
  return clause;
}

std::string text_of(const Clause& clause, const UiText& words, Level level) {
  return fill(phrase(words, clause.key, level), {{"source", clause.source}}) + clause.behind;
}

std::string join(const std::vector<std::string>& parts, const std::string& last) {
  std::string joined;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) joined += i + 1 == parts.size() ? last : ", ";
    joined += parts[i];
  }
  return joined;
}

// "more worry and body arousal, and less calming from the prefrontal cortex": reasons of one kind share their words.
std::string join_clauses(const std::vector<Clause>& clauses, const UiText& words, Level level) {
  const std::string last = phrase(words, "and");
  std::vector<std::pair<Clause, std::vector<std::string>>> groups;
  for (const Clause& clause : clauses) {
    const auto same = std::find_if(groups.begin(), groups.end(), [&](const auto& group) {
      return level != Level::expert && group.first.key == clause.key;
    });
    if (same == groups.end())
      groups.push_back({clause, {clause.source}});
    else if (std::find(same->second.begin(), same->second.end(), clause.source) == same->second.end())
      same->second.push_back(clause.source);
  }
  std::vector<std::string> texts;
  bool has_list = false;
  for (auto& [clause, sources] : groups) {
    has_list = has_list || sources.size() > 1;
    clause.source = join(sources, last);
    texts.push_back(text_of(clause, words, level));
  }
  return join(texts, has_list && texts.size() == 2 ? "," + last : last);
}

// What became of the variable: "The amygdala becomes quieter", "Trust that others help grows from little to some".
std::string head_of(const Why& why, const Content& content, const UiText& words, Level level, bool still,
                    bool introduce) {
  const Named named = name_of(content, words, why.variable, level);
  const bool up = why.after >= why.before;
  std::string name = upper_first(named.text);
  if (introduce && has(words, "aside_" + why.variable)) name += phrase(words, "aside_" + why.variable);
  const auto say = [&](const std::string& key) {
    return fill(phrase(words, key, level), {{"Name", name}, {"name", named.text}});
  };
  if (const std::string key = key_of("head", why.variable, up); has(words, key)) {
    std::string head = phrase(words, key, level);
    if (level == Level::expert)
      head += fill(phrase(words, "number"), {{"before", to_text(why.before, 2)}, {"after", to_text(why.after, 2)}});
    return head;
  }
  if (why.variable.starts_with("label.")) return say(up ? "label_up" : "label_down");
  if (is_learned(why.variable) && !why.variable.starts_with("signal.") && std::max(why.before, why.after) <= 1 &&
      std::min(why.before, why.after) >= 0) {
    const std::string from = phrase(words, amount_words(why.before)), to = phrase(words, amount_words(why.after));
    const char* key = from != to ? (up ? "learned_up" : "learned_down") : up ? "learned_more" : "learned_less";
    return fill(phrase(words, key, level), {{"Name", name}, {"before", from}, {"after", to}});
  }
  const bool by_plain_name = level == Level::plain && named.kind == Kind::region && has(words, "plain_" + why.variable);
  const bool many = !by_plain_name && has(words, "many_" + why.variable);  // "The vagal nuclei become ..."
  std::string head = say(std::string(named.kind == Kind::region ? "region" : "level") + (many ? "s" : "") +
                         (still ? "_still" : "") + (up ? "_up" : "_down"));
  if (level == Level::expert && !is_learned(why.variable))
    head += fill(phrase(words, "number"), {{"before", to_text(why.before, 2)}, {"after", to_text(why.after, 2)}});
  return head;
}

}  // namespace

std::string phrase(const UiText& words, const std::string& key) {
  const auto found = words.find(key);
  return found == words.end() ? "[" + key + "]" : found->second;
}

std::string phrase(const UiText& words, const std::string& key, Level level) {
  return level == Level::plain && has(words, key + "_plain") ? phrase(words, key + "_plain") : phrase(words, key);
}

const char* amount_words(double share) {
  constexpr double kSome = 1.0 / 3, kMuch = 2.0 / 3;
  return share < kSome ? "amount_little" : share < kMuch ? "amount_some" : "amount_much";
}

std::string lower_first(std::string text) {
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (!text.empty() && upper(text[0]) && (text.size() < 2 || !upper(text[1])))
    text[0] = static_cast<char>(text[0] - 'A' + 'a');
  return text;
}
std::string upper_first(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
  return text;
}

std::string why_clause(const WhyTerm& term, const Content& content, const UiText& words, Level level) {
  Clause clause = clause_of(term, content, words, level);
  if (const std::string name = listed_name(term.source, content, words, level); !name.empty())
    clause.source = fill(phrase(words, "both_names"), {{"plain", clause.source}, {"name", name}});
  return text_of(clause, words, level);
}

std::string name_in_sentence(const std::string& id, const Content& content, const UiText& words, Level level) {
  return name_of(content, words, id, level).text;
}

std::string why_in_full(const WhyTerm& term, const std::string& variable, const Content& content, const UiText& words,
                        Level level) {
  const std::string key = clause_of(term, content, words, level).key;
  const Named target = name_of(content, words, variable, level);
  if (target.kind != Kind::region || (key != "region_calming_weakens" && key != "region_excites_less")) return "";
  return fill(phrase(words, key == "region_excites_less" ? "how_excites_less" : "how_calming_weakens"),
              {{"target", target.text}});
}

std::string synchrony_sentence(double synchrony, const Why& coupling, const Content& content, const UiText& words,
                               Level level) {
  const std::string head = phrase(words, synchrony < kOwnTime  ? "sync_own_time"
                                         : synchrony < kInStep ? "sync_partly"
                                                               : "sync_in_step");
  std::vector<Clause> clauses;
  for (const WhyTerm& term : coupling.terms)
    clauses.push_back({"between", name_of(content, words, term.source, level).text, ""});
  if (clauses.empty() || synchrony < kOwnTime) return fill(phrase(words, "alone"), {{"head", head}});
  return fill(phrase(words, "because", level), {{"head", head}, {"clauses", join_clauses(clauses, words, level)}});
}

std::string why_sentence(const Why& why, const Content& content, const UiText& words, Level level, Told* told) {
  const bool up = why.after >= why.before;
  // Only what pushed in the direction of the change explains it; a counterforce is named last, to experts.
  constexpr double kWorthNaming = 0.12;  // of the strongest reason
  std::vector<Clause> clauses;
  const std::size_t most = level == Level::expert ? 4 : level == Level::student ? 3 : 2;
  double explained = 0;
  for (const WhyTerm& term : why.terms) {
    if ((term.effect > 0) != up || clauses.size() >= most) continue;
    if (std::abs(term.effect) < kWorthNaming * std::abs(explained == 0 ? term.effect : explained)) break;
    if (explained == 0) explained = term.effect;
    clauses.push_back(clause_of(term, content, words, level));
  }
  std::string joined = join_clauses(clauses, words, level);
  if (level == Level::expert && !clauses.empty())
    for (const WhyTerm& term : why.terms)
      if ((term.effect > 0) != up && std::abs(term.effect) >= kWorthNaming * std::abs(explained)) {
        const std::string counter = text_of(clause_of(term, content, words, level), words, level);
        joined = fill(phrase(words, "against"), {{"clauses", joined}, {"counter", counter}});
        break;
      }
  bool still = false, introduce = false;
  if (told != nullptr && level != Level::expert) {
    const std::string now = (up ? "+" : "-") + joined;
    std::string& before = told->reasons[why.variable];
    still = before == now && !is_learned(why.variable);
    before = now;
    introduce = told->named.insert(why.variable).second && level == Level::plain;
  }
  const std::string head = head_of(why, content, words, level, still, introduce);
  if (clauses.empty() || still) return fill(phrase(words, "alone"), {{"head", head}});
  return fill(phrase(words, "because", level), {{"head", head}, {"clauses", joined}});
}

}  // namespace attune
