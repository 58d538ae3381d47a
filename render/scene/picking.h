// What lies under a px: the same shapes as the picture, on the processor.
#pragma once

#include "render/scene/arc_picture.h"
#include "render/scene/base_lines.h"
#include "render/scene/border_lines.h"
#include "render/scene/camera.h"
#include "render/scene/draw_list.h"
#include "render/scene/frame.h"
#include "render/scene/relief.h"

#include <glm/vec2.hpp>
#include <glm/vec3.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace flowspace {

/// What pointing at an arc points at.
Target target_of(const ArcItem& arc);

struct PickGround {
    const View& view;
    const ArcPicture& arcs;
    const Relief& relief;
    const BaseLines& lines;
    const BorderLines& borders;
    std::span<const glm::dvec3> nodes;  // one per node of the atlas, in the world
    std::size_t place_count = 0;        // the nodes before are places, the others groups
};

/// What of the last picture can be pointed at.
class PickScene {
public:
    void remember(const DrawList& list, const Frame& frame, double px_scale);

    /// Discs before arcs before areas; of a wall, what lies beneath it too.
    Target pick(glm::dvec2 px, const PickGround& ground) const;

private:
    std::optional<Target> pick_disc(glm::dvec2 px, double reach_px, const PickGround& ground) const;
    std::optional<GroupId> pick_area(glm::dvec2 px, const PickGround& ground) const;

    std::optional<BorderRef> pick_wall(glm::dvec2 px, double reach_px, const PickGround& ground) const;

    std::vector<PlaceItem> places_;
    std::vector<Target> flows_;  // one per arc of the list
    std::vector<AreaItem> areas_;
    std::optional<GroupId> selected_;
    std::vector<WallItem> walls_;
    std::optional<std::uint64_t> revision_;
    double exaggeration_ = 1;
    double px_scale_ = 1;
    bool show_areas_ = true;
};

/// Where the ray through a px first meets the relief.
std::optional<MapPoint> ground_under(glm::dvec2 px, const View& view, const Relief& relief,
                                     double exaggeration);

}  // namespace flowspace
