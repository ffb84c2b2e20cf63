#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/commands.h"
#include "core/text.h"
#include "io/languages.h"
#include "io/load_claims.h"
#include "io/load_content.h"
#include "io/load_requirements.h"
#include "io/load_ui_text.h"
#include "model/content_words.h"
#include "model/find.h"
#include "model/find_claims.h"
#include "sim/parameters.h"

namespace attune {

namespace {
using Json = nlohmann::ordered_json;

Json to_json(const Reference& r) {
  Json json{
      {"id", r.id},       {"authors", r.authors}, {"year", r.year},         {"title", r.title},
      {"venue", r.venue}, {"doi", r.doi},         {"strength", r.strength}, {"abstract_checked", r.abstract_checked},
      {"claim", r.claim}};
  if (!r.read.empty()) json["read"] = r.read;
  if (!r.note.empty()) json["note"] = r.note;
  return json;
}

Json references_of(const Content& content, const std::vector<std::string>& ids) {
  Json list = Json::array();
  for (const std::string& id : ids)
    for (const Reference& r : content.references)
      if (r.id == id)
        list.push_back({{"id", r.id},
                        {"authors", r.authors},
                        {"year", r.year},
                        {"title", r.title},
                        {"venue", r.venue},
                        {"doi", r.doi},
                        {"abstract_checked", r.abstract_checked}});
  return list;
}

Json to_json(const Content& content, const Claim& claim) {
  Json counter = Json::array();
  for (const CounterEvidence& against : claim.counter)
    counter.push_back({{"text", against.text}, {"references", references_of(content, against.references)}});
  return {{"id", claim.id},
          {"theme", claim.theme},
          {"sentence", claim.sentence},
          {"expert", claim.expert},
          {"direction", name_of(claim.direction)},
          {"grade", name_of(claim.grade)},
          {"population", claim.populations},
          {"method", claim.methods},
          {"measured_in_people", was_measured_in_people(content.claim_book, claim)},
          {"from_memory", is_from_memory(content, claim)},
          {"assumed", claim.assumed},
          {"counter_evidence", std::move(counter)},
          {"about", claim.about},
          {"references", references_of(content, claim.references)}};
}

std::string names_of(const std::vector<ClaimWord>& words, const std::vector<std::string>& ids) {
  std::vector<std::string> names;
  for (const std::string& id : ids)
    for (const ClaimWord& word : words)
      if (word.id == id) names.push_back(word.name);
  return join_words(names);
}

void print_claim(const Content& content, const Claim& claim) {
  const ClaimBook& book = content.claim_book;
  std::printf("%s  (%s, %s)\n", claim.id.c_str(), name_of(claim.grade), name_of(claim.direction));
  std::printf("    %s\n", claim.sentence.c_str());
  std::printf("    studied: %s\n", (claim.populations.empty() ? sentence("studied_no_one").english
                                                              : names_of(book.populations, claim.populations))
                                       .c_str());
  std::printf("    by: %s\n", names_of(book.methods, claim.methods).c_str());
  if (!claim.assumed.empty()) std::printf("    assumed: %s\n", claim.assumed.c_str());
  for (const CounterEvidence& against : claim.counter)
    std::printf("    against: %s [%s]\n", against.text.c_str(), join_words(against.references).c_str());
  if (!claim.references.empty())
    std::printf("    sources: %s%s\n", join_words(claim.references).c_str(),
                is_from_memory(content, claim) ? (" (" + sentence("from_memory").english + ")").c_str() : "");
}

// Claims, all of them or those about one topic.
ExitCode list_claims(const Content& content, const ListOptions& options) {
  const ClaimBook& book = content.claim_book;
  std::vector<std::size_t> chosen;
  if (options.about.empty()) {
    for (std::size_t i = 0; i < book.claims.size(); ++i) chosen.push_back(i);
  } else {
    chosen = find_claims(content, options.about);
    if (chosen.empty()) {
      const std::vector<std::string> topics = known_topics(content, book.equations);
      const bool known = std::find(topics.begin(), topics.end(), options.about) != topics.end();
      const std::string near = known ? "" : nearest_word(options.about, topics);
      return report({Error{known ? sentence("no_claim_about", {{"about", options.about}})
                                 : sentence("unknown_topic", {{"about", printable(options.about)}}),
                           "--about", near_or(near, sentence("write_kind_id_such")), ExitCode::usage}});
    }
  }
  if (options.json) {
    Json list = Json::array();
    for (const std::size_t i : chosen) list.push_back(to_json(content, book.claims[i]));
    std::printf("%s\n", list.dump(1).c_str());
  } else {
    for (const std::size_t i : chosen) print_claim(content, book.claims[i]);
  }
  return ExitCode::ok;
}

Json list_of(const Content& content, const std::string& what) {
  Json list = Json::array();
  const Circuit& circuit = content.circuit;
  if (what == "regions") {
    for (const Region& r : circuit.regions)
      list.push_back({{"id", r.id}, {"name", r.name}, {"plain", r.plain}, {"role", r.role},
                      {"mni_right_mm", {r.mni_right_mm.x, r.mni_right_mm.y, r.mni_right_mm.z}}, {"midline", r.midline},
                      {"rest", r.rest}, {"tau_s", r.tau_s}, {"student", r.deeper.student}, {"expert", r.deeper.expert},
                      {"evidence", r.evidence}});
  } else if (what == "chemicals") {
    for (const Chemical& c : circuit.chemicals)
      list.push_back({{"id", c.id}, {"name", c.name}, {"plain", c.plain}, {"made_in", c.made_in}, {"acts_on", c.acts_on},
                      {"half_life_s", c.half_life_s}, {"colour", c.colour}, {"hidden", c.hidden}, {"source", c.source},
                      {"student", c.deeper.student}, {"expert", c.deeper.expert}, {"evidence", c.evidence}});
  } else if (what == "connections") {
    for (const Connection& c : circuit.connections)
      list.push_back({{"id", c.id},
                      {"from", c.from},
                      {"to", c.to},
                      {"weight", c.weight},
                      {"gate", c.gate},
                      {"transmitter", c.transmitter},
                      {"tract", c.tract},
                      {"security", c.security},
                      {"plain", c.plain},
                      {"student", c.deeper.student},
                      {"expert", c.deeper.expert},
                      {"grade", name_of(grade_of(content, "connection:" + c.id))},
                      {"evidence", c.evidence}});
  } else if (what == "parameters") {
    // loading the content has checked them
    for (const auto& parameters : {list_parameters(circuit), list_parameters(content.slow), list_parameters(content.pair)})
      for (const Parameter& p : parameters ? *parameters : std::vector<Parameter>{})
        list.push_back({{"id", p.id}, {"name", to_text(p.low, 4) + " .. " + to_text(p.value, 4) + " .. " + to_text(p.high, 4)},
                        {"value", p.value}, {"low", p.low}, {"high", p.high}, {"source", p.source}});
  } else if (what == "styles") {
    for (const Style& s : content.styles)
      list.push_back({{"id", s.id}, {"name", s.name}, {"plain", s.plain}, {"grew_out_of", s.grew_out_of},
                      {"change", s.change}, {"student", s.deeper.student}, {"expert", s.deeper.expert}, {"evidence", s.evidence}});
  } else if (what == "references") {
    for (const Reference& r : content.references) list.push_back(to_json(r));
  } else if (what == "scenarios") {
    for (const AnyScenario& any : all_scenarios(content)) {
      const ScenarioText& text = any.text();
      Json arms = Json::array();
      for (std::size_t i = 0; i < any.arm_count(); ++i) arms.push_back(any.arm(i).id);
      Json item{{"id", text.id}, {"kind", name_of(any.kind)}, {"number", text.number}, {"title", text.title},
                {"story", text.story}, {"change", text.change}};
      if (any.scenario) item["age"] = any.scenario->age, item["duration_s"] = any.scenario->duration_s;
      if (any.pair) item["age"] = any.pair->age_b, item["duration_s"] = any.pair->duration_s;
      item["arms"] = std::move(arms), item["evidence"] = text.evidence;
      list.push_back(std::move(item));
    }
  }
  return list;
}

Json to_json(const PageText& text) {
  Json json{{"plain", text.plain}};
  if (!text.deeper.student.empty()) json["student"] = text.deeper.student;
  if (!text.deeper.expert.empty()) json["expert"] = text.deeper.expert;
  if (!text.claims.empty()) json["claims"] = text.claims;
  return json;
}

Json list_of(const std::vector<Page>& pages) {
  Json list = Json::array();
  for (const Page& page : pages) {
    Json blocks = Json::array();
    for (const PageBlock& block : page.blocks) {
      Json texts = Json::array(), buttons = Json::array();
      for (const PageText& text : block.texts) texts.push_back(to_json(text));
      for (const PageLink& link : block.buttons) buttons.push_back(link.label);
      Json json{{"kind", name_of(block.kind)}};
      if (!texts.empty()) json["texts"] = std::move(texts);
      if (!buttons.empty()) json["buttons"] = std::move(buttons);
      blocks.push_back(std::move(json));
    }
    list.push_back({{"id", page.id}, {"group", page.group}, {"title", page.title}, {"claims", claims_of(page)},
                    {"blocks", std::move(blocks)}});
  }
  return list;
}

Json list_of(const RequirementList& requirements) {
  Json list = Json::array();
  for (const Requirement& r : requirements.requirements)
    list.push_back({{"id", r.id}, {"article", r.article}, {"text", r.text}, {"shown_by", r.shown_by}, {"open", r.open}});
  return list;
}

// What a translator has to write: for each file of the language the texts it does not have yet, in English.
Result<Json> list_words(const CommonOptions& common) {
  const auto assets = find_assets(common.assets);
  if (!assets) return assets.errors();
  const std::string id = common.language.empty() ? "en" : common.language;
  if (const auto words = load_language(*assets, id); !words) return words.errors();  // says what is wrong with it
  const auto english = load_language(*assets, "en");
  if (!english) return english.errors();
  auto content = load_content(*assets);
  if (!content) return content.errors();
  Json list = Json::object();
  const std::filesystem::path folder = *assets / "languages" / id;
  const auto missing = [&](const char* file, const UiText& all) {
    const auto translated = load_ui_text(folder / file);  // no file: nothing is translated
    list[file] = Json::object();
    for (const auto& [key, text] : all)
      if (!translated || !translated->contains(key)) list[file][key] = text;
  };
  missing("ui.json", english->ui);
  missing("why.json", english->why);
  missing("content.json", texts_of(std::move(*content)));
  return list;
}
}  // namespace

ExitCode run_list(const CommonOptions& common, const ListOptions& options) {
  if (options.what == "words") {
    const auto list = list_words(common);
    if (!list) return report(list.errors());
    std::printf("%s\n", list->dump(1).c_str());
    return ExitCode::ok;
  }
  auto installation = open_installation(common, false);
  if (!installation) return report(installation.errors());
  if (options.what == "claims") return list_claims(installation->content, options);
  if (!options.about.empty())
    return report({Error{sentence("only_claims_listed_topic"), "--about",
                         sentence("write_attune_list_claims", {{"about", options.about}}), ExitCode::usage}});
  Json list;
  if (options.what == "requirements") {
    const auto requirements = load_requirements(installation->assets / "requirements.json");
    if (!requirements) return report(requirements.errors());
    list = list_of(*requirements);
  } else if (options.what == "pages") {
    list = list_of(installation->content.pages);
  } else {
    list = list_of(installation->content, options.what);
  }
  if (options.json) {
    std::printf("%s\n", list.dump(1).c_str());
    return ExitCode::ok;
  }
  for (const Json& item : list) {
    std::string line = item.contains("text") ? item["text"] : item.contains("title") ? item["title"] : item.contains("name") ? item["name"] : item["tract"];
    if (item.contains("arms")) {
      std::vector<std::string> arms = item["arms"];
      line += " (" + join_words(arms) + ")";
    }
    if (item.contains("open") && !item["open"].get<std::string>().empty()) line += " [open: " + item["open"].get<std::string>() + "]";
    if (item.contains("group")) line += " (" + item["group"].get<std::string>() + ")";
    const std::string kind = item.contains("kind") ? format("%-11s", item["kind"].get<std::string>().c_str()) : "";
    std::printf("%-16s %s%s\n", item["id"].get<std::string>().c_str(), kind.c_str(), line.c_str());
  }
  return ExitCode::ok;
}

}  // namespace attune
