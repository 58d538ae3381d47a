#include "render/layers/walls.h"

#include "render/layers/draped_lines.h"
#include "render/scene/border_lines.h"

#include <glm/geometric.hpp>
#include <glm/vec4.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string_view>
#include <utility>

namespace flowspace {

namespace {

constexpr float faded_share = 0.32f;  // of the strength of what a test tells from none
constexpr double nearer = 0.012;      // as lines are laid over the relief

/// As terrain.vert fades the distance away.
double near_share(double distance_share) {
    const double t = std::clamp((distance_share - 1.25) / (2.9 - 1.25), 0.0, 1.0);
    return 1 - t * t * (3 - 2 * t);
}

/// A piece of wall between two points of a line, on the screen.
struct Panel {
    std::array<glm::dvec3, 4> corners = {};  // px and depth: foot, foot, top, top
    std::array<float, 2> alpha = {};         // at the feet, at the top
    Colour colour = {};
    double w = 0;  // distance: the farthest are drawn first
};

struct Raised {
    std::vector<Panel> panels = {};
    RibbonStrip rims = {};
};

std::array<std::uint8_t, 4> packed(Colour colour, float alpha) {
    return {colour.r, colour.g, colour.b,
            static_cast<std::uint8_t>(std::lround(255 * std::clamp(alpha, 0.f, 1.f)))};
}

Colour darker(Colour colour, double share) {
    const auto part = [&](std::uint8_t value) {
        return static_cast<std::uint8_t>(std::lround(value * share));
    };
    return {part(colour.r), part(colour.g), part(colour.b), colour.alpha};
}

/// Raises lines of the map off the relief.
class Raising {
public:
    Raising(const LayerInputs& inputs, const Relief& relief) : in_(inputs), relief_(relief) {}

    /// `height_px` at the centre of the picture; `alpha`: at the foot and at the top of the wall, both and
    /// its rim times `strength`.
    void raise(const std::vector<MapLine>& lines, float height_px, Colour colour, std::array<float, 2> alpha,
               Raised& made, float strength = 1) const {
        for (float& end : alpha) end *= strength;
        const float tolerance = tolerance_m(in_) * 1.5f;
        const double height_m = static_cast<double>(height_px) * in_.px_scale * in_.view.metres_per_px;
        for (const MapLine& line : lines) {
            if (too_small(line, 2 * tolerance)) continue;
            // An islet would be a pillar rather than a wall.
            if (line.closed && too_small(line, static_cast<float>(height_m))) continue;
            std::optional<Point> before, first;
            std::vector<glm::dvec4> rim;
            const auto flush = [&] {
                append_ribbon(made.rims, rim,
                              {.width_px = 1.4f * static_cast<float>(in_.px_scale),
                               .colour = with_alpha(colour, strength * std::max(0.85f, alpha[1]))});
                rim.clear();
            };
            const auto add = [&](const std::optional<Point>& here) {
                if (before && here) made.panels.push_back(panel(*before, *here, colour, alpha));
                if (here)
                    rim.emplace_back(here->top.x, here->top.y, here->top.z, here->share);
                else
                    flush();
                before = here;
            };
            for (std::size_t row = 0; row < line.points.size(); ++row) {
                if (line.keep_m[row] < tolerance) continue;
                add(point(line.points[row], height_m));
                if (!first) first = before;
            }
            if (line.closed && first) add(first);
            flush();
        }
    }

    struct Stem {
        float width_px = 1.2f;  // at a picture height of 1080
        Colour colour = {};
    };
    /// From the ground to what stands over it.
    void add_stem(glm::dvec3 top, const Stem& stem, Raised& made) const {
        const double ground =
            relief_.ground_m({top.x, top.y}) * static_cast<double>(in_.frame.style.exaggeration);
        if (!(top.z > ground)) return;
        std::array<glm::dvec4, 2> ends = {};
        for (std::size_t end = 0; end < 2; ++end) {
            double w = 0;
            const auto at = on_screen({top.x, top.y}, end == 0 ? ground : top.z, w);
            if (!at) return;
            ends[end] = {at->x, at->y, at->z, near_share(w / in_.view.distance_m)};
        }
        append_ribbon(made.rims, ends,
                      {.width_px = stem.width_px * static_cast<float>(in_.px_scale), .colour = stem.colour});
    }

private:
    struct Point {
        glm::dvec3 foot = {}, top = {};  // px and depth
        glm::dvec2 map = {};
        double w = 0, share = 1;
    };

    std::optional<glm::dvec3> on_screen(MapPoint at, double z, double& w) const {
        const View& view = in_.view;
        const glm::dvec4 c =
            view.clip_from_relative * glm::dvec4(at.x_m - view.eye.x, at.y_m - view.eye.y, z - view.eye.z, 1);
        if (c.w < view.distance_m * 0.05) return std::nullopt;
        const double shift = view.clip_from_relative[3][2] * nearer / (1 - nearer) / c.w;
        w = c.w;
        return glm::dvec3((c.x / c.w * 0.5 + 0.5) * view.size_px.x, (0.5 - c.y / c.w * 0.5) * view.size_px.y,
                          c.z / c.w + shift);
    }

    std::optional<Point> point(MapPoint at, double height_m) const {
        const double ground = relief_.ground_m(at) * static_cast<double>(in_.frame.style.exaggeration);
        Point made{.map = {at.x_m, at.y_m}};
        double unused = 0;
        const auto foot = on_screen(at, ground, made.w), top = on_screen(at, ground + height_m, unused);
        if (!foot || !top) return std::nullopt;
        made.foot = *foot;
        made.top = *top;
        made.share = relief_.presence_at(at) * near_share(made.w / in_.view.distance_m);
        return made;
    }

    /// Walls that run towards the eye are a little darker than those that face it: folds can be told apart.
    Panel panel(const Point& a, const Point& b, Colour colour, std::array<float, 2> alpha) const {
        const glm::dvec2 along = b.map - a.map;
        const double length = glm::length(along);
        const double bearing = in_.view.camera.bearing_deg * std::acos(-1.0) / 180;
        const glm::dvec2 right{std::cos(bearing), -std::sin(bearing)};
        const double facing = length > 0 ? std::abs(glm::dot(along / length, right)) : 1;
        const auto share = static_cast<float>((a.share + b.share) / 2);
        return {.corners = {a.foot, b.foot, b.top, a.top},
                .alpha = {alpha[0] * share, alpha[1] * share},
                .colour = darker(colour, 0.72 + 0.28 * facing),
                .w = std::max(a.w, b.w)};
    }

    const LayerInputs& in_;
    const Relief& relief_;
};

/// Panels as triangles without an edge of their own, the farthest first.
RibbonStrip strip_of(std::vector<Panel>& panels) {
    std::ranges::stable_sort(panels, std::ranges::greater{}, &Panel::w);
    RibbonStrip strip;
    constexpr float everywhere = 1e6f;  // no feather
    for (const Panel& panel : panels) {
        const auto first = static_cast<std::uint32_t>(strip.vertices.size());
        for (std::size_t corner = 0; corner < 4; ++corner) {
            const glm::dvec3& at = panel.corners[corner];
            strip.vertices.push_back({.x_px = static_cast<float>(at.x),
                                      .y_px = static_cast<float>(at.y),
                                      .depth = static_cast<float>(at.z),
                                      .half_width_px = everywhere,
                                      .rgba = packed(panel.colour, panel.alpha[corner < 2 ? 0 : 1])});
        }
        for (const std::uint32_t corner : {0u, 1u, 2u, 0u, 2u, 3u}) strip.indices.push_back(first + corner);
    }
    return strip;
}

class WallsLayer final : public Layer {
public:
    WallsLayer(const LayerSources& sources, RibbonDrawing drawing)
        : sources_(sources), drawing_(std::move(drawing)) {}

    void draw(const LayerInputs& inputs) override {
        if (inputs.list.walls.empty() && inputs.list.skins.empty() && !any_raised(inputs)) return;
        const bool flat = !walls_stand(inputs.view.camera);
        RibbonStrip strip;
        Raised raised;
        const Raising raising(inputs, sources_.relief);
        const auto colour = [&](const OverlayInk& ink) { return overlay_colour(inputs.theme, ink); };
        if (!inputs.list.walls.empty())
            for (const auto& [between, lines] : sources_.borders.lines()) {
                const WallItem* wall = wall_of(inputs.list.walls, between);
                if (wall == nullptr) continue;
                const float strength = wall->faded ? faded_share : 1;
                if (flat)
                    lay(strip, lines, wall->width_px, with_alpha(colour(wall->ink), 0.72f * strength),
                        inputs);
                else
                    raising.raise(lines, wall->height_px, colour(wall->ink), {0.12f, 0.5f}, raised, strength);
            }
        for (const SkinItem& skin : inputs.list.skins) {
            const std::vector<MapLine>& lines = outline(skin);
            if (flat)
                lay(strip, lines, 2.2f, with_alpha(colour(skin.ink), 0.95f), inputs);
            else
                raising.raise(lines, skin.height_px, colour(skin.ink), {0.1f, 0.42f}, raised);
        }
        for (const PlaceItem& place : inputs.list.places)
            if (place.height_px > 0)
                raising.add_stem(inputs.nodes[index(place.node)],
                                 place.tower
                                     ? Raising::Stem{5, with_alpha(colour(place.fill), 0.8f)}
                                     : Raising::Stem{1.2f, with_alpha(inputs.theme.muted_text, 0.75f)},
                                 raised);
        drawing_.draw(strip);
        drawing_.draw(strip_of(raised.panels));
        drawing_.draw(raised.rims);
    }

private:
    static bool any_raised(const LayerInputs& inputs) {
        return std::ranges::any_of(inputs.list.places,
                                   [](const PlaceItem& place) { return place.height_px > 0; });
    }

    void lay(RibbonStrip& strip, const std::vector<MapLine>& lines, float width_px, Colour colour,
             const LayerInputs& inputs) const {
        const auto px = static_cast<float>(inputs.px_scale);
        drape(strip, lines,
              {.width_px = (width_px + 2) * px, .colour = with_alpha(inputs.theme.ground.sea, 0.6f)},
              sources_.relief, inputs);
        drape(strip, lines, {.width_px = width_px * px, .colour = colour}, sources_.relief, inputs);
    }

    const std::vector<MapLine>& outline(const SkinItem& skin) {
        if (skin.group) return sources_.lines.areas[index(*skin.group)];
        if (const auto known = places_.find(*skin.place); known != places_.end()) return known->second;
        std::vector<MapLine>& made = places_[*skin.place];
        if (!sources_.dataset.base_map) return made;
        const std::string& id = sources_.dataset.atlas->places[index(*skin.place)].id;
        for (const Region& region : sources_.dataset.base_map->prefectures)
            if (region.id == id) made = map_rings({&region.shape, 1}, sources_.projection);
        return made;
    }

    LayerSources sources_;
    RibbonDrawing drawing_;
    std::map<PlaceId, std::vector<MapLine>> places_;
};

}  // namespace

Result<std::unique_ptr<Layer>> make_walls_layer(const LayerSources& sources) {
    auto drawing = RibbonDrawing::create();
    if (!drawing) return drawing.error();
    return std::unique_ptr<Layer>(std::make_unique<WallsLayer>(sources, std::move(*drawing)));
}

}  // namespace flowspace
