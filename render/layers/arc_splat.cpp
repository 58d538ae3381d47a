#include "render/layers/arc_splat.h"

#include <glad/gl.h>

#include <algorithm>
#include <thread>

namespace flowspace {

namespace {

unsigned threads_here() { return std::clamp(std::thread::hardware_concurrency(), 1U, 16U); }

}  // namespace

ArcSplat::ArcSplat(const LayerSources& sources)
    : sources_(sources), splatter_(threads_here(), splat::kernels().back()) {}

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

void ArcSplat::update_ground(const Targets& targets) {
    const auto width = static_cast<std::uint64_t>(targets.size.width_px);
    const auto height = static_cast<std::uint64_t>(targets.size.height_px);
    const std::pair key = {targets.ground_number, width << 32 | height};
    if (ground_ == key) return;
    ground_ = key;
    rgba_.resize(width * height * 4);
    depth_.resize(width * height);
    glGetTextureImage(targets.ground.id(), 0, GL_RGBA, GL_UNSIGNED_BYTE, static_cast<GLsizei>(rgba_.size()),
                      rgba_.data());
    glGetTextureImage(targets.depth.id(), 0, GL_DEPTH_COMPONENT, GL_FLOAT,
                      static_cast<GLsizei>(depth_.size() * sizeof(float)), depth_.data());
    splatter_.set_ground({.width_px = targets.size.width_px,
                          .height_px = targets.size.height_px,
                          .rgba = rgba_,
                          .depth = depth_});
}

void ArcSplat::draw(const LayerInputs& inputs, const Targets& targets) {
    update_arcs(inputs);
    update_ground(targets);
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
