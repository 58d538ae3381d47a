#include "data/formats/terrain_reader.h"

#include "data/formats/coordinates_of.h"
#include "data/formats/gdal_file.h"
#include "data/import/limits.h"

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogr_spatialref.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <limits>
#include <string_view>

namespace flowspace {
namespace {

constexpr double lowest_m = -12'000, highest_m = 9'000;
constexpr double undeclared_nodata = -9999;
constexpr int edge_samples = 64;

/// Heights in metres as read, averaged down to at most max_terrain_side a side; NaN where unknown.
struct Cells {
    std::size_t columns = 0;
    std::size_t rows = 0;
    double columns_read = 0;  // of the file per cell
    double rows_read = 0;
    std::vector<float> height_m = {};
};

/// Pixel to coordinates and back.
/// Source: GDAL, Raster data model, affine geotransform.
class Placement {
public:
    static std::optional<Placement> of(GDALDataset& file) {
        Placement placement;
        if (file.GetGeoTransform(placement.there_.data()) != CE_None) return std::nullopt;
        const bool finite =
            std::ranges::all_of(placement.there_, [](double value) { return std::isfinite(value); });
        if (!finite || !GDALInvGeoTransform(placement.there_.data(), placement.back_.data()))
            return std::nullopt;
        return placement;
    }

    Unprojection::Point coordinates(double column, double row) const { return apply(there_, column, row); }
    Unprojection::Point pixel(Unprojection::Point at) const { return apply(back_, at.x, at.y); }

private:
    static Unprojection::Point apply(const std::array<double, 6>& by, double x, double y) {
        return {by[0] + x * by[1] + y * by[2], by[3] + x * by[4] + y * by[5]};
    }
    std::array<double, 6> there_{}, back_{};
};

struct Bounds {
    double west = std::numeric_limits<double>::infinity(), east = -west;
    double south = west, north = -west;
};

/// Where the edges and the inside of the raster lie on the earth.
Bounds bounds_of(const Placement& placement, const Unprojection& system, double columns, double rows) {
    Bounds bounds;
    for (int across = 0; across <= edge_samples; ++across)
        for (int down = 0; down <= edge_samples; ++down) {
            const auto at =
                placement.coordinates(columns * across / edge_samples, rows * down / edge_samples);
            const std::optional<LonLat> where = system.to_lon_lat(at.x, at.y);
            if (!where) continue;
            bounds.west = std::min(bounds.west, where->lon_deg);
            bounds.east = std::max(bounds.east, where->lon_deg);
            bounds.south = std::min(bounds.south, where->lat_deg);
            bounds.north = std::max(bounds.north, where->lat_deg);
        }
    return bounds;
}

double metres_per_unit(GDALRasterBand& band) {
    const std::string_view unit = band.GetUnitType() ? band.GetUnitType() : "";
    if (unit == "ft" || unit == "foot" || unit == "feet") return 0.3048;
    if (unit == "US survey foot" || unit == "us-ft") return 1200.0 / 3937.0;
    return unit == "km" ? 1000 : 1;
}

Result<Cells> read_cells(GDALRasterBand& band) {
    const auto columns = static_cast<std::size_t>(band.GetXSize()),
               rows = static_cast<std::size_t>(band.GetYSize());
    if (std::uint64_t{columns} * rows > max_terrain_cells)
        return Error{fmt::format("too-large: found {} x {} cells, expected at most {}", columns, rows,
                                 max_terrain_cells)};
    Cells cells{.columns = std::min(columns, max_terrain_side), .rows = std::min(rows, max_terrain_side)};
    cells.columns_read = static_cast<double>(columns) / static_cast<double>(cells.columns);
    cells.rows_read = static_cast<double>(rows) / static_cast<double>(cells.rows);
    cells.height_m.resize(cells.columns * cells.rows);
    GDALRasterIOExtraArg how;
    INIT_RASTERIO_EXTRA_ARG(how);
    how.eResampleAlg = GRIORA_Average;  // leaves declared nodata out
    if (band.RasterIO(GF_Read, 0, 0, band.GetXSize(), band.GetYSize(), cells.height_m.data(),
                      static_cast<int>(cells.columns), static_cast<int>(cells.rows), GDT_Float32, 0, 0,
                      &how) != CE_None)
        return Error{fmt::format("damaged: {}", CPLGetLastErrorMsg())};
    int declared = 0;
    const double nodata = band.GetNoDataValue(&declared);
    const double scale = band.GetScale(), offset = band.GetOffset(), unit_m = metres_per_unit(band);
    for (float& height : cells.height_m) {
        const bool unknown =
            (declared && static_cast<double>(height) == static_cast<double>(static_cast<float>(nodata))) ||
            static_cast<double>(height) == undeclared_nodata;
        const double height_m = (static_cast<double>(height) * scale + offset) * unit_m;
        const bool possible = height_m >= lowest_m && height_m <= highest_m;  // false for NaN
        height =
            unknown || !possible ? std::numeric_limits<float>::quiet_NaN() : static_cast<float>(height_m);
    }
    return cells;
}

/// Bilinear over the known cells around a point given in cells, their middles at .5.
std::optional<double> height_at(const Cells& cells, double x, double y) {
    x -= 0.5;
    y -= 0.5;
    if (!(x > -1 && y > -1 && x < static_cast<double>(cells.columns) && y < static_cast<double>(cells.rows)))
        return std::nullopt;
    double sum = 0, weights = 0;
    for (int corner = 0; corner < 4; ++corner) {
        const double column =
            std::clamp(std::floor(x) + (corner & 1), 0.0, static_cast<double>(cells.columns - 1));
        const double row =
            std::clamp(std::floor(y) + (corner >> 1), 0.0, static_cast<double>(cells.rows - 1));
        const double weight = std::max(0.0, 1 - std::abs(x - column)) * std::max(0.0, 1 - std::abs(y - row));
        const auto height = static_cast<double>(
            cells.height_m[static_cast<std::size_t>(row) * cells.columns + static_cast<std::size_t>(column)]);
        if (std::isnan(height)) continue;
        sum += weight * height;
        weights += weight;
    }
    return weights >= 0.5 ? std::optional(sum / weights) : std::nullopt;  // mostly known
}

HeightGrid empty_grid(const Bounds& bounds, const Cells& cells) {
    const double width = bounds.east - bounds.west, height = bounds.north - bounds.south;
    const double finest = std::max(width, height) / static_cast<double>(max_terrain_side - 1);
    const double step = std::max(finest, std::min(width / static_cast<double>(cells.columns),
                                                  height / static_cast<double>(cells.rows)));
    HeightGrid grid{.step_lon_deg = step, .step_lat_deg = step};
    grid.columns =
        std::clamp(static_cast<std::size_t>(std::lround(width / step)), std::size_t{1}, max_terrain_side);
    grid.rows =
        std::clamp(static_cast<std::size_t>(std::lround(height / step)), std::size_t{1}, max_terrain_side);
    grid.step_lon_deg = width / static_cast<double>(grid.columns);
    grid.step_lat_deg = height / static_cast<double>(grid.rows);
    grid.north_west = {bounds.west + grid.step_lon_deg / 2, bounds.north - grid.step_lat_deg / 2};
    return grid;
}

bool resample(const Cells& cells, const Placement& placement, const Unprojection& system, Terrain& terrain) {
    HeightGrid& grid = terrain.grid;
    grid.height_m.assign(grid.columns * grid.rows, 0);
    terrain.known.assign(grid.columns * grid.rows, 0);
    bool any = false;
    for (std::size_t row = 0; row < grid.rows; ++row)
        for (std::size_t column = 0; column < grid.columns; ++column) {
            const LonLat where{grid.north_west.lon_deg + static_cast<double>(column) * grid.step_lon_deg,
                               grid.north_west.lat_deg - static_cast<double>(row) * grid.step_lat_deg};
            const auto at = system.from_lon_lat(where);
            if (!at) continue;
            const auto pixel = placement.pixel(*at);
            const auto height = height_at(cells, pixel.x / cells.columns_read, pixel.y / cells.rows_read);
            if (!height) continue;
            grid.height_m[row * grid.columns + column] = static_cast<std::int16_t>(std::lround(*height));
            terrain.known[row * grid.columns + column] = 1;
            any = true;
        }
    return any;
}

Result<GdalFile> open_raster(const std::string& path) {
    start_gdal();
    const Result<GdalDriver> driver = gdal_driver_of(path);
    if (!driver) return driver.error();
    if (*driver != GdalDriver::geotiff && *driver != GdalDriver::netcdf)
        return Error{"no terrain; expected GeoTIFF or netCDF"};
    return open_with(*driver, std::filesystem::absolute(path).string());
}

}  // namespace

Result<Terrain> read_terrain_file(const std::string& path) {
    const Result<GdalFile> file = open_raster(path);
    if (!file) return file.error();
    if ((*file)->GetRasterCount() != 1)
        return Error{
            fmt::format("{} bands or several variables, expected one of heights", (*file)->GetRasterCount())};
    const std::optional<Placement> placement = Placement::of(**file);
    if (!placement) return Error{"no-placement: nothing says where on the earth it lies"};
    const Result<Unprojection> system = Unprojection::make((*file)->GetSpatialRef());
    if (!system) return system.error();
    GDALRasterBand& band = *(*file)->GetRasterBand(1);
    const Bounds bounds = bounds_of(*placement, *system, band.GetXSize(), band.GetYSize());
    const bool on_earth = bounds.west >= -361 && bounds.east <= 361 && bounds.south >= -90.6 &&
                          bounds.north <= 90.6 && bounds.west < bounds.east && bounds.south < bounds.north;
    if (!on_earth && !system->declared())
        return Error{
            "no-coordinate-system: coordinates that are no longitude and latitude, expected a file that "
            "declares "
            "its coordinate system"};
    if (!on_earth) return Error{"a place that is not on the earth"};
    const Result<Cells> cells = read_cells(band);
    if (!cells) return cells.error();
    Terrain terrain;
    terrain.grid = empty_grid(
        {bounds.west, bounds.east, std::max(bounds.south, -90.0), std::min(bounds.north, 90.0)}, *cells);
    terrain.coordinates = system->name();
    if (!resample(*cells, *placement, *system, terrain)) return Error{"no known height"};
    return terrain;
}

}  // namespace flowspace
