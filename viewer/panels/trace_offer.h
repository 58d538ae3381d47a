// How a figure on screen offers the card that says where it comes from: the right button on it, or W.
#pragma once

#include "viewer/panel.h"
#include "viewer/trace.h"

namespace flowspace {

/// Opens the card.
void show_trace(PanelContext& context, TracedFigure figure);

/// Whether the right button asks for the figure drawn in `box`.
bool is_asked_for(const Box& box);

/// Answers W: what the pointer is on, else what is selected, else the whole selection of the current layer.
void answer_trace_key(PanelContext& context);

}  // namespace flowspace
