#include "app/picture.h"

#include <epoxy/gl.h>

namespace attune {

StageWords stage_words(const UiText& words) {
  return {word(words, "stage_quieter"), word(words, "stage_usual"), word(words, "stage_more_active"),
          word(words, "stage_legend_note"), word(words, "stage_orientation"), word(words, "stage_pattern")};
}

Result<PictureStudio> PictureStudio::open(const Installation& installation, const PictureSettings& settings) {
  auto context = OffscreenContext::create();
  if (!context) return context.errors();
  auto renderer = Renderer::create({settings.shader_dir});
  if (!renderer) return renderer.errors();
  auto fonts = load_stage_fonts(installation.assets);
  if (!fonts) return fonts.errors();
  auto canvas = Canvas::create(settings.width * settings.scale, settings.height * settings.scale);
  if (!canvas) return canvas.errors();
  renderer->upload(installation.content.brain);
  renderer->upload_fonts(fonts->regular, fonts->bold);
  StageSettings stage;
  stage.width = settings.width * settings.scale;
  stage.height = settings.height * settings.scale;
  stage.pixel_scale = static_cast<float>(settings.scale);
  stage.titles = settings.titles;
  stage.background = settings.background;
  stage.particle_budget = settings.particle_budget;
  stage.words = stage_words(installation.words);
  return PictureStudio(std::move(*context), std::move(*renderer), std::move(*canvas), std::move(*fonts), std::move(stage));
}

StageSettings PictureStudio::stage() const {
  StageSettings stage = stage_;
  stage.font = &fonts_.regular;
  stage.bold_font = &fonts_.bold;
  return stage;
}

Image PictureStudio::take(const Session& session, const Content& content) {
  const std::vector<Scene> scenes = extract_scenes(session, content, stage());
  renderer_.draw(scenes, canvas_.target());
  return canvas_.read();
}

void PictureStudio::draw_only(const Session& session, const Content& content) {
  const std::vector<Scene> scenes = extract_scenes(session, content, stage());
  renderer_.draw(scenes, canvas_.target(), Quality::fast);
  glFinish();
}

}  // namespace attune
