// A project opened: its tables read as it says, and what is to be told of them.
#pragma once

#include "data/dataset.h"
#include "data/import/import_report.h"
#include "data/import/load_tables.h"
#include "data/project/open_plan.h"
#include "data/project/project.h"
#include "data/project/project_sources.h"
#include "data/result.h"

#include <filesystem>
#include <vector>

namespace flowspace {

struct ProjectData {
    Dataset dataset = {};                    // its report is in Dataset::report
    std::vector<SourceChange> changes = {};  // tables that are not what the project was made of
};

/// Reads the tables of `project` and gives them its names, units, statuses and sources; with Reading::whole
/// from the cache beside it where that is of these bytes and this plan, and else makes the cache. `built_in`
/// gives places and ground where the project has none. A changed table is read as it is now, and told; a
/// missing one is told where the cache holds it. Errors: a missing table without a cache, and those of
/// open_plan.
Result<ProjectData> open_project_data(const Project& project, const std::filesystem::path& project_file,
                                      const Dataset& built_in, Reading reading, const LoadOptions& options);

/// Writes the cache of what was just read by the project's plan; does nothing where it cannot.
void keep_cache(const Project& project, const std::filesystem::path& project_file, const LoadedTables& loaded,
                const Atlas& built_in);

}  // namespace flowspace
