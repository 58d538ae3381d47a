// THE list of layers: a new one is a pair of files and a row here.
#include "render/layers/layers.h"

#include "render/layers/arcs.h"
#include "render/layers/areas.h"
#include "render/layers/boundaries.h"
#include "render/layers/donuts.h"
#include "render/layers/lettering.h"
#include "render/layers/places.h"
#include "render/layers/terrain.h"
#include "render/layers/tubes.h"
#include "render/layers/walls.h"

#include <array>

namespace flowspace {

std::span<const LayerEntry> all_layers() {
    static constexpr std::array<LayerEntry, 11> layers = {{
        {"terrain", Stage::relief, make_terrain_layer},
        {"areas", Stage::ground, make_areas_layer},
        {"boundaries", Stage::ground, make_boundaries_layer},
        {"tubes", Stage::ground, make_tubes_layer},
        {"walls", Stage::ground, make_walls_layer},
        {"arcs", Stage::flows, make_arcs_layer},
        {"pointed area", Stage::top, make_pointed_area_layer},
        {"highlight", Stage::top, make_highlight_layer},
        {"places", Stage::signs, make_places_layer},
        {"donuts", Stage::signs, make_donuts_layer},
        {"lettering", Stage::signs, make_lettering_layer},
    }};
    return layers;
}

}  // namespace flowspace
