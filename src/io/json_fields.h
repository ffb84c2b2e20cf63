// A struct as an object of JSON: one list of its fields, io.field("name", value[, low, high]), walked by a writer and by
// a reader. What a reader does not find stays as it was; what is wrong is said in the problems of its object.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "io/json_read.h"

namespace attune {

class FieldWriter {
 public:
  explicit FieldWriter(Json& object) : object_(&object) {}
  template <class T, class... Range>
  void field(const char* name, const T& value, Range...) {
    (*object_)[name] = value;
  }
  void field(const char* name, const std::vector<std::pair<std::string, double>>& shares) {
    if (shares.empty()) return;
    Json& list = (*object_)[name] = Json::object();
    for (const auto& [id, share] : shares) list[id] = share;
  }

 protected:
  Json* object_;
};

class FieldReader {
 public:
  explicit FieldReader(JsonObject& object) : object_(&object) {}
  void field(const char* name, std::string& value) { value = object_->text_or(name, value); }
  void field(const char* name, bool& value) { value = object_->flag_or(name, value); }
  void field(const char* name, double& value, double low, double high) { value = object_->number_or(name, low, high, value); }
  void field(const char* name, int& value, int low, int high) {
    if (object_->find(name) != nullptr) value = static_cast<int>(object_->whole(name, low, high));
  }
  void field(const char* name, std::vector<std::string>& value) {
    if (object_->find(name) != nullptr) value = object_->words(name);
  }
  void field(const char* name, std::vector<std::pair<std::string, double>>& value) {
    JsonObject shares = object_->object(name, false);
    for (const auto& [id, share] : shares.entries()) value.emplace_back(id, shares.to_number(*share, shares.at(id), 0, 1));
  }

 protected:
  JsonObject* object_;
};

}  // namespace attune
