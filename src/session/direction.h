// In which direction a region moves is a choice of the model where no study says so: which regions are drawn hatched.
#pragma once

#include <set>
#include <string>

#include "model/content.h"
#include "sim/trace.h"

namespace attune {

// A term of "why" counts as directed when a claim about it (connection:, drive:, effect:, chemical:, state:, derived:)
// says that it increases or decreases what it acts on, and is at least moderate. Below this share of what moves a region
// the direction is not given by evidence.
inline constexpr double kDirectedShare = 0.5;
inline constexpr double kSeenToMove = 0.1;  // of kFullActivityChange: less cannot be told from "usual" by colour

// Regions that move visibly in this run while less than kDirectedShare of what moves them (the absolute effects of
// sim/explain.h, where the region is furthest from its start) is directed. Empty for years, whose regions are those of
// many moments. Takes about as long as drawing one frame: worked out with the traces, not while drawing.
std::set<std::string> regions_without_direction(const Content& content, const Trace& trace);

// Whether a claim gives this term of a "why" a direction. connection: "" for drives.
bool has_direction(const Content& content, const std::string& source, const std::string& connection);

}  // namespace attune
