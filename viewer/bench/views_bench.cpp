// The linked views: what a changed window costs them, and what they add to a frame.
#include "data/source/memory_source.h"
#include "viewer/bench/benches.h"
#include "viewer/focus.h"
#include "viewer/look.h"
#include "viewer/panel.h"
#include "viewer/views/linked_view.h"

#include <fmt/format.h>

#include <optional>
#include <string>

namespace flowspace {

namespace {

/// ImGui without a window: panels are laid out and turned into triangles, not into pixels.
class Interface {
public:
    explicit Interface(const Dataset& data) : ranges_(glyph_ranges(data)), context_(ImGui::CreateContext()) {
        ImGui::GetIO().IniFilename = nullptr;
        ImGui::GetIO().DisplaySize = {1280, 720};
        fonts_ = load_fonts(*ImGui::GetIO().Fonts, ranges_, 1);
    }
    Interface(const Interface&) = delete;
    Interface& operator=(const Interface&) = delete;
    ~Interface() { ImGui::DestroyContext(context_); }

    std::optional<Error> failed() const { return *fonts_ ? std::nullopt : std::optional(fonts_->error()); }

    void frame(const Dataset& data, const Pipeline& derived, Settings& settings, Workspace& workspace,
               const LinkedViews& views) {
        ImGui::GetIO().DeltaTime = 1.f / 60;
        const Theme& colours = theme(settings.style.theme);
        const Look look{.theme = colours,
                        .accent = layer_colour_of(colours, data, settings.current_layer),
                        .fonts = **fonts_,
                        .scale = 1,
                        .language = settings.style.language};
        apply_look(look);
        const Layout layout = lay_out(1280, 720, 1, workspace);
        ImGui::NewFrame();
        PanelContext context{data,      derived, look,     layout,  {},    settings,
                             workspace, hover_,  actions_, nullptr, &views};
        draw_panels(panels_, context);
        ImGui::Render();
    }

private:
    std::vector<ImWchar> ranges_;
    ImGuiContext* context_;
    std::optional<Result<UiFonts>> fonts_;
    std::vector<Panel> panels_ = all_panels();
    Hover hover_;
    std::vector<Action> actions_;
};

/// Every ordered pair of the atlas's places in each of five layers: 580,000 rows of the pair table.
std::shared_ptr<const Dataset> all_pairs(const Dataset& atlas) {
    FlowTable table{.grain = Grain::year};
    for (const LayerInfo& layer : atlas.flows->layers()) table.layers.push_back(layer);
    const auto places = static_cast<std::uint32_t>(atlas.atlas->places.size());
    for (std::uint32_t layer = 0; layer < table.layers.size(); ++layer)
        for (std::uint32_t from = 0; from < places; ++from)
            for (std::uint32_t to = 0; to < places; ++to) {
                if (from == to) continue;
                table.layer.push_back(LayerId{layer});
                table.origin.push_back(PlaceId{from});
                table.destination.push_back(PlaceId{to});
                table.time.push_back((*parse_time("2020")).start);
                table.value.push_back((from * 7919U + to * 104729U + layer) % 1'000'003U);
            }
    auto data = std::make_shared<Dataset>(atlas);
    data->flows = MemorySource::from_rows(std::move(table));
    return data;
}

/// Each view of one table: a change of the filter, and a frame with nothing changed less one without it.
std::optional<Error> measure_views(const std::shared_ptr<const Dataset>& data, const std::string& name,
                                   int runs, std::vector<BenchResult>& results) {
    Interface interface(*data);
    if (auto error = interface.failed()) return error;
    Pipeline pipeline(data, {.background_above = std::nullopt});
    Settings settings = normalised({}, shape_of(*data));
    settings.filter.layers.clear();
    for (std::uint32_t layer = 0; layer < data->flows->layers().size(); ++layer)
        settings.filter.layers.push_back(LayerId{layer});
    Workspace workspace;
    LinkedViews views(std::nullopt);
    const auto frames = [&](const std::string& what) {
        results.push_back(measure(fmt::format("views/{}/{}/frame of the panels", name, what), runs, [&](int) {
            interface.frame(*data, pipeline, settings, workspace, views);
        }));
    };
    pipeline.update(settings);
    frames("closed");
    workspace.views_open = true;
    for (std::size_t view = 0; view < views.all().size(); ++view) {
        workspace.view = view;
        const std::string what(views.all()[view].key);
        results.push_back(measure(fmt::format("views/{}/{}/filter changed", name, what), runs, [&](int run) {
            settings.filter.min_value = run;
            pipeline.update(settings);
            views.update({data, pipeline, settings, workspace});
        }));
        frames(what);
    }
    return std::nullopt;
}

}  // namespace

Result<std::vector<BenchResult>> bench_views(const BenchContext& context) {
    std::vector<BenchResult> results;
    if (auto error = measure_views(context.atlas, "built-in atlas", context.runs, results)) return *error;
    if (auto error =
            measure_views(all_pairs(*context.atlas), "every pair", std::max(3, context.runs / 3), results))
        return *error;
    return results;
}

}  // namespace flowspace
