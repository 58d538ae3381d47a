// The figures of the space of flows: where those of a place go by the compass, and in which order it reaches
// the others.
#include "data/analysis/compass.h"
#include "render/scene/number_text.h"
#include "viewer/figure_makers.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

namespace flowspace {

namespace {

/// A number with its name, where the answer has it of the place.
std::string measured(const FigureRows& rows, std::string_view measure, std::string_view scope,
                     std::string_view name) {
    const auto value = rows.value(measure, scope);
    if (!value) return {};
    return fmt::format("{} {}", name, measured_number(*value, rows.language()));
}

std::string joined(const std::string& one, const std::string& other) {
    return one.empty() || other.empty() ? one + other : one + "  ·  " + other;
}

}  // namespace

/// Eight sectors with what leaves and what arrives, and how many-directional and mutual that is.
std::vector<AnswerFigure> figure_of_rose(const FigureRows& rows) {
    const auto scope = rows.scope("sector_out", "");
    if (!scope) return {};
    const bool zh = rows.zh();
    AnswerFigure figure{.kind = AnswerFigure::Kind::rose,
                        .name = zh ? "流向玫瑰" : "Directions",
                        .of = rows.of(*scope),
                        .parts = {{.name = zh ? "流出" : "out"}, {.name = zh ? "流入" : "in"}}};
    for (const std::string_view sector : compass_sectors) {
        FigureColumn column{.name = rows.name(sector)};
        for (std::size_t way = 0; way < 2; ++way) {
            const auto flow = rows.of_item(way == 0 ? "sector_out" : "sector_in", *scope, sector);
            column.values.push_back(flow.value_or(std::numeric_limits<double>::quiet_NaN()));
            figure.parts[way].value += flow.value_or(0);
        }
        figure.columns.push_back(std::move(column));
    }
    if (!(figure.parts[0].value > 0) && !(figure.parts[1].value > 0)) return {};
    figure.whole = joined(measured(rows, "direction_entropy", *scope, zh ? "流向熵" : "direction entropy"),
                          measured(rows, "reciprocity", *scope, zh ? "互惠度" : "reciprocity"));
    return {std::move(figure)};
}

/// How far each place is by the order in which something that spreads from the selected one would reach it.
std::vector<AnswerFigure> figure_of_arrivals(const FigureRows& rows) {
    std::string origin = rows.selected();
    if (rows.items("effective_distance", origin).empty()) {
        const std::vector<const AnalysisRow*> means = rows.scopes("mean_effective_distance");
        if (means.empty()) return {};
        origin =
            (*std::ranges::min_element(means, {}, [](const AnalysisRow* row) { return *row->value; }))->scope;
    }
    std::vector<const AnalysisRow*> reached = rows.items("effective_distance", origin);
    if (reached.size() < 2) return {};
    std::ranges::stable_sort(reached, {}, [](const AnalysisRow* row) { return *row->value; });
    const bool zh = rows.zh();
    AnswerFigure figure{.kind = AnswerFigure::Kind::curves,
                        .name = zh ? "到达次序" : "Order of arrival",
                        .of = (zh ? "自" : "from ") + rows.of(origin),
                        .x_words = zh ? "到达次序（不是时间）" : "order of arrival, not time",
                        .x_most = static_cast<double>(reached.size())};
    FigureCurve curve{.name = zh ? "有效距离" : "effective distance"};
    for (const AnalysisRow* row : reached) {
        const std::size_t arrow = row->item.find('>'), order = curve.points.size() + 1;
        if (arrow == std::string::npos) return {};
        curve.points.push_back({{static_cast<double>(order), *row->value},
                                fmt::format("{}  {}: {} {}", order, rows.name(row->item.substr(arrow + 1)),
                                            curve.name, measured_number(*row->value, rows.language()))});
    }
    figure.span = FigureSpan{.x_least = 1,
                             .y_least = 0,
                             .y_most = 1.05 * *reached.back()->value,
                             .x_ends = {"1", fmt::format("{}", reached.size())}};
    figure.curves.push_back(std::move(curve));
    return {std::move(figure)};
}

}  // namespace flowspace
