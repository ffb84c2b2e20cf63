#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <optional>
#include <sstream>

#include "app/commands.h"
#include "app/interrupt.h"
#include "app/replay.h"
#include "app/picture.h"
#include "app/window_export.h"
#include "app/ui_host.h"
#include "core/file.h"
#include "core/text.h"
#include "io/write_film.h"
#include "io/write_png.h"
#include "session/edit_story.h"
#include "session/looks.h"
#include "ui/describe.h"
#include "ui/keys.h"

namespace attune {

namespace {
Result<PictureSettings> picture_settings(const CommonOptions& common, const StageOptions& stage) {
  const auto size = parse_size(stage.size);
  if (!size) return size.errors();
  PictureSettings settings;
  settings.width = size->width;
  settings.height = size->height;
  settings.scale = stage.scale;
  settings.pixel_scale = stage.ui_scale;
  settings.titles = !stage.no_titles;
  settings.background = background_named(stage.background);
  settings.captions = !stage.no_captions;
  settings.line = stage.line;
  settings.shader_dir = common.shader_dir;
  settings.gles = common.gles;
  return settings;
}

// Keys by the names that the help shows, separated by spaces ("D Shift+Right /"), pressed one after the other.
Status press_keys(Session& session, const Content& content, const std::string& keys) {
  const auto without_spaces = [](std::string name) {
    std::erase(name, ' ');
    return name;
  };
  std::vector<std::string> names;
  for (const KeyBinding& binding : key_bindings())
    if (binding.shown[0] != 0) names.push_back(without_spaces(binding.shown));
  std::istringstream words(keys);
  for (std::string name; words >> name;) {
    const KeyBinding* pressed = nullptr;
    for (const KeyBinding& binding : key_bindings())
      if (to_slug(without_spaces(binding.shown)) == to_slug(name) && (to_slug(name) != "" || without_spaces(binding.shown) == name))
        pressed = &binding;
    if (pressed == nullptr)
      return Error{sentence("no_such_key", {{"name", printable(name)}}), "--press",
                   sentence("nearest_key", {{"word", nearest_word(name, names)}}), ExitCode::usage};
    if (const auto command = command_for_key(session, content, pressed->key, pressed->modifiers, false))
      execute(session, content, *command);
    for (int frame = 0; frame < 60; ++frame) advance(session, content, 0.25);  // what the key sets in motion arrives
  }
  return Done{};
}

}  // namespace

namespace {

ExitCode save_stage(const Installation& installation, const Session& session, const PictureSettings& settings, const std::string& out,
                    StudioStart start = {}) {
  auto studio = PictureStudio::open(installation, settings, std::move(start), &session);
  if (!studio) return report(studio.errors());
  const PngText texts = receipt(session, installation.content, studio->settings());
  if (const Status written = write_png(out, studio->take(session, installation.content), texts); !written)
    return report(written.errors());
  std::printf("%s: %dx%d\n", out.c_str(), settings.width * settings.scale, settings.height * settings.scale);
  return ExitCode::ok;
}

ExitCode save_window(const Installation& installation, Session session, int width, int height, const CommonOptions& common,
                     const std::string& out) {
  auto studio = InterfaceStudio::open(installation, width, height, common.shader_dir, common.gles);
  if (!studio) return report(studio.errors());
  const PngText texts = window_receipt(session, installation.content, width, height);  // before the frames are drawn
  if (const Status written = write_png(out, studio->take(session), texts); !written) return report(written.errors());
  const StageSettings& stage = studio->stage();
  print(sentence("window_saved",
                 {{"file", out},
                  {"size", format("%dx%d", width, height)},
                  {"stage", format("%dx%d+%d+%d", stage.width, stage.height, stage.offset_x, stage.offset_y)}}));
  return ExitCode::ok;
}

// With a window's size: its panels too.
void print_description(const Installation& installation, const Session& session, std::optional<PixelSize> window = {}) {
  const UiLayout layout = window ? shown_layout({window->width, window->height}, session) : UiLayout();
  for (const std::string& line :
       describe_session(session, installation.content, installation.words, installation.why, window ? &layout : nullptr))
    std::printf("%s\n", line.c_str());
}

// The moment of the options, staged, with the brain that was asked for.
Result<Session> open_staged(Installation& installation, const MomentOptions& moment, const StageOptions& stage) {
  auto session = open_story(installation.content, moment);
  if (!session) return session;
  if (installation.own != nullptr) execute(*session, installation.content, command::TakeBrain{installation.own});
  if (const Status staged = apply_stage(*session, installation.content, stage); !staged) return staged.errors();
  return session;
}

// The picture that a receipt describes; size and scale of the options win where they were given.
ExitCode render_again(const CommonOptions& common, const RenderOptions& options) {
  auto settings = picture_settings(common, options.stage);
  if (!settings) return report(settings.errors());
  auto installation = open_installation(common, options.brain);
  if (!installation) return report(installation.errors());
  const auto reopened = open_receipt(*installation, options.from_receipt, options.moment.scenario);
  if (!reopened) return report(reopened.errors());
  if (options.describe) print_description(*installation, reopened->session);
  if (options.out.empty()) return ExitCode::ok;
  PictureSettings again = picture_of(reopened->receipt, *settings);
  if (options.other_size) {
    // Text keeps its share of the picture's height.
    again.pixel_scale *= static_cast<double>(settings->height) / again.height;
    again.width = settings->width;
    again.height = settings->height;
  }
  if (reopened->receipt.window && options.other_scale)
    return report(
        {Error{sentence("picture_whole_window_no"), "--scale", sentence("give_another_size"), ExitCode::usage}});
  if (reopened->receipt.window)
    return save_window(*installation, reopened->session, again.width, again.height, common, options.out);
  return save_stage(*installation, reopened->session, again, options.out);
}

}  // namespace

ExitCode run_render(const CommonOptions& common, const RenderOptions& options) {
  if (!options.from_receipt.empty()) return render_again(common, options);
  const auto settings = picture_settings(common, options.stage);
  if (!settings) return report(settings.errors());
  StudioStart start;
  if (const auto assets = find_assets(common.assets); assets && !options.out.empty()) start = StudioStart::begin(*assets, *settings);
  auto installation = open_installation(common, options.brain);
  if (!installation) return report(installation.errors());
  const Content& content = installation->content;
  auto session = open_staged(*installation, options.moment, options.stage);
  if (!session) return report(session.errors());
  const double end = duration_s(*session, content);
  if (options.at_s < 0 || options.at_s > end)
    return report({Error{sentence("time_outside_scenario", {{"end", to_text(end)}, {"at_s", to_text(options.at_s)}}),
                         "--at", sentence("choose_time_inside"), ExitCode::usage}});
  execute(*session, content, command::Seek{options.at_s});
  if (options.describe) print_description(*installation, *session);
  if (options.out.empty()) return ExitCode::ok;
  return save_stage(*installation, *session, *settings, options.out, std::move(start));
}

namespace {

constexpr std::uint64_t kLongestReplay = 1 << 20;  // bytes

// The session that a file of steps plays, and its last picture.
ExitCode replay(const CommonOptions& common, const RenderOptions& options, Installation& installation, Session session, PixelSize size) {
  const Result<std::string> text = read_file(options.replay, kLongestReplay);
  if (!text) return report(text.errors());
  const auto steps = parse_replay(*text, options.replay);
  if (!steps) return report(steps.errors());
  auto studio = InterfaceStudio::open(installation, size.width, size.height, common.shader_dir, common.gles);
  if (!studio) return report(studio.errors());
  Desk desk = studio->make_desk(std::move(session));
  const Status played = play(*studio, desk, installation, *steps, options.replay);
  if (!played && played.error().code != ExitCode::check_failed) return report(played.errors());
  if (!options.out.empty()) {
    const PngText texts = window_receipt(desk.session, installation.content, size.width, size.height);
    if (const Status written = write_png(options.out, final_picture(*studio, desk), texts); !written) return report(written.errors());
    std::printf("%s: %dx%d\n", options.out.c_str(), size.width, size.height);
  }
  if (options.describe) print_description(installation, desk.session, size);
  if (!played) return report(played.errors());
  print(sentence("steps_played", {{"file", options.replay}, {"count", std::to_string(steps->size())}}));
  return ExitCode::ok;
}

// As the program starts: the welcome. With a scenario: the moment that was asked for.
Result<Session> open_for_window(Installation& installation, const RenderOptions& options) {
  if (!options.moment.scenario.empty()) return open_staged(installation, options.moment, options.stage);
  auto session = make_session(installation.content);
  if (!session) return session;
  session->playhead.speed = default_speed(duration_s(*session, installation.content));
  execute(*session, installation.content, command::SetTheme{theme_named(options.stage.background)});
  return session;
}

}  // namespace

ExitCode run_render_ui(const CommonOptions& common, const RenderOptions& options) {
  const auto size = parse_size(options.stage.size);
  if (!size) return report(size.errors());
  auto installation = open_installation(common, options.brain);
  if (!installation) return report(installation.errors());
  const Content& content = installation->content;
  auto session = open_for_window(*installation, options);
  if (!session) return report(session.errors());
  // In the window a file is a story of the person's own.
  if (session->own_scenario >= 0 && current_story(*session, content).scenario != nullptr) {
    const int arm = session->arm;
    execute(*session, content,
            command::TakeStory{std::make_shared<const OwnStory>(as_own(*current_story(*session, content).scenario, options.moment.scenario))});
    execute(*session, content, command::SelectArm{arm});
  }
  execute(*session, content, command::Seek{std::max(0.0, options.at_s)});
  execute(*session, content, command::SetUiScale{static_cast<float>(options.stage.ui_scale)});
  if (options.stage.mapping) execute(*session, content, command::SetMapping{true});
  execute(*session, content, command::ForgetChoices{});
  if (const Status pressed = press_keys(*session, content, options.stage.press); !pressed) return report(pressed.errors());
  if (!options.replay.empty()) return replay(common, options, *installation, std::move(*session), *size);
  if (options.describe) print_description(*installation, *session, *size);
  if (options.out.empty()) return ExitCode::ok;
  return save_window(*installation, std::move(*session), size->width, size->height, common, options.out);
}

namespace {

// "[######              ]  31 %, 12 s left", on a terminal only, five times a second.
class ProgressBar {
 public:
  ProgressBar() : on_(::isatty(STDERR_FILENO) != 0) {}
  void show(int done, int all) {
    using namespace std::chrono;
    const double now_s = duration<double>(steady_clock::now() - start_).count();
    if (!on_ || (now_s < shown_s_ + 0.2 && done < all)) return;
    shown_s_ = now_s;
    constexpr int kWidth = 30;
    const int filled = kWidth * done / all;
    std::string line = "\r[" + std::string(static_cast<std::size_t>(filled), '#') +
                       std::string(static_cast<std::size_t>(kWidth - filled), ' ') +
                       format("] %3d %%, ", 100 * done / all) +
                       sentence("frame_of", {{"done", std::to_string(done)}, {"all", std::to_string(all)}}).english;
    if (const double left_s = time_left_s(now_s, done, all); left_s > 0)
      line += sentence("time_left", {{"time", clock_text(left_s + 0.5)}}).english;
    std::fprintf(stderr, "%-78s", line.c_str());
    std::fflush(stderr);
  }
  void clear() const {
    if (on_) std::fprintf(stderr, "\r%78s\r", "");
  }

 private:
  bool on_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  double shown_s_ = -1;
};

}  // namespace

ExitCode run_video(const CommonOptions& common, const VideoOptions& options) {
  auto settings = picture_settings(common, options.stage);
  if (!settings) return report(settings.errors());
  if (std::filesystem::path(options.out).has_extension() && settings->background == Background::transparent)
    return report({Error{sentence("film_not_transparent"), "--background", sentence("numbered_transparent"), ExitCode::usage}});
  auto installation = open_installation(common, options.brain);
  if (!installation) return report(installation.errors());
  const Content& content = installation->content;
  auto session = open_staged(*installation, options.moment, options.stage);
  if (!session) return report(session.errors());
  const double end = duration_s(*session, content);
  const double to = options.to_s < 0 ? end : options.to_s;
  if (options.from_s < 0 || to > end || options.from_s >= to)
    return report({Error{sentence("span_outside_scenario",
                                  {{"end", to_text(end)}, {"from_s", to_text(options.from_s)}, {"to", to_text(to)}}),
                         "--from, --to", sentence("choose_times_inside_first"), ExitCode::usage}});
  auto studio = PictureStudio::open(*installation, *settings);
  if (!studio) return report(studio.errors());
  const int frames = std::max(2, static_cast<int>(options.seconds * options.fps + 0.5));
  FilmSettings film;
  film.path = options.out;
  film.width = settings->width * settings->scale;
  film.height = settings->height * settings->scale;
  film.fps = options.fps;
  film.frame_count = frames;
  execute(*session, content, command::Seek{options.from_s});
  film.texts = receipt(*session, content, studio->settings());  // of its first picture
  watch_interrupts();  // before there is a file to take away
  auto writer = FilmWriter::open(film);
  if (!writer) return report(writer.errors());
  // What the film shows is a story that plays, at the film's own pace.
  execute(*session, content, command::SetSpeed{(to - options.from_s) / options.seconds, true});
  execute(*session, content, command::SetPlaying{true});
  if (const double pace = (to - options.from_s) / options.seconds; session->pace != nullptr && pace > session->pace->run)
    remark(sentence("short_film_flashes", {{"s", to_text(std::ceil((to - options.from_s) / session->pace->run))}}));
  const bool to_folder = !film.path.has_extension();
  ProgressBar progress;
  const float start = session->camera.azimuth;
  for (int frame = 0; frame < frames; ++frame) {
    if (was_interrupted()) {
      writer->cancel();
      progress.clear();
      remark(sentence("stopped_after", {{"done", std::to_string(frame)}, {"all", std::to_string(frames)}}));
      return ExitCode::interrupted;
    }
    // Fixed steps: the same film whatever the machine.
    execute(*session, content, command::Seek{options.from_s + (to - options.from_s) * frame / (frames - 1)});
    // The last frame comes just before the first one again: a full turn can be played in a loop.
    execute(*session, content, command::FaceCamera{start + static_cast<float>(options.turn / 180 * 3.14159265 * frame / frames)});
    const PngText texts = to_folder ? receipt(*session, content, studio->settings()) : PngText{};
    if (const Status added = writer->add(studio->take(*session, content), texts); !added) return report(added.errors());
    progress.show(frame + 1, frames);
  }
  progress.clear();
  if (const Status finished = writer->finish(); !finished) return report(finished.errors());
  for (const Sentence& note : writer->notes()) std::fprintf(stderr, "attune: %s\n", note.english.c_str());
  print(sentence("film_written", {{"file", film.path.string()},
                                  {"frames", std::to_string(frames)},
                                  {"width", std::to_string(film.width)},
                                  {"height", std::to_string(film.height)},
                                  {"rate", std::to_string(film.fps)}}));
  return ExitCode::ok;
}

}  // namespace attune
