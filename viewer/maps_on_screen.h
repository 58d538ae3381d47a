// The map of the window, or the maps side by side in it: where they lie, which is under the pointer, and who
// draws them.
#pragma once

#include "viewer/beside_maps.h"
#include "viewer/beside_stage.h"
#include "viewer/look.h"
#include "viewer/map_input.h"

#include <memory>
#include <optional>
#include <span>

namespace flowspace {

class MapsOnScreen {
public:
    struct Place {
        std::shared_ptr<const Dataset> data;
        const Settings& settings;
        const Projection& projection;
        Viewport whole = {};    // of the window
        Box area = {};          // that panels leave free
        float gap_px = 2;       // between maps
        bool on_stage = false;  // there is one map
    };
    /// As the settings ask; before the frame. Gives the viewport of the settings' own map.
    Viewport lay_out(const Place& place);
    /// Where panels or keys changed how many maps there are: seen from as much farther or closer as a view of
    /// all the data would be, so that a cell shows what the whole map showed. Nothing where `after` stays as
    /// it is.
    std::optional<Settings> seen_as_before(const Settings& before, const Settings& after,
                                           const Place& place) const;
    /// Another document is on screen.
    void forget();

    bool several() const { return maps_ != nullptr; }
    /// Which map the pointer is on; a drag stays on the map where it began.
    std::size_t pointed() const { return pointed_; }
    const BesideLayout& layout() const { return layout_; }
    const BesideMaps* maps() const { return maps_.get(); }
    bool busy() const { return (maps_ && maps_->busy()) || dragging_line_; }
    /// A frame to come is finer than the last one. `first`: as pick() has it.
    bool is_settling(const Renderer& first) const {
        return first.is_settling() || (stage_ && stage_->is_settling());
    }

    /// From here on the px of `pointer` are those of the map that it is on.
    void point(const Settings& settings, bool dragging, PointerFrame& pointer);
    /// The line of a swipe follows the pointer; true while it does.
    bool drag_line(const PointerFrame& pointer, double reach_px, Settings& settings);
    /// What lies under a px of the map under the pointer. `first`: who draws the first map, or the only one.
    Target pick(glm::dvec2 px, const Renderer& first) const {
        return drawn_by(pointed_, first).pick(px.x, px.y);
    }
    const Renderer& drawn_by(std::size_t cell, const Renderer& first) const;
    /// Of the map in a cell, in px of the window.
    glm::dvec2 origin(std::size_t cell) const;
    Viewport viewport(const Viewport& own) const;

    /// Brings every map up to date; the settings' own by `own`. Pre: several().
    void update(const Settings& settings, Pipeline& own, std::span<const MapPoint> nodes);
    struct Paint {
        const Frame& base;  // all but camera, viewport and shift
        int window_height_px = 0;
        Colour ground = {};  // around the cells
    };
    /// False where there is but one map, or none is laid out yet: then nothing is drawn.
    Result<bool> draw(const Paint& paint, Renderer& first);
    /// Over the picture: the map that the panels speak of, and the line of a swipe.
    void draw_frames(const Settings& settings, const Look& look) const;

private:
    bool laid_out() const { return maps_ && !layout_.cells.empty(); }

    std::unique_ptr<BesideMaps> maps_;    // none: one map
    std::unique_ptr<BesideStage> stage_;  // as long
    BesideLayout layout_;
    std::size_t pointed_ = 0;
    bool dragging_line_ = false;
};

}  // namespace flowspace
