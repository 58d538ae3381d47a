// The flows drawn by the processor: the ground is read back when it changes, and one picture goes up a frame.
#pragma once

#include "render/gl/target.h"
#include "render/layers/layer.h"
#include "render/scene/splat/splatter.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace flowspace {

class ArcSplat {
public:
    explicit ArcSplat(const LayerSources& sources);

    struct Targets {
        const gl::Texture& ground;
        const gl::Texture& depth;
        const gl::Texture& picture;
        gl::Size size = {};
        std::uint64_t ground_number = 0;  // grows whenever the ground was drawn
        float lift = 1;                   // as composite.frag's
        float gain = 1;                   // of what is not highlighted
    };
    /// Fills the picture with the ground and the arcs over it.
    void draw(const LayerInputs& inputs, const Targets& targets);

private:
    void update_arcs(const LayerInputs& inputs);
    void update_ground(const Targets& targets);

    LayerSources sources_;
    splat::Splatter splatter_;
    std::optional<std::pair<std::uint64_t, ThemeId>> arcs_ = {};          // that the splatter has
    std::optional<std::pair<std::uint64_t, std::uint64_t>> ground_ = {};  // number and size
    std::vector<std::uint8_t> rgba_;
    std::vector<float> depth_;
};

}  // namespace flowspace
