// Which of the selected flows are drawn, so that a map stays readable and small places are not starved.
#pragma once

#include "data/nodes.h"
#include "data/pair_selection.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace flowspace {

/// Both numbers are for the whole map, however many layers are on: a map with five layers is no fuller than
/// one with one.
struct ShowRule {
    std::uint32_t per_place = 2;    // out of and into each place: those with the largest shares of its volume
    std::uint32_t strongest = 400;  // strongest overall, the same number of each layer
    /// In place of the strongest overall: flows whose share of what leaves their origin or reaches their
    /// destination is less likely than this, were that cut at random (disparity.h).
    std::optional<double> backbone = {};

    bool operator==(const ShowRule&) const = default;
};

struct ShownFlow {
    LayerId layer = {};
    PairId pair = {};
    double value = 0;
};

struct ShownFlows {
    std::vector<ShownFlow> flows =
        {};  // per layer, weakest first (so that strong flows lie on top); ties: the later pair first
    struct Coverage {
        LayerId layer = {};
        std::uint64_t shown = 0, selected = 0;       // "x of y flows"
        double shown_value = 0, selected_value = 0;  // "z % of volume"
        double largest = 0;                          // of the selected flows: the top of the width scale
        std::uint64_t negative = 0;                  // of the shown flows
    };
    std::vector<Coverage> coverage = {};            // one per layer of the sums
    ShowRule rule = {};                             // they were chosen by
    std::size_t ends_shown = 0, ends_selected = 0;  // places (or nodes) with a flow among them
};

/// Strength is the magnitude: a negative flow is as strong as its opposite, and volumes add magnitudes. A
/// flow of zero counts as selected but has nothing to draw. Layers have different units, so at a place their
/// flows compete by share of what leaves (or reaches) the place in their own layer; ties go to the earlier
/// layer, then to the earlier pair. Self-flows neither leave nor arrive: they compete with each other, by
/// share of the self-flows of their layer, and are in no backbone.
/// Any number of threads chooses the same.
ShownFlows choose_shown(std::span<const LayerSums> sums, std::span<const Pair> pairs, const ShowRule& rule,
                        unsigned threads = 1);

/// The same between nodes of a level: one sum per row of `pairs`; ShownFlow::pair is a row of them.
ShownFlows choose_shown(std::span<const LayerSums> sums, std::span<const NodePair> pairs,
                        const ShowRule& rule, unsigned threads = 1);

}  // namespace flowspace
