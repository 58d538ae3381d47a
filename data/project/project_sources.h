// Whether the tables of a project are still the bytes that it was made of.
#pragma once

#include "data/import/problem.h"
#include "data/project/project.h"

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace flowspace {

struct SourceChange {
    std::string path = {};  // as opened
    std::string key = {};   // table_key of the table
    FileIdentity now = {};  // sha256 empty: missing
    Problem problem = {};   // changed-source or missing-source, of the path as opened
    bool missing = false;
};

/// Size and time first; where they differ, the SHA-256, which decides. A table that was never read has not
/// changed. In the order of the plan.
std::vector<SourceChange> changed_sources(const Project& project, const std::filesystem::path& project_file,
                                          const std::stop_token& stop = {});

}  // namespace flowspace
