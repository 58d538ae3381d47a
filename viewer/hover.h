// What the pointer is over, shared by all panels and the map so that one highlights in the other.
#pragma once

#include "render/scene/frame.h"

#include <utility>

namespace flowspace {

/// Everyone reads last frame's value and writes next frame's: no order between panels matters, and
/// a highlight goes out by itself one frame after the pointer leaves.
class Hover {
public:
    void begin_frame() { now_ = std::exchange(next_, Target{}); }
    void set(const Target& target) { next_ = target; }

    const Target& target() const { return now_; }
    /// What this frame was told already (the map speaks before the panels), else what the last one was.
    const Target& seen() const { return next_.empty() ? now_ : next_; }
    /// What the frame being made has been told so far: the frame loop draws again when it differs.
    const Target& next() const { return next_; }

private:
    Target now_;
    Target next_;
};

inline Target target_of(PlaceId place) { return {.flow = {}, .place = place, .group = {}}; }
inline Target target_of(GroupId group) { return {.flow = {}, .place = {}, .group = group}; }
inline Target target_of(FlowRef flow) { return {.flow = flow, .place = {}, .group = {}}; }

}  // namespace flowspace
