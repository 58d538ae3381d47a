// What is kept beside the cells of one layer so that sums touch few of them: where cells begin, running sums
// per pair at checkpoints, running sums per place.
#pragma once

#include "data/source/flow_tiles.h"
#include "data/source/place_lanes.h"
#include "data/source/tile_lanes.h"
#include "data/source/two_way_lines.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace flowspace {

/// Whether narrow sums per place and both directions together are kept: for tables so small that they gain
/// nothing, a test asks.
enum class Extras : std::uint8_t { where_it_pays, always };

/// What cells, checkpoints and sums per place may take together, per cell; cells that need more get nothing
/// beside them.
inline constexpr std::size_t most_cell_bytes = 16;

/// How often a pair may be left to count beside whole places, either way.
inline constexpr int most_left = 4;

/// A selection whose sums per step are known; the next one often differs from it by a place.
struct KnownSums {
    std::vector<std::uint8_t> selected = {};  // one per pair of SortedFlows::pairs
    std::vector<ExactSum> sums = {};          // one per step
};

class LayerIndex {
public:
    /// Pre: the columns are as LayerTiles says and outlive the index; rows below 2^32; the sum of |scaled|
    /// below 2^62.
    LayerIndex(const LayerTiles& tiles, std::span<const Pair> pairs, std::size_t steps,
               Extras extras = Extras::where_it_pays);

    /// The sums of steps [first, last), one per pair of SortedFlows::pairs.
    std::vector<ExactSum> window_sums(StepRange steps) const;

    /// One per step, over the pairs of SortedFlows::pairs whose `selected` is not 0. In fixed point a large
    /// selection is made of whole places and what must be taken from them again, by all threads where that is
    /// much; where `near`, an earlier answer of this index, differs in fewer cells, only those are counted.
    /// Neither changes a sum.
    std::vector<ExactSum> step_sums(std::span<const std::uint8_t> selected, Speed speed = Speed::best,
                                    unsigned threads = 1, const KnownSums* near = nullptr) const;

    std::uint64_t row_count() const { return rows_; }
    std::size_t cell_count() const { return tiles_.cell_count(); }
    /// Cells and all that is kept beside them.
    std::size_t bytes() const;
    /// Whether running sums per place fitted in.
    bool keeps_places() const { return !by_origin_.empty(); }
    /// Whether both directions together fitted in as well.
    bool keeps_two_ways() const { return !two_ways_.empty(); }

private:
    /// Sums per pair of the layer over all steps before a tile.
    struct Checkpoint {
        std::size_t tile = 0;
        std::vector<std::int64_t> scaled = {};
        std::vector<DoubleDouble> wide = {};
        std::vector<std::uint32_t> rows = {};
    };
    /// The pairs of the layer with one origin: neighbours.
    struct OriginRun {
        std::uint32_t first = 0, last = 0;
    };
    /// A sum per pair of the layer while it is made; one of scaled and wide is used.
    struct Running {
        std::vector<std::int64_t> scaled = {};
        std::vector<DoubleDouble> wide = {};
        std::vector<std::uint32_t> rows = {};
    };
    /// How often whole places are counted: per origin and per destination.
    struct Bases {
        std::vector<std::int8_t> origins = {}, destinations = {};
        int total = 0;            // and all together
        std::uint64_t cells = 0;  // of the pairs that differ from these
    };
    /// What of each pair is to be counted, -1 to 1, and whether known sums are added to it.
    struct Start {
        std::vector<std::int8_t> left = {};
        std::uint64_t more_cells = 0, fewer_cells = 0;  // of the pairs of 1 and of -1
        std::size_t pairs = 0;                          // that are not 0
        bool from_near = false;
    };

    /// What is counted pair by pair: lines of both directions by factor, and single pairs.
    struct Left {
        std::array<std::vector<std::uint32_t>, 2 * most_left + 1> two_ways = {};  // at factor + most_left
        std::vector<EntryRef> pairs = {};                                         // of the layer, ascending
        std::size_t lines = 0;                                                    // of two_ways
    };

    /// Calls visit(pair of the layer, first cell, mask) for each entry of a tile that has cells.
    template <class Visit>
    void each_entry(std::size_t tile, const Visit& visit) const {
        std::uint64_t cell = tile_cell_[tile];
        for (std::size_t entry = tiles_.first_entry(tile); entry < tiles_.tile_end[tile]; ++entry) {
            const std::uint16_t mask = tiles_.masks[entry];
            if (mask == 0) continue;
            visit(tiles_.pair_of(tile, entry), cell, mask);
            cell += cells_in(mask);
        }
    }

    bool is_fixed() const { return tiles_.digits >= 0; }
    ExactSum zero() const;
    std::size_t steps_of(std::size_t tile) const;

    void index_places();
    void index_cells();
    bool pays(Extras extras) const;
    void plan_memory(Extras extras);
    std::size_t plan_places(std::size_t spare, Extras extras);
    void keep_places(std::size_t tile, std::span<const TileLanes> origins,
                     std::span<const TileLanes> destinations);
    void run_fixed();
    void run_dense(std::size_t tile, Running& running, std::span<TileLanes> origins,
                   std::span<TileLanes> destinations) const;
    void run_sparse(std::size_t tile, Running& running, std::span<TileLanes> origins,
                    std::span<TileLanes> destinations) const;
    void run_wide();
    void keep_checkpoint(std::size_t tile, const Running& running);
    void finish_steps(std::size_t tile, const TileLanes& lanes, std::span<ExactSum> sums) const;

    Running nothing() const;
    void add_checkpoint(Running& to, const Checkpoint& one, int sign) const;
    void add_steps(Running& to, std::size_t tile, std::size_t steps, int sign) const;
    void add_until(Running& to, std::size_t step, const Checkpoint* from, int sign) const;
    const Checkpoint* nearest(std::size_t tile) const;

    enum class First : std::uint8_t { origins, destinations };
    Bases choose_bases(std::vector<std::int8_t>& left, First first) const;
    Bases choose_bases(Start& start) const;
    Bases choose_two_way_bases(std::vector<std::int8_t>& left) const;
    bool mostly_two_way(std::span<const std::int8_t> left) const;
    std::uint64_t choose_origins(std::vector<std::int8_t>& left, Bases& bases) const;
    void choose_destinations(std::vector<std::int8_t>& left, Bases& bases) const;
    Start difference(std::span<const std::uint8_t> selected, std::span<const std::uint8_t> before) const;
    Start start_from(std::span<const std::uint8_t> selected, const KnownSums* near) const;
    TileLanes total_lanes(std::size_t tile) const;
    std::vector<TileLanes> base_lanes(std::size_t first, std::size_t end, const Bases& bases) const;
    TileStart start_of(std::size_t tile) const;
    Left split(std::vector<std::int8_t>& left) const;
    void add_left(std::size_t tile, std::span<const EntryRef> few, std::span<const std::int8_t> left,
                  TileLanes& lanes, Speed speed) const;
    std::vector<ExactSum> step_sums_wide(std::span<const std::uint8_t> selected) const;

    LayerTiles tiles_;
    std::span<const Pair> pairs_;
    std::size_t steps_ = 0;
    std::size_t pair_count_ = 0;             // of all layers
    std::vector<std::uint64_t> tile_cell_;   // per tile and one more: its first cell
    std::vector<std::uint64_t> tile_block_;  // per tile: its first block of entries
    std::vector<std::uint32_t> block_cell_;  // per block: its first cell, from the tile's first on
    std::vector<std::uint32_t> pair_cells_;  // per pair of the layer
    std::vector<OriginRun> origins_;
    std::vector<std::uint32_t> destination_;  // per pair of the layer: which of the destinations
    std::size_t destinations_ = 0;
    std::vector<std::uint32_t>
        origin_of_destination_;  // of each: which of the origins it is; past them: none
    PlaceLanes by_origin_;       // per origin and tile; empty: not kept
    PlaceLanes by_destination_;  // per destination and tile
    TwoWayLines two_ways_;
    std::vector<Checkpoint> checkpoints_;
    std::size_t spacing_ = 0;  // tiles between checkpoints; 0: none
    std::vector<ExactSum> step_totals_;
    std::uint64_t rows_ = 0;
};

}  // namespace flowspace
