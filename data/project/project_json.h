// A project as JSON and back: nothing a newer program wrote is lost, nothing hostile gets in.
#pragma once

#include "data/import/problem.h"
#include "data/project/project.h"

#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

struct ProjectReading {
    Project project = {};
    std::vector<Problem> problems = {};  // empty: the project is right. At most 100
    bool newer = false;                  // a newer program wrote it; what this one does not know is kept
};

/// Reads a project of any version. Problems: the file as given, line as row, JSON pointer as column; codes of
/// parse_json, and not-a-project, missing-member, bad-type, bad-word, bad-number, bad-path, bad-address,
/// secret-in-project, duplicate-table, duplicate-column.
ProjectReading read_project(std::string_view text, const std::string& file);

/// Members in a fixed order, then the unknown ones; every choice is written out, so that other defaults of a
/// later program change nothing.
std::string write_project(const Project& project);

}  // namespace flowspace
