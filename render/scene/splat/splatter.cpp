#include "render/scene/splat/splatter.h"

#include "data/source/parallel.h"
#include "render/scene/premultiplied.h"
#include "render/scene/splat/arc_strokes.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <cmath>
#include <cstring>
#include <thread>

namespace flowspace::splat {

namespace {

// Are done sooner than a second thread starts.
constexpr std::size_t few_pieces = 4000;
constexpr std::ptrdiff_t few_tiles = 8;

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

/// Nothing that reaches further off the screen than any screen does, and no piece without a direction.
bool drawable(const Knot& knot) {
    constexpr float farthest = 1e7f;
    return std::abs(knot.x) < farthest && std::abs(knot.y) < farthest && std::isfinite(knot.depth);
}

/// Lays premultiplied px over others; eight of them at once are skipped where there is nothing.
void cover_px(const std::uint8_t* over, std::uint8_t* picture, int count) {
    const auto lay = [](const std::uint8_t* from, std::uint8_t* to) {
        std::uint32_t top = 0, under = 0;
        std::memcpy(&top, from, 4);
        if (top == 0) return;
        std::memcpy(&under, to, 4);
        top = laid_over(top, under);
        std::memcpy(to, &top, 4);
    };
    constexpr int many = 8;
    for (int px = 0; px < count;) {
        std::array<std::uint64_t, many / 2> two = {};
        if (px + many <= count) {
            std::memcpy(two.data(), over + 4 * std::ptrdiff_t{px}, sizeof two);
            if ((two[0] | two[1] | two[2] | two[3]) == 0) {
                px += many;
                continue;
            }
        }
        for (const int end = std::min(px + many, count); px < end; ++px)
            lay(over + 4 * std::ptrdiff_t{px}, picture + 4 * std::ptrdiff_t{px});
    }
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

struct Range {
    int first = 0, last = -1;
};
/// The tiles of a row or column of `count` that the px from `low` to `high` lie in.
Range tiles_between(float low, float high, int count) {
    const auto end = static_cast<float>(count);
    return {static_cast<int>(std::clamp(std::floor(low / tile_px), 0.0f, end)),
            static_cast<int>(std::clamp(std::floor(high / tile_px), -1.0f, end - 1))};
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

template <class Work>
void Splatter::in_parallel(unsigned workers, const Work& work) const {
    std::vector<std::jthread> others;
    for (unsigned worker = 1; worker < workers; ++worker)
        others.emplace_back([&work, worker] { work(worker); });
    work(0U);
}

void Splatter::resize(int width_px, int height_px) {
    if (width_px == width_px_ && height_px == height_px_) return;
    width_px_ = width_px;
    height_px_ = height_px;
    columns_ = (width_px + tile_px - 1) / tile_px;
    rows_ = (height_px + tile_px - 1) / tile_px;
    tiles_.assign(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_), {});
    picture_.assign(static_cast<std::size_t>(width_px) * static_cast<std::size_t>(height_px) * 4, 0);
    ground_ = {};
    over_ = {};
}

unsigned Splatter::workers() const { return knots_.size() > few_pieces ? threads_ : 1; }

void Splatter::clear_lists(unsigned workers) {
    lists_.resize(workers);
    for (Lists& lists : lists_) {
        lists.resize(tiles_.size());
        for (auto& list : lists) list.clear();
    }
}

void Splatter::set_arcs(const ArcPicture& picture, std::span<const ArcLook> looks) {
    assert(looks.size() == picture.arcs.size());
    resize(static_cast<int>(picture.size_px.x), static_cast<int>(picture.size_px.y));
    copy_knots(picture, looks);
    const unsigned count = workers();
    clear_lists(count);
    in_parallel(count, [&](unsigned worker) {
        const std::size_t arcs = picture.arcs.size();
        list_pieces(picture, arcs * worker / count, arcs * (worker + 1) / count, lists_[worker]);
    });
}

void Splatter::set_lines(const Lines& lines, int width_px, int height_px) {
    resize(width_px, height_px);
    knots_ = lines.knots;
    strokes_ = lines.strokes;
    const unsigned count = workers();
    clear_lists(count);
    in_parallel(count, [&](unsigned worker) {
        const std::size_t pieces = lines.pieces.size();
        for (std::size_t row = pieces * worker / count; row < pieces * (worker + 1) / count; ++row)
            list_piece(lines.pieces[row], lists_[worker]);
    });
}

void Splatter::copy_knots(const ArcPicture& picture, std::span<const ArcLook> looks) {
    strokes_.resize(looks.size());
    std::ranges::transform(looks, strokes_.begin(), stroke_of);
    knots_.resize(picture.knots.size());
    for (std::size_t row = 0; row < knots_.size(); ++row) knots_[row] = knot_of(picture, row);
}

void Splatter::list_pieces(const ArcPicture& picture, std::size_t first, std::size_t end,
                           Lists& lists) const {
    for (std::size_t row = first; row < end; ++row) {
        const ArcOnScreen& arc = picture.arcs[row];
        for (std::uint32_t at = 0; at + 1 < arc.knot_count; ++at)
            list_piece({.knot = arc.first_knot + at, .stroke = static_cast<std::uint32_t>(row)}, lists);
    }
}

/// In every tile that it may touch: by columns of tiles, or rows where it is steep, so that long slanting
/// pieces are not listed all over the box around them.
void Splatter::list_piece(const Piece& piece, Lists& lists) const {
    const Knot& a = knots_[piece.knot];
    const Knot& b = knots_[piece.knot + 1];
    if (!drawable(a) || !drawable(b)) return;
    const float reach = std::max(a.half_px, b.half_px) + 2.5f;
    const Range across = tiles_between(std::min(a.x, b.x) - reach, std::max(a.x, b.x) + reach, columns_);
    const Range down = tiles_between(std::min(a.y, b.y) - reach, std::max(a.y, b.y) + reach, rows_);
    const auto add = [&](int column, int row) {
        lists[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
              static_cast<std::size_t>(column)]
            .push_back(piece);
    };
    if (across.first >= across.last || down.first >= down.last) {
        for (int row = down.first; row <= down.last; ++row)
            for (int column = across.first; column <= across.last; ++column) add(column, row);
        return;
    }
    const float slope = (b.y - a.y) / (b.x - a.x);
    const float slack = reach * (1 + std::abs(slope));
    for (int column = across.first; column <= across.last; ++column) {
        Range rows = down;
        if (std::isfinite(slope) && std::isfinite(slack)) {
            const float left = a.y + (static_cast<float>(column * tile_px) - a.x) * slope;
            const float right = a.y + (static_cast<float>((column + 1) * tile_px) - a.x) * slope;
            const Range here =
                tiles_between(std::min(left, right) - slack, std::max(left, right) + slack, rows_);
            rows = {std::max(down.first, here.first), std::min(down.last, here.last)};
        }
        for (int row = rows.first; row <= rows.last; ++row) add(column, row);
    }
}

bool Splatter::is_bare(std::size_t tile) const {
    return std::ranges::all_of(lists_, [tile](const Lists& lists) { return lists[tile].empty(); });
}

/// Not only pieces cost: so does every tile that they, a veil or what lies over it touch.
unsigned Splatter::painters(const Wash& wash) const {
    if (workers() > 1 || wash.veil_share != 0) return threads_;
    std::ptrdiff_t touched = 0;
    for (std::size_t tile = 0; tile < tiles_.size(); ++tile)
        if (!tiles_[tile].plain || !is_bare(tile)) ++touched;
    return touched > few_tiles ? threads_ : 1;
}

std::size_t Splatter::pieces() const {
    std::size_t sum = 0;
    for (const Lists& lists : lists_)
        for (const auto& list : lists) sum += list.size();
    return sum;
}

void Splatter::set_ground(const Ground& ground) {
    assert(ground.width_px == width_px_ && ground.height_px == height_px_);
    ground_ = ground;
    std::ranges::fill(tiles_, TileState{});
}

void Splatter::set_over(std::span<const std::uint8_t> rgba) {
    assert(rgba.empty() || rgba.size() == picture_.size());
    over_ = rgba;
    for (TileState& tile : tiles_) tile.plain = false;
}

void Splatter::copy_depths(const Tile& tile, std::span<float> depths) const {
    std::ranges::fill(depths, 0.0f);
    for (int row = 0; row < tile.height; ++row)
        std::memcpy(depths.data() + std::ptrdiff_t{row} * tile_stride,
                    ground_.depth.data() +
                        static_cast<std::ptrdiff_t>(height_px_ - 1 - tile.top - row) * width_px_ + tile.left,
                    static_cast<std::size_t>(tile.width) * sizeof(float));
}

void Splatter::paint_tile(std::size_t at, const Scene& scene, const Wash& wash, std::span<float> gathered,
                          std::span<float> depths) {
    const int left = static_cast<int>(at) % columns_ * tile_px,
              top = static_cast<int>(at) / columns_ * tile_px;
    Tile tile = {.left = left,
                 .top = top,
                 .width = std::min(tile_px, width_px_ - left),
                 .height = std::min(tile_px, height_px_ - top),
                 .gathered = gathered.data(),
                 .depths = depths.data()};
    const auto px = [&](int row) {
        return (static_cast<std::ptrdiff_t>(height_px_ - 1 - top - row) * width_px_ + left) * 4;
    };
    if (is_bare(at) && wash.veil_share == 0) {
        if (tiles_[at].plain) return;
        for (int row = 0; row < tile.height; ++row) {
            std::memcpy(picture_.data() + px(row), ground_.rgba.data() + px(row),
                        static_cast<std::size_t>(tile.width) * 4);
            if (!over_.empty()) cover_px(over_.data() + px(row), picture_.data() + px(row), tile.width);
        }
        tiles_[at].plain = true;
        return;
    }
    tiles_[at].plain = false;
    for (std::size_t value = 0; value < gathered.size(); value += 4) {
        gathered[value] = gathered[value + 1] = gathered[value + 2] = 0;
        gathered[value + 3] = 1;
    }
    copy_depths(tile, depths);
    if (!tiles_[at].nearest) tiles_[at].nearest = nearest_of(tile);
    tile.nearest = *tiles_[at].nearest;
    for (const Lists& lists : lists_) kernel_.draw(scene, tile, lists[at].data(), lists[at].size());
    for (int row = 0; row < tile.height; ++row) {
        kernel_.lay_over(wash, gathered.data() + std::ptrdiff_t{row} * tile_stride * 4,
                         ground_.rgba.data() + px(row), picture_.data() + px(row), tile.width);
        if (!over_.empty()) cover_px(over_.data() + px(row), picture_.data() + px(row), tile.width);
    }
}

std::span<const std::uint8_t> Splatter::paint(const Moment& moment) {
    assert(ground_.rgba.size() == picture_.size());
    const Scene scene = {
        .knots = knots_.data(),
        .strokes = strokes_.data(),
        .time_s = static_cast<float>(moment.time_s),
        .gain = moment.gain,
        .heads = moment.motion == Motion::still ? Scene::Heads::arrows : Scene::Heads::comets};
    const Wash wash = {.veil = {moment.veil[0], moment.veil[1], moment.veil[2], 0},
                       .veil_share = moment.veil_share,
                       .lift = moment.lift,
                       .density = density_.data()};
    std::atomic<std::size_t> next = 0;
    in_parallel(painters(wash), [&](unsigned) {
        std::vector<float> gathered(tile_floats);
        std::vector<float> depths(tile_depths);
        for (std::size_t tile = next++; tile < tiles_.size(); tile = next++)
            paint_tile(tile, scene, wash, gathered, depths);
    });
    return picture_;
}

}  // namespace flowspace::splat
