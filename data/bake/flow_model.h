// The modelled flows of the atlas: a gravity model, months and a little chance from a fixed seed. Nothing
// here was observed.
#pragma once

#include "data/atlas.h"
#include "data/bake/model_masses.h"
#include "data/pack/flow_section.h"

namespace flowspace::bake {

/// Five layers over the months of 2019 to 2023 between places of `atlas`. Which agglomeration a place belongs
/// to plays no part: ln V = a + b ln M(origin) + c ln M(destination) - g ln D + s [same province] + chance,
/// the strongest pairs kept.
pack::DenseFlows model_flows(const Atlas& atlas, const ModelMasses& masses);

}  // namespace flowspace::bake
