#include "viewer/maps_on_screen.h"

#include "render/scene/home_camera.h"
#include "viewer/beside.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

namespace flowspace {

Viewport MapsOnScreen::lay_out(const Place& place) {
    if (!place.settings.beside || place.on_stage) {
        forget();
        return place.whole;
    }
    if (!maps_) {
        maps_ = std::make_unique<BesideMaps>(place.data);
        stage_ = std::make_unique<BesideStage>(place.data, map_crs(*place.data));
    }
    layout_ = beside_layout(place.settings, place.area, place.gap_px);
    return layout_.viewport(own_map(place.settings));
}

std::optional<Settings> MapsOnScreen::seen_as_before(const Settings& before, const Settings& after,
                                                     const Place& place) const {
    if (place.on_stage || (map_count(before) == map_count(after) && is_swiped(before) == is_swiped(after)))
        return std::nullopt;
    const Projection& projection = place.projection;
    const auto home_km = [&](const Settings& settings) {
        const Viewport viewport =
            settings.beside ? beside_layout(settings, place.area, place.gap_px).viewport(own_map(settings))
                            : place.whole;
        return home_camera(*place.data, viewport, projection).width_km;
    };
    return with_cameras_widened(after, home_km(after) / home_km(before));
}

void MapsOnScreen::forget() {
    maps_.reset();
    stage_.reset();
    layout_ = {};
}

void MapsOnScreen::point(const Settings& settings, bool dragging, PointerFrame& pointer) {
    if (!laid_out()) {
        pointed_ = own_map(settings);
        return;
    }
    if (!dragging) {
        const auto cell = layout_.cell_at(pointer.px);
        if (!cell) pointer.over_map = false;
        pointed_ = cell.value_or(own_map(settings));
    }
    pointed_ = std::min(pointed_, layout_.cells.size() - 1);
    pointer.px -= layout_.origin(pointed_);
}

bool MapsOnScreen::drag_line(const PointerFrame& pointer, double reach_px, Settings& settings) {
    if (!maps_ || !layout_.swipe) return dragging_line_ = false;
    const bool over = pointer.over_map && layout_.holds_line(pointer.px, reach_px);
    if (over || dragging_line_) ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
    if (over && pointer.left_pressed) dragging_line_ = true;
    if (!pointer.left_down) dragging_line_ = false;
    if (!dragging_line_) return false;
    const Box& area = layout_.cells.front();
    settings = with_divide(settings, (pointer.px.x - static_cast<double>(area.x0)) /
                                         static_cast<double>(std::max(1.f, area.width())));
    return true;
}

const Renderer& MapsOnScreen::drawn_by(std::size_t cell, const Renderer& first) const {
    return stage_ ? stage_->of(cell, first) : first;
}

glm::dvec2 MapsOnScreen::origin(std::size_t cell) const {
    return laid_out() && cell < layout_.cells.size() ? layout_.origin(cell) : glm::dvec2{};
}

Viewport MapsOnScreen::viewport(const Viewport& own) const {
    return laid_out() ? layout_.viewport(pointed_) : own;
}

void MapsOnScreen::update(const Settings& settings, Pipeline& own, std::span<const MapPoint> nodes) {
    if (layout_.cells.size() == map_count(settings)) maps_->update(settings, own, nodes);
}

/// Panels may have changed how many maps there are: then they are drawn so in the next frame.
Result<bool> MapsOnScreen::draw(const Paint& paint, Renderer& first) {
    if (!maps_ || maps_->maps().empty()) return false;
    return stage_->draw({.maps = maps_->maps(),
                         .layout = layout_,
                         .base = paint.base,
                         .window_height_px = paint.window_height_px,
                         .ground = paint.ground},
                        first);
}

void MapsOnScreen::draw_frames(const Settings& settings, const Look& look) const {
    if (!laid_out()) return;
    ImDrawList& list = *ImGui::GetBackgroundDrawList();
    if (layout_.swipe) {
        const Box& area = layout_.cells.front();
        const float x = layout_.line_x_px;
        list.AddLine({x, area.y0}, {x, area.y1}, paint(look.theme.text), look.px(2));
        const ImVec2 knob{x, area.centre().y};
        list.AddCircleFilled(knob, look.px(9), paint(look.theme.text));
        list.AddCircleFilled(knob, look.px(7), paint(look.theme.panel));
        return;
    }
    for (const Box& cell : layout_.cells)
        list.AddRect({cell.x0 - 1, cell.y0 - 1}, {cell.x1 + 1, cell.y1 + 1}, paint(look.theme.hairline), 0, 0,
                     2);
    const std::size_t own = std::min(own_map(settings), layout_.cells.size() - 1);
    const Box box = inset(layout_.cells[own], look.px(1), look.px(1));
    list.AddRect(box.min(), box.max(), paint(look.accent), 0, 0, look.px(2));
}

}  // namespace flowspace
