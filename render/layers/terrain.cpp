// Draws the ground on a grid that is even on the screen: every view gets the same density of vertices.
#include "render/layers/terrain.h"

#include "render/gl/buffer.h"
#include "render/gl/program.h"
#include "render/gl/target.h"
#include "render/layers/ground_paint.h"

#include <glm/vec2.hpp>

#include <array>
#include <cmath>
#include <vector>

namespace flowspace {

namespace {

constexpr double full_cell_px = 8;
constexpr double coarse_cell_px = 20;
constexpr double most_cells = 320;  // along the longer side: large pictures need no finer ground

struct LightLook {
    float shade;      // how far slopes away from the light darken
    float highlight;  // how far slopes towards it brighten
};
LightLook light_look(const Theme& theme) {
    return theme.dark ? LightLook{0.85f, 1.25f} : LightLook{0.42f, 0.22f};
}

glm::vec3 rgb(Colour colour) {
    const auto c = encoded(colour);
    return {c[0], c[1], c[2]};
}

/// Where the ray through ndc meets the flat plane, relative to the eye; rays that pass the horizon are cut at
/// the distance where everything has faded.
glm::dvec2 on_plane(const View& view, glm::dvec2 ndc) {
    const double farthest_m = view.distance_m * 6;
    const glm::dvec3 ray = view.ray({(ndc.x + 1) / 2 * view.size_px.x, (1 - ndc.y) / 2 * view.size_px.y});
    const double drop = view.centre_height_m - view.eye.z;
    const double along = ray.z < 0 ? std::min(drop / ray.z, farthest_m) : farthest_m;
    return glm::dvec2(ray) * along;
}

struct Grid {
    std::vector<glm::vec2> relative_m;
    std::vector<std::uint32_t> indices;
};

Grid screen_grid(const LayerInputs& inputs) {
    const glm::dvec2 size = (inputs.paint.high - inputs.paint.low) * 0.5 * inputs.view.size_px;
    const double least = std::max(size.x, size.y) / most_cells;
    const double cell = std::max(least, (inputs.detail == Detail::full ? full_cell_px : coarse_cell_px) *
                                            std::max(1.0, inputs.px_scale * 1080 / 720));
    const auto columns = static_cast<std::uint32_t>(std::ceil(size.x / cell)) + 1;
    const auto rows = static_cast<std::uint32_t>(std::ceil(size.y / cell)) + 1;
    Grid grid;
    grid.relative_m.reserve(static_cast<std::size_t>(columns) * rows);
    grid.indices.reserve(static_cast<std::size_t>(columns) * rows * 6);
    for (std::uint32_t j = 0; j < rows; ++j)
        for (std::uint32_t i = 0; i < columns; ++i) {
            const glm::dvec2 share = {static_cast<double>(i) / (columns - 1),
                                      static_cast<double>(j) / (rows - 1)};
            grid.relative_m.emplace_back(
                on_plane(inputs.view, inputs.paint.low + share * (inputs.paint.high - inputs.paint.low)));
            if (i + 1 == columns || j + 1 == rows) continue;
            const std::uint32_t at = j * columns + i;
            grid.indices.insert(grid.indices.end(),
                                {at, at + 1, at + columns, at + columns, at + 1, at + columns + 1});
        }
    return grid;
}

class TerrainLayer final : public Layer {
public:
    TerrainLayer(const LayerSources& sources, gl::Program ground, gl::Program colours)
        : sources_(sources),
          ground_(std::move(ground)),
          colours_(std::move(colours)),
          relief_(gl::make_texture(relief_size(), GL_RG32F, gl::Filter::linear)),
          relief_colour_(gl::make_texture(relief_size(), GL_RGBA16, gl::Filter::linear)),
          coarse_colour_(gl::make_texture(relief_size(), GL_RGBA8, gl::Filter::linear)),
          colour_target_(gl::make_framebuffer(relief_colour_, nullptr)),
          coarse_target_(gl::make_framebuffer(coarse_colour_, nullptr)),
          painter_(sources) {
        upload_relief();
        const std::array attributes = {gl::Attribute{.location = 0, .count = 2}};
        gl::describe(array_, vertices_, sizeof(glm::vec2), attributes);
        glVertexArrayElementBuffer(array_.id(), indices_.id());
    }

    bool prepare(const LayerInputs& inputs) override {
        painter_.paint(inputs);
        grid_ = screen_grid(inputs);
        return true;
    }

    void draw(const LayerInputs& inputs) override {
        colour_relief(inputs);
        upload_paint(painter_.painted());
        vertices_.set(std::span<const glm::vec2>(grid_.relative_m));
        indices_.set(std::span<const std::uint32_t>(grid_.indices));
        glDisable(GL_BLEND);
        glDisable(GL_CULL_FACE);
        glEnable(GL_DEPTH_TEST);
        glDepthFunc(GL_LEQUAL);
        glDepthMask(GL_TRUE);
        glUseProgram(ground_.id());
        glBindTextureUnit(0, relief_.id());
        glBindTextureUnit(1, (inputs.detail == Detail::full ? relief_colour_ : coarse_colour_).id());
        glBindTextureUnit(2, paint_.id());
        glBindVertexArray(array_.id());
        glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(grid_.indices.size()), GL_UNSIGNED_INT, nullptr);
    }

private:
    gl::Size relief_size() const {
        return {static_cast<int>(sources_.relief.columns), static_cast<int>(sources_.relief.rows)};
    }

    void upload_relief() {
        std::vector<glm::vec2> texels(sources_.relief.height_m.size());
        for (std::size_t cell = 0; cell < texels.size(); ++cell)
            texels[cell] = {sources_.relief.height_m[cell], sources_.relief.presence[cell]};
        const gl::Size size = relief_size();
        glTextureSubImage2D(relief_.id(), 0, 0, 0, size.width_px, size.height_px, GL_RG, GL_FLOAT,
                            texels.data());
    }

    void upload_paint(const Paint& paint) {
        const gl::Size size = {paint.width_px, paint.height_px};
        if (!(size == paint_size_)) {
            paint_ = gl::make_texture(size, GL_RGBA8, gl::Filter::linear);
            paint_size_ = size;
        }
        glTextureSubImage2D(paint_.id(), 0, 0, 0, size.width_px, size.height_px, GL_RGBA, GL_UNSIGNED_BYTE,
                            paint.rgba.data());
    }

    /// The light depends on theme and exaggeration only: computed once, on the map.
    void colour_relief(const LayerInputs& inputs) {
        const std::pair look = {inputs.frame.style.theme, inputs.frame.style.exaggeration};
        if (coloured_ == look) return;
        coloured_ = look;
        GLint before = 0;
        std::array<GLfloat, 4> viewport = {};  // may be half an odd number of px
        glGetIntegerv(GL_DRAW_FRAMEBUFFER_BINDING, &before);
        glGetFloatv(GL_VIEWPORT, viewport.data());

        const auto& ground = inputs.theme.ground;
        const std::array<glm::vec3, 5> tints = {rgb(ground.sea), rgb(ground.lowland), rgb(ground.upland),
                                                rgb(ground.plateau), rgb(ground.peak)};
        const LightLook light = light_look(inputs.theme);
        glDisable(GL_BLEND);
        glDisable(GL_DEPTH_TEST);
        glUseProgram(colours_.id());
        glProgramUniform3fv(colours_.id(), 0, 5, &tints[0].x);
        glProgramUniform4f(colours_.id(), 5,
                           inputs.frame.style.exaggeration / static_cast<float>(sources_.relief.step_m),
                           light.shade, light.highlight, 0);
        glBindTextureUnit(0, relief_.id());
        glBindVertexArray(array_.id());
        for (const gl::Framebuffer* target : {&colour_target_, &coarse_target_}) {
            gl::draw_into(*target, relief_size());
            glDrawArrays(GL_TRIANGLES, 0, 3);
        }

        glBindFramebuffer(GL_DRAW_FRAMEBUFFER, static_cast<GLuint>(before));
        glViewportIndexedf(0, viewport[0], viewport[1], viewport[2], viewport[3]);
    }

    LayerSources sources_;
    gl::Program ground_, colours_;
    gl::Texture relief_;
    gl::Texture relief_colour_;  // 16 bit: smooth however close
    gl::Texture coarse_colour_;  // 8 bit: half the time to sample while the camera moves
    gl::Texture paint_;
    gl::Framebuffer colour_target_, coarse_target_;
    gl::Size paint_size_ = {0, 0};
    gl::VertexArray array_;
    gl::DynamicBuffer vertices_, indices_;
    std::optional<std::pair<ThemeId, float>> coloured_;
    GroundPainter painter_;
    Grid grid_;
};

}  // namespace

Result<std::unique_ptr<Layer>> make_terrain_layer(const LayerSources& sources) {
    auto ground = gl::build_program("terrain.vert", "terrain.frag");
    if (!ground) return ground.error();
    auto colours = gl::build_program("full_screen.vert", "relief_colour.frag");
    if (!colours) return colours.error();
    return std::unique_ptr<Layer>(
        std::make_unique<TerrainLayer>(sources, std::move(*ground), std::move(*colours)));
}

}  // namespace flowspace
