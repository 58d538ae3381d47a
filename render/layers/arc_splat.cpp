#include "render/layers/arc_splat.h"

#include <glad/gl.h>

#include <algorithm>
#include <thread>

namespace flowspace {

namespace {

unsigned threads_here() { return std::clamp(std::thread::hardware_concurrency(), 1U, 16U); }

}  // namespace

ArcSplat::ArcSplat(const LayerSources& sources)
    : sources_(sources),
      soft_ground_(threads_here()),
      arcs_(threads_here()),
      marks_(threads_here()),
      splatter_(threads_here(), splat::kernels().back()) {}

void ArcSplat::set_ground(const ReliefTarget& relief, gl::Size picture, const splat::Lines& lines) {
    soft_ground_.take(relief, picture, lines);
    ground_is_new_ = true;
}

void ArcSplat::update_arcs(const LayerInputs& inputs) {
    const std::pair key = {inputs.arcs_revision, inputs.frame.style.theme};
    if (arcs_of_ == key) return;
    arcs_of_ = key;
    const ArcLookInputs how = {.list = inputs.list,
                               .layers = sources_.dataset.flows->layers(),
                               .theme = inputs.theme,
                               .nodes = inputs.nodes,
                               .px_scale = inputs.px_scale};
    std::vector<ArcLook> looks;
    looks.reserve(inputs.arcs.arcs.size());
    for (const ArcOnScreen& arc : inputs.arcs.arcs) looks.push_back(arc_look(arc, how));
    arcs_.set_arcs(inputs.arcs, looks);
}

/// Signs with the interface over them.
void ArcSplat::update_over(const Targets& targets) {
    const std::size_t bytes = static_cast<std::size_t>(targets.size.width_px) *
                              static_cast<std::size_t>(targets.size.height_px) * 4;
    const Over interface = targets.interface.rgba.size() == bytes ? targets.interface : Over {};
    if (laid_ == std::pair(targets.signs, interface)) return;
    laid_ = {targets.signs, interface};
    if (interface.rgba.empty()) {
        splatter_.set_over(targets.signs.rgba);
        return;
    }
    both_.resize(targets.signs.rgba.size());
    splat::cover(targets.signs.rgba, interface.rgba, both_, threads_here());
    splatter_.set_over(both_);
}

void ArcSplat::draw(const LayerInputs& inputs, const Targets& targets) {
    if (std::exchange(ground_is_new_, false)) splatter_.set_ground(soft_ground_.ground());
    update_over(targets);
    const Frame& frame = inputs.frame;
    const auto veil = encoded(inputs.theme.ground.sea);
    const splat::Moment moment = {
        .time_s = frame.style.reduced_motion ? 0 : frame.time_s * static_cast<double>(frame.style.speed),
        .motion = frame.motion,
        .gain = targets.gain,
        .lift = targets.lift,
        .veil = {veil[0], veil[1], veil[2]},
        .veil_share = static_cast<float>(frame.shift.veil)};
    std::vector<splat::Splatter::Coat> coats;
    if (soft_ground_.lines().pieces() > 0) coats.push_back({soft_ground_.lines(), {.motion = Motion::still}});
    coats.push_back({arcs_, moment});
    if (!targets.marks.pieces.empty()) {
        marks_.set_lines(targets.marks, targets.size.width_px, targets.size.height_px);
        coats.push_back({marks_, {.time_s = moment.time_s, .motion = moment.motion}});
    }
    const std::span<const std::uint8_t> picture = splatter_.paint(coats);
    glTextureSubImage2D(targets.picture.id(), 0, 0, 0, targets.size.width_px, targets.size.height_px, GL_RGBA,
                        GL_UNSIGNED_BYTE, picture.data());
}

}  // namespace flowspace
