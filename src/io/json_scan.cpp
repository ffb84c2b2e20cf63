#include "io/json_scan.h"

#include <charconv>
#include <optional>
#include <string>
#include <system_error>
#include <unordered_set>
#include <vector>

#include "core/text.h"

namespace attune {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

// Bytes of the UTF-8 character at `at`, 0 when it is not valid UTF-8.
std::size_t utf8_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xC2 && first < 0xE0   ? 2
                             : first >= 0xE0 && first < 0xF0 ? 3
                             : first >= 0xF0 && first < 0xF5 ? 4
                                                             : 0;
  if (length == 0 || at + length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(at + i) & 0xC0) != 0x80) return 0;
  const unsigned char second = byte(at + 1);
  if ((first == 0xE0 && second < 0xA0) || (first == 0xED && second >= 0xA0)) return 0;  // overlong, surrogate
  if ((first == 0xF0 && second < 0x90) || (first == 0xF4 && second >= 0x90)) return 0;  // overlong, beyond U+10FFFF
  return length;
}

void append_utf8(std::string& out, unsigned code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (code >> 18));
    out += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

class Scanner {
 public:
  Scanner(std::string_view text, std::string_view name, const JsonLimits& limits)
      : text_(text), name_(name), limits_(limits) {}

  Result<JsonFacts> scan() {
    if (text_.empty()) return at_file(sentence("file_empty"), sentence("choose_other_file"));
    if (text_.size() > limits_.max_bytes)
      return at_file(
          sentence("text_too_large", {{"bytes", std::to_string(text_.size())}, {"limit", std::to_string(limits_.max_bytes)}}),
          sentence("use_smaller_file"));
    if (const auto wide = find_wide_encoding())
      return at_file(sentence("wide_encoding", {{"encoding", *wide}}), sentence("save_as_utf8"));
    if (text_.substr(0, byte_order_mark.size()) == byte_order_mark) {
      facts_.had_byte_order_mark = true;
      at_ = start_ = byte_order_mark.size();
    }
    for (;;) {
      if (auto error = skip_space()) return *error;
      if (at_ == text_.size()) break;
      if (expect_ == Expect::nothing) return here(sentence("extra_text"), sentence("remove_it"));
      if (auto error = step()) return *error;
      if (facts_.tokens > limits_.max_tokens)
        return here(sentence("too_many_values", {{"limit", std::to_string(limits_.max_tokens)}}), sentence("use_smaller_file"));
    }
    if (expect_ == Expect::nothing) return facts_;
    if (facts_.tokens == 0) return at_file(sentence("only_space"), sentence("choose_other_file"));
    return here(sentence("ends_early", {{"expected", expected()}}),
                sentence("probably_incomplete"));
  }

 private:
  enum class Expect { value, value_or_end, key, key_or_end, colon, comma_or_end, nothing };
  struct Level {
    bool is_object = false;
    std::unordered_set<std::string> keys;
  };

  Sentence expected() const {
    switch (expect_) {
      case Expect::value:
        return sentence("a_value");
      case Expect::value_or_end:
        return sentence("a_value_or_end");
      case Expect::key:
        return sentence("a_key");
      case Expect::key_or_end:
        return sentence("a_key_or_end");
      case Expect::colon:
        return sentence("a_colon");
      case Expect::comma_or_end:
        return levels_.back().is_object ? sentence("a_comma_or_brace") : sentence("a_comma_or_bracket");
      case Expect::nothing:
        break;
    }
    return sentence("nothing_more");
  }

  Error at_file(Sentence what, Sentence hint) const { return Error{std::move(what), std::string(name_), std::move(hint)}; }

  Error at(std::size_t position, Sentence what, Sentence hint) const {
    std::size_t line = 1, column = 1;
    for (std::size_t i = start_; i < position && i < text_.size(); ++i) {
      if (text_[i] == '\n') {
        ++line;
        column = 1;
      } else if ((static_cast<unsigned char>(text_[i]) & 0xC0) != 0x80) {
        ++column;
      }
    }
    return Error{std::move(what), std::string(name_) + ":" + std::to_string(line) + ":" + std::to_string(column),
                 std::move(hint)};
  }
  Error here(Sentence what, Sentence hint) const { return at(at_, std::move(what), std::move(hint)); }

  std::optional<Sentence> find_wide_encoding() const {
    const auto starts = [&](std::string_view mark) { return text_.substr(0, mark.size()) == mark; };
    using namespace std::string_view_literals;
    if (starts("\xFF\xFE\0\0"sv) || starts("\0\0\xFE\xFF"sv)) return "UTF-32";
    if (starts("\xFF\xFE"sv) || starts("\xFE\xFF"sv)) return "UTF-16";
    if (text_.size() >= 2 && (text_[0] == '\0') != (text_[1] == '\0')) return sentence("either", {{"first", "UTF-16"}, {"last", "UTF-32"}});
    return std::nullopt;
  }

  std::optional<Error> skip_space() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r'))
      ++at_;
    if (at_ < text_.size() && (text_[at_] == '/' || text_[at_] == '#'))
      return here(sentence("no_comments"), sentence("remove_or_note_field"));
    return std::nullopt;
  }

  std::optional<Error> step() {
    const char c = text_[at_];
    switch (expect_) {
      case Expect::colon:
        if (c != ':') return unexpected();
        ++at_;
        expect_ = Expect::value;
        return std::nullopt;
      case Expect::comma_or_end:
        if (c == ',') {
          ++at_;
          expect_ = levels_.back().is_object ? Expect::key : Expect::value;
          after_comma_ = true;
          return std::nullopt;
        }
        if (c == (levels_.back().is_object ? '}' : ']')) return close();
        return unexpected();
      case Expect::key:
      case Expect::key_or_end:
        if (c == '}') {
          if (expect_ == Expect::key) return here(sentence("comma_before_brace"), sentence("remove_comma"));
          return close();
        }
        if (c != '"') return unexpected();
        return scan_key();
      case Expect::value:
      case Expect::value_or_end:
        if (c == ']' && expect_ == Expect::value_or_end) return close();
        if (c == ']' && after_comma_ && !levels_.empty() && !levels_.back().is_object)
          return here(sentence("comma_before_bracket"), sentence("remove_comma"));
        return scan_value();
      case Expect::nothing:
        break;
    }
    return unexpected();
  }

  std::optional<Error> unexpected() const {
    const char c = text_[at_];
    if (c == '\'') return here(sentence("single_quotes"), sentence("use_double_quotes"));
    if (expect_ == Expect::key || expect_ == Expect::key_or_end)
      if (is_letter(c)) return here(sentence("key_without_quotes"), sentence("quote_the_key"));
    if (utf8_length(text_, at_) == 0) return here(sentence("invalid_utf8"), sentence("save_file_as_utf8"));
    return here(sentence("found_where_expected", {{"found", describe()}, {"expected", expected()}}), sentence("correct_the_text"));
  }

  std::string describe() const {
    const std::size_t length = utf8_length(text_, at_);
    std::string quoted = "\"";
    quoted += printable(text_.substr(at_, length == 0 ? 1 : length));
    return quoted += "\"";
  }

  void finish_value() {
    after_comma_ = false;
    expect_ = levels_.empty() ? Expect::nothing : Expect::comma_or_end;
  }

  std::optional<Error> close() {
    ++at_;
    ++facts_.tokens;
    levels_.pop_back();
    finish_value();
    return std::nullopt;
  }

  std::optional<Error> scan_key() {
    const std::size_t begin = at_;
    std::string key;
    if (auto error = scan_string(&key)) return error;
    for (const char c : key)
      if (static_cast<unsigned char>(c) < 0x20) return at(begin, sentence("control_in_name"), sentence("remove_it"));
    if (!levels_.back().keys.insert(key).second)
      return at(begin, sentence("key_twice", {{"key", printable(key)}}), sentence("keep_one"));
    ++facts_.tokens;
    after_comma_ = false;
    expect_ = Expect::colon;
    return std::nullopt;
  }

  std::optional<Error> scan_value() {
    const char c = text_[at_];
    if (limits_.top_level_object && levels_.empty() && c != '{') return wrong_top_level();
    ++facts_.tokens;
    if (c == '{' || c == '[') {
      if (static_cast<int>(levels_.size()) >= limits_.max_depth)
        return here(sentence("nested_too_deep", {{"limit", std::to_string(limits_.max_depth)}}),
                    sentence("use_flatter_file"));
      levels_.emplace_back();
      levels_.back().is_object = c == '{';
      ++at_;
      after_comma_ = false;
      expect_ = c == '{' ? Expect::key_or_end : Expect::value_or_end;
      return std::nullopt;
    }
    std::optional<Error> error;
    if (c == '"') {
      error = scan_string(nullptr);
    } else if (c == '-' || is_digit(c)) {
      error = scan_number();
    } else if (is_letter(c)) {
      error = scan_word();
    } else if (c == '+' || c == '.') {
      error = here(sentence("number_start", {{"found", describe()}}), sentence("write_half_or_five"));
    } else {
      error = unexpected();
    }
    if (!error) finish_value();
    return error;
  }

  Error wrong_top_level() const {
    const char c = text_[at_];
    Sentence found = c == '[' ? sentence("a_list") : c == '"' ? sentence("a_text") : c == '-' || is_digit(c) ? sentence("a_number") : describe();
    for (const std::string_view word : {"null", "true", "false"})
      if (text_.substr(at_, word.size()) == word) found = std::string(word);
    if (c == '[' || c == '"' || c == '-' || is_digit(c) || found.english.front() != '"')
      return here(sentence("top_level", {{"found", found}}), sentence("put_in_braces"));
    if (c == '\'') return here(sentence("single_quotes"), sentence("use_double_quotes"));
    if (utf8_length(text_, at_) == 0) return here(sentence("not_json_utf8"), sentence("choose_json"));
    return here(sentence("not_json", {{"found", found}}), sentence("choose_json"));
  }

  std::optional<Error> scan_word() {
    std::size_t end = at_;
    while (end < text_.size() && (is_letter(text_[end]) || is_digit(text_[end]))) ++end;
    const std::string_view word = text_.substr(at_, end - at_);
    if (word != "true" && word != "false" && word != "null") {
      const std::string shown = printable(word, 40);
      if (word == "NaN" || word == "Infinity" || word == "nan" || word == "inf")
        return here(sentence("not_a_json_number", {{"found", shown}}), sentence("write_finite"));
      return here(sentence("found_where_expected", {{"found", shown}, {"expected", sentence("a_value")}}),
                  sentence("write_a_value"));
    }
    at_ = end;
    return std::nullopt;
  }

  std::optional<Error> scan_number() {
    const std::size_t begin = at_;
    const auto digits = [&] {
      const std::size_t first = at_;
      while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
      return at_ - first;
    };
    const auto bad = [&](Sentence hint) { return at(begin, sentence("this_no_number"), std::move(hint)); };
    if (text_[at_] == '-') ++at_;
    if (at_ < text_.size() && is_letter(text_[at_])) {
      while (at_ < text_.size() && is_letter(text_[at_])) ++at_;
      return at(begin, sentence("not_a_json_number", {{"found", printable(text_.substr(begin, at_ - begin), 40)}}),
                sentence("write_finite"));
    }
    const std::size_t whole_begin = at_;
    const std::size_t whole = digits();
    if (whole == 0) return bad(sentence("digits_after_minus"));
    if (whole > 1 && text_[whole_begin] == '0') return bad(sentence("remove_zeros"));
    bool is_whole = true;
    if (at_ < text_.size() && text_[at_] == '.') {
      is_whole = false;
      ++at_;
      if (digits() == 0) return bad(sentence("digits_after_point"));
    }
    if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
      is_whole = false;
      ++at_;
      if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
      if (digits() == 0) return bad(sentence("digits_after_e"));
    }
    if (at_ < text_.size() && (is_letter(text_[at_]) || text_[at_] == '.')) return bad(sentence("plain_decimal"));
    const std::string_view literal = text_.substr(begin, at_ - begin);
    const char* last = literal.data() + literal.size();
    if (is_whole) {
      std::uint64_t unsigned_value = 0;
      std::int64_t signed_value = 0;
      const bool fits = literal.front() == '-'
                            ? std::from_chars(literal.data(), last, signed_value).ec == std::errc()
                            : std::from_chars(literal.data(), last, unsigned_value).ec == std::errc();
      if (!fits) return at(begin, sentence("whole_out_of_range"), sentence("use_smaller_number"));
    }
    double value = 0;
    if (std::from_chars(literal.data(), last, value).ec == std::errc::result_out_of_range && is_huge(literal))
      return at(begin, sentence("number_too_large"), sentence("below_1e308"));
    return std::nullopt;
  }

  // Of a number that does not fit a double: too large, not too close to zero.
  static bool is_huge(std::string_view literal) {
    long magnitude = 0;
    bool seen_point = false, seen_digit = false;
    std::size_t i = 0;
    for (; i < literal.size() && literal[i] != 'e' && literal[i] != 'E'; ++i) {
      if (literal[i] == '.') seen_point = true;
      if (!is_digit(literal[i])) continue;
      if (literal[i] != '0') seen_digit = true;
      if (!seen_point && seen_digit) ++magnitude;
      if (seen_point && !seen_digit) --magnitude;
    }
    if (i + 1 < literal.size()) {
      const char* first = literal.data() + i + (literal[i + 1] == '+' ? 2 : 1);
      long exponent = 0;
      if (std::from_chars(first, literal.data() + literal.size(), exponent).ec != std::errc())
        return literal[i + 1] != '-';
      return exponent > -magnitude;  // their sum could overflow
    }
    return magnitude > 0;
  }

  // At the opening quote. Decodes into `decoded` when given.
  std::optional<Error> scan_string(std::string* decoded) {
    const std::size_t begin = at_++;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (at_ - begin > limits_.max_string_bytes)
        return at(begin, sentence("text_too_long", {{"limit", std::to_string(limits_.max_string_bytes)}}),
                  sentence("use_shorter_text"));
      if (c == '"') {
        ++at_;
        return std::nullopt;
      }
      if (c == '\n' || c == '\r') return here(sentence("line_break_in_quotes"), sentence("close_quotes"));
      if (static_cast<unsigned char>(c) < 0x20)
        return here(decoded ? sentence("control_in_name") : sentence("control_in_quotes"), sentence("remove_it"));
      if (c == '\\') {
        if (auto error = scan_escape(decoded)) return error;
        continue;
      }
      const std::size_t length = utf8_length(text_, at_);
      if (length == 0) return here(sentence("invalid_utf8"), sentence("save_file_as_utf8"));
      if (decoded) decoded->append(text_.substr(at_, length));
      at_ += length;
    }
    return at(begin, sentence("never_closed"),
              sentence("add_quote"));
  }

  std::optional<Error> scan_escape(std::string* decoded) {
    const std::size_t begin = at_++;
    if (at_ == text_.size()) return at(begin, sentence("ends_in_escape"), sentence("incomplete"));
    const char c = text_[at_++];
    static constexpr std::string_view names = "\"\\/bfnrt", values = "\"\\/\b\f\n\r\t";
    if (const auto found = names.find(c); found != std::string_view::npos) {
      if (decoded) *decoded += values[found];
      return std::nullopt;
    }
    if (c != 'u') return at(begin, sentence("unknown_escape"), sentence("write_two_slashes"));
    unsigned code = 0;
    if (!scan_hex(code)) return at(begin, sentence("four_digits"), sentence("correct_escape"));
    if (code >= 0xDC00 && code <= 0xDFFF) return at(begin, sentence("half_surrogate"), sentence("both_halves"));
    if (code >= 0xD800 && code <= 0xDBFF) {
      unsigned low = 0;
      if (text_.substr(at_, 2) != "\\u") return at(begin, sentence("half_surrogate"), sentence("both_halves"));
      at_ += 2;
      if (!scan_hex(low) || low < 0xDC00 || low > 0xDFFF)
        return at(begin, sentence("half_surrogate"), sentence("both_halves"));
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    if (decoded) append_utf8(*decoded, code);
    return std::nullopt;
  }

  bool scan_hex(unsigned& code) {
    if (at_ + 4 > text_.size()) return false;
    const char* first = text_.data() + at_;
    const auto end = std::from_chars(first, first + 4, code, 16);
    at_ += 4;
    return end.ec == std::errc() && end.ptr == first + 4 && first[0] != '-';
  }

  std::string_view text_, name_;
  JsonLimits limits_;
  JsonFacts facts_;
  std::size_t at_ = 0, start_ = 0;
  std::vector<Level> levels_;
  Expect expect_ = Expect::value;
  bool after_comma_ = false;
};

}  // namespace

Result<JsonFacts> scan_json(std::string_view text, std::string_view name, const JsonLimits& limits) {
  return Scanner(text, name, limits).scan();
}

std::string_view without_byte_order_mark(std::string_view text) {
  return text.substr(0, byte_order_mark.size()) == byte_order_mark ? text.substr(byte_order_mark.size()) : text;
}

}  // namespace attune
