#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "core/file.h"
#include "core/hash.h"
#include "core/result.h"
#include "core/text.h"

using namespace attune;
namespace fs = std::filesystem;

TEST_CASE("a result holds a value or every problem") {
  const Result<int> seven = 7;
  CHECK(seven.has_value());
  CHECK(*seven == 7);
  const Result<int> bad = std::vector<Error>{{"first", "a.json", "do this"}, {"second", "", ""}};
  CHECK_FALSE(bad.has_value());
  CHECK(bad.errors().size() == 2);
  CHECK(to_sentence(bad.error()) == "a.json: first; do this");
  CHECK(to_sentence(bad.errors()[1]) == "second");
}

TEST_CASE("numbers print and parse with a point and round trip") {
  for (const double value : {0.1, 1.0 / 3, 6.02214076e23, -5e-324, 0.0}) CHECK(*parse_number(to_text(value)) == value);
  CHECK(to_text(2.5) == "2.5");
  CHECK(to_text(2.0 / 3, 2) == "0.67");
  CHECK_FALSE(parse_number("1,5"));
  CHECK_FALSE(parse_number("1.5 "));
  CHECK_FALSE(parse_number(""));
  CHECK_FALSE(parse_number("fast"));
}

TEST_CASE("the nearest word is offered, a far one is not") {
  const std::vector<std::string> styles{"secure", "anxious", "avoidant", "disorganized", "earned"};
  CHECK(nearest_word("anxius", styles) == "anxious");
  CHECK(nearest_word("SECURE", styles) == "secure");
  CHECK(nearest_word("xyzzyplugh", styles).empty());
  CHECK(nearest_word(std::string(100000, 'a'), styles).empty());
}

TEST_CASE("slugs") {
  CHECK(to_slug("friend + spray") == "friend_spray");
  CHECK(to_slug("attuned 30 % with quick repair") == "attuned_30_with_quick_repair");
  CHECK(to_slug("Own caregiver ") == "own_caregiver");
}

TEST_CASE("text from files is made harmless") {
  CHECK(is_valid_utf8("caf\xC3\xA9"));
  CHECK_FALSE(is_valid_utf8("caf\xC3"));
  CHECK_FALSE(is_valid_utf8("\xED\xA0\x80"));  // surrogate
  CHECK_FALSE(is_valid_utf8("\xC0\xAF"));      // overlong
  CHECK(printable("a\nb") == "a\\u000Ab");
  CHECK(printable("\xE2\x80\xAE" "evil") == "\\u202Eevil");
  CHECK(printable(std::string(500, 'x')).size() < 130);
  CHECK(decode_utf8("\xCE\xB1\xFF").back() == 0xFFFD);
}

TEST_CASE("hashes are the published ones") {
  CHECK(hash_bytes("") == 0xcbf29ce484222325ULL);
  CHECK(hash_bytes("a") == 0xaf63dc4c8601ec8cULL);
  CHECK(mix_bits(0) == 0xe220a8397b1dcdafULL);
  CHECK(to_unit(~0ULL) < 1.0);
}

TEST_CASE("a sentence is English until it is told in other words") {
  const Sentence found = sentence("need_list", {{"found", sentence("an_object")}});
  CHECK(found.english == "a list [ ] is needed, found an object");
  CHECK(in_words(found, {{"need_list", "{found}: [ ]!"}, {"an_object", "Objekt"}}) == "Objekt: [ ]!");
  CHECK(in_words(found, {{"need_list", "{found}: [ ]!"}}) == "an object: [ ]!");
  CHECK(in_words(found, {{"an_object", "Objekt"}}) == found.english);
  CHECK(sentence("no such key").english == "[no such key]");
  // What fills a place may look like one.
  CHECK(sentence("out_of_range", {{"low", "{high}"}, {"high", "{"}, {"found", "}"}}).english == "must be between {high} and {, found }");
  CHECK(sentence("need_object", {{"found", "x"}}).english == "an object { } is needed, found x");
  CHECK(listed({}).english.empty());
  CHECK(in_words(listed({"a", "b", "c"}), {{"and", "{first} und {last}"}}) == "a, b und c");
  const Error error{sentence("not_regular"), "a.txt", sentence("check_the_path"), ExitCode::bad_input};
  CHECK(to_sentence(error) == "a.txt: not a regular file; check the path");
  CHECK(in_words(as_sentence(error), {{"at_place", "{what} ({place})"}, {"then", "{first}, {next}"}, {"not_regular", "N"}, {"check_the_path", "P"}}) == "N (a.txt), P");
  CHECK(to_sentence(Error{"what", "", ""}) == "what");
}

TEST_CASE("a span is told in one way: weeks, months, years and months") {
  const auto told = [](double weeks) { return span_text(weeks, {}); };
  CHECK(told(0) == "now");
  CHECK(told(1) == "1 week");
  CHECK(told(3) == "3 weeks");
  for (int month = 2; month < 12; ++month) CHECK(told(month * 52.0 / 12) == std::to_string(month) + " months");
  CHECK(told(4) == "1 month");
  CHECK(told(52) == "1 year");
  CHECK(told(65) == "1 year, 3 months");
  CHECK(told(104) == "2 years");
  CHECK(told(130) == "2 years, 6 months");
  CHECK(told(260) == "5 years");
  CHECK(told(51.9) == "1 year");  // never "12 months"
}

TEST_CASE("files are written whole or not at all") {
  const fs::path folder = fs::temp_directory_path() / ("attune_core_test_" + std::to_string(::getpid()));
  fs::create_directories(folder);
  const fs::path file = folder / "out put $(x).txt";
  REQUIRE(write_file(file, "one").has_value());
  REQUIRE(write_file(file, "two").has_value());
  CHECK(*read_file(file, 100) == "two");
  CHECK_FALSE(read_file(file, 2).has_value());
  CHECK(write_file(folder, "x").error().code == ExitCode::output_failed);
  CHECK(write_file(folder / "missing" / "f", "x").error().code == ExitCode::output_failed);
  CHECK_FALSE(read_file(folder, 100).has_value());
  REQUIRE(::mkfifo((folder / "pipe").c_str(), 0600) == 0);
  CHECK(read_file(folder / "pipe", 100).error().what.english == "not a regular file");
  CHECK(read_file(folder / "none", 100).error().what.english.find("no such file") != std::string::npos);
  // Only the file and the pipe: no temporary is left behind.
  CHECK(std::distance(fs::directory_iterator(folder), fs::directory_iterator()) == 2);
  fs::remove_all(folder);
}
