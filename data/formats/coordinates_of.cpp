#include "data/formats/coordinates_of.h"

#include <fmt/format.h>
#include <ogr_spatialref.h>

#include <cmath>

namespace flowspace {

Unprojection::Unprojection() = default;
Unprojection::Unprojection(Unprojection&&) noexcept = default;
Unprojection::~Unprojection() = default;

Result<Unprojection> Unprojection::make(const OGRSpatialReference* declared) {
    Unprojection made;
    if (!declared || declared->IsEmpty() || declared->IsLocal()) return made;
    OGRSpatialReference from(*declared), wgs84;
    from.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    wgs84.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    made.name_ = declared->GetName() ? declared->GetName() : "unnamed";
    made.geographic_ = declared->IsGeographic() != 0;
    if (wgs84.importFromEPSG(4326) != OGRERR_NONE)
        return Error{
            "the tables of coordinate systems (proj.db) cannot be read; expected the package proj-data"};
    made.there_.reset(OGRCreateCoordinateTransformation(&from, &wgs84));
    made.back_.reset(OGRCreateCoordinateTransformation(&wgs84, &from));
    if (!made.there_ || !made.back_)
        return Error{fmt::format("coordinates in '{}', which cannot be turned into longitude and latitude",
                                 made.name_)};
    return made;
}

std::optional<LonLat> Unprojection::to_lon_lat(double x, double y) const {
    if (there_ && !there_->Transform(1, &x, &y)) return std::nullopt;
    if (!std::isfinite(x) || !std::isfinite(y)) return std::nullopt;
    return LonLat{x, y};
}

std::optional<Unprojection::Point> Unprojection::from_lon_lat(LonLat where) const {
    Point point{where.lon_deg, where.lat_deg};
    if (back_ && !back_->Transform(1, &point.x, &point.y)) return std::nullopt;
    if (!std::isfinite(point.x) || !std::isfinite(point.y)) return std::nullopt;
    return point;
}

}  // namespace flowspace
