#include "viewer/map_input.h"

#include <glm/geometric.hpp>

#include <cmath>

namespace flowspace {

void MapPointer::begin(const PointerFrame& pointer) {
    if (!pointer.over_map || drag_ != Drag::none) return;
    if (pointer.right_pressed || (pointer.left_pressed && pointer.ctrl))
        drag_ = pointer.right_pressed ? Drag::orbit : Drag::pressed;
    else if (pointer.left_pressed)
        drag_ = Drag::pressed;
    pressed_px_ = last_px_ = pointer.px;
}

MapPointer::Outcome MapPointer::update(const Camera& camera, const CameraStage& stage,
                                       const PointerFrame& pointer) {
    Outcome outcome{.camera = camera};
    begin(pointer);
    if (drag_ == Drag::pressed && glm::distance(pointer.px, pressed_px_) > click_reach_px)
        drag_ = pointer.ctrl ? Drag::orbit : Drag::pan;
    if (drag_ == Drag::pressed && pointer.left_released) outcome.clicked_px = pressed_px_;
    if (drag_ == Drag::pan) outcome.camera = pan(camera, stage, last_px_, pointer.px);
    if (drag_ == Drag::orbit) outcome.camera = orbit(camera, pointer.px - last_px_);
    if (drag_ != Drag::pressed) last_px_ = pointer.px;
    if (!pointer.left_down && !pointer.right_down) drag_ = Drag::none;
    if (pointer.over_map && pointer.wheel_notches != 0)
        outcome.camera = zoom(outcome.camera, stage, pointer.px, zoom_factor(pointer.wheel_notches));
    outcome.moved = outcome.camera != camera;
    return outcome;
}

Camera move_by_keys(const Camera& camera, const CameraStage& stage, const ArrowKeys& keys) {
    Camera moved = camera;
    const Viewport& viewport = stage.viewport;
    const glm::dvec2 middle = {
        (viewport.insets_px.left + viewport.width_px - viewport.insets_px.right) / 2.0,
        (viewport.insets_px.top + viewport.height_px - viewport.insets_px.bottom) / 2.0};
    if (keys.towards.x != 0 || keys.towards.y != 0)
        moved = pan(moved, stage, middle + keys.towards * (600 * keys.seconds), middle);
    if (keys.zoom != 0) moved = zoom(moved, stage, middle, std::exp2(-keys.zoom * 1.5 * keys.seconds));
    return moved;
}

}  // namespace flowspace
