// One function per panel. Each draws into its own rectangle of ui.layout and sends commands.
#pragma once

#include "ui/widgets.h"

namespace attune {

void draw_top_bar(UiContext& ui);
void draw_left(UiContext& ui);    // the column: tabs or two panels around the three below
void draw_library_head(UiContext& ui);  // over the cards of all stories: the way back, and words to look for
void draw_moment(UiContext& ui);  // scenario, version, the two histories, what happens
void draw_structures(UiContext& ui);
void draw_chemicals(UiContext& ui);
void draw_details(UiContext& ui);
void draw_plots(UiContext& ui);
void draw_transport(UiContext& ui);
// What the colours on the stage mean, where it has no room to say so: a small scale to press. In the transport, or above
// where there is none.
void legend_button(UiContext& ui, const Legend& legend, float size);
void draw_settings_popover(UiContext& ui);  // opened by the top bar
void draw_save_popover(UiContext& ui);
void draw_more_popover(UiContext& ui);  // what the bar at the top has no room for
void draw_change(UiContext& ui);  // the second clock: weeks to years
void draw_rhythms(UiContext& ui);  // breath and heart of two people
void draw_search(UiContext& ui);
void draw_pages(UiContext& ui);   // to read: growing up, getting help, good to know
void draw_ground(UiContext& ui);  // the calm page
void draw_blank(UiContext& ui);
void draw_mapping(UiContext& ui);  // a brain model of the person's own: which part is what
void draw_edges(UiContext& ui);  // between the panels and the stage: to be moved
void draw_editor(UiContext& ui);   // the timeline of a story of the person's own
void draw_bench(UiContext& ui);    // change something: patterns and what happens
void draw_export(UiContext& ui);  // progress of a film, and the way to stop it
void place_export(UiContext& ui);  // over the foot of the stage, above any message
void draw_help(UiContext& ui);
// A key as the help names it, in the interface's language; and the one for what the help calls so (a key of the words).
std::string key_cap(const UiContext& ui, std::string_view shown);
std::string key_of(const UiContext& ui, std::string_view text);
void draw_question(UiContext& ui);  // before what cannot be taken back
void draw_welcome(UiContext& ui);
void place_message(UiContext& ui);  // before the panels: makes room for it among them
void draw_message(UiContext& ui);
bool captions_on_stage(const UiContext& ui);  // no panel shows the caption
// "Reset view" on the stage, beside the orientation letters, while the brain is seen from where no view of the menu is.
// Returns how far above what lies at the stage's foot it reaches where it stands over the letters, pixels; else 0.
float draw_view_button(UiContext& ui);
float view_button_end(const UiContext& ui);  // its right edge where it stands beside the letters of the directions, while it is shown; else 0
void draw_tour(UiContext& ui);  // one step of the tour, over the panels

// The picture of a story's moment over that place, cut to it about its middle; without one the place is the stage's colour.
void draw_story_picture(const UiContext& ui, ImDrawList& list, std::size_t story, glm::vec2 min, glm::vec2 max, float corner,
                        bool round_below);

}  // namespace attune
