// Steps that lead from nothing to a whole, each beginning where the one before it ended.
#pragma once

#include "viewer/answer_figure.h"
#include "viewer/look.h"
#include "viewer/widgets/box.h"

#include <cstddef>

namespace flowspace {

/// Which of the parts of a waterfall, the last of them all together, have a line of their own where `lines`
/// fit: the first ones; those after them stand together in one, above the last.
struct WaterfallLines {
    std::size_t own = 0;       // from the first
    std::size_t together = 0;  // after them, in one line
};
WaterfallLines waterfall_lines(std::size_t parts, std::size_t lines);

/// A figure of Kind::waterfall, each number under the pointer.
void draw_waterfall(const Look& look, const Box& box, const AnswerFigure& figure);

}  // namespace flowspace
