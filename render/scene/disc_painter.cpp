// For each px the point of the disc's plane that it shows, then place.frag's own lines.
#include "render/scene/disc_painter.h"

#include <glm/common.hpp>
#include <glm/geometric.hpp>
#include <glm/vec2.hpp>
#include <glm/vec3.hpp>

#include <array>
#include <cmath>
#include <numbers>
#include <optional>

namespace flowspace {

namespace {

constexpr double nearer = 0.001;  // as place.vert: discs lie a little over the ground

glm::vec3 rgb(Colour colour) {
    const auto c = encoded(colour);
    return {c[0], c[1], c[2]};
}

/// Where a disc's plane lies in the picture: clip space is linear in px of the untilted disc.
struct Plane {
    glm::dvec4 centre = {}, right = {}, up = {};
    glm::dvec2 size_px = {};

    /// From the disc's middle, in px of the untilted disc; nothing where the plane is seen edge on.
    std::optional<glm::dvec2> at(double x_px, double y_px) const {
        const double x = x_px / size_px.x * 2 - 1, y = 1 - y_px / size_px.y * 2;
        const double a = right.x - x * right.w, b = up.x - x * up.w, e = x * centre.w - centre.x;
        const double c = right.y - y * right.w, d = up.y - y * up.w, f = y * centre.w - centre.y;
        const double whole = a * d - b * c;
        if (!(std::abs(whole) > 0)) return std::nullopt;
        return glm::dvec2((e * d - b * f) / whole, (a * f - e * c) / whole);
    }
    /// 0 to 1.
    double depth(glm::dvec2 at) const {
        const glm::dvec4 clip = centre + right * at.x + up * at.y;
        return (clip.z / clip.w - nearer) * 0.5 + 0.5;
    }
    glm::dvec2 on_screen(glm::dvec2 at) const {
        const glm::dvec4 clip = centre + right * at.x + up * at.y;
        return {(clip.x / clip.w * 0.5 + 0.5) * size_px.x, (0.5 - clip.y / clip.w * 0.5) * size_px.y};
    }
};

/// place.frag, for one disc.
class DiscInk {
public:
    DiscInk(const Disc& disc, const DiscsLook& look)
        : disc_(disc),
          radius_(disc.look.y),
          band_px_(disc.ring.a),
          inside_(disc.look.w - 1),
          edge_px_(radius_ + 1 + (band_px_ > 0 ? band_px_ + 1 : 0)),
          leaving_(rgb(look.leaving)),
          arriving_(rgb(look.arriving)),
          core_(rgb(look.core)),
          rim_(rgb(look.rim)) {
        thick_ = inside_ > 0 ? std::max(1.6f, radius_ * (1 - std::sqrt(inside_)))
                             : std::max(1.6f, 0.36f * radius_);
    }

    /// `far`: from the middle; `soft`: of it per px of the screen. 0: nothing.
    std::uint32_t at(glm::vec2 at, float far, float soft) const {
        const auto cover_of = [soft](float inwards) { return glm::clamp(inwards / soft + 0.5f, 0.0f, 1.0f); };
        const float cover = cover_of(edge_px_ - far);
        if (cover <= 0) return 0;
        float body = cover_of(radius_ - far);
        glm::vec3 ink = glm::mix(rim_, inner(at, far, soft), body);
        if (band_px_ > 0) {
            const float band = cover_of(far - radius_ - 1) * cover_of(radius_ + 1 + band_px_ - far);
            ink = glm::mix(ink, glm::vec3(disc_.ring), band);
            body = std::max(body, band);
        }
        const float alpha = cover * disc_.look.z * (0.75f + 0.25f * body);
        ink *= alpha;
        return packed_px(ink.r, ink.g, ink.b, alpha);
    }
    float reach_px() const { return radius_ + 2 + (band_px_ > 0 ? band_px_ + 2 : 0); }

private:
    glm::vec3 inner(glm::vec2 at, float far, float soft) const {
        if (disc_.fill.a > 0) return glm::vec3(disc_.fill);
        if (!(disc_.look.w > 0)) return core_;
        const float ring = glm::clamp((far - (radius_ - thick_)) / soft + 0.5f, 0.0f, 1.0f);
        const glm::vec3 middle = inside_ > 0 ? core_ : rim_;
        if (ring <= 0) return middle;
        constexpr float round = 2 * std::numbers::pi_v<float>;
        float turn = std::atan2(at.x, at.y) / round + 1;  // clockwise from the top
        turn -= std::floor(turn);
        const float turn_px = (disc_.look.x - turn) * round * far / soft, wrap_px = turn * round * far / soft;
        const float leaves = glm::clamp(std::min(turn_px, wrap_px) + 0.5f, 0.0f, 1.0f);
        return glm::mix(middle, glm::mix(arriving_, leaving_, leaves), ring);
    }

    const Disc& disc_;
    float radius_, band_px_, inside_, edge_px_, thick_ = 0;
    glm::vec3 leaving_, arriving_, core_, rim_;
};

Plane plane_of(const Disc& disc, const DiscsLook& look, const SignCanvas& canvas) {
    const double m_per_px = static_cast<double>(disc.centre.w) / static_cast<double>(disc.look.y);
    const glm::dmat4& clip = look.clip_from_relative;
    return {.centre = clip * glm::dvec4(glm::dvec3(disc.centre), 1),
            .right = clip * glm::dvec4(look.axes.x * m_per_px, look.axes.y * m_per_px, 0, 0),
            .up = clip * glm::dvec4(look.axes.z * m_per_px, look.axes.w * m_per_px, 0, 0),
            .size_px = {canvas.width_px, canvas.height_px}};
}

/// The box of the disc's square in the picture.
PxBox box_of(const Plane& plane, double reach_px, const SignCanvas& canvas) {
    glm::dvec2 low(1e9), high(-1e9);
    for (const double x : {-reach_px, reach_px})
        for (const double y : {-reach_px, reach_px}) {
            const glm::dvec2 at = plane.on_screen({x, y});
            low = glm::min(low, at);
            high = glm::max(high, at);
        }
    return {canvas, static_cast<float>(low.x), static_cast<float>(low.y), static_cast<float>(high.x),
            static_cast<float>(high.y)};
}

/// Two by two px, as OpenGL shades them: what differs between neighbours is taken within them.
struct Quad {
    struct Px {
        glm::dvec2 at = {};
        float far = 0;
    };
    std::array<Px, 4> px = {};  // left and right above, left and right below

    /// How `far` changes from px to px; never 0.
    float soft(std::size_t of) const {
        const float across = px[of | 1].far - px[of & 2].far, down = px[of | 2].far - px[of & 1].far;
        return std::max(std::sqrt(across * across + down * down), 1e-4f);
    }
};

std::optional<Quad> quad_at(const Plane& plane, int left, int top) {
    Quad quad;
    for (int row = 0; row < 4; ++row) {
        const auto at = plane.at(left + row % 2 + 0.5, top + row / 2 + 0.5);
        if (!at) return std::nullopt;
        quad.px[static_cast<std::size_t>(row)] = {*at, static_cast<float>(glm::length(*at))};
    }
    return quad;
}

void paint_disc(const SignCanvas& canvas, const Disc& disc, const DiscsLook& look) {
    const Plane plane = plane_of(disc, look, canvas);
    const DiscInk ink(disc, look);
    const PxBox box = box_of(plane, static_cast<double>(ink.reach_px()), canvas);
    if (box.empty()) return;
    const int odd = canvas.height_px % 2;  // OpenGL counts rows from below
    for (int top = box.top - (box.top + odd) % 2; top < box.bottom; top += 2)
        for (int left = box.left - box.left % 2; left < box.right; left += 2) {
            const auto quad = quad_at(plane, left, top);
            if (!quad) continue;
            for (std::size_t row = 0; row < 4; ++row) {
                const int x = left + static_cast<int>(row % 2), y = top + static_cast<int>(row / 2);
                if (x < box.left || x >= box.right || y < box.top || y >= box.bottom) continue;
                const Quad::Px& here = quad->px[row];
                const std::uint32_t px = ink.at(glm::vec2(here.at), here.far, quad->soft(row));
                if (px != 0 && plane.depth(here.at) <= static_cast<double>(canvas.depths(y)[x]))
                    lay_px(canvas.row(y) + 4 * static_cast<std::ptrdiff_t>(x), px);
            }
        }
}

}  // namespace

void paint_discs(const SignCanvas& canvas, std::span<const Disc> discs, const DiscsLook& look) {
    for (const Disc& disc : discs) paint_disc(canvas, disc, look);
}

}  // namespace flowspace
