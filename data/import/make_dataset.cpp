// What is open from what was loaded.
#include "data/import/load_tables.h"
#include "data/source/memory_source.h"

#include <fmt/format.h>

#include <filesystem>

namespace flowspace {

std::vector<SourceFile> source_files(const ImportReport& report) {
    std::vector<SourceFile> files;
    for (const SourceReport& source : report.sources) {
        SourceFile& file = files.emplace_back();
        file.path = source.path;
        file.rows_in = source.rows_in;
        file.rows_kept = source.rows_kept;
        file.rows_filtered = source.rows_filtered();
        file.negative_rows = source.negative_rows;
        file.counts_rows = source.counts_rows;
        for (const auto& [layer, volume] : source.lost) file.lost[layer] = {volume.value, volume.rows};
        file.problems = source.problems;
        file.problem_count = source.problem_count;
    }
    return files;
}

Dataset make_dataset(LoadedTables loaded, const ImportPlan& plan, const Dataset& built_in, unsigned threads) {
    Dataset dataset = built_in;
    dataset.atlas = loaded.atlas;
    if (loaded.own_atlas) dataset.imputed.clear();  // they name rows of the built-in places
    dataset.files = source_files(loaded.report);
    dataset.duplicate_rows = loaded.report.duplicate_rows;
    dataset.completeness = {.coverage = plan.rules.coverage,
                            .top_n = plan.rules.top_n,
                            .unpublished = std::move(loaded.unpublished)};
    std::vector<std::string> names;
    for (const TablePlan& table : plan.tables)
        names.push_back(std::filesystem::path(table.path).filename().string());
    dataset.title_zh = dataset.title_en = fmt::format("{}", fmt::join(names, ", "));
    dataset.flows = loaded.asked;
    if (!dataset.flows)
        dataset.flows = MemorySource::from_sorted(std::move(loaded.flows), {.threads = threads});
    dataset.report = std::make_shared<const ImportReport>(std::move(loaded.report));
    return dataset;
}

}  // namespace flowspace
