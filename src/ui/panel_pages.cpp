// Pages to read: a list and, beside it or instead of it, one page in a column that is easy on the eyes.
#include <algorithm>
#include <map>

#include "ui/claim_card.h"
#include "ui/page_figures.h"
#include "ui/panels.h"
#include "ui/terms.h"
#include "ui/ui_compat.h"

namespace attune {
namespace {

constexpr int kLineCharacters = 70;  // the most that eyes follow with ease

std::string group_name(const UiContext& ui, const std::string& group) { return ui.tr(("pages_" + group).c_str()); }

// The width of a line of so many characters of ordinary words.
float line_width(const UiContext& ui) {
  constexpr std::string_view kSample = "an ordinary line of words to be read";
  return measure(ui.fonts.body, kSample).x * kLineCharacters / static_cast<float>(kSample.size());
}

void page_list(const UiContext& ui, const Page* open) {
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  // The open page is brought into view when another is opened.
  ImGuiStorage& storage = *ImGui::GetStateStorage();
  const ImGuiID shown_id = ImGui::GetID("shown");
  const int shown = open == nullptr ? -1 : static_cast<int>(open - ui.content.pages.data());
  const bool is_new = storage.GetInt(shown_id, -1) != shown;
  storage.SetInt(shown_id, shown);
  std::string group;
  for (const Page& page : ui.content.pages) {
    if (page.group != group) {
      if (!group.empty()) space(m.gap_m);
      group = page.group;
      ImGui::Indent(m.gap_m);
      section_label(ui, group_name(ui, group));
      ImGui::Unindent(m.gap_m);
    }
    const float width = ImGui::GetContentRegionAvail().x, inner = width - 2 * m.gap_m;
    const bool on = open != nullptr && page.id == open->id;
    const UiFont& font = on ? ui.fonts.bold : ui.fonts.body;
    const float words = measure(font, page.title, inner).y;
    const Press press = press_area(ui, page.id.c_str(), {width, std::max(m.row, words + 2 * m.gap_s)});
    ImDrawList& list = *ImGui::GetWindowDrawList();
    if (on || press.hovered) draw_box(list, press.min, press.max, on ? t.accent_soft : t.control_hover, m.corner);
    draw_text(list, font, {press.min.x + m.gap_m, press.centre().y - words / 2}, on ? t.accent : t.text, page.title,
              inner);
    if (press.pressed) ui.send(command::SetPages{true, page.id});
    const float top = ImGui::GetWindowPos().y, foot = top + ImGui::GetWindowSize().y - m.gap_xl;
    if (on && is_new && (press.min.y < top || press.max.y > foot)) ImGui::SetScrollHereY(0.5f);
  }
}

void bullets(const UiContext& ui, const std::vector<PageText>& texts) {
  const Metrics& m = ui.m;
  for (const PageText& text : texts) {
    const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos());
    ImGui::GetWindowDrawList()->AddCircleFilled({at.x + m.gap_s, at.y + ui.fonts.body.size / 2}, 3 * m.scale,
                                                to_u32(ui.tokens.accent), 16);
    ImGui::Indent(m.gap_xl);
    told_paragraph(ui, ui.fonts.body, ui.tokens.text, at_level(text.plain, text.deeper, ui.session.level));
    ImGui::Unindent(m.gap_xl);
    space(m.gap_s);
  }
}

// Words in a soft frame: nothing alarming, and easy to find again.
void note(const UiContext& ui, const std::string& words) {
  const Metrics& m = ui.m;
  const glm::vec2 at = to_glm(ImGui::GetCursorScreenPos());
  const float width = ImGui::GetContentRegionAvail().x, inner = width - 2 * m.gap_l;
  const float height = measure(ui.fonts.body, words, inner).y + 2 * m.gap_m;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_control(ui, list, at, at + glm::vec2(width, height), ui.tokens.accent_soft, m.corner);
  draw_text(list, ui.fonts.body, at + glm::vec2(m.gap_l, m.gap_m), ui.tokens.text, words, inner);
  ImGui::Dummy({width, height});
}

void buttons(const UiContext& ui, const std::vector<PageLink>& links) {
  const Metrics& m = ui.m;
  const float width = ImGui::GetContentRegionAvail().x;
  float x = 0, left = ImGui::GetCursorScreenPos().x, y = ImGui::GetCursorScreenPos().y;
  for (std::size_t i = 0; i < links.size(); ++i) {
    const float wanted = std::min(width, measure(ui.fonts.bold, links[i].label).x + 2 * m.gap_l + m.gap_s);
    if (x > 0 && x + wanted > width) x = 0, y += m.control + m.gap_s;
    ImGui::SetCursorScreenPos({left + x, y});
    ImGui::PushID(static_cast<int>(i));
    if (button(ui, "link", links[i].label, ButtonLook::filled, wanted)) ui.send(command::FollowLink{links[i]});
    ImGui::PopID();
    x += wanted + m.gap_s;
  }
  ImGui::SetCursorScreenPos({left, y + m.control});
  ImGui::Dummy({width, 0});
}

// What the bands of a figure say, or that they are being worked out; "" while they are not shown.
std::string bands_words(const UiContext& ui, const std::vector<EnsembleBands>* bands) {
  if (!ui.session.show_bands) return "";
  return " " + ui.tr(bands == nullptr ? "bands_coming" : "page_bands");
}

void draw_block(const UiContext& ui, const PageBlock& block, const PageFigure* figure,
                const std::vector<EnsembleBands>* bands) {
  const Tokens& t = ui.tokens;
  const Metrics& m = ui.m;
  const std::string words =
      block.texts.empty() ? "" : at_level(block.texts[0].plain, block.texts[0].deeper, ui.session.level);
  switch (block.kind) {
    case PageBlockKind::heading:
      space(m.gap_s);
      paragraph(ui, ui.fonts.heading, t.text, words);
      space(m.gap_s);
      return;
    case PageBlockKind::paragraph:
      told_paragraph(ui, ui.fonts.body, t.text, words);
      break;
    case PageBlockKind::list:
      bullets(ui, block.texts);
      return space(m.gap_s);
    case PageBlockKind::note:
      note(ui, words);
      break;
    case PageBlockKind::buttons:
      buttons(ui, block.buttons);
      break;
    case PageBlockKind::shares:
      draw_shares(ui, block);
      break;
    case PageBlockKind::plane:
      if (figure != nullptr) draw_plane(ui, *figure);
      break;
    case PageBlockKind::curves:
      if (figure != nullptr) draw_curves(ui, block, *figure, bands);
      break;
    case PageBlockKind::before_after:
      if (figure != nullptr && !figure->rows.empty()) draw_before_after(ui, block, *figure);
      break;
  }
  const bool is_figure = block.kind == PageBlockKind::shares || block.kind == PageBlockKind::plane ||
                         block.kind == PageBlockKind::curves || block.kind == PageBlockKind::before_after;
  if (is_figure) {
    space(m.gap_xs);
    told_paragraph(ui, ui.fonts.small, t.muted,
              block.kind == PageBlockKind::curves ? words + bands_words(ui, bands) : words);
  }
  space(m.gap_l);
}

void sources(const UiContext& ui, const Page& page) {
  std::map<std::string, std::size_t> index;
  const std::vector<Claim>& claims = ui.content.claim_book.claims;
  for (std::size_t i = 0; i < claims.size(); ++i) index[claims[i].id] = i;
  std::vector<std::size_t> shown;
  for (const std::string& id : claims_of(page))
    if (const auto found = index.find(id); found != index.end()) shown.push_back(found->second);
  space(ui.m.gap_s);
  claim_cards(ui, shown);
}

// What comes after this page, so that a reader need not go back to the list.
void next_page(const UiContext& ui, const Page& page) {
  const std::vector<Page>& pages = ui.content.pages;
  const auto place = static_cast<std::size_t>(&page - pages.data());
  if (place + 1 >= pages.size()) return;
  const std::string label = fill(ui.tr("pages_next"), {{"title", pages[place + 1].title}});
  const float wanted = measure(ui.fonts.bold, label).x + 2 * ui.m.gap_l + ui.m.gap_s;
  if (button(ui, "next_page", label, ButtonLook::filled, std::min(wanted, ImGui::GetContentRegionAvail().x)))
    ui.send(command::SetPages{true, pages[place + 1].id});
  space(ui.m.gap_l);
}

// The open page in the scrolling area at the cursor.
void draw_page(const UiContext& ui, const Page& page, bool with_levels) {
  const Metrics& m = ui.m;
  if (!ui.session.show_help) scroll_by_steps(ui);
  paragraph(ui, ui.fonts.small_bold, ui.tokens.accent, group_name(ui, page.group));
  paragraph(ui, ui.fonts.title, ui.tokens.text, page.title);
  space(m.gap_m);
  if (with_levels) {
    const int level = segmented(ui, "levels", {ui.tr("level_plain"), ui.tr("level_student"), ui.tr("level_expert")},
                                static_cast<int>(ui.session.level));
    if (level >= 0) ui.send(command::SetLevel{static_cast<Level>(level)});
    space(m.gap_m);
  }
  const PageRuns* const runs = ui.session.page_runs.get();
  const PageBands* const known = ui.session.page_bands.get();
  const PageBands* const bands =
      ui.session.show_bands && known != nullptr && known->of == ui.session.page_runs ? known : nullptr;
  for (std::size_t i = 0; i < page.blocks.size(); ++i) {
    ImGui::PushID(static_cast<int>(i));
    draw_block(ui, page.blocks[i], runs != nullptr && i < runs->figures.size() ? &runs->figures[i] : nullptr,
               bands != nullptr && i < bands->figures.size() ? &bands->figures[i] : nullptr);
    ImGui::PopID();
  }
  next_page(ui, page);
  sources(ui, page);
  paragraph(ui, ui.fonts.small, ui.tokens.muted, ui.tr("teaching_model"));
  space(m.gap_l);
}

}  // namespace

void draw_pages(UiContext& ui) {
  const Metrics& m = ui.m;
  const glm::vec2 window = ui.frame.size_px;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(to_im(window));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::Begin("pages", nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleVar();
  ui.pointer_over_ui = true;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  draw_box(list, {0, 0}, window, ui.tokens.scrim, 0);

  const float margin = m.gap_l, pad = m.gap_xl, bar = ImGui::GetStyle().ScrollbarSize + m.gap_s;
  const float column = line_width(ui), list_width = 250 * m.scale;
  const float whole = pad + list_width + 2 * pad + column + bar + m.control + pad;
  const bool beside = window.x - 2 * margin >= pad + list_width + 2 * pad + 0.75f * column + bar + pad;
  const glm::vec2 size(std::min(beside ? whole : column + bar + 2 * pad, window.x - 2 * margin), window.y - 2 * margin);
  const Rect card{glm::round((window - size) * 0.5f), glm::round((window + size) * 0.5f)};
  draw_panel(ui, list, card);

  const Page* const page = beside || !ui.session.page.empty() ? current_page(ui.session, ui.content) : nullptr;
  const float top = card.min.y + m.gap_m, below = top + m.control + m.gap_s, foot = card.max.y - m.gap_m;
  float x = card.min.x + pad;
  if (!beside && page != nullptr) {
    ImGui::SetCursorScreenPos({card.min.x + m.gap_m, top});
    if (icon_button(ui, "all_pages", Icon::chevron_left, ui.tr("pages_all"))) ui.send(command::SetPages{true, ""});
    x = card.min.x + m.gap_m + m.control + m.gap_s;
  }
  draw_text(list, ui.fonts.heading, {x, top + (m.control - ui.fonts.heading.size) / 2}, ui.tokens.text,
            ui.tr("pages_title"));

  if (beside || page == nullptr) {
    ImGui::SetCursorScreenPos({card.min.x + pad - m.gap_m, below});
    const float width = beside ? list_width + 2 * m.gap_m : size.x - 2 * pad + 2 * m.gap_m;
    compat::begin_scroll_child("page_list", {width, foot - below});
    page_list(ui, page);
    end_scroll(ui);
  }
  if (page != nullptr) {
    float left = card.min.x + pad, width = size.x - 2 * pad;
    if (beside) {
      const float edge = std::round(card.min.x + pad + list_width + pad);
      list.AddLine({edge, card.min.y + m.gap_l}, {edge, card.max.y - m.gap_l}, to_u32(ui.tokens.border), m.line);
      left = edge + pad;
      width = card.max.x - pad - left;
    }
    const float page_top = beside ? top + m.gap_s : below;
    if (beside) width -= m.control;  // the way out stands beside it
    width = std::min(width, column + bar);
    ImGui::SetCursorScreenPos({left, page_top});
    compat::begin_scroll_child(("page_" + page->id).c_str(), {width, foot - page_top});
    draw_page(ui, *page, true);
    end_scroll(ui);
  }
  ImGui::SetCursorScreenPos({card.max.x - m.gap_m - m.control, top});
  if (icon_button(ui, "close_pages", Icon::close, ui.tr("close"))) ui.send(command::SetPages{false, ""});
  if (ImGui::IsMouseClicked(0) && !card.contains(to_glm(ImGui::GetIO().MousePos)) &&
      ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows))
    ui.send(command::SetPages{false, ""});
  ImGui::End();
}

}  // namespace attune
