#include "data/bake/borders.h"

#include "data/bake/border_lines.h"
#include "data/bake/echarts_shapes.h"
#include "data/bake/simplify.h"
#include "data/geo/outline.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

namespace flowspace::bake {
namespace {

constexpr double largest_islet_sqdeg = 5e-5;  // 0.5 km2
constexpr double tolerance_deg = 0.002;       // about 200 m
constexpr double largest_sliver_sqdeg =
    0.05;  // about 500 km2: Kaizhou's outline comes from another survey than its neighbours'

std::string province_of(std::string_view id) { return std::string(id.substr(0, 2)) + "0000"; }

struct SimpleArc {
    Arc line = {};
    Owners owners = {};
};

Arc on_globe(const std::vector<GridPoint>& points) {
    Arc line;
    for (const GridPoint point : points) line.push_back(bake::on_globe(point));
    return line;
}

/// Arcs that simplification would lay on one another (two straight ways between the same ends) keep all their
/// points.
std::vector<SimpleArc> simple_arcs(const std::vector<BorderArc>& arcs) {
    const auto ends = [](const BorderArc& arc) { return std::minmax(arc.line.front(), arc.line.back()); };
    std::map<std::pair<GridPoint, GridPoint>, int> straight;
    std::vector<SimpleArc> simple;
    for (const BorderArc& arc : arcs) {
        simple.push_back({simplify(on_globe(arc.line), tolerance_deg), arc.owners});
        if (simple.back().line.size() == 2) ++straight[ends(arc)];
    }
    for (std::size_t row = 0; row < arcs.size(); ++row)
        if (simple[row].line.size() == 2 && straight[ends(arcs[row])] > 1)
            simple[row].line = on_globe(arcs[row].line);
    return simple;
}

/// Arcs for which the number of owners in `is_part` is odd bound what those owners are together.
template <class IsPart>
Polygon outline_of(const std::vector<SimpleArc>& arcs, IsPart is_part) {
    std::vector<const Arc*> bounding;
    for (const SimpleArc& arc : arcs)
        if (std::ranges::count_if(arc.owners.ids(), is_part) % 2 == 1) bounding.push_back(&arc.line);
    return rings_of(bounding);
}

LonLat middle(LonLat a, LonLat b) { return {(a.lon_deg + b.lon_deg) / 2, (a.lat_deg + b.lat_deg) / 2}; }

/// Islets that the simplified coast beside them has run over, wholly or in part, are dropped: they would be
/// holes in the country.
void drop_swallowed_islets(std::vector<SimpleArc>& arcs) {
    const Polygon country = outline_of(arcs, [](std::uint16_t) { return true; });
    std::erase_if(arcs, [&](const SimpleArc& arc) {
        const bool alone = arc.owners.size() == 1 && arc.line.front() == arc.line.back();
        if (!alone || area_sqdeg({{arc.line}}) > largest_islet_sqdeg) return false;
        Polygon others = country;
        std::erase_if(others.rings, [&](const Line& ring) {
            return ring.front() == arc.line.front() && ring.size() + 1 == arc.line.size();
        });
        for (std::size_t at = 1; at < arc.line.size(); ++at)
            if (contains(others, arc.line[at]) || contains(others, middle(arc.line[at - 1], arc.line[at])))
                return true;
        return false;
    });
}

template <class IsWanted>
std::vector<Line> lines_of(const std::vector<SimpleArc>& arcs, IsWanted is_wanted) {
    std::vector<const Arc*> wanted;
    for (const SimpleArc& arc : arcs)
        if (is_wanted(arc.owners)) wanted.push_back(&arc.line);
    return joined_lines(wanted);
}

double whole_area_sqdeg(const std::vector<GridShape>& shapes) {
    double area = 0;
    for (const GridShape& shape : shapes) {
        const BorderGraph graph = build_border_graph(std::span(&shape, 1));  // districts melt together
        std::vector<Arc> lines;
        for (const BorderArc& arc : border_arcs(graph)) lines.push_back(on_globe(arc.line));
        std::vector<const Arc*> all;
        for (const Arc& line : lines) all.push_back(&line);
        area += area_sqdeg(rings_of(all));
    }
    return area;
}

}  // namespace

Result<Borders> read_borders_of_china(const std::filesystem::path& folder) {
    const auto shapes = read_prefectures(folder);
    if (!shapes) return shapes.error();
    Borders borders;
    borders.prefecture_area_sqdeg = whole_area_sqdeg(*shapes);
    BorderGraph graph = build_border_graph(*shapes);
    borders.slivers = heal_slivers(graph, largest_sliver_sqdeg);
    std::vector<SimpleArc> arcs = simple_arcs(border_arcs(graph));
    drop_swallowed_islets(arcs);

    std::set<std::string> provinces;
    for (std::uint16_t row = 0; row < shapes->size(); ++row) {
        const std::string& id = (*shapes)[row].id;
        provinces.insert(province_of(id));
        borders.prefectures.push_back(
            {id, outline_of(arcs, [&](std::uint16_t owner) { return owner == row; })});
    }
    const auto in_province = [&](const std::string& province) {
        return [&](std::uint16_t owner) { return province_of((*shapes)[owner].id) == province; };
    };
    for (const std::string& province : provinces)
        borders.provinces.push_back({province, outline_of(arcs, in_province(province))});
    borders.country = outline_of(arcs, [](std::uint16_t) { return true; });

    const auto parted = [&](const Owners& owners) {  // by a border between provinces
        const std::string first = province_of((*shapes)[owners.ids().front()].id);
        return !std::ranges::all_of(owners.ids(), in_province(first));
    };
    for (Line ring : borders.country.rings) {
        ring.push_back(ring.front());
        borders.national_border.push_back(std::move(ring));
    }
    borders.province_lines =
        lines_of(arcs, [&](const Owners& owners) { return owners.size() > 1 && parted(owners); });
    borders.prefecture_lines =
        lines_of(arcs, [&](const Owners& owners) { return owners.size() > 1 && !parted(owners); });
    return borders;
}

}  // namespace flowspace::bake
