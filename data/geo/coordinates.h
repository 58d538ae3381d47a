// Coordinates as types, so that degrees and metres cannot be mixed.
#pragma once

namespace flowspace {

struct LonLat {
    double lon_deg = 0;  // [-180, 180], east positive, WGS84
    double lat_deg = 0;  // [-90, 90], north positive

    bool operator==(const LonLat&) const = default;
};

/// A point of the projected map.
struct MapPoint {
    double x_m = 0;  // east
    double y_m = 0;  // north

    bool operator==(const MapPoint&) const = default;
};

}  // namespace flowspace
