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

/// On a monitor of its own; where there is none, a smaller window in the corner of the audience's.
ScreenArea place_for(const AppWindow& audience) {
    const std::vector<ScreenArea> screens = audience.screens();
    const auto theirs = audience.screen();
    if (!theirs) {
        const AppWindow::Size size = audience.size();
        return notes_over({.width = size.width_px, .height = size.height_px});
    }
    if (const auto own = notes_screen(screens, *theirs)) return notes_beside(AppWindow::work_area(*own));
    return notes_over(AppWindow::work_area(*theirs));
}

}  // namespace

NotesWindow::NotesWindow(std::unique_ptr<State> state) : state_(std::move(state)) {}
NotesWindow::~NotesWindow() = default;

std::unique_ptr<NotesWindow> NotesWindow::open(const AppWindow& audience, const std::string& title) {
    auto state = std::make_unique<State>();
    state->audience = audience.handle();
    const ScreenArea place = place_for(audience);
    glfwWindowHint(GLFW_FOCUSED, GLFW_FALSE);  // the clicker goes on speaking to the audience's window
    glfwWindowHint(GLFW_FOCUS_ON_SHOW, GLFW_FALSE);
    glfwWindowHint(GLFW_VISIBLE, GLFW_FALSE);
    state->window = glfwCreateWindow(std::max(320, place.width), std::max(200, place.height), title.c_str(),
                                     nullptr, nullptr);
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
