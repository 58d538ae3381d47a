// Flows that stay in Parquet files: each question is asked of the files, without loading them.
#pragma once

#include "data/source/flow_source.h"

#include <cstdint>
#include <memory>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

namespace flowspace {

/// What one look through the files found.
struct QueriedFlows {
    std::vector<LayerInfo> layers = {};    // in the order of lists
    std::vector<std::int8_t> digits = {};  // per layer: of its sums in fixed point; -1: floating
    TimeAxis axis = {};
    std::vector<Pair> pairs = {};  // by (origin, destination) ascending, each once
    std::uint64_t rows = 0;        // that count

    bool operator==(const QueriedFlows& other) const {
        return layers == other.layers && digits == other.digits && axis.grain == other.axis.grain &&
               axis.starts == other.axis.starts && pairs == other.pairs && rows == other.rows;
    }
};

/// Who has the files open: this process, in tests, or a worker.
class FlowQuery {
public:
    virtual ~FlowQuery() = default;

    /// One sum per pair of QueriedFlows. Errors: what the engine says; "stopped".
    virtual Result<std::vector<ExactSum>> pair_sums(LayerId layer, Window window, std::stop_token stop) = 0;
    /// One sum per step, over the pairs that are not 0 in `selected`.
    virtual Result<std::vector<ExactSum>> step_sums(LayerId layer, std::span<const std::uint8_t> selected,
                                                    std::stop_token stop) = 0;
};

/// Sums are those that a MemorySource of the same rows gives: exactly in fixed point, to 1e-12 otherwise.
class ParquetSource final : public FlowSource {
public:
    ParquetSource(QueriedFlows flows, std::shared_ptr<FlowQuery> query);
    ~ParquetSource() override;

    std::span<const LayerInfo> layers() const override;
    const TimeAxis& time_axis() const override;
    std::span<const Pair> pairs() const override;
    std::uint64_t row_count() const override;
    bool is_remote() const override { return true; }

private:
    Result<std::vector<ExactSum>> sum_pairs(LayerId layer, Window window,
                                            std::stop_token cancel) const override;
    Result<std::vector<ExactSum>> sum_steps(LayerId layer, std::span<const std::uint8_t> selected,
                                            std::stop_token cancel) const override;
    /// Sums of another number, of other digits or of more rows than there are come from nobody we know.
    Result<std::vector<ExactSum>> checked(Result<std::vector<ExactSum>> sums, LayerId layer,
                                          std::size_t expected) const;

    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace flowspace
