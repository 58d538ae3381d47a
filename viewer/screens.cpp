#include "viewer/screens.h"

namespace flowspace {
namespace {

bool overlap(const ScreenArea& a, const ScreenArea& b) {
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

}  // namespace

std::optional<std::size_t> audience_screen(std::span<const ScreenArea> screens, const ScreenArea& window,
                                           int chosen) {
    if (screens.empty()) return std::nullopt;
    if (chosen >= 0 && static_cast<std::size_t>(chosen) < screens.size())
        return static_cast<std::size_t>(chosen);
    const ScreenArea middle{window.x + window.width / 2, window.y + window.height / 2, 1, 1};
    for (std::size_t row = 0; row < screens.size(); ++row)
        if (overlap(screens[row], middle)) return row;
    return 0;
}

std::optional<std::size_t> notes_screen(std::span<const ScreenArea> screens, std::size_t audience) {
    if (audience >= screens.size()) return std::nullopt;
    for (std::size_t row = 0; row < screens.size(); ++row)
        if (screens[row].width > 0 && screens[row].height > 0 && !overlap(screens[row], screens[audience]))
            return row;
    return std::nullopt;
}

ScreenArea notes_beside(const ScreenArea& work) {
    return {work.x + work.width / 20, work.y + work.height / 20, work.width * 9 / 10, work.height * 9 / 10};
}

ScreenArea notes_over(const ScreenArea& work) {
    return {work.x + work.width / 2, work.y + work.height / 2, work.width / 2, work.height / 2};
}

}  // namespace flowspace
