// Where the camera flies to bring something into view.
#pragma once

#include "data/dataset.h"
#include "render/scene/camera.h"
#include "viewer/camera_control.h"
#include "viewer/settings.h"

#include <span>

namespace flowspace {

struct TargetView {
    const Dataset& data;
    const Camera& now;
    CameraStage stage;
    std::span<const MapPoint> nodes;  // where they stand
};

/// All of a group, of a flow or of a tie; a place in the middle, near enough to tell it from others; the
/// whole country for nothing.
Camera camera_for(const Target& target, const TargetView& view);

}  // namespace flowspace
