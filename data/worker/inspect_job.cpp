// The job `inspect`: one look at one file.
#include "data/worker/jobs.h"
#include "data/worker/plan_bytes.h"

namespace flowspace {

std::optional<Error> run_inspect(pack::ByteReader& arguments, BulkWriter& answer, JobContext& context) {
    const bool dialect_given = arguments.number<std::uint8_t>() != 0;
    const ImportPlan plan = read_plan(arguments);
    if (!arguments.complete() || plan.tables.size() != 1) return Error{"a request that cannot be read"};
    const TablePlan& table = plan.tables.front();
    InspectOptions options{.sheet = table.sheet};
    if (dialect_given) options.text = table.text;
    answer.text(to_json(inspect_file(table.path, context.openers, options)));
    return std::nullopt;
}

}  // namespace flowspace
