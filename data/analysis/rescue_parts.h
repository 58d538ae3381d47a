// The parts of the analysis `resilience` that speak of rescue: cover by helpers, and gaps between places that
// have not agreed to help each other.
#pragma once

#include "data/analysis/analysis_parts.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace flowspace {

struct RescueGround {
    const AnalysisInput& input;
    const AnalysisWork& work;
    const std::vector<PlaceId>& places;
    const Neighbours& neighbours;
    double within = 60;
    std::string unit = {};  // of within and of the links: minutes, km
    std::uint32_t needed = 2;
};

/// Cover before and after the failure of each place, by the table `helpers`; without it one row that says
/// which table to give. Errors: those of the table; stopped_error().
std::optional<Error> add_rescue_cover(const RescueGround& ground, AnalysisResult& result);

/// Who has agreed with whom (places x places, symmetric), by the table `agreements`; without it nothing, and
/// rows that say which table to give. Errors: those of the table.
Result<SquareMatrix> agreements(const RescueGround& ground, AnalysisResult& result);

/// What flows between places without an agreement.
void add_rescue_gaps(const RescueGround& ground, const SquareFlows& square, const SquareMatrix& agreed,
                     AnalysisResult& result);

}  // namespace flowspace
