// The analysis `market`: prices that move together, trades that differ, land against people, meetings and
// flows.
#include "data/analysis/analysis_parts.h"
#include "data/analysis/market.h"
#include "data/analysis/market_parts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <set>

namespace flowspace {
namespace {

constexpr std::array<std::string_view, 2> of_prices = {"price_variance", "price_integration"};
constexpr std::array<std::string_view, 3> of_employment = {"krugman", "location_quotient",
                                                           "functional_specialisation"};
constexpr std::array<std::string_view, 4> of_land = {"land_rate", "people_rate", "land_people_ratio",
                                                     "built_m2_per_head"};
constexpr std::array<std::string_view, 5> of_events = {"joint_meetings", "meeting_tie", "meeting_jaccard",
                                                       "meeting_flow_correlation", "meeting_flow_p"};
constexpr std::array<std::string_view, 1> of_services = {"service_access"};
constexpr std::array<std::string_view, 3> of_areas = {"area", "area_in_line", "share_in_line"};
constexpr std::array<std::string_view, 2> of_corridors = {"corridor_km", "corridor_km_in_line"};
constexpr std::array<std::string_view, 3> of_lines = {"area_in_line", "share_in_line", "corridor_km_in_line"};

constexpr std::array tables = {
    AnalysisTable{.key = "prices",
                  .shape = TableShape::plain,
                  .need = Need::one_of,
                  .help = {"table with place, good, year, index (previous year 100)",
                           "含 place, good, year, index（上年=100）的价格表"},
                  .measures = of_prices},
    AnalysisTable{.key = "employment",
                  .shape = TableShape::plain,
                  .need = Need::one_of,
                  .help = {"table with place and one column per sector; optional: managers, production",
                           "含 place 与各行业就业列的表；可选 managers 管理人员、production 生产人员"},
                  .measures = of_employment},
    AnalysisTable{
        .key = "land",
        .shape = TableShape::plain,
        .need = Need::one_of,
        .help =
            {"table with place, built_first, built_last (km2), people_first, people_last (persons), years",
             "含 place, built_first, built_last（平方千米）, people_first, people_last（人）, years 的表"},
        .measures = of_land},
    AnalysisTable{
        .key = "events",
        .shape = TableShape::plain,
        .need = Need::one_of,
        .help = {"table with meeting, place: who took part", "含 meeting, place 的表：各次会议的参与者"},
        .measures = of_events},
    AnalysisTable{.key = "services",
                  .shape = TableShape::plain,
                  .need = Need::one_of,
                  .help = {"table with place, supply (beds, seats): who can reach how much within --within",
                           "含 place, supply（床位、学位等）的表：在 --within 以内可得的人均服务"},
                  .measures = of_services},
    AnalysisTable{.key = "lines",
                  .shape = TableShape::outlines,
                  .need = Need::one_of,
                  .help = {"outlines of control lines, with a column name", "控制线的边界，含 name 列"},
                  .measures = of_lines},
    AnalysisTable{
        .key = "areas",
        .shape = TableShape::outlines,
        .need = Need::optional,
        .help = {"with --lines: outlines of planned areas, with a column name; without it: the places",
                 "配合 --lines：规划地块的边界，含 name 列；不给则用各地点的边界"},
        .measures = of_areas},
    AnalysisTable{.key = "corridors",
                  .shape = TableShape::plain,
                  .need = Need::optional,
                  .help = {"with --lines: table with from, to: straight lines between places",
                           "配合 --lines：含 from, to 的表，两地之间的直线廊道"},
                  .measures = of_corridors}};

constexpr std::array settings = {
    AnalysisSetting{.key = "draws",
                    .standard = "5000",
                    .help = {"random relabellings with more than 8 places", "地点多于 8 个时随机重排的次数"},
                    .least = 100,
                    .most = 1000000},
    AnalysisSetting{
        .key = "within",
        .standard = "60",
        .help = {"how far services are reached, in the unit of the costs", "服务可达的上限（费用单位）"},
        .least = 0,
        .most = 100000}};

constexpr std::array measures = {
    Measure{"price_variance",
            {"over goods, of how much price changes of two places differ from usual",
             "价格变动方差：两地相对价格变动（去均值）在各商品间的方差"}},
    Measure{"price_integration",
            {"1 / square root of it: larger is more one market",
             "市场一体化指数：价格变动方差平方根的倒数，越大越一体化"}},
    Measure{
        "krugman",
        {"difference of sector shares, 0 alike to 2 nothing in common", "克鲁格曼指数：0 相同，2 完全不同"}},
    Measure{"location_quotient",
            {"share of the sector (item) here / in all places", "区位商：本地该行业（item）占比与总体之比"}},
    Measure{
        "functional_specialisation",
        {"managers per production worker against all, - 1", "功能专业化：管理与生产人员之比相对总体，减 1"}},
    Measure{"land_rate", {"growth of built land a year", "建设用地年增长率"}},
    Measure{"people_rate", {"growth of people a year, logs", "人口年增长率（对数）"}},
    Measure{"land_people_ratio",
            {"of the two (SDG 11.3.1): means nothing where people hardly change",
             "土地与人口增长率之比（SDG 11.3.1），人口近乎不变时无意义"}},
    Measure{"built_m2_per_head", {"at the end", "期末人均建设用地"}, "m2"},
    Measure{"joint_meetings", {"of two places", "两地共同参加的会议数"}},
    Measure{"meeting_tie", {"sum over joint meetings of 1 / (members - 1)", "会议联系强度（Newman）"}},
    Measure{"meeting_jaccard", {"joint meetings / meetings of either", "共同会议占比（Jaccard）"}},
    Measure{"meeting_flow_correlation",
            {"of meeting ties and flows (both directions)", "会议联系与流量的相关系数"}},
    Measure{"meeting_flow_p",
            {"share of relabellings with at least that correlation (QAP)", "相关不低于此值的重排占比（QAP）"},
            "",
            MeasureKind::inference},
    Measure{"service_access",
            {"supply per 1,000 persons who can reach it, summed over what is within reach (2SFCA)",
             "两步移动搜寻法可达性：每千人可得的服务量"}},
    Measure{"area", {"of a planned area or a place", "地块或地点的面积"}, "km2"},
    Measure{"area_in_line",
            {"of it within the control line (item)", "线内面积：落入控制线（item）的面积"},
            "km2"},
    Measure{"share_in_line", {"the same / area", "线内面积占比：落入控制线（item）的面积占比"}},
    Measure{"corridor_km", {"length between two places", "廊道长度"}, "km"},
    Measure{"corridor_km_in_line",
            {"of it within the control line (item)", "廊道线内长度：廊道落入控制线（item）的长度"},
            "km"},
};

const PlainTable* given(const AnalysisInput& input, std::string_view key) {
    const auto table = input.tables.find(key);
    return table == input.tables.end() ? nullptr : &table->second;
}

/// Names in the order of their first row.
class Names {
public:
    std::size_t at(std::string_view name) {
        const auto [found, fresh] = index_.try_emplace(std::string(name), list_.size());
        if (fresh) list_.emplace_back(name);
        return found->second;
    }
    const std::vector<std::string>& list() const { return list_; }

private:
    std::map<std::string, std::size_t> index_;
    std::vector<std::string> list_;
};

std::optional<Error> add_prices(const PlainTable& table, AnalysisResult& result) {
    const auto place = needed_column(table, "market", {"place", "city"}),
               good = needed_column(table, "market", {"good", "commodity"});
    const auto year = needed_column(table, "market", {"year", "period"});
    const auto level = needed_column(table, "market", {"index", "index_previous_year_100"});
    for (const auto* column : {&place, &good, &year, &level})
        if (!*column) return column->error();
    Names places, goods;
    std::set<std::string> years;
    for (std::size_t row = 0; row < table.size(); ++row) {
        places.at(table.cell(row, *place));
        goods.at(table.cell(row, *good));
        years.emplace(table.cell(row, *year));
    }
    for (const std::string& when : years) {
        std::vector<double> change(places.list().size() * goods.list().size(),
                                   std::numeric_limits<double>::quiet_NaN());
        for (std::size_t row = 0; row < table.size(); ++row) {
            if (table.cell(row, *year) != when) continue;
            const auto value = cell_number(table, row, *level);
            if (!value) return value.error();
            if (*value <= 0)
                return Error{
                    format_problem(problem_at(table, row, *level, "bad-number", "an index above 0"))};
            change[places.at(table.cell(row, *place)) * goods.list().size() +
                   goods.at(table.cell(row, *good))] = std::log(*value / 100);
        }
        RowWriter rows(result, {}, when);
        for (const PriceSegmentation& pair :
             price_segmentation(change, places.list().size(), goods.list().size())) {
            const std::string item = places.list()[pair.a] + "-" + places.list()[pair.b];
            const auto n = static_cast<std::int64_t>(pair.goods);
            rows.add("pair", item, "price_variance", pair.variance).n = n;
            rows.add("pair", item, "price_integration", pair.integration).n = n;
        }
    }
    return std::nullopt;
}

std::optional<Error> add_employment(const PlainTable& table, AnalysisResult& result) {
    const auto place = needed_column(table, "market", {"place", "city"});
    if (!place) return place.error();
    const auto managers = table.column({"managers", "managers_professionals"});
    const auto production = table.column({"production", "production_workers"});
    std::vector<std::size_t> sectors;
    for (std::size_t column = 0; column < table.columns.size(); ++column)
        if (column != *place && column != managers && column != production) sectors.push_back(column);
    if (sectors.empty())
        return Error{table.path + ": found no sector, expected one column of employment per sector"};
    std::vector<double> employment, manage, produce;
    for (std::size_t row = 0; row < table.size(); ++row) {
        double sum = 0;
        for (const std::size_t column : sectors) {
            const auto value = cell_number(table, row, column);
            if (!value) return value.error();
            if (!(*value >= 0))
                return Error{
                    format_problem(problem_at(table, row, column, "bad-number", "a number of at least 0"))};
            employment.push_back(*value);
            sum += *value;
        }
        if (!(sum > 0))
            return Error{format_problem(problem_at(table, row, *place, "empty", "employment above 0"))};
        if (!managers || !production) continue;
        const auto m = cell_number(table, row, *managers), p = cell_number(table, row, *production);
        if (!m) return m.error();
        if (!p) return p.error();
        manage.push_back(*m);
        produce.push_back(*p);
    }
    const Specialisation found = specialisation(employment, table.size(), sectors.size());
    const std::vector<double> functional = functional_specialisation(manage, produce);
    RowWriter rows(result, {}, {});
    for (std::size_t a = 0; a < table.size(); ++a) {
        const std::string name(table.cell(a, *place));
        for (std::size_t sector = 0; sector < sectors.size(); ++sector)
            rows.add(name, table.columns[sectors[sector]], "location_quotient",
                     found.location_quotient[a * sectors.size() + sector]);
        if (!functional.empty()) rows.add(name, {}, "functional_specialisation", functional[a]);
        for (std::size_t b = a + 1; b < table.size(); ++b)
            rows.add("pair", name + "-" + std::string(table.cell(b, *place)), "krugman", found.krugman(a, b));
    }
    return std::nullopt;
}

std::optional<Error> add_land(const PlainTable& table, AnalysisResult& result) {
    const auto place = needed_column(table, "market", {"place", "city"});
    if (!place) return place.error();
    constexpr std::array<std::string_view, 5> names = {"built_first", "built_last", "people_first",
                                                       "people_last", "years"};
    std::array<std::size_t, 5> columns{};
    for (std::size_t at = 0; at < names.size(); ++at) {
        const auto column = needed_column(table, "market", {names[at]});
        if (!column) return column.error();
        columns[at] = *column;
    }
    RowWriter rows(result, {}, {});
    for (std::size_t row = 0; row < table.size(); ++row) {
        std::array<double, 5> value{};
        for (std::size_t at = 0; at < names.size(); ++at) {
            const auto number = cell_number(table, row, columns[at]);
            if (!number) return number.error();
            if (!(*number > 0))
                return Error{
                    format_problem(problem_at(table, row, columns[at], "bad-number", "a number above 0"))};
            value[at] = *number;
        }
        const LandRates rates = land_rates({value[0], value[1], value[2], value[3], value[4]}, 1);
        const std::string name(table.cell(row, *place));
        rows.add(name, {}, "land_rate", rates.land);
        rows.add(name, {}, "people_rate", rates.people);
        rows.add(name, {}, "land_people_ratio", rates.ratio);
        rows.add(name, {}, "built_m2_per_head", rates.built_m2_per_head);
    }
    return std::nullopt;
}

/// Meetings, and whether those who meet also exchange more.
std::optional<Error> add_meetings(const AnalysisInput& input, const AnalysisWork& work,
                                  const PlainTable& table, AnalysisResult& result) {
    const auto meeting = needed_column(table, "market", {"meeting", "event"}),
               place = needed_column(table, "market", {"place", "city"});
    if (!meeting) return meeting.error();
    if (!place) return place.error();
    Names meetings;
    std::set<PlaceId> members;
    for (std::size_t row = 0; row < table.size(); ++row) {
        const auto id = find_place(*input.dataset.atlas, table.cell(row, *place));
        if (!id)
            return Error{
                format_problem(problem_at(table, row, *place, "unknown-place", "an id of the places"))};
        members.insert(*id);
        meetings.at(table.cell(row, *meeting));
    }
    const std::vector<PlaceId> places(members.begin(), members.end());
    std::vector<std::uint8_t> present(places.size() * meetings.list().size(), 0);
    for (std::size_t row = 0; row < table.size(); ++row) {
        const auto at = static_cast<std::size_t>(
            std::ranges::lower_bound(places, *find_place(*input.dataset.atlas, table.cell(row, *place))) -
            places.begin());
        present[at * meetings.list().size() + meetings.at(table.cell(row, *meeting))] = 1;
    }
    const auto ties = meeting_ties(present, places.size(), meetings.list().size());
    SquareMatrix newman(places.size(), 0);
    RowWriter plain(result, {}, {});
    for (const MeetingTie& tie : ties) {
        newman(tie.a, tie.b) = newman(tie.b, tie.a) = tie.newman;
        if (tie.joint == 0) continue;
        const auto& all = input.dataset.atlas->places;
        const std::string item = all[index(places[tie.a])].id + "-" + all[index(places[tie.b])].id;
        plain.add("pair", item, "joint_meetings", static_cast<double>(tie.joint));
        plain.add("pair", item, "meeting_tie", tie.newman);
        plain.add("pair", item, "meeting_jaccard", tie.jaccard);
    }
    return each_square(input, work, places, result, [&](const SquareFlows& square) {
        SquareMatrix both(places.size(), 0);
        for (std::size_t a = 0; a < places.size(); ++a)
            for (std::size_t b = 0; b < places.size(); ++b)
                both(a, b) = square.flows(a, b) + square.flows(b, a);
        const auto found =
            qap(newman, both, static_cast<std::size_t>(number_setting(input, settings[0])), input.seed);
        RowWriter rows(result, square.layer_key, square.period);
        rows.add("all", {}, "meeting_flow_correlation",
                 found ? std::optional(found->correlation) : std::nullopt);
        if (found)
            rows.add("all", {}, "meeting_flow_p", found->p_greater).n =
                static_cast<std::int64_t>(found->relabellings);
        return std::optional<Error>{};
    });
}

Result<AnalysisResult> run(const AnalysisInput& input, const AnalysisWork& work) {
    AnalysisResult result;
    if (const PlainTable* table = given(input, "prices"))
        if (const auto error = add_prices(*table, result)) return *error;
    if (const PlainTable* table = given(input, "employment"))
        if (const auto error = add_employment(*table, result)) return *error;
    if (const PlainTable* table = given(input, "land"))
        if (const auto error = add_land(*table, result)) return *error;
    if (work.stopped()) return stopped_error();
    if (const PlainTable* table = given(input, "events"))
        if (const auto error = add_meetings(input, work, *table, result)) return *error;
    if (const PlainTable* table = given(input, "services"))
        if (const auto error = add_services(input, work, *table, number_setting(input, settings[1]), result))
            return *error;
    if (const auto lines = input.outlines.find("lines"); lines != input.outlines.end())
        if (const auto error = add_control_lines(input, work, lines->second, result)) return *error;
    return result;
}

}  // namespace

Analysis market_analysis() {
    return {
        .key = "market",
        .name = {"Market, land, services and meetings", "统一市场、用地、服务与协同会议"},
        .help =
            {"Whether several places are one market: how far their prices move together, how their "
             "trades differ, whether land grows "
             "faster than people, what of it lies within control lines, which services are within reach, and "
             "whether those who meet also exchange more. Each needs a table of its own; for flows see "
             "`border`.",
             "各地是否为统一市场：价格是否同步、产业如何分工、用地是否快于人口、是否触及控制线、服务是否可达"
             "、共同开会者是否往来更多。"
             "每项各需一张表；就流而言见 border（边界效应）。"},
        .formula =
            "var over goods of |dQ| - mean, 1/sqrt; sum_s |a_is - a_js|; ((V1-V0)/V0/T)/(ln(P1/P0)/T); w = "
            "sum 1/(n_k - 1), QAP; A_i = sum_j in reach S_j / sum_k in reach P_k; shared area / area",
        .source =
            "Parsley & Wei 2001; Krugman 1991; Duranton & Puga 2005; SDG 11.3.1; Newman 2001; Krackhardt "
            "1988; Luo & Wang 2003",
        .measures = measures,
        .settings = settings,
        .tables = tables,
        .run = run,
    };
}

}  // namespace flowspace
