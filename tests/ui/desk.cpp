#include "desk.h"

#include <doctest/doctest.h>

#include <utility>

#include "core/text.h"
#include "io/load_content.h"
#include "io/load_ui_text.h"
#include "ui/ui_compat.h"

namespace attune {
namespace {

template <class T>
T checked(Result<T> result) {
  if (!result) FAIL(to_sentence(result.error()));
  return std::move(*result);
}

// Read once; every desk has a copy of its own, which a test may change.
struct Shipped {
  Content content = checked(load_content(ATTUNE_ASSETS));
  UiText text = checked(load_ui_text(ATTUNE_ASSETS "/ui_en.json")), why = checked(load_ui_text(ATTUNE_ASSETS "/why_en.json"));
};
const Shipped& shipped() {
  static const Shipped once;
  return once;
}

}  // namespace

TestDesk::TestDesk(glm::vec2 window, float ui_scale)
    : content(shipped().content),
      text(shipped().text),
      why(shipped().why),
      session(checked(make_session(content))),
      size(window) {
  session.show_welcome = false;
  session.ui_scale = ui_scale;
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  compat::map_keys(io);
  io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
#if IMGUI_VERSION_NUM >= 19200
  io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
#endif
  scale = interface_scale(size, 1, session);
  fonts = build_fonts(
      *io.Fonts,
      {ATTUNE_ASSETS "/fonts/AtkinsonHyperlegible-Regular.ttf", ATTUNE_ASSETS "/fonts/AtkinsonHyperlegible-Bold.ttf"},
      make_metrics(scale));
  io.DisplaySize = ImVec2(size.x, size.y);
}

TestDesk::~TestDesk() { ImGui::DestroyContext(); }

UiResult TestDesk::frame(glm::vec2 mouse, bool down, float wheel, int focus_step) {
  ImGuiIO& io = ImGui::GetIO();
  io.DeltaTime = 1.0f / 60;
  compat::mouse_position(io, mouse);
  compat::mouse_button(io, 0, down);
  if (wheel != 0) compat::mouse_wheel(io, wheel);
  ImGui::NewFrame();
  UiFrame frame;
  frame.size_px = size;
  frame.scale = scale;
  frame.fonts = &fonts;
  frame.text = &text;
  frame.why = &why;
  frame.languages = languages;
  frame.focus_step = focus_step;
  frame.list_step = list_step;
  frame.pointed_name = pointed_name;
  frame.pointed_place = pointed_place;
  frame.press_focused = std::exchange(press_focused, false);
  frame.note_controls = note_controls;
  frame.terms = &terms;
  frame.names = names;
  frame.foot_room = foot_room;
  frame.caption_left_out = caption_left_out;
  frame.legend_left_out = legend_left_out;
  UiResult result = draw_ui(session, content, frame);
  ImGui::Render();
  return result;
}

std::vector<Command> TestDesk::click(glm::vec2 at) {
  std::vector<Command> commands;
  const auto collect = [&](const UiResult& result) {
    for (const Command& command : result.commands)
      if (!std::holds_alternative<command::Hover>(command) && !std::holds_alternative<command::NoticeWhy>(command) &&
          !std::holds_alternative<command::HoldWhy>(command) && !std::holds_alternative<command::LetGo>(command))
        commands.push_back(command);
  };
  collect(frame(at));
  collect(frame(at, true));
  collect(frame(at, false));
  collect(frame(at, false));
  return commands;
}

int story_index(const TestDesk& desk, const std::string& id) {
  for (std::size_t i = 0; i < story_count(desk.content); ++i)
    if (story_at(desk.content, i).text().id == id) return static_cast<int>(i);
  return -1;
}

void TestDesk::tidy() {
  if (ImGui::GetCurrentContext()->OpenPopupStack.Size > 0) ImGui::ClosePopupToLevel(0, false);
  for (ImGuiWindow* window : ImGui::GetCurrentContext()->Windows) {
    window->Scroll = ImVec2(0, 0);
    window->StateStorage.Clear();
  }
}

std::vector<Found> click_everywhere(TestDesk& desk, float step) {
  std::vector<Found> found;
  for (float y = step / 2; y < desk.size.y; y += step)
    for (float x = step / 2; x < desk.size.x; x += step) {
      Found point{{x, y}, desk.click({x, y})};
      desk.tidy();
      if (!point.commands.empty()) found.push_back(std::move(point));
    }
  return found;
}

namespace {

std::string text_of(const command::SetStyle& c) { return format("SetStyle %d %d", c.side, c.style); }
std::string text_of(const command::SelectScenario& c) { return format("SelectScenario %d", c.scenario); }
std::string text_of(const command::SelectArm& c) { return format("SelectArm %d", c.arm) + (c.side == 1 ? " B" : ""); }
std::string text_of(const command::SetCompare& c) { return format("SetCompare %d", c.on); }
std::string text_of(const command::SetPlaying& c) { return format("SetPlaying %d", c.on); }
std::string text_of(const command::StepEvent& c) { return format("StepEvent %d", c.direction); }
std::string text_of(const command::SetSpeed&) { return "SetSpeed"; }
std::string text_of(const command::Seek&) { return "Seek"; }
std::string text_of(const command::Select& c) { return "Select " + c.structure; }
std::string text_of(const command::SetPanel& c) { return format("SetPanel %d %d", static_cast<int>(c.panel), c.open); }
std::string text_of(const command::SetLeftTab& c) { return format("SetLeftTab %d", static_cast<int>(c.tab)); }
std::string text_of(const command::SetPlotted& c) { return "SetPlotted " + c.column; }
std::string text_of(const command::SetCurveVisible& c) { return format("SetCurveVisible %d ", c.visible) + c.column; }
std::string text_of(const command::SetGroupVisible& c) { return format("SetGroupVisible %d ", c.visible) + c.group; }
std::string text_of(const command::SetCarrierVisible& c) { return "SetCarrierVisible " + c.carrier; }
std::string text_of(const command::SetStructureVisible& c) { return "SetStructureVisible " + c.structure; }
std::string text_of(const command::SoloStructure& c) { return "SoloStructure " + c.structure; }
std::string text_of(const command::SoloCarrier& c) { return "SoloCarrier " + c.carrier; }
std::string text_of(const command::FrameStructure& c) { return "FrameStructure " + c.structure; }
std::string text_of(const command::SetTheme& c) { return format("SetTheme %d", static_cast<int>(c.theme)); }
std::string text_of(const command::SetHelp& c) { return format("SetHelp %d", c.on); }
std::string text_of(const command::SetFullscreen& c) { return format("SetFullscreen %d", c.on); }
std::string text_of(const command::SetLibrary& c) { return format("SetLibrary %d", c.on); }
std::string text_of(const command::CloseWelcome&) { return "CloseWelcome"; }
std::string text_of(const command::Begin& c) { return format("Begin %d", static_cast<int>(c.way)); }
std::string text_of(const command::SetTour& c) { return format("SetTour %d", c.step); }
std::string text_of(const command::StartPrediction&) { return "StartPrediction"; }
std::string text_of(const command::Sketch&) { return "Sketch"; }
std::string text_of(const command::EndPrediction&) { return "EndPrediction"; }
std::string text_of(const command::ShowClaim& c) { return "ShowClaim " + c.claim; }
std::string text_of(const command::OpenSource& c) { return (c.copied ? "CopySource " : "OpenSource ") + c.reference; }
std::string text_of(const command::SwapSides&) { return "SwapSides"; }
std::string text_of(const command::DismissMessage&) { return "DismissMessage"; }
std::string text_of(const command::GoToView& c) { return "GoToView " + c.view; }
std::string text_of(const command::SetUiScale&) { return "SetUiScale"; }
std::string text_of(const command::SetGlass&) { return "SetGlass"; }
std::string text_of(const command::SetColourMode&) { return "SetColourMode"; }
std::string text_of(const command::SetTrackball&) { return "SetTrackball"; }
std::string text_of(const command::SetReducedMotion&) { return "SetReducedMotion"; }
std::string text_of(const command::SetLabels&) { return "SetLabels"; }
std::string text_of(const command::SetFlow&) { return "SetFlow"; }
std::string text_of(const command::SetLegend&) { return "SetLegend"; }
std::string text_of(const command::SetDifference& c) { return format("SetDifference %d", c.on); }
std::string text_of(const command::SetChange& c) { return format("SetChange %d", c.on); }
std::string text_of(const command::AskWhy&) { return "AskWhy"; }
std::string text_of(const command::SetGrounded& c) { return format("SetGrounded %d", c.on); }
std::string text_of(const command::SetPages& c) { return format("SetPages %d ", c.open) + c.page; }
std::string text_of(const command::FollowLink& c) { return "FollowLink " + c.link.label; }
std::string text_of(const command::SetBlank& c) { return format("SetBlank %d", c.on); }
std::string text_of(const command::SetFrozen& c) { return format("SetFrozen %d", c.on); }
std::string text_of(const command::SetSearch& c) { return format("SetSearch %d", c.open); }
std::string text_of(const command::StartExport& c) { return format("StartExport %d", static_cast<int>(c.what)); }
std::string text_of(const command::SetPictureScale& c) { return format("SetPictureScale %d", c.scale); }
std::string text_of(const command::SetPictureLine& c) { return format("SetPictureLine %d", c.on); }
std::string text_of(const command::NameKeptView& c) { return format("NameKeptView %d ", c.index) + c.name; }
std::string text_of(const command::ForgetKeptView& c) { return format("ForgetKeptView %d", c.index); }
std::string text_of(const command::ShowKeptView& c) { return format("ShowKeptView %d", c.index); }
std::string text_of(const command::CancelExport&) { return "CancelExport"; }
std::string text_of(const command::SetInterface& c) { return format("SetInterface %d", c.on); }
std::string text_of(const command::StepBack&) { return "StepBack"; }
std::string text_of(const command::SetLevel& c) { return format("SetLevel %d", static_cast<int>(c.level)); }
std::string text_of(const command::SetBands& c) { return format("SetBands %d", c.on); }
std::string text_of(const command::SetPeopleOnly&) { return "SetPeopleOnly"; }
std::string text_of(const command::AskAbout& c) { return "AskAbout " + c.column; }
std::string text_of(const command::HoldWhy& c) { return format("HoldWhy %g", c.at_s); }
std::string text_of(const command::NoticeWhy& c) { return format("NoticeWhy %d", c.in_view); }
std::string text_of(const command::SetLoop& c) { return c.to_s > c.from_s ? "SetLoop" : "SetLoop none"; }
std::string text_of(const command::SetPlotRange& c) { return c.to_s > c.from_s ? "SetPlotRange" : "SetPlotRange all"; }
std::string text_of(const command::SetMapping& c) { return format("SetMapping %d %d", c.open, c.part); }
std::string text_of(const command::SetPanelSize& c) { return format("SetPanelSize %d", static_cast<int>(c.panel)); }
std::string text_of(const command::SetLanguage& c) { return "SetLanguage " + c.language; }
std::string text_of(const command::Ask& c) { return format("Ask %d %d", static_cast<int>(c.what), c.about); }
std::string text_of(const command::Leave&) { return "Leave"; }
std::string text_of(const command::UseSettings&) { return "UseSettings"; }
std::string text_of(const command::MapPart& c) { return format("MapPart %d ", c.part) + c.structure + format(" %d", static_cast<int>(c.side)); }
std::string text_of(const command::AcceptGuesses&) { return "AcceptGuesses"; }
std::string text_of(const command::MirrorBrain&) { return "MirrorBrain"; }
std::string text_of(const command::LeaveOwnBrain&) { return "LeaveOwnBrain"; }
std::string text_of(const command::SetTrait& c) { return format("SetTrait %d ", c.side) + c.trait; }
std::string text_of(const command::SetStrength& c) { return format("SetStrength %d ", c.event) + c.input; }
std::string text_of(const command::ResetChanges& c) { return format("ResetChanges %d", static_cast<int>(c.what)); }
std::string text_of(const command::MakeOwnStory&) { return "MakeOwnStory"; }
std::string text_of(const command::SetEditor& c) { return format("SetEditor %d", c.open); }
std::string text_of(const command::ChooseItem& c) { return format("ChooseItem %d %d", static_cast<int>(c.item.kind), c.item.index); }
std::string text_of(const command::MoveItem& c) { return format("MoveItem %d %d", static_cast<int>(c.item.kind), c.item.index); }
std::string text_of(const command::RemoveItem& c) { return format("RemoveItem %d %d", static_cast<int>(c.item.kind), c.item.index); }
std::string text_of(const command::AddEvent& c) { return "AddEvent " + c.input; }
std::string text_of(const command::AddCaption&) { return "AddCaption"; }
std::string text_of(const command::SetStoryLength&) { return "SetStoryLength"; }
std::string text_of(const command::ShowStoryFiles& c) { return format("ShowStoryFiles %d", c.open); }
std::string text_of(const command::OpenStoryFile& c) { return "OpenStoryFile " + c.path; }
std::string text_of(const command::Undo&) { return "Undo"; }
std::string text_of(const command::Redo&) { return "Redo"; }
std::string text_of(const command::StepDetails& c) { return format("StepDetails %d", c.direction); }
std::string text_of(const command::ResetAll&) { return "ResetAll"; }
std::string text_of(const command::SetBench& c) { return format("SetBench %d %d", c.open, static_cast<int>(c.what)); }
template <class T>
std::string text_of(const T&) {
  return "other";
}

}  // namespace

std::string describe(const Command& command) {
  return std::visit([](const auto& c) { return text_of(c); }, command);
}

}  // namespace attune
