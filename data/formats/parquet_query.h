// Questions to flows that stay in Parquet files: DuckDB scans, filters and groups, the import's own rules
// read each different cell.
#pragma once

#include "data/atlas.h"
#include "data/formats/parquet_table.h"
#include "data/import/import_plan.h"
#include "data/import/import_report.h"
#include "data/source/parquet_source.h"

#include <memory>
#include <stop_token>
#include <vector>

namespace flowspace {

class ParquetQuery final : public FlowQuery {
public:
    /// Looks through the flow tables of the plan, which must be Parquet files of one schema and one plan
    /// each: long rows, duplicates summed, negative values kept or refused, no spreading, no status. Whatever
    /// is refused is counted as loading would, and the first 1000 rows of each file listed. Errors: a plan
    /// that asks for more ("load it instead"), files that cannot be read, no row that counts, "stopped".
    /// `known`: what an earlier query of the same plan and files found; nothing is looked through then, and
    /// there are no reports.
    static Result<std::shared_ptr<ParquetQuery>> open(ImportPlan plan, std::shared_ptr<const Atlas> atlas,
                                                      const DuckLimits& limits = {},
                                                      const std::stop_token& stop = {},
                                                      const QueriedFlows* known = nullptr);
    ~ParquetQuery() override;

    const QueriedFlows& flows() const;
    /// One per flow table of the plan, in its order; identity is not filled in.
    const std::vector<SourceReport>& reports() const;

    Result<std::vector<ExactSum>> pair_sums(LayerId layer, Window window, std::stop_token stop) override;
    Result<std::vector<ExactSum>> step_sums(LayerId layer, std::span<const std::uint8_t> selected,
                                            std::stop_token stop) override;

private:
    struct State;
    explicit ParquetQuery(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace flowspace
