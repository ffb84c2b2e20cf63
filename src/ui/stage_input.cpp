#include "ui/stage_input.h"

#include "session/extract_scene.h"

#include <cmath>

namespace attune {
namespace {

constexpr float kClickMovement_px = 4;
constexpr double kDoubleClick_s = 0.4;
constexpr float kDoubleClickMovement_px = 6;

int view_at(std::span<const Viewport> views, glm::vec2 p) {
  for (std::size_t i = 0; i < views.size(); ++i) {
    const Viewport& v = views[i];
    if (p.x >= static_cast<float>(v.x) && p.x < static_cast<float>(v.x + v.width) && p.y >= static_cast<float>(v.y) &&
        p.y < static_cast<float>(v.y + v.height))
      return static_cast<int>(i);
  }
  return -1;
}

float distance(glm::vec2 a, glm::vec2 b) { return std::hypot(a.x - b.x, a.y - b.y); }

}  // namespace

std::vector<Command> stage_input(StageGrip& grip, const StageMouse& mouse, std::span<const Viewport> views,
                                 const Session& session, const PickAt& pick, float scale, const PickAt& carrier,
                                 const PickAt& asks, const PickAt& turns) {
  std::vector<Command> commands;
  const glm::vec2 at = mouse.position_px;
  const int view = mouse.over_interface ? -1 : view_at(views, at);
  const bool any = mouse.left || mouse.middle || mouse.right;
  const bool was_any = grip.was_left || grip.was_middle || grip.was_right;

  if (any && !was_any && view >= 0) {
    grip.holding = true;
    grip.moved = false;
    grip.panning = mouse.middle || mouse.right || mouse.shift;
    grip.adding = mouse.ctrl;
    grip.pressed_px = at;
    grip.last_px = at;
    grip.view = view;
  }

  if (grip.holding && any) {
    if (!grip.moved && distance(at, grip.pressed_px) >= kClickMovement_px * scale) {
      grip.moved = true;
      if (!session.hovered.empty()) commands.push_back(command::Hover{""});
    }
    if (grip.moved && at != grip.last_px && grip.view < static_cast<int>(views.size())) {
      const float height = static_cast<float>(std::max(1, views[static_cast<std::size_t>(grip.view)].height));
      const glm::vec2 movement = (at - grip.last_px) / height;
      if (grip.panning) {
        commands.push_back(command::PanCamera{movement});
      } else {
        commands.push_back(command::OrbitCamera{movement});
      }
      grip.last_px = at;
    }
  } else if (grip.holding) {
    grip.holding = false;
    const bool is_click = !grip.moved && grip.was_left && !grip.panning;
    const std::string pressed_carrier = is_click && carrier ? carrier(grip.pressed_px) : "";
    const std::string asked = is_click && asks ? asks(grip.pressed_px) : "";
    const std::string direction = is_click && turns ? turns(grip.pressed_px) : "";
    if (!direction.empty()) {
      commands.push_back(command::GoToView{direction});
      grip.last_click_s = -1;
    } else if (!asked.empty()) {
      commands.push_back(command::AskAbout{asked});
      grip.last_click_s = -1;
    } else if (pressed_carrier == kPeopleOnlyChip) {
      commands.push_back(command::SetPeopleOnly{false});
    } else if (!pressed_carrier.empty()) {
      if (grip.adding) {
        commands.push_back(command::SoloCarrier{pressed_carrier});
      } else {
        commands.push_back(command::SetCarrierVisible{pressed_carrier, !carrier_shown(session, pressed_carrier)});
      }
      grip.last_click_s = -1;
    } else if (is_click) {
      const std::string structure = pick ? pick(grip.pressed_px) : "";
      const bool is_double = grip.last_click_s >= 0 && mouse.time_s - grip.last_click_s <= kDoubleClick_s &&
                             distance(at, grip.last_click_px) <= kDoubleClickMovement_px * scale &&
                             structure == grip.last_click_structure;
      if (grip.adding) {
        if (!structure.empty()) commands.push_back(command::AlsoSelect{structure});
        grip.last_click_s = -1;
      } else if (is_double) {
        if (!structure.empty()) commands.push_back(command::FrameStructure{structure});
        grip.last_click_s = -1;
      } else {
        // One that is selected comes back in front of what was asked or read since.
        const bool behind = !structure.empty() && (!session.asked.empty() || !session.claim.empty() || session.show_bench);
        if (structure != session.selected || behind) commands.push_back(command::Select{structure});
        grip.last_click_s = mouse.time_s;
        grip.last_click_px = at;
        grip.last_click_structure = structure;
      }
    }
    grip.last_px = at;
  } else if (view >= 0) {
    if (at != grip.last_px) {
      const std::string structure = pick ? pick(at) : "";
      if (structure != session.hovered) commands.push_back(command::Hover{structure});
      grip.last_px = at;
    }
  } else {
    // Over a panel the panel decides what is hovered; outside everything nothing is.
    if (!mouse.over_interface && !session.hovered.empty()) commands.push_back(command::Hover{""});
    grip.last_px = glm::vec2(-1);
  }

  if (mouse.wheel != 0 && view >= 0) {
    const Viewport& v = views[static_cast<std::size_t>(view)];
    const float width = static_cast<float>(std::max(1, v.width)), height = static_cast<float>(std::max(1, v.height));
    const glm::vec2 ndc((at.x - static_cast<float>(v.x)) / width * 2 - 1,
                        1 - (at.y - static_cast<float>(v.y)) / height * 2);
    commands.push_back(command::ZoomCamera{mouse.wheel, ndc, width / height});
  }

  grip.was_left = mouse.left;
  grip.was_middle = mouse.middle;
  grip.was_right = mouse.right;
  return commands;
}

std::vector<Command> welcome_input(std::vector<Command> commands) {
  std::vector<Command> kept;
  for (Command& command : commands) {
    if (const auto* select = std::get_if<command::Select>(&command); select != nullptr && !select->structure.empty()) {
      kept.push_back(command::Begin{Way::explore, ""});
      kept.push_back(*select);
    } else if (std::holds_alternative<command::Hover>(command) || std::holds_alternative<command::OrbitCamera>(command)) {
      kept.push_back(std::move(command));
    }
  }
  return kept;
}

}  // namespace attune
