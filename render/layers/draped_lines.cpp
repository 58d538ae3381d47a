// Projects, drapes and draws lines.
#include "render/layers/draped_lines.h"

#include "render/gl/program.h"
#include "render/scene/splat/lines.h"

#include <glm/vec4.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace flowspace {

namespace {

/// Lines stand this share of their distance nearer to the eye than the ground, so that a coarse mesh never
/// swallows them and only real ridges hide them.
constexpr double nearer = 0.012;

/// As terrain.vert fades the distance away.
double near_share(double distance_share) {
    const double t = std::clamp((distance_share - 1.25) / (2.9 - 1.25), 0.0, 1.0);
    return 1 - t * t * (3 - 2 * t);
}

bool off_screen(const MapLine& line, const View& view) {
    // The box of the line on the flat plane; slack for the relief.
    std::array<int, 5> beyond = {};
    for (const MapPoint corner : {line.low, line.high, MapPoint{line.low.x_m, line.high.y_m},
                                  MapPoint{line.high.x_m, line.low.y_m}}) {
        const glm::dvec4 c =
            view.clip_from_relative * glm::dvec4(corner.x_m - view.eye.x, corner.y_m - view.eye.y,
                                                 view.centre_height_m - view.eye.z, 1);
        const double edge = c.w * 1.3;
        beyond[0] += c.x < -edge;
        beyond[1] += c.x > edge;
        beyond[2] += c.y < -edge;
        beyond[3] += c.y > edge;
        beyond[4] += c.w <= 0;
    }
    return std::find(beyond.begin(), beyond.end(), 4) != beyond.end();
}

/// `ground_of(line)`: gives what to call with a row of that line for the ground there.
template <class GroundOf>
void drape_on(RibbonStrip& strip, const std::vector<MapLine>& lines, const RibbonStyle& style,
              const LayerInputs& inputs, const GroundOf& ground_of) {
    if (style.colour.alpha <= 0.02f) return;
    const View& view = inputs.view;
    const auto tolerance =
        static_cast<float>(view.metres_per_px * (inputs.detail == Detail::full ? 0.35 : 1.0) *
                           (view.camera.tilt_deg > 30 ? 0.6 : 1.0));
    const double exaggeration = static_cast<double>(inputs.frame.style.exaggeration);
    const double least_w = view.distance_m * 0.05;
    std::vector<glm::dvec4> run;
    for (std::size_t at_line = 0; at_line < lines.size(); ++at_line) {
        const MapLine& line = lines[at_line];
        if (inputs.is_stopped()) return;
        if (too_small(line, 2 * tolerance) || off_screen(line, view)) continue;
        run.clear();
        bool whole = true;
        const auto flush = [&] {
            const RibbonStyle as = {style.width_px, style.colour, line.closed && whole};
            if (inputs.lines_apart != nullptr)
                splat::add_line(*inputs.lines_apart, run, as);
            else
                append_ribbon(strip, run, as);
            run.clear();
        };
        const auto ground_at = ground_of(at_line);
        for (std::size_t row = 0; row < line.points.size(); ++row) {
            if (line.keep_m[row] < tolerance) continue;
            const MapPoint at = line.points[row];
            const LineGround::Ground ground = ground_at(row);
            const double z = ground.height_m * exaggeration;
            const glm::dvec4 c = view.clip_from_relative *
                                 glm::dvec4(at.x_m - view.eye.x, at.y_m - view.eye.y, z - view.eye.z, 1);
            if (c.w < least_w) {
                whole = false;
                flush();
                continue;
            }
            // Depth is a - b / w, and -b stands in the matrix; nearer by a share k, b / w grows by k / (1 -
            // k).
            const double shift = view.clip_from_relative[3][2] * nearer / (1 - nearer) / c.w;
            run.emplace_back((c.x / c.w * 0.5 + 0.5) * view.size_px.x,
                             (0.5 - c.y / c.w * 0.5) * view.size_px.y, c.z / c.w + shift,
                             ground.presence * near_share(c.w / view.distance_m));
        }
        flush();
    }
}

}  // namespace

void drape(RibbonStrip& strip, const std::vector<MapLine>& lines, const RibbonStyle& style,
           const Relief& relief, const LayerInputs& inputs) {
    drape_on(strip, lines, style, inputs, [&](std::size_t line) {
        return [&relief, &points = lines[line].points](std::size_t row) {
            return LineGround::Ground{relief.ground_m(points[row]), relief.presence_at(points[row])};
        };
    });
}

void drape(RibbonStrip& strip, LineGround& lines, const RibbonStyle& style, const LayerInputs& inputs) {
    drape_on(strip, lines.lines(), style, inputs, [&](std::size_t line) {
        return [&lines, &points = lines.lines()[line].points, known = lines.of_line(line)](std::size_t row) {
            return lines.at(points[row], known[row]);
        };
    });
}

RibbonDrawing::RibbonDrawing(gl::Program program) : program_(std::move(program)) {
    const std::array attributes = {
        gl::Attribute{.location = 0, .count = 3, .offset = offsetof(RibbonVertex, x_px)},
        gl::Attribute{.location = 1, .count = 2, .offset = offsetof(RibbonVertex, across_px)},
        gl::Attribute{.location = 2,
                      .count = 4,
                      .type = GL_UNSIGNED_BYTE,
                      .offset = offsetof(RibbonVertex, rgba),
                      .read = gl::Attribute::Read::unit}};
    gl::describe(array_, vertices_, sizeof(RibbonVertex), attributes);
    glVertexArrayElementBuffer(array_.id(), indices_.id());
}

Result<RibbonDrawing> RibbonDrawing::create() {
    auto program = gl::build_program("ribbon.vert", "ribbon.frag");
    if (!program) return program.error();
    return RibbonDrawing(std::move(*program));
}

void RibbonDrawing::draw(const RibbonStrip& strip) {
    if (strip.indices.empty()) return;
    vertices_.set(std::span<const RibbonVertex>(strip.vertices));
    indices_.set(std::span<const std::uint32_t>(strip.indices));
    glEnable(GL_BLEND);
    glBlendEquation(GL_FUNC_ADD);
    glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
    glEnable(GL_DEPTH_TEST);
    glDepthFunc(GL_LEQUAL);
    glDepthMask(GL_FALSE);
    glDisable(GL_CULL_FACE);
    glUseProgram(program_.id());
    glBindVertexArray(array_.id());
    glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(strip.indices.size()), GL_UNSIGNED_INT, nullptr);
}

}  // namespace flowspace
