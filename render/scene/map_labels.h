// Names of places and agglomerations on the map: what the layout decided, set in type.
#pragma once

#include "data/atlas.h"
#include "data/source/flow_source.h"
#include "render/scene/camera.h"
#include "render/scene/donut.h"
#include "render/scene/draw_list.h"
#include "render/scene/frame.h"
#include "render/scene/furniture.h"
#include "render/scene/label_layout.h"
#include "render/scene/theme.h"
#include "render/scene/typesetter.h"

#include <glm/vec3.hpp>

#include <span>
#include <vector>

namespace flowspace {

struct MapLabelRequest {
    const Atlas& atlas;
    std::span<const Pair> pairs = {};
    std::span<const glm::dvec3> nodes = {};  // one per node of the atlas, in the world
    const DrawList& list;
    const Frame& frame;
    const View& view;
    const Theme& theme;
    std::span<const ScreenBox> obstacles = {};
    std::span<const DonutBox> standing = {};  // on places: their names lie around these as around discs
};

class MapLabels {
public:
    /// Lays the labels out for this frame and adds them to `list`, the most important on top. In stills the
    /// layout is the best one whatever was drawn before; else it follows the last frame's.
    void add(ScreenList& list, const MapLabelRequest& request, const Fonts& fonts, GlyphAtlas& atlas);

    const std::vector<PlacedLabel>& placed() const { return *placed_; }
    /// Of the layout: see LabelLayout.
    std::string memory() const { return layout_.memory(); }
    bool recall(std::string_view bytes) { return layout_.recall(bytes); }

private:
    struct Text {
        std::vector<TextLine> lines = {};
        std::vector<TextStyle> styles = {};
        float width_px = 0, height_px = 0;  // without the margin for the halo
        bool is_set = false;
    };
    const Text& text_of(const MapLabelRequest& request, const Fonts& fonts, std::uint32_t id, int rank);
    void gather_places(const MapLabelRequest& request, const Fonts& fonts);
    void gather_areas(const MapLabelRequest& request, const Fonts& fonts);
    void draw_label(ScreenList& list, const MapLabelRequest& request, const Fonts& fonts, GlyphAtlas& atlas,
                    const PlacedLabel& label) const;

    LabelLayout layout_;
    std::vector<LabelCandidate> candidates_;
    std::vector<Text> texts_;  // by id: places, then groups
    std::vector<int> ranks_;   // of the texts set
    const std::vector<PlacedLabel> none_;
    const std::vector<PlacedLabel>* placed_ = &none_;
    std::uint64_t look_ = 0;
    TextSizes sizes_;
    float margin_px_ = 2;
};

}  // namespace flowspace
