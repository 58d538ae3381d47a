// Lays lines of the map over the relief as ribbons of constant width on the screen, and draws them.
#pragma once

#include "render/gl/buffer.h"
#include "render/layers/layer.h"
#include "render/scene/line_ground.h"
#include "render/scene/map_lines.h"
#include "render/scene/ribbon.h"

#include <vector>

namespace flowspace {

/// Appends the visible parts of `lines`, to inputs.lines_apart where that is asked for.
void drape(RibbonStrip& strip, const std::vector<MapLine>& lines, const RibbonStyle& style,
           const Relief& relief, const LayerInputs& inputs);
/// The same of lines that stay from frame to frame, sooner.
void drape(RibbonStrip& strip, LineGround& lines, const RibbonStyle& style, const LayerInputs& inputs);

class RibbonDrawing {
public:
    static Result<RibbonDrawing> create();

    /// Blends the strip over the bound framebuffer, hidden by the relief.
    void draw(const RibbonStrip& strip);

private:
    explicit RibbonDrawing(gl::Program program);
    gl::Program program_;
    gl::VertexArray array_;
    gl::DynamicBuffer vertices_, indices_;
};

}  // namespace flowspace
