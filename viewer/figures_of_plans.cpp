// The figure of a plan: what was planned and reached over the years, and where the trend leads.
#include "render/scene/number_text.h"
#include "viewer/figure_makers.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

namespace flowspace {

namespace {

/// Of whose which indicator.
struct PlanOf {
    std::string scope = {};
    std::string item = {};

    bool operator==(const PlanOf&) const = default;
    bool holds(const AnalysisRow& row) const { return row.scope == scope && row.item == item; }
};

/// That of the selected place or group with the indicator on the map; else of the first that has one of both.
std::optional<PlanOf> plan_to_show(const FigureRows& rows) {
    std::optional<PlanOf> best;
    int most = -1;
    for (const AnalysisRow* row : rows.in_all_periods("planned")) {
        const int fits = (row->scope == rows.selected() ? 2 : 0) + (row->item == rows.item() ? 1 : 0);
        if (fits <= most) continue;
        most = fits;
        best = PlanOf{row->scope, row->item};
    }
    return best;
}

class PlanPlot {
public:
    PlanPlot(const FigureRows& rows, PlanOf of) : rows_(rows), of_(std::move(of)) {}

    FigureCurve curve(std::string_view measure, std::string name) {
        FigureCurve made{.name = std::move(name), .dots = true};
        for (const AnalysisRow* row : rows_.in_all_periods(measure))
            if (const auto year = number_of(row->period); year && of_.holds(*row)) {
                made.points.push_back({{*year, *row->value}, words(*row, made.name)});
                widen(made.points.back());
            }
        std::ranges::stable_sort(made.points, {}, [](const FigurePoint& point) { return point.at.x; });
        return made;
    }
    /// The one number of the plan at its target year.
    std::optional<double> at_target(std::string_view measure) const {
        for (const AnalysisRow* row : rows_.in_all_periods(measure))
            if (of_.holds(*row)) return row->value;
        return std::nullopt;
    }
    void widen(const FigurePoint& point) {
        left_ = std::min(left_, point.at.x);
        right_ = std::max(right_, point.at.x);
        for (const double y : {point.at.y, point.band ? point.band->first : point.at.y,
                               point.band ? point.band->second : point.at.y}) {
            low_ = std::min(low_, y);
            high_ = std::max(high_, y);
        }
    }
    /// Nothing where all is in one year or at one height: no course to draw.
    bool spans(AnswerFigure& figure) const {
        if (!(right_ > left_) || !(high_ > low_)) return false;
        const double room = 0.06 * (high_ - low_);
        figure.x_most = right_;
        figure.span = FigureSpan{.x_least = left_,
                                 .y_least = low_ - room,
                                 .y_most = high_ + room,
                                 .x_ends = {fmt::format("{}", left_), fmt::format("{}", right_)}};
        return true;
    }

private:
    std::string words(const AnalysisRow& row, std::string_view name) const {
        return fmt::format("{}{}{} {}", row.period, rows_.zh() ? "：" : ": ", name,
                           measured_number(*row.value, rows_.language()));
    }

    const FigureRows& rows_;
    PlanOf of_;
    double left_ = std::numeric_limits<double>::infinity(), right_ = -left_, low_ = left_, high_ = -left_;
};

/// From the last year reached to where the trend leads by the target year, with the interval there; nothing
/// where too few years are known.
std::optional<FigureCurve> projection(const FigureRows& rows, PlanPlot& plot, const FigureCurve& reached) {
    FigureCurve made = plot.curve("projection_ols", rows.zh() ? "趋势外推及 80 % 区间（仅供参考）"
                                                              : "projection, 80 % band (indicative)");
    if (made.points.empty()) return std::nullopt;
    FigurePoint& end = made.points.front();
    const auto low = plot.at_target("projection_ols_low"), high = plot.at_target("projection_ols_high");
    if (low && high) {
        end.band = {*low, *high};
        end.said += fmt::format("  [{} – {}]", measured_number(*low, rows.language()),
                                measured_number(*high, rows.language()));
        plot.widen(end);
    }
    if (!reached.points.empty() && reached.points.back().at.x < end.at.x)
        made.points.insert(made.points.begin(), FigurePoint{.at = reached.points.back().at});
    return made;
}

}  // namespace

/// The target stands at the end of the planned path.
std::vector<AnswerFigure> figure_of_plan(const FigureRows& rows) {
    const auto of = plan_to_show(rows);
    if (!of) return {};
    const bool zh = rows.zh();
    PlanPlot plot(rows, *of);
    FigureCurve reached = plot.curve("actual", zh ? "实际值" : "actual"),
                planned = plot.curve("planned", zh ? "计划路径与目标" : "planned path to the target"),
                aim = plot.curve("target", zh ? "目标" : "target");
    for (FigurePoint& point : aim.points) {
        point.aim = true;
        std::erase_if(planned.points, [&](const FigurePoint& on) { return on.at.x == point.at.x; });
        planned.points.push_back(std::move(point));
    }
    std::ranges::stable_sort(planned.points, {}, [](const FigurePoint& point) { return point.at.x; });
    auto ahead = projection(rows, plot, reached);
    AnswerFigure figure{
        .kind = AnswerFigure::Kind::curves,
        .name = zh ? "计划与实际" : "Plan and course",
        .of = of->item.empty() ? rows.name(of->scope) : rows.name(of->scope) + " · " + rows.name(of->item),
        .x_words = zh ? "年份" : "year"};
    figure.curves.push_back(std::move(reached));
    figure.curves.push_back(std::move(planned));
    if (ahead) figure.curves.push_back(std::move(*ahead));
    if (!plot.spans(figure)) return {};
    return {std::move(figure)};
}

}  // namespace flowspace
