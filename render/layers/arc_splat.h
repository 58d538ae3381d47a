// The picture put together by the processor: the ground, its lines, the flows over them, marks and what lies
// over all; one upload a frame.
#pragma once

#include "render/gl/target.h"
#include "render/layers/layer.h"
#include "render/layers/soft_ground.h"
#include "render/scene/splat/splatter.h"

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace flowspace {

class ArcSplat {
public:
    explicit ArcSplat(const LayerSources& sources);

    /// The ground has changed.
    void set_ground(const ReliefTarget& relief, gl::Size picture, const splat::Lines& lines);
    splat::Ground ground() const { return soft_ground_.ground(); }

    /// What lies over everything: a premultiplied picture, rows from the bottom up, that changes when its
    /// number does; none: nothing does.
    struct Over {
        std::span<const std::uint8_t> rgba = {};
        std::uint64_t number = 0;

        bool operator==(const Over& other) const {
            return rgba.data() == other.rgba.data() && rgba.size() == other.rgba.size() &&
                   number == other.number;
        }
    };
    struct Targets {
        const gl::Texture& picture;
        gl::Size size = {};
        Over signs = {};            // discs, labels and furniture
        Over interface = {};        // over the signs
        const splat::Lines& marks;  // over the arcs, in full
        float lift = 1;             // as composite.frag's
        float gain = 1;             // of what is not highlighted
    };
    /// Takes over the arcs of the picture, where they are new. Uses no OpenGL, and may run beside
    /// set_ground().
    void update_arcs(const LayerInputs& inputs);
    /// Fills the picture. Pre: the ground was set, the arcs are up to date.
    void draw(const LayerInputs& inputs, const Targets& targets);

private:
    void update_over(const Targets& targets);

    LayerSources sources_;
    SoftGround soft_ground_;
    splat::Sheet arcs_, marks_;
    splat::Splatter splatter_;
    bool ground_is_new_ = false;
    std::optional<std::pair<std::uint64_t, ThemeId>> arcs_of_ = {};  // that the sheet has
    std::optional<std::pair<Over, Over>> laid_ = {};  // signs and interface that the splatter has
    std::vector<std::uint8_t> both_;
};

}  // namespace flowspace
