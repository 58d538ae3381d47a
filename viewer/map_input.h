// What the pointer and the arrow keys do on the map: moving the camera, and telling a click from a drag.
#pragma once

#include "viewer/camera_control.h"

#include <glm/vec2.hpp>

#include <cstdint>
#include <optional>

namespace flowspace {

/// The pointer in one frame, in picture pixels, as far as no panel wants it.
struct PointerFrame {
    glm::dvec2 px = {};
    bool over_map = false;
    bool left_pressed = false, left_down = false, left_released = false;
    bool right_pressed = false, right_down = false;
    bool ctrl = false;
    double wheel_notches = 0;
};

struct ArrowKeys {
    glm::dvec2 towards = {};  // x: right positive, y: down positive; -1, 0 or 1 each
    double zoom = 0;          // 1: nearer, -1: farther
    double seconds = 0;       // since the last frame
};

class MapPointer {
public:
    static constexpr double click_reach_px = 4;

    struct Outcome {
        Camera camera = {};
        bool moved = false;
        std::optional<glm::dvec2> clicked_px = {};
    };
    Outcome update(const Camera& camera, const CameraStage& stage, const PointerFrame& pointer);

    bool dragging() const { return drag_ != Drag::none; }

private:
    enum class Drag : std::uint8_t { none, pressed, pan, orbit };

    void begin(const PointerFrame& pointer);

    Drag drag_ = Drag::none;
    glm::dvec2 pressed_px_ = {};
    glm::dvec2 last_px_ = {};
};

/// 600 px a second, doubling or halving in two thirds of one.
Camera move_by_keys(const Camera& camera, const CameraStage& stage, const ArrowKeys& keys);

}  // namespace flowspace
