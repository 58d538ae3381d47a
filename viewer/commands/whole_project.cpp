#include "viewer/commands/whole_project.h"

#include "data/import/problem.h"
#include "data/project/project_file.h"
#include "viewer/commands/database_option.h"

#include <algorithm>
#include <utility>

namespace flowspace {
namespace {

namespace fs = std::filesystem;

/// Places and groups of the project's tables; flows are the database's.
Result<ProjectData> open_beside_database(const Project& project, const fs::path& project_file,
                                         const Dataset& built_in, const WholeProjectOptions& options) {
    const ImportPlan plan = opened_plan(project, project_file);
    for (const TablePlan& table : plan.tables)
        if (table.role == TableRole::flows)
            return Error{format_problem({.file = table.path,
                                         .code = "too-many-flows",
                                         .found = "a table of flows beside a database",
                                         .expected = "tables of places and groups only"})};
    ProjectData data{.dataset = built_in,
                     .changes = changed_sources(project, project_file, options.load.stop)};
    data.dataset.files.clear();
    for (const SourceChange& change : data.changes)
        if (change.missing && options.reading == Reading::whole) return Error{format_problem(change.problem)};
    if (!plan.tables.empty()) {
        LoadOptions load = options.load;
        load.flows_from = FlowsFrom::elsewhere;
        Result<LoadedTables> loaded = open_plan(plan, built_in.atlas, options.reading, load);
        if (!loaded) return loaded.error();
        data.dataset = make_dataset(std::move(*loaded), plan, built_in, load.threads);
    }
    data.dataset.completeness = {.coverage = plan.rules.coverage, .top_n = plan.rules.top_n};
    const SourceOptions source{.status = plan.status,
                               .unit = plan.unit,
                               .layers = plan.layers,
                               .ask_password = options.ask_password};
    if (const auto error = lay_database(data.dataset, project.database, source, options.language))
        return *error;
    if (!project.title_zh.empty()) data.dataset.title_zh = project.title_zh;
    if (!project.title_en.empty()) data.dataset.title_en = project.title_en;
    return data;
}

std::vector<std::string> opened(const std::vector<std::string>& paths, const fs::path& project_file) {
    std::vector<std::string> found;
    for (const std::string& path : paths) found.push_back(path_from_project(path, project_file).string());
    return found;
}

}  // namespace

Result<ProjectData> open_whole_project(const Project& project, const fs::path& project_file,
                                       const Dataset& built_in, const WholeProjectOptions& options) {
    Result<ProjectData> data =
        project.database.empty()
            ? open_project_data(project, project_file, built_in, options.reading, options.load)
            : open_beside_database(project, project_file, built_in, options);
    if (!data) return data;
    OwnGroundText ground = options.ground;
    if (ground.boundaries.empty()) ground.boundaries = opened(project.boundaries, project_file);
    if (ground.terrain.empty()) ground.terrain = opened(project.terrain, project_file);
    if (const auto error = lay_own_ground(data->dataset, ground, options.language, options.told))
        return *error;
    return data;
}

}  // namespace flowspace
