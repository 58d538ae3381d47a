#include "viewer/ui_session.h"

#include <imgui.h>
#include <imgui_impl_glfw.h>
#include <imgui_impl_opengl3.h>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <algorithm>
#include <utility>

namespace flowspace {

struct UiSession::State {
    std::vector<ImWchar> ranges;
    UiFonts fonts;
    UiLayer layer;
    float scale = 0;
    GLFWwindow* window = nullptr;
    std::vector<AppWindow::KeyEvent> held_back = {};
    bool glfw = false;
    bool opengl = false;
    bool outdated = false;  // the fonts lack characters of `ranges`

    State() = default;
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        if (opengl) ImGui_ImplOpenGL3_Shutdown();
        if (glfw) ImGui_ImplGlfw_Shutdown();
        ImGui::DestroyContext();
    }
};

UiSession::UiSession(std::unique_ptr<State> state) : state_(std::move(state)) {}
UiSession::UiSession(UiSession&&) noexcept = default;
UiSession& UiSession::operator=(UiSession&&) noexcept = default;
UiSession::~UiSession() = default;

Result<UiSession> UiSession::create(const AppWindow& window) {
    ImGui::CreateContext();
    auto state = std::make_unique<State>();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.LogFilename = nullptr;
    state->window = window.handle();
    // The window keeps its own key callback; ImGui gets its keys from feed().
    const GLFWkeyfun own = glfwSetKeyCallback(state->window, nullptr);
    state->glfw = ImGui_ImplGlfw_InitForOpenGL(state->window, true);
    glfwSetKeyCallback(state->window, own);
    state->opengl = state->glfw && ImGui_ImplOpenGL3_Init("#version 450 core");
    if (!state->opengl) return Error{"imgui: no-backend: found no OpenGL loader, expected libGL.so.1"};
    return UiSession(std::move(state));
}

Result<UiFonts> UiSession::fonts(float scale) {
    if (scale == state_->scale && !state_->outdated) return state_->fonts;
    state_->outdated = false;
    ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
    atlas.Clear();
    const auto fonts = load_fonts(atlas, state_->ranges, scale);
    if (!fonts) return fonts.error();
    if (state_->scale != 0) ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
    state_->fonts = *fonts;
    state_->scale = scale;
    return *fonts;
}

void UiSession::show(const Dataset& data, std::span<const std::string> further) {
    std::vector<ImWchar> ranges = glyph_ranges(data, further);
    if (ranges == state_->ranges) return;
    ImGui::GetIO().Fonts->Clear();  // it holds on to the old ranges
    state_->ranges = std::move(ranges);
    state_->outdated = true;
}

void UiSession::feed(std::span<const AppWindow::KeyEvent> keys) {
    const auto hand_on = [&](const AppWindow::KeyEvent& event) {
        ImGui_ImplGlfw_KeyCallback(state_->window, event.key, event.scancode, event.action, event.mods);
    };
    for (const AppWindow::KeyEvent& event : std::exchange(state_->held_back, {})) hand_on(event);
    std::vector<int> pressed;
    for (const AppWindow::KeyEvent& event : keys) {
        if (event.action == GLFW_RELEASE && std::ranges::find(pressed, event.key) != pressed.end()) {
            state_->held_back.push_back(event);
            continue;
        }
        if (event.action == GLFW_PRESS) pressed.push_back(event.key);
        hand_on(event);
    }
}

void UiSession::begin_frame() {
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
    ImGui::NewFrame();
}

void UiSession::end_frame() { ImGui::Render(); }

const UiLayer& UiSession::layer() {
    state_->layer.update(*ImGui::GetDrawData(), *ImGui::GetIO().Fonts);
    return state_->layer;
}

void UiSession::draw() { ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData()); }

}  // namespace flowspace
