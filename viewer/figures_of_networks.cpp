// The figures of networks: cascades, backbones, roles, centres and communities.
#include "render/scene/number_text.h"
#include "viewer/figure_makers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <string_view>
#include <utility>

namespace flowspace {

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

namespace {

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

}  // namespace

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

}  // namespace flowspace
