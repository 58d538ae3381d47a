#include "data/analysis/compass.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace flowspace {

std::optional<double> bearing_deg(LonLat from, LonLat to) {
    constexpr double rad_per_deg = std::numbers::pi / 180;
    const double lat_a = from.lat_deg * rad_per_deg, lat_b = to.lat_deg * rad_per_deg,
                 lon = (to.lon_deg - from.lon_deg) * rad_per_deg;
    const double east = std::sin(lon) * std::cos(lat_b),
                 north =
                     std::cos(lat_a) * std::sin(lat_b) - std::sin(lat_a) * std::cos(lat_b) * std::cos(lon);
    if (from == to || (east == 0 && north == 0)) return std::nullopt;
    const double bearing = std::atan2(east, north) / rad_per_deg;
    return bearing < 0 ? std::fmod(bearing + 360, 360) : bearing;
}

std::size_t compass_sector(double bearing_deg) {
    constexpr double width_deg = 360.0 / compass_sectors.size();
    return static_cast<std::size_t>(std::floor(bearing_deg / width_deg + 0.5)) % compass_sectors.size();
}

std::vector<SectorFlows> flows_by_sector(const FlowMatrix& flows, std::span<const LonLat> where) {
    std::vector<SectorFlows> found(flows.n);
    const auto add = [&](std::optional<double>& sum, std::size_t cell) {
        if (flows.known[cell]) sum = sum.value_or(0) + flows.flow[cell];
    };
    for (std::size_t row = 0; row < flows.n; ++row)
        for (std::size_t other = 0; other < flows.n; ++other) {
            const auto bearing = bearing_deg(where[row], where[other]);
            if (row == other || !bearing) continue;
            const std::size_t sector = compass_sector(*bearing);
            add(found[row].out[sector], row * flows.n + other);
            add(found[row].in[sector], other * flows.n + row);
        }
    return found;
}

std::vector<std::optional<double>> place_reciprocity(const FlowMatrix& flows) {
    std::vector<std::optional<double>> found(flows.n);
    for (std::size_t row = 0; row < flows.n; ++row) {
        double mutual = 0, all = 0;
        for (std::size_t other = 0; other < flows.n; ++other) {
            const std::size_t there = row * flows.n + other, back = other * flows.n + row;
            if (row == other || !flows.known[there] || !flows.known[back]) continue;
            mutual += 2 * std::min(flows.flow[there], flows.flow[back]);
            all += flows.flow[there] + flows.flow[back];
        }
        if (all > 0) found[row] = mutual / all;
    }
    return found;
}

}  // namespace flowspace
