// The figures of groups: where flows stay, how uneven places are, what borders and membership do.
#include "render/scene/number_text.h"
#include "viewer/figure_makers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

namespace flowspace {

std::vector<AnswerFigure> figure_of_circulation(const FigureRows& rows) {
    const auto scope = rows.scope("share", "all");
    if (!scope) return {};
    AnswerFigure figure{.kind = AnswerFigure::Kind::ring,
                        .name = rows.zh() ? "流的去向" : "Where flows stay",
                        .of = rows.of(*scope),
                        .parts = parts_of(rows, rows.items("share", *scope)),
                        .whole = rows.zh() ? "全部流量" : "all flow"};
    if (figure.parts.empty()) return {};
    return {std::move(figure)};
}

/// What groups send each other; what has an end outside them all is in the table alone.
std::vector<AnswerFigure> figure_of_exchange(const FigureRows& rows) {
    constexpr std::size_t most_groups = 40;
    std::vector<std::pair<std::string, std::string>> ends;
    std::vector<double> values;
    std::map<std::string, double> size;
    for (const AnalysisRow* row : rows.all_items("flow")) {
        const std::size_t arrow = row->item.find('>');
        if (arrow == std::string::npos || *row->value < 0) continue;
        std::string from = row->item.substr(0, arrow), to = row->item.substr(arrow + 1);
        if (from == "outside" || to == "outside") continue;
        size[from] += *row->value;
        if (to != from) size[to] += *row->value;
        ends.emplace_back(std::move(from), std::move(to));
        values.push_back(*row->value);
    }
    if (size.size() < 2) return {};
    AnswerFigure figure{.kind = AnswerFigure::Kind::chord,
                        .name = rows.zh() ? "组间往来" : "Between groups",
                        .of = rows.period(),
                        .whole = rows.zh() ? "弧长：发出；内侧带：留在组内；弦色：发出较多者"
                                           : "Arc: sent; inner: kept; a chord's colour: who sends more"};
    std::vector<std::string> groups;
    for (const auto& [id, value] : size) groups.push_back(id);
    std::ranges::stable_sort(groups, std::ranges::greater{}, [&](const std::string& id) { return size[id]; });
    if (groups.size() > most_groups) {
        figure.left_out = groups.size() - most_groups;
        groups.resize(most_groups);
    }
    std::vector<ChordFlow> flows;
    for (std::size_t row = 0; row < ends.size(); ++row) {
        const auto from = std::ranges::find(groups, ends[row].first),
                   to = std::ranges::find(groups, ends[row].second);
        if (from != groups.end() && to != groups.end())
            flows.push_back({static_cast<std::size_t>(from - groups.begin()),
                             static_cast<std::size_t>(to - groups.begin()), values[row]});
    }
    figure.chord = make_chord(groups.size(), flows);
    if (figure.chord.bands.empty()) return {};
    for (std::size_t row = 0; row < groups.size(); ++row) {
        figure.parts.push_back({.name = rows.name(groups[row]), .value = figure.chord.arcs[row].sent});
        if (groups[row] == rows.selected()) figure.chosen = row;
    }
    return {std::move(figure)};
}

/// How far a core reaches: the share of its flow within each cost, and within its circle, its agglomeration
/// and the country.
std::vector<AnswerFigure> figure_of_reach(const FigureRows& rows) {
    std::vector<AnswerFigure> figures;
    if (const auto scope = rows.scope("ring_share", "")) {
        AnswerFigure rings{
            .kind = AnswerFigure::Kind::bars,
            .name = rows.zh() ? "圈层" : "Rings",
            .of = rows.of(*scope),
            .whole = rows.zh() ? "占核心城市全部流量，逐圈累计" : "of all the core's flow, ring by ring",
            .most = 1};
        for (const AnalysisRow* row : rows.items("ring_share", *scope))
            rings.parts.push_back({.name = rows.name(row->item), .share = *row->value, .value = *row->value});
        figures.push_back(std::move(rings));
    }
    const auto scope = rows.scope("reach_share", "");
    if (!scope) return figures;
    AnswerFigure ladder{
        .kind = AnswerFigure::Kind::curves, .name = rows.zh() ? "辐射距离" : "Reach", .of = rows.of(*scope)};
    FigureCurve curve{.name = rows.zh() ? "该范围内流量占比" : "share of flow within", .dots = true};
    for (const AnalysisRow* row : rows.items("reach_share", *scope)) {
        const std::size_t number = row->item.find_first_of("0123456789"), unit = row->item.rfind(' ');
        if (number == std::string::npos || unit == std::string::npos || unit < number) continue;
        const auto cost = number_of(std::string_view(row->item).substr(number, unit - number));
        if (!cost) continue;
        const bool minutes = row->item.substr(unit + 1) == "minutes";
        ladder.x_words = rows.zh() ? minutes ? "分钟" : "公里" : minutes ? "minutes" : "km";
        ladder.x_most = std::max(ladder.x_most, *cost);
        curve.points.push_back(
            {{*cost, *row->value},
             fmt::format("≤ {:g} {}: {}", *cost, ladder.x_words, percent_text(*row->value))});
    }
    if (curve.points.empty()) return figures;
    std::ranges::stable_sort(curve.points, {}, [](const FigurePoint& point) { return point.at.x; });
    ladder.curves.push_back(std::move(curve));
    if (const auto median = rows.value("reach_median", *scope)) {
        const std::string name = rows.zh() ? "加权中位数" : "weighted median";
        ladder.curves.push_back({.name = name});
        ladder.curves.back().points.push_back(
            {{*median, 0.5},
             fmt::format("{}: {} {}", name, measured_number(*median, rows.language()), ladder.x_words)});
        ladder.x_most = std::max(ladder.x_most, *median);
    }
    figures.push_back(std::move(ladder));
    return figures;
}

/// Between groups, and what each group adds from within itself: together Theil's T. Where some lies below
/// zero the parts are no parts of a whole, and nothing is drawn.
std::vector<AnswerFigure> figure_of_theil(const FigureRows& rows) {
    std::vector<const AnalysisRow*> items = rows.items("theil_t", "all");
    std::erase_if(items, [](const AnalysisRow* row) { return row->item == "within"; });
    AnswerFigure figure{.kind = AnswerFigure::Kind::stack,
                        .name = rows.zh() ? "泰尔指数 T 的构成" : "What Theil's T is made of",
                        .of = rows.of("all"),
                        .parts = parts_of(rows, items)};
    if (figure.parts.empty()) return {};
    double whole = 0;
    for (const FigurePart& part : figure.parts) whole += part.value;
    figure.whole = fmt::format("T = {}", measured_number(whole, rows.language()));
    return {std::move(figure)};
}

/// Between and within groups, period by period: whether what parts them grows or what parts their members. A
/// period that lacks either is left out.
std::vector<AnswerFigure> figure_of_theil_over_time(const FigureRows& rows) {
    AnswerFigure figure{.kind = AnswerFigure::Kind::columns,
                        .name = rows.zh() ? "泰尔指数 T 的变化" : "Theil's T over time",
                        .of = rows.name("all"),
                        .parts = {{.name = rows.name("between")}, {.name = rows.name("within")}},
                        .whole = rows.zh() ? "泰尔指数 T" : "Theil's T"};
    const std::vector<const AnalysisRow*> all = rows.in_all_periods("theil_t");
    const auto value = [&](const std::string& period, std::string_view item) -> std::optional<double> {
        for (const AnalysisRow* row : all)
            if (row->period == period && row->scope == "all" && row->item == item) return row->value;
        return std::nullopt;
    };
    for (const AnalysisRow* row : all) {
        if (row->scope != "all" || row->item != "between") continue;
        const auto within = value(row->period, "within");
        if (!within) continue;
        if (*row->value < 0 || *within < 0) return {};  // no parts of a whole
        figure.columns.push_back({row->period, {*row->value, *within}});
        figure.most = std::max(figure.most, *row->value + *within);
    }
    if (figure.columns.size() < 2 || !(figure.most > 0)) return {};
    return {std::move(figure)};
}

/// The poorest first: which share of all they have.
std::vector<AnswerFigure> figure_of_lorenz(const FigureRows& rows) {
    const auto scope = rows.scope("lorenz_value", "all");
    if (!scope) return {};
    const auto people = rows.items("lorenz_people", *scope), value = rows.items("lorenz_value", *scope);
    if (people.size() != value.size()) return {};
    AnswerFigure figure{.kind = AnswerFigure::Kind::curves,
                        .name = rows.zh() ? "洛伦兹曲线" : "Lorenz curve",
                        .of = rows.of(*scope),
                        .x_words = rows.zh() ? "人口份额，由低到高" : "share of people, poorest first",
                        .even_line = true};
    FigureCurve curve{.name = rows.zh() ? "总量份额" : "share of all"};
    curve.points.push_back({{0, 0}, {}});
    for (std::size_t at = 0; at < people.size(); ++at) {
        if (people[at]->item != value[at]->item) return {};
        const double x = *people[at]->value, y = *value[at]->value;
        const std::string name = rows.name(value[at]->item);
        curve.points.push_back(
            {{x, y},
             rows.zh()
                 ? fmt::format("至{}：{} 的人口，{} 的总量", name, percent_text(x), percent_text(y))
                 : fmt::format("up to {}: {} of people, {} of all", name, percent_text(x), percent_text(y))});
    }
    figure.curves.push_back(std::move(curve));
    return {std::move(figure)};
}

/// Each border by itself beside the mean one: what the walls on the map say, exactly. Of provinces that meet,
/// where the ground says which do.
std::vector<AnswerFigure> figure_of_borders(const FigureRows& rows) {
    const std::set<std::string> neighbours = rows.neighbours();
    const auto scope = rows.scope("one_border_multiplier", "each period");
    if (!scope) return {};
    AnswerFigure figure{.kind = AnswerFigure::Kind::bars,
                        .name = rows.zh() ? "各省界的倍数" : "Multiplier of each border",
                        .of = rows.period()};
    figure.line = rows.value("border_multiplier", *scope);
    for (const AnalysisRow* row : rows.items("one_border_multiplier", *scope)) {
        const std::size_t dash = row->item.find('-');
        if (dash == std::string::npos || (!neighbours.empty() && !neighbours.contains(row->item))) continue;
        figure.parts.push_back(
            {.name = rows.name(row->item.substr(0, dash)) + " – " + rows.name(row->item.substr(dash + 1)),
             .value = *row->value});
    }
    if (figure.parts.empty()) return {};
    std::ranges::stable_sort(figure.parts, std::ranges::greater{}, &FigurePart::value);
    figure.most = figure.parts.front().value;
    for (FigurePart& part : figure.parts) part.share = part.value / figure.most;
    if (figure.line)
        figure.whole = (rows.zh() ? "平均 " : "mean ") + measured_number(*figure.line, rows.language());
    return {std::move(figure)};
}

/// What each layer loses with cost and at a provincial border, all on one axis: the coefficients of the model
/// of the period, layer beside layer, never added.
std::vector<AnswerFigure> figure_of_elasticities(const FigureRows& rows) {
    const std::vector<const AnalysisRow*> all = rows.in_all_layers("coefficient", "each period");
    AnswerFigure figure{.kind = AnswerFigure::Kind::bars,
                        .name = rows.zh() ? "成本与省界的作用" : "Cost and border",
                        .of = rows.period(),
                        .line = 0};
    bool bands = false;
    for (const auto& [term, zh, en] :
         {std::array<std::string_view, 3>{"ln_cost", "成本", "cost"}, {"other_province", "省界", "border"}})
        for (const AnalysisRow* row : all) {
            if (row->item != term) continue;
            FigurePart part{.name = fmt::format("{}{}{}", rows.layer(row->layer), rows.zh() ? "：" : ", ",
                                                rows.zh() ? zh : en),
                            .value = *row->value};
            if (row->lower && row->upper && std::isfinite(*row->lower) && std::isfinite(*row->upper))
                part.band = {*row->lower, *row->upper};
            bands = bands || part.band;
            figure.least = std::min({figure.least, part.value, part.band ? part.band->first : 0});
            figure.most = std::max({figure.most, part.value, part.band ? part.band->second : 0});
            figure.parts.push_back(std::move(part));
        }
    if (figure.parts.empty() || !(figure.most > figure.least)) return {};
    figure.whole = rows.zh() ? "模型系数（对数）" : "model coefficients, in logs";
    if (bands) figure.whole += rows.zh() ? "，95 % 区间" : ", 95 % band";
    return {std::move(figure)};
}

namespace {

/// As bars from nothing, each as long as its share of the furthest that a bar or its band reaches.
std::optional<AnswerFigure> bars_of(const FigureRows& rows, const std::vector<const AnalysisRow*>& items,
                                    double line, const std::function<std::string(const AnalysisRow&)>& name) {
    AnswerFigure figure{.kind = AnswerFigure::Kind::bars, .line = line, .most = line};
    for (const AnalysisRow* row : items) {
        if (*row->value < 0) return std::nullopt;
        FigurePart part{.name = name(*row), .value = *row->value};
        if (row->lower && row->upper && std::isfinite(*row->lower) && std::isfinite(*row->upper))
            part.band = {*row->lower, *row->upper};
        figure.most = std::max({figure.most, part.value, part.band ? part.band->second : 0});
        figure.parts.push_back(std::move(part));
    }
    if (figure.parts.empty() || !std::isfinite(figure.most)) return std::nullopt;
    for (FigurePart& part : figure.parts) part.share = part.value / figure.most;
    figure.whole = rows.zh() ? "1：与同等规模和距离的城市无异"
                             : "1: no more than two others of their sizes and distance";
    return figure;
}

}  // namespace

/// How many times more members exchange than others: each group with its band, and one group over time.
std::vector<AnswerFigure> figure_of_premium(const FigureRows& rows) {
    std::vector<AnswerFigure> figures;
    std::vector<const AnalysisRow*> groups = rows.scopes("premium");
    std::ranges::stable_sort(groups, std::ranges::greater{},
                             [](const AnalysisRow* row) { return *row->value; });
    if (groups.empty()) return figures;
    if (auto all = bars_of(rows, groups, 1, [&](const AnalysisRow& row) { return rows.name(row.scope); })) {
        all->name = rows.zh() ? "各组溢价" : "Premium of each group";
        all->of = rows.period();
        figures.push_back(std::move(*all));
    }
    const bool has =
        std::ranges::any_of(groups, [&](const AnalysisRow* row) { return row->scope == rows.selected(); });
    const std::string scope = has ? rows.selected() : groups.front()->scope;
    const std::vector<const AnalysisRow*> times = rows.periods("premium", scope);
    if (times.size() < 2) return figures;
    if (auto over = bars_of(rows, times, 1, [](const AnalysisRow& row) { return row.period; })) {
        over->name = rows.zh() ? "溢价的变化" : "Premium over time";
        over->of = rows.name(scope);
        figures.push_back(std::move(*over));
    }
    return figures;
}

}  // namespace flowspace
