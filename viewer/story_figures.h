// The figures that captions of the built-in story name, worked out from the data they speak of.
#pragma once

#include "data/dataset.h"
#include "data/language.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace flowspace {

/// How a figure is written: whole with thousands parted, 12.3 %, 1,234 万 or 12.3 million, 182 (km), 4.1.
enum class FigureForm : std::uint8_t { whole, percent, amount, length, ratio };

struct StoryFigure {
    double value = 0;
    FigureForm form = FigureForm::whole;
};

/// By name. Of flows: of 2023, self-flows left out. Of people: the census of 2020, places without a figure
/// left out. A share of nothing is not among them.
using StoryFigures = std::map<std::string, StoryFigure, std::less<>>;
StoryFigures story_figures(const Dataset& data);

/// As a native reader expects it.
std::string figure_text(const StoryFigure& figure, Language language);

/// `text` with each {name} as its figure; a name that is not known stays as it is, so that it is seen.
std::string with_figures(std::string_view text, const StoryFigures& figures, Language language);

}  // namespace flowspace
