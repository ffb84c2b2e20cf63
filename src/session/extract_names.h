// The names beside the brains of a stage: which structures are named, which half each name means, where names and lines lie.
#pragma once

#include <string>
#include <vector>

#include "model/content.h"
#include "model/font.h"
#include "scene/labels.h"
#include "scene/scene.h"
#include "scene/steady_ends.h"
#include "session/session.h"

namespace attune {

struct NameSettings {
  const FontAtlas& font;
  const std::string &left, &right;  // which half of a pair a name means
  NameMemory* memory = nullptr;     // kept from picture to picture it saves time; what is drawn does not depend on it
};

// Adds names to the first styles.size() scenes, which stand as they will be drawn. rest: the home camera as these views fit it.
void extract_names(std::vector<Scene>& scenes, const Camera& rest, const std::vector<LabelStyle>& styles, const Session& session,
                   const Content& content, const NameSettings& settings);

}  // namespace attune
