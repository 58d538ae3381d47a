// Files without a project as data: looked at, guessed and read, each step in the worker.
#pragma once

#include "data/dataset.h"
#include "data/import/load_tables.h"
#include "data/import/problem.h"
#include "data/project/open_plan.h"
#include "data/result.h"

#include <span>
#include <string>
#include <vector>

namespace flowspace {

struct BareOptions {
    Status status = Status::undeclared;  // of every layer
    std::string unit = {};
    Reading reading = Reading::whole;
    LoadOptions load = {};  // flows_from elsewhere: a table of flows is a fault, too-many-flows
};

struct BareFiles {
    Dataset dataset = {};
    ImportPlan plan = {};
    std::vector<Problem> faults = {};  // files that cannot be read, questions that nobody answered
};

/// Reading::whole: with any fault nothing is read and `dataset` is `built_in`. as_far_as_it_goes: the rest is
/// read. Errors: those of open_plan.
Result<BareFiles> open_bare_files(std::span<const std::string> paths, const BareOptions& options,
                                  const Dataset& built_in);

}  // namespace flowspace
