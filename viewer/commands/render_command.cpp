#include "viewer/commands/render_command.h"

#include "data/analysis/analysis.h"
#include "data/import/problem_words.h"
#include "data/output_table.h"
#include "data/pair_selection.h"
#include "data/project/atomic_file.h"
#include "data/shown_flows.h"
#include "render/renderer.h"
#include "render/scene/build_draw_list.h"
#include "render/scene/home_camera.h"
#include "render/scene/node_points.h"
#include "render/scene/text_runs.h"
#include "render/scene/theme.h"
#include "viewer/analysis_map.h"
#include "viewer/analysis_shown.h"
#include "viewer/answer_figure.h"
#include "viewer/beside_stage.h"
#include "viewer/command.h"
#include "viewer/commands/analysis_option.h"
#include "viewer/commands/dataset_options.h"
#include "viewer/commands/filter_options.h"
#include "viewer/commands/messages.h"
#include "viewer/commands/output_clash.h"
#include "viewer/commands/size_option.h"
#include "viewer/commands/view_options.h"
#include "viewer/dashboard_page.h"
#include "viewer/export/matte.h"
#include "viewer/export/pdf.h"
#include "viewer/export/studio.h"
#include "viewer/focus.h"
#include "viewer/headless.h"
#include "viewer/panel_picture.h"
#include "viewer/scene_answers.h"
#include "viewer/story_choice.h"
#include "viewer/story_picture.h"
#include "viewer/story_time.h"
#include "viewer/views/linked_view.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iterator>
#include <memory>
#include <string>

namespace flowspace {
namespace {

struct RenderText {
    DatasetText dataset = {};
    FilterText filter = {};
    ViewText view = {};
    std::string out = {};
    std::string size = "1920x1080";
    std::string view_key = {};  // of the linked view that is open; empty: none
    std::optional<std::uint32_t> strongest = {};
    std::optional<std::uint32_t> per_place = {};
    std::optional<double> backbone = {};
    std::optional<double> exaggeration = {};
    bool no_labels = false, no_furniture = false, no_areas = false, panels = false, bundled = false;
    bool transparent = false;
    AnalysisText analysis = {};
    std::string dashboard = {};  // group; empty: none
    std::string table = {};      // where its figures go; empty: nowhere
    bool language_given = false;
    std::optional<double> moment_s = {};
    std::string scene = {};                // id; empty: none
    std::vector<std::string> scenes = {};  // as a film has them; empty: none
};

int fail(const std::string& message, int status) {
    fmt::print(stderr, "{}\n", message);
    return status;
}

bool is_pdf(const std::string& out) { return out.ends_with(".pdf"); }

std::string check_out(const std::string& text) {
    if (text.ends_with(".png") || is_pdf(text)) return {};
    return fmt::format("-o: found '{:.80}', expected a name that ends in .png or .pdf", text);
}

std::string no_pdf_of_maps(Language language) {
    return std::string(say(language,
                           "-o: found OUT.pdf for maps side by side, expected OUT.png: a PDF holds one map",
                           "-o：并排地图只能输出为 PNG，PDF 只含一幅地图"));
}

/// What is drawn, and from where.
struct Still {
    DrawList list = {};
    Frame frame = {};
    Settings settings = {};
    std::optional<AnalysisAnswer> answer = {};
    std::optional<Dashboard> page = {};
    std::shared_ptr<const MapOverlay> overlay = {};
    std::unique_ptr<BesideMaps> maps = {};  // side by side, with the pipeline of the first; none: one map
    std::unique_ptr<Pipeline> pipeline = {};
    BesideLayout layout = {};
};

/// Maps side by side lie in what the panels leave; each has a frame of its own.
void lay_out_maps(Still& still) {
    const Viewport& picture = still.frame.viewport;
    const Viewport::Insets& insets = picture.insets_px;
    const Box area{static_cast<float>(insets.left), static_cast<float>(insets.top),
                   static_cast<float>(picture.width_px - insets.right),
                   static_cast<float>(picture.height_px - insets.bottom)};
    still.layout = beside_layout(still.settings, area,
                                 std::max(2.f, std::round(static_cast<float>(picture.height_px) / 540)));
}

/// What is open in a picture with panels.
Workspace workspace_of(const RenderText& text, const Settings& settings) {
    Workspace workspace{.cards = settings.pins.size(),
                        .large_text = settings.style.text_scale >= large_text_from};
    const auto view = find_view(text.view_key);
    workspace.views_open = view.has_value();
    workspace.analysis_open = !text.analysis.name.empty();
    workspace.analysis_tab = AnalysisTab::answer;
    workspace.view = view.value_or(0);
    return workspace;
}

std::string check_view(const std::string& text) {
    if (find_view(text)) return {};
    std::vector<std::string_view> keys;
    for (const LinkedView& view : all_views()) keys.push_back(view.key);
    return fmt::format("--data: found '{:.40}', expected one of {}", text, fmt::join(keys, ", "));
}

/// The project's view where there is one, and over it what was typed.
Result<Settings> settings_of(const RenderText& text, const Dataset& dataset, const Settings& kept,
                             Language language) {
    Settings settings = kept;
    if (names_places(text.filter)) settings.focus = {};
    Result<Filter> filter = parse_filter(text.filter, dataset, language, settings.filter);
    if (!filter) return filter.error();
    settings.filter = std::move(*filter);
    if (text.exaggeration) settings.style.exaggeration = static_cast<float>(*text.exaggeration);
    if (text.no_labels) settings.style.show_labels = false;
    if (text.no_furniture) settings.style.show_furniture = false;
    if (text.no_areas) settings.style.show_areas = false;
    if (text.bundled) settings.style.bundled = true;
    if (text.per_place) settings.show.per_place = *text.per_place;
    if (text.strongest) {
        settings.show.strongest = *text.strongest;
        settings.show.backbone.reset();
    }
    if (text.backbone) settings.show.backbone = text.backbone;
    return settings;
}

/// A scene at a moment of its own, as the presenter and films show it: its way there and what it plays
/// included.
Result<Still> compose_moment(const RenderText& text, const std::shared_ptr<const Dataset>& data,
                             const SceneChoice& scene, const Projection& projection, Settings reader) {
    const PictureSize size = *parse_size(text.size);
    if (text.view.theme == "night") reader.style.theme = ThemeId::night;
    if (text.view.theme == "paper") reader.style.theme = ThemeId::paper;
    if (text.view.theme == "contrast") reader.style.theme = ThemeId::contrast;
    const double time_s = scene_times(*scene.story, scene.row).begin_s + *text.moment_s;
    StoryPicture pictures(data, node_points(*data->atlas, projection), {.background_above = std::nullopt});
    const StoryFrame at = story_frame(*scene.story, *data, time_s, reader);
    const StoryPicture::Picture picture =
        pictures.at(at, {.width_px = size.width_px, .height_px = size.height_px});
    if (pictures.stale()) return Error{pictures.stale()->message};
    Frame frame = picture.frame;
    frame.arcs = arcs_of_exports(text.view, size);
    return Still{.list = picture.list, .frame = std::move(frame), .settings = at.settings};
}

/// What a page beside it leaves to the map.
int map_width_px(int width_px) { return width_px * 36 / 100; }

Result<Dashboard> page_of(const RenderText& text, const std::shared_ptr<const Dataset>& data,
                          Language language, const Settings& settings) {
    const Result<GroupId> group = parse_group(text.dashboard, "--dashboard", *data->atlas, language);
    if (!group) return group.error();
    AnalysisShown shown = settings.analysis ? *settings.analysis : AnalysisShown{};
    shown.dashboard = data->atlas->groups[index(*group)].id;
    Settings asked = settings;
    asked.analysis = Kept<AnalysisShown>::of(std::move(shown));
    const auto key = dashboard_key(asked, *data);
    if (!key)
        return Error{
            std::string(say(language, "--dashboard: found no layer of flows", "--dashboard：没有要素流"))};
    return make_dashboard(data, *key);
}

Result<Still> compose(const RenderText& text, const std::shared_ptr<const Dataset>& data,
                      const OpenedView& kept, const Projection& projection, Language language) {
    const Dataset& dataset = *data;
    Result<Settings> shared = kept.settings;
    if (!text.view.shared.empty()) shared = base_of_view(text.view, dataset, language, stderr);
    if (!shared) return shared.error();
    ViewText said = text.view;
    said.keeps_language = kept.has_language && !text.language_given;
    Titles titles;
    if (!text.scenes.empty()) {
        const auto story = choose_scenes(*shared, dataset, text.scenes, language);
        if (!story) return story.error();
        if (!said.keeps_language) shared->style.language = language;
        return compose_moment(text, data, {*story, 0}, projection, *shared);
    }
    if (!text.scene.empty()) {
        const Result<SceneChoice> scene = choose_scene(*shared, dataset, text.scene, language);
        if (!scene) return scene.error();
        if (!said.keeps_language) shared->style.language = language;
        if (text.moment_s) return compose_moment(text, data, *scene, projection, *shared);
        const StoryFrame at =
            story_frame(*scene->story, dataset, still_time_s(*scene->story, scene->row), *shared);
        shared = at.settings;
        shared->beside = {};  // a scene is of one map
        titles = at.titles;
        said.keeps_language = true;
    }
    const Result<Settings> base = settings_of(text, dataset, *shared, language);
    if (!base) return base.error();
    Result<ViewRequest> view = parse_view(said, *base, dataset, language);
    if (!view) return view.error();
    Settings& settings = view->settings;
    if (!text.dashboard.empty()) settings.beside = {};  // its page has one map
    if (text.transparent) settings.beside = {};         // of a view: its own map
    if (settings.beside && is_pdf(text.out)) return Error{no_pdf_of_maps(language)};
    Still still;
    const PictureSize size = *parse_size(text.size);
    still.frame = {.camera = settings.camera,
                   .viewport = {.width_px = size.width_px, .height_px = size.height_px},
                   .style = settings.style,
                   .time_s = text.moment_s.value_or(0),
                   .motion = text.moment_s ? Motion::moving : Motion::still,
                   .selected = settings.selected};
    still.frame.titles = titles;
    still.frame.arcs = arcs_of_exports(text.view, size);
    // A picture of what happens inside one group says which one it is.
    if (settings.filter.inside.size() == 1) still.frame.selected.group = settings.filter.inside.front();
    if (text.panels)
        still.frame.viewport.insets_px =
            panel_insets(size.width_px, size.height_px,
                         ui_scale(size.height_px, settings.style.theme) * settings.style.text_scale,
                         workspace_of(text, settings));
    still.settings = settings;
    if (settings.beside) lay_out_maps(still);
    const Viewport seen = settings.beside ? still.layout.viewport(own_map(settings)) : still.frame.viewport;
    if (!view->fit.empty())
        still.frame.camera = fit(view->fit, settings.camera, seen, projection);
    else if (text.view.camera.empty() && text.view.shared.empty() && !kept.has_camera && text.scene.empty())
        still.frame.camera = home_camera(dataset, seen, projection);
    const Camera begun = settings.camera;
    for (std::size_t cell = 0; cell < map_count(settings); ++cell)  // those that said nothing of their own
        if (camera_of(settings, cell) == begun)
            settings = with_camera(std::move(settings), cell, still.frame.camera);
    settings.camera = still.frame.camera;
    const bool of_scene = !text.scene.empty() && text.analysis.name.empty();  // its analysis is the story's
    if (!of_scene)
        if (const auto error = choose_analysis(text.analysis, dataset, language, settings)) return *error;
    if (!text.dashboard.empty()) {
        Result<Dashboard> page = page_of(text, data, language, settings);
        if (!page) return page.error();
        still.page = std::move(*page);
        still.frame.viewport.insets_px.right = size.width_px - map_width_px(size.width_px);
        still.frame.selected.group = still.page->key.group;
        if (settings.filter.inside.empty()) settings.filter.inside = {still.page->key.group};
        std::vector<LonLat> members;
        for (const Membership& member : still.page->group().members)
            members.push_back(dataset.atlas->places[index(member.place)].location);
        // The group stands between the title and its legend, which has two lines for each layer.
        still.frame.furniture_insets_px = still.frame.viewport.insets_px;
        still.frame.viewport.insets_px.top = static_cast<int>(std::lround(0.07 * size.height_px));
        const auto layers = static_cast<double>(still.page->key.filter.layers.size());
        still.frame.viewport.insets_px.bottom =
            static_cast<int>(std::lround(size.height_px * std::min(0.42, 0.14 + 0.055 * layers)));
        still.frame.camera = fit(members, settings.camera, still.frame.viewport, projection);
        settings.camera = still.frame.camera;
    }
    if (of_scene) {
        still.overlay = overlay_of(SceneAnswers(data, StageRuns::at_once).of(settings), settings);
    } else if (analysis_request(settings, dataset) && settings.analysis->on_map) {
        Result<AnalysisAnswer> answer = answer_in_words(settings, data, language);
        if (!answer && !text.analysis.name.empty()) return answer.error();
        if (answer) {
            still.overlay = overlay_of(&*answer, settings);
            if (still.overlay && still.overlay->empty() && !text.analysis.name.empty() && !text.panels)
                return nothing_on_map(text.analysis, language);
            still.answer = std::move(*answer);
        } else {  // that of the view: the picture comes without it
            fmt::print(stderr, "{}\n", answer.error().message);
        }
    }
    still.pipeline = std::make_unique<Pipeline>(data, PipelineOptions{.background_above = std::nullopt});
    Pipeline& pipeline = *still.pipeline;
    pipeline.lay_over(still.overlay);
    if (settings.beside) {
        still.maps = std::make_unique<BesideMaps>(data, PipelineOptions{.background_above = std::nullopt});
        still.maps->update(settings, pipeline, node_points(*dataset.atlas, projection));
        if (still.maps->stale()) return Error{still.maps->stale()->message};
    } else {
        pipeline.update(settings);
    }
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
    std::vector<std::string> further;
    AnalysisRun run;
    if (still.answer) {
        run.show(*still.answer);
        further = answer_texts(*still.answer);
    }
    auto painter = PanelPainter::create(
        dataset, ui_scale(image.height_px, still.settings.style.theme) * still.settings.style.text_scale,
        further);
    if (!painter) return painter.error();
    Settings settings = still.settings;
    move_to_focus(settings);
    settings = normalised(settings, shape_of(*dataset));
    Pipeline pipeline(dataset, {.background_above = std::nullopt});
    pipeline.update(settings);
    if (pipeline.stale()) return Error{pipeline.stale()->message};
    painter->paint({.derived = pipeline, .settings = settings, .workspace = workspace, .analysis = &run},
                   image);
    return true;
}

/// A usage error, in words; nothing: the options go together.
std::optional<std::string> check_together(const RenderText& text, Language language) {
    const bool several = !text.view.beside.empty() || text.view.per_layer || text.view.swipe;
    if (is_pdf(text.out) && text.panels)
        return std::string(say(language, "--panels: found beside a PDF, expected OUT.png: panels are pixels",
                               "--panels：面板只能输出为 PNG，不能与 PDF 同用"));
    if (text.transparent && (is_pdf(text.out) || text.panels || several || !text.dashboard.empty()))
        return std::string(
            say(language,
                "--transparent: found with a PDF, panels, a page or maps side by side, expected "
                "OUT.png of one map",
                "--transparent：不能与 PDF、面板、总览页或并排地图同用，只用于单幅地图的 PNG"));
    if (is_pdf(text.out) && several) return no_pdf_of_maps(language);
    if (several && (!text.dashboard.empty() || !text.scene.empty() || !text.scenes.empty()))
        return std::string(
            say(language,
                "--beside, --per-layer, --swipe: found with --dashboard or --scene, expected "
                "neither: those are of one map",
                "--beside、--per-layer、--swipe：不能与 --dashboard 或 --scene 同用，后者只有一幅地图"));
    const bool has_scene = !text.scene.empty() || !text.scenes.empty();
    if (!text.dashboard.empty() && has_scene)
        return std::string(
            say(language,
                "--dashboard: found with --scene, expected one or the other: a scene has a filter "
                "and an analysis of its own",
                "--dashboard：不能与 --scene 同用，场景有自己的筛选和分析"));
    return unknown_analysis(text.analysis, language);
}

/// The page of figures, right of the map; its words beside the picture where the file keeps them as text.
Result<bool> add_page(const RenderText& text, const Still& still, Page& page) {
    Image& image = page.image;
    const Box box{static_cast<float>(map_width_px(image.width_px)), 0, static_cast<float>(image.width_px),
                  static_cast<float>(image.height_px)};
    std::vector<TextRun> words;
    auto painted =
        paint_dashboard(*still.page, still.frame.style, box, image, is_pdf(text.out) ? &words : nullptr);
    std::ranges::move(words, std::back_inserter(page.words));
    return painted;
}

std::optional<Problem> write_table(const Dashboard& page, const std::string& path) {
    const OutputTable table = dashboard_table(page);
    return write_file(path, path.ends_with(".json") ? to_json(table) : to_csv(table));
}

/// Without the ground: what lies on it, and how much of a ground beneath shows through.
Image draw_transparent(const Still& still, Renderer& renderer) {
    const auto on = [&](Colour ground) {
        Frame frame = still.frame;
        frame.plain_ground = ground;
        renderer.draw(still.list, frame);
        return renderer.read();
    };
    const Image black = on({0, 0, 0});
    return matte(black, on({255, 255, 255}));
}

Image draw_picture(const Still& still, Renderer& renderer) {
    if (!still.maps) {
        renderer.draw(still.list, still.frame);
        return renderer.read();
    }
    const Viewport& picture = still.frame.viewport;
    Image image = {.width_px = picture.width_px, .height_px = picture.height_px, .rgb = {}};
    image.rgb.resize(3 * static_cast<std::size_t>(picture.width_px) *
                     static_cast<std::size_t>(picture.height_px));
    draw_beside({.maps = still.maps->maps(),
                 .layout = still.layout,
                 .base = still.frame,
                 .ground = theme(still.frame.style.theme).ground.sea},
                renderer, image);
    return image;
}

int draw(const RenderText& text, std::shared_ptr<const Dataset> dataset, const OpenedView& kept,
         Language language) {
    const std::string crs = map_crs(*dataset);
    auto projection = Projection::create(crs);
    if (!projection) return fail(projection.error().message, exit_machine_lacks);
    const Result<Still> still = compose(text, dataset, kept, *projection, language);
    if (!still) return fail(still.error().message, exit_bad_request);
    if (const std::string& empty = still->list.furniture.empty; !empty.empty())
        fmt::print(stderr, "nothing-shown: {}\n", empty);  // the picture says so too
    auto context = HeadlessContext::create();
    if (!context) return fail(context.error().message, exit_machine_lacks);
    auto renderer = Renderer::create(dataset, crs);
    if (!renderer) return fail(renderer.error().message, exit_machine_lacks);
    const Viewport& asked = still->frame.viewport;
    if (std::max(asked.width_px, asked.height_px) > renderer->largest_side_px())
        return fail(
            fmt::format(
                fmt::runtime(say(language, "--size: found {}, expected sides of at most {} on this machine",
                                 "--size：收到 {}，本机每边最多 {} 像素")),
                text.size, renderer->largest_side_px()),
            exit_machine_lacks);
    const auto texts =
        texts_of(still->list.furniture,
                 {.filter = filter_line(effective_filter(*dataset->atlas, still->settings), *dataset)});
    Page page{.texts = texts};
    if (is_pdf(text.out)) {
        page.words = renderer->draw_apart(still->list, still->frame);
        page.image = renderer->read();
    } else {
        page.image = text.transparent ? draw_transparent(*still, *renderer) : draw_picture(*still, *renderer);
    }
    if (text.panels)
        if (const auto added = add_panels(dataset, *still, workspace_of(text, still->settings), page.image);
            !added)
            return fail(added.error().message, exit_machine_lacks);
    if (still->page)
        if (const auto added = add_page(text, *still, page); !added)
            return fail(added.error().message, exit_machine_lacks);
    if (still->page && !text.table.empty())
        if (const auto failed = write_table(*still->page, text.table))
            return fail(format_problem(*failed, language), exit_of(format_problem(*failed)));
    const auto written =
        is_pdf(text.out) ? write_pdf(page, text.out, language) : write_png(page.image, text.out, texts);
    if (!written)
        return fail(message_in(written.error().message, language), exit_of(written.error().message));
    return exit_done;
}

/// What is read and written under a name of its own; a setting KEY=FILE by its file.
NamedFiles files_of(const RenderText& text) {
    NamedFiles files;
    files.reads(text.dataset);
    files.reads("--view", text.view.shared);
    for (const std::string& table : text.analysis.tables)
        files.reads("--analysis-table", table.substr(table.find('=') + 1));
    files.writes("-o", text.out);
    files.writes("--table", text.table);
    return files;
}

int run(const RenderText& text, Language language) {
    if (const auto wrong = check_together(text, language)) return fail(*wrong, exit_usage);
    if (const auto clash = files_of(text).clash(language)) return fail(*clash, exit_usage);
    OpenedDataset opened = open_dataset(text.dataset, language);
    if (opened.error.exit_status != exit_done) return fail(opened.error.message, opened.error.exit_status);
    const bool problems = report_problems(opened.dataset, language, stderr);
    const OpenedView kept = opened_view(opened);
    leave_far_ground(opened.dataset);
    const int status = draw(text, std::make_shared<const Dataset>(std::move(opened.dataset)), kept, language);
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
    app.add_option("-o,--out", text->out,
                   words("the picture to write; in PDF words are text over the map as a picture",
                         "输出图片；PDF 中地图为图像，文字为可检索的文本"))
        ->required()
        ->check(check_out)
        ->type_name("OUT.png|OUT.pdf");
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
    const std::string alpha_help =
        words("draw the backbone instead of the N strongest: flows with a disparity alpha < A at either end",
              "以骨架代替最强的 N 条：任一端差异过滤 alpha < A 的流");
    app.add_option("--backbone", text->backbone, alpha_help)
        ->check(CLI::Range(1e-12, 1.0))
        ->excludes("--top")
        ->type_name("A");
    app.add_flag("--bundle", text->bundled,
                 words("draw flows along shorter flows of their layer; where they pass is no route",
                       "流沿同层较短的流并束画出，经过之地不是实际路线"));
    app.add_option("--relief", text->exaggeration, words("exaggeration of heights", "地形垂直夸张倍数"))
        ->check(CLI::Range(0.0, 40.0))
        ->type_name("TIMES");
    app.add_option(
           "--moment", text->moment_s,
           words(
               "the moving picture at S seconds instead of arrowheads; of a scene, since its way there began",
               "以动画第 S 秒代替箭头；场景从过渡开始时计"))
        ->check(CLI::NonNegativeNumber)
        ->type_name("S");
    app.add_option("--scene", text->scene,
                   words("a scene of the story: of the project, or the built-in one",
                         "故事中的一个场景：项目自己的，或内置的"))
        ->type_name("ID");
    app.add_option(
           "--scenes", text->scenes,
           words("with --moment: S seconds into the film of these scenes, as `film --scenes` shows it",
                 "与 --moment 同用：`film --scenes` 只拍这些场景时第 S 秒的画面"))
        ->delimiter(',')
        ->needs("--moment")
        ->excludes("--scene")
        ->type_name("A,B,...");
    app.add_flag("--panels", text->panels, words("with the window's panels", "带上窗口的面板"));
    app.add_option(
           "--data", text->view_key,
           words("with the panels and this linked view: pairs, ...", "带上面板和这个数据视图：pairs, ..."))
        ->check(check_view)
        ->each([text](const std::string&) { text->panels = true; })
        ->type_name("VIEW");
    add_analysis_options(app, language, text->analysis);
    app.add_option(
           "--dashboard", text->dashboard,
           words("one group on a page beside its map: members, shares, premium, polycentricity, critical "
                 "places, equity, stage, misfits",
                 "一个分组的总览页，置于其地图旁：成员、组内占比、溢价、多中心、关键城市、公平、阶段、错位"))
        ->type_name("GROUP");
    app.add_option(
           "--table", text->table,
           words("with --dashboard: its figures too, as a table", "与 --dashboard 同用：另存其数据表"))
        ->needs("--dashboard")
        ->type_name("OUT.csv");
    app.add_flag("--transparent", text->transparent,
                 words("PNG without relief and water: what lies on them over a transparent ground",
                       "PNG 背景透明：不画地形和水域，只画其上的内容"));
    app.add_flag("--no-labels", text->no_labels, words("without place names", "不注地名"));
    app.add_flag("--no-furniture", text->no_furniture,
                 words("without title, legend, scale and source", "不含标题、图例、比例尺和来源"));
    app.add_flag("--no-areas", text->no_areas, words("without areas of agglomerations", "不画城市群范围"));
    app.callback([text, language, &app, &status] {
        text->language_given = language_given(app);
        status = run(*text, language);
    });
}

}  // namespace flowspace
