// Outlines and lines of an ESRI shapefile with the attributes asked for.
#pragma once

#include "data/base_map.h"
#include "data/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace flowspace::bake {

struct ShapeRecord {
    std::vector<Line> parts = {};          // rings are closed: first point = last
    std::vector<std::string> fields = {};  // one per field asked for
};

/// Every record of `path` (without its suffix), in file order. Errors: files missing, or a field that is not
/// there.
Result<std::vector<ShapeRecord>> read_shapes(const std::filesystem::path& path,
                                             const std::vector<std::string>& fields);

}  // namespace flowspace::bake
