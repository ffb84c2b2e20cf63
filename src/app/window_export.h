// Pictures, films and tables of curves asked for in the window. A film is made a frame at a time, so that the window stays alive.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>

#include "app/picture_clipboard.h"
#include "app/ui_host.h"
#include "io/write_film.h"
#include "render/renderer.h"

namespace attune {

// $XDG_PICTURES_DIR, else ~/Pictures, else the current folder: the first that is a folder.
std::filesystem::path pictures_folder();
// The words of a key, with the file's path in the place of {file}.
std::string said(const UiText& words, const char* key, const std::filesystem::path& path);
// "attune-left-out-secure-vs-anxious-at-4-min.png" in the folder; "-2", "-3" ... where that is taken.
std::filesystem::path free_name(const std::filesystem::path& folder, const Session& session, const Content& content,
                                const std::string& extension);

// Wall time until a film is done, from the time its frames took so far; 0 while that cannot be told.
double time_left_s(double passed_s, int done, int all);

// Carries out Session::wanted, in the context of the window's renderer. Call once per frame, after tick().
class WindowExport {
 public:
  WindowExport() = default;
  explicit WindowExport(PictureClipboard clipboard) : clipboard_(std::move(clipboard)) {}
  // window: what the frame was drawn into.
  void step(Desk& desk, const Target& window);
  // The picture written last, "" = none yet.
  const std::filesystem::path& last_saved() const { return last_saved_; }

 private:
  void save_picture(Desk& desk);
  void save_curves(Desk& desk);
  void copy_curves(Desk& desk);
  void picture_curves(Desk& desk, const Target& window);
  void copy_picture(Desk& desk, const Target& window, PictureClipboard::Answer answer);
  std::optional<Image> shown_curves(Desk& desk, const Target& window);
  void save_mapping(Desk& desk);
  void step_film(Desk& desk);
  struct Film {
    FilmWriter writer;
    Canvas canvas;
    Session session;
    std::filesystem::path path;
    std::chrono::steady_clock::time_point start;
    int frame = 0;
    NameMemory names{};  // StageSettings::names
  };
  std::optional<Film> film_;
  int curves_wait_ = 0;
  PictureClipboard clipboard_;
  bool copying_ = false;  // a program has the picture and has not answered
  std::filesystem::path last_saved_;
};

}  // namespace attune
