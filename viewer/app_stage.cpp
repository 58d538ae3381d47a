// Stories in the window: which one is told, the presenter, its keys and pointer, the notes beside it.
#include "viewer/app_loop.h"
#include "viewer/bookmarks.h"
#include "viewer/camera_control.h"
#include "viewer/focus.h"
#include "viewer/story_choice.h"
#include "viewer/window_input.h"

#include <algorithm>
#include <utility>

namespace flowspace {

/// The reader's own story, else the built-in one.
Kept<Story> App::story_told() {
    if (built_in_of_ != documents_.now().data && !settings().story &&
        (workspace_.presenting || workspace_.popover == Popover::story)) {
        built_in_of_ = documents_.now().data;
        const std::shared_ptr<const Story> made = ::flowspace::story_told(Settings{}, data());
        built_in_ = made ? Kept<Story>::of(*made) : Kept<Story>();
    }
    const Kept<Story> told = settings().story                        ? settings().story
                             : built_in_of_ == documents_.now().data ? built_in_
                                                                     : Kept<Story>();
    if (told != texts_of_ && (workspace_.presenting || workspace_.popover == Popover::story)) {
        texts_of_ = told;
        show_characters();
    }
    return told;
}

/// Begins and ends telling as the workspace says: F5, buttons and Esc only change that.
void App::follow_presenting(double now_s) {
    if (presenter_ && (!workspace_.presenting || presenter_->left)) leave_presenting();
    if (!workspace_.presenting || presenter_ || opening_) return;
    const Kept<Story> told = story_told();
    if (!told || told->scenes.empty()) return;
    settings().playback.playing = false;
    if (!pictures_)
        pictures_ =
            std::make_unique<StoryPicture>(documents_.now().data, stage_.renderer.nodes(), PipelineOptions{});
    presenter_ = start_presenting(std::make_shared<const Story>(*told), settings(),
                                  std::exchange(present_from_, 0), now_s);
    for (const auto& answer : analysis_.answers()) pictures_->answers().know(answer);
    pictures_->prepare(*presenter_->story, presenter_->kept, presenter_->row);
    workspace_.popover = Popover::none;
    pointer_moved_s_ = now_s;
    flight_.reset();
    hover_ = {};
    stage_.window.cover_monitor(workspace_.monitor);
    presenter_->window = notes_by_themselves_ = has_notes_screen();
}

bool App::has_notes_screen() const {
    const auto audience = stage_.window.screen();
    return audience && notes_screen(stage_.window.screens(), *audience);
}

/// Beside the audience's picture and never in its way: notes that opened by themselves close where their
/// monitor is gone, because they would lie over the picture; where the window cannot be opened or painted the
/// telling goes on without, with the notes over the picture on a key.
void App::show_notes_window() {
    if (notes_window_ && notes_window_->close_wished() && presenter_) presenter_->window = false;
    if (presenter_ && presenter_->window && notes_by_themselves_ && stage_.window.monitors() < 2)
        presenter_->window = false;
    if (!presenter_ || !presenter_->window) {
        notes_window_.reset();
        notes_by_themselves_ = false;
        if (!presenter_) {
            if (notes_painter_) previews_.rest();
            notes_painter_.reset();
        }
        return;
    }
    if (!notes_window_) {
        if (!notes_painter_)
            if (auto painter = NotesPainter::create(data(), *presenter_->story))
                notes_painter_ = std::move(*painter);
        if (notes_painter_)
            notes_window_ =
                NotesWindow::open(stage_.window, ui(Text::presenter_window, settings().style.language));
    }
    NotesPage page = notes_page(*presenter_);
    page.aspect = static_cast<double>(viewport_.width_px) / std::max(1, viewport_.height_px);
    previews_.update({.story = presenter_->story,
                      .data = documents_.now().data,
                      .reader = presenter_->kept,
                      .row = presenter_->row,
                      .aspect = page.aspect},
                     pictures_->answers());
    page.now_picture = previews_.of(presenter_->row);
    page.next_picture = previews_.of(presenter_->row + 1);
    const AppWindow::Size size = notes_window_ ? notes_window_->size() : AppWindow::Size{};
    page.width_px = size.width_px;
    page.height_px = size.height_px;
    page.scale = std::clamp(std::round(static_cast<float>(size.height_px) / 90) / 5, 1.f, 4.f);
    if (!notes_window_ || size.width_px < 1 || size.height_px < 1) {
        presenter_->window = notes_window_ != nullptr;  // minimised is as it should be
        return;
    }
    if (page == notes_shown_ && !notes_window_->outdated()) return;
    const Result<Image> image = notes_painter_->paint(page);
    if (!image) {
        presenter_->window = false;
        return;
    }
    notes_window_->show(*image);
    notes_shown_ = std::move(page);
}

/// Everything is as it was before.
void App::leave_presenting() {
    if (!presenter_) return;
    settings() = presenter_->kept;
    presenter_.reset();
    if (pictures_) pictures_->answers().rest();
    workspace_.presenting = workspace_.answering = false;
    pipeline().update(settings());
    flight_.reset();
    transition_.end();
    motion_.forget();
    at_once_ = true;
    hover_ = {};
    stage_.window.uncover();
    settling_ = 3;
}

void App::presenter_keys(double now_s) {
    Presenter& presenter = *presenter_;
    const bool answered = presenter.answering;
    apply_presenter_keys(presenter, keys_, now_s, actions_);
    ring_->begin_frame({.leave = true});
    if (answered && !presenter.answering) {
        flight_.reset();
        transition_.end();
        hover_ = {};
    }
    if (!presenter.answering) {
        // Panels speak the language and wear the colours of the story.
        settings().style.language = presenter.kept.style.language;
        settings().style.theme = presenter.kept.style.theme;
    }
}

/// The pen draws; a click on something, the wheel or a drag with the right button begins a live answer, in
/// which the map moves as ever.
void App::presenter_pointer(double now_s) {
    Presenter& presenter = *presenter_;
    const ImGuiIO& io = ImGui::GetIO();
    if (io.MouseDelta.x != 0 || io.MouseDelta.y != 0) pointer_moved_s_ = now_s;
    constexpr double pointer_rests_s = 2.5;
    if (presenter.black || now_s - pointer_moved_s_ > pointer_rests_s)
        ImGui::SetMouseCursor(ImGuiMouseCursor_None);
    if (presenter.black) return;
    const PointerFrame pointer = pointer_frame();
    if (presenter.tool == PresenterTool::pen) {
        if (pointer.left_down)
            draw_with_pen(presenter, pointer.left_pressed ? PenDown::begins : PenDown::goes_on,
                          {io.MousePos.x, io.MousePos.y});
        return;
    }
    const bool asks = pointer.over_map &&
                      (pointer.right_pressed || pointer.wheel_notches != 0 ||
                       (pointer.left_pressed && !stage_.renderer.pick(pointer.px.x, pointer.px.y).empty()));
    if (!presenter.answering && asks) {
        const StoryFrame frame = present(presenter, data(), now_s);
        begin_answer(presenter, now_s);
        settings() = normalised(frame.settings, shape_of(data()));
        settings().selected = {};
        // What the scene's analysis answered stays on the map meanwhile.
        Settings analysed = settings();
        if (frame.analysed) analysed.filter.window = *frame.analysed;
        const auto answer = pictures_->answers().of(analysed).answer;
        const auto& shown = analysis_.shown();
        if (answer && (!shown || !(shown->request == answer->request))) analysis_.show(*answer);
        pipeline().update(settings());  // as the scene stands: nothing is on its way to it
        transition_.end();
        motion_.forget();
        at_once_ = true;
        flight_.reset();
    }
    if (presenter.answering) move_map(now_s - last_frame_s_);
}

/// The story panel stays open, so that scenes can be gone through.
void App::show_scene(std::size_t row, double now_s) {
    const Kept<Story> story = story_told();
    if (story && row < story->scenes.size()) fly_to(at_scene(settings(), story->scenes[row]), now_s);
}

/// During a live answer the scene's title stays, its caption makes room.
Titles App::live_titles() const {
    if (!presenter_) return {};
    return {.title = said(presenter_->story->scenes[presenter_->row].title, settings().style.language)};
}

}  // namespace flowspace
