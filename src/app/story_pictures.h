// Small pictures of the stories for the welcome, drawn by the renderer itself: always of the model, the brain and the theme
// that are open, and nothing to ship or to keep current.
#pragma once

#include <span>
#include <vector>

#include "render/renderer.h"
#include "session/extract_scene.h"
#include "session/session.h"
#include "ui/ui.h"

namespace attune {

// Owns the textures; needs the GL context it was first used with, which must outlive it.
class StoryPictures {
 public:
  StoryPictures() = default;
  StoryPictures(const StoryPictures&) = delete;
  StoryPictures& operator=(const StoryPictures&) = delete;
  ~StoryPictures();

  // Makes one more picture if one is missing; returns true while more are. A change of theme begins again. `stage`: words
  // and fonts. Without memory for a picture its card stays without one.
  bool step(const Session& session, const Content& content, Renderer& renderer, StageSettings stage);
  std::span<const StoryPicture> shown() const { return pictures_; }

 private:
  void forget();
  std::vector<StoryPicture> pictures_;
  std::size_t made_ = 0;
  Theme theme_ = Theme::dark;
};

}  // namespace attune
