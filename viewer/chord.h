// Groups around a circle and what flows between them: chords as wide at each end as what that end sends.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace flowspace {

/// What one group sends another, or keeps where both are the same.
struct ChordFlow {
    std::size_t from = 0, to = 0;
    double value = 0;
};

/// Angles are shares of a turn, clockwise from the top.
struct Chord {
    struct Arc {
        double from = 0, to = 0;              // as long as what the group sends and keeps
        double stays_from = 0, stays_to = 0;  // the part of it that no chord leaves
        double sent = 0, stays = 0;           // `sent` without what stays
    };
    struct Band {
        std::size_t a = 0, b = 0;  // a < b
        double a_from = 0, a_to = 0, b_from = 0, b_to = 0;
        double a_sends = 0, b_sends = 0;
    };
    std::vector<Arc> arcs = {};    // one per group, in order
    std::vector<Band> bands = {};  // the one that carries most first
};

/// Between arcs lie gaps of equal length; within an arc ends stand so that chords of neighbours do not cross.
/// Pre: groups are below `count`, values not below 0. Flows between the same two groups add up.
Chord make_chord(std::size_t count, std::span<const ChordFlow> flows);

}  // namespace flowspace
