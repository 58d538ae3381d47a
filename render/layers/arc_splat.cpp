#include "render/layers/arc_splat.h"

#include <glad/gl.h>

#include <algorithm>
#include <thread>

namespace flowspace {

namespace {

unsigned threads_here() { return std::clamp(std::thread::hardware_concurrency(), 1U, 16U); }

}  // namespace

ArcSplat::ArcSplat(const LayerSources& sources)
    : sources_(sources), soft_ground_(threads_here()), splatter_(threads_here(), splat::kernels().back()) {}

void ArcSplat::set_ground(const ReliefTarget& relief, gl::Size picture, const splat::Lines& lines) {
    soft_ground_.take(relief, picture, lines);
    ground_is_new_ = true;
}

void ArcSplat::update_arcs(const LayerInputs& inputs) {
    const std::pair key = {inputs.arcs_revision, inputs.frame.style.theme};
    if (arcs_ == key) return;
    arcs_ = key;
    const ArcLookInputs how = {.list = inputs.list,
                               .layers = sources_.dataset.flows->layers(),
                               .theme = inputs.theme,
                               .nodes = inputs.nodes,
                               .px_scale = inputs.px_scale};
    std::vector<ArcLook> looks;
    looks.reserve(inputs.arcs.arcs.size());
    for (const ArcOnScreen& arc : inputs.arcs.arcs) looks.push_back(arc_look(arc, how));
    splatter_.set_arcs(inputs.arcs, looks);
}

void ArcSplat::update_signs(const Targets& targets) {
    const bool laid = targets.signs.texture != nullptr;
    const bool is_new = laid && signs_ != targets.signs.number;
    if (is_new) {
        signs_ = targets.signs.number;
        signs_rgba_.resize(static_cast<std::size_t>(targets.size.width_px) *
                           static_cast<std::size_t>(targets.size.height_px) * 4);
        glGetTextureImage(targets.signs.texture->id(), 0, GL_RGBA, GL_UNSIGNED_BYTE,
                          static_cast<GLsizei>(signs_rgba_.size()), signs_rgba_.data());
    }
    if (!is_new && laid == signs_are_laid_) return;
    signs_are_laid_ = laid;
    splatter_.set_over(laid ? std::span<const std::uint8_t>(signs_rgba_) : std::span<const std::uint8_t>());
}

void ArcSplat::draw(const LayerInputs& inputs, const Targets& targets) {
    update_arcs(inputs);
    if (std::exchange(ground_is_new_, false)) splatter_.set_ground(soft_ground_.ground());
    update_signs(targets);
    const Frame& frame = inputs.frame;
    const auto veil = encoded(inputs.theme.ground.sea);
    const auto picture = splatter_.paint(
        {.time_s = frame.style.reduced_motion ? 0 : frame.time_s * static_cast<double>(frame.style.speed),
         .motion = frame.motion,
         .gain = targets.gain,
         .lift = targets.lift,
         .veil = {veil[0], veil[1], veil[2]},
         .veil_share = static_cast<float>(frame.shift.veil)});
    glTextureSubImage2D(targets.picture.id(), 0, 0, 0, targets.size.width_px, targets.size.height_px, GL_RGBA,
                        GL_UNSIGNED_BYTE, picture.data());
}

}  // namespace flowspace
