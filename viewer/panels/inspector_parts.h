// The parts of the inspector, each drawn from the top of a box and cutting off what it used.
#pragma once

#include "viewer/panel.h"

#include <string>

namespace flowspace {

/// Text with its exact value behind it; "no data" where no row says anything.
std::string sum_text(const Look& look, const ExactSum& sum);
std::string sum_exact(const PanelContext& context, const ExactSum& sum, LayerId layer);

std::string pair_name(const PanelContext& context, PairId pair);
std::string target_title(const PanelContext& context, const Target& target);
std::string target_note(const PanelContext& context, const Target& target);

/// One figure after the other: out, in, and inside, the difference or the other direction.
void draw_figures(PanelContext& context, Box& rest);

/// Out and in (and inside, of a group) over the whole time axis, with the values under the pointer.
void draw_course(const PanelContext& context, Box& rest);

/// The strongest partners with bars; pointing lights up the arc, clicking selects it.
void draw_partners(PanelContext& context, Box& rest);

/// The rows behind the figures.
void draw_rows(PanelContext& context, Box& rest);

/// The strongest flows on the map now, for when nothing is selected.
void draw_strongest(PanelContext& context, Box& rest);

}  // namespace flowspace
