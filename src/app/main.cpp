// The command line. Words only: every subcommand is one function in commands.h, the window is in window.h.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <clocale>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <new>
#include <utility>

#include "app/commands.h"
#include "app/open_file.h"
#include "app/window.h"
#include "core/file.h"
#include "core/text.h"

namespace {

// The words of --help: help_<command>_<option>, or help_<option> where it is the same for every command.
void take_words(CLI::App& command, const std::string& name) {
  const auto words = [](std::string key) {
    std::replace(key.begin(), key.end(), '-', '_');
    return std::string(attune::pattern_of("help_" + key));
  };
  command.description(words(name));
  for (CLI::Option* option : command.get_options()) {
    const std::string own = words(name + "_" + option->get_single_name()), shared = words(option->get_single_name());
    if (!own.empty() || !shared.empty()) option->description(own.empty() ? shared : own);
  }
}

// NaN is within every range, and infinity no time: numbers that are not whole are finite.
void refuse_not_finite(CLI::App& command) {
  const CLI::Validator finite(
      [](std::string& text) {
        char* end = nullptr;
        const double value = std::strtod(text.c_str(), &end);
        if (end == text.c_str() || std::isfinite(value)) return std::string();  // words are refused by what reads numbers
        return attune::sentence("not_finite", {{"text", attune::printable(text, 40)}}).english;
      },
      "");
  for (CLI::Option* option : command.get_options())
    if (option->get_type_name().starts_with("FLOAT")) option->transform(finite);  // asked before its range
}

void add_brain(CLI::App& command, attune::BrainOptions& brain) {
  command.add_option("--model", brain.model);
  command.add_option("--mapping", brain.mapping);
}

void add_moment(CLI::App& command, attune::MomentOptions& moment, bool with_compare, bool is_required = true) {
  command.add_option("--scenario", moment.scenario)->required(is_required);
  command.add_option("--style", moment.style);
  command.add_option("--arm", moment.arm);
  if (!with_compare) return;
  command.add_option("--compare", moment.compare);
  command.add_option("--compare-arm", moment.compare_arm);
}

void add_stage(CLI::App& command, attune::StageOptions& stage) {
  command.add_option("--size", stage.size)->capture_default_str();
  command.add_option("--scale", stage.scale)->check(CLI::Range(1, 4));
  command.add_option("--view", stage.view);
  command.add_option("--background", stage.background)->check(CLI::IsMember({"dark", "light", "contrast", "transparent"}));
  command.add_option("--colour,--color", stage.colour)->check(CLI::IsMember({"activity", "structure"}));
  command.add_option("--glass", stage.glass)->check(CLI::Range(0.0, 1.0));
  command.add_option("--select", stage.select);
  command.add_flag("--difference", stage.difference);
  command.add_option("--change-weeks", stage.change_weeks)->check(CLI::Range(0.0, 520.0));
  command.add_option("--company", stage.company);
  command.add_flag("--no-labels", stage.no_labels);
  command.add_flag("--no-flow", stage.no_flow);
  command.add_flag("--no-legend", stage.no_legend);
  command.add_flag("--no-titles", stage.no_titles);
  command.add_flag("--no-captions", stage.no_captions);
  command.add_flag("--line", stage.line);
  command.add_flag("--reduced-motion", stage.reduced_motion);
  command.add_flag("--no-body", stage.no_body);
  command.add_option("--hide", stage.hide);
  command.add_option("--solo", stage.solo);
}

void refuse(const attune::Sentence& what) {
  attune::remark(what);
  std::fprintf(stderr, "%s\n", attune::sentence("try_help").english.c_str());
}

int run(int argc, char** argv) {
  using namespace attune;
  CLI::App app;
  app.set_version_flag("--version", "Attune " ATTUNE_VERSION);
  CommonOptions common;
  app.add_option("--assets", common.assets);
  app.add_option("--shader-dir", common.shader_dir);
  app.add_option("--language", common.language);
  app.add_flag("--gles", common.gles);
  WindowOptions window_options;
  app.add_option("--from-receipt", window_options.from_receipt);
  app.add_option("--theme", window_options.theme)->check(CLI::IsMember({"dark", "light", "contrast"}));
  app.add_flag("--no-settings", window_options.no_settings);
  app.add_option("story", window_options.story);
  add_brain(app, window_options.brain);
  app.require_subcommand(0, 1);
  app.fallthrough();

  SimulateOptions simulate_options;
  auto* simulate_command = app.add_subcommand("simulate");
  add_moment(*simulate_command, simulate_options.moment, false);
  simulate_command->add_option("--circuit", simulate_options.circuit);
  simulate_command->add_option("--out", simulate_options.out)->required();
  simulate_command->add_option("--sample-s", simulate_options.sample_s)
      ->check(CLI::Range(0.01, 1e7));
  auto* ensemble_option = simulate_command->add_option("--ensemble", simulate_options.ensemble)->check(CLI::Range(1, 1000000));
  simulate_command->add_option("--seed", simulate_options.seed)
      ->check(CLI::Range(0.0, 9007199254740992.0))->needs(ensemble_option)->capture_default_str();
  simulate_command->add_option("--threads", simulate_options.threads)->check(CLI::Range(1, 256))->needs(ensemble_option);
  simulate_command->add_option("--shard", simulate_options.shard)->needs(ensemble_option);
  simulate_command->add_flag("--agreement", simulate_options.agreement)
      ->needs(ensemble_option);

  MergeOptions merge_options;
  auto* merge_command = app.add_subcommand("merge");
  merge_command->add_option("parts", merge_options.parts)->required();
  merge_command->add_option("--out", merge_options.out)->required();

  RenderOptions render_options;
  auto* render_command = app.add_subcommand("render");
  add_moment(*render_command, render_options.moment, true, false);
  add_stage(*render_command, render_options.stage);
  add_brain(*render_command, render_options.brain);
  render_command->add_option("--at", render_options.at_s);
  render_command->add_option("--from-receipt", render_options.from_receipt);
  render_command->add_option("--out", render_options.out);
  render_command->add_option("--replay", render_options.replay);
  render_command->add_flag("--describe", render_options.describe);
  auto* ui_flag = render_command->add_flag("--ui", render_options.stage.ui);
  render_command->get_option("--line")->excludes(ui_flag);
  render_command->add_option("--ui-scale", render_options.stage.ui_scale)->check(CLI::Range(1.0, 3.0));
  render_command->add_option("--ask", render_options.stage.ask);
  render_command->add_option("--press", render_options.stage.press);
  render_command->add_flag("--mapping-panel", render_options.stage.mapping);
  render_command->add_flag("!--no-ui", render_options.stage.ui)->excludes(ui_flag);

  VideoOptions video_options;
  auto* video_command = app.add_subcommand("video");
  add_moment(*video_command, video_options.moment, true);
  add_stage(*video_command, video_options.stage);
  add_brain(*video_command, video_options.brain);
  video_command->add_option("--from", video_options.from_s);
  video_command->add_option("--to", video_options.to_s);
  video_command->add_option("--seconds", video_options.seconds)->check(CLI::Range(0.1, 3600.0));
  video_command->add_option("--fps", video_options.fps)->check(CLI::Range(1, 120));
  video_command->add_option("--turn", video_options.turn)->check(CLI::Range(-3600.0, 3600.0));
  video_command->add_option("--out", video_options.out)->required();

  TranscriptOptions transcript_options;
  auto* transcript_command = app.add_subcommand("transcript");
  add_moment(*transcript_command, transcript_options.moment, false);
  transcript_command->add_option("--compare", transcript_options.moment.compare);
  transcript_command->add_option("--level", transcript_options.level);
  transcript_command->add_option("--out", transcript_options.out)->required();

  ListOptions list_options;
  auto* list_command =
      app.add_subcommand("list");
  list_command->add_option("what", list_options.what)
      ->required()
      ->check(CLI::IsMember(
          {"regions", "chemicals", "connections", "styles", "scenarios", "parameters", "claims", "pages", "references", "requirements", "words"}));
  list_command->add_option("--about", list_options.about);
  list_command->add_flag("--json", list_options.json);

  std::vector<std::string> files;
  auto* check_command = app.add_subcommand("check");
  check_command->add_option("files", files)->required();

  MapOptions map_options;
  auto* map_command = app.add_subcommand("map");
  map_command->add_option("model", map_options.model)->required();
  map_command->add_option("--mapping", map_options.mapping);
  map_command->add_option("--out", map_options.out);
  map_command->add_flag("--accept", map_options.accept);

  ValidateOptions validate_options;
  auto* validate_command = app.add_subcommand("validate");
  validate_command->add_option("--json", validate_options.json);

  BenchOptions bench_options;
  auto* bench_command = app.add_subcommand("bench");
  bench_command->add_option("--json", bench_options.json);
  add_brain(*bench_command, bench_options.brain);
  bench_command->add_option("--frames", bench_options.frames)->check(CLI::Range(3, 10000));
  bench_command->add_option("--only", bench_options.only);

  take_words(app, "attune");
  for (CLI::App* command : app.get_subcommands({})) {
    take_words(*command, command->get_name());
    refuse_not_finite(*command);
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    refuse(std::string(error.what()));
    return static_cast<int>(ExitCode::usage);
  }
  const bool opens_window = app.get_subcommands().empty();
  const auto usage = [](const Sentence& what) {
    refuse(what);
    return static_cast<int>(ExitCode::usage);
  };
  if (!opens_window && (!window_options.from_receipt.empty() || !window_options.brain.model.empty() || !window_options.brain.mapping.empty()))
    return usage(sentence("receipt_for_pictures"));
  if (!opens_window && (!window_options.theme.empty() || window_options.no_settings))
    return usage(sentence("theme_for_window"));
  if (opens_window && window_options.from_receipt.empty() && is_picture(window_options.story))
    window_options.from_receipt = std::exchange(window_options.story, {});
  if (!window_options.story.empty()) {
    std::error_code ignored;
    if (!opens_window) return usage(sentence("not_expected_argument", {{"word", printable(window_options.story)}}));
    if (!std::filesystem::exists(window_options.story, ignored))
      return usage(sentence("no_subcommand", {{"word", printable(window_options.story)}}));
  }
  if (*render_command) {
    render_options.other_size = render_command->count("--size") > 0;
    render_options.other_scale = render_command->count("--scale") > 0;
    const bool replays = !render_options.replay.empty();
    if (render_options.out.empty() && !replays && !render_options.describe) return usage(sentence("out_required"));
    // Pictures are PNGs whatever they are called: another ending would lie.
    if (const std::string ending = ending_of(render_options.out); !ending.empty() && ending != ".png")
      return static_cast<int>(report({Error{sentence("picture_ending", {{"ending", printable(ending, 20)}}), render_options.out,
                                            sentence("give_png_name"), ExitCode::usage}}));
    if (replays) render_options.stage.ui = true;
    if (replays && render_options.moment.scenario.empty()) {
      if (!render_options.from_receipt.empty()) return usage(sentence("replay_with_scenario"));
    } else if (render_options.from_receipt.empty()) {
      if (render_options.moment.scenario.empty()) return usage(sentence("scenario_required"));
      if (render_command->count("--at") == 0 && !replays) return usage(sentence("at_required"));
    } else {
      const std::vector<std::string> allowed{"from-receipt", "out", "describe", "size", "scale", "model", "mapping", "scenario", "help"};
      for (const CLI::Option* option : render_command->get_options()) {
        const bool fits = std::any_of(allowed.begin(), allowed.end(), [&](const std::string& name) { return option->check_lname(name); });
        if (!fits && option->count() > 0)
          return usage(sentence("receipt_says_itself", {{"option", option->get_name()}}));
      }
    }
  }
  ExitCode code = ExitCode::ok;
  if (*simulate_command) code = simulate_options.ensemble > 0 ? run_simulate_ensemble(common, simulate_options) : run_simulate(common, simulate_options);
  else if (*merge_command) code = run_merge(merge_options);
  else if (*render_command) code = render_options.stage.ui ? run_render_ui(common, render_options) : run_render(common, render_options);
  else if (*video_command) code = run_video(common, video_options);
  else if (*transcript_command) code = run_transcript(common, transcript_options);
  else if (*list_command) code = run_list(common, list_options);
  else if (*check_command) code = run_check(common, files);
  else if (*validate_command) code = run_validate(common, validate_options);
  else if (*bench_command) code = run_bench(common, bench_options);
  else if (*map_command) code = run_map(common, map_options);
  else code = run_window(common, window_options);
  return static_cast<int>(code);
}

}  // namespace

int main(int argc, char** argv) {
  std::setlocale(LC_ALL, "C");  // numbers are written with '.', whatever the desktop says
  try {
    return run(argc, argv);
  } catch (const std::bad_alloc&) {
    std::fprintf(stderr, "attune: %s\n", attune::pattern_of("no_memory_at_all").data());  // ends in 0, asks for no memory
    return static_cast<int>(attune::ExitCode::out_of_memory);
  }
}
