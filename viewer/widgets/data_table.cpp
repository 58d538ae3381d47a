#include "viewer/widgets/data_table.h"

#include "viewer/widgets/controls.h"
#include "viewer/widgets/icons.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace flowspace {

namespace {

constexpr float head_height = 24;
constexpr float row_height = 22;
constexpr float bar_width = 10;
constexpr double rows_per_notch = 3;

std::vector<float> column_widths(const Look& look, std::span<const TableColumn> columns, float width) {
    float fixed = 0;
    float flexible = 0;
    for (const TableColumn& column : columns) {
        fixed += look.px(column.width_px);
        if (column.width_px == 0) ++flexible;
    }
    const float share = flexible > 0 ? std::max(look.px(48), (width - fixed) / flexible) : 0;
    std::vector<float> widths;
    for (const TableColumn& column : columns)
        widths.push_back(column.width_px == 0 ? std::floor(share) : look.px(column.width_px));
    return widths;
}

double rows_on_screen(const Look& look, const Box& box) {
    return std::max(1.0, static_cast<double>((box.height() - look.px(head_height)) / look.px(row_height)));
}

void draw_head(const Look& look, Box line, const DataTable& table, std::span<const float> widths,
               TableTouch& done) {
    divider(look, line.x0, line.x1, line.y1 - 1);
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        const Box part = cut_left(line, widths[column]);
        ImGui::PushID(static_cast<int>(column));
        const Touch at = touch("head", part);
        ImGui::PopID();
        if (at.clicked) done.head = column;
        const bool sorts = column == table.sorted_by;
        const ImU32 ink = paint(at.hovered || sorts ? look.theme.text : look.theme.muted_text);
        Box inner = inset(part, look.px(6), 0);
        if (sorts) {
            const Icon icon = table.order == Order::ascending ? Icon::chevron_up : Icon::chevron_down;
            const Box arrow = table.columns[column].align == Align::right ? cut_left(inner, look.px(12))
                                                                          : cut_right(inner, look.px(12));
            draw_icon(icon, arrow, look.px(10), paint(look.accent));
        }
        put_text({look.fonts.small, ink, table.columns[column].align}, inner, table.columns[column].title);
    }
}

void draw_row(const Look& look, Box line, const DataTable& table, std::span<const float> widths,
              std::size_t row) {
    const ImVec2 pointer = ImGui::GetIO().MousePos;
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        const Box part = cut_left(line, widths[column]);
        const TableCell cell = table.cell(row, column);
        if (cell.share > 0) {
            const float length = static_cast<float>(std::min(1.0, cell.share)) * (part.width() - look.px(8));
            const Box bar{part.x1 - look.px(4) - length, part.y0 + look.px(3), part.x1 - look.px(4),
                          part.y1 - look.px(3)};
            ImGui::GetWindowDrawList()->AddRectFilled(bar.min(), bar.max(), paint(look.accent, 0.22f),
                                                      look.px(2));
        }
        const TextStyle style{look.fonts.body, paint(cell.quiet ? look.theme.muted_text : look.theme.text),
                              table.columns[column].align};
        put_text(style, inset(part, look.px(6), 0), cell.text);
        if (!cell.tip.empty() && part.holds(pointer) && ImGui::IsWindowHovered()) tooltip(look, cell.tip);
    }
}

/// The bar on the right: the thumb follows the pointer, a press beside it jumps there.
void scroll_bar(const Look& look, const Box& track, std::size_t rows, double on_screen, TableScroll& scroll) {
    const Touch at = touch("scroll", track);
    const double most = std::max(0.0, static_cast<double>(rows) - on_screen);
    const float share =
        static_cast<float>(std::min(1.0, on_screen / std::max(1.0, static_cast<double>(rows))));
    const float length = std::max(look.px(20), share * track.height());
    const float free = std::max(1.f, track.height() - length);
    if (at.held)
        scroll.row =
            most * std::clamp(static_cast<double>((ImGui::GetIO().MousePos.y - track.y0 - length / 2) / free),
                              0.0, 1.0);
    const float top = track.y0 + (most > 0 ? static_cast<float>(scroll.row / most) * free : 0);
    ImGui::GetWindowDrawList()->AddRectFilled(
        {track.x0 + look.px(2), top}, {track.x1 - look.px(2), top + length},
        paint(at.hovered || at.held ? look.theme.muted_text : look.theme.hairline), look.px(3));
}

}  // namespace

void scroll_to(TableScroll& scroll, std::size_t row, const Look& look, const Box& box) {
    const double on_screen = std::floor(rows_on_screen(look, box));
    const auto wanted = static_cast<double>(row);
    if (wanted < scroll.row) scroll.row = std::max(0.0, wanted - 1);
    if (wanted > scroll.row + on_screen - 1) scroll.row = std::max(0.0, wanted + 2 - on_screen);
}

TableTouch data_table(const Look& look, const char* id, const Box& box, const DataTable& table,
                      TableScroll& scroll) {
    TableTouch done;
    ImGui::PushID(id);
    Box rest = box;
    const double on_screen = rows_on_screen(look, box);
    const bool scrolls = static_cast<double>(table.rows) > on_screen;
    Box head = cut_top(rest, look.px(head_height));
    Box track{};
    if (scrolls) {
        head.x1 -= look.px(bar_width);
        track = cut_right(rest, look.px(bar_width));
    }
    const std::vector<float> widths = column_widths(look, table.columns, rest.width());
    draw_head(look, head, table, widths, done);
    if (scrolls) scroll_bar(look, track, table.rows, on_screen, scroll);
    const Touch at = touch("rows", rest);
    const bool over = rest.holds(ImGui::GetIO().MousePos) && ImGui::IsWindowHovered();
    if (over) scroll.row -= static_cast<double>(ImGui::GetIO().MouseWheel) * rows_per_notch;
    scroll.row = std::clamp(scroll.row, 0.0, std::max(0.0, static_cast<double>(table.rows) - on_screen));

    ImDrawList& list = *ImGui::GetWindowDrawList();
    list.PushClipRect(rest.min(), rest.max(), true);
    const auto first = static_cast<std::size_t>(scroll.row);
    const float height = look.px(row_height);
    float y = std::round(rest.y0 - static_cast<float>(scroll.row - std::floor(scroll.row)) * height);
    for (std::size_t row = first; row < table.rows && y < rest.y1; ++row, y += height) {
        const Box line{rest.x0, y, rest.x1, y + height};
        const bool under = over && line.holds(ImGui::GetIO().MousePos);
        if (under) done.hovered = row;
        const DataTable::Mark mark = table.mark(row);
        if (mark == DataTable::Mark::selected)
            plate(look, line, with_alpha(look.accent, look.theme.dark ? 0.26f : 0.18f));
        else if (under || mark == DataTable::Mark::lit)
            plate(look, line, look.theme.raised_hover);
        draw_row(look, line, table, widths, row);
    }
    list.PopClipRect();
    if (done.hovered && at.clicked) done.clicked = done.hovered;
    if (done.hovered && ImGui::IsMouseClicked(ImGuiMouseButton_Right)) {
        float x = rest.x0;
        for (std::size_t column = 0; column < widths.size(); ++column) {
            if (ImGui::GetIO().MousePos.x >= x && ImGui::GetIO().MousePos.x < x + widths[column])
                done.asked = {*done.hovered, column};
            x += widths[column];
        }
    }
    ImGui::PopID();
    return done;
}

}  // namespace flowspace
