// The ground: kept until something that it depends on changes, coarse while the camera moves.
#include "render/renderer_state.h"

#include <array>
#include <future>
#include <span>

namespace flowspace {

namespace {

std::vector<GroundKey::Standing> heights_of(std::span<const PlaceItem> places) {
    std::vector<GroundKey::Standing> heights;
    for (const PlaceItem& place : places)
        if (place.height_px > 0) heights.push_back({place.node, place.height_px, place.tower, place.fill});
    return heights;
}

void clear_ground(const gl::Framebuffer& target, const Theme& theme) {
    const auto background = encoded(theme.ground.sea);
    constexpr float farthest = 1;
    glDepthMask(GL_TRUE);
    glClearNamedFramebufferfv(target.id(), GL_COLOR, 0, background.data());
    glClearNamedFramebufferfv(target.id(), GL_DEPTH, 0, &farthest);
}

}  // namespace

/// The kept ground no longer holds; it is taken that the caller draws it, but for one that settles. One that
/// is finer than needed does.
bool Renderer::State::ground_is_due(const LayerInputs& inputs, ArcPath path) {
    const Frame& frame = inputs.frame;
    GroundKey key = {.path = path,
                     .camera = frame.camera,
                     .viewport = frame.viewport,
                     .theme = frame.style.theme,
                     .exaggeration = frame.style.exaggeration,
                     .show_areas = frame.style.show_areas,
                     .areas = inputs.list.areas,
                     .walls = inputs.list.walls,
                     .tubes = inputs.list.tubes,
                     .skins = inputs.list.skins,
                     .heights = heights_of(inputs.list.places),
                     .selected = frame.selected.group,
                     .plain = frame.plain_ground,
                     .detail = Detail::full};
    if (ground_key == key) return false;
    GroundKey coarse = key;
    coarse.detail = Detail::coarse;
    if (ground_key == coarse && inputs.detail == Detail::coarse) return false;
    if (ground_key == coarse && frame.quality == Quality::settling && path == ArcPath::cpu) {
        settle(inputs, std::move(key));
        return false;
    }
    settling.reset();
    ground_key = inputs.detail == Detail::coarse ? std::move(coarse) : std::move(key);
    ++ground_draws;
    return true;
}

void Renderer::State::draw_ground(const LayerInputs& inputs) {
    if (!ground_is_due(inputs, ArcPath::gl)) return;
    clear_ground(targets->ground_target, inputs.theme);
    gl::draw_into(targets->ground_target, targets->size);
    prepare(Stage::relief, inputs);
    run(Stage::relief, inputs);
    prepare(Stage::ground, inputs);
    run(Stage::ground, inputs);
}

ReliefTarget& Renderer::State::relief_target(Detail detail) {
    const gl::Size whole = targets->size;
    const bool half = detail == Detail::coarse && whole.width_px > 1 && whole.height_px > 1;
    auto& target = half ? half_relief : whole_relief;
    if (!target) target.emplace(half ? gl::Size{(whole.width_px + 1) / 2, (whole.height_px + 1) / 2} : whole);
    return *target;
}

/// Pre: it is prepared.
void Renderer::State::draw_soft_relief(const LayerInputs& inputs, const ReliefTarget& target) {
    const gl::Size whole = targets->size;
    clear_ground(target.target, inputs.theme);
    gl::draw_into(target.target, target.size);
    // Not the size of the target, which is rounded: two by two px lie exactly on one.
    if (!(target.size == whole))
        glViewportIndexedf(0, 0, 0, static_cast<float>(whole.width_px) / 2,
                           static_cast<float>(whole.height_px) / 2);
    run(Stage::relief, inputs);
    glFlush();  // OpenGL's own threads draw it while the lines are laid out
}

/// A step from the coarse ground to the whole one; frames go on between steps.
void Renderer::State::settle(const LayerInputs& inputs, GroundKey whole) {
    if (!settling || !(settling->key == whole)) {
        settling.reset();
        std::vector<Layer*> prepared;
        for (const Stage stage : {Stage::relief, Stage::ground})
            for (const Entry& entry : layers)
                if (entry.stage == stage) prepared.push_back(entry.layer.get());
        settling.reset(new Settling{std::move(whole), {inputs, std::move(prepared)}});
        return;
    }
    if (!settling->work.is_ready()) return;
    ReliefTarget& target = relief_target(Detail::full);
    if (!std::exchange(settling->has_relief, true)) {
        draw_soft_relief(inputs, target);
        return;
    }
    gl::draw_into(target.target, target.size);
    run(Stage::ground, inputs);
    splat->set_ground(target, targets->size, {});
    ground_key = std::move(settling->key);
    settling.reset();
    ++ground_draws;
    ++signs_revision;  // other discs may be hidden by it
}

/// Pre: it is due. By OpenGL; while the camera moves the relief at half the size, and its lines by the
/// processor, as sharp as ever.
void Renderer::State::draw_soft_ground(const LayerInputs& inputs) {
    ReliefTarget& target = relief_target(inputs.detail);
    const bool half = !(target.size == targets->size);
    ground_lines.clear();
    LayerInputs with_lines = inputs;
    with_lines.lines_apart = half ? &ground_lines : nullptr;
    auto lines_ready = std::async(std::launch::async, [&, this] { prepare(Stage::ground, with_lines); });
    prepare(Stage::relief, inputs);
    draw_soft_relief(inputs, target);
    lines_ready.get();
    run(Stage::ground, with_lines);
    splat->set_ground(target, targets->size, ground_lines);
}

}  // namespace flowspace
