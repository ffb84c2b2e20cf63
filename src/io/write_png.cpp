#include "io/write_png.h"

#include <png.h>

#include <csetjmp>
#include <cstdio>
#include <cstring>
#include <new>

#include "core/file.h"
#include "core/text.h"

namespace attune {

// libpng reports errors with longjmp, which must not skip destructors. So every function that calls setjmp
// (the four plain_* below) has only trivial locals and works on a Session that its caller owns.
namespace {

constexpr std::uint64_t kLargestPng = 512ull << 20;
constexpr std::uint64_t kLargestPixels = 64ull << 20;
constexpr std::uint64_t kBestDeflateRatio = 1100;  // deflate cannot expand more than about 1032 times

struct Session {
  png_structp png = nullptr;
  png_infop info = nullptr;
  bool writing = false;
  char message[200] = "";     // what libpng said,
  const char* key = nullptr;  // or what it was told to say: a sentence
  std::string written;      // encode
  std::string_view source;  // decode
  std::size_t position = 0;
  std::vector<png_bytep> rows;
  std::vector<png_text> texts;
  png_uint_32 width = 0, height = 0;
  bool opaque = false, checks_texts = false;

  ~Session() {
    if (writing) {
      png_destroy_write_struct(&png, &info);
    } else {
      png_destroy_read_struct(&png, &info, nullptr);
    }
  }
  Session() = default;
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;
};

[[noreturn]] void on_error(png_structp png, png_const_charp message) {
  auto* session = static_cast<Session*>(png_get_error_ptr(png));
  std::snprintf(session->message, sizeof session->message, "%s", message);
  png_longjmp(png, 1);
}
[[noreturn]] void stop_with(png_structp png, const char* key) {
  static_cast<Session*>(png_get_io_ptr(png))->key = key;
  png_error(png, key);
}
Sentence reason_of(const Session& session) { return session.key == nullptr ? Sentence(session.message) : sentence(session.key); }
void on_warning(png_structp, png_const_charp) {}

bool append(std::string& to, const void* bytes, std::size_t size) noexcept {
  try {
    to.append(static_cast<const char*>(bytes), size);
    return true;
  } catch (const std::bad_alloc&) {
    return false;
  }
}

void on_write(png_structp png, png_bytep bytes, png_size_t size) {
  if (!append(static_cast<Session*>(png_get_io_ptr(png))->written, bytes, size)) stop_with(png, "out_of_memory");
}
void on_flush(png_structp) {}

void on_read(png_structp png, png_bytep bytes, png_size_t size) {
  auto* session = static_cast<Session*>(png_get_io_ptr(png));
  if (size > session->source.size() - session->position) stop_with(png, "ends_before_end");
  std::memcpy(bytes, session->source.data() + session->position, size);
  session->position += size;
}

bool plain_write(Session& session) {
  if (setjmp(png_jmpbuf(session.png)) != 0) return false;
  png_set_write_fn(session.png, &session, on_write, on_flush);
  png_set_compression_level(session.png, 1);
  png_set_filter(session.png, PNG_FILTER_TYPE_BASE, PNG_FILTER_SUB | PNG_FILTER_UP);
  png_set_IHDR(session.png, session.info, session.width, session.height, 8,
               session.opaque ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_RGBA, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_set_sRGB(session.png, session.info, PNG_sRGB_INTENT_PERCEPTUAL);
  if (!session.texts.empty())
    png_set_text(session.png, session.info, session.texts.data(), static_cast<int>(session.texts.size()));
  png_write_info(session.png, session.info);
  if (session.opaque) png_set_filler(session.png, 0, PNG_FILLER_AFTER);
  png_write_image(session.png, session.rows.data());
  png_write_end(session.png, session.info);
  return true;
}

bool plain_read_header(Session& session) {
  if (setjmp(png_jmpbuf(session.png)) != 0) return false;
  png_set_read_fn(session.png, &session, on_read);
  png_set_user_limits(session.png, 65535, 65535);
  png_set_chunk_cache_max(session.png, 256);
  png_set_chunk_malloc_max(session.png, 8u << 20);
  if (session.checks_texts) png_set_crc_action(session.png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
  png_read_info(session.png, session.info);
  session.width = png_get_image_width(session.png, session.info);
  session.height = png_get_image_height(session.png, session.info);
  return true;
}

bool plain_start_pixels(Session& session) {
  if (setjmp(png_jmpbuf(session.png)) != 0) return false;
  png_set_expand(session.png);
  png_set_scale_16(session.png);
  png_set_gray_to_rgb(session.png);
  png_set_add_alpha(session.png, 255, PNG_FILLER_AFTER);
  png_set_interlace_handling(session.png);
  png_read_update_info(session.png, session.info);
  return png_get_rowbytes(session.png, session.info) == static_cast<std::size_t>(session.width) * 4;
}

bool plain_read_pixels(Session& session) {
  if (setjmp(png_jmpbuf(session.png)) != 0) return false;
  png_read_image(session.png, session.rows.data());
  png_read_end(session.png, session.info);
  return true;
}

Error cannot_encode(const Sentence& reason) {
  return Error{sentence("picture_not_encoded", {{"reason", reason}}), "", "", ExitCode::output_failed};
}

bool is_ascii(std::string_view text) {
  for (const char c : text)
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  return true;
}

bool is_opaque(const Image& image) {
  for (std::size_t i = 3; i < image.rgba.size(); i += 4)
    if (image.rgba[i] != 255) return false;
  return true;
}

void fill_rows(Image& image, std::vector<png_bytep>& rows) {
  rows.resize(static_cast<std::size_t>(image.height));
  for (int y = 0; y < image.height; ++y) rows[static_cast<std::size_t>(y)] = pixel_at(image, 0, y);
}

}  // namespace

Result<std::string> encode_png(const Image& image, const PngText& text_chunks) {
  if (!is_valid(image))
    return cannot_encode(sentence("pixels_with_bytes", {{"width", std::to_string(image.width)},
                                                        {"height", std::to_string(image.height)},
                                                        {"bytes", std::to_string(image.rgba.size())}}));
  try {
    PngText texts = text_chunks;  // libpng takes non-const pointers
    Session session;
    session.writing = true;
    session.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &session, on_error, on_warning);
    session.info = session.png == nullptr ? nullptr : png_create_info_struct(session.png);
    if (session.info == nullptr) return cannot_encode(sentence("out_of_memory"));
    session.width = static_cast<png_uint_32>(image.width);
    session.height = static_cast<png_uint_32>(image.height);
    session.opaque = is_opaque(image);
    fill_rows(const_cast<Image&>(image), session.rows);  // libpng only reads them
    session.written.reserve(image.rgba.size() / 8 + 4096);
    for (auto& [key, text] : texts) {
      key = printable(key, 79);
      if (key.empty() || key.size() > 79 || !is_ascii(key))
        return cannot_encode(sentence("png_keyword"));
      // A NUL would end the chunk early.
      std::erase(text, '\0');
      png_text chunk{};
      const bool ascii = is_ascii(text);
      chunk.compression = ascii ? PNG_TEXT_COMPRESSION_NONE : PNG_ITXT_COMPRESSION_NONE;
      chunk.key = key.data();
      chunk.text = text.data();
      if (ascii) {
        chunk.text_length = text.size();
      } else {
        chunk.itxt_length = text.size();
      }
      session.texts.push_back(chunk);
    }
    if (!plain_write(session)) return cannot_encode(reason_of(session));
    return std::move(session.written);
  } catch (const std::bad_alloc&) {
    return Error{sentence("no_memory_encode"), "", sentence("choose_smaller_size"), ExitCode::out_of_memory};
  }
}

Status write_png(const std::filesystem::path& path, const Image& image, const PngText& text_chunks) {
  Result<std::string> bytes = encode_png(image, text_chunks);
  if (!bytes) {
    Error error = bytes.error();
    error.where = printable(path.string(), 300);
    return error;
  }
  return write_file(path, *bytes);
}

Result<Image> decode_png(std::string_view bytes, const std::string& where, PngText* texts) {
  const auto broken = [&](Sentence what) {
    return Error{std::move(what), where, sentence("save_as_png"), ExitCode::bad_input};
  };
  const auto damaged = [&](const Sentence& reason) { return broken(sentence("png_damaged", {{"reason", reason}})); };
  if (bytes.empty()) return broken(sentence("picture_empty"));
  if (bytes.size() < 8 || png_sig_cmp(reinterpret_cast<png_const_bytep>(bytes.data()), 0, 8) != 0)
    return broken(sentence("not_png"));
  try {
    Image image;
    Session session;
    session.source = bytes;
    session.checks_texts = texts != nullptr;
    session.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &session, on_error, on_warning);
    session.info = session.png == nullptr ? nullptr : png_create_info_struct(session.png);
    if (session.info == nullptr)
      return Error{sentence("no_memory_picture"), where, "", ExitCode::out_of_memory};
    if (!plain_read_header(session)) return damaged(reason_of(session));
    const std::uint64_t pixels = std::uint64_t{session.width} * session.height;
    if (pixels > kLargestPixels)
      return broken(sentence("too_many_pixels", {{"width", std::to_string(session.width)}, {"height", std::to_string(session.height)}}));
    // 1 bit per pixel is the least that PNG stores: more pixels than this cannot be in the file.
    if (pixels > (std::uint64_t{bytes.size()} + 64) * kBestDeflateRatio * 8)
      return damaged(sentence("more_pixels_than_bytes"));
    if (!plain_start_pixels(session)) return damaged(reason_of(session));
    image.width = static_cast<int>(session.width);
    image.height = static_cast<int>(session.height);
    image.rgba.resize(pixels * 4);
    fill_rows(image, session.rows);
    if (!plain_read_pixels(session)) return damaged(reason_of(session));
    png_textp found = nullptr;
    int count = 0;
    if (texts != nullptr && png_get_text(session.png, session.info, &found, &count) > 0)
      for (int i = 0; i < count; ++i) {
        const std::size_t length = found[i].compression > 0 ? found[i].itxt_length : found[i].text_length;
        texts->emplace_back(found[i].key, found[i].text == nullptr ? std::string() : std::string(found[i].text, length));
      }
    return image;
  } catch (const std::bad_alloc&) {
    return Error{sentence("no_memory_picture"), where, "", ExitCode::out_of_memory};
  }
}

Result<Image> read_png(const std::filesystem::path& path) {
  Result<std::string> bytes = read_file(path, kLargestPng);
  if (!bytes) return bytes.errors();
  return decode_png(*bytes, printable(path.string(), 300));
}

}  // namespace attune
