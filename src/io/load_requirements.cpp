#include "io/load_requirements.h"

#include <new>
#include <set>

#include "core/text.h"
#include "io/json_read.h"
#include "io/parse_content.h"

namespace attune {

Result<RequirementList> load_requirements(const std::filesystem::path& path) {
  try {
    const Result<Json> json = read_json(path);
    if (!json) return json.errors();
    JsonProblems problems(printable(path.string(), 300));
    RequirementList list;
    JsonObject top(*json, "", problems);
    check_schema_version(top);
    list.open_at_most = static_cast<int>(top.whole("open_at_most", 0, 100000));
    std::vector<std::string> articles;
    for (JsonObject& item : top.objects("articles")) {
      list.articles.push_back({item.text("id"), item.text("title")});
      articles.push_back(list.articles.back().id);
      item.finish();
    }
    std::set<std::string> seen;
    for (JsonObject& item : top.objects("requirements")) {
      Requirement row;
      row.id = item.text("id");
      if (!seen.insert(row.id).second)
        problems.fail(item.at("id"), sentence("id_defined_twice", {{"id", printable(row.id, 60)}}),
                      sentence("rename_one"));
      row.article = item.text("article");
      check_word(problems, item.at("article"), row.article, sentence("kind_article"), articles);
      row.text = item.text("text");
      row.shown_by = item.words("shown_by");
      row.open = item.filled_text_or("open", "");
      for (std::size_t i = 0; i < row.shown_by.size(); ++i) {
        const std::size_t colon = row.shown_by[i].find(':');
        if (colon == std::string::npos || colon == 0 || colon + 1 == row.shown_by[i].size())
          problems.fail(item.at("shown_by") + "/" + std::to_string(i),
                        sentence("not_kind_id", {{"word", printable(row.shown_by[i], 60)}}),
                        sentence("write_something_like_region"));
      }
      if (row.shown_by.empty() && row.open.empty())
        problems.fail(item.pointer(), sentence("nothing_shows_row_not"), sentence("add_ids_shown_say"));
      item.finish();
      list.requirements.push_back(std::move(row));
    }
    top.finish();
    if (!problems.errors.empty()) return std::move(problems.errors);
    return list;
  } catch (const std::bad_alloc&) {
    return Error{sentence("no_memory_file"), path.string(), sentence("close_others"), ExitCode::out_of_memory};
  }
}

}  // namespace attune
