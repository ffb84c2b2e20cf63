#include "core/text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdarg>
#include <cstdint>
#include <cstdio>

namespace attune {

std::string format(const char* pattern, ...) {
  va_list args;
  va_start(args, pattern);
  va_list copy;
  va_copy(copy, args);
  const int size = std::vsnprintf(nullptr, 0, pattern, copy);
  va_end(copy);
  std::string text(size > 0 ? static_cast<std::size_t>(size) : 0, '\0');
  if (size > 0) std::vsnprintf(text.data(), text.size() + 1, pattern, args);
  va_end(args);
  return text;
}

std::string to_text(double value) {
  char buffer[64];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value);
  return std::string(buffer, end.ptr);
}

std::string to_text(double value, int decimals) {
  char buffer[400];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, decimals);
  return std::string(buffer, end.ptr);
}

std::optional<double> parse_number(std::string_view text) {
  double value = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end.ec != std::errc() || end.ptr != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

namespace {
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t above = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, diagonal + (lower(a[i - 1]) == lower(b[j - 1]) ? 0u : 1u)});
      diagonal = above;
    }
  }
  return row[b.size()];
}

std::string nearest_word(std::string_view word, const std::vector<std::string>& candidates) {
  const std::string_view shortened = word.substr(0, 64);
  std::size_t best = 3 + shortened.size() / 3;
  std::string found;
  for (const std::string& candidate : candidates) {
    const std::size_t distance = edit_distance(shortened, candidate);
    if (distance < best) {
      best = distance;
      found = candidate;
    }
  }
  return found;
}

std::string to_slug(std::string_view text) {
  std::string slug;
  for (char c : text) {
    c = lower(c);
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      slug += c;
    } else if (!slug.empty() && slug.back() != '_') {
      slug += '_';
    }
  }
  if (!slug.empty() && slug.back() == '_') slug.pop_back();
  return slug;
}

std::string join_words(const std::vector<std::string>& words) {
  std::string joined;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) joined += i + 1 == words.size() ? " and " : ", ";
    joined += words[i];
  }
  return joined;
}

namespace {
// Length in bytes of the UTF-8 sequence at `at`, and its code point; 0 when it is not valid.
std::size_t utf8_sequence(std::string_view text, std::size_t at, char32_t& code_point) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  if (first < 0x80) {
    code_point = first;
    return 1;
  }
  std::size_t length = 0;
  char32_t value = 0;
  char32_t smallest = 0;
  if ((first & 0xE0) == 0xC0) {
    length = 2, value = first & 0x1F, smallest = 0x80;
  } else if ((first & 0xF0) == 0xE0) {
    length = 3, value = first & 0x0F, smallest = 0x800;
  } else if ((first & 0xF8) == 0xF0) {
    length = 4, value = first & 0x07, smallest = 0x10000;
  } else {
    return 0;
  }
  if (at + length > text.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return 0;
    value = (value << 6) | (byte(at + i) & 0x3F);
  }
  if (value < smallest || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return 0;
  code_point = value;
  return length;
}

bool is_hidden(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}
}  // namespace

bool is_valid_utf8(std::string_view text) {
  char32_t code_point = 0;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = utf8_sequence(text, i, code_point);
    if (length == 0) return false;
    i += length;
  }
  return true;
}

std::vector<char32_t> decode_utf8(std::string_view text) {
  std::vector<char32_t> code_points;
  code_points.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    char32_t code_point = 0xFFFD;
    const std::size_t length = utf8_sequence(text, i, code_point);
    code_points.push_back(length == 0 ? 0xFFFD : code_point);
    i += length == 0 ? 1 : length;
  }
  return code_points;
}

std::string printable(std::string_view text, std::size_t limit) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    char32_t code_point = 0;
    const std::size_t length = utf8_sequence(text, i, code_point);
    std::string piece;
    if (length == 0) {
      piece = format("\\x%02X", static_cast<unsigned>(static_cast<unsigned char>(text[i])));
    } else if (is_hidden(code_point)) {
      piece = format("\\u%04X", static_cast<unsigned>(code_point));
    } else {
      piece = std::string(text.substr(i, length));
    }
    if (out.size() + piece.size() > limit) return out + "...";
    out += piece;
    i += length == 0 ? 1 : length;
  }
  return out;
}

std::string fill(std::string text, std::initializer_list<std::pair<std::string_view, std::string>> values) {
  for (const auto& [name, value] : values) {
    const std::string mark = "{" + std::string(name) + "}";
    for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + value.size()))
      text.replace(at, mark.size(), value);
  }
  return text;
}

std::string clock_text(double seconds) {
  if (!std::isfinite(seconds)) return "-";
  const long long whole = static_cast<long long>(std::floor(std::max(0.0, seconds) + 1e-6));
  const long long h = whole / 3600, m = whole / 60 % 60, s = whole % 60;
  return h > 0 ? format("%lld:%02lld:%02lld", h, m, s) : format("%lld:%02lld", m, s);
}

namespace {
std::string count_text(const std::string& one, const std::string& many, long long n) {
  return n == 1 ? one : fill(many, {{"n", std::to_string(n)}});
}
}  // namespace

std::string span_text(double weeks, const SpanWords& words) {
  constexpr double kWeeksPerMonth = 52.0 / 12;
  const long long whole_weeks = std::llround(weeks), all = std::max(1ll, std::llround(weeks / kWeeksPerMonth));
  if (whole_weeks < 1) return words.now;
  if (whole_weeks < 4) return count_text(words.week, words.weeks, whole_weeks);
  const long long years = all / 12, months = all % 12;
  const std::string rest = count_text(words.month, words.months, months);
  if (years == 0) return rest;
  const std::string whole = count_text(words.year, words.years, years);
  return months == 0 ? whole : whole + ", " + rest;
}

std::string moment_text(double seconds, double run_s, const ClockWords& words) {
  constexpr double kDay_s = 86400;
  if (run_s < 2 * kDay_s || !std::isfinite(seconds)) return clock_text(seconds);
  if (run_s >= kYearsFrom_s) {
    const auto all = static_cast<long long>(std::floor(std::max(0.0, seconds) / kWeek_s + 1e-6));
    const long long years = all / 52, weeks = all % 52;
    if (years == 0) return count_text(words.week, words.weeks, weeks);
    const std::string whole = count_text(words.year, words.years, years);
    return weeks == 0 ? whole : whole + ", " + count_text(words.week, words.weeks, weeks);
  }
  const auto minutes = static_cast<long long>(std::floor(std::max(0.0, seconds) / 60 + 1e-6));
  return fill(words.day, {{"n", std::to_string(minutes / 1440 + 1)},
                            {"time", format("%02lld:%02lld", minutes / 60 % 24, minutes % 60)}});
}

}  // namespace attune
