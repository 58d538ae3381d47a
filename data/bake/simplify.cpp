#include "data/bake/simplify.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <utility>

namespace flowspace::bake {
namespace {

struct Flat {
    double x = 0, y = 0;
};

double squared_distance(Flat point, Flat a, Flat b) {
    const Flat along = {b.x - a.x, b.y - a.y};
    const double squared_length = along.x * along.x + along.y * along.y;
    double at = 0;
    if (squared_length > 0)
        at = std::clamp(((point.x - a.x) * along.x + (point.y - a.y) * along.y) / squared_length, 0.0, 1.0);
    const double dx = point.x - a.x - at * along.x, dy = point.y - a.y - at * along.y;
    return dx * dx + dy * dy;
}

std::vector<Flat> flattened(const std::vector<LonLat>& line) {
    std::vector<Flat> flat;
    flat.reserve(line.size());
    for (const LonLat point : line)
        flat.push_back({point.lon_deg * std::cos(point.lat_deg * std::numbers::pi / 180), point.lat_deg});
    return flat;
}

std::size_t farthest_from_start(const std::vector<Flat>& line) {
    const auto from_start = [&](const Flat& point) {
        return squared_distance(point, line.front(), line.front());
    };
    return static_cast<std::size_t>(std::ranges::max_element(line, {}, from_start) - line.begin());
}

void keep_between(const std::vector<Flat>& line, std::pair<std::size_t, std::size_t> whole,
                  double squared_tolerance, std::vector<std::uint8_t>& kept) {
    std::vector<std::pair<std::size_t, std::size_t>> open = {whole};
    while (!open.empty()) {
        const auto [first, last] = open.back();
        open.pop_back();
        double farthest = squared_tolerance;
        std::size_t split = first;
        for (std::size_t at = first + 1; at < last; ++at) {
            const double distance = squared_distance(line[at], line[first], line[last]);
            if (distance <= farthest) continue;
            farthest = distance;
            split = at;
        }
        if (split == first) continue;
        kept[split] = 1;
        open.emplace_back(first, split);
        open.emplace_back(split, last);
    }
}

}  // namespace

std::vector<LonLat> simplify(const std::vector<LonLat>& line, double tolerance_deg) {
    if (line.size() < 3) return line;
    const std::vector<Flat> flat = flattened(line);
    const bool closed = line.front() == line.back();
    std::vector<std::uint8_t> kept(line.size());
    kept.front() = kept.back() = 1;
    const std::size_t split = closed ? farthest_from_start(flat) : line.size() - 1;
    kept[split] = 1;
    keep_between(flat, {0, split}, tolerance_deg * tolerance_deg, kept);
    keep_between(flat, {split, line.size() - 1}, tolerance_deg * tolerance_deg, kept);
    std::vector<LonLat> left;
    for (std::size_t at = 0; at < line.size(); ++at)
        if (kept[at]) left.push_back(line[at]);
    return closed && left.size() < 4 ? line : left;
}

}  // namespace flowspace::bake
