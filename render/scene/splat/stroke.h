// What a splat kernel reads and writes: plain arrays, so that it can be compiled for several instruction
// sets.
#pragma once

#include <cstddef>
#include <cstdint>

namespace flowspace::splat {

/// Where the middle of a ribbon passes; px from the top left.
struct Knot {
    float x = 0, y = 0;
    float along_x = 1, along_y = 0;  // unit: ribbons are cut across it where two pieces meet
    float along_px = 0;              // from the start of the arc
    float t = 0;                     // on its curve
    float half_px = 0.5f;            // of its width
    float depth = 0;                 // 0 to 1, as the depth of the ground
};

/// What all pieces of an arc share.
struct Stroke {
    float ink[4] = {0, 0, 0, 0};  // rgb, encoded; what the light that comes through sinks to
    float body = 0.5f;            // opacity
    float gain = 1;               // on all opacity: below 1 for ribbons thinner than a px
    float dashes_per_px = 0;      // 0: solid
    float dash_px = 0;            // period
    float dash_per_px = 1;        // how fast a dash comes and goes
    float arrow_from_px = 1e9f;   // along
    float heads = 1;
    float heads_per_s = 1;
    float phase = 0;
    float px_per_head = 1;
    float hollow = 0;  // 1: all but its rim and its arrowhead lets most light through
};

/// A part of a ribbon between the knots `knot` and `knot` + 1.
struct Piece {
    std::uint32_t knot = 0;
    std::uint32_t stroke = 0;
};

struct Scene {
    const Knot* knots = nullptr;
    const Stroke* strokes = nullptr;
    float time_s = 0;
    float gain = 1;  // of all arcs: lower while others are highlighted
    enum class Heads : std::uint8_t { comets, arrows } heads = Heads::comets;
};

inline constexpr int tile_px = 96;
inline constexpr int tile_stride = tile_px + 8;  // kernels may touch a few px past the end
inline constexpr std::size_t tile_floats = std::size_t{tile_stride} * tile_stride * 4;
inline constexpr std::size_t tile_depths = std::size_t{tile_stride} * tile_stride;

/// A square of the picture, from the top left: red, green, blue and the share of light that comes through.
struct Tile {
    int left = 0, top = 0;
    int width = 0, height = 0;      // at most tile_px
    float* gathered = nullptr;      // 4 a px, rows of tile_stride px; without ink: 0, 0, 0, 1
    const float* depths = nullptr;  // of the ground, rows of tile_stride; what lies past the picture is 0
    float nearest = 0;              // the least of `depths`
};

/// Takes the ink from a px. Each file its own: one that was compiled for newer processors is not for others.
static inline void wipe(float* px) {
    px[0] = px[1] = px[2] = 0;
    px[3] = 1;
}

/// How a row is laid over the ground: as composite.frag does.
struct Wash {
    float veil[4] = {0, 0, 0, 0};
    float veil_share = 0;
    float lift = 1;
    const float* density =
        nullptr;  // over sqrt(light that comes through) in [0, 1]; density_steps + 2 values
};
inline constexpr int density_steps = 1024;
inline constexpr float least_thin =
    0.4494f;  // the light that comes through where nothing is dense: e^-0.8, rounded up

struct Kernels {
    const char* name = "";
    void (*draw)(const Scene& scene, const Tile& tile, const Piece* pieces, std::size_t count) = nullptr;
    /// `gathered`: 4 floats a px, without ink afterwards; `ground` and `picture`: 4 bytes a px.
    void (*lay_over)(const Wash& wash, float* gathered, const std::uint8_t* ground, std::uint8_t* picture,
                     int count) = nullptr;
};

}  // namespace flowspace::splat
