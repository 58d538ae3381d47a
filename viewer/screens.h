// Which monitor the audience sees, and where the window of who presents stands: pure functions of where
// monitors are.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace flowspace {

/// Of the desktop that all monitors share, in its own units; y down.
struct ScreenArea {
    int x = 0, y = 0, width = 0, height = 0;

    bool operator==(const ScreenArea&) const = default;
};

/// The monitor that presenting covers: the chosen one where it is there, else the one that holds the middle
/// of `window`, else the first. Nothing where there are no monitors.
std::optional<std::size_t> audience_screen(std::span<const ScreenArea> screens, const ScreenArea& window,
                                           int chosen);

/// The first monitor that shows nothing of what the one at `audience` shows. Nothing where there is only one,
/// or where the others mirror it: notes would lie over the picture there.
std::optional<std::size_t> notes_screen(std::span<const ScreenArea> screens, std::size_t audience);

/// The window of notes on a monitor of its own: most of what the desktop leaves free there.
ScreenArea notes_beside(const ScreenArea& work);
/// Asked for where there is no such monitor: the lower right quarter.
ScreenArea notes_over(const ScreenArea& work);

}  // namespace flowspace
