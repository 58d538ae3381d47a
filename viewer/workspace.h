// What is open on the screen: not a setting of the picture, so neither saved with scenes nor undone.
#pragma once

#include <cstdint>
#include <string>

namespace flowspace {

enum class Popover : std::uint8_t { none, settings, keys, search };

struct Workspace {
    bool filter_open = true;
    bool inspector_open = true;
    bool timeline_open = true;
    bool presenting = false;
    Popover popover = Popover::none;
    std::string search_text = {};
    int search_row = 0;         // of the answers, the one Enter takes
    bool focus_search = false;  // put the text cursor into the search box in the next frame

    bool operator==(const Workspace&) const = default;
};

}  // namespace flowspace
