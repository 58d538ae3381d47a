// The analysis `circles`: the commuting circle of each core city, by counties, against what plans draw.
#include "data/analysis/analysis_parts.h"
#include "data/analysis/commuting_circle.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

namespace flowspace {
namespace {

constexpr std::array tables = {
    AnalysisTable{.key = "units",
                  .shape = TableShape::plain,
                  .need = Need::required,
                  .help = {"table of counties: unit, core (name of the core city it is part of, else empty), "
                           "residents (employed, "
                           "wherever they work); optional: official (name of the core of the planned circle)",
                           "区县表：unit, core（所属核心城市，非核心留空）, residents（就业常住人口）；可选 "
                           "official（规划都市圈的核心）"}},
    AnalysisTable{.key = "commuting",
                  .shape = TableShape::plain,
                  .need = Need::required,
                  .help = {"table with home, work, workers, those within a unit included",
                           "含 home, work, workers 的通勤表，含本区县内通勤"}},
    AnalysisTable{
        .key = "neighbours",
        .shape = TableShape::plain,
        .need = Need::required,
        .help = {"table with a, b: units that share a border", "含 a, b 的邻接表：有共同边界的区县"}},
    AnalysisTable{.key = "minutes",
                  .shape = TableShape::plain,
                  .need = Need::optional,
                  .help = {"table with from, to, minutes", "含 from, to, minutes 的时间表"}}};

constexpr std::array<std::string_view, 2> reaches = {"core", "area"};
constexpr std::array settings = {
    AnalysisSetting{.key = "share",
                    .standard = "0.15",
                    .help = {"of a unit's workers who must work in the core", "到核心就业者占比的门槛"},
                    .least = 0.001,
                    .most = 1},
    AnalysisSetting{.key = "most-minutes",
                    .standard = "0",
                    .help = {"to the core at most so many; 0: no limit (needs --minutes)",
                             "到核心的时间上限，0 为不限（需要 --minutes）"},
                    .least = 0,
                    .most = 1000},
    AnalysisSetting{
        .key = "reach",
        .standard = "core",
        .help = {"core: share of workers in the core; area: in the circle so far, again and again",
                 "core 按到核心的占比；area 按到已成圈范围的占比反复外扩"},
        .choices = reaches}};

constexpr std::array measures = {
    Measure{"circle", {"the core whose circle the unit is in; none", "所属通勤圈的核心；none 为不在圈内"}},
    Measure{"status",
            {"core, hinterland, filled (surrounded), dropped (not connected), outside",
             "归属：core 核心、hinterland 腹地、filled 填充、dropped 剔除、outside 圈外"}},
    Measure{"share", {"of its workers in the core of item", "就业者占比：在 item 核心就业者"}},
    Measure{"units", {"in the circle", "圈内区县数"}},
    Measure{"residents", {"employed residents of the circle", "圈内就业常住人口"}},
    Measure{"supply_containment", {"of its workers, the share that works inside", "就业者在圈内就业占比"}},
    Measure{"demand_containment",
            {"of those who work inside, the share that lives inside", "圈内岗位由圈内居民承担占比"}},
    Measure{"merged_into", {"core that this core was merged into", "并入的核心"}},
    Measure{"official_circle",
            {"the core of the planned circle; none", "所属规划都市圈的核心；none 为不在规划圈内"}},
    Measure{"isochrone", {"the core within 60 minutes, cores not merged", "60 分钟圈所属核心（核心不合并）"}},
    Measure{"mean_minutes", {"of commutes inside, where known", "圈内平均通勤时间（已知者）"}, "minutes"},
    Measure{"within_45", {"share of them of at most 45 minutes", "45 分钟以内占比"}},
    Measure{"beyond_60", {"share of them beyond 60 minutes", "超过 60 分钟占比"}},
    Measure{"recall",
            {"of the residents of the planned circle, the share in the commuting circle",
             "规划圈居民落在通勤圈内的占比"}},
    Measure{"precision",
            {"of the residents of the commuting circle, the share in the planned circle",
             "通勤圈居民落在规划圈内的占比"}},
};

struct Counties {
    std::vector<std::string> units, cores;
    std::vector<std::string> official;  // per unit
    bool plans = false;                 // the table tells them
    CommutingRegion region;
};

Result<std::uint32_t> unit_of(const std::map<std::string, std::uint32_t, std::less<>>& known,
                              const PlainTable& table, std::size_t row, std::size_t column) {
    const auto found = known.find(table.cell(row, column));
    if (found != known.end()) return found->second;
    return Error{format_problem(problem_at(table, row, column, "unknown-place", "a unit of --units"))};
}

Result<Counties> read_units(const PlainTable& table) {
    Counties made;
    const auto unit = needed_column(table, "circles", {"unit", "id"});
    const auto core = needed_column(table, "circles", {"core"});
    const auto people = needed_column(table, "circles", {"residents", "employed_residents"});
    for (const auto* column : {&unit, &core, &people})
        if (!*column) return column->error();
    const auto official = table.column({"official"});
    made.plans = official.has_value();
    for (std::size_t row = 0; row < table.size(); ++row) {
        const auto residents = cell_number(table, row, *people);
        if (!residents) return residents.error();
        made.units.emplace_back(table.cell(row, *unit));
        made.region.residents.push_back(std::isnan(*residents) ? 0 : *residents);
        made.official.emplace_back(official ? table.cell(row, *official) : "");
        made.region.core.emplace_back();
        const std::string name(table.cell(row, *core));
        if (name.empty()) continue;
        auto at = std::ranges::find(made.cores, name);
        if (at == made.cores.end()) at = made.cores.insert(at, name);
        made.region.core.back() = static_cast<std::uint32_t>(at - made.cores.begin());
    }
    if (made.cores.empty())
        return Error{table.path +
                     ": found no unit with a core, expected the name of a core city in column core"};
    return made;
}

/// Fills in commuting, neighbours and minutes.
std::optional<Error> read_ties(const AnalysisInput& input, Counties& made) {
    std::map<std::string, std::uint32_t, std::less<>> known;
    for (std::uint32_t at = 0; at < made.units.size(); ++at) known.emplace(made.units[at], at);
    const auto each = [&](const std::string& key, std::array<std::vector<std::string_view>, 3> names,
                          const auto& take) -> std::optional<Error> {
        const auto table = input.tables.find(key);
        if (table == input.tables.end()) return std::nullopt;
        const auto a = needed_column(table->second, "circles", names[0]),
                   b = needed_column(table->second, "circles", names[1]);
        if (!a) return a.error();
        if (!b) return b.error();
        std::optional<std::size_t> number;
        if (!names[2].empty()) {
            const auto column = needed_column(table->second, "circles", names[2]);
            if (!column) return column.error();
            number = *column;
        }
        for (std::size_t row = 0; row < table->second.size(); ++row) {
            const auto from = unit_of(known, table->second, row, *a),
                       to = unit_of(known, table->second, row, *b);
            if (!from) return from.error();
            if (!to) return to.error();
            const auto value = number ? cell_number(table->second, row, *number) : Result<double>(0.0);
            if (!value) return value.error();
            if (!std::isnan(*value)) take(*from, *to, *value);
        }
        return std::nullopt;
    };
    CommutingRegion& region = made.region;
    if (auto error = each("commuting", {{{"home", "origin"}, {"work", "destination"}, {"workers", "value"}}},
                          [&](auto from, auto to, double value) {
                              region.commuting.push_back({from, to, value});
                          }))
        return error;
    if (auto error = each("neighbours", {{{"a", "u"}, {"b", "v"}, {}}},
                          [&](auto from, auto to, double) { region.neighbours.emplace_back(from, to); }))
        return error;
    if (!input.tables.contains("minutes")) return std::nullopt;
    region.minutes = SquareMatrix(made.units.size(), std::numeric_limits<double>::infinity());
    for (std::size_t at = 0; at < made.units.size(); ++at) region.minutes(at, at) = 0;
    return each("minutes", {{{"from", "origin"}, {"to", "destination"}, {"minutes"}}},
                [&](auto from, auto to, double value) { region.minutes(from, to) = value; });
}

std::string word_of(CircleStatus status) {
    switch (status) {
        case CircleStatus::core:
            return "core";
        case CircleStatus::hinterland:
            return "hinterland";
        case CircleStatus::filled:
            return "filled";
        case CircleStatus::dropped:
            return "dropped";
        case CircleStatus::outside:
            break;
    }
    return "outside";
}

void add_plan(const Counties& made, const Circles& circles, std::uint32_t core, RowWriter& rows) {
    std::vector<std::uint8_t> found, official;
    for (std::size_t unit = 0; unit < made.units.size(); ++unit) {
        found.push_back(circles.circle[unit] == core);
        official.push_back(made.official[unit] == made.cores[core]);
    }
    const auto match = area_match(made.region.residents, found, official);
    if (!match) return;
    rows.add(made.cores[core], {}, "recall", match->recall);
    rows.add(made.cores[core], {}, "precision", match->precision);
}

void add_circles(const Counties& made, const Circles& circles, RowWriter& rows) {
    for (const CircleTotals& total : circle_totals(made.region, circles)) {
        const std::string& name = made.cores[total.core];
        rows.add(name, {}, "units", static_cast<double>(total.units));
        rows.add(name, {}, "residents", total.residents);
        rows.add(name, {}, "supply_containment", total.supply_containment);
        rows.add(name, {}, "demand_containment", total.demand_containment);
        add_plan(made, circles, total.core, rows);
        if (made.region.minutes.size == 0) continue;
        const auto times =
            commute_times(made.region, circles, total.core, std::numeric_limits<double>::quiet_NaN());
        if (!times) continue;
        rows.add(name, {}, "mean_minutes", times->mean_minutes).n = static_cast<std::int64_t>(times->workers);
        rows.add(name, {}, "within_45", times->within_45);
        rows.add(name, {}, "beyond_60", times->beyond_60);
    }
    for (std::size_t core = 0; core < made.cores.size(); ++core)
        if (circles.merged[core] != core)
            rows.say(made.cores[core], {}, "merged_into", made.cores[circles.merged[core]]);
}

Result<AnalysisResult> run(const AnalysisInput& input, const AnalysisWork& work) {
    AnalysisResult result;
    Result<Counties> made = read_units(input.tables.at("units"));
    if (!made) return made.error();
    if (const auto error = read_ties(input, *made)) return *error;
    if (work.stopped()) return stopped_error();
    CircleRule rule{.share = number_setting(input, settings[0])};
    if (const double most = number_setting(input, settings[1]); most > 0) {
        if (made->region.minutes.size == 0)
            return Error{
                "--most-minutes: found no table of minutes, expected --minutes FILE with from, to, minutes"};
        rule.most_minutes = most;
    }
    if (word_setting(input, settings[2]) == "area") rule.reach = CircleRule::Reach::area;
    const Circles circles = commuting_circles(made->region, rule);
    RowWriter rows(result, {}, {});
    add_circles(*made, circles, rows);
    const auto shares = core_shares(made->region);
    const bool timed = made->region.minutes.size > 0;
    const Circles near = timed ? isochrone_circles(made->region, 60) : Circles{};
    for (std::size_t unit = 0; unit < made->units.size(); ++unit) {
        const std::string& name = made->units[unit];
        rows.say(name, {}, "circle", circles.circle[unit] ? made->cores[*circles.circle[unit]] : "");
        rows.say(name, {}, "status", word_of(circles.status[unit]));
        if (made->plans) rows.say(name, {}, "official_circle", made->official[unit]);
        for (std::size_t core = 0; core < made->cores.size(); ++core)
            rows.add(name, made->cores[core], "share", shares[unit][core]);
        if (timed) rows.say(name, {}, "isochrone", near.circle[unit] ? made->cores[*near.circle[unit]] : "");
    }
    add_note(result,
             {"counties", "units must be counties or districts: prefectures are too large for commuting",
              "单元应为区县：地级市尺度过大，不适于通勤分析"});
    if (timed)
        add_note(result,
                 {"inner-commutes", "times are those of commutes between units: inside a unit none is known",
                  "通勤时间只计跨区县者，区县内部时间未知"});
    return result;
}

}  // namespace

Analysis circles_analysis() {
    return {
        .key = "circles",
        .name = {"Commuting circles", "通勤圈"},
        .help = {"The circle of each core city by who commutes into it: cores that work in each other are "
                 "merged, units join the core "
                 "with the largest share of their workers, what a circle surrounds is filled in, what does "
                 "not touch it is "
                 "dropped; beside it the 60-minute circle and the planned one. Planned circles tend to "
                 "exceed commuting circles.",
                 "按通勤联系划定各核心城市的圈：互相通勤的核心合并，区县归入就业占比最大的核心，被包围者填充"
                 "，不相连者剔除；"
                 "并列出 60 分钟圈与规划圈。规划圈往往大于通勤圈。"},
        .formula = "core + units with >= share of workers in it; fill, drop, fill",
        .source = "Dijkstra, Poelman & Veneri 2019 OECD RDWP 2019/11",
        .measures = measures,
        .settings = settings,
        .tables = tables,
        .run = run,
    };
}

}  // namespace flowspace
