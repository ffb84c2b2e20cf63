// Words of the interface (buttons, headings), one file per language. Words about the brain are in the content.
#pragma once

#include <map>
#include <string>

namespace attune {

using UiText = std::map<std::string, std::string>;  // key -> text; may hold {placeholders}

}  // namespace attune
