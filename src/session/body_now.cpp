#include "session/body_now.h"

#include <algorithm>
#include <cmath>

#include "session/rhythms.h"

namespace attune {
namespace {

constexpr double pi = 3.14159265358979;

// Integral of rate(row) over 0..t_s, where rate changes in a straight line between samples.
template <class Rate>
double integral(const Trace& trace, double t_s, Rate rate) {
  const std::size_t last = trace.rows() - 1;
  const double place = std::clamp(t_s / trace.sample_s, 0.0, static_cast<double>(last));
  const auto whole = static_cast<std::size_t>(place);
  double sum = 0, before = rate(0);
  for (std::size_t row = 1; row <= whole; ++row) {
    const double here = rate(row);
    sum += (before + here) / 2;
    before = here;
  }
  if (const double share = place - static_cast<double>(whole); share > 0 && whole < last)
    sum += share * (before + share / 2 * (rate(whole + 1) - before));
  return sum * trace.sample_s;
}

// The pressure wave of one beat: a quick squeeze and a slow filling. x: share of the beat.
float squeeze(double x) {
  constexpr double kSystole = 0.36;  // share of a beat at rest, textbook
  return static_cast<float>(x < kSystole ? std::sin(pi * x / kSystole) : 0.0);
}

std::vector<BloodPulse> on_their_way(const Trace& trace, int column, double t_s, double way_s) {
  std::vector<BloodPulse> pulses;
  const double gap_s = way_s / kBloodPulses;
  for (int k = 0; k <= kBloodPulses; ++k) {
    const double released_s = (std::floor(t_s / gap_s) - k) * gap_s;
    const double place = (t_s - released_s) / way_s;
    if (place > 1) continue;
    // Before the story began, as at its beginning.
    const double level = value_at(trace, column, std::max(0.0, released_s));
    pulses.push_back({static_cast<float>(place), static_cast<float>(std::clamp(level / kFullBloodLevel, 0.0, 1.0))});
  }
  return pulses;
}

// Breathing at rest by age: between the adult's and the infant's rate as the resting heart rate of the age lies between
// theirs (a straight line is assumed; it meets the medians of fleming2011 at two and seven years within two breaths a
// minute).
double natural_breath_hz(const Content& content, const Trace& trace) {
  const PairConstants& k = content.pair.constants;
  const int column = find_column(trace, "derived.HR0");
  const auto [slow, fast] = std::minmax_element(content.circuit.ages.begin(), content.circuit.ages.end(),
                                                [](const AgePreset& a, const AgePreset& b) { return a.heart_rate < b.heart_rate; });
  if (column < 0 || slow == content.circuit.ages.end() || !(fast->heart_rate > slow->heart_rate)) return k.breath_adult_a_hz;
  const double share = (value_at(trace, column, 0) - slow->heart_rate) / (fast->heart_rate - slow->heart_rate);
  return k.breath_adult_a_hz + std::clamp(share, 0.0, 1.0) * (k.breath_infant_hz - k.breath_adult_a_hz);
}

}  // namespace

std::optional<BodyNow> body_now(const Session& session, const Content& content, int side) {
  const Trace* trace = session.trace[static_cast<std::size_t>(side)].get();
  if (trace == nullptr || trace->rows() == 0) return std::nullopt;
  const int heart = find_column(*trace, "body.HR");
  const std::array<int, 3> states{find_column(*trace, "body.tri_act"), find_column(*trace, "body.tri_engage"),
                                  find_column(*trace, "body.tri_rest")};
  if (heart < 0 || *std::min_element(states.begin(), states.end()) < 0) return std::nullopt;
  const double t_s = session.playhead.t_s, speed = std::max(played_speed(session, content), 1e-9);
  BodyNow body;
  body.still = session.reduced_motion;

  const std::size_t width = trace->columns.size();
  const auto at = [&](int column, std::size_t row) {
    return trace->values[row * width + static_cast<std::size_t>(column)];
  };
  const Trace* link = session.link.get();
  const int swinging = link == nullptr ? -1 : find_column(*link, side == 0 ? "pair.HR_a" : "pair.HR_b");
  body.beats = swinging < 0 ? value_at(*trace, heart, t_s) : value_at(*link, swinging, t_s);
  const double beats = integral(*trace, t_s, [&](std::size_t row) { return at(heart, row) / 60; }) / speed;
  body.beat = body.still ? 0 : squeeze(beats - std::floor(beats));

  // Breathing as in stories of two people: arousal makes it faster, paced breathing takes it to its own rate.
  const PairConstants& k = content.pair.constants;
  const int arousal = find_column(*trace, "body.S"), paced = find_column(*trace, "input.breath");
  const double natural_hz = natural_breath_hz(content, *trace);
  const auto rate_hz = [&](double s, double pace) {
    const double chosen_hz = natural_hz + pace * (k.breath_paced_hz - natural_hz);
    return chosen_hz * (1 + k.breath_arousal * (s - 0.25));
  };
  const std::optional<Rhythms> rhythms = rhythms_now(session, content);
  if (rhythms) {
    // The same look at some breaths as the curves of both: they fall into step together.
    const std::vector<float>& curve = rhythms->breath[static_cast<std::size_t>(side)];
    if (rhythms->now_share >= 0 && !body.still) {
      const float place = std::clamp(rhythms->now_share, 0.0f, 1.0f) * static_cast<float>(curve.size() - 1);
      const auto low = static_cast<std::size_t>(place);
      const float share = place - static_cast<float>(low);
      body.chest = curve[low] + share * (curve[std::min(low + 1, curve.size() - 1)] - curve[low]);
    }
    int rises = 0;  // breaths that begin within the look
    for (std::size_t i = 1; i < curve.size(); ++i) rises += curve[i - 1] < 0 && curve[i] >= 0;
    body.breaths = rhythms->length_s > 0 ? rises * 60 / rhythms->length_s : 0;
  } else if (arousal >= 0) {
    const auto pace_at = [&](std::size_t row) { return paced < 0 ? 0.0 : std::clamp(at(paced, row), 0.0, 1.0); };
    body.breaths = 60 * rate_hz(value_at(*trace, arousal, t_s), paced < 0 ? 0 : std::clamp(value_at(*trace, paced, t_s), 0.0, 1.0));
    const double breaths =
        integral(*trace, t_s, [&](std::size_t row) { return rate_hz(at(arousal, row), pace_at(row)); }) / speed;
    body.chest = body.still ? 0 : static_cast<float>(std::sin(2 * pi * (breaths - std::floor(breaths))));
  }

  double sum = 0;
  for (std::size_t i = 0; i < 3; ++i) {
    body.states[i] = static_cast<float>(std::max(0.0, value_at(*trace, states[i], t_s)));
    sum += body.states[i];
  }
  for (float& share : body.states) share = sum > 0 ? share / static_cast<float>(sum) : 1.0f / 3;
  body.state = static_cast<int>(std::max_element(body.states.begin(), body.states.end()) - body.states.begin());

  const int acth = find_column(*trace, "chem.ACTH"), cortisol = find_column(*trace, "chem.CORT");
  const double way_s = std::max(kBloodWay_s, kBloodWayWatched_s * speed);
  if (acth >= 0 && cortisol >= 0) {
    body.acth_level = value_at(*trace, acth, t_s);
    body.cortisol_level = value_at(*trace, cortisol, t_s);
    if (!body.still) {
      if (carrier_shown(session, "ACTH")) body.acth = on_their_way(*trace, acth, t_s, way_s);
      if (carrier_shown(session, kCortisol)) body.cortisol = on_their_way(*trace, cortisol, t_s, way_s);
    }
  }
  return body;
}

}  // namespace attune
