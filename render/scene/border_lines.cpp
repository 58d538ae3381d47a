#include "render/scene/border_lines.h"

#include <glm/geometric.hpp>

#include <algorithm>
#include <cmath>

namespace flowspace {

namespace {

double cross(glm::dvec2 a, glm::dvec2 b) { return a.x * b.y - a.y * b.x; }

/// Where on the way from `from` the segment a to b is crossed, 0 to 1.
std::optional<double> crossing(glm::dvec2 from, glm::dvec2 to, glm::dvec2 a, glm::dvec2 b) {
    const glm::dvec2 way = to - from, line = b - a;
    const double turn = cross(way, line);
    if (turn == 0) return std::nullopt;
    const double along = cross(a - from, line) / turn, across = cross(a - from, way) / turn;
    if (along < 0 || along > 1 || across < 0 || across > 1) return std::nullopt;
    return along;
}

double away(glm::dvec2 at, glm::dvec2 a, glm::dvec2 b) {
    const glm::dvec2 line = b - a;
    const double square = glm::dot(line, line);
    const double share = square > 0 ? std::clamp(glm::dot(at - a, line) / square, 0.0, 1.0) : 0;
    return glm::length(at - a - share * line);
}

bool far_from(const RayTrack& track, const MapLine& line) {
    const auto apart = [&](double one, double other, double low, double high) {
        return std::max(one, other) + track.reach_m < low || std::min(one, other) - track.reach_m > high;
    };
    return apart(track.high.x_m, track.ground.x_m, line.low.x_m, line.high.x_m) ||
           apart(track.high.y_m, track.ground.y_m, line.low.y_m, line.high.y_m);
}

glm::dvec2 vec(MapPoint at) { return {at.x_m, at.y_m}; }

}  // namespace

const std::map<ProvincePair, std::vector<MapLine>>& BorderLines::lines() const {
    if (lines_.empty() && dataset_.base_map)
        for (const auto& [between, lines] : province_borders(*dataset_.atlas, *dataset_.base_map))
            lines_.emplace(between, map_lines(lines, projection_));
    return lines_;
}

const WallItem* wall_of(std::span<const WallItem> walls, const ProvincePair& between) {
    const WallItem* all = nullptr;
    for (const WallItem& wall : walls) {
        if (!wall.a) all = &wall;
        if (between && wall.a == between->first && wall.b == between->second) return &wall;
    }
    return all;
}

bool walls_stand(const Camera& camera) {
    constexpr double least_tilt_deg = 15;
    return camera.tilt_deg >= least_tilt_deg;
}

std::optional<double> met_along(const RayTrack& track, std::span<const MapLine> lines) {
    const glm::dvec2 high = vec(track.high), ground = vec(track.ground);
    std::optional<double> met;
    const auto meet = [&](double along) { met = std::min(met.value_or(along), along); };
    for (const MapLine& line : lines) {
        if (far_from(track, line)) continue;
        for (std::size_t row = 0; row + 1 < line.points.size() + (line.closed ? 1 : 0); ++row) {
            const glm::dvec2 a = vec(line.points[row]), b = vec(line.points[(row + 1) % line.points.size()]);
            if (const auto along = crossing(high, ground, a, b)) meet(*along);
            if (away(ground, a, b) <= track.reach_m) meet(1);
        }
    }
    return met;
}

}  // namespace flowspace
