// Discs, rings, names and furniture: by OpenGL or by the processor, when one of them changes.
#include "data/source/parallel.h"
#include "render/renderer_state.h"

#include <array>
#include <span>

namespace flowspace {

namespace {

LayerInputs with_theme(const LayerInputs& inputs, const Theme& colours) {
    return {.list = inputs.list,
            .frame = inputs.frame,
            .view = inputs.view,
            .theme = colours,
            .arcs = inputs.arcs,
            .arcs_revision = inputs.arcs_revision,
            .nodes = inputs.nodes,
            .bearings = inputs.bearings,
            .paint = inputs.paint,
            .px_scale = inputs.px_scale,
            .detail = inputs.detail,
            .words_apart = inputs.words_apart,
            .lines_apart = inputs.lines_apart};
}

/// The inset has its own sea and land, whatever lies under the map. Pre: `own` outlives what is given.
LayerInputs of_signs(const LayerInputs& of_picture, const Theme& own) {
    return with_theme(of_picture, of_picture.frame.plain_ground ? own : of_picture.theme);
}

}  // namespace

/// Uses no OpenGL, and nothing that the ground's layers use.
void Renderer::State::prepare_signs(const LayerInputs& of_picture) {
    const Theme own = theme_of(of_picture.frame.style);
    const LayerInputs inputs = of_signs(of_picture, own);
    bool any = false;
    for (Entry& entry : layers)
        if (entry.stage == Stage::signs) any = entry.layer->prepare(inputs) || any;
    if (any) ++signs_revision;
}

/// Labels, furniture and discs stand still while the camera does: they are drawn again only when one of them
/// says so. Pre: they are prepared.
void Renderer::State::update_signs(const LayerInputs& of_picture) {
    if (std::exchange(signs_in_target, signs_revision) == signs_revision) return;
    const Theme own = theme_of(of_picture.frame.style);
    const LayerInputs inputs = of_signs(of_picture, own);
    constexpr std::array<float, 4> none = {};
    glClearNamedFramebufferfv(targets->signs_target.id(), GL_COLOR, 0, none.data());
    gl::draw_into(targets->signs_target, targets->size);
    run(Stage::signs, inputs);
    ++sign_draws;
}

/// As update_signs(), without OpenGL. Pre: the ground was set.
void Renderer::State::paint_signs(const LayerInputs& of_picture) {
    if (std::exchange(signs_in_picture, signs_revision) == signs_revision) return;
    const Theme own = theme_of(of_picture.frame.style);
    const LayerInputs inputs = of_signs(of_picture, own);
    const splat::Ground ground = splat->ground();
    const auto width = static_cast<std::size_t>(ground.width_px),
               height = static_cast<std::size_t>(ground.height_px);
    signs_picture.resize(4 * width * height);
    const unsigned threads = std::min(all_threads(), 16U);
    const std::size_t bands = std::min<std::size_t>(2 * threads, height);
    run_parallel(bands, threads, [&](std::size_t band) {
        const SignCanvas canvas = {.width_px = ground.width_px,
                                   .height_px = ground.height_px,
                                   .top_px = static_cast<int>(height * band / bands),
                                   .bottom_px = static_cast<int>(height * (band + 1) / bands),
                                   .rgba = signs_picture,
                                   .ground = ground.depth};
        std::ranges::fill(std::span(canvas.row(canvas.bottom_px - 1), canvas.row(canvas.top_px) + 4 * width),
                          std::uint8_t{0});
        for (const Entry& entry : layers)
            if (entry.stage == Stage::signs) entry.layer->paint(inputs, canvas);
    });
    ++sign_draws;
}

void Renderer::State::lay_signs() {
    gl::draw_into(targets->picture_target, targets->size);
    glEnable(GL_BLEND);
    glBlendEquation(GL_FUNC_ADD);
    glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    glDisable(GL_DEPTH_TEST);
    glUseProgram(lay_over->id());
    glBindTextureUnit(0, targets->signs.id());
    glBindVertexArray(nothing.id());
    glDrawArrays(GL_TRIANGLES, 0, 3);
}

}  // namespace flowspace
