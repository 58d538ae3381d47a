#include "viewer/app.h"

#include "render/renderer.h"
#include "render/scene/home_camera.h"
#include "viewer/camera_control.h"
#include "viewer/command.h"
#include "viewer/focus.h"
#include "viewer/history.h"
#include "viewer/map_input.h"
#include "viewer/panel.h"
#include "viewer/panel_picture.h"
#include "viewer/shortcuts.h"
#include "viewer/state_json.h"
#include "viewer/strings.h"
#include "viewer/time_brush.h"
#include "viewer/ui_session.h"
#include "viewer/window.h"

#include <fmt/format.h>

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>
#include <utility>

namespace flowspace {

namespace {

constexpr double frame_s = 1.0 / 60;
constexpr double idle_s = 0.5;
constexpr std::size_t most_anchors = 100;

/// Everything of a running window, declared so that each goes before what it stands on.
struct Stage {
    AppWindow window;
    UiSession ui;
    Renderer renderer;
};

class App {
public:
    App(const AppRequest& request, Stage stage)
        : data_(request.data),
          stage_(std::move(stage)),
          pipeline_(request.data),
          settings_(normalised(request.settings, shape_of(*request.data))),
          history_(settings_),
          dump_(request.state_dump),
          opening_(request.opening),
          fit_(request.fit),
          panels_(all_panels()) {
        workspace_.presenting = request.presenting;
    }

    int run();

private:
    void frame(const AppWindow::Size& size);
    void keys_and_pointer(double now_s);
    void tick(double now_s);
    void act(double now_s);
    void observe(double now_s);
    void draw(const AppWindow::Size& size, double now_s);
    void dump_state();
    void fly(const Target& target, double now_s);
    void open_camera(AppRequest::Opening opening);
    void click(glm::dvec2 px);
    double wait_s(double spent_s) const;
    bool animates() const;
    Viewport viewport(const AppWindow::Size& size) const;
    float scale(const AppWindow::Size& size) const;

    std::shared_ptr<const Dataset> data_;
    Stage stage_;
    Pipeline pipeline_;
    Settings settings_;
    Workspace workspace_;
    History history_;
    Hover hover_;
    StateDump dump_;
    std::optional<AppRequest::Opening> opening_;  // until the first frame, which knows the size
    std::vector<LonLat> fit_;
    std::vector<Panel> panels_;
    std::vector<Action> actions_;
    std::vector<AppWindow::KeyEvent> keys_;  // of this frame
    MapPointer map_pointer_;
    Layout layout_;
    Viewport viewport_;
    std::optional<Flight> flight_;
    Edit::Cause flight_cause_ = Edit::Cause::person;
    double last_frame_s_ = 0;
    double next_play_s_ = 0;
    std::uint64_t gesture_ = 0;
    bool keys_move_ = false;
    ImVec2 hovered_px_ = {-1, -1};  // where the pointer was when hover_ was set
    int settling_ = 3;              // frames still to be drawn before the loop may wait
};

float App::scale(const AppWindow::Size& size) const {
    return size.scale * theme(settings_.style.theme).text_scale;
}

Viewport App::viewport(const AppWindow::Size& size) const {
    return {.width_px = size.width_px, .height_px = size.height_px, .insets_px = layout_.insets_px};
}

bool App::animates() const {
    const Style& style = settings_.style;
    return !style.reduced_motion && style.speed > 0 && !pipeline_.draw_list().arcs.empty();
}

/// How long to sleep before the next frame. What moves is drawn at 60 frames a second at most, and where a
/// frame takes long a fifth of the time is left to the machine.
double App::wait_s(double spent_s) const {
    if (stage_.window.minimised()) return idle_s;
    const bool busy = animates() || flight_ || settings_.playback.playing || keys_move_ || settling_ > 0 ||
                      pipeline_.busy() || map_pointer_.dragging();
    if (!busy) return idle_s;
    return std::max(frame_s - spent_s, settling_ > 0 ? 0.001 : spent_s * 0.2);
}

KeyPresses key_presses(const std::vector<AppWindow::KeyEvent>& events) {
    const ImGuiIO& io = ImGui::GetIO();
    KeyPresses keys;
    if (io.WantTextInput) return keys;
    for (const AppWindow::KeyEvent& press : events) {
        if (press.action == GLFW_RELEASE) continue;
        const bool ctrl = (press.mods & GLFW_MOD_CONTROL) != 0;
        const bool shift = (press.mods & GLFW_MOD_SHIFT) != 0;
        if (ctrl && press.key == GLFW_KEY_Z) ++(shift ? keys.redo : keys.undo);
        if (ctrl && press.key == GLFW_KEY_Y) ++keys.redo;
        if (ctrl && press.key == GLFW_KEY_Q) ++keys.quit;
        if (press.action == GLFW_REPEAT) continue;
        keys.escape += press.key == GLFW_KEY_ESCAPE ? 1 : 0;
        keys.present += press.key == GLFW_KEY_F5 ? 1 : 0;
        keys.home += press.key == GLFW_KEY_HOME ? 1 : 0;
    }
    if (io.KeyCtrl || io.KeyAlt || io.KeySuper) return keys;
    for (const ImWchar character : io.InputQueueCharacters)
        if (character < 0x80) keys.characters += static_cast<char>(character);
    return keys;
}

ArrowKeys arrow_keys(double seconds) {
    const ImGuiIO& io = ImGui::GetIO();
    if (io.WantTextInput || io.KeyCtrl) return {};
    const auto down = [](int key) { return ImGui::IsKeyDown(key) ? 1.0 : 0.0; };
    return {.towards = {down(GLFW_KEY_RIGHT) - down(GLFW_KEY_LEFT), down(GLFW_KEY_DOWN) - down(GLFW_KEY_UP)},
            .zoom = std::clamp(down(GLFW_KEY_EQUAL) + down(GLFW_KEY_KP_ADD) - down(GLFW_KEY_MINUS) -
                                   down(GLFW_KEY_KP_SUBTRACT),
                               -1.0, 1.0),
            .seconds = std::min(seconds, 0.1)};
}

PointerFrame pointer_frame() {
    const ImGuiIO& io = ImGui::GetIO();
    return {.px = {io.MousePos.x, io.MousePos.y},
            .over_map = !io.WantCaptureMouse && ImGui::IsMousePosValid(),
            .left_pressed = ImGui::IsMouseClicked(ImGuiMouseButton_Left),
            .left_down = ImGui::IsMouseDown(ImGuiMouseButton_Left),
            .left_released = ImGui::IsMouseReleased(ImGuiMouseButton_Left),
            .right_pressed = ImGui::IsMouseClicked(ImGuiMouseButton_Right),
            .right_down = ImGui::IsMouseDown(ImGuiMouseButton_Right),
            .ctrl = io.KeyCtrl,
            .wheel_notches = static_cast<double>(io.MouseWheel)};
}

void App::click(glm::dvec2 px) {
    if (workspace_.popover != Popover::none) {
        workspace_.popover = Popover::none;
        workspace_.search_text.clear();
        return;
    }
    const Target hit = stage_.renderer.pick(px.x, px.y);
    if (ImGui::GetIO().KeyCtrl && (hit.place || hit.group))
        settings_.focus = toggled(settings_.focus, hit);
    else
        settings_.selected = settings_.selected == hit ? Target{} : hit;
}

void App::keys_and_pointer(double now_s) {
    const double passed_s = now_s - last_frame_s_;
    apply_keys(key_presses(keys_), {*data_, settings_, workspace_, actions_});
    const CameraStage stage{viewport_, stage_.renderer.projection()};
    const ArrowKeys arrows = arrow_keys(passed_s);
    keys_move_ = arrows.zoom != 0 || arrows.towards != glm::dvec2{};
    if (keys_move_) settings_.camera = move_by_keys(settings_.camera, stage, arrows);
    const PointerFrame pointer = pointer_frame();
    const MapPointer::Outcome outcome = map_pointer_.update(settings_.camera, stage, pointer);
    settings_.camera = outcome.camera;
    if (outcome.moved || keys_move_) flight_.reset();
    if (outcome.clicked_px) click(*outcome.clicked_px);
    if (pointer.over_map && !map_pointer_.dragging())
        hover_.set(stage_.renderer.pick(pointer.px.x, pointer.px.y));
    if (pointer.left_pressed || pointer.right_pressed) ++gesture_;
}

/// Playback and flights: what moves by itself.
void App::tick(double now_s) {
    const bool playing = settings_.playback.playing;
    if (!playing) next_play_s_ = now_s + 1 / settings_.playback.steps_per_s;
    if (playing && now_s >= next_play_s_) {
        const auto window =
            play_step(data_->flows->time_axis(), settings_.filter.window, settings_.playback.mode);
        if (window)
            settings_.filter.window = *window;
        else
            settings_.playback.playing = false;
        // A frame that took long does not make the next ones hurry.
        next_play_s_ = std::max(next_play_s_ + 1 / settings_.playback.steps_per_s, now_s);
        history_.observe(settings_, {.time_s = now_s, .cause = Edit::Cause::tick});
    }
    if (!flight_) return;
    settings_.camera = camera_at(*flight_, now_s);
    history_.observe(settings_, {.time_s = now_s, .cause = std::exchange(flight_cause_, Edit::Cause::tick)});
    if (has_ended(*flight_, now_s)) flight_.reset();
}

void App::fly(const Target& target, double now_s) {
    const auto& places = data_->atlas->places;
    std::vector<LonLat> points;
    if (target.place) points = {places[index(*target.place)].location};
    if (target.group)
        for (const Membership& member : data_->atlas->groups[index(*target.group)].members)
            points.push_back(places[index(member.place)].location);
    if (target.flow) {
        const Pair& ends = data_->flows->pairs()[index(target.flow->pair)];
        points = {places[index(ends.origin)].location, places[index(ends.destination)].location};
    }
    Camera to = points.empty() ? home_camera(*data_, viewport_, stage_.renderer.projection())
                               : fit(points, settings_.camera, viewport_, stage_.renderer.projection());
    if (target.place) {
        to = settings_.camera;
        to.centre = points.front();
        to.width_km = std::min(settings_.camera.width_km, 1200.0);
    }
    to.width_km = std::clamp(to.width_km, narrowest_km, widest_km);
    const Motions motions = settings_.style.reduced_motion ? Motions::reduced : Motions::smooth;
    flight_ = start_flight(settings_.camera, to, now_s, motions);
}

void App::act(double now_s) {
    for (const Action& action : std::exchange(actions_, {})) {
        if (const auto* flight = std::get_if<FlyTo>(&action)) {
            fly(flight->target, now_s);
            // A flight that goes with another change is part of that step; alone it is a step of its own.
            flight_cause_ = flight->target == settings_.selected && !flight->target.empty()
                                ? Edit::Cause::tick
                                : Edit::Cause::person;
            continue;
        }
        if (std::holds_alternative<Quit>(action)) {
            stage_.window.wish_to_close();
            continue;
        }
        const auto then = std::holds_alternative<Undo>(action) ? history_.undo() : history_.redo();
        if (!then) continue;
        settings_ = *then;
        settings_.playback.playing = false;
        flight_.reset();
    }
}

void App::observe(double now_s) {
    settings_ = normalised(settings_, shape_of(*data_));
    const ImGuiIO& io = ImGui::GetIO();
    const bool in_gesture = io.MouseDown[0] || io.MouseDown[1] || io.MouseReleased[0] || io.MouseReleased[1];
    history_.observe(settings_, {.gesture = in_gesture ? gesture_ : 0, .time_s = now_s});
}

void App::draw(const AppWindow::Size& size, double now_s) {
    const Style& style = settings_.style;
    const bool reduced = style.reduced_motion;
    stage_.renderer.draw(pipeline_.draw_list(), {.camera = settings_.camera,
                                                 .viewport = viewport_,
                                                 .style = style,
                                                 .time_s = reduced ? 0 : now_s,
                                                 .motion = reduced ? Motion::still : Motion::moving,
                                                 .hover = hover_.target(),
                                                 .selected = settings_.selected});
    stage_.renderer.show(size.width_px, size.height_px);
}

void App::dump_state() {
    if (!dump_.wanted()) return;
    std::vector<StateView::Anchor> anchors;
    for (const PlaceItem& item : pipeline_.draw_list().places) {
        if (item.rank > 0 || anchors.size() == most_anchors) continue;
        const auto where =
            stage_.renderer.projection().forward(data_->atlas->places[index(item.place)].location);
        if (!where) continue;
        const auto px = stage_.renderer.view().to_screen({where->x_m, where->y_m, 0});
        if (!px || !layout_.map.holds({static_cast<float>(px->x), static_cast<float>(px->y)})) continue;
        anchors.push_back({item.place, {static_cast<int>(px->x), static_cast<int>(px->y)}});
    }
    dump_.write(state_json({.data = *data_,
                            .settings = settings_,
                            .workspace = workspace_,
                            .hover = hover_.target(),
                            .derived = pipeline_,
                            .layout = layout_,
                            .pointer = {static_cast<int>(hovered_px_.x), static_cast<int>(hovered_px_.y),
                                        ImGui::IsAnyMouseDown() ? 1 : 0},
                            .typing = ImGui::GetIO().WantTextInput,
                            .anchors = std::move(anchors)}));
}

void App::open_camera(AppRequest::Opening opening) {
    const Projection& projection = stage_.renderer.projection();
    if (opening == AppRequest::Opening::home) settings_.camera = home_camera(*data_, viewport_, projection);
    if (opening == AppRequest::Opening::fit)
        settings_.camera = fit(fit_, settings_.camera, viewport_, projection);
    history_ = History(settings_);
}

void App::frame(const AppWindow::Size& size) {
    const double now_s = stage_.window.seconds();
    layout_ = lay_out(static_cast<float>(size.width_px), static_cast<float>(size.height_px), scale(size),
                      workspace_);
    viewport_ = viewport(size);
    if (opening_) open_camera(*std::exchange(opening_, std::nullopt));
    const auto fonts = stage_.ui.fonts(scale(size));
    const Theme& colours = theme(settings_.style.theme);
    const Look look{.theme = colours,
                    .accent = layer_colour_of(colours, *data_, settings_.current_layer),
                    .fonts = fonts ? *fonts : UiFonts{},
                    .scale = scale(size),
                    .language = settings_.style.language};
    apply_look(look);
    hover_.begin_frame();
    keys_ = stage_.window.take_keys();
    stage_.ui.feed(keys_);
    stage_.ui.begin_frame();
    tick(now_s);
    const Settings before = settings_;
    keys_and_pointer(now_s);
    PanelContext context{*data_,    pipeline_,  look,   layout_, {history_.can_undo(), history_.can_redo()},
                         settings_, workspace_, hover_, actions_};
    draw_panels(panels_, context);
    observe(now_s);
    pipeline_.update(settings_);
    draw(size, now_s);
    stage_.ui.end_frame();
    stage_.window.swap();
    act(now_s);
    dump_state();
    hovered_px_ = ImGui::IsMousePosValid() ? ImGui::GetIO().MousePos : ImVec2(-1, -1);
    last_frame_s_ = now_s;
    const bool changed = settings_ != before || !(hover_.next() == hover_.target());
    settling_ = changed ? 3 : std::max(0, settling_ - 1);
}

int App::run() {
    pipeline_.update(settings_);
    bool due = true;
    while (!stage_.window.close_wished()) {
        const double begin_s = stage_.window.seconds();
        const AppWindow::Size size = stage_.window.size();
        if (due && !stage_.window.minimised()) frame(size);
        const double waited_from_s = stage_.window.seconds();
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
    auto renderer = Renderer::create(request.data, albers_china);
    if (!renderer) return fail(renderer.error().message, exit_machine_lacks);
    App app(request, {std::move(*window), std::move(*session), std::move(*renderer)});
    return app.run();
}

}  // namespace flowspace
