// Outlines of places from GeoJSON, GeoPackage and Shapefile, in longitude and latitude.
#pragma once

#include "data/import/own_ground.h"
#include "data/result.h"

#include <string>

namespace flowspace {

/// The first layer with areas. Another declared coordinate system is transformed to WGS84 (PROJ); none
/// declared is taken for longitude and latitude where every coordinate fits that, else refused. Rings that
/// cross the antimeridian are cut there. Shapes that are no areas or leave the earth are listed and left out.
/// Text in other encodings than UTF-8 (Shapefile) is tried as GB18030. Errors: what open_with says, no areas,
/// no coordinate system, too many points.
Result<OutlineTable> read_outline_file(const std::string& path);

}  // namespace flowspace
