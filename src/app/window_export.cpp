#include "app/window_export.h"

// epoxy before anything that brings a GL header
#include <epoxy/gl.h>
#include <imgui.h>

#include <algorithm>
#include <cstdlib>
#include <glm/common.hpp>

#include "app/picture.h"
#include "core/file.h"
#include "core/text.h"
#include "io/load_mapping.h"
#include "io/write_csv.h"
#include "io/write_png.h"
#include "session/receipt.h"
#include "session/say.h"
#include "ui/words.h"

namespace attune {

namespace fs = std::filesystem;

namespace {

constexpr int kFilmWidth = 1280, kFilmHeight = 720, kFilmRate = 30, kFilmSeconds = 20;
constexpr int kFilmFrames = kFilmRate * kFilmSeconds;

// The stage as it was last drawn, at another size and from the corner: what is written on it is what is seen.
StageSettings resized(const Desk& desk, int width, int height) {
  StageSettings stage = desk.stage;
  stage.pixel_scale *= static_cast<float>(height) / static_cast<float>(std::max(1, stage.height));
  stage.offset_x = stage.offset_y = 0;
  stage.width = width;
  stage.height = height;
  stage.clock = true;
  return stage;
}

// A film is seen without the window, whose transport bar may have had the words.
StageSettings film_stage(const Desk& desk) {
  StageSettings stage = resized(desk, kFilmWidth, kFilmHeight);
  stage.titles = stage.captions = true;
  stage.words.why.clear();  // a picture cannot be pressed
  return stage;
}

}  // namespace

std::string said(const UiText& words, const char* key, const fs::path& path) {
  return fill(word(words, key), {{"file", printable(path.string(), 300)}});
}

fs::path pictures_folder() {
  std::error_code ignored;
  if (const char* given = std::getenv("XDG_PICTURES_DIR"); given != nullptr && fs::is_directory(given, ignored)) return given;
  if (const char* home = std::getenv("HOME"); home != nullptr)
    if (const fs::path pictures = fs::path(home) / "Pictures"; fs::is_directory(pictures, ignored)) return pictures;
  return fs::current_path(ignored);
}

fs::path free_name(const fs::path& folder, const Session& session, const Content& content, const std::string& extension) {
  const std::string name = picture_file_name(session, content, extension == ".png");
  std::error_code ignored;
  fs::path path = folder / (name + extension);
  for (int number = 2; fs::exists(path, ignored); ++number) path = folder / format("%s-%d%s", name.c_str(), number, extension.c_str());
  return path;
}

double time_left_s(double passed_s, int done, int all) {
  constexpr double kEarliest_s = 1;  // before this a guess jumps about
  return passed_s < kEarliest_s || done <= 0 || done >= all ? 0 : passed_s / done * (all - done);
}

void WindowExport::step(Desk& desk, const Target& window) {
  if (desk.session.wanted == Export::picture) save_picture(desk);
  if (desk.session.wanted == Export::curves) save_curves(desk);
  if (desk.session.wanted == Export::copied_curves) copy_curves(desk);
  if (desk.session.wanted == Export::curves_picture) picture_curves(desk, window);
  const PictureClipboard::Answer clipboard = clipboard_.look();
  if (desk.session.wanted == Export::copied_curves_picture) {
    copy_picture(desk, window, clipboard);
  } else {
    copying_ = false;  // stopped
  }
  if (desk.session.wanted == Export::mapping) save_mapping(desk);
  if (desk.session.wanted == Export::film) {
    step_film(desk);
  } else if (film_) {  // stopped
    film_->writer.cancel();
    film_.reset();
    execute(desk.session, *desk.content, command::FinishExport{word(*desk.text, "stopped_film")});
  }
}

void WindowExport::save_picture(Desk& desk) {
  StageSettings stage = resized(desk, desk.stage.width * desk.session.picture_scale, desk.stage.height * desk.session.picture_scale);
  // Below the stage, which stays as it is seen. The welcome and the calm page show no story.
  stage.line = desk.session.picture_line && !desk.session.show_welcome && !desk.session.grounded;
  const auto finish = [&](std::string sentence) {
    execute(desk.session, *desk.content, command::FinishExport{std::move(sentence)});
  };
  const Session shown = on_stage(desk.session);
  if (stage.line) stage.height = height_with_line(shown, *desk.content, stage);
  auto canvas = Canvas::create(stage.width, stage.height);
  if (!canvas) return finish(problem_text(*desk.content, canvas.error()));
  desk.renderer->draw(extract_scenes(shown, *desk.content, stage), canvas->target());
  const fs::path path = free_name(pictures_folder(), desk.session, *desk.content, ".png");
  const Status written = write_png(path, canvas->read(), receipt(shown, *desk.content, stage));
  if (written) last_saved_ = path;
  finish(written ? said(*desk.text, "saved_picture", path) : problem_text(*desk.content, written.error()));
}

void WindowExport::save_mapping(Desk& desk) {
  const auto finish = [&](std::string sentence) {
    execute(desk.session, *desk.content, command::FinishExport{std::move(sentence)});
  };
  if (desk.session.own == nullptr) return finish(word(*desk.text, "mapping_none"));
  const Mapping& mapping = desk.session.own->mapping;
  std::error_code ignored;
  const std::string name = fs::path(mapping.model).stem().string();
  fs::path path = pictures_folder() / (name + ".mapping.json");
  for (int number = 2; fs::exists(path, ignored); ++number) path = pictures_folder() / format("%s-%d.mapping.json", name.c_str(), number);
  const Status written = write_file(path, mapping_to_json(mapping));
  finish(written ? said(*desk.text, "saved_mapping", path) : problem_text(*desk.content, written.error()));
}

namespace {

constexpr int kFramesToSettle = 3;  // until a menu has gone

std::vector<CsvCurve> chosen_curves(const Desk& desk) {
  const Session& session = desk.session;
  const Content& content = *desk.content;
  std::vector<CsvCurve> curves;
  for (int side = 0; side < (session.compare ? 2 : 1); ++side)
    for (const std::string& column : session.plotted) {
      if (session.hidden_curves.count(column) > 0) continue;
      const std::string unit = describe_column(content, column).unit;
      CsvCurve curve;
      curve.title = curve_head(session, content, side) + ": " + column +
                    (unit.empty() ? " (0-1)" : unit == "x" ? " (x rest)" : " (" + unit + ")");
      curve.trace = session.trace[static_cast<std::size_t>(side)].get();
      curve.column = column;
      curves.push_back(std::move(curve));
    }
  return curves;
}

}  // namespace

void WindowExport::save_curves(Desk& desk) {
  const Session& session = desk.session;
  const std::vector<CsvCurve> curves = chosen_curves(desk);
  const auto finish = [&](std::string sentence) {
    execute(desk.session, *desk.content, command::FinishExport{std::move(sentence)});
  };
  if (curves.empty()) return finish(word(*desk.text, "no_curves_to_save"));
  const fs::path path = free_name(pictures_folder(), session, *desk.content, ".csv");
  const Status written = write_curves_csv(path, curves);
  finish(written ? said(*desk.text, "saved_curves", path) : problem_text(*desk.content, written.error()));
}

void WindowExport::copy_curves(Desk& desk) {
  const auto finish = [&](std::string sentence) {
    execute(desk.session, *desk.content, command::FinishExport{std::move(sentence)});
  };
  const std::vector<CsvCurve> curves = chosen_curves(desk);
  if (curves.empty()) return finish(word(*desk.text, "no_curves_to_save"));
  constexpr std::size_t kMostRows = 200000;  // what a clipboard and a spreadsheet take without trouble
  for (const CsvCurve& curve : curves)
    if (curve.trace != nullptr && curve.trace->rows() > kMostRows) return finish(word(*desk.text, "curves_too_long"));
  const std::string table = curves_to_csv(curves);
  ImGui::SetClipboardText(table.c_str());
  const auto rows = std::count(table.begin(), table.end(), '\n') - 1;
  finish(fill(word(*desk.text, "copied_curves"), {{"rows", std::to_string(rows)}}));
}

namespace {

// What was drawn there, opaque.
Image read_pixels(const Target& window, const Rect& place) {
  const glm::ivec2 low(glm::round(place.min)), size = glm::ivec2(glm::round(place.max)) - low;
  Image image;
  image.width = size.x;
  image.height = size.y;
  image.rgba.resize(static_cast<std::size_t>(size.x) * static_cast<std::size_t>(size.y) * 4);
  glBindFramebuffer(GL_FRAMEBUFFER, window.framebuffer);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(low.x, window.height - low.y - size.y, size.x, size.y, GL_RGBA, GL_UNSIGNED_BYTE, image.rgba.data());
  const std::size_t row = static_cast<std::size_t>(size.x) * 4;
  for (int y = 0; y < size.y / 2; ++y)  // OpenGL counts rows from below
    std::swap_ranges(image.rgba.begin() + static_cast<std::ptrdiff_t>(row) * y, image.rgba.begin() + static_cast<std::ptrdiff_t>(row) * (y + 1),
                     image.rgba.begin() + static_cast<std::ptrdiff_t>(row) * (size.y - 1 - y));
  for (std::size_t i = 3; i < image.rgba.size(); i += 4) image.rgba[i] = 255;
  return image;
}

}  // namespace

// As they are on screen, once the menu that asked for it has gone; nothing until then, and where there are none (said).
std::optional<Image> WindowExport::shown_curves(Desk& desk, const Target& window) {
  if (++curves_wait_ < kFramesToSettle) return std::nullopt;
  curves_wait_ = 0;
  if (!desk.plots.is_empty()) return read_pixels(window, desk.plots);
  execute(desk.session, *desk.content, command::FinishExport{word(*desk.text, "no_curves_shown")});
  return std::nullopt;
}

void WindowExport::picture_curves(Desk& desk, const Target& window) {
  const std::optional<Image> image = shown_curves(desk, window);
  if (!image) return;
  const fs::path path = free_name(pictures_folder(), desk.session, *desk.content, ".png");
  const Status written = write_png(path, *image, window_receipt(desk.session, *desk.content, image->width, image->height));
  execute(desk.session, *desk.content,
          command::FinishExport{written ? said(*desk.text, "saved_picture", path) : problem_text(*desk.content, written.error())});
}

// The same picture, with the same words in it, to the desktop's clipboard; `answer`: of the program that was asked before.
void WindowExport::copy_picture(Desk& desk, const Target& window, PictureClipboard::Answer answer) {
  const auto finish = [&](std::string sentence) {
    copying_ = false;
    execute(desk.session, *desk.content, command::FinishExport{std::move(sentence)});
  };
  if (copying_) {
    if (answer == PictureClipboard::Answer::waiting) return;
    return finish(word(*desk.text, answer == PictureClipboard::Answer::copied ? "copied_picture" : "picture_not_copied"));
  }
  const std::optional<Image> image = shown_curves(desk, window);
  if (!image) return;
  Result<std::string> png = encode_png(*image, window_receipt(desk.session, *desk.content, image->width, image->height));
  if (!png) return finish(problem_text(*desk.content, png.error()));
  copying_ = clipboard_.copy(std::move(*png));
  if (!copying_) finish(word(*desk.text, "picture_not_copied"));
}

void WindowExport::step_film(Desk& desk) {
  const auto fail = [&](const Error& error) {
    film_.reset();
    execute(desk.session, *desk.content, command::FinishExport{problem_text(*desk.content, error)});
  };
  if (!film_) {
    FilmSettings settings;
    settings.path = free_name(pictures_folder(), desk.session, *desk.content, can_make_films() ? ".mp4" : "");
    settings.width = kFilmWidth;
    settings.height = kFilmHeight;
    settings.fps = kFilmRate;
    settings.frame_count = kFilmFrames;
    Session first = desk.session;
    execute(first, *desk.content, command::Seek{0});
    settings.texts = receipt(first, *desk.content, film_stage(desk));
    auto writer = FilmWriter::open(settings);
    if (!writer) return fail(writer.error());
    auto canvas = Canvas::create(kFilmWidth, kFilmHeight);
    if (!canvas) return fail(canvas.error());
    film_ = Film{std::move(*writer), std::move(*canvas), desk.session, settings.path, std::chrono::steady_clock::now(), 0};
    // A story that plays, at the film's own pace.
    execute(film_->session, *desk.content,
            command::SetSpeed{duration_s(film_->session, *desk.content) * kFilmRate / kFilmFrames, true});
    execute(film_->session, *desk.content, command::SetPlaying{true});
  }
  Film& film = *film_;
  // Fixed steps through the whole moment: the same film whatever the machine.
  execute(film.session, *desk.content,
          command::Seek{duration_s(film.session, *desk.content) * film.frame / (kFilmFrames - 1)});
  StageSettings stage = film_stage(desk);
  stage.names = &film.names;
  desk.renderer->draw(extract_scenes(film.session, *desk.content, stage), film.canvas.target());
  const PngText texts = film.path.has_extension() ? PngText{} : receipt(film.session, *desk.content, stage);
  if (const Status added = film.writer.add(film.canvas.read(), texts); !added) return fail(added.error());
  const double passed_s = std::chrono::duration<double>(std::chrono::steady_clock::now() - film.start).count();
  ++film.frame;
  execute(desk.session, *desk.content,
          command::ReportExport{static_cast<double>(film.frame) / kFilmFrames, time_left_s(passed_s, film.frame, kFilmFrames)});
  if (film.frame < kFilmFrames) return;
  if (const Status finished = film.writer.finish(); !finished) return fail(finished.error());
  const fs::path path = film.path;
  film_.reset();
  execute(desk.session, *desk.content, command::FinishExport{said(*desk.text, "saved_film", path)});
}

}  // namespace attune
