#include "viewer/window.h"

#include "viewer/strings.h"

#include <glad/gl.h>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

namespace flowspace {

struct AppWindow::State {
    GLFWwindow* window = nullptr;
    bool started = false;
    std::vector<KeyEvent> keys = {};
    std::vector<std::string> drops = {};
    std::optional<ScreenArea> uncovered = {};  // while it covers a monitor: where it was

    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        if (window != nullptr) glfwDestroyWindow(window);
        if (started) glfwTerminate();
    }
};

namespace {

std::string last_error() {
    const char* description = nullptr;
    glfwGetError(&description);
    return description == nullptr ? "GLFW" : description;
}

/// The size wished for, or what the screen has room for.
std::pair<int, int> fitting_size(const AppWindow::Wish& wish) {
    int x = 0, y = 0, width = 0, height = 0;
    if (GLFWmonitor* monitor = glfwGetPrimaryMonitor())
        glfwGetMonitorWorkarea(monitor, &x, &y, &width, &height);
    if (width < 1 || height < 1) return {wish.width_px, wish.height_px};
    return {std::min(wish.width_px, width), std::min(wish.height_px, height)};
}

Error lacks(Text text, Language language, std::string_view found) {
    return Error{format_ui(text, language, found)};
}

}  // namespace

AppWindow::AppWindow(std::unique_ptr<State> state) : state_(std::move(state)) {}
AppWindow::AppWindow(AppWindow&&) noexcept = default;
AppWindow& AppWindow::operator=(AppWindow&&) noexcept = default;
AppWindow::~AppWindow() = default;

Result<AppWindow> AppWindow::open(const Wish& wish) {
    auto state = std::make_unique<State>();
    if (glfwInit() != GLFW_TRUE) return lacks(Text::no_display, wish.language, last_error());
    state->started = true;
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 4);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 5);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
    glfwWindowHint(GLFW_SAMPLES, 0);  // we anti-alias ourselves
    glfwWindowHint(GLFW_DEPTH_BITS, 0);
    glfwWindowHint(GLFW_STENCIL_BITS, 0);
    glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
    const auto [width_px, height_px] = fitting_size(wish);
    state->window = glfwCreateWindow(width_px, height_px, wish.title.c_str(), nullptr, nullptr);
    if (state->window == nullptr) return lacks(Text::no_opengl, wish.language, last_error());
    glfwSetWindowUserPointer(state->window, state.get());
    glfwSetKeyCallback(state->window, [](GLFWwindow* window, int key, int scancode, int action, int mods) {
        static_cast<State*>(glfwGetWindowUserPointer(window))
            ->keys.push_back({.key = key, .scancode = scancode, .action = action, .mods = mods});
    });
    glfwSetDropCallback(state->window, [](GLFWwindow* window, int count, const char** paths) {
        auto& drops = static_cast<State*>(glfwGetWindowUserPointer(window))->drops;
        for (int at = 0; at < count; ++at) drops.emplace_back(paths[at]);
    });
    glfwMakeContextCurrent(state->window);
    if (gladLoadGL(glfwGetProcAddress) == 0) return lacks(Text::no_opengl, wish.language, "glad");
    glfwSwapInterval(1);
    return AppWindow(std::move(state));
}

GLFWwindow* AppWindow::handle() const { return state_->window; }

AppWindow::Size AppWindow::size() const {
    Size size;
    glfwGetFramebufferSize(state_->window, &size.width_px, &size.height_px);
    float y_scale = 1;
    glfwGetWindowContentScale(state_->window, &size.scale, &y_scale);
    size.scale = std::clamp(size.scale, 1.f, 4.f);
    return size;
}

bool AppWindow::minimised() const {
    const Size now = size();
    return glfwGetWindowAttrib(state_->window, GLFW_ICONIFIED) == GLFW_TRUE ||
           glfwGetWindowAttrib(state_->window, GLFW_VISIBLE) == GLFW_FALSE || now.width_px < 1 ||
           now.height_px < 1;
}

bool AppWindow::close_wished() const { return glfwWindowShouldClose(state_->window) == GLFW_TRUE; }

void AppWindow::wish_to_close() { glfwSetWindowShouldClose(state_->window, GLFW_TRUE); }

void AppWindow::wait(double seconds) {
    if (seconds > 0)
        glfwWaitEventsTimeout(seconds);
    else
        glfwPollEvents();
}

void AppWindow::swap() { glfwSwapBuffers(state_->window); }

std::vector<AppWindow::KeyEvent> AppWindow::take_keys() { return std::exchange(state_->keys, {}); }

std::vector<std::string> AppWindow::take_drops() { return std::exchange(state_->drops, {}); }

void AppWindow::set_title(const std::string& title) { glfwSetWindowTitle(state_->window, title.c_str()); }

namespace {

/// Without a picture of its own one that is switched off has no area.
ScreenArea area_of(GLFWmonitor* monitor) {
    ScreenArea area;
    const GLFWvidmode* mode = glfwGetVideoMode(monitor);
    if (mode == nullptr) return area;
    glfwGetMonitorPos(monitor, &area.x, &area.y);
    area.width = mode->width;
    area.height = mode->height;
    return area;
}

ScreenArea area_of(GLFWwindow* window) {
    ScreenArea area;
    glfwGetWindowPos(window, &area.x, &area.y);
    glfwGetWindowSize(window, &area.width, &area.height);
    return area;
}

}  // namespace

std::vector<ScreenArea> AppWindow::screens() const {
    int count = 0;
    GLFWmonitor** monitors = glfwGetMonitors(&count);
    std::vector<ScreenArea> areas;
    for (int row = 0; row < count; ++row) areas.push_back(area_of(monitors[row]));
    return areas;
}

std::optional<std::size_t> AppWindow::screen() const {
    // Where a window that covers a monitor is, its manager says later.
    GLFWmonitor* covered = glfwGetWindowMonitor(state_->window);
    int count = 0;
    GLFWmonitor** monitors = glfwGetMonitors(&count);
    for (int row = 0; row < count; ++row)
        if (monitors[row] == covered) return static_cast<std::size_t>(row);
    return audience_screen(screens(), area_of(state_->window), -1);
}

ScreenArea AppWindow::work_area(std::size_t row) {
    int count = 0;
    GLFWmonitor** monitors = glfwGetMonitors(&count);
    ScreenArea area;
    glfwGetMonitorWorkarea(monitors[row], &area.x, &area.y, &area.width, &area.height);
    return area;
}

void AppWindow::cover_monitor(int row) {
    if (state_->uncovered) return;
    const ScreenArea place = area_of(state_->window);
    const auto chosen = audience_screen(screens(), place, row);
    if (!chosen) return;
    int count = 0;
    GLFWmonitor* monitor = glfwGetMonitors(&count)[*chosen];
    const GLFWvidmode* mode = glfwGetVideoMode(monitor);
    if (mode == nullptr) return;
    state_->uncovered = place;
    glfwSetWindowAttrib(state_->window, GLFW_AUTO_ICONIFY,
                        GLFW_FALSE);  // stays when another window is clicked
    glfwSetWindowMonitor(state_->window, monitor, 0, 0, mode->width, mode->height, mode->refreshRate);
}

void AppWindow::uncover() {
    if (!state_->uncovered) return;
    const ScreenArea place = *std::exchange(state_->uncovered, std::nullopt);
    glfwSetWindowMonitor(state_->window, nullptr, place.x, place.y, place.width, place.height,
                         GLFW_DONT_CARE);
}

std::size_t AppWindow::monitors() const {
    int count = 0;
    glfwGetMonitors(&count);
    return static_cast<std::size_t>(count);
}

void AppWindow::wake() { glfwPostEmptyEvent(); }

double AppWindow::seconds() const { return glfwGetTime(); }

}  // namespace flowspace
