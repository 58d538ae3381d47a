// Frames: the kept ground, the gathered flows, and what lies on top.
#include "render/renderer_state.h"
#include "render/scene/arc_picture.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <future>
#include <limits>
#include <optional>
#include <string_view>
#include <utility>

namespace flowspace {

namespace {

/// Tilted, mountains stand in front of ground that a flat world would show outside the picture.
PaintFrame painted(const Camera& camera) {
    const double tilted = std::clamp(camera.tilt_deg / 75, 0.0, 1.0);
    const double side = 1.05 + 0.09 * tilted;
    return {.low = {-side, -1.05 - 0.3 * tilted}, .high = {side, side}};
}

/// A map in degrees would make every length wrong.
std::optional<Error> not_in_metres(const Projection& projection) {
    const LonLat here = {105, 35};
    const auto a = projection.forward(here);
    const auto b = projection.forward({here.lon_deg, here.lat_deg + 0.1});
    if (a && b && std::hypot(a->x_m - b->x_m, a->y_m - b->y_m) > 1000) return std::nullopt;
    return Error{
        fmt::format("crs: not-in-metres: found '{:.80}', expected a projected map of China in metres, such "
                    "as EPSG:3857",
                    projection.crs())};
}

}  // namespace

bool is_software() {
    const auto* said = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
    const std::string_view name = said != nullptr ? said : "";
    for (const std::string_view software :
         {"llvmpipe", "softpipe", "swrast", "SwiftShader", "Software Rasterizer"})
        if (name.find(software) != std::string_view::npos) return true;
    return false;
}

Theme theme_of(const Style& style) {
    Theme colours = theme(style.theme);
    colours.text_scale *= style.text_scale;
    return colours;
}

namespace {

/// Of what is not highlighted, while something is.
float dimmed(const Frame& frame) {
    const bool highlighted = frame.hover.flow || frame.selected.flow || frame.hover.tie || frame.selected.tie;
    return highlighted ? 0.25f : 1.0f;
}

/// Of the densest bundles: lighter on dark grounds, deeper on light ones.
float lift_of(const Theme& theme) { return theme.dark ? 1.15f : 0.85f; }

}  // namespace

void Renderer::State::upload_frame(const LayerInputs& inputs) {
    const Frame& frame = inputs.frame;
    const double width = static_cast<double>(relief.columns) * relief.step_m;
    const double height = static_cast<double>(relief.rows) * relief.step_m;
    const glm::dvec2 paint_per_ndc = 1.0 / (inputs.paint.high - inputs.paint.low);
    const auto background = encoded(inputs.theme.ground.sea);
    const FrameBlock block = {
        .clip_from_relative = view.clip_from_relative,
        .picture_px = {view.size_px, 1.0 / view.size_px},
        .clock = {frame.style.reduced_motion ? 0 : frame.time_s * static_cast<double>(frame.style.speed),
                  frame.motion == Motion::still ? 1 : 0, inputs.px_scale, dimmed(frame)},
        .relief_map = {1 / width, 1 / height,
                       (view.eye.x - relief.south_west.x_m + relief.step_m / 2) / width,
                       (view.eye.y - relief.south_west.y_m + relief.step_m / 2) / height},
        .heights = {static_cast<double>(frame.style.exaggeration), view.eye.z, view.centre_height_m,
                    view.distance_m},
        .paint_map = {paint_per_ndc, -inputs.paint.low * paint_per_ndc},
        .background = {background[0], background[1], background[2], frame.plain_ground ? 0 : 1}};
    glNamedBufferSubData(frame_block.id(), 0, sizeof(block), &block);
    glBindBufferBase(GL_UNIFORM_BUFFER, 0, frame_block.id());
}

/// The arcs no longer hold; it is taken that the caller builds them.
bool Renderer::State::arcs_are_due(const DrawList& list, const Frame& frame, double px_scale) {
    const ArcsKey key = {.revision = list.revision,
                         .count = list.arcs.size(),
                         .most = std::min(most_arcs, list.arcs.size()),
                         .camera = frame.camera,
                         .viewport = frame.viewport,
                         .exaggeration = frame.style.exaggeration,
                         .arc_height = frame.style.arc_height,
                         .motion = frame.motion,
                         .shift = frame.shift};
    if (arcs_key == key) return false;
    arcs_key = key;
    nodes_now = standing(shifted(nodes, frame.shift), list.places, relief,
                         static_cast<double>(frame.style.exaggeration), raised_m_per_px(view, px_scale));
    ++arcs_revision;
    return true;
}

/// Pre: they are due. Uses no OpenGL, and nothing that the ground's layers use.
void Renderer::State::build_arcs(const DrawList& list, const Frame& frame, double px_scale) {
    const std::pair order_of = {list.revision, list.arcs.size()};
    if (arc_order_of != order_of) arc_order_now = arc_order(list.arcs);
    arc_order_of = order_of;
    arcs = build_arc_picture({.list = list,
                              .order = std::span(arc_order_now).last(arcs_key->most),
                              .nodes = nodes_now,
                              .relief = relief,
                              .view = view,
                              .px_scale = px_scale,
                              .exaggeration = frame.style.exaggeration,
                              .arc_height = frame.style.arc_height,
                              .motion = frame.motion});
}

void Renderer::State::gather_flows(const LayerInputs& inputs) {
    constexpr std::array<float, 4> none = {};
    glClearNamedFramebufferfv(targets->gathered_target.id(), GL_COLOR, 0, none.data());
    gl::draw_into(targets->gathered_target, targets->size);
    run(Stage::flows, inputs);
}

void Renderer::State::compose_picture(const LayerInputs& inputs) {
    gl::draw_into(targets->picture_target, targets->size);
    glDisable(GL_BLEND);
    glDisable(GL_DEPTH_TEST);
    glDisable(GL_CULL_FACE);
    glUseProgram(compose->id());
    glProgramUniform1f(compose->id(), 0, lift_of(inputs.theme));
    const auto veil = encoded(inputs.theme.ground.sea);
    glProgramUniform4f(compose->id(), 1, veil[0], veil[1], veil[2],
                       static_cast<float>(inputs.frame.shift.veil));
    glBindTextureUnit(0, targets->ground.id());
    glBindTextureUnit(1, targets->gathered.id());
    glBindVertexArray(nothing.id());
    glDrawArrays(GL_TRIANGLES, 0, 3);
}

/// Ground, flows, marks, signs and the interface.
void Renderer::State::splat_flows(const LayerInputs& inputs, bool new_arcs) {
    if (!splat)
        splat.emplace(LayerSources{.dataset = *dataset,
                                   .projection = projection,
                                   .relief = relief,
                                   .lines = lines,
                                   .borders = borders});
    const auto make_ready = [&] {
        if (new_arcs) build_arcs(inputs.list, inputs.frame, inputs.px_scale);
        prepare_signs(inputs);
        splat->update_arcs(inputs);
    };
    if (ground_is_due(inputs, ArcPath::cpu)) {
        // Much of the ground's work is on one thread: what it does not need is made ready by another.
        auto beside = std::async(std::launch::async, make_ready);
        draw_soft_ground(inputs);
        beside.get();
    } else {
        make_ready();
    }
    paint_signs(inputs);
    marks.clear();
    LayerInputs apart = inputs;
    apart.lines_apart = &marks;
    for (Entry& entry : layers)
        if (entry.stage == Stage::top && entry.layer->shows(inputs)) entry.layer->draw(apart);
    splat->draw(inputs, {.picture = targets->picture,
                         .size = targets->size,
                         .signs = {signs_picture, sign_draws},
                         .interface = {interface.rgba, interface.number},
                         .marks = marks,
                         .lift = lift_of(inputs.theme),
                         .gain = dimmed(inputs.frame)});
}

Renderer::Renderer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Renderer::Renderer(Renderer&&) noexcept = default;
Renderer& Renderer::operator=(Renderer&&) noexcept = default;
Renderer::~Renderer() = default;

Result<Renderer> Renderer::create(std::shared_ptr<const Dataset> dataset, const std::string& crs) {
    auto projection = Projection::create(crs);
    if (!projection) return projection.error();
    if (const auto wrong = not_in_metres(*projection)) return *wrong;
    // The relief on a thread of its own, with a projection of its own: one is not for two threads.
    auto relief = std::async(std::launch::async, [&] {
        const auto map = Projection::create(crs);
        return map ? build_relief(dataset->base_map->relief, *map) : Relief{};
    });
    BaseLines lines = build_base_lines(*dataset->atlas, *dataset->base_map, *projection);
    auto state =
        std::make_unique<State>(std::move(dataset), std::move(*projection), relief.get(), std::move(lines));
    auto compose = gl::build_program("full_screen.vert", "composite.frag");
    if (!compose) return compose.error();
    state->compose = std::move(*compose);
    auto lay_over = gl::build_program("full_screen.vert", "lay_over.frag");
    if (!lay_over) return lay_over.error();
    state->lay_over = std::move(*lay_over);
    const LayerSources sources = {.dataset = *state->dataset,
                                  .projection = state->projection,
                                  .relief = state->relief,
                                  .lines = state->lines,
                                  .borders = state->borders};
    for (const LayerEntry& entry : all_layers()) {
        auto layer = entry.make(sources);
        if (!layer) return layer.error();
        state->layers.push_back({entry.stage, std::move(*layer)});
    }
    return Renderer(std::move(state));
}

void Renderer::draw(const DrawList& list, const Frame& asked) {
    State& state = *state_;
    Frame frame = asked;
    frame.viewport.width_px = std::clamp(frame.viewport.width_px, 1, state.largest_side_px);
    frame.viewport.height_px = std::clamp(frame.viewport.height_px, 1, state.largest_side_px);
    const gl::Size size = {frame.viewport.width_px, frame.viewport.height_px};
    if (!state.targets || !(state.targets->size == size)) {
        state.settling.reset();
        state.targets.reset();
        state.whole_relief.reset();
        state.half_relief.reset();
        state.targets.emplace(size);
        state.ground_key.reset();
        state.signs_in_target.reset();
        state.signs_in_picture.reset();
    }
    const double exaggeration = static_cast<double>(frame.style.exaggeration);
    const MapPoint centre = state.projection.forward(frame.camera.centre).value_or(MapPoint{});
    state.view = make_view(frame.camera, frame.viewport, state.projection,
                           state.relief.ground_m(centre) * exaggeration);
    const double px_scale = frame.viewport.height_px / 1080.0;
    state.last_camera = frame.camera;
    const bool new_arcs = state.arcs_are_due(list, frame, px_scale);

    Theme colours = theme_of(frame.style);
    if (frame.plain_ground) {
        const Colour plain = *frame.plain_ground;
        Theme::Ground& ground = colours.ground;
        ground.sea = ground.lowland = ground.upland = ground.plateau = ground.peak = plain;
        ground.lake = ground.river = plain;
    }
    const LayerInputs inputs = {
        .list = list,
        .frame = frame,
        .view = state.view,
        .theme = colours,
        .arcs = state.arcs,
        .arcs_revision = state.arcs_revision,
        .nodes = state.nodes_now,
        .bearings = find_bearings(state.view, state.projection),
        .paint = painted(frame.camera),
        .px_scale = px_scale,
        .detail = frame.quality == Quality::interactive ? Detail::coarse : Detail::full,
        .words_apart = state.words_apart};
    state.upload_frame(inputs);
    if (arc_path(frame.arcs) == ArcPath::cpu) {
        state.splat_flows(inputs, new_arcs);
    } else {
        if (new_arcs) state.build_arcs(list, frame, px_scale);
        state.draw_ground(inputs);
        state.gather_flows(inputs);
        state.compose_picture(inputs);
        gl::draw_into(state.targets->picture_target, size);
        state.run(Stage::top, inputs);
        state.prepare_signs(inputs);
        state.update_signs(inputs);
        state.lay_signs();
    }
    state.pick_scene.remember(list, frame, px_scale);
}

std::vector<TextRun> Renderer::draw_apart(const DrawList& list, const Frame& frame) {
    std::vector<TextRun> words;
    state_->words_apart = &words;
    draw(list, frame);
    state_->words_apart = nullptr;
    return words;
}

void Renderer::show(int window_width_px, int window_height_px) {
    if (!state_->targets) return;
    const gl::Size size = state_->targets->size;
    glBlitNamedFramebuffer(state_->targets->picture_target.id(), 0, 0, 0, size.width_px, size.height_px, 0, 0,
                           window_width_px, window_height_px, GL_COLOR_BUFFER_BIT, GL_NEAREST);
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
}

void Renderer::show_enlarged(const Lens& lens) {
    if (!state_->targets || !(lens.times > 0)) return;
    const auto whole = [](double px) { return static_cast<GLint>(std::lround(px)); };
    const double y_px = state_->targets->size.height_px - lens.y_px, part_px = lens.half_px / lens.times;
    glBlitNamedFramebuffer(state_->targets->picture_target.id(), 0, whole(lens.x_px - part_px),
                           whole(y_px - part_px), whole(lens.x_px + part_px), whole(y_px + part_px),
                           whole(lens.x_px - lens.half_px), whole(y_px - lens.half_px),
                           whole(lens.x_px + lens.half_px), whole(y_px + lens.half_px), GL_COLOR_BUFFER_BIT,
                           GL_LINEAR);
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
}

void Renderer::clear_window(Colour ground) {
    const auto colour = encoded(ground);
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    glClearColor(colour[0], colour[1], colour[2], 1);
    glClear(GL_COLOR_BUFFER_BIT);
}

void Renderer::show_part(const ShownPart& part, int window_height_px) {
    if (!state_->targets || part.width_px <= 0 || part.height_px <= 0) return;
    const int height = state_->targets->size.height_px;
    const int from_y = height - part.y_px - part.height_px;  // OpenGL counts from below
    const int to_y = window_height_px - part.to_y_px - part.height_px;
    glBlitNamedFramebuffer(state_->targets->picture_target.id(), 0, part.x_px, from_y,
                           part.x_px + part.width_px, from_y + part.height_px, part.to_x_px, to_y,
                           part.to_x_px + part.width_px, to_y + part.height_px, GL_COLOR_BUFFER_BIT,
                           GL_NEAREST);
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
}

void Renderer::set_interface(const Interface& interface) { state_->interface = interface; }
void Renderer::draw_at_most(std::size_t arcs) { state_->most_arcs = std::max(arcs, std::size_t{1}); }

std::string Renderer::memory() const {
    for (const State::Entry& entry : state_->layers)
        if (std::string bytes = entry.layer->memory(); !bytes.empty()) return bytes;
    return {};
}

bool Renderer::recall(std::string_view bytes) {
    return std::ranges::any_of(state_->layers,
                               [&](State::Entry& entry) { return entry.layer->recall(bytes); });
}

void Renderer::finish() { glFinish(); }

Image Renderer::read() {
    if (!state_->targets) return {};
    const gl::Size size = state_->targets->size;
    Image image = {.width_px = size.width_px, .height_px = size.height_px, .rgb = {}};
    const auto width = static_cast<std::size_t>(size.width_px);
    const auto height = static_cast<std::size_t>(size.height_px);
    image.rgb.resize(width * height * 3);
    // A strip at a time: the largest pictures need no second copy in memory.
    constexpr std::size_t strip = 256;
    std::vector<std::uint8_t> rgba(width * strip * 4);
    for (std::size_t first = 0; first < height; first += strip) {
        const std::size_t rows = std::min(strip, height - first);
        glGetTextureSubImage(state_->targets->picture.id(), 0, 0, static_cast<GLint>(first), 0, size.width_px,
                             static_cast<GLsizei>(rows), 1, GL_RGBA, GL_UNSIGNED_BYTE,
                             static_cast<GLsizei>(rgba.size()), rgba.data());
        for (std::size_t row = 0; row < rows; ++row) {
            std::uint8_t* to = image.rgb.data() + (height - 1 - first - row) * width * 3;
            const std::uint8_t* from = rgba.data() + row * width * 4;
            for (std::size_t column = 0; column < width; ++column, to += 3, from += 4)
                std::memcpy(to, from, 3);
        }
    }
    return image;
}

Target Renderer::pick(double x_px, double y_px) const {
    const State& state = *state_;
    return state.pick_scene.pick({x_px, y_px}, {.view = state.view,
                                                .arcs = state.arcs,
                                                .relief = state.relief,
                                                .lines = state.lines,
                                                .borders = state.borders,
                                                .nodes = state.nodes_now,
                                                .place_count = state.dataset->atlas->places.size()});
}

const View& Renderer::view() const { return state_->view; }
const Projection& Renderer::projection() const { return state_->projection; }
std::span<const MapPoint> Renderer::nodes() const { return state_->nodes; }

std::optional<glm::dvec2> Renderer::on_screen(NodeId node) const {
    if (!state_->last_camera) return std::nullopt;
    const auto px = state_->view.to_screen(state_->nodes_now[index(node)]);
    if (!px) return std::nullopt;
    return glm::dvec2(px->x, px->y);
}

ArcPath Renderer::arc_path(ArcPath path) const {
    if (path != ArcPath::automatic) return path;
    return state_->software ? ArcPath::cpu : ArcPath::gl;
}
bool Renderer::is_settling() const { return state_->settling != nullptr; }
std::uint64_t Renderer::ground_draws() const { return state_->ground_draws; }
std::uint64_t Renderer::sign_draws() const { return state_->sign_draws; }
int Renderer::largest_side_px() const { return state_->largest_side_px; }
std::uint64_t Renderer::gl_errors() const { return state_->log.errors(); }

}  // namespace flowspace
