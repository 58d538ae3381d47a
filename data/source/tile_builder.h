// Turns merged buckets into the tiles of each layer, giving back the memory of each bucket as it goes.
#pragma once

#include "data/result.h"
#include "data/source/flow_tiles.h"
#include "data/source/merge_bucket.h"

#include <functional>
#include <stop_token>
#include <vector>

namespace flowspace {

template <class Key>
struct LayerBuckets {
    int digits = 0;
    std::vector<MergeBucket<Key>*> steps = {};  // per step of the axis; null: no rows
};

template <class Key>
struct TileJob {
    int place_bits = 1;
    unsigned threads = 1;
    std::stop_token stop = {};
    std::function<void(double)> progress = {};
    std::vector<LayerBuckets<Key>> layers = {};
};

/// Pairs and tiles; layers and axis are left to the caller. The buckets are empty afterwards.
/// Pre: all buckets are compacted. Errors: "stopped".
template <class Key>
Result<SortedFlows> build_tiles(TileJob<Key>& job);

extern template Result<SortedFlows> build_tiles(TileJob<std::uint32_t>& job);
extern template Result<SortedFlows> build_tiles(TileJob<std::uint64_t>& job);

}  // namespace flowspace
