// Typed reading of JSON for all loaders of this folder; internal to io.
//
// No implicit conversions: 2.9 and true are no whole numbers, "0.5" is no number. Every problem is collected with its
// file and JSON pointer, so that one run shows them all; a key that nobody asked for is a problem, with the nearest
// key that somebody did ask for. Any object may carry a "note", and the top of a
// file a "$schema", which are not read.
#pragma once

#include <filesystem>
#include <glm/vec3.hpp>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/text.h"

namespace attune {

using Json = nlohmann::ordered_json;  // keeps the order of the file

// The path as sentences about it say it.
inline std::string name_of(const std::filesystem::path& path) { return printable(path.string(), 300); }

// What went wrong in one file.
class JsonProblems {
 public:
  explicit JsonProblems(std::string file) : file_(std::move(file)) {}

  void fail(const std::string& pointer, Sentence what, Sentence hint);
  void warn(const std::string& pointer, Sentence what, Sentence hint);

  const std::string& file() const { return file_; }
  std::vector<Error> errors, warnings;

 private:
  std::string file_;
};

// One object of a file. Missing or wrong fields are reported and replaced by a harmless value.
class JsonObject {
 public:
  // `value` must stay alive. Anything but an object is reported and read as an empty one.
  JsonObject(const Json& value, std::string pointer, JsonProblems& problems);

  // Stands for an object that is not there: every optional field has its other value.
  JsonObject(std::string pointer, JsonProblems& problems)
      : value_(nullptr), pointer_(std::move(pointer)), problems_(&problems) {}

  std::string text(const char* key);                                 // required, not empty
  std::string text_or(const char* key, std::string_view otherwise);  // optional, may be empty
  std::string filled_text_or(const char* key, std::string_view otherwise);  // optional, not empty when it is there
  double number(const char* key, double low, double high);           // required, low <= x <= high
  double number_or(const char* key, double low, double high, double otherwise);
  long long whole(const char* key, long long low, long long high);  // required
  bool flag_or(const char* key, bool otherwise);
  std::vector<std::string> words(const char* key);    // optional list of texts
  std::string colour(const char* key);                // required, "#RRGGBB"
  glm::vec3 point_mm(const char* key);                // required, three numbers within 200 mm
  std::vector<glm::vec3> points_mm(const char* key);  // optional list of points
  std::vector<JsonObject> objects(const char* key, bool required = true);
  JsonObject object(const char* key, bool required = true);
  // The value itself, nullptr when it is not there; counts as asked for.
  const Json* find(const char* key);
  // All entries of an object whose keys are data; each counts as asked for.
  std::vector<std::pair<std::string, const Json*>> entries();

  // A number anywhere: reported at `where`, 0 when it is none.
  double to_number(const Json& value, const std::string& where, double low, double high);

  // Reports the keys nobody asked for. Call once, after the last read.
  void finish();

  std::string at(std::string_view key) const { return pointer_ + "/" + std::string(key); }
  const std::string& pointer() const { return pointer_; }
  JsonProblems& problems() { return *problems_; }

 private:
  const Json* required(const char* key);

  const Json* value_;
  std::string pointer_;
  JsonProblems* problems_;
  std::vector<std::string> asked_;
  bool whole_object_read_ = false;
};

// "text", "a number", "a list", ...: what was found, with the value where it is short.
Sentence describe(const Json& value);

// Reads, scans and parses a whole file whose top level is an object with "schema_version" 1. Never throws.
Result<Json> read_json(const std::filesystem::path& path);

// Reports a schema version that is missing or too new.
void check_schema_version(JsonObject& top);

// #RRGGBB
bool is_colour(std::string_view text);

}  // namespace attune
