// The differences between Dear ImGui 1.86 (Debian 12) and 1.92, in one place. Only
// app/ui_host.cpp asks for the version too, for its drawing backend.
#pragma once

#include <imgui.h>
#include <imgui_freetype.h>
#include <imgui_internal.h>

#include <cstdint>
#include <glm/vec2.hpp>

namespace attune::compat {

// ---- events: from 1.87 on they go through a queue ------------------------------------------------
inline void mouse_position(ImGuiIO& io, glm::vec2 position) {
#if IMGUI_VERSION_NUM >= 18700
  io.AddMousePosEvent(position.x, position.y);
#else
  io.MousePos = ImVec2(position.x, position.y);
#endif
}
inline void mouse_button(ImGuiIO& io, int button, bool down) {
#if IMGUI_VERSION_NUM >= 18700
  io.AddMouseButtonEvent(button, down);
#else
  io.MouseDown[button] = down;
#endif
}
inline void mouse_wheel(ImGuiIO& io, float steps) {
#if IMGUI_VERSION_NUM >= 18700
  io.AddMouseWheelEvent(0, steps);
#else
  io.MouseWheel += steps;
#endif
}

// Keys ImGui knows by name. The window's backend does both; tests do it themselves.
inline void map_keys([[maybe_unused]] ImGuiIO& io) {
#if IMGUI_VERSION_NUM < 18700
  for (int named = 0; named < ImGuiKey_COUNT; ++named) io.KeyMap[named] = named;
#endif
}
inline void key(ImGuiIO& io, ImGuiKey named, bool down) {
#if IMGUI_VERSION_NUM >= 18700
  io.AddKeyEvent(named, down);
#else
  io.KeysDown[named] = down;
#endif
}

// Before 1.87 ImGui looks once a frame which keys are down: one that went down and up between two frames would be lost.
// Holds it, by the backend's number, for the frame that begins; true: to be let go after that frame.
inline bool hold_tapped([[maybe_unused]] ImGuiIO& io, [[maybe_unused]] int number) {
#if IMGUI_VERSION_NUM < 18700
  if (number < 0 || number >= IM_ARRAYSIZE(io.KeysDown) || io.KeysDown[number]) return false;
  io.KeysDown[number] = true;
  return true;
#else
  return false;
#endif
}
// So that each tap of a field's keys has its own frame (KeyQueue); newer versions do that themselves.
#if IMGUI_VERSION_NUM < 18700
inline constexpr bool kQueuesKeys = false;
#else
inline constexpr bool kQueuesKeys = true;
#endif
// A key was let go: when it goes down again before the next frame, that is another press.
inline void forget_key([[maybe_unused]] ImGuiIO& io, [[maybe_unused]] int number) {
#if IMGUI_VERSION_NUM < 18700
  if (number >= 0 && number < IM_ARRAYSIZE(io.KeysDown)) io.KeysDownDuration[number] = -1;
#endif
}
inline void let_go([[maybe_unused]] ImGuiIO& io, [[maybe_unused]] int number) {
#if IMGUI_VERSION_NUM < 18700
  io.KeysDown[number] = false;
#endif
}

// Takes a key that has just gone down from ImGui, before NewFrame(): it presses nothing.
inline void swallow_key([[maybe_unused]] ImGuiIO& io, ImGuiKey named) {
#if IMGUI_VERSION_NUM >= 18700
  // Letting it go would only come after it in the queue: it is taken out of that.
  ImVector<ImGuiInputEvent>& queue = ImGui::GetCurrentContext()->InputEventsQueue;
  for (int i = queue.Size; i-- > 0;)
    if (queue[i].Type == ImGuiInputEventType_Key && queue[i].Key.Key == named && queue[i].Key.Down) queue.erase(&queue[i]);
#else
  if (io.KeyMap[named] >= 0) io.KeysDown[io.KeyMap[named]] = false;
#endif
}
// Tab goes from panel to panel; newer versions would go on from there, to the panel's next item.
inline void swallow_tab([[maybe_unused]] ImGuiIO& io) {
#if IMGUI_VERSION_NUM >= 18700
  swallow_key(io, ImGuiKey_Tab);
#endif
}
inline void shift(ImGuiIO& io, bool down) {
#if IMGUI_VERSION_NUM >= 18700
  io.AddKeyEvent(ImGuiMod_Shift, down);
#else
  io.KeyShift = down;
#endif
}

inline void modifiers(ImGuiIO& io, bool ctrl, bool shift, bool alt) {
#if IMGUI_VERSION_NUM >= 18900
  io.AddKeyEvent(ImGuiMod_Ctrl, ctrl);
  io.AddKeyEvent(ImGuiMod_Shift, shift);
  io.AddKeyEvent(ImGuiMod_Alt, alt);
#else
  io.KeyCtrl = ctrl;
  io.KeyShift = shift;
  io.KeyAlt = alt;
#endif
}

// True in the frame in which a named key goes down, and while it repeats.
inline bool key_pressed(ImGuiKey named) {
#if IMGUI_VERSION_NUM >= 18700
  return ImGui::IsKeyPressed(named);
#else
  return ImGui::IsKeyPressed(ImGui::GetKeyIndex(named));
#endif
}

// ---- fonts ---------------------------------------------------------------------------------------
// size is the line height for which the font was added.
inline void push_font(ImFont* font, [[maybe_unused]] float size) {
#if IMGUI_VERSION_NUM >= 19200
  ImGui::PushFont(font, size);
#else
  ImGui::PushFont(font);
#endif
}
inline ImVec2 text_size(ImFont* font, float size, float wrap_width, const char* begin, const char* end) {
  return font->CalcTextSizeA(size, FLT_MAX, wrap_width, begin, end);
}
inline const char* wrap_position(ImFont* font, [[maybe_unused]] float size, const char* begin, const char* end,
                                 float width) {
#if IMGUI_VERSION_NUM >= 19200
  return font->CalcWordWrapPosition(size, begin, end, width);
#else
  return font->CalcWordWrapPositionA(size / font->FontSize, begin, end, width);
#endif
}
inline bool has_glyph(ImFont* font, unsigned character) {
#if IMGUI_VERSION_NUM >= 19200
  return font->IsGlyphInFont(static_cast<ImWchar>(character));
#else
  return font->FindGlyphNoFallback(static_cast<ImWchar>(character)) != nullptr;
#endif
}
inline void use_freetype(ImFontAtlas& atlas) {
#if IMGUI_VERSION_NUM >= 19200
  atlas.SetFontLoader(ImGuiFreeType::GetFontLoader());
#else
  atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
#endif
}
// True when the atlas can be drawn from. From 1.92 on glyphs are made when they are needed.
inline bool build_atlas([[maybe_unused]] ImFontAtlas& atlas) {
#if IMGUI_VERSION_NUM >= 19200
  return true;
#else
  return atlas.Build() && atlas.TexWidth > 0 && atlas.TexHeight > 0;
#endif
}
inline ImFont* fallback_font(ImFontAtlas& atlas, float size) {
  ImFontConfig config;
  config.SizePixels = size;
  return atlas.AddFontDefault(&config);
}

// A texture of the drawing backend with rounded corners; u and v of its corners.
inline void add_image(ImDrawList& list, std::uint64_t texture, glm::vec2 min, glm::vec2 max, glm::vec2 uv_min, glm::vec2 uv_max,
                      float corner, ImDrawFlags corners) {
#if IMGUI_VERSION_NUM >= 19100
  const auto id = static_cast<ImTextureID>(texture);
#else
  const auto id = reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(texture));  // GL names fit in a pointer
#endif
  list.AddImageRounded(id, {min.x, min.y}, {max.x, max.y}, {uv_min.x, uv_min.y}, {uv_max.x, uv_max.y}, IM_COL32_WHITE, corner,
                       corners);
}

// ---- child windows -------------------------------------------------------------------------------
// A scrolling part of the window (0, 0: all that is left of it); keyboard navigation does not stop at its edge.
inline bool begin_scroll_child(const char* id, ImVec2 size = ImVec2(0, 0)) {
#if IMGUI_VERSION_NUM >= 19090
  return ImGui::BeginChild(id, size, ImGuiChildFlags_NavFlattened, ImGuiWindowFlags_NoBackground);
#else
  return ImGui::BeginChild(id, size, false, ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NavFlattened);
#endif
}
// The keyboard's place in a window: its first item.
inline void focus_window(ImGuiWindow* window) {
  ImGui::FocusWindow(window);
  ImGui::NavInitWindow(window, true);
#if IMGUI_VERSION_NUM >= 19140
  ImGui::SetNavCursorVisible(true);
#else
  ImGuiContext& g = *ImGui::GetCurrentContext();
  g.NavDisableHighlight = false;
  g.NavDisableMouseHover = true;
#endif
}

// The keyboard's place is this item of the current window.
inline void focus_item(ImGuiID id) {
  ImGui::SetFocusID(id, ImGui::GetCurrentWindow());
#if IMGUI_VERSION_NUM >= 19140
  ImGui::SetNavCursorVisible(true);
#else
  ImGui::GetCurrentContext()->NavDisableHighlight = false;
#endif
}
// The focused item is pressed, in the frame that has begun. Newer versions do that for Enter by themselves.
inline void press_focused() {
#if IMGUI_VERSION_NUM < 18900
  ImGuiContext& g = *ImGui::GetCurrentContext();
  if (g.NavId != 0 && g.ActiveId == 0 && !g.NavDisableHighlight)
    g.NavActivateId = g.NavActivateDownId = g.NavActivatePressedId = g.NavId;
#endif
}

// ---- menus ---------------------------------------------------------------------------------------
inline bool is_menu_open() { return ImGui::GetCurrentContext()->OpenPopupStack.Size > 0; }
inline ImGuiWindow* menu_window() { return is_menu_open() ? ImGui::GetCurrentContext()->OpenPopupStack.back().Window : nullptr; }
// Between two frames. The keyboard goes back to where it was opened.
inline void close_menu() {
  if (is_menu_open()) ImGui::ClosePopupToLevel(ImGui::GetCurrentContext()->OpenPopupStack.Size - 1, true);
}
// The panel that a window, or the menu it is, belongs to.
inline ImGuiWindow* panel_of(ImGuiWindow* window) {
  ImGuiWindow* root = window->RootWindow;
  while ((root->Flags & ImGuiWindowFlags_Popup) != 0 && root->ParentWindow != nullptr) root = root->ParentWindow->RootWindow;
  return root;
}

// The focused item is a slider: arrows move it, with Shift in small steps. Remembered by its window until the focus goes.
inline void note_slider(ImGuiID id) {
  if (ImGuiWindow* window = ImGui::GetCurrentContext()->NavWindow) window->StateStorage.SetInt(ImHashStr("slider"), static_cast<int>(id));
}
inline bool is_on_slider() {
  const ImGuiContext& g = *ImGui::GetCurrentContext();
  return g.NavId != 0 && g.NavWindow != nullptr && g.NavWindow->StateStorage.GetInt(ImHashStr("slider")) == static_cast<int>(g.NavId);
}

// The arrow key of this frame was for the focused item: the focus stays on it.
inline void keep_focus() { ImGui::NavMoveRequestCancel(); }

// ---- items: a press area with keyboard focus ------------------------------------------------------
// True when it is pressed. Since 1.91.4 the keyboard stops at an invisible button only where it is asked to.
inline bool press_area(const char* id, ImVec2 size) {
#if IMGUI_VERSION_NUM >= 19140
  return ImGui::InvisibleButton(id, size, ImGuiButtonFlags_EnableNav);
#else
  return ImGui::InvisibleButton(id, size);
#endif
}
inline void draw_focus(const ImRect& rect, ImGuiID id) {
#if IMGUI_VERSION_NUM >= 19140
  ImGui::RenderNavCursor(rect, id, ImGuiNavRenderCursorFlags_NoRounding);
#else
  ImGui::RenderNavHighlight(rect, id, ImGuiNavHighlightFlags_NoRounding);
#endif
}
inline bool is_focus_visible(ImGuiID id) {
  const ImGuiContext& g = *ImGui::GetCurrentContext();
#if IMGUI_VERSION_NUM >= 19140
  return g.NavId == id && g.NavCursorVisible;
#else
  return g.NavId == id && !g.NavDisableHighlight;
#endif
}
// Of the current window: the item with visible keyboard focus, 0 = none, and where it lies, pixels of the window.
inline ImGuiID focus_here() {
  const ImGuiContext& g = *ImGui::GetCurrentContext();
  return g.NavWindow == g.CurrentWindow && g.NavId != 0 && is_focus_visible(g.NavId) ? g.NavId : 0;
}
inline ImRect focus_rect() {
  ImGuiWindow* const window = ImGui::GetCurrentWindow();
  return ImGui::WindowRectRelToAbs(window, window->NavRectRel[ImGuiNavLayer_Main]);
}
// The item with visible keyboard focus lies in this part of the current window.
inline bool is_focus_in(const ImRect& rect) {
  return focus_here() != 0 && rect.Contains(focus_rect().GetCenter());
}
// Keyboard navigation holds the arrow keys, Space and Enter.
inline bool keyboard_is_taken() {
  const ImGuiIO& io = ImGui::GetIO();
  return io.WantTextInput || io.NavVisible;
}

}  // namespace attune::compat
