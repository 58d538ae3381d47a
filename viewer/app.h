// The window's frame loop: input, panels, pipeline, renderer, panels over it, and what panels asked for.
#pragma once

#include "data/dataset.h"
#include "data/project/project_file.h"
#include "render/scene/frame.h"
#include "viewer/import_session.h"
#include "viewer/settings.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace flowspace {

struct UnsavedWork;

/// How the camera starts: on everything, as settings.camera says, or so that it shows some points.
enum class ViewOpening : std::uint8_t { home, as_set, fit };

/// What the window does with projects; called on the window's thread but for `open` and `reopen`.
struct ProjectBackend {
    struct Saving {
        const std::string& path;  // to be written
        const std::string& from;  // the project that was opened; empty: none
        const ImportPlan& plan;   // how the tables were read
        const Dataset& data;
        const Settings& settings;
    };
    /// What the project of `from` keeps beside its tables stays. Gives what went wrong, or nothing.
    std::function<std::optional<Error>(const Saving& saving)> save = {};
    /// A project with its view. Called in the background.
    struct Opened {
        Dataset data = {};
        ImportPlan plan = {};
        Settings settings = {};
        ViewOpening opening = ViewOpening::home;
        std::optional<NewerNote> newer = {};  // a newer program wrote it
    };
    std::function<Result<Opened>(const std::string& path, const ImportBackend::Progress& progress,
                                 const std::stop_token& stop)>
        open = {};
    /// The data and the view of work that a dead program left. Called in the background.
    std::function<Result<Opened>(const UnsavedWork& work, const ImportBackend::Progress& progress,
                                 const std::stop_token& stop)>
        reopen = {};
};

struct AppRequest {
    std::shared_ptr<const Dataset> data = {};
    Settings settings = {};
    using Opening = ViewOpening;
    Opening opening = Opening::home;  // fit: so that it shows `fit`
    std::vector<LonLat> fit = {};
    bool presenting = false;
    ArcPath arcs = ArcPath::automatic;        // who draws them
    std::size_t present_from = 0;             // scene of the story that is told
    std::filesystem::path state_dump = {};    // empty: none
    std::filesystem::path frame_times = {};   // empty: none
    std::filesystem::path recovery = {};      // folder for autosaved work; empty: none is kept
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
