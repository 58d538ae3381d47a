// Observations of a gravity model: the pairs of one layer and one or more periods, with cost, province and
// group.
#pragma once

#include "data/analysis/analysis.h"
#include "data/analysis/cost.h"
#include "data/analysis/od_matrix.h"
#include "data/analysis/ppml.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace flowspace {

/// The places and pairs of a model, the same for every period.
struct GravityGround {
    std::vector<PlaceId> places = {};
    CostMatrix cost = {};
    std::vector<std::uint8_t> same_province = {};  // places x places; no province known: not the same
    std::vector<std::uint8_t> has_province = {};   // one per place
};

GravityGround gravity_ground(const AnalysisInput& input, const AnalysisWork& work);

/// What was left out of a model and why, over all its periods.
struct GravityLoss {
    std::uint64_t unpublished = 0;
    std::uint64_t without_cost = 0;      // unknown, unreachable or 0
    std::uint64_t without_province = 0;  // of models that need one
};

/// The pairs of periods that a model may use, one after another, and the layout of their effects: origin x
/// period and destination x period.
struct GravityRows {
    struct Row {
        std::uint32_t origin = 0;  // rows of GravityGround::places
        std::uint32_t destination = 0;
        std::uint32_t period = 0;
        double flow = 0;
    };
    std::vector<Row> rows = {};
    GravityLoss loss = {};
};

enum class Province : std::uint8_t { needed, unused };

/// Errors: those of the source. Negative flows are an error too: no gravity model has them.
Result<GravityRows> gravity_rows(const AnalysisInput& input, const GravityGround& ground, LayerId layer,
                                 std::span<const Period> periods, Province province,
                                 const AnalysisWork& work);

/// The rows with `terms` values each, in their order.
PpmlProblem gravity_problem(const GravityGround& ground, std::size_t periods, const GravityRows& rows,
                            std::vector<double> x, std::size_t terms);

/// One number per unordered pair of places: what errors are clustered by.
std::vector<std::uint32_t> unordered_pairs(const GravityGround& ground, const GravityRows& rows);

/// Names the cost in the facts, and in notes what was left out.
void tell_gravity(const AnalysisInput& input, const GravityGround& ground, const GravityLoss& loss,
                  AnalysisResult& result);
/// The same of one fit: rows dropped for effects without flow and for separation.
void tell_dropped(const PpmlFit& fit, AnalysisResult& result);

}  // namespace flowspace
