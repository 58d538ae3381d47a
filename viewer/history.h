// Undo and redo of every settings change: a drag is one step, a run of camera moves is one step, playback is
// none.
#pragma once

#include "viewer/settings.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

namespace flowspace {

/// Where a change came from, as the frame loop knows it.
struct Edit {
    std::uint64_t gesture = 0;  // 0: none; the same number from press to release of one drag
    double time_s = 0;          // of the frame: camera moves less than `camera_pause_s` apart are one step
    enum class Cause : std::uint8_t {
        person,
        tick
    } cause = Cause::person;  // tick: playback moved the window
};

class History {
public:
    static constexpr std::size_t longest = 500;
    static constexpr double camera_pause_s = 0.8;

    explicit History(const Settings& start) : now_(start) {}

    /// Tells of the settings at the end of a frame; does nothing where they have not changed.
    void observe(const Settings& settings, const Edit& edit);

    /// The settings one step back or forward, which become the present; nothing where there is no such step.
    std::optional<Settings> undo();
    std::optional<Settings> redo();

    bool can_undo() const { return !past_.empty(); }
    bool can_redo() const { return !future_.empty(); }

private:
    bool joins_last_step(const Settings& settings, const Edit& edit) const;

    std::deque<Settings> past_;
    std::deque<Settings> future_;
    Settings now_;
    std::uint64_t last_gesture_ = 0;
    std::optional<double> last_camera_move_s_;
};

}  // namespace flowspace
