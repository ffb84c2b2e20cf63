// The interface library (ImGui), its fonts and its OpenGL drawing, with or without a window; and pictures of the whole
// interface without one.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/installation.h"
#include "app/offscreen.h"
#include "app/story_pictures.h"
#include "model/image.h"
#include "render/renderer.h"
#include "session/extract_scene.h"
#include "session/scrub_pace.h"
#include "session/session.h"
#include "ui/stage_input.h"
#include "ui/term_memory.h"
#include "ui/ui.h"

struct ImGuiContext;

namespace attune {

// Needs a current GL context, which must outlive it.
class UiHost {
 public:
  // Fonts that do not open are replaced by the built-in one and give a warning(). Errors (no_graphics): the drawing
  // part cannot start.
  static Result<UiHost> create(const std::filesystem::path& assets, bool gles = false);
  UiHost(UiHost&&) noexcept;
  UiHost& operator=(UiHost&&) noexcept;
  ~UiHost();

  // Before ImGui::NewFrame(): builds the fonts when the scale has changed.
  void prepare(float scale);
  // After draw_ui(): draws over whatever the framebuffer holds.
  void draw(glm::vec2 size_px);

  const UiFonts& fonts() const { return fonts_; }
  const Sentence& warning() const { return warning_; }

 private:
  UiHost() = default;
  ImGuiContext* context_ = nullptr;
  bool drawing_ = false;  // the OpenGL part is up
  FontFiles files_;
  UiFonts fonts_;
  float scale_ = 0;
  Sentence warning_;
};

// Everything that one frame works on. Two owners: the window and InterfaceStudio.
struct Desk {
  const Content* content = nullptr;
  const UiText* text = nullptr;
  Renderer* renderer = nullptr;
  UiHost* host = nullptr;
  const StageFonts* stage_fonts = nullptr;
  Session session;
  StageGrip grip;
  std::vector<Scene> scenes;  // of the last frame: what the mouse points into
  const UiText* why = nullptr;
  StageSettings stage;        // of the last frame: what a picture of it has to repeat
  Rect plots;                 // of the last frame, UiResult::plots
  std::vector<std::pair<std::string, std::string>> languages;  // UiFrame::languages
  StoryPictures* stories = nullptr;  // for the cards of stories; null = without pictures
  std::vector<Control> controls;     // of the last frame that noted them
  NameMemory names{};                // StageSettings::names
  TermMemory terms{};                // UiFrame::terms
  bool stories_pending = false;      // the next frame has a picture more
  ScrubPace scrub{};                 // of a drag along the run, by
  double wall_s = 0;                 // the time since the desk was made
  std::optional<double> seek_later{};  // where a drag has gone that would have flashed,
  std::shared_ptr<const Trace> scrubbed{};  // ... and in which run
};

struct DeskInput {
  glm::vec2 size_px{1280, 720};
  float display_scale = 1;
  double dt_s = 1.0 / 60;
  StageMouse mouse;               // over_interface is filled in
  std::vector<Command> commands;  // from keys
  int focus_step = 0;             // UiFrame::focus_step
  int list_step = 0;              // UiFrame::list_step
  bool list_enter = false;        // UiFrame::list_enter
  bool press_focused = false;     // UiFrame::press_focused
  Quality quality = Quality::best;
  bool draw = true;               // false: everything happens, but nothing is drawn
  bool note_controls = false;     // UiFrame::note_controls, into Desk::controls
};

// What the stage draws of a session: the calm page and the welcome leave things out.
Session on_stage(const Session& session);

// One frame as architecture.md has it. ImGui::NewFrame() has been called. The target must be bound to size_px.
void tick(Desk& desk, DeskInput input, const Target& target);

// Prepares fonts for the session's scale; before ImGui::NewFrame().
void prepare_frame(Desk& desk, glm::vec2 size_px, float display_scale);

// The whole window as a picture, without a window.
class InterfaceStudio {
 public:
  static Result<InterfaceStudio> open(const Installation& installation, int width, int height,
                                      const std::filesystem::path& shader_dir = {}, bool gles = false);
  // Plays the mouse states, one frame each (1/60 s), on the session and returns the last frame. At least three frames
  // are drawn, so that everything that needs measuring has settled.
  Image take(Session& session, std::span<const StageMouse> script = {});
  // Where the stage lay in the last picture.
  const StageSettings& stage() const { return stage_; }

  // For those who play frames themselves (app/replay.h): a desk on this studio, one frame on it (mouse.position_px and
  // buttons go to ImGui too), and what was drawn last. The desk must not outlive the studio.
  Desk make_desk(Session session);
  void frame(Desk& desk, DeskInput input);
  Image read() const { return canvas_.read(); }
  Target target() const { return canvas_.target(); }
  glm::vec2 size() const { return size_; }

 private:
  InterfaceStudio(const Installation& installation, OffscreenContext context, Renderer renderer, Canvas canvas,
                  StageFonts fonts, UiHost host, glm::vec2 size)
      : installation_(&installation),
        context_(std::move(context)),
        renderer_(std::move(renderer)),
        canvas_(std::move(canvas)),
        fonts_(std::move(fonts)),
        host_(std::move(host)),
        size_(size) {}
  const Installation* installation_;
  OffscreenContext context_;  // first: outlives everything that it owns
  Renderer renderer_;
  Canvas canvas_;
  StageFonts fonts_;
  UiHost host_;
  glm::vec2 size_;
  std::unique_ptr<StoryPictures> stories_ = std::make_unique<StoryPictures>();
  StageSettings stage_;
};

}  // namespace attune
