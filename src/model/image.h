// A picture as plain data.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace attune {

// Rows top to bottom, 4 bytes per pixel (red, green, blue, alpha), sRGB, straight (not premultiplied) alpha.
struct Image {
  int width = 0, height = 0;
  std::vector<std::uint8_t> rgba;  // width * height * 4 bytes
};

// True when the sizes agree and there is at least one pixel.
inline bool is_valid(const Image& image) {
  return image.width > 0 && image.height > 0 &&
         image.rgba.size() == static_cast<std::size_t>(image.width) * static_cast<std::size_t>(image.height) * 4;
}

inline std::uint8_t* pixel_at(Image& image, int x, int y) {
  return image.rgba.data() +
         (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) + static_cast<std::size_t>(x)) * 4;
}
inline const std::uint8_t* pixel_at(const Image& image, int x, int y) {
  return image.rgba.data() +
         (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width) + static_cast<std::size_t>(x)) * 4;
}

}  // namespace attune
