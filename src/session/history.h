// Undo and redo of what a person chose: the story, the patterns, the company, what is shown and hidden, the curves. Where
// one looks, the clock, the looks of the window and what was only read stay as they are.
#pragma once

#include "session/session.h"

namespace attune {

inline constexpr std::size_t kLongestHistory = 30;

// Whether a command makes a choice that can be taken back.
bool can_be_undone(const Command& command);

// The session as it is, without its own history.
std::shared_ptr<const Session> snapshot(const Session& session);

// Call after such a command, with the snapshot from before it: keeps that if anything that undo brings back has changed.
// Steps of one drag (of a slider, of the change dial, of the curves) become one.
void remember(Session& session, std::shared_ptr<const Session> before, const Command& command);

// Nothing happens where there is nothing to take back or to do again.
void undo(Session& session);
void redo(Session& session);

// Without a way back: another brain model has come, and what was chosen on the old one means nothing on it.
void forget_history(Session& session);

}  // namespace attune
