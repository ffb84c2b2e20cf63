#include "io/load_mapping.h"

#include <algorithm>
#include <cstring>
#include <new>
#include <set>

#include "core/hash.h"
#include "core/text.h"
#include "io/json_read.h"
#include "io/parse_content.h"

namespace attune {

namespace {

const std::vector<std::string> kSourceKinds{"cortex", "volume", "marker"};
const std::vector<std::string> kSides{"left", "right", "midline"};
constexpr std::size_t kMostParts = 65536;

PartKind to_kind(const std::string& word) {
  return word == "cortex" ? PartKind::cortex : word == "marker" ? PartKind::marker : PartKind::volume;
}
Hemisphere to_side(const std::string& word) {
  return word == "left" ? Hemisphere::left : word == "right" ? Hemisphere::right : Hemisphere::midline;
}

void check_structure(JsonObject& item, const char* key, const std::string& id, const std::vector<std::string>& known) {
  if (!id.empty()) check_word(item.problems(), item.at(key), id, sentence("kind_structure"), known);
}

Placement read_placement(JsonObject& item) {
  Placement placement;
  if (item.find("axes") != nullptr) {
    const std::vector<std::string> axes = item.words("axes");
    std::set<char> used;
    bool good = axes.size() == 3;
    for (const std::string& axis : axes)
      good = good && axis.size() == 2 && (axis[0] == '+' || axis[0] == '-') && axis[1] >= 'x' && axis[1] <= 'z' &&
             used.insert(axis[1]).second;
    if (good) {
      std::copy(axes.begin(), axes.end(), placement.axes.begin());
    } else {
      item.problems().fail(item.at("axes"), sentence("need_axes"),
                           sentence("write_axes"));
    }
  }
  placement.scale = item.number_or("scale", 1e-9, 1e9, 1);
  if (const Json* shift = item.find("shift_mm")) {
    if (shift->is_array() && shift->size() == 3) {
      for (int i = 0; i < 3; ++i)
        placement.shift_mm[i] = item.to_number((*shift)[static_cast<std::size_t>(i)], item.at("shift_mm/") + std::to_string(i), -1e11, 1e11);
    } else {
      item.problems().fail(item.at("shift_mm"), sentence("need_three_numbers", {{"found", describe(*shift)}}),
                           sentence("write_shift"));
    }
  }
  item.finish();
  return placement;
}

Mapping parse_mapping(const Json& json, JsonProblems& problems, const std::vector<std::string>& structures) {
  Mapping mapping;
  JsonObject top(json, "", problems);
  check_schema_version(top);
  mapping.model = top.text_or("model", "");
  if (top.find("placement") != nullptr) {
    JsonObject placement = top.object("placement");
    mapping.placement = read_placement(placement);
  }
  std::set<std::string> seen;
  std::vector<JsonObject> parts = top.objects("parts");
  if (parts.size() > kMostParts) {
    problems.fail("/parts", sentence("too_many_parts", {{"count", std::to_string(parts.size())}, {"limit", std::to_string(kMostParts)}}), sentence("map_structures_only"));
    parts.resize(kMostParts, JsonObject("", problems));
  }
  for (JsonObject& item : parts) {
    PartMatch part;
    part.name = item.text("name");
    part.structure = item.text_or("structure", "");
    part.maybe = item.text_or("maybe", "");
    check_structure(item, "structure", part.structure, structures);
    check_structure(item, "maybe", part.maybe, structures);
    const std::string side = item.text_or("side", "midline"), kind = item.text_or("kind", "volume");
    check_word(problems, item.at("side"), side, sentence("kind_side"), kSides);
    check_word(problems, item.at("kind"), kind, sentence("kind_of_part"), kSourceKinds);
    part.side = to_side(side);
    part.kind = to_kind(kind);
    part.match = !part.structure.empty() ? Match::chosen : !part.maybe.empty() ? Match::unsure : Match::none;
    item.finish();
    if (!part.name.empty() && !seen.insert(part.name).second)
      problems.fail(item.at("name"), sentence("part_twice", {{"part", printable(part.name, 60)}}), sentence("remove_one_of_them"));
    mapping.parts.push_back(std::move(part));
  }
  top.finish();
  return mapping;
}

BrainNames parse_brain_names(const Json& json, JsonProblems& problems, const std::vector<std::string>& structures) {
  BrainNames names;
  JsonObject top(json, "", problems);
  check_schema_version(top);
  for (JsonObject& item : top.objects("brain_names")) {
    NamedStructure named;
    named.structure = item.text_or("structure", "");
    check_structure(item, "structure", named.structure, structures);
    const std::string kind = item.text("kind");
    check_word(problems, item.at("kind"), kind, sentence("kind_of_part"), kSourceKinds);
    named.kind = to_kind(kind);
    named.names = item.words("names");
    if (named.names.empty()) problems.fail(item.at("names"), sentence("no_names"), sentence("add_at_least_one"));
    named.has_centre = item.find("centre_mm") != nullptr;
    if (named.has_centre) named.centre_mm = item.point_mm("centre_mm");
    item.finish();
    names.structures.push_back(std::move(named));
  }
  names.others = top.words("others");
  names.left = top.words("left");
  names.right = top.words("right");
  names.midline = top.words("midline");
  names.negations = top.words("negations");
  names.ignored = top.words("ignored");
  top.finish();
  return names;
}

template <class T, class Parse>
Result<T> load(const std::filesystem::path& path, const std::vector<Structure>& structures, Parse parse) {
  try {
    const Result<Json> json = read_json(path);
    if (!json) return json.errors();
    JsonProblems problems(printable(path.string(), 300));
    T value = parse(*json, problems, ids_of(structures));
    if (!problems.errors.empty()) return std::move(problems.errors);
    return value;
  } catch (const std::bad_alloc&) {
    return Error{sentence("no_memory_file"), printable(path.string(), 300), sentence("close_others"),
                 ExitCode::out_of_memory};
  }
}

}  // namespace

Result<Mapping> load_mapping(const std::filesystem::path& path, const std::vector<Structure>& structures) {
  return load<Mapping>(path, structures, parse_mapping);
}

Result<BrainNames> load_brain_names(const std::filesystem::path& path, const std::vector<Structure>& structures) {
  return load<BrainNames>(path, structures, parse_brain_names);
}

std::string mapping_to_json(const Mapping& mapping) {
  const auto quote = [](const std::string& text) { return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace); };
  const Placement& p = mapping.placement;
  std::string text = "{\n \"schema_version\": 1,\n \"model\": " + quote(mapping.model) + ",\n \"placement\": {\"axes\": [\"" + p.axes[0] +
                     "\", \"" + p.axes[1] + "\", \"" + p.axes[2] + "\"], \"scale\": " + to_text(p.scale) + ", \"shift_mm\": [" +
                     to_text(p.shift_mm.x) + ", " + to_text(p.shift_mm.y) + ", " + to_text(p.shift_mm.z) + "]},\n \"parts\": [";
  const char* comma = "\n  ";
  for (const PartMatch& part : mapping.parts) {
    text += comma + std::string("{\"name\": ") + quote(part.name) + ", \"structure\": " + quote(part.structure);
    if (part.match == Match::unsure && !part.maybe.empty()) text += ", \"maybe\": " + quote(part.maybe);
    text += std::string(", \"side\": \"") +
            (part.side == Hemisphere::left ? "left" : part.side == Hemisphere::right ? "right" : "midline") +
            "\", \"kind\": \"" + (part.kind == PartKind::cortex ? "cortex" : part.kind == PartKind::marker ? "marker" : "volume") + "\"}";
    comma = ",\n  ";
  }
  return text + "\n ]\n}\n";
}

std::string fingerprint_of_bytes(std::string_view bytes) {
  std::uint64_t sum = bytes.size();
  std::size_t i = 0;
  for (; i + 8 <= bytes.size(); i += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes.data() + i, 8);
    sum = (sum ^ word) * 0x9e3779b97f4a7c15ULL;
    sum ^= sum >> 29;
  }
  sum = hash_bytes(bytes.substr(i), mix_bits(sum));
  return format("%016llx", static_cast<unsigned long long>(sum));
}

}  // namespace attune
