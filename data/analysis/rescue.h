// Who can be helped in time: how many helpers each place is within reach of, before and after any one place
// fails; and how much flows between places that have not agreed to help each other.
#pragma once

#include "data/analysis/network.h"
#include "data/analysis/square_matrix.h"

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace flowspace {

struct RescueAsked {
    std::span<const std::uint8_t> helper = {};  // one per place: rescue is based there
    std::span<const double> people = {};        // one per place; NaN: not known, counted nowhere
    double within = 60;                         // in the unit of the links
    std::uint32_t needed = 2;                   // helpers within reach that make a place covered
};

struct RescueCover {
    std::vector<std::uint32_t> helpers = {};  // one per place: within reach, its own included
    double people = 0;                        // known
    double covered = 0;                       // of them in places with at least `needed` helpers
};

/// Of a place that failed nobody helps and nothing passes through it, but help can still reach it: its people
/// are counted as before. Reach is by shortest ways, `within` included. Nothing when stopped.
std::optional<RescueCover> rescue_cover(const Neighbours& neighbours, const RescueAsked& asked,
                                        std::optional<std::uint32_t> failed, std::stop_token stop);

/// Places that were covered in `before` and are not in `after`, ascending.
std::vector<std::uint32_t> cover_lost(const RescueCover& before, const RescueCover& after,
                                      std::uint32_t needed);

/// What flows from one place to another without an agreement, as a share of all that flows between places: if
/// something spreads as the flows do, how much of it takes this way.
struct RescueGap {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    double share = 0;
};
struct RescueGaps {
    std::vector<RescueGap> gaps = {};  // the largest first, ties by from and to
    std::optional<double> share = {};  // of all of them together; nothing where nothing flows
};
/// `agreed` is not 0 where two places have agreed, on either side of the diagonal.
RescueGaps rescue_gaps(SquareView flows, SquareView agreed);

}  // namespace flowspace
