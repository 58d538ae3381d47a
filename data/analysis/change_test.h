// Which of the changes on the map are more than chance: counts only.
#pragma once

#include "data/analysis/changes.h"
#include "data/layer_info.h"
#include "data/pair_selection.h"

#include <optional>
#include <span>
#include <stop_token>
#include <vector>

namespace flowspace {

/// Whether the numbers of a layer are counts of things: neither modelled, nor an index, nor a weight or
/// money.
bool holds_counts(const LayerInfo& layer);

struct ChangeTestRequest {
    std::span<const LayerSums> before = {}, after = {};  // of the same layers and rows
    std::span<const LayerInfo> layers = {};              // of the dataset
    double before_exposure = 1, after_exposure = 1;      // > 0: how long each window is
    /// Shares of the layer's volume are compared rather than rates in time.
    bool of_shares = false;
    double false_discoveries = 0.05;
};

/// What test_changes() says where no layer holds counts, without looking at the sums.
std::vector<ChangeTest> untested_changes(std::span<const LayerChanges> changes);

/// One per layer. A layer that holds no counts, or a sum that is not a whole number >= 0, is not tested
/// (tested == 0). Each pair with rows in both windows by the exact conditional test of two Poisson counts
/// (count_test.h), all pairs of a layer together by Benjamini and Hochberg. Empty where it was stopped.
std::vector<ChangeTest> test_changes(const ChangeTestRequest& request, const std::stop_token& stop = {});

}  // namespace flowspace
