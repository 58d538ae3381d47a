// Scan conversion: four lines a px row, exact cover across.
#include "render/scene/even_odd.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <utility>

namespace flowspace {

namespace {

constexpr int lines_a_row = 4;

/// Lays one colour with one cover over a run of px, premultiplied, in 1/256 steps: no part passes 16 bits, so
/// that a vector holds many.
void blend_run(std::uint8_t* px, std::size_t count, Colour colour, float cover) {
    const auto alpha = static_cast<std::uint16_t>(std::lround(256 * cover * colour.alpha));
    if (alpha == 0) return;
    const auto keep = static_cast<std::uint16_t>(256 - alpha);
    constexpr std::size_t many = 8;
    std::array<std::uint16_t, 4 * many> ink = {};
    for (std::size_t at = 0; at < ink.size(); at += 4) {
        std::size_t part = at;
        for (const unsigned of : {unsigned{colour.r}, unsigned{colour.g}, unsigned{colour.b}, 255U})
            ink[part++] = static_cast<std::uint16_t>(of * alpha + 128);
    }
    const auto mixed = [keep](std::uint8_t under, std::uint16_t over) {
        return static_cast<std::uint8_t>(static_cast<std::uint16_t>(under * keep + over) >> 8);
    };
    for (; count >= many; count -= many, px += ink.size())
        for (std::size_t at = 0; at < ink.size(); ++at) px[at] = mixed(px[at], ink[at]);
    for (std::size_t at = 0; at < 4 * count; ++at) px[at] = mixed(px[at], ink[at]);
}

}  // namespace

EvenOdd::EvenOdd(int width_px, int height_px)
    : width_px_(width_px),
      height_px_(height_px),
      steps_(static_cast<std::size_t>(width_px) + 2, 0.0f),
      touched_(steps_.size() / 64 + 1, 0) {}

void EvenOdd::add_ring(std::span<const glm::dvec2> ring, std::uint32_t part) {
    if (part >= odd_.size()) odd_.resize(part + 1, 0);
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
            lines_.push_back(static_cast<int>(line));
            crossings_.push_back({static_cast<float>(std::clamp(x, -1.0, width_px_ + 1.0)), part});
        }
    }
}

/// Adds `weight` of cover from x to the right end of the row.
void EvenOdd::step_at(float x_px, float weight) {
    const float x = std::clamp(x_px, 0.0f, static_cast<float>(width_px_));
    const auto px = static_cast<std::uint32_t>(x);
    const float part = x - static_cast<float>(px);
    steps_[px] += weight * (1 - part);
    steps_[px + 1] += weight * part;
    touch(px);
    touch(px + 1);
}

void EvenOdd::row_cover(int row, Side side) {
    constexpr float weight = 1.0f / lines_a_row;
    if (side == Side::outside) steps_[0] += 1;
    touch(0);
    const float sign = side == Side::outside ? -1.0f : 1.0f;
    for (int sub = 0; sub < lines_a_row; ++sub) {
        const auto line = static_cast<std::size_t>(row * lines_a_row + sub);
        line_cover({sorted_.data() + first_of_line_[line], first_of_line_[line + 1] - first_of_line_[line]},
                   sign * weight);
    }
}

void EvenOdd::line_cover(std::span<Crossing> line, float weight) {
    std::sort(line.begin(), line.end(), [](const Crossing& a, const Crossing& b) { return a.x_px < b.x_px; });
    int parts_inside = 0;
    for (const Crossing& crossing : line) {
        odd_[crossing.part] ^= 1;
        const int before = parts_inside;
        parts_inside += odd_[crossing.part] != 0 ? 1 : -1;
        if (before == 0) step_at(crossing.x_px, weight);
        if (parts_inside == 0) step_at(crossing.x_px, -weight);
    }
}

void EvenOdd::fill(Paint& paint, Colour colour, Side side) {
    if (side == Side::inside && crossings_.empty()) return;
    const auto lines = static_cast<std::size_t>(height_px_) * lines_a_row;
    first_of_line_.assign(lines + 1, 0);
    for (const int line : lines_) ++first_of_line_[static_cast<std::size_t>(line) + 1];
    for (std::size_t line = 0; line < lines; ++line) first_of_line_[line + 1] += first_of_line_[line];
    sorted_.resize(crossings_.size());
    std::vector<std::uint32_t> next(first_of_line_.begin(), first_of_line_.end() - 1);
    for (std::size_t row = 0; row < crossings_.size(); ++row)
        sorted_[next[static_cast<std::size_t>(lines_[row])]++] = crossings_[row];

    for (int row = 0; row < height_px_; ++row) {
        const auto line = static_cast<std::size_t>(row * lines_a_row);
        if (side == Side::inside && first_of_line_[line] == first_of_line_[line + lines_a_row]) continue;
        row_cover(row, side);
        lay_row(paint.rgba.data() + static_cast<std::size_t>(row) * static_cast<std::size_t>(width_px_) * 4,
                colour);
    }
    crossings_.clear();
    lines_.clear();
}

void EvenOdd::lay_row(std::uint8_t* px, Colour colour) {
    const auto width = static_cast<std::uint32_t>(width_px_);
    float cover = 0;
    std::uint32_t from = 0;
    const auto lay_until = [&](std::uint32_t to) {
        if (from < to && cover > 0.002f)
            blend_run(px + std::size_t{from} * 4, to - from, colour, std::min(cover, 1.0f));
    };
    for (std::size_t word = 0; word < touched_.size(); ++word)
        for (std::uint64_t left = std::exchange(touched_[word], 0); left != 0; left &= left - 1) {
            const auto at =
                static_cast<std::uint32_t>(64 * word) + static_cast<std::uint32_t>(std::countr_zero(left));
            lay_until(std::min(at, width));
            from = at;
            cover += steps_[at];
            steps_[at] = 0;
        }
    lay_until(width);
}

}  // namespace flowspace
