// From longitude and latitude to the map and back. The only file pair that knows PROJ.
#pragma once

#include "data/geo/coordinates.h"
#include "data/result.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace flowspace {

/// Albers equal-area for China: standard parallels 25 and 47, central meridian 105 E, metres, WGS84.
inline constexpr const char* albers_china =
    "+proj=aea +lat_1=25 +lat_2=47 +lat_0=0 +lon_0=105 +x_0=0 +y_0=0 +datum=WGS84 +units=m";

/// One per thread: PROJ's contexts are not shared. Movable, not copyable.
class Projection {
public:
    /// `crs`: anything PROJ understands ("EPSG:3857", "+proj=..."). Errors say what was found and what PROJ
    /// expected, and where proj.db was looked for if it is missing.
    static Result<Projection> create(const std::string& crs);

    Projection(Projection&&) noexcept;
    Projection& operator=(Projection&&) noexcept;
    ~Projection();

    /// Nothing where the projection has no finite answer.
    std::optional<MapPoint> forward(LonLat where) const;
    std::optional<LonLat> inverse(MapPoint where) const;

    const std::string& crs() const;

private:
    struct State;
    explicit Projection(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace flowspace
