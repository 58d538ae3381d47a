#include "data/import/problem_words.h"
#include "data/nodes.h"
#include "render/scene/home_camera.h"
#include "viewer/app_loop.h"
#include "viewer/bookmarks.h"
#include "viewer/camera_control.h"
#include "viewer/focus.h"
#include "viewer/panel_picture.h"
#include "viewer/settings_json.h"
#include "viewer/shortcuts.h"
#include "viewer/state_json.h"
#include "viewer/target_camera.h"
#include "viewer/time_brush.h"
#include "viewer/window_input.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <iterator>
#include <utility>

namespace flowspace {

namespace {

constexpr double frame_s = 1.0 / 60;
constexpr double idle_s = 0.5;
constexpr double export_look_s = 0.25;  // while a file is made beside the window
constexpr std::size_t most_anchors = 100;
constexpr double swipe_reach_px = 7;

}  // namespace

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
/// frame takes long a fifth of the time is left to the machine; on stage nothing is, so that the pace is
/// even.
double App::wait_s(double spent_s) const {
    if (stage_.window.minimised()) return idle_s;
    const bool busy = animates() || tells() || flight_ || settings().playback.playing || keys_move_ ||
                      settling_ > 0 || pace_.settling() || maps_.is_settling(stage_.renderer) ||
                      transition_.running(stage_.window.seconds()) ||
                      motion_.running(stage_.window.seconds()) || pipeline().busy() || views_.busy() ||
                      maps_.busy() || analysis_.busy() ||
                      (workspace_.trace_busy && workspace_.popover == Popover::trace) || documents_.busy() ||
                      map_pointer_.dragging();
    if (!busy) return export_.running() ? export_look_s : idle_s;
    return std::max(frame_s - spent_s, settling_ > 0 || tells() ? 0.001 : spent_s * 0.2);
}

void App::click(glm::dvec2 px) {
    if (workspace_.popover == Popover::import_data || workspace_.popover == Popover::browse) return;
    if (workspace_.popover != Popover::none) {
        workspace_.popover = Popover::none;
        workspace_.search_text.clear();
        return;
    }
    Target hit = maps_.pick(px, stage_.renderer);
    hit.border.reset();  // what lies beneath it is selected
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
        const bool imports = workspace_.popover == Popover::import_data &&
                             documents_.import().stage() == ImportSession::Stage::asking;
        if (imports) {  // the picture behind the panel is not meant
            if (std::holds_alternative<Undo>(action)) documents_.import().undo();
            continue;
        }
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

namespace {

int fail(const std::string& message, int status) {
    fmt::print(stderr, "{}\n", message);
    return status;
}

}  // namespace

int App::run() {
    show_characters();
    if (const auto fonts = stage_.ui.fonts(scale(stage_.window.size())); !fonts)
        return fail(fonts.error().message, exit_machine_lacks);
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
            documents_.tell(format_ui(Text::autosave_failed, settings().style.language,
                                      message_in(fault, settings().style.language)),
                            true);
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

int run_app(const AppRequest& request) {
    const Language language = request.settings.style.language;
    const std::string& title = language == Language::zh ? request.data->title_zh : request.data->title_en;
    auto window = AppWindow::open(
        {.title = title.empty() ? ui(Text::default_title, language) : title.c_str(), .language = language});
    if (!window) return fail(window.error().message, exit_machine_lacks);
    auto session = UiSession::create(*window);
    if (!session) return fail(session.error().message, exit_machine_lacks);
    auto renderer = Renderer::create(request.data, map_crs(*request.data));
    if (!renderer) return fail(renderer.error().message, exit_machine_lacks);
    App app(request, {std::move(*window), std::move(*session), std::move(*renderer)});
    return app.run();
}

}  // namespace flowspace
