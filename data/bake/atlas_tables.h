// The places and groups of the atlas from the tables in assets/atlas.
#pragma once

#include "data/atlas.h"
#include "data/result.h"

#include <filesystem>

namespace flowspace::bake {

/// Reads cities.csv, group_names.csv, metropolitan_circles.csv and agglomerations.csv of `folder`. Circles
/// and agglomerations come in the order of group_names.csv, provinces after them, by code. Errors name file,
/// row and column.
Result<Atlas> read_atlas_tables(const std::filesystem::path& folder);

}  // namespace flowspace::bake
