#include "io/load_pages.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <new>
#include <set>
#include <system_error>
#include <tuple>

#include "core/text.h"
#include "io/json_read.h"
#include "io/parse_content.h"
#include "model/find.h"

namespace attune {

namespace {

constexpr double kMostWeeks = 5200, kLongest_s = 4e8;

std::vector<std::string> groups() { return {std::begin(kPageGroups), std::end(kPageGroups)}; }

constexpr PageBlockKind kBlockKinds[] = {PageBlockKind::heading, PageBlockKind::paragraph,    PageBlockKind::list,
                                    PageBlockKind::note,    PageBlockKind::shares,       PageBlockKind::plane,
                                    PageBlockKind::curves,  PageBlockKind::before_after, PageBlockKind::buttons};

// ---- one page ------------------------------------------------------------------------------------

enum class Sources : std::uint8_t { needed, none };  // does the text have to name claims?

PageText read_text(JsonObject& item, Sources sources) {
  PageText text;
  text.plain = item.text("plain");
  text.deeper = read_deeper(item);
  if (sources == Sources::none) return text;
  text.claims = item.words("claims");
  if (text.claims.empty())
    item.problems().fail(item.at("claims"), sentence("nothing_says_where_known"), sentence("name_ids_claims_make"));
  std::set<std::string> seen;
  for (std::size_t i = 0; i < text.claims.size(); ++i)
    if (!seen.insert(text.claims[i]).second)
      item.problems().fail(item.at("claims") + "/" + std::to_string(i),
                           sentence("named_twice", {{"word", printable(text.claims[i], 60)}}), sentence("remove_one"));
  return text;
}

template <class T, class Read>
void read_list(JsonObject& item, const char* key, std::vector<T>& list, Read read) {
  for (JsonObject& entry : item.objects(key)) {
    list.push_back(read(entry));
    entry.finish();
  }
  if (list.empty()) item.problems().fail(item.at(key), sentence("list_empty"), sentence("add_at_least_one"));
}

PageCurve read_curve(JsonObject& item) {
  PageCurve curve;
  curve.label = item.text("label");
  curve.column = item.text("column");
  curve.style = item.filled_text_or("style", "");
  curve.unit = item.filled_text_or("unit", "");
  curve.mean_s = item.number_or("mean_s", 0, kLongest_s, 0);
  curve.scale = item.number_or("scale", 1e-6, 1e6, 1);
  JsonObject life = item.object("life", false);
  curve.weeks = item.find("life") == nullptr ? 0 : life.number("weeks", 1, kMostWeeks);
  if (curve.weeks > 0) {
    curve.environment = life.filled_text_or("environment", "");
    JsonObject signals = life.object("signals", false);
    for (const auto& [id, value] : signals.entries())
      curve.signals.emplace_back(id, signals.to_number(*value, signals.at(id), 0, 1));
    signals.finish();
    life.finish();
  } else {
    curve.scenario = item.text("scenario");
    curve.arm = item.filled_text_or("arm", "");
  }
  return curve;
}

void read_shares(JsonObject& item, PageBlock& block) {
  read_list(item, "parts", block.shares, [](JsonObject& part) {
    return PageShare{part.text("name"), part.number("percent", 0, 100), part.filled_text_or("style", "")};
  });
  double sum = 0;
  for (const PageShare& share : block.shares) sum += share.percent;
  if (std::abs(sum - 100) > 0.5 && !block.shares.empty())
    item.problems().fail(item.at("parts"), sentence("parts_add_up_instead", {{"sum", to_text(sum, 1)}}),
                         sentence("correct_them"));
}

void read_before_after(JsonObject& item, PageBlock& block) {
  block.scenario = item.text("scenario");
  block.before_s = item.number("before_s", 0, kLongest_s);
  block.after_s = item.number("after_s", 0, kLongest_s);
  if (block.after_s <= block.before_s)
    item.problems().fail(item.at("after_s"), sentence("after_not_come_after"), sentence("choose_later_time"));
  block.columns = item.words("columns");
  if (block.columns.empty())
    item.problems().fail(item.at("columns"), sentence("list_empty"), sentence("add_at_least_one"));
  read_list(item, "runs", block.runs, [](JsonObject& run) {
    return PageRun{run.text("label"), run.text("arm"), run.flag_or("current", false)};
  });
}

PageLink read_link(JsonObject& item) {
  PageLink link{item.text("label"),
                item.filled_text_or("scenario", ""),
                item.filled_text_or("arm", ""),
                item.filled_text_or("style", ""),
                item.filled_text_or("compare", ""),
                item.words("select"),
                item.filled_text_or("page", "")};
  if (link.scenario.empty() && link.select.empty() && link.page.empty())
    item.problems().fail(item.pointer(), sentence("button_leads_nowhere"), sentence("add_target"));
  if (link.scenario.empty() && !(link.arm + link.style + link.compare).empty())
    item.problems().fail(item.pointer(), sentence("button_names_version_pattern"), sentence("add_scenario"));
  return link;
}

PageBlock read_block(JsonObject& item) {
  PageBlock block;
  const std::string word = item.text("kind");
  std::vector<std::string> names;
  bool known = false;
  for (const PageBlockKind kind : kBlockKinds) {
    names.emplace_back(name_of(kind));
    if (word != names.back()) continue;
    block.kind = kind;
    known = true;
  }
  if (!known) {
    check_word(item.problems(), item.at("kind"), word, sentence("kind_of_block"), names);
    item.entries();  // its other keys cannot be judged
    return block;
  }
  switch (block.kind) {
    case PageBlockKind::heading:
    case PageBlockKind::note:
      block.texts.push_back(read_text(item, Sources::none));
      break;
    case PageBlockKind::list:
      read_list(item, "items", block.texts, [](JsonObject& entry) { return read_text(entry, Sources::needed); });
      break;
    case PageBlockKind::buttons:
      read_list(item, "buttons", block.buttons, read_link);
      break;
    default:
      block.texts.push_back(read_text(item, Sources::needed));
  }
  if (block.kind == PageBlockKind::paragraph &&
      (block.texts[0].deeper.student.empty() || block.texts[0].deeper.expert.empty()))
    item.problems().fail(item.pointer(), sentence("paragraph_needs_words_everybody"),
                         sentence("add_deeper"));
  if (block.kind == PageBlockKind::shares) read_shares(item, block);
  if (block.kind == PageBlockKind::plane)
    for (JsonObject& path : item.objects("paths", false)) {
      block.paths.push_back({path.text("style"), path.text("environment"), path.number("weeks", 1, kMostWeeks)});
      path.finish();
    }
  if (block.kind == PageBlockKind::curves) read_list(item, "curves", block.curves, read_curve);
  if (block.kind == PageBlockKind::before_after) read_before_after(item, block);
  item.finish();
  return block;
}

Page parse_page(const Json& json, JsonProblems& problems) {
  Page page;
  JsonObject top(json, "", problems);
  check_schema_version(top);
  page.id = top.text("id");
  if (!page.id.empty() && page.id != to_slug(page.id))
    problems.fail("/id", sentence("id_letters", {{"id", printable(page.id, 60)}}),
                  sentence("write_word", {{"word", to_slug(page.id)}}));
  page.group = top.text("group");
  check_word(problems, "/group", page.group, sentence("kind_group"), groups());
  page.title = top.text("title");
  page.order = static_cast<int>(top.whole("order", 0, 100000));
  for (JsonObject& item : top.objects("blocks")) page.blocks.push_back(read_block(item));
  if (page.blocks.empty() && problems.errors.empty())
    problems.fail("/blocks", sentence("page_says_nothing"), sentence("add_least_one_block"));
  top.finish();
  return page;
}

// ---- what a page names of other files ------------------------------------------------------------

class PageCheck {
 public:
  PageCheck(const Content& content, JsonProblems& problems) : content_(content), problems_(problems) {
    for (const Claim& claim : content.claim_book.claims) claims_.push_back(claim.id);
    for (const CareEnvironment& environment : content.slow.environments)
      if (environment.days.scenario.empty()) environments_.push_back(environment.id);
    for (const AnyScenario& any : all_scenarios(content)) {
      stories_.push_back(any.text().id);
      if (any.kind != ScenarioKind::two_people) scenarios_.push_back(any.text().id);
    }
    add_columns();
  }

  void check(const Page& page, const std::vector<std::string>& pages) {
    for (std::size_t i = 0; i < page.blocks.size(); ++i) {
      const PageBlock& block = page.blocks[i];
      const std::string where = "/blocks/" + std::to_string(i);
      for (std::size_t k = 0; k < block.texts.size(); ++k) {
        const std::string at = block.kind == PageBlockKind::list ? where + "/items/" + std::to_string(k) : where;
        for (std::size_t c = 0; c < block.texts[k].claims.size(); ++c)
          word(at + "/claims/" + std::to_string(c), block.texts[k].claims[c], sentence("kind_claim"), claims_);
      }
      for (std::size_t k = 0; k < block.shares.size(); ++k)
        optional(where + "/parts/" + std::to_string(k) + "/style", block.shares[k].style, sentence("kind_style"),
                 ids_of(content_.styles));
      for (std::size_t k = 0; k < block.paths.size(); ++k) {
        const std::string at = where + "/paths/" + std::to_string(k);
        word(at + "/style", block.paths[k].style, sentence("kind_style"), ids_of(content_.styles));
        word(at + "/environment", block.paths[k].environment, sentence("kind_environment"), environments_);
      }
      for (std::size_t k = 0; k < block.curves.size(); ++k)
        curve(where + "/curves/" + std::to_string(k), block.curves[k]);
      if (block.kind == PageBlockKind::before_after) before_after(where, block);
      for (std::size_t k = 0; k < block.buttons.size(); ++k)
        link(where + "/buttons/" + std::to_string(k), block.buttons[k], pages);
    }
  }

 private:
  void word(const std::string& where, const std::string& given, const Sentence& kind,
            const std::vector<std::string>& known) {
    check_word(problems_, where, given, kind, known);
  }
  void optional(const std::string& where, const std::string& given, const Sentence& kind,
                const std::vector<std::string>& known) {
    if (!given.empty()) word(where, given, kind, known);
  }

  void add_columns() {
    const Circuit& circuit = content_.circuit;
    const auto add = [](std::vector<std::string>& to, const std::string& prefix, const auto& items) {
      for (const auto& item : items) to.push_back(prefix + "." + item.id);
    };
    add(moment_columns_, "region", circuit.regions), add(moment_columns_, "chem", circuit.chemicals);
    add(moment_columns_, "trait", circuit.traits), add(moment_columns_, "input", circuit.inputs);
    for (const State& state : circuit.states) moment_columns_.push_back(state.group + "." + state.id);
    for (const auto* formulas : {&circuit.derived, &circuit.gates, &circuit.readouts})
      for (const Formula& formula : *formulas)
        moment_columns_.push_back((formula.group.empty() ? "derived" : formula.group) + "." + formula.id);
    const SlowModel& slow = content_.slow;
    add(year_columns_, "trait", slow.traits), add(year_columns_, "template", slow.traits);
    add(year_columns_, "signal", slow.signals), add(year_columns_, "slow", slow.derived);
    add(year_columns_, "slow", slow.readouts);
  }

  // The arms of a scenario, and whether it is one of weeks and years.
  std::pair<std::vector<std::string>, bool> arms_of(const std::string& scenario) const {
    for (const AnyScenario& any : all_scenarios(content_)) {
      if (any.text().id != scenario) continue;
      std::vector<std::string> ids;
      for (std::size_t i = 0; i < any.arm_count(); ++i) ids.push_back(any.arm(i).id);
      return {ids, any.kind == ScenarioKind::years};
    }
    return {};
  }

  void curve(const std::string& where, const PageCurve& curve) {
    optional(where + "/style", curve.style, sentence("kind_style"), ids_of(content_.styles));
    if (curve.weeks > 0) {
      optional(where + "/life/environment", curve.environment, sentence("kind_environment"), environments_);
      for (const auto& signal : curve.signals)
        word(where + "/life/signals/" + signal.first, signal.first, sentence("kind_signal"),
             ids_of(content_.slow.signals));
      word(where + "/column", curve.column, sentence("kind_column_of_life"), year_columns_);
      return;
    }
    word(where + "/scenario", curve.scenario, sentence("kind_scenario"), scenarios_);
    const auto [arms, years] = arms_of(curve.scenario);
    if (arms.empty()) return;
    optional(where + "/arm", curve.arm, sentence("kind_arm"), arms);
    word(where + "/column", curve.column, sentence("kind_column"), years ? year_columns_ : moment_columns_);
  }

  void before_after(const std::string& where, const PageBlock& block) {
    word(where + "/scenario", block.scenario, sentence("kind_scenario"), ids_of(content_.scenarios));
    for (const Scenario& scenario : content_.scenarios) {
      if (scenario.id != block.scenario) continue;
      if (block.after_s > scenario.duration_s)
        problems_.fail(where + "/after_s", sentence("scenario_ends_at", {{"duration_s", to_text(scenario.duration_s)}}),
                       sentence("choose_earlier_time"));
      for (std::size_t k = 0; k < block.runs.size(); ++k)
        word(where + "/runs/" + std::to_string(k) + "/arm", block.runs[k].arm, sentence("kind_arm"),
             ids_of(scenario.arms));
    }
    for (std::size_t k = 0; k < block.columns.size(); ++k)
      word(where + "/columns/" + std::to_string(k), block.columns[k], sentence("kind_column"), moment_columns_);
  }

  void link(const std::string& where, const PageLink& link, const std::vector<std::string>& pages) {
    optional(where + "/scenario", link.scenario, sentence("kind_scenario"), stories_);
    if (const auto arms = arms_of(link.scenario).first; !arms.empty())
      optional(where + "/arm", link.arm, sentence("kind_arm"), arms);
    optional(where + "/style", link.style, sentence("kind_style"), ids_of(content_.styles));
    optional(where + "/compare", link.compare, sentence("kind_style"), ids_of(content_.styles));
    for (std::size_t k = 0; k < link.select.size(); ++k)
      word(where + "/select/" + std::to_string(k), link.select[k], sentence("kind_structure"),
           ids_of(content_.structures));
    optional(where + "/page", link.page, sentence("kind_page"), pages);
  }

  const Content& content_;
  JsonProblems& problems_;
  std::vector<std::string> claims_, environments_, stories_, scenarios_, moment_columns_, year_columns_;
};

// Where a page was read from: pages are one file each, named like their id or not.
std::map<std::string, std::filesystem::path> files_of(const std::filesystem::path& folder) {
  std::map<std::string, std::filesystem::path> files;
  std::error_code ignored;
  for (std::filesystem::directory_iterator entry(folder, ignored), end; !ignored && entry != end;
       entry.increment(ignored))
    if (entry->path().extension() == ".json") files.emplace(entry->path().stem().string(), entry->path());
  return files;
}

}  // namespace

Result<std::vector<Page>> load_pages(const std::filesystem::path& assets_dir) {
  try {
    const std::filesystem::path folder = assets_dir / "pages";
    std::vector<Page> pages;
    std::vector<Error> errors;
    std::set<std::string> ids;
    const auto files = files_of(folder);
    if (files.empty())
      return Error{sentence("no_pages_folder"), name_of(folder), sentence("install_attune_again"),
                   ExitCode::installation_incomplete};
    for (const auto& [stem, path] : files) {
      const Result<Json> json = read_json(path);
      if (!json) {
        append(errors, json.errors());
        continue;
      }
      JsonProblems problems(name_of(path));
      Page page = parse_page(*json, problems);
      if (problems.errors.empty() && page.id != stem)
        problems.fail("/id", sentence("page_file_another_name", {{"id", page.id}}),
                      sentence("name_file_json", {{"id", page.id}}));
      append(errors, problems.errors);
      pages.push_back(std::move(page));
    }
    if (!errors.empty()) return errors;
    const std::vector<std::string> order = groups();
    const auto place = [&](const Page& page) {
      return std::find(order.begin(), order.end(), page.group) - order.begin();
    };
    std::stable_sort(pages.begin(), pages.end(), [&](const Page& a, const Page& b) {
      return std::make_tuple(place(a), a.order) < std::make_tuple(place(b), b.order);
    });
    return pages;
  } catch (const std::bad_alloc&) {
    return Error{sentence("not_enough_memory_read_pages"), name_of(assets_dir), sentence("close_others"),
                 ExitCode::out_of_memory};
  }
}

Status link_pages(Content& content, const std::filesystem::path& assets_dir) {
  std::vector<Error> errors;
  const std::vector<std::string> ids = ids_of(content.pages);
  for (const Page& page : content.pages) {
    JsonProblems problems(name_of(assets_dir / "pages" / (page.id + ".json")));
    PageCheck(content, problems).check(page, ids);
    append(errors, problems.errors);
  }
  if (!errors.empty()) return errors;
  ClaimBook& book = content.claim_book;
  std::map<std::string, std::size_t> index;
  for (std::size_t i = 0; i < book.claims.size(); ++i) index[book.claims[i].id] = i;
  for (const Page& page : content.pages)
    for (const std::string& claim : claims_of(page)) book.topics.push_back({"page:" + page.id, index[claim]});
  const auto key = [](const ClaimTopic& entry) { return std::tie(entry.topic, entry.claim); };
  std::sort(book.topics.begin(), book.topics.end(),
            [&](const ClaimTopic& a, const ClaimTopic& b) { return key(a) < key(b); });
  const auto same = [&](const ClaimTopic& a, const ClaimTopic& b) { return key(a) == key(b); };
  book.topics.erase(std::unique(book.topics.begin(), book.topics.end(), same), book.topics.end());
  return Done{};
}

Result<Page> load_page(const std::filesystem::path& path, const Content& content) {
  try {
    const Result<Json> json = read_json(path);
    if (!json) return json.errors();
    JsonProblems problems(name_of(path));
    Page page = parse_page(*json, problems);
    std::vector<std::string> ids = ids_of(content.pages);
    ids.push_back(page.id);
    if (problems.errors.empty()) PageCheck(content, problems).check(page, ids);
    if (!problems.errors.empty()) return std::move(problems.errors);
    return page;
  } catch (const std::bad_alloc&) {
    return Error{sentence("no_memory_file"), name_of(path), sentence("close_others"), ExitCode::out_of_memory};
  }
}

}  // namespace attune
