// Runs the story that the session shows, through both sides. Called by make_session() and execute() only.
#pragma once

#include <functional>
#include <string>

#include "core/result.h"

namespace attune {

struct Session;
struct Content;

// Fills the traces for the session's scenario, arm and styles. Side B only while comparing. Errors: those of
// simulate().
Status simulate_sides(Session& session, const Content& content);

// Of a session whose change dial is on: the years that it runs through, and side B's pattern at its week. Errors: no slow
// model, or a pattern without traits for the story.
Status follow_change_dial(Session& session, const Content& content);

// How secure a side's pattern is for the person in the moment, 0-1 (sim/slow.h, "slow.security"). NaN: there is no slow
// model, or no such moment.
double security_of(const Session& session, const Content& content, int side);

// Whether the years of the change dial leave side A's pattern so much as it is that nothing can be seen. False while it is off.
bool years_change_little(const Session& session, const Content& content);
// A pattern that is less secure than side A's: side B's where it is, else the first; -1: there is none.
int less_secure_style(const Session& session, const Content& content);

// The histories of the two sides change places, with what a person changed in them.
void swap_histories(Session& session);

// Finds the structures whose activity no evidence gives a direction, in each side's trace.
void find_directions(Session& session, const Content& content);

// Says which run stopped early, when, and because of what.
void tell_early_stop(Session& session, const Content& content);

// A change that needs new traces: tried on a copy, so that a failure leaves everything as it was but the message.
void change_and_simulate(Session& session, const Content& content, const std::function<void(Session&)>& change);

// Whether the details can be about a trace column, a curve of two people, a connection, or nothing of these ("").
bool can_be_asked(const Session& session, const Content& content, const std::string& column);

// The age of the person in a moment, "" in other stories.
std::string current_moment_age(const Session& session, const Content& content);

}  // namespace attune
