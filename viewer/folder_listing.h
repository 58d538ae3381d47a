// What a folder holds, for choosing a file: folders first, then files that can be opened.
#pragma once

#include "data/result.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace flowspace {

struct FolderEntry {
    std::string name = {};
    bool is_folder = false;
    std::uint64_t bytes = 0;

    bool operator==(const FolderEntry&) const = default;
};

enum class Listed : std::uint8_t { tables_and_projects, projects, reports, views };

/// By name, folders first; hidden ones left out, at most 10,000. Errors: it cannot be read.
Result<std::vector<FolderEntry>> list_folder(const std::filesystem::path& folder, Listed what);

/// Whether a file's name ends as those of `what` do; capitals do not matter.
bool is_listed(const std::string& name, Listed what);

/// `name` with the ending that belongs to `what` where it has none: trips -> trips.flowspace.json.
std::string with_ending(const std::string& name, Listed what);

}  // namespace flowspace
