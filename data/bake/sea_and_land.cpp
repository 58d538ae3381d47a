#include "data/bake/sea_and_land.h"

#include "data/bake/clip.h"
#include "data/bake/shape_file.h"
#include "data/bake/simplify.h"
#include "data/geo/outline.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace flowspace::bake {
namespace {

using Ring = std::vector<LonLat>;

constexpr Frame frame = {.west_deg = 50, .south_deg = -12, .east_deg = 160, .north_deg = 66};
constexpr double tolerance_deg = 0.005;
constexpr double least_island_sqdeg = 0.0008;  // about 10 km2
/// Where the coast of the country begins and ends: the mouths of the border rivers.
constexpr LonLat yalu_mouth = {124.33, 39.88};
constexpr LonLat beilun_mouth = {108.05, 21.52};
/// A way from the Beilun to the Yalu that stays inside the country.
constexpr LonLat inland_way[] = {{107.5, 22.5}, {106.5, 26.0}, {112.0, 33.0},
                                 {116.0, 40.5}, {122.0, 42.5}, {124.6, 40.8}};
/// An island of Natural Earth this near to the country's outline is one of the country's own.
constexpr double beside_deg = 0.35;

double squared_distance(LonLat a, LonLat b) {
    const double lon = (a.lon_deg - b.lon_deg) * 0.85, lat = a.lat_deg - b.lat_deg;
    return lon * lon + lat * lat;
}

template <class Points>
std::size_t nearest(const Points& points, LonLat to) {
    const auto distance = [&](LonLat point) { return squared_distance(point, to); };
    return static_cast<std::size_t>(std::ranges::min_element(points, {}, distance) - points.begin());
}

bool beside_country(const Ring& ring, const Borders& borders) {
    const auto [west, east] = std::ranges::minmax(ring, {}, &LonLat::lon_deg);
    const auto [south, north] = std::ranges::minmax(ring, {}, &LonLat::lat_deg);
    const Frame around = {west.lon_deg - 2 * beside_deg, south.lat_deg - beside_deg,
                          east.lon_deg + 2 * beside_deg, north.lat_deg + beside_deg};
    for (const Line& line : borders.national_border)
        for (const LonLat point : line)
            if (inside(around, point) &&
                squared_distance(point, ring[nearest(ring, point)]) < beside_deg * beside_deg)
                return true;
    return false;
}

Ring stretch(const Ring& ring, std::size_t from, std::size_t to) {
    Ring points;
    for (std::size_t at = from;; at = (at + 1) % ring.size()) {
        points.push_back(ring[at]);
        if (at == to) return points;
    }
}

/// The stretch of the closed `ring` between two points that is the coast between the two mouths: the one
/// nearer to 120 E, 30 N.
struct Halves {
    Ring coast = {};  // from the Yalu to the Beilun along the sea
    Ring rest = {};   // from the Beilun to the Yalu
};

Halves cut_at_mouths(const Ring& ring) {
    const std::size_t yalu = nearest(ring, yalu_mouth), beilun = nearest(ring, beilun_mouth);
    Halves halves = {stretch(ring, yalu, beilun), stretch(ring, beilun, yalu)};
    constexpr LonLat on_the_coast = {121.9, 30.9};  // the mouth of the Yangtze
    const auto distance = [&](const Ring& half) {
        return squared_distance(half[nearest(half, on_the_coast)], on_the_coast);
    };
    if (distance(halves.rest) < distance(halves.coast)) {
        std::swap(halves.coast, halves.rest);
        std::ranges::reverse(halves.coast);
        std::ranges::reverse(halves.rest);
    }
    return halves;
}

std::size_t longest(const std::vector<Line>& lines) {
    return static_cast<std::size_t>(
        std::ranges::max_element(lines, {}, [](const Line& line) { return line.size(); }) - lines.begin());
}

Ring open_ring(Line line) {
    if (line.size() > 1 && line.front() == line.back()) line.pop_back();
    return line;
}

/// What of a line clipped to the frame is coast: all that does not run along the frame's edge.
void add_coast(const Line& line, std::vector<Line>& coast) {
    Line piece;
    for (const LonLat point : line) {
        if (!piece.empty() && along_edge(frame, piece.back(), point)) {
            if (piece.size() > 1) coast.push_back(std::move(piece));
            piece.clear();
        }
        piece.push_back(point);
    }
    if (piece.size() > 1) coast.push_back(std::move(piece));
}

/// Shapefiles turn outlines clockwise and holes the other way: those of the file are lakes, which come from
/// elsewhere.
bool is_hole(const Ring& ring) {
    double twice = 0;
    for (std::size_t at = 0, last = ring.size() - 1; at < ring.size(); last = at++)
        twice += ring[last].lon_deg * ring[at].lat_deg - ring[at].lon_deg * ring[last].lat_deg;
    return twice > 0;
}

class LandBuilder {
public:
    explicit LandBuilder(const Borders& borders) : borders_(borders) {
        const std::size_t mainland = longest(borders.national_border);
        for (std::size_t line = 0; line < borders.national_border.size(); ++line)
            if (line != mainland) result_.coast.push_back(borders.national_border[line]);
        const Halves halves = cut_at_mouths(open_ring(borders.national_border[mainland]));
        result_.coast.push_back(halves.coast);
        yalu_ = halves.coast.front();
        beilun_ = halves.coast.back();
        result_.land.push_back(borders.country);
    }

    void add(const Ring& ring) {
        const double area = area_sqdeg({{ring}});
        if (area < least_island_sqdeg) return;
        if (area > 500) return add_mainland(ring);
        if (is_chinas(ring)) return;
        Line outline = ring;
        outline.push_back(ring.front());
        outline = simplify(outline, tolerance_deg);
        add_coast(outline, result_.coast);
        result_.land.push_back({{open_ring(outline)}});
    }

    SeaAndLand done() { return std::move(result_); }

private:
    /// Islands off Korea and Vietnam lie near the ends of the border too, but on the far side of the mouths.
    bool is_chinas(const Ring& ring) const {
        const LonLat point = ring[nearest(ring, LonLat{115, 25})];
        if (point.lon_deg > yalu_mouth.lon_deg && point.lat_deg > 30) return false;
        if (point.lon_deg < beilun_mouth.lon_deg && point.lat_deg < beilun_mouth.lat_deg) return false;
        return beside_country(ring, borders_);
    }

    void add_mainland(const Ring& ring) {
        Halves halves = cut_at_mouths(ring);
        Line foreign = simplify(halves.rest, tolerance_deg);
        foreign.insert(foreign.begin(), beilun_);  // meets the country's own coast
        foreign.push_back(yalu_);
        Ring outline = foreign;
        for (auto point = std::rbegin(inland_way); point != std::rend(inland_way); ++point)
            outline.push_back(*point);
        result_.land.push_back({{outline}});
        add_coast(foreign, result_.coast);
    }

    const Borders& borders_;
    SeaAndLand result_;
    LonLat yalu_, beilun_;
};

}  // namespace

Result<SeaAndLand> read_sea_and_land(const std::filesystem::path& path, const Borders& borders) {
    const auto records = read_shapes(path, {});
    if (!records) return records.error();
    LandBuilder builder(borders);
    for (const ShapeRecord& record : *records)
        for (const Line& part : record.parts) {
            const Ring ring = clip(open_ring(part), frame);
            if (ring.size() >= 3 && !is_hole(ring)) builder.add(ring);
        }
    return builder.done();
}

}  // namespace flowspace::bake
