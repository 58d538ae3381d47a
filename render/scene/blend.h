// One draw list between two: what both have runs from the one to the other, what only one has comes or goes.
#pragma once

#include "render/scene/draw_list.h"

namespace flowspace {

/// At `share` in [0, 1] of the way from `before` to `after`, both drawn at one level of the hierarchy.
/// Widths, values and tones of arcs run linearly, areas of discs too; arcs of one list alone thin to nothing,
/// which fades them. Figures that both legends have are counted, tints of one scale run; other words and
/// areas change half-way. At 0 and 1 the list is the one or the other, but for the revision, which is left to
/// the caller.
DrawList blended(const DrawList& before, const DrawList& after, double share);

}  // namespace flowspace
