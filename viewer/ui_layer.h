// The interface as a picture of its own, drawn by the processor: for windows whose OpenGL is software. It is
// drawn again only when what ImGui says has changed.
#pragma once

#include <imgui.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace flowspace {

class UiLayer {
public:
    /// Draws `data`, unless it is what was drawn last; false then. One texture, that of `atlas`; user
    /// callbacks are skipped.
    bool update(const ImDrawData& data, ImFontAtlas& atlas);

    /// Premultiplied, 4 bytes a px, rows from the bottom up; until the next update().
    std::span<const std::uint8_t> rgba() const { return rgba_; }
    int width_px() const { return width_px_; }
    int height_px() const { return height_px_; }
    /// Grows whenever it was drawn.
    std::uint64_t number() const { return number_; }

private:
    void say(const ImDrawData& data, const ImFontAtlas& atlas);

    int width_px_ = 0, height_px_ = 0;
    std::vector<std::uint8_t> rgba_;
    std::vector<std::byte> said_, last_said_;  // all that the picture depends on
    std::uint64_t number_ = 0;
};

}  // namespace flowspace
