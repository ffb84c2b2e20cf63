#include "app/ui_host.h"

#include <backends/imgui_impl_opengl3.h>
#include <epoxy/gl.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "app/ensemble_jobs.h"
#include "app/picture.h"
#include "core/text.h"
#include "io/load_font.h"
#include "scene/picking.h"
#include "session/looks.h"
#include "session/say.h"
#include "ui/theme.h"
#include "ui/ui_compat.h"

namespace attune {

namespace {

// From 1.92 on the backend follows the atlas by itself.
void release_font_texture() {
#if IMGUI_VERSION_NUM < 19200
  ImGui_ImplOpenGL3_DestroyFontsTexture();
#endif
}
void create_font_texture() {
#if IMGUI_VERSION_NUM < 19200
  ImGui_ImplOpenGL3_CreateFontsTexture();
#endif
}

}  // namespace

Result<UiHost> UiHost::create(const std::filesystem::path& assets, bool gles) {
  UiHost host;
  IMGUI_CHECKVERSION();
  host.context_ = ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;  // nothing is remembered behind a person's back
  io.LogFilename = nullptr;
  io.ConfigWindowsMoveFromTitleBarOnly = true;
  compat::map_keys(io);  // a window's own part maps them again
  host.drawing_ = ImGui_ImplOpenGL3_Init(gles ? "#version 300 es" : "#version 330");
  if (!host.drawing_)
    return Error{sentence("no_interface"), "",
                 sentence("update_or_render"), ExitCode::no_graphics};
  // ImGui stops the program on a font it cannot read, so the files are opened here first.
  const std::filesystem::path folder = assets / "fonts";
  const FontFiles files{folder / "AtkinsonHyperlegible-Regular.ttf", folder / "AtkinsonHyperlegible-Bold.ttf"};
  const Result<FontAtlas> regular = load_font(files.regular), bold = load_font(files.bold);
  if (regular && bold) {
    host.files_ = files;
  } else {
    const Error& error = regular ? bold.error() : regular.error();
    host.warning_ = as_sentence(error);
  }
  return host;
}

UiHost::UiHost(UiHost&& other) noexcept
    : context_(std::exchange(other.context_, nullptr)),
      drawing_(std::exchange(other.drawing_, false)),
      files_(std::move(other.files_)),
      fonts_(other.fonts_),
      scale_(other.scale_),
      warning_(std::move(other.warning_)) {}

UiHost& UiHost::operator=(UiHost&& other) noexcept {
  std::swap(context_, other.context_);
  std::swap(drawing_, other.drawing_);
  std::swap(files_, other.files_);
  std::swap(fonts_, other.fonts_);
  std::swap(scale_, other.scale_);
  std::swap(warning_, other.warning_);
  return *this;
}

UiHost::~UiHost() {
  if (context_ == nullptr) return;
  ImGui::SetCurrentContext(context_);
  if (drawing_) ImGui_ImplOpenGL3_Shutdown();
  ImGui::DestroyContext(context_);
}

void UiHost::prepare(float scale) {
  ImGui::SetCurrentContext(context_);
  if (scale != scale_ || fonts_.body.font == nullptr) {
    release_font_texture();
    fonts_ = build_fonts(*ImGui::GetIO().Fonts, files_, make_metrics(scale));
    create_font_texture();
    scale_ = scale;
  }
  ImGui_ImplOpenGL3_NewFrame();
}

void UiHost::draw(glm::vec2 size_px) {
  ImGui::Render();
  ImDrawData* data = ImGui::GetDrawData();
  if (data == nullptr || size_px.x < 1 || size_px.y < 1) return;
  ImGui_ImplOpenGL3_RenderDrawData(data);
}

void prepare_frame(Desk& desk, glm::vec2 size_px, float display_scale) {
  desk.host->prepare(interface_scale(size_px, display_scale, desk.session));
}

namespace {

std::string structure_at(const Desk& desk, glm::vec2 px) {
  for (const Scene& scene : desk.scenes)
    if (std::string structure = structure_at(scene, desk.content->brain, px); !structure.empty()) return structure;
  return "";
}

// What of the overlay under a pixel can be pressed; nullptr for nothing.
const OverlayTarget* target_at(const Desk& desk, glm::vec2 px) {
  for (const Scene& scene : desk.scenes)
    if (const OverlayTarget* target = target_at(scene, px); target != nullptr) return target;
  return nullptr;
}

// The name on the stage under a pixel, and its view; null where there is none.
struct NameUnder {
  const OverlayTarget* name = nullptr;
  const Viewport* view = nullptr;
};
NameUnder name_at(const Desk& desk, glm::vec2 px) {
  for (const Scene& scene : desk.scenes)
    if (const OverlayTarget* target = target_at(scene, px); target != nullptr && !target->structure.empty())
      return {target, &scene.viewport};
  return {};
}

void clear(const Target& target, Theme theme) {
  const Colour stage = make_tokens(theme).stage;
  glBindFramebuffer(GL_FRAMEBUFFER, target.framebuffer);
  glViewport(0, 0, target.width, target.height);
  glDisable(GL_SCISSOR_TEST);
  glClearColor(static_cast<float>(stage.r) / 255, static_cast<float>(stage.g) / 255, static_cast<float>(stage.b) / 255,
               1);
  glClear(GL_COLOR_BUFFER_BIT);
}

std::string word(const UiText& words, const char* key) {
  const auto found = words.find(key);
  return found == words.end() ? "" : found->second;
}

glm::vec4 why_colour(Theme theme) {
  return glm::vec4(to_rgb(make_tokens(theme).accent), 1);
}

StageSettings story_stage(const Desk& desk) {
  StageSettings stage;
  stage.words = stage_words(*desk.text);
  stage.font = &desk.stage_fonts->regular;
  stage.bold_font = &desk.stage_fonts->bold;
  return stage;
}

}  // namespace

Session on_stage(const Session& session) {
  Session shown = session;
  if (session.grounded) {
    shown.show_legend = shown.show_labels = shown.show_body = false;
    shown.compare = shown.difference = false;
  } else if (session.show_welcome) {
    shown.show_legend = shown.show_body = false;  // nothing has happened yet that needs them
    shown.colour_mode = ColourMode::structure;
  }
  return shown;
}

namespace {
// While the mouse drags along the run, what is shown follows it as fast as nothing flashes; where it is let go is reached too.
void pace_scrub(Desk& desk, std::vector<Command>& commands, bool is_dragged) {
  const auto may_go = [&](double t_s) { return desk.scrub.allow(desk.session, *desk.content, t_s, desk.wall_s); };
  const auto seek = std::find_if(commands.begin(), commands.end(), [](const Command& each) { return std::holds_alternative<command::Seek>(each); });
  if (seek == commands.end()) {
    if (is_dragged || desk.scrubbed != desk.session.trace[0]) desk.seek_later.reset();
    if (!desk.seek_later || !may_go(*desk.seek_later)) return;
    commands.push_back(command::Seek{*desk.seek_later});
    desk.seek_later.reset();
    return;
  }
  desk.seek_later.reset();
  if (!is_dragged || may_go(std::get<command::Seek>(*seek).t_s)) return;
  desk.seek_later = std::get<command::Seek>(*seek).t_s;
  desk.scrubbed = desk.session.trace[0];
  commands.erase(seek);
}
}  // namespace

void tick(Desk& desk, DeskInput input, const Target& target) {
  const Content& content = *desk.content;
  const float scale = interface_scale(input.size_px, input.display_scale, desk.session);
  UiFrame frame;
  frame.size_px = input.size_px;
  frame.scale = scale;
  frame.fonts = &desk.host->fonts();
  frame.text = desk.text;
  frame.why = desk.why;
  frame.languages = desk.languages;
  frame.focus_step = input.focus_step;
  frame.list_step = input.list_step;
  frame.list_enter = input.list_enter;
  frame.press_focused = input.press_focused;
  frame.warning = problem_text(content, desk.host->warning());
  frame.note_controls = input.note_controls;
  frame.terms = &desk.terms;
  if (desk.stories != nullptr) frame.pictures = desk.stories->shown();
  if (const auto [name, view] = name_at(desk, input.mouse.position_px); name != nullptr) {
    const glm::vec2 corner(view->x, view->y);
    frame.pointed_name = name->structure;
    frame.pointed_place = {corner + name->min, corner + name->max};
  }
  std::vector<Rect> names;
  std::optional<Legend> legend;
  for (const Scene& scene : desk.scenes) {
    const glm::vec2 corner(scene.viewport.x, scene.viewport.y);
    for (const OverlayTarget& name : scene.overlay.targets)
      if (!name.structure.empty()) names.push_back({corner + name.min, corner + name.max});
    frame.caption_left_out = frame.caption_left_out || scene.overlay.caption_left_out;
    if (scene.overlay.legend_left_out || scene.overlay.key_left_out) legend = legend_of(scene, desk.session, content, desk.stage);
  }
  frame.names = names;
  if (!desk.scenes.empty()) frame.foot_room = desk.scenes.front().overlay.foot_room + static_cast<float>(desk.scenes.front().viewport.x);
  if (legend && (legend->colour != nullptr || !legend->structures.empty())) frame.legend_left_out = &*legend;
  UiResult ui = draw_ui(desk.session, content, frame);

  desk.plots = ui.plots;
  if (input.note_controls) desk.controls = std::move(ui.controls);
  input.mouse.over_interface = ImGui::GetIO().WantCaptureMouse || (!ui.stage_takes_input && !ui.stage_opens);
  std::vector<Viewport> views;
  for (const Scene& scene : desk.scenes) views.push_back(scene.viewport);
  const auto told = [&desk](std::string OverlayTarget::* what) {
    return [&desk, what](glm::vec2 px) {
      const OverlayTarget* const under = target_at(desk, px);
      return under == nullptr ? std::string() : under->*what;
    };
  };
  const auto pick = [&desk](glm::vec2 px) { return structure_at(desk, px); };
  std::vector<Command> with_mouse = stage_input(desk.grip, input.mouse, views, desk.session, pick, scale, told(&OverlayTarget::carrier), told(&OverlayTarget::asks),
                                                told(&OverlayTarget::view));
  if (ui.stage_opens) with_mouse = welcome_input(std::move(with_mouse));

  desk.wall_s += input.dt_s;
  if (!input.commands.empty()) desk.seek_later.reset();
  pace_scrub(desk, ui.commands, ImGui::IsMouseDown(0));
  for (const Command& command : input.commands) execute(desk.session, content, command);  // a key each
  execute_press(desk.session, content, ui.commands);
  execute_press(desk.session, content, with_mouse);
  if (!input.mouse.over_interface && (!desk.session.hovered.empty() || target_at(desk, input.mouse.position_px) != nullptr))
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  advance(desk.session, content, input.dt_s);

  desk.scenes.clear();
  if (input.draw) clear(target, desk.session.blank ? Theme::dark : desk.session.theme);
  if (!ui.stage.is_empty()) {
    StageSettings stage;
    stage.offset_x = static_cast<int>(std::lround(ui.stage.min.x));
    stage.offset_y = static_cast<int>(std::lround(ui.stage.min.y));
    stage.width = static_cast<int>(std::lround(ui.stage.max.x)) - stage.offset_x;
    stage.height = static_cast<int>(std::lround(ui.stage.max.y)) - stage.offset_y;
    stage.pixel_scale = scale;
    stage.background = background_of(desk.session.theme);
    stage.words = stage_words(*desk.text);
    stage.font = &desk.stage_fonts->regular;
    stage.bold_font = &desk.stage_fonts->bold;
    stage.titles = !desk.session.show_welcome;
    if (desk.session.show_interface) {
      stage.words.why = word(*desk.text, "why_button");
      stage.words.why_colour = why_colour(desk.session.theme);
    }
    stage.names = &desk.names;
    stage.foot = static_cast<int>(std::lround(ui.stage_foot));
    stage.foot_between = ui.stage_foot_between;
    stage.raised = ui.stage_raised;
    stage.captions = ui.stage_captions;  // else the transport bar has them
    stage.clock = ui.stage_clock;
    if (desk.session.grounded) stage.titles = false;
    if (desk.session.grounded || desk.session.show_welcome) {
      desk.scenes = extract_scenes(on_stage(desk.session), content, stage);
    } else {
      desk.scenes = extract_scenes(desk.session, content, stage);
    }
    desk.stage = stage;
    desk.stage.names = nullptr;  // a desk may move
    desk.stage.foot_between = false;
    desk.stage.foot = 0;         // a picture has no message on it, and no button
    desk.stage.raised = 0;
    if (input.draw) desk.renderer->draw(desk.scenes, target, input.quality);
  }
  if (input.draw) {
    desk.host->draw(input.size_px);
  } else {
    ImGui::EndFrame();
  }
  if (input.draw)  // for the next frame
    desk.stories_pending = desk.stories != nullptr && desk.stories->step(ui.pictures_wanted, desk.session, content, *desk.renderer, story_stage(desk));
}

Result<InterfaceStudio> InterfaceStudio::open(const Installation& installation, int width, int height,
                                              const std::filesystem::path& shader_dir, bool gles) {
  auto context = OffscreenContext::create(gles);
  if (!context) return context.errors();
  auto renderer = Renderer::create({shader_dir});
  if (!renderer) return renderer.errors();
  auto fonts = load_stage_fonts(installation.assets);
  if (!fonts) return fonts.errors();
  auto canvas = Canvas::create(width, height);
  if (!canvas) return canvas.errors();
  auto host = UiHost::create(installation.assets, gles);
  if (!host) return host.errors();
  renderer->upload(installation.content.brain);
  renderer->upload_fonts(fonts->regular, fonts->bold);
  return InterfaceStudio(installation, std::move(*context), std::move(*renderer), std::move(*canvas), std::move(*fonts),
                         std::move(*host), {static_cast<float>(width), static_cast<float>(height)});
}

Desk InterfaceStudio::make_desk(Session session) {
  Desk desk{&installation_->content, &installation_->words, &renderer_, &host_, &fonts_, std::move(session), {}, {},
            &installation_->why, {}, {}, {}, stories_.get(), {}};
  for (const Language& language : installation_->languages) desk.languages.emplace_back(language.id, language.name);
  return desk;
}

void InterfaceStudio::frame(Desk& desk, DeskInput input) {
  prepare_frame(desk, size_, 1);
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = ImVec2(size_.x, size_.y);
  io.DeltaTime = static_cast<float>(std::clamp(input.dt_s, 1e-4, 0.25));
  compat::mouse_position(io, input.mouse.position_px);
  compat::mouse_button(io, 0, input.mouse.left);
  compat::mouse_button(io, 1, input.mouse.right);
  compat::mouse_button(io, 2, input.mouse.middle);
  if (input.mouse.wheel != 0) compat::mouse_wheel(io, input.mouse.wheel);
  ImGui::NewFrame();
  input.size_px = size_;
  tick(desk, std::move(input), canvas_.target());
}

Image InterfaceStudio::take(Session& session, std::span<const StageMouse> script) {
  constexpr std::size_t kSettle = 3;
  Desk desk = make_desk(std::move(session));
  const std::size_t frames = std::max(script.size(), kSettle);
  run_ensembles_now(desk.session, *desk.content);
  StageMouse mouse;
  mouse.position_px = glm::vec2(-1000);
  // The pictures of stories are made one after each frame.
  for (std::size_t i = 0, last = frames - 1; i <= last; ++i) {
    if (i < script.size()) mouse = script[i];
    if (i >= script.size()) mouse.wheel = 0;
    if (i == last && desk.stories_pending) ++last;
    DeskInput input;
    input.mouse = mouse;
    input.quality = i < last ? Quality::fast : Quality::best;
    frame(desk, std::move(input));
  }
  session = std::move(desk.session);
  stage_ = desk.stage;
  return canvas_.read();
}

}  // namespace attune
