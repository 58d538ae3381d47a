#include "viewer/app.h"

#include "data/nodes.h"
#include "render/renderer.h"
#include "render/scene/home_camera.h"
#include "viewer/analysis_map.h"
#include "viewer/analysis_run.h"
#include "viewer/analysis_shown.h"
#include "viewer/area_choice.h"
#include "viewer/bookmarks.h"
#include "viewer/camera_control.h"
#include "viewer/command.h"
#include "viewer/documents.h"
#include "viewer/export/export_desk.h"
#include "viewer/focus.h"
#include "viewer/history.h"
#include "viewer/level_transition.h"
#include "viewer/map_input.h"
#include "viewer/maps_on_screen.h"
#include "viewer/node_motion.h"
#include "viewer/notes_page.h"
#include "viewer/notes_window.h"
#include "viewer/pace.h"
#include "viewer/panel.h"
#include "viewer/panel_picture.h"
#include "viewer/presenter.h"
#include "viewer/recovery.h"
#include "viewer/settings_json.h"
#include "viewer/shortcuts.h"
#include "viewer/shown_texts.h"
#include "viewer/state_json.h"
#include "viewer/story_choice.h"
#include "viewer/story_picture.h"
#include "viewer/strings.h"
#include "viewer/target_camera.h"
#include "viewer/time_brush.h"
#include "viewer/ui_session.h"
#include "viewer/unsaved.h"
#include "viewer/views/linked_view.h"
#include "viewer/widgets/focus_ring.h"
#include "viewer/window.h"
#include "viewer/window_input.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <iterator>
#include <optional>
#include <utility>

namespace flowspace {

namespace {

constexpr double frame_s = 1.0 / 60;
constexpr double idle_s = 0.5;
constexpr double export_look_s = 0.25;  // while a file is made beside the window
constexpr double notice_s = 8;
constexpr std::size_t most_anchors = 100;
constexpr double swipe_reach_px = 7;

/// Everything of a running window, declared so that each goes before what it stands on.
struct Stage {
    AppWindow window;
    UiSession ui;
    Renderer renderer;
};

class App {
public:
    App(const AppRequest& request, Stage stage)
        : stage_(std::move(stage)),
          documents_(request),
          dump_(request.state_dump),
          times_(request.frame_times),
          opening_(request.opening),
          fit_(request.fit),
          arcs_(request.arcs),
          panels_(all_panels()),
          unsaved_(std::make_unique<Unsaved>(request.recovery)) {
        workspace_.presenting = request.presenting;
        present_from_ = workspace_.scene = request.present_from;
        workspace_.recovery = unsaved_->offers();
        const Language language = request.settings.style.language;
        if (!unsaved_->set_aside().empty())
            documents_.tell(format_ui(Text::recovery_set_aside, language, unsaved_->set_aside()), true);
        ImGui::GetIO().UserData = ring_.get();
    }

    int run();

private:
    void frame(const AppWindow::Size& size);
    void keys_and_pointer(double now_s);
    void move_map(double passed_s);
    void choose_area(PointerFrame& pointer);
    Kept<Story> story_told();
    void follow_presenting(double now_s);
    void leave_presenting();
    void presenter_keys(double now_s);
    void presenter_pointer(double now_s);
    void show_notes_window();
    bool tells() const { return presenter_ && !presenter_->answering; }
    void remember(const Edit& edit);
    void fly_to(const Settings& view, double now_s);
    void tick(double now_s);
    void act(double now_s);
    void go_to_bookmark(std::size_t row, double now_s);
    void show_scene(std::size_t row, double now_s);
    void recover(Recover::How how);
    void move_focus_ring();
    void export_file(Export::How how);
    bool act_on_documents(const Action& action);
    bool take_table(const std::vector<std::string>& paths);
    void update_documents();
    void show_document();
    void show_characters();
    void observe(double now_s);
    NodeShift shift(double now_s);
    Frame base_frame(double now_s) const;
    void update_pipeline(double now_s);
    void update_analysis();
    void show_answer();
    Effort effort(const Camera& camera, const DrawList& list, double now_s);
    void draw_frame(const AppWindow::Size& size, double now_s);
    void draw(const AppWindow::Size& size, double now_s);
    void draw_map(const AppWindow::Size& size, double now_s);
    Titles live_titles() const;
    void dump_state();
    void fly(const Target& target, double now_s);
    void open_camera(AppRequest::Opening opening);
    void click(glm::dvec2 px);
    double wait_s(double spent_s) const;
    bool animates() const;
    Viewport viewport(const AppWindow::Size& size) const;
    float scale(const AppWindow::Size& size) const;

    const Dataset& data() const { return *documents_.now().data; }
    Pipeline& pipeline() { return *documents_.now().pipeline; }
    const Pipeline& pipeline() const { return *documents_.now().pipeline; }
    Settings& settings() { return documents_.now().settings; }
    const Settings& settings() const { return documents_.now().settings; }
    History& history() { return documents_.now().history; }

    Stage stage_;
    Documents documents_;
    Workspace workspace_;
    Hover hover_;
    StateDump dump_;
    FrameTimes times_;
    std::optional<AppRequest::Opening> opening_;  // until the first frame, which knows the size
    std::vector<LonLat> fit_;
    ArcPath arcs_;
    std::vector<Panel> panels_;
    LinkedViews views_;
    AnalysisRun analysis_;
    ExportDesk export_;
    AnalysisMap analysis_map_;
    bool analysis_due_ = true;         // what was open with the document is answered without being asked
    std::uint64_t analysis_seen_ = 0;  // the answer whose characters the interface can write
    std::unique_ptr<FocusRing> ring_ = std::make_unique<FocusRing>();
    std::unique_ptr<Unsaved> unsaved_;
    std::vector<Action> actions_;
    std::vector<AppWindow::KeyEvent> keys_;  // of this frame
    MapPointer map_pointer_;
    MapsOnScreen maps_;
    AreaChoice area_choice_;
    Layout layout_;
    Viewport viewport_;
    std::optional<Flight> flight_;
    LevelTransition transition_;
    NodeMotion motion_;
    NodeMotion::Points space_points_;
    std::uint64_t space_revision_ = 0;
    Edit::Cause flight_cause_ = Edit::Cause::person;
    double last_frame_s_ = 0;
    double next_play_s_ = 0;
    std::uint64_t gesture_ = 0;
    bool keys_move_ = false;
    ImVec2 hovered_px_ = {-1, -1};  // where the pointer was when hover_ was set
    std::uint64_t notice_seen_ = 0;
    double notice_until_s_ = 0;
    std::optional<Presenter> presenter_;
    std::size_t present_from_ = 0;
    std::unique_ptr<NotesWindow> notes_window_;
    std::optional<NotesPainter> notes_painter_;  // of the story that is told
    NotesPage notes_shown_;
    std::unique_ptr<StoryPicture> pictures_;  // of the document on screen; made when a story is first told
    std::shared_ptr<const Dataset> built_in_of_;
    Kept<Story> built_in_;             // nothing: not the atlas
    Kept<Story> texts_of_;             // whose characters the fonts have
    std::vector<std::string> listed_;  // by the file browser; the fonts have their characters
    double pointer_moved_s_ = 0;
    Pace pace_;
    Effort effort_;             // of this frame
    std::uint64_t frames_ = 0;  // drawn
    bool at_once_ = false;      // nodes are put where they belong, without a way there
    int settling_ = 3;          // frames still to be drawn before the loop may wait
};

float App::scale(const AppWindow::Size& size) const {
    // Presenting, a card must be read from the back row: its text is a 1/57 of the height.
    const float wished =
        presenter_ ? std::max(size.scale, static_cast<float>(size.height_px) / 800) : size.scale;
    return wished * theme(settings().style.theme).text_scale * settings().style.text_scale;
}

Viewport App::viewport(const AppWindow::Size& size) const {
    return {.width_px = size.width_px, .height_px = size.height_px, .insets_px = layout_.insets_px};
}

bool App::animates() const {
    const Style& style = settings().style;
    return !style.reduced_motion && style.speed > 0 && !pipeline().draw_list().arcs.empty();
}

/// How long to sleep before the next frame. What moves is drawn at 60 frames a second at most, and where a
/// frame takes long a fifth of the time is left to the machine.
double App::wait_s(double spent_s) const {
    if (stage_.window.minimised()) return idle_s;
    const bool busy = animates() || tells() || flight_ || settings().playback.playing || keys_move_ ||
                      settling_ > 0 || pace_.settling() || transition_.running(stage_.window.seconds()) ||
                      motion_.running(stage_.window.seconds()) || pipeline().busy() || views_.busy() ||
                      maps_.busy() || analysis_.busy() ||
                      (workspace_.trace_busy && workspace_.popover == Popover::trace) || documents_.busy() ||
                      map_pointer_.dragging();
    if (!busy) return export_.running() ? export_look_s : idle_s;
    return std::max(frame_s - spent_s, settling_ > 0 ? 0.001 : spent_s * 0.2);
}

void App::click(glm::dvec2 px) {
    if (workspace_.popover == Popover::import_data || workspace_.popover == Popover::browse) return;
    if (workspace_.popover != Popover::none) {
        workspace_.popover = Popover::none;
        workspace_.search_text.clear();
        return;
    }
    const Target hit = maps_.pick(px, stage_.renderer);
    settings() = speaking_of(settings(), maps_.pointed());
    if (ImGui::GetIO().KeyCtrl && (hit.place || hit.group))
        settings().focus = toggled(settings().focus, hit);
    else
        settings().selected = settings().selected == hit ? Target{} : hit;
}

void App::keys_and_pointer(double now_s) {
    const double passed_s = now_s - last_frame_s_;
    KeyPresses presses = key_presses(keys_, *ring_);
    if (area_choice_.active() && presses.escape > 0) {
        area_choice_.give_up();
        presses.escape = 0;
    }
    apply_keys(presses, {data(), settings(), workspace_, actions_});
    move_focus_ring();
    move_map(passed_s);
}

/// The camera by keys and pointer, what is clicked, what is pointed at.
void App::move_map(double passed_s) {
    const CameraStage keys_stage{viewport_, stage_.renderer.projection()};
    const ArrowKeys arrows = ring_->active() ? ArrowKeys{} : arrow_keys(passed_s);
    const glm::dvec2 turn = ring_->active() ? glm::dvec2{} : orbit_keys(passed_s);
    keys_move_ = arrows.zoom != 0 || arrows.towards != glm::dvec2{} || turn != glm::dvec2{};
    if (keys_move_) settings().camera = orbit(move_by_keys(settings().camera, keys_stage, arrows), turn);
    PointerFrame pointer = pointer_frame();
    if (pointer.left_pressed || pointer.right_pressed) ++gesture_;
    const double reach_px = swipe_reach_px * static_cast<double>(scale(stage_.window.size()));
    if (maps_.drag_line(pointer, reach_px, settings())) pointer.over_map = pointer.left_pressed = false;
    maps_.point(settings(), map_pointer_.dragging(), pointer);
    choose_area(pointer);
    const std::size_t cell = maps_.pointed();
    const CameraStage stage{maps_.viewport(viewport_), stage_.renderer.projection()};
    const MapPointer::Outcome outcome = map_pointer_.update(camera_of(settings(), cell), stage, pointer);
    settings() = with_camera(settings(), cell, outcome.camera);
    if (outcome.moved || keys_move_) flight_.reset();
    if (outcome.clicked_px) click(*outcome.clicked_px);
    if (pointer.over_map && !map_pointer_.dragging()) hover_.set(maps_.pick(pointer.px, stage_.renderer));
}

/// What is drawn around on the map becomes the focus; meanwhile the map stands still.
void App::choose_area(PointerFrame& pointer) {
    const auto drawn = area_choice_.update(pointer, ImGui::GetIO().KeyShift);
    if (area_choice_.active()) {
        pointer.over_map = pointer.left_pressed = pointer.left_down = false;
        std::vector<ImVec2> line;
        const glm::dvec2 origin = maps_.origin(maps_.pointed());
        for (const glm::dvec2& px : area_choice_.outline())
            line.emplace_back(static_cast<float>(px.x + origin.x), static_cast<float>(px.y + origin.y));
        ImDrawList& list = *ImGui::GetForegroundDrawList();
        const ImU32 ink = ImGui::GetColorU32(ImGuiCol_Text);
        list.AddPolyline(line.data(), static_cast<int>(line.size()), ink, ImDrawFlags_Closed, 1.5f);
    }
    if (!drawn) return;
    pointer.left_released = false;
    settings() = speaking_of(settings(), maps_.pointed());
    const Renderer& drawn_by = maps_.drawn_by(maps_.pointed(), stage_.renderer);
    settings().focus = focus_on(settings().focus, *data().atlas, pipeline().level().nodes, *drawn,
                                [&](NodeId node) { return drawn_by.on_screen(node); });
}

/// Keys that are the ring's.
void App::move_focus_ring() {
    FocusRing::Keys keys = ring_keys(keys_);
    if (ImGui::IsMouseClicked(ImGuiMouseButton_Left) || workspace_.presenting) keys.leave = true;
    ring_->begin_frame(keys);
}

/// Playback and flights: what moves by itself.
void App::tick(double now_s) {
    const bool playing = settings().playback.playing;
    if (!playing) next_play_s_ = now_s + 1 / settings().playback.steps_per_s;
    if (playing && now_s >= next_play_s_) {
        const auto window =
            play_step(data().flows->time_axis(), settings().filter.window, settings().playback.mode);
        if (window)
            settings().filter.window = *window;
        else
            settings().playback.playing = false;
        // A frame that took long does not make the next ones hurry.
        next_play_s_ = std::max(next_play_s_ + 1 / settings().playback.steps_per_s, now_s);
        remember({.time_s = now_s, .cause = Edit::Cause::tick});
    }
    if (!flight_) return;
    settings().camera = camera_at(*flight_, now_s);
    remember({.time_s = now_s, .cause = std::exchange(flight_cause_, Edit::Cause::tick)});
    if (has_ended(*flight_, now_s)) flight_.reset();
}

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
    presenter_->window = stage_.window.monitors() > 1;
}

/// Beside the audience's picture and never in its way: where the window cannot be opened or painted the
/// telling goes on without, with the notes over the picture on a key.
void App::show_notes_window() {
    if (notes_window_ && notes_window_->close_wished() && presenter_) presenter_->window = false;
    if (!presenter_ || !presenter_->window) {
        notes_window_.reset();
        if (!presenter_) notes_painter_.reset();
        return;
    }
    if (!notes_window_) {
        if (!notes_painter_)
            if (auto painter = NotesPainter::create(data(), *presenter_->story))
                notes_painter_ = std::move(*painter);
        if (notes_painter_)
            notes_window_ = NotesWindow::open(stage_.window,
                                              {.title = ui(Text::presenter_window, settings().style.language),
                                               .audience_monitor = workspace_.monitor});
    }
    NotesPage page = notes_page(*presenter_);
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

void App::fly(const Target& target, double now_s) {
    const CameraStage stage{viewport_, stage_.renderer.projection()};
    const Camera to = camera_for(target, {data(), settings().camera, stage, stage_.renderer.nodes()});
    const Motions motions = settings().style.reduced_motion ? Motions::reduced : Motions::smooth;
    flight_ = start_flight(settings().camera, to, now_s, motions);
}

void App::act(double now_s) {
    for (const Action& action : std::exchange(actions_, {})) {
        if (const auto* flight = std::get_if<FlyTo>(&action)) {
            fly(flight->target, now_s);
            // A flight that goes with another change is part of that step; alone it is a step of its own.
            flight_cause_ = flight->target == settings().selected && !flight->target.empty()
                                ? Edit::Cause::tick
                                : Edit::Cause::person;
            continue;
        }
        if (std::holds_alternative<Quit>(action)) {
            stage_.window.wish_to_close();
            continue;
        }
        if (const auto* bookmark = std::get_if<GoToBookmark>(&action)) {
            go_to_bookmark(bookmark->row, now_s);
            continue;
        }
        if (std::holds_alternative<RunAnalysis>(action)) {
            if (const auto request = analysis_request(settings(), data())) analysis_.run(*request);
            continue;
        }
        if (const auto* exporting = std::get_if<Export>(&action)) {
            export_file(exporting->how);
            continue;
        }
        if (std::holds_alternative<CancelAnalysis>(action)) {
            analysis_.cancel();
            continue;
        }
        if (const auto* scene = std::get_if<ShowScene>(&action)) {
            show_scene(scene->row, now_s);
            continue;
        }
        if (const auto* present = std::get_if<Present>(&action)) {
            present_from_ = present->row;
            workspace_.presenting = true;
            workspace_.popover = Popover::none;
            continue;
        }
        if (const auto* left = std::get_if<Recover>(&action)) {
            recover(left->how);
            continue;
        }
        if (act_on_documents(action)) continue;
        const auto then = std::holds_alternative<Undo>(action) ? history().undo() : history().redo();
        if (!then) continue;
        settings() = *then;
        settings().playback.playing = false;
        flight_.reset();
    }
}

/// A step of its own; the flight to its camera belongs to it.
void App::go_to_bookmark(std::size_t row, double now_s) {
    if (row >= settings().bookmarks.size()) return;
    fly_to(at_bookmark(settings(), row), now_s);
    workspace_.popover = Popover::none;
}

/// The story panel stays open, so that scenes can be gone through.
void App::show_scene(std::size_t row, double now_s) {
    const Kept<Story> story = story_told();
    if (story && row < story->scenes.size()) fly_to(at_scene(settings(), story->scenes[row]), now_s);
}

void App::fly_to(const Settings& view, double now_s) {
    const Camera from = settings().camera;
    Settings then = view;
    const Camera to = then.camera;
    then.camera = from;
    const bool camera_only = then == settings();
    settings() = std::move(then);
    history().observe(settings(), {.time_s = now_s});
    const Motions motions = settings().style.reduced_motion ? Motions::reduced : Motions::smooth;
    flight_ = start_flight(from, to, now_s, motions);
    flight_cause_ = camera_only ? Edit::Cause::person : Edit::Cause::tick;
}

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

/// What happens on stage is no step of the work that waits behind it.
void App::remember(const Edit& edit) {
    if (!presenter_) history().observe(settings(), edit);
}

void App::observe(double now_s) {
    settings() = normalised(settings(), shape_of(data()));
    const ImGuiIO& io = ImGui::GetIO();
    const bool in_gesture = io.MouseDown[0] || io.MouseDown[1] || io.MouseReleased[0] || io.MouseReleased[1];
    remember({.gesture = in_gesture ? gesture_ : 0, .time_s = now_s});
}

/// Where the nodes are: in the space of flows or on their way, else between levels of the hierarchy.
NodeShift App::shift(double now_s) {
    const bool wanted = settings().space == Space::flow && pipeline().flow_space().placed > 0;
    if (wanted && space_revision_ != pipeline().flow_space_revision()) {
        space_revision_ = pipeline().flow_space_revision();
        space_points_ = std::make_shared<const std::vector<MapPoint>>(
            laid_over(pipeline().flow_space(), *data().atlas, stage_.renderer.nodes()));
    }
    motion_.send(wanted ? space_points_ : nullptr, stage_.renderer.nodes(), now_s,
                 settings().style.reduced_motion || std::exchange(at_once_, false));
    if (motion_.running(now_s) || wanted) {
        transition_.end();
        return motion_.shift(stage_.renderer.nodes(), now_s);
    }
    return transition_.shift(now_s);
}

/// Before the pipeline: what is answered lies on the map in the same frame. Files that a foreign project or
/// view names as tables are not read until a person presses Run.
void App::update_analysis() {
    analysis_.update(documents_.now().data, settings());
    if (std::exchange(analysis_due_, false))
        if (const auto request = analysis_request(settings(), data());
            request && request->tables.empty() && !fault_of(*request, data()))
            analysis_.run(*request);
    const auto& answer = analysis_.shown();
    pipeline().lay_over(analysis_map_.update(answer.get(), settings()));
}

/// The interface can write what a new answer says. Between frames only: in one, the fonts are locked.
void App::show_answer() {
    const auto& answer = analysis_.shown();
    if (!answer || answer->number == analysis_seen_) return;
    analysis_seen_ = answer->number;
    show_characters();
}

void App::update_pipeline(double now_s) {
    if (maps_.several()) {
        transition_.end();
        motion_.forget();
        maps_.update(settings(), pipeline(), stage_.renderer.nodes());
        return;
    }
    const bool regroups =
        pipeline().revisions().draw_list > 0 && level_shown(settings()) != pipeline().level().level;
    if (!regroups) {
        pipeline().update(settings());
        return;
    }
    const LevelMap from = pipeline().level();
    DrawList before = pipeline().draw_list();
    pipeline().update(settings());
    if (settings().style.reduced_motion)
        transition_.end();
    else
        transition_.begin(from, pipeline().level(), std::move(before), *data().atlas, stage_.renderer.nodes(),
                          now_s);
}

Frame App::base_frame(double now_s) const {
    const bool reduced = settings().style.reduced_motion;
    return {.style = settings().style,
            .time_s = reduced ? 0 : now_s,
            .motion = reduced ? Motion::still : Motion::moving,
            .quality = effort_.quality,
            .hover = hover_.next(),
            .selected = settings().selected,
            .arcs = arcs_};
}

/// The picture and the interface over it. Where OpenGL is software, blending panels costs it more than all
/// the rest: the processor lays them over its own picture.
void App::draw_frame(const AppWindow::Size& size, double now_s) {
    const bool enlarges = presenter_ && presenter_->tool == PresenterTool::magnifier;
    const bool one_picture = !maps_.several() && !enlarges;
    bool in_picture = one_picture && stage_.renderer.arc_path(arcs_) == ArcPath::cpu;
    if (in_picture) {
        const UiLayer& layer = stage_.ui.layer();
        in_picture = layer.width_px() == viewport_.width_px && layer.height_px() == viewport_.height_px;
        if (in_picture) stage_.renderer.set_interface({layer.rgba(), layer.number()});
    }
    if (!in_picture) stage_.renderer.set_interface({});
    draw(size, now_s);
    if (!in_picture) stage_.ui.draw();
}

/// With OpenGL of its own a machine draws everything in every frame.
Effort App::effort(const Camera& camera, const DrawList& list, double now_s) {
    if (stage_.renderer.arc_path(arcs_) != ArcPath::cpu) return {};
    const Effort effort = pace_.next({.camera = camera,
                                      .list_revision = list.revision,
                                      .arcs = list.arcs.size(),
                                      .playing = settings().playback.playing},
                                     now_s);
    stage_.renderer.draw_at_most(effort.most_arcs);
    return effort;
}

void App::draw(const AppWindow::Size& size, double now_s) {
    if (tells()) {
        StoryPicture::Picture picture = pictures_->at(present(*presenter_, data(), now_s), viewport_);
        picture.frame.arcs = arcs_;
        effort_ = effort(picture.frame.camera, picture.list, now_s);
        picture.frame.quality = effort_.quality;
        stage_.renderer.draw(picture.list, picture.frame);
        stage_.renderer.show(size.width_px, size.height_px);
    } else {
        effort_ = effort(settings().camera, pipeline().draw_list(), now_s);
        draw_map(size, now_s);
    }
    if (presenter_ && presenter_->tool == PresenterTool::magnifier && ImGui::IsMousePosValid())
        stage_.renderer.show_enlarged(
            {.x_px = ImGui::GetIO().MousePos.x,
             .y_px = ImGui::GetIO().MousePos.y,
             .half_px = std::round(magnifier_share * static_cast<float>(size.height_px)),
             .times = magnifier_times});
}

/// During a live answer the scene's title stays, its caption makes room.
Titles App::live_titles() const {
    if (!presenter_) return {};
    return {.title = said(presenter_->story->scenes[presenter_->row].title, settings().style.language)};
}

void App::draw_map(const AppWindow::Size& size, double now_s) {
    Frame frame = base_frame(now_s);
    const auto drawn = maps_.draw({.base = frame,
                                   .window_height_px = size.height_px,
                                   .ground = theme(settings().style.theme).ground.sea},
                                  stage_.renderer);
    if (!drawn) {
        documents_.tell(drawn.error().message, true);
        settings().beside = {};
    }
    if (drawn && *drawn) return;
    const NodeShift moved = shift(now_s);  // may end the transition, and with it the list that it holds
    frame.camera = settings().camera;
    frame.viewport = viewport_;
    frame.shift = moved;
    frame.titles = live_titles();
    stage_.renderer.draw(transition_.list(pipeline().draw_list(), now_s), frame);
    stage_.renderer.show(size.width_px, size.height_px);
}

void App::dump_state() {
    if (!dump_.wanted()) return;
    const std::size_t own = own_map(settings());
    const Renderer& drawn_by = maps_.drawn_by(own, stage_.renderer);
    const glm::dvec2 origin = maps_.origin(own);
    std::vector<StateView::Anchor> anchors;
    for (const PlaceItem& item : pipeline().draw_list().places) {
        if (item.rank > 0 || anchors.size() == most_anchors) continue;
        const std::optional<PlaceId> place = place_of(*data().atlas, item.node);
        if (!place) continue;
        const MapPoint where = stage_.renderer.nodes()[index(item.node)];
        auto px = drawn_by.view().to_screen({where.x_m, where.y_m, 0});
        if (px) *px += glm::dvec3(origin, 0);
        if (!px || !layout_.map.holds({static_cast<float>(px->x), static_cast<float>(px->y)})) continue;
        anchors.push_back({*place, {static_cast<int>(px->x), static_cast<int>(px->y)}});
    }
    dump_.write(state_json({.data = data(),
                            .settings = settings(),
                            .workspace = workspace_,
                            .hover = hover_.target(),
                            .derived = pipeline(),
                            .layout = layout_,
                            .pointer = {static_cast<int>(hovered_px_.x), static_cast<int>(hovered_px_.y),
                                        ImGui::IsAnyMouseDown() ? 1 : 0},
                            .typing = ImGui::GetIO().WantTextInput,
                            .keyboard = ring_->active(),
                            .anchors = std::move(anchors),
                            .import = &documents_.import(),
                            .cells = maps_.layout().cells,
                            .project_path = documents_.now().project_path,
                            .presenter = presenter_ ? &*presenter_ : nullptr,
                            .story_s = presenter_ ? story_seconds(*presenter_, last_frame_s_) : 0,
                            .analysis = &analysis_}),
                frames_);
}

void App::open_camera(AppRequest::Opening opening) {
    const Projection& projection = stage_.renderer.projection();
    if (opening == AppRequest::Opening::home) settings().camera = home_camera(data(), viewport_, projection);
    if (opening == AppRequest::Opening::fit)
        settings().camera = fit(fit_, settings().camera, viewport_, projection);
    history() = History(settings());
    unsaved_->begin(settings());
}

void App::frame(const AppWindow::Size& size) {
    const double now_s = stage_.window.seconds();
    const bool was_answering = analysis_.busy();
    update_documents();
    export_.update();
    workspace_.export_state = export_.state();
    show_answer();
    const Kept<Story> told = story_told();  // before the frame begins: fonts may change
    follow_presenting(now_s);
    workspace_.cards = settings().pins.size();
    workspace_.large_text = settings().style.text_scale >= large_text_from;
    workspace_.answering = presenter_ && presenter_->answering && !settings().selected.empty();
    layout_ = lay_out(static_cast<float>(size.width_px), static_cast<float>(size.height_px), scale(size),
                      workspace_);
    const MapsOnScreen::Place place{.data = documents_.now().data,
                                    .settings = settings(),
                                    .projection = stage_.renderer.projection(),
                                    .whole = viewport(size),
                                    .area = layout_.map,
                                    .gap_px = std::round(2 * scale(size)),
                                    .on_stage = presenter_.has_value()};
    viewport_ = maps_.lay_out(place);
    workspace_.monitors = stage_.window.monitors();
    if (opening_) open_camera(*std::exchange(opening_, std::nullopt));
    const auto fonts = stage_.ui.fonts(scale(size));
    const Theme& colours = theme(settings().style.theme);
    const Look look{.theme = colours,
                    .accent = layer_colour_of(colours, data(), settings().current_layer),
                    .fonts = fonts ? *fonts : UiFonts{},
                    .scale = scale(size),
                    .language = settings().style.language};
    apply_look(look);
    hover_.begin_frame();
    keys_ = stage_.window.take_keys();
    if (notes_window_) std::ranges::move(notes_window_->take_keys(), std::back_inserter(keys_));
    stage_.ui.feed(keys_);
    stage_.ui.begin_frame();
    if (!tells()) tick(now_s);
    const Settings before = settings();
    if (presenter_) {
        presenter_keys(now_s);
        presenter_pointer(now_s);
    } else {
        keys_and_pointer(now_s);
    }
    const OpenedAs opened = opened_as(documents_.now());
    PanelContext context{data(),
                         pipeline(),
                         look,
                         layout_,
                         {history().can_undo(), history().can_redo()},
                         settings(),
                         workspace_,
                         hover_,
                         actions_,
                         &documents_.import(),
                         &views_,
                         &opened,
                         &analysis_,
                         told ? &*told : nullptr,
                         presenter_ ? &*presenter_ : nullptr,
                         maps_.maps()};
    draw_panels(panels_, context);
    if (auto seen = maps_.seen_as_before(before, settings(), place)) settings() = std::move(*seen);
    maps_.draw_frames(settings(), look);
    observe(now_s);
    update_analysis();
    if (!tells()) update_pipeline(now_s);
    views_.update(
        {documents_.now().data, pipeline(), settings(), workspace_, std::chrono::system_clock::now()});
    stage_.ui.end_frame();
    draw_frame(size, now_s);
    stage_.window.swap();
    show_notes_window();
    ++frames_;
    act(now_s);
    dump_state();
    hovered_px_ = ImGui::IsMousePosValid() ? ImGui::GetIO().MousePos : ImVec2(-1, -1);
    last_frame_s_ = now_s;
    const bool answered = was_answering && !analysis_.busy();  // the panels draw it in the next frame
    const bool changed = answered || settings() != before || !(hover_.next() == hover_.target());
    settling_ = changed ? 3 : std::max(0, settling_ - 1);
}

int App::run() {
    pipeline().update(settings());
    bool due = true;
    while (!stage_.window.close_wished()) {
        const double begin_s = stage_.window.seconds();
        const AppWindow::Size size = stage_.window.size();
        const bool draws = due && !stage_.window.minimised();
        if (draws) frame(size);
        const double waited_from_s = stage_.window.seconds();
        if (draws) times_.add(begin_s, 1000 * (waited_from_s - begin_s));
        const std::string fault =
            presenter_ ? std::string() : unsaved_->update(documents_.now(), waited_from_s);
        if (!fault.empty())
            documents_.tell(format_ui(Text::autosave_failed, settings().style.language, fault), true);
        const double wished_s = wait_s(waited_from_s - begin_s);
        stage_.window.wait(wished_s);
        // Woken before the time was over: something happened, so what it leads to is drawn until it has
        // settled.
        const bool woken = stage_.window.seconds() - waited_from_s < wished_s * 0.9;
        if (woken) settling_ = std::max(settling_, 2);
        due = woken || wished_s < idle_s || ImGui::GetIO().WantTextInput;  // the text cursor blinks
    }
    return exit_done;
}

int fail(const std::string& message, int status) {
    fmt::print(stderr, "{}\n", message);
    return status;
}

}  // namespace

int run_app(const AppRequest& request) {
    const Language language = request.settings.style.language;
    const std::string& title = language == Language::zh ? request.data->title_zh : request.data->title_en;
    auto window = AppWindow::open(
        {.title = title.empty() ? ui(Text::default_title, language) : title.c_str(), .language = language});
    if (!window) return fail(window.error().message, exit_machine_lacks);
    auto session = UiSession::create(*window, *request.data);
    if (!session) return fail(session.error().message, exit_machine_lacks);
    if (const auto fonts = session->fonts(1); !fonts) return fail(fonts.error().message, exit_machine_lacks);
    auto renderer = Renderer::create(request.data, map_crs(*request.data));
    if (!renderer) return fail(renderer.error().message, exit_machine_lacks);
    App app(request, {std::move(*window), std::move(*session), std::move(*renderer)});
    return app.run();
}

}  // namespace flowspace
