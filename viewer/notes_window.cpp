#include "viewer/notes_window.h"

#include "render/gl/show_image.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <algorithm>
#include <utility>

namespace flowspace {

struct NotesWindow::State {
    GLFWwindow* window = nullptr;
    GLFWwindow* audience = nullptr;
    std::vector<AppWindow::KeyEvent> keys = {};
    bool outdated = true;

    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        if (window != nullptr) glfwDestroyWindow(window);
        glfwMakeContextCurrent(audience);
    }
};

namespace {

struct Place {
    int x = 0, y = 0, width = 0, height = 0;
};

/// Most of the first monitor that does not hold the middle of the audience's window; where there is none, a
/// smaller window in the corner of the only one.
Place place_beside(GLFWwindow* audience, int audience_monitor) {
    int x = 0, y = 0, width = 0, height = 0, count = 0;
    glfwGetWindowPos(audience, &x, &y);
    glfwGetWindowSize(audience, &width, &height);
    GLFWmonitor** monitors = glfwGetMonitors(&count);
    for (int row = 0; row < count; ++row) {
        Place area;
        glfwGetMonitorWorkarea(monitors[row], &area.x, &area.y, &area.width, &area.height);
        const int middle_x = x + width / 2 - area.x, middle_y = y + height / 2 - area.y;
        const bool holds = middle_x >= 0 && middle_x < area.width && middle_y >= 0 && middle_y < area.height;
        if (row == audience_monitor || holds || area.width < 1) continue;
        return {area.x + area.width / 20, area.y + area.height / 20, area.width * 9 / 10,
                area.height * 9 / 10};
    }
    Place area{x, y, width, height};
    if (count > 0) glfwGetMonitorWorkarea(monitors[0], &area.x, &area.y, &area.width, &area.height);
    return {area.x + area.width / 2, area.y + area.height / 2, area.width / 2, area.height / 2};
}

}  // namespace

NotesWindow::NotesWindow(std::unique_ptr<State> state) : state_(std::move(state)) {}
NotesWindow::~NotesWindow() = default;

std::unique_ptr<NotesWindow> NotesWindow::open(const AppWindow& audience, const Wish& wish) {
    auto state = std::make_unique<State>();
    state->audience = audience.handle();
    const Place place = place_beside(state->audience, wish.audience_monitor);
    glfwWindowHint(GLFW_FOCUSED, GLFW_FALSE);  // the clicker goes on speaking to the audience's window
    glfwWindowHint(GLFW_FOCUS_ON_SHOW, GLFW_FALSE);
    glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);
    state->window = glfwCreateWindow(std::max(320, place.width), std::max(200, place.height),
                                     wish.title.c_str(), nullptr, nullptr);
    glfwWindowHint(GLFW_FOCUSED, GLFW_TRUE);
    glfwWindowHint(GLFW_FOCUS_ON_SHOW, GLFW_TRUE);
    glfwWindowHint(GLFW_VISIBLE, GLFW_TRUE);
    if (state->window == nullptr) return nullptr;
    glfwSetWindowPos(state->window, place.x, place.y);
    glfwSetWindowUserPointer(state->window, state.get());
    glfwSetKeyCallback(state->window, [](GLFWwindow* window, int key, int scancode, int action, int mods) {
        static_cast<State*>(glfwGetWindowUserPointer(window))
            ->keys.push_back({.key = key, .scancode = scancode, .action = action, .mods = mods});
    });
    glfwSetWindowRefreshCallback(state->window, [](GLFWwindow* window) {
        static_cast<State*>(glfwGetWindowUserPointer(window))->outdated = true;
    });
    glfwSetFramebufferSizeCallback(state->window, [](GLFWwindow* window, int, int) {
        static_cast<State*>(glfwGetWindowUserPointer(window))->outdated = true;
    });
    glfwMakeContextCurrent(state->window);
    glfwSwapInterval(0);  // the audience's picture never waits for this one
    glfwMakeContextCurrent(state->audience);
    glfwShowWindow(state->window);
    return std::unique_ptr<NotesWindow>(new NotesWindow(std::move(state)));
}

AppWindow::Size NotesWindow::size() const {
    AppWindow::Size size;
    glfwGetFramebufferSize(state_->window, &size.width_px, &size.height_px);
    return size;
}

bool NotesWindow::close_wished() const { return glfwWindowShouldClose(state_->window) == GLFW_TRUE; }

bool NotesWindow::outdated() const { return state_->outdated; }

std::vector<AppWindow::KeyEvent> NotesWindow::take_keys() { return std::exchange(state_->keys, {}); }

void NotesWindow::show(const Image& image) {
    state_->outdated = false;
    glfwMakeContextCurrent(state_->window);
    gl::show_image(image);
    glfwSwapBuffers(state_->window);
    glfwMakeContextCurrent(state_->audience);
}

}  // namespace flowspace
