#include "viewer/commands/import_backend.h"

#include "data/import/load_tables.h"
#include "data/project/open_plan.h"
#include "data/source/parallel.h"
#include "render/scene/home_camera.h"
#include "viewer/commands/whole_project.h"
#include "viewer/project_session.h"
#include "viewer/recovery.h"
#include "viewer/settings_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace flowspace {
namespace {

/// The projects that were on screen, by their paths: known to the thread that opens and the one that saves.
struct KeptSessions {
    std::mutex mutex;
    std::map<std::string, ProjectSession> sessions;
};

Result<ProjectBackend::Opened> open(KeptSessions& kept, const Dataset& ground, const std::string& path,
                                    const LoadOptions& options) {
    ProjectSession::Opening opening = ProjectSession::open(path);
    if (!opening.problems.empty()) return Error{format_problem(opening.problems.front())};
    const std::vector<std::string> outside = opening.session.not_agreed();
    if (!outside.empty())
        return Error{format_problem({.file = path,
                                     .code = "not-agreed",
                                     .found = fmt::format("{}", fmt::join(outside, ", ")),
                                     .expected = "your agreement: open the project once with --agree"})};
    Result<ProjectData> data =
        open_whole_project(opening.session.project(), opening.session.path(), ground, {.load = options});
    if (!data) return data.error();
    ProjectBackend::Opened opened;
    const JsonValue view = opening.session.view();
    opened.settings = settings_from(view, Settings{}, data->dataset);
    if (view.is(JsonValue::Kind::object) && view.find("camera") != nullptr)
        opened.opening = ViewOpening::as_set;
    opened.data = std::move(data->dataset);
    leave_far_ground(opened.data);
    opened.plan = opening.session.plan();
    opened.newer = opening.newer;
    const std::lock_guard lock(kept.mutex);
    kept.sessions[path] = std::move(opening.session);
    return opened;
}

/// The data as it was read then, and the view that was not saved.
Result<ProjectBackend::Opened> reopen(KeptSessions& kept, const Dataset& ground, const ImportBackend& tables,
                                      const UnsavedWork& work, const LoadOptions& options) {
    Result<ProjectBackend::Opened> opened = ProjectBackend::Opened{.data = ground};
    if (!work.project_path.empty()) opened = open(kept, ground, work.project_path, options);
    if (!opened) return opened;
    if (work.project_path.empty() && !work.plan.tables.empty()) {
        Result<Dataset> loaded = tables.load(work.plan, options.progress, options.stop);
        if (!loaded) return loaded.error();
        opened->data = std::move(*loaded);
        opened->plan = work.plan;
    }
    opened->settings = settings_from(work.view, opened->settings, opened->data);
    opened->opening = ViewOpening::as_set;
    return opened;
}

std::optional<Error> save(KeptSessions& kept, const ProjectBackend::Saving& saving) {
    const std::lock_guard lock(kept.mutex);
    const auto known = kept.sessions.find(saving.from);
    ProjectSession session = known == kept.sessions.end() ? ProjectSession{} : known->second;
    const Dataset& data = saving.data;
    session.set_plan(saving.plan, data.report ? *data.report : ImportReport{});
    session.set_titles(data.title_zh, data.title_en);
    const JsonValue view = settings_json(saving.settings, data);
    const bool same = session.path() == std::filesystem::path(saving.path);
    // The file browser has asked before it gives the name of a file that is there.
    const std::optional<Problem> problem = same ? session.save(view, Overwrite::over_known)
                                                : session.save_as(saving.path, view, Overwrite::over_any);
    if (problem) return Error{format_problem(*problem)};
    kept.sessions[saving.path] = std::move(session);
    return std::nullopt;
}

}  // namespace

ImportBackend import_backend(std::shared_ptr<const Dataset> ground) {
    return {.inspect = [](const std::string& path, const InspectOptions& options, const std::stop_token& stop)
                -> Result<Inspection> { return look_at_table(path, options, stop); },
            .load = [ground](const ImportPlan& plan, const ImportBackend::Progress& progress,
                             const std::stop_token& stop) -> Result<Dataset> {
                const LoadOptions options{.threads = all_threads(), .progress = progress, .stop = stop};
                Result<LoadedTables> loaded = open_plan(plan, ground->atlas, Reading::whole, options);
                if (!loaded) return loaded.error();
                Dataset made = make_dataset(std::move(*loaded), plan, *ground, all_threads());
                leave_far_ground(made);
                return made;
            }};
}

ProjectBackend project_backend(std::shared_ptr<const Dataset> ground, ProjectSession opened) {
    const auto kept = std::make_shared<KeptSessions>();
    const std::string path = opened.path().string();
    if (!path.empty()) kept->sessions[path] = std::move(opened);
    return {.save = [kept](const ProjectBackend::Saving& saving) { return save(*kept, saving); },
            .open = [kept, ground](const std::string& file, const ImportBackend::Progress& progress,
                                   const std::stop_token& stop) -> Result<ProjectBackend::Opened> {
                return open(*kept, *ground, file,
                            {.threads = all_threads(), .progress = progress, .stop = stop});
            },
            .reopen = [kept, ground, tables = import_backend(ground)](
                          const UnsavedWork& work, const ImportBackend::Progress& progress,
                          const std::stop_token& stop) -> Result<ProjectBackend::Opened> {
                return reopen(*kept, *ground, tables, work,
                              {.threads = all_threads(), .progress = progress, .stop = stop});
            }};
}

}  // namespace flowspace
