#include "data/analysis/market_parts.h"

#include "data/analysis/analysis_parts.h"
#include "data/analysis/market.h"
#include "data/analysis/overlay.h"
#include "data/analysis/plane_shape.h"
#include "data/geo/projection.h"
#include "data/pair_selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flowspace {
namespace {

// Areas and lines ------------------------------------------------------------------------------------------

std::vector<PlaneShape> shapes_of(const OutlineTable& table, const Projection& projection) {
    std::size_t column = 0;
    for (const std::string_view wanted : {"name", "line", "kind", "id"})
        if (const auto found = std::ranges::find(table.columns, wanted); found != table.columns.end()) {
            column = static_cast<std::size_t>(found - table.columns.begin());
            break;
        }
    std::vector<PlaneShape> shapes;
    for (const OutlineTable::Row& row : table.rows) {
        const bool named = column < row.fields.size() && !row.fields[column].empty();
        shapes.push_back(
            shape_of(named ? row.fields[column] : fmt::format("{}", row.row), row.shape, projection));
    }
    return shapes;
}

/// The outlines of the places asked for, as far as they are known.
std::vector<PlaneShape> places_as_shapes(const AnalysisInput& input, const Projection& projection) {
    std::vector<PlaneShape> shapes;
    if (!input.dataset.base_map) return shapes;
    const auto& places = input.dataset.atlas->places;
    for (const PlaceId place : places_asked(input.dataset, input.filter))
        for (const Region& region : input.dataset.base_map->prefectures)
            if (region.id == places[index(place)].id)
                shapes.push_back(shape_of(region.id, region.shape, projection));
    return shapes;
}

double shared_km2(const PlaneShape& a, const PlaneShape& b, const std::stop_token& stop) {
    double sum = 0;
    for (std::size_t at = 0; at < a.rings.size(); ++at)
        for (std::size_t of = 0; of < b.rings.size(); ++of)
            if (a.boxes[at].meets(b.boxes[of]))
                sum += a.sign[at] * b.sign[of] * shared_area(a.rings[at], b.rings[of], stop);
    return sum;
}

/// From place to place as the crow flies, in the plane.
struct Corridor {
    std::string name = {};
    std::vector<PlanePoint> ends = {};
};

Result<std::vector<Corridor>> read_corridors(const AnalysisInput& input, const Projection& projection) {
    std::vector<Corridor> made;
    const auto found = input.tables.find("corridors");
    if (found == input.tables.end()) return made;
    const PlainTable& table = found->second;
    const auto from = needed_column(table, "market", {"from", "origin"}),
               to = needed_column(table, "market", {"to", "destination"});
    if (!from) return from.error();
    if (!to) return to.error();
    for (std::size_t row = 0; row < table.size(); ++row) {
        Corridor corridor;
        for (const std::size_t column : {*from, *to}) {
            const auto place = find_place(*input.dataset.atlas, table.cell(row, column));
            if (!place)
                return Error{
                    format_problem(problem_at(table, row, column, "unknown-place", "an id of the places"))};
            const Place& at = input.dataset.atlas->places[index(*place)];
            corridor.name += (corridor.name.empty() ? "" : "-") + at.id;
            if (const auto km = in_km(projection, at.location)) corridor.ends.push_back(*km);
        }
        if (corridor.ends.size() == 2) made.push_back(std::move(corridor));
    }
    return made;
}

}  // namespace

std::optional<Error> add_control_lines(const AnalysisInput& input, const AnalysisWork& work,
                                       const OutlineTable& lines, AnalysisResult& result) {
    const auto projection = Projection::create(albers_china);
    if (!projection) return projection.error();
    const std::vector<PlaneShape> within = shapes_of(lines, *projection);
    const auto given = input.outlines.find("areas");
    const std::vector<PlaneShape> areas = given == input.outlines.end()
                                              ? places_as_shapes(input, *projection)
                                              : shapes_of(given->second, *projection);
    RowWriter rows(result, {}, {});
    for (std::size_t at = 0; at < areas.size(); ++at) {
        const PlaneShape& one = areas[at];
        const double all = one.area_km2();
        rows.add(one.name, {}, "area", all);
        for (const PlaneShape& line : within) {
            const double shared = shared_km2(one, line, work.stop);
            if (work.stopped()) return stopped_error();
            if (shared <= 0 && given == input.outlines.end())
                continue;  // of all places, those that it touches
            rows.add(one.name, line.name, "area_in_line", shared);
            rows.add(one.name, line.name, "share_in_line",
                     all > 0 ? std::optional(shared / all) : std::nullopt);
        }
        work.at(static_cast<double>(at) / static_cast<double>(areas.size()));
    }
    const auto corridors = read_corridors(input, *projection);
    if (!corridors) return corridors.error();
    for (const Corridor& corridor : *corridors) {
        rows.add(corridor.name, {}, "corridor_km", length(corridor.ends));
        for (const PlaneShape& line : within) {
            double km = 0;
            for (std::size_t ring = 0; ring < line.rings.size(); ++ring)
                km += line.sign[ring] * length_inside(corridor.ends, line.rings[ring]);
            rows.add(corridor.name, line.name, "corridor_km_in_line", km);
        }
    }
    add_note(result, {"equal-area",
                      "areas in an equal-area projection (Albers, 25 and 47 N); corridors are "
                      "straight lines in it",
                      "面积在等积投影（阿尔伯斯，北纬 25 与 47 度）中量算；廊道为投影面上的直线"});
    return std::nullopt;
}

std::optional<Error> add_services(const AnalysisInput& input, const AnalysisWork& work,
                                  const PlainTable& services, double within, AnalysisResult& result) {
    const auto place = needed_column(services, "market", {"place", "city"}),
               supply = needed_column(services, "market", {"supply", "beds"});
    if (!place) return place.error();
    if (!supply) return supply.error();
    const std::vector<PlaceId> asked = places_asked(input.dataset, input.filter);
    const auto& places = input.dataset.atlas->places;
    std::vector<PlaceId> known;
    for (const PlaceId one : asked)
        if (places[index(one)].population_2020) known.push_back(one);
    if (known.size() < asked.size())
        add_note(result, {"no-population",
                          fmt::format("{} places without a known population are left out",
                                      asked.size() - known.size()),
                          fmt::format("{} 个地点人口未知，未计入", asked.size() - known.size())});
    rests_on(input, RestsOn::population, {"service_access"}, result);
    rests_on(input, RestsOn::cost, {"service_access"}, result);
    std::vector<double> people(known.size()), amount(known.size(), 0);
    for (std::size_t at = 0; at < known.size(); ++at) people[at] = *places[index(known[at])].population_2020;
    for (std::size_t row = 0; row < services.size(); ++row) {
        const auto id = find_place(*input.dataset.atlas, services.cell(row, *place));
        if (!id)
            return Error{
                format_problem(problem_at(services, row, *place, "unknown-place", "an id of the places"))};
        const auto much = cell_number(services, row, *supply);
        if (!much) return much.error();
        if (!(*much >= 0))
            return Error{
                format_problem(problem_at(services, row, *supply, "bad-number", "a number of at least 0"))};
        const auto at = std::ranges::lower_bound(known, *id);
        if (at != known.end() && *at == *id) amount[static_cast<std::size_t>(at - known.begin())] += *much;
    }
    CostMatrix cost = cost_matrix(*input.dataset.atlas, known, input.cost, work.stop);
    if (work.stopped()) return stopped_error();
    for (double& one : cost.cost)
        if (std::isnan(one)) one = unreachable_cost;  // not listed: not known to be within reach
    const std::vector<double> access = two_step_access({cost.cost, known.size()}, people, amount, within);
    RowWriter rows(result, {}, {});
    for (std::size_t at = 0; at < known.size(); ++at)
        rows.add(places[index(known[at])].id, {}, "service_access", access[at] * 1000);
    result.facts.push_back({"services", fmt::format("{}, within {} {}", services.path, within, cost.unit)});
    if (cost.geodesic)
        add_note(result, {"geodesic", "no --cost table: straight-line distance in km stands for cost",
                          "未给 --cost 表：以大地线距离（千米）代替费用"});
    return std::nullopt;
}

}  // namespace flowspace
