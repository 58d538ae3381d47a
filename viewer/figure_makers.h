// How each figure is made of the rows of an answer; answer_figure.cpp lists which analysis has which.
#pragma once

#include "viewer/answer_figure.h"
#include "viewer/figure_rows.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

std::string percent_text(double share);
std::optional<double> number_of(std::string_view text);
/// Parts with their shares of what they add up to; nothing where they add up to nothing or one is below it.
std::vector<FigurePart> parts_of(const FigureRows& rows, const std::vector<const AnalysisRow*>& items);

// Each gives nothing where the answer lacks what it needs.
std::vector<AnswerFigure> figure_of_exchange(const FigureRows& rows);
std::vector<AnswerFigure> figure_of_circulation(const FigureRows& rows);
std::vector<AnswerFigure> figure_of_reach(const FigureRows& rows);
std::vector<AnswerFigure> figure_of_theil(const FigureRows& rows);
std::vector<AnswerFigure> figure_of_theil_over_time(const FigureRows& rows);
std::vector<AnswerFigure> figure_of_rose(const FigureRows& rows);
std::vector<AnswerFigure> figure_of_arrivals(const FigureRows& rows);
std::vector<AnswerFigure> figure_of_growth(const FigureRows& rows);
std::vector<AnswerFigure> figure_of_lorenz(const FigureRows& rows);
std::vector<AnswerFigure> figure_of_borders(const FigureRows& rows);
std::vector<AnswerFigure> figure_of_elasticities(const FigureRows& rows);
std::vector<AnswerFigure> figure_of_premium(const FigureRows& rows);
std::vector<AnswerFigure> figure_of_cascade(const FigureRows& rows);
std::vector<AnswerFigure> figure_of_coverage(const FigureRows& rows);
std::vector<AnswerFigure> figure_of_quadrants(const FigureRows& rows);
std::vector<AnswerFigure> figure_of_cut_off(const FigureRows& rows);
std::vector<AnswerFigure> figure_of_alluvial(const FigureRows& rows);
std::vector<AnswerFigure> figure_of_plan(const FigureRows& rows);
std::vector<AnswerFigure> figure_of_rescue(const FigureRows& rows);
std::vector<AnswerFigure> figure_of_pressures(const FigureRows& rows);

}  // namespace flowspace
