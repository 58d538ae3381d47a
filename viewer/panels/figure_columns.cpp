#include "viewer/panels/figure_columns.h"

#include "render/scene/analysis_words.h"
#include "render/scene/number_text.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/text.h"

#include <algorithm>
#include <string>

namespace flowspace {

namespace {

/// A swatch and a name for each part.
void draw_part_names(const Look& look, Box row, const AnswerFigure& figure) {
    for (std::size_t part = 0; part < figure.parts.size(); ++part) {
        const Box swatch = centred(cut_left(row, look.px(14)), look.px(10), look.px(10));
        ImGui::GetWindowDrawList()->AddRectFilled(swatch.min(), swatch.max(),
                                                  part_shade(look, part, figure.parts.size()), look.px(2));
        put_text(muted(look), inset(cut_left(row, look.px(110)), look.px(4), 0), figure.parts[part].name);
    }
    put_text(muted(look, Align::right), row, figure.whole);
}

std::string column_words(const AnswerFigure& figure, const FigureColumn& column, Language language) {
    std::string words;
    double whole = 0;
    for (const double value : column.values) whole += value;
    for (std::size_t part = 0; part < column.values.size(); ++part) {
        words += figure.parts[part].name + "  " + measured_number(column.values[part], language);
        if (whole > 0) words += "  (" + percent(column.values[part] / whole) + ")";
        words += "\n";
    }
    return words + figure.whole + "  " + measured_number(whole, language);
}

}  // namespace

ImU32 part_shade(const Look& look, std::size_t row, std::size_t count) {
    const float share = count > 1 ? static_cast<float>(row) / static_cast<float>(count - 1) : 0;
    return paint(look.accent, 1 - 0.78f * share);
}

void draw_columns(const Look& look, const Box& box, const AnswerFigure& figure) {
    Box plot = box;
    draw_part_names(look, cut_top(plot, look.px(18)), figure);
    Box foot = cut_bottom(plot, look.px(16));
    Box scale = cut_left(plot, look.px(46));
    cut_left(foot, look.px(46));
    cut_top(plot, look.px(6));
    plate(look, plot, look.theme.raised);
    ImDrawList& list = *ImGui::GetWindowDrawList();
    const bool over = touch("figure", plot).hovered;
    const ImVec2 pointer = ImGui::GetIO().MousePos;
    const float step = plot.width() / static_cast<float>(figure.columns.size());
    const float wide = std::min(0.7f * step, look.px(44));
    const FigureColumn* pointed = nullptr;
    for (std::size_t at = 0; at < figure.columns.size(); ++at) {
        const FigureColumn& column = figure.columns[at];
        const float left = plot.x0 + step * static_cast<float>(at);
        const float x = left + (step - wide) / 2;
        float bottom = plot.y1;
        for (std::size_t part = 0; part < column.values.size(); ++part) {
            const float top = bottom - plot.height() * static_cast<float>(column.values[part] / figure.most);
            list.AddRectFilled({x, top}, {x + wide, bottom}, part_shade(look, part, figure.parts.size()));
            bottom = top;
        }
        if (over && pointer.x >= left && pointer.x < left + step) pointed = &column;
    }
    put_text(muted(look, Align::right),
             {scale.x0, plot.y0 - look.px(8), scale.x1 - look.px(6), plot.y0 + look.px(8)},
             measured_number(figure.most, look.language));
    put_text(muted(look, Align::right),
             {scale.x0, plot.y1 - look.px(8), scale.x1 - look.px(6), plot.y1 + look.px(8)}, "0");
    put_text(muted(look), foot, figure.columns.front().name);
    put_text(muted(look, Align::right), foot, figure.columns.back().name);
    if (pointed != nullptr) tooltip(look, pointed->name, column_words(figure, *pointed, look.language));
}

}  // namespace flowspace
