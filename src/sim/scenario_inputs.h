// What the inputs of an arm are at any time. Shared by simulate() and by anything that draws a timeline.
#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "model/circuit.h"
#include "model/scenario.h"

namespace attune {

// Rules (model.md 6, appendix E2): a segment holds for begin <= t < end; where segments overlap the larger value wins,
// for inputs marked last_wins the last segment in file order; an input that no segment names has its initial value; a
// caregiver share is value * style.caregiver[name], 0 when this style's caregiver never does that.
class ScenarioInputs {
 public:
  // Errors: unknown input (with the nearest one), value outside 0..1, a segment that ends before it begins or repeats
  // faster than it lasts. `where` says arm and segment.
  static Result<ScenarioInputs> make(const std::vector<Input>& inputs, const Style& style, const Arm& arm);

  // Moves to time t. True when values() changed. Any order of times is allowed.
  bool move_to(double t_s);

  // One per circuit input, in circuit order.
  const std::vector<double>& values() const { return values_; }

 private:
  struct Piece {
    double begin_s = 0, end_s = 0, repeat_every_s = 0, repeat_until_s = 0;
    std::vector<std::pair<std::size_t, double>> inputs;
  };
  bool is_active(const Piece& piece, double t_s) const;
  double next_change_after(const Piece& piece, double t_s) const;

  std::vector<double> initial_, values_;
  std::vector<bool> last_wins_;
  std::vector<Piece> pieces_;
  double valid_from_s_ = 0, valid_until_s_ = -1;  // values_ hold for from <= t < until
};

}  // namespace attune
