// What a table says of what it does not list: whether an unlisted pair is zero, unknown or below the top N.
#pragma once

#include "data/flow_table.h"
#include "data/ids.h"

#include <compare>
#include <cstdint>
#include <vector>

namespace flowspace {

/// What a pair, layer and step that no row lists means.
enum class Coverage : std::uint8_t { unknown, zero, top_per_origin, top_per_destination };

/// A source says that it knows this value and does not publish it: unknown, whatever the coverage.
struct UnpublishedCell {
    LayerId layer = {};
    PlaceId origin = {};
    PlaceId destination = {};
    TimeMs time = {};  // start of a step

    auto operator<=>(const UnpublishedCell&) const = default;
};

/// Of a whole dataset.
struct Completeness {
    Coverage coverage = Coverage::unknown;
    std::uint32_t top_n = 0;  // of Coverage::top_*: how many each place publishes; 0: not said
    std::vector<UnpublishedCell> unpublished = {};  // ascending, each once
};

}  // namespace flowspace
