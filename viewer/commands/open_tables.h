// PROJECT, FILES or the address of a database on the command line as data: the tables, their account, and
// what is to be told.
#pragma once

#include "data/dataset.h"
#include "data/import/import_report.h"
#include "data/import/problem.h"
#include "data/project/open_plan.h"
#include "data/project/project_sources.h"
#include "render/scene/style.h"
#include "viewer/commands/dataset_options.h"
#include "viewer/project_session.h"

#include <cstddef>
#include <vector>

namespace flowspace {

struct OpenedTables {
    Dataset dataset = {};                    // its report is in Dataset::report
    std::vector<Problem> faults = {};        // of files that could not be read at all
    std::vector<SourceChange> changes = {};  // of a project's tables
    ImportPlan plan = {};                    // how they were read; no tables: a database alone
    ProjectSession project = {};             // path() empty: no project
    DatasetError error = {};
};

/// Reading::whole: any fault is an error. as_far_as_it_goes: the rest is read, and `faults` lists them.
OpenedTables open_tables(const DatasetText& text, const Dataset& atlas, Language language, Reading reading,
                         std::size_t listed_problems);

}  // namespace flowspace
