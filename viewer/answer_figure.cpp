#include "viewer/answer_figure.h"

#include "render/scene/number_text.h"
#include "viewer/figure_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <utility>

namespace flowspace {

namespace {

std::string percent_text(double share) { return fmt::format("{:.3g} %", 100 * share); }

std::optional<double> number_of(std::string_view text) {
    double number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

/// What remains after each round of a cascade.
std::vector<AnswerFigure> figure_of_cascade(const FigureRows& rows) {
    const auto scope = rows.scope("cascade_served", "");
    if (!scope) return {};
    AnswerFigure figure{.kind = AnswerFigure::Kind::curves,
                        .name = rows.zh() ? "失效后各轮" : "Rounds after the failure",
                        .of = rows.of(*scope),
                        .x_words = rows.zh() ? "轮" : "round"};
    const std::array<std::array<std::string_view, 3>, 3> measures = {
        {{"cascade_served", "仍可通达的流", "flow served"},
         {"cascade_efficiency", "网络效率", "efficiency"},
         {"cascade_component", "最大连通份额", "largest component"}}};
    for (const auto& [measure, zh, en] : measures) {
        FigureCurve curve{.name = std::string(rows.zh() ? zh : en)};
        for (const AnalysisRow* row : rows.items(measure, *scope)) {
            const auto round = number_of(row->item);
            if (!round) continue;
            curve.points.push_back({{*round, *row->value},
                                    fmt::format("{} {:g}: {} {}", figure.x_words, *round, curve.name,
                                                percent_text(*row->value))});
            figure.x_most = std::max(figure.x_most, *round);
        }
        std::ranges::stable_sort(curve.points, {}, [](const FigurePoint& point) { return point.at.x; });
        if (!curve.points.empty()) figure.curves.push_back(std::move(curve));
    }
    if (figure.curves.empty()) return {};
    return {std::move(figure)};
}

/// Parts with their shares of what they add up to; nothing where they add up to nothing or one is below it.
std::vector<FigurePart> parts_of(const FigureRows& rows, const std::vector<const AnalysisRow*>& items) {
    std::vector<FigurePart> parts;
    double whole = 0;
    for (const AnalysisRow* row : items) {
        if (*row->value < 0) return {};
        parts.push_back({.name = rows.name(row->item), .value = *row->value});
        whole += *row->value;
    }
    if (!(whole > 0)) return {};
    for (FigurePart& part : parts) part.share = part.value / whole;
    return parts;
}

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

/// How much of all flow the largest so many pairs carry, and what is kept beside them: a filter that keeps
/// few pairs and much flow lies on the curve, one that keeps other pairs than the largest lies below it.
std::vector<AnswerFigure> figure_of_coverage(const FigureRows& rows) {
    const std::vector<const AnalysisRow*> top = rows.items("volume_share", "top");
    if (top.empty()) return {};
    AnswerFigure figure{.kind = AnswerFigure::Kind::curves,
                        .name = rows.zh() ? "覆盖曲线" : "Coverage",
                        .of = rows.period(),
                        .x_words = rows.zh() ? "最大的流对数" : "largest pairs"};
    FigureCurve curve{.name = rows.zh() ? "占全部流量" : "share of all flow"};
    const auto add = [&](double pairs, double share, std::string_view what) {
        curve.points.push_back(
            {{pairs, share}, fmt::format("{} {:g}: {}", what, pairs, percent_text(share))});
        figure.x_most = std::max(figure.x_most, pairs);
    };
    const auto kept = rows.value("kept", "kept"), share = rows.value("volume_share", "kept");
    const double furthest = std::max(200.0, 2.5 * kept.value_or(0));  // beyond, the curve is all but flat
    for (const AnalysisRow* row : top)
        if (const auto pairs = number_of(row->item); pairs && *pairs <= furthest)
            add(*pairs, *row->value, figure.x_words);
    std::ranges::stable_sort(curve.points, {}, [](const FigurePoint& point) { return point.at.x; });
    figure.curves.push_back(std::move(curve));
    if (kept && share) {
        figure.curves.push_back({.name = rows.zh() ? "筛选保留" : "kept"});
        figure.curves.back().points.push_back(
            {{*kept, *share},
             fmt::format("{} {:g}: {}", figure.curves.back().name, *kept, percent_text(*share))});
        figure.x_most = std::max(figure.x_most, *kept);
    }
    return {std::move(figure)};
}

/// The three furthest along each axis, then along the other.
std::vector<std::size_t> furthest_dots(const std::vector<Dot>& dots) {
    constexpr std::size_t most = 4;
    std::vector<std::size_t> found;
    for (double Dot::*axis : {&Dot::x, &Dot::y}) {
        std::vector<std::size_t> rows(dots.size());
        std::iota(rows.begin(), rows.end(), std::size_t{0});
        std::ranges::stable_sort(rows, std::ranges::greater{},
                                 [&](std::size_t row) { return dots[row].*axis; });
        for (std::size_t at = 0; at < std::min(most, rows.size()); ++at)
            if (std::ranges::find(found, rows[at]) == found.end()) found.push_back(rows[at]);
    }
    return found;
}

/// Tied to the well tied against tied to the poorly tied, with the medians between the quadrants.
std::vector<AnswerFigure> figure_of_quadrants(const FigureRows& rows) {
    const auto across = rows.of_item("alter_centrality", "all", "median"),
               up = rows.of_item("alter_power", "all", "median");
    if (!across || !up || !(*across > 0) || !(*up > 0)) return {};
    const bool zh = rows.zh();
    AnswerFigure figure{
        .kind = AnswerFigure::Kind::quadrants,
        .name = zh ? "中心性与权力象限" : "Centrality against power",
        .of = rows.period(),
        .x_words = zh ? "中心性（占最大者之比）" : "alter-based centrality (share of the largest)",
        .cross = {*across, *up},
        .corners = {rows.name("quintessential"), rows.name("gateway"), rows.name("hub"),
                    rows.name("neither")},
        .y_words = zh ? "权力（占最大者之比）" : "alter-based power (share of the largest)"};
    for (const auto& [place, x] : rows.of_places("alter_centrality")) {
        const auto y = rows.value("alter_power", rows.id(place));
        if (y && *y > 0 && x > 0)
            figure.dots.push_back({.unit = target_of(place), .x = x, .y = *y});
        else
            ++figure.left_out;
    }
    if (figure.dots.empty()) return {};
    figure.named = furthest_dots(figure.dots);
    return {std::move(figure)};
}

/// How much the index hangs on how many centres enter: groups are compared at an equal number only.
std::vector<AnswerFigure> figure_of_cut_off(const FigureRows& rows) {
    const auto scope = rows.scope("polycentricity_cut", "");
    if (!scope) return {};
    AnswerFigure figure{.kind = AnswerFigure::Kind::curves,
                        .name = rows.zh() ? "多中心度随计入个数" : "Index by cut-off",
                        .of = rows.of(*scope),
                        .x_words = rows.zh() ? "计入的最大成员数" : "largest members that enter"};
    FigureCurve curve{.name = rows.zh() ? "多中心度" : "polycentricity"};
    for (const AnalysisRow* row : rows.items("polycentricity_cut", *scope)) {
        const auto members = number_of(row->item);
        if (!members) continue;
        curve.points.push_back({{*members, *row->value},
                                fmt::format("{} {:g}: {} {}", figure.x_words, *members, curve.name,
                                            measured_number(*row->value, rows.language()))});
        figure.x_most = std::max(figure.x_most, *members);
    }
    std::ranges::stable_sort(curve.points, {}, [](const FigurePoint& point) { return point.at.x; });
    if (curve.points.empty()) return {};
    figure.curves.push_back(std::move(curve));
    return {std::move(figure)};
}

/// Communities over the periods of the answer, by the places that they have in common.
std::vector<AnswerFigure> figure_of_alluvial(const FigureRows& rows) {
    constexpr std::size_t most_columns = 12;
    std::vector<PeriodGroups> periods = rows.classes("community");
    if (periods.size() < 2) return {};
    AnswerFigure figure{.kind = AnswerFigure::Kind::alluvial,
                        .name = rows.zh() ? "社区的演变" : "Communities over time"};
    if (periods.size() > most_columns) {
        figure.left_out = periods.size() - most_columns;
        periods.erase(periods.begin(), periods.begin() + static_cast<std::ptrdiff_t>(figure.left_out));
    }
    figure.of = periods.front().period + " – " + periods.back().period;
    figure.alluvial = make_alluvial(periods);
    return {std::move(figure)};
}

using FiguresOf = std::vector<AnswerFigure> (*)(const FigureRows&);
/// An analysis may have several.
constexpr std::array<std::pair<std::string_view, FiguresOf>, 10> figures = {
    {{"backbone", figure_of_coverage},
     {"border", figure_of_borders},
     {"communities", figure_of_alluvial},
     {"integration", figure_of_premium},
     {"hierarchy", figure_of_quadrants},
     {"hierarchy", figure_of_cut_off},
     {"resilience", figure_of_cascade},
     {"circulation", figure_of_circulation},
     {"equity", figure_of_lorenz},
     {"equity", figure_of_theil}}};

}  // namespace

std::vector<AnswerFigure> answer_figures(const AnalysisAnswer& answer, const AnalysisShown& shown,
                                         const Target& selected, Language language) {
    std::vector<AnswerFigure> all;
    if (answer.data == nullptr) return all;
    const FigureRows rows(answer, shown, selected, language);
    for (const auto& [name, make] : figures)
        if (name == answer.request.name) std::ranges::move(make(rows), std::back_inserter(all));
    return all;
}

}  // namespace flowspace
