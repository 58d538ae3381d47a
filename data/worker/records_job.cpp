// The job `records`: every row of one table that is neither flows nor places.
#include "data/import/plain_table.h"
#include "data/worker/jobs.h"
#include "data/worker/plan_bytes.h"

namespace flowspace {

std::optional<Error> run_records(pack::ByteReader& arguments, BulkWriter& answer, JobContext& context) {
    const ImportPlan plan = read_plan(arguments);
    if (!arguments.complete() || plan.tables.size() != 1) return Error{"a request that cannot be read"};
    const Result<PlainTable> table = read_plain_table(plan.tables.front(), context.openers);
    if (!table) return table.error();
    write_plain_table(*table, answer);
    return std::nullopt;
}

}  // namespace flowspace
