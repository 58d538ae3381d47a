// Sectors of the compass as petals, with the exact numbers beside them.
#pragma once

#include "viewer/answer_figure.h"
#include "viewer/look.h"
#include "viewer/widgets/box.h"

namespace flowspace {

/// A figure of Kind::rose, in the colours of the roses on the map.
void draw_rose(const Look& look, const Box& box, const AnswerFigure& figure);

}  // namespace flowspace
