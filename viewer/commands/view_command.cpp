#include "viewer/commands/view_command.h"

#include "render/scene/home_camera.h"
#include "viewer/app.h"
#include "viewer/command.h"
#include "viewer/commands/asked_view.h"
#include "viewer/commands/dataset_options.h"
#include "viewer/commands/filter_options.h"
#include "viewer/commands/import_backend.h"
#include "viewer/commands/messages.h"
#include "viewer/commands/view_options.h"
#include "viewer/focus.h"
#include "viewer/recovery.h"
#include "viewer/shared_view.h"
#include "viewer/story_choice.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <utility>

namespace flowspace {
namespace {

struct ViewCommandText {
    DatasetText dataset = {};
    ViewText view = {};
    FilterText filter = {};
    bool present = false;
    std::string scene = {};  // id; empty: none
    bool language_given = false;
};

int fail(const std::string& message, int status) {
    fmt::print(stderr, "{}\n", message);
    return status;
}

int run(const ViewCommandText& text, Language language) {
    OpenedDataset opened = open_dataset(text.dataset, language);
    if (opened.error.exit_status != exit_done) return fail(opened.error.message, opened.error.exit_status);
    const OpenedView kept = opened_view(opened);
    leave_far_ground(opened.dataset);
    const auto view = asked_view({.filter = text.filter,
                                  .view = text.view,
                                  .scene = text.scene,
                                  .language_given = text.language_given},
                                 opened.dataset, kept, language);
    if (!view) return fail(view.error().message, exit_bad_request);
    report_problems(opened.dataset, language, stderr);
    OpenedDataset built_in = open_atlas(language);
    if (built_in.error.exit_status != exit_done)
        return fail(built_in.error.message, built_in.error.exit_status);
    const auto ground = std::make_shared<const Dataset>(std::move(built_in.dataset));
    AppRequest request{.data = std::make_shared<const Dataset>(std::move(opened.dataset)),
                       .settings = view->request.settings,
                       .opening = !view->request.fit.empty() ? AppRequest::Opening::fit
                                  : view->camera_said        ? AppRequest::Opening::as_set
                                                             : AppRequest::Opening::home,
                       .fit = view->request.fit,
                       .presenting = text.present,
                       .arcs = view->request.arcs,
                       .present_from = view->scene};
    request.import = import_backend(ground);
    request.plan = std::move(opened.plan);
    request.project_path = opened.project.path().string();
    request.project = project_backend(ground, std::move(opened.project));
    request.atlas = ground->atlas;
    request.opened_as = text.dataset.files;
    if (!request.opened_as.empty() && text.dataset.status != DatasetText{}.status)
        request.opened_as.insert(request.opened_as.end(), {"--status", text.dataset.status});
    if (!request.opened_as.empty() && !text.dataset.unit.empty())
        request.opened_as.insert(request.opened_as.end(), {"--unit", text.dataset.unit});
    request.recovery = recovery_folder();
    move_to_focus(request.settings);
    if (const char* dump = std::getenv("FLOWSPACE_STATE_DUMP")) request.state_dump = dump;
    if (const char* times = std::getenv("FLOWSPACE_FRAME_TIMES")) request.frame_times = times;
    return run_app(request);
}

}  // namespace

void set_up_view(CLI::App& app, Language language, int& status) {
    const auto text = std::make_shared<ViewCommandText>();
    add_dataset_options(app, language, text->dataset);
    add_view_options(app, language, text->view);
    add_filter_options(app, language, text->filter);
    app.add_option("--scene", text->scene,
                   std::string(say(language, "open at a scene of the story", "从故事中的一个场景打开")))
        ->type_name("ID");
    app.add_flag("--present", text->present,
                 std::string(say(language, "start presenting: no panels", "以演示模式开始，不显示面板")));
    app.callback([text, language, &app, &status] {
        text->language_given = language_given(app);
        status = run(*text, language);
    });
}

}  // namespace flowspace
