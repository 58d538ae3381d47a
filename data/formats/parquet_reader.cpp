#include "data/formats/parquet_reader.h"

#include "data/formats/parquet_rows.h"

#include <utility>

namespace flowspace {
namespace {

bool is_used(const TablePlan& plan, std::size_t column) {
    if (column >= plan.columns.size()) return true;  // a look at the file
    const Field field = plan.columns[column].field;
    return plan.role != TableRole::flows || (field != Field::attribute && field != Field::ignored);
}

}  // namespace

OpenedTable open_parquet(const TablePlan& plan, const DuckLimits& limits) {
    OpenedParquet opened = ParquetTable::open(plan.path, limits);
    if (!opened.table) return {.problem = std::move(opened.problem)};
    std::vector<std::size_t> used;
    for (std::size_t at = 0; at < opened.table->columns().size(); ++at) {
        if (!is_used(plan, at)) continue;
        const ParquetColumn& column = opened.table->columns()[at];
        const bool wanted = at < plan.columns.size() && plan.columns[at].field != Field::attribute &&
                            plan.columns[at].field != Field::ignored;
        if (column.kind == ParquetKind::nested && wanted)
            return {.problem = Problem{.file = plan.path,
                                       .column = column.name,
                                       .code = "nested-column",
                                       .found = "lists or records",
                                       .expected = "a column with one value in each row"}};
        if (std::optional<Problem> problem = opened.table->look_for_days(at))
            return {.problem = std::move(problem)};
        used.push_back(at);
    }
    return {.reader = std::make_unique<ParquetRows>(std::move(opened.table), std::move(used))};
}

void add_parquet_openers(TableOpeners& openers, const DuckLimits& limits) {
    openers.parquet = [limits](const TablePlan& plan) { return open_parquet(plan, limits); };
    openers.row_count = [limits, before = std::move(openers.row_count)](
                            const TablePlan& plan) -> std::optional<std::uint64_t> {
        if (plan.format != FileFormat::parquet) return before ? before(plan) : std::nullopt;
        const OpenedParquet opened = ParquetTable::open(plan.path, limits);
        if (!opened.table) return std::nullopt;
        return opened.table->row_count();
    };
}

}  // namespace flowspace
