// The command line. Words only: every subcommand is one function in commands.h, the window is in window.h.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <clocale>
#include <cstdio>
#include <filesystem>
#include <new>
#include <utility>

#include "app/commands.h"
#include "app/open_file.h"
#include "app/window.h"
#include "core/text.h"

namespace {

void add_brain(CLI::App& command, attune::BrainOptions& brain) {
  command.add_option("--model", brain.model, "A brain model of your own (.glb, .gltf) instead of the shipped one");
  command.add_option("--mapping", brain.mapping, "Which of its parts is what (see `attune map`); without it a first guess");
}

void add_moment(CLI::App& command, attune::MomentOptions& moment, bool with_compare, bool is_required = true) {
  command.add_option("--scenario", moment.scenario, "Scenario id (see `attune list scenarios`) or a JSON file")->required(is_required);
  command.add_option("--style", moment.style, "Attachment style: secure anxious avoidant disorganized earned");
  command.add_option("--arm", moment.arm, "Variant of the scenario; without it the first");
  if (!with_compare) return;
  command.add_option("--compare", moment.compare, "A second style beside the first; in a story of two people that of person B");
  command.add_option("--compare-arm", moment.compare_arm, "In a story of years: another variant beside the first");
}

void add_stage(CLI::App& command, attune::StageOptions& stage) {
  command.add_option("--size", stage.size, "WIDTHxHEIGHT in pixels")->capture_default_str();
  command.add_option("--scale", stage.scale, "Multiplies the size, for print")->check(CLI::Range(1, 4));
  command.add_option("--view", stage.view, "home left right front back top bottom three-quarter medial-left medial-right");
  command.add_option("--background", stage.background, "dark light contrast transparent")->check(CLI::IsMember({"dark", "light", "contrast", "transparent"}));
  command.add_option("--colour,--color", stage.colour, "activity or structure")->check(CLI::IsMember({"activity", "structure"}));
  command.add_option("--glass", stage.glass, "0 outline .. 1 solid")->check(CLI::Range(0.0, 1.0));
  command.add_option("--select", stage.select, "Structure to highlight, such as amygdala");
  command.add_flag("--difference", stage.difference, "With --compare: one brain coloured by A minus B");
  command.add_option("--change-weeks", stage.change_weeks, "Side B is side A after so many weeks in other company")->check(CLI::Range(0.0, 520.0));
  command.add_option("--company", stage.company, "Whose: sensitive inconsistent dismissing frightening neglect secure_relationship therapy_weekly");
  command.add_flag("--no-labels", stage.no_labels, "No names beside structures");
  command.add_flag("--no-flow", stage.no_flow, "No pulses and clouds");
  command.add_flag("--no-legend", stage.no_legend, "No colour legend");
  command.add_flag("--no-titles", stage.no_titles, "No style names, clock and caption");
  command.add_flag("--no-captions", stage.no_captions, "Style names, but no clock and caption");
  command.add_flag("--line", stage.line, "The lowest part of the picture says what it shows: story, histories, time, whether something was changed");
  command.add_flag("--reduced-motion", stage.reduced_motion, "Arrows in the place of travelling pulses, a still heart and breath");
  command.add_flag("--no-body", stage.no_body, "No heart, breath and blood lane");
  command.add_option("--hide", stage.hide, "A lobe (frontal parietal temporal occipital limbic insula cerebellum ...), a structure, left or right; again for more");
  command.add_option("--solo", stage.solo, "The only carrier drawn, such as DA or CORT, or the only structure, such as amygdala; again for one of each");
}

int run(int argc, char** argv) {
  using namespace attune;
  CLI::App app{"Attune shows how relationships move the brain. A teaching model, not a diagnosis or treatment."};
  app.set_version_flag("--version", "Attune " ATTUNE_VERSION);
  CommonOptions common;
  app.add_option("--assets", common.assets, "Data folder (default: found beside the program)");
  app.add_option("--shader-dir", common.shader_dir, "Read shaders from a folder instead of the program");
  app.add_option("--language", common.language, "Of all words: en, or a folder of assets/languages");
  app.add_flag("--gles", common.gles, "Pictures by OpenGL ES 3.0 instead of OpenGL 3.3");
  WindowOptions window_options;
  app.add_option("--from-receipt", window_options.from_receipt, "Open the moment that a saved picture (.png) shows");
  app.add_option("--theme", window_options.theme, "Of the window: dark light contrast")->check(CLI::IsMember({"dark", "light", "contrast"}));
  app.add_flag("--no-settings", window_options.no_settings, "Neither read nor keep how the window looked");
  app.add_option("story", window_options.story, "A scenario file of your own (.json) or a saved picture to open");
  add_brain(app, window_options.brain);
  app.require_subcommand(0, 1);
  app.fallthrough();

  SimulateOptions simulate_options;
  auto* simulate_command = app.add_subcommand("simulate", "Run a scenario of any kind and write a CSV or JSON table");
  add_moment(*simulate_command, simulate_options.moment, false);
  simulate_command->add_option("--circuit", simulate_options.circuit, "A circuit of your own (.json) instead of the shipped one");
  simulate_command->add_option("--out", simulate_options.out, "F.csv or F.json")->required();
  simulate_command->add_option("--sample-s", simulate_options.sample_s,
                               "Seconds between rows (default: 1; days and years: as the run keeps them)")
      ->check(CLI::Range(0.01, 1e7));
  auto* ensemble_option = simulate_command->add_option("--ensemble", simulate_options.ensemble,
      "So many runs over the numbers that are only assumed; writes their 5, 50 and 95 % bands (.csv or .json)")->check(CLI::Range(1, 1000000));
  simulate_command->add_option("--seed", simulate_options.seed, "Of the ensemble: the same seed gives the same bytes")
      ->check(CLI::Range(0.0, 9007199254740992.0))->needs(ensemble_option)->capture_default_str();
  simulate_command->add_option("--threads", simulate_options.threads, "Default: one per processor")->check(CLI::Range(1, 256))->needs(ensemble_option);
  simulate_command->add_option("--shard", simulate_options.shard, "I/N: only this part of the runs, as a part file for attune merge")->needs(ensemble_option);
  simulate_command->add_flag("--agreement", simulate_options.agreement, "Instead: what each connection does to its target, and in how many runs (years: in the moment that stands for them; two "
                             "people: in both; with --shard a part for attune merge)")
      ->needs(ensemble_option);

  MergeOptions merge_options;
  auto* merge_command = app.add_subcommand("merge", "Join the part files of an ensemble's shards");
  merge_command->add_option("parts", merge_options.parts, "Part files")->required();
  merge_command->add_option("--out", merge_options.out, "CSV or JSON file")->required();

  RenderOptions render_options;
  auto* render_command = app.add_subcommand("render", "Write one moment as a PNG picture");
  add_moment(*render_command, render_options.moment, true, false);
  add_stage(*render_command, render_options.stage);
  add_brain(*render_command, render_options.brain);
  render_command->add_option("--at", render_options.at_s, "Time in the scenario, seconds");
  render_command->add_option("--from-receipt", render_options.from_receipt,
                             "Make the picture again that a saved picture or film shows; --size and --scale may differ");
  render_command->add_option("--out", render_options.out, "PNG file (with --describe or --replay it may be left out)");
  render_command->add_option("--replay", render_options.replay,
                             "Play a session from a text file on the whole window first: a line is key C, type WORDS, click NAME, "
                             "click X Y, click brain STRUCTURE, click name STRUCTURE, drag NAME X Y X Y, wheel NAME N, wait SECONDS, drop FILE, expect WORDS; "
                             "without --scenario it starts as the program does");
  render_command->add_flag("--describe", render_options.describe, "Print what is shown as text, line by line");
  auto* ui_flag = render_command->add_flag("--ui", render_options.stage.ui, "The whole window, with its panels");
  render_command->get_option("--line")->excludes(ui_flag);
  render_command->add_option("--ui-scale", render_options.stage.ui_scale, "Size of the interface, with --ui")->check(CLI::Range(1.0, 3.0));
  render_command->add_option("--ask", render_options.stage.ask, "With --ui: show the reasons of a curve, such as chem.CORT or body.HR");
  render_command->add_option("--press", render_options.stage.press, "Keys to press first, with --ui, as the help names them: \"D /\"");
  render_command->add_flag("--mapping-panel", render_options.stage.mapping, "With --ui and --model: the list of its parts");
  render_command->add_flag("!--no-ui", render_options.stage.ui, "Only the stage (the default)")->excludes(ui_flag);

  VideoOptions video_options;
  auto* video_command = app.add_subcommand("video", "Write a scenario as a film (MP4, WebM, GIF) or a folder of PNGs");
  add_moment(*video_command, video_options.moment, true);
  add_stage(*video_command, video_options.stage);
  add_brain(*video_command, video_options.brain);
  video_command->add_option("--from", video_options.from_s, "First moment, seconds of the scenario");
  video_command->add_option("--to", video_options.to_s, "Last moment, seconds of the scenario (default: the end)");
  video_command->add_option("--seconds", video_options.seconds, "Length of the film")->check(CLI::Range(0.1, 3600.0));
  video_command->add_option("--fps", video_options.fps, "Frames a second")->check(CLI::Range(1, 120));
  video_command->add_option("--turn", video_options.turn, "Degrees that the brain turns during the film, such as 360")->check(CLI::Range(-3600.0, 3600.0));
  video_command->add_option("--out", video_options.out, "F.mp4, F.webm, F.gif or a folder")->required();

  TranscriptOptions transcript_options;
  auto* transcript_command = app.add_subcommand("transcript", "Write a scenario as text: what happens, what it does, and why");
  add_moment(*transcript_command, transcript_options.moment, false);
  transcript_command->add_option("--compare", transcript_options.moment.compare, "Two people: the history of person B");
  transcript_command->add_option("--level", transcript_options.level, "plain, student or expert");
  transcript_command->add_option("--out", transcript_options.out, "F.txt or F.html")->required();

  ListOptions list_options;
  auto* list_command =
      app.add_subcommand("list", "List regions, chemicals, connections, styles, scenarios, parameters, claims, pages, references or requirements");
  list_command->add_option("what", list_options.what, "What to list")
      ->required()
      ->check(CLI::IsMember(
          {"regions", "chemicals", "connections", "styles", "scenarios", "parameters", "claims", "pages", "references", "requirements", "words"}));
  list_command->add_option("--about", list_options.about,
                           "Only claims about this, such as connection:vmPFC>AMY or scenario:tsst");
  list_command->add_flag("--json", list_options.json, "As JSON");

  std::vector<std::string> files;
  auto* check_command = app.add_subcommand("check", "Check glTF models (.glb, .gltf) and every kind of .json: scenarios, circuits, styles, words, ...");
  check_command->add_option("files", files, "Files")->required();

  MapOptions map_options;
  auto* map_command = app.add_subcommand("map", "A first guess at what the parts of a brain model of your own are, as a mapping file");
  map_command->add_option("model", map_options.model, "The model (.glb, .gltf)")->required();
  map_command->add_option("--mapping", map_options.mapping, "A mapping that is there already; what it does not name is guessed");
  map_command->add_option("--out", map_options.out, "F.json; without it the guess is only shown");
  map_command->add_flag("--accept", map_options.accept, "Take the guesses that are not sure too");

  ValidateOptions validate_options;
  auto* validate_command = app.add_subcommand("validate", "Compute the literature targets; exit 0 only if all hold");
  validate_command->add_option("--json", validate_options.json, "Also write the result as JSON");

  BenchOptions bench_options;
  auto* bench_command = app.add_subcommand("bench", "Measure frames, loading and simulation on this machine");
  bench_command->add_option("--json", bench_options.json, "Also write the result as JSON");
  add_brain(*bench_command, bench_options.brain);
  bench_command->add_option("--frames", bench_options.frames, "Frames per case")->check(CLI::Range(3, 10000));
  bench_command->add_option("--only", bench_options.only, "Measure one row (one_brain, intimacy, first_picture, ...)");

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    std::fprintf(stderr, "attune: %s\nTry: attune --help\n", error.what());
    return static_cast<int>(ExitCode::usage);
  }
  const bool opens_window = app.get_subcommands().empty();
  const auto usage = [](const char* sentence) {
    std::fprintf(stderr, "attune: %s\nTry: attune --help\n", sentence);
    return static_cast<int>(ExitCode::usage);
  };
  if (!opens_window && (!window_options.from_receipt.empty() || !window_options.brain.model.empty() || !window_options.brain.mapping.empty()))
    return usage("--from-receipt, --model and --mapping are for the window, render, video and bench");
  if (!opens_window && (!window_options.theme.empty() || window_options.no_settings))
    return usage("--theme and --no-settings are for the window; pictures have --background and read no settings");
  if (opens_window && window_options.from_receipt.empty() && is_picture(window_options.story))
    window_options.from_receipt = std::exchange(window_options.story, {});
  if (!window_options.story.empty()) {
    std::error_code ignored;
    if (!opens_window) return usage(("not expected: " + printable(window_options.story)).c_str());
    if (!std::filesystem::exists(window_options.story, ignored))
      return usage(("\"" + printable(window_options.story) + "\" is no subcommand, and there is no such file").c_str());
  }
  if (*render_command) {
    render_options.other_size = render_command->count("--size") > 0;
    render_options.other_scale = render_command->count("--scale") > 0;
    const bool replays = !render_options.replay.empty();
    if (render_options.out.empty() && !replays && !render_options.describe) return usage("--out is required (or --describe)");
    if (replays) render_options.stage.ui = true;
    if (replays && render_options.moment.scenario.empty()) {
      if (!render_options.from_receipt.empty()) return usage("--replay goes with --scenario, not with --from-receipt");
    } else if (render_options.from_receipt.empty()) {
      if (render_options.moment.scenario.empty()) return usage("--scenario is required (or --from-receipt)");
      if (render_command->count("--at") == 0 && !replays) return usage("--at is required (or --from-receipt)");
    } else {
      const std::vector<std::string> allowed{"from-receipt", "out", "describe", "size", "scale", "model", "mapping", "scenario", "help"};
      for (const CLI::Option* option : render_command->get_options()) {
        const bool fits = std::any_of(allowed.begin(), allowed.end(), [&](const std::string& name) { return option->check_lname(name); });
        if (!fits && option->count() > 0)
          return usage(("the receipt says " + option->get_name() +
                        " itself; only --out, --describe, --size, --scale, --model, --mapping and --scenario FILE.json go with --from-receipt").c_str());
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
    std::fprintf(stderr, "attune: there is not enough memory; close other programs or choose a smaller picture\n");
    return static_cast<int>(attune::ExitCode::out_of_memory);
  }
}
