// The merged flows of a project beside it, in NAME.flowspace.cache/, so that large tables open at once.
#pragma once

#include "data/atlas.h"
#include "data/import/load_tables.h"
#include "data/project/project.h"
#include "data/project/project_sources.h"
#include "data/result.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace flowspace {

/// `dir/NAME.flowspace.cache/flows` for `dir/NAME.flowspace.json`.
std::filesystem::path cache_path(const std::filesystem::path& project_file);

/// What the flows are made of: the bytes of every table as they are now (as they were, where a table is
/// missing), the plan, the built-in places, and the version of this layout. Empty where a table was never
/// read or rows of flows bring coordinates of their own: then nothing is kept.
std::string cache_key(const Project& project, std::span<const SourceChange> changes, const Atlas& built_in);

/// What was written under `key`; places and groups are read anew from the plan's own tables of them, which
/// are small. Errors: no cache, another key, damaged, and those of open_plan.
Result<LoadedTables> read_cache(const std::filesystem::path& project_file, const std::string& key,
                                const ImportPlan& plan, const std::shared_ptr<const Atlas>& built_in,
                                const LoadOptions& options);

/// A cache that cannot be written is no fault of the data: opening is merely as slow as before. Never through
/// a link in the place of the cache's folder.
std::optional<Error> write_cache(const std::filesystem::path& project_file, const std::string& key,
                                 const LoadedTables& loaded);

}  // namespace flowspace
