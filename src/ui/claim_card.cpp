#include "ui/claim_card.h"

#include "core/text.h"
#include "model/find_claims.h"
#include "ui/details_why.h"

namespace attune {
namespace {

std::string join_names(const std::vector<ClaimWord>& words, const std::vector<std::string>& ids) {
  std::vector<std::string> names;
  for (const std::string& id : ids)
    for (const ClaimWord& word : words)
      if (word.id == id) names.push_back(word.name);
  return join_words(names);
}

std::string author_year(const Reference& reference) {
  const std::string who = reference.authors.substr(0, reference.authors.find(','));
  return reference.year > 0 ? format("%s (%d)", who.c_str(), reference.year) : who;
}

void claim_card(const UiContext& ui, const Claim& claim) {
  const Tokens& t = ui.tokens;
  const ClaimBook& book = ui.content.claim_book;
  const float width = ImGui::GetContentRegionAvail().x, pad = ui.m.gap_m, inner = width - 2 * pad, gap = ui.m.gap_xs;
  struct Line {
    const UiFont* font;
    Colour colour;
    std::string text;
  };
  std::vector<Line> lines;
  const auto add = [&](const UiFont& font, Colour colour, std::string text) {
    if (!text.empty()) lines.push_back({&font, colour, std::move(text)});
  };
  const bool deep = ui.session.level == Level::expert && !claim.expert.empty();
  add(ui.fonts.body, t.text, deep ? claim.expert : claim.sentence);
  const std::string who = join_names(book.populations, claim.populations),
                    how = join_names(book.methods, claim.methods);
  if (!who.empty()) add(ui.fonts.small, t.muted, fill(ui.tr("claim_who"), {{"who", who}, {"how", how}}));
  if (!claim.assumed.empty() && ui.session.level != Level::plain)
    add(ui.fonts.small, t.muted, fill(ui.tr("claim_assumed"), {{"what", claim.assumed}}));
  for (const CounterEvidence& counter : claim.counter)
    add(ui.fonts.small, readable_on(t.contested, t.card, t.text_ratio), fill(ui.tr("claim_counter"), {{"what", counter.text}}));
  const bool all_from_memory = is_from_memory(ui.content, claim);  // then one line says it for all
  for (const std::string& id : claim.references)
    if (const Reference* reference = find_reference(ui.content, id)) {
      const std::string doi = reference->doi.empty() ? "" : "  doi:" + reference->doi;
      add(ui.fonts.small, t.accent,
          author_year(*reference) + (ui.session.level == Level::plain ? "" : ". " + reference->title) + doi +
              (reference->abstract_checked || all_from_memory ? "" : "  " + ui.tr("reference_from_memory")));
    }
  for (const std::string& topic : claim.about)  // an arrow: does the model keep its direction?
    if (constexpr std::string_view kArrow = "connection:"; topic.starts_with(kArrow))
      add(ui.fonts.small, t.muted, agreement_text(ui, topic.substr(kArrow.size())));
  if (all_from_memory) add(ui.fonts.small, t.faint, ui.tr("claim_from_memory"));

  const float pill_height = ui.fonts.small_bold.size + 2 * ui.m.scale;
  float total = 2 * pad + pill_height + ui.m.gap_xs;
  for (const Line& line : lines) total += measure(*line.font, line.text, inner).y + gap;
  const glm::vec2 origin = to_glm(ImGui::GetCursorScreenPos());
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (ImGui::IsRectVisible({width, total})) {
    draw_control(ui, list, origin, origin + glm::vec2(width, total), t.card, ui.m.corner);
    glm::vec2 at = origin + glm::vec2(pad);
    pill(ui, list, at, grade_word(ui, name_of(claim.grade)), grade_colour(t, name_of(claim.grade)));
    at.y += pill_height + ui.m.gap_xs;
    for (const Line& line : lines) {
      draw_text(list, *line.font, at, line.colour, line.text, inner);
      at.y += measure(*line.font, line.text, inner).y + gap;
    }
  }
  ImGui::Dummy({width, total});
  space(ui.m.gap_s);
}

}  // namespace

void claim_cards(const UiContext& ui, const std::vector<std::size_t>& claims) {
  const ClaimBook& book = ui.content.claim_book;
  bool headed = false;
  std::size_t left_out = 0;
  for (const std::size_t index : claims) {
    if (ui.session.people_only && !was_measured_in_people(book, book.claims[index])) {
      ++left_out;
      continue;
    }
    if (!headed) section_label(ui, ui.tr("section_evidence"));
    headed = true;
    claim_card(ui, book.claims[index]);
  }
  if (left_out > 0)
    paragraph(ui, ui.fonts.small, ui.tokens.muted, fill(ui.tr("claims_left_out"), {{"n", std::to_string(left_out)}}));
  if (headed) space(ui.m.gap_s);
}

}  // namespace attune
