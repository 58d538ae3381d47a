#include "render/layers/lettering.h"

#include "render/layers/overlay.h"
#include "render/scene/donut.h"
#include "render/scene/furniture.h"
#include "render/scene/list_painter.h"
#include "render/scene/map_labels.h"
#include "render/scene/text_runs.h"

#include <optional>
#include <utility>

namespace flowspace {

namespace {

/// What the furniture depends on.
struct FurnitureKey {
    std::uint64_t revision = 0;
    std::uint64_t generation = 0;  // of the glyph atlas
    Camera camera = {};
    Viewport viewport = {};
    ThemeId theme = {};
    Language language = {};
    bool shown = true;
    Titles titles = {};

    bool operator==(const FurnitureKey&) const = default;
};

class LetteringLayer final : public Layer {
public:
    LetteringLayer(const LayerSources& sources, Fonts fonts, Overlay overlay)
        : sources_(sources),
          fonts_(std::move(fonts)),
          overlay_(std::move(overlay)),
          inset_(make_sea_inset(*sources.dataset.base_map, {}, sources.projection)),
          shows_china_(sources.projection.crs() == albers_china) {}

    bool prepare(const LayerInputs& inputs) override {
        const Style& style = inputs.frame.style;
        list_.swap(before_);
        list_.clear();
        if (!style.show_labels && !style.show_furniture) return !before_.empty();
        atlas_.begin_picture(inputs.frame.viewport.height_px);
        compose_furniture_once(inputs);
        if (style.show_labels) {
            obstacles_ = furniture_.boxes;
            standing_ = donut_boxes({.donuts = inputs.list.donuts,
                                     .nodes = inputs.nodes,
                                     .view = inputs.view,
                                     .theme = inputs.theme,
                                     .px_scale = inputs.px_scale});
            const std::size_t places = sources_.dataset.atlas->places.size();
            std::erase_if(standing_, [&](const DonutBox& donut) {
                const bool of_group = index(donut.node) >= places;
                if (of_group) obstacles_.push_back(donut.box);
                return of_group;
            });
            labels_.add(
                list_,
                {.atlas = *sources_.dataset.atlas,
                 .pairs = sources_.dataset.flows ? sources_.dataset.flows->pairs() : std::span<const Pair>(),
                 .nodes = inputs.nodes,
                 .list = inputs.list,
                 .frame = inputs.frame,
                 .view = inputs.view,
                 .theme = inputs.theme,
                 .obstacles = obstacles_,
                 .standing = standing_},
                fonts_, atlas_);
        }
        list_.insert(list_.end(), furniture_.list.begin(), furniture_.list.end());
        if (inputs.words_apart != nullptr) {
            *inputs.words_apart = text_runs(list_, atlas_);
            list_ = without_words(list_, atlas_);
        }
        const bool elsewhere = std::exchange(generation_, atlas_.generation()) != atlas_.generation();
        return elsewhere || list_ != before_;
    }

    void draw(const LayerInputs& /*inputs*/) override { overlay_.draw(list_, atlas_); }

    void paint(const LayerInputs& /*inputs*/, const SignCanvas& canvas) const override {
        paint_list(canvas, list_, atlas_);
    }

    std::string memory() const override { return labels_.memory(); }
    bool recall(std::string_view bytes) override { return labels_.recall(bytes); }

private:
    void compose_furniture_once(const LayerInputs& inputs) {
        const Frame& frame = inputs.frame;
        Viewport viewport = frame.viewport;
        viewport.insets_px = frame.furniture_insets_px.value_or(viewport.insets_px);
        const FurnitureKey key = {.revision = inputs.list.revision,
                                  .generation = atlas_.generation(),
                                  .camera = frame.camera,
                                  .viewport = viewport,
                                  .theme = frame.style.theme,
                                  .language = frame.style.language,
                                  .shown = frame.style.show_furniture,
                                  .titles = frame.titles};
        if (key_ == key) return;
        key_ = key;
        furniture_ = {};
        if (!frame.style.show_furniture) return;
        const auto layers =
            sources_.dataset.flows ? sources_.dataset.flows->layers() : std::span<const LayerInfo>();
        std::vector<Colour> colours;
        for (std::size_t row = 0; row < layers.size(); ++row)
            colours.push_back(layer_colour(inputs.theme, layers[row].key, row));
        furniture_ = compose_furniture({.words = inputs.list.furniture,
                                        .theme = inputs.theme,
                                        .language = frame.style.language,
                                        .viewport = viewport,
                                        .layer_colours = colours,
                                        .metres_per_px = inputs.bearings.metres_per_px,
                                        .north_deg = inputs.bearings.north_deg,
                                        .tilt_deg = frame.camera.tilt_deg,
                                        .inset = shows_china_ ? &inset_ : nullptr,
                                        .titles = frame.titles.empty() ? nullptr : &frame.titles},
                                       fonts_, atlas_);
    }

    LayerSources sources_;
    Fonts fonts_;
    Overlay overlay_;
    SeaInset inset_;
    bool shows_china_;
    GlyphAtlas atlas_;
    MapLabels labels_;
    std::optional<FurnitureKey> key_;
    FurniturePicture furniture_;
    std::vector<ScreenBox> obstacles_;  // of names: the furniture, rings of shares of groups
    std::vector<DonutBox> standing_;    // rings and roses of places
    ScreenList list_, before_;
    std::uint64_t generation_ = 0;  // of the atlas, when the list was made
};

}  // namespace

Result<std::unique_ptr<Layer>> make_lettering_layer(const LayerSources& sources) {
    auto fonts = Fonts::open();
    if (!fonts) return fonts.error();
    auto overlay = Overlay::create();
    if (!overlay) return overlay.error();
    return std::unique_ptr<Layer>(
        std::make_unique<LetteringLayer>(sources, std::move(*fonts), std::move(*overlay)));
}

}  // namespace flowspace
