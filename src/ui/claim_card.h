// A claim as a card: what is claimed, how sure it is, who was studied and how, what speaks against it, its sources.
#pragma once

#include <cstddef>
#include <vector>

#include "ui/widgets.h"

namespace attune {

// Claims (indices into ClaimBook::claims) under their heading, as wide as there is room; with people_only, those that
// were not measured in people are only counted. Nothing when there are none.
void claim_cards(const UiContext& ui, const std::vector<std::size_t>& claims);

}  // namespace attune
