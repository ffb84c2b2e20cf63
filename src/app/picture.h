// Sessions as pictures without a window: what `render`, `video` and `bench` share.
#pragma once

#include <future>

#include "app/installation.h"
#include "app/offscreen.h"
#include "io/write_png.h"
#include "render/renderer.h"
#include "session/extract_scene.h"
#include "session/receipt.h"
#include "session/session.h"

namespace attune {

struct PictureSettings {
  int width = 1280, height = 720;   // before scale
  int scale = 1;                    // 1..4
  double pixel_scale = 1;           // size of text and lines before scale; 1 except for pictures saved in the window
  Background background = Background::dark;
  bool titles = true;               // style names
  bool captions = true;             // with titles: clock and caption
  bool line = false;                // the lowest part says what the picture shows
  int particle_budget = 10000;
  std::filesystem::path shader_dir;
  bool gles = false;
  int samples = RendererSettings().samples;
  bool hurried = false;             // whether draw_only() is wanted with Quality::fast
};

// Graphics and fonts, made ready on other threads while files are read and the story is simulated: a third of the time
// until a first picture goes into starting the driver. Where there are no other threads, it happens when it is asked for.
class StudioStart {
 public:
  StudioStart() = default;
  static StudioStart begin(const std::filesystem::path& assets, const PictureSettings& settings);
  StudioStart(StudioStart&&) noexcept = default;
  StudioStart& operator=(StudioStart&&) = default;
  ~StudioStart();  // waits

 private:
  friend class PictureStudio;
  struct Drawing {
    OffscreenContext context;
    Renderer renderer;
  };
  std::future<Result<Drawing>> drawing_;
  std::future<Result<StageFonts>> fonts_;
};

// Owns the context, the renderer and what was uploaded to it.
class PictureStudio {
 public:
  // start: what was begun earlier with the same settings, if anything was. first: what the first take() will show, in its
  // state of then; what needs no driver for it is done while that starts.
  static Result<PictureStudio> open(const Installation& installation, const PictureSettings& settings, StudioStart start = {},
                                    const Session* first = nullptr);

  // The stage of a session at its playhead.
  Image take(const Session& session, const Content& content);
  // A frame as the window draws it (fast: while something moves), without reading back; waits for the driver. For timing.
  void draw_only(const Session& session, const Content& content, Quality quality = Quality::fast);

  std::string description() const { return renderer_.description(); }
  // The stage as it is drawn, without fonts.
  const StageSettings& settings() const { return stage_; }

 private:
  PictureStudio(OffscreenContext context, Renderer renderer, Canvas canvas, StageFonts fonts, StageSettings stage,
                std::vector<Scene> first)
      : context_(std::move(context)), renderer_(std::move(renderer)), canvas_(std::move(canvas)), fonts_(std::move(fonts)),
        stage_(std::move(stage)), first_(std::move(first)) {}
  StageSettings stage();

  OffscreenContext context_;  // first: outlives everything that it owns
  Renderer renderer_;
  Canvas canvas_;
  StageFonts fonts_;
  StageSettings stage_;
  NameMemory names_;
  std::vector<Scene> first_;  // of the first picture, if they are made already
};

// What a picture of the stage shows, so that it can be made again. No names, host, path or time of day.
PngText receipt(const Session& session, const Content& content, const StageSettings& stage);
// The same for a picture of the whole window.
PngText window_receipt(const Session& session, const Content& content, int width, int height);

// Size, text size, background and titles as the receipt has them; `settings` where it does not say.
PictureSettings picture_of(const Receipt& receipt, PictureSettings settings);

// Words that are drawn on the stage.
StageWords stage_words(const UiText& words);

}  // namespace attune
