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
      splatter_(threads_here(), splat::kernels().back()),
      marks_(threads_here(), splat::kernels().back()) {}

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

/// Signs with the interface over them; false where both are what they were.
bool ArcSplat::update_over(const Targets& targets) {
    const std::size_t bytes = static_cast<std::size_t>(targets.size.width_px) *
                              static_cast<std::size_t>(targets.size.height_px) * 4;
    const Over interface = targets.interface.rgba.size() == bytes ? targets.interface : Over {};
    if (laid_ == std::pair(targets.signs, interface)) return false;
    laid_ = {targets.signs, interface};
    over_ = targets.signs.rgba;
    if (!interface.rgba.empty()) {
        both_.resize(over_.size());
        splat::cover(over_, interface.rgba, both_, threads_here());
        over_ = both_;
    }
    return true;
}

std::span<const std::uint8_t> ArcSplat::lay_marks(const Targets& targets, const splat::Moment& moment,
                                                  std::span<const std::uint8_t> arcs) {
    marks_.set_lines(targets.marks, targets.size.width_px, targets.size.height_px);
    splat::Ground ground = soft_ground_.ground();
    ground.rgba = arcs;
    marks_.set_ground(ground);
    marks_.set_over(over_);
    return marks_.paint({.time_s = moment.time_s, .motion = moment.motion});
}

void ArcSplat::draw(const LayerInputs& inputs, const Targets& targets) {
    if (std::exchange(ground_is_new_, false)) splatter_.set_ground(soft_ground_.ground());
    const Frame& frame = inputs.frame;
    const auto veil = encoded(inputs.theme.ground.sea);
    const splat::Moment moment = {
        .time_s = frame.style.reduced_motion ? 0 : frame.time_s * static_cast<double>(frame.style.speed),
        .motion = frame.motion,
        .gain = targets.gain,
        .lift = targets.lift,
        .veil = {veil[0], veil[1], veil[2]},
        .veil_share = static_cast<float>(frame.shift.veil)};
    const Holder holder = targets.marks.pieces.empty() ? Holder::arcs : Holder::marks;
    if (update_over(targets) || over_lies_on_ != holder)
        splatter_.set_over(holder == Holder::arcs ? over_ : std::span<const std::uint8_t>());
    over_lies_on_ = holder;
    std::span<const std::uint8_t> picture = splatter_.paint(moment);
    if (holder == Holder::marks) picture = lay_marks(targets, moment, picture);
    glTextureSubImage2D(targets.picture.id(), 0, 0, 0, targets.size.width_px, targets.size.height_px, GL_RGBA,
                        GL_UNSIGNED_BYTE, picture.data());
}

}  // namespace flowspace
