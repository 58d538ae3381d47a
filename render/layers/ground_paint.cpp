// Projects rings onto the flat plane, clips them before the eye and fills them.
#include "render/layers/ground_paint.h"

#include <glm/vec4.hpp>

#include <algorithm>
#include <cmath>

namespace flowspace {

namespace {

constexpr int longest_side_px = 8192;
constexpr float beyond_alpha = 0.45f;  // of the ground colour over land outside the country
constexpr float sea_alpha = 0.86f;     // a little of the sea floor shows

Paint blank(const LayerInputs& inputs) {
    const glm::dvec2 size = (inputs.paint.high - inputs.paint.low) * 0.5 * inputs.view.size_px;
    double scale = inputs.detail == Detail::full ? 1.0 : 0.5;
    scale = std::min(scale, longest_side_px / std::max(size.x, size.y));
    Paint paint;
    paint.width_px = std::max(1, static_cast<int>(std::lround(size.x * scale)));
    paint.height_px = std::max(1, static_cast<int>(std::lround(size.y * scale)));
    paint.rgba.assign(
        static_cast<std::size_t>(paint.width_px) * static_cast<std::size_t>(paint.height_px) * 4, 0);
    return paint;
}

/// Keeps what lies in front of the eye. Even-odd survives this: the cut runs along one line.
void clip_before_eye(std::vector<glm::dvec3>& ring, double least_w) {
    const bool all =
        std::all_of(ring.begin(), ring.end(), [&](const glm::dvec3& p) { return p.z >= least_w; });
    if (all) return;
    std::vector<glm::dvec3> kept;
    for (std::size_t row = 0; row < ring.size(); ++row) {
        const glm::dvec3& a = ring[row];
        const glm::dvec3& b = ring[row + 1 == ring.size() ? 0 : row + 1];
        if (a.z >= least_w) kept.push_back(a);
        if ((a.z >= least_w) != (b.z >= least_w))
            kept.push_back(a + (b - a) * ((least_w - a.z) / (b.z - a.z)));
    }
    ring.swap(kept);
}

}  // namespace

GroundPainter::GroundPainter(const LayerSources& sources) : sources_(sources) {}

void GroundPainter::add_rings(EvenOdd& fill, const std::vector<MapLine>& rings, const LayerInputs& inputs) {
    const View& view = inputs.view;
    const auto tolerance =
        static_cast<float>(view.metres_per_px * (inputs.detail == Detail::full ? 0.35 : 1.0) *
                           (view.camera.tilt_deg > 30 ? 0.6 : 1.0));
    const double plane = view.centre_height_m - view.eye.z;
    const glm::dvec2 size = {paint_.width_px, paint_.height_px};
    const glm::dvec2 per_ndc = size / (inputs.paint.high - inputs.paint.low);
    const auto clip = [&](MapPoint at) {
        const glm::dvec4 c =
            view.clip_from_relative * glm::dvec4(at.x_m - view.eye.x, at.y_m - view.eye.y, plane, 1);
        return glm::dvec3(c.x, c.y, c.w);
    };
    for (const MapLine& ring : rings) {
        if (inputs.is_stopped()) return;
        if (too_small(ring, 2 * tolerance)) continue;
        clip_.clear();
        for (std::size_t row = 0; row < ring.points.size(); ++row)
            if (ring.keep_m[row] >= tolerance) clip_.push_back(clip(ring.points[row]));
        clip_before_eye(clip_, view.distance_m * 0.05);
        if (clip_.size() < 3) continue;
        ring_px_.clear();
        for (const glm::dvec3& at : clip_)
            ring_px_.push_back((glm::dvec2(at) / at.z - inputs.paint.low) * per_ndc);
        fill.add_ring(ring_px_, ring.part);
    }
}

/// Tints of an answer are classes of its legend: they are laid by themselves, and none shines through
/// another.
void GroundPainter::paint_areas(EvenOdd& fill, const LayerInputs& inputs) {
    if (!inputs.frame.style.show_areas) return;
    const std::vector<AreaItem>& areas = inputs.list.areas;
    tints_.begin(paint_.width_px, paint_.height_px);
    for (const std::size_t row : laying_order(areas, sources_.lines.areas, inputs.frame.selected.group)) {
        const AreaItem& area = areas[row];
        const auto gather = [&](EvenOdd& to) {
            add_rings(to, sources_.lines.areas[index(area.group)], inputs);
        };
        if (area.tint) {
            tints_.lay(fill, gather, overlay_colour(inputs.theme, area.tint), area.hatched);
            continue;
        }
        const bool chosen = inputs.frame.selected.group == area.group;
        const float alpha = chosen ? inputs.theme.selected_area_fill_alpha : inputs.theme.area_fill_alpha;
        gather(fill);
        fill.fill(paint_, with_alpha(area_colour(inputs.theme, area.colour), alpha), Side::inside);
    }
    // Lines alike at any size of the picture.
    const double scale = inputs.px_scale * (inputs.detail == Detail::full ? 1.0 : 0.5);
    constexpr float line_alpha = 0.67f;
    tints_.lay_over(paint_, {.alpha = inputs.theme.measure_fill_alpha,
                             .line = with_alpha(inputs.theme.text, line_alpha),
                             .period_px = std::max(4, static_cast<int>(std::lround(9 * scale))),
                             .line_px = std::max(1, static_cast<int>(std::lround(1.6 * scale)))});
    if (!inputs.frame.selected.group) return;
    // Everything but the chosen area dims by a third.
    add_rings(fill, sources_.lines.areas[index(*inputs.frame.selected.group)], inputs);
    fill.fill(paint_, with_alpha(inputs.theme.ground.sea, 0.33f), Side::outside);
}

void GroundPainter::paint(const LayerInputs& inputs) {
    paint_ = blank(inputs);
    EvenOdd fill(paint_.width_px, paint_.height_px);
    const auto& ground = inputs.theme.ground;
    if (!sources_.lines.country.empty()) {
        add_rings(fill, sources_.lines.country, inputs);
        fill.fill(paint_, with_alpha(ground.sea, beyond_alpha), Side::outside);
    }
    paint_areas(fill, inputs);
    if (!sources_.lines.land.empty()) {
        add_rings(fill, sources_.lines.land, inputs);
        fill.fill(paint_, with_alpha(ground.sea, sea_alpha), Side::outside);
    }
    add_rings(fill, sources_.lines.lakes, inputs);
    fill.fill(paint_, ground.lake, Side::inside);
}

}  // namespace flowspace
