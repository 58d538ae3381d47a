// A table of any number of rows: only those on screen are asked for; sorted by its head, scrolled by itself.
#pragma once

#include "viewer/look.h"
#include "viewer/views/view_settings.h"
#include "viewer/widgets/box.h"
#include "viewer/widgets/text.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace flowspace {

struct TableColumn {
    std::string_view title = {};
    float width_px = 0;  // px of the design; 0: an equal share of what the others leave
    Align align = Align::left;
};

struct TableCell {
    std::string text = {};
    std::string tip = {};  // under the pointer; empty: none
    bool quiet = false;
    double share = 0;  // of a bar behind the text, 0 to 1
};

/// How far a table is scrolled, in rows; the owner keeps it from frame to frame.
struct TableScroll {
    double row = 0;
};

struct DataTable {
    std::span<const TableColumn> columns = {};
    std::size_t rows = 0;
    std::size_t sorted_by = 0;
    Order order = Order::ascending;
    std::function<TableCell(std::size_t row, std::size_t column)> cell;
    /// How a row stands out.
    enum class Mark : std::uint8_t { none, lit, selected };
    std::function<Mark(std::size_t row)> mark;
};

/// What the pointer did this frame.
struct TableTouch {
    std::optional<std::size_t> head = {};     // clicked
    std::optional<std::size_t> hovered = {};  // row
    std::optional<std::size_t> clicked = {};
    struct Cell {
        std::size_t row = 0;
        std::size_t column = 0;
    };
    std::optional<Cell> asked = {};  // by the right button
};

TableTouch data_table(const Look& look, const char* id, const Box& box, const DataTable& table,
                      TableScroll& scroll);

/// Scrolls as little as it takes to have `row` on screen, with a row to spare.
void scroll_to(TableScroll& scroll, std::size_t row, const Look& look, const Box& box);

}  // namespace flowspace
