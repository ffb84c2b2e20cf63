// Part files of ensembles: joined whatever their order, refused when anything about them is wrong.
#include "io/ensemble_files.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "core/hash.h"
#include "scratch.h"

using namespace attune;
using namespace attune::test;

namespace {

constexpr std::uint32_t runs = 11, shards = 3;
const std::vector<std::string> columns{"region.AMY", "body.HR"};

EnsembleTitle title() {
  EnsembleTitle made;
  made.version = "0.1";
  made.content = 0xfedcba9876543210ULL;
  made.scenario = "one";
  made.arm = "an arm, with a comma";
  made.style = "secure";
  made.seed = 9007199254740991ULL;
  made.runs = runs;
  return made;
}

double number(std::size_t column, std::size_t row, std::uint32_t run) {
  return to_unit(mix_bits(column * 10000 + row * 100 + run)) - 0.5;
}

EnsembleValues values_of(ShardRuns range, const std::vector<std::string>& names, std::size_t first_column) {
  EnsembleValues values;
  values.sample_s = 0.1;
  values.rows = 5;
  values.runs = range.count;
  values.columns = names;
  for (std::size_t column = 0; column < names.size(); ++column)
    for (std::size_t row = 0; row < 5; ++row)
      for (std::uint32_t run = 0; run < range.count; ++run)
        values.values.push_back(number(first_column + column, row, range.first + run));
  return values;
}

void write_part(const std::filesystem::path& path, std::uint32_t shard, EnsembleTitle of = title()) {
  EnsemblePartWriter part(path, std::move(of), shard, shards);
  REQUIRE(part.begin(columns, 0.1, 5).has_value());
  // In two blocks, as when memory is short.
  const ShardRuns range = runs_of_shard(runs, shard, shards);
  REQUIRE(part.add(values_of(range, {columns[0]}, 0)).has_value());
  REQUIRE(part.add(values_of(range, {columns[1]}, 1)).has_value());
  CHECK_FALSE(std::filesystem::exists(path));
  REQUIRE(part.finish().has_value());
}

std::string problem(const std::vector<std::filesystem::path>& parts) {
  const auto merged = merge_parts(parts, 1);
  return merged ? "" : to_sentence(merged.error());
}

}  // namespace

TEST_CASE("parts give the bands of the whole, in any order") {
  const Scratch folder;
  for (std::uint32_t shard = 1; shard <= shards; ++shard) write_part(folder / std::to_string(shard), shard);
  const auto merged = merge_parts({folder / "3", folder / "1", folder / "2"}, 2);
  REQUIRE(merged.has_value());
  EnsembleBands whole;
  append_bands(whole, values_of({0, runs}, columns, 0), 1);
  REQUIRE(merged->bands.bands.size() == whole.bands.size());
  for (std::size_t i = 0; i < whole.bands.size(); ++i) {
    CHECK(merged->bands.bands[i].p05 == whole.bands[i].p05);
    CHECK(merged->bands.bands[i].p50 == whole.bands[i].p50);
    CHECK(merged->bands.bands[i].p95 == whole.bands[i].p95);
  }
  CHECK(merged->title.seed == title().seed);
  CHECK(merged->title.content == title().content);
  CHECK(merged->bands.columns == columns);
  REQUIRE(write_bands(folder / "bands.csv", merged->title, merged->bands).has_value());
  const std::string table = read_bytes(folder / "bands.csv");
  CHECK(table.find("time_s,region.AMY.p05,region.AMY.p50,region.AMY.p95,body.HR.p05") == 0);
  CHECK(table.find("\n0.3,") != std::string::npos);
}

TEST_CASE("a part that was given up leaves nothing behind") {
  const Scratch folder;
  {
    EnsemblePartWriter part(folder / "part", title(), 1, 1);
    REQUIRE(part.begin(columns, 0.1, 5).has_value());
  }
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("cut, damaged, foreign, missing and repeated parts are refused in one sentence") {
  const Scratch folder;
  for (std::uint32_t shard = 1; shard <= shards; ++shard) write_part(folder / std::to_string(shard), shard);
  const std::string sound = read_bytes(folder / "2");
  const auto with = [&](const std::string& bytes) {
    write_bytes(folder / "x", bytes);
    return problem({folder / "1", folder / "x", folder / "3"});
  };
  REQUIRE(with(sound).empty());
  for (std::size_t length = 0; length < sound.size(); ++length) {
    const std::string sentence = with(sound.substr(0, length));
    CAPTURE(length);
    CHECK(sentence.find("/x: ") != std::string::npos);
    CHECK(sentence.find("cut") != std::string::npos);
  }
  CHECK(with(sound + "x").find("something was added") != std::string::npos);
  std::size_t unnoticed = 0;
  for (std::size_t i = 0; i < sound.size(); ++i) {
    std::string changed = sound;
    changed[i] = static_cast<char>(changed[i] ^ 0x10);
    unnoticed += with(changed).empty();
  }
  CHECK(unnoticed == 0);
  const auto header = [&](const std::string& from, const std::string& to) {
    std::string changed = sound;
    changed.replace(changed.find(from), from.size(), to);
    return with(changed);
  };
  CHECK(header("\"runs\":11", "\"runs\":-1").find("/runs") != std::string::npos);
  CHECK(header("\"shard\":2", "\"shard\":4").find("/shard") != std::string::npos);
  CHECK(header("\"rows\":5", "\"rows\":1000000001").find("instead of") != std::string::npos);
  CHECK(header("\"content\":\"f", "\"content\":\"g").find("hexadecimal") != std::string::npos);
  CHECK(header("\"seed\":", "\"sead\":").find("seed") != std::string::npos);

  CHECK(problem({folder / "1", folder / "3"}).find("shard 2 of 3 is missing") != std::string::npos);
  CHECK(problem({folder / "1", folder / "2", folder / "3", folder / "2"}).find("is shard 2 of 3 again") !=
        std::string::npos);
  EnsembleTitle foreign = title();
  foreign.content = 1;
  write_part(folder / "y", 2, foreign);
  CHECK(problem({folder / "1", folder / "y", folder / "3"}).find("the data files had changed") != std::string::npos);
}
