// Fills unions of even-odd polygons into a picture, with smooth edges: seas, lakes and areas are painted
// flat here and then laid over the relief.
#pragma once

#include "render/scene/colour.h"

#include <glm/vec2.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace flowspace {

/// RGBA, premultiplied, rows from the bottom (as OpenGL's textures).
struct Paint {
    int width_px = 0;
    int height_px = 0;
    std::vector<std::uint8_t> rgba = {};
};

enum class Side : std::uint8_t { inside, outside };

/// Gathers closed rings in px of a paint; reused from fill to fill.
class EvenOdd {
public:
    EvenOdd(int width_px, int height_px);

    /// Vertices in px from the lower left corner; a ring may leave the picture on any side. Rings of one
    /// `part` make a polygon by the even-odd rule; what lies in any part is inside.
    void add_ring(std::span<const glm::dvec2> ring, std::uint32_t part);
    /// Lays `colour` over `paint` on one side of the union gathered, and forgets it.
    void fill(Paint& paint, Colour colour, Side side);

private:
    struct Crossing {
        float x_px;
        std::uint32_t part;
    };
    void row_cover(int row, Side side);
    void line_cover(std::span<Crossing> line, float weight);
    void step_at(float x_px, float weight);
    void touch(std::uint32_t px) { touched_[px / 64] |= std::uint64_t{1} << px % 64; }
    void lay_row(std::uint8_t* px, Colour colour);

    int width_px_;
    int height_px_;
    std::vector<int> lines_;           // one per crossing: of four per px row
    std::vector<Crossing> crossings_;  // as gathered
    std::vector<Crossing> sorted_;     // by line
    std::vector<std::uint8_t> odd_;    // one per part: inside it just now
    std::vector<std::uint32_t> first_of_line_;
    std::vector<float> steps_;            // change of cover from px to px
    std::vector<std::uint64_t> touched_;  // a bit a px: where it changes
};

}  // namespace flowspace
