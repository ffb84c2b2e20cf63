#include "ui/claim_card.h"

#include <set>

#include "core/text.h"
#include "model/find_claims.h"
#include "ui/details_why.h"
#include "ui/terms.h"
#include "ui/ui_compat.h"

namespace attune {
namespace {

std::string join_names(const std::vector<ClaimWord>& words, const std::vector<std::string>& ids) {
  std::vector<std::string> names;
  for (const std::string& id : ids)
    for (const ClaimWord& word : words)
      if (word.id == id) names.push_back(word.name);
  return join_words(names);
}

struct CardLine {
  const UiFont* font;
  Colour colour;
  std::string text;
  bool told = false;  // with its terms
};

// A paper: who, when, what and where in full, so that it is found without a network; then its address and Copy.
struct SourceLines {
  const Reference* reference;
  std::vector<CardLine> lines;
};

SourceLines source_lines(const UiContext& ui, const Reference& reference) {
  const Tokens& t = ui.tokens;
  SourceLines source{&reference, {}};
  const std::string year = reference.year > 0 ? std::to_string(reference.year) : "";
  source.lines.push_back({&ui.fonts.small_bold, t.text,
                          year.empty()
                              ? reference.authors
                              : fill(ui.tr("source_author_year"), {{"authors", reference.authors}, {"year", year}})});
  source.lines.push_back({&ui.fonts.small, t.text, reference.title});
  if (!reference.venue.empty())
    source.lines.push_back({&ui.fonts.small, t.muted, fill(ui.tr("source_journal"), {{"journal", reference.venue}})});
  if (reference.doi.empty()) source.lines.push_back({&ui.fonts.small, t.muted, ui.tr("source_no_doi")});
  return source;
}

float height_of(const UiContext& ui, const std::vector<CardLine>& lines, float width) {
  float height = 0;
  for (const CardLine& line : lines) height += measure(*line.font, line.text, width).y + ui.m.gap_xs;
  return height;
}

// list: nullptr where nothing of it is in view. Moves `at` below them.
void draw_lines(const UiContext& ui, ImDrawList* list, glm::vec2& at, const std::vector<CardLine>& lines, float width) {
  for (const CardLine& line : lines) {
    if (list != nullptr) draw_text(*list, *line.font, at, line.colour, line.text, width);
    if (line.told) draw_terms(ui, press_terms(ui, *line.font, at, line.text, width));
    at.y += measure(*line.font, line.text, width).y + ui.m.gap_xs;
  }
}

// Words to press, underlined: they lead out of the program. What is too long for a line goes on below, to its last letter.
void source_link(const UiContext& ui, const char* id, const std::string& words, const std::string& tip, glm::vec2 size,
                 Command asks) {
  const Press press = press_area(ui, id, size);
  name_control(ui, tip);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const Colour colour = press.hovered ? ui.tokens.accent_hover : ui.tokens.accent;
  float y = std::round(press.centre().y - measure(ui.fonts.small, words, size.x).y / 2);
  for (const std::string_view line : wrapped_lines(ui.fonts.small, words, size.x)) {
    draw_text(list, ui.fonts.small, {press.min.x, y}, colour, line);
    y += ui.fonts.small.size;
    list.AddLine({press.min.x, y}, {press.min.x + measure(ui.fonts.small, line).x, y}, to_u32(colour), std::max(1.0f, ui.m.scale));
  }
  if (press.hovered) tooltip(ui, tip);
  if (press.pressed) ui.send(std::move(asks));
}

// The address, on as many lines as it needs, and Copy.
struct SourceLinks {
  std::string address, copy;          // address: "" = the paper has none
  glm::vec2 open_size{0}, copy_size{0};
};
SourceLinks source_links(const UiContext& ui, const Reference& reference, float width) {
  SourceLinks links{reference.doi.empty() ? "" : "doi.org/" + reference.doi, ui.tr("source_copy")};
  links.copy_size = {std::min(width, measure(ui.fonts.small, links.copy).x), ui.m.row};
  const float room = std::max(1.0f, width - links.copy_size.x - ui.m.gap_m);
  if (!links.address.empty())
    links.open_size = {room, std::max(ui.m.row, measure(ui.fonts.small, links.address, room).y + 2 * ui.m.gap_xs)};
  links.copy_size.y = std::max(links.copy_size.y, links.open_size.y);
  return links;
}

void draw_source_links(const UiContext& ui, const Reference& reference, const SourceLinks& links, glm::vec2 at, float width) {
  if (!links.address.empty()) {
    ImGui::SetCursorScreenPos(to_im(at));
    source_link(ui, "open_source", links.address, fill(ui.tr("source_open_tip"), {{"address", links.address}}), links.open_size,
                command::OpenSource{reference.id, false});
  }
  ImGui::SetCursorScreenPos({at.x + width - links.copy_size.x, at.y});
  source_link(ui, "copy_source", links.copy, ui.tr("source_copy_tip"), links.copy_size, command::OpenSource{reference.id, true});
}

void claim_card(const UiContext& ui, const Claim& claim, bool alone) {
  const Tokens& t = ui.tokens;
  const ClaimBook& book = ui.content.claim_book;
  const float width = ImGui::GetContentRegionAvail().x, pad = ui.m.gap_m, inner = width - 2 * pad, gap = ui.m.gap_xs;
  std::vector<CardLine> lines, last;
  const auto add = [](std::vector<CardLine>& to, const UiFont& font, Colour colour, std::string text) {
    if (!text.empty()) to.push_back({&font, colour, std::move(text), true});
  };
  const bool deep = ui.session.level == Level::expert && !claim.expert.empty();
  add(lines, ui.fonts.body, t.text, deep ? claim.expert : claim.sentence);
  const std::string who = join_names(book.populations, claim.populations),
                    how = join_names(book.methods, claim.methods);
  if (!who.empty()) add(lines, ui.fonts.small, t.muted, fill(ui.tr("claim_who"), {{"who", who}, {"how", how}}));
  if (!claim.assumed.empty() && ui.session.level != Level::plain)
    add(lines, ui.fonts.small, t.muted, fill(ui.tr("claim_assumed"), {{"what", claim.assumed}}));
  for (const CounterEvidence& counter : claim.counter)
    add(lines, ui.fonts.small, readable_on(t.contested, t.card, t.text_ratio),
        fill(ui.tr("claim_counter"), {{"what", counter.text}}));
  const bool all_from_memory = is_from_memory(ui.content, claim);  // then one line says it for all
  std::vector<SourceLines> sources;
  for (const std::string& id : claim.references)
    if (const Reference* reference = find_reference(ui.content, id)) {
      sources.push_back(source_lines(ui, *reference));
      if (!reference->abstract_checked && !all_from_memory)
        add(sources.back().lines, ui.fonts.small, t.faint, ui.tr("reference_from_memory"));
    }
  for (const std::string& topic : claim.about)  // an arrow: does the model keep its direction?
    if (constexpr std::string_view kArrow = "connection:"; topic.starts_with(kArrow))
      add(last, ui.fonts.small, t.muted, agreement_text(ui, topic.substr(kArrow.size())));
  if (all_from_memory) add(last, ui.fonts.small, t.faint, ui.tr("claim_from_memory"));

  const std::string grade = name_of(claim.grade);
  const glm::vec2 grade_size = pill_size(ui, grade_word(ui, grade));
  float total = gap + pad + ui.m.row + height_of(ui, lines, inner) + height_of(ui, last, inner);
  for (const SourceLines& source : sources) total += 2 * gap + height_of(ui, source.lines, inner) + source_links(ui, *source.reference, inner).copy_size.y;
  const glm::vec2 origin = to_glm(ImGui::GetCursorScreenPos());
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const bool seen = ImGui::IsRectVisible({width, total});
  if (seen) draw_control(ui, list, origin, origin + glm::vec2(width, total), t.card, ui.m.corner);
  ImGui::PushID(claim.id.c_str());
  grade_control(ui, {origin.x + pad, origin.y + gap}, {grade_size.x, ui.m.row}, claim, grade, alone);
  glm::vec2 at = origin + glm::vec2(pad, gap + ui.m.row);
  draw_lines(ui, seen ? &list : nullptr, at, lines, inner);
  for (const SourceLines& source : sources) {
    if (seen) list.AddLine({at.x, at.y}, {at.x + inner, at.y}, to_u32(t.border), ui.m.line);
    at.y += 2 * gap;
    draw_lines(ui, seen ? &list : nullptr, at, source.lines, inner);
    ImGui::PushID(source.reference->id.c_str());
    const SourceLinks links = source_links(ui, *source.reference, inner);
    draw_source_links(ui, *source.reference, links, at, inner);
    ImGui::PopID();
    at.y += links.copy_size.y;
  }
  ImGui::PopID();
  draw_lines(ui, seen ? &list : nullptr, at, last, inner);
  ImGui::SetCursorScreenPos(to_im(origin));
  ImGui::Dummy({width, total});
  space(ui.m.gap_s);
}

bool is_shown(const UiContext& ui, std::size_t claim) {
  const ClaimBook& book = ui.content.claim_book;
  return !ui.session.people_only || was_measured_in_people(book, book.claims[claim]);
}

}  // namespace

std::size_t count_sources(const UiContext& ui, const std::vector<std::size_t>& claims) {
  std::set<std::string> sources;
  for (const std::size_t index : claims)
    if (is_shown(ui, index))
      for (const std::string& id : ui.content.claim_book.claims[index].references)
        if (find_reference(ui.content, id) != nullptr) sources.insert(id);
  return sources.size();
}

void claim_cards(const UiContext& ui, const std::vector<std::size_t>& claims, Jump jump) {
  const ClaimBook& book = ui.content.claim_book;
  bool headed = false;
  std::size_t left_out = 0;
  if (jump != Jump::none) ImGui::SetScrollFromPosY(ImGui::GetCursorPosY() - ImGui::GetScrollY() - ui.m.gap_xl, 0);
  for (const std::size_t index : claims) {
    if (!is_shown(ui, index)) {
      ++left_out;
      continue;
    }
    if (!headed) section_label(ui, ui.tr("section_evidence"));
    claim_card(ui, book.claims[index], book.claims[index].id == ui.session.claim);
    if (jump == Jump::now && !headed && has_keyboard_focus()) {  // the keyboard goes there too, and goes on from there
      ImGui::PushID(book.claims[index].id.c_str());
      ImGui::SetFocusID(ImGui::GetID("grade"), ImGui::GetCurrentWindow());
      ImGui::PopID();
    }
    headed = true;
  }
  if (left_out > 0)
    paragraph(ui, ui.fonts.small, ui.tokens.muted, fill(ui.tr("claims_left_out"), {{"n", std::to_string(left_out)}}));
  if (headed) space(ui.m.gap_s);
}

}  // namespace attune
