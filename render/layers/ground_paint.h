// What is painted flat onto the ground for one view: sea, lakes, the land beyond the country, areas.
#pragma once

#include "render/layers/layer.h"
#include "render/scene/area_tints.h"
#include "render/scene/even_odd.h"
#include "render/scene/map_lines.h"

#include <glm/vec3.hpp>

#include <vector>

namespace flowspace {

class GroundPainter {
public:
    explicit GroundPainter(const LayerSources& sources);

    /// Covers inputs.paint of the flat plane at the camera's height.
    void paint(const LayerInputs& inputs);
    const Paint& painted() const { return paint_; }

private:
    void add_rings(EvenOdd& fill, const std::vector<MapLine>& rings, const LayerInputs& inputs);
    void paint_areas(EvenOdd& fill, const LayerInputs& inputs);

    LayerSources sources_;
    Paint paint_;
    AreaTints tints_;
    std::vector<glm::dvec3> clip_;  // x, y, w of a ring on the flat plane
    std::vector<glm::dvec2> ring_px_;
};

}  // namespace flowspace
