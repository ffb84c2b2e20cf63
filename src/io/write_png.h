// PNG pictures in and out.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "model/image.h"

namespace attune {

// Keyword (1-79 Latin characters: "Title", "Software", "attune:state", ...) and UTF-8 text.
using PngText = std::vector<std::pair<std::string, std::string>>;
inline constexpr const char* kReceiptKeyword = "attune:receipt";  // of io/receipt_file.h

// The bytes of a PNG file: sRGB, 8 bit, RGB when every pixel is opaque and RGBA otherwise. Same input, same bytes:
// no time stamp is written. Errors (output_failed): invalid image, no memory.
Result<std::string> encode_png(const Image& image, const PngText& text_chunks = {});

// encode_png to a file that appears whole or not at all (output_failed).
Status write_png(const std::filesystem::path& path, const Image& image, const PngText& text_chunks = {});

// Any PNG (palette, grey, 16 bit, interlaced) as 8-bit RGBA, at most 64 million pixels. Errors: bad_input.
Result<Image> read_png(const std::filesystem::path& path);
// `where` is the file name for the error. texts: gets the text chunks, in order; one that is damaged is an error then.
Result<Image> decode_png(std::string_view bytes, const std::string& where, PngText* texts = nullptr);

}  // namespace attune
