// Lists pieces by the tiles that they touch.
#include "render/scene/splat/sheet.h"

#include "render/scene/splat/arc_strokes.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <thread>

namespace flowspace::splat {

namespace {

constexpr std::size_t few_pieces = 4000;  // are done sooner than a second thread starts

/// Nothing that reaches further off the screen than any screen does, and no piece without a direction.
bool drawable(const Knot& knot) {
    constexpr float farthest = 1e7f;
    return std::abs(knot.x) < farthest && std::abs(knot.y) < farthest && std::isfinite(knot.depth);
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

TileGrid::TileGrid(int width, int height)
    : width_px(width),
      height_px(height),
      columns((width + tile_px - 1) / tile_px),
      rows((height + tile_px - 1) / tile_px) {}

Sheet::Sheet(unsigned threads) : threads_(std::max(1U, threads)) {}

bool Sheet::is_full() const { return knots_.size() > few_pieces; }

/// `list(worker, lists)` for as many workers as pay.
template <class List>
void Sheet::list_by_workers(const List& list) {
    const unsigned workers = is_full() ? threads_ : 1;
    lists_.resize(workers);
    for (Lists& lists : lists_) {
        lists.resize(grid_.tiles());
        for (auto& of_tile : lists) of_tile.clear();
    }
    std::vector<std::jthread> others;
    for (unsigned worker = 1; worker < workers; ++worker)
        others.emplace_back([&list, worker, workers] { list(worker, workers); });
    list(0U, workers);
}

void Sheet::set_arcs(const ArcPicture& picture, std::span<const ArcLook> looks) {
    assert(looks.size() == picture.arcs.size());
    grid_ = {static_cast<int>(picture.size_px.x), static_cast<int>(picture.size_px.y)};
    strokes_.resize(looks.size());
    std::ranges::transform(looks, strokes_.begin(), stroke_of);
    knots_.resize(picture.knots.size());
    for (std::size_t row = 0; row < knots_.size(); ++row) knots_[row] = knot_of(picture, row);
    list_by_workers([&](std::size_t worker, std::size_t workers) {
        const std::size_t arcs = picture.arcs.size();
        for (std::size_t row = arcs * worker / workers; row < arcs * (worker + 1) / workers; ++row) {
            const ArcOnScreen& arc = picture.arcs[row];
            for (std::uint32_t at = 0; at + 1 < arc.knot_count; ++at)
                list_piece({.knot = arc.first_knot + at, .stroke = static_cast<std::uint32_t>(row)},
                           lists_[worker]);
        }
    });
}

void Sheet::set_lines(const Lines& lines, int width_px, int height_px) {
    grid_ = {width_px, height_px};
    knots_ = lines.knots;
    strokes_ = lines.strokes;
    list_by_workers([&](std::size_t worker, std::size_t workers) {
        const std::size_t pieces = lines.pieces.size();
        for (std::size_t row = pieces * worker / workers; row < pieces * (worker + 1) / workers; ++row)
            list_piece(lines.pieces[row], lists_[worker]);
    });
}

/// In every tile that it may touch: by columns of tiles, or rows where it is steep, so that long slanting
/// pieces are not listed all over the box around them.
void Sheet::list_piece(const Piece& piece, Lists& lists) const {
    const Knot& a = knots_[piece.knot];
    const Knot& b = knots_[piece.knot + 1];
    if (!drawable(a) || !drawable(b)) return;
    const float reach = std::max(a.half_px, b.half_px) + 2.5f;
    const Range across = tiles_between(std::min(a.x, b.x) - reach, std::max(a.x, b.x) + reach, grid_.columns);
    const Range down = tiles_between(std::min(a.y, b.y) - reach, std::max(a.y, b.y) + reach, grid_.rows);
    const auto add = [&](int column, int row) {
        lists[static_cast<std::size_t>(row) * static_cast<std::size_t>(grid_.columns) +
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
                tiles_between(std::min(left, right) - slack, std::max(left, right) + slack, grid_.rows);
            rows = {std::max(down.first, here.first), std::min(down.last, here.last)};
        }
        for (int row = rows.first; row <= rows.last; ++row) add(column, row);
    }
}

bool Sheet::is_bare(std::size_t tile) const {
    return std::ranges::all_of(lists_, [tile](const Lists& lists) { return lists[tile].empty(); });
}

std::size_t Sheet::pieces() const {
    std::size_t sum = 0;
    for (const Lists& lists : lists_)
        for (const auto& list : lists) sum += list.size();
    return sum;
}

}  // namespace flowspace::splat
