// The user's own boundaries and terrain, read in the worker process.
#pragma once

#include "data/import/own_ground.h"
#include "data/import/worker_client.h"
#include "data/result.h"

#include <chrono>
#include <stop_token>
#include <string>

namespace flowspace {

/// GeoJSON, GeoPackage or Shapefile; the files that belong to a Shapefile may be read with it.
Result<OutlineTable> read_outlines_in_worker(const std::string& path, const std::stop_token& stop = {},
                                             WorkerOptions worker = {});

/// GeoTIFF or netCDF.
Result<Terrain> read_terrain_in_worker(const std::string& path, const std::stop_token& stop = {},
                                       WorkerOptions worker = {});

/// A file that is read without any sign of progress may take longer the larger it is.
std::chrono::milliseconds patience_for(const std::string& path, std::chrono::milliseconds least);

/// An answer of a worker that cannot be.
Error not_as_agreed(const std::string& file, std::string_view found);

}  // namespace flowspace
