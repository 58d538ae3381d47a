// The analysis `equity`: how unequal places are in output or income per head, between groups and within them.
#include "data/analysis/analysis_parts.h"
#include "data/analysis/growth.h"
#include "data/analysis/inequality.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace flowspace {
namespace {

constexpr std::array tables = {AnalysisTable{
    .key = "indicators",
    .shape = TableShape::plain,
    .need = Need::optional,
    .help = {"table with place, year, value (per head, constant prices) and population; without it: GDP per "
             "head of 2020 "
             "of the places",
             "含 place, year, value（人均，不变价）, population 的表；不给则用地点表 2020 年人均 GDP"}}};

constexpr std::array measures = {
    Measure{"mean", {"per head, weighted by population", "人均值（人口加权）"}},
    Measure{"gini", {"weighted by population", "基尼系数（人口加权）"}},
    Measure{"gini_unweighted", {"each place alike", "等权基尼系数：各地等权"}},
    Measure{"theil_t",
            {"weighted; item: a group's share of it, between, within",
             "泰尔指数 T；item 为各组贡献、between 组间、within 组内"}},
    Measure{"theil_l", {"the same, mean log deviation", "泰尔指数 L（平均对数离差）；item 同上"}},
    Measure{"dagum",
            {"part of the Gini: within, net between, transvariation",
             "基尼分解（Dagum）：组内、净组间、超变密度"}},
    Measure{"lorenz_people",
            {"share of people in the places up to item, the poorest first",
             "人口累计份额：累计至 item，由低到高"}},
    Measure{"lorenz_value", {"share of all that these places have", "总量累计份额：累计至 item，次序同上"}},
    Measure{"cv", {"deviation / mean, each place alike", "变异系数"}},
    Measure{"williamson", {"the same weighted by population", "威廉姆森系数（人口加权）"}},
    Measure{"sigma", {"standard deviation of logs", "对数标准差（σ 收敛）"}},
    Measure{"max_min", {"largest / smallest", "最大与最小之比"}},
    Measure{"core_periphery", {"cores per head / other members per head", "核心与外围人均之比"}},
    Measure{"beta",
            {"growth a year on ln of the first year's level: below 0 poorer places grow faster",
             "β 收敛系数：小于 0 表示落后者增长更快"}},
    Measure{"beta_speed", {"of convergence a year", "年收敛速度"}},
    Measure{"beta_half_life", {"years to halve the gap", "差距减半所需年数"}},
    Measure{"growth_amount",
            {"increase of the total (value x people) from the first year to the last, of a group's places "
             "known in both; n: how many",
             "增量：总量（人均值乘人口）自首年至末年的增加，只计两年均已知的地点，n 为其个数"}},
    Measure{"growth_contribution",
            {"growth_amount / that of all: groups and what is in none add up to 1",
             "增长贡献率：组内增量占全部增量之比，各组与未入组合计为 1"}},
};

/// What places have per head in a year.
struct Values {
    std::string period = {};
    double year = 0;
    std::vector<PlaceId> places = {};
    std::vector<double> value = {}, weight = {};

    Weighted data() const { return {value, weight}; }
};

/// Of the places that the flows name, else of all.
Values from_atlas(const AnalysisInput& input, AnalysisResult& result) {
    Values values{.period = "2020", .year = 2020};
    std::size_t without = 0;
    for (const PlaceId at : places_asked(input.dataset, input.filter)) {
        const Place& place = input.dataset.atlas->places[index(at)];
        if (!place.gdp_2020 || !place.population_2020 || !(*place.population_2020 > 0)) {
            ++without;
            continue;
        }
        values.places.push_back(at);
        values.value.push_back(*place.gdp_2020 * 1e8 / *place.population_2020);
        values.weight.push_back(*place.population_2020);
    }
    result.facts.push_back({"values", fmt::format("GDP of 2020 per head, yuan: {} places, {} without it",
                                                  values.places.size(), without)});
    if (without > 0)
        add_note(result, {"left-out", "places without GDP or population of 2020 are left out",
                          "缺 2020 年 GDP 或人口的地点未计入"});
    return values;
}

Result<std::vector<Values>> from_table(const AnalysisInput& input, const PlainTable& table,
                                       AnalysisResult& result) {
    const auto place = needed_column(table, "equity", {"place", "city", "id"});
    const auto year = needed_column(table, "equity", {"year", "period"});
    const auto value = needed_column(table, "equity", {"value", "income", "gdp_per_head"});
    const auto people = needed_column(table, "equity", {"population", "pop"});
    for (const auto* column : {&place, &year, &value, &people})
        if (!*column) return column->error();
    std::map<double, Values> years;
    for (std::size_t row = 0; row < table.size(); ++row) {
        const auto id = find_place(*input.dataset.atlas, table.cell(row, *place));
        if (!id)
            return Error{
                format_problem(problem_at(table, row, *place, "unknown-place", "an id of the places"))};
        const auto when = cell_number(table, row, *year), much = cell_number(table, row, *value),
                   heads = cell_number(table, row, *people);
        for (const auto* number : {&when, &much, &heads})
            if (!*number) return number->error();
        if (*much < 0)
            return Error{
                format_problem(problem_at(table, row, *value, "negative-value", "a value of at least 0"))};
        if (std::isnan(*when) || std::isnan(*much) || !(*heads > 0)) {
            add_note(result, {"left-out", "rows without a year, a value or people are left out",
                              "缺年份、数值或人口的行未计入"});
            continue;
        }
        Values& values = years[*when];
        values.period = std::string(table.cell(row, *year));
        values.year = *when;
        values.places.push_back(*id);
        values.value.push_back(*much);
        values.weight.push_back(*heads);
    }
    std::vector<Values> all;
    for (auto& [when, values] : years) all.push_back(std::move(values));
    return all;
}

std::vector<std::uint32_t> group_labels(const AnalysisInput& input, const Values& values,
                                        std::vector<std::string>& names) {
    std::vector<std::uint32_t> labels(values.places.size(), 0);
    names = {"outside"};
    for (const GroupId group : groups_asked(input)) {
        const auto label = static_cast<std::uint32_t>(names.size());
        bool any = false;
        for (const Membership& member : input.dataset.atlas->groups[index(group)].members)
            for (std::size_t at = 0; at < labels.size(); ++at)
                if (values.places[at] == member.place && (labels[at] == 0 || member.primary)) {
                    labels[at] = label;
                    any = true;
                }
        if (any) names.push_back(input.dataset.atlas->groups[index(group)].id);
    }
    return labels;
}

void add_split(const AnalysisInput& input, const Values& values, RowWriter& rows) {
    std::vector<std::string> names;
    const std::vector<std::uint32_t> labels = group_labels(input, values, names);
    const auto split = theil_split(values.data(), labels);
    const auto dagum = dagum_split(values.data(), labels);
    if (!split || !dagum) return;
    rows.add("all", "between", "theil_t", split->between_t);
    rows.add("all", "within", "theil_t", split->within_t);
    rows.add("all", "between", "theil_l", split->between_l);
    rows.add("all", "within", "theil_l", split->within_l);
    rows.add("all", "within", "dagum", dagum->within);
    rows.add("all", "net-between", "dagum", dagum->net_between);
    rows.add("all", "transvariation", "dagum", dagum->transvariation);
    for (const TheilGroup& group : split->groups) {
        rows.add("all", names[group.group], "theil_t", group.contribution_t);
        rows.add("all", names[group.group], "theil_l", group.contribution_l);
    }
}

struct IndexValue {
    std::string_view measure;
    std::optional<double> value = {};
};

/// Those that every scope has; without a value where there is none to measure.
std::array<IndexValue, 9> indices_of(Weighted data) {
    const Inequality found = inequality(data);
    return {{{"mean", data.value.empty() ? std::nullopt : std::optional(found.mean)},
             {"gini", found.gini},
             {"gini_unweighted", found.gini_unweighted},
             {"theil_t", found.theil_t},
             {"theil_l", found.theil_l},
             {"cv", found.cv},
             {"williamson", found.williamson},
             {"sigma", found.sigma},
             {"max_min", found.max_min}}};
}

void add_indices(const std::string& scope, Weighted data, RowWriter& rows) {
    for (const IndexValue& index : indices_of(data))
        rows.add(scope, {}, index.measure, index.value).n = static_cast<std::int64_t>(data.value.size());
}

/// A group of which nothing is known keeps its rows: left out they would not be missed.
void add_unknown_group(const Group& group, const Values& members, AnalysisResult& result) {
    for (const IndexValue& index : indices_of(members.data()))
        result.rows.push_back({.period = members.period,
                               .scope = group.id,
                               .measure = std::string(index.measure),
                               .n = 0,
                               .note = "no-member-known"});
    add_note(result, {"no-member-known", "of a group none of whose members has a value nothing can be said",
                      "全部成员都缺数据的分组无从计算"});
}

void add_lorenz(const AnalysisInput& input, const std::string& scope, const Values& values, RowWriter& rows) {
    for (const LorenzPoint& point : lorenz_curve(values.data())) {
        const std::string& place = input.dataset.atlas->places[index(values.places[point.row])].id;
        rows.add(scope, place, "lorenz_people", point.people);
        rows.add(scope, place, "lorenz_value", point.value);
    }
}

/// The values of a group's members.
Values members_of(const AnalysisInput& input, GroupId group, const Values& values) {
    Values members{.period = values.period, .year = values.year};
    for (const Membership& member : input.dataset.atlas->groups[index(group)].members)
        for (std::size_t at = 0; at < values.places.size(); ++at)
            if (values.places[at] == member.place) {
                members.places.push_back(member.place);
                members.value.push_back(values.value[at]);
                members.weight.push_back(values.weight[at]);
            }
    return members;
}

/// Inside one group: its places, and its cores against the rest. Of members without a value nothing is said,
/// so its rows say that it is not of all.
void add_group(const AnalysisInput& input, GroupId group, const Values& values, RowWriter& rows,
               AnalysisResult& result) {
    const Group& listed = input.dataset.atlas->groups[index(group)];
    const Values members = members_of(input, group, values);
    if (members.places.empty()) return add_unknown_group(listed, members, result);
    std::vector<std::uint8_t> core;
    for (const PlaceId place : members.places)
        core.push_back(std::ranges::any_of(listed.members, [&](const Membership& member) {
            return member.place == place && member.role == MemberRole::core;
        }));
    const std::size_t first = result.rows.size();
    add_indices(listed.id, members.data(), rows);
    rows.add(listed.id, {}, "core_periphery", core_ratio(members.data(), core)).n =
        static_cast<std::int64_t>(members.places.size());
    if (members.places.size() == listed.members.size()) return;
    for (std::size_t row = first; row < result.rows.size(); ++row)
        if (result.rows[row].value)
            result.rows[row].note =
                fmt::format("of-{}-of-{}-members", members.places.size(), listed.members.size());
    add_note(result, {"of-some-members",
                      "members without a value are left out: the note of a row says of how many of its "
                      "group's members it is",
                      "缺数据的成员未计入：各行的 note 注明所含成员数与成员总数"});
}

void add_convergence(const Values& first, const Values& last, AnalysisResult& result) {
    std::vector<double> before, after;
    for (std::size_t at = 0; at < first.places.size(); ++at)
        for (std::size_t other = 0; other < last.places.size(); ++other)
            if (first.places[at] == last.places[other] && first.value[at] > 0 && last.value[other] > 0) {
                before.push_back(first.value[at]);
                after.push_back(last.value[other]);
            }
    const auto found = beta_convergence(before, after, last.year - first.year);
    RowWriter rows(result, {}, first.period + ".." + last.period);
    AnalysisRow& beta = rows.add("all", {}, "beta", found ? std::optional(found->beta) : std::nullopt);
    if (!found) return;
    beta.standard_error = found->standard_error;
    beta.n = static_cast<std::int64_t>(found->n);
    rows.add("all", {}, "beta_speed", found->speed);
    rows.add("all", {}, "beta_half_life", found->half_life);
    if (found->n < 15)
        add_note(result, {"few", "fewer than 15 places: beta is weak", "不足 15 个地点，β 系数不稳"});
}

/// Totals of places that are known in two years.
struct Totals {
    Values of = {};  // whose places they are; its period names both years
    std::vector<double> before = {}, after = {};
};

Totals totals_between(const Values& first, const Values& last) {
    Totals totals{.of = {.period = first.period + ".." + last.period, .year = last.year}};
    for (std::size_t at = 0; at < first.places.size(); ++at)
        for (std::size_t other = 0; other < last.places.size(); ++other) {
            if (first.places[at] != last.places[other]) continue;
            totals.of.places.push_back(first.places[at]);
            totals.before.push_back(first.value[at] * first.weight[at]);
            totals.after.push_back(last.value[other] * last.weight[other]);
        }
    return totals;
}

/// GDP of 2010 and 2020, in yuan at the prices of each year.
Totals totals_of_atlas(const AnalysisInput& input, AnalysisResult& result) {
    Totals totals{.of = {.period = "2010..2020", .year = 2020}};
    for (const PlaceId at : places_asked(input.dataset, input.filter)) {
        const Place& place = input.dataset.atlas->places[index(at)];
        if (!place.gdp_2010 || !place.gdp_2020) continue;
        totals.of.places.push_back(at);
        totals.before.push_back(*place.gdp_2010 * 1e8);
        totals.after.push_back(*place.gdp_2020 * 1e8);
    }
    if (!totals.of.places.empty())
        add_note(result,
                 {"current-prices",
                  "growth_amount and growth_contribution are of GDP at current prices, 2010 to 2020, in "
                  "yuan",
                  "growth_amount 与 growth_contribution 按现价 GDP 计，2010 至 2020 年，单位为元"});
    return totals;
}

/// Whether a member of the group is not known in both years.
bool lacks_members(const AnalysisInput& input, GroupId group, const Totals& totals) {
    return std::ranges::any_of(
        input.dataset.atlas->groups[index(group)].members, [&](const Membership& member) {
            return std::ranges::find(totals.of.places, member.place) == totals.of.places.end();
        });
}

/// Growth centres: what each group brings to the growth of all.
void add_growth(const AnalysisInput& input, const Totals& totals, AnalysisResult& result) {
    if (totals.of.places.empty()) return;
    std::vector<std::string> names;
    const std::vector<std::uint32_t> labels = group_labels(input, totals.of, names);
    const GrowthSplit split = growth_split(totals.before, totals.after, labels);
    std::vector<std::string> partly;
    for (const GroupId group : groups_asked(input))
        if (lacks_members(input, group, totals))
            partly.push_back(input.dataset.atlas->groups[index(group)].id);
    RowWriter rows(result, {}, totals.of.period);
    const auto add = [&](const std::string& scope, std::size_t places, double change,
                         std::optional<double> contribution) {
        const bool lacks = std::ranges::find(partly, scope) != partly.end();
        for (const auto& [measure, value] :
             {std::pair{"growth_amount", std::optional(change)}, {"growth_contribution", contribution}}) {
            AnalysisRow& row = rows.add(scope, {}, measure, value);
            row.n = static_cast<std::int64_t>(places);
            if (lacks && value) row.note = "partly-known";
        }
    };
    add("all", split.places, split.change, split.change > 0 ? std::optional(1.0) : std::nullopt);
    for (const GrowthPart& part : split.parts)
        add(names[part.group], part.places, part.change, part.contribution);
    if (!partly.empty())
        add_note(result,
                 {"partly-known",
                  "some members are not known in both years: their growth is not counted, neither in the "
                  "group nor in the total",
                  "部分成员两年数据不全，其增量未计入该组，也未计入总量"});
}

/// All but those of totals.
std::vector<std::string> per_head_measures() {
    std::vector<std::string> keys;
    for (const Measure& measure : measures)
        if (!measure.key.starts_with("growth_")) keys.emplace_back(measure.key);
    return keys;
}

Result<AnalysisResult> run(const AnalysisInput& input, const AnalysisWork& work) {
    AnalysisResult result;
    std::vector<Values> years;
    if (const auto table = input.tables.find("indicators"); table != input.tables.end()) {
        auto read = from_table(input, table->second, result);
        if (!read) return read.error();
        years = std::move(*read);
    } else {
        years.push_back(from_atlas(input, result));
        rests_on(input, RestsOn::gdp, {}, result);
        rests_on(input, RestsOn::population, per_head_measures(), result);
    }
    if (years.empty() || years.front().places.empty())
        return Error{
            "equity: found no GDP and population of 2020 of the places, expected --indicators FILE with "
            "columns "
            "place, year, value, population"};
    // First: the last period of an answer is the one that is shown, and that is to be a year.
    if (years.size() > 1) {
        add_convergence(years.front(), years.back(), result);
        add_growth(input, totals_between(years.front(), years.back()), result);
    } else if (!input.tables.contains("indicators")) {
        add_growth(input, totals_of_atlas(input, result), result);
    }
    for (const Values& values : years) {
        if (work.stopped()) return stopped_error();
        RowWriter rows(result, {}, values.period);
        add_indices("all", values.data(), rows);
        add_split(input, values, rows);
        for (const GroupId group : groups_asked(input)) add_group(input, group, values, rows, result);
        add_lorenz(input, "all", values, rows);
        for (const GroupId group : groups_asked(input))
            add_lorenz(input, input.dataset.atlas->groups[index(group)].id, members_of(input, group, values),
                       rows);
    }
    add_note(result,
             {"unit",
              "the unit is the place: inequality inside places is not seen; years must be in constant prices",
              "以地点为单位，看不到地点内部的差异；跨年比较须用不变价"});
    return result;
}

}  // namespace

Analysis equity_analysis() {
    return {
        .key = "equity",
        .name = {"Equity between places", "区域均衡"},
        .help = {"How unequal places are per head, how much of it lies between groups and how much within "
                 "them, cores against the "
                 "rest, what each group brings to the growth of all, and with several years whether poorer "
                 "places catch up.",
                 "各地人均水平差异有多大，其中多少在组间、多少在组内，核心与外围相差多少，各组对总增长贡献多"
                 "少；多年数据还可看落后者是否追赶。"},
        .formula =
            "Gini = sum p_i p_j |x_i - x_j| / (2 mu); T = sum y_g ln(mu_g/mu) + sum y_g T_g; growth = a + b "
            "ln(first); contribution = d y_g / d y",
        .source = "Shorrocks 1980; Dagum 1997; Williamson 1965; Barro & Sala-i-Martin 1992",
        .measures = measures,
        .tables = tables,
        .run = run,
    };
}

}  // namespace flowspace
