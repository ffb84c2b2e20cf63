// Small pictures of the stories for their cards, drawn by the renderer itself: always of the model, the brain and the theme
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

  // Makes one of the wanted pictures that is missing; true when it did: the next frame has it. A change of theme or of the
  // brain model begins again. `stage`: words and fonts. Without memory for a picture its card stays without one.
  bool step(std::span<const std::size_t> wanted, const Session& session, const Content& content, Renderer& renderer,
            StageSettings stage);
  std::span<const StoryPicture> shown() const { return pictures_; }

 private:
  void forget();
  std::vector<StoryPicture> pictures_;
  Theme theme_ = Theme::dark;
  const OwnBrain* own_ = nullptr;  // only compared
};

}  // namespace attune
