// Parts of the bench for a story of the person's own. Each draws at the cursor, as wide as there is room.
#pragma once

#include "ui/widgets.h"

namespace attune {

void draw_item(UiContext& ui, const Scenario& moment);       // the item chosen on the timeline
void draw_own_story(UiContext& ui, const Scenario& moment);  // its title, length, what the check says, saving
void draw_story_files(UiContext& ui);                        // the files of the folder, and a path to type

}  // namespace attune
