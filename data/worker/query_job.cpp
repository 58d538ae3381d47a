#include "data/worker/query_job.h"

#include "data/formats/parquet_query.h"
#include "data/source/queried_bytes.h"
#include "data/worker/plan_bytes.h"

#include <algorithm>
#include <thread>

namespace flowspace {
namespace {

const Error misasked{"a question of another form"};

std::optional<Error> open(pack::ByteReader& arguments, BulkWriter& answer, JobContext& context) {
    ImportPlan plan = read_plan(arguments);
    std::optional<Atlas> atlas = read_atlas(arguments);
    if (!atlas) return misasked;
    std::optional<QueriedFlows> known;
    if (arguments.number<std::uint8_t>() != 0 && !(known = read_queried(arguments, atlas->places.size())))
        return misasked;
    if (!arguments.complete()) return misasked;
    DuckLimits limits{.threads = std::max(1U, std::thread::hardware_concurrency())};
    auto query = ParquetQuery::open(std::move(plan), std::make_shared<Atlas>(std::move(*atlas)), limits, {},
                                    known ? &*known : nullptr);
    if (!query) return query.error();
    write_queried((*query)->flows(), answer);
    answer.text(to_json(ImportReport{.sources = (*query)->reports()}));
    context.kept = *query;
    return std::nullopt;
}

}  // namespace

std::optional<Error> run_query(pack::ByteReader& arguments, BulkWriter& answer, JobContext& context) {
    const auto kind = QueryKind{arguments.number<std::uint8_t>()};
    if (kind == QueryKind::open) return open(arguments, answer, context);
    const auto query = std::static_pointer_cast<ParquetQuery>(context.kept);
    const LayerId layer{arguments.number<std::uint32_t>()};
    if (!query || index(layer) >= query->flows().layers.size()) return misasked;
    Result<std::vector<ExactSum>> sums = misasked;
    if (kind == QueryKind::pair_sums) {
        const TimeMs from{arguments.number<std::int64_t>()};
        const TimeMs to{arguments.number<std::int64_t>()};
        if (!arguments.complete()) return misasked;
        sums = query->pair_sums(layer, {from, to}, {});
    } else if (kind == QueryKind::step_sums) {
        const auto selected = arguments.array<std::uint8_t>(query->flows().pairs.size());
        if (!arguments.complete()) return misasked;
        sums = query->step_sums(layer, selected, {});
    }
    if (!sums) return sums.error();
    write_sums(*sums, answer);
    return std::nullopt;
}

}  // namespace flowspace
