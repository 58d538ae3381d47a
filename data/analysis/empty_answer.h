// Why an answer made of flows holds next to nothing, and what to ask instead.
#pragma once

#include "data/analysis/analysis.h"

#include <optional>
#include <string_view>
#include <vector>

namespace flowspace {

/// Whether a note is one of those that explain_empty gives.
bool is_reason(std::string_view code);

/// The notes that say why an answer holds no value of `measure`: those of explain_empty, and where no row of
/// the measure has a value, those of its rows.
std::vector<OutputNote> reasons_of(const AnalysisResult& result, std::string_view measure);

/// Puts before the notes of `result` why layers, periods and groups that were asked for have no numbers:
/// no row in the window, none that passes the filter, fewer than two places, no such group, one too small.
/// Numbers that no row stands behind become unknown. The source is asked only of layers and periods whose
/// rows hold no flow. Errors: those of the source; stopped_error().
std::optional<Error> explain_empty(const Analysis& analysis, const AnalysisInput& input,
                                   const AnalysisWork& work, AnalysisResult& result);

}  // namespace flowspace
