#include "io/json_read.h"

#include <algorithm>
#include <cmath>
#include <new>

#include "core/file.h"
#include "core/text.h"
#include "io/json_scan.h"

namespace attune {

namespace {

constexpr long long newest_schema = 1;
constexpr double furthest_mm = 200;

// 10000000, not 1e+07.
std::string plain(double number) {
  return number == std::floor(number) && std::fabs(number) < 1e15 ? to_text(number, 0) : to_text(number);
}

}  // namespace

Sentence describe(const Json& value) {
  if (value.is_null()) return "null";
  if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
  if (value.is_object()) return sentence("an_object");
  if (value.is_array()) return sentence("a_list");
  if (value.is_number_float()) return to_text(value.get<double>());
  if (value.is_number()) return value.dump();
  return "\"" + printable(value.get_ref<const std::string&>(), 60) + "\"";
}

bool is_colour(std::string_view text) {
  return text.size() == 7 && text[0] == '#' &&
         text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string_view::npos;
}

void JsonProblems::fail(const std::string& pointer, Sentence what, Sentence hint) {
  errors.push_back(Error{std::move(what), pointer.empty() ? file_ : file_ + ":" + pointer, std::move(hint)});
}

void JsonProblems::warn(const std::string& pointer, Sentence what, Sentence hint) {
  warnings.push_back(Error{std::move(what), pointer.empty() ? file_ : file_ + ":" + pointer, std::move(hint)});
}

JsonObject::JsonObject(const Json& value, std::string pointer, JsonProblems& problems)
    : value_(&value), pointer_(std::move(pointer)), problems_(&problems) {
  if (!value.is_object()) {
    problems.fail(pointer_, sentence("need_object", {{"found", describe(value)}}), sentence("correct_it"));
    value_ = nullptr;
  }
}

const Json* JsonObject::find(const char* key) {
  asked_.emplace_back(key);
  if (!value_) return nullptr;
  const auto found = value_->find(key);
  return found == value_->end() ? nullptr : &*found;
}

const Json* JsonObject::required(const char* key) {
  const Json* value = find(key);
  if (!value && value_) problems_->fail(pointer_, sentence("missing_key", {{"key", key}}), sentence("add_it"));
  return value;
}

std::string JsonObject::text(const char* key) {
  const Json* value = required(key);
  if (!value) return "";
  if (!value->is_string()) {
    problems_->fail(at(key), sentence("need_text", {{"found", describe(*value)}}), sentence("correct_it"));
    return "";
  }
  if (value->get_ref<const std::string&>().empty()) problems_->fail(at(key), sentence("text_empty"), sentence("fill_it_in"));
  return value->get<std::string>();
}

std::string JsonObject::text_or(const char* key, std::string_view otherwise) {
  const Json* value = find(key);
  if (!value) return std::string(otherwise);
  if (!value->is_string()) {
    problems_->fail(at(key), sentence("need_text", {{"found", describe(*value)}}), sentence("correct_it"));
    return std::string(otherwise);
  }
  return value->get<std::string>();
}

std::string JsonObject::filled_text_or(const char* key, std::string_view otherwise) {
  const Json* value = find(key);
  return value ? text(key) : std::string(otherwise);
}

double JsonObject::to_number(const Json& value, const std::string& where, double low, double high) {
  if (!value.is_number()) {
    problems_->fail(where, sentence("need_number", {{"found", describe(value)}}), sentence("correct_it"));
    return 0;
  }
  const double number = value.get<double>();
  if (!(number >= low && number <= high))
    problems_->fail(where, sentence("out_of_range", {{"low", plain(low)}, {"high", plain(high)}, {"found", plain(number)}}),
                    sentence("correct_it"));
  return number;
}

double JsonObject::number(const char* key, double low, double high) {
  const Json* value = required(key);
  return value ? to_number(*value, at(key), low, high) : low;
}

double JsonObject::number_or(const char* key, double low, double high, double otherwise) {
  const Json* value = find(key);
  return value ? to_number(*value, at(key), low, high) : otherwise;
}

long long JsonObject::whole(const char* key, long long low, long long high) {
  const Json* value = required(key);
  if (!value) return low;
  if (!value->is_number_integer()) {
    problems_->fail(at(key), sentence("need_whole", {{"found", describe(*value)}}), sentence("correct_it"));
    return low;
  }
  const bool too_large =
      value->is_number_unsigned() && value->get<unsigned long long>() > static_cast<unsigned long long>(high);
  const long long number = too_large ? high : value->get<long long>();
  if (too_large || number < low || number > high)
    problems_->fail(
        at(key),
        sentence("out_of_range", {{"low", std::to_string(low)}, {"high", std::to_string(high)}, {"found", describe(*value)}}),
        sentence("correct_it"));
  return number;
}

bool JsonObject::flag_or(const char* key, bool otherwise) {
  const Json* value = find(key);
  if (!value) return otherwise;
  if (!value->is_boolean()) {
    problems_->fail(at(key), sentence("need_flag", {{"found", describe(*value)}}), sentence("correct_it"));
    return otherwise;
  }
  return value->get<bool>();
}

std::vector<std::string> JsonObject::words(const char* key) {
  std::vector<std::string> result;
  const Json* value = find(key);
  if (!value) return result;
  if (!value->is_array()) {
    problems_->fail(at(key), sentence("need_texts", {{"found", describe(*value)}}), sentence("put_in_list"));
    return result;
  }
  for (std::size_t i = 0; i < value->size(); ++i) {
    const Json& item = (*value)[i];
    if (item.is_string()) {
      result.push_back(item.get<std::string>());
    } else {
      problems_->fail(at(key) + "/" + std::to_string(i), sentence("need_text", {{"found", describe(item)}}),
                      sentence("correct_it"));
    }
  }
  return result;
}

std::string JsonObject::colour(const char* key) {
  const std::string value = text(key);
  if (!value.empty() && !is_colour(value))
    problems_->fail(at(key), sentence("need_colour", {{"found", printable(value, 40)}}),
                    sentence("correct_it"));
  return value;
}

namespace {
glm::vec3 to_point(JsonObject& object, const Json& value, const std::string& where) {
  if (!value.is_array() || value.size() != 3) {
    object.problems().fail(where, sentence("need_point", {{"found", describe(value)}}),
                           sentence("correct_it"));
    return glm::vec3(0);
  }
  glm::vec3 point(0);
  for (int i = 0; i < 3; ++i) {
    const auto index = static_cast<std::size_t>(i);
    point[i] =
        static_cast<float>(object.to_number(value[index], where + "/" + std::to_string(i), -furthest_mm, furthest_mm));
  }
  return point;
}
}  // namespace

glm::vec3 JsonObject::point_mm(const char* key) {
  const Json* value = required(key);
  return value ? to_point(*this, *value, at(key)) : glm::vec3(0);
}

std::vector<glm::vec3> JsonObject::points_mm(const char* key) {
  std::vector<glm::vec3> points;
  const Json* value = find(key);
  if (!value) return points;
  if (!value->is_array()) {
    problems_->fail(at(key), sentence("need_points", {{"found", describe(*value)}}), sentence("put_in_list"));
    return points;
  }
  for (std::size_t i = 0; i < value->size(); ++i)
    points.push_back(to_point(*this, (*value)[i], at(key) + "/" + std::to_string(i)));
  return points;
}

std::vector<JsonObject> JsonObject::objects(const char* key, bool is_required) {
  std::vector<JsonObject> result;
  const Json* value = is_required ? required(key) : find(key);
  if (!value) return result;
  if (!value->is_array()) {
    problems_->fail(at(key), sentence("need_list", {{"found", describe(*value)}}), sentence("put_in_list"));
    return result;
  }
  for (std::size_t i = 0; i < value->size(); ++i)
    result.emplace_back((*value)[i], at(key) + "/" + std::to_string(i), *problems_);
  return result;
}

JsonObject JsonObject::object(const char* key, bool is_required) {
  const Json* value = is_required ? required(key) : find(key);
  return value ? JsonObject(*value, at(key), *problems_) : JsonObject(at(key), *problems_);
}

std::vector<std::pair<std::string, const Json*>> JsonObject::entries() {
  std::vector<std::pair<std::string, const Json*>> result;
  whole_object_read_ = true;
  if (value_)
    for (auto entry = value_->begin(); entry != value_->end(); ++entry)
      if (entry.key() != "note") result.emplace_back(entry.key(), &*entry);
  return result;
}

void JsonObject::finish() {
  if (!value_ || whole_object_read_) return;
  for (auto entry = value_->begin(); entry != value_->end(); ++entry) {
    const std::string& key = entry.key();
    // "$schema" lets an editor find the schema of the file.
    if (key == "note" || (key == "$schema" && pointer_.empty())) continue;
    if (std::find(asked_.begin(), asked_.end(), key) != asked_.end()) continue;
    const std::string near = nearest_word(key, asked_);
    problems_->fail(pointer_, sentence("unknown_key", {{"key", printable(key, 60)}}),
                    near_or(near, sentence("remove_or_note")));
  }
}

Result<Json> read_json(const std::filesystem::path& path) {
  const JsonLimits limits;
  try {
    Result<std::string> text = read_file(path, limits.max_bytes);
    if (!text) return text.errors();
    const std::string name = printable(path.string(), 300);
    if (const auto facts = scan_json(*text, name, limits); !facts) return facts.errors();
    const std::string_view body = without_byte_order_mark(*text);
    Json value = Json::parse(body.begin(), body.end(), nullptr, false);
    if (value.is_discarded()) return Error{sentence("json_unreadable"), name, sentence("use_json_validator")};
    return value;
  } catch (const std::bad_alloc&) {
    return Error{sentence("no_memory_file"), path.string(), sentence("close_others"), ExitCode::out_of_memory};
  }
}

void check_schema_version(JsonObject& top) {
  const Json* value = top.find("schema_version");
  if (!value) {
    top.problems().fail("", sentence("missing_key", {{"key", "schema_version"}}), sentence("add_version"));
  } else if (!value->is_number_integer()) {
    top.problems().fail("/schema_version", sentence("need_whole", {{"found", describe(*value)}}),
                        sentence("write_version"));
  } else if (value->is_number_unsigned() && value->get<unsigned long long>() > newest_schema) {
    top.problems().fail("/schema_version",
                        sentence("newer_version", {{"version", describe(*value)}}),
                        sentence("reads_versions", {{"newest", std::to_string(newest_schema)}}));
  } else if (value->get<long long>() < 1) {
    top.problems().fail("/schema_version", sentence("must_be_one", {{"found", describe(*value)}}), sentence("write_version"));
  }
}

}  // namespace attune
