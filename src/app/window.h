// The desktop window: GLFW, one OpenGL 3.3 context, and the loop around tick() (ui_host.h).
#pragma once

#include "app/options.h"
#include "core/result.h"

namespace attune {

// Opens the window and stays until it is closed. Prints every problem in one sentence each.
ExitCode run_window(const CommonOptions& common, const WindowOptions& options);

}  // namespace attune
