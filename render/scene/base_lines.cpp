// Projects the base map.
#include "render/scene/base_lines.h"

#include <algorithm>
#include <future>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

namespace flowspace {

namespace {

std::vector<MapLine> outline(std::span<const Polygon* const> parts, const Projection& projection) {
    Polygon whole;
    for (Line& line : union_outline(parts)) {
        if (line.size() > 3) line.pop_back();  // a closed outline repeats its first point
        whole.rings.push_back(std::move(line));
    }
    return map_rings({&whole, 1}, projection);
}

std::vector<std::vector<MapLine>> rivers_by_rank(const BaseMap& base, const Projection& projection) {
    std::map<int, std::vector<Line>> by_rank;
    for (const auto& river : base.rivers) by_rank[river.rank].push_back(river.line);
    std::vector<std::vector<MapLine>> out;
    for (const auto& [rank, lines] : by_rank) out.push_back(map_lines(lines, projection));
    return out;
}

std::vector<std::vector<MapLine>> areas_of(const Atlas& atlas, const BaseMap& base,
                                           const Projection& projection) {
    std::map<std::string_view, const Polygon*> shapes;
    for (const Region& region : base.prefectures) shapes.emplace(region.id, &region.shape);
    std::vector<std::vector<MapLine>> out;
    for (const Group& group : atlas.groups) {
        std::vector<const Polygon*> parts;
        if (group.kind != GroupKind::province)
            for (const Membership& member : group.members)
                if (const auto shape = shapes.find(atlas.places[index(member.place)].id);
                    shape != shapes.end())
                    parts.push_back(shape->second);
        std::sort(parts.begin(), parts.end());
        parts.erase(std::unique(parts.begin(), parts.end()), parts.end());
        out.push_back(outline(parts, projection));
    }
    return out;
}

}  // namespace

BaseLines build_base_lines(const Atlas& atlas, const BaseMap& base, const Projection& projection) {
    // Half of the work on another thread, with a projection of its own: the picture waits for this at start.
    struct Outlines {
        std::vector<MapLine> prefectures = {};
        std::vector<std::vector<MapLine>> areas = {};
    };
    const auto outlines_with = [&](const Projection& own) {
        return Outlines{map_lines(base.prefecture_lines, own), areas_of(atlas, base, own)};
    };
    auto elsewhere = std::async(std::launch::async, [&]() -> std::optional<Outlines> {
        const Result<Projection> own = Projection::create(projection.crs());
        if (!own) return std::nullopt;
        return outlines_with(*own);
    });

    std::vector<const Polygon*> provinces;
    for (const Region& region : base.provinces) provinces.push_back(&region.shape);
    BaseLines lines = {.land = map_rings(base.land, projection),
                       .lakes = map_rings(base.lakes, projection),
                       .country = outline(provinces, projection),
                       .coast = map_lines(base.coast, projection),
                       .national = map_lines(base.national_border, projection),
                       .provinces = map_lines(base.province_lines, projection),
                       .rivers = rivers_by_rank(base, projection)};
    std::optional<Outlines> outlines = elsewhere.get();
    if (!outlines) outlines = outlines_with(projection);
    lines.prefectures = std::move(outlines->prefectures);
    lines.areas = std::move(outlines->areas);
    return lines;
}

bool inside(const std::vector<MapLine>& rings, MapPoint where) {
    bool odd = false;
    for (const MapLine& ring : rings) {
        if (where.y_m < ring.low.y_m || where.y_m > ring.high.y_m || where.x_m > ring.high.x_m) continue;
        for (std::size_t row = 0; row < ring.points.size(); ++row) {
            const MapPoint& a = ring.points[row];
            const MapPoint& b = ring.points[row + 1 == ring.points.size() ? 0 : row + 1];
            if ((a.y_m > where.y_m) == (b.y_m > where.y_m)) continue;
            if (where.x_m < a.x_m + (where.y_m - a.y_m) / (b.y_m - a.y_m) * (b.x_m - a.x_m)) odd = !odd;
        }
    }
    return odd;
}

}  // namespace flowspace
