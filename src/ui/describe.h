// What the window shows now, as lines of text: what a screen reader would say if one could reach it, and what tests of
// whole tasks check. Pure; the words are those of the interface and of explanations.
#pragma once

#include <string>
#include <vector>

#include "model/content.h"
#include "model/ui_text.h"
#include "session/session.h"
#include "ui/layout.h"

namespace attune {

// One line for each thing, "Name: words". In order: what lies over everything (welcome, calm page, a page to read, search,
// tour, help), the story, its time, the sides, what happens, the view, what is selected and why it moves, the curves, what
// is hidden or set otherwise than usual, the message. layout: of the window (shown_layout()), whose panels are named; null: there
// is none.
std::vector<std::string> describe_session(const Session& session, const Content& content, const UiText& words,
                                          const UiText& why, const UiLayout* layout = nullptr);

}  // namespace attune
