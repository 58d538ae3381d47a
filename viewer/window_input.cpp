#include "viewer/window_input.h"

#include <fmt/format.h>
#include <imgui.h>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <algorithm>
#include <chrono>
#include <ctime>

namespace flowspace {

KeyPresses key_presses(std::span<const AppWindow::KeyEvent> events, const FocusRing& ring) {
    const ImGuiIO& io = ImGui::GetIO();
    KeyPresses keys;
    if (io.WantTextInput) return keys;
    for (const AppWindow::KeyEvent& press : events) {
        if (press.action == GLFW_RELEASE) continue;
        const bool ctrl = (press.mods & GLFW_MOD_CONTROL) != 0;
        const bool shift = (press.mods & GLFW_MOD_SHIFT) != 0;
        if (ctrl && press.key == GLFW_KEY_Z) ++(shift ? keys.redo : keys.undo);
        if (ctrl && press.key == GLFW_KEY_Y) ++keys.redo;
        if (ctrl && press.key == GLFW_KEY_Q) ++keys.quit;
        if (ctrl && press.key == GLFW_KEY_O) ++(shift ? keys.reopen : keys.open);
        if (ctrl && press.key == GLFW_KEY_S) ++(shift ? keys.save_as : keys.save);
        if (ctrl && press.key == GLFW_KEY_B && press.action == GLFW_PRESS) ++keys.bookmark;
        if (ctrl && press.key >= GLFW_KEY_1 && press.key <= GLFW_KEY_9)
            keys.go_to = press.key - GLFW_KEY_1 + 1;
        if (ctrl && (press.key == GLFW_KEY_EQUAL || press.key == GLFW_KEY_KP_ADD)) ++keys.text_size;
        if (ctrl && (press.key == GLFW_KEY_MINUS || press.key == GLFW_KEY_KP_SUBTRACT)) --keys.text_size;
        if (press.action == GLFW_REPEAT) continue;
        keys.escape += press.key == GLFW_KEY_ESCAPE && !ring.active() ? 1 : 0;
        keys.present += press.key == GLFW_KEY_F5 ? 1 : 0;
        keys.home += press.key == GLFW_KEY_HOME ? 1 : 0;
    }
    // Letters of Ctrl and Alt combinations never come as characters; asking how those keys stand in the frame
    // would lose letters typed right after them.
    if (io.KeySuper) return keys;
    for (const ImWchar character : io.InputQueueCharacters)
        if (character < 0x80 && !(character == ' ' && ring.active()))
            keys.characters += static_cast<char>(character);
    return keys;
}

FocusRing::Keys ring_keys(std::span<const AppWindow::KeyEvent> events) {
    FocusRing::Keys keys;
    const ImGuiIO& io = ImGui::GetIO();
    for (const AppWindow::KeyEvent& press : events) {
        if (press.action == GLFW_RELEASE || (press.mods & (GLFW_MOD_CONTROL | GLFW_MOD_ALT)) != 0) continue;
        if (press.key == GLFW_KEY_TAB) keys.steps += (press.mods & GLFW_MOD_SHIFT) != 0 ? -1 : 1;
        if (press.key == GLFW_KEY_ESCAPE) keys.leave = true;
        if (io.WantTextInput || (press.mods & GLFW_MOD_SHIFT) != 0) continue;
        if (press.key == GLFW_KEY_RIGHT || press.key == GLFW_KEY_UP) ++keys.adjust;
        if (press.key == GLFW_KEY_LEFT || press.key == GLFW_KEY_DOWN) --keys.adjust;
        if (press.action == GLFW_REPEAT) continue;
        if (press.key == GLFW_KEY_ENTER || press.key == GLFW_KEY_KP_ENTER || press.key == GLFW_KEY_SPACE)
            keys.press = true;
    }
    return keys;
}

glm::dvec2 orbit_keys(double seconds) {
    const ImGuiIO& io = ImGui::GetIO();
    if (io.WantTextInput || !io.KeyShift || io.KeyCtrl) return {};
    constexpr double px_per_s = 240;
    const auto down = [](int key) { return ImGui::IsKeyDown(key) ? 1.0 : 0.0; };
    return px_per_s * std::min(seconds, 0.1) *
           glm::dvec2(down(GLFW_KEY_RIGHT) - down(GLFW_KEY_LEFT), down(GLFW_KEY_DOWN) - down(GLFW_KEY_UP));
}

ArrowKeys arrow_keys(double seconds) {
    const ImGuiIO& io = ImGui::GetIO();
    if (io.WantTextInput || io.KeyCtrl || io.KeyShift) return {};
    const auto down = [](int key) { return ImGui::IsKeyDown(key) ? 1.0 : 0.0; };
    return {.towards = {down(GLFW_KEY_RIGHT) - down(GLFW_KEY_LEFT), down(GLFW_KEY_DOWN) - down(GLFW_KEY_UP)},
            .zoom = std::clamp(down(GLFW_KEY_EQUAL) + down(GLFW_KEY_KP_ADD) - down(GLFW_KEY_MINUS) -
                                   down(GLFW_KEY_KP_SUBTRACT),
                               -1.0, 1.0),
            .seconds = std::min(seconds, 0.1)};
}

PointerFrame pointer_frame() {
    const ImGuiIO& io = ImGui::GetIO();
    return {.px = {io.MousePos.x, io.MousePos.y},
            .over_map = !io.WantCaptureMouse && ImGui::IsMousePosValid(),
            .left_pressed = ImGui::IsMouseClicked(ImGuiMouseButton_Left),
            .left_down = ImGui::IsMouseDown(ImGuiMouseButton_Left),
            .left_released = ImGui::IsMouseReleased(ImGuiMouseButton_Left),
            .right_pressed = ImGui::IsMouseClicked(ImGuiMouseButton_Right),
            .right_down = ImGui::IsMouseDown(ImGuiMouseButton_Right),
            .ctrl = io.KeyCtrl,
            .wheel_notches = static_cast<double>(io.MouseWheel)};
}

void apply_presenter_keys(Presenter& presenter, std::span<const AppWindow::KeyEvent> events, double now_s,
                          std::vector<Action>& actions) {
    Style& style = presenter.kept.style;
    for (const AppWindow::KeyEvent& event : events) {
        if (event.action != GLFW_PRESS) continue;
        if ((event.mods & (GLFW_MOD_CONTROL | GLFW_MOD_ALT | GLFW_MOD_SUPER)) != 0) {
            if (event.key == GLFW_KEY_Q) actions.emplace_back(Quit{});
            continue;
        }
        if (event.key >= GLFW_KEY_0 && event.key <= GLFW_KEY_9)
            type_digit(presenter, static_cast<char>('0' + event.key - GLFW_KEY_0));
        if (event.key >= GLFW_KEY_KP_0 && event.key <= GLFW_KEY_KP_9)
            type_digit(presenter, static_cast<char>('0' + event.key - GLFW_KEY_KP_0));
        if (event.key == GLFW_KEY_F5) presenter.left = true;
        if (event.key == GLFW_KEY_L)
            style.language = style.language == Language::zh ? Language::en : Language::zh;
        if (event.key == GLFW_KEY_T)
            style.theme = style.theme == ThemeId::night ? ThemeId::paper : ThemeId::night;
        if (const auto key = presenter_key(event.key)) press(presenter, *key, now_s);
    }
    presenter.elapsed_s = now_s - presenter.began_s;
    const std::time_t wall = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
    std::tm local = {};
    localtime_r(&wall, &local);
    presenter.wall_clock = fmt::format("{:02}:{:02}", local.tm_hour, local.tm_min);
}

}  // namespace flowspace
