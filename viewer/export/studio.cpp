#include "viewer/export/studio.h"

#include "render/renderer.h"
#include "render/scene/home_camera.h"
#include "viewer/headless.h"
#include "viewer/story_picture.h"

namespace flowspace {

std::vector<std::pair<std::string, std::string>> texts_of(const Furniture& words) {
    std::vector<std::pair<std::string, std::string>> texts = {{"Software", "flowspace"}};
    for (const auto& [key, text] : {std::pair{"Title", words.title}, std::pair{"Description", words.subtitle},
                                    std::pair{"Source", words.source}, std::pair{"Comment", words.notice}})
        if (!text.empty()) texts.emplace_back(key, text);
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
};

Studio::Studio(std::unique_ptr<State> state) : state_(std::move(state)) {}
Studio::Studio(Studio&&) noexcept = default;
Studio& Studio::operator=(Studio&&) noexcept = default;
Studio::~Studio() = default;

Result<Studio> Studio::create(std::shared_ptr<const Dataset> data, ArcPath arcs) {
    auto context = HeadlessContext::create();
    if (!context) return context.error();
    const std::string crs = map_crs(*data);
    auto renderer = Renderer::create(data, crs);
    if (!renderer) return renderer.error();
    return Studio(std::make_unique<State>(std::move(data), std::move(*context), std::move(*renderer), arcs));
}

int Studio::largest_side_px() const { return state_->renderer.largest_side_px(); }
const Furniture& Studio::furniture() const { return state_->words; }

Camera Studio::camera_on(const std::vector<LonLat>& points, const Settings& settings,
                         PictureSize size) const {
    const Viewport viewport = {.width_px = size.width_px, .height_px = size.height_px};
    const Projection& projection = state_->renderer.projection();
    return points.empty() ? home_camera(*state_->data, viewport, projection)
                          : fit(points, settings.camera, viewport, projection);
}

Result<Image> Studio::draw(const StoryFrame& frame, PictureSize size) {
    if (auto drawn = follow(frame, size); !drawn) return drawn.error();
    return state_->renderer.read();
}

Result<bool> Studio::follow(const StoryFrame& frame, PictureSize size) {
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
