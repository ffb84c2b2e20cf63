#include "app/replay.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "app/ensemble_jobs.h"
#include "app/open_file.h"
#include "app/source_opener.h"
#include "app/story_files.h"
#include "app/window_export.h"
#include "core/text.h"
#include "scene/camera.h"
#include "scene/picking.h"
#include "ui/describe.h"
#include "ui/ui_compat.h"
#include "ui/words.h"

namespace attune {
namespace {

constexpr double kFrame_s = 1.0 / 60, kWaitFrame_s = 0.1;
constexpr int kStandFrames = 3;  // frames after which everything that needs measuring stands
constexpr glm::vec2 kAway{-1000, -1000};

struct Named {
  Key key;
  ImGuiKey named;
};
constexpr std::array<Named, 15> kNamed{{{key::kTab, ImGuiKey_Tab},
                                        {key::kLeft, ImGuiKey_LeftArrow},
                                        {key::kRight, ImGuiKey_RightArrow},
                                        {key::kUp, ImGuiKey_UpArrow},
                                        {key::kDown, ImGuiKey_DownArrow},
                                        {key::kPageUp, ImGuiKey_PageUp},
                                        {key::kPageDown, ImGuiKey_PageDown},
                                        {key::kHome, ImGuiKey_Home},
                                        {key::kEnd, ImGuiKey_End},
                                        {key::kBackspace, ImGuiKey_Backspace},
                                        {key::kInsert, ImGuiKey_Insert},
                                        {key::kDelete, ImGuiKey_Delete},
                                        {key::kSpace, ImGuiKey_Space},
                                        {key::kEnter, ImGuiKey_Enter},
                                        {key::kEscape, ImGuiKey_Escape}}};

class Player {
 public:
  Player(InterfaceStudio& studio, Desk& desk, Installation& installation, std::string name)
      : studio_(studio), desk_(desk), installation_(installation), name_(std::move(name)) {}

  Status play(const std::vector<ReplayStep>& steps) {
    frames(kStandFrames);
    for (const ReplayStep& step : steps)
      if (Status done = play(step); !done) return done;
    return Done{};
  }

 private:
  std::string where(const ReplayStep& step) const { return name_ + ":" + std::to_string(step.line); }

  void frame(double dt_s = kFrame_s, std::vector<KeyPress> presses = {}) {
    DeskInput input;
    input.dt_s = dt_s;
    time_s_ += dt_s;
    KeyInput keys = take_keys(presses, desk_.session, *desk_.content);
    input.commands = std::move(keys.commands);
    input.focus_step = keys.focus_step;
    input.list_step = keys.list_step;
    input.list_enter = keys.list_enter;
    input.press_focused = keys.press_focused;
    if (keys.quit) input.commands.push_back(command::Ask{Question::leave});
    if (mouse_.left && has_keyboard_focus()) leave_keyboard_focus();
    input.mouse = mouse_;
    input.mouse.time_s = time_s_;
    input.draw = false;
    input.note_controls = true;
    studio_.frame(desk_, std::move(input));
    mouse_.wheel = 0;
    follow_brain(desk_, installation_);
    const Export wanted = desk_.session.wanted;
    export_.step(desk_, studio_.target());
    source_opener_.step(desk_);
    story_files_.step(desk_, installation_);
    open_wanted(desk_, installation_);
    if (wanted == Export::picture && desk_.session.wanted == Export::none) saved_ = export_.last_saved().string();
  }
  void frames(int count) {
    for (int i = 0; i < count; ++i) frame();
  }

  void press(const std::vector<KeyPress>& presses) {
    ImGuiIO& io = ImGui::GetIO();
    const auto tell_imgui = [&](bool down) {
      for (const KeyPress& press : presses)
        for (const Named& named : kNamed)
          if (named.key == press.key) compat::key(io, named.named, down);
      const std::uint8_t held = down ? presses.front().modifiers : std::uint8_t{0};
      compat::modifiers(io, (held & kCtrl) != 0, (held & kShift) != 0, (held & kAlt) != 0);
    };
    tell_imgui(true);
    frame(kFrame_s, presses);
    tell_imgui(false);
    frames(kStandFrames);
  }

  void click(glm::vec2 at) {
    mouse_.position_px = at;
    frames(2);
    mouse_.left = true;
    frames(2);
    mouse_.left = false;
    frames(kStandFrames);
  }

  // A control of that id; else of those words; else whose words begin so. The nth of them.
  Result<Rect> find(const ReplayStep& step) const {
    std::vector<std::string> names;
    const std::string wanted = lower_case(step.text);
    bool scrolled_away = false;
    for (int round = 0; round < 3; ++round) {
      int count = 0;
      for (const Control& control : desk_.controls) {
        const std::string words = lower_case(control.words);
        const bool fits = round == 0 ? control.id == step.text : round == 1 ? words == wanted : words.starts_with(wanted);
        if (!control.words.empty() || round == 0) names.push_back(round == 0 ? control.id : control.words);
        scrolled_away = scrolled_away || (fits && control.place.is_empty());
        if (!fits || control.place.is_empty()) continue;
        if (++count == step.nth) return control.place;
      }
      if (count > 0)
        return Error{
            sentence("only_so_many_in_view", {{"count", std::to_string(count)}, {"text", printable(step.text)}}),
            where(step), sentence("count_1_left_right"), ExitCode::bad_input};
    }
    if (scrolled_away)
      return Error{sentence("not_in_view_now", {{"text", printable(step.text)}}), where(step), sentence("scroll_or_open"), ExitCode::bad_input};
    const std::string near = nearest_word(step.text, names);
    return Error{sentence("nothing_called_view", {{"text", printable(step.text)}}), where(step),
                 near_or(near, sentence("name_control_id_words")), ExitCode::bad_input};
  }

  // Where a structure can be picked: its parts' middles, and rings around them.
  Result<glm::vec2> find_on_stage(const ReplayStep& step) const {
    const BrainModel& brain = desk_.content->brain;
    constexpr float kRing_px = 5;
    constexpr int kRings = 16, kAround = 12;
    for (const Scene& scene : desk_.scenes) {
      const Viewport& v = scene.viewport;
      const float width = static_cast<float>(v.width), height = static_cast<float>(v.height);
      const glm::mat4 to_clip = projection_matrix(scene.camera, width / height) * view_matrix(scene.camera);
      for (const SurfaceItem& item : scene.surfaces) {
        const BrainPart& part = brain.parts[static_cast<std::size_t>(item.part)];
        if (part.structure != step.text) continue;
        const glm::vec4 clip = to_clip * glm::vec4(part.centroid_mm, 1);
        if (clip.w <= 0) continue;
        const glm::vec2 middle = glm::vec2(v.x, v.y) + to_pixels(v, clip);
        for (int ring = 0; ring < kRings; ++ring)
          for (int i = 0; i < (ring == 0 ? 1 : kAround); ++i) {
            const float angle = 6.2831853f * static_cast<float>(i) / kAround, radius = kRing_px * static_cast<float>(ring);
            const glm::vec2 at = middle + radius * glm::vec2(std::cos(angle), std::sin(angle));
            const int picked = pick_part(scene, brain, at);
            if (picked >= 0 && brain.parts[static_cast<std::size_t>(picked)].structure == step.text) return at;
          }
      }
    }
    return unseen(step, sentence("no_seen_stage", {{"text", printable(step.text)}}),
                  sentence("turn_brain_choose_another"));
  }

  // Where the name of a structure stands: the nth place that a press takes for it, plates before dots.
  Result<glm::vec2> find_name(const ReplayStep& step) const {
    std::vector<glm::vec2> plates, dots;
    for (const Scene& scene : desk_.scenes) {
      bool first = true;
      for (const OverlayTarget& target : scene.overlay.targets) {
        if (target.structure != step.text) continue;
        (first ? plates : dots).push_back(glm::vec2(scene.viewport.x, scene.viewport.y) + (target.min + target.max) * 0.5f);
        first = false;
      }
    }
    plates.insert(plates.end(), dots.begin(), dots.end());
    if (const auto index = static_cast<std::size_t>(step.nth - 1); index < plates.size()) return plates[index];
    return unseen(step, sentence("no_such_name_there", {{"text", printable(step.text)}}),
                  sentence("switch_names_select_structure"));
  }

  Error unseen(const ReplayStep& step, Sentence what, Sentence hint) const {
    std::vector<std::string> ids;
    for (const Structure& structure : desk_.content->structures) ids.push_back(structure.id);
    const std::string near = nearest_word(step.text, ids);
    return Error{std::move(what), where(step), near_or(near == step.text ? "" : near, std::move(hint)),
                 ExitCode::bad_input};
  }

  Status expect(const ReplayStep& step) const {
    const UiLayout layout = shown_layout(studio_.size(), desk_.session);
    const std::vector<std::string> lines =
        describe_session(desk_.session, *desk_.content, installation_.words, installation_.why, &layout);
    const bool found =
        std::any_of(lines.begin(), lines.end(), [&](const std::string& line) { return line.find(step.text) != std::string::npos; });
    if (found == (step.kind == ReplayKind::expect)) return Done{};
    std::string shown;
    for (const std::string& line : lines) shown += "\n  " + line;
    return Error{sentence(found ? "shown_unexpected" : "expected_text", {{"text", printable(step.text)}}), where(step),
                 sentence("this_is_shown", {{"shown", shown}}), ExitCode::check_failed};
  }

  Status play(const ReplayStep& step) {
    switch (step.kind) {
      case ReplayKind::key:
        press(step.keys);
        break;
      case ReplayKind::type: {
        ImGui::GetIO().AddInputCharactersUTF8(step.text.c_str());
        std::vector<KeyPress> letters;  // the window sends these too
        for (const char c : step.text)
          if (const std::optional<KeyPress> letter = parse_key(std::string(1, c))) letters.push_back(*letter);
        frame(kFrame_s, letters);
        frames(kStandFrames);
        break;
      }
      case ReplayKind::click: {
        const Result<Rect> place = find(step);
        if (!place) return place.errors();
        click((place->min + place->max) * 0.5f);
        break;
      }
      case ReplayKind::click_at:
        click(step.from);
        break;
      case ReplayKind::click_brain: {
        const Result<glm::vec2> at = find_on_stage(step);
        if (!at) return at.errors();
        click(*at);
        break;
      }
      case ReplayKind::click_name: {
        const Result<glm::vec2> at = find_name(step);
        if (!at) return at.errors();
        click(*at);
        break;
      }
      case ReplayKind::drag: {
        const Result<Rect> place = find(step);
        if (!place) return place.errors();
        constexpr int kMoves = 12;
        const glm::vec2 from = place->min + step.from * place->size(), to = place->min + step.to * place->size();
        mouse_.position_px = from;
        frames(2);
        mouse_.left = true;
        frames(2);
        for (int i = 1; i <= kMoves; ++i) {
          mouse_.position_px = from + (to - from) * (static_cast<float>(i) / kMoves);
          frame();
        }
        mouse_.left = false;
        frames(kStandFrames);
        break;
      }
      case ReplayKind::wheel: {
        const Result<Rect> place = find(step);
        if (!place) return place.errors();
        mouse_.position_px = (place->min + place->max) * 0.5f;
        frames(2);
        mouse_.wheel = static_cast<float>(step.amount);
        frames(kStandFrames);
        break;
      }
      case ReplayKind::wait:
        for (double left_s = step.amount; left_s > 1e-9; left_s -= kWaitFrame_s) frame(std::min(left_s, kWaitFrame_s));
        break;
      case ReplayKind::drop: {
        if (step.text == "saved" && saved_.empty())
          return Error{sentence("nothing_saved_yet"), where(step), sentence("save_picture_first_key"),
                       ExitCode::bad_input};
        open_files(desk_, installation_, {step.text == "saved" ? saved_ : step.text});
        frames(kStandFrames);
        break;
      }
      case ReplayKind::expect:
      case ReplayKind::expect_not:
        return expect(step);
    }
    return Done{};
  }

  InterfaceStudio& studio_;
  Desk& desk_;
  Installation& installation_;
  std::string name_;
  SourceOpener source_opener_{Browser("")};        // a replay opens nothing on the desktop
  WindowExport export_{PictureClipboard(ClipboardPrograms{})};      // nor touches its clipboard
  StoryFiles story_files_;
  std::string saved_;
  StageMouse mouse_ = away();
  double time_s_ = 0;

  static StageMouse away() {
    StageMouse mouse;
    mouse.position_px = kAway;
    return mouse;
  }
};

}  // namespace

Status play(InterfaceStudio& studio, Desk& desk, Installation& installation, const std::vector<ReplayStep>& steps,
            const std::string& name) {
  return Player(studio, desk, installation, name).play(steps);
}

Image final_picture(InterfaceStudio& studio, Desk& desk) {
  run_ensembles_now(desk.session, *desk.content);
  // The pictures of stories are made one after each frame.
  for (int i = 0, last = kStandFrames - 1; i <= last; ++i) {
    if (i == last && desk.stories_pending) ++last;
    DeskInput input;
    input.dt_s = kFrame_s;
    input.mouse.position_px = kAway;
    input.quality = i < last ? Quality::fast : Quality::best;
    studio.frame(desk, std::move(input));
  }
  return studio.read();
}

}  // namespace attune
