// What groups send each other, around a circle.
#pragma once

#include "viewer/answer_figure.h"
#include "viewer/look.h"
#include "viewer/widgets/box.h"

namespace flowspace {

/// A figure of Kind::chord: the larger arcs by name, every number under the pointer. What is selected, or
/// pointed at, stands out.
void draw_chord(const Look& look, const Box& box, const AnswerFigure& figure);

}  // namespace flowspace
