// What is laid over a picture at once, arcs or lines: their pieces, by the tiles of the picture that they
// touch.
#pragma once

#include "render/scene/arc_look.h"
#include "render/scene/arc_picture.h"
#include "render/scene/splat/lines.h"
#include "render/scene/splat/stroke.h"

#include <cstddef>
#include <span>
#include <vector>

namespace flowspace::splat {

/// How a picture is cut into tiles, by rows from the top left.
struct TileGrid {
    int width_px = 0, height_px = 0;
    int columns = 0, rows = 0;

    TileGrid() = default;
    TileGrid(int width, int height);
    std::size_t tiles() const { return static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows); }
    bool operator==(const TileGrid&) const = default;
};

class Sheet {
public:
    /// Pre: `threads` >= 1.
    explicit Sheet(unsigned threads);

    /// `looks`: one per arc of `picture`. Nothing of either is kept.
    void set_arcs(const ArcPicture& picture, std::span<const ArcLook> looks);
    /// Lines instead of arcs, in a picture of that size. Nothing of them is kept.
    void set_lines(const Lines& lines, int width_px, int height_px);

    const TileGrid& grid() const { return grid_; }
    const Knot* knots() const { return knots_.data(); }
    const Stroke* strokes() const { return strokes_.data(); }
    bool is_bare(std::size_t tile) const;
    /// Holds so much that a second thread pays.
    bool is_full() const;
    std::size_t pieces() const;  // over all tiles; one that passes through several counts in each

    /// Calls draw(pieces, count) with what lies on a tile, in order.
    template <class Draw>
    void on_tile(std::size_t tile, const Draw& draw) const {
        for (const Lists& lists : lists_) draw(lists[tile].data(), lists[tile].size());
    }

private:
    /// What one worker found, by tile. Workers take arcs in order, so their lists one after the other keep
    /// the order.
    using Lists = std::vector<std::vector<Piece>>;

    template <class List>
    void list_by_workers(const List& list);
    void list_piece(const Piece& piece, Lists& lists) const;

    unsigned threads_;
    TileGrid grid_;
    std::vector<Knot> knots_;
    std::vector<Stroke> strokes_;
    std::vector<Lists> lists_;  // one per worker
};

}  // namespace flowspace::splat
