// The timeline folded by a calendar: the mean of a step in each hour, weekday, month or lunar day.
#pragma once

#include "data/fold.h"
#include "viewer/memo.h"
#include "viewer/panel.h"

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

namespace flowspace {

/// "周一" / "Mon", "3月" / "Mar", "08", "+3" (days from the Spring Festival).
std::string bin_name(Fold fold, std::int64_t bin, Language language);

/// The current layer's mean per step in each bin, of the steps in the window.
class FoldChart {
public:
    /// Pre: the axis can be folded so.
    void draw(PanelContext& context, Fold fold, Box box);

private:
    /// Hours of years are many steps: folded anew only when something changed.
    Memo<std::tuple<const Dataset*, std::uint64_t, Window, LayerId, Fold>, std::vector<FoldBin>> bins_;
};

}  // namespace flowspace
