#include "ui/describe.h"

#include <array>
#include <cmath>
#include <set>

#include "core/text.h"
#include "model/find_claims.h"
#include "session/reasons.h"
#include "session/why_words.h"
#include "ui/search.h"
#include "ui/words.h"

namespace attune {
namespace {

class Lines {
 public:
  explicit Lines(const UiText& words) : words_(words) {}
  std::string tr(const char* key) const {
    std::string missing;
    return word(words_, key, missing);
  }
  void add(const char* name, const std::string& text) {
    if (!text.empty()) lines_.push_back(tr(name) + ": " + text);
  }
  ClockWords clock() const { return {tr("clock_day"), tr("span_week"), tr("span_weeks"), tr("span_year"), tr("span_years")}; }
  std::vector<std::string> take() { return std::move(lines_); }

 private:
  const UiText& words_;
  std::vector<std::string> lines_;
};

// What covers the rest, the uppermost first.
void over_everything(Lines& lines, const Session& s, const Content& content, const UiText& words) {
  if (s.blank) lines.add("say_open", lines.tr("key_blank"));
  if (s.grounded) lines.add("say_open", lines.tr("ground_title"));
  if (s.show_search) {
    std::vector<std::string> titles;
    const Search search = search_for(s, content, words, s.search);
    for (const Finding& finding : search.found) titles.push_back(finding.title);
    lines.add("say_open", lines.tr("key_search") + (s.search.empty() ? "" : " \"" + s.search + "\""));
    if (!search.meant.empty()) lines.add("say_note", fill(lines.tr("search_meant"), {{"words", search.meant}}));
    lines.add("say_found", titles.empty() ? lines.tr("search_nothing") : join_words(titles));
  }
  if (s.show_library) {
    const FoundStories found = find_stories(s, content, words, s.library_search);
    std::vector<std::string> titles;
    if (found.own) titles.push_back(s.own_story->scenario.title);
    for (const std::size_t i : found.kept) titles.push_back(s.kept_stories[i]->scenario.title);
    for (const std::size_t i : found.all) titles.push_back(story_at(content, i).text().title);
    lines.add("say_open", lines.tr("library_open_short") + (s.library_search.empty() ? "" : " \"" + s.library_search + "\""));
    if (!found.meant.empty()) lines.add("say_note", fill(lines.tr("search_meant"), {{"words", found.meant}}));
    lines.add("say_found", titles.empty() ? lines.tr("search_nothing") : join_words(titles));
  }
  if (s.show_help) lines.add("say_open", lines.tr("help_title"));
  if (s.question != Question::none) lines.add("say_open", question_title(s, words));
  constexpr std::array<const char*, kTourSteps> steps{"tour_stage", "tour_story", "tour_clock", "tour_compare", "tour_why"};
  if (s.tour_step >= 0 && s.tour_step < kTourSteps && !s.show_welcome)
    lines.add("say_tour", lines.tr(steps[static_cast<std::size_t>(s.tour_step)]));
  if (s.show_pages)
    if (const Page* page = current_page(s, content)) lines.add("say_page", page->title);
  if (s.show_welcome) {
    lines.add("say_open", lines.tr("welcome_sentence"));
    lines.add("say_note", lines.tr("teaching_model"));
  }
}

std::string why_of(const Session& s, const Content& content, const UiText& why, int side) {
  const std::string column = shown_column(s, content);
  if (column.empty() || !has_reasons(s, content, column)) return "";
  const std::optional<Reasons> reasons = find_reasons(s, content, side, column, worth_saying(content, column));
  return reasons ? why_sentence(reasons->why, content, why, s.level) : "";
}

std::string curve_words(const Session& s, const Content& content, const std::string& column) {
  const ColumnInfo info = describe_column(content, column);
  std::string text = info.name;
  for (int side = 0; side < (s.compare ? 2 : 1); ++side)
    text += std::string(side == 0 ? " A " : ", B ") + value_text(value_now(s, side, column), info.unit);
  return text;
}

// A claim with how sure it is and where it comes from.
void add_claim(Lines& lines, const Content& content, const Claim& claim) {
  lines.add("say_claim", claim.sentence + " (" + name_of(claim.grade) + ")");
  for (const std::string& id : claim.references)
    if (const Reference* reference = find_reference(content, id))
      lines.add("say_source", reference->authors + format(" (%d). ", reference->year) + reference->title +
                                  (reference->doi.empty() ? "" : ". doi:" + reference->doi));
}

// The first claims about what the details show.
void evidence(Lines& lines, const Session& s, const Content& content) {
  constexpr std::size_t kMost = 3;
  std::vector<std::string> topics;
  if (s.asked.starts_with(kOfConnection)) {
    topics = {s.asked};
  } else if (!s.asked.empty()) {
    const std::string id = s.asked.substr(s.asked.find('.') + 1);
    for (const char* kind : {"chemical:", "state:", "readout:", "derived:", "slow_trait:", "slow_signal:"}) topics.push_back(kind + id);
  } else if (const Structure* structure = find_structure(content, s.selected)) {
    topics = {"structure:" + structure->id, "region:" + structure->region};
  }
  std::set<std::size_t> said;  // a claim may be about both
  for (const std::string& topic : topics)
    for (const std::size_t index : find_claims(content, topic))
      if (said.size() < kMost && said.insert(index).second) add_claim(lines, content, content.claim_book.claims[index]);
}

}  // namespace

std::vector<std::string> describe_session(const Session& s, const Content& content, const UiText& words, const UiText& why,
                                          const UiLayout* layout) {
  Lines lines(words);
  over_everything(lines, s, content, words);
  const double end_s = duration_s(s, content);
  const ArmText& arm = current_arm(s, content);
  lines.add("say_story", current_scenario(s, content).title + (arm.id.empty() ? "" : "; " + arm.id));
  const char* const pace = s.frozen ? "say_frozen" : s.playhead.playing ? "say_playing" : "say_paused";
  lines.add("say_time", moment_text(s.playhead.t_s, end_s, lines.clock()) + " / " + moment_text(end_s, end_s, lines.clock()) +
                            ", " + lines.tr(pace));
  if (has_loop(s))
    lines.add("say_loop", moment_text(s.loop_from_s, end_s, lines.clock()) + " / " + moment_text(s.loop_to_s, end_s, lines.clock()));
  for (int side = 0; side < (s.compare ? 2 : 1); ++side) {
    const SideName name = side_title(s, content, words, side);
    lines.add(side == 0 ? "say_side_a" : "say_side_b", name.name + (name.detail.empty() ? "" : ", " + name.detail));
  }
  if (s.compare && s.difference) lines.add("say_shown", lines.tr("key_difference"));
  if (s.change.on) {
    const auto company = static_cast<std::size_t>(s.change.environment);
    lines.add("say_change", format("%.0f ", s.change.weeks) + lines.tr("say_weeks") +
                                (company < content.slow.environments.size() ? ", " + content.slow.environments[company].name : ""));
  }
  if (const CaptionNow now = caption_now(s, content); now.caption != nullptr)
    lines.add("say_now", now.caption->event + ". " + now.caption->text +
                             (now.of_old_story ? " " + lines.tr("caption_of_old_story") : ""));
  lines.add("say_view", name_for_view(s, content));
  if (!s.claim.empty())
    for (const Claim& claim : content.claim_book.claims)
      if (claim.id == s.claim) add_claim(lines, content, claim);
  if (const Connection* connection = asked_connection(s, content)) {
    lines.add("say_asked", connection_title(words, content, *connection));
  } else if (!s.asked.empty()) {
    lines.add("say_asked", describe_column(content, s.asked).name);
  }
  if (!s.selected.empty()) {
    const Structure* structure = find_structure(content, s.selected);
    std::string text = structure == nullptr ? s.selected : structure->name;
    for (const std::string& other : s.also_selected)
      if (const Structure* also = find_structure(content, other)) text += ", " + also->name;
    lines.add("say_selected", text);
    if (structure != nullptr && !structure->region.empty() && find_region(content, structure->region) != nullptr)
      for (int side = 0; side < (s.compare ? 2 : 1); ++side)
        lines.add(side == 0 ? "say_active_a" : "say_active_b", activity_words(s, words, side, structure->region));
  }
  if (is_why_held(s)) lines.add("say_held", fill(lines.tr("held_at"), {{"time", moment_text(s.why_held_s, end_s, lines.clock())}}));
  const Session then = is_why_held(s) ? at_held_time(s) : s;
  for (int side = 0; side < (s.compare ? 2 : 1); ++side)
    lines.add(side == 0 ? "say_why_a" : "say_why_b", why_of(then, content, why, side));
  if (const std::string column = shown_column(s, content); !column.empty())
    for (int side = 0; side < (s.compare ? 2 : 1); ++side)
      lines.add(side == 0 ? "say_before_a" : "say_before_b", change_words(s, content, words, lines.clock(), side, column));
  if (s.claim.empty() && s.show_interface && s.show_right) evidence(lines, s, content);
  for (const std::string& column : s.plotted)
    lines.add(s.hidden_curves.count(column) > 0 ? "say_curve_hidden" : "say_curve", curve_words(s, content, column));
  for (int side = 0; side < (s.compare ? 2 : 1) && s.show_plots && !s.plotted.empty(); ++side)
    lines.add("say_calm", calm_words(s, content, words, lines.clock(), side));
  if (is_on(s.prediction)) {
    const char* const state = is_sketching(s) ? "say_sketching" : "say_ghost";
    const std::string whose = s.compare ? std::string(s.prediction.side == 0 ? "A " : "B ") + side_title(s, content, words, s.prediction.side).name + ", " : "";
    lines.add("say_prediction", describe_column(content, s.prediction.column).name + ", " + whose + lines.tr(state) + " " +
                                    moment_text(s.prediction.from_s, end_s, lines.clock()) +
                                    (s.prediction.drawn ? "" : ", " + lines.tr("say_level_line")));
  }
  if (layout != nullptr) {
    std::vector<std::string> panels;
    const auto name = [&](const Rect& panel, const char* key) {
      if (!panel.is_empty()) panels.push_back(lines.tr(key));
    };
    name(layout->left, "panel_left");
    name(layout->editor, "editor_entry");
    name(layout->change, "change_title");
    name(layout->plots, "panel_plots");
    name(layout->right, s.show_bench ? "bench_title" : "panel_right");
    lines.add("say_panels", panels.empty() ? lines.tr("say_none") : join_words(panels));
  }
  const auto note = [&](bool on, const char* key) {
    if (on) lines.add("say_set", lines.tr(key));
  };
  note(s.theme == Theme::light, "theme_light");
  note(s.theme == Theme::contrast, "theme_contrast");
  note(s.reduced_motion, "reduced_motion");
  note(s.people_only, "people_only");
  note(s.fullscreen, "full_screen");
  note(s.show_bands, "bands");
  if (std::abs(s.ui_scale - 1) > 0.01f) lines.add("say_set", lines.tr("ui_scale") + format(" %d%%", static_cast<int>(std::lround(s.ui_scale * 100))));
  constexpr std::array<const char*, 3> levels{"level_plain", "level_student", "level_expert"};
  lines.add("say_words", lines.tr(levels[static_cast<std::size_t>(s.level)]));
  if (!s.solo_structure.empty()) {
    const Structure* structure = find_structure(content, s.solo_structure);
    lines.add("say_solo_structure", structure == nullptr ? s.solo_structure : structure->name);
  }
  if (!s.solo_carrier.empty()) {
    const Chemical* chemical = find_chemical(content, s.solo_carrier);
    lines.add("say_solo", chemical == nullptr ? s.solo_carrier : chemical->name);
  }
  std::vector<std::string> hidden;
  for (const std::string& carrier : s.hidden_carriers) {
    const Chemical* chemical = find_chemical(content, carrier);
    hidden.push_back(chemical == nullptr ? carrier : chemical->name);
  }
  if (!hidden.empty()) lines.add("say_hidden", join_words(hidden));
  lines.add("say_message", s.message);
  return lines.take();
}

}  // namespace attune
