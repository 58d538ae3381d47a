// Which control the keyboard is on: Tab goes from one to the next in the order they are drawn, Enter or Space
// presses it, the arrow keys change it.
#pragma once

#include "viewer/widgets/box.h"

#include <imgui.h>

#include <cstddef>
#include <optional>
#include <vector>

namespace flowspace {

struct Look;

/// ImGui reaches it by io.UserData, so that every control finds it: none there, and none is focused.
class FocusRing {
public:
    /// What the keys ask of it in this frame.
    struct Keys {
        int steps = 0;       // Tab, less Shift Tab
        bool press = false;  // Enter or Space
        int adjust = 0;      // right and up, less left and down
        bool leave = false;  // Esc, or the pointer was pressed
    };
    void begin_frame(const Keys& keys);

    /// A popover keeps the keyboard: what lies under it is passed over.
    enum class Scope : unsigned char { counted, passed_over };
    void set_scope(Scope scope) { scope_ = scope; }

    struct Answer {
        bool focused = false;
        bool pressed = false;
        int adjust = 0;
        bool arrived = false;  // with this frame
    };
    /// Told by each control, after ImGui knows it. Scrolls it into sight when the focus comes to it.
    Answer visit(ImGuiID id, const Box& box);

    /// The frame around what is focused, over everything. Pre: after all controls of the frame.
    void draw(const Look& look) const;

    bool active() const { return focused_ != 0; }
    void leave() { focused_ = 0; }
    /// Where the control lies that was told last, if it is focused: its tip belongs there.
    std::optional<Box> tip_place() const { return told_last_; }

    struct Stop {
        ImGuiID id = 0;
        Box box = {};
    };
    /// The controls of the last whole frame, in order.
    const std::vector<Stop>& stops() const { return last_stops_; }

private:
    std::vector<Stop> stops_, last_stops_;
    ImGuiID focused_ = 0;
    std::size_t place_ = 0;  // of what is focused among the stops, where it vanishes
    bool arrived_ = false;
    bool seen_ = false;
    Box box_ = {}, clip_ = {};
    std::optional<Box> told_last_;
    Keys keys_ = {};
    Scope scope_ = Scope::counted;
};

/// That of the ImGui context; a null pointer where it has none.
FocusRing* focus_ring();

}  // namespace flowspace
