// What the desktop asks of every program: less motion, more contrast.
#pragma once

#include <string_view>

#include "model/settings.h"

namespace attune {

// The looks of the first day as the desktop wishes them (GNOME and what keeps its settings: reduced animation becomes
// reduced motion, high contrast the high-contrast theme). Asks the program gsettings, for a second at most; the usual
// looks where there is none. Never over the network, nor over a socket of ours: the settings portal would need one.
Settings desktop_looks();

// From its answers, lines of "animations=true" and "contrast=false"; what is missing or says anything else wishes
// nothing.
Settings looks_wished(std::string_view answers);

}  // namespace attune
