// Fills polygons into a picture by the even-odd rule, with smooth edges: seas, lakes and areas are painted
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

    /// Vertices in px from the lower left corner; a ring may leave the picture on any side.
    void add_ring(std::span<const glm::dvec2> ring);
    /// Lays `colour` over `paint` on one side of the rings gathered, and forgets them.
    void fill(Paint& paint, Colour colour, Side side);

private:
    struct Crossing {
        int line;  // of four per px row
        float x_px;
    };
    void row_cover(int row, Side side);

    int width_px_;
    int height_px_;
    std::vector<Crossing> crossings_;
    std::vector<std::uint32_t> first_of_line_;
    std::vector<float> x_by_line_;
    std::vector<float> steps_;  // change of cover from px to px
};

}  // namespace flowspace
