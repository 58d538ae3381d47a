// What is open in the window, what was open before, and the ways in and out: import, projects, reports.
#pragma once

#include "data/dataset.h"
#include "viewer/app.h"
#include "viewer/history.h"
#include "viewer/import_session.h"
#include "viewer/panel.h"
#include "viewer/pipeline.h"
#include "viewer/recovery.h"
#include "viewer/settings.h"
#include "viewer/trace.h"
#include "viewer/workspace.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

namespace flowspace {

/// Data on screen with everything that hangs on it: ids in settings and history are rows of this data.
struct Document {
    std::shared_ptr<const Dataset> data = {};
    std::unique_ptr<Pipeline> pipeline = {};
    Settings settings = {};
    History history{Settings{}};
    ImportPlan plan = {};                     // how it was read; no tables: the built-in atlas
    std::string project_path = {};            // where it was opened or saved; empty: nowhere
    std::vector<std::string> opened_as = {};  // as named on the command line
    Settings saved_settings = {};             // as they were then: what differs is autosaved
    ViewOpening opening = ViewOpening::home;  // how the camera is set when it is shown

    bool can_be_saved() const { return !plan.tables.empty() || !project_path.empty(); }
};

/// What has just been done or could not be, for a line on screen.
struct Notice {
    std::string text = {};
    bool failed = false;
    std::uint64_t number = 0;  // grows with each
};

class Documents {
public:
    explicit Documents(const AppRequest& request);
    ~Documents();
    Documents(const Documents&) = delete;
    Documents& operator=(const Documents&) = delete;

    Document& now() { return now_; }
    const Document& now() const { return now_; }
    ImportSession& import() { return import_; }
    const Notice& notice() const { return notice_; }
    bool busy() const;

    /// Takes over what was loaded in the background, once a frame. True where now() is another document: its
    /// camera is then to be set. Panels get their `workspace` as the change asks.
    bool update(Workspace& workspace);

    /// True where now() is another document.
    bool act(const OpenFiles& action, Workspace& workspace);
    void act(const SaveProject& action, Workspace& workspace);
    void act(const SaveReport& action, Workspace& workspace);
    void act(const SaveRows& action, Workspace& workspace);
    bool act(const ReopenLast& action);
    void act(const SaveView& action, Workspace& workspace);

    /// Puts left work on screen: its data is opened in the background where it is not open already. False
    /// where that cannot be, and why is told.
    bool restore(const UnsavedWork& work);

    void tell(std::string text, bool failed);

    /// Puts the last document back: the new one could not be shown.
    void take_back(const std::string& why);

private:
    void show(Document next);
    void open_project(const std::string& path);
    void open_in_background(const std::string& path,
                            std::function<Result<ProjectBackend::Opened>(const std::stop_token&)> open);
    void open_view(const std::string& path, Workspace& workspace);

    ProjectBackend project_;
    Document now_;
    std::optional<Document> last_;
    ImportSession import_;
    std::uint64_t loads_seen_ = 0;
    Notice notice_;

    struct OpenedProject {
        std::string path;
        std::optional<Result<ProjectBackend::Opened>> result;
    };
    mutable std::mutex mutex_;
    std::optional<OpenedProject> opened_;
    bool opening_ = false;
    std::jthread opener_;  // last: ends before what it writes to
};

/// What to name after `flowspace sum` for the same data.
OpenedAs opened_as(const Document& document);

/// Settings for other data: style and playback stay, everything that names places, layers or times goes.
Settings settings_for(const Settings& before, const Dataset& data);

}  // namespace flowspace
