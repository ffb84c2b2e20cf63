#include "app/picture.h"

#include <epoxy/gl.h>

#include <future>
#include <utility>

#include "core/text.h"
#include "io/receipt_file.h"
#include "ui/words.h"

namespace attune {

StageWords stage_words(const UiText& words) {
  StageWords stage;
  stage.quieter = word(words, "stage_quieter");
  stage.usual = word(words, "stage_usual");
  stage.more_active = word(words, "stage_more_active");
  stage.model_note = word(words, "stage_model_note");
  stage.pulse_note = word(words, "stage_pulse_note");
  stage.by_structure = word(words, "stage_by_structure");
  stage.orientation = word(words, "stage_orientation");
  stage.left = word(words, "stage_left");
  stage.right = word(words, "stage_right");
  stage.pattern = word(words, "stage_pattern");
  stage.higher_in = word(words, "stage_higher_in");
  stage.same = word(words, "stage_same");
  stage.of_old_story = word(words, "caption_of_old_story");
  stage.difference_note = word(words, "stage_difference_note");
  stage.alike = word(words, "stage_alike");
  stage.changed = word(words, "stage_changed");
  stage.changed_side = changed_words(words);
  stage.changed_detail = word(words, "stage_changed_detail");
  stage.clock = {word(words, "clock_day"), word(words, "span_week"), word(words, "span_weeks"), word(words, "span_year"),
                 word(words, "span_years")};
  stage.person = word(words, "stage_person");
  stage.parents = word(words, "stage_parents");
  stage.pattern_now = word(words, "stage_pattern_now");
  stage.ended = word(words, "stage_ended");
  stage.breath = word(words, "pair_breath");
  stage.heart = word(words, "pair_heart");
  stage.own_time = word(words, "pair_own_time");
  stage.partly_in_step = word(words, "pair_partly");
  stage.in_step = word(words, "pair_in_step");
  stage.two_to_one = word(words, "pair_two_to_one");
  stage.two_to_one_short = word(words, "pair_two_to_one_short");
  stage.compared_with = word(words, "stage_compared_with");
  stage.striped = word(words, "stage_striped");
  stage.striped_short = word(words, "stage_striped_short");
  stage.unmatched = word(words, "stage_unmatched");
  stage.unmatched_short = word(words, "stage_unmatched_short");
  stage.cloud = word(words, "stage_cloud");
  stage.hidden_flow = word(words, "stage_hidden_flow");
  stage.cortisol_note = word(words, "stage_cortisol_note");
  stage.evidence = word(words, "stage_evidence");
  stage.grades = {word(words, "stage_strong"), word(words, "stage_moderate"), word(words, "stage_unsure")};
  stage.rate = word(words, "body_rate");
  stage.line = {word(words, "line_two"), word(words, "line_version"), word(words, "line_own"), word(words, "line_start"), word(words, "line_at"), word(words, "line_note"),
                word(words, "line_seconds"), word(words, "line_minutes"), word(words, "line_minutes_seconds"), word(words, "line_hours"), word(words, "line_people")};
  stage.people_only = word(words, "stage_people_only");
  stage.brand = fill(word(words, "line_brand"), {{"version", ATTUNE_VERSION}});
  stage.states = {word(words, "body_activation"), word(words, "body_engagement"), word(words, "body_rest")};
  stage.acth = word(words, "body_acth");
  stage.cortisol = word(words, "body_cortisol");
  // "carrier_short_DA": the name beside the coloured dot of the legend; "carrier_brief_glu": where that has no room.
  for (const auto& [prefix, names] : {std::pair<std::string, std::map<std::string, std::string>*>{"carrier_short_", &stage.carriers},
                                      {"carrier_brief_", &stage.carriers_brief}})
    for (auto entry = words.lower_bound(prefix); entry != words.end() && entry->first.rfind(prefix, 0) == 0; ++entry)
      (*names)[entry->first.substr(prefix.size())] = entry->second;
  return stage;
}

PngText receipt(const Session& session, const Content& content, const StageSettings& stage) {
  Receipt made = make_receipt(session, content, ATTUNE_VERSION);
  made.width = stage.width;
  made.height = stage.height;
  made.pixel_scale = static_cast<double>(stage.pixel_scale);
  made.background = background_name(stage.background);
  made.titles = stage.titles;
  made.captions = stage.captions;
  made.line = stage.line;
  return receipt_texts(made, receipt_title(session, content));
}

PngText window_receipt(const Session& session, const Content& content, int width, int height) {
  Receipt made = make_receipt(session, content, ATTUNE_VERSION);
  add_window(made, session);
  made.width = width;
  made.height = height;
  made.background = made.theme;
  return receipt_texts(made, receipt_title(session, content));
}

PictureSettings picture_of(const Receipt& receipt, PictureSettings settings) {
  if (receipt.width >= 16 && receipt.height >= 16) {
    settings.width = receipt.width;
    settings.height = receipt.height;
    settings.pixel_scale = receipt.pixel_scale;
  }
  settings.background = background_named(receipt.background);
  settings.titles = receipt.titles;
  settings.captions = receipt.captions;
  settings.line = receipt.line;
  return settings;
}

StudioStart StudioStart::begin(const std::filesystem::path& assets, const PictureSettings& settings) {
  StudioStart start;
  start.drawing_ = std::async([settings]() -> Result<Drawing> {
    auto context = OffscreenContext::create(settings.gles);
    if (!context) return context.errors();
    auto renderer = Renderer::create({settings.shader_dir, settings.samples});
    if (!renderer) return renderer.errors();
    renderer->rehearse(settings.background);
    context->release();
    return Drawing{std::move(*context), std::move(*renderer)};
  });
  start.fonts_ = std::async([assets] { return load_stage_fonts(assets); });
  return start;
}

StudioStart::~StudioStart() {
  if (!drawing_.valid()) return;
  const auto drawing = drawing_.get();
  if (drawing) drawing->context.take();  // what was made with it goes with it
}

Result<PictureStudio> PictureStudio::open(const Installation& installation, const PictureSettings& settings, StudioStart start,
                                          const Session* first) {
  if (!start.drawing_.valid()) {
    StudioStart now = StudioStart::begin(installation.assets, settings);
    return open(installation, settings, std::move(now), first);
  }
  auto fonts = start.fonts_.get();
  if (!fonts) return fonts.errors();
  const int height = settings.height * settings.scale;
  StageSettings stage;
  stage.width = settings.width * settings.scale;
  stage.height = settings.height * settings.scale;
  stage.pixel_scale = static_cast<float>(settings.scale * settings.pixel_scale);
  stage.titles = settings.titles;
  stage.captions = settings.captions;
  stage.line = settings.line;
  stage.background = settings.background;
  stage.particle_budget = settings.particle_budget;
  stage.words = stage_words(installation.words);
  stage.font = &fonts->regular;
  stage.bold_font = &fonts->bold;
  const Content& content = installation.content;
  const UploadChoice choice{level_of_detail(content.brain, height - line_height(stage)), settings.hurried};
  auto meshes = std::async([&] { return settings.hurried ? nullptr : Renderer::draft(content.brain, choice); });
  std::vector<Scene> scenes;
  if (first != nullptr) scenes = extract_scenes(*first, content, stage);
  stage.font = stage.bold_font = nullptr;

  auto drawing = start.drawing_.get();
  if (!drawing) return drawing.errors();
  auto& [context, renderer] = *drawing;
  context.take();
  auto canvas = Canvas::create(settings.width * settings.scale, height);
  if (!canvas) return canvas.errors();
  renderer.upload_fonts(fonts->regular, fonts->bold);
  if (auto drafted = meshes.get(); drafted != nullptr)
    renderer.upload(std::move(drafted));
  else
    renderer.upload(content.brain, choice);  // the driver decides what it needs for frames in a hurry
  return PictureStudio(std::move(context), std::move(renderer), std::move(*canvas), std::move(*fonts), std::move(stage), std::move(scenes));
}

StageSettings PictureStudio::stage() {
  StageSettings stage = stage_;
  stage.font = &fonts_.regular;
  stage.bold_font = &fonts_.bold;
  stage.names = &names_;
  return stage;
}

Image PictureStudio::take(const Session& session, const Content& content) {
  std::vector<Scene> scenes = std::exchange(first_, {});
  if (scenes.empty()) scenes = extract_scenes(session, content, stage());
  renderer_.draw(scenes, canvas_.target());
  return stage_.background == Background::transparent ? canvas_.read_straight() : canvas_.read();
}

void PictureStudio::draw_only(const Session& session, const Content& content, Quality quality) {
  const std::vector<Scene> scenes = extract_scenes(session, content, stage());
  renderer_.draw(scenes, canvas_.target(), quality);
  glFinish();
}

}  // namespace attune
