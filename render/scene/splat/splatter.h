// Draws arcs on the processor: the picture that arc.vert, arc.frag and composite.frag draw, for machines
// whose OpenGL is software. Tiles of the picture are spread over threads; the bits do not depend on how many,
// nor on the kernel.
#pragma once

#include "render/scene/arc_look.h"
#include "render/scene/arc_picture.h"
#include "render/scene/splat/kernels.h"
#include "render/scene/splat/lines.h"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace flowspace::splat {

/// The picture without arcs. Rows from the bottom up, as OpenGL has them.
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

    /// `looks`: one per arc of `picture`. Nothing of either is kept.
    void set_arcs(const ArcPicture& picture, std::span<const ArcLook> looks);
    /// Lines instead of arcs, in a picture of that size. Nothing of them is kept.
    void set_lines(const Lines& lines, int width_px, int height_px);
    /// Kept by reference until the next one. Pre: the size of the last arcs' picture.
    void set_ground(const Ground& ground);
    /// What lies over the arcs: premultiplied, 4 bytes a px, rows from the bottom up; none: nothing does.
    /// Kept by reference until the next one.
    void set_over(std::span<const std::uint8_t> rgba);
    /// Ground, arcs and what lies over them: 4 bytes a px, rows from the bottom up; valid until the next
    /// call.
    std::span<const std::uint8_t> paint(const Moment& moment);

    std::size_t pieces() const;  // over all tiles; one that passes through several counts in each

private:
    struct TileState {
        std::optional<float> nearest = {};  // of the ground, once it was looked for
        bool plain = false;                 // holds the ground and what lies over it alone, already
    };
    /// What one worker found, by tile. Workers take arcs in order, so their lists one after the other keep
    /// the order.
    using Lists = std::vector<std::vector<Piece>>;

    void resize(int width_px, int height_px);
    unsigned workers() const;
    unsigned painters(const Wash& wash) const;
    bool is_bare(std::size_t tile) const;
    void clear_lists(unsigned workers);
    void copy_knots(const ArcPicture& picture, std::span<const ArcLook> looks);
    void list_pieces(const ArcPicture& picture, std::size_t first, std::size_t end, Lists& lists) const;
    void list_piece(const Piece& piece, Lists& lists) const;
    void paint_tile(std::size_t tile, const Scene& scene, const Wash& wash, std::span<float> gathered,
                    std::span<float> depths);
    void copy_depths(const Tile& tile, std::span<float> depths) const;
    template <class Work>
    void in_parallel(unsigned workers, const Work& work) const;

    unsigned threads_;
    Kernels kernel_;
    std::vector<float> density_;
    std::vector<Knot> knots_;
    std::vector<Stroke> strokes_;
    std::vector<Lists> lists_;  // one per worker
    Ground ground_;
    std::span<const std::uint8_t> over_;
    int columns_ = 0, rows_ = 0;  // of tiles
    int width_px_ = 0, height_px_ = 0;
    std::vector<TileState> tiles_;
    std::vector<std::uint8_t> picture_;
};

}  // namespace flowspace::splat
