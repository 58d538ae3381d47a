#include "data/project/open_plan.h"

#include "data/import/file_identity.h"
#include "data/import/query_worker.h"
#include "data/import/table_worker.h"

#include <unistd.h>

#include <algorithm>
#include <future>
#include <optional>
#include <utility>
#include <vector>

namespace flowspace {
namespace {

/// What merging takes at its peak, this process and the worker together, where no two rows fall together.
constexpr std::uint64_t bytes_per_row = 64;
/// Files that are smaller than this part of the memory are not even looked at.
constexpr std::uint64_t small_share = 64;

std::uint64_t half_of_the_memory() {
    return static_cast<std::uint64_t>(::sysconf(_SC_PHYS_PAGES)) *
           static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)) / 2;
}

bool is_askable(const TablePlan& table) {
    return table.role == TableRole::flows && table.format == FileFormat::parquet;
}

/// Of the Parquet files of flows; the memory of other tables follows what is distinct in them.
LoadEstimate estimate(const ImportPlan& plan, const LoadOptions& options) {
    LoadEstimate made{.most_bytes = options.memory_bytes != 0 ? options.memory_bytes : half_of_the_memory()};
    std::uint64_t file_bytes = 0;
    for (const TablePlan& table : plan.tables)
        if (FileIdentity file; is_askable(table) && !stat_file(table.path, file)) file_bytes += file.bytes;
    if (file_bytes < made.most_bytes / small_share) return made;
    for (const TablePlan& table : plan.tables)
        if (is_askable(table)) made.rows += look_at_table(table.path, {}, options.stop).row_estimate;
    made.bytes = made.rows * bytes_per_row;
    return made;
}

/// Places and groups loaded; flows left in their files.
Result<LoadedTables> ask(const ImportPlan& plan, const std::shared_ptr<const Atlas>& atlas, ReadWhole whole,
                         const LoadOptions& options) {
    ImportPlan ground = plan;
    std::erase_if(ground.tables, [](const TablePlan& table) { return table.role == TableRole::flows; });
    LoadedTables loaded{.atlas = atlas};
    if (!ground.tables.empty()) {
        LoadOptions places = options;
        places.flows_from = FlowsFrom::elsewhere;
        places.merging = Merging::always;
        Result<LoadedTables> read = load_in_worker(ground, atlas, whole, places);
        if (!read) return read;
        loaded = std::move(*read);
    }
    std::stop_source enough;
    const std::stop_callback on_stop(options.stop, [&] { enough.request_stop(); });
    std::vector<std::future<FileIdentity>> identities;
    for (const TablePlan& table : plan.tables)
        if (table.role == TableRole::flows)
            identities.push_back(std::async(std::launch::async, [path = table.path,
                                                                 stop = enough.get_token()] {
                FileIdentity identity;
                (void)identify_file(path, identity, stop);  // what is wrong with the file, the query tells
                return identity;
            }));
    Result<QueriedTables> queried = open_queried_tables(plan, *loaded.atlas, {}, options.stop);
    if (!queried) {
        enough.request_stop();
        return queried.error();
    }
    loaded.asked = queried->flows;
    std::vector<SourceReport> sources;
    std::size_t flows = 0, others = 0;
    for (const TablePlan& table : plan.tables) {
        if (table.role != TableRole::flows) {
            sources.push_back(std::move(loaded.report.sources[others++]));
            continue;
        }
        sources.push_back(std::move(queried->reports[flows]));
        sources.back().identity = identities[flows++].get();
    }
    loaded.report.sources = std::move(sources);
    loaded.report.rules = rule_notes(plan, loaded.report);
    std::erase_if(loaded.report.rules, [](const RuleNote& rule) { return rule.code == "duplicates-summed"; });
    loaded.report.rules.push_back(
        {"not-loaded",
         "The flows stay in their files and every question is asked of these: of refused rows the first 1000 "
         "of "
         "a file are listed and all are counted; rows that repeat others are summed and not counted.",
         "流数据保留在文件中，每次查询直接读取文件：拒收的行全部计数，每个文件列出前 1000 "
         "处；重复行数值相加、不单独计数。"});
    return loaded;
}

}  // namespace

Inspection look_at_table(const std::string& path, const InspectOptions& options,
                         const std::stop_token& stop) {
    return inspect_in_worker(path, options, stop);
}

Result<LoadedTables> open_plan(const ImportPlan& plan, const std::shared_ptr<const Atlas>& atlas,
                               Reading reading, const LoadOptions& options) {
    const ReadWhole whole = reading == Reading::whole ? ReadWhole::every_file : ReadWhole::what_can_be;
    LoadOptions decided = options;
    const bool may_be_asked = std::ranges::any_of(plan.tables, is_askable);
    if (options.merging == Merging::where_it_fits && may_be_asked) {
        LoadEstimate estimated = estimate(plan, options);
        estimated.merged = estimated.bytes <= estimated.most_bytes;
        decided.merging = estimated.merged ? Merging::always : Merging::never;
        if (!estimated.merged && options.wanted == Wanted::flows) {
            Result<LoadedTables> asked = ask(plan, atlas, whole, options);
            if (asked || asked.error().message == "stopped") {
                if (options.estimated) options.estimated(estimated);
                return asked;
            }
            estimated.why = asked.error().message;
            decided.merging = Merging::always;
            estimated.merged = true;
        }
        if (estimated.bytes > estimated.most_bytes && options.estimated) options.estimated(estimated);
    } else if (options.flows_from == FlowsFrom::elsewhere || options.merging != Merging::never) {
        decided.merging = Merging::always;
    } else if (options.wanted == Wanted::flows) {
        return ask(plan, atlas, whole, options);
    }
    return load_in_worker(plan, atlas, whole, decided);
}

}  // namespace flowspace
