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

std::string describe(const Json& value) {
  if (value.is_null()) return "null";
  if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
  if (value.is_object()) return "an object";
  if (value.is_array()) return "a list";
  if (value.is_number_float()) return to_text(value.get<double>());
  if (value.is_number()) return value.dump();
  return "\"" + printable(value.get_ref<const std::string&>(), 60) + "\"";
}

bool is_colour(std::string_view text) {
  return text.size() == 7 && text[0] == '#' &&
         text.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string_view::npos;
}

void JsonProblems::fail(const std::string& pointer, std::string what, std::string hint) {
  errors.push_back(Error{std::move(what), pointer.empty() ? file_ : file_ + ":" + pointer, std::move(hint)});
}

void JsonProblems::warn(const std::string& pointer, std::string what, std::string hint) {
  warnings.push_back(Error{std::move(what), pointer.empty() ? file_ : file_ + ":" + pointer, std::move(hint)});
}

JsonObject::JsonObject(const Json& value, std::string pointer, JsonProblems& problems)
    : value_(&value), pointer_(std::move(pointer)), problems_(&problems) {
  if (!value.is_object()) {
    problems.fail(pointer_, "an object { } is needed, found " + describe(value), "correct it");
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
  if (!value && value_) problems_->fail(pointer_, "\"" + std::string(key) + "\" is missing", "add it");
  return value;
}

std::string JsonObject::text(const char* key) {
  const Json* value = required(key);
  if (!value) return "";
  if (!value->is_string()) {
    problems_->fail(at(key), "text in double quotes is needed, found " + describe(*value), "correct it");
    return "";
  }
  if (value->get_ref<const std::string&>().empty()) problems_->fail(at(key), "the text is empty", "fill it in");
  return value->get<std::string>();
}

std::string JsonObject::text_or(const char* key, std::string_view otherwise) {
  const Json* value = find(key);
  if (!value) return std::string(otherwise);
  if (!value->is_string()) {
    problems_->fail(at(key), "text in double quotes is needed, found " + describe(*value), "correct it");
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
    problems_->fail(where, "a number is needed, found " + describe(value), "correct it");
    return 0;
  }
  const double number = value.get<double>();
  if (!(number >= low && number <= high))
    problems_->fail(where, "must be between " + plain(low) + " and " + plain(high) + ", found " + plain(number),
                    "correct it");
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
    problems_->fail(at(key), "a whole number is needed, found " + describe(*value), "correct it");
    return low;
  }
  const bool too_large =
      value->is_number_unsigned() && value->get<unsigned long long>() > static_cast<unsigned long long>(high);
  const long long number = too_large ? high : value->get<long long>();
  if (too_large || number < low || number > high)
    problems_->fail(
        at(key),
        "must be between " + std::to_string(low) + " and " + std::to_string(high) + ", found " + describe(*value),
        "correct it");
  return number;
}

bool JsonObject::flag_or(const char* key, bool otherwise) {
  const Json* value = find(key);
  if (!value) return otherwise;
  if (!value->is_boolean()) {
    problems_->fail(at(key), "true or false is needed, found " + describe(*value), "correct it");
    return otherwise;
  }
  return value->get<bool>();
}

std::vector<std::string> JsonObject::words(const char* key) {
  std::vector<std::string> result;
  const Json* value = find(key);
  if (!value) return result;
  if (!value->is_array()) {
    problems_->fail(at(key), "a list of texts is needed, found " + describe(*value), "put it inside [ ]");
    return result;
  }
  for (std::size_t i = 0; i < value->size(); ++i) {
    const Json& item = (*value)[i];
    if (item.is_string()) {
      result.push_back(item.get<std::string>());
    } else {
      problems_->fail(at(key) + "/" + std::to_string(i), "text in double quotes is needed, found " + describe(item),
                      "correct it");
    }
  }
  return result;
}

std::string JsonObject::colour(const char* key) {
  const std::string value = text(key);
  if (!value.empty() && !is_colour(value))
    problems_->fail(at(key), "a colour like \"#E5342B\" is needed, found \"" + printable(value, 40) + "\"",
                    "correct it");
  return value;
}

namespace {
glm::vec3 to_point(JsonObject& object, const Json& value, const std::string& where) {
  if (!value.is_array() || value.size() != 3) {
    object.problems().fail(where, "a point of three numbers [x, y, z] in MNI mm is needed, found " + describe(value),
                           "correct it");
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
    problems_->fail(at(key), "a list of points is needed, found " + describe(*value), "put it inside [ ]");
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
    problems_->fail(at(key), "a list [ ] is needed, found " + describe(*value), "put it inside [ ]");
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
    problems_->fail(pointer_, "unknown key \"" + printable(key, 60) + "\"",
                    near.empty() ? "remove it, or put it into a \"note\"" : "did you mean \"" + near + "\"?");
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
    if (value.is_discarded()) return Error{"the JSON could not be read", name, "check it with a JSON validator"};
    return value;
  } catch (const std::bad_alloc&) {
    return Error{"not enough memory to read this file", path.string(), "close other programs", ExitCode::out_of_memory};
  }
}

void check_schema_version(JsonObject& top) {
  const Json* value = top.find("schema_version");
  if (!value) {
    top.problems().fail("", "\"schema_version\" is missing", "add \"schema_version\": 1");
  } else if (!value->is_number_integer()) {
    top.problems().fail("/schema_version", "a whole number is needed, found " + describe(*value),
                        "write \"schema_version\": 1");
  } else if (value->is_number_unsigned() && value->get<unsigned long long>() > newest_schema) {
    top.problems().fail("/schema_version",
                        "the file has version " + describe(*value) + " and was made for a newer program",
                        "this program reads version 1 to " + std::to_string(newest_schema));
  } else if (value->get<long long>() < 1) {
    top.problems().fail("/schema_version", "must be 1, found " + describe(*value), "write \"schema_version\": 1");
  }
}

}  // namespace attune
