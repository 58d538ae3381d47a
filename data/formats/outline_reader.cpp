#include "data/formats/outline_reader.h"

#include "data/formats/coordinates_of.h"
#include "data/formats/gdal_file.h"
#include "data/import/limits.h"
#include "data/import/text_decoding.h"
#include "data/import/utf8.h"

#include <fmt/format.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <system_error>

namespace flowspace {
namespace {

using Ring = std::vector<LonLat>;

bool has_areas(OGRLayer& layer) {
    const OGRwkbGeometryType type = wkbFlatten(layer.GetGeomType());
    return OGR_GT_IsSurface(type) || type == wkbMultiPolygon || type == wkbMultiSurface ||
           type == wkbUnknown || type == wkbGeometryCollection;
}

OGRLayer* layer_of_areas(GDALDataset& file) {
    for (OGRLayer* layer : file.GetLayers())
        if (layer && has_areas(*layer)) return layer;
    return nullptr;
}

/// As UTF-8, or as GB18030, which old Shapefiles from China are written in; else what is left of it.
std::string in_utf8(std::string text) {
    if (!find_bad_utf8(text)) return text;
    std::vector<DecodeFault> faults;
    const std::string decoded = decode_all(TextEncoding::gb18030, text, Ending::last, faults);
    return faults.empty() ? decoded : shorten(text, text.size());
}

/// The part of a ring on one side of a meridian, both ends of each cut on it.
/// Source: Sutherland, Hodgman (1974), Reentrant polygon clipping, doi:10.1145/360767.360802.
template <class Inside>
Ring clip_at(const Ring& ring, double meridian_deg, Inside inside) {
    Ring kept;
    for (std::size_t at = 0; at < ring.size(); ++at) {
        const LonLat from = ring[at], to = ring[(at + 1) % ring.size()];
        if (inside(from.lon_deg)) kept.push_back(from);
        if (inside(from.lon_deg) == inside(to.lon_deg)) continue;
        const double along = (meridian_deg - from.lon_deg) / (to.lon_deg - from.lon_deg);
        kept.push_back({meridian_deg, std::lerp(from.lat_deg, to.lat_deg, along)});
    }
    return kept;
}

/// A ring that jumps from one side of the map to the other goes on past 180 degrees and is cut there.
std::vector<Ring> cut_at_antimeridian(Ring ring) {
    bool crosses = false;
    for (std::size_t at = 1; at < ring.size(); ++at) {
        const double step = ring[at].lon_deg - ring[at - 1].lon_deg;
        const double turns = std::round(step / 360);
        ring[at].lon_deg -= turns * 360;
        crosses = crosses || turns != 0;
    }
    const auto [west, east] = std::ranges::minmax(ring, {}, &LonLat::lon_deg);
    if (!crosses && west.lon_deg >= -180 && east.lon_deg <= 180) return {std::move(ring)};
    std::vector<Ring> pieces;
    for (const double turn : {-360.0, 0.0, 360.0}) {
        Ring piece = clip_at(ring, -180 - turn, [&](double lon) { return lon >= -180 - turn; });
        piece = clip_at(piece, 180 - turn, [&](double lon) { return lon <= 180 - turn; });
        for (LonLat& point : piece) point.lon_deg = std::clamp(point.lon_deg + turn, -180.0, 180.0);
        if (piece.size() >= 3) pieces.push_back(std::move(piece));
    }
    return pieces;
}

/// Rings of areas in longitude and latitude; what is wrong with them otherwise.
class ShapeReader {
public:
    explicit ShapeReader(const Unprojection& system) : system_(system) {}

    /// "" or what was found instead of an area on the earth.
    std::string read(const OGRGeometry& geometry, Polygon& to) {
        const OGRwkbGeometryType type = wkbFlatten(geometry.getGeometryType());
        if (OGR_GT_IsSubClassOf(type, wkbGeometryCollection)) {
            for (const OGRGeometry* part : *geometry.toGeometryCollection())
                if (std::string wrong = read(*part, to); !wrong.empty()) return wrong;
            return {};
        }
        if (type == wkbCurvePolygon) {
            const std::unique_ptr<OGRGeometry> straight(geometry.getLinearGeometry());
            return straight ? read(*straight, to) : "a curve";
        }
        if (type != wkbPolygon) return fmt::format("a {}", geometry.getGeometryName());
        for (const OGRLinearRing* ring : *geometry.toPolygon())
            if (std::string wrong = read_ring(*ring, to); !wrong.empty()) return wrong;
        return {};
    }

    std::size_t points() const { return points_; }

private:
    std::string read_ring(const OGRLinearRing& from, Polygon& to) {
        Ring ring;
        const int count = from.getNumPoints();
        points_ += static_cast<std::size_t>(std::max(count, 0));
        if (points_ > max_outline_points) return "too many points";
        ring.reserve(static_cast<std::size_t>(std::max(count, 0)));
        for (int at = 0; at < count; ++at) {
            const std::optional<LonLat> point = system_.to_lon_lat(from.getX(at), from.getY(at));
            // Up to a turn past the antimeridian: that is how some files write what crosses it.
            if (!point || std::abs(point->lon_deg) > 360 || std::abs(point->lat_deg) > 90)
                return fmt::format("a point at {} {}", from.getX(at), from.getY(at));
            ring.push_back(*point);
        }
        while (ring.size() > 1 && ring.front().lon_deg == ring.back().lon_deg &&
               ring.front().lat_deg == ring.back().lat_deg)
            ring.pop_back();
        if (ring.size() < 3) return ring.empty() ? "" : "a ring of fewer than 3 points";
        for (Ring& piece : cut_at_antimeridian(std::move(ring))) to.rings.push_back(std::move(piece));
        return {};
    }

    const Unprojection& system_;
    std::size_t points_ = 0;
};

/// Longitude and latitude by the looks of it, where no system is declared.
bool looks_geographic(OGRLayer& layer) {
    OGREnvelope extent;
    return layer.GetExtent(&extent) == OGRERR_NONE && extent.MinX >= -360 && extent.MaxX <= 360 &&
           extent.MinY >= -90 && extent.MaxY <= 90;
}

/// A link beside a Shapefile could lead anywhere.
std::optional<Error> linked_part(const std::string& path) {
    for (const char* extension : {".shx", ".dbf", ".prj", ".cpg", ".SHX", ".DBF", ".PRJ", ".CPG"}) {
        std::filesystem::path part = path;
        part.replace_extension(extension);
        std::error_code failed;
        const auto type = std::filesystem::symlink_status(part, failed).type();
        if (type != std::filesystem::file_type::regular && type != std::filesystem::file_type::not_found)
            return Error{fmt::format("{} is no plain file", part.filename().string())};
    }
    return std::nullopt;
}

std::vector<std::string> fields_of(const OGRFeature& feature) {
    std::vector<std::string> fields;
    for (int column = 0; column < feature.GetFieldCount(); ++column)
        fields.push_back(feature.IsFieldSetAndNotNull(column) ? in_utf8(feature.GetFieldAsString(column))
                                                              : "");
    return fields;
}

}  // namespace

Result<OutlineTable> read_outline_file(const std::string& path) {
    start_gdal();
    const Result<GdalDriver> driver = gdal_driver_of(path);
    if (!driver) return driver.error();
    if (*driver != GdalDriver::geojson && *driver != GdalDriver::geopackage &&
        *driver != GdalDriver::shapefile)
        return Error{"no outlines; expected GeoJSON, GeoPackage or Shapefile"};
    if (*driver == GdalDriver::shapefile)
        if (std::optional<Error> linked = linked_part(path)) return *linked;
    const Result<GdalFile> file = open_with(*driver, std::filesystem::absolute(path).string());
    if (!file) return file.error();
    OGRLayer* layer = layer_of_areas(**file);
    if (!layer) return Error{"no layer of areas"};
    const Result<Unprojection> system = Unprojection::make(layer->GetSpatialRef());
    if (!system) return system.error();
    if (!system->declared() && !looks_geographic(*layer))
        return Error{
            "no-coordinate-system: coordinates that are no longitude and latitude, expected a file that "
            "declares "
            "its coordinate system (a Shapefile does so in its .prj)"};
    OutlineTable table{.coordinates = system->name()};
    OGRFeatureDefn& columns = *layer->GetLayerDefn();
    if (static_cast<std::size_t>(columns.GetFieldCount()) > max_columns)
        return Error{"more than 4096 columns"};
    for (int column = 0; column < columns.GetFieldCount(); ++column)
        table.columns.push_back(in_utf8(columns.GetFieldDefn(column)->GetNameRef()));
    ShapeReader shapes(*system);
    std::uint64_t row = 0;
    for (const OGRFeatureUniquePtr& feature : *layer) {
        OutlineTable::Row one{.row = ++row, .fields = fields_of(*feature)};
        const OGRGeometry* geometry = feature->GetGeometryRef();
        const std::string wrong = geometry ? shapes.read(*geometry, one.shape) : "no shape";
        if (shapes.points() > max_outline_points)
            return Error{fmt::format("more than {} points", max_outline_points)};
        if (wrong.empty() && !one.shape.rings.empty())
            table.rows.push_back(std::move(one));
        else
            table.problems.push_back(
                {.file = path,
                 .row = row,
                 .code = "bad-outline",
                 .found = shorten(wrong.empty() ? "an empty shape" : wrong, max_found_characters),
                 .expected = "an area on the earth"});
    }
    if (table.rows.empty()) return Error{"no areas that can be used"};
    return table;
}

}  // namespace flowspace
