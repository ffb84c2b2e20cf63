#include "ui/words.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/hash.h"
#include "core/text.h"
#include "model/find.h"
#include "session/over_story.h"
#include "session/session.h"

namespace attune {

std::string place_name(const Content& content, const std::string& id) {
  if (const Structure* structure = structure_of_region(content, id)) return structure->name;
  if (const Region* region = find_region(content, id)) return region->name;
  const Gauge* const gauge = item_of(content.circuit.gauges, id);
  return gauge == nullptr ? id : gauge->name;
}

std::string connection_title(const UiText& text, const Content& content, const Connection& connection) {
  std::string missing;
  return fill(word(text, "connection_title", missing),
              {{"from", place_name(content, connection.from)}, {"to", lower_first(place_name(content, connection.to))}});
}

SpanWords span_words(const UiText& text) {
  std::string missing;
  const auto tr = [&](const char* key) { return word(text, key, missing); };
  return {tr("span_now"), tr("span_week"), tr("span_weeks"), tr("span_month"), tr("span_months"), tr("span_year"), tr("span_years")};
}

ChangedWords changed_words(const UiText& text) {
  std::string missing;
  return {word(text, "stage_changed_name", missing), word(text, "stage_changed_none", missing), span_words(text)};
}

SideName side_title(const Session& session, const Content& content, const UiText& text, int side) {
  return side_title(session, content, side, changed_words(text));
}

std::string question_title(const Session& session, const UiText& words) {
  std::string missing;
  switch (session.question) {
    case Question::none: return "";
    case Question::forget_settings: return word(words, "question_settings_title", missing);
    case Question::forget_view: return word(words, "question_view_title", missing);
    case Question::reset: return word(words, "question_reset_title", missing);
    case Question::leave: return word(words, "question_leave_title", missing);
  }
  return "";
}
namespace {

// Okabe-Ito without black and yellow: for columns that have no colour of their own.
constexpr std::array<std::string_view, 6> kSpareColours{"#56B4E9", "#E69F00", "#009E73",
                                                        "#CC79A7", "#D55E00", "#0072B2"};

constexpr std::array<ShownTrait, 5> kShownTraits{{{"trait.trust", "trait_trust"},
                                                        {"trait.reg", "trait_reg"},
                                                        {"trait.thr", "trait_thr"},
                                                        {"trait.sup", "trait_sup"},
                                                        {"trait.otc", "trait_otc"}}};
constexpr std::array<ShownTrait, 7> kShortNames{{{"slow.security", "curve_security"},
                                                       {"trait.trust", "curve_trust"},
                                                       {"trait.reg", "curve_reg"},
                                                       {"trait.thr", "curve_thr"},
                                                       {"trait.sup", "curve_sup"},
                                                       {"trait.hyp", "curve_hyp"},
                                                       {"trait.otc", "curve_otc"}}};

Colour spare_colour(const std::string& id) {
  return to_colour(kSpareColours[mix_bits(hash_bytes(id)) % kSpareColours.size()]);
}

}  // namespace

const std::string& word(const UiText& text, const std::string& key, std::string& missing) {
  const auto found = text.find(key);
  if (found != text.end()) return found->second;
  missing = "[" + key + "]";
  return missing;
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

std::string speed_text(double speed) {
  std::string text = to_text(speed, speed < 1 ? 2 : speed < 10 ? 1 : 0);
  if (text.find('.') != std::string::npos) {
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
  }
  return text;
}

ColumnInfo describe_column(const Content& content, const std::string& column) {
  ColumnInfo info;
  const std::size_t dot = column.find('.');
  const std::string prefix = column.substr(0, dot == std::string::npos ? 0 : dot);
  const std::string id = dot == std::string::npos ? column : column.substr(dot + 1);
  info.name = id;
  info.unit = unit_of(content, column);
  info.colour = spare_colour(id);
  if (prefix == "region") {
    info.kind = ColumnKind::region;
    if (const Region* region = find_region(content, id)) info.name = region->name;
    for (const Structure& structure : content.structures) {
      if (structure.region != id) continue;
      info.name = structure.name;
      info.label = structure.label;
      info.colour = to_colour(structure.colour);
      break;
    }
  } else if (prefix == "chem") {
    info.kind = ColumnKind::chemical;
    if (const Chemical* chemical = find_chemical(content, id)) {
      info.name = chemical->name;
      info.colour = to_colour(chemical->colour);
    }
  } else if (prefix == "body" || prefix == "felt") {
    info.kind = prefix == "body" ? ColumnKind::body : ColumnKind::felt;
    for (const State& state : content.circuit.states)
      if (state.id == id) info.name = state.name;
    for (const std::vector<Formula>* formulas : {&content.circuit.readouts, &content.circuit.derived})
      for (const Formula& formula : *formulas)
        if (formula.id == id && !formula.meaning.empty()) info.name = formula.meaning;
  }
  if (const PairCurve* curve = find_pair_curve(content.pair, column)) info.name = curve->name;
  const auto meaning_of = [&](const std::vector<Formula>& formulas) {
    for (const Formula& formula : formulas)
      if (formula.id == id && !formula.meaning.empty()) info.name = formula.meaning;
  };
  if (prefix == "trait" || prefix == "template") {
    info.kind = ColumnKind::learned;
    for (const Trait& trait : content.circuit.traits)
      if (trait.id == id) info.name = trait.plain;
    info.label = info.name.substr(0, std::min(info.name.find(" ("), info.name.find(':')));
    if (prefix == "template") info.kind = ColumnKind::early;
  } else if (prefix == "slow") {
    info.kind = ColumnKind::learned;
    meaning_of(content.slow.readouts);
    meaning_of(content.slow.derived);
  } else if (prefix == "signal") {
    info.kind = ColumnKind::care;
    for (const LearningSignal& signal : content.slow.signals)
      if (signal.id == id) info.name = signal.name;
  } else if (prefix == "label") {
    info.kind = ColumnKind::pattern;
    for (const Style& style : content.styles)
      if (style.id == id) info.name = style.name, info.colour = to_colour(style.colour);
  } else if (prefix == "episode") {
    info = describe_column(content, find_region(content, id) != nullptr ? "region." + id : "felt." + id);
    info.kind = ColumnKind::peak;
    return info;
  } else if (prefix == "derived") {
    for (const std::vector<Formula>* formulas :
         {&content.circuit.derived, &content.circuit.gates, &content.circuit.readouts})
      for (const Formula& formula : *formulas)
        if (formula.id == id && !formula.meaning.empty()) info.name = formula.meaning;
  }
  for (std::string* name : {&info.name, &info.label})
    if (!name->empty() && (*name)[0] >= 'a' && (*name)[0] <= 'z' && (name == &info.name || info.kind == ColumnKind::learned || info.kind == ColumnKind::early))
      (*name)[0] = static_cast<char>((*name)[0] - 'a' + 'A');
  if (info.label.empty()) info.label = info.name;
  return info;
}

std::string full_name(const Structure& structure) {
  const bool told = lower_case(structure.name).find(lower_case(structure.label)) != std::string::npos;
  return structure.label.empty() || told ? structure.name : structure.name + " (" + structure.label + ")";
}

std::string value_text(double value, const std::string& unit) {
  if (!std::isfinite(value)) return "-";
  if (unit.empty()) return format("%.2f", value);
  if (unit == "x") return format("%.2fx", value);
  return format("%.0f %s", value, unit.c_str());
}

double chemical_share(double level) {
  if (!std::isfinite(level)) return 0;
  return std::clamp(std::log2(std::max(level, 1e-6)) / 3, -1.0, 1.0);
}

const std::array<ShownTrait, 5>& shown_traits() { return kShownTraits; }
const std::array<ShownTrait, 7>& short_names() { return kShortNames; }

const char* share_words(double share) {
  // Below a twelfth of the full change neither bars nor colours show anything.
  constexpr double kUsual = 0.08, kMuch = 0.5;
  if (share <= -kMuch) return "much_quieter";
  if (share < -kUsual) return "quieter";
  if (share >= kMuch) return "much_busier";
  if (share > kUsual) return "busier";
  return "usual";
}

const char* beside_words(double difference) {
  constexpr double kSeen = 0.015, kLittle = 0.1;  // numbers are shown with two decimals
  if (std::abs(difference) < kSeen) return "";
  if (difference > 0) return difference < kLittle ? "beside_little_more" : "beside_more";
  return difference > -kLittle ? "beside_little_less" : "beside_less";
}

std::string activity_words(const Session& session, const UiText& text, int side, const std::string& region) {
  std::string missing;
  const std::string key = share_words(activity_share(session, side, region));
  const std::string words = word(text, key, missing);
  const std::string column = "region." + region;
  const double other = session.compare ? value_now(session, 1 - side, column) : std::nan("");
  // The same words for numbers that differ: how they differ is said too.
  if (!std::isfinite(other) || key != share_words(activity_share(session, 1 - side, region))) return words;
  const std::string beside = beside_words(value_now(session, side, column) - other);
  if (beside.empty()) return words;
  return fill(word(text, beside, missing), {{"words", words}, {"other", side == 0 ? "B" : "A"}});
}

std::string change_words(const Session& session, const Content& content, const UiText& text, const ClockWords& clock,
                         int side, const std::string& column) {
  const std::optional<ChangeSeen> seen = over_story(session, content, column)->change[static_cast<std::size_t>(side)];
  const double run_s = duration_s(session, content);
  if (!seen || curves_end_s(session) < run_s) return "";  // a prediction hides what comes
  std::string missing;
  const auto tr = [&](const char* key) { return word(text, key, missing); };
  const bool region = column.starts_with("region.");
  if (!seen->any && seen->by_years) return tr(region ? "structure_same_after_years" : "same_after_years");
  if (!seen->any) return tr(region ? "structure_same_after_change" : "same_after_change");
  const char* const way = seen->both_ways ? "differs_both_ways"
                          : region        ? (seen->more ? "differs_more_active" : "differs_less_active")
                          : seen->more    ? "differs_higher"
                                          : "differs_lower";
  return fill(tr(seen->by_years ? "after_years" : "after_change"),
              {{"difference", tr(way)}, {"time", moment_text(seen->most_s, run_s, clock)}});
}

std::string calm_words(const Session& session, const Content& content, const UiText& text, const ClockWords& clock, int side) {
  const double calm_s = calm_again_s(session, content, side), run_s = duration_s(session, content);
  if (!std::isfinite(calm_s) || run_s > kDaysFrom_s || calm_s > curves_end_s(session)) return "";
  return side_title(session, content, text, side).name + ", " + moment_text(calm_s, run_s, clock);
}

}  // namespace attune
