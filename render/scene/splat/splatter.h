// Lays sheets of arcs and lines over the ground on the processor: the picture that arc.vert, arc.frag and
// composite.frag draw, for machines whose OpenGL is software. Tiles of the picture are spread over threads;
// the bits do not depend on how many, nor on the kernel.
#pragma once

#include "render/scene/frame.h"
#include "render/scene/splat/kernels.h"
#include "render/scene/splat/sheet.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace flowspace::splat {

/// The picture without sheets. Rows from the bottom up, as OpenGL has them.
struct Ground {
    int width_px = 0, height_px = 0;
    std::span<const std::uint8_t> rgba = {};  // 4 a px
    std::span<const float> depth = {};        // 1 a px, 0 to 1
};

struct Moment {
    double time_s = 0;
    Motion motion = Motion::moving;
    float gain = 1;                         // of all opacity: lower while others are highlighted
    float lift = 1;                         // of the densest bundles: above 1 on dark grounds, below on light
    std::array<float, 3> veil = {0, 0, 0};  // over the ground
    float veil_share = 0;
};

/// Premultiplied px over as many others, 4 bytes a px.
void cover(std::span<const std::uint8_t> under, std::span<const std::uint8_t> over,
           std::span<std::uint8_t> out, unsigned threads);

class Splatter {
public:
    /// Pre: `threads` >= 1. `kernel`: one of kernels().
    Splatter(unsigned threads, const Kernels& kernel);

    /// Kept by reference until the next one.
    void set_ground(const Ground& ground);
    /// What lies over all sheets: premultiplied, 4 bytes a px, rows from the bottom up; none: nothing does.
    /// Kept by reference until the next one, or until a ground of another size. Pre: the size of the ground.
    void set_over(std::span<const std::uint8_t> rgba);

    /// A sheet as it is at a moment.
    struct Coat {
        const Sheet& sheet;
        Moment moment = {};
    };
    /// Ground, sheets one over the other, and what lies over them: 4 bytes a px, rows from the bottom up;
    /// valid until the next call. Pre: the ground is set, and every sheet has its size.
    std::span<const std::uint8_t> paint(std::span<const Coat> coats);
    std::span<const std::uint8_t> paint(const Sheet& sheet, const Moment& moment);

private:
    struct TileState {
        std::optional<float> nearest = {};  // of the ground, once it was looked for
        bool plain = false;                 // holds the ground and what lies over it alone, already
    };
    /// A coat as kernels read it.
    struct Pass {
        const Sheet* sheet = nullptr;
        Scene scene = {};
        Wash wash = {};

        bool has_veil() const { return wash.veil_share != 0; }
        bool is_idle(std::size_t tile) const { return !has_veil() && sheet->is_bare(tile); }
    };

    unsigned painters(std::span<const Pass> passes) const;
    static bool is_plain(std::size_t tile, std::span<const Pass> passes);
    void paint_tile(std::size_t tile, std::span<const Pass> passes, std::span<float> gathered,
                    std::span<float> depths);
    void copy_depths(const Tile& tile, std::span<float> depths) const;
    /// Of a row of a tile, in the picture.
    std::ptrdiff_t first_px(const Tile& tile, int row) const;

    unsigned threads_;
    Kernels kernel_;
    std::vector<float> density_;
    Ground ground_;
    std::span<const std::uint8_t> over_;
    TileGrid grid_;
    std::vector<TileState> tiles_;
    std::vector<std::uint8_t> picture_;
};

}  // namespace flowspace::splat
