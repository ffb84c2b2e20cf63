// compare_images OURS BASELINE DIFFERENCE [MEAN [FIRST_CROP [SECOND_CROP]]]: exit 0 when two PNGs show the same to the eye.
// Tolerance for another version of the software driver: mean difference below MEAN (1.2) grey levels and under 1 % of the
// pixels off by more than 40; MEAN 0 wants the same bytes. A crop, WxH+X+Y, takes a part of the first or the second.
//
// compare_images --sharp LARGE SMALL: exit 0 when LARGE, a whole multiple of SMALL in size, shows the same picture with
// more detail: taken together pixel by pixel it is SMALL, and its edges are steeper than those of SMALL enlarged.
//
// compare_images --reduced OURS BASELINE DIFFERENCE: exit 0 when OURS, at a third of its size, shows what BASELINE does. Tolerance:
// a mean difference below 1 grey level, and in no part of 16x16 pixels above 9: of a window what is lost or moved is small.
//
// compare_images --sparks PICTURE: exit 0 when no pixel is far brighter than all pixels around it.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>
#include <utility>

#include "io/write_png.h"

namespace {

using attune::Image;

bool crop(Image& image, const char* wanted) {
  int width = 0, height = 0, x = 0, y = 0;
  if (std::sscanf(wanted, "%dx%d+%d+%d", &width, &height, &x, &y) != 4 || width < 1 || height < 1 || x < 0 || y < 0 ||
      x + width > image.width || y + height > image.height)
    return false;
  Image part;
  part.width = width;
  part.height = height;
  for (int row = 0; row < height; ++row) {
    const auto from = image.rgba.begin() + (static_cast<std::ptrdiff_t>(y + row) * image.width + x) * 4;
    part.rgba.insert(part.rgba.end(), from, from + static_cast<std::ptrdiff_t>(width) * 4);
  }
  image = std::move(part);
  return true;
}

double grey(const Image& image, int x, int y) {
  const auto at = static_cast<std::size_t>(y * image.width + x) * 4;
  return (image.rgba[at] + image.rgba[at + 1] + image.rgba[at + 2]) / 3.0;
}

// Mean of squared steps between neighbours: what a blur takes away.
template <class At>
double edges(int width, int height, At at) {
  double sum = 0;
  for (int y = 0; y < height; ++y)
    for (int x = 0; x + 1 < width; ++x) sum += std::pow(at(x + 1, y) - at(x, y), 2);
  return sum / (static_cast<double>(width) * height);
}

int compare_sharpness(const Image& large, const Image& small) {
  const int times = large.width / small.width;
  if (times < 2 || large.width != times * small.width || large.height != times * small.height) {
    std::printf("the first is not a whole multiple of the second\n");
    return 1;
  }
  double apart = 0;
  for (int y = 0; y < small.height; ++y)
    for (int x = 0; x < small.width; ++x) {
      double sum = 0;
      for (int j = 0; j < times; ++j)
        for (int i = 0; i < times; ++i) sum += grey(large, x * times + i, y * times + j);
      apart += std::abs(sum / (times * times) - grey(small, x, y));
    }
  apart /= static_cast<double>(small.width) * small.height;
  const auto enlarged = [&](int x, int y) {  // between the middles of the small pixels
    const double u = std::clamp((x + 0.5) / times - 0.5, 0.0, small.width - 1.0);
    const double v = std::clamp((y + 0.5) / times - 0.5, 0.0, small.height - 1.0);
    const int i = std::min(static_cast<int>(u), small.width - 2), j = std::min(static_cast<int>(v), small.height - 2);
    const double a = u - i, b = v - j;
    return (1 - b) * ((1 - a) * grey(small, i, j) + a * grey(small, i + 1, j)) +
           b * ((1 - a) * grey(small, i, j + 1) + a * grey(small, i + 1, j + 1));
  };
  const double ratio = edges(large.width, large.height, [&](int x, int y) { return grey(large, x, y); }) /
                       edges(large.width, large.height, enlarged);
  std::printf("%dx: mean difference %.2f, edges %.2f times those of the small picture enlarged\n", times, apart, ratio);
  return apart < 6 && ratio > 1.5 ? 0 : 1;
}

bool is_renewing() {
  const char* const wish = std::getenv("ATTUNE_UPDATE_BASELINES");
  return wish != nullptr && *wish != '\0';
}

constexpr int kReduced = 3;

// Each pixel the mean of kReduced x kReduced; what is left over at the right and at the foot is left out.
Image reduced(const Image& image) {
  Image small;
  small.width = image.width / kReduced;
  small.height = image.height / kReduced;
  for (int y = 0; y < small.height; ++y)
    for (int x = 0; x < small.width; ++x)
      for (std::size_t c = 0; c < 4; ++c) {
        int sum = 0;
        for (int j = 0; j < kReduced; ++j)
          for (int i = 0; i < kReduced; ++i)
            sum += image.rgba[static_cast<std::size_t>((y * kReduced + j) * image.width + x * kReduced + i) * 4 + c];
        small.rgba.push_back(static_cast<std::uint8_t>((sum + kReduced * kReduced / 2) / (kReduced * kReduced)));
      }
  return small;
}

// These two say what is wrong.
std::optional<Image> read_picture(const char* path) {
  auto picture = attune::read_png(path);
  if (picture) return std::move(*picture);
  std::printf("%s\n", attune::to_sentence(picture.error()).c_str());
  return std::nullopt;
}

bool have_same_size(const Image& one, const Image& other) {
  const bool same = one.width == other.width && one.height == other.height;
  if (!same) std::printf("sizes differ: %dx%d and %dx%d\n", one.width, one.height, other.width, other.height);
  return same;
}

int compare_reduced(const char* ours_path, const char* baseline_path, const char* difference_path) {
  const auto whole = read_picture(ours_path);
  if (!whole) return 1;
  const Image ours = reduced(*whole);
  if (is_renewing()) return attune::write_png(baseline_path, ours) ? 0 : 1;
  const auto baseline = read_picture(baseline_path);
  if (!baseline || !have_same_size(ours, *baseline)) return 1;
  constexpr int kPart = 16;
  Image difference = ours;
  double sum = 0, worst = 0;
  int worst_x = 0, worst_y = 0;
  for (int top = 0; top < ours.height; top += kPart)
    for (int left = 0; left < ours.width; left += kPart) {
      const int right = std::min(left + kPart, ours.width), foot = std::min(top + kPart, ours.height);
      double part = 0;
      for (int y = top; y < foot; ++y)
        for (int x = left; x < right; ++x)
          for (int c = 0; c < 3; ++c) {
            const auto at = static_cast<std::size_t>(y * ours.width + x) * 4 + static_cast<std::size_t>(c);
            const int d = std::abs(int(ours.rgba[at]) - int(baseline->rgba[at]));
            difference.rgba[at] = static_cast<std::uint8_t>(std::min(255, d * 4));
            part += d;
          }
      sum += part;
      part /= 3.0 * (right - left) * (foot - top);
      if (part > worst) worst = part, worst_x = left, worst_y = top;
    }
  const double mean = sum / (3.0 * ours.width * ours.height);
  std::printf("mean difference %.3f, at most %.2f about %d,%d\n", mean, worst, (worst_x + kPart / 2) * kReduced, (worst_y + kPart / 2) * kReduced);
  if (mean < 1 && worst < 9) return 0;
  (void)attune::write_png(difference_path, difference);
  std::printf("see %s\n", difference_path);
  return 1;
}

// Pixels that are much brighter than every pixel around them: a driver's slip, of which means say nothing.
int count_sparks(const Image& picture) {
  constexpr double kSpark = 110;  // grey levels
  int found = 0;
  for (int y = 1; y + 1 < picture.height; ++y)
    for (int x = 1; x + 1 < picture.width; ++x) {
      double around = 0;
      for (int k = 0; k < 9; ++k)
        if (k != 4) around = std::max(around, grey(picture, x + k % 3 - 1, y + k / 3 - 1));
      if (grey(picture, x, y) < around + kSpark) continue;
      std::printf("a spark at %d,%d\n", x, y);
      ++found;
    }
  return found;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 3 && std::strcmp(argv[1], "--sparks") == 0) {
    const auto picture = read_picture(argv[2]);
    return picture && count_sparks(*picture) == 0 ? 0 : 1;
  }
  if (argc == 5 && std::strcmp(argv[1], "--reduced") == 0) return compare_reduced(argv[2], argv[3], argv[4]);
  const bool sharp = argc == 4 && std::strcmp(argv[1], "--sharp") == 0;
  if (!sharp && (argc < 4 || argc > 7)) return 2;
  if (!sharp && is_renewing()) {
    std::filesystem::copy_file(argv[1], argv[2], std::filesystem::copy_options::overwrite_existing);
    return 0;
  }
  auto ours = read_picture(argv[sharp ? 2 : 1]), baseline = read_picture(argv[sharp ? 3 : 2]);
  if (!ours || !baseline) return 1;
  if (sharp) return compare_sharpness(*ours, *baseline);
  const double most = argc > 4 ? std::atof(argv[4]) : 1.2;
  if ((argc > 5 && !crop(*ours, argv[5])) || (argc > 6 && !crop(*baseline, argv[6]))) {
    std::printf("the crop does not lie inside\n");
    return 1;
  }
  if (!have_same_size(*ours, *baseline)) return 1;
  Image difference = *ours;
  double sum = 0;
  std::size_t far_off = 0, off = 0;
  const std::size_t pixels = ours->rgba.size() / 4;
  for (std::size_t i = 0; i < pixels; ++i) {
    int worst = 0;
    for (std::size_t c = 0; c < 4; ++c) {
      const int d = std::abs(int(ours->rgba[4 * i + c]) - int(baseline->rgba[4 * i + c]));
      worst = std::max(worst, d);
      sum += d;
      if (c < 3) difference.rgba[4 * i + c] = static_cast<std::uint8_t>(std::min(255, d * 4));
    }
    difference.rgba[4 * i + 3] = 255;
    far_off += worst > 40;
    off += worst > 0;
  }
  const double mean = sum / static_cast<double>(ours->rgba.size());
  const double share = static_cast<double>(far_off) / static_cast<double>(pixels);
  std::printf("mean difference %.3f, pixels far off %.3f %%, off at all %zu\n", mean, share * 100, off);
  if (most > 0 ? mean < most && share < 0.01 : off == 0) return 0;
  (void)attune::write_png(argv[3], difference);
  std::printf("see %s\n", argv[3]);
  return 1;
}
