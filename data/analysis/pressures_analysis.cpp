// The analysis `pressures`: density, speed of expansion, emissions for what is made, and uncertainty of
// flows.
#include "data/analysis/analysis_parts.h"
#include "data/analysis/plane_shape.h"
#include "data/analysis/pressures.h"
#include "data/pair_selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

namespace flowspace {
namespace {

constexpr std::array<std::string_view, 4> of_indicators = {"density", "expansion", "people_growth",
                                                           "emission_intensity"};
constexpr std::array tables = {AnalysisTable{
    .key = "indicators",
    .shape = TableShape::plain,
    .need = Need::optional,
    .help =
        {"table with place, year and what is known of: population, area_km2, built_km2 (built-up land), "
         "gdp (constant prices), emissions; without it: density by the places' own population and outlines",
         "含 place, year 及已有各列的表：population 人口、area_km2 面积、built_km2 "
         "建成区面积、gdp（不变价）、"
         "emissions 排放量；不给则只按地点的人口与边界计算密度"},
    .measures = of_indicators}};

constexpr std::array measures = {
    Measure{"density", {"people / area of the places", "集聚密度：人口除以面积"}, "persons/km2"},
    Measure{"expansion", {"growth of built-up land a year", "扩张速度：建成区面积年均增长率"}},
    Measure{"people_growth",
            {"growth of people a year (logs), over the years and places of expansion: read the two together",
             "人口年均增长率（对数），年份与地点同扩张速度，两者须对照着看"}},
    Measure{"emission_intensity",
            {"emissions / GDP, in the units of the table", "污染强度：排放量除以 GDP，单位随表"}},
    Measure{
        "volatility",
        {"uncertainty of flows: standard deviation of the log change on the same step a year before (of "
         "months; of days a week before, of hours a day before); n: changes",
         "不确定性：与上年同月（逐日为上周同日，逐时为前一日同时）相比的对数变化的标准差，n 为变化的个数"}},
};

/// Who has pressures: a place by itself, or a group with those of its members that are asked for.
struct Unit {
    std::string id = {};
    std::vector<std::size_t> members = {};  // rows of places
};

struct Ground {
    const AnalysisInput& input;
    const AnalysisWork& work;
    std::vector<PlaceId> places;
    std::vector<Unit> units = {};
    std::vector<std::vector<PressureRow>> rows = {};  // by place, then year
    AnalysisResult& result;
};

std::vector<Unit> units_of(const AnalysisInput& input, const std::vector<PlaceId>& places) {
    std::vector<Unit> units;
    for (const GroupId group : groups_asked(input)) {
        Unit unit{.id = input.dataset.atlas->groups[index(group)].id};
        for (const std::uint32_t at : members_in(input, group, places)) unit.members.push_back(at);
        if (!unit.members.empty()) units.push_back(std::move(unit));
    }
    for (std::size_t at = 0; at < places.size(); ++at)
        units.push_back({input.dataset.atlas->places[index(places[at])].id, {at}});
    return units;
}

PressureRow& row_of(std::vector<PressureRow>& rows, double year) {
    const auto found = std::ranges::find(rows, year, &PressureRow::year);
    if (found != rows.end()) return *found;
    return rows.emplace_back(PressureRow{.year = year});
}

// What the table says -------------------------------------------------------------------------------------

struct Column {
    std::optional<std::size_t> at;
    std::optional<double> PressureRow::*field;
};

Result<std::array<Column, 5>> read_table(Ground& ground, const PlainTable& table) {
    const std::array<Column, 5> columns = {
        {{table.column({"population", "pop", "people"}), &PressureRow::people},
         {table.column({"area_km2", "area"}), &PressureRow::area_km2},
         {table.column({"built_km2", "built"}), &PressureRow::built_km2},
         {table.column({"gdp"}), &PressureRow::gdp},
         {table.column({"emissions", "emission"}), &PressureRow::emissions}}};
    const auto place = needed_column(table, "pressures", {"place", "city", "id"}),
               year = needed_column(table, "pressures", {"year", "period"});
    if (!place) return place.error();
    if (!year) return year.error();
    for (std::size_t row = 0; row < table.size(); ++row) {
        const auto id = find_place(*ground.input.dataset.atlas, table.cell(row, *place));
        if (!id)
            return Error{
                format_problem(problem_at(table, row, *place, "unknown-place", "an id of the places"))};
        const auto when = cell_number(table, row, *year);
        if (!when) return when.error();
        const auto at = std::ranges::lower_bound(ground.places, *id);
        if (std::isnan(*when) || at == ground.places.end() || *at != *id) continue;
        PressureRow& known = row_of(ground.rows[static_cast<std::size_t>(at - ground.places.begin())], *when);
        for (const Column& column : columns) {
            if (!column.at) continue;
            const auto number = cell_number(table, row, *column.at);
            if (!number) return number.error();
            if (*number < 0)
                return Error{format_problem(
                    problem_at(table, row, *column.at, "bad-number", "a number of at least 0"))};
            if (!std::isnan(*number)) known.*column.field = *number;
        }
    }
    return columns;
}

// What the places themselves say --------------------------------------------------------------------------

void take_population(Ground& ground) {
    for (std::size_t at = 0; at < ground.places.size(); ++at) {
        const Place& place = ground.input.dataset.atlas->places[index(ground.places[at])];
        if (place.population_2010) row_of(ground.rows[at], 2010).people = place.population_2010;
        if (place.population_2020) row_of(ground.rows[at], 2020).people = place.population_2020;
    }
    rests_on(ground.input, RestsOn::population, {"density", "people_growth"}, ground.result);
}

/// By the outlines of the places, in a plane with equal areas.
std::optional<Error> take_areas(Ground& ground) {
    if (!ground.input.dataset.base_map) return std::nullopt;
    const auto projection = Projection::create(albers_china);
    if (!projection) return projection.error();
    std::map<std::string_view, const Region*> outlines;
    for (const Region& region : ground.input.dataset.base_map->prefectures)
        outlines.emplace(region.id, &region);
    for (std::size_t at = 0; at < ground.places.size(); ++at) {
        const auto found = outlines.find(ground.input.dataset.atlas->places[index(ground.places[at])].id);
        if (found == outlines.end()) continue;
        const double km2 = shape_of({}, found->second->shape, *projection).area_km2();
        for (PressureRow& row : ground.rows[at])
            if (km2 > 0) row.area_km2 = km2;
    }
    ground.result.facts.push_back({"area", "of the outlines, in an equal-area projection"});
    return std::nullopt;
}

// Rows ----------------------------------------------------------------------------------------------------

std::string years_of(const PressureValue& value) {
    return value.first_year == value.last_year ? fmt::format("{:g}", value.last_year)
                                               : fmt::format("{:g}..{:g}", value.first_year, value.last_year);
}

struct Wanted {
    std::string_view measure;
    std::optional<PressureValue> Pressures::*value;
    OutputNote without;  // where no unit has it
};

std::array<Wanted, 4> wanted() {
    return {
        Wanted{"density",
               &Pressures::density,
               {"needs-area",
                "density needs people and area: give --indicators FILE with place, year, population, "
                "area_km2, or outlines of the places (--boundaries)",
                "集聚密度需要人口与面积：请给出含 place, year, population, area_km2 的 --indicators 文件，"
                "或各地点的边界（--boundaries）"}},
        Wanted{
            "expansion",
            &Pressures::expansion,
            {"needs-built",
             "the speed of expansion needs built-up land in two years or more: give --indicators FILE "
             "with place, year, built_km2",
             "扩张速度需要至少两个年份的建成区面积：请给出含 place, year, built_km2 的 --indicators 文件"}},
        Wanted{
            "people_growth",
            &Pressures::people_growth,
            {"needs-built-and-people",
             "growth of people stands beside expansion: give --indicators FILE with place, year, "
             "built_km2, population",
             "人口增长率与扩张速度对照：请给出含 place, year, built_km2, population 的 --indicators 文件"}},
        Wanted{"emission_intensity",
               &Pressures::emission_intensity,
               {"needs-emissions",
                "what is emitted for what is made needs both: give --indicators FILE with place, year, "
                "emissions, gdp (constant prices)",
                "污染强度需要排放量与 GDP：请给出含 place, year, emissions, gdp（不变价）的 --indicators "
                "文件"}}};
}

void add_pressures(const Ground& ground) {
    std::vector<Pressures> found;
    for (const Unit& unit : ground.units) {
        std::vector<std::vector<PressureRow>> members;
        for (const std::size_t at : unit.members) members.push_back(ground.rows[at]);
        found.push_back(pressures_of(members));
    }
    bool partly = false;
    for (Wanted& want : wanted()) {
        bool any = false;
        for (std::size_t at = 0; at < found.size(); ++at) {
            const std::optional<PressureValue>& value = found[at].*want.value;
            if (!value) continue;
            any = true;
            RowWriter rows(ground.result, {}, years_of(*value));
            AnalysisRow& row = rows.add(ground.units[at].id, {}, want.measure, value->value);
            row.n = static_cast<std::int64_t>(value->places);
            if (value->places == ground.units[at].members.size()) continue;
            row.note = "partly-known";
            partly = true;
        }
        if (any) continue;
        RowWriter(ground.result, {}, {}).add("all", {}, want.measure, std::nullopt).note = want.without.code;
        add_note(ground.result, std::move(want.without));
    }
    if (partly)
        add_note(ground.result, {"partly-known", "members that lack what it needs are not in the number",
                                 "缺数据的成员未计入该数"});
}

// Uncertainty ---------------------------------------------------------------------------------------------

/// What repeats, in steps.
std::size_t season_of(Grain grain) {
    switch (grain) {
        case Grain::month:
            return 12;
        case Grain::week:
            return 52;
        case Grain::day:
            return 7;
        case Grain::hour:
            return 24;
        default:
            return 1;
    }
}

/// Of each unit the sum per step of what starts or ends in it, each flow once; NaN where no row says.
Result<std::vector<std::vector<double>>> series_of(const Ground& ground, LayerId layer, StepRange steps) {
    const FlowSource& flows = *ground.input.dataset.flows;
    const TimeAxis& axis = flows.time_axis();
    const std::span<const Pair> pairs = flows.pairs();
    const std::vector<std::uint8_t> selected =
        select_pairs(*ground.input.dataset.atlas, pairs, ground.input.filter);
    std::vector<std::vector<std::size_t>> units_of_place(ground.input.dataset.atlas->places.size());
    for (std::size_t unit = 0; unit < ground.units.size(); ++unit)
        for (const std::size_t at : ground.units[unit].members)
            units_of_place[index(ground.places[at])].push_back(unit);
    const double unknown = std::numeric_limits<double>::quiet_NaN();
    std::vector<std::vector<double>> series(ground.units.size());
    for (std::size_t step = steps.first; step < steps.last; ++step) {
        const auto sums = flows.pair_sums(layer, {axis.starts[step], step_end(axis.grain, axis.starts[step])},
                                          ground.work.stop);
        if (ground.work.stopped()) return stopped_error();
        if (!sums) return sums.error();
        for (std::vector<double>& one : series) one.push_back(unknown);
        const auto count = [&](std::size_t unit, double flow) {
            double& sum = series[unit].back();
            sum = std::isnan(sum) ? flow : sum + flow;
        };
        for (std::size_t pair = 0; pair < pairs.size(); ++pair) {
            if (!selected[pair] || (*sums)[pair].rows == 0) continue;
            const double flow = value((*sums)[pair]);
            const auto& from = units_of_place[index(pairs[pair].origin)];
            for (const std::size_t unit : from) count(unit, flow);
            for (const std::size_t unit : units_of_place[index(pairs[pair].destination)])
                if (!std::ranges::binary_search(from, unit)) count(unit, flow);
        }
        ground.work.at(static_cast<double>(step + 1 - steps.first) /
                       static_cast<double>(steps.last - steps.first));
    }
    return series;
}

std::optional<Error> add_volatility(const Ground& ground) {
    constexpr std::size_t most_steps = 400;  // each is a question to the source
    const TimeAxis& axis = ground.input.dataset.flows->time_axis();
    StepRange steps = steps_in(axis, ground.input.filter.window);
    const std::size_t season = season_of(axis.grain);
    if (steps.last - steps.first > most_steps) {
        steps.first = steps.last - most_steps;
        add_note(ground.result,
                 {"latest-steps", fmt::format("volatility is of the latest {} steps", most_steps),
                  fmt::format("不确定性只取最近 {} 步", most_steps)});
    }
    bool any = false;
    if (axis.grain != Grain::none && steps.last - steps.first > season)
        for (const LayerId layer : layers_asked(*ground.input.dataset.flows, ground.input.filter)) {
            const auto series = series_of(ground, layer, steps);
            if (!series) return series.error();
            RowWriter rows(ground.result, ground.input.dataset.flows->layers()[index(layer)].key,
                           period_of(axis, ground.input.filter.window).label);
            for (std::size_t unit = 0; unit < series->size(); ++unit)
                if (const auto found = volatility((*series)[unit], season)) {
                    rows.add(ground.units[unit].id, {}, "volatility", found->value).n =
                        static_cast<std::int64_t>(found->changes);
                    any = true;
                }
        }
    if (any) return std::nullopt;
    RowWriter(ground.result, {}, {}).add("all", {}, "volatility", std::nullopt).note = "needs-times";
    add_note(ground.result,
             {"needs-times",
              "uncertainty compares each step with the same one a season before: open flows by month over "
              "more than a year (by day over more than a week), or choose a longer window",
              "不确定性须与上一周期的同一步比较：请打开逐月一年以上（或逐日一周以上）的流，或放宽时间窗口"});
    return std::nullopt;
}

Result<AnalysisResult> run(const AnalysisInput& input, const AnalysisWork& work) {
    AnalysisResult result;
    Ground ground{
        .input = input, .work = work, .places = places_asked(input.dataset, input.filter), .result = result};
    ground.units = units_of(input, ground.places);
    ground.rows.resize(ground.places.size());
    std::array<Column, 5> columns = {};
    if (const auto table = input.tables.find("indicators"); table != input.tables.end()) {
        const auto read = read_table(ground, table->second);
        if (!read) return read.error();
        columns = *read;
    }
    if (!columns[0].at) take_population(ground);
    if (!columns[1].at)
        if (auto error = take_areas(ground)) return *error;
    if (work.stopped()) return stopped_error();
    add_pressures(ground);
    if (auto error = add_volatility(ground)) return *error;
    add_note(result,
             {"no-verdict", "no threshold is applied: a dial says only where a unit stands among the others",
              "不设阈值：表盘只说明其在同类之中的位置"});
    return result;
}

}  // namespace

Analysis pressures_analysis() {
    return {
        .key = "pressures",
        .name = {"Four pressures", "四重压力"},
        .help =
            {"How pressed a city or a group is, by four numbers: how densely it is settled, how fast its "
             "built-up land grows (beside its people), what it emits for what it makes, and how uncertain "
             "its flows are from year to year. Numbers without a verdict: each is read among the others of "
             "its kind.",
             "城市或分组承受的四重压力：集聚密度、扩张速度（与人口增长对照）、污染强度，以及流逐年变化的不"
             "确定性。只给数值，不下结论：各与同类相比。"},
        .formula =
            "sum people / sum km2; ((V1-V0)/V0)/T beside ln(P1/P0)/T; sum emissions / sum GDP; sd of "
            "ln(x_t / x_{t-s}), s the season",
        .source = "SDG 11.3.1 (UN-Habitat); ratios of sums",
        .measures = measures,
        .tables = tables,
        .run = run,
    };
}

}  // namespace flowspace
