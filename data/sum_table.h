// The answer to "how much?": sums for a Filter by a key, compared with another window, folded by a calendar.
#pragma once

#include "data/dataset.h"
#include "data/filter.h"
#include "data/fold.h"
#include "data/output_table.h"
#include "data/result.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace flowspace {

enum class SumKey : std::uint8_t { total, time, place, pair, circle, agglomeration, province };

std::string_view key(SumKey key);
std::optional<SumKey> parse_sum_key(std::string_view text);

struct SumRequest {
    Filter filter = {};
    SumKey key = SumKey::total;
    std::optional<Window> versus = {};      // compared with filter.window
    Fold fold = Fold::none;                 // with SumKey::time: the steps that share a bin are summed
    std::optional<std::uint64_t> top = {};  // the first so many rows of each layer
};

/// One row per layer and key, never over layers together; columns and order as the command line promises:
/// layers in their order; within one, value descending (places by `out`), unknown last, then ids ascending;
/// times and bins ascending.
///
/// Min and max, where given, choose the pairs by filter.window; `versus` then sums the same pairs. Times are
/// compared by their distance from the start of the window, in steps. Bins: hour 0 to 23, weekday 1 (Monday)
/// to 7, month 1 to 12, lunar days from the nearest Spring Festival.
///
/// Errors: those of the source; a fold finer than the table's times, or a window of a table that has no
/// times.
Result<OutputTable> sum_table(const Dataset& dataset, const SumRequest& request);

}  // namespace flowspace
