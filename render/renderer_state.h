// What a renderer holds between frames, and the parts of a frame: the ground (renderer_ground.cpp), signs
// (renderer_signs.cpp), the rest (renderer.cpp).
#pragma once

#include "render/gl/buffer.h"
#include "render/gl/debug.h"
#include "render/gl/limits.h"
#include "render/gl/program.h"
#include "render/gl/target.h"
#include "render/ground_settling.h"
#include "render/layers/arc_splat.h"
#include "render/layers/frame_block.h"
#include "render/layers/layers.h"
#include "render/renderer.h"
#include "render/scene/node_points.h"
#include "render/scene/picking.h"
#include "render/scene/text_runs.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace flowspace {

struct PictureTargets {
    gl::Size size;
    gl::Texture ground, depth, gathered, picture, signs;
    gl::Framebuffer ground_target, gathered_target, picture_target, signs_target;

    explicit PictureTargets(gl::Size of)
        : size(of),
          ground(gl::make_texture(of, GL_RGBA8, gl::Filter::nearest)),
          depth(gl::make_texture(of, GL_DEPTH_COMPONENT32F, gl::Filter::nearest)),
          gathered(gl::make_texture(of, GL_RGBA16F, gl::Filter::nearest)),
          picture(gl::make_texture(of, GL_RGBA8, gl::Filter::nearest)),
          signs(gl::make_texture(of, GL_RGBA8, gl::Filter::nearest)),
          ground_target(gl::make_framebuffer(ground, &depth)),
          gathered_target(gl::make_framebuffer(gathered, &depth)),
          picture_target(gl::make_framebuffer(picture, &depth)),
          signs_target(gl::make_framebuffer(signs, &depth)) {}
};

/// What the ground depends on.
struct GroundKey {
    ArcPath path = {};  // who draws its lines
    Camera camera = {};
    Viewport viewport = {};
    ThemeId theme = {};
    float exaggeration = 0;
    bool show_areas = false;
    std::vector<AreaItem> areas = {};
    std::vector<WallItem> walls = {};
    std::vector<TubeItem> tubes = {};
    std::vector<SkinItem> skins = {};
    struct Standing {
        NodeId node = {};
        float height_px = 0;
        bool tower = false;
        OverlayInk fill = {};

        bool operator==(const Standing&) const = default;
    };
    std::vector<Standing> heights = {};  // of places that stand over the ground
    std::optional<GroupId> selected = {};
    std::optional<Colour> plain = {};
    Detail detail = {};

    bool operator==(const GroundKey&) const = default;
};

/// What the arcs' curves on the screen depend on.
struct ArcsKey {
    std::uint64_t revision = 0;
    std::size_t count = 0;
    std::size_t most = 0;
    Camera camera = {};
    Viewport viewport = {};
    float exaggeration = 0;
    float arc_height = 0;
    Motion motion = {};
    NodeShift shift = {};

    bool operator==(const ArcsKey&) const = default;
};

/// With the style's size of text.
Theme theme_of(const Style& style);

/// Whether OpenGL is drawn by the processor: a ribbon of our own is then many times faster.
bool is_software();

struct Renderer::State {
    std::shared_ptr<const Dataset> dataset;
    Projection projection;
    Relief relief;
    BaseLines lines;
    std::vector<MapPoint> nodes;  // at home
    BorderLines borders{*dataset, projection};
    std::vector<glm::dvec3> nodes_now = {};  // in the world, in the last frame
    gl::DebugLog log = {};
    gl::Buffer frame_block = {};
    gl::VertexArray nothing = {};
    std::optional<gl::Program> compose = {};
    std::optional<gl::Program> lay_over = {};
    struct Entry {
        Stage stage;
        std::unique_ptr<Layer> layer;
    };
    std::vector<Entry> layers = {};
    std::optional<PictureTargets> targets = {};

    View view = {};
    std::optional<Camera> last_camera = {};
    std::vector<TextRun>* words_apart = nullptr;  // of the picture under way
    std::optional<GroundKey> ground_key = {};
    struct Settling {
        GroundKey key;  // of the ground that is made ready
        GroundSettling work;
        bool has_relief = false;
    };
    std::unique_ptr<Settling> settling = {};
    std::uint64_t ground_draws = 0;
    std::uint64_t signs_revision = 0;                   // grows whenever a sign changes
    std::optional<std::uint64_t> signs_in_target = {};  // their revision
    std::optional<std::uint64_t> signs_in_picture = {};
    std::vector<std::uint8_t> signs_picture = {};  // by the processor; rows from the bottom up
    std::uint64_t sign_draws = 0;
    std::optional<ArcsKey> arcs_key = {};
    std::optional<std::pair<std::uint64_t, std::size_t>> arc_order_of = {};  // the list's revision and size
    std::vector<std::uint32_t> arc_order_now = {};
    ArcPicture arcs = {};
    std::uint64_t arcs_revision = 0;
    PickScene pick_scene = {};
    int largest_side_px = 0;
    bool software = is_software();
    std::optional<ArcSplat> splat = {};  // from the first frame that asks for it
    std::optional<ReliefTarget> whole_relief = {}, half_relief = {};
    splat::Lines ground_lines = {}, marks = {};
    Interface interface = {};
    std::size_t most_arcs = std::numeric_limits<std::size_t>::max();

    State(std::shared_ptr<const Dataset> data, Projection map, Relief heights, BaseLines on_map)
        : dataset(std::move(data)),
          projection(std::move(map)),
          relief(std::move(heights)),
          lines(std::move(on_map)),
          nodes(node_points(*dataset->atlas, projection)),
          nodes_now(standing(nodes, {}, relief, 1, 0)),
          largest_side_px(std::min(16384, gl::integer(GL_MAX_TEXTURE_SIZE))) {
        glNamedBufferStorage(frame_block.id(), sizeof(FrameBlock), nullptr, GL_DYNAMIC_STORAGE_BIT);
    }

    void upload_frame(const LayerInputs& inputs);
    bool arcs_are_due(const DrawList& list, const Frame& frame, double px_scale);
    void build_arcs(const DrawList& list, const Frame& frame, double px_scale);
    bool ground_is_due(const LayerInputs& inputs, ArcPath path);
    void draw_ground(const LayerInputs& inputs);
    void draw_soft_ground(const LayerInputs& inputs);
    void draw_soft_relief(const LayerInputs& inputs, const ReliefTarget& target);
    ReliefTarget& relief_target(Detail detail);
    void settle(const LayerInputs& inputs, GroundKey whole);
    void gather_flows(const LayerInputs& inputs);
    void compose_picture(const LayerInputs& inputs);
    void splat_flows(const LayerInputs& inputs, bool new_arcs);
    void prepare_signs(const LayerInputs& inputs);
    void update_signs(const LayerInputs& inputs);
    void paint_signs(const LayerInputs& inputs);
    void lay_signs();
    void prepare(Stage stage, const LayerInputs& inputs) {
        for (Entry& entry : layers)
            if (entry.stage == stage) entry.layer->prepare(inputs);
    }
    void run(Stage stage, const LayerInputs& inputs) {
        for (Entry& entry : layers)
            if (entry.stage == stage) entry.layer->draw(inputs);
    }
};

}  // namespace flowspace
