// What crosses each border by itself, beside what a gravity model with one border effect expects there.
#pragma once

#include "data/analysis/gravity_table.h"
#include "data/analysis/ppml.h"
#include "data/atlas.h"
#include "data/ids.h"

#include <cstdint>
#include <map>
#include <utility>

namespace flowspace {

struct BorderCrossing {
    double flow = 0, expected = 0;
    std::int64_t rows = 0;   // directed pairs that cross it
    std::int64_t zeros = 0;  // of those, without flow
};

/// By the two provinces, the lower id first. Rows that the fit dropped, of places without a province or
/// inside one are left out. Pre: `fit` is of `rows`.
std::map<std::pair<GroupId, GroupId>, BorderCrossing> border_crossings(const Atlas& atlas,
                                                                       const GravityGround& ground,
                                                                       const GravityRows& rows,
                                                                       const PpmlFit& fit);

}  // namespace flowspace
