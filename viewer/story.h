// A story: the scenes that a meeting is led through, in order.
#pragma once

#include "viewer/settings.h"

#include <memory>
#include <string>
#include <vector>

namespace flowspace {

struct Scene {
    std::string id = {};  // unique within the story; what --scene names
    std::string title = {}, caption = {}, notes = {};
    std::shared_ptr<const Settings> view = {};  // without story, pins and bookmarks of its own; never null
};

struct Story {
    std::vector<Scene> scenes = {};
};

}  // namespace flowspace
