#include "io/gltf_problems.h"

#include "core/text.h"

namespace attune::gltf {

namespace {
constexpr std::size_t kMostErrors = 100;  // more help nobody

std::string place(const Problems& problems, std::string_view pointer) {
  return pointer.empty() ? problems.file : problems.file + " " + std::string(pointer);
}
}  // namespace

void refuse(Problems& problems, std::string_view pointer, Sentence what, Sentence hint) {
  if (problems.errors.size() < kMostErrors)
    problems.errors.push_back({std::move(what), place(problems, pointer), std::move(hint), ExitCode::bad_input});
}

void warn(Problems& problems, std::string_view kind, std::string_view pointer, Sentence what) {
  for (Warning& warning : problems.warnings)
    if (warning.kind == kind) {
      ++warning.count;
      return;
    }
  problems.warnings.push_back({std::string(kind), place(problems, pointer), std::move(what), 1});
}

std::vector<std::string> warning_sentences(const Problems& problems) {
  std::vector<std::string> sentences;
  for (const Warning& warning : problems.warnings)
    sentences.push_back(warning.where + ": " +
                        (warning.count == 1 ? warning.what : sentence("more_like_this", {{"what", warning.what}, {"count", std::to_string(warning.count - 1)}})).english);
  return sentences;
}

std::string to_dotted(std::string_view pointer) {
  std::string dotted;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);  // '/'
    const std::string_view step = pointer.substr(0, pointer.find('/'));
    pointer.remove_prefix(step.size());
    const bool index = !step.empty() && step.find_first_not_of("0123456789") == std::string_view::npos;
    if (index) {
      dotted += '[';
      dotted += step;
      dotted += ']';
    } else {
      if (!dotted.empty()) dotted += '.';
      dotted += step;
    }
  }
  return dotted;
}

std::string with_commas(std::uint64_t number) {
  const std::string digits = std::to_string(number);
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += ',';
    text += digits[i];
  }
  return text;
}

Sentence bytes_text(std::uint64_t bytes) {
  if (bytes < 10240) return sentence(bytes == 1 ? "byte" : "bytes", {{"count", with_commas(bytes)}});
  const char* const units[] = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  double value = static_cast<double>(bytes) / 1024;
  std::size_t unit = 0;
  while (value >= 1024 && unit + 1 < std::size(units)) {
    value /= 1024;
    ++unit;
  }
  const std::string text = to_text(value, 1);
  return (text.ends_with(".0") ? text.substr(0, text.size() - 2) : text) + " " + units[unit];
}

Sentence counted(std::uint64_t count, const char* one, const char* more) {
  return sentence("counted", {{"count", with_commas(count)}, {"noun", sentence(count == 1 ? one : more)}});
}

std::uint64_t add_saturating(std::uint64_t a, std::uint64_t b) { return a > UINT64_MAX - b ? UINT64_MAX : a + b; }

std::uint64_t multiply_saturating(std::uint64_t a, std::uint64_t b) {
  return a != 0 && b > UINT64_MAX / a ? UINT64_MAX : a * b;
}

}  // namespace attune::gltf
