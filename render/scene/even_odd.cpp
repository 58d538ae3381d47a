// Scan conversion: four lines a px row, exact cover across.
#include "render/scene/even_odd.h"

#include <algorithm>
#include <cmath>

namespace flowspace {

namespace {

constexpr int lines_a_row = 4;

/// Adds `weight` of cover from x to the right end of the row.
void step_at(std::vector<float>& steps, float x_px, float weight, int width_px) {
    const float x = std::clamp(x_px, 0.0f, static_cast<float>(width_px));
    const auto px = static_cast<std::size_t>(x);
    const float part = x - static_cast<float>(px);
    steps[px] += weight * (1 - part);
    steps[px + 1] += weight * part;
}

}  // namespace

EvenOdd::EvenOdd(int width_px, int height_px)
    : width_px_(width_px), height_px_(height_px), steps_(static_cast<std::size_t>(width_px) + 2, 0.0f) {}

void EvenOdd::add_ring(std::span<const glm::dvec2> ring) {
    const double last_line = static_cast<double>(height_px_) * lines_a_row - 1;
    for (std::size_t row = 0; row < ring.size(); ++row) {
        glm::dvec2 a = ring[row];
        glm::dvec2 b = ring[row + 1 == ring.size() ? 0 : row + 1];
        if (a.y == b.y) continue;
        if (a.y > b.y) std::swap(a, b);
        // Lines lie at (line + 0.5) / 4; an edge owns those in [a.y, b.y).
        const double first = std::max(0.0, std::ceil(a.y * lines_a_row - 0.5));
        const double last = std::min(last_line, std::ceil(b.y * lines_a_row - 0.5) - 1);
        const double slope = (b.x - a.x) / (b.y - a.y);
        for (double line = first; line <= last; line += 1) {
            const double x = a.x + ((line + 0.5) / lines_a_row - a.y) * slope;
            crossings_.push_back(
                {static_cast<int>(line), static_cast<float>(std::clamp(x, -1.0, width_px_ + 1.0))});
        }
    }
}

void EvenOdd::row_cover(int row, Side side) {
    constexpr float weight = 1.0f / lines_a_row;
    std::fill(steps_.begin(), steps_.end(), 0.0f);
    if (side == Side::outside) steps_[0] = 1;
    const float sign = side == Side::outside ? -1.0f : 1.0f;
    for (int sub = 0; sub < lines_a_row; ++sub) {
        const auto line = static_cast<std::size_t>(row * lines_a_row + sub);
        const std::uint32_t first = first_of_line_[line];
        const std::uint32_t last = first_of_line_[line + 1];
        std::sort(x_by_line_.begin() + first, x_by_line_.begin() + last);
        for (std::uint32_t at = first; at + 1 < last; at += 2) {
            step_at(steps_, x_by_line_[at], sign * weight, width_px_);
            step_at(steps_, x_by_line_[at + 1], -sign * weight, width_px_);
        }
    }
}

void EvenOdd::fill(Paint& paint, Colour colour, Side side) {
    const auto lines = static_cast<std::size_t>(height_px_) * lines_a_row;
    first_of_line_.assign(lines + 1, 0);
    for (const Crossing& crossing : crossings_) ++first_of_line_[static_cast<std::size_t>(crossing.line) + 1];
    for (std::size_t line = 0; line < lines; ++line) first_of_line_[line + 1] += first_of_line_[line];
    x_by_line_.resize(crossings_.size());
    std::vector<std::uint32_t> next(first_of_line_.begin(), first_of_line_.end() - 1);
    for (const Crossing& crossing : crossings_)
        x_by_line_[next[static_cast<std::size_t>(crossing.line)]++] = crossing.x_px;

    const float red = colour.r, green = colour.g, blue = colour.b;
    for (int row = 0; row < height_px_; ++row) {
        const auto line = static_cast<std::size_t>(row * lines_a_row);
        if (side == Side::inside && first_of_line_[line] == first_of_line_[line + lines_a_row]) continue;
        row_cover(row, side);
        std::uint8_t* px =
            paint.rgba.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(width_px_) * 4;
        float cover = 0;
        for (int column = 0; column < width_px_; ++column, px += 4) {
            cover += steps_[static_cast<std::size_t>(column)];
            if (cover < 0.002f) continue;
            const float alpha = std::min(cover, 1.0f) * colour.alpha;
            const float keep = 1 - alpha;
            px[0] = static_cast<std::uint8_t>(static_cast<float>(px[0]) * keep + red * alpha + 0.5f);
            px[1] = static_cast<std::uint8_t>(static_cast<float>(px[1]) * keep + green * alpha + 0.5f);
            px[2] = static_cast<std::uint8_t>(static_cast<float>(px[2]) * keep + blue * alpha + 0.5f);
            px[3] = static_cast<std::uint8_t>(static_cast<float>(px[3]) * keep + 255 * alpha + 0.5f);
        }
    }
    crossings_.clear();
}

}  // namespace flowspace
