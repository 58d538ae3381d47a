#include "viewer/history.h"

#include "viewer/beside.h"

#include <utility>

namespace flowspace {

namespace {

/// Those of maps side by side among them.
bool only_camera_differs(Settings a, const Settings& b) {
    a.camera = b.camera;
    if (a.beside && b.beside && a.beside->maps.size() == b.beside->maps.size()) {
        Beside beside = *a.beside;
        for (std::size_t row = 0; row < beside.maps.size(); ++row)
            beside.maps[row].camera = b.beside->maps[row].camera;
        a.beside = Kept<Beside>::of(std::move(beside));
    }
    return a == b;
}

}  // namespace

bool History::joins_last_step(const Settings& settings, const Edit& edit) const {
    if (edit.cause == Edit::Cause::tick) return true;
    if (edit.gesture != 0 && edit.gesture == last_gesture_) return true;
    return only_camera_differs(now_, settings) && last_camera_move_s_ &&
           edit.time_s - *last_camera_move_s_ < camera_pause_s;
}

void History::observe(const Settings& settings, const Edit& edit) {
    if (settings == now_) return;
    const bool camera_move = only_camera_differs(now_, settings);
    if (!joins_last_step(settings, edit)) {
        past_.push_back(now_);
        if (past_.size() > longest) past_.pop_front();
    }
    if (edit.cause == Edit::Cause::person) {
        future_.clear();
        last_gesture_ = edit.gesture;
        last_camera_move_s_ = camera_move ? std::optional(edit.time_s) : std::nullopt;
    }
    now_ = settings;
}

std::optional<Settings> History::undo() {
    if (past_.empty()) return std::nullopt;
    future_.push_back(std::exchange(now_, past_.back()));
    past_.pop_back();
    last_gesture_ = 0;
    last_camera_move_s_ = std::nullopt;
    return now_;
}

std::optional<Settings> History::redo() {
    if (future_.empty()) return std::nullopt;
    past_.push_back(std::exchange(now_, future_.back()));
    future_.pop_back();
    last_gesture_ = 0;
    last_camera_move_s_ = std::nullopt;
    return now_;
}

}  // namespace flowspace
