// Ensembles as files: bands as a table or as JSON, and part files that hold the exact values of one shard.
//
// A part file is: the line "attune ensemble part 1", one line of JSON (the members of EnsembleTitle, content as 16
// hexadecimal digits, and "shard", "shards", "sample_s", "rows", "columns"), then one 8-byte little-endian IEEE double
// per [column][row][run], then 8 bytes: a hash of all numbers, to notice damage.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/result.h"
#include "sim/ensemble.h"

namespace attune {

// Which ensemble it is.
struct EnsembleTitle {
  std::string version;        // of Attune
  std::uint64_t content = 0;  // hash_content()
  std::string scenario, arm, style;
  std::uint64_t seed = 0;
  std::uint32_t runs = 0;
};

// Where the bands go. A name ending in .json: an object with the members of EnsembleTitle, the definition of the
// quantiles, "time_s", and for each column its id and the lists p05, p50, p95. Anything else: a table with the column
// time_s and, for each column, region.AMY.p05, region.AMY.p50, region.AMY.p95; numbers as in trace_to_csv().
// Errors: output_failed.
Status write_bands(const std::filesystem::path& path, const EnsembleTitle& title, const EnsembleBands& bands);

// One entry per connection: id, from, to, direction (raises, lowers or none), effect, agree, runs. Table or JSON.
Status write_agreement(const std::filesystem::path& path, const EnsembleTitle& title,
                       const std::vector<DirectionAgreement>& agreement);

// Writes a part file piece by piece; nothing stands at `path` before finish().
class EnsemblePartWriter {
 public:
  EnsemblePartWriter(std::filesystem::path path, EnsembleTitle title, std::uint32_t shard, std::uint32_t shards);
  EnsemblePartWriter(const EnsemblePartWriter&) = delete;
  EnsemblePartWriter& operator=(const EnsemblePartWriter&) = delete;
  ~EnsemblePartWriter();

  // `columns`: all columns of the part, in the order in which their blocks will come.
  Status begin(const std::vector<std::string>& columns, double sample_s, std::size_t rows);
  Status add(const EnsembleValues& block);
  Status finish();

 private:
  Status write(const void* bytes, std::size_t count);

  std::filesystem::path path_, temporary_;
  EnsembleTitle title_;
  std::uint32_t shard_ = 1, shards_ = 1;
  std::uint64_t hash_ = 0;
  int file_ = -1;
};

struct MergedEnsemble {
  EnsembleTitle title;
  EnsembleBands bands;
  std::vector<DirectionAgreement> agreement;  // of parts that count directions, which have no bands
};

// The bands (or the counted directions) of the whole ensemble from the parts of all its shards, in any order: the bytes that run_ensemble() (direction_agreement()) gives.
// Errors (bad_input), each one sentence: no part file, cut or damaged, from another ensemble (what differs), a shard
// twice, shards missing. Reads some columns at a time, so memory is bounded.
Result<MergedEnsemble> merge_parts(const std::vector<std::filesystem::path>& parts, int threads);

}  // namespace attune
