#include "data/import/open_files.h"

#include "data/import/load_tables.h"
#include "data/import/plan_guess.h"

#include <fmt/format.h>

#include <algorithm>

namespace flowspace {
namespace {

/// What was seen of the files, and the plan for those that can be read without asking.
struct Looked {
    std::vector<Problem> faults;  // per path; empty code: none
    ImportPlan plan;
};

Looked look_at(std::span<const std::filesystem::path> paths, const OpenOptions& options,
               const Dataset& built_in) {
    Looked looked;
    std::vector<Inspection> files;
    for (const std::filesystem::path& path : paths) {
        Inspection file = inspect_file(path.string(), {});
        looked.faults.push_back(file.broken.value_or(Problem{}));
        if (!file.broken) files.push_back(std::move(file));
    }
    PlanGuess guess = guess_plan(files, *built_in.atlas);
    for (const Problem& problem : unanswered(guess)) {
        for (std::size_t at = 0; at < paths.size(); ++at)
            if (problem.file == paths[at].string() && looked.faults[at].code.empty())
                looked.faults[at] = problem;
        std::erase_if(guess.plan.tables, [&](const TablePlan& table) { return table.path == problem.file; });
    }
    looked.plan = std::move(guess.plan);
    looked.plan.status = options.status;
    if (!options.unit.empty()) looked.plan.unit = options.unit;
    return looked;
}

LoadOptions load_options(const OpenOptions& options) {
    return {.listed_problems = options.listed_problems,
            .flows_from = options.flows_from,
            .threads = options.threads};
}

}  // namespace

std::vector<SourceFile> check_files(std::span<const std::filesystem::path> paths, const OpenOptions& options,
                                    const Dataset& built_in) {
    const Looked looked = look_at(paths, options, built_in);
    const Result<LoadedTables> loaded = check_tables(looked.plan, built_in.atlas, {}, load_options(options));
    std::vector<SourceFile> read = loaded ? source_files(loaded->report) : std::vector<SourceFile>{};
    std::vector<SourceFile> files;
    for (std::size_t at = 0; at < paths.size(); ++at) {
        const auto found = std::ranges::find(read, paths[at].string(), &SourceFile::path);
        if (looked.faults[at].code.empty() && found != read.end()) {
            files.push_back(*found);
            continue;
        }
        SourceFile& file = files.emplace_back();
        file.path = paths[at].string();
        file.problems = {looked.faults[at]};
        file.problems.front().file = file.path;
        file.problem_count = 1;
    }
    return files;
}

Result<Dataset> open_files(std::span<const std::filesystem::path> paths, const OpenOptions& options,
                           const Dataset& built_in) {
    const Looked looked = look_at(paths, options, built_in);
    for (std::size_t at = 0; at < paths.size(); ++at) {
        if (looked.faults[at].code.empty()) continue;
        Problem fault = looked.faults[at];
        fault.file = paths[at].string();
        return Error{format_problem(fault)};
    }
    const bool has_flows = std::ranges::any_of(
        looked.plan.tables, [](const TablePlan& table) { return table.role == TableRole::flows; });
    if (has_flows && options.flows_from == FlowsFrom::elsewhere)
        return Error{format_problem({.file = paths.front().string(),
                                     .code = "too-many-flows",
                                     .found = "a table of flows beside a database",
                                     .expected = "tables of places and groups only"})};
    Result<LoadedTables> loaded = load_tables(looked.plan, built_in.atlas, {}, load_options(options));
    if (!loaded) return loaded.error();
    return make_dataset(std::move(*loaded), looked.plan, built_in, options.threads);
}

}  // namespace flowspace
