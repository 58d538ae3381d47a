#include "viewer/commands/import_backend.h"

#include "data/import/load_tables.h"
#include "data/project/open_plan.h"
#include "data/project/project_dataset.h"
#include "viewer/project_session.h"
#include "viewer/settings_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <mutex>
#include <thread>
#include <utility>

namespace flowspace {
namespace {

unsigned all_threads() { return std::max(1U, std::thread::hardware_concurrency()); }

/// The project on screen, known to the thread that opens and the one that saves.
struct Kept {
    std::mutex mutex;
    ProjectSession session;
};

Result<ProjectBackend::Opened> open(Kept& kept, const Dataset& ground, const std::string& path,
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
        open_project_data(opening.session.project(), opening.session.path(), ground, Reading::whole, options);
    if (!data) return data.error();
    ProjectBackend::Opened opened;
    opened.settings = settings_from(opening.session.project().view, Settings{}, data->dataset);
    opened.data = std::move(data->dataset);
    opened.plan = opening.session.plan();
    const std::lock_guard lock(kept.mutex);
    kept.session = std::move(opening.session);
    return opened;
}

std::optional<Error> save(Kept& kept, const std::string& path, const ImportPlan& plan, const Dataset& data,
                          const Settings& settings) {
    const std::lock_guard lock(kept.mutex);
    ProjectSession& session = kept.session;
    session.set_plan(plan, data.report ? *data.report : ImportReport{});
    session.set_titles(data.title_zh, data.title_en);
    const JsonValue view = settings_json(settings, data);
    const bool same = session.path() == std::filesystem::path(path);
    // The file browser has asked before it gives the name of a file that is there.
    const std::optional<Problem> problem =
        same ? session.save(view, Overwrite::over_known) : session.save_as(path, view, Overwrite::over_any);
    if (problem) return Error{format_problem(*problem)};
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
                return make_dataset(std::move(*loaded), plan, *ground, all_threads());
            }};
}

ProjectBackend project_backend(std::shared_ptr<const Dataset> ground) {
    const auto kept = std::make_shared<Kept>();
    return {.save = [kept](const std::string& path, const ImportPlan& plan, const Dataset& data,
                           const Settings& settings) { return save(*kept, path, plan, data, settings); },
            .open = [kept, ground](const std::string& path, const ImportBackend::Progress& progress,
                                   const std::stop_token& stop) -> Result<ProjectBackend::Opened> {
                return open(*kept, *ground, path,
                            {.threads = all_threads(), .progress = progress, .stop = stop});
            }};
}

}  // namespace flowspace
