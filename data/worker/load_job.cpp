// The job `load`: the tables of a plan, merged, with the account of every row.
#include "data/import/load_tables.h"
#include "data/pack/byte_writer.h"
#include "data/source/flow_cache.h"
#include "data/worker/jobs.h"
#include "data/worker/plan_bytes.h"

namespace flowspace {
namespace {

/// Everything but the flows, which follow it at a multiple of 8.
pack::ByteWriter account_of(const LoadedTables& loaded) {
    pack::ByteWriter account;
    account.number(static_cast<std::uint8_t>(loaded.own_atlas));
    if (loaded.own_atlas) write_atlas(*loaded.atlas, account);
    account.text(to_json(loaded.report));
    account.count(loaded.unpublished.size());
    account.array(std::span(loaded.unpublished));
    account.number(static_cast<std::uint8_t>(!loaded.flows.layers.empty()));
    return account;
}

}  // namespace

std::optional<Error> run_load(pack::ByteReader& arguments, BulkWriter& answer, JobContext& context) {
    const bool whole = arguments.number<std::uint8_t>() != 0;
    LoadOptions options{.listed_problems = static_cast<std::size_t>(arguments.number<std::uint64_t>()),
                        .threads = arguments.number<std::uint32_t>()};
    if (arguments.number<std::uint8_t>() != 0) options.flows_from = FlowsFrom::elsewhere;
    if (arguments.number<std::uint8_t>() != 0) options.merging = Merging::never;
    const ImportPlan plan = read_plan(arguments);
    std::optional<Atlas> atlas = read_atlas(arguments);
    if (!atlas || !arguments.complete()) return Error{"a request that cannot be read"};
    options.progress = [&](const LoadProgress& progress) {
        context.progress({progress.table, progress.rows, progress.bytes, progress.bytes_total});
    };
    const auto given = std::make_shared<const Atlas>(std::move(*atlas));
    const Result<LoadedTables> loaded = whole ? load_tables(plan, given, context.openers, options)
                                              : check_tables(plan, given, context.openers, options);
    if (!loaded) return loaded.error();
    const pack::ByteWriter account = account_of(*loaded);
    answer.count(account.bytes().size());
    answer.array(std::span(account.bytes()));
    answer.align(8);
    if (loaded->flows.layers.empty()) return std::nullopt;
    if (!answer.flush()) return Error{"the answer is larger than it may be"};
    std::optional<Error> error = write_flow_cache(answer.file(), loaded->flows, {});
    answer.count_what_others_wrote();
    return error;
}

}  // namespace flowspace
