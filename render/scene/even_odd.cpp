// Scan conversion: four lines a px row, exact cover across.
#include "render/scene/even_odd.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace flowspace {

namespace {

constexpr int lines_a_row = 4;

/// Lays one colour with one cover over a run of px, premultiplied, in 1/256 steps: two channels at a time.
void blend_run(std::uint8_t* px, std::size_t count, Colour colour, float cover) {
    const auto alpha = static_cast<std::uint32_t>(std::lround(256 * cover * colour.alpha));
    const std::uint32_t keep = 256 - alpha;
    const std::uint32_t red_blue =
        ((static_cast<std::uint32_t>(colour.b) << 16 | colour.r) * alpha) + 0x800080U;
    const std::uint32_t green_alpha = ((255U << 16 | colour.g) * alpha) + 0x800080U;
    for (std::size_t row = 0; row < count; ++row, px += 4) {
        std::uint32_t word = 0;
        std::memcpy(&word, px, 4);
        const std::uint32_t low = ((word & 0xFF00FFU) * keep + red_blue) >> 8 & 0xFF00FFU;
        const std::uint32_t high = ((word >> 8 & 0xFF00FFU) * keep + green_alpha) & 0xFF00FF00U;
        word = low | high;
        std::memcpy(px, &word, 4);
    }
}

}  // namespace

EvenOdd::EvenOdd(int width_px, int height_px)
    : width_px_(width_px), height_px_(height_px), steps_(static_cast<std::size_t>(width_px) + 2, 0.0f) {}

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
    touched_.push_back(px);
    touched_.push_back(px + 1);
}

void EvenOdd::row_cover(int row, Side side) {
    constexpr float weight = 1.0f / lines_a_row;
    if (side == Side::outside) steps_[0] += 1;
    touched_.push_back(0);
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
    std::sort(touched_.begin(), touched_.end());
    touched_.erase(std::unique(touched_.begin(), touched_.end()), touched_.end());
    const auto width = static_cast<std::uint32_t>(width_px_);
    float cover = 0;
    for (std::size_t at = 0; at < touched_.size(); ++at) {
        const std::uint32_t from = touched_[at];
        cover += steps_[from];
        steps_[from] = 0;
        const std::uint32_t to = at + 1 < touched_.size() ? std::min(touched_[at + 1], width) : width;
        if (from < to && cover > 0.002f)
            blend_run(px + std::size_t{from} * 4, to - from, colour, std::min(cover, 1.0f));
    }
    touched_.clear();
}

}  // namespace flowspace
