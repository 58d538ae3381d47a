// How what bears labels moves on the picture, and what a jump of the camera does to them.
#include "render/scene/label_layout.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace flowspace {

/// A cut: a still, a new look, time that ran backwards, or a map that stood and then jumped. A rush: a map
/// that was under way and moves by more than a sixth of the picture in one frame.
LabelLayout::Change LabelLayout::change_to(const LabelScene& scene) {
    std::vector<double> ways_px;
    for (const LabelCandidate& candidate : scene.candidates) {
        const Memory& memory = memory_[candidate.id];
        if (!memory.known || memory.frame != frame_) continue;
        ways_px.push_back(static_cast<double>(
            std::hypot(candidate.at.x_px - memory.at.x_px, candidate.at.y_px - memory.at.y_px)));
    }
    const double before_px = std::exchange(way_px_, 0.0);
    if (!ways_px.empty()) {
        const auto middle = ways_px.begin() + static_cast<std::ptrdiff_t>(ways_px.size() / 2);
        std::nth_element(ways_px.begin(), middle, ways_px.end());
        way_px_ = *middle;
    }
    gathers_speed_ = way_px_ > 1.04 * before_px + 0.02;
    if (scene.settling == Settling::at_once || frame_ == 0 || scene.look != look_ || scene.time_s < time_s_)
        return Change::cut;
    const auto height_px = static_cast<double>(scene.bounds.height_px);
    const bool strange = ways_px.empty() && !scene.candidates.empty();
    if (!strange && way_px_ < height_px / 6) return Change::steady;
    if (strange) way_px_ = height_px;
    return before_px < height_px / 30 ? Change::cut : Change::rush;
}

/// Nothing is shown; what was shown may not come back for half a second.
void LabelLayout::forget(double now_s) {
    for (Memory& memory : memory_) {
        const double toggled_s = memory.shown || memory.opacity > 0 ? now_s : memory.toggled_s;
        memory = {.toggled_s = toggled_s};
    }
}

void LabelLayout::note_motion(const LabelScene& scene) {
    for (const LabelCandidate& candidate : scene.candidates) {
        Memory& memory = memory_[candidate.id];
        const bool continues = memory.known && memory.frame + 1 == frame_;
        if (!continues) {
            // It left the picture and is back: what was shown before is over.
            if (memory.shown) memory.toggled_s = scene.time_s;
            memory.shown = false;
            memory.opacity = 0;
            memory.pending_slot = -1;
            memory.motion = {};
            memory.steps = 0;
        } else if (step_s_ > 1e-4) {
            const auto step = static_cast<float>(step_s_);
            const ScreenPoint speed = {(candidate.at.x_px - memory.at.x_px) / step,
                                       (candidate.at.y_px - memory.at.y_px) / step};
            const ScreenPoint before = memory.motion.speed_px_s;
            memory.motion = {speed, {}};
            if (memory.steps > 0)
                memory.motion.pull_px_s2 = {(speed.x_px - before.x_px) / step,
                                            (speed.y_px - before.y_px) / step};
            ++memory.steps;
        }
        memory.known = true;
        memory.at = candidate.at;
        memory.frame = frame_;
    }
}

}  // namespace flowspace
