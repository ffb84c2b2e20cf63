#include "app/offscreen.h"

#include <EGL/egl.h>
#include <EGL/eglext.h>

#include <utility>
#include <vector>

namespace attune {

namespace {
Error no_graphics(Sentence what) {
  return Error{std::move(what), "", sentence("install_mesa_drivers_libegl"), ExitCode::no_graphics};
}

EGLDisplay open_display() {
  const auto get_platform_display =
      reinterpret_cast<PFNEGLGETPLATFORMDISPLAYEXTPROC>(eglGetProcAddress("eglGetPlatformDisplayEXT"));
  if (!get_platform_display) return EGL_NO_DISPLAY;
  EGLDisplay display = get_platform_display(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
  if (display != EGL_NO_DISPLAY && eglInitialize(display, nullptr, nullptr)) return display;
  const auto query_devices = reinterpret_cast<PFNEGLQUERYDEVICESEXTPROC>(eglGetProcAddress("eglQueryDevicesEXT"));
  if (!query_devices) return EGL_NO_DISPLAY;
  EGLDeviceEXT devices[8];
  EGLint count = 0;
  if (!query_devices(8, devices, &count)) return EGL_NO_DISPLAY;
  for (EGLint i = 0; i < count; ++i) {
    display = get_platform_display(EGL_PLATFORM_DEVICE_EXT, devices[i], nullptr);
    if (display != EGL_NO_DISPLAY && eglInitialize(display, nullptr, nullptr)) return display;
  }
  return EGL_NO_DISPLAY;
}
}  // namespace

Result<OffscreenContext> OffscreenContext::create(bool gles) {
  OffscreenContext offscreen;
  const EGLDisplay display = open_display();
  if (display == EGL_NO_DISPLAY) return no_graphics(sentence("no_graphics_driver_found"));
  offscreen.display_ = display;
  offscreen.gles_ = gles;
  if (!eglBindAPI(gles ? EGL_OPENGL_ES_API : EGL_OPENGL_API)) return no_graphics(sentence("egl_driver_no_opengl"));
  const EGLint config_wanted[] = {EGL_SURFACE_TYPE, 0, EGL_RENDERABLE_TYPE, gles ? EGL_OPENGL_ES3_BIT : EGL_OPENGL_BIT,
                                  EGL_NONE};
  EGLConfig config = EGL_NO_CONFIG_KHR;
  EGLint count = 0;
  if (!eglChooseConfig(display, config_wanted, &config, 1, &count) || count == 0) config = EGL_NO_CONFIG_KHR;
  const EGLint desktop[] = {EGL_CONTEXT_MAJOR_VERSION, 3, EGL_CONTEXT_MINOR_VERSION, 3, EGL_CONTEXT_OPENGL_PROFILE_MASK,
                            EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT, EGL_NONE};
  const EGLint embedded[] = {EGL_CONTEXT_MAJOR_VERSION, 3, EGL_CONTEXT_MINOR_VERSION, 0, EGL_NONE};
  const EGLContext context = eglCreateContext(display, config, EGL_NO_CONTEXT, gles ? embedded : desktop);
  if (context == EGL_NO_CONTEXT) return no_graphics(gles ? sentence("needs_gles") : sentence("needs_gl"));
  offscreen.context_ = context;
  if (!eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, context))
    return no_graphics(sentence("graphics_driver_cannot_draw"));
  return offscreen;
}

OffscreenContext::OffscreenContext(OffscreenContext&& other) noexcept
    : display_(std::exchange(other.display_, nullptr)), context_(std::exchange(other.context_, nullptr)), gles_(other.gles_) {}

OffscreenContext& OffscreenContext::operator=(OffscreenContext&& other) noexcept {
  std::swap(display_, other.display_);
  std::swap(context_, other.context_);
  std::swap(gles_, other.gles_);
  return *this;
}

void OffscreenContext::release() const { eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT); }

void OffscreenContext::take() const {
  eglBindAPI(gles_ ? EGL_OPENGL_ES_API : EGL_OPENGL_API);  // which of the two is a matter of each thread
  eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, context_);
}

OffscreenContext::~OffscreenContext() {
  if (!display_) return;
  if (context_) {
    eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    eglDestroyContext(display_, context_);
  }
  eglTerminate(display_);
}

}  // namespace attune
