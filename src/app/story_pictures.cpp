#include "app/story_pictures.h"

#include <epoxy/gl.h>

namespace attune {
namespace {

constexpr int kWidth = 480, kHeight = 270;
constexpr float kCloser = 0.80f;  // of the home view's distance: a card is small

unsigned upload(const Image& image) {
  unsigned texture = 0;
  glGenTextures(1, &texture);
  glBindTexture(GL_TEXTURE_2D, texture);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_LINEAR_MIPMAP_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_LINEAR);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, image.width, image.height, 0, GL_RGBA, GL_UNSIGNED_BYTE, image.rgba.data());
  glGenerateMipmap(GL_TEXTURE_2D);  // drawn at half its size and less
  glBindTexture(GL_TEXTURE_2D, 0);
  return texture;
}

}  // namespace

StoryPictures::~StoryPictures() { forget(); }

void StoryPictures::forget() {
  for (const StoryPicture& picture : pictures_)
    if (const auto texture = static_cast<unsigned>(picture.texture); texture != 0) glDeleteTextures(1, &texture);
  pictures_.clear();
  made_ = 0;
}

bool StoryPictures::step(const Session& session, const Content& content, Renderer& renderer, StageSettings stage) {
  if (theme_ != session.theme) forget();
  theme_ = session.theme;
  const std::vector<std::size_t> stories = first_stories(content);
  if (made_ >= stories.size()) return false;
  StoryPicture picture{stories[made_++], 0, static_cast<float>(kWidth) / kHeight};
  Session shown = session;
  shown.history = {};
  shown.compare = shown.difference = false;
  execute(shown, content, command::SelectScenario{static_cast<int>(picture.story)});
  execute(shown, content, command::Seek{liveliest_s(shown, content)});
  shown.camera = home_camera();
  shown.camera.distance_mm *= kCloser;
  shown.camera_move = {};
  shown.colour_mode = ColourMode::activity;
  shown.show_labels = shown.show_legend = shown.show_body = false;
  stage.offset_x = stage.offset_y = 0;
  stage.width = kWidth;
  stage.height = kHeight;
  stage.pixel_scale = 1;
  stage.titles = stage.captions = false;
  stage.background = session.theme == Theme::dark ? Background::dark : Background::light;
  std::vector<Scene> scenes = extract_scenes(shown, content, stage);
  for (Scene& scene : scenes) scene.overlay = {};  // no letters: they could not be read
  if (auto canvas = Canvas::create(kWidth, kHeight)) {
    renderer.draw(scenes, canvas->target());
    picture.texture = upload(canvas->read());
  }
  pictures_.push_back(picture);
  return made_ < stories.size();
}

}  // namespace attune
