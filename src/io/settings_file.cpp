#include "io/settings_file.h"

#include <algorithm>
#include <new>

#include "core/file.h"
#include "core/text.h"
#include "io/json_fields.h"

namespace attune {

namespace {

// The one list of fields, for writing and reading.
template <class Io>
void walk_settings(Io& io, Settings& s) {
  io.one_of("theme", s.theme, {"dark", "light", "contrast"});
  io.field("ui_scale", s.ui_scale, 1, 3);
  io.field("reduced_motion", s.reduced_motion);
  io.field("trackball", s.trackball);
  io.one_of("level", s.level, {"plain", "student", "expert"});
  io.field("language", s.language);
  io.field("left_width", s.left_width, 0, 1e4);
  io.field("right_width", s.right_width, 0, 1e4);
  io.field("plots_height", s.plots_height, 0, 1e4);
  io.field("left", s.left);
  io.field("right", s.right);
  io.field("plots", s.plots);
  io.field("glass", s.glass, 0, 1);
  io.field("labels", s.labels);
  io.field("legend", s.legend);
  io.field("body", s.body);
  io.field("flow", s.flow);
  io.field("people_only", s.people_only);
  io.field("bands", s.bands);
  io.one_of("colours", s.colours, {"activity", "structure"});
  io.field("picture_line", s.picture_line);
}
template <class Io>
void walk_settings(Io& io, SettingsView& v) {
  io.field("name", v.name);
  io.field("target_x_mm", v.target_x_mm, -1e4, 1e4);
  io.field("target_y_mm", v.target_y_mm, -1e4, 1e4);
  io.field("target_z_mm", v.target_z_mm, -1e4, 1e4);
  io.field("azimuth", v.azimuth, -1e4, 1e4);
  io.field("elevation", v.elevation, -2, 2);
  io.field("roll", v.roll, -4, 4);
  io.field("distance_mm", v.distance_mm, 1, 1e5);
  io.field("field_of_view", v.field_of_view, 0.01, 3);
  io.field("hidden_hemisphere", v.hidden_hemisphere, -1, 1);
  io.field("hidden_lobes", v.hidden_lobes);
}

class SettingsWriter : public FieldWriter {
 public:
  using FieldWriter::FieldWriter;
  void one_of(const char* name, const std::string& value, std::initializer_list<const char*>) { field(name, value); }
};

class SettingsReader : public FieldReader {
 public:
  using FieldReader::field;
  using FieldReader::FieldReader;
  void field(const char* name, std::string& value) { value = object_->filled_text_or(name, value); }
  void one_of(const char* name, std::string& value, std::initializer_list<const char*> allowed) {
    const std::string found = object_->filled_text_or(name, value);
    const std::vector<std::string> words(allowed.begin(), allowed.end());
    if (std::find(words.begin(), words.end(), found) != words.end()) {
      value = found;
      return;
    }
    const std::string near = nearest_word(found, words);
    object_->problems().fail(object_->at(name),
                             sentence("none_of", {{"word", printable(found, 40)}, {"words", listed(words)}}),
                             near_or(near, sentence("choose_one")));
  }
};

}  // namespace

std::string settings_to_json(const Settings& settings) {
  Json json;
  json["schema_version"] = kSettingsVersion;
  Settings copy = settings;
  SettingsWriter writing(json);
  walk_settings(writing, copy);
  json["views"] = Json::array();
  for (SettingsView& view : copy.views) {
    Json item;
    SettingsWriter one(item);
    walk_settings(one, view);
    json["views"].push_back(std::move(item));
  }
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Result<Settings> load_settings(const std::filesystem::path& path) {
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return Settings{};
  try {
    const Result<Json> json = read_json(path);
    if (!json) return json.errors();
    JsonProblems problems(printable(path.string(), 300));
    JsonObject top(*json, "", problems);
    check_schema_version(top);
    Settings settings;
    SettingsReader reading(top);
    walk_settings(reading, settings);
    for (JsonObject& item : top.objects("views", false)) {
      SettingsView view;
      SettingsReader one(item);
      walk_settings(one, view);
      item.finish();
      settings.views.push_back(std::move(view));
    }
    top.finish();
    if (!problems.errors.empty()) return std::move(problems.errors);
    return settings;
  } catch (const std::bad_alloc&) {
    return Error{sentence("no_memory_file"), printable(path.string(), 300), sentence("close_others"),
                 ExitCode::out_of_memory};
  }
}

Status save_settings(const std::filesystem::path& path, const Settings& settings) {
  std::error_code failed;
  std::filesystem::create_directories(path.parent_path(), failed);
  if (failed)
    return Error{sentence("no_settings_folder", {{"reason", reason_of(failed.value())}}), printable(path.parent_path().string(), 300),
                 sentence("other_settings_folder"), ExitCode::output_failed};
  return write_file(path, settings_to_json(settings));
}

}  // namespace attune
