// The names beside the brains of a stage: which structures are named, which half each name means, where names and lines lie.
#pragma once

#include <vector>

#include "model/content.h"
#include "scene/labels.h"
#include "scene/scene.h"
#include "session/extract_scene.h"
#include "session/session.h"

namespace attune {

// Adds names to the first styles.size() scenes, which stand as they will be drawn. rest: the home camera as these views fit it.
void extract_names(std::vector<Scene>& scenes, const Camera& rest, const std::vector<LabelStyle>& styles, const Session& session,
                   const Content& content, const StageSettings& stage);

}  // namespace attune
