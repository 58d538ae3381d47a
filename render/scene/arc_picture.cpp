// Cuts arcs into as many pieces as their curve on the screen needs, and finds the one under a px.
#include "render/scene/arc_picture.h"

#include <glm/common.hpp>
#include <glm/geometric.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <thread>

namespace flowspace {

namespace {

constexpr double tolerance_px = 0.35;
constexpr double shortest_px = 1;  // arcs shorter than this on the screen are not drawn
constexpr std::size_t fewest_arcs_a_thread = 1000;

/// Every part of the curve on one side of one edge of the picture is off it.
bool outside(const ClipCurve& c, double slack) {
    const auto beyond = [&](auto&& side) { return side(c.start) && side(c.control) && side(c.end); };
    return beyond([&](const glm::dvec4& p) { return p.x < -p.w * slack; }) ||
           beyond([&](const glm::dvec4& p) { return p.x > p.w * slack; }) ||
           beyond([&](const glm::dvec4& p) { return p.y < -p.w * slack; }) ||
           beyond([&](const glm::dvec4& p) { return p.y > p.w * slack; }) ||
           beyond([](const glm::dvec4& p) { return p.w <= 0; });
}

struct Part {
    double from = 0, to = 1;
};
/// The parts of [0, 1] in front of the eye: a high arc may rise behind it and come down in front again. It
/// bends little where it passes the eye, so steps are enough.
std::vector<Part> visible_parts(const ClipCurve& curve) {
    const double least = 1e-3 * std::max({curve.start.w, curve.control.w, curve.end.w});
    if (std::min({curve.start.w, curve.control.w, curve.end.w}) > least) return {Part{}};
    constexpr int steps = 64;
    std::vector<Part> parts;
    bool before = false;
    for (int step = 0; step <= steps; ++step) {
        const double t = static_cast<double>(step) / steps;
        const bool here = curve.at(t).w > least;
        if (here && !before) parts.push_back({t, t});
        if (here) parts.back().to = t;
        before = here;
    }
    return parts;
}

/// One per arc of the list, of those that loop; empty where none does. Loops of several layers at one place
/// lie around each other, the strongest outside: each depends on those before it, so they are measured before
/// arcs are shared out to threads.
std::vector<LoopSize> loop_sizes(const ArcPictureInputs& inputs) {
    const std::vector<ArcItem>& arcs = inputs.list.arcs;
    if (std::ranges::none_of(arcs, &ArcItem::loops)) return {};
    std::vector<double> disc_px(inputs.nodes.size()), outer_px(inputs.nodes.size());
    for (const PlaceItem& item : inputs.list.places)
        disc_px[index(item.node)] = static_cast<double>(item.radius_px) * inputs.px_scale;
    std::vector<LoopSize> sizes(arcs.size());
    for (const std::uint32_t item : inputs.order) {
        if (!arcs[item].loops()) continue;
        double& outer = outer_px[index(arcs[item].origin)];
        // Travelled clockwise, the lane lies inside the circle.
        outer = std::max(outer + 2 * inputs.px_scale, 15 * inputs.px_scale) +
                static_cast<double>(arcs[item].width_px) * inputs.px_scale;
        sizes[item] = {.radius_px = outer, .disc_px = disc_px[index(arcs[item].origin)]};
    }
    return sizes;
}

class Builder {
public:
    /// `loops`: loop_sizes() of the list.
    Builder(const ArcPictureInputs& inputs, std::span<const LoopSize> loops)
        : inputs_(inputs), loops_(loops) {
        out_.size_px = inputs.view.size_px;
    }

    ArcPicture build(std::span<const std::uint32_t> items) {
        out_.arcs.reserve(items.size());
        for (const std::uint32_t item : items) add(item);
        return std::move(out_);
    }

private:
    void add(std::uint32_t item) {
        const ArcItem& arc = inputs_.list.arcs[item];
        if (arc.loops()) {
            add_loop(item, arc);
            return;
        }
        const ArcBend bend = {.height = static_cast<double>(inputs_.arc_height)};
        if (arc.way_count > 0) {
            add_way(item, arc, bend);
            return;
        }
        ArcOnScreen shown;
        shown.item = item;
        shown.curve =
            clip_curve(arc_curve(inputs_.nodes[index(arc.origin)], inputs_.nodes[index(arc.destination)],
                                 bend, inputs_.relief, static_cast<double>(inputs_.exaggeration)),
                       inputs_.view);
        shown.width_px = static_cast<float>(static_cast<double>(arc.width_px) * inputs_.px_scale);
        if (outside(shown.curve, 1.02 + 4 * static_cast<double>(shown.width_px) / out_.size_px.y)) return;
        for (const Part& part : visible_parts(shown.curve))
            if (part.to > part.from) {
                ArcOnScreen piece = shown;
                cut(piece, {.from = part.from, .to = part.to});
            }
    }

    /// Curve by curve, comets and dashes running on from one into the next.
    void add_way(std::uint32_t item, const ArcItem& arc, const ArcBend& bend) {
        way_ = {inputs_.nodes[index(arc.origin)]};
        for (std::uint32_t at = 0; at < arc.way_count; ++at)
            way_.push_back(inputs_.nodes[index(inputs_.list.way_nodes[arc.way_first + at])]);
        way_.push_back(inputs_.nodes[index(arc.destination)]);
        const std::vector<ArcCurve> curves =
            way_curves(way_, bend, inputs_.relief, static_cast<double>(inputs_.exaggeration));
        double whole = 0, passed = 0, along_px = 0;
        for (const ArcCurve& curve : curves) whole += glm::length(curve.end - curve.start);
        for (std::size_t at = 0; at < curves.size(); ++at) {
            const double share = whole > 0 ? glm::length(curves[at].end - curves[at].start) / whole : 0;
            ArcOnScreen shown;
            shown.item = item;
            shown.way_from = static_cast<float>(passed);
            shown.way_share = static_cast<float>(share);
            shown.curve = clip_curve(curves[at], inputs_.view);
            shown.width_px = static_cast<float>(static_cast<double>(arc.width_px) * inputs_.px_scale);
            passed += share;
            for (const Part& part : visible_parts(shown.curve)) {
                if (!(part.to > part.from)) continue;
                ArcOnScreen piece = shown;
                along_px += cut(piece, {.from = part.from,
                                        .to = part.to,
                                        .along_px = along_px,
                                        .ends = at + 1 == curves.size()});
            }
        }
    }

    void add_loop(std::uint32_t item, const ArcItem& arc) {
        ArcOnScreen shown;
        shown.item = item;
        shown.width_px = static_cast<float>(static_cast<double>(arc.width_px) * inputs_.px_scale);
        const auto curve = loop_curve(inputs_.nodes[index(arc.origin)], loops_[item], inputs_.view);
        if (!curve) return;
        shown.curve = *curve;
        cut(shown, {});
    }

    struct Cut {
        double from = 0, to = 1;  // t on the curve
        double along_px = 0;      // what of the flow lies before it
        bool ends = true;         // at its destination
    };
    /// Knots evenly in t, their length along the screen, and the arrowhead. Gives the length on the screen.
    double cut(ArcOnScreen& shown, const Cut& cut) {
        const int pieces = arc_segments(shown.curve, out_.size_px, tolerance_px);
        ts_.clear();
        points_.clear();
        lengths_.clear();
        glm::dvec2 last = {};
        double length = cut.along_px;
        for (int piece = 0; piece <= pieces; ++piece) {
            const double t = cut.from + (cut.to - cut.from) * piece / pieces;
            points_.push_back(arc_on_screen(shown.curve, t, out_.size_px));
            const glm::dvec2 px = points_.back().px;
            if (piece > 0) length += glm::length(px - last);
            last = px;
            ts_.push_back(t);
            lengths_.push_back(length);
        }
        const double own_px = length - cut.along_px;
        // Of a bundled flow short curves count too: it is not to have gaps.
        const bool whole = cut.along_px == 0 && cut.ends;
        if (!std::isfinite(length)) return 0;
        if (!(own_px >= shortest_px) && (whole || !(own_px > 0))) return own_px;
        shown.length_px = static_cast<float>(own_px);
        shown.first_knot = static_cast<std::uint32_t>(out_.knots.size());
        shown.low_px = glm::vec2(1e9f);
        shown.high_px = glm::vec2(-1e9f);
        lay(shown, cut);
        shown.knot_count = static_cast<std::uint32_t>(out_.knots.size()) - shown.first_knot;
        const glm::vec2 size = out_.size_px;
        if (shown.high_px.x < 0 || shown.high_px.y < 0 || shown.low_px.x > size.x ||
            shown.low_px.y > size.y) {
            out_.knots.resize(shown.first_knot);
            out_.lane_px.resize(shown.first_knot);
            out_.ways.resize(shown.first_knot);
            return own_px;
        }
        out_.arcs.push_back(shown);
        return own_px;
    }

    void lay(ArcOnScreen& shown, const Cut& cut) {
        const double half = 0.5 * std::max(static_cast<double>(shown.width_px), 1.0);
        const double length = lengths_.back() - cut.along_px;
        const bool reaches_end = cut.ends && cut.to >= 1;
        const bool arrow = inputs_.motion == Motion::still && reaches_end && length > 6 * half;
        // The arrowhead ends where the disc of its target begins.
        const double away = arrow ? std::min(3.0 * inputs_.px_scale, 0.2 * length) : 0;
        const double tip = lengths_.back() - away;
        const double arrow_px = arrow ? std::min(3 * half + 4.5 * inputs_.px_scale, 0.4 * length) : 0;
        const double base = tip - arrow_px;
        const double arrow_half = arrow ? half + 0.42 * arrow_px : half;
        shown.arrow_px = static_cast<float>(arrow_px);
        shown.shown_px = static_cast<float>(tip);
        if (!arrow) {
            for (std::size_t row = 0; row < ts_.size(); ++row)
                knot(shown, points_[row], {ts_[row], lengths_[row], half});
            return;
        }
        const auto at = [&](double along_px) {
            return arc_on_screen(shown.curve, t_at(along_px), out_.size_px);
        };
        for (std::size_t row = 0; row < ts_.size() && lengths_[row] < base; ++row)
            knot(shown, points_[row], {ts_[row], lengths_[row], half});
        knot(shown, at(base), {t_at(base), base, half});
        knot(shown, at(base), {t_at(base), base, arrow_half});
        for (std::size_t row = 0; row < ts_.size(); ++row)
            if (lengths_[row] > base && lengths_[row] < tip)
                knot(shown, points_[row],
                     {ts_[row], lengths_[row], arrow_half * (tip - lengths_[row]) / arrow_px});
        knot(shown, at(tip), {t_at(tip), tip, 0});
    }

    double t_at(double along_px) const {
        const auto after = std::lower_bound(lengths_.begin(), lengths_.end(), along_px);
        const auto row = static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(
            after - lengths_.begin(), 1, static_cast<std::ptrdiff_t>(ts_.size()) - 1));
        const double gap = lengths_[row] - lengths_[row - 1];
        const double share = gap > 0 ? (along_px - lengths_[row - 1]) / gap : 0;
        return ts_[row - 1] + (ts_[row] - ts_[row - 1]) * std::clamp(share, 0.0, 1.0);
    }

    struct Place {
        double t, along_px, half_px;
    };
    void knot(ArcOnScreen& shown, const ArcScreenPoint& at, const Place& place) {
        const glm::dvec2 right = {-at.along.y, at.along.x};  // y is down here
        const glm::vec2 middle = at.px + right * (0.5 * static_cast<double>(shown.width_px));
        out_.knots.push_back({static_cast<float>(place.t), static_cast<float>(place.along_px),
                              static_cast<float>(place.half_px)});
        out_.lane_px.push_back(middle);
        out_.ways.push_back({.along = at.along, .depth = static_cast<float>(at.depth)});
        const auto reach = glm::vec2(static_cast<float>(place.half_px) + 1);
        shown.low_px = glm::min(shown.low_px, middle - reach);
        shown.high_px = glm::max(shown.high_px, middle + reach);
    }

    const ArcPictureInputs& inputs_;
    std::span<const LoopSize> loops_;
    ArcPicture out_;
    std::vector<glm::dvec3> way_;
    std::vector<double> ts_, lengths_;
    std::vector<ArcScreenPoint> points_;  // of the same rows
};

void append(ArcPicture& whole, const ArcPicture& part) {
    const auto knots = static_cast<std::uint32_t>(whole.knots.size());
    const std::size_t first = whole.arcs.size();
    whole.arcs.insert(whole.arcs.end(), part.arcs.begin(), part.arcs.end());
    for (std::size_t row = first; row < whole.arcs.size(); ++row) whole.arcs[row].first_knot += knots;
    whole.knots.insert(whole.knots.end(), part.knots.begin(), part.knots.end());
    whole.lane_px.insert(whole.lane_px.end(), part.lane_px.begin(), part.lane_px.end());
    whole.ways.insert(whole.ways.end(), part.ways.begin(), part.ways.end());
}

/// How far a px lies outside the ribbon between two knots; negative inside.
float outside_px(glm::vec2 px, glm::vec2 a, glm::vec2 b, float half_a, float half_b) {
    const glm::vec2 along = b - a;
    const float length2 = glm::dot(along, along);
    const float share = length2 > 0 ? glm::clamp(glm::dot(px - a, along) / length2, 0.0f, 1.0f) : 0.0f;
    return glm::length(px - a - along * share) - glm::mix(half_a, half_b, share);
}

}  // namespace

glm::dvec3 on_relief(MapPoint at, const Relief& relief, double exaggeration) {
    return {at.x_m, at.y_m, relief.ground_m(at) * exaggeration};
}

std::vector<std::uint32_t> arc_order(std::span<const ArcItem> arcs) {
    std::vector<std::uint32_t> order(arcs.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(), [&arcs](std::uint32_t a, std::uint32_t b) {
        return arcs[a].strength < arcs[b].strength;
    });
    return order;
}

ArcPicture build_arc_picture(const ArcPictureInputs& inputs) {
    if (inputs.order.empty() && !inputs.list.arcs.empty()) {
        const std::vector<std::uint32_t> order = arc_order(inputs.list.arcs);
        ArcPictureInputs ordered = inputs;
        ordered.order = order;
        return build_arc_picture(ordered);
    }
    const std::size_t count = inputs.order.size();
    const std::size_t most_workers = std::clamp(std::thread::hardware_concurrency(), 1U, 16U);
    const std::size_t workers = std::clamp(count / fewest_arcs_a_thread, std::size_t{1}, most_workers);
    const std::vector<LoopSize> loops = loop_sizes(inputs);
    std::vector<ArcPicture> parts(workers);
    {
        std::vector<std::jthread> others;
        const auto build = [&](std::size_t worker) {
            const std::size_t first = count * worker / workers;
            parts[worker] = Builder(inputs, loops)
                                .build(inputs.order.subspan(first, count * (worker + 1) / workers - first));
        };
        for (std::size_t worker = 1; worker < workers; ++worker) others.emplace_back(build, worker);
        build(0);
    }
    ArcPicture whole = std::move(parts.front());
    for (std::size_t part = 1; part < workers; ++part) append(whole, parts[part]);
    return whole;
}

std::optional<std::size_t> ArcPicture::pick(glm::dvec2 at, double reach_px) const {
    const glm::vec2 px = at;
    const auto reach = static_cast<float>(reach_px);
    std::optional<std::size_t> best;
    float best_px = reach;
    for (std::size_t row = arcs.size(); row-- > 0;) {
        const ArcOnScreen& arc = arcs[row];
        if (px.x < arc.low_px.x - reach || px.y < arc.low_px.y - reach || px.x > arc.high_px.x + reach ||
            px.y > arc.high_px.y + reach)
            continue;
        float nearest = 1e9f;
        for (std::uint32_t knot = arc.first_knot; knot + 1 < arc.first_knot + arc.knot_count; ++knot)
            nearest = std::min(nearest, outside_px(px, lane_px[knot], lane_px[knot + 1],
                                                   knots[knot].half_width_px, knots[knot + 1].half_width_px));
        if (nearest <= 0) return row;  // inside: the topmost wins
        if (nearest < best_px) {
            best_px = nearest;
            best = row;
        }
    }
    return best;
}

}  // namespace flowspace
