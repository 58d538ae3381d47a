// Dear ImGui in a window: its backends and the interface's fonts.
#pragma once

#include "data/dataset.h"
#include "data/result.h"
#include "viewer/look.h"
#include "viewer/ui_layer.h"
#include "viewer/window.h"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace flowspace {

/// Declare it after the window: it must go first.
class UiSession {
public:
    /// Without fonts yet: show(), then fonts(). Errors: ImGui's OpenGL backend does not start.
    static Result<UiSession> create(const AppWindow& window);

    UiSession(UiSession&&) noexcept;
    UiSession& operator=(UiSession&&) noexcept;
    ~UiSession();

    /// Fonts for a scale: built anew when it differs from the last one. Errors: the font is missing.
    Result<UiFonts> fonts(float scale);

    /// The characters of `data` and of `further` texts can be shown from the next fonts() on.
    void show(const Dataset& data, std::span<const std::string> further);

    /// Hands on what the keys did. A key released in the frame it was pressed in stays down for one frame:
    /// ImGui looks at keys once a frame, and would miss it.
    void feed(std::span<const AppWindow::KeyEvent> keys);

    void begin_frame();
    /// Takes what was said since begin_frame to be all.
    void end_frame();
    /// What was said as a picture of the processor's.
    const UiLayer& layer();
    /// Draws what was said into the window's framebuffer.
    void draw();

private:
    struct State;
    explicit UiSession(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace flowspace
