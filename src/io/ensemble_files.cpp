#include "io/ensemble_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>
#include <map>
#include <new>
#include <system_error>

#include "core/file.h"
#include "core/hash.h"
#include "core/text.h"
#include "io/json_read.h"

namespace attune {

static_assert(std::endian::native == std::endian::little, "part files are little-endian; swap bytes here");

namespace {

constexpr char first_line[] = "attune ensemble part 1\n";
constexpr std::size_t longest_header = 1 << 20;
constexpr std::size_t merge_memory = std::size_t{256} << 20;

std::uint64_t hash_numbers(std::uint64_t hash, const double* values, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) hash = mix_bits(hash ^ std::bit_cast<std::uint64_t>(values[i]));
  return hash;
}

std::string to_hex(std::uint64_t value) { return format("%016llx", static_cast<unsigned long long>(value)); }

// 0.3, not 0.30000000000000004
double time_at(std::size_t row, double sample_s) { return std::round(static_cast<double>(row) * sample_s * 1e9) / 1e9; }

Json to_json(const EnsembleTitle& title) {
  return Json{{"attune", title.version},    {"content", to_hex(title.content)},
              {"scenario", title.scenario}, {"arm", title.arm},
              {"style", title.style},       {"seed", title.seed},
              {"runs", title.runs}};
}

bool wants_json(const std::filesystem::path& path) { return path.extension() == ".json"; }

}  // namespace

Status write_bands(const std::filesystem::path& path, const EnsembleTitle& title, const EnsembleBands& bands) {
  try {
    static constexpr std::pair<const char*, double Band::*> quantiles[] = {
        {"p05", &Band::p05}, {"p50", &Band::p50}, {"p95", &Band::p95}};
    if (wants_json(path)) {
      Json json = to_json(title);
      json["note"] = sentence("educational_note").english;
      json["quantiles"] = sentence("how_quantiles").english;
      json["sample_s"] = bands.sample_s;
      Json& times = json["time_s"] = Json::array();
      for (std::size_t row = 0; row < bands.rows; ++row) times.push_back(time_at(row, bands.sample_s));
      Json& columns = json["columns"] = Json::array();
      for (std::size_t column = 0; column < bands.columns.size(); ++column) {
        Json entry{{"id", bands.columns[column]}};
        for (const auto& [name, member] : quantiles) {
          Json& list = entry[name] = Json::array();
          for (std::size_t row = 0; row < bands.rows; ++row) list.push_back(bands.at(column, row).*member);
        }
        columns.push_back(std::move(entry));
      }
      return write_file(path, json.dump() + "\n");
    }
    std::string text = "time_s";
    for (const std::string& column : bands.columns)
      for (const auto& quantile : quantiles) text += "," + column + "." + quantile.first;
    text += '\n';
    for (std::size_t row = 0; row < bands.rows; ++row) {
      text += to_text(time_at(row, bands.sample_s));
      for (std::size_t column = 0; column < bands.columns.size(); ++column)
        for (const auto& quantile : quantiles) {
          text += ',';
          text += to_text(bands.at(column, row).*quantile.second);
        }
      text += '\n';
    }
    return write_file(path, text);
  } catch (const std::bad_alloc&) {
    return Error{sentence("no_memory_table"), name_of(path), sentence("larger_sample"), ExitCode::out_of_memory};
  }
}

Status write_agreement(const std::filesystem::path& path, const EnsembleTitle& title,
                       const std::vector<DirectionAgreement>& agreement) {
  const auto word = [](int direction) { return direction > 0 ? "raises" : direction < 0 ? "lowers" : "none"; };
  if (wants_json(path)) {
    Json json = to_json(title);
    json["note"] = sentence("educational_note").english;
    json["effect"] = sentence("effect_of_connection").english;
    Json& list = json["connections"] = Json::array();
    for (const DirectionAgreement& entry : agreement)
      list.push_back({{"id", entry.connection},
                      {"from", entry.from},
                      {"to", entry.to},
                      {"direction", word(entry.direction)},
                      {"effect", entry.effect},
                      {"agree", entry.agree},
                      {"runs", entry.runs}});
    return write_file(path, json.dump(1) + "\n");
  }
  std::string text = "connection,from,to,direction,effect,agree,runs\n";
  for (const DirectionAgreement& entry : agreement)
    text += entry.connection + "," + entry.from + "," + entry.to + "," + word(entry.direction) + "," +
            to_text(entry.effect) + "," + std::to_string(entry.agree) + "," + std::to_string(entry.runs) + "\n";
  return write_file(path, text);
}

EnsemblePartWriter::EnsemblePartWriter(std::filesystem::path path, EnsembleTitle title, std::uint32_t shard,
                                       std::uint32_t shards)
    : path_(std::move(path)), title_(std::move(title)), shard_(shard), shards_(shards) {}

EnsemblePartWriter::~EnsemblePartWriter() {
  if (file_ < 0) return;
  ::close(file_);
  discard_file(temporary_);
}

Status EnsemblePartWriter::write(const void* bytes, std::size_t count) {
  const char* from = static_cast<const char*>(bytes);
  while (count > 0) {
    const ssize_t put = ::write(file_, from, std::min<std::size_t>(count, std::size_t{1} << 30));
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0)
      return Error{sentence("not_written", {{"reason", std::generic_category().message(put == 0 ? ENOSPC : errno)}}),
                   name_of(path_), sentence("free_some_space_choose"), ExitCode::output_failed};
    from += put;
    count -= static_cast<std::size_t>(put);
  }
  return Done{};
}

Status EnsemblePartWriter::begin(const std::vector<std::string>& columns, double sample_s, std::size_t rows) {
  ATTUNE_CHECK(file_ < 0);
  temporary_ = temporary_beside(path_);
  file_ = ::open(temporary_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file_ < 0)
    return Error{sentence("not_written", {{"reason", std::generic_category().message(errno)}}), name_of(path_),
                 sentence("choose_folder_exists_may"), ExitCode::output_failed};
  Json header = to_json(title_);
  header["shard"] = shard_;
  header["shards"] = shards_;
  header["sample_s"] = sample_s;
  header["rows"] = rows;
  header["columns"] = columns;
  const std::string text = first_line + header.dump() + "\n";
  return write(text.data(), text.size());
}

Status EnsemblePartWriter::add(const EnsembleValues& block) {
  ATTUNE_CHECK(file_ >= 0);
  hash_ = hash_numbers(hash_, block.values.data(), block.values.size());
  return write(block.values.data(), block.values.size() * sizeof(double));
}

Status EnsemblePartWriter::finish() {
  ATTUNE_CHECK(file_ >= 0);
  if (const Status status = write(&hash_, sizeof hash_); !status) return status.errors();
  const int closed = ::close(file_);
  file_ = -1;
  if (closed != 0) {
    const int reason = errno;
    discard_file(temporary_);
    return Error{sentence("not_written", {{"reason", std::generic_category().message(reason)}}), name_of(path_),
                 sentence("free_some_space_choose"), ExitCode::output_failed};
  }
  return commit_file(temporary_, path_);
}

namespace {

struct Part {
  std::filesystem::path path;
  EnsembleTitle title;
  std::uint32_t shard = 1, shards = 1;
  double sample_s = 1;
  std::uint64_t rows = 0;
  std::vector<std::string> columns;
  ShardRuns range;
  std::uint64_t begin_at = 0;  // of the numbers in the file
  std::uint64_t hash = 0;      // of those read so far
};

Error bad_part(const std::filesystem::path& path, Sentence what, Sentence hint) {
  return Error{std::move(what), name_of(path), std::move(hint), ExitCode::bad_input};
}

Result<Part> read_header(const std::filesystem::path& path) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return bad_part(path, sentence("part_not_there"), sentence("check_name"));
  if (!std::filesystem::is_regular_file(path, error))
    return bad_part(path, sentence("no_ordinary_file"), sentence("give_part_files_written"));
  const std::uint64_t size = std::filesystem::file_size(path, error);
  std::ifstream file(path, std::ios::binary);
  if (error || !file) return bad_part(path, sentence("unreadable"), sentence("check_you_may_read"));
  std::string text(static_cast<std::size_t>(std::min<std::uint64_t>(size, longest_header)), '\0');
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  const std::size_t mark = std::strlen(first_line);
  const std::size_t end = text.compare(0, mark, first_line) == 0 ? text.find('\n', mark) : std::string::npos;
  if (end == std::string::npos)
    return bad_part(path,
                    size < mark && std::string_view(first_line).starts_with(text)
                        ? sentence("file_cut")
                        : sentence("not_part_ensemble_beginning"),
                    sentence("give_part_files_written"));
  const Json json = Json::parse(text.begin() + static_cast<std::ptrdiff_t>(mark),
                                text.begin() + static_cast<std::ptrdiff_t>(end), nullptr, false);
  if (json.is_discarded()) return bad_part(path, sentence("header_damaged"), sentence("write_part_again"));
  JsonProblems problems(name_of(path));
  Part part;
  part.path = path;
  JsonObject header(json, "", problems);
  part.title.version = header.text("attune");
  const std::string content = header.text("content");
  part.title.scenario = header.text("scenario");
  part.title.arm = header.text("arm");
  part.title.style = header.text("style");
  part.title.seed = static_cast<std::uint64_t>(header.whole("seed", 0, 9007199254740992));
  part.title.runs = static_cast<std::uint32_t>(header.whole("runs", 1, 1000000));
  part.shards = static_cast<std::uint32_t>(header.whole("shards", 1, part.title.runs));
  part.shard = static_cast<std::uint32_t>(header.whole("shard", 1, part.shards));
  part.sample_s = header.number("sample_s", 1e-3, 1e7);
  part.rows = static_cast<std::uint64_t>(header.whole("rows", 1, 1000000001));
  part.columns = header.words("columns");
  header.finish();
  if (content.size() != 16 || content.find_first_not_of("0123456789abcdef") != std::string::npos)
    problems.fail("/content", sentence("need_16_hexadecimal_digits"), sentence("write_part_again"));
  else
    part.title.content = std::stoull(content, nullptr, 16);
  if (problems.errors.empty() && part.columns.empty())
    problems.fail("/columns", sentence("no_columns"), sentence("write_part_again"));
  if (!problems.errors.empty()) return std::move(problems.errors);
  part.range = runs_of_shard(part.title.runs, part.shard, part.shards);
  part.begin_at = end + 1;
  const double needed = static_cast<double>(part.columns.size()) * static_cast<double>(part.rows) *
                            static_cast<double>(part.range.count) * sizeof(double) +
                        static_cast<double>(part.begin_at) + sizeof(std::uint64_t);
  if (static_cast<double>(size) != needed)
    return bad_part(
        path, sentence("part_size", {{"size", std::to_string(size)}, {"needed", to_text(needed, 0)}}),
        static_cast<double>(size) < needed ? sentence("cut_write_part_again") : sentence("something_added_write_part"));
  return part;
}

// What tells the parts of two ensembles apart, in words; "" when nothing does.
Sentence difference(const Part& a, const Part& b) {
  const auto both = [](const Sentence& what, const std::string& x, const std::string& y) {
    return sentence("differing", {{"what", what}, {"own", printable(x, 60)}, {"first", printable(y, 60)}});
  };
  if (a.title.scenario != b.title.scenario) return both(sentence("kind_scenario"), b.title.scenario, a.title.scenario);
  if (a.title.arm != b.title.arm) return both(sentence("kind_arm"), b.title.arm, a.title.arm);
  if (a.title.style != b.title.style) return both(sentence("kind_style"), b.title.style, a.title.style);
  if (a.title.seed != b.title.seed)
    return both(sentence("seed"), std::to_string(b.title.seed), std::to_string(a.title.seed));
  if (a.title.runs != b.title.runs)
    return both(sentence("number_runs"), std::to_string(b.title.runs), std::to_string(a.title.runs));
  if (a.shards != b.shards) return both(sentence("number_shards"), std::to_string(b.shards), std::to_string(a.shards));
  if (a.sample_s != b.sample_s) return both("--sample-s", to_text(b.sample_s), to_text(a.sample_s));
  if (a.rows != b.rows || a.columns != b.columns) return sentence("columns_rows");
  if (a.title.version != b.title.version) return both(sentence("version_attune"), b.title.version, a.title.version);
  if (a.title.content != b.title.content) return sentence("circuit_style_scenario_data");
  return "";
}

Status check_complete(const std::vector<Part>& parts) {
  std::map<std::uint32_t, const Part*> by_shard;
  for (const Part& part : parts) {
    if (const Sentence differs = difference(parts.front(), part); !differs.empty())
      return bad_part(part.path,
                      sentence("part_differs", {{"other", name_of(parts.front().path)}, {"reason", differs}}),
                      sentence("merge_only_parts_one"));
    const auto [found, is_new] = by_shard.try_emplace(part.shard, &part);
    if (!is_new)
      return bad_part(part.path,
                      sentence("part_twice_given", {{"shard", std::to_string(part.shard)},
                                                    {"shards", std::to_string(part.shards)},
                                                    {"other", name_of(found->second->path)}}),
                      sentence("give_each_shard_once"));
  }
  std::vector<std::string> missing;
  const std::uint32_t shards = parts.front().shards;
  std::size_t count = 0;
  for (std::uint32_t shard = 1; shard <= shards; ++shard)
    if (!by_shard.contains(shard) && ++count <= 10) missing.push_back(std::to_string(shard));
  if (count > missing.size())
    missing.push_back(sentence("so_many_more", {{"count", std::to_string(count - 10)}}).english);
  if (count == 0) return Done{};
  return Error{sentence(count == 1 ? "shard_missing" : "shards_missing",
                        {{"missing", listed(missing)}, {"shards", std::to_string(shards)}}),
               name_of(parts.front().path), sentence("make_attune_simulate_shard"), ExitCode::bad_input};
}

// `count` numbers from number `first` on, into `to`.
Status read_numbers(Part& part, std::uint64_t first, std::size_t count, std::vector<double>& to) {
  to.resize(count);
  std::ifstream file(part.path, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(part.begin_at + first * sizeof(double)));
  file.read(reinterpret_cast<char*>(to.data()), static_cast<std::streamsize>(count * sizeof(double)));
  if (!file) return bad_part(part.path, sentence("no_longer_readable"), sentence("leave_parts_alone_while"));
  part.hash = hash_numbers(part.hash, to.data(), count);
  for (const double value : to)
    if (!std::isfinite(value)) return bad_part(part.path, sentence("numbers_damaged"), sentence("write_part_again"));
  return Done{};
}

Status check_hash(const Part& part) {
  const std::uint64_t numbers = part.columns.size() * part.rows * part.range.count;
  std::uint64_t stored = 0;
  std::ifstream file(part.path, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(part.begin_at + numbers * sizeof(double)));
  file.read(reinterpret_cast<char*>(&stored), sizeof stored);
  if (file && stored == part.hash) return Done{};
  return bad_part(part.path, sentence("numbers_damaged"), sentence("write_part_again"));
}

}  // namespace

Result<MergedEnsemble> merge_parts(const std::vector<std::filesystem::path>& paths, int threads) {
  ATTUNE_CHECK(!paths.empty());
  try {
    std::vector<Part> parts;
    for (const std::filesystem::path& path : paths) {
      Result<Part> part = read_header(path);
      if (!part) return part.errors();
      parts.push_back(std::move(part).value());
    }
    if (const Status status = check_complete(parts); !status) return status.errors();
    const Part& any = parts.front();
    MergedEnsemble merged;
    merged.title = any.title;
    merged.bands.sample_s = any.sample_s;
    merged.bands.rows = any.rows;
    merged.bands.runs = any.title.runs;
    merged.bands.seed = any.title.seed;

    const std::size_t rows = any.rows, runs = any.title.runs;
    const std::size_t at_once =
        std::clamp<std::size_t>(merge_memory / (rows * runs * sizeof(double)), 1, any.columns.size());
    EnsembleValues block;
    block.sample_s = any.sample_s;
    block.rows = rows;
    block.runs = runs;
    std::vector<double> numbers;
    const bool counts = any.rows == 2 && std::all_of(any.columns.begin(), any.columns.end(), [](const auto& column) {
                          return column.starts_with(kDirectionColumn);
                        });
    for (std::size_t first = 0; first < any.columns.size(); first += at_once) {
      const std::size_t count = std::min(at_once, any.columns.size() - first);
      block.columns.assign(any.columns.begin() + static_cast<std::ptrdiff_t>(first),
                           any.columns.begin() + static_cast<std::ptrdiff_t>(first + count));
      block.values.resize(count * rows * runs);
      for (Part& part : parts) {
        const std::size_t own = part.range.count;
        if (const Status status = read_numbers(part, first * rows * own, count * rows * own, numbers); !status)
          return status.errors();
        for (std::size_t i = 0; i < count * rows; ++i)
          std::copy_n(numbers.data() + i * own, own, block.values.data() + i * runs + part.range.first);
      }
      if (counts) {
        for (DirectionAgreement& entry : count_directions(block)) merged.agreement.push_back(std::move(entry));
      } else {
        append_bands(merged.bands, block, threads);
      }
    }
    for (const Part& part : parts)
      if (const Status status = check_hash(part); !status) return status.errors();
    return merged;
  } catch (const std::bad_alloc&) {
    return Error{sentence("not_enough_memory_merge"), "", sentence("take_samples_less_often"), ExitCode::out_of_memory};
  }
}

}  // namespace attune
