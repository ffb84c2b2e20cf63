// Two people beside each other (model.md 4.7, appendix E11). All numbers are data (assets/pair.json).
#pragma once

#include <array>
#include <string>
#include <vector>

#include "model/circuit.h"
#include "model/scenario.h"

namespace attune {

// amplitude * sin(2 pi t/period + phase), added to a breathing rate.
struct SlowWobble {
  double amplitude_hz = 0, period_s = 1, phase_rad = 0;
};

// How two people act on each other. Ids are those of assets/pair.json; units and sources stand there.
struct PairConstants {
  double notice_s = 0;                                          // B notices what A shows with this lag
  double calm_slope = 0;                                        // calm = clip(1 - slope D, 0, 1)
  double attune_back = 0;                                       // how well A attunes to B
  double touch_answer = 0;                                      // B touches more when A shows distress
  double contagion = 0;                                         // distress seen hurts a little
  double calm_reward = 0;                                       // a calm other is rewarding
  double couple_attune = 0, couple_full = 0, couple_touch = 0;  // coupling from attunement and touch
  double breath_arousal = 0;                                    // arousal speeds breathing
  double breath_adult_a_hz = 0, breath_adult_b_hz = 0, breath_infant_hz = 0, breath_parent_hz = 0, breath_paced_hz = 0;
  double pull_adult = 0, pull_infant = 0, pull_parent = 0;              // 1/s, breathing of one toward the other
  double wave_a_hz = 0, wave_b_hz = 0, wave_wobble = 0, wave_pull = 0;  // slow wave of the heart
  double synchrony_s = 0;                                               // memory of the synchrony index
  double vagal_a = 0, vagal_b = 0, arousal_a = 0, arousal_b = 0;        // pull of the vagal brake and of arousal
  double swing_adult = 0, swing_infant = 0, swing_wave = 0;             // beats/min
  double swing_vagal = 0, swing_max = 0, swing_hz = 0, swing_infant_ratio = 0;
  double breath_phase_a = 0, breath_phase_b = 0, wave_phase_a = 0, wave_phase_b = 0;  // rad, at the start
};

// The id of each in the file.
struct PairConstantField {
  const char* id;
  double PairConstants::*member;
};
inline constexpr PairConstantField pair_constant_fields[] = {
    {"notice_s", &PairConstants::notice_s}, {"calm_slope", &PairConstants::calm_slope},
    {"attune_back", &PairConstants::attune_back}, {"touch_answer", &PairConstants::touch_answer},
    {"contagion", &PairConstants::contagion}, {"calm_reward", &PairConstants::calm_reward},
    {"couple_attune", &PairConstants::couple_attune}, {"couple_full", &PairConstants::couple_full},
    {"couple_touch", &PairConstants::couple_touch}, {"breath_arousal", &PairConstants::breath_arousal},
    {"breath_adult_a_hz", &PairConstants::breath_adult_a_hz},
    {"breath_adult_b_hz", &PairConstants::breath_adult_b_hz}, {"breath_infant_hz", &PairConstants::breath_infant_hz},
    {"breath_parent_hz", &PairConstants::breath_parent_hz}, {"breath_paced_hz", &PairConstants::breath_paced_hz},
    {"pull_adult", &PairConstants::pull_adult}, {"pull_infant", &PairConstants::pull_infant},
    {"pull_parent", &PairConstants::pull_parent}, {"wave_a_hz", &PairConstants::wave_a_hz},
    {"wave_b_hz", &PairConstants::wave_b_hz}, {"wave_wobble", &PairConstants::wave_wobble},
    {"wave_pull", &PairConstants::wave_pull}, {"synchrony_s", &PairConstants::synchrony_s},
    {"vagal_a", &PairConstants::vagal_a}, {"vagal_b", &PairConstants::vagal_b},
    {"arousal_a", &PairConstants::arousal_a}, {"arousal_b", &PairConstants::arousal_b},
    {"swing_adult", &PairConstants::swing_adult}, {"swing_infant", &PairConstants::swing_infant},
    {"swing_wave", &PairConstants::swing_wave}, {"swing_vagal", &PairConstants::swing_vagal},
    {"swing_max", &PairConstants::swing_max}, {"swing_hz", &PairConstants::swing_hz},
    {"swing_infant_ratio", &PairConstants::swing_infant_ratio}, {"breath_phase_a", &PairConstants::breath_phase_a},
    {"breath_phase_b", &PairConstants::breath_phase_b}, {"wave_phase_a", &PairConstants::wave_phase_a},
    {"wave_phase_b", &PairConstants::wave_phase_b},
};

// One way of being together, the same for the whole run.
struct PairArm : ArmText {
  double prox = 0, touch = 0, engage = 0, breath_a = 0, breath_b = 0;
};

struct PairScenario : ScenarioText {
  std::string age_a, age_b;    // AgePreset ids
  std::string name_a, name_b;  // who they are: "The child"
  std::string style_a;       // B has any style
  bool infant = false;       // A is an infant: two of its breaths to one of the other's
  double duration_s = 0, step_s = 0.25;
  int breath_steps = 3;  // breathing sub-steps in one step
  std::vector<PairArm> arms;
};

// A curve of two people that can be asked "why?" (sim/explain_pair.h says how each is worked out).
struct PairCurve {
  std::string id, name, unit, meaning;  // column "pair.<id>"
  bool both = false;                    // one for the two, not one each
  std::string equation;                 // of the claim book: what it stands on
};
// The ids that the file must name, each once.
inline constexpr const char* pair_curve_ids[] = {"breath", "HR", "swing", "R", "coupling", "attune", "touch", "seen"};

// What Uncertainty::Spread::group may say here.
inline constexpr const char* pair_uncertain_groups[] = {"constants"};

struct PairModel {
  std::vector<NamedConstant> listed;  // as in the file, with units and sources
  PairConstants constants;
  std::array<std::vector<SlowWobble>, 2> wobble;  // of A and of B
  std::vector<PairCurve> curves;
  std::vector<PairScenario> scenarios;
  Uncertainty uncertainty;
};

}  // namespace attune
