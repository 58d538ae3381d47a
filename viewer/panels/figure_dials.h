// Numbers as dials: each says where a place or group stands among others.
#pragma once

#include "viewer/answer_figure.h"
#include "viewer/look.h"
#include "viewer/widgets/box.h"

namespace flowspace {

/// A figure of Kind::dials.
void draw_dials(const Look& look, const Box& box, const AnswerFigure& figure);

}  // namespace flowspace
