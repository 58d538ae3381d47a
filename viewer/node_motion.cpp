#include "viewer/node_motion.h"

#include "render/scene/node_points.h"

#include <algorithm>

namespace flowspace {

void NodeMotion::send(const Points& target, std::span<const MapPoint> home, double now_s, bool at_once) {
    if (target == target_) return;
    const NodeShift now = shift(home, now_s);
    from_ = shifted(home, now);
    from_veil_ = now.veil;
    target_ = target;
    begin_s_ = at_once ? now_s - length_s : now_s;
    moving_ = true;
}

NodeShift NodeMotion::shift(std::span<const MapPoint> home, double now_s) const {
    if (!moving_) return {};
    const double share = std::clamp((now_s - begin_s_) / length_s, 0.0, 1.0);
    const double eased = share * share * (3 - 2 * share);
    const double veil = from_veil_ + ((target_ ? 1 : 0) - from_veil_) * eased;
    if (share >= 1) return target_ ? NodeShift{target_, 1, 1} : NodeShift{};
    const std::span<const MapPoint> to = target_ ? std::span<const MapPoint>(*target_) : home;
    std::vector<MapPoint> points = from_;
    for (std::size_t node = 0; node < points.size() && node < to.size(); ++node) {
        points[node].x_m += eased * (to[node].x_m - points[node].x_m);
        points[node].y_m += eased * (to[node].y_m - points[node].y_m);
    }
    return {std::make_shared<const std::vector<MapPoint>>(std::move(points)), 1, veil};
}

}  // namespace flowspace
