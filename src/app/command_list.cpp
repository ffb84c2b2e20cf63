#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/commands.h"
#include "core/text.h"
#include "io/load_requirements.h"

namespace attune {

namespace {
using Json = nlohmann::ordered_json;

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
      list.push_back({{"id", c.id}, {"from", c.from}, {"to", c.to}, {"weight", c.weight}, {"gate", c.gate},
                      {"transmitter", c.transmitter}, {"tract", c.tract}, {"security", c.security}, {"plain", c.plain},
                      {"student", c.deeper.student}, {"expert", c.deeper.expert}, {"evidence", c.evidence}});
  } else if (what == "styles") {
    for (const Style& s : content.styles)
      list.push_back({{"id", s.id}, {"name", s.name}, {"plain", s.plain}, {"grew_out_of", s.grew_out_of},
                      {"change", s.change}, {"student", s.deeper.student}, {"expert", s.deeper.expert}, {"evidence", s.evidence}});
  } else if (what == "scenarios") {
    for (const Scenario& s : content.scenarios) {
      Json arms = Json::array();
      for (const Arm& arm : s.arms) arms.push_back(arm.id);
      list.push_back({{"id", s.id}, {"number", s.number}, {"title", s.title}, {"story", s.story}, {"change", s.change}, {"age", s.age},
                      {"duration_s", s.duration_s}, {"arms", arms}, {"evidence", s.evidence}});
    }
  }
  return list;
}

Json list_of(const RequirementList& requirements) {
  Json list = Json::array();
  for (const Requirement& r : requirements.requirements)
    list.push_back({{"id", r.id}, {"article", r.article}, {"text", r.text}, {"shown_by", r.shown_by}, {"open", r.open}});
  return list;
}
}  // namespace

ExitCode run_list(const CommonOptions& common, const ListOptions& options) {
  auto installation = open_installation(common.assets, false);
  if (!installation) return report(installation.errors());
  Json list;
  if (options.what == "requirements") {
    const auto requirements = load_requirements(installation->assets / "requirements.json");
    if (!requirements) return report(requirements.errors());
    list = list_of(*requirements);
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
    std::printf("%-16s %s\n", item["id"].get<std::string>().c_str(), line.c_str());
  }
  return ExitCode::ok;
}

}  // namespace attune
