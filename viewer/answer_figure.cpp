#include "viewer/answer_figure.h"

#include "viewer/figure_makers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <string_view>
#include <utility>

namespace flowspace {

std::string percent_text(double share) { return fmt::format("{:.3g} %", 100 * share); }

std::optional<double> number_of(std::string_view text) {
    double number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

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

namespace {

using FiguresOf = std::vector<AnswerFigure> (*)(const FigureRows&);
/// An analysis may have several.
constexpr std::array<std::pair<std::string_view, FiguresOf>, 20> figures = {
    {{"aggregation", figure_of_exchange},    {"backbone", figure_of_coverage},
     {"border", figure_of_borders},          {"border", figure_of_elasticities},
     {"communities", figure_of_alluvial},    {"flowspace", figure_of_rose},
     {"flowspace", figure_of_arrivals},      {"integration", figure_of_premium},
     {"hierarchy", figure_of_quadrants},     {"hierarchy", figure_of_cut_off},
     {"monitoring", figure_of_plan},         {"pressures", figure_of_pressures},
     {"resilience", figure_of_cascade},      {"resilience", figure_of_rescue},
     {"circulation", figure_of_circulation}, {"circulation", figure_of_reach},
     {"equity", figure_of_lorenz},           {"equity", figure_of_theil},
     {"equity", figure_of_theil_over_time},  {"equity", figure_of_growth}}};

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

std::vector<std::string> answer_texts(const AnalysisAnswer& answer) {
    std::vector<std::string> texts;
    for (const OutputNote& note : answer.result.notes) texts.push_back(note.zh);
    for (const Credit& source : sources_of(answer.result, {}))
        texts.insert(texts.end(), {source.zh, source.en});
    for (const AnswerFigure& figure :
         answer_figures(answer, {.name = answer.request.name}, {}, Language::zh)) {
        texts.insert(texts.end(), {figure.name, figure.of, figure.x_words, figure.y_words, figure.whole});
        texts.insert(texts.end(), figure.corners.begin(), figure.corners.end());
        if (figure.span) texts.insert(texts.end(), figure.span->x_ends.begin(), figure.span->x_ends.end());
        for (const FigurePart& part : figure.parts) texts.insert(texts.end(), {part.name, part.said});
        for (const FigureColumn& column : figure.columns) texts.push_back(column.name);
        for (const FigureCurve& curve : figure.curves) {
            texts.push_back(curve.name);
            for (const FigurePoint& point : curve.points) texts.push_back(point.said);
        }
    }
    return texts;
}

}  // namespace flowspace
