#include "viewer/commands/film_command.h"

#include "data/import/problem_words.h"
#include "data/project/json_value.h"
#include "render/scene/home_camera.h"
#include "viewer/beside_stage.h"
#include "viewer/command.h"
#include "viewer/commands/asked_view.h"
#include "viewer/commands/messages.h"
#include "viewer/commands/output_clash.h"
#include "viewer/commands/size_option.h"
#include "viewer/export/film_plan.h"
#include "viewer/export/film_writer.h"
#include "viewer/export/studio.h"
#include "viewer/focus.h"
#include "viewer/settings_json.h"
#include "viewer/shared_view.h"
#include "viewer/story_choice.h"
#include "viewer/story_json.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <memory>

namespace flowspace {
namespace {

/// Set by ^C: the frame under way is finished, and what is whole is kept for the next run.
std::atomic<bool> stop_asked = false;
static_assert(std::atomic<bool>::is_always_lock_free);

struct FilmText {
    DatasetText dataset = {};
    FilterText filter = {};
    ViewText view = {};
    std::string out = {};
    std::string size = "1920x1080";
    int fps = 30;
    std::vector<std::string> scenes = {};
    bool plays = false;      // the view's time, and no story
    bool stands = false;     // neither
    double steps_per_s = 0;  // 0: the view's
    std::string mode = {};   // moving or growing; empty: the view's
    double seconds = 0;      // 0: all there is
    bool no_labels = false, no_furniture = false;
    bool progress = false;
    bool language_given = false;
};

int fail(const std::string& message, int status) {
    fmt::print(stderr, "{}\n", message);
    return status;
}

std::string check_out(const std::string& text) {
    if (film_kind(text)) return {};
    return fmt::format("-o: found '{:.80}', expected OUT.mp4, OUT.webm or a folder", text);
}

/// The scenes that were named, in that order; all of them where none was.
Result<std::shared_ptr<const Story>> story_asked(const FilmText& text, const Settings& settings,
                                                 const Dataset& data, Language language) {
    if (text.scenes.empty()) return story_told(settings, data);
    return choose_scenes(settings, data, text.scenes, language);
}

/// What a scene says by itself.
bool says_view(const ViewText& view) {
    return !view.at.empty() || !view.camera.empty() || !view.fit.empty() || !view.level.empty() ||
           !view.space.empty() || !view.versus_from.empty() || !view.versus_to.empty() ||
           !view.change.empty() || !view.scale_from.empty() || !view.scale_to.empty();
}

bool says_maps_beside(const ViewText& view) { return !view.beside.empty() || view.per_layer || view.swipe; }

/// Who draws the arcs is part of what is asked for: the pictures differ in a few pixels.
std::string arcs_word(const FilmText& text) {
    return arcs_of_exports(text.view, *parse_size(text.size)) == ArcPath::cpu ? "cpu " : "gl ";
}

struct Film {
    FilmPlan plan = {};
    std::string request = {};  // what the frames are of, in full
    Asked asked = {};
};

/// The part of the picture that the settings' own map has.
PictureSize film_cell(const Settings& settings, const FilmText& text) {
    const PictureSize size = *parse_size(text.size);
    if (!settings.beside) return size;
    const Box area{0, 0, static_cast<float>(size.width_px), static_cast<float>(size.height_px)};
    const Viewport cell = beside_layout(settings, area, 2).viewport(own_map(settings));
    return {cell.width_px, cell.height_px};
}

/// For every map that looked from where the settings' own did.
Settings with_cameras(Settings settings, const Camera& camera) {
    const Camera begun = settings.camera;
    for (std::size_t cell = 0; cell < map_count(settings); ++cell)
        if (camera_of(settings, cell) == begun) settings = with_camera(std::move(settings), cell, camera);
    settings.camera = camera;
    return settings;
}

/// `scene: filter` of those that have one.
std::vector<std::string> scene_filters(const Story& story, const Dataset& data) {
    std::vector<std::string> filters;
    for (const Scene& scene : story.scenes)
        if (const std::string filter =
                filter_line(effective_filter(*data.atlas, at_scene(Settings{}, scene)), data);
            !filter.empty())
            filters.push_back(fmt::format("{}: {}", scene.id, filter));
    return filters;
}

Result<Film> film_of(const FilmText& text, const std::shared_ptr<const Dataset>& data, const ViewAsked& view,
                     const Studio& studio, Language language) {
    Settings settings = view.request.settings;
    if (!view.camera_said || !view.request.fit.empty())
        settings =
            with_cameras(settings, studio.camera_on(view.request.fit, settings, film_cell(settings, text)));
    if (text.no_labels) settings.style.show_labels = false;
    if (text.no_furniture) settings.style.show_furniture = false;
    if (text.steps_per_s > 0) settings.playback.steps_per_s = text.steps_per_s;
    if (!text.mode.empty())
        settings.playback.mode = text.mode == "growing" ? WindowMode::growing : WindowMode::moving;
    Result<std::shared_ptr<const Story>> story = std::shared_ptr<const Story>();
    const bool asks_view = says_anything(text.filter) || says_view(text.view) || says_maps_beside(text.view);
    if (asks_view && !text.scenes.empty())
        return Error{std::string(say(
            language, "--scenes: found a filter or a view beside it, expected neither: scenes have their own",
            "--scenes：不能与筛选或视图选项同用，场景各有自己的设置"))};
    if (!asks_view && !text.plays && !text.stands) story = story_asked(text, settings, *data, language);
    if (!story) return story.error();
    Film film;
    film.request = arcs_word(text) + write_json(identity_json(identity_of(*data))) +
                   write_json(settings_json(settings, *data));
    if (*story) {
        film.request += write_json(story_json(**story, *data));
        film.plan = film_of_story(*story, data, settings);
        const TwoWords& title = (*story)->title;
        film.asked = {.title = settings.style.language == Language::zh ? title.zh : title.en,
                      .filter = fmt::format("{}", fmt::join(scene_filters(**story, *data), " | "))};
    } else {
        film.asked.filter = filter_line(effective_filter(*data->atlas, settings), *data);
        PlayedView played{.plays = !text.stands};
        if (text.seconds > 0) played.length_s = text.seconds;
        film.request += fmt::format("{} {} {}", played.plays, settings.playback.steps_per_s, text.seconds);
        film.plan = film_of_view(settings, data->flows->time_axis(), played);
    }
    if (text.seconds > 0) film.plan.length_s = std::min(film.plan.length_s, text.seconds);
    return film;
}

/// Tells how far it is: for people on a terminal, for programs (--progress) as lines `frame of`.
class Teller {
public:
    Teller(const FilmText& text, std::uint64_t first, std::uint64_t frames, Language language)
        : first_(first),
          frames_(frames),
          language_(language),
          lines_(text.progress),
          screen_(::isatty(2) == 1) {}

    void at(std::uint64_t done) const {
        if (lines_) {
            fmt::print("{} {}\n", done, frames_);
            std::fflush(stdout);
        }
        if (!screen_) return;
        const double spent_s = std::chrono::duration<double>(Clock::now() - start_).count();
        const double left_s = spent_s / static_cast<double>(std::max<std::uint64_t>(1, done - first_)) *
                              static_cast<double>(frames_ - done);
        fmt::print(stderr, "\r{}",
                   fmt::format(fmt::runtime(say(language_, "frame {} of {}, {}:{:02} left   ",
                                                "第 {} 帧，共 {} 帧，剩余 {}:{:02}   ")),
                               done, frames_, static_cast<int>(left_s) / 60, static_cast<int>(left_s) % 60));
        if (done == frames_) fmt::print(stderr, "\n");
        std::fflush(stderr);
    }

private:
    using Clock = std::chrono::steady_clock;
    Clock::time_point start_ = Clock::now();
    std::uint64_t first_, frames_;
    Language language_;
    bool lines_, screen_;
};

int stopped(const FilmText& text, std::uint64_t done, std::uint64_t frames, Language language) {
    return fail(
        fmt::format(fmt::runtime(say(language,
                                     "{}: stopped after {} of {} frames; the same command goes on from there "
                                     "(what is kept lies in {}.part)",
                                     "{}：已停止，完成 {} / {} 帧；再次运行同一命令即可继续（已完成的部分在 "
                                     "{}.part）")),
                    text.out, done, frames, text.out),
        exit_bad_request);
}

int shoot(const FilmText& text, const Film& film, Studio& studio, Language language) {
    const PictureSize size = *parse_size(text.size);
    const std::uint64_t frames = frames_of(film.plan.length_s, text.fps);
    // The words of the first frame are those of the film.
    if (auto first = studio.follow(film.plan.at(0), size); !first)
        return fail(first.error().message, exit_bad_request);
    auto writer = FilmWriter::open({.out = text.out,
                                    .width_px = size.width_px,
                                    .height_px = size.height_px,
                                    .fps = text.fps,
                                    .frames = frames,
                                    .request = film.request,
                                    .texts = texts_of(studio.furniture(), film.asked),
                                    .language = language});
    if (!writer) return fail(writer.error().message, exit_of(writer.error().message));
    const auto memory = writer->memory();
    const std::uint64_t led = memory && studio.recall(memory->bytes) ? memory->frame : 0;
    for (std::uint64_t row = led; row < writer->next_frame() && !stop_asked; ++row)
        if (const auto drawn = studio.follow(film.plan.at(static_cast<double>(row) / text.fps), size); !drawn)
            return fail(drawn.error().message, exit_bad_request);
    const Teller tell(text, writer->next_frame(), frames, language);
    while (writer->next_frame() < frames) {
        if (stop_asked) return stopped(text, writer->next_frame(), frames, language);
        const double time_s = static_cast<double>(writer->next_frame()) / text.fps;
        const Result<Image> image = studio.draw(film.plan.at(time_s), size);
        if (!image) return fail(image.error().message, exit_bad_request);
        if (const auto added = writer->add(*image, writer->ends_part() ? studio.memory() : std::string());
            !added)
            return fail(message_in(added.error().message, language),
                        added.error().message.starts_with("ffmpeg: not found")
                            ? exit_machine_lacks
                            : exit_of(added.error().message));
        tell.at(writer->next_frame());
    }
    const auto whole = writer->finish();
    return whole ? exit_done : fail(whole.error().message, exit_of(whole.error().message));
}

int run(const FilmText& text, Language language) {
    if (says_maps_beside(text.view) && !text.scenes.empty())
        return fail(
            std::string(say(language,
                            "--beside, --per-layer, --swipe: found with --scenes, expected one or the "
                            "other: a scene has one map",
                            "--beside、--per-layer、--swipe：不能与 --scenes 同用，场景只有一幅地图")),
            exit_usage);
    NamedFiles files;
    files.reads(text.dataset);
    files.reads("--view", text.view.shared);
    files.writes("-o", text.out);
    if (const auto clash = files.clash(language)) return fail(*clash, exit_usage);
    OpenedDataset opened = open_dataset(text.dataset, language);
    if (opened.error.exit_status != exit_done) return fail(opened.error.message, opened.error.exit_status);
    const bool problems = report_problems(opened.dataset, language, stderr);
    const OpenedView kept = opened_view(opened);
    leave_far_ground(opened.dataset);
    const auto data = std::make_shared<const Dataset>(std::move(opened.dataset));
    const auto view =
        asked_view({.filter = text.filter, .view = text.view, .language_given = text.language_given}, *data,
                   kept, language);
    if (!view) return fail(view.error().message, exit_bad_request);
    const ArcPath arcs = arcs_of_exports(text.view, *parse_size(text.size));
    auto studio = Studio::create(data, arcs);
    if (!studio) return fail(studio.error().message, exit_machine_lacks);
    const Result<Film> film = film_of(text, data, *view, *studio, language);
    if (!film) return fail(film.error().message, exit_bad_request);
    const PictureSize size = *parse_size(text.size);
    if (const auto wrong = check_film(
            {.out = text.out, .width_px = size.width_px, .height_px = size.height_px, .language = language}))
        return fail(wrong->message, exit_usage);
    const int status = shoot(text, *film, *studio, language);
    return status == exit_done && problems ? exit_bad_request : status;
}

}  // namespace

void set_up_film(CLI::App& app, Language language, int& status) {
    const auto text = std::make_shared<FilmText>();
    add_dataset_options(app, language, text->dataset);
    add_view_options(app, language, text->view);
    add_filter_options(app, language, text->filter);
    const auto words = [language](std::string_view en, std::string_view zh) {
        return std::string(say(language, en, zh));
    };
    app.add_option("-o,--out", text->out,
                   words("the film to write; a name without ending is a folder of PNG pictures",
                         "输出影片；不带扩展名则输出为 PNG 图片文件夹"))
        ->required()
        ->check(check_out)
        ->type_name("OUT.mp4|OUT.webm|FOLDER");
    app.add_option("--size", text->size, words("in pixels, up to 4096 a side", "像素尺寸，每边至多 4096"))
        ->check(check_size)
        ->type_name("WxH");
    app.add_option("--fps", text->fps, words("pictures a second (30 unless said)", "每秒帧数，默认 30"))
        ->check(CLI::Range(1, 120))
        ->type_name("N");
    auto* const scenes =
        app.add_option("--scenes", text->scenes,
                       words("these scenes of the story, in this order (all of them unless said)",
                             "只拍故事中的这些场景，按此顺序；默认全部"))
            ->delimiter(',')
            ->type_name("A,B,...");
    auto* const play =
        app.add_flag("--play", text->plays,
                     words("no story: the view while its time plays", "不拍故事，只拍当前视图随时间播放"))
            ->excludes(scenes);
    app.add_flag(
           "--still-view", text->stands,
           words("no story: the view as it stands, its arcs moving", "不拍故事，视图不变，只有弧线流动"))
        ->excludes(scenes)
        ->excludes(play);
    app.add_option("--speed", text->steps_per_s,
                   words("steps of the table a second while time plays", "时间播放的速度：每秒步数"))
        ->check(CLI::Range(0.05, 60.0))
        ->type_name("STEPS");
    app.add_option("--window", text->mode,
                   words("while time plays: moving, or growing from its beginning",
                         "时间播放方式：moving 移动窗口, growing 累计窗口"))
        ->check(CLI::IsMember({"moving", "growing"}))
        ->type_name("HOW");
    app.add_option("--seconds", text->seconds,
                   words("no longer than this (a view that stands: 10 unless said)",
                         "时长上限，单位秒；静止视图默认 10 秒"))
        ->check(CLI::Range(0.02, 86400.0))
        ->type_name("S");
    app.add_flag("--no-labels", text->no_labels, words("without place names", "不注地名"));
    app.add_flag("--no-furniture", text->no_furniture,
                 words("without title, legend, scale and source", "不含标题、图例、比例尺和来源"));
    app.add_flag("--progress", text->progress,
                 words("a line on stdout for each frame: how many are done, of how many",
                       "在标准输出逐帧报告进度：已完成数与总数"));
    app.callback([text, language, &app, &status] {
        text->language_given = language_given(app);
        std::signal(SIGINT, [](int) { stop_asked = true; });
        std::signal(SIGTERM, [](int) { stop_asked = true; });
        status = run(*text, language);
    });
}

}  // namespace flowspace
