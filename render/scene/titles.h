// What a scene says over its map: a title and a caption.
#pragma once

#include <string>

namespace flowspace {

struct Titles {
    std::string title = {};    // stands over the title of the map itself
    std::string caption = {};  // in the lower third, at most two lines
    float opacity = 1;         // of the title, while it comes and goes
    float caption_opacity = 1;

    bool operator==(const Titles&) const = default;
    bool empty() const { return title.empty() && caption.empty(); }
};

}  // namespace flowspace
