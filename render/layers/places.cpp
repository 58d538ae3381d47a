// Draws places as discs on the ground: area is the measure, the ring shows out against in.
#include "render/layers/places.h"

#include "data/nodes.h"
#include "render/gl/buffer.h"
#include "render/gl/program.h"
#include "render/scene/disc_painter.h"

#include <glm/vec4.hpp>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>
#include <vector>

namespace flowspace {

namespace {

constexpr float smallest_ringed_px = 3.6f;

class PlacesLayer final : public Layer {
public:
    PlacesLayer(const LayerSources& sources, gl::Program program)
        : program_(std::move(program)), atlas_(sources.dataset.atlas) {}

    bool prepare(const LayerInputs& inputs) override {
        discs_.swap(before_);
        gather(inputs);
        const std::pair look = {inputs.frame.style.theme, inputs.view.camera.bearing_deg};
        return std::exchange(look_, look) != look || discs_ != before_;
    }

    void paint(const LayerInputs& inputs, const SignCanvas& canvas) const override {
        paint_discs(canvas, discs_,
                    {.clip_from_relative = inputs.view.clip_from_relative,
                     .axes = axes(inputs),
                     .leaving = inputs.theme.out,
                     .arriving = inputs.theme.in,
                     .core = inputs.theme.muted_text,
                     .rim = inputs.theme.ground.sea});
    }

    void draw(const LayerInputs& inputs) override {
        if (discs_.empty()) return;
        buffer_.set(std::span<const Disc>(discs_));
        glEnable(GL_BLEND);
        glBlendEquation(GL_FUNC_ADD);
        glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
        glEnable(GL_DEPTH_TEST);
        glDepthFunc(GL_LEQUAL);
        glDepthMask(GL_FALSE);
        glDisable(GL_CULL_FACE);
        glUseProgram(program_.id());
        const glm::vec4 right_up(axes(inputs));
        glProgramUniform4fv(program_.id(), 0, 1, &right_up.x);
        set_colour(1, inputs.theme.out);
        set_colour(2, inputs.theme.in);
        set_colour(3, inputs.theme.muted_text);
        set_colour(4, inputs.theme.ground.sea);
        glBindBufferBase(GL_SHADER_STORAGE_BUFFER, 0, buffer_.id());
        glBindVertexArray(array_.id());
        glDrawArrays(GL_TRIANGLES, 0, static_cast<GLsizei>(discs_.size() * 6));
    }

private:
    /// The picture's right and up on the map.
    static glm::dvec4 axes(const LayerInputs& inputs) {
        const double bearing = inputs.view.camera.bearing_deg * std::numbers::pi / 180;
        const double east = std::cos(bearing), north = std::sin(bearing);
        return {east, -north, north, east};
    }

    void set_colour(GLint location, Colour colour) {
        const auto c = encoded(colour);
        glProgramUniform3f(program_.id(), location, c[0], c[1], c[2]);
    }

    void gather(const LayerInputs& inputs) {
        discs_.clear();
        const View& view = inputs.view;
        for (const PlaceItem& item : inputs.list.places) {
            const glm::dvec3 world = inputs.nodes[index(item.node)];
            const auto px = view.to_screen(world);
            const double radius_px = std::max(static_cast<double>(item.radius_px) * inputs.px_scale, 0.8);
            if (!px || px->x < -radius_px || px->y < -radius_px || px->x > view.size_px.x + radius_px ||
                px->y > view.size_px.y + radius_px)
                continue;
            const glm::dvec3 relative = world - view.eye;
            const double away_m = (view.clip_from_relative * glm::dvec4(relative, 1)).w;
            const double metres_per_px = away_m * 2 * view.half_extent.y / view.size_px.y;
            const bool chosen =
                is_at(inputs.frame.hover, item.node) || is_at(inputs.frame.selected, item.node);
            const double shown_px = radius_px * (chosen ? 1.35 : 1);
            discs_.push_back({.centre = {glm::vec3(relative), static_cast<float>(shown_px * metres_per_px)},
                              .look = {item.out_share, static_cast<float>(shown_px), chosen ? 1.0f : 0.92f,
                                       !item.plain && shown_px >= static_cast<double>(smallest_ringed_px)
                                           ? 1.0f + item.inside_share
                                           : 0.0f},
                              .fill = ink(inputs.theme, item.fill, 1),
                              .ring = ink(inputs.theme, item.ring,
                                          std::max(2.0f, static_cast<float>(2.5 * inputs.px_scale)))});
        }
    }

    /// Red, green, blue and `amount`; nothing for no ink.
    static glm::vec4 ink(const Theme& theme, OverlayInk ink, float amount) {
        if (!ink) return glm::vec4(0);
        const auto c = encoded(overlay_colour(theme, ink));
        return {c[0], c[1], c[2], amount};
    }

    bool is_at(const Target& target, NodeId node) const {
        if (const auto place = place_of(*atlas_, node)) return target.place == place;
        return target.group == group_of(*atlas_, node);
    }

    gl::Program program_;
    std::shared_ptr<const Atlas> atlas_;
    gl::VertexArray array_;
    gl::DynamicBuffer buffer_;
    std::vector<Disc> discs_, before_;
    std::pair<ThemeId, double> look_ = {};  // theme and bearing of discs_
};

}  // namespace

Result<std::unique_ptr<Layer>> make_places_layer(const LayerSources& sources) {
    auto program = gl::build_program("place.vert", "place.frag");
    if (!program) return program.error();
    return std::unique_ptr<Layer>(std::make_unique<PlacesLayer>(sources, std::move(*program)));
}

}  // namespace flowspace
