#include "viewer/export/studio.h"

#include "render/renderer.h"
#include "render/scene/home_camera.h"
#include "render/scene/theme.h"
#include "viewer/beside_maps.h"
#include "viewer/beside_stage.h"
#include "viewer/headless.h"
#include "viewer/story_picture.h"

#include <algorithm>
#include <cmath>

namespace flowspace {

std::vector<std::pair<std::string, std::string>> texts_of(const Furniture& words, const Asked& asked) {
    std::vector<std::pair<std::string, std::string>> texts = {{"Software", "flowspace " FLOWSPACE_VERSION}};
    for (const auto& [key, text] : {std::pair{"Title", asked.title.empty() ? words.title : asked.title},
                                    std::pair{"Description", words.subtitle},
                                    std::pair{"Source", words.source}, std::pair{"Comment", words.notice}})
        if (!text.empty()) texts.emplace_back(key, text);
    texts.emplace_back("Filter", asked.filter.empty() ? "none" : asked.filter);
    return texts;
}

struct Studio::State {
    State(std::shared_ptr<const Dataset> of, HeadlessContext gl, Renderer drawing, ArcPath by)
        : data(std::move(of)),
          context(std::move(gl)),
          renderer(std::move(drawing)),
          arcs(by),
          pictures(data, renderer.nodes(), {.background_above = std::nullopt}) {}

    std::shared_ptr<const Dataset> data;
    HeadlessContext context;  // before what owns OpenGL objects
    Renderer renderer;
    ArcPath arcs;
    StoryPicture pictures;
    Furniture words = {};

    // Of maps side by side; made when a frame first has them.
    struct SideBySide {
        SideBySide(const std::shared_ptr<const Dataset>& data, const std::string& crs)
            : own(data, {.background_above = std::nullopt}),
              maps(data, {.background_above = std::nullopt}),
              stage(data, crs) {}
        Pipeline own;
        BesideMaps maps;
        BesideStage stage;
        Image image = {};
    };
    std::unique_ptr<SideBySide> beside = {};

    Result<bool> draw_side_by_side(const StoryFrame& frame, PictureSize size);
};

/// As the window shows them: every map moves on in time with the settings' own.
Result<bool> Studio::State::draw_side_by_side(const StoryFrame& frame, PictureSize size) {
    if (!beside) beside = std::make_unique<SideBySide>(data, map_crs(*data));
    const Settings& settings = frame.settings;
    beside->maps.update(settings, beside->own, renderer.nodes());
    for (const auto& stale : {beside->own.stale(), beside->maps.stale()})
        if (stale) return Error{stale->message};
    const Box area{0, 0, static_cast<float>(size.width_px), static_cast<float>(size.height_px)};
    const float gap_px = std::max(2.f, std::round(static_cast<float>(size.height_px) / 540));
    const BesideLayout layout = beside_layout(settings, area, gap_px);
    const bool reduced = settings.style.reduced_motion;
    const Frame base{.style = settings.style,
                     .time_s = reduced ? 0 : frame.time_s,
                     .motion = reduced ? Motion::still : Motion::moving,
                     .selected = settings.selected,
                     .arcs = arcs};
    beside->image.width_px = size.width_px;
    beside->image.height_px = size.height_px;
    beside->image.rgb.resize(std::size_t{3} * static_cast<std::size_t>(size.width_px) *
                             static_cast<std::size_t>(size.height_px));
    words = beside->own.draw_list().furniture;
    return beside->stage.draw_picture({.maps = beside->maps.maps(),
                                       .layout = layout,
                                       .base = base,
                                       .ground = theme(settings.style.theme).ground.sea},
                                      renderer, beside->image);
}

Studio::Studio(std::unique_ptr<State> state) : state_(std::move(state)) {}
Studio::Studio(Studio&&) noexcept = default;
Studio& Studio::operator=(Studio&&) noexcept = default;
Studio::~Studio() = default;

Result<Studio> Studio::create(std::shared_ptr<const Dataset> data, ArcPath arcs, GlFunctions functions) {
    auto context = HeadlessContext::create(functions);
    if (!context) return context.error();
    const std::string crs = map_crs(*data);
    auto renderer = Renderer::create(data, crs);
    if (!renderer) return renderer.error();
    return Studio(std::make_unique<State>(std::move(data), std::move(*context), std::move(*renderer), arcs));
}

void Studio::know(const std::shared_ptr<const AnalysisAnswer>& answer) {
    state_->pictures.answers().know(answer);
}

int Studio::largest_side_px() const { return state_->renderer.largest_side_px(); }
const Furniture& Studio::furniture() const { return state_->words; }

std::string Studio::memory() const {
    return state_->beside ? state_->beside->stage.memory(state_->renderer) : state_->renderer.memory();
}

bool Studio::recall(std::string_view bytes) {
    return state_->beside ? state_->beside->stage.recall(bytes, state_->renderer)
                          : state_->renderer.recall(bytes);
}

Camera Studio::camera_on(const std::vector<LonLat>& points, const Settings& settings,
                         PictureSize size) const {
    const Viewport viewport = {.width_px = size.width_px, .height_px = size.height_px};
    const Projection& projection = state_->renderer.projection();
    return points.empty() ? home_camera(*state_->data, viewport, projection)
                          : fit(points, settings.camera, viewport, projection);
}

Result<Image> Studio::draw(const StoryFrame& frame, PictureSize size) {
    if (auto drawn = follow(frame, size); !drawn) return drawn.error();
    if (frame.settings.beside) return state_->beside->image;
    return state_->renderer.read();
}

Result<bool> Studio::follow(const StoryFrame& frame, PictureSize size) {
    if (frame.settings.beside) return state_->draw_side_by_side(frame, size);
    StoryPicture::Picture picture =
        state_->pictures.at(frame, {.width_px = size.width_px, .height_px = size.height_px});
    if (const auto stale = state_->pictures.stale()) return Error{stale->message};
    picture.frame.arcs = state_->arcs;
    // A picture of what happens inside one group says which one it is.
    const std::vector<GroupId>& inside = frame.settings.filter.inside;
    if (inside.size() == 1 && picture.frame.selected.empty()) picture.frame.selected.group = inside.front();
    state_->renderer.draw(picture.list, picture.frame);
    state_->words = picture.list.furniture;
    return true;
}

}  // namespace flowspace
