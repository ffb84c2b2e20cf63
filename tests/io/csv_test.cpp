// Traces as tables.
#include <doctest/doctest.h>

#include <clocale>
#include <sstream>

#include "core/text.h"
#include "io/write_csv.h"
#include "scratch.h"

using namespace attune;
using namespace attune::test;

namespace {

Trace make_trace() {
  Trace trace;
  trace.sample_s = 0.5;
  trace.columns = {"felt.D",       "input.pain", "region.AMY",   "body.HR",
                   "region.vmPFC", "chem.CORT",  "derived.care", "trait.trust"};
  for (int row = 0; row < 5; ++row)
    for (int column = 0; column < 8; ++column) trace.values.push_back(row * 0.1 + column);
  return trace;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace

TEST_CASE("columns: time first, then regions, chemicals, body, felt and traits, nothing else") {
  const std::vector<std::string> lines = lines_of(trace_to_csv(make_trace(), 1));
  REQUIRE(lines.size() == 4);
  CHECK(lines[0] == "time_s,region.AMY,region.vmPFC,chem.CORT,body.HR,felt.D,trait.trust");
  CHECK(lines[1] == "0,2,4,5,3,0,7");
  CHECK(lines[2] == "1,2.2,4.2,5.2,3.2,0.2,7.2");
  CHECK(lines[3].starts_with("2,2.4,"));
  CHECK(trace_to_csv(make_trace()).back() == '\n');
  CHECK(trace_to_csv(make_trace()).find('\r') == std::string::npos);
}

TEST_CASE("sampling: finer than the trace, coarser, every row, a step that does not divide the run") {
  const Trace trace = make_trace();
  const std::vector<std::string> fine = lines_of(trace_to_csv(trace, 0.1));
  REQUIRE(fine.size() == 22);
  CHECK(fine[4].starts_with("0.3,"));
  CHECK(lines_of(trace_to_csv(trace, 0)).size() == 6);
  CHECK(lines_of(trace_to_csv(trace, 1.5)).size() == 3);
  CHECK(lines_of(trace_to_csv(trace, 100)).size() == 2);
  Trace empty;
  CHECK(trace_to_csv(empty) == "time_s\n");
}

TEST_CASE("numbers have a point in every locale and read back exactly") {
  const char* before = std::setlocale(LC_ALL, nullptr);
  const std::string saved = before == nullptr ? "C" : before;
  for (const char* name : {"de_DE.UTF-8", "de_DE.utf8", "tr_TR.UTF-8", "C"}) {
    if (std::setlocale(LC_ALL, name) == nullptr) continue;
    Trace trace;
    trace.columns = {"region.AMY"};
    trace.values = {1.0 / 3, 1e-300, -0.1, 123456789.125};
    const std::vector<std::string> lines = lines_of(trace_to_csv(trace, 1));
    REQUIRE(lines.size() == 5);
    CHECK(lines[1] == "0,0.3333333333333333");
    CHECK(lines[2] == "1,1e-300");
    CHECK(lines[3] == "2,-0.1");
    CHECK(lines[4] == "3,123456789.125");
  }
  std::setlocale(LC_ALL, saved.c_str());
}

TEST_CASE("bad places and sizes are errors") {
  const Scratch scratch;
  REQUIRE(write_trace_csv(scratch / "a.csv", make_trace()).has_value());
  CHECK(read_bytes(scratch / "a.csv") == trace_to_csv(make_trace()));
  CHECK(write_trace_csv(scratch.path(), make_trace()).error().code == ExitCode::output_failed);
  CHECK(write_trace_csv("/dev/full", make_trace()).error().code == ExitCode::output_failed);
  CHECK(write_trace_csv(scratch / "no" / "a.csv", make_trace()).error().code == ExitCode::output_failed);
  CHECK(write_trace_csv(scratch / "b.csv", make_trace(), 1e-12).error().code == ExitCode::usage);
  CHECK(count_entries(scratch.path()) == 1);
}

TEST_CASE("the same table as JSON, for every kind of run") {
  Trace trace = make_trace();
  for (const char* column : {"slow.security", "label.secure", "signal.m", "template.trust", "episode.AMY", "pair.R",
                             "input.touch", "region.AMY_a"})
    trace.columns.emplace_back(column);
  trace.values.resize(trace.columns.size() * 2, 0.25);
  const std::string text = trace_to_json(trace, {"a \"b\"", "years", "arm", "secure"}, 0);
  CHECK(text.find("\"scenario\": \"a \\\"b\\\"\"") != std::string::npos);
  CHECK(text.find("\"kind\": \"years\"") != std::string::npos);
  CHECK(text.find("[\"time_s\", \"region.AMY\", \"region.vmPFC\", \"region.AMY_a\", \"chem.CORT\"") !=
        std::string::npos);
  for (const char* column : {"slow.security", "label.secure", "signal.m", "template.trust", "episode.AMY", "pair.R"})
    CHECK_MESSAGE(text.find(std::string("\"") + column + "\"") != std::string::npos, column);
  CHECK(text.find("input.touch") == std::string::npos);
  CHECK(text.find("\"sample_s\": 0.5") != std::string::npos);
  const Scratch folder;
  const auto path = folder.path() / "run.json";
  REQUIRE(write_trace_json(path, trace, {"a", "b", "c", "d"}, 0).has_value());
  CHECK_FALSE(write_trace_json(folder.path() / "none" / "run.json", trace, {}, 0).has_value());
}

TEST_CASE("chosen curves as a table: titles with units, both sides, empty where a run has ended") {
  const Trace a = make_trace();
  Trace b = a;
  b.values.resize(3 * b.columns.size());  // stopped early
  const std::vector<std::string> lines =
      lines_of(curves_to_csv({{"A secure: region.AMY (0-1)", &a, "region.AMY"},
                              {"A secure: body.HR (beats/min)", &a, "body.HR"},
                              {"B \"x, y\": region.AMY (0-1)", &b, "region.AMY"},
                              {"C", nullptr, "region.AMY"},
                              {"D", &a, "region.none"}}));
  REQUIRE(lines.size() == 6);
  CHECK(lines[0] == "time_s,A secure: region.AMY (0-1),A secure: body.HR (beats/min),\"B \"\"x, y\"\": region.AMY (0-1)\",C,D");
  CHECK(lines[1] == "0,2,3,2,,");
  CHECK(lines[3].starts_with("1,2.2,3.2,2.2,"));
  CHECK(lines[4] == "1.5," + to_text(a.values[3 * 8 + 2]) + "," + to_text(a.values[3 * 8 + 3]) + ",,,");
  CHECK(curves_to_csv({}) == "time_s\n");
}
