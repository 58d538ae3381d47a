#include "viewer/beside_stage.h"

#include "render/scene/theme.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <utility>

namespace flowspace {
namespace {

struct PxBox {
    int x0 = 0, y0 = 0, x1 = 0, y1 = 0;
};

PxBox px_of(const Box& box) {
    return {static_cast<int>(std::lround(box.x0)), static_cast<int>(std::lround(box.y0)),
            static_cast<int>(std::lround(box.x1)), static_cast<int>(std::lround(box.y1))};
}

/// What of a cell is seen: of a swipe, one side of its line.
PxBox seen(const BesideLayout& layout, std::size_t cell) {
    PxBox box = px_of(layout.cells[cell]);
    if (!layout.swipe) return box;
    const int line = static_cast<int>(std::lround(layout.line_x_px));
    (cell == 0 ? box.x1 : box.x0) = line;
    return box;
}

void fill(Image& image, const PxBox& box, Colour colour) {
    for (int y = std::max(0, box.y0); y < std::min(image.height_px, box.y1); ++y)
        for (int x = std::max(0, box.x0); x < std::min(image.width_px, box.x1); ++x) {
            std::uint8_t* px = image.rgb.data() +
                               3 * (static_cast<std::size_t>(y) * static_cast<std::size_t>(image.width_px) +
                                    static_cast<std::size_t>(x));
            px[0] = colour.r;
            px[1] = colour.g;
            px[2] = colour.b;
        }
}

/// Lays what is seen of a cell's picture into the whole.
void paste(const Image& cell, const PxBox& from, const PxBox& part, Image& image) {
    const int left = std::max(0, part.x0), right = std::min(image.width_px, part.x1);
    if (left >= right) return;
    for (int y = std::max(0, part.y0); y < std::min(image.height_px, part.y1); ++y) {
        const auto at = [](const Image& of, int x, int row) {
            return 3 * (static_cast<std::size_t>(row) * static_cast<std::size_t>(of.width_px) +
                        static_cast<std::size_t>(x));
        };
        std::memcpy(image.rgb.data() + at(image, left, y),
                    cell.rgb.data() + at(cell, left - from.x0, y - from.y0),
                    3 * static_cast<std::size_t>(right - left));
    }
}

/// The same place or pair on another map: in the layer that it speaks of where it does not show the target's.
Target on_map(Target target, const Settings& map) {
    const auto shown = [&](LayerId layer) {
        return std::ranges::binary_search(map.filter.layers, layer) ? layer : map.current_layer;
    };
    if (target.flow) target.flow->layer = shown(target.flow->layer);
    if (target.tie) target.tie->layer = shown(target.tie->layer);
    return target;
}

}  // namespace

std::optional<std::size_t> BesideLayout::cell_at(glm::dvec2 px) const {
    const ImVec2 at{static_cast<float>(px.x), static_cast<float>(px.y)};
    if (swipe && cells.size() > 1 && cells[0].holds(at)) return px.x < static_cast<double>(line_x_px) ? 0 : 1;
    for (std::size_t cell = 0; cell < cells.size(); ++cell)
        if (cells[cell].holds(at)) return cell;
    return std::nullopt;
}

bool BesideLayout::holds_line(glm::dvec2 px, double reach_px) const {
    return swipe && cell_at(px) && std::fabs(px.x - static_cast<double>(line_x_px)) <= reach_px;
}

Viewport BesideLayout::viewport(std::size_t cell) const {
    const PxBox box = px_of(cells[cell]);
    return {.width_px = std::max(1, box.x1 - box.x0), .height_px = std::max(1, box.y1 - box.y0)};
}

BesideLayout beside_layout(const Settings& settings, const Box& area, float gap_px) {
    BesideLayout layout{.swipe = is_swiped(settings) && map_count(settings) > 1};
    if (layout.swipe) {
        layout.cells.assign(2, area);
        layout.line_x_px = std::round(area.x0 + area.width() * static_cast<float>(settings.beside->divide));
    } else {
        layout.cells = cell_boxes(area, map_count(settings), gap_px);
    }
    return layout;
}

Frame frame_of_cell(const Frame& base, const BesideMaps::Map& map, const BesideLayout& layout,
                    std::size_t cell) {
    Frame frame = base;
    frame.camera = map.settings.camera;
    frame.viewport = layout.viewport(cell);
    frame.hover = on_map(base.hover, map.settings);
    frame.selected = on_map(base.selected, map.settings);
    if (layout.swipe) {
        const auto line = static_cast<int>(std::lround(layout.line_x_px - layout.cells[cell].x0));
        frame.furniture_insets_px = cell == 0 ? Viewport::Insets{.right = frame.viewport.width_px - line}
                                              : Viewport::Insets{.left = line};
    }
    frame.shift = {};
    if (map.space) frame.shift = {.to = map.space, .share = 1, .veil = 1};
    return frame;
}

Result<bool> BesideStage::make_renderers(std::size_t cells) {
    while (others_.size() + 1 < cells) {
        auto made = Renderer::create(data_, crs_);
        if (!made) return made.error();
        others_.push_back(std::make_unique<Renderer>(std::move(*made)));
    }
    others_.resize(cells > 0 ? cells - 1 : 0);
    return true;
}

Result<bool> BesideStage::draw(const Scene& scene, Renderer& first) {
    const std::size_t count = std::min(scene.maps.size(), scene.layout.cells.size());
    if (auto made = make_renderers(count); !made) return made;
    first.clear_window(scene.ground);
    for (std::size_t cell = 0; cell < count; ++cell) {
        Renderer& renderer = cell == 0 ? first : *others_[cell - 1];
        renderer.draw(scene.maps[cell].list, frame_of_cell(scene.base, scene.maps[cell], scene.layout, cell));
        const PxBox box = px_of(scene.layout.cells[cell]), part = seen(scene.layout, cell);
        renderer.show_part({.x_px = part.x0 - box.x0,
                            .y_px = part.y0 - box.y0,
                            .width_px = part.x1 - part.x0,
                            .height_px = part.y1 - part.y0,
                            .to_x_px = part.x0,
                            .to_y_px = part.y0},
                           scene.window_height_px);
    }
    return true;
}

Target BesideStage::pick(const BesideLayout& layout, std::size_t cell, glm::dvec2 px,
                         const Renderer& first) const {
    const glm::dvec2 at = px - layout.origin(cell);
    return of(cell, first).pick(at.x, at.y);
}

namespace {

/// Each cell by the renderer that `renderer_of` has for it.
template <class RendererOf>
void draw_cells(const BesideStage::Scene& scene, const RendererOf& renderer_of, Image& image) {
    fill(image, {0, 0, image.width_px, image.height_px}, scene.ground);
    const Theme& colours = theme(scene.base.style.theme);
    for (const Box& cell : scene.layout.cells) {
        const PxBox box = px_of(cell);
        fill(image, {box.x0 - 2, box.y0 - 2, box.x1 + 2, box.y1 + 2}, colours.hairline);
    }
    for (std::size_t cell = 0; cell < std::min(scene.maps.size(), scene.layout.cells.size()); ++cell) {
        Renderer& renderer = renderer_of(cell);
        renderer.draw(scene.maps[cell].list, frame_of_cell(scene.base, scene.maps[cell], scene.layout, cell));
        paste(renderer.read(), px_of(scene.layout.cells[cell]), seen(scene.layout, cell), image);
    }
    if (!scene.layout.swipe) return;
    const int line = static_cast<int>(std::lround(scene.layout.line_x_px));
    const int half = std::max(1, image.height_px / 720);
    const PxBox box = px_of(scene.layout.cells[0]);
    fill(image, {line - half, box.y0, line + half, box.y1}, colours.text);
}

}  // namespace

Result<bool> BesideStage::draw_picture(const Scene& scene, Renderer& first, Image& image) {
    if (auto made = make_renderers(std::min(scene.maps.size(), scene.layout.cells.size())); !made)
        return made;
    draw_cells(
        scene, [&](std::size_t cell) -> Renderer& { return cell == 0 ? first : *others_[cell - 1]; }, image);
    return true;
}

std::string BesideStage::memory(const Renderer& first) const {
    std::string all;
    for (std::size_t cell = 0; cell <= others_.size(); ++cell) {
        const std::string one = of(cell, first).memory();
        all += fmt::format("{:012}", one.size()) + one;
    }
    return all;
}

bool BesideStage::recall(std::string_view bytes, Renderer& first) {
    for (std::size_t cell = 0; cell <= others_.size(); ++cell) {
        constexpr std::size_t digits = 12;
        std::size_t size = 0;
        const auto [stop, error] =
            std::from_chars(bytes.data(), bytes.data() + std::min(digits, bytes.size()), size);
        if (error != std::errc{} || bytes.size() < digits || bytes.size() - digits < size) return false;
        Renderer& renderer = cell == 0 ? first : *others_[cell - 1];
        if (stop != bytes.data() + digits || !renderer.recall(bytes.substr(digits, size))) return false;
        bytes.remove_prefix(digits + size);
    }
    return bytes.empty();
}

void draw_beside(const BesideStage::Scene& scene, Renderer& renderer, Image& image) {
    draw_cells(
        scene, [&](std::size_t) -> Renderer& { return renderer; }, image);
}

}  // namespace flowspace
