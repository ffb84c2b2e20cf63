#include "ui/terms.h"

#include <algorithm>
#include <cmath>

#include "core/text.h"
#include "model/find.h"
#include "ui/ui_compat.h"

namespace attune {
namespace {

void draw_dots(const UiContext& ui, glm::vec2 from, float width) {
  const float dot = std::max(1.0f, std::round(1.3f * ui.m.scale));
  ImDrawList& list = *ImGui::GetWindowDrawList();
  for (float x = from.x; x + dot <= from.x + width; x += 2.5f * dot)
    draw_box(list, {x, from.y - dot}, {x + dot, from.y}, with_alpha(ui.tokens.accent, 0.85f), 0);
}

}  // namespace

std::string term_words(const UiContext& ui, const GlossaryTerm& term) {
  std::string words = term.name + "\n" + term.meaning;
  for (const std::string& key : term.evidence)
    if (const Reference* reference = find_reference(ui.content, key))
      words += "\n" + fill(ui.tr("source_author_year"), {{"authors", elide(ui.fonts.small, reference->authors, 200 * ui.m.scale)}, {"year", std::to_string(reference->year)}});
  return words;
}

namespace {

// Marked by the panel for the first time in this frame.
bool is_first(const GlossaryTerm& term) {
  ImGuiStorage& storage = ImGui::GetCurrentWindow()->RootWindow->StateStorage;
  const ImGuiID id = ImHashStr(("told_" + term.id).c_str());
  const int frame = ImGui::GetFrameCount();
  if (storage.GetInt(id) == frame) return false;
  storage.SetInt(id, frame);
  return true;
}

// The area of a term: under the pointer and with the keyboard's focus it says what it means; a press keeps that until the
// next one anywhere, for a finger points at nothing.
void press_term(const UiContext& ui, const GlossaryTerm& term, glm::vec2 corner, glm::vec2 size) {
  ImGui::SetCursorScreenPos(to_im(corner));
  const Press press = press_area(ui, ("term_" + term.id).c_str(), size);
  name_control(ui, term.name);
  ImGuiStorage& storage = *ImGui::GetStateStorage();
  const ImGuiID kept = ImGui::GetID(("kept_" + term.id).c_str());
  if (press.pressed) {
    storage.SetBool(kept, !storage.GetBool(kept));
  } else if (ImGui::IsMouseClicked(0) && !press.hovered) {
    storage.SetBool(kept, false);
  }
  if (press.focused || press.held || storage.GetBool(kept)) {
    const ImGuiWindow& window = *ImGui::GetCurrentWindow()->RootWindow;
    tooltip_beside(ui, {press.min, press.max}, {to_glm(window.Pos), to_glm(window.Pos) + to_glm(window.Size)}, term_words(ui, term));
  } else if (press.hovered) {
    tooltip(ui, term_words(ui, term));
  }
}

}  // namespace

std::vector<MarkedTerm> press_terms(const UiContext& ui, const UiFont& font, glm::vec2 at, std::string_view text, float width) {
  std::vector<MarkedTerm> marked;
  const std::vector<FoundTerm>& terms = ui.terms.find(text, ui.session.level);
  if (terms.empty()) return marked;
  const ImVec2 before = ImGui::GetCursorScreenPos();
  std::vector<std::string_view> lines;
  ImGui::PushID(text.data(), text.data() + text.size());
  for (const FoundTerm& found : terms) {
    const GlossaryTerm& term = ui.content.glossary[found.term];
    if (!is_first(term)) continue;
    if (lines.empty()) lines = wrapped_lines(font, text, width);
    bool pressable = true;  // its first piece: a line may break within it
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const auto line_begin = static_cast<std::size_t>(lines[i].data() - text.data()), line_end = line_begin + lines[i].size();
      const std::size_t begin = std::max(found.begin, line_begin), end = std::min(found.end, line_end);
      if (begin >= end) continue;
      const glm::vec2 corner = at + glm::vec2(measure(font, text.substr(line_begin, begin - line_begin)).x, font.size * static_cast<float>(i));
      const float wide = measure(font, text.substr(begin, end - begin)).x;
      marked.push_back({corner + glm::vec2(0, font.size), wide});
      if (pressable) press_term(ui, term, corner, {wide, font.size});
      pressable = false;
    }
  }
  ImGui::PopID();
  ImGui::SetCursorScreenPos(before);
  return marked;
}

void draw_terms(const UiContext& ui, const std::vector<MarkedTerm>& terms) {
  for (const MarkedTerm& term : terms) draw_dots(ui, term.from, term.width);
}

void told_paragraph(const UiContext& ui, const UiFont& font, Colour colour, std::string_view text) {
  const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos());
  const float width = std::max(1.0f, ImGui::GetContentRegionAvail().x);
  paragraph(ui, font, colour, text);
  draw_terms(ui, press_terms(ui, font, at, text, width));
}

void dotted_lines(const UiContext& ui, const std::vector<std::string>& lines) {
  for (const std::string& line : lines) {
    const float indent = ui.m.gap_l;
    const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos());
    ImGui::GetWindowDrawList()->AddCircleFilled({at.x + 4 * ui.m.scale, at.y + ui.fonts.small.size / 2}, 2.5f * ui.m.scale,
                                                to_u32(ui.tokens.muted), 12);
    ImGui::Indent(indent);
    told_paragraph(ui, ui.fonts.small, ui.tokens.muted, line);
    ImGui::Unindent(indent);
    space(ui.m.gap_xs);
  }
}

}  // namespace attune
