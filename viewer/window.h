// A window with an OpenGL 4.5 core context, and Dear ImGui in it. Owns GLFW for as long as it lives.
#pragma once

#include "data/result.h"
#include "render/scene/style.h"
#include "viewer/screens.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

struct GLFWwindow;

namespace flowspace {

class AppWindow {
public:
    struct Wish {
        std::string title = {};
        int width_px = 1600;
        int height_px = 900;
        Language language = Language::en;  // of error messages
    };

    /// Opens the window and makes its context current on this thread. Errors (exit status 3): no display, or
    /// no OpenGL 4.5 core; they say what was found, what is needed and what to do.
    static Result<AppWindow> open(const Wish& wish);

    AppWindow(AppWindow&&) noexcept;
    AppWindow& operator=(AppWindow&&) noexcept;
    ~AppWindow();

    GLFWwindow* handle() const;

    struct Size {
        int width_px = 0;  // of the framebuffer; 0 x 0 while minimised on some systems
        int height_px = 0;
        float scale = 1;  // screen pixels per px of the design, as the desktop asks for
    };
    Size size() const;
    bool minimised() const;
    bool close_wished() const;
    void wish_to_close();

    /// Returns at the next event or after `seconds`, whichever is first; 0 does not wait.
    void wait(double seconds);
    void swap();

    /// What the keys did since the last call, in order: a press shorter than a frame is not lost.
    struct KeyEvent {
        int key = 0;       // GLFW_KEY_*
        int scancode = 0;  // of the platform
        int action = 0;    // GLFW_PRESS, GLFW_REPEAT, GLFW_RELEASE
        int mods = 0;      // GLFW_MOD_*
    };
    std::vector<KeyEvent> take_keys();

    /// Paths of files dropped onto the window since the last call.
    std::vector<std::string> take_drops();
    void set_title(const std::string& title);
    /// Covers the monitor at `row` of monitors(), or the one the window is on where there is no such row.
    void cover_monitor(int row);
    /// Back to where and as large as it was.
    void uncover();
    std::size_t monitors() const;
    /// Where they are, as the desktop orders them.
    std::vector<ScreenArea> screens() const;
    /// The one that is covered, or holds the middle of the window. Nothing: there is none.
    std::optional<std::size_t> screen() const;
    /// What the desktop leaves free of the one at `row`. Pre: a row of screens().
    static ScreenArea work_area(std::size_t row);
    /// Ends a wait(); may be called from any thread while the window lives.
    static void wake();

    /// Seconds since the window was opened.
    double seconds() const;

private:
    struct State;
    explicit AppWindow(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace flowspace
