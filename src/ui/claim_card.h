// A claim as a card: what is claimed, how sure it is, who was studied and how, what speaks against it, its sources.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "ui/widgets.h"

namespace attune {

enum class Jump : std::uint8_t { none, stays, now };

// Claims (indices into ClaimBook::claims) under their heading, as wide as there is room; with people_only, those that
// were not measured in people are only counted. Nothing when there are none. With a jump their heading comes to the
// top; with one that begins now, the keyboard goes there too if it is in the panels. A card's grade leads to the claim
// alone (command::ShowClaim), its sources to their papers (command::OpenSource).
void claim_cards(const UiContext& ui, const std::vector<std::size_t>& claims, Jump jump = Jump::none);

// Different references of those claims that are shown.
std::size_t count_sources(const UiContext& ui, const std::vector<std::size_t>& claims);

}  // namespace attune
