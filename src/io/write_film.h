// Pictures -> film: MP4, WebM and GIF through the separate program ffmpeg, or a folder of numbered PNG files.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "io/write_png.h"
#include "model/image.h"

namespace attune {

struct FilmSettings {
  std::filesystem::path path;  // .mp4, .webm, .gif; anything without an extension is a folder
  int width = 1920, height = 1080;
  int fps = 30;
  int frame_count = 0;           // as far as known: for messages and for the GIF palette; 0 = unknown
  int threads = 0;               // of the encoder; 0 = as many as it likes, 1 = same bytes on every machine
  std::filesystem::path ffmpeg;  // "" = the one on PATH
  PngText texts;                 // "Title", "Description", "Source" and the rest as comment; .mp4 and .webm carry them
};

// One film being written. Nothing stands under its name before finish() succeeds, and what stood there stays when
// anything fails. Move-only; the destructor cancels an unfinished film.
class FilmWriter {
 public:
  // Errors: output_failed (no ffmpeg: the hint says how to install it, and a folder of PNGs needs none; folder not
  // writable; name taken by a folder; folder not empty), usage (unknown ending, size or rate out of range).
  static Result<FilmWriter> open(const FilmSettings& settings);

  FilmWriter(FilmWriter&&) noexcept;
  FilmWriter& operator=(FilmWriter&&) noexcept;
  ~FilmWriter();

  // The next frame, of exactly the size given to open. Errors: output_failed with ffmpeg's last lines ("disk full
  // after 12 of 90 frames"); the film is then cancelled.
  // texts: of this picture, in a folder of PNGs.
  Status add(const Image& frame, const PngText& texts = {});
  // Completes the file. Also after fewer frames than planned.
  Status finish();
  // Stops the encoder and removes everything that was written.
  void cancel();

  // What the user should know: another codec was taken, the size was padded, a GIF was reduced.
  const std::vector<Sentence>& notes() const;
  int frames_added() const;

 private:
  struct Job;
  explicit FilmWriter(std::unique_ptr<Job> job);
  std::unique_ptr<Job> job_;
};

// Whether films can be made here; without ffmpeg only folders of PNGs.
bool can_make_films();

}  // namespace attune
