// Change over weeks and years: appendix B (slow mode), and what the equations promise.
#include "sim/slow.h"

#include <algorithm>

#include "io/load_slow.h"
#include "shipped.h"
#include "sim/det_math.h"
#include "sim/formula.h"

using namespace attune;
using namespace attune::testing;

namespace {

struct Slow {
  SlowModel model;
  SlowProgramPtr program;

  Trace live(const std::vector<LifePhase>& phases, const TraitValues& start = {}) const {
    const Result<Trace> trace = simulate_life(program, Life{"test", "", start, phases});
    REQUIRE_MESSAGE(trace.has_value(), to_sentence(trace.error()));
    return *trace;
  }
};

Slow load_slow_model() {
  const Shipped shipped = load_shipped();
  Result<SlowModel> model = load_slow(ATTUNE_ASSETS "/slow.json", shipped.content);
  if (!model)
    for (const Error& error : model.errors()) MESSAGE(to_sentence(error));
  REQUIRE(model.has_value());
  return {*model, *compile_slow(*model)};
}

double after_weeks(const Trace& trace, const std::string& id, double weeks) {
  return value(trace, id, weeks * seconds_per_week);
}

}  // namespace

TEST_CASE("appendix B: a year in each care environment, from newborn traits") {
  const Slow slow = load_slow_model();
  std::vector<std::string> ids;
  int checked = 0;
  for (const std::string& line : read_lines(ATTUNE_TEST_DATA "/sim/appendix_b_slow.txt")) {
    const std::vector<std::string> words = split(line);
    if (ids.empty()) {
      ids.assign(words.begin() + 1, words.end());
      continue;
    }
    const Trace trace = slow.live({{{{words[0], 1}}, 52}});
    CHECK(trace.rows() == 53);
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const double found = after_weeks(trace, ids[i], 52);
      CHECK_MESSAGE(std::fabs(found - std::stod(words[i + 1])) <= 5e-5 + 1e-9,
                    words[0] << " " << ids[i] << ": " << found << ", printed " << words[i + 1]);
      ++checked;
    }
  }
  CHECK(checked == 7 * 12);
}

TEST_CASE("a life starts where it is told, and every value stays in 0..1") {
  const Slow slow = load_slow_model();
  const Trace trace = slow.live({{{{"frightening", 1}}, 520}, {{{"therapy_weekly", 1}}, 156, 30}}, {{"trust", 0.9}});
  CHECK(after_weeks(trace, "trust", 0) == 0.9);
  CHECK(after_weeks(trace, "reg", 0) == 0.35);
  CHECK(after_weeks(trace, "age_years", 520) == doctest::Approx(30));
  CHECK(trace.rows() == 677);
  for (std::size_t row = 0; row < trace.rows(); ++row) {
    double labels = 0;
    for (std::size_t column = 0; column < trace.columns.size(); ++column) {
      const double found = trace.values[row * trace.columns.size() + column];
      if (trace.columns[column].starts_with("trait.") || trace.columns[column].starts_with("template."))
        CHECK((found >= 0 && found <= 1));
      if (trace.columns[column].starts_with("label.")) labels += found;
    }
    CHECK(labels == 1);
  }
}

TEST_CASE("going back to the old environment lets the gain slide back") {
  const Slow slow = load_slow_model();
  const Trace trace =
      slow.live({{{{"inconsistent", 1}}, 520}, {{{"therapy_weekly", 1}}, 52, 30}, {{{"inconsistent", 1}}, 52}});
  const double before = after_weeks(trace, "security", 520), helped = after_weeks(trace, "security", 572);
  CHECK(helped > before + 0.1);
  CHECK(after_weeks(trace, "security", 624) < helped - 0.05);
}

TEST_CASE("the same care moves a young child more, and a mistrusting adult less") {
  const Slow slow = load_slow_model();
  const auto gain = [&](double age, const TraitValues& start) {
    const Trace trace = slow.live({{{{"sensitive", 1}}, 4, age}}, start);
    return after_weeks(trace, "trust", 4) - after_weeks(trace, "trust", 0);
  };
  CHECK(gain(0, {}) > 2 * gain(30, {}));
  CHECK(gain(30, {{"trust", 0.3}}) > gain(30, {{"trust", 0.3}, {"sup", 0.9}}));
  CHECK(gain(30, {{"trust", 0.3}}) > gain(30, {{"trust", 0.3}, {"fcg", 0.9}}));
}

TEST_CASE("a formula means the same wherever it is worked out") {
  const auto work_out = [](const char* text) {
    const auto tree = parse_formula(text);
    REQUIRE(tree.has_value());
    return evaluate(*tree, [&](int index) {
      const FormulaNode& node = tree->nodes[static_cast<std::size_t>(index)];
      if (node.kind == FormulaNode::Kind::name) return node.name == "two" ? 2.0 : 0.0;
      return 100.0 * static_cast<double>(node.children.size());  // a function of the caller's own
    });
  };
  CHECK(work_out("1 + two*3 - 8/4") == 5);
  CHECK(work_out("-two^2") == -4);
  CHECK(work_out("2^0.5") == det::pow(2, 0.5));
  CHECK(work_out("min(3, two, 7) + max(two)") == 4);
  CHECK(work_out("clip(5, 0, two) + abs(0 - 1)") == 3);
  CHECK(work_out("sigma(logit(0.25))") == doctest::Approx(0.25));
  CHECK(work_out("own(1, 2) + clip(1, 2)") == 400);  // clip needs three: it is the caller's to refuse
}

TEST_CASE("a slow model or a life that is wrong says where") {
  const Slow slow = load_slow_model();
  const auto contains = [](const std::string& text, const char* part) { return text.find(part) != std::string::npos; };
  SlowModel model = slow.model;
  model.traits[1].target = "clip(goood, 0, 1)";
  model.traits[2].target = "clip(good, 0)";
  const auto program = compile_slow(model);
  REQUIRE_FALSE(program.has_value());
  REQUIRE(program.errors().size() == 2);
  CHECK(contains(to_sentence(program.errors()[0]), "/traits/1/target"));
  CHECK(contains(to_sentence(program.errors()[0]), "good"));
  CHECK(contains(to_sentence(program.errors()[1]), "/traits/2/target"));

  const auto problem = [&](const Life& life) {
    const auto trace = simulate_life(slow.program, life);
    REQUIRE_FALSE(trace.has_value());
    return to_sentence(trace.error());
  };
  CHECK(contains(problem({"a", "", {}, {{{{"neglct", 1}}, 52}}}), "neglect"));
  CHECK(contains(problem({"a", "", {}, {{{{"neglect", 0.5}}, 52}}}), "0.5"));
  CHECK(contains(problem({"a", "", {{"bond", 0.5}}, {{{{"neglect", 1}}, 52}}}), "bond"));
  CHECK(contains(problem({"a", "", {}, {{{{"neglect", 1}}, 1e9}}}), "10000"));
}
