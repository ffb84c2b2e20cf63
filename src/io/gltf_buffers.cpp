#include "io/gltf_buffers.h"

#include <tiny_gltf.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>
#include <system_error>

#include "core/file.h"
#include "core/text.h"

namespace attune::gltf {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kLargestBufferFile = 512ull << 20, kLargestTotal = 1ull << 30;

// What tinygltf is given: names we made up, and bytes that were checked.
struct Source {
  std::string uri;  // "data:...;base64,..." or the key of `files`
  std::uint64_t size = 0;
};
using Files = std::map<std::string, std::string>;

std::string percent_decoded(std::string_view text) {
  const auto digit = [](char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
  };
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size() && digit(text[i + 1]) >= 0 && digit(text[i + 2]) >= 0) {
      out += static_cast<char>(digit(text[i + 1]) * 16 + digit(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

bool is_ascii_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

// "http" of "http://..." ; nothing for plain names. One letter is a Windows drive, not a scheme.
std::optional<std::string> scheme_of(std::string_view uri) {
  const std::size_t colon = uri.find(':');
  if (colon == std::string_view::npos || colon < 2 || !is_ascii_letter(uri[0])) return std::nullopt;
  for (const char c : uri.substr(0, colon))
    if (!is_ascii_letter(c) && !(c >= '0' && c <= '9') && c != '+' && c != '-' && c != '.') return std::nullopt;
  return lower_case(uri.substr(0, colon));
}

bool leaves_folder(std::string_view name) {
  if (name.starts_with('/') || name.starts_with('\\')) return true;
  if (name.size() >= 2 && is_ascii_letter(name[0]) && name[1] == ':') return true;
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find_first_of("/\\", begin), name.size());
    if (name.substr(begin, end - begin) == "..") return true;
    begin = end + 1;
  }
  return false;
}

struct Loader {
  const Document& document;
  const Container& container;
  const fs::path& folder;
  const fs::path& model;
  Problems& problems;
  Files files;
  std::uint64_t total = 0;
  std::string_view in_file;  // the GLB's own buffer

  std::string pointer(std::size_t index) const { return "/buffers/" + std::to_string(index) + "/uri"; }
  Sentence what(std::size_t index) const { return sentence("buffer_number", {{"number", std::to_string(index)}}); }

  std::optional<Source> refuse_uri(std::size_t index, Sentence what, Sentence hint = sentence("put_beside")) {
    refuse(problems, pointer(index), std::move(what), std::move(hint));
    return std::nullopt;
  }

  std::optional<Source> find_source(std::size_t index) {
    const Buffer& buffer = document.buffers[index];
    if (buffer.uri == nullptr) return from_binary_chunk(index);
    const std::string& uri = *buffer.uri;
    if (uri.empty()) return refuse_uri(index, sentence("uri_empty", {{"buffer", what(index)}}));
    if (lower_case(std::string_view(uri).substr(0, 5)) == "data:") return from_data(index, uri);
    if (has_control_character(uri))
      return refuse_uri(index, sentence("illegal_name", {{"buffer", what(index)}, {"name", printable(uri)}}));
    if (const auto scheme = scheme_of(uri)) {
      if (*scheme == "http" || *scheme == "https" || *scheme == "ftp")
        return refuse_uri(index, sentence("network_address", {{"buffer", what(index)}, {"address", printable(uri)}}));
      return refuse_uri(index, sentence("only_data", {{"buffer", what(index)}, {"scheme", printable(*scheme, 40)}}));
    }
    return from_file(index, percent_decoded(uri));
  }

  static bool has_control_character(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
  }

  std::optional<Source> from_binary_chunk(std::size_t index) {
    const Buffer& buffer = document.buffers[index];
    if (!container.has_binary || index != 0) {
      refuse(problems, "/buffers/" + std::to_string(index),
             sentence("buffer_no_data", {{"buffer", what(index)}}),
             sentence("export_again"));
      return std::nullopt;
    }
    if (container.binary.size() < buffer.byte_length) {
      refuse(problems, "/buffers/" + std::to_string(index),
             sentence("bin_chunk_has", {{"buffer", what(index)}, {"size", bytes_text(container.binary.size())}, {"declared", bytes_text(buffer.byte_length)}}),
             sentence("incomplete_copy"));
      return std::nullopt;
    }
    total += buffer.byte_length;
    if (total > kLargestTotal)
      return refuse_uri(index, sentence("buffers_too_large"), sentence("smaller_model"));
    in_file = container.binary.substr(0, buffer.byte_length);  // nothing to decode: no copy
    return std::nullopt;
  }

  std::optional<Source> from_data(std::size_t index, const std::string& uri) {
    const Sentence reexport = sentence("export_best_glb");
    const std::size_t comma = uri.find(',');
    if (comma == std::string::npos)
      return refuse_uri(index, sentence("data_no_comma", {{"buffer", what(index)}}), reexport);
    const std::string head = lower_case(std::string_view(uri).substr(5, std::min<std::size_t>(comma - 5, 200)));
    const std::string type = head.substr(0, head.find(';'));
    if (type != "application/octet-stream" && type != "application/gltf-buffer")
      return refuse_uri(index,
                        sentence("data_type", {{"buffer", what(index)}, {"type", type.empty() ? sentence("none") : printable(type, 60)}}),
                        reexport);
    if (!head.ends_with(";base64"))
      return refuse_uri(index, sentence("data_base64", {{"buffer", what(index)}}), reexport);
    std::string_view code = std::string_view(uri).substr(comma + 1);
    const std::size_t characters = code.size();
    while (code.ends_with('=') && characters - code.size() < 2) code.remove_suffix(1);
    for (std::size_t i = 0; i < code.size(); ++i)
      if (!is_ascii_letter(code[i]) && !(code[i] >= '0' && code[i] <= '9') && code[i] != '+' && code[i] != '/')
        return refuse_uri(index, sentence("bad_base64", {{"buffer", what(index)}, {"number", with_commas(i + 1)}}), reexport);
    if (code.size() % 4 == 1)
      return refuse_uri(index,
                        sentence("base64_ends", {{"buffer", what(index)}, {"number", with_commas(code.size())}}),
                        reexport);
    const std::uint64_t size = code.size() / 4 * 3 + (code.size() % 4 == 0 ? 0 : code.size() % 4 - 1);
    if (!check_size(index, size, "")) return std::nullopt;
    return Source{"data:application/octet-stream;base64," + std::string(uri, comma + 1), size};
  }

  std::optional<Source> from_file(std::size_t index, const std::string& name) {
    if (has_control_character(name))
      return refuse_uri(index, sentence("illegal_name", {{"buffer", what(index)}, {"name", printable(name)}}));
    const std::string shown = printable(name);
    std::error_code error;
    if (leaves_folder(name)) {
      // Devices get their own words; nothing is opened.
      const fs::path target = folder.empty() ? fs::path(name) : folder / name;
      const fs::file_status status = fs::status(target, error);
      const bool odd = fs::exists(status) && !fs::is_regular_file(status);
      return refuse_uri(index, sentence(odd ? "outside_odd" : "outside", {{"buffer", what(index)}, {"name", shown}}));
    }
    if (name.find('\\') != std::string::npos)
      return refuse_uri(index, sentence("back_slash", {{"buffer", what(index)}, {"name", shown}}),
                        sentence("use_slashes"));
    if (folder.empty())
      return refuse_uri(index, sentence("needs_beside", {{"buffer", what(index)}, {"name", shown}}));
    const fs::path target = folder / fs::path(name);
    const fs::file_status status = fs::status(target, error);
    if (!fs::exists(status))
      return refuse_uri(index, sentence("needs_missing", {{"buffer", what(index)}, {"name", shown}}));
    const fs::path real_folder = fs::canonical(folder, error), real_target = fs::canonical(target, error);
    const auto mismatch = std::mismatch(real_folder.begin(), real_folder.end(), real_target.begin(), real_target.end());
    const bool inside = !real_folder.empty() && mismatch.first == real_folder.end();
    if (!fs::is_regular_file(status))
      return refuse_uri(index, sentence(inside ? "buffer_odd_file" : "buffer_odd_outside", {{"buffer", what(index)}, {"name", shown}}));
    if (!inside) return refuse_uri(index, sentence("outside_link", {{"buffer", what(index)}, {"name", shown}}));
    Result<std::string> bytes = read_file(real_target, kLargestBufferFile);
    if (!bytes) return refuse_uri(index, sentence("buffer_file", {{"buffer", what(index)}, {"name", shown}, {"reason", bytes.error().what}}), bytes.error().hint);
    std::error_code same_error;
    if (fs::equivalent(real_target, model, same_error))
      return refuse_uri(index, sentence("is_the_model", {{"buffer", what(index)}, {"size", with_commas(bytes->size())}, {"declared", with_commas(document.buffers[index].byte_length)}, {"name", shown}}));
    if (!check_size(index, bytes->size(), shown)) return std::nullopt;
    bytes->resize(document.buffers[index].byte_length);
    return keep(index, std::move(*bytes));
  }

  // Too little is refused; too much is told.
  bool check_size(std::size_t index, std::uint64_t size, const std::string& file_name) {
    const std::uint64_t declared = document.buffers[index].byte_length;
    if (size < declared) {
      refuse_uri(index,
                 file_name.empty()
                     ? sentence("bytes_declared", {{"buffer", what(index)}, {"size", with_commas(size)}, {"declared", with_commas(declared)}})
                     : sentence("bytes_expected", {{"buffer", what(index)}, {"name", file_name}, {"size", with_commas(size)}, {"declared", with_commas(declared)}}),
                 sentence("data_incomplete"));
      return false;
    }
    if (size > declared)
      warn(problems, "buffer-too-long", pointer(index),
           sentence("rest_ignored", {{"buffer", what(index)}, {"size", with_commas(size)}, {"declared", with_commas(declared)}}));
    return true;
  }

  std::optional<Source> keep(std::size_t index, std::string bytes) {
    total += bytes.size();
    if (total > kLargestTotal)
      return refuse_uri(index, sentence("buffers_too_large"), sentence("smaller_model"));
    Source source{"buffer-" + std::to_string(index) + ".bin", bytes.size()};
    files[source.uri] = std::move(bytes);
    return source;
  }
};

// tinygltf decodes base64 and collects the bytes. It sees a document that holds nothing but the checked buffers, and
// its file system is our map: of 143 broken files it crashed on 2 and let 51 pass that must be refused.
bool resolve(Files& files, const std::vector<std::pair<std::size_t, Source>>& sources, Buffers& buffers) {
  nlohmann::json list = nlohmann::json::array();
  for (const auto& [index, source] : sources) list.push_back({{"byteLength", source.size}, {"uri", source.uri}});
  const std::string text = nlohmann::json{{"asset", {{"version", "2.0"}}}, {"buffers", std::move(list)}}.dump();

  tinygltf::FsCallbacks callbacks{};
  callbacks.FileExists = [](const std::string& path, void* user) {
    Files& all = *static_cast<Files*>(user);
    return all.contains(path.substr(path.find_last_of('/') + 1));
  };
  callbacks.ExpandFilePath = [](const std::string& path, void*) { return path; };
  callbacks.ReadWholeFile = [](std::vector<unsigned char>* out, std::string*, const std::string& path, void* user) {
    Files& all = *static_cast<Files*>(user);
    const auto found = all.find(path.substr(path.find_last_of('/') + 1));
    if (found == all.end()) return false;
    out->assign(found->second.begin(), found->second.end());
    found->second = {};  // each is read once
    return true;
  };
  callbacks.WriteWholeFile = [](std::string*, const std::string&, const std::vector<unsigned char>&, void*) {
    return false;
  };
  callbacks.user_data = &files;

  tinygltf::TinyGLTF parser;
  parser.SetFsCallbacks(callbacks);
  parser.SetImageLoader([](tinygltf::Image*, const int, std::string*, std::string*, int, int, const unsigned char*, int,
                           void*) { return true; },
                        nullptr);
  tinygltf::Model model;
  std::string errors, warnings;
  if (!parser.LoadASCIIFromString(&model, &errors, &warnings, text.data(), static_cast<unsigned>(text.size()), ""))
    return false;
  if (model.buffers.size() != sources.size()) return false;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    if (model.buffers[i].data.size() != sources[i].second.size) return false;
    buffers[sources[i].first].own = std::move(model.buffers[i].data);
  }
  return true;
}

}  // namespace

Buffers load_buffers(const Document& document, const Container& container, const fs::path& folder,
                     const fs::path& model, Problems& problems) {
  Buffers buffers(document.buffers.size());
  Loader loader{document, container, folder, model, problems, {}, 0, {}};
  std::vector<std::pair<std::size_t, Source>> sources;
  for (std::size_t i = 0; i < document.buffers.size(); ++i) {
    if (!document.buffers[i].needed || !document.buffers[i].valid) continue;
    if (auto source = loader.find_source(i)) sources.emplace_back(i, std::move(*source));
    if (i == 0) buffers[0].in_file = loader.in_file;
  }
  if (!problems.errors.empty() || sources.empty()) return buffers;
  if (!resolve(loader.files, sources, buffers))
    refuse(problems, "/buffers", sentence("buffers_unreadable"),
           sentence("export_best_glb"));
  return buffers;
}

}  // namespace attune::gltf
