// The window's frame loop: input, panels, pipeline, renderer, panels over it, and what panels asked for.
#pragma once

#include "data/dataset.h"
#include "viewer/settings.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace flowspace {

struct AppRequest {
    std::shared_ptr<const Dataset> data = {};
    Settings settings = {};
    /// How the camera starts: on everything, as settings.camera says, or so that it shows `fit`.
    enum class Opening : std::uint8_t { home, as_set, fit } opening = Opening::home;
    std::vector<LonLat> fit = {};
    bool presenting = false;
    std::filesystem::path state_dump = {};  // empty: none
};

/// Shows the window until it is closed; gives the exit status. What the machine lacks is said on stderr.
int run_app(const AppRequest& request);

}  // namespace flowspace
