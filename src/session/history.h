// Undo and redo of what a person chose: the story, the patterns, the company, what is shown and hidden, the curves, the
// looks of the window and what is kept. Where one looks, the clock, which panels are open and what was only read stay as
// they are, unless the choice itself moved them.
#pragma once

#include "session/session.h"

namespace attune {

inline constexpr std::size_t kLongestHistory = 30;

// What a command's choice is called, by its index in Command: a key of assets/ui_en.json ("choice_theme"); nullptr: it
// makes none.
const char* choice_name(std::size_t command);
// Whether a command makes a choice that can be taken back.
bool can_be_undone(const Command& command);

// The session as it is, without its own history.
std::shared_ptr<const Session> snapshot(const Session& session);

// Call after such a command, with the snapshot from before it: keeps that if anything that undo brings back has changed.
// Steps of one drag (of a slider, of the change dial, of the curves) become one.
void remember(Session& session, std::shared_ptr<const Session> before, const Command& command);

// What one press asks for is one step, called by the first choice in it: the steps made since begin_press().
using PressBegin = std::shared_ptr<const Session>;
PressBegin begin_press(const Session& session);
void end_press(Session& session, const PressBegin& begin);

// The name of what the next undo takes back, or the next redo does again; nullptr: there is nothing.
const char* undone_next(const Session& session);
const char* redone_next(const Session& session);

// Only what the step itself changed is brought back. Nothing happens where there is nothing to take back or to do again.
void undo(Session& session);
void redo(Session& session);

// What is dragged from now on is a step of its own.
void let_go(Session& session);
// Steps that lead to nothing else than what is there are dropped.
void drop_idle_steps(Session& session);
// Without a way back: another brain model has come, and what was chosen on the old one means nothing on it.
void forget_history(Session& session);

// Everything that undo brings back, as it is in `usual`, with what follows from it.
void take_choices(Session& session, const Session& usual);

}  // namespace attune
