#include "viewer/documents.h"

#include "data/import/import_report.h"
#include "data/import/problem_words.h"
#include "data/output_table.h"
#include "data/project/atomic_file.h"
#include "render/scene/number_text.h"
#include "viewer/focus.h"
#include "viewer/shared_view.h"
#include "viewer/strings.h"
#include "viewer/window.h"

#include <filesystem>
#include <utility>

namespace flowspace {
namespace {

Document document_of(std::shared_ptr<const Dataset> data, const Settings& settings) {
    Document made;
    made.settings = normalised(settings, shape_of(*data));
    made.history = History(made.settings);
    made.pipeline = std::make_unique<Pipeline>(data);
    made.saved_settings = made.settings;
    made.data = std::move(data);
    return made;
}

bool is_project(const std::string& path) { return path.ends_with(".flowspace.json"); }

/// What a person must know before reading a figure of data that no import panel accounted for.
std::string rejected_note(const Document& document) {
    if (!document.data->report) return {};
    const RejectedRows rows = rejected_rows(*document.data->report);
    if (rows.rejected == 0) return {};
    return format_ui(Text::rows_left_out, document.settings.style.language,
                     exact_number(static_cast<double>(rows.rejected)),
                     exact_number(static_cast<double>(rows.in)));
}

}  // namespace

OpenedAs opened_as(const Document& document) {
    if (!document.project_path.empty()) return {.arguments = {document.project_path}};
    if (!document.opened_as.empty()) return {.arguments = document.opened_as};
    OpenedAs opened{.saved = document.plan.tables.empty()};
    for (const TablePlan& table : document.plan.tables) opened.arguments.push_back(table.path);
    return opened;
}

Settings settings_for(const Settings& before, const Dataset& data) {
    Settings fresh;
    fresh.style = before.style;
    fresh.show = before.show;
    fresh.playback = before.playback;
    fresh.playback.playing = false;
    return normalised(fresh, shape_of(data));
}

Documents::Documents(const AppRequest& request)
    : project_(request.project),
      now_(document_of(request.data, request.settings)),
      import_(request.import, request.atlas ? request.atlas : request.data->atlas, &AppWindow::wake) {
    now_.plan = request.plan;
    now_.opened_as = request.opened_as;
    now_.project_path = request.project_path;
    if (std::string note = rejected_note(now_); !note.empty()) tell(std::move(note), true);
}

Documents::~Documents() = default;

bool Documents::busy() const {
    const auto stage = import_.stage();
    return opening_ || stage == ImportSession::Stage::looking || stage == ImportSession::Stage::loading;
}

void Documents::tell(std::string text, bool failed) {
    if (failed) text = message_in(text, now_.settings.style.language);
    notice_ = {std::move(text), failed, notice_.number + 1};
}

void Documents::show(Document next) { last_ = std::exchange(now_, std::move(next)); }

void Documents::take_back(const std::string& why) {
    if (!last_) return;
    now_ = std::move(*last_);
    last_.reset();
    tell(why, true);
}

bool Documents::update(Workspace& workspace) {
    bool changed = false;
    import_.update();
    if (import_.loads() != loads_seen_ && import_.dataset()) {
        loads_seen_ = import_.loads();
        Document next = document_of(import_.dataset(), settings_for(now_.settings, *import_.dataset()));
        next.plan = import_.plan();
        show(std::move(next));
        changed = true;
    }
    std::optional<OpenedProject> opened;
    {
        const std::lock_guard lock(mutex_);
        opened = std::exchange(opened_, std::nullopt);
    }
    if (!opened || !opened->result) return changed;
    opening_ = false;
    if (!*opened->result) {
        tell(opened->result->error().message, true);
        return changed;
    }
    ProjectBackend::Opened& found = **opened->result;
    auto data = std::make_shared<const Dataset>(std::move(found.data));
    Document next = document_of(data, found.settings);
    next.plan = std::move(found.plan);
    next.project_path = opened->path;
    next.opening = found.opening;
    show(std::move(next));
    std::string note = rejected_note(now_);
    if (found.newer) {
        const bool zh = now_.settings.style.language == Language::zh;
        note = (zh ? found.newer->zh : found.newer->en) + (note.empty() ? "" : zh ? "；" : "; ") + note;
    }
    if (!note.empty()) tell(std::move(note), true);
    if (workspace.popover == Popover::browse) workspace.popover = Popover::none;
    return true;
}

void Documents::open_project(const std::string& path) {
    open_in_background(path, [this, path](const std::stop_token& stop) {
        return project_.open(
            path, [](const LoadProgress&) {}, stop);
    });
}

void Documents::open_in_background(
    const std::string& path, std::function<Result<ProjectBackend::Opened>(const std::stop_token&)> open) {
    opening_ = true;
    opener_ = std::jthread([this, path, open = std::move(open)](const std::stop_token& stop) {
        auto result = open(stop);
        {
            const std::lock_guard lock(mutex_);
            opened_ = OpenedProject{path, std::move(result)};
        }
        AppWindow::wake();
    });
}

bool Documents::act(const OpenFiles& action, Workspace& workspace) {
    if (action.paths.empty()) return false;
    if (action.paths.size() == 1 && is_project(action.paths.front()) && project_.open) {
        workspace.popover = Popover::none;
        open_project(action.paths.front());
        return false;
    }
    if (action.paths.size() == 1 && is_view_path(action.paths.front())) {
        open_view(action.paths.front(), workspace);
        return false;
    }
    // After a finished import new files are a new import; before, they join those being looked at.
    if (import_.stage() == ImportSession::Stage::loaded) import_.clear();
    import_.add(action.paths);
    workspace.popover = Popover::import_data;
    workspace.presenting = false;
    return false;
}

void Documents::act(const SaveProject& action, Workspace& workspace) {
    const Language language = now_.settings.style.language;
    if (!now_.can_be_saved() || !project_.save) return tell(ui(Text::nothing_to_save, language), false);
    const std::string path = action.path.empty() ? now_.project_path : action.path;
    if (path.empty()) {
        workspace.browse = Browse::save;
        workspace.popover = Popover::browse;
        return;
    }
    if (const auto failed = project_.save({path, now_.project_path, now_.plan, *now_.data, now_.settings}))
        return tell(failed->message, true);
    now_.project_path = path;
    now_.saved_settings = now_.settings;
    if (workspace.popover == Popover::browse) workspace.popover = Popover::none;
    tell(format_ui(Text::saved_to, language, path), false);
}

void Documents::act(const SaveReport& action, Workspace& workspace) {
    // What the import panel shows: its last import, which need not be what is on screen any more.
    const Dataset& data = import_.dataset() ? *import_.dataset() : *now_.data;
    if (!data.report) return;
    const OutputTable table = report_table(*data.report);
    const std::string text = action.path.ends_with(".json") ? to_json(table) : to_csv(table);
    if (const auto failed = write_file(action.path, text)) return tell(format_problem(*failed), true);
    workspace.popover = Popover::import_data;
    tell(format_ui(Text::saved_to, now_.settings.style.language, action.path), false);
}

void Documents::act(const SaveRows& action, Workspace& workspace) {
    const auto rows = workspace.rows_to_save;  // its own hold: the workspace lets go of them below
    if (!rows) return;
    const OutputTable& table = *rows;
    const bool json = action.path.ends_with(".json");
    const std::string text = json ? to_json(table) : to_csv(table);
    std::optional<Problem> failed = write_file(action.path, text);
    if (!failed && !json) {
        const std::string facts =
            to_csv_metadata(table, std::filesystem::path(action.path).filename().string());
        failed = write_file(action.path + "-metadata.json", facts);
    }
    if (failed) return tell(format_problem(*failed), true);
    workspace.rows_to_save.reset();
    workspace.popover = Popover::none;
    tell(format_ui(Text::rows_saved_to, now_.settings.style.language, table.rows.size(), action.path), false);
}

void Documents::act(const SaveView& action, Workspace& workspace) {
    const std::string text = write_shared_view(now_.settings, *now_.data);
    if (const auto failed = write_file(action.path, text)) return tell(format_problem(*failed), true);
    if (workspace.popover == Popover::browse) workspace.popover = Popover::none;
    tell(format_ui(Text::saved_to, now_.settings.style.language, action.path), false);
}

/// A step like any other: it can be undone.
void Documents::open_view(const std::string& path, Workspace& workspace) {
    const Language language = now_.settings.style.language;
    const Result<SharedView> shared = open_shared_view(path);
    if (!shared) return tell(shared.error().message, true);
    const Style own = now_.settings.style;
    const AppliedView applied = apply_view(*shared, now_.settings, *now_.data);
    now_.settings = applied.settings;
    now_.settings.style.language = own.language;
    now_.settings.style.text_scale = own.text_scale;
    now_.settings.style.reduced_motion = own.reduced_motion;
    now_.settings.playback.playing = false;
    workspace.popover = Popover::none;
    const std::string misfits = tell_misfits(applied, language);
    tell(ui(Text::view_opened, language) +
             (misfits.empty() ? "" : std::string(language == Language::zh ? "；" : "; ")) + misfits,
         !misfits.empty());
}

bool Documents::restore(const UnsavedWork& work) {
    const Language language = now_.settings.style.language;
    if (work.project_path.empty() && work.plan.tables.empty() &&
        same_data(work.data, identity_of(*now_.data))) {
        now_.settings =
            apply_view({.data = work.data, .view = work.view}, now_.settings, *now_.data).settings;
        tell(ui(Text::recovery_restored, language), false);
        return true;
    }
    const bool built_in = work.data.files.size() == 1 && work.data.files.front().name == "flowspace.atlas";
    if ((work.project_path.empty() && work.plan.tables.empty() && !built_in) || !project_.reopen) {
        std::string names;
        for (const DataIdentity::File& file : work.data.files)
            names += (names.empty() ? "" : ", ") + file.name;
        tell(format_ui(Text::recovery_needs_data, language, names), true);
        return false;
    }
    open_in_background(work.project_path, [this, work](const std::stop_token& stop) {
        return project_.reopen(
            work, [](const LoadProgress&) {}, stop);
    });
    return true;
}

bool Documents::act(const ReopenLast&) {
    if (!last_) return false;
    std::swap(now_, *last_);
    return true;
}

}  // namespace flowspace
