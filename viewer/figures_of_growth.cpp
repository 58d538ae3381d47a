// The figure of growth centres: what each group brings to the growth of all, step by step.
#include "render/scene/number_text.h"
#include "viewer/figure_makers.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

namespace flowspace {

namespace {

/// Groups, and what is in none, by what they bring: the most first.
std::vector<const AnalysisRow*> steps_of(const FigureRows& rows) {
    std::vector<const AnalysisRow*> steps = rows.in_all_periods("growth_contribution");
    std::erase_if(steps, [](const AnalysisRow* row) { return row->scope == "all"; });
    std::ranges::stable_sort(steps, std::ranges::greater{},
                             [](const AnalysisRow* row) { return *row->value; });
    return steps;
}

std::string step_words(const FigureRows& rows, const AnalysisRow& row) {
    std::string said = percent_text(*row.value);
    for (const AnalysisRow* amount : rows.in_all_periods("growth_amount"))
        if (amount->scope == row.scope)
            said += fmt::format("\n{}{}", rows.zh() ? "增量 " : "increase ",
                                measured_number(*amount->value, rows.language()));
    if (row.n) said += rows.zh() ? fmt::format("\n计入 {} 地", *row.n) : fmt::format("\n{} places", *row.n);
    if (row.note == "partly-known")
        said += rows.zh() ? "，部分成员数据不全未计入" : " counted, the other members are not known";
    return said;
}

/// What 100 % is of, and what the star says.
std::string whole_words(const FigureRows& rows, const AnalysisRow& all,
                        const std::vector<const AnalysisRow*>& steps) {
    const bool zh = rows.zh();
    std::string words = fmt::format(fmt::runtime(zh ? "占 {} 地总增量之比" : "of the growth of {} places"),
                                    all.n.value_or(0));
    if (std::ranges::any_of(steps, [](const AnalysisRow* row) { return row->note == "partly-known"; }))
        words += zh ? "；* 部分成员缺数据" : "; * some members unknown";
    return words;
}

/// 2010..2020 as people write it.
std::string years_of(std::string period) {
    if (const std::size_t dots = period.find(".."); dots != std::string::npos) period.replace(dots, 2, "–");
    return period;
}

}  // namespace

std::vector<AnswerFigure> figure_of_growth(const FigureRows& rows) {
    const std::vector<const AnalysisRow*> steps = steps_of(rows);
    if (steps.size() < 2) return {};
    const bool zh = rows.zh();
    AnswerFigure figure{.kind = AnswerFigure::Kind::waterfall,
                        .name = zh ? "增长贡献" : "Growth centres",
                        .of = years_of(steps.front()->period)};
    double reached = 0;
    for (const AnalysisRow* row : steps) {
        if (row->scope == rows.selected()) figure.chosen = figure.parts.size();
        const double from = std::exchange(reached, reached + *row->value);
        figure.least = std::min(figure.least, reached);
        figure.most = std::max(figure.most, reached);
        figure.parts.push_back({.name = rows.name(row->scope) + (row->note == "partly-known" ? "*" : ""),
                                .value = *row->value,
                                .band = std::pair(from, reached),
                                .said = step_words(rows, *row)});
    }
    for (const AnalysisRow* row : rows.in_all_periods("growth_contribution")) {
        if (row->scope != "all") continue;
        figure.whole = whole_words(rows, *row, steps);
        figure.parts.push_back({.name = rows.name("all"),
                                .value = *row->value,
                                .band = std::pair(0.0, *row->value),
                                .said = step_words(rows, *row)});
    }
    return {std::move(figure)};
}

}  // namespace flowspace
