#include "app/window.h"

// epoxy before GLFW, which would bring the system's GL header otherwise
#include <epoxy/gl.h>
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <backends/imgui_impl_glfw.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/commands.h"
#include "app/desktop_wishes.h"
#include "app/ensemble_jobs.h"
#include "app/interrupt.h"
#include "app/open_file.h"
#include "app/settings_store.h"
#include "app/source_opener.h"
#include "app/story_files.h"
#include "app/ui_host.h"
#include "app/window_export.h"
#include "core/text.h"
#include "session/looks.h"
#include "session/say.h"
#include "ui/key_queue.h"
#include "ui/ui_compat.h"

namespace attune {
namespace {

static_assert(key::kEscape == key::special(GLFW_KEY_ESCAPE) && key::kEnter == key::special(GLFW_KEY_ENTER) &&
              key::kTab == key::special(GLFW_KEY_TAB) && key::kRight == key::special(GLFW_KEY_RIGHT) &&
              key::kLeft == key::special(GLFW_KEY_LEFT) && key::kDown == key::special(GLFW_KEY_DOWN) &&
              key::kUp == key::special(GLFW_KEY_UP) && key::kPageUp == key::special(GLFW_KEY_PAGE_UP) &&
              key::kPageDown == key::special(GLFW_KEY_PAGE_DOWN) && key::kHome == key::special(GLFW_KEY_HOME) &&
              key::kEnd == key::special(GLFW_KEY_END) && key::kBackspace == key::special(GLFW_KEY_BACKSPACE) &&
              key::kInsert == key::special(GLFW_KEY_INSERT) && key::kDelete == key::special(GLFW_KEY_DELETE) && key::kF1 == key::special(GLFW_KEY_F1) &&
              key::kF11 == key::special(GLFW_KEY_F11) && key::kSpace == GLFW_KEY_SPACE);

constexpr double kHurry_s = 0.2;   // pictures may be rough for this long after the last event
constexpr double kAwake_s = 0.8;   // drawn at full rate for this long after the last event
constexpr double kAsleep_s = 0.5;  // longest wait while nothing moves
constexpr int kLeastWidth = 640, kLeastHeight = 400;

// What the callbacks leave behind until the next frame: taps between two frames are kept in order.
struct Events {
  KeyQueue keys;  // GLFW's numbers
  float wheel = 0;
  bool any = true;
  std::vector<std::string> dropped;  // paths
  // A button that went down and up within one frame still counts as held for that frame.
  bool tapped[3] = {false, false, false};
};

Events& events_of(GLFWwindow* window) { return *static_cast<Events*>(glfwGetWindowUserPointer(window)); }

bool is_letter_or_digit(Key k) { return (k >= '0' && k <= '9') || (k >= 'a' && k <= 'z'); }

// The key as the table knows it: letters and digits as the layout prints them, everything else by its place.
Key to_key(int glfw_key, int scancode) {
  if (glfw_key == GLFW_KEY_SPACE) return key::kSpace;
  if (glfw_key >= GLFW_KEY_KP_0 && glfw_key <= GLFW_KEY_KP_9) return static_cast<Key>('0' + glfw_key - GLFW_KEY_KP_0);
  if (glfw_key == GLFW_KEY_KP_ENTER) return key::kEnter;
  if (glfw_key >= GLFW_KEY_ESCAPE) return key::special(static_cast<Key>(glfw_key));
  if (const char* name = glfwGetKeyName(glfw_key, scancode); name != nullptr && name[0] != 0 && name[1] == 0) {
    Key k = static_cast<unsigned char>(name[0]);
    if (k >= 'A' && k <= 'Z') k += 'a' - 'A';
    if (is_letter_or_digit(k)) return k;
  }
  // A layout without Latin letters (Greek, Cyrillic): the key's place on a US keyboard.
  if (glfw_key >= GLFW_KEY_A && glfw_key <= GLFW_KEY_Z) return static_cast<Key>('a' + glfw_key - GLFW_KEY_A);
  if (glfw_key >= GLFW_KEY_0 && glfw_key <= GLFW_KEY_9) return static_cast<Key>('0' + glfw_key - GLFW_KEY_0);
  return 0;  // punctuation comes as characters
}

std::uint8_t to_modifiers(int mods) {
  return static_cast<std::uint8_t>(((mods & GLFW_MOD_SHIFT) != 0 ? kShift : 0) |
                                   ((mods & GLFW_MOD_CONTROL) != 0 ? kCtrl : 0) |
                                   ((mods & GLFW_MOD_ALT) != 0 ? kAlt : 0));
}

// Whether pressing it does something in a line of text, but for a letter.
bool edits(int glfw_key, int mods) {
  const bool places = (glfw_key >= GLFW_KEY_ESCAPE && glfw_key <= GLFW_KEY_END) || glfw_key == GLFW_KEY_KP_ENTER;
  return places || (mods & (GLFW_MOD_CONTROL | GLFW_MOD_ALT | GLFW_MOD_SUPER)) != 0;
}

void on_key(GLFWwindow* window, int glfw_key, int scancode, int action, int mods) {
  Events& events = events_of(window);
  events.any = true;
  if (glfw_key == GLFW_KEY_UNKNOWN) return;
  KeyEvent event;
  event.key = glfw_key;
  event.scancode = scancode;
  event.modifiers = mods;
  event.down = action != GLFW_RELEASE;
  event.edits = action == GLFW_PRESS && edits(glfw_key, mods);
  if (event.down) event.press = {to_key(glfw_key, scancode), to_modifiers(mods), action == GLFW_REPEAT};
  events.keys.add(event);
}

// As if it came from GLFW just now. ImGui repeats what is held by itself.
void tell_imgui(GLFWwindow* window, const KeyEvent& event) {
  if (event.key < 0 && event.character == 0) return;  // a button of the mouse
  if (event.key < 0) return ImGui_ImplGlfw_CharCallback(window, event.character);
  ImGui_ImplGlfw_KeyCallback(window, event.key, event.scancode, !event.down ? GLFW_RELEASE : event.press.is_repeat ? GLFW_REPEAT : GLFW_PRESS,
                             event.modifiers);
  if (!event.down) compat::forget_key(ImGui::GetIO(), event.key);
}

void on_character(GLFWwindow* window, unsigned character) {
  Events& events = events_of(window);
  events.any = true;
  const Key k = character;
  const bool is_letter = (k >= 'A' && k <= 'Z') || is_letter_or_digit(k);
  KeyEvent event;
  event.character = character;
  if (k > ' ' && k < 127 && !is_letter) event.press.key = k;
  events.keys.add(event);
}

void on_scroll(GLFWwindow* window, double, double y) {
  Events& events = events_of(window);
  events.wheel += static_cast<float>(y);
  events.any = true;
}

void on_button(GLFWwindow* window, int button, int action, int) {
  Events& events = events_of(window);
  events.any = true;
  if (action == GLFW_PRESS && button >= 0 && button < 3) events.tapped[button] = true;
  if (action != GLFW_PRESS || (button != GLFW_MOUSE_BUTTON_4 && button != GLFW_MOUSE_BUTTON_5)) return;
  KeyEvent event;  // as in a browser: back and forward
  event.press = {button == GLFW_MOUSE_BUTTON_4 ? key::kLeft : key::kRight, kAlt};
  events.keys.add(event);
}

void on_drop(GLFWwindow* window, int count, const char** paths) {
  Events& events = events_of(window);
  events.any = true;
  for (int i = 0; i < count; ++i) events.dropped.emplace_back(paths[i]);
}

void on_cursor(GLFWwindow* window, double, double) { events_of(window).any = true; }
void on_size(GLFWwindow* window, int, int) { events_of(window).any = true; }
void on_refresh(GLFWwindow* window) { events_of(window).any = true; }
void on_focus(GLFWwindow* window, int) { events_of(window).any = true; }

Error no_window(Sentence what) {
  const char* reason = nullptr;
  glfwGetError(&reason);
  if (reason != nullptr) what = sentence("with_reason", {{"what", what}, {"reason", printable(reason)}});
  return Error{std::move(what), "",
               sentence("start_desktop_make_pictures"), ExitCode::no_graphics};
}

// GLFW from glfwInit to glfwTerminate.
class Glfw {
 public:
  static Result<Glfw> start() {
    if (glfwInit() != GLFW_TRUE) return no_window(sentence("no_window_opened_no"));
    return Glfw(true);
  }
  Glfw(Glfw&& other) noexcept : on_(std::exchange(other.on_, false)) {}
  Glfw& operator=(Glfw&&) = delete;
  ~Glfw() {
    if (on_) glfwTerminate();
  }

 private:
  explicit Glfw(bool on) : on_(on) {}
  bool on_ = false;
};

class Window {
 public:
  static Result<Window> open() {
    GLFWmonitor* monitor = glfwGetPrimaryMonitor();
    int x = 0, y = 0, width = 1440, height = 900;
    if (monitor != nullptr) {
      int area_width = 0, area_height = 0;
      glfwGetMonitorWorkarea(monitor, &x, &y, &area_width, &area_height);
      if (area_width > 0 && area_height > 0) {
        width = std::clamp(area_width * 9 / 10, std::min(kLeastWidth, area_width), 2560);
        height = std::clamp(area_height * 9 / 10, std::min(kLeastHeight, area_height), 1600);
        x += (area_width - width) / 2;
        y += (area_height - height) / 2;
      }
    }
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
    glfwWindowHint(GLFW_DEPTH_BITS, 0);  // the renderer has its own targets
    glfwWindowHint(GLFW_SAMPLES, 0);
    glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);
    Window window;
    window.window_ = glfwCreateWindow(width, height, "Attune", nullptr, nullptr);
    if (window.window_ == nullptr) return no_window(sentence("no_window_opengl"));
    window.events_ = std::make_unique<Events>();
    glfwSetWindowUserPointer(window.window_, window.events_.get());
    glfwSetWindowPos(window.window_, x, y);
    glfwSetWindowSizeLimits(window.window_, std::min(kLeastWidth, width), std::min(kLeastHeight, height),
                            GLFW_DONT_CARE, GLFW_DONT_CARE);
    glfwMakeContextCurrent(window.window_);
    glfwSwapInterval(1);
    glfwSetScrollCallback(window.window_, on_scroll);
    glfwSetMouseButtonCallback(window.window_, on_button);
    glfwSetDropCallback(window.window_, on_drop);
    glfwSetCursorPosCallback(window.window_, on_cursor);
    glfwSetFramebufferSizeCallback(window.window_, on_size);
    glfwSetWindowRefreshCallback(window.window_, on_refresh);
    glfwSetWindowFocusCallback(window.window_, on_focus);
    return window;
  }
  Window(Window&& other) noexcept : window_(std::exchange(other.window_, nullptr)), events_(std::move(other.events_)) {}
  Window& operator=(Window&&) = delete;
  ~Window() {
    if (window_ != nullptr) glfwDestroyWindow(window_);
  }

  GLFWwindow* handle() const { return window_; }
  Events& events() { return *events_; }

  bool is_full_screen() const { return glfwGetWindowMonitor(window_) != nullptr; }
  void set_full_screen(bool on) {
    if (on == is_full_screen()) return;
    if (!on) {
      glfwSetWindowMonitor(window_, nullptr, old_x_, old_y_, old_width_, old_height_, GLFW_DONT_CARE);
      return;
    }
    glfwGetWindowPos(window_, &old_x_, &old_y_);
    glfwGetWindowSize(window_, &old_width_, &old_height_);
    GLFWmonitor* monitor = monitor_below();
    const GLFWvidmode* mode = monitor == nullptr ? nullptr : glfwGetVideoMode(monitor);
    if (mode == nullptr) return;
    glfwSetWindowMonitor(window_, monitor, 0, 0, mode->width, mode->height,
                         mode->refreshRate > 0 ? mode->refreshRate : 60);  // Xvfb reports 0
  }

 private:
  Window() = default;

  // The monitor that holds the middle of the window.
  GLFWmonitor* monitor_below() const {
    int count = 0;
    GLFWmonitor** monitors = glfwGetMonitors(&count);
    const int x = old_x_ + old_width_ / 2, y = old_y_ + old_height_ / 2;
    for (int i = 0; i < count; ++i) {
      int left = 0, top = 0;
      glfwGetMonitorPos(monitors[i], &left, &top);
      const GLFWvidmode* mode = glfwGetVideoMode(monitors[i]);
      if (mode != nullptr && x >= left && x < left + mode->width && y >= top && y < top + mode->height)
        return monitors[i];
    }
    return glfwGetPrimaryMonitor();
  }

  GLFWwindow* window_ = nullptr;
  std::unique_ptr<Events> events_;
  int old_x_ = 0, old_y_ = 0, old_width_ = 1280, old_height_ = 720;
};

// ImGui's window part, from init to shutdown. Its callbacks call ours first; keys and letters come to us alone, and from
// the queue to ImGui (tell_imgui).
class ImGuiOnGlfw {
 public:
  explicit ImGuiOnGlfw(GLFWwindow* window) : on_(ImGui_ImplGlfw_InitForOpenGL(window, true)) {
    glfwSetKeyCallback(window, on_key);
    glfwSetCharCallback(window, on_character);
  }
  ImGuiOnGlfw(const ImGuiOnGlfw&) = delete;
  ImGuiOnGlfw& operator=(const ImGuiOnGlfw&) = delete;
  ~ImGuiOnGlfw() {
    if (on_) ImGui_ImplGlfw_Shutdown();
  }

 private:
  bool on_;
};

StageMouse take_mouse(GLFWwindow* window, Events& events) {
  StageMouse mouse;
  double x = 0, y = 0;
  glfwGetCursorPos(window, &x, &y);
  int width = 1, height = 1, pixel_width = 1, pixel_height = 1;
  glfwGetWindowSize(window, &width, &height);
  glfwGetFramebufferSize(window, &pixel_width, &pixel_height);
  mouse.position_px = {
      static_cast<float>(x) * static_cast<float>(pixel_width) / static_cast<float>(std::max(1, width)),
      static_cast<float>(y) * static_cast<float>(pixel_height) / static_cast<float>(std::max(1, height))};
  const auto is_down = [&](int button) {
    return glfwGetMouseButton(window, button) == GLFW_PRESS || events.tapped[button];
  };
  mouse.left = is_down(GLFW_MOUSE_BUTTON_LEFT);
  mouse.right = is_down(GLFW_MOUSE_BUTTON_RIGHT);
  mouse.middle = is_down(GLFW_MOUSE_BUTTON_MIDDLE);
  mouse.shift =
      glfwGetKey(window, GLFW_KEY_LEFT_SHIFT) == GLFW_PRESS || glfwGetKey(window, GLFW_KEY_RIGHT_SHIFT) == GLFW_PRESS;
  mouse.ctrl = glfwGetKey(window, GLFW_KEY_LEFT_CONTROL) == GLFW_PRESS ||
               glfwGetKey(window, GLFW_KEY_RIGHT_CONTROL) == GLFW_PRESS;
  mouse.wheel = events.wheel;
  mouse.time_s = glfwGetTime();
  events.wheel = 0;
  for (bool& tapped : events.tapped) tapped = false;
  return mouse;
}

}  // namespace

namespace {

// What the window opens with: the welcome, a picture's moment, a model of the user's own.
Result<Session> first_session(Installation& installation, const WindowOptions& options, const SettingsStore& store) {
  const Content& content = installation.content;
  if (!options.from_receipt.empty()) {
    std::vector<Sentence> notes;
    auto reopened = open_receipt(installation, options.from_receipt, "", &notes);
    if (!reopened) return reopened.errors();
    if (!notes.empty()) execute(reopened->session, content, command::Tell{problem_text(content, one_after_other(notes))});
    return std::move(reopened->session);
  }
  auto session = make_session(content);
  if (session) execute(*session, content, command::UseSettings{store.settings()});
  if (session && !store.problem().empty()) execute(*session, content, command::Tell{problem_text(content, store.problem())});
  if (session && !options.story.empty()) {
    auto story = read_story_file(installation, options.story);
    if (!story) return story.errors();
    execute(*session, content, command::TakeStory{std::move(*story)});
  }
  if (session && installation.own != nullptr) {
    execute(*session, content, command::TakeBrain{installation.own});
    execute(*session, content, command::SetMapping{true});
  }
  return session;
}

// The words of the language that was chosen; where it cannot be had, those there were stay.
void follow_language(Desk& desk, Installation& installation) {
  if (desk.session.language == installation.language) return;
  desk.scenes.clear();  // they point into the old words
  const Status changed = use_language(installation, desk.session.language, desk.session.own_scenario);
  if (changed) return;
  execute(desk.session, *desk.content, command::SetLanguage{installation.language, true});
  execute(desk.session, *desk.content, command::Tell{problem_text(*desk.content, changed.error())});
}

}  // namespace

ExitCode run_window(const CommonOptions& common, const WindowOptions& options) {
  SettingsStore store(options.no_settings ? std::filesystem::path{} : settings_path(),
                      options.no_settings ? Settings{} : desktop_looks());
  const auto refuse = [&](const std::vector<Error>& errors) {
    return report(errors, words_of_problems(common, common.language.empty() ? store.settings().language : common.language));
  };
  Result<Installation> installation = open_installation(common, options.brain);
  if (!installation) return refuse(installation.errors());
  Result<Session> session = first_session(*installation, options, store);
  if (!session) return refuse(session.errors());
  if (!common.language.empty()) execute(*session, installation->content, command::SetLanguage{common.language});
  if (!options.from_receipt.empty()) {
    execute(*session, installation->content, command::SetLanguage{installation->language});
    store.take_as_given(*session);
  }
  if (!options.theme.empty()) execute(*session, installation->content, command::SetTheme{theme_named(options.theme)});
  Result<Glfw> glfw = Glfw::start();
  if (!glfw) return refuse(glfw.errors());
  Result<Window> window = Window::open();
  if (!window) return refuse(window.errors());
  Result<Renderer> renderer = Renderer::create({common.shader_dir});
  if (!renderer) return refuse(renderer.errors());
  Result<StageFonts> fonts = load_stage_fonts(installation->assets);
  if (!fonts) return refuse(fonts.errors());
  Result<UiHost> host = UiHost::create(installation->assets);
  if (!host) return refuse(host.errors());
  renderer->upload(installation->content.brain);
  renderer->upload_fonts(fonts->regular, fonts->bold);
  GLFWwindow* const handle = window->handle();
  const ImGuiOnGlfw backend(handle);

  StoryPictures stories;
  Desk desk{&installation->content, &installation->words, &*renderer, &*host, &*fonts, std::move(*session), {}, {},
            &installation->why, {}, {}, {}, &stories, {}};
  execute(desk.session, installation->content, command::ForgetChoices{});
  for (const Language& language : installation->languages) desk.languages.emplace_back(language.id, language.name);
  follow_language(desk, *installation);
  const auto keep = [&](const std::optional<Sentence>& problem) {
    if (problem) execute(desk.session, installation->content, command::Tell{problem_text(installation->content, *problem)});
  };
  WindowExport window_export;
  EnsembleJobs jobs;
  StoryFiles story_files;
  SourceOpener source_opener;
  glfwShowWindow(handle);

  double last_s = glfwGetTime(), last_event_s = last_s;
  watch_interrupts();  // a film that is being written is taken away, as when the window is closed
  while (!desk.session.leaving && !was_interrupted()) {
    if (glfwWindowShouldClose(handle) == GLFW_TRUE) {
      if (desk.session.question == Question::leave) break;  // asked for once more: that is an answer
      execute(desk.session, installation->content, command::Ask{Question::leave});
      glfwSetWindowShouldClose(handle, GLFW_FALSE);
      window->events().any = true;
      continue;
    }
    const Session& shown = desk.session;
    const bool moves = shown.playhead.playing || shown.camera_move.active || shown.show_welcome || shown.grounded ||
                       shown.calm > 0 || shown.wanted != Export::none || desk.stories_pending;
    const bool awake = moves || jobs.has_news() || !desk.session.message.empty() || glfwGetTime() - last_event_s < kAwake_s;
    if (awake) {
      glfwPollEvents();
    } else {
      glfwWaitEventsTimeout(kAsleep_s);
    }
    const double now_s = glfwGetTime();
    keep(store.step(desk.session, now_s));
    if (!awake && !window->events().any) continue;  // nothing has changed: the picture stands
    if (window->events().any) last_event_s = now_s;
    window->events().any = false;

    DeskInput input;
    input.dt_s = awake ? std::clamp(now_s - last_s, 0.0, 0.25) : 0.0;  // a wait is not time that passed on stage
    input.quality = moves || now_s - last_event_s < kHurry_s ? Quality::fast : Quality::best;
    last_s = now_s;
    int width = 0, height = 0;
    glfwGetFramebufferSize(handle, &width, &height);
    if (width <= 0 || height <= 0) {  // iconified
      glfwWaitEventsTimeout(kAsleep_s);
      continue;
    }
    input.size_px = {static_cast<float>(width), static_cast<float>(height)};
    float scale_x = 1, scale_y = 1;
    glfwGetWindowContentScale(handle, &scale_x, &scale_y);
    input.display_scale = scale_x > 0 ? scale_x : 1;
    const std::vector<KeyEvent> arrived = window->events().keys.take(!compat::kQueuesKeys && ImGui::GetIO().WantTextInput);
    if (!window->events().keys.is_empty()) window->events().any = true;  // another frame for what is left
    std::vector<KeyPress> presses;
    for (const KeyEvent& event : arrived) {
      tell_imgui(handle, event);
      if (event.press.key != 0) presses.push_back(event.press);
    }
    std::vector<int> tapped;
    for (const KeyEvent& event : arrived)
      if (event.down && !event.press.is_repeat && compat::hold_tapped(ImGui::GetIO(), event.key)) tapped.push_back(event.key);
    KeyInput keys = take_keys(presses, desk.session, installation->content);
    input.commands = std::move(keys.commands);
    input.focus_step = keys.focus_step;
    input.list_step = keys.list_step;
    input.list_enter = keys.list_enter;
    input.press_focused = keys.press_focused;
    if (keys.quit) glfwSetWindowShouldClose(handle, GLFW_TRUE);
    input.mouse = take_mouse(handle, window->events());
    if (input.mouse.left && has_keyboard_focus()) leave_keyboard_focus();

    prepare_frame(desk, input.size_px, input.display_scale);
    ImGui_ImplGlfw_NewFrame();
    ImGuiIO& io = ImGui::GetIO();
    io.DeltaTime = std::clamp(io.DeltaTime, 1e-4f, 0.25f);  // two frames with one time stamp would stop the program
    ImGui::NewFrame();
    tick(desk, std::move(input), {0, width, height});
    for (const int number : tapped) compat::let_go(io, number);
    if (!window->events().dropped.empty()) {
      const Settings before = settings_of(desk.session);
      open_files(desk, *installation, std::exchange(window->events().dropped, {}));
      if (settings_of(desk.session) != before) store.take_as_given(desk.session);
    }
    follow_language(desk, *installation);
    follow_brain(desk, *installation);
    window_export.step(desk, {0, width, height});
    story_files.step(desk, *installation);
    open_wanted(desk, *installation);
    source_opener.step(desk);
    jobs.step(desk);
    glfwSwapBuffers(handle);
    window->set_full_screen(desk.session.fullscreen);
  }
  if (const auto problem = store.leave(desk.session)) std::fprintf(stderr, "attune: %s\n", problem->english.c_str());
  return was_interrupted() ? ExitCode::interrupted : ExitCode::ok;
}

}  // namespace attune
