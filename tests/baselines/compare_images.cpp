// compare_images OURS BASELINE DIFFERENCE: exit 0 when two PNGs show the same to the eye. Tolerance for another version
// of the software driver: mean difference below 1.2 grey levels and under 1 % of the pixels off by more than 40.
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "io/write_png.h"

int main(int argc, char** argv) {
  if (argc != 4) return 2;
  if (std::getenv("ATTUNE_UPDATE_BASELINES")) {
    std::filesystem::copy_file(argv[1], argv[2], std::filesystem::copy_options::overwrite_existing);
    return 0;
  }
  const auto ours = attune::read_png(argv[1]), baseline = attune::read_png(argv[2]);
  for (const auto* picture : {&ours, &baseline})
    if (!*picture) {
      std::printf("%s\n", attune::to_sentence(picture->error()).c_str());
      return 1;
    }
  if (ours->width != baseline->width || ours->height != baseline->height) {
    std::printf("sizes differ\n");
    return 1;
  }
  attune::Image difference = *ours;
  double sum = 0;
  std::size_t far_off = 0;
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
  }
  const double mean = sum / static_cast<double>(ours->rgba.size());
  const double share = static_cast<double>(far_off) / static_cast<double>(pixels);
  std::printf("mean difference %.3f, pixels far off %.3f %%\n", mean, share * 100);
  if (mean < 1.2 && share < 0.01) return 0;
  (void)attune::write_png(argv[3], difference);
  std::printf("see %s\n", argv[3]);
  return 1;
}
