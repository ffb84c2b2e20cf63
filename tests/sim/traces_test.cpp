// Golden traces: the bits of every run of every scenario, arm and style. After a wanted change of the model run with
// ATTUNE_UPDATE_GOLDEN=1 and look at the difference of golden_traces.txt.
#include <cstdlib>

#include "core/file.h"
#include "shipped.h"
#include "trace_hashes.h"

using namespace attune;
using namespace attune::testing;

TEST_CASE("golden traces") {
  const Shipped shipped = load_shipped();
  const std::vector<std::string> found = list_trace_hashes(shipped.content, shipped.program);
  const std::string path = ATTUNE_TEST_DATA "/sim/golden_traces.txt";
  if (const char* update = std::getenv("ATTUNE_UPDATE_GOLDEN"); update && std::string(update) == "1") {
    std::string text = "# scenario arm style rows hash-of-all-bits; made by test_sim with ATTUNE_UPDATE_GOLDEN=1\n";
    for (const std::string& line : found) text += line + "\n";
    REQUIRE(write_file(path, text).has_value());
    MESSAGE("golden_traces.txt was rewritten");
  }
  const std::vector<std::string> expected = read_lines(path);
  CHECK(found.size() == expected.size());
  for (std::size_t i = 0; i < std::min(found.size(), expected.size()); ++i) CHECK(found[i] == expected[i]);
}

TEST_CASE("two runs of the same thing have the same bits, whatever ran between them") {
  const Shipped shipped = load_shipped();
  const std::uint64_t first = hash_trace(shipped.run("ssp", "own caregiver", "disorganized"));
  shipped.run("tsst", "alone", "anxious");
  CHECK(hash_trace(shipped.run("ssp", "own caregiver", "disorganized")) == first);
}
