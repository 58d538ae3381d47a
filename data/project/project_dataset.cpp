#include "data/project/project_dataset.h"

#include "data/project/project_file.h"

#include <utility>

namespace flowspace {

Result<ProjectData> open_project_data(const Project& project, const std::filesystem::path& project_file,
                                      const Dataset& built_in, Reading reading, const LoadOptions& options) {
    ProjectData data;
    data.changes = changed_sources(project, project_file, options.stop);
    for (const SourceChange& change : data.changes)
        if (change.missing && reading == Reading::whole) return Error{format_problem(change.problem)};
    const ImportPlan plan = opened_plan(project, project_file);
    Result<LoadedTables> loaded = open_plan(plan, built_in.atlas, reading, options);
    if (!loaded) return loaded.error();
    data.dataset = make_dataset(std::move(*loaded), plan, built_in, options.threads);
    if (!project.title_zh.empty()) data.dataset.title_zh = project.title_zh;
    if (!project.title_en.empty()) data.dataset.title_en = project.title_en;
    return data;
}

}  // namespace flowspace
