// Draws the maps side by side into the window, and tells which of them is under the pointer.
#pragma once

#include "data/result.h"
#include "render/renderer.h"
#include "viewer/beside_maps.h"
#include "viewer/widgets/box.h"

#include <glm/vec2.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

/// Where the maps lie in the window, in its px. Of a swipe every cell is the whole area.
struct BesideLayout {
    std::vector<Box> cells = {};
    bool swipe = false;
    float line_x_px = 0;  // of a swipe

    /// The cell under a px; nothing outside of all.
    std::optional<std::size_t> cell_at(glm::dvec2 px) const;
    /// Whether a px takes hold of the line of a swipe.
    bool holds_line(glm::dvec2 px, double reach_px) const;
    glm::dvec2 origin(std::size_t cell) const { return {cells[cell].x0, cells[cell].y0}; }
    Viewport viewport(std::size_t cell) const;
};
BesideLayout beside_layout(const Settings& settings, const Box& area, float gap_px);

/// The frame of one cell: `base` with its camera, size and place in flow space.
Frame frame_of_cell(const Frame& base, const BesideMaps::Map& map, const BesideLayout& layout,
                    std::size_t cell);

/// One renderer per cell, so that what each keeps (ground, signs) stays; made as cells are first drawn.
class BesideStage {
public:
    BesideStage(std::shared_ptr<const Dataset> data, std::string crs)
        : data_(std::move(data)), crs_(std::move(crs)) {}

    struct Scene {
        std::span<const BesideMaps::Map> maps = {};
        const BesideLayout& layout;
        const Frame& base;  // all but camera, viewport and shift
        int window_height_px = 0;
        Colour ground = {};  // around the cells
    };
    /// `first` draws the first cell. Errors: those of Renderer::create.
    Result<bool> draw(const Scene& scene, Renderer& first);

    /// The same picture in memory, each cell by the renderer of its own: what it keeps from frame to frame
    /// stays apart. Pre: the image holds its px.
    Result<bool> draw_picture(const Scene& scene, Renderer& first, Image& image);
    /// As Renderer::memory, of all cells that were drawn.
    std::string memory(const Renderer& first) const;
    /// Pre: as many cells were drawn as when the memory was taken.
    bool recall(std::string_view bytes, Renderer& first);

    /// What lies under a px of the window.
    Target pick(const BesideLayout& layout, std::size_t cell, glm::dvec2 px, const Renderer& first) const;
    /// Of a cell but the first: see Renderer::is_settling().
    bool is_settling() const {
        return std::ranges::any_of(others_, [](const auto& renderer) { return renderer->is_settling(); });
    }
    /// The renderer of a cell that was drawn.
    const Renderer& of(std::size_t cell, const Renderer& first) const {
        return cell == 0 || cell > others_.size() ? first : *others_[cell - 1];
    }

private:
    Result<bool> make_renderers(std::size_t cells);

    std::shared_ptr<const Dataset> data_;
    std::string crs_;
    std::vector<std::unique_ptr<Renderer>> others_;
};

/// The same picture without a window: all cells in `area` of `image`, one after the other by one renderer.
/// Pre: the image holds its px.
void draw_beside(const BesideStage::Scene& scene, Renderer& renderer, Image& image);

}  // namespace flowspace
