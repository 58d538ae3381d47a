// Opens the user's tables: CSV files by the schemas of the product, joined to the built-in places.
#pragma once

#include "data/dataset.h"
#include "data/result.h"

#include <filesystem>
#include <span>
#include <string>

namespace flowspace {

struct OpenOptions {
    Status status = Status::undeclared;  // of every layer of bare files
    std::string unit = {};
};

/// Reads flows (and, where given, places and groups) from `paths`; roles are told from the headers.
/// `built_in` gives the places where no file does, and the ground. Rows that break a rule are refused and
/// listed in Dataset::files; the rest is kept. Errors: a file that cannot be read or has no usable header.
Result<Dataset> open_files(std::span<const std::filesystem::path> paths, const OpenOptions& options,
                           const Dataset& built_in);

}  // namespace flowspace
