#include "io/receipt_file.h"

#include <algorithm>
#include <new>

#include "core/file.h"
#include "core/text.h"
#include "io/gif_comment.h"
#include "io/json_fields.h"
#include "io/json_scan.h"

namespace attune {

namespace {

constexpr std::string_view kBegin = "{\"schema_version\":";  // every receipt begins so; how one is found in a film
constexpr std::uint64_t kLargestPictureFile = 512ull << 20, kLargestReceipt = 1ull << 20;

// The one list of fields, for writing and reading. A group is an object of the JSON.
template <class Io>
void walk_fields(Io& io, Receipt& r) {
  io.group("made_by");
  io.field("program", r.program);
  io.group("moment");
  io.field("scenario", r.scenario);
  io.field("arm", r.arm);
  io.field("style", r.style);
  io.field("own_scenario", r.own_scenario);
  io.field("compare", r.compare);
  io.field("compare_style", r.compare_style);
  io.field("compare_arm", r.compare_arm);
  io.field("traits", r.traits);
  io.field("compare_traits", r.compare_traits);
  io.field("difference", r.difference);
  io.field("company", r.company);
  io.field("change_weeks", r.change_weeks, 0, 1e5);
  io.field("change_compared", r.change_compared);
  io.field("change_swapped", r.change_swapped);
  io.field("time_s", r.time_s, 0, 1e12);
  io.field("numbers", r.numbers);
  io.field("model", r.model);
  io.group("view");
  io.field("name", r.view);
  io.field("target_x_mm", r.target_x_mm, -1e4, 1e4);
  io.field("target_y_mm", r.target_y_mm, -1e4, 1e4);
  io.field("target_z_mm", r.target_z_mm, -1e4, 1e4);
  io.field("azimuth", r.azimuth, -1e4, 1e4);
  io.field("elevation", r.elevation, -2, 2);
  io.field("roll", r.roll, -4, 4);
  io.field("distance_mm", r.distance_mm, 0, 1e5);
  io.field("field_of_view", r.field_of_view, 0, 3);
  io.field("hidden_hemisphere", r.hidden_hemisphere, -1, 1);
  io.group("shown");
  io.field("glass", r.glass, 0, 1);
  io.field("colour", r.colour);
  io.field("level", r.level);
  io.field("labels", r.labels);
  io.field("flow", r.flow);
  io.field("legend", r.legend);
  io.field("body", r.body);
  io.field("people_only", r.people_only);
  io.field("reduced_motion", r.reduced_motion);
  io.field("speed", r.speed, 0, 1e9);
  io.field("hidden_structures", r.hidden_structures);
  io.field("hidden_lobes", r.hidden_lobes);
  io.field("hidden_carriers", r.hidden_carriers);
  io.field("slowed_carriers", r.slowed_carriers);
  io.field("solo_structure", r.solo_structure);
  io.field("solo_carrier", r.solo_carrier);
  io.field("selected", r.selected);
  io.field("also_selected", r.also_selected);
  io.field("pointed_at", r.pointed_at);
  io.field("calm", r.calm, 0, 1);
  io.group("picture");
  io.field("width", r.width, 0, 65536);
  io.field("height", r.height, 0, 65536);
  io.field("pixel_scale", r.pixel_scale, 0.01, 100);
  io.field("background", r.background);
  io.field("titles", r.titles);
  io.field("captions", r.captions);
  io.field("line", r.line);
  io.field("window", r.window);
  if (io.writes_window(r)) {
    io.group("window");
    io.field("theme", r.theme);
    io.field("ui_scale", r.ui_scale, 1, 3);
    io.field("left_width", r.left_width, 0, 1e4);
    io.field("right_width", r.right_width, 0, 1e4);
    io.field("plots_height", r.plots_height, 0, 1e4);
    io.field("interface", r.interface);
    io.field("why_asked", r.why_asked);
    io.field("help", r.help);
    io.field("left", r.left);
    io.field("right", r.right);
    io.field("plots", r.plots);
    io.field("library", r.library);
    io.field("why", r.why);
    io.field("search", r.search);
    io.field("pages", r.pages);
    io.field("bands", r.bands);
    io.field("grounded", r.grounded);
    io.field("blank", r.blank);
    io.field("mapping", r.mapping);
    io.field("bench", r.bench);
    io.field("editor", r.editor);
    io.field("bench_face", r.bench_face, 0, 2);
    io.field("front_panel", r.front_panel, 0, 3);
    io.field("change_front", r.change_front, 0, 3);
    io.field("left_tab", r.left_tab, 0, 2);
    io.field("asked", r.asked);
    io.field("search_text", r.search_text);
    io.field("library_text", r.library_text);
    io.field("page", r.page);
    io.field("breath_s", r.breath_s, 0, 1e9);
    io.field("plot_from_s", r.plot_from_s, 0, 1e12);
    io.field("plot_to_s", r.plot_to_s, 0, 1e12);
    io.field("loop_from_s", r.loop_from_s, 0, 1e12);
    io.field("loop_to_s", r.loop_to_s, 0, 1e12);
    io.field("plotted", r.plotted);
    io.field("hidden_curves", r.hidden_curves);
  }
  io.group("support");
  io.field("claims", r.claims);
  io.field("credits", r.credits);
}

class Writing : public FieldWriter {
 public:
  explicit Writing(Json& top) : FieldWriter(top), top_(top) {}
  bool writes_window(const Receipt& receipt) const { return receipt.window; }
  void group(const char* name) { object_ = &(top_[name] = Json::object()); }

 private:
  Json& top_;
};

class Reading : public FieldReader {
 public:
  explicit Reading(JsonObject& top) : FieldReader(top), top_(top), group_("", top.problems()) {}
  bool writes_window(const Receipt& receipt) const { return receipt.window; }
  void group(const char* name) {
    group_ = top_.object(name, false);
    object_ = &group_;
  }

 private:
  JsonObject& top_;
  JsonObject group_;
};

Error no_receipt(const std::string& where, Sentence what) {
  return Error{std::move(what), where, sentence("saved_by_attune"), ExitCode::bad_input};
}

// What Attune 0.3.0 wrote: the run, not the view.
Result<LoadedReceipt> from_old_texts(const PngText& texts, const std::string& where) {
  LoadedReceipt loaded;
  Receipt& r = loaded.receipt;
  for (const auto& [key, text] : texts) {
    if (key == "Software") r.program = text.starts_with("Attune ") ? text.substr(7) : text;
    if (key == "attune:scenario") r.scenario = text;
    if (key == "attune:arm") r.arm = text;
    if (key == "attune:style") r.style = text;
    if (key == "attune:compare") r.compare = true, r.compare_style = text;
    if (key == "attune:compare_arm") r.compare_arm = text;
    if (key == "attune:difference") r.difference = true;
    if (key == "attune:change") r.company = text;
    if (key == "attune:change_weeks") r.change_weeks = parse_number(text).value_or(0);
    if (key == "attune:time_s") {
      const auto time_s = parse_number(text);
      if (!time_s || *time_s < 0 || *time_s > 1e12) return no_receipt(where, sentence("receipt_damaged", {{"problem", sentence("is_no_time", {{"text", printable(text, 40)}})}}));
      r.time_s = *time_s;
    }
  }
  if (r.scenario.empty() || r.style.empty())
    return no_receipt(where, sentence("picture_without_receipt"));
  loaded.notes.push_back(sentence("receipt_without_view"));
  return loaded;
}

// The JSON object that begins there, or "" when it does not end.
std::string_view object_at(std::string_view bytes, std::size_t begin) {
  int depth = 0;
  bool in_text = false;
  const std::size_t end = std::min<std::size_t>(bytes.size(), begin + kLargestReceipt);
  for (std::size_t i = begin; i < end; ++i) {
    const char c = bytes[i];
    if (in_text) {
      if (c == '\\') ++i;
      if (c == '"') in_text = false;
    } else if (c == '"') {
      in_text = true;
    } else if (c == '{') {
      ++depth;
    } else if (c == '}' && --depth == 0) {
      return bytes.substr(begin, i + 1 - begin);
    }
  }
  return "";
}

Result<LoadedReceipt> from_film(std::string_view bytes, const std::string& where) {
  for (std::size_t at = bytes.find(kBegin); at != std::string_view::npos; at = bytes.find(kBegin, at + 1)) {
    const std::string_view text = object_at(bytes, at);
    if (text.find("\"made_by\"") == std::string_view::npos) continue;
    Result<LoadedReceipt> loaded = parse_receipt(text, where);
    if (loaded) loaded->notes.push_back(sentence("first_picture_of_film"));
    return loaded;
  }
  return no_receipt(where, sentence("film_without_receipt"));
}

}  // namespace

std::string receipt_to_json(const Receipt& receipt) {
  Json json;
  json["schema_version"] = kReceiptVersion;
  Receipt copy = receipt;
  Writing writing(json);
  walk_fields(writing, copy);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<LoadedReceipt> parse_receipt(std::string_view json, const std::string& where) {
  try {
    JsonLimits limits;
    limits.max_bytes = kLargestReceipt;
    if (const auto facts = scan_json(json, where, limits); !facts) {
      Error error = facts.error();
      error.what = sentence("receipt_damaged", {{"problem", error.what}});
      error.where = where;  // a line and column inside a picture help nobody
      error.hint = sentence("open_other_copy");
      return error;
    }
    const Json parsed = Json::parse(json.begin(), json.end(), nullptr, false);
    if (!parsed.is_object() || !parsed.contains("made_by") || !parsed.contains("moment"))
      return no_receipt(where, sentence("not_a_receipt"));
    const auto version = parsed.find("schema_version");
    if (version == parsed.end() || !version->is_number_integer())
      return no_receipt(where, sentence("receipt_damaged", {{"problem", sentence("does_not_say_version")}}));
    if (*version != kReceiptVersion)
      return Error{sentence("receipt_version", {{"version", describe(*version)}, {"newest", std::to_string(kReceiptVersion)}}),
                   where, sentence("open_with_newer"), ExitCode::bad_input};
    JsonProblems problems(where);
    JsonObject top(parsed, "", problems);
    LoadedReceipt loaded;
    Reading reading(top);
    walk_fields(reading, loaded.receipt);
    if (!problems.errors.empty()) {
      Error error = problems.errors.front();
      error.what = sentence("receipt_damaged", {{"problem", error.what}});
      error.hint = sentence("open_other_copy");
      return error;
    }
    return loaded;
  } catch (const std::bad_alloc&) {
    return Error{sentence("no_memory_file"), where, sentence("close_others"), ExitCode::out_of_memory};
  }
}

PngText receipt_texts(const Receipt& receipt, const std::string& title) {
  return {{"Title", title},
          {"Software", "Attune " + receipt.program},
          {"Description", "A teaching model, not a diagnosis or treatment."},
          {"Source", receipt.credits},
          {kReceiptKeyword, receipt_to_json(receipt)}};
}

Result<LoadedReceipt> load_receipt(const std::filesystem::path& path) {
  const std::string where = printable(path.string(), 300);
  try {
    const Result<std::string> bytes = read_file(path, kLargestPictureFile);
    if (!bytes) return bytes.errors();
    const std::string_view begin = std::string_view(*bytes).substr(0, 64);
    if (begin.find("ftyp") == 4 || begin.starts_with("\x1A\x45\xDF\xA3")) return from_film(*bytes, where);
    if (begin.starts_with("GIF8")) return from_film(find_gif_comment(*bytes, kBegin), where);
    PngText texts;
    if (const auto image = decode_png(*bytes, where, &texts); !image) return image.errors();
    for (const auto& [key, text] : texts)
      if (key == kReceiptKeyword) return parse_receipt(text, where);
    return from_old_texts(texts, where);
  } catch (const std::bad_alloc&) {
    return Error{sentence("no_memory_file"), where, sentence("close_others"), ExitCode::out_of_memory};
  }
}

}  // namespace attune
