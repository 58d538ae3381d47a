// The window's frame loop: input, panels, pipeline, renderer, panels over it, and what panels asked for.
#pragma once

#include "data/dataset.h"
#include "viewer/import_session.h"
#include "viewer/settings.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace flowspace {

/// What the window does with projects; called on the window's thread but for `open`.
struct ProjectBackend {
    /// How the plan's tables, and what is seen of them, are kept. Gives what went wrong, or nothing.
    std::function<std::optional<Error>(const std::string& path, const ImportPlan& plan, const Dataset& data,
                                       const Settings& settings)>
        save = {};
    /// A project with its view. Called in the background.
    struct Opened {
        Dataset data = {};
        ImportPlan plan = {};
        Settings settings = {};
    };
    std::function<Result<Opened>(const std::string& path, const ImportBackend::Progress& progress,
                                 const std::stop_token& stop)>
        open = {};
};

struct AppRequest {
    std::shared_ptr<const Dataset> data = {};
    Settings settings = {};
    /// How the camera starts: on everything, as settings.camera says, or so that it shows `fit`.
    enum class Opening : std::uint8_t { home, as_set, fit } opening = Opening::home;
    std::vector<LonLat> fit = {};
    bool presenting = false;
    std::filesystem::path state_dump = {};    // empty: none
    std::shared_ptr<const Atlas> atlas = {};  // that imported tables are tried against; none: that of `data`
    ImportPlan plan = {};                     // how `data` was read; no tables: the built-in atlas
    std::string project_path = {};            // where it came from; empty: no project
    std::vector<std::string> opened_as = {};  // what `flowspace sum` opens the same by; empty: the atlas
    ImportBackend import = {};
    ProjectBackend project = {};
};

/// Shows the window until it is closed; gives the exit status. What the machine lacks is said on stderr.
int run_app(const AppRequest& request);

}  // namespace flowspace
