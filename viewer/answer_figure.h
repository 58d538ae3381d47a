// What of an analysis's answer is better seen than read: curves over rounds, shares of a whole, a Lorenz
// curve.
#pragma once

#include "data/language.h"
#include "viewer/alluvial.h"
#include "viewer/analysis_run.h"
#include "viewer/analysis_shown.h"
#include "viewer/chord.h"
#include "viewer/settings.h"
#include "viewer/views/scatter_view.h"

#include <glm/vec2.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace flowspace {

/// One number of a figure and where it comes from.
struct FigurePoint {
    glm::dvec2 at = {};
    std::string said = {};                               // under the pointer
    std::optional<std::pair<double, double>> band = {};  // where y may lie
    bool aim = false;                                    // what is to be reached
};

struct FigureCurve {
    std::string name = {};
    std::vector<FigurePoint> points = {};  // x ascending
    bool dots = false;                     // each number is one by itself; the line only leads the eye
};

/// A part of a whole; shares of a figure add up to 1. Of bars: the share of AnswerFigure::most.
struct FigurePart {
    std::string name = {};
    double share = 0;
    double value = 0;
    std::optional<std::pair<double, double>> band = {};  // of bars: where the value may lie
    /// Of a waterfall: under the pointer. Of a dial, whose share is its rank among others (not a number: not
    /// known): the value, when it is of, and the rank, line by line; of one not known: what to give.
    std::string said = {};
};

/// Parts upon each other, the first at the bottom. Of a rose: a sector of the compass, not a number where no
/// flow is known.
struct FigureColumn {
    std::string name = {};
    std::vector<double> values = {};  // one per part of the figure, none below 0
};

/// The stretch of numbers that a plot of curves shows.
struct FigureSpan {
    double x_least = 0;
    double y_least = 0;
    double y_most = 1;
    std::array<std::string, 2> x_ends = {};  // what the left and the right end are called
};

struct AnswerFigure {
    enum class Kind : std::uint8_t {
        curves,
        ring,
        stack,
        bars,
        columns,
        quadrants,
        alluvial,
        chord,
        waterfall,
        rose,
        dials
    };
    Kind kind = Kind::curves;
    std::string name = {};
    std::string of = {};                   // which place or group, and when
    std::string x_words = {};              // of curves
    double x_most = 1;                     // axes begin at 0 and y ends at 1 unless `span` says else
    std::optional<FigureSpan> span = {};   // of curves that are no shares
    bool even_line = false;                // where x and y are alike
    std::vector<FigureCurve> curves = {};  // of Kind::curves
    /// Of the others, as they stand in the answer; bars: from above. Of a waterfall: steps, each from where
    /// those before it led, and last all of them together, from 0.
    std::vector<FigurePart> parts = {};
    std::string whole = {};           // what all parts are together; of bars: what the line stands for
    std::optional<double> line = {};  // of bars: a value that they are measured against
    double most = 0;                  // of bars: what the full length stands for
    double least = 0;                 // of bars that run both ways from 0: where the left end stands
    /// Of columns, in the order of time; `parts` are names alone. Of a rose from north clockwise; `parts` are
    /// out and in, with what they are in all.
    std::vector<FigureColumn> columns = {};
    std::vector<Dot> dots = {};               // of quadrants, by place ascending
    std::vector<std::size_t> named = {};      // rows of `dots`, the most worth a name first
    glm::dvec2 cross = {};                    // of quadrants: where the lines between them meet
    std::array<std::string, 4> corners = {};  // top right, top left, bottom right, bottom left
    std::string y_words = {};                 // of quadrants, as x_words
    Alluvial alluvial = {};
    Chord chord = {};                        // `parts` are the names of its groups
    std::optional<std::size_t> chosen = {};  // of a chord or waterfall: the group that is selected
    std::size_t left_out = 0;  // places at 0, which a logarithm does not show; periods before those drawn
};

/// The figures of the answer in the period that is shown (the last one where none is chosen), of the selected
/// place or group where the answer speaks of it, else of all; empty where the table says it best. Only
/// numbers that rows of the answer hold are drawn.
std::vector<AnswerFigure> answer_figures(const AnalysisAnswer& answer, const AnalysisShown& shown,
                                         const Target& selected, Language language);

/// What an answer says in Chinese: its notes and its figures. Their characters must be in the fonts.
std::vector<std::string> answer_texts(const AnalysisAnswer& answer);

}  // namespace flowspace
