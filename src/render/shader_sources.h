// The text of the files in shaders/, embedded at build time. Immutable.
#pragma once

#include <map>
#include <string>

namespace attune {
const std::map<std::string, std::string>& embedded_shaders();
}
