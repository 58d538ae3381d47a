// The window's frame loop: input, panels, pipeline, renderer, panels over it, and what panels asked for.
#pragma once

#include "data/dataset.h"
#include "viewer/settings.h"

#include <filesystem>
#include <memory>
#include <vector>

namespace flowspace {

struct AppRequest {
    std::shared_ptr<const Dataset> data = {};
    Settings settings = {};
    std::vector<LonLat> fit = {};  // what the camera is to show at the start; empty: settings.camera as it is
    bool presenting = false;
    std::filesystem::path state_dump = {};  // empty: none
};

/// Shows the window until it is closed; gives the exit status. What the machine lacks is said on stderr.
int run_app(const AppRequest& request);

}  // namespace flowspace
