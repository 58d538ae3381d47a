// Times as people read them, in both languages; tables keep the ISO forms.
#pragma once

#include "data/time_axis.h"
#include "render/scene/style.h"

#include <string>

namespace flowspace {

/// One step: 2020年1月 / Jan 2020; empty for a table without times.
std::string step_words(Grain grain, TimeMs start, Language language);

/// The steps with rows that `window` holds, first to last inclusive: [2020-01, 2020-04) reads 2020年1月 –
/// 2020年3月. Empty where the axis has no times; says so where no step lies in the window.
std::string window_words(const TimeAxis& axis, Window window, Language language);

}  // namespace flowspace
