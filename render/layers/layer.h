// The seam between the renderer and what it draws: a layer draws one kind of thing from the same inputs.
#pragma once

#include "data/dataset.h"
#include "data/geo/projection.h"
#include "render/layers/bearings.h"
#include "render/scene/arc_picture.h"
#include "render/scene/base_lines.h"
#include "render/scene/border_lines.h"
#include "render/scene/camera.h"
#include "render/scene/draw_list.h"
#include "render/scene/frame.h"
#include "render/scene/relief.h"
#include "render/scene/sign_canvas.h"
#include "render/scene/theme.h"

#include <glm/vec2.hpp>
#include <glm/vec3.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

struct TextRun;
namespace splat {
struct Lines;
}

/// What layers are made from; outlives them.
struct LayerSources {
    const Dataset& dataset;
    const Projection& projection;
    const Relief& relief;
    const BaseLines& lines;
    const BorderLines& borders;
};

enum class Stage : std::uint8_t {
    relief,  // kept while camera, size and ground style stay: colour and depth
    ground,  // kept alike: lines over the relief
    flows,   // every frame, into the half-float target
    top,     // every frame, over the composed picture
    signs    // kept while none of them changes: what stands over everything
};

enum class Detail : std::uint8_t { full, coarse };  // coarse: while the camera moves

/// The flat plane at the camera's height, as far as it is painted: in its normalised device coordinates.
struct PaintFrame {
    glm::dvec2 low = {-1, -1};
    glm::dvec2 high = {1, 1};
};

struct LayerInputs {
    const DrawList& list;
    const Frame& frame;
    const View& view;
    const Theme& theme;
    const ArcPicture& arcs;
    std::uint64_t arcs_revision = 0;         // grows whenever `arcs` changes
    std::span<const glm::dvec3> nodes = {};  // where places and groups stand in this frame, in the world
    Bearings bearings = {};
    PaintFrame paint = {};
    double px_scale = 1;  // px per px at a picture height of 1080
    Detail detail = Detail::full;
    std::vector<TextRun>* words_apart = nullptr;  // asked for: words are given here and not drawn
    splat::Lines* lines_apart = nullptr;          // asked for: so are lines and arcs
    const std::atomic<bool>* stopped = nullptr;   // true: what is prepared is no longer wanted

    bool is_stopped() const { return stopped != nullptr && *stopped; }
};

/// What is smaller than this on the map does not show: lines leave it out.
inline float tolerance_m(const LayerInputs& inputs) {
    const double px = inputs.detail == Detail::full ? 0.4 : 1.2;
    const double nearer =
        inputs.view.camera.tilt_deg > 30 ? 0.6 : 1.0;  // the foreground is closer than the centre
    return static_cast<float>(inputs.view.metres_per_px * px * nearer);
}

class Layer {
public:
    virtual ~Layer() = default;

    /// Gathers what draw() and paint() will draw; false where that is just what it gathered last. Asked of
    /// relief, ground and signs, before either. May run on another thread, beside layers of other stages:
    /// neither OpenGL nor the projection is for it.
    virtual bool prepare(const LayerInputs& /*inputs*/) { return true; }

    /// As draw(), by the processor. Asked of signs only, of several bands of the picture at once.
    virtual void paint(const LayerInputs& /*inputs*/, const SignCanvas& /*canvas*/) const {}

    /// Whether draw() would change anything. Asked of what lies on top only.
    virtual bool shows(const LayerInputs& /*inputs*/) const { return true; }

    /// What of the frames before the next ones depend on, as bytes; nothing for most.
    virtual std::string memory() const { return {}; }
    /// False where `bytes` are not of this kind of layer.
    virtual bool recall(std::string_view /*bytes*/) { return false; }

    /// Draws into the bound framebuffer, whose viewport is the picture. Sets every state it needs.
    virtual void draw(const LayerInputs& inputs) = 0;
};

}  // namespace flowspace
