// What the person at the window did in this frame, as far as no panel wants it: keys, pointer, arrow keys.
#pragma once

#include "viewer/map_input.h"
#include "viewer/panel.h"
#include "viewer/presenter.h"
#include "viewer/shortcuts.h"
#include "viewer/widgets/focus_ring.h"
#include "viewer/window.h"

#include <glm/vec2.hpp>

#include <span>
#include <vector>

namespace flowspace {

/// While text is typed, nothing.
KeyPresses key_presses(std::span<const AppWindow::KeyEvent> events, const FocusRing& ring);

/// Tab, Enter, Space, the arrow keys and Esc, as the ring understands them.
FocusRing::Keys ring_keys(std::span<const AppWindow::KeyEvent> events);

/// Degrees of turning and tilting that the arrow keys with Shift ask for, as a drag in pixels.
glm::dvec2 orbit_keys(double seconds);
ArrowKeys arrow_keys(double seconds);

PointerFrame pointer_frame();

/// What clickers and keys do to a story that is told; leaving the program is asked for in `actions`.
void apply_presenter_keys(Presenter& presenter, std::span<const AppWindow::KeyEvent> events, double now_s,
                          std::vector<Action>& actions);

}  // namespace flowspace
