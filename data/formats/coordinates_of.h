// Coordinates of a file in the system that it declares, into longitude and latitude.
#pragma once

#include "data/geo/coordinates.h"
#include "data/result.h"

#include <memory>
#include <optional>
#include <string>

class OGRCoordinateTransformation;
class OGRSpatialReference;

namespace flowspace {

/// From a declared system to WGS84 and back; none declared, or longitude and latitude themselves: as they
/// are. One thread.
class Unprojection {
public:
    /// `declared` may be null. Errors: a system that PROJ cannot transform.
    static Result<Unprojection> make(const OGRSpatialReference* declared);
    Unprojection(Unprojection&&) noexcept;
    ~Unprojection();

    /// Nothing where the point lies outside of the system.
    std::optional<LonLat> to_lon_lat(double x, double y) const;
    struct Point {
        double x = 0;
        double y = 0;
    };
    std::optional<Point> from_lon_lat(LonLat where) const;

    bool declared() const { return !name_.empty(); }
    /// Degrees on an ellipsoid: a step in x is the same everywhere.
    bool geographic() const { return geographic_; }
    const std::string& name() const { return name_; }

private:
    Unprojection();
    std::string name_;
    bool geographic_ = true;
    std::unique_ptr<OGRCoordinateTransformation> there_, back_;
};

}  // namespace flowspace
