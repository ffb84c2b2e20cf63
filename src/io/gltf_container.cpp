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
  const char* name;
};

// Files that people pick by mistake.
constexpr Signature kSignatures[] = {
    {"\x89PNG"sv, "a PNG picture"},
    {"\xFF\xD8\xFF"sv, "a JPEG picture"},
    {"GIF8"sv, "a GIF picture"},
    {"BM"sv, "a BMP picture"},
    {"RIFF"sv, "a RIFF file (WebP picture, WAV sound or AVI film)"},
    {"PK\x03\x04"sv, "a ZIP archive (or a document stored as one)"},
    {"PK\x05\x06"sv, "an empty ZIP archive"},
    {"\x1F\x8B"sv, "a gzip archive (a .nii.gz volume?)"},
    {"7z\xBC\xAF"sv, "a 7z archive"},
    {"Rar!"sv, "a RAR archive"},
    {"%PDF"sv, "a PDF document"},
    {"Kaydara FBX"sv, "an FBX model"},
    {"; FBX"sv, "an FBX model"},
    {"BLENDER"sv, "a Blender file"},
    {"ply\n"sv, "a PLY model"},
    {"ply\r"sv, "a PLY model"},
    {"solid"sv, "an STL model"},
    {"# vtk"sv, "a VTK file"},
    {"mtllib "sv, "an OBJ model"},
    {"v "sv, "an OBJ model"},
    {"o "sv, "an OBJ model"},
    {"g "sv, "an OBJ model"},
    {"#"sv, "a text file that starts with a comment (an OBJ model?)"},
    {"<"sv, "an XML or HTML page (a COLLADA model, or a download that failed?)"},
    {"\x7F"
     "ELF"sv,
     "a program"},
    {"MZ"sv, "a program"},
    {"\0\1\0\0"sv, "a TrueType font"},
    {"OTTO"sv, "an OpenType font"},
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
  const char* const again = "the file is probably incomplete or damaged; copy or export it again";
  const std::uint64_t size = bytes.size();
  if (size < kHeaderBytes) {
    refuse(problems, "",
           format("GLB cut inside its header: it has %llu bytes, the header alone needs 12",
                  static_cast<unsigned long long>(size)),
           again);
    return false;
  }
  if (const std::uint64_t version = read_u32(bytes, 4); version != 2) {
    refuse(problems, "", "GLB version " + with_commas(version) + " is not supported, only version 2",
           "convert the model to glTF 2.0");
    return false;
  }
  if (size == kHeaderBytes) {
    refuse(problems, "", "GLB has no JSON chunk: the file ends after its 12-byte header", again);
    return false;
  }
  if (size < kHeaderBytes + kChunkHeaderBytes) {
    refuse(problems, "", "GLB cut inside the first chunk header: it has " + bytes_text(size) + ", 20 are needed",
           again);
    return false;
  }
  const std::uint64_t declared = read_u32(bytes, 8);
  if (declared > size) {
    refuse(problems, "",
           "GLB header says " + with_commas(declared) + " bytes, file has " + with_commas(size) + ": it is " +
               bytes_text(declared - size) + " shorter than its header says",
           "an incomplete download? copy or export it again");
    return false;
  }
  bool have_json = false;
  std::uint64_t at = kHeaderBytes;
  while (at < declared || !have_json) {
    if (at + kChunkHeaderBytes > size || (have_json && at + kChunkHeaderBytes > declared)) break;
    const std::uint64_t length = read_u32(bytes, at), type = read_u32(bytes, at + 4);
    if (!have_json && type != kJsonChunk) {
      refuse(problems, "", "the first GLB chunk must be JSON, found \"" + printable(bytes.substr(at + 4, 4)) + "\"",
             again);
      return false;
    }
    const std::string name = type == kJsonChunk     ? "JSON chunk"
                             : type == kBinaryChunk ? "BIN chunk"
                                                    : "chunk \"" + printable(bytes.substr(at + 4, 4)) + "\"";
    const std::uint64_t end = at + kChunkHeaderBytes + length;
    if (end > size) {
      refuse(problems, "",
             "the " + name + " runs past the end of the file (it needs " + bytes_text(length) + ", " +
                 bytes_text(size - at - kChunkHeaderBytes) + " are left)",
             again);
      return false;
    }
    if (end > declared) {
      refuse(
          problems, "",
          "GLB header says " + with_commas(declared) + " bytes, the " + name + " needs more (" + with_commas(end) + ")",
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
    refuse(problems, "", "GLB has no JSON chunk", again);
    return false;
  }
  if (container.json.empty()) {
    refuse(problems, "", "the GLB's JSON chunk is empty", again);
    return false;
  }
  if (size > declared)
    warn(problems, "glb-tail", "", with_commas(size - declared) + " bytes after the end of the GLB ignored");
  // Some writers pad the JSON with zero bytes instead of spaces.
  if (const std::size_t last = container.json.find_last_not_of('\0');
      last != std::string_view::npos && last + 1 < container.json.size()) {
    container.json = container.json.substr(0, last + 1);
    warn(problems, "glb-zero-padding", "", "zero bytes after the JSON ignored (glTF asks for spaces)");
  }
  container.is_binary = true;
  return true;
}

}  // namespace

bool open_container(std::string_view bytes, bool named_glb, Container& container, Problems& problems) {
  const char* const choose = "choose a glTF 2.0 file (.glb or .gltf), or export the model as one";
  if (bytes.empty()) {
    refuse(problems, "", "the file is empty (0 bytes)", choose);
    return false;
  }
  if (bytes.starts_with("glTF")) return open_glb(bytes, container, problems);
  const std::size_t first = bytes.find_first_not_of(" \t\r\n");
  if (first != std::string_view::npos && bytes[first] != '{') {
    const char* name = find_signature(bytes);
    if (name == nullptr && bytes.size() > 348 && (bytes.substr(344, 3) == "n+1" || bytes.substr(344, 3) == "ni1"))
      name = "a NIfTI volume";
    if (name == nullptr && bytes.size() > 262 && bytes.substr(257, 5) == "ustar") name = "a tar archive";
    if (name != nullptr) {
      refuse(problems, "", std::string("this is ") + name + ", not a glTF model", choose);
      return false;
    }
    if (is_binary(bytes) && !named_glb) {
      refuse(problems, "", "this is not a glTF model: it holds binary data of another kind", choose);
      return false;
    }
    if (named_glb) {
      refuse(problems, "", "not a GLB: starts with \"" + printable(bytes.substr(0, 4)) + "\" instead of \"glTF\"",
             choose);
      return false;
    }
  }
  container.json = bytes;  // the JSON scan has the last word
  return true;
}

}  // namespace attune::gltf
