// An OpenGL context without a window or a display (EGL surfaceless, then EGL devices).
#pragma once

#include <string>

#include "core/result.h"

namespace attune {

class OffscreenContext {
 public:
  // Made current on this thread. gles: OpenGL ES 3.0 instead of OpenGL 3.3 core.
  // Errors (no_graphics): no EGL, no driver, or one that is too old.
  static Result<OffscreenContext> create(bool gles = false);
  OffscreenContext(OffscreenContext&&) noexcept;
  OffscreenContext& operator=(OffscreenContext&&) noexcept;
  ~OffscreenContext();

  // Moves the context to another thread: release() on the old one, then take() on the new one.
  void release() const;
  void take() const;

 private:
  OffscreenContext() = default;
  void* display_ = nullptr;
  void* context_ = nullptr;
  bool gles_ = false;
};

}  // namespace attune
