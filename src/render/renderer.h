// Scenes -> pixels: the only module with OpenGL calls.
//
// Needs a current context of OpenGL 3.3 core or OpenGL ES 3.0 (and stays within what both have). Draws into any
// framebuffer it is given; makes no window, reads no session, keeps nothing about the scene between frames except
// what was uploaded. Not for use from more than one thread.
//
// One frame per scene: solids and tubes (lit, depth) -> pulses -> glass veil (order-independent) -> halo (quarter
// size) -> composite -> softer edges, where there is one sample a pixel -> overlay.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>

#include "core/result.h"
#include "model/brain.h"
#include "model/font.h"
#include "model/image.h"
#include "scene/scene.h"

namespace attune {

struct RendererSettings {
  std::filesystem::path shader_dir;  // empty: the embedded shaders
  int samples = 4;                   // a pixel, of all surfaces; less where the driver has less. Below 2 edges are softened
};

struct Target {
  unsigned framebuffer = 0;          // GL name; 0 = the window
  int width = 1280, height = 720;
};

// fast: for pictures that are replaced at once (playing, turning); leaves out what software rendering is slow at.
// best: for still pictures and exports. On a GPU both are the same.
enum class Quality { fast, best };

// What is known beforehand about the pictures that will be drawn; every bit of it saves time.
struct UploadChoice {
  int only_level = -1;  // level of detail of all their scenes; -1: any
  bool hurried = true;  // whether some are drawn with Quality::fast
};

class Renderer {
 public:
  // Errors (no_graphics): no GL 3.3 / ES 3.0, missing float render targets, a shader that does not compile (with
  // the driver's log).
  static Result<Renderer> create(const RendererSettings& settings = {});
  Renderer(Renderer&&) noexcept;
  Renderer& operator=(Renderer&&) noexcept;
  ~Renderer();

  // Replaces the meshes. Without a choice every level of detail goes up at once.
  void upload(const BrainModel& brain, const UploadChoice& choice = {});
  // In two steps, the first of which needs no driver.
  struct Meshes;
  static std::shared_ptr<Meshes> draft(const BrainModel& brain, const UploadChoice& choice);
  void upload(std::shared_ptr<Meshes> meshes);
  void upload_fonts(const FontAtlas& regular, const FontAtlas& bold);

  // Draws every scene into its viewport of the target. Leaves blending, depth test and scissor off, and the
  // target's framebuffer bound.
  void draw(std::span<const Scene> scenes, const Target& target, Quality quality = Quality::best);

  // Draws a small scene that needs everything once: drivers finish their shaders at the first use, which takes software
  // rendering longer than the first picture itself. Replaces meshes and fonts, so it comes before them.
  void rehearse(Background background);

  // Reads the shaders from the shader folder again. On failure the old ones stay and the log is returned.
  Status reload_shaders();

  std::string description() const;   // "llvmpipe (LLVM 15.0.6), OpenGL 4.5"
  bool is_software() const;

 private:
  struct State;
  explicit Renderer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// A framebuffer with an RGBA8 texture, for pictures without a window.
class Canvas {
 public:
  static Result<Canvas> create(int width, int height);
  Canvas(Canvas&&) noexcept;
  Canvas& operator=(Canvas&&) noexcept;
  ~Canvas();
  Target target() const { return {framebuffer_, width_, height_}; }
  Image read() const;           // as drawn: of a transparent background colours are multiplied by their opacity
  Image read_straight() const;  // as files want them

 private:
  Canvas() = default;
  unsigned framebuffer_ = 0, texture_ = 0;
  int width_ = 0, height_ = 0;
};

}  // namespace attune
