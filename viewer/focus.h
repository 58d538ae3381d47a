// From what a person narrows the map to (places, groups, a direction) to the Filter that asks for it.
#pragma once

#include "data/atlas.h"
#include "data/dataset.h"
#include "viewer/settings.h"

#include <cstddef>
#include <vector>

namespace flowspace {

/// Every place of the focus: its places and the members of its groups; ascending, each once.
std::vector<PlaceId> places_of(const Atlas& atlas, const Focus& focus, MembershipRows rows);

/// `settings.filter` with the focus worked in. With a focus: all = either end in it; out = leaves it; in =
/// arrives from elsewhere; inside = both ends in it (both in one and the same group where it holds groups
/// only); crossing = exactly one end in it. Without a focus: inside and crossing speak of `filter.kind`; out
/// and in, which need a focus, ask for everything. Places named by both the filter and the focus must satisfy
/// both.
Filter effective_filter(const Atlas& atlas, const Settings& settings);

/// Whether `target` (a place or a group) is in the focus, and the focus with it put in or taken out.
bool is_focused(const Focus& focus, const Target& target);
Focus toggled(Focus focus, const Target& target);

/// A filter that only names one side, one kind of end or one scope reads as a focus with a direction, so that
/// the panels show it and can undo it.
void move_to_focus(Settings& settings);

/// `settings` with what the data cannot mean put right: layers named, current layer one of them, selection
/// and focus rows that exist.
struct DataShape {
    std::size_t layers = 0;
    std::size_t places = 0;
    std::size_t groups = 0;
    std::size_t pairs = 0;
};
DataShape shape_of(const Dataset& data);
Settings normalised(Settings settings, const DataShape& shape);

/// The layers with one switched on or off; the last one on stays on. `layers` is ascending and not empty.
std::vector<LayerId> toggled(std::vector<LayerId> layers, LayerId layer);

}  // namespace flowspace
