// The frame loop's one object: what a running window holds. Its parts: app.cpp (input, time, drawing),
// app_stage.cpp (stories and presenting), app_documents.cpp (files).
#pragma once

#include "render/renderer.h"
#include "viewer/analysis_map.h"
#include "viewer/analysis_run.h"
#include "viewer/app.h"
#include "viewer/area_choice.h"
#include "viewer/command.h"
#include "viewer/documents.h"
#include "viewer/export/export_desk.h"
#include "viewer/history.h"
#include "viewer/level_transition.h"
#include "viewer/map_input.h"
#include "viewer/maps_on_screen.h"
#include "viewer/node_motion.h"
#include "viewer/notes_page.h"
#include "viewer/notes_window.h"
#include "viewer/pace.h"
#include "viewer/panel.h"
#include "viewer/presenter.h"
#include "viewer/recovery.h"
#include "viewer/scene_previews.h"
#include "viewer/state_json.h"
#include "viewer/story_picture.h"
#include "viewer/strings.h"
#include "viewer/ui_session.h"
#include "viewer/unsaved.h"
#include "viewer/views/linked_view.h"
#include "viewer/widgets/focus_ring.h"
#include "viewer/window.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace flowspace {

/// Everything of a running window, declared so that each goes before what it stands on.
struct WindowStage {
    AppWindow window;
    UiSession ui;
    Renderer renderer;
};

class App {
public:
    App(const AppRequest& request, WindowStage stage)
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
    bool has_notes_screen() const;
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

    WindowStage stage_;
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
    bool notes_by_themselves_ = false;  // opened for a monitor of their own, without being asked for
    ScenePreviews previews_{draw_by_studio, AppWindow::wake};
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

}  // namespace flowspace
