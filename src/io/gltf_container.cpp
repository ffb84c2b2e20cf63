#include "io/gltf_container.h"

#include <bit>
#include <cstring>

#include "core/text.h"

namespace attune::gltf {

static_assert(std::endian::native == std::endian::little, "glTF is little-endian; decoding copies bytes as they are");

namespace {

using namespace std::string_view_literals;

constexpr std::uint32_t kJsonChunk = 0x4E4F534A;    // "JSON"
constexpr std::uint32_t kBinaryChunk = 0x004E4942;  // "BIN\0"
constexpr std::uint64_t kHeaderBytes = 12, kChunkHeaderBytes = 8;

std::uint64_t read_u32(std::string_view bytes, std::uint64_t at) {
  std::uint32_t value = 0;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

struct Signature {
  std::string_view start;
  const char* name;  // key of its words
};

// Files that people pick by mistake.
constexpr Signature kSignatures[] = {
    {"\x89PNG"sv, "is_png"},
    {"\xFF\xD8\xFF"sv, "is_jpeg"},
    {"GIF8"sv, "is_gif"},
    {"BM"sv, "is_bmp"},
    {"RIFF"sv, "is_riff"},
    {"PK\x03\x04"sv, "is_zip"},
    {"PK\x05\x06"sv, "is_empty_zip"},
    {"\x1F\x8B"sv, "is_gzip"},
    {"7z\xBC\xAF"sv, "is_7z"},
    {"Rar!"sv, "is_rar"},
    {"%PDF"sv, "is_pdf"},
    {"Kaydara FBX"sv, "is_fbx"},
    {"; FBX"sv, "is_fbx"},
    {"BLENDER"sv, "is_blender"},
    {"ply\n"sv, "is_ply"},
    {"ply\r"sv, "is_ply"},
    {"solid"sv, "is_stl"},
    {"# vtk"sv, "is_vtk"},
    {"mtllib "sv, "is_obj"},
    {"v "sv, "is_obj"},
    {"o "sv, "is_obj"},
    {"g "sv, "is_obj"},
    {"#"sv, "is_comment"},
    {"<"sv, "is_page"},
    {"\x7F"
     "ELF"sv,
     "is_program"},
    {"MZ"sv, "is_program"},
    {"\0\1\0\0"sv, "is_truetype"},
    {"OTTO"sv, "is_opentype"},
};

// Bytes that no text begins with, whatever its encoding.
bool is_binary(std::string_view bytes) {
  if (bytes.starts_with("\xFF\xFE"sv) || bytes.starts_with("\xFE\xFF"sv) || bytes.starts_with("\xEF\xBB\xBF"sv))
    return false;
  if (bytes.starts_with("{\0"sv) || bytes.starts_with("\0{"sv) || bytes.starts_with("\0\0\0{"sv)) return false;
  for (const char c : bytes.substr(0, 64))
    if (static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t') return true;
  return false;
}

const char* find_signature(std::string_view bytes) {
  for (const Signature& signature : kSignatures)
    if (bytes.starts_with(signature.start)) return signature.name;
  return nullptr;
}

bool open_glb(std::string_view bytes, Container& container, Problems& problems) {
  const Sentence again = sentence("incomplete_or_damaged");
  const std::uint64_t size = bytes.size();
  if (size < kHeaderBytes) {
    refuse(problems, "",
           sentence("glb_cut_header", {{"bytes", std::to_string(size)}}),
           again);
    return false;
  }
  if (const std::uint64_t version = read_u32(bytes, 4); version != 2) {
    refuse(problems, "", sentence("glb_version", {{"version", with_commas(version)}}),
           sentence("convert_to_gltf2"));
    return false;
  }
  if (size == kHeaderBytes) {
    refuse(problems, "", sentence("glb_no_json_end"), again);
    return false;
  }
  if (size < kHeaderBytes + kChunkHeaderBytes) {
    refuse(problems, "", sentence("glb_cut_chunk", {{"bytes", bytes_text(size)}}),
           again);
    return false;
  }
  const std::uint64_t declared = read_u32(bytes, 8);
  if (declared > size) {
    refuse(problems, "",
           sentence("glb_shorter", {{"declared", with_commas(declared)}, {"size", with_commas(size)}, {"missing", bytes_text(declared - size)}}),
           sentence("incomplete_download"));
    return false;
  }
  bool have_json = false;
  std::uint64_t at = kHeaderBytes;
  while (at < declared || !have_json) {
    if (at + kChunkHeaderBytes > size || (have_json && at + kChunkHeaderBytes > declared)) break;
    const std::uint64_t length = read_u32(bytes, at), type = read_u32(bytes, at + 4);
    if (!have_json && type != kJsonChunk) {
      refuse(problems, "", sentence("glb_first_json", {{"found", printable(bytes.substr(at + 4, 4))}}),
             again);
      return false;
    }
    const Sentence name = type == kJsonChunk     ? sentence("json_chunk")
                          : type == kBinaryChunk ? sentence("bin_chunk")
                                                 : sentence("other_chunk", {{"name", printable(bytes.substr(at + 4, 4))}});
    const std::uint64_t end = at + kChunkHeaderBytes + length;
    if (end > size) {
      refuse(problems, "",
             sentence("chunk_past_end", {{"chunk", name}, {"needed", bytes_text(length)}, {"left", bytes_text(size - at - kChunkHeaderBytes)}}),
             again);
      return false;
    }
    if (end > declared) {
      refuse(
          problems, "",
          sentence("glb_header_less", {{"declared", with_commas(declared)}, {"chunk", name}, {"needed", with_commas(end)}}),
          again);
      return false;
    }
    const std::string_view content = bytes.substr(at + kChunkHeaderBytes, length);
    if (type == kJsonChunk && !have_json) {
      container.json = content;
      have_json = true;
    } else if (type == kBinaryChunk && !container.has_binary) {
      container.binary = content;
      container.has_binary = true;
    }
    // Chunks start at multiples of four; writers that forget the padding are forgiven when the file ends there.
    at = end + (4 - end % 4) % 4;
  }
  if (!have_json) {
    refuse(problems, "", sentence("glb_no_json"), again);
    return false;
  }
  if (container.json.empty()) {
    refuse(problems, "", sentence("glb_json_empty"), again);
    return false;
  }
  if (size > declared)
    warn(problems, "glb-tail", "", sentence("glb_tail", {{"count", with_commas(size - declared)}}));
  // Some writers pad the JSON with zero bytes instead of spaces.
  if (const std::size_t last = container.json.find_last_not_of('\0');
      last != std::string_view::npos && last + 1 < container.json.size()) {
    container.json = container.json.substr(0, last + 1);
    warn(problems, "glb-zero-padding", "", sentence("glb_zero_padding"));
  }
  container.is_binary = true;
  return true;
}

}  // namespace

bool open_container(std::string_view bytes, bool named_glb, Container& container, Problems& problems) {
  const Sentence choose = sentence("choose_gltf");
  if (bytes.empty()) {
    refuse(problems, "", sentence("file_empty"), choose);
    return false;
  }
  if (bytes.starts_with("glTF")) return open_glb(bytes, container, problems);
  const std::size_t first = bytes.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && bytes[first] != '{') {
    const char* name = find_signature(bytes);
    if (name == nullptr && bytes.size() > 348 && (bytes.substr(344, 3) == "n+1" || bytes.substr(344, 3) == "ni1"))
      name = "is_nifti";
    if (name == nullptr && bytes.size() > 262 && bytes.substr(257, 5) == "ustar") name = "is_tar";
    if (name != nullptr) {
      refuse(problems, "", sentence("not_a_model", {{"kind", sentence(name)}}), choose);
      return false;
    }
    if (is_binary(bytes) && !named_glb) {
      refuse(problems, "", sentence("binary_of_another"), choose);
      return false;
    }
    if (named_glb) {
      refuse(problems, "", sentence("not_a_glb", {{"found", printable(bytes.substr(0, 4))}}),
             choose);
      return false;
    }
  }
  container.json = bytes;  // the JSON scan has the last word
  return true;
}

}  // namespace attune::gltf
