#include "viewer/commands/render_command.h"

#include "data/pair_selection.h"
#include "data/shown_flows.h"
#include "render/renderer.h"
#include "render/scene/build_draw_list.h"
#include "render/scene/home_camera.h"
#include "render/scene/node_points.h"
#include "viewer/command.h"
#include "viewer/commands/dataset_options.h"
#include "viewer/commands/filter_options.h"
#include "viewer/commands/messages.h"
#include "viewer/commands/view_options.h"
#include "viewer/focus.h"
#include "viewer/headless.h"
#include "viewer/panel_picture.h"
#include "viewer/views/linked_view.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <memory>

namespace flowspace {
namespace {

constexpr int most_px = 16384;

struct RenderText {
    DatasetText dataset = {};
    FilterText filter = {};
    ViewText view = {};
    std::string out = {};
    std::string size = "1920x1080";
    std::string view_key = {};  // of the linked view that is open; empty: none
    std::uint32_t strongest = ShowRule{}.strongest;
    std::uint32_t per_place = ShowRule{}.per_place;
    double exaggeration = static_cast<double>(Style{}.exaggeration);
    bool no_labels = false, no_furniture = false, no_areas = false, panels = false;
    std::optional<double> moment_s = {};
};

int fail(const std::string& message, int status) {
    fmt::print(stderr, "{}\n", message);
    return status;
}

struct Size {
    int width_px = 0, height_px = 0;
};

std::optional<Size> parse_size(const std::string& text) {
    Size size;
    const char* end = text.data() + text.size();
    const auto width = std::from_chars(text.data(), end, size.width_px);
    if (width.ec != std::errc{} || width.ptr == end || *width.ptr != 'x') return std::nullopt;
    const auto height = std::from_chars(width.ptr + 1, end, size.height_px);
    if (height.ec != std::errc{} || height.ptr != end) return std::nullopt;
    const bool fits =
        size.width_px >= 1 && size.width_px <= most_px && size.height_px >= 1 && size.height_px <= most_px;
    return fits ? std::optional(size) : std::nullopt;
}

std::string check_size(const std::string& text) {
    if (parse_size(text)) return {};
    return fmt::format("--size: found '{:.40}', expected WIDTHxHEIGHT, each from 1 to {}", text, most_px);
}

std::string check_out(const std::string& text) {
    if (text.ends_with(".png")) return {};
    return fmt::format(
        "-o: found '{:.80}', expected a name that ends in .png (no other kind is built in this version)",
        text);
}

std::string check_arcs(const std::string& text) {
    return text == "cpu" ? "--arcs cpu: not built in this version, expected gl" : std::string{};
}

/// What is drawn, and from where.
struct Still {
    DrawList list = {};
    Frame frame = {};
    Settings settings = {};
};

/// What is open in a picture with panels.
Workspace workspace_of(const RenderText& text) {
    Workspace workspace;
    const auto view = find_view(text.view_key);
    workspace.views_open = view.has_value();
    workspace.view = view.value_or(0);
    return workspace;
}

std::string check_view(const std::string& text) {
    if (find_view(text)) return {};
    std::vector<std::string_view> keys;
    for (const LinkedView& view : all_views()) keys.push_back(view.key);
    return fmt::format("--data: found '{:.40}', expected one of {}", text, fmt::join(keys, ", "));
}

Result<Still> compose(const RenderText& text, const std::shared_ptr<const Dataset>& data,
                      const Projection& projection, Language language) {
    const Dataset& dataset = *data;
    Result<Filter> filter = parse_filter(text.filter, dataset, language);
    if (!filter) return filter.error();
    Settings base;
    base.filter = std::move(*filter);
    base.style.exaggeration = static_cast<float>(text.exaggeration);
    base.style.show_labels = !text.no_labels;
    base.style.show_furniture = !text.no_furniture;
    base.style.show_areas = !text.no_areas;
    Result<ViewRequest> view = parse_view(text.view, base, dataset, language);
    if (!view) return view.error();
    Settings& settings = view->settings;
    settings.show = {.per_place = text.per_place, .strongest = text.strongest};
    Still still;
    const Size size = *parse_size(text.size);
    still.frame = {.camera = settings.camera,
                   .viewport = {.width_px = size.width_px, .height_px = size.height_px},
                   .style = settings.style,
                   .time_s = text.moment_s.value_or(0),
                   .motion = text.moment_s ? Motion::moving : Motion::still};
    // A picture of what happens inside one group says which one it is.
    if (settings.filter.inside.size() == 1) still.frame.selected.group = settings.filter.inside.front();
    if (text.panels)
        still.frame.viewport.insets_px =
            panel_insets(size.width_px, size.height_px, ui_scale(size.height_px, settings.style.theme),
                         workspace_of(text));
    if (!view->fit.empty())
        still.frame.camera = fit(view->fit, settings.camera, still.frame.viewport, projection);
    else if (text.view.camera.empty())
        still.frame.camera = home_camera(dataset, still.frame.viewport, projection);
    settings.camera = still.frame.camera;
    Pipeline pipeline(data, {.background_above = std::nullopt});
    pipeline.update(settings);
    if (pipeline.stale()) return Error{pipeline.stale()->message};
    still.list = pipeline.draw_list();
    if (settings.space == Space::flow && pipeline.flow_space().placed > 0)
        still.frame.shift = {
            .to = std::make_shared<const std::vector<MapPoint>>(
                laid_over(pipeline.flow_space(), *dataset.atlas, node_points(*dataset.atlas, projection))),
            .share = 1,
            .veil = 1};
    still.settings = settings;
    return still;
}

/// The window's panels over the picture, as they stand for the same settings.
Result<bool> add_panels(const std::shared_ptr<const Dataset>& dataset, const Still& still,
                        const Workspace& workspace, Image& image) {
    auto painter = PanelPainter::create(dataset, ui_scale(image.height_px, still.settings.style.theme));
    if (!painter) return painter.error();
    Settings settings = still.settings;
    move_to_focus(settings);
    settings = normalised(settings, shape_of(*dataset));
    Pipeline pipeline(dataset, {.background_above = std::nullopt});
    pipeline.update(settings);
    if (pipeline.stale()) return Error{pipeline.stale()->message};
    painter->paint({.derived = pipeline, .settings = settings, .workspace = workspace}, image);
    return true;
}

std::vector<std::pair<std::string, std::string>> notes_of(const Furniture& words) {
    std::vector<std::pair<std::string, std::string>> notes = {{"Software", "flowspace"}};
    for (const auto& [key, text] : {std::pair{"Title", words.title}, std::pair{"Description", words.subtitle},
                                    std::pair{"Source", words.source}, std::pair{"Comment", words.notice}})
        if (!text.empty()) notes.emplace_back(key, text);
    return notes;
}

int draw(const RenderText& text, std::shared_ptr<const Dataset> dataset, Language language) {
    auto projection = Projection::create(albers_china);
    if (!projection) return fail(projection.error().message, exit_machine_lacks);
    const Result<Still> still = compose(text, dataset, *projection, language);
    if (!still) return fail(still.error().message, exit_bad_request);
    auto context = HeadlessContext::create();
    if (!context) return fail(context.error().message, exit_machine_lacks);
    auto renderer = Renderer::create(dataset, albers_china);
    if (!renderer) return fail(renderer.error().message, exit_machine_lacks);
    const Viewport& asked = still->frame.viewport;
    if (std::max(asked.width_px, asked.height_px) > renderer->largest_side_px())
        return fail(
            fmt::format(
                fmt::runtime(say(language, "--size: found {}, expected sides of at most {} on this machine",
                                 "--size：收到 {}，本机每边最多 {} 像素")),
                text.size, renderer->largest_side_px()),
            exit_machine_lacks);
    renderer->draw(still->list, still->frame);
    Image image = renderer->read();
    if (text.panels)
        if (const auto added = add_panels(dataset, *still, workspace_of(text), image); !added)
            return fail(added.error().message, exit_machine_lacks);
    const auto written = write_png(image, text.out, notes_of(still->list.furniture));
    if (!written) return fail(written.error().message, exit_bad_request);
    return exit_done;
}

int run(const RenderText& text, Language language) {
    OpenedDataset opened = open_dataset(text.dataset, language);
    if (opened.error.exit_status != exit_done) return fail(opened.error.message, opened.error.exit_status);
    const bool problems = report_problems(opened.dataset, language, stderr);
    const int status = draw(text, std::make_shared<const Dataset>(std::move(opened.dataset)), language);
    return status == exit_done && problems ? exit_bad_request : status;
}

}  // namespace

void set_up_render(CLI::App& app, Language language, int& status) {
    const auto text = std::make_shared<RenderText>();
    add_dataset_options(app, language, text->dataset);
    add_view_options(app, language, text->view);
    add_filter_options(app, language, text->filter);
    const auto words = [language](std::string_view en, std::string_view zh) {
        return std::string(say(language, en, zh));
    };
    app.add_option("-o,--out", text->out, words("the picture to write: OUT.png", "输出图片：OUT.png"))
        ->required()
        ->check(check_out)
        ->type_name("OUT.png");
    app.add_option("--size", text->size,
                   words("in pixels, each side up to 16384", "像素尺寸，每边至多 16384"))
        ->check(check_size)
        ->type_name("WxH");
    app.add_option("--top", text->strongest, words("draw the N strongest flows", "画出最强的 N 条流"))
        ->type_name("N");
    app.add_option(
           "--per-place", text->per_place,
           words("and the N strongest out of and into each place", "以及每个地点流出、流入最强的各 N 条"))
        ->type_name("N");
    app.add_option("--relief", text->exaggeration, words("exaggeration of heights", "地形垂直夸张倍数"))
        ->check(CLI::Range(0.0, 40.0))
        ->type_name("TIMES");
    app.add_option("--moment", text->moment_s,
                   words("the moving picture at S seconds instead of arrowheads", "以动画第 S 秒代替箭头"))
        ->check(CLI::NonNegativeNumber)
        ->type_name("S");
    app.add_flag("--panels", text->panels, words("with the window's panels", "带上窗口的面板"));
    app.add_option(
           "--data", text->view_key,
           words("with the panels and this linked view: pairs, ...", "带上面板和这个数据视图：pairs, ..."))
        ->check(check_view)
        ->each([text](const std::string&) { text->panels = true; })
        ->type_name("VIEW");
    app.add_flag("--no-labels", text->no_labels, words("without place names", "不注地名"));
    app.add_flag("--no-furniture", text->no_furniture,
                 words("without title, legend, scale and source", "不含标题、图例、比例尺和来源"));
    app.add_flag("--no-areas", text->no_areas, words("without areas of agglomerations", "不画城市群范围"));
    app.get_option("--arcs")->check(check_arcs);
    app.callback([text, language, &status] { status = run(*text, language); });
}

}  // namespace flowspace
