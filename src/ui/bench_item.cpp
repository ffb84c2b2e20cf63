// The chosen item of a story of the person's own: when, how strong, its words; and the story itself.
#include "ui/bench_item.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "session/edit_story.h"
#include "session/say.h"
#include "ui/amount_slider.h"
#include "ui/timeline_layout.h"
#include "ui/ui_compat.h"

namespace attune {
namespace {

constexpr const char* kMoreInputs = "more_inputs";

// "From  - 2:30 +": one time of an item, moved by steps. The wanted time, or the same.
double time_row(UiContext& ui, const char* id, const std::string& label, double t_s, double story_s, double step_s) {
  const Metrics& m = ui.m;
  const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos());
  const float width = ImGui::GetContentRegionAvail().x;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const std::string time = moment_text(t_s, story_s, ui.clock());
  const float time_width = std::min(std::max(88 * m.scale, measure(ui.fonts.bold, time).x + 2 * m.gap_xs), width - 2 * m.control);
  const float left = at.x + width - 2 * m.control - time_width;
  draw_text(list, ui.fonts.body, {at.x, at.y + (m.control - ui.fonts.body.size) / 2}, ui.tokens.text, elide(ui.fonts.body, label, left - at.x - m.gap_xs));
  double wanted = t_s;
  ImGui::PushID(id);
  ImGui::SetCursorScreenPos({left, at.y});
  if (icon_button(ui, "earlier", Icon::minus, ui.tr("editor_earlier"))) wanted -= step_s;
  const std::string shown = elide(ui.fonts.bold, time, time_width);
  draw_text(list, ui.fonts.bold, {left + m.control + (time_width - measure(ui.fonts.bold, shown).x) / 2, at.y + (m.control - ui.fonts.bold.size) / 2},
            ui.tokens.text, shown);
  ImGui::SetCursorScreenPos({left + m.control + time_width, at.y});
  if (icon_button(ui, "later", Icon::plus, ui.tr("editor_later"))) wanted += step_s;
  ImGui::PopID();
  ImGui::SetCursorScreenPos({at.x, at.y + m.control});
  ImGui::Dummy({width, 0});
  return std::max(0.0, wanted);
}

// A line to type in, under its name. True in a frame in which it changed; `starts` in the first since the keyboard came to it.
template <std::size_t N>
bool named_field(UiContext& ui, const char* id, const std::string& label, std::array<char, N>& text, bool wrong, bool& starts) {
  const Metrics& m = ui.m;
  paragraph(ui, ui.fonts.small, ui.tokens.muted, label);
  const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos());
  const float width = ImGui::GetContentRegionAvail().x;
  const Typed typed = text_field(ui, {id, label, "", wrong}, text, {width, m.control});
  // One field typed in is one step of undo.
  ImGuiStorage& storage = *ImGui::GetStateStorage();
  const ImGuiID goes_on = ImGui::GetID((std::string("typed_") + id).c_str());
  if (typed.began) storage.SetInt(goes_on, 0);
  starts = storage.GetInt(goes_on, 0) == 0;
  if (typed.answered) storage.SetInt(goes_on, 1);
  ImGui::SetCursorScreenPos({at.x, at.y + m.control});
  ImGui::Dummy({width, m.gap_s});
  return typed.answered;
}

template <std::size_t N>
std::array<char, N> in_buffer(const std::string& text) {
  std::array<char, N> buffer{};
  std::strncpy(buffer.data(), text.c_str(), N - 1);
  return buffer;
}

// What `attune check` says about this place, in its own words.
void problems_at(UiContext& ui, const std::string& pointer) {
  const auto show = [&](const std::vector<Error>& errors, Colour colour, const char* mark) {
    for (const Error& error : errors)
      if (error.where == pointer || error.where.starts_with(pointer + "/"))
        paragraph(ui, ui.fonts.small, colour, mark + upper_first(problem_text(ui.content, error.what)) + (error.hint.empty() ? "." : ": " + problem_text(ui.content, error.hint) + "."));
  };
  show(ui.session.story_checks.errors, ui.tokens.warning, "! ");
  show(ui.session.story_checks.warnings, ui.tokens.muted, "");
}
bool has_problem(const UiContext& ui, const std::string& pointer) {
  return std::any_of(ui.session.story_checks.errors.begin(), ui.session.story_checks.errors.end(),
                     [&](const Error& error) { return error.where == pointer; });
}

void input_menu(UiContext& ui, int event, const Segment& segment) {
  if (!begin_popover(ui, kMoreInputs, 300 * ui.m.scale)) return;
  for (const Input& input : ui.content.circuit.inputs) {
    if (std::any_of(segment.inputs.begin(), segment.inputs.end(), [&](const InputValue& value) { return value.input == input.id; })) continue;
    const Press press = press_area(ui, input.id.c_str(), {ImGui::GetContentRegionAvail().x, ui.m.control});
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (press.hovered) draw_box(list, press.min, press.max, ui.tokens.control_hover, ui.m.corner);
    draw_text(list, ui.fonts.body, {press.min.x + ui.m.gap_m, press.centre().y - ui.fonts.body.size / 2}, ui.tokens.text,
              elide(ui.fonts.body, input.name, press.max.x - press.min.x - 2 * ui.m.gap_m));
    if (!press.pressed) continue;
    ui.send(command::SetStrength{event, input.id, 0.5});
    ImGui::CloseCurrentPopup();
  }
  end_popover();
}

void event_rows(UiContext& ui, const Scenario& moment, int event) {
  const Session& s = ui.session;
  const Segment& segment = moment.arms[static_cast<std::size_t>(s.arm)].segments[static_cast<std::size_t>(event)];
  for (const InputValue& value : segment.inputs) {
    const auto input = std::find_if(ui.content.circuit.inputs.begin(), ui.content.circuit.inputs.end(), [&](const Input& each) { return each.id == value.input; });
    const std::string name = input == ui.content.circuit.inputs.end() ? value.input : input->name;
    const double former = former_strength(*s.own_story, ui.content.circuit, s.arm, event, value.input);
    ImGui::PushID(value.input.c_str());
    const AmountMove move = amount_row(ui, value.input.c_str(), name, input == ui.content.circuit.inputs.end() ? "" : input->meaning, value.value, former, ui.tokens.accent);
    if (move.moved && !move.removed) ui.send(command::SetStrength{event, value.input, move.value, move.starts});
    if (move.removed) ui.send(command::RemoveInput{event, value.input});
    ImGui::PopID();
  }
  const float width = ImGui::GetContentRegionAvail().x;
  if (button(ui, "more_inputs_button", ui.tr("editor_add_input"), ButtonLook::filled, width)) ImGui::OpenPopup(kMoreInputs);
  input_menu(ui, event, segment);
  space(ui.m.gap_s);
}

void caption_fields(UiContext& ui, const Scenario& moment, int index) {
  const Session& s = ui.session;
  const Caption& caption = moment.arms[static_cast<std::size_t>(s.arm)].captions[static_cast<std::size_t>(index)];
  const std::string pointer = item_pointer(s.arm, {ItemKind::caption, index});
  auto event = in_buffer<kLongestEvent + 1>(caption.event);
  auto text = in_buffer<kLongestCaption + 1>(caption.text);
  bool starts = true;
  if (named_field(ui, "event", ui.tr("editor_caption_event"), event, has_problem(ui, pointer + "/event"), starts))
    ui.send(command::SetCaption{index, event.data(), caption.text, starts});
  if (named_field(ui, "text", ui.tr("editor_caption_text"), text, has_problem(ui, pointer + "/text"), starts))
    ui.send(command::SetCaption{index, caption.event, text.data(), starts});
}

}  // namespace

void draw_item(UiContext& ui, const Scenario& moment) {
  const Session& s = ui.session;
  const Metrics& m = ui.m;
  const StoryItem item = s.item;
  ItemSpan span;
  if (!find_span(moment, s.arm, item, span)) return;
  ImGui::PushID(static_cast<int>(item.kind) * 1000 + item.index);
  section_label(ui, ui.tr(item.kind == ItemKind::event ? "editor_this_event" : "editor_this_caption"));
  const double step_s = std::max(time_grain_s(moment), timeline_step_s(moment.duration_s));
  const double begin_s = time_row(ui, "begin", ui.tr("editor_begin"), span.begin_s, moment.duration_s, step_s);
  if (begin_s != span.begin_s) {  // moves it
    const DraggedSpan to = dragged(Grip::move, span.begin_s, span.end_s, begin_s - span.begin_s, moment.duration_s);
    ui.send(command::MoveItem{item, to.begin_s, to.end_s});
  }
  const double end_s = time_row(ui, "end", ui.tr("editor_end"), span.end_s, moment.duration_s, step_s);
  if (end_s != span.end_s) ui.send(command::MoveItem{item, span.begin_s, std::max(end_s, span.begin_s)});
  space(m.gap_s);
  if (item.kind == ItemKind::event) {
    event_rows(ui, moment, item.index);
  } else {
    caption_fields(ui, moment, item.index);
  }
  problems_at(ui, item_pointer(s.arm, item));
  space(m.gap_s);
  const float width = ImGui::GetContentRegionAvail().x;
  if (button(ui, "remove_item", ui.tr(item.kind == ItemKind::event ? "editor_remove_event" : "editor_remove_caption"), ButtonLook::filled, width))
    ui.send(command::RemoveItem{item});
  space(m.gap_s);
  if (button(ui, "all_items", ui.tr("editor_all"), ButtonLook::quiet, width)) ui.send(command::ChooseItem{});
  ImGui::PopID();
}

void draw_own_story(UiContext& ui, const Scenario& moment) {
  const Session& s = ui.session;
  auto title = in_buffer<kLongestTitle + 1>(moment.title);
  bool starts = true;
  if (named_field(ui, "title", ui.tr("editor_title"), title, has_problem(ui, "/title"), starts)) ui.send(command::SetStoryTitle{title.data(), starts});
  problems_at(ui, "/title");
  const double step_s = std::max(time_grain_s(moment), timeline_step_s(moment.duration_s));
  const double length_s = time_row(ui, "length", ui.tr("editor_length"), moment.duration_s, moment.duration_s, step_s);
  if (length_s != moment.duration_s) ui.send(command::SetStoryLength{length_s});
  const std::size_t problems = s.story_checks.errors.size();
  if (problems > 0) paragraph(ui, ui.fonts.small_bold, ui.tokens.warning, fill(ui.tr("editor_problems"), {{"n", std::to_string(problems)}}));
  paragraph(ui, ui.fonts.small, ui.tokens.muted, ui.tr("editor_privacy"));
  space(ui.m.gap_s);
  if (button(ui, "save_story", ui.tr("editor_save"), ButtonLook::primary, ImGui::GetContentRegionAvail().x)) ui.send(command::StartExport{Export::story});
  space(ui.m.gap_m);
}

void draw_story_files(UiContext& ui) {
  const Session& s = ui.session;
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  section_label(ui, ui.tr("editor_files"));
  paragraph(ui, ui.fonts.small, t.muted, s.story_folder);
  space(m.gap_xs);
  for (std::size_t i = 0; i < s.story_files.size(); ++i) {
    const StoryFile& file = s.story_files[i];
    const bool open = s.own_story != nullptr && s.own_story->file == file.path;
    ImGui::PushID(static_cast<int>(i));
    const Press press = press_area(ui, "file", {ImGui::GetContentRegionAvail().x, m.control});
    ImGui::PopID();
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (press.hovered || open) draw_box(list, press.min, press.max, open ? t.card_selected : t.card_hover, m.corner);
    draw_text(list, open ? ui.fonts.bold : ui.fonts.body, {press.min.x + m.gap_s, press.centre().y - ui.fonts.body.size / 2}, t.text,
              elide(ui.fonts.bold, file.name, press.max.x - press.min.x - 2 * m.gap_s));
    if (press.pressed) ui.send(command::OpenStoryFile{file.path});
  }
  if (s.story_files.empty()) paragraph(ui, ui.fonts.body, t.text, ui.tr("editor_no_files"));
  space(m.gap_s);
  // Another place: typed here, opened with Enter or the button. Nothing of it is kept.
  auto path = in_buffer<512>(s.story_path);
  bool starts = true;
  if (named_field(ui, "path", ui.tr("editor_path"), path, false, starts)) ui.send(command::TypeStoryPath{path.data()});
  if (button(ui, "open_path", ui.tr("editor_open"), ButtonLook::filled, ImGui::GetContentRegionAvail().x) && !s.story_path.empty())
    ui.send(command::OpenStoryFile{s.story_path});
  space(m.gap_s);
  if (button(ui, "close_files", ui.tr("close"), ButtonLook::quiet, ImGui::GetContentRegionAvail().x)) ui.send(command::ShowStoryFiles{false});
}

}  // namespace attune
