// Files in the window: opening, saving, exporting, recovering, and what that changes on screen.
#include "render/scene/home_camera.h"
#include "viewer/analysis_shown.h"
#include "viewer/app_loop.h"
#include "viewer/shown_texts.h"

#include <algorithm>
#include <utility>

namespace flowspace {

namespace {

constexpr double notice_s = 8;

}  // namespace

void App::recover(Recover::How how) {
    if (how == Recover::How::restore) {
        const UnsavedWork* work = unsaved_->first();
        if (work == nullptr || !documents_.restore(*work)) return;
        flight_.reset();
    }
    // What is being restored goes only when it is on screen and kept anew.
    const auto restored = documents_.busy() ? Unsaved::Fate::being_opened : Unsaved::Fate::on_screen;
    unsaved_->settle(how == Recover::How::restore   ? restored
                     : how == Recover::How::discard ? Unsaved::Fate::discarded
                                                    : Unsaved::Fate::left);
    workspace_.recovery = unsaved_->offers();
}

void App::export_file(Export::How how) {
    if (how == Export::How::pause) export_.pause();
    if (how == Export::How::resume) export_.resume();
    if (how == Export::How::cancel) export_.cancel();
    if (how != Export::How::start || export_.running()) return;
    const auto failed = export_.start({.choice = workspace_.export_choice,
                                       .settings = settings(),
                                       .data = data(),
                                       .opened = opened_as(documents_.now())});
    if (failed) documents_.tell(failed->message, true);
}

/// Whether the action was about files.
bool App::act_on_documents(const Action& action) {
    bool other = false;
    if (const auto* open = std::get_if<OpenFiles>(&action))
        other = documents_.act(*open, workspace_);
    else if (const auto* save = std::get_if<SaveProject>(&action))
        documents_.act(*save, workspace_);
    else if (const auto* report = std::get_if<SaveReport>(&action))
        documents_.act(*report, workspace_);
    else if (const auto* rows = std::get_if<SaveRows>(&action))
        documents_.act(*rows, workspace_);
    else if (const auto* view = std::get_if<SaveView>(&action))
        documents_.act(*view, workspace_);
    else if (const auto* last = std::get_if<ReopenLast>(&action))
        other = documents_.act(*last);
    else
        return false;
    if (other) show_document();
    return true;
}

/// Brings another document on screen; one that cannot be drawn goes again, and the last one stays.
void App::show_document() {
    auto renderer = Renderer::create(documents_.now().data, map_crs(*documents_.now().data));
    if (!renderer) {
        documents_.take_back(renderer.error().message);
        return;
    }
    if (presenter_) stage_.window.uncover();
    presenter_.reset();
    notes_window_.reset();
    notes_painter_.reset();
    pictures_.reset();
    stage_.renderer = std::move(*renderer);
    analysis_.update(documents_.now().data, settings());  // no panel sees answers to other data
    analysis_due_ = true;
    const std::string& title = settings().style.language == Language::zh ? data().title_zh : data().title_en;
    stage_.window.set_title(title.empty() ? ui(Text::default_title, settings().style.language) : title);
    hover_ = {};
    maps_.forget();
    flight_.reset();
    transition_.end();
    motion_.forget();
    space_points_.reset();
    space_revision_ = 0;
    opening_ =
        std::exchange(documents_.now().opening, ViewOpening::as_set);  // later: wherever the user looked
    fit_.clear();
    settling_ = 3;
    show_characters();
}

/// The interface can write what the files on their way in hold.
void App::show_characters() {
    const std::vector<std::string> texts =
        shown_texts(documents_, analysis_, texts_of_ ? &*texts_of_ : nullptr, listed_);
    stage_.ui.show(data(), texts);
}

/// A file dropped onto the panel of analyses is a table of the one that is chosen: the first that it still
/// lacks, required ones before others.
bool App::take_table(const std::vector<std::string>& paths) {
    if (!workspace_.analysis_open || !settings().analysis || !layout_.analysis.holds(ImGui::GetIO().MousePos))
        return false;
    const auto key = table_wanted(*settings().analysis);
    if (!key) return false;
    const Language language = settings().style.language;
    if (paths.size() > 1) {
        documents_.tell(ui(Text::analysis_table_one, language), true);
        return true;
    }
    AnalysisShown shown = *settings().analysis;
    shown.tables.insert_or_assign(*key, paths.front());
    settings().analysis = Kept<AnalysisShown>::of(std::move(shown));
    workspace_.analysis_tab = AnalysisTab::question;
    documents_.tell(format_ui(Text::analysis_table_taken, language, paths.front(), *key), false);
    return true;
}

void App::update_documents() {
    // On stage nothing else opens: what is dropped waits.
    std::vector<std::string> dropped;
    if (!presenter_) dropped = stage_.window.take_drops();
    if (!dropped.empty() && !take_table(dropped)) documents_.act(OpenFiles{std::move(dropped)}, workspace_);
    const ImportSession::Stage before = documents_.import().stage();
    if (documents_.update(workspace_))
        show_document();
    else if (documents_.import().stage() != before)
        show_characters();
    if (workspace_.popover == Popover::browse && workspace_.browse_listed != listed_) {
        listed_ = workspace_.browse_listed;
        show_characters();
    }
    workspace_.notice = documents_.notice().text;
    workspace_.notice_failed = documents_.notice().failed;
    if (documents_.notice().number != notice_seen_) {
        notice_seen_ = documents_.notice().number;
        notice_until_s_ = stage_.window.seconds() + notice_s;
        show_characters();
    }
    if (workspace_.presenting) notice_until_s_ = stage_.window.seconds() + notice_s;  // told afterwards
    if (stage_.window.seconds() > notice_until_s_) workspace_.notice.clear();
}

}  // namespace flowspace
