#include "app/story_pictures.h"

#include <epoxy/gl.h>

#include <algorithm>

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
}

bool StoryPictures::step(std::span<const std::size_t> wanted, const Session& session, const Content& content, Renderer& renderer,
                         StageSettings stage) {
  if (theme_ != session.theme || own_ != session.own.get()) forget();
  theme_ = session.theme;
  own_ = session.own.get();
  const auto missing = std::find_if(wanted.begin(), wanted.end(), [&](std::size_t story) {
    return std::none_of(pictures_.begin(), pictures_.end(), [&](const StoryPicture& each) { return each.story == story; });
  });
  if (missing == wanted.end()) return false;
  StoryPicture picture{*missing, 0, static_cast<float>(kWidth) / kHeight};
  // Of a day on which nothing has been hidden or changed: the picture is kept.
  Result<Session> made = make_session(content);
  if (!made) {
    pictures_.push_back(picture);
    return true;
  }
  Session& shown = *made;
  if (session.own != nullptr) execute(shown, content, command::TakeBrain{session.own});
  execute(shown, content, command::SelectScenario{static_cast<int>(picture.story)});
  execute(shown, content, command::Seek{liveliest_s(shown, content)});
  shown.theme = session.theme;
  shown.people_only = session.people_only;
  shown.reduced_motion = session.reduced_motion;
  shown.compare = shown.difference = false;
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
  return true;
}

}  // namespace attune
