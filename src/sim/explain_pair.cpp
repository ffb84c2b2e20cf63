#include "sim/explain_pair.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <tuple>
#include <utility>
#include <vector>

#include "core/text.h"
#include "model/find_claims.h"
#include "sim/pair.h"
#include "sim/pair_rhythms.h"

namespace attune {

namespace {

constexpr double kBreathsPerMinute = 60;

// What each term stands on, and the column that goes on from it.
struct PairTermTopic {
  const char *source, *topic, *column;
};
constexpr std::array<PairTermTopic, 20> kPairTerms{{
    {"pair.chosen", "pair_constant:breath_paced_hz", ""},
    {"pair.drift", "equation:pair_drift", ""},
    {"pair.drift_of_both", "equation:pair_drift", ""},
    {"pair.pull", "equation:pair_breath", "pair.coupling"},
    {"pair.arousal", "pair_constant:breath_arousal", "body.S"},
    {"pair.level", "readout:HR", "body.HR"},
    {"pair.breath_swing", "equation:pair_heart", "pair.swing"},
    {"pair.slow_wave", "pair_constant:wave_a_hz", ""},
    {"pair.vagal", "pair_constant:swing_vagal", "body.V"},
    {"pair.breath", "pair_constant:swing_max", "pair.breath"},
    {"pair.coupling", "equation:pair_link", "pair.coupling"},
    {"pair.pace_a", "pair_constant:breath_arousal", "pair.breath"},
    {"pair.pace_b", "pair_constant:breath_arousal", "pair.breath"},
    {"pair.attune", "equation:pair_link", "pair.attune"},
    {"pair.touch", "equation:pair_link", "pair.touch"},
    {"pair.engage", "equation:pair_link", ""},
    {"pair.given", "equation:pair_link", ""},
    {"pair.shown", "equation:pair_link", "derived.shown"},
    {"pair.calm", "equation:pair_link", "felt.D"},
    {"pair.seen", "equation:pair_link", "pair.seen"},
}};

const PairTermTopic* find_pair_term(std::string_view source) {
  for (const PairTermTopic& term : kPairTerms)
    if (source == term.source) return &term;
  return nullptr;
}

const char* person_suffix(int person) { return person == 0 ? "_a" : "_b"; }

class BetweenTwo {
 public:
  BetweenTwo(const Content& content, const PairRun& run, int person)
      : content_(content), model_(content.pair), k_(content.pair.constants), run_(run), person_(person) {}

  double value(std::string_view id, double t_s) const {
    if (t_s <= 0) return before_they_met(id);
    if (id == "breath") return mean(t_s, [&](double at_s) { return kBreathsPerMinute * pace(person_, at_s); });
    if (id == "R" || id == "coupling" || id == "touch" || id == "seen") return of_link(std::string(id), t_s);
    return of_link(std::string(id) + person_suffix(person_), t_s);
  }

  void explain(std::string_view id, Why& why) const {
    if (id == "breath") breath(why);
    if (id == "HR") heart(why);
    if (id == "swing") swing(why);
    if (id == "R") synchrony(why);
    if (id == "coupling") coupling(why);
    if (id == "touch") touch(why);
    if (id == "seen") seen(why);
    if (id == "attune") attune(why);
    rank_terms(why);
    if (why.terms.size() > 1)
      std::erase_if(why.terms, [](const WhyTerm& term) { return std::abs(term.effect) < 1e-6; });
  }

 private:
  const Trace& of(int person) const { return person == 0 ? *run_.a : *run_.b; }
  double of_link(const std::string& id, double t_s) const {
    const int column = find_column(*run_.link, "pair." + id);
    return column < 0 ? std::numeric_limits<double>::quiet_NaN() : value_at(*run_.link, column, t_s);
  }
  double of_person(int person, const char* id, double t_s) const {
    const int column = find_quantity(of(person), id);
    return column < 0 ? 0 : value_at(of(person), column, t_s);
  }
  bool infant() const { return run_.scenario->infant; }
  bool infant_asked() const { return infant() && person_ == 0; }
  double slow(int person) const { return person == 0 ? run_.arm->breath_a : run_.arm->breath_b; }
  double natural(int person) const { return natural_pace_hz(k_, infant(), person); }
  double own_pace(int person, double slow, double arousal, double wobble) const {
    return own_pace_hz(k_, natural(person), slow, arousal, wobble);
  }
  // The phases of the breath go on in each step; over a sample a straight line serves.
  double apart(double t_s) const { return phase_apart(infant(), of_link("phase_a", t_s), of_link("phase_b", t_s)); }
  // breaths/s
  double pull(int person, double t_s) const {
    const double along = person == 0 ? 1 : -1;
    return along * pull_strength(k_, infant(), person) * of_link("coupling", t_s) * sine(apart(t_s)) / (2 * kPi);
  }
  double pace(int person, double t_s) const {
    return own_pace(person, slow(person), of_person(person, "S", t_s),
                    wobble_hz(model_, static_cast<std::size_t>(person), t_s)) +
           pull(person, t_s);
  }

  // Mean over the time that the index of synchrony looks back, a second apart; less at the beginning.
  template <class Value>
  double mean(double t_s, const Value& value) const {
    const double length_s = std::min(k_.synchrony_s, t_s);
    const int steps = std::max(1, static_cast<int>(length_s));
    double sum = 0;
    for (int i = 0; i < steps; ++i) sum += value(t_s - length_s * i / steps);
    return sum / steps;
  }

  // Rested, as the first row of the traces has them, with nothing between them.
  double before_they_met(std::string_view id) const {
    if (id == "breath") return kBreathsPerMinute * own_pace(person_, 0, of_person(person_, "S", 0), 0);
    if (id == "HR") return of_person(person_, "HR", 0);
    if (id == "swing") return swing_of(of_person(person_, "V", 0), own_pace(person_, 0, of_person(person_, "S", 0), 0));
    return 0;
  }
  double swing_of(double vagal, double pace_hz) const { return breath_swing(k_, vagal, pace_hz, infant_asked()); }

  void add(Why& why, const char* source, double effect, double before, double after) const {
    WhyTerm term{source, "", effect, before, after, true, false, {}};
    if (const PairTermTopic* known = find_pair_term(source)) {
      term.topic = known->topic;
      for (const std::size_t claim : find_claims(content_, known->topic))
        if (term.evidence.empty()) term.evidence = content_.claim_book.claims[claim].references;
    }
    why.terms.push_back(std::move(term));
  }

  void breath(Why& why) const {
    const bool met = why.before_s > 0;
    const auto mean_before = [&](const auto& value, double otherwise) {
      return met ? mean(why.before_s, value) : otherwise;
    };
    const auto arousal = [&](double t_s) { return of_person(person_, "S", t_s); };
    const auto drift = [&](double t_s) { return wobble_hz(model_, static_cast<std::size_t>(person_), t_s); };
    const auto drawn = [&](double t_s) { return pull(person_, t_s); };
    const double slow_before = met ? slow(person_) : 0, slow_after = slow(person_);
    const double s_before = mean_before(arousal, arousal(0)), s_after = mean(why.after_s, arousal);
    const auto paced = [&](double share, double s) { return kBreathsPerMinute * own_pace(person_, share, s, 0); };
    add(why, "pair.chosen", paced(slow_after, s_before) - paced(slow_before, s_before), slow_before, slow_after);
    add(why, "pair.arousal", paced(slow_after, s_after) - paced(slow_after, s_before), s_before, s_after);
    for (const auto& [source, before, after] :
         {std::tuple{"pair.drift", mean_before(drift, 0), mean(why.after_s, drift)},
          std::tuple{"pair.pull", mean_before(drawn, 0), mean(why.after_s, drawn)}})
      add(why, source, kBreathsPerMinute * (after - before), kBreathsPerMinute * before, kBreathsPerMinute * after);
  }

  void heart(Why& why) const {
    const std::string who = person_suffix(person_);
    const auto level = [&](double t_s) { return of_person(person_, "HR", t_s); };
    const auto with_breath = [&](double t_s) { return of_link("swing" + who, t_s) * of_link("breath" + who, t_s); };
    const auto wave = [&](double t_s) { return of_link("HR" + who, t_s) - level(t_s) - with_breath(t_s); };
    const bool met = why.before_s > 0;
    why.before = 0;
    const auto part = [&](const char* source, const auto& value, double otherwise) {
      const double before = met ? mean(why.before_s, value) : otherwise, after = value(why.after_s);
      why.before += before;
      add(why, source, after - before, before, after);
    };
    part("pair.level", level, level(0));
    part("pair.breath_swing", with_breath, 0);
    part("pair.slow_wave", wave, 0);
  }

  void swing(Why& why) const {
    const bool met = why.before_s > 0;
    const auto own = [&](double t_s, double share) {
      return own_pace(person_, share, of_person(person_, "S", t_s),
                      t_s > 0 ? wobble_hz(model_, static_cast<std::size_t>(person_), t_s) : 0);
    };
    const double v_before = of_person(person_, "V", std::max(0.0, why.before_s)),
                 v_after = of_person(person_, "V", why.after_s);
    const double pace_before = own(std::max(0.0, why.before_s), met ? slow(person_) : 0),
                 pace_after = own(why.after_s, slow(person_));
    const double now = swing_of(v_after, pace_after);
    add(why, "pair.vagal", now - swing_of(v_before, pace_after), v_before, v_after);
    add(why, "pair.breath", now - swing_of(v_after, pace_before), kBreathsPerMinute * pace_before, kBreathsPerMinute * pace_after);
  }

  // What the index would be had these been otherwise for the last minutes.
  struct Otherwise {
    double coupling = -1, arousal_a = -1, arousal_b = -1;  // -1: as it was
    bool alone_a = false, alone_b = false;                 // breathing at the natural pace
    bool even = false;                                     // no breath wanders
  };
  double lived_again(const Otherwise& with, double t_s) const {
    constexpr double kSpans = 6;  // longer ago than this many memories of the index does not show
    const double step_s = run_.link->sample_s;
    const auto steps = static_cast<int>(std::min(t_s, kSpans * k_.synchrony_s) / step_s);
    const int parts = std::max(1, static_cast<int>(std::ceil(step_s * run_.scenario->breath_steps / run_.scenario->step_s - 1e-9)));
    const double part_s = step_s / parts, remember = 1 - det::exp(-part_s / k_.synchrony_s);
    double at_s = t_s - steps * step_s, phase_a = of_link("phase_a", at_s), phase_b = of_link("phase_b", at_s);
    double re = cosine(phase_apart(infant(), phase_a, phase_b)), im = sine(phase_apart(infant(), phase_a, phase_b));
    const double kept = at_s > 0 ? of_link("R", at_s) : 0;
    re *= kept, im *= kept;
    for (int i = 0; i < steps; ++i, at_s += step_s) {
      const double coupling = with.coupling < 0 ? of_link("coupling", at_s) : with.coupling;
      const auto pace_of = [&](int person, double arousal, bool alone) {
        return own_pace(person, alone ? 0 : slow(person), arousal < 0 ? of_person(person, "S", at_s) : arousal,
                        with.even ? 0 : wobble_hz(model_, static_cast<std::size_t>(person), at_s));
      };
      const double pace_a = pace_of(0, with.arousal_a, with.alone_a), pace_b = pace_of(1, with.arousal_b, with.alone_b);
      for (int part = 0; part < parts; ++part) {
        const double pull = coupling * sine(phase_apart(infant(), phase_a, phase_b));
        phase_a += part_s * (2 * kPi * pace_a + pull_strength(k_, infant(), 0) * pull);
        phase_b += part_s * (2 * kPi * pace_b - pull_strength(k_, infant(), 1) * pull);
        const double now = phase_apart(infant(), phase_a, phase_b);
        re += (cosine(now) - re) * remember;
        im += (sine(now) - im) * remember;
      }
    }
    return std::sqrt(re * re + im * im);
  }

  void synchrony(Why& why) const {
    const bool met = why.before_s > 0;
    const double then_s = std::max(0.0, why.before_s), now = lived_again({}, why.after_s);
    const double coupling_before = met ? of_link("coupling", then_s) : 0;
    Otherwise with;
    with.coupling = coupling_before;
    add(why, "pair.coupling", now - lived_again(with, why.after_s), coupling_before, of_link("coupling", why.after_s));
    for (const int person : {0, 1}) {
      const double before = of_person(person, "S", then_s);
      Otherwise rested;
      (person == 0 ? rested.arousal_a : rested.arousal_b) = before;
      (person == 0 ? rested.alone_a : rested.alone_b) = !met;
      const auto own = [&](double share, double arousal) { return kBreathsPerMinute * own_pace(person, share, arousal, 0); };
      add(why, person == 0 ? "pair.pace_a" : "pair.pace_b", now - lived_again(rested, why.after_s),
          own(met ? slow(person) : 0, before), own(slow(person), of_person(person, "S", why.after_s)));
    }
    // That no breath is even has no before: it is put back to evenness.
    Otherwise even;
    even.even = true;
    add(why, "pair.drift_of_both", now - lived_again(even, why.after_s), 0, 1);
  }

  // The arguments of coupling, touch and attunement; nothing before they met.
  struct Contact {
    double near = 0, engage = 0, given = 0, attune_a = 0, attune_b = 0, touch = 0, seen = 0, calm_a = 0, calm_b = 0;
  };
  Contact contact_at(double t_s) const {
    if (t_s <= 0) {
      Contact none;
      none.calm_a = calm(0, 0), none.calm_b = calm(1, 0);
      return none;
    }
    return {run_.arm->prox,           run_.arm->engage,      run_.arm->touch,       of_link("attune_a", t_s),
            of_link("attune_b", t_s), of_link("touch", t_s), of_link("seen", t_s), calm(0, t_s),
            calm(1, t_s)};
  }
  double calm(int person, double t_s) const {
    return std::clamp(1 - k_.calm_slope * of_person(person, "D", t_s), 0.0, 1.0);
  }

  // One argument of a formula over Contact put back alone.
  template <class Work>
  void put_back(Why& why, const char* source, double Contact::*argument, const Work& work) const {
    const Contact before = contact_at(why.before_s), after = contact_at(why.after_s);
    Contact put = after;
    put.*argument = before.*argument;
    add(why, source, work(after) - work(put), before.*argument, after.*argument);
  }

  void coupling(Why& why) const {
    if (why.before_s <= 0) {  // each against its absence, alone: together they may be more than is needed
      const Why whole = explain_coupling(model_, *run_.arm, *run_.link, why.after_s);
      for (const WhyTerm& term : whole.terms)
        add(why, term.source.c_str(), term.effect, term.source_before, term.source_after);
      return;
    }
    const auto work = [&](const Contact& c) {
      return c.near * std::clamp(k_.couple_attune * std::min(c.attune_a, c.attune_b) / k_.couple_full + k_.couple_touch * c.touch,
                                 0.0, 1.0);
    };
    const Contact before = contact_at(why.before_s), after = contact_at(why.after_s);
    Contact put = after;
    put.attune_a = before.attune_a, put.attune_b = before.attune_b;
    add(why, "pair.attune", work(after) - work(put), std::min(before.attune_a, before.attune_b),
        std::min(after.attune_a, after.attune_b));
    put_back(why, "pair.touch", &Contact::touch, work);
  }
  // B's sensitivity stays as it is: it was learned.
  double sensitivity() const { return of_person(1, "security", 0); }
  void touch(Why& why) const {
    const auto work = [&](const Contact& c) {
      return std::clamp(c.given + k_.touch_answer * sensitivity() * c.seen * c.engage * c.near, 0.0, 1.0);
    };
    put_back(why, "pair.given", &Contact::given, work);
    put_back(why, "pair.seen", &Contact::seen, work);
  }
  void seen(Why& why) const {
    const double before = why.before_s <= 0 ? 0 : of_person(0, "shown", why.before_s),
                 after = of_person(0, "shown", why.after_s);
    add(why, "pair.shown", after - before, before, after);
  }
  void attune(Why& why) const {
    const auto work = [&](const Contact& c) {
      return person_ == 0 ? sensitivity() * c.calm_b * c.engage : k_.attune_back * c.calm_a * c.engage;
    };
    put_back(why, "pair.engage", &Contact::engage, work);
    put_back(why, "pair.calm", person_ == 0 ? &Contact::calm_b : &Contact::calm_a, work);
  }

  const Content& content_;
  const PairModel& model_;
  const PairConstants& k_;
  const PairRun& run_;
  int person_;
};

std::string_view curve_id(std::string_view column) {
  column.remove_prefix(std::min(column.size(), column.find('.') + 1));
  return column;
}

}  // namespace

const PairCurve* find_pair_curve(const PairModel& model, std::string_view column) {
  if (!column.starts_with("pair.")) return nullptr;
  std::string_view id = curve_id(column);
  for (const PairCurve& curve : model.curves)
    if (id == curve.id || (!curve.both && (id == curve.id + "_a" || id == curve.id + "_b"))) return &curve;
  return nullptr;
}

double pair_value(const Content& content, const PairRun& run, int person, std::string_view column, double t_s) {
  const PairCurve* curve = find_pair_curve(content.pair, column);
  if (curve == nullptr) return std::numeric_limits<double>::quiet_NaN();
  return BetweenTwo(content, run, person).value(curve->id, std::max(t_s, run.link->sample_s));
}

Result<Why> explain_pair(const Content& content, const PairRun& run, int person, std::string_view column,
                         double before_s, double after_s) {
  const PairCurve* curve = find_pair_curve(content.pair, column);
  if (curve == nullptr) {
    std::vector<std::string> known;
    for (const PairCurve& each : content.pair.curves) known.push_back("pair." + each.id);
    const std::string near = nearest_word(column, known);
    return Error{sentence("nothing_two_people_share", {{"column", printable(column)}}), "",
                 near_or(near, sentence("choose_among", {{"words", listed(known)}})), ExitCode::usage};
  }
  // The first sample is already of the two.
  const double after = std::max(after_s, run.link->sample_s);
  const BetweenTwo two(content, run, person);
  Why why{"pair." + curve->id, before_s, after, two.value(curve->id, before_s), two.value(curve->id, after), {}};
  two.explain(curve->id, why);
  return why;
}

std::string pair_source_column(std::string_view source) {
  const PairTermTopic* term = find_pair_term(source);
  return term == nullptr ? "" : term->column;
}

}  // namespace attune
