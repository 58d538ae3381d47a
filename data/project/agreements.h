// What the user once allowed projects to reach beyond their own folders: other files, hosts of databases.
#pragma once

#include "data/import/problem.h"

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace flowspace {

/// Kept per user, never in a project: who sends a project cannot agree for its reader.
class Agreements {
public:
    /// `store` is a file of JSON, which need not exist. Empty: nothing is remembered.
    explicit Agreements(std::filesystem::path store);

    /// Of `reached`, what the user has not agreed to for this project, in its order.
    std::vector<std::string> missing(const std::filesystem::path& project_file,
                                     std::span<const std::string> reached) const;

    /// Remembers. Problems: those of write_file; then it holds while the program runs.
    std::optional<Problem> add(const std::filesystem::path& project_file,
                               std::span<const std::string> reached);

private:
    std::filesystem::path store_;
    std::vector<std::string> agreed_;  // project, line feed, what it reaches: ascending
};

/// $XDG_STATE_HOME/flowspace/agreements.json, or under ~/.local/state; empty where there is no home.
std::filesystem::path agreements_path();

}  // namespace flowspace
