// The timeline folded by a calendar: the mean of a step in each hour, weekday, month or lunar day.
#pragma once

#include "data/fold.h"
#include "viewer/panel.h"

#include <string>

namespace flowspace {

/// "周一" / "Mon", "3月" / "Mar", "08", "+3" (days from the Spring Festival).
std::string bin_name(Fold fold, std::int64_t bin, Language language);

/// The current layer's mean per step in each bin, of the steps in the window. Pre: the axis can be folded so.
void draw_fold_chart(PanelContext& context, Fold fold, Box box);

}  // namespace flowspace
