#include "data/source/parquet_source.h"

#include <algorithm>
#include <cmath>
#include <mutex>

namespace flowspace {

struct ParquetSource::State {
    QueriedFlows flows;
    std::shared_ptr<FlowQuery> query;
    std::mutex asking = {};  // one question at a time
};

ParquetSource::ParquetSource(QueriedFlows flows, std::shared_ptr<FlowQuery> query)
    : state_(new State{std::move(flows), std::move(query)}) {}
ParquetSource::~ParquetSource() = default;

std::span<const LayerInfo> ParquetSource::layers() const { return state_->flows.layers; }
const TimeAxis& ParquetSource::time_axis() const { return state_->flows.axis; }
std::span<const Pair> ParquetSource::pairs() const { return state_->flows.pairs; }
std::uint64_t ParquetSource::row_count() const { return state_->flows.rows; }

Result<std::vector<ExactSum>> ParquetSource::checked(Result<std::vector<ExactSum>> sums, LayerId layer,
                                                     std::size_t expected) const {
    if (!sums) return sums;
    const std::int8_t digits = state_->flows.digits[index(layer)];
    std::uint64_t rows = 0;
    bool right = sums->size() == expected;
    for (const ExactSum& sum : *sums) {
        right &= sum.digits == digits || sum.digits == -1;
        right &= std::isfinite(sum.high) && std::isfinite(sum.low) && sum.rows <= state_->flows.rows;
        rows += sum.rows;
    }
    if (right && rows <= state_->flows.rows) return sums;
    return Error{"the answer does not fit the files as they were opened: they may have changed"};
}

Result<std::vector<ExactSum>> ParquetSource::sum_pairs(LayerId layer, Window window,
                                                       std::stop_token cancel) const {
    const std::lock_guard lock(state_->asking);
    return checked(state_->query->pair_sums(layer, window, std::move(cancel)), layer,
                   state_->flows.pairs.size());
}

Result<std::vector<ExactSum>> ParquetSource::sum_steps(LayerId layer, std::span<const std::uint8_t> selected,
                                                       std::stop_token cancel) const {
    const std::lock_guard lock(state_->asking);
    return checked(state_->query->step_sums(layer, selected, std::move(cancel)), layer,
                   state_->flows.axis.size());
}

}  // namespace flowspace
