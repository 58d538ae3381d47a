// Opens the user's tables: CSV files by the schemas of the product, joined to the built-in places.
#pragma once

#include "data/dataset.h"
#include "data/import/load_tables.h"
#include "data/result.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace flowspace {

struct OpenOptions {
    Status status = Status::undeclared;  // of every layer of bare files
    std::string unit = {};
    std::size_t listed_problems = 1000;       // per file; every one is counted
    FlowsFrom flows_from = FlowsFrom::files;  // elsewhere: Dataset::flows holds none
    unsigned threads = 1;                     // changes the time taken, never a result
};

/// Reads flows (and, where given, places and groups) from `paths`; roles are told from the headers.
/// `built_in` gives the places where no file does, and the ground; its groups stay except those of a kind
/// that a groups file lists, and go where a places file is given. Rows that break a rule are refused and
/// listed in Dataset::files; the rest is kept. Rows with the same layer, time and pair are summed and counted
/// as duplicates; negative values are kept and counted. Errors: a file that cannot be read or has no usable
/// header, or no flows.
Result<Dataset> open_files(std::span<const std::filesystem::path> paths, const OpenOptions& options,
                           const Dataset& built_in);

/// Reads them the same way and tells what is wrong with each: what stops a file from opening too, as its last
/// problem. One per path, in their order.
std::vector<SourceFile> check_files(std::span<const std::filesystem::path> paths, const OpenOptions& options,
                                    const Dataset& built_in);

}  // namespace flowspace
