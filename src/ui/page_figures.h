// The small pictures of a page to read. Each is drawn at the cursor, as wide as there is room, and moves it down.
#pragma once

#include "session/page_runs.h"
#include "ui/widgets.h"

namespace attune {

// A hundred dots, a shape and a colour for each part, and the parts in words below.
void draw_shares(const UiContext& ui, const PageBlock& block);

// Anxiety across, avoidance up; every pattern a soft spot with its name, and the ways some of them go.
void draw_plane(const UiContext& ui, const PageFigure& figure);

// Curves over time with their names below. bands: one per curve, or null: none, or not there yet.
void draw_curves(const UiContext& ui, const PageBlock& block, const PageFigure& figure,
                 const std::vector<EnsembleBands>* bands);

// For every column and row: where it stood before and where after.
void draw_before_after(const UiContext& ui, const PageBlock& block, const PageFigure& figure);

// How many of a hundred dots each part gets: rounded so that they add up to 100 (largest remainder).
std::vector<int> share_dots(const std::vector<PageShare>& shares);

}  // namespace attune
