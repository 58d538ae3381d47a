// What changed between two windows, pair by pair: absolute, in percent, in share of the layer.
#pragma once

#include "data/exact_sum.h"
#include "data/ids.h"
#include "data/pair_selection.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace flowspace {

enum class ChangeMeasure : std::uint8_t { absolute, percent, share };

/// "absolute", "percent", "share".
std::string_view key(ChangeMeasure measure);
std::optional<ChangeMeasure> parse_change_measure(std::string_view text);

/// What is known of a pair before and after. A pair without rows in one of the windows is new or gone: its
/// other sum is unknown, not zero, so that it has neither difference nor percent.
enum class ChangeKind : std::uint8_t { none, both, appears, vanishes };

struct LayerChanges {
    LayerId layer = {};
    std::vector<ChangeKind> kinds = {};  // one per row
    /// One per row, after - before, exact; of a pair that appears what it has now, of one that vanishes minus
    /// what it had. `rows` counts those of both windows.
    std::vector<ExactSum> differences = {};
    /// One per row, in the measure asked for: the layer's unit, percent of before (100 x difference /
    /// before), or percentage points of the layer's selected volume. NaN where there is none.
    std::vector<double> measured = {};
    double largest = 0;            // magnitude of `measured` where the pair is in both windows
    double before = 0, after = 0;  // the layer's selected volumes
    std::uint64_t appearing = 0, vanishing = 0;
};

/// Which changes of a layer of counts a test tells from chance (change_test.h).
struct ChangeTest {
    LayerId layer = {};
    std::vector<std::uint8_t> like_chance = {};  // one per row: 1 where it does not
    std::uint64_t tested = 0, like = 0;          // pairs with rows in both windows; of them those like chance
};

/// One per layer, in the order given. Pre: `before` and `after` are of the same layers and rows. A row that
/// did not pass (counted == 0) in both has no change; with `absent_is_zero` unlisted rows that passed are
/// zero.
std::vector<LayerChanges> changes_between(std::span<const LayerSums> before, std::span<const LayerSums> after,
                                          ChangeMeasure measure, bool absent_is_zero);

/// The differences as sums, so that what is drawn is chosen by how much changed.
std::vector<LayerSums> differences_of(std::span<const LayerChanges> changes);

}  // namespace flowspace
