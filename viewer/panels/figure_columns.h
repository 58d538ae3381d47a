// Parts of a whole over time, as columns with a foot of names.
#pragma once

#include "viewer/answer_figure.h"
#include "viewer/look.h"
#include "viewer/widgets/box.h"

#include <imgui.h>

#include <cstddef>

namespace flowspace {

/// From strong to faint: parts stand in an order that means something. Pre: row < count.
ImU32 part_shade(const Look& look, std::size_t row, std::size_t count);

/// A figure of Kind::columns, each number under the pointer.
void draw_columns(const Look& look, const Box& box, const AnswerFigure& figure);

}  // namespace flowspace
