// How the modelled flows lie in a pack: every pair of a layer has a value in every step, so that values are
// one plain column.
#pragma once

#include "data/layer_info.h"
#include "data/pack/byte_writer.h"
#include "data/result.h"
#include "data/source/flow_tiles.h"
#include "data/time_axis.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace flowspace::pack {

struct DenseLayer {
    LayerInfo info = {};
    std::vector<std::uint32_t> pairs = {};  // rows of DenseFlows::pairs, ascending
    std::vector<std::int32_t> values =
        {};  // whole numbers; the value of pairs[p] in step t is values[t * pairs.size() + p]
};

struct DenseFlows {
    TimeAxis axis = {};
    std::vector<Pair> pairs = {};  // by (origin, destination) ascending, each once
    std::vector<DenseLayer> layers = {};
};

void write_flows(const DenseFlows& flows, ByteWriter& to);

/// Flows ready for MemorySource::from_sorted, in memory of their own. Pre: `section` starts at a multiple
/// of 8. Errors: whatever is not as write_flows left it, with places below `place_count`.
Result<SortedFlows> read_flows(std::span<const std::byte> section, std::size_t place_count, unsigned threads);

}  // namespace flowspace::pack
