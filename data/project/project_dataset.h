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

/// Reads the tables of `project` and gives them its names, units, statuses and sources. `built_in` gives
/// places and ground where the project has none. A changed table is read as it is now, and told. Errors: a
/// missing table, and those of open_plan.
Result<ProjectData> open_project_data(const Project& project, const std::filesystem::path& project_file,
                                      const Dataset& built_in, Reading reading, const LoadOptions& options);

}  // namespace flowspace
