// The parts of the analysis `market` that speak of ground and services rather than of prices and trades.
#pragma once

#include "data/analysis/analysis.h"

#include <optional>

namespace flowspace {

/// Services within reach: supply per head by two steps. Pre: `services` is given.
std::optional<Error> add_services(const AnalysisInput& input, const AnalysisWork& work,
                                  const PlainTable& services, double within, AnalysisResult& result);

/// What of areas, and of corridors, lies within control lines. Areas: those of the table, else the outlines
/// of the places asked for. Pre: `lines` is given.
std::optional<Error> add_control_lines(const AnalysisInput& input, const AnalysisWork& work,
                                       const OutlineTable& lines, AnalysisResult& result);

}  // namespace flowspace
