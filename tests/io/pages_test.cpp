// Pages to read: the shipped ones, and what a page that is wrong gets.
#include <doctest/doctest.h>

#include <filesystem>
#include <string>

#include "core/text.h"
#include "io/load_content.h"
#include "io/load_pages.h"
#include "model/find_claims.h"
#include "scratch.h"

using namespace attune;
using attune::test::read_bytes;
using attune::test::Scratch;
using attune::test::write_bytes;

namespace {

const std::string kAssets = ATTUNE_ASSETS;

struct Shipped {
  Content content;
  Shipped() {
    Result<Content> loaded = load_content(kAssets);
    if (!loaded)
      for (const Error& error : loaded.errors()) MESSAGE(to_sentence(error));
    REQUIRE(loaded.has_value());
    content = std::move(*loaded);
  }
};

// What reading a page says, one line for each problem; "" when it is fine.
std::string said(const Content& content, const std::string& json) {
  const Scratch folder;
  write_bytes(folder / "mine.json", json);
  const Result<Page> page = load_page(folder / "mine.json", content);
  if (page) return "";
  std::string all;
  for (const Error& error : page.errors()) {
    CHECK(error.where.find("mine.json") != std::string::npos);
    CHECK_FALSE(error.what.empty());
    all += to_sentence(error) + "\n";
  }
  return all;
}

std::string page_with(const std::string& block) {
  return "{\"schema_version\": 1, \"id\": \"mine\", \"group\": \"good_to_know\", \"title\": \"Mine\", \"order\": 1, "
         "\"blocks\": [" +
         block + "]}";
}

}  // namespace

TEST_CASE("the shipped pages stand together by group, and each claim of a page is about it") {
  const Shipped shipped;
  const std::vector<Page>& pages = shipped.content.pages;
  REQUIRE(pages.size() >= 15);
  CHECK(pages.front().group == std::string(kPageGroups[0]));
  CHECK(pages.back().group == std::string(kPageGroups[2]));
  for (std::size_t i = 1; i < pages.size(); ++i)
    if (pages[i].group == pages[i - 1].group) CHECK(pages[i].order > pages[i - 1].order);
  for (const Page& page : pages) {
    CAPTURE(page.id);
    const std::vector<std::size_t> found = find_claims(shipped.content, "page:" + page.id);
    CHECK(found.size() >= claims_of(page).size());
    CHECK(found.size() >= 4);
    for (const std::string& id : claims_of(page)) {
      bool about = false;
      for (const std::size_t i : found) about |= shipped.content.claim_book.claims[i].id == id;
      CHECK_MESSAGE(about, id);
    }
  }
}

TEST_CASE("a page that is right loads with everything in it") {
  const Shipped shipped;
  const Scratch folder;
  write_bytes(folder / "mine.json", page_with(R"(
    {"kind": "paragraph", "plain": "a", "student": "b", "expert": "c", "claims": ["patterns_can_change"]},
    {"kind": "curves", "plain": "d", "claims": ["patterns_can_change"], "curves": [
      {"label": "e", "scenario": "bonding", "arm": "single", "column": "input.attune", "mean_s": 3600, "scale": 24, "unit": "hours"},
      {"label": "f", "column": "slow.security", "life": {"weeks": 52, "signals": {"p": 0.5}}}]},
    {"kind": "buttons", "buttons": [{"label": "g", "select": ["amygdala"]}, {"label": "h", "page": "mine"}]})"));
  const Result<Page> page = load_page(folder / "mine.json", shipped.content);
  REQUIRE(page.has_value());
  REQUIRE(page->blocks.size() == 3);
  CHECK(page->blocks[0].texts[0].deeper.expert == "c");
  REQUIRE(page->blocks[1].curves.size() == 2);
  CHECK(page->blocks[1].curves[0].scale == 24);
  CHECK(page->blocks[1].curves[1].weeks == 52);
  CHECK(page->blocks[1].curves[1].signals == std::vector<std::pair<std::string, double>>{{"p", 0.5}});
  CHECK(page->blocks[2].buttons[0].select == std::vector<std::string>{"amygdala"});
}

TEST_CASE("a page that is wrong says where, what and what to do") {
  const Shipped shipped;
  const struct {
    const char* block;
    const char* part;
  } wrong[] = {
      {R"({"kind": "paragraf", "plain": "a"})", "did you mean \"paragraph\"?"},
      {R"({"kind": "paragraph", "plain": "a", "claims": ["patterns_can_change"]})", "add \"student\" and \"expert\""},
      {R"({"kind": "list", "items": [{"plain": "a"}]})",
       "/blocks/0/items/0/claims: nothing says where this is known from"},
      {R"({"kind": "list", "items": []})", "/blocks/0/items: the list is empty"},
      {R"({"kind": "list", "items": [{"plain": "a", "claims": ["patterns_can_chang"]}]})",
       "unknown claim \"patterns_can_chang\"; did you mean \"patterns_can_change\"?"},
      {R"({"kind": "note", "plain": "a", "claims": ["patterns_can_change"]})", "unknown key \"claims\""},
      {R"({"kind": "shares", "plain": "a", "claims": ["patterns_can_change"], "parts": [{"name": "b", "percent": 60}]})",
       "add up to 60.0 instead of 100"},
      {R"({"kind": "plane", "plain": "a", "claims": ["patterns_can_change"], "paths": [{"style": "anxius", "environment": "neglect", "weeks": 5}]})",
       "/blocks/0/paths/0/style: unknown style \"anxius\"; did you mean \"anxious\"?"},
      {R"({"kind": "curves", "plain": "a", "claims": ["patterns_can_change"], "curves": [{"label": "b", "scenario": "tsst", "column": "region.AMX"}]})",
       "did you mean \"region.AMY\"?"},
      {R"({"kind": "curves", "plain": "a", "claims": ["patterns_can_change"], "curves": [{"label": "b", "scenario": "therapy", "column": "region.AMY"}]})",
       "unknown column \"region.AMY\""},
      {R"({"kind": "curves", "plain": "a", "claims": ["patterns_can_change"], "curves": [{"label": "b", "scenario": "synchrony", "column": "region.AMY"}]})",
       "unknown scenario \"synchrony\""},
      {R"({"kind": "curves", "plain": "a", "claims": ["patterns_can_change"], "curves": [{"label": "b", "column": "slow.security", "life": {"weeks": 5, "signals": {"r": 1}}}]})",
       "unknown signal \"r\""},
      {R"({"kind": "before_after", "plain": "a", "claims": ["patterns_can_change"], "scenario": "connection", "before_s": 90, "after_s": 80, "columns": ["body.HR"], "runs": [{"label": "b", "arm": "hug"}]})",
       "choose a later time"},
      {R"({"kind": "before_after", "plain": "a", "claims": ["patterns_can_change"], "scenario": "connection", "before_s": 90, "after_s": 8000, "columns": ["body.HR"], "runs": [{"label": "b", "arm": "hugg"}]})",
       "the scenario ends at 3600 s"},
      {R"({"kind": "buttons", "buttons": [{"label": "a"}]})", "the button leads nowhere"},
      {R"({"kind": "buttons", "buttons": [{"label": "a", "select": ["amigdala"]}]})", "did you mean \"amygdala\"?"},
      {R"({"kind": "buttons", "buttons": [{"label": "a", "style": "secure", "page": "mine"}]})",
       "names a version or a pattern"},
      {R"({"kind": "buttons", "buttons": [{"label": "a", "page": "how_comon"}]})", "did you mean \"how_common\"?"},
  };
  for (const auto& each : wrong) {
    CAPTURE(each.block);
    const std::string all = said(shipped.content, page_with(each.block));
    CHECK_MESSAGE(all.find(each.part) != std::string::npos, all);
  }
  CHECK(said(shipped.content,
             "{\"schema_version\": 1, \"id\": \"My page\", \"group\": \"other\", \"title\": \"\", "
             "\"order\": 1.5, \"blocks\": []}")
            .find("write \"my_page\"") != std::string::npos);
}

TEST_CASE("pages that are missing, broken or named otherwise are told as such") {
  const Scratch folder;
  const auto none = load_pages(folder.path());
  REQUIRE_FALSE(none);
  CHECK(none.error().code == ExitCode::installation_incomplete);
  std::filesystem::create_directory(folder / "pages");
  const std::string good = read_bytes(kAssets + "/pages/how_common.json");
  write_bytes(folder / "pages/how_common.json", good);
  REQUIRE(load_pages(folder.path()).has_value());
  write_bytes(folder / "pages/other.json", good);
  const auto renamed = load_pages(folder.path());
  REQUIRE_FALSE(renamed);
  CHECK(to_sentence(renamed.error()).find("name the file how_common.json") != std::string::npos);
  write_bytes(folder / "pages/other.json", good.substr(0, good.size() / 2));
  const auto cut = load_pages(folder.path());
  REQUIRE_FALSE(cut);
  CHECK(cut.error().where.find("other.json:") != std::string::npos);
}
