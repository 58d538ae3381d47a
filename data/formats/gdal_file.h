// Files that GDAL reads, opened by one named driver each: the only includer of GDAL's own opening functions.
#pragma once

#include "data/result.h"

#include <cstdint>
#include <memory>
#include <string>

class GDALDataset;

namespace flowspace {

/// The drivers that are registered; no other one of GDAL ever sees a byte.
enum class GdalDriver : std::uint8_t { geojson, geopackage, shapefile, geotiff, netcdf, xlsx };

struct GdalClose {
    void operator()(GDALDataset* dataset) const;
};
using GdalFile = std::unique_ptr<GDALDataset, GdalClose>;

/// Registers the named drivers and shuts the doors of GDAL's that lead out of a file: virtual file systems'
/// networks, sidecar files, SQL set up by a database itself. Cheap when called again.
void start_gdal();

/// Opens `path` read-only by `driver` alone; start_gdal first. The first bytes must be those of the driver's
/// format, the path must name a regular file: what begins with `/vsi` or is no path at all never reaches
/// GDAL. Errors are worded without the file's name.
Result<GdalFile> open_with(GdalDriver driver, const std::string& path);

/// The driver that the first bytes (and for Shapefile and netCDF/HDF5 the bytes alone) speak for; an error
/// where none does.
Result<GdalDriver> gdal_driver_of(const std::string& path);

}  // namespace flowspace
