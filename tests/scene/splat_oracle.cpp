#include "tests/scene/splat_oracle.h"

#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <glm/vec2.hpp>
#include <glm/vec4.hpp>

#include <algorithm>
#include <cmath>

namespace flowspace::testing {

namespace {

struct Vertex {
    glm::dvec2 px = {};
    double depth = 0;
    glm::dvec4 lane = {};  // px from the middle, px along, t, half width
};

double clamped(double a) { return std::clamp(a, 0.0, 1.0); }
double fract(double a) { return a - std::floor(a); }

double opacity(const glm::dvec4& lane, const ArcLook& look, const splat::Moment& moment) {
    const double width = static_cast<double>(look.width_px), period = static_cast<double>(look.dash_px);
    const double cover = clamped(lane.w + 0.5 - std::abs(lane.x)) * std::sqrt(std::min(width, 1.0));
    double alpha = static_cast<double>(look.body_alpha);
    const double arrow = static_cast<double>(look.arrow_from_px);
    if (period > 0 && lane.y < arrow) {
        const double place = fract(lane.y / period) * period, dash = 0.72 * period;
        const double shown = clamped(std::min(place, dash - place) / std::max(1.0, 0.12 * period) + 0.5);
        alpha *= 0.3 + 0.7 * shown;
    }
    if (moment.motion == Motion::moving) {
        const double heads = static_cast<double>(look.heads);
        const double behind = fract(moment.time_s * static_cast<double>(look.heads_per_s) +
                                    static_cast<double>(look.phase) - lane.z * heads);
        const double tail = clamped(1 - behind * 2.2);
        const double before = clamped(1 - (1 - behind) * static_cast<double>(look.length_px) / heads);
        alpha += (0.95 - alpha) * std::max(tail * tail, before);
    } else if (lane.y >= arrow) {
        alpha = std::max(alpha, 0.9);
    }
    if (look.hollow && lane.y < arrow) {
        const double rim = std::max(1.25, 0.3 * lane.w);
        alpha *= 0.12 + 0.88 * clamped(std::abs(lane.x) - (lane.w - rim) + 0.5);
    }
    if (look.faded) alpha *= 0.3;
    return std::min(alpha * cover * static_cast<double>(moment.gain), 0.996);
}

struct Gathered {
    glm::dvec3 rgb = {};
    double optical_depth = 0;
};

class Canvas {
public:
    Canvas(const splat::Ground& ground, const splat::Moment& moment)
        : ground_(ground),
          moment_(moment),
          px_(static_cast<std::size_t>(ground.width_px) * static_cast<std::size_t>(ground.height_px)) {}

    void triangle(const Vertex& a, const Vertex& b, const Vertex& c, const ArcLook& look) {
        const auto cross = [](glm::dvec2 u, glm::dvec2 v) { return u.x * v.y - u.y * v.x; };
        const double area = cross(b.px - a.px, c.px - a.px);
        if (area == 0) return;
        const glm::dvec2 low = glm::min(a.px, glm::min(b.px, c.px)),
                         high = glm::max(a.px, glm::max(b.px, c.px));
        for (int y = std::max(0, static_cast<int>(low.y));
             y < std::min(ground_.height_px, static_cast<int>(high.y) + 1); ++y)
            for (int x = std::max(0, static_cast<int>(low.x));
                 x < std::min(ground_.width_px, static_cast<int>(high.x) + 1); ++x) {
                const glm::dvec2 at = {x + 0.5, y + 0.5};
                const double of_b = cross(at - a.px, c.px - a.px) / area,
                             of_c = cross(b.px - a.px, at - a.px) / area;
                const double of_a = 1 - of_b - of_c;
                // Edges belong to one of two neighbours by the sign of the triangle: near enough to the rule.
                if (of_a < 0 || of_b < 0 || of_c < 0) continue;
                const double depth = a.depth * of_a + b.depth * of_b + c.depth * of_c;
                const auto row = static_cast<std::size_t>((ground_.height_px - 1 - y) * ground_.width_px + x);
                if (depth < 0 || depth > static_cast<double>(ground_.depth[row])) continue;
                add(px_[row], opacity(a.lane * of_a + b.lane * of_b + c.lane * of_c, look, moment_), look);
            }
    }

    std::vector<double> composed() const {
        std::vector<double> out;
        for (std::size_t row = 0; row < px_.size(); ++row) {
            const Gathered& arcs = px_[row];
            glm::dvec3 under, over = arcs.rgb;
            for (int part = 0; part < 3; ++part) {
                under[part] = ground_.rgba[row * 4 + static_cast<std::size_t>(part)] / 255.0;
                const double veil = static_cast<double>(moment_.veil[static_cast<std::size_t>(part)]);
                under[part] += (veil - under[part]) * static_cast<double>(moment_.veil_share);
            }
            const double dense = 1 - std::exp(-0.6 * std::max(arcs.optical_depth - 0.8, 0.0));
            over *= 1 + (static_cast<double>(moment_.lift) - 1) * dense;
            over /= std::max(1.0, std::max(over.r, std::max(over.g, over.b)));
            const glm::dvec3 mixed = under * std::exp(-arcs.optical_depth) + over;
            for (int part = 0; part < 3; ++part) out.push_back(clamped(mixed[part]) * 255);
        }
        return out;
    }

private:
    static void add(Gathered& px, double alpha, const ArcLook& look) {
        const glm::dvec3 rgb = {look.rgb[0], look.rgb[1], look.rgb[2]};
        px.rgb = px.rgb * (1 - alpha) + rgb * alpha;
        px.optical_depth -= std::log(1 - alpha);
    }

    const splat::Ground& ground_;
    const splat::Moment& moment_;
    std::vector<Gathered> px_;
};

Vertex corner(const ArcPicture& picture, std::size_t row, double side) {
    const ArcKnot& knot = picture.knots[row];
    const glm::dvec2 along = picture.ways[row].along;
    const double half = static_cast<double>(knot.half_width_px);
    const double off = side * (half + 0.5);
    return {.px = glm::dvec2(picture.lane_px[row]) + glm::dvec2(-along.y, along.x) * off,
            .depth = (static_cast<double>(picture.ways[row].depth) - 0.0005) * 0.5 + 0.5,
            .lane = {off, knot.along_px, knot.t, half}};
}

}  // namespace

std::vector<double> drawn_plainly(const ArcPicture& picture, std::span<const ArcLook> looks,
                                  const splat::Ground& ground, const splat::Moment& moment) {
    Canvas canvas(ground, moment);
    for (std::size_t arc = 0; arc < picture.arcs.size(); ++arc) {
        const std::size_t first = picture.arcs[arc].first_knot;
        for (std::size_t row = first; row + 1 < first + picture.arcs[arc].knot_count; ++row) {
            const Vertex a = corner(picture, row, -1), b = corner(picture, row, 1);
            const Vertex c = corner(picture, row + 1, -1), d = corner(picture, row + 1, 1);
            canvas.triangle(a, b, c, looks[arc]);
            canvas.triangle(c, b, d, looks[arc]);
        }
    }
    return canvas.composed();
}

}  // namespace flowspace::testing
