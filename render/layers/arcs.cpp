// Uploads the arcs of a view and draws them in one call.
#include "render/layers/arcs.h"

#include "render/gl/buffer.h"
#include "render/gl/program.h"
#include "render/scene/arc_look.h"
#include "render/scene/picking.h"
#include "render/scene/splat/arc_strokes.h"

#include <glm/vec4.hpp>

#include <array>
#include <cstddef>
#include <vector>

namespace flowspace {

namespace {

/// As arc.vert declares it (std430).
struct ArcBlock {
    glm::vec4 start, control, end, tint, size, motion;
};
static_assert(sizeof(ArcBlock) == 96);

struct Knot {
    std::uint32_t arc;
    float t, along_px, half_width_px;
};

class ArcDrawing {
public:
    ArcDrawing(const LayerSources& sources, gl::Program program)
        : sources_(sources), program_(std::move(program)) {
        const std::array attributes = {gl::Attribute{.location = 0,
                                                     .type = GL_UNSIGNED_INT,
                                                     .offset = offsetof(Knot, arc),
                                                     .read = gl::Attribute::Read::integer},
                                       gl::Attribute{.location = 1, .count = 3, .offset = offsetof(Knot, t)}};
        gl::describe(array_, knots_, sizeof(Knot), attributes);
        glVertexArrayElementBuffer(array_.id(), indices_.id());
    }

    void set(std::span<const ArcOnScreen> arcs, const LayerInputs& inputs) {
        blocks_.clear();
        vertices_.clear();
        elements_.clear();
        for (const ArcOnScreen& arc : arcs) add(arc, inputs);
        arc_buffer_.set(std::span<const ArcBlock>(blocks_));
        knots_.set(std::span<const Knot>(vertices_));
        indices_.set(std::span<const std::uint32_t>(elements_));
    }

    struct Pass {
        float grow_px = 0;
        glm::vec4 outline = {};
        float chosen = 0;
    };
    void draw(const Pass& pass) {
        if (elements_.empty()) return;
        glEnable(GL_DEPTH_TEST);
        glDepthFunc(GL_LEQUAL);
        glDepthMask(GL_FALSE);
        glDisable(GL_CULL_FACE);
        glUseProgram(program_.id());
        glProgramUniform1f(program_.id(), 0, pass.grow_px);
        glProgramUniform4fv(program_.id(), 1, 1, &pass.outline.x);
        glProgramUniform1f(program_.id(), 2, pass.chosen);
        glBindBufferBase(GL_SHADER_STORAGE_BUFFER, 0, arc_buffer_.id());
        glBindVertexArray(array_.id());
        glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(elements_.size()), GL_UNSIGNED_INT, nullptr);
    }

private:
    void add(const ArcOnScreen& arc, const LayerInputs& inputs) {
        const auto row = static_cast<std::uint32_t>(blocks_.size());
        blocks_.push_back(block(arc, inputs));
        const auto first = static_cast<std::uint32_t>(vertices_.size());
        for (std::uint32_t at = 0; at < arc.knot_count; ++at) {
            const ArcKnot& knot = inputs.arcs.knots[arc.first_knot + at];
            const Knot vertex = {row, knot.t, knot.along_px, knot.half_width_px};
            vertices_.insert(vertices_.end(), {vertex, vertex});
            if (at == 0) continue;
            const std::uint32_t v = first + 2 * (at - 1);
            elements_.insert(elements_.end(), {v, v + 1, v + 2, v + 2, v + 1, v + 3});
        }
    }

    ArcBlock block(const ArcOnScreen& arc, const LayerInputs& inputs) const {
        const ArcLook look = arc_look(arc, {.list = inputs.list,
                                            .layers = sources_.dataset.flows->layers(),
                                            .theme = inputs.theme,
                                            .nodes = inputs.nodes,
                                            .px_scale = inputs.px_scale});
        return {.start = arc.curve.start,
                .control = arc.curve.control,
                .end = arc.curve.end,
                .tint = {look.rgb[0], look.rgb[1], look.rgb[2], look.body_alpha},
                .size = {look.width_px, look.length_px, look.dash_px, look.heads},
                .motion = {look.heads_per_s, look.phase, look.arrow_from_px,
                           (look.hollow ? 1.0f : 0.0f) + (look.faded ? 2.0f : 0.0f)}};
    }

    LayerSources sources_;
    gl::Program program_;
    gl::VertexArray array_;
    gl::DynamicBuffer arc_buffer_, knots_, indices_;
    std::vector<ArcBlock> blocks_;
    std::vector<Knot> vertices_;
    std::vector<std::uint32_t> elements_;
};

class ArcsLayer final : public Layer {
public:
    ArcsLayer(const LayerSources& sources, gl::Program program) : drawing_(sources, std::move(program)) {}

    void draw(const LayerInputs& inputs) override {
        const Key key = {inputs.arcs_revision, inputs.frame.style.theme};
        if (!(key == uploaded_)) {
            drawing_.set(inputs.arcs.arcs, inputs);
            uploaded_ = key;
        }
        // Colours lie over each other, strong over weak; the optical depths add up.
        glEnable(GL_BLEND);
        glBlendEquation(GL_FUNC_ADD);
        glBlendFuncSeparate(GL_ONE, GL_ONE_MINUS_SRC1_ALPHA, GL_ONE, GL_ONE);
        drawing_.draw({});
    }

private:
    using Key = std::pair<std::uint64_t, ThemeId>;
    ArcDrawing drawing_;
    Key uploaded_ = {0, ThemeId::night};
};

class HighlightLayer final : public Layer {
public:
    HighlightLayer(const LayerSources& sources, gl::Program program)
        : sources_(sources), drawing_(sources, std::move(program)) {}

    bool shows(const LayerInputs& inputs) const override {
        const Frame& frame = inputs.frame;
        return frame.selected.flow || frame.selected.tie || frame.hover.flow || frame.hover.tie;
    }

    void draw(const LayerInputs& inputs) override {
        chosen_.clear();
        for (const Target* target : {&inputs.frame.selected, &inputs.frame.hover})
            if (target->flow || target->tie) find(*target, inputs);
        if (chosen_.empty()) return;
        const float grow_px = 1.5f * static_cast<float>(inputs.px_scale);
        if (inputs.lines_apart != nullptr) {
            give_apart(*inputs.lines_apart, inputs, grow_px);
            return;
        }
        drawing_.set(chosen_, inputs);
        glEnable(GL_BLEND);
        glBlendEquation(GL_FUNC_ADD);
        glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
        const auto text = encoded(inputs.theme.selection);
        drawing_.draw({.grow_px = grow_px, .outline = {text[0], text[1], text[2], 1}, .chosen = 1});
        drawing_.draw({.chosen = 1});
    }

private:
    void find(const Target& target, const LayerInputs& inputs) {
        for (const ArcOnScreen& arc : inputs.arcs.arcs)
            if (target_of(inputs.list.arcs[arc.item]) == target) chosen_.push_back(arc);
    }

    void give_apart(splat::Lines& lines, const LayerInputs& inputs, float grow_px) const {
        std::vector<ArcLook> looks;
        for (const ArcOnScreen& arc : chosen_)
            looks.push_back(arc_look(arc, {.list = inputs.list,
                                           .layers = sources_.dataset.flows->layers(),
                                           .theme = inputs.theme,
                                           .nodes = inputs.nodes,
                                           .px_scale = inputs.px_scale}));
        for (std::size_t row = 0; row < looks.size(); ++row)
            splat::add_rim(lines, inputs.arcs, chosen_[row], looks[row],
                           {.colour = inputs.theme.selection, .grow_px = grow_px});
        for (std::size_t row = 0; row < looks.size(); ++row)
            splat::add_chosen(lines, inputs.arcs, chosen_[row], looks[row]);
    }

    LayerSources sources_;
    ArcDrawing drawing_;
    std::vector<ArcOnScreen> chosen_;
};

template <class Kind>
Result<std::unique_ptr<Layer>> make(const LayerSources& sources) {
    auto program = gl::build_program("arc.vert", "arc.frag");
    if (!program) return program.error();
    return std::unique_ptr<Layer>(std::make_unique<Kind>(sources, std::move(*program)));
}

}  // namespace

Result<std::unique_ptr<Layer>> make_arcs_layer(const LayerSources& sources) {
    return make<ArcsLayer>(sources);
}
Result<std::unique_ptr<Layer>> make_highlight_layer(const LayerSources& sources) {
    return make<HighlightLayer>(sources);
}

}  // namespace flowspace
