// The picture put together by the processor: the ground, the flows over it and what lies over both; one
// upload a frame.
#pragma once

#include "render/gl/target.h"
#include "render/layers/layer.h"
#include "render/layers/soft_ground.h"
#include "render/scene/splat/splatter.h"

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace flowspace {

class ArcSplat {
public:
    explicit ArcSplat(const LayerSources& sources);

    /// The ground has changed.
    void set_ground(const ReliefTarget& relief, gl::Size picture, const splat::Lines& lines);
    splat::Ground ground() const { return soft_ground_.ground(); }

    /// Discs, labels and furniture: a premultiplied picture.
    struct Signs {
        const gl::Texture* texture = nullptr;  // none: they are laid over by others
        std::uint64_t number = 0;              // grows whenever they were drawn
    };
    struct Targets {
        const gl::Texture& picture;
        gl::Size size = {};
        Signs signs = {};
        float lift = 1;  // as composite.frag's
        float gain = 1;  // of what is not highlighted
    };
    /// Fills the picture. Pre: the ground was set.
    void draw(const LayerInputs& inputs, const Targets& targets);

private:
    void update_arcs(const LayerInputs& inputs);
    void update_signs(const Targets& targets);

    LayerSources sources_;
    SoftGround soft_ground_;
    splat::Splatter splatter_;
    bool ground_is_new_ = false;
    std::optional<std::pair<std::uint64_t, ThemeId>> arcs_ = {};  // that the splatter has
    std::optional<std::uint64_t> signs_ = {};                     // number of those in signs_rgba_
    bool signs_are_laid_ = false;                                 // by the splatter
    std::vector<std::uint8_t> signs_rgba_;
};

}  // namespace flowspace
