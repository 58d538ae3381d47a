#include "data/project/project_dataset.h"

#include "data/project/project_cache.h"
#include "data/project/project_file.h"

#include <span>
#include <string>
#include <utility>

namespace flowspace {
namespace {

/// From the cache where it is of these tables; else from the tables, and the cache is made anew.
Result<LoadedTables> load(const Project& project, const std::filesystem::path& project_file,
                          std::span<const SourceChange> changes, const std::shared_ptr<const Atlas>& atlas,
                          const LoadOptions& options) {
    const ImportPlan plan = opened_plan(project, project_file);
    const std::string key = cache_key(project, changes, *atlas);
    if (!key.empty() && options.merging != Merging::never) {
        Result<LoadedTables> cached = read_cache(project_file, key, plan, atlas, options);
        if (cached) return cached;
    }
    for (const SourceChange& change : changes)
        if (change.missing) return Error{format_problem(change.problem)};
    Result<LoadedTables> loaded = open_plan(plan, atlas, Reading::whole, options);
    if (loaded) keep_cache(project, project_file, *loaded, *atlas);
    return loaded;
}

}  // namespace

void keep_cache(const Project& project, const std::filesystem::path& project_file, const LoadedTables& loaded,
                const Atlas& built_in) {
    if (loaded.flows.layers.empty()) return;  // none, or left in their files
    Project read = project;
    record_sources(read, loaded.report);  // of the bytes that were read, whatever the project knew
    const std::string key = cache_key(read, {}, built_in);
    if (!key.empty()) (void)write_cache(project_file, key, loaded);
}

Result<ProjectData> open_project_data(const Project& project, const std::filesystem::path& project_file,
                                      const Dataset& built_in, Reading reading, const LoadOptions& options) {
    ProjectData data;
    data.changes = changed_sources(project, project_file, options.stop);
    const ImportPlan plan = opened_plan(project, project_file);
    Result<LoadedTables> loaded = reading == Reading::whole
                                      ? load(project, project_file, data.changes, built_in.atlas, options)
                                      : open_plan(plan, built_in.atlas, reading, options);
    if (!loaded) return loaded.error();
    data.dataset = make_dataset(std::move(*loaded), plan, built_in, options.threads);
    if (!project.title_zh.empty()) data.dataset.title_zh = project.title_zh;
    if (!project.title_en.empty()) data.dataset.title_en = project.title_en;
    return data;
}

}  // namespace flowspace
