// The figures of rescue and of the four pressures.
#include "render/scene/number_text.h"
#include "viewer/figure_makers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <string_view>
#include <utility>

namespace flowspace {

/// The places whose failure uncovers most people.
std::vector<AnswerFigure> figure_of_rescue(const FigureRows& rows) {
    constexpr std::size_t most_bars = 12;
    AnswerFigure figure{.kind = AnswerFigure::Kind::bars,
                        .name = rows.zh() ? "救援保障" : "Rescue",
                        .of = rows.zh() ? "失效后失去保障的人口" : "people uncovered when a place fails"};
    for (const AnalysisRow* row : rows.anywhere("rescue_people_lost"))
        if (*row->value > 0) figure.parts.push_back({.name = rows.name(row->scope), .value = *row->value});
    if (figure.parts.empty()) return {};
    std::ranges::stable_sort(figure.parts, std::ranges::greater{}, &FigurePart::value);
    if (figure.parts.size() > most_bars) figure.parts.resize(most_bars);
    figure.most = figure.parts.front().value;
    for (FigurePart& part : figure.parts) part.share = part.value / figure.most;
    for (const AnalysisRow* row : rows.anywhere("rescue_cover"))
        figure.whole = fmt::format(
            "{} {}", rows.zh() ? "目前有保障的人口占" : "covered now:", percent_text(*row->value));
    return {std::move(figure)};
}

namespace {

struct Dial {
    std::string_view measure, zh, en, needs_zh, needs_en;
};
constexpr std::array dials = {Dial{"density", "集聚密度", "density", "需要人口与面积（population, area_km2）",
                                   "needs population, area_km2"},
                              Dial{"expansion", "扩张速度", "expansion",
                                   "需要两个年份的建成区面积（built_km2）", "needs built_km2 of two years"},
                              Dial{"emission_intensity", "污染强度", "emissions / GDP",
                                   "需要排放量与 GDP（emissions, gdp）", "needs emissions, gdp"},
                              Dial{"volatility", "不确定性", "volatility", "需要逐月一年以上的流",
                                   "needs flows over more than a year"}};

/// Where the value stands among those of its kind, 0 the lowest and 1 the highest; the middle of equals.
double standing(double value, const std::vector<double>& others) {
    if (others.empty()) return 0.5;
    double below = 0;
    for (const double other : others) below += other < value ? 1 : other == value ? 0.5 : 0;
    return below / static_cast<double>(others.size());
}

std::string value_words(const FigureRows& rows, const AnalysisRow& row) {
    if (row.measure == "expansion") return percent_text(*row.value) + (rows.zh() ? "／年" : "/year");
    const std::string number = measured_number(*row.value, rows.language());
    if (row.measure == "density") return number + " /km²";
    return number;
}

FigurePart dial_of(const FigureRows& rows, const Dial& dial, const std::string& scope) {
    FigurePart part{.name = std::string(rows.zh() ? dial.zh : dial.en),
                    .share = std::numeric_limits<double>::quiet_NaN(),
                    .said = std::string(rows.zh() ? dial.needs_zh : dial.needs_en)};
    const std::vector<const AnalysisRow*> all = rows.anywhere(dial.measure);
    const auto own = std::ranges::find(all, scope, [](const AnalysisRow* row) { return row->scope; });
    if (own == all.end()) return part;
    std::vector<double> others;
    for (const AnalysisRow* row : all)
        if (row->layer == (*own)->layer && row->scope != scope &&
            rows.is_place(row->scope) == rows.is_place(scope))
            others.push_back(*row->value);
    part.value = *(*own)->value;
    part.share = standing(part.value, others);
    part.said = value_words(rows, **own) + "\n" + (*own)->period;
    if (!(*own)->layer.empty()) part.said += " " + rows.layer((*own)->layer);
    if (!others.empty()) {
        part.said += "\n";
        part.said +=
            fmt::format(fmt::runtime(rows.zh() ? "高于其余 {} 个同类的 {}" : "above {1} of {0} others"),
                        others.size(), percent_text(part.share));
    }
    return part;
}

}  // namespace

/// Of the selected place or group, else of the first group: four numbers, each where it stands among others.
std::vector<AnswerFigure> figure_of_pressures(const FigureRows& rows) {
    std::string scope;
    for (const Dial& dial : dials)
        for (const AnalysisRow* row : rows.anywhere(dial.measure)) {
            if (row->scope == rows.selected()) scope = row->scope;
            if (scope.empty()) scope = row->scope;
        }
    if (scope.empty()) return {};
    AnswerFigure figure{.kind = AnswerFigure::Kind::dials,
                        .name = rows.zh() ? "四重压力" : "Four pressures",
                        .of = rows.name(scope)};
    for (const Dial& dial : dials) figure.parts.push_back(dial_of(rows, dial, scope));
    figure.whole = rows.zh() ? "指针与百分比：低于它的同类占比；短线为中位"
                             : "needle and %: share of its kind that lies below; tick: the middle";
    return {std::move(figure)};
}

}  // namespace flowspace
