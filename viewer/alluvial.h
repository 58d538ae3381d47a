// What becomes of groups of places from period to period: blocks in columns, joined by the places that go
// over from one to the other.
#pragma once

#include "data/ids.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

namespace flowspace {

/// Which group each place is in; the numbers mean nothing beyond their period.
struct PeriodGroups {
    std::string period = {};
    std::map<PlaceId, std::uint32_t> group = {};
};

struct Alluvial {
    /// `top` and `bottom` are shares of the height, from above.
    struct Block {
        std::uint32_t group = 0;
        std::uint32_t colour = 0;  // alike from column to column for what is mostly the same places
        std::vector<PlaceId> places = {};
        double top = 0;
        double bottom = 0;
    };
    struct Column {
        std::string period = {};
        std::vector<Block> blocks = {};  // from above, by colour
    };
    /// From a block of a column to one of the next.
    struct Stream {
        std::size_t column = 0;
        std::size_t from = 0;
        std::size_t to = 0;
        std::vector<PlaceId> places = {};
        double from_top = 0;
        double to_top = 0;
        double height = 0;
    };
    std::vector<Column> columns = {};
    std::vector<Stream> streams = {};  // by column, block, next block
};

/// Every place counts alike. Groups of the last period have colours 0, 1, ... in the order of their numbers;
/// each earlier column takes over the colours of the next one, the pair with most places in common first.
/// What is in no group in one of two periods flows nowhere.
Alluvial make_alluvial(std::span<const PeriodGroups> periods);

}  // namespace flowspace
