// The left column: one panel with three tabs, or, where it is high enough, the moment above the brain's parts.
#include "core/text.h"
#include "ui/panels.h"

namespace attune {
namespace {

constexpr float kFixedHead = 264;  // a panel at least this high keeps the field over the stories in view, roomy units

void draw_tab(UiContext& ui, LeftTab tab) {
  const bool stories = tab == LeftTab::moment && ui.session.show_library;
  const bool fixed = stories && ImGui::GetContentRegionAvail().y >= kFixedHead * ui.m.scale;
  if (fixed) draw_library_head(ui);
  begin_scroll(format("scroll_%d", static_cast<int>(tab)).c_str());
  if (stories && !fixed) draw_library_head(ui);
  if (tab == LeftTab::moment) draw_moment(ui);
  if (tab == LeftTab::structures) draw_structures(ui);
  if (tab == LeftTab::chemicals) draw_chemicals(ui);
  end_scroll(ui);
}

}  // namespace

void draw_left(UiContext& ui) {
  const LeftTab tab = ui.session.left_tab;
  if (ui.layout.left_split) {
    begin_panel(ui, "left", ui.layout.left_upper);
    draw_tab(ui, LeftTab::moment);
    end_panel();
    begin_panel(ui, "left_lower", ui.layout.left_lower);
    const int current = tab == LeftTab::chemicals ? 1 : 0;
    if (const int pressed = segmented(ui, "tabs", {ui.tr("tab_structures"), ui.tr("tab_chemicals")}, current);
        pressed >= 0)
      ui.send(command::SetLeftTab{pressed == 0 ? LeftTab::structures : LeftTab::chemicals});
    space(ui.m.gap_s);
    draw_tab(ui, current == 0 ? LeftTab::structures : LeftTab::chemicals);
    end_panel();
    return;
  }
  begin_panel(ui, "left", ui.layout.left);
  if (const int pressed = segmented(ui, "tabs", {ui.tr("tab_moment"), ui.tr("tab_structures"), ui.tr("tab_chemicals")},
                                    static_cast<int>(tab));
      pressed >= 0)
    ui.send(command::SetLeftTab{static_cast<LeftTab>(pressed)});
  space(ui.m.gap_s);
  draw_tab(ui, tab);
  end_panel();
}

}  // namespace attune
