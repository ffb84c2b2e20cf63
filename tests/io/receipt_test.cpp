// Receipts in pictures and films, and every way in which they can be broken.
#include "io/receipt_file.h"

#include <doctest/doctest.h>

#include "core/file.h"
#include "io/load_mapping.h"
#include "io/write_film.h"
#include "io/write_png.h"
#include "scratch.h"

using namespace attune;
using namespace attune::test;

namespace {

Image small_picture() {
  Image image;
  image.width = 24;
  image.height = 16;
  image.rgba.assign(24 * 16 * 4, 255);
  for (std::size_t i = 0; i < image.rgba.size(); i += 4) image.rgba[i] = static_cast<std::uint8_t>(i * 7);
  return image;
}

Receipt example() {
  Receipt r;
  r.program = "0.4.0";
  r.scenario = "rejection";
  r.style = "secure";
  r.time_s = 240.125;
  r.azimuth = static_cast<double>(0.1f);
  r.distance_mm = 392;
  r.hidden_structures = {"insula", "pons"};
  r.claims = {"a", "b"};
  r.credits = "Colin27: Holmes 1998 \xC3\xA9";
  return r;
}

// Every answer is a receipt or one sentence with the file's name, and nothing that only programmers know.
void check_answer(const Result<LoadedReceipt>& answer) {
  if (answer) return;
  CHECK(answer.errors().size() == 1);
  const std::string sentence = to_sentence(answer.error());
  CHECK_FALSE(answer.error().where.empty());
  CHECK_FALSE(answer.error().hint.empty());
  CHECK_MESSAGE(sentence.find("std::") == std::string::npos, sentence);
  CHECK(answer.error().code == ExitCode::bad_input);
}

}  // namespace

TEST_CASE("a picture gives its receipt back, to the last digit") {
  const Scratch scratch;
  const Receipt r = example();
  REQUIRE(write_png(scratch / "a.png", small_picture(), receipt_texts(r, "Left out: Secure, 4:00")).has_value());
  const auto loaded = load_receipt(scratch / "a.png");
  REQUIRE_MESSAGE(loaded.has_value(), (loaded ? "" : to_sentence(loaded.error())));
  CHECK(loaded->notes.empty());
  CHECK(receipt_to_json(loaded->receipt) == receipt_to_json(r));
  const std::string bytes = read_bytes(scratch / "a.png");
  for (const char* part : {"Left out: Secure, 4:00", "Attune 0.4.0", "not a diagnosis", "Holmes 1998", "\"claims\":[\"a\",\"b\"]"})
    CHECK_MESSAGE(bytes.find(part) != std::string::npos, part);
}

TEST_CASE("pictures without a receipt, of other programs and of Attune 0.3.0") {
  const Scratch scratch;
  const auto answer = [&](const char* name) {
    const auto loaded = load_receipt(scratch / name);
    check_answer(loaded);
    return loaded ? std::string("opens") : to_sentence(loaded.error());
  };
  REQUIRE(write_png(scratch / "plain.png", small_picture(), {{"Software", "another program"}}).has_value());
  CHECK(answer("plain.png").find("carries no receipt") != std::string::npos);
  REQUIRE(write_png(scratch / "other.png", small_picture(), {{"attune:receipt", "{\"schema_version\":1,\"a\":2}"}}).has_value());
  CHECK(answer("other.png").find("not a receipt") != std::string::npos);
  REQUIRE(write_png(scratch / "new.png", small_picture(), {{"attune:receipt", "{\"schema_version\":2,\"made_by\":{},\"moment\":{}}"}}).has_value());
  CHECK(answer("new.png").find("version 2; this program reads version 1; open it with a newer Attune") != std::string::npos);
  REQUIRE(write_png(scratch / "cut.png", small_picture(), {{"attune:receipt", receipt_to_json(example()).substr(0, 300)}}).has_value());
  CHECK(answer("cut.png").find("the receipt is damaged") != std::string::npos);
  REQUIRE(write_png(scratch / "wrong.png", small_picture(),
                    {{"attune:receipt", "{\"schema_version\":1,\"made_by\":{},\"moment\":{\"time_s\":\"late\"}}"}}).has_value());
  CHECK(answer("wrong.png").find("/moment/time_s") != std::string::npos);
  write_bytes(scratch / "text.png", "not a picture");
  CHECK(answer("text.png").find("not a PNG") != std::string::npos);
  write_bytes(scratch / "empty.png", "");
  CHECK(answer("empty.png").find("empty") != std::string::npos);
  CHECK(answer("none.png").find("no such file") != std::string::npos);
  write_bytes(scratch / "a.gif", "GIF89a........");
  CHECK(answer("a.gif").find("this film carries no receipt") != std::string::npos);
  REQUIRE(write_png(scratch / "old.png", small_picture(),
                    {{"Software", "Attune 0.3.0"}, {"attune:scenario", "rejection"}, {"attune:arm", "alone"}, {"attune:style", "secure"},
                     {"attune:compare", "anxious"}, {"attune:time_s", "240"}}).has_value());
  const auto old = load_receipt(scratch / "old.png");
  REQUIRE(old.has_value());
  CHECK(old->receipt.program == "0.3.0");
  CHECK(old->receipt.compare_style == "anxious");
  CHECK(old->receipt.time_s == 240);
  CHECK(old->notes.size() == 1);
}

TEST_CASE("a damaged picture never crashes and never opens as something else") {
  const Receipt r = example();
  const auto good = encode_png(small_picture(), receipt_texts(r, "x"));
  REQUIRE(good.has_value());
  const Scratch scratch;
  int refused = 0;
  for (std::size_t at = 0; at < good->size(); at += 3) {
    std::string bytes = *good;
    bytes[at] = static_cast<char>(bytes[at] ^ 0x21);
    write_bytes(scratch / "x.png", bytes);
    const auto answer = load_receipt(scratch / "x.png");
    check_answer(answer);
    refused += !answer;
    if (answer) CHECK(receipt_to_json(answer->receipt) == receipt_to_json(r));
    write_bytes(scratch / "x.png", good->substr(0, at));
    const auto cut = load_receipt(scratch / "x.png");
    check_answer(cut);
    CHECK_FALSE(cut.has_value());
  }
  CHECK(refused > 300);
  // The JSON itself, damaged under a checksum that is right.
  const std::string json = receipt_to_json(r);
  for (std::size_t at = 0; at < json.size(); ++at) {
    std::string bytes = json;
    bytes[at] = static_cast<char>(bytes[at] ^ 0x15);
    check_answer(parse_receipt(bytes, "x.png"));
    check_answer(parse_receipt(json.substr(0, at), "x.png"));
  }
}

TEST_CASE("films carry the receipt of their first picture, folders one in each") {
  const Scratch scratch;
  const Receipt r = example();
  FilmSettings film;
  film.width = 24, film.height = 16, film.fps = 10, film.frame_count = 3, film.threads = 1;
  film.texts = receipt_texts(r, "Left out");
  for (const char* name : {"a.mp4", "a.webm", "a.gif", "frames"}) {
    if (!can_make_films() && std::string(name) != "frames") continue;
    INFO(std::string(name));
    film.path = scratch / name;
    auto writer = FilmWriter::open(film);
    REQUIRE(writer.has_value());
    for (int i = 0; i < 3; ++i) REQUIRE(writer->add(small_picture(), film.texts).has_value());
    const auto finished = writer->finish();
    REQUIRE_MESSAGE(finished.has_value(), (finished ? "" : to_sentence(finished.error())));
    const auto loaded = load_receipt(std::string(name) == "frames" ? film.path / "frame_00002.png" : film.path);
    REQUIRE_MESSAGE(loaded.has_value(), (loaded ? "" : to_sentence(loaded.error())));
    CHECK(receipt_to_json(loaded->receipt) == receipt_to_json(r));
  }
}

TEST_CASE("mappings: the same file gives the same bytes, and mistakes are named with their place") {
  const Scratch scratch;
  std::vector<Structure> structures(2);
  structures[0].id = "amygdala";
  structures[1].id = "putamen";
  Mapping mapping;
  mapping.model = "a \"b\".glb";
  mapping.placement = {{"-y", "+x", "+z"}, 0.1234567890123, {1.5, -2, 1e-3}};
  mapping.parts = {{"lh \"x\"", "amygdala", "", Hemisphere::left, PartKind::volume, Match::chosen},
                   {"y", "", "putamen", Hemisphere::midline, PartKind::marker, Match::unsure},
                   {"z", "", "", Hemisphere::right, PartKind::cortex, Match::none}};
  const std::string text = mapping_to_json(mapping);
  write_bytes(scratch / "m.json", text);
  const auto loaded = load_mapping(scratch / "m.json", structures);
  REQUIRE_MESSAGE(loaded.has_value(), (loaded ? "" : to_sentence(loaded.error())));
  CHECK(mapping_to_json(*loaded) == text);
  CHECK(loaded->parts[1].match == Match::unsure);
  const auto problem = [&](std::string from, const std::string& to) {
    std::string broken = text;
    const std::size_t at = broken.find(from);
    REQUIRE(at != std::string::npos);
    broken.replace(at, from.size(), to);
    write_bytes(scratch / "m.json", broken);
    const auto refused = load_mapping(scratch / "m.json", structures);
    return refused ? std::string("fine") : to_sentence(refused.error());
  };
  CHECK(problem("\"amygdala\"", "\"amigdala\"").find("/parts/0/structure: unknown structure \"amigdala\"; did you mean \"amygdala\"") != std::string::npos);
  CHECK(problem("\"left\"", "\"lft\"").find("did you mean \"left\"") != std::string::npos);
  CHECK(problem("\"-y\"", "\"+x\"").find("/placement/axes: three axes are needed") != std::string::npos);
  CHECK(problem("\"name\": \"y\"", "\"name\": \"z\"").find("is named twice") != std::string::npos);
  CHECK(problem("\"parts\"", "\"prats\"").find("\"parts\"") != std::string::npos);
  CHECK(problem("\"scale\": 0.1234567890123", "\"scale\": 0").find("/placement/scale") != std::string::npos);
  CHECK(problem("\"schema_version\": 1", "\"schema_version\": 9").find("newer program") != std::string::npos);
  for (std::size_t at = 0; at + 3 < text.size(); ++at) {
    std::string broken = text;
    broken[at] = static_cast<char>(broken[at] ^ 0x11);
    write_bytes(scratch / "m.json", broken);
    const auto answer = load_mapping(scratch / "m.json", structures);
    if (!answer) CHECK_FALSE(to_sentence(answer.error()).empty());
    write_bytes(scratch / "m.json", text.substr(0, at));
    CHECK_FALSE(load_mapping(scratch / "m.json", structures).has_value());
  }
}
