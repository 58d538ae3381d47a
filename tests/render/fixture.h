// A small made-up country for tests of the picture: a few cities, two provinces, mountains, a lake, a river.
#pragma once

#include "data/dataset.h"
#include "render/scene/draw_list.h"

#include <cstddef>
#include <memory>

namespace flowspace::testing {

/// 24 places on a 6 x 4 lattice around (95..120 E, 24..44 N), by id; two layers (people, goods).
std::shared_ptr<const Dataset> small_country();

/// `count` arcs between places of `dataset`, of falling strength, fixed by their row. Every place gets a
/// disc.
DrawList some_flows(const Dataset& dataset, std::size_t count);

}  // namespace flowspace::testing
