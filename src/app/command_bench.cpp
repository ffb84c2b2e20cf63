#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <thread>

#include "app/commands.h"
#include "app/picture.h"
#include "core/file.h"
#include "core/text.h"
#include "io/load_brain.h"
#include "io/load_content.h"
#include "io/load_font.h"
#include "model/find.h"
#include "sim/ensemble.h"

namespace attune {

namespace {
using Clock = std::chrono::steady_clock;

double seconds_of(const std::function<void()>& work) {
  const auto start = Clock::now();
  work();
  return std::chrono::duration<double>(Clock::now() - start).count();
}

struct Timing {
  double median_s = 0, p95_s = 0;
};

Timing time_many(int runs, const std::function<void(int)>& work) {
  std::vector<double> times;
  for (int run = 0; run < runs; ++run) times.push_back(seconds_of([&] { work(run); }));
  std::sort(times.begin(), times.end());
  return {times[times.size() / 2], times[static_cast<std::size_t>(static_cast<double>(times.size() - 1) * 0.95)]};
}

double rounded(double value, int decimals) { return *parse_number(to_text(value, decimals)); }
}  // namespace

ExitCode run_bench(const CommonOptions& common, const BenchOptions& options) {
  nlohmann::ordered_json report_json;
  auto installation = open_installation(common, options.brain);
  if (!installation) return report(installation.errors());
  Content& content = installation->content;
  PictureSettings settings;
  settings.shader_dir = common.shader_dir;
  settings.hurried = true;
  std::string description;

  const auto wanted = [&](std::string_view row) { return options.only.empty() || options.only == row; };
  nlohmann::ordered_json frames = nlohmann::ordered_json::array();
  struct Case {
    const char* name;
    const char* compare;
    int particles;
    bool turns;
    bool still = false;  // as a picture or a film has it: every triangle
    int samples = RendererSettings().samples;
  };
  // A story that plays before a resting eye, as on most evenings, whose clear glass is kept; one whose camera turns, so
  // that nothing at all may be kept from one frame to the next, and of solids every third triangle is drawn; and every
  // triangle while the camera turns, with one sample a pixel (full) and with four (still).
  for (const Case& c : {Case{"one_brain", "", 10000, false}, Case{"one_brain_turning", "", 10000, true},
                        Case{"two_brains", "anxious", 10000, false}, Case{"two_brains_turning", "anxious", 10000, true},
                        Case{"one_brain_100k_particles", "", 100000, false}, Case{"one_brain_still", "", 10000, true, true}, Case{"one_brain_full", "", 10000, true, true, 1}}) {
    if (!wanted(c.name)) continue;
    settings.particle_budget = c.particles;
    settings.samples = c.samples;
    auto session = open_moment(content, {"rejection", "", "secure", c.compare});
    if (!session) return report(session.errors());
    auto studio = PictureStudio::open(*installation, settings);
    if (!studio) return report(studio.errors());
    description = studio->description();
    const double end = duration_s(*session, content);
    const auto frame = [&](int i) {
      execute(*session, content, command::Seek{end * (0.2 + 0.3 * i / options.frames)});
      if (c.turns) execute(*session, content, command::OrbitCamera{{0.01f, 0}});
      studio->draw_only(*session, content, c.still ? Quality::best : Quality::fast);
    };
    for (int warm = 0; warm < 4; ++warm) frame(warm);
    const Timing timing = time_many(options.frames, frame);
    frames.push_back({{"name", c.name},
                      {"size", "1280x720"},
                      {"median_ms", rounded(timing.median_s * 1e3, 2)},
                      {"p95_ms", rounded(timing.p95_s * 1e3, 2)}});
  }

  nlohmann::ordered_json simulate_rows = nlohmann::ordered_json::array();
  auto program = compile_circuit(content.circuit);
  if (!program) return report(program.errors());
  for (const Scenario& scenario : content.scenarios) {
    if (!wanted(scenario.id)) continue;
    const auto style = find_style(content, "anxious");
    if (!style) return report(style.errors());
    const Timing timing = time_many(9, [&](int) {
      const auto trace = simulate(*program, **style, scenario, scenario.arms.front());
      ATTUNE_CHECK(trace.has_value());
    });
    simulate_rows.push_back(
        {{"name", scenario.id}, {"simulated_s", scenario.duration_s}, {"median_s", rounded(timing.median_s, 6)}});
  }

  // A thousand runs of an hour, settling included, against the plain loop.
  nlohmann::ordered_json ensemble_rows = nlohmann::ordered_json::array();
  auto many = compile_ensemble(content.circuit);
  if (!many) return report(many.errors());
  const unsigned threads = std::clamp(std::thread::hardware_concurrency(), 1u, 64u);
  for (const Scenario& scenario : content.scenarios) {
    if (scenario.duration_s != 3600 || !wanted(scenario.id)) continue;
    const auto style = find_style(content, "anxious");
    if (!style) return report(style.errors());
    EnsembleRequest request;
    request.runs = 1000;
    request.threads = static_cast<int>(threads);
    request.settings.sample_s = 10;
    const Timing plain = time_many(5, [&](int) {
      ATTUNE_CHECK(simulate(*program, **style, scenario, scenario.arms.front(), request.settings).has_value());
    });
    const Timing timing = time_many(3, [&](int) {
      ATTUNE_CHECK(run_ensemble(*many, **style, scenario, scenario.arms.front(), request).has_value());
    });
    ensemble_rows.push_back({{"name", scenario.id},
                             {"runs", request.runs},
                             {"simulated_s", scenario.duration_s},
                             {"threads", threads},
                             {"seconds", rounded(timing.median_s, 4)},
                             {"ratio_to_plain", rounded(timing.median_s / request.runs / plain.median_s, 4)}});
  }

  nlohmann::ordered_json load = nlohmann::ordered_json::array();
  const std::filesystem::path assets = installation->assets;
  const auto add_load = [&](const char* name, const std::function<void()>& work) {
    if (wanted(name))
      load.push_back({{"name", name}, {"median_s", rounded(time_many(5, [&](int) { work(); }).median_s, 6)}});
  };
  add_load("brain.glb", [&] { ATTUNE_CHECK(load_brain(assets / "brain.glb").has_value()); });
  add_load("content", [&] { ATTUNE_CHECK(load_content(assets).has_value()); });
  add_load("font", [&] { ATTUNE_CHECK(load_font(assets / "fonts" / "AtkinsonHyperlegible-Regular.ttf").has_value()); });
  settings.samples = RendererSettings().samples;
  add_load("first_picture", [&] {
    auto fresh = open_installation(common, true);
    ATTUNE_CHECK(fresh.has_value());
    auto session = open_moment(fresh->content, {"rejection", "", "secure", ""});
    ATTUNE_CHECK(session.has_value());
    auto studio = PictureStudio::open(*fresh, settings);
    ATTUNE_CHECK(studio.has_value());
    studio->draw_only(*session, fresh->content);
  });

  report_json["machine"] = format("%u threads, %s", std::thread::hardware_concurrency(), description.c_str());
  report_json["version"] = ATTUNE_VERSION;
  report_json["frames"] = frames;
  report_json["simulate"] = simulate_rows;
  report_json["ensemble"] = ensemble_rows;
  report_json["load"] = load;
  if (!options.json.empty()) {
    if (const Status written = write_file(options.json, report_json.dump(1) + "\n"); !written)
      return report(written.errors());
  }
  std::printf("%s\n", report_json["machine"].get<std::string>().c_str());
  for (const auto& row : frames)
    std::printf("%-26s %8.2f ms (p95 %.2f)\n", row["name"].get<std::string>().c_str(), row["median_ms"].get<double>(),
                row["p95_ms"].get<double>());
  for (const auto& row : simulate_rows)
    std::printf("simulate %-17s %8.2f ms for %.0f s\n", row["name"].get<std::string>().c_str(),
                row["median_s"].get<double>() * 1e3, row["simulated_s"].get<double>());
  for (const auto& row : ensemble_rows)
    std::printf("ensemble %-17s %8.3f s for %d runs (%.3f of the plain loop)\n", row["name"].get<std::string>().c_str(),
                row["seconds"].get<double>(), row["runs"].get<int>(), row["ratio_to_plain"].get<double>());
  for (const auto& row : load)
    std::printf("load %-21s %8.1f ms\n", row["name"].get<std::string>().c_str(), row["median_s"].get<double>() * 1e3);
  return ExitCode::ok;
}

}  // namespace attune
