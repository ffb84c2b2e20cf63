// What the command line asked for, as plain data. Filled by main.cpp, read by one function per subcommand.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace attune {

struct CommonOptions {
  std::string assets;               // --assets
  std::string language;             // --language: of all words; "" = what the window was left with, else English
  std::string shader_dir;           // --shader-dir
  bool gles = false;                // --gles: pictures by OpenGL ES 3.0
};

struct BrainOptions {               // a brain model of the user's own
  std::string model;                // --model: .glb or .gltf, "" = the shipped one
  std::string mapping;              // --mapping: which of its parts is what, "" = a first guess
};

struct MomentOptions {              // which run
  std::string scenario;             // id or a JSON file
  std::string arm;                  // "" = the first
  std::string style = "secure", compare;
  std::string compare_arm = "";     // scenarios of years: side B lives this version
};

struct StageOptions {               // which picture
  std::string size = "1280x720", view = "home", background = "dark", select, colour = "activity";
  int scale = 1;
  double glass = 0.35;
  bool difference = false;          // --difference: with --compare, one brain coloured by A minus B
  double change_weeks = -1;         // --change-weeks: side B is side A after so many weeks; -1 = off
  std::string company;              // --company: the care environment of those weeks, "" = the usual one
  std::string ask;                  // --ask, with --ui: a trace column whose reasons the details show
  std::string press;                // --press, with --ui: keys as the help names them
  bool no_labels = false, no_flow = false, no_legend = false, no_titles = false, no_body = false, no_captions = false;
  bool line = false;                // --line: the lowest part says what the picture shows
  std::vector<std::string> hide;    // --hide: lobes, structures, left or right
  std::vector<std::string> solo;    // --solo: the only carrier, the only structure drawn
  bool reduced_motion = false;      // --reduced-motion: arrows in the place of pulses
  bool ui = false;                  // --ui: the whole interface around the stage
  double ui_scale = 1;
  bool mapping = false;             // --panel mapping, with --ui
};

struct SimulateOptions {
  MomentOptions moment;
  std::string circuit;              // a user's own, "" = the shipped one
  std::string out;                  // .json, or anything else for CSV
  double sample_s = 0;              // 0 = 1 s (10 s for an ensemble), for days and years as the run keeps them
  std::uint32_t ensemble = 0;       // runs, 0 = one plain run
  std::uint64_t seed = 1;
  int threads = 0;                  // 0 = one per processor
  std::string shard;                // "I/N"
  bool agreement = false;           // the direction of every connection instead of bands
};

struct MergeOptions {
  std::vector<std::string> parts;
  std::string out;
};

struct RenderOptions {
  MomentOptions moment;
  StageOptions stage;
  BrainOptions brain;
  std::string from_receipt;         // --from-receipt: a picture whose moment is shown again
  bool other_size = false, other_scale = false;  // --size, --scale were given: they win over the receipt's
  double at_s = -1;                 // -1 = not given
  std::string replay;               // --replay: a file of steps to play first; without a scenario from the first start
  bool describe = false;            // --describe: what is shown, as text on standard output
  std::string out;                  // "" = no picture, with --describe or --replay
};

struct WindowOptions {
  std::string story;                // a scenario file of the user's own to open, "" = none
  BrainOptions brain;
  std::string from_receipt;
  std::string theme;                // --theme: dark light contrast, "" = as it was left
  bool no_settings = false;         // --no-settings: the looks are neither read nor kept
};

struct MapOptions {
  std::string model, mapping, out;
  bool accept = false;              // also the guesses that are not sure
};

struct VideoOptions {
  MomentOptions moment;
  StageOptions stage;
  BrainOptions brain;
  double from_s = 0, to_s = -1;     // -1 = the end
  double seconds = 20;              // length of the film
  int fps = 30;
  double turn = 0;                  // degrees the brain turns during the film
  std::string out;
};

struct TranscriptOptions {
  MomentOptions moment;
  std::string level = "student", out;
};

struct ListOptions {
  std::string what;
  std::string about;  // --about: claims about this topic only
  bool json = false;
};

struct ValidateOptions {
  std::string json;                 // file, "" = table on the terminal only
};

struct BenchOptions {
  std::string json;                 // file, "" = table on the terminal
  int frames = 40;
  std::string only;  // a row ("one_brain"); empty: all
  BrainOptions brain;
};

}  // namespace attune
