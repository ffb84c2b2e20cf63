// A slider for how strong something is, 0-1: dragged live, moved by arrow keys, with a mark where the value was.
#pragma once

#include "ui/widgets.h"

namespace attune {

struct AmountMove {
  bool moved = false;
  bool starts = true;  // false while one drag goes on
  double value = 0;    // in hundredths; near the former value it is that
  bool removed = false;  // what was new is put back: away with it
};
// As wide as there is room and Metrics::control high. former: NaN = it has none.
AmountMove amount_slider(const UiContext& ui, const char* id, double value, double former, Colour colour);

// How strong, for people: "little", "some", "much" in plain words, "0.62" for those who want numbers.
std::string amount_text(const UiContext& ui, double value);
// What it was: "was: some"; where the words would be the same, "stronger than it was". "" when it is as it was.
std::string former_text(const UiContext& ui, double value, double former);

// A row: its name and amount, the slider, and for a changed value a mark, what it was and a way back. `tip` tells more.
AmountMove amount_row(const UiContext& ui, const char* id, const std::string& name, const std::string& tip, double value,
                      double former, Colour colour);

}  // namespace attune
