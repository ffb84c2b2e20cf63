// Plays a replay (ui/replay_script.h) on the whole interface without a window: the frames, keys, clicks and exports are
// those of the window, only the clock is the file's own.
#pragma once

#include <string>
#include <vector>

#include "app/installation.h"
#include "app/ui_host.h"
#include "ui/replay_script.h"

namespace attune {

// Plays the steps on the desk. Pictures that a step saves go where the window puts them. Errors: a control, a structure
// or a file that is not there (bad_input); an expectation that does not hold (check_failed), with what is shown instead.
Status play(InterfaceStudio& studio, Desk& desk, Installation& installation, const std::vector<ReplayStep>& steps,
            const std::string& name);

// The last frame of a desk, drawn well.
Image final_picture(InterfaceStudio& studio, Desk& desk);

}  // namespace attune
