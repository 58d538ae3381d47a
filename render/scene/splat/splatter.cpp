#include "render/scene/splat/splatter.h"

#include "data/source/parallel.h"
#include "render/scene/premultiplied.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <cmath>
#include <cstring>

namespace flowspace::splat {

namespace {

constexpr std::ptrdiff_t few_tiles = 8;  // are done sooner than a second thread starts

/// As composite.frag: nothing below an optical depth of 0.8, then ever more.
std::vector<float> density_table() {
    std::vector<float> table;
    for (int step = 0; step < density_steps + 2; ++step) {
        const double root = static_cast<double>(step) / density_steps;
        const double through = root * root;
        table.push_back(static_cast<float>(1 - std::min(1.0, std::pow(through * std::exp(0.8), 0.6))));
    }
    return table;
}

/// laid_over() of two px at a time.
void cover_two(const std::uint8_t* over, std::uint8_t* picture) {
    using Bytes = std::uint8_t __attribute__((vector_size(8)));
    using Parts = std::uint16_t __attribute__((vector_size(16)));
    Bytes over_bytes = {}, under_bytes = {};
    std::memcpy(&over_bytes, over, sizeof over_bytes);
    std::memcpy(&under_bytes, picture, sizeof under_bytes);
    const auto top = __builtin_convertvector(over_bytes, Parts);
    const auto under = __builtin_convertvector(under_bytes, Parts);
    const Parts keep = 255 - __builtin_shufflevector(top, top, 3, 3, 3, 3, 7, 7, 7, 7);
    const Parts product = under * keep + 128;
    const Parts sum = top + ((product + (product >> 8)) >> 8);  // by 255, rounded
    const Parts held = sum | (0 - (sum >> 8));                  // past 255: all ones
    const auto laid = __builtin_convertvector(held, Bytes);
    std::memcpy(picture, &laid, sizeof laid);
}

/// Lays premultiplied px over others; eight of them at once are skipped where there is nothing.
void cover_px(const std::uint8_t* over, std::uint8_t* picture, int count) {
    constexpr int many = 8;
    int px = 0;
    for (; px + many <= count; px += many, over += 4 * many, picture += 4 * many) {
        std::array<std::uint64_t, many / 2> two = {};
        std::memcpy(two.data(), over, sizeof two);
        if ((two[0] | two[1] | two[2] | two[3]) == 0) continue;
        for (int pair = 0; pair < many / 2; ++pair)
            cover_two(over + 8 * std::ptrdiff_t{pair}, picture + 8 * std::ptrdiff_t{pair});
    }
    for (; px < count; ++px, over += 4, picture += 4) {
        std::uint32_t top = 0, under = 0;
        std::memcpy(&top, over, 4);
        if (top == 0) continue;
        std::memcpy(&under, picture, 4);
        top = laid_over(top, under);
        std::memcpy(picture, &top, 4);
    }
}

/// Takes the ink from what a tile's kernel may touch past its end: nothing else does.
void wipe_around(const Tile& tile) {
    for (int row = 0; row < tile_stride; ++row)
        for (int column = row < tile.height ? tile.width : 0; column < tile_stride; ++column)
            wipe(tile.gathered + 4 * (std::ptrdiff_t{row} * tile_stride + column));
}

/// The least depth of a tile: several at a time, since a least one does not depend on the order.
float nearest_of(const Tile& tile) {
    constexpr int lanes = 16;
    std::array<float, lanes> least;
    least.fill(1);
    for (int row = 0; row < tile.height; ++row) {
        const float* depth = tile.depths + std::ptrdiff_t{row} * tile_stride;
        int column = 0;
        for (; column + lanes <= tile.width; column += lanes)
            for (std::size_t lane = 0; lane < lanes; ++lane)
                least[lane] = depth[column + static_cast<int>(lane)] < least[lane]
                                  ? depth[column + static_cast<int>(lane)]
                                  : least[lane];
        for (; column < tile.width; ++column) least[0] = std::min(least[0], depth[column]);
    }
    return std::ranges::min(least);
}

}  // namespace

void cover(std::span<const std::uint8_t> under, std::span<const std::uint8_t> over,
           std::span<std::uint8_t> out, unsigned threads) {
    assert(over.size() == under.size() && out.size() == under.size());
    const std::size_t bands = std::max(1U, threads), px = out.size() / 4;
    run_parallel(bands, threads, [&](std::size_t band) {
        const std::size_t first = px * band / bands * 4, end = px * (band + 1) / bands * 4;
        std::memcpy(out.data() + first, under.data() + first, end - first);
        cover_px(over.data() + first, out.data() + first, static_cast<int>((end - first) / 4));
    });
}

Splatter::Splatter(unsigned threads, const Kernels& kernel)
    : threads_(std::max(1U, threads)), kernel_(kernel), density_(density_table()) {}

void Splatter::set_ground(const Ground& ground) {
    const TileGrid grid(ground.width_px, ground.height_px);
    if (grid != grid_) {
        grid_ = grid;
        picture_.assign(
            static_cast<std::size_t>(grid.width_px) * static_cast<std::size_t>(grid.height_px) * 4, 0);
        over_ = {};
    }
    ground_ = ground;
    tiles_.assign(grid_.tiles(), {});
}

void Splatter::set_over(std::span<const std::uint8_t> rgba) {
    assert(rgba.empty() || rgba.size() == picture_.size());
    over_ = rgba;
    for (TileState& tile : tiles_) tile.plain = false;
}

/// Not only pieces cost: so does every tile that they, a veil or what lies over it touch.
unsigned Splatter::painters(std::span<const Pass> passes) const {
    if (std::ranges::any_of(passes,
                            [](const Pass& pass) { return pass.sheet->is_full() || pass.has_veil(); }))
        return threads_;
    std::ptrdiff_t touched = 0;
    for (std::size_t tile = 0; tile < tiles_.size(); ++tile)
        if (!tiles_[tile].plain || !is_plain(tile, passes)) ++touched;
    return touched > few_tiles ? threads_ : 1;
}

bool Splatter::is_plain(std::size_t tile, std::span<const Pass> passes) {
    return std::ranges::all_of(passes, [tile](const Pass& pass) { return pass.is_idle(tile); });
}

/// What lies past the picture is 0.
void Splatter::copy_depths(const Tile& tile, std::span<float> depths) const {
    for (int row = 0; row < tile.height; ++row) {
        std::fill_n(depths.data() + std::ptrdiff_t{row} * tile_stride + tile.width, tile_stride - tile.width,
                    0.0f);
        std::memcpy(depths.data() + std::ptrdiff_t{row} * tile_stride,
                    ground_.depth.data() + first_px(tile, row),
                    static_cast<std::size_t>(tile.width) * sizeof(float));
    }
    std::ranges::fill(depths.subspan(static_cast<std::size_t>(tile.height) * tile_stride), 0.0f);
}

std::ptrdiff_t Splatter::first_px(const Tile& tile, int row) const {
    return static_cast<std::ptrdiff_t>(grid_.height_px - 1 - tile.top - row) * grid_.width_px + tile.left;
}

/// Sheet by sheet, each over what came before, while the tile is in the cache.
void Splatter::paint_tile(std::size_t at, std::span<const Pass> passes, std::span<float> gathered,
                          std::span<float> depths) {
    TileState& state = tiles_[at];
    const bool plain = is_plain(at, passes);
    if (plain && state.plain) return;
    state.plain = plain;
    const int left = static_cast<int>(at) % grid_.columns * tile_px,
              top = static_cast<int>(at) / grid_.columns * tile_px;
    Tile tile = {.left = left,
                 .top = top,
                 .width = std::min(tile_px, grid_.width_px - left),
                 .height = std::min(tile_px, grid_.height_px - top),
                 .gathered = gathered.data(),
                 .depths = depths.data()};
    if (!plain) {
        copy_depths(tile, depths);
        if (!state.nearest) state.nearest = nearest_of(tile);
        tile.nearest = *state.nearest;
    }
    const std::uint8_t* under = ground_.rgba.data();
    for (const Pass& pass : passes) {
        if (pass.is_idle(at)) continue;
        pass.sheet->on_tile(at, [&](const Piece* pieces, std::size_t count) {
            kernel_.draw(pass.scene, tile, pieces, count);
        });
        for (int row = 0; row < tile.height; ++row)
            kernel_.lay_over(pass.wash, gathered.data() + std::ptrdiff_t{row} * tile_stride * 4,
                             under + first_px(tile, row) * 4, picture_.data() + first_px(tile, row) * 4,
                             tile.width);
        wipe_around(tile);
        under = picture_.data();
    }
    for (int row = 0; row < tile.height; ++row) {
        std::uint8_t* px = picture_.data() + first_px(tile, row) * 4;
        if (plain)
            std::memcpy(px, ground_.rgba.data() + first_px(tile, row) * 4,
                        static_cast<std::size_t>(tile.width) * 4);
        if (!over_.empty()) cover_px(over_.data() + first_px(tile, row) * 4, px, tile.width);
    }
}

std::span<const std::uint8_t> Splatter::paint(std::span<const Coat> coats) {
    assert(ground_.rgba.size() == picture_.size());
    std::vector<Pass> passes;
    for (const auto& [sheet, moment] : coats) {
        assert(sheet.grid() == grid_);
        passes.push_back(
            {.sheet = &sheet,
             .scene = {.knots = sheet.knots(),
                       .strokes = sheet.strokes(),
                       .time_s = static_cast<float>(moment.time_s),
                       .gain = moment.gain,
                       .heads = moment.motion == Motion::still ? Scene::Heads::arrows : Scene::Heads::comets},
             .wash = {.veil = {moment.veil[0], moment.veil[1], moment.veil[2], 0},
                      .veil_share = moment.veil_share,
                      .lift = moment.lift,
                      .density = density_.data()}});
    }
    std::atomic<std::size_t> next = 0;
    run_parallel(painters(passes), threads_, [&](std::size_t) {
        std::vector<float> gathered(tile_floats);
        for (std::size_t value = 0; value < gathered.size(); value += 4) wipe(gathered.data() + value);
        std::vector<float> depths(tile_depths);
        for (std::size_t tile = next++; tile < tiles_.size(); tile = next++)
            paint_tile(tile, passes, gathered, depths);
    });
    return picture_;
}

std::span<const std::uint8_t> Splatter::paint(const Sheet& sheet, const Moment& moment) {
    const Coat coat = {sheet, moment};
    return paint({&coat, 1});
}

}  // namespace flowspace::splat
