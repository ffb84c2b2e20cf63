// Between what is kept from one start to the next (model/settings.h) and the session.
#pragma once

#include <string>
#include <string_view>

#include "model/settings.h"
#include "scene/scene.h"
#include "session/session.h"

namespace attune {

// "dark", "light", "contrast"; what is none of these is dark.
const char* theme_name(Theme theme);
Theme theme_named(std::string_view name);
// What lies behind the brains in such a window.
Background background_of(Theme theme);

// The looks as they are now.
Settings settings_of(const Session& session);
// Shows the looks; numbers out of range are clamped, lobes that the brain model does not have are passed over when a
// view is shown. Called by execute (command::UseSettings) only.
void use_settings(Session& session, const Settings& settings);

}  // namespace attune
