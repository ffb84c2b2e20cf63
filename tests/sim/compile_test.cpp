// compile_circuit: what it refuses, and with which words; what formulas mean.
#include "shipped.h"

using namespace attune;
using namespace attune::testing;

namespace {

// Two regions, one chemical, one state, an input and a trait.
Circuit small_circuit() {
  Circuit circuit;
  Region a, b;
  a.id = "AMY", a.rest = 0.2, a.tau_s = 10;
  b.id = "PFC", b.rest = 0.4, b.tau_s = 20;
  circuit.regions = {a, b};
  Input pain;
  pain.id = "pain";
  circuit.inputs = {pain};
  Trait reg;
  reg.id = "reg";
  circuit.traits = {reg};
  AgePreset adult;
  adult.id = "adult", adult.style_set = "adult";
  circuit.ages = {adult};
  Chemical cort;
  cort.id = "CORT", cort.half_life_s = 60, cort.target = "1 + rel(AMY)";
  circuit.chemicals = {cort};
  State s;
  s.id = "S", s.group = "body", s.target = "AMY", s.initial = "0.25", s.tau_s = 5;
  circuit.states = {s};
  circuit.derived = {Formula{"care", "2*pain", "1", "", "felt", {}}};
  circuit.gates = {Formula{"brake", "reg*mat", "1", "", "", {}}};
  Connection down;
  down.id = "PFC>AMY", down.from = "PFC", down.to = "AMY", down.weight = -0.5, down.gate = "brake";
  circuit.connections = {down};
  circuit.input_drives = {Drive{"pain", "AMY", 0.5, "1"}};
  circuit.chemical_drives = {Drive{"CORT", "PFC", -0.1, "1"}};
  return circuit;
}

Style plain_style() {
  Style style;
  style.id = "plain";
  style.traits["adult"] = {{"reg", 0.5}};
  return style;
}

std::string first_error(const Circuit& circuit) {
  const auto program = compile_circuit(circuit);
  return program ? "" : to_sentence(program.error());
}

// The value of a formula over constants, through the whole machinery.
double evaluate(const std::string& formula) {
  Circuit circuit = small_circuit();
  circuit.derived = {Formula{"x", formula, "1", "", "", {}}};
  const auto program = compile_circuit(circuit);
  REQUIRE_MESSAGE(program.has_value(), formula, ": ", to_sentence(program.error()));
  Scenario scenario;
  scenario.age = "adult", scenario.duration_s = 1;
  const auto trace = simulate(*program, plain_style(), scenario, Arm{});
  REQUIRE_MESSAGE(trace.has_value(), to_sentence(trace.error()));
  return value_at(*trace, find_column(*trace, "derived.x"), 0);
}

std::string formula_error(const std::string& formula) {
  Circuit circuit = small_circuit();
  circuit.derived[0].formula = formula;
  return first_error(circuit);
}

}  // namespace

TEST_CASE("formulas mean what they say") {
  CHECK(evaluate("1 + 2*3") == 7);
  CHECK(evaluate("(1 + 2)*3") == 9);
  CHECK(evaluate("10 - 4 - 3") == 3);
  CHECK(evaluate("8/4/2") == 1);
  CHECK(evaluate("-2^2") == -4);
  CHECK(evaluate("2^3^2") == doctest::Approx(512));
  CHECK(evaluate("2^-1") == doctest::Approx(0.5));
  CHECK(evaluate("reg^2") == 0.25);
  CHECK(evaluate("reg^0.5") == doctest::Approx(std::sqrt(0.5)));
  CHECK(evaluate("1.5e-3") == 0.0015);
  CHECK(evaluate("min(3, 1, 2)") == 1);
  CHECK(evaluate("max(3, reg, 2)") == 3);
  CHECK(evaluate("clip(7, 0, 1)") == 1);
  CHECK(evaluate("abs(-reg)") == 0.5);
  CHECK(evaluate("exp(1)") == doctest::Approx(2.718281828459045));
  CHECK(evaluate("log(exp(2))") == doctest::Approx(2));
  CHECK(evaluate("sigma(0)") == 0.5);
  CHECK(evaluate("logit(sigma(0.3))") == doctest::Approx(0.3));
  CHECK(evaluate("K") == 3.5);
  CHECK(evaluate("mat") == 1);
  CHECK(evaluate("HR0") == 70);
}

TEST_CASE("a small circuit does what its equations say") {
  const Circuit circuit = small_circuit();
  const auto program = compile_circuit(circuit);
  REQUIRE(program.has_value());
  Scenario scenario;
  scenario.age = "adult", scenario.duration_s = 3;
  Arm arm;
  Segment hurt;
  hurt.begin_s = 0, hurt.end_s = 10, hurt.inputs = {{"pain", 1.0, ""}};
  arm.segments = {hurt};
  const auto trace = simulate(*program, plain_style(), scenario, arm);
  REQUIRE(trace.has_value());
  // The same by hand. Settling leaves this circuit where it starts but for S, which follows AMY.
  double amy = 0.2, pfc = 0.4, cort = 1;
  double s = value_at(*trace, find_column(*trace, "body.S"), 0);
  CHECK(s == doctest::Approx(0.2));
  const auto sigma = [](double z) { return 1 / (1 + std::exp(-z)); };
  const auto logit = [](double p) { return std::log(p / (1 - p)); };
  const auto move = [](double y, double target, double tau) { return target + (y - target) * std::exp(-1 / tau); };
  for (int t = 0; t <= 3; ++t) {
    CHECK(value_at(*trace, find_column(*trace, "region.AMY"), t) == doctest::Approx(amy).epsilon(1e-12));
    CHECK(value_at(*trace, find_column(*trace, "region.PFC"), t) == doctest::Approx(pfc).epsilon(1e-12));
    CHECK(value_at(*trace, find_column(*trace, "chem.CORT"), t) == doctest::Approx(cort).epsilon(1e-12));
    CHECK(value_at(*trace, find_column(*trace, "body.S"), t) == doctest::Approx(s).epsilon(1e-12));
    const double amy_target = sigma(3.5 * (-0.5 * 0.5 * (pfc - 0.4) + 0.5 * 1.0) + logit(0.2));
    const double pfc_target = sigma(3.5 * (-0.1 * (cort - 1)) + logit(0.4));
    const double cort_target = 1 + (amy - 0.2) / 0.2;
    const double s_target = amy;  // the value at t: nothing has moved yet
    amy = move(amy, amy_target, 10);
    pfc = move(pfc, pfc_target, 20);
    cort = move(cort, cort_target, 60 / std::log(2.0));
    s = move(s, s_target, 5);
  }
}

TEST_CASE("formulas that do not parse are refused with the character") {
  CHECK(formula_error("2*") ==
        "/derived/0/formula: the formula ends where a value was expected (character 3); correct the formula");
  CHECK(formula_error("(pain") ==
        "/derived/0/formula: a closing parenthesis is missing, found the end (character 6); correct the formula");
  CHECK(formula_error("pain pain") ==
        "/derived/0/formula: found \"p\" where an operator or the end was expected (character 6); correct the formula");
  CHECK(formula_error("pain $ 2").find("found \"$\"") != std::string::npos);
  CHECK(formula_error("").find("ends where a value") != std::string::npos);
  CHECK(formula_error(std::string(3000, '1')).find("longer than 2000") != std::string::npos);
  CHECK(formula_error(std::string(300, '(') + "1" + std::string(300, ')')).find("nested too deeply") !=
        std::string::npos);
  CHECK(formula_error(std::string(300, '-') + "1").find("nested too deeply") != std::string::npos);
  CHECK(formula_error("clip(1, 2)").find("needs three values: x, low, high, found 2") != std::string::npos);
  CHECK(formula_error("sgima(1)").find("did you mean \"sigma\"?") != std::string::npos);
  CHECK(formula_error("rel(pain)").find("is not a region or a chemical") != std::string::npos);
  CHECK(formula_error("1/0").find("does not work out to a finite number") != std::string::npos);
}

TEST_CASE("unknown names come with the nearest one") {
  CHECK(formula_error("paim*2") == "/derived/0/formula: unknown name \"paim\" (character 1); did you mean \"pain\"?");
  Circuit circuit = small_circuit();
  circuit.connections[0].to = "AMI";
  CHECK(first_error(circuit) == "/connections/0/to: unknown region \"AMI\"; did you mean \"AMY\"?");
  circuit = small_circuit();
  circuit.connections[0].gate = "brak";
  CHECK(first_error(circuit) == "/connections/0/gate: unknown gate \"brak\"; did you mean \"brake\"?");
  circuit = small_circuit();
  circuit.input_drives[0].source = "paine";
  CHECK(first_error(circuit).find("/input_drives/0/source: \"paine\" cannot drive a region; did you mean \"pain\"?") ==
        0);
}

TEST_CASE("loops, doubles and self-connections are refused") {
  Circuit circuit = small_circuit();
  circuit.derived = {Formula{"a", "b", "1", "", "", {}}, Formula{"b", "a", "1", "", "", {}}};
  CHECK(first_error(circuit).find("\"b\" (character 1) is not computed yet here") != std::string::npos);
  circuit.derived = {Formula{"a", "a + 1", "1", "", "", {}}};
  CHECK(first_error(circuit).find("not itself") != std::string::npos);
  circuit = small_circuit();
  circuit.traits.push_back(circuit.traits[0]);
  CHECK(first_error(circuit) ==
        "/traits/1/id: the id \"reg\" is defined twice; first defined at /traits/0/id; rename one of them");
  circuit = small_circuit();
  circuit.gates[0].id = "mat";
  CHECK(first_error(circuit).find("built-in name") != std::string::npos);
  circuit = small_circuit();
  circuit.connections[0].from = "AMY";
  CHECK(first_error(circuit).find("connected to itself") != std::string::npos);
  circuit = small_circuit();
  circuit.states[0].initial = "pain";
  CHECK(first_error(circuit).find("/states/0/initial: the starting value can depend on traits") == 0);
  circuit = small_circuit();
  circuit.readouts = {Formula{"seen", "AMY", "1", "", "felt", {}}};
  circuit.chemicals[0].target = "seen";
  CHECK(first_error(circuit).find("is a read-out") != std::string::npos);
}

TEST_CASE("all problems are reported at once") {
  Circuit circuit = small_circuit();
  circuit.derived[0].formula = "2*";
  circuit.connections[0].from = "PCF";
  circuit.regions[0].tau_s = 0;
  circuit.chemicals[0].half_life_s = -1;
  const auto program = compile_circuit(circuit);
  REQUIRE_FALSE(program);
  CHECK(program.errors().size() == 4);
}

TEST_CASE("simulate: bad settings are one sentence each") {
  const Shipped shipped = load_shipped();
  const Style& secure = shipped.style("secure");
  const auto error_of = [&](const Scenario& scenario, const Style& style, const RunSettings& settings) {
    const auto trace = simulate(shipped.program, style, scenario, Arm{}, settings);
    return trace ? std::string() : to_sentence(trace.error());
  };
  Scenario good;
  good.id = "x", good.age = "adult", good.duration_s = 10;
  CHECK(error_of(good, secure, {}) == "");
  Scenario bad = good;
  bad.step_s = 0;
  CHECK(error_of(bad, secure, {}).find("the step must be between") != std::string::npos);
  bad = good, bad.duration_s = -1;
  CHECK(error_of(bad, secure, {}).find("the duration must be between") != std::string::npos);
  bad = good, bad.duration_s = 1e7, bad.step_s = 0.01;
  CHECK(error_of(bad, secure, {}).find("1000000000 steps; the limit is") != std::string::npos);
  bad = good, bad.duration_s = 9e6;
  CHECK(error_of(bad, secure, {}).find("do not fit into 1 GiB") != std::string::npos);
  bad = good, bad.age = "adlut";
  CHECK(error_of(bad, secure, {}) == "scenario x: unknown age \"adlut\"; did you mean \"adult\"?");
  bad = good, bad.start = {{"lone", 0.5}};
  CHECK(error_of(bad, secure, {}).find("did you mean \"lon\"?") != std::string::npos);
  RunSettings settings;
  settings.traits = {{"hypp", 0.5}};
  CHECK(error_of(good, secure, settings) == "trait settings: unknown trait \"hypp\"; did you mean \"hyp\"?");
  settings.traits = {{"hyp", 1.5}};
  CHECK(error_of(good, secure, settings).find("must be between 0 and 1, found 1.5") != std::string::npos);
  Style half = secure;
  half.traits.erase("adult");
  CHECK(error_of(good, half, {}).find("has no trait table \"adult\"") != std::string::npos);
  half = secure;
  half.traits["adult"].pop_back();
  CHECK(error_of(good, half, {}).find("the trait bond is missing") != std::string::npos);
}

TEST_CASE("a run that leaves its range stops and keeps what came before") {
  Shipped shipped = load_shipped();
  for (Chemical& chemical : shipped.content.circuit.chemicals)
    if (chemical.id == "SER") chemical.target = "1 + 30*pain*SER";
  const auto program = compile_circuit(shipped.content.circuit);
  REQUIRE(program.has_value());
  const Scenario& rejection = shipped.scenario("rejection");
  const auto trace = simulate(*program, shipped.style("secure"), rejection, rejection.arms[0]);
  REQUIRE(trace.has_value());
  CHECK(trace->left_range == "chem.SER");
  CHECK(trace->left_range_s > 150);
  CHECK(trace->left_range_s < 330);
  CHECK(trace->rows() == static_cast<std::size_t>(trace->left_range_s));
  for (const double v : trace->values) CHECK(std::fabs(v) <= 1e3);

  for (Chemical& chemical : shipped.content.circuit.chemicals)
    if (chemical.id == "SER") chemical.target = "log(0 - lone - 1)";
  const auto nan_program = compile_circuit(shipped.content.circuit);
  REQUIRE(nan_program.has_value());
  const auto nan_trace = simulate(*nan_program, shipped.style("secure"), rejection, rejection.arms[0]);
  REQUIRE_FALSE(nan_trace);
  CHECK(nan_trace.error().code == ExitCode::left_range);
  CHECK(nan_trace.error().what.english.find("chem.SER left its range while settling") == 0);
}
