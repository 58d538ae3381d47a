#include "viewer/commands/view_options.h"

#include "data/import/problem_words.h"
#include "viewer/beside.h"
#include "viewer/commands/filter_options.h"
#include "viewer/commands/messages.h"
#include "viewer/focus.h"
#include "viewer/settings_json.h"
#include "viewer/shared_view.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace flowspace {
namespace {

constexpr std::array<std::string_view, 3> theme_keys = {"night", "paper", "contrast"};
constexpr std::array<std::string_view, 3> arc_keys = {"automatic", "gl", "cpu"};

template <class Enum, std::size_t n>
Enum choice(const std::string& text, const std::array<std::string_view, n>& keys, Enum otherwise) {
    const auto at = std::ranges::find(keys, text);
    return at == keys.end() ? otherwise : static_cast<Enum>(at - keys.begin());
}

std::string check_camera(const std::string& text) {
    const Result<Camera> camera = parse_camera(text, Camera{});
    return camera ? std::string{} : camera.error().message;
}

Result<Window> window_at(const std::string& text, const TimeAxis& axis, Language language) {
    const Result<ParsedTime> time = parse_time(text);
    if (!time) return time.error();
    const TimeMs start = step_start(axis.grain, time->start);
    if (axis.grain == Grain::none || !std::ranges::binary_search(axis.starts, start)) {
        const std::string first = axis.starts.empty() ? "" : format_time(axis.grain, axis.starts.front());
        const std::string last = axis.starts.empty() ? "" : format_time(axis.grain, axis.starts.back());
        return Error{fmt::format(
            fmt::runtime(say(language, "--at: found {}, expected a {} that the table lists, {} to {}",
                             "--at：收到 {}，应为表中已有的时间（粒度：{}），{} 至 {}")),
            text, message_in(key(axis.grain), language), first, last)};
    }
    return Window{start, step_end(axis.grain, start)};
}

Result<std::vector<LonLat>> points_of(const std::string& text, const Atlas& atlas, Language language) {
    if (const std::optional<GroupId> group = find_group(atlas, text)) {
        std::vector<LonLat> points;
        for (const Membership& member : atlas.groups[index(*group)].members)
            points.push_back(atlas.places[index(member.place)].location);
        if (!points.empty()) return points;
    }
    const Result<PlaceId> place = parse_place(text, "--fit", atlas, language);
    if (place) return std::vector{atlas.places[index(*place)].location};
    std::vector<std::string> names;
    for (const Group& each : atlas.groups) names.insert(names.end(), {each.id, each.name_zh, each.name_en});
    for (const Place& each : atlas.places)
        names.insert(names.end(), {each.id, each.name_zh, each.short_zh, each.name_en});
    return Error{
        not_found(language, "--fit", text, say(language, "a group or a place", "分组或地点"), names)};
}

/// The words of --beside, in the order given.
using MapWords = std::vector<std::pair<std::string, std::string>>;

Result<MapWords> map_words(const std::string& text) {
    constexpr std::array<std::string_view, 13> known = {"layer", "from",   "to",    "origin", "destination",
                                                        "place", "inside", "scope", "kind",   "min",
                                                        "max",   "level",  "camera"};
    MapWords words;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        const std::string part = text.substr(begin, end - begin);
        const std::size_t equals = part.find('=');
        const std::string word = part.substr(0, equals);
        if (equals == std::string::npos || equals + 1 == part.size() ||
            std::ranges::find(known, word) == known.end())
            return Error{
                fmt::format("found '{:.80}', expected WORD=VALUE of {}", part, fmt::join(known, ", "))};
        words.emplace_back(word, part.substr(equals + 1));
        begin = end + 1;
    }
    return words;
}

std::string check_beside(const std::string& text) {
    const Result<MapWords> words = map_words(text);
    if (!words) return words.error().message;
    for (const auto& [word, value] : *words) {
        std::string wrong;
        if (word == "from" || word == "to") wrong = check_time(value);
        if (word == "min" || word == "max") wrong = check_number(value);
        if (word == "level" && value != "zoom" && !parse_level(value))
            wrong =
                fmt::format("found '{:.40}', expected place, circle, agglomeration, province or zoom", value);
        if (word == "scope" && value != "all" && value != "internal" && value != "crossing")
            wrong = fmt::format("found '{:.40}', expected all, internal or crossing", value);
        if (word == "kind" && value != "circle" && value != "agglomeration" && value != "province")
            wrong = fmt::format("found '{:.40}', expected circle, agglomeration or province", value);
        if (!wrong.empty()) return word + ": " + wrong;
    }
    return {};
}

/// The map of one --beside, all else as in `base`.
Result<BesideMap> parse_map(const std::string& text, const Settings& base, const Dataset& dataset,
                            Language language, bool& has_camera) {
    const Result<MapWords> words = map_words(text);
    if (!words) return words.error();
    Settings map = base;
    FilterText filter;
    for (const auto& [word, value] : *words) {
        if (word == "layer") filter.layers.push_back(value);
        if (word == "origin") filter.origins.push_back(value);
        if (word == "destination") filter.destinations.push_back(value);
        if (word == "place") filter.places.push_back(value);
        if (word == "inside") filter.inside.push_back(value);
        if (word == "from") filter.from = value;
        if (word == "to") filter.to = value;
        if (word == "scope") filter.scope = value;
        if (word == "kind") filter.kind = value;
        if (word == "min") filter.min = value;
        if (word == "max") filter.max = value;
        if (word == "level") {
            map.hierarchy.by_zoom = value == "zoom";
            map.hierarchy.level = parse_level(value).value_or(Level::place);
        }
        if (word != "camera") continue;
        std::string numbers = value;
        std::ranges::replace(numbers, '/', ',');
        const Result<Camera> camera = parse_camera(numbers, base.camera);
        if (!camera) return camera.error();
        map.camera = *camera;
        has_camera = true;
    }
    if (names_places(filter)) map.focus = {};
    Result<Filter> parsed = parse_filter(filter, dataset, language, base.filter);
    if (!parsed) return parsed.error();
    map.filter = std::move(*parsed);
    map = normalised(std::move(map), shape_of(dataset));
    return BesideMap{map.filter, map.focus, map.current_layer, map.hierarchy, map.camera};
}

Result<Settings> parse_beside(const ViewText& text, Settings settings, const Dataset& dataset,
                              Language language) {
    if (text.per_layer)
        settings = with_map_per_layer(normalised(std::move(settings), shape_of(dataset)), dataset);
    std::vector<BesideMap> maps;
    bool has_camera = false;
    for (const std::string& map : text.beside) {
        Result<BesideMap> parsed = parse_map(map, settings, dataset, language, has_camera);
        if (!parsed) return parsed.error();
        maps.push_back(std::move(*parsed));
    }
    if (map_count(settings) + maps.size() > most_maps)
        return Error{fmt::format("--beside: found {} maps, expected at most {}",
                                 map_count(settings) + maps.size(), most_maps)};
    if (!maps.empty()) settings = with_maps(std::move(settings), std::move(maps));
    if (has_camera) {
        Beside beside = *settings.beside;
        beside.linked = false;
        settings.beside = Kept<Beside>::of(std::move(beside));
    }
    if (text.own_scales) settings = with_same_scale(std::move(settings), false);
    if (text.swipe) {
        if (map_count(settings) != 2)
            return Error{
                fmt::format("--swipe: found {} maps, expected 2: add one by --beside", map_count(settings))};
        settings = with_divide(with_arrangement(std::move(settings), Arrangement::swipe), *text.swipe);
    }
    return settings;
}

}  // namespace

Result<Camera> parse_camera(const std::string& text, const Camera& base) {
    struct Part {
        const char* name;
        double* value;
        double least, most;
    };
    Camera camera = base;
    const std::array<Part, 5> parts = {{{"LON", &camera.centre.lon_deg, -180, 180},
                                        {"LAT", &camera.centre.lat_deg, -90, 90},
                                        {"WIDTH_KM", &camera.width_km, 1, 40000},
                                        {"TILT", &camera.tilt_deg, 0, 75},
                                        {"BEARING", &camera.bearing_deg, -360, 360}}};
    std::size_t read = 0, begin = 0;
    for (; begin <= text.size() && read < parts.size(); ++read) {
        const Part& part = parts[read];
        const std::size_t end = std::min(text.find(',', begin), text.size());
        const auto [stop, error] = std::from_chars(text.data() + begin, text.data() + end, *part.value);
        if (error != std::errc{} || stop != text.data() + end ||
            !(*part.value >= part.least && *part.value <= part.most))
            return Error{fmt::format("found '{}' for {}, expected a number from {} to {}",
                                     text.substr(begin, std::min<std::size_t>(end - begin, 80)), part.name,
                                     part.least, part.most)};
        begin = end + 1;
    }
    if (read < 3 || begin <= text.size())
        return Error{fmt::format("found '{}', expected LON,LAT,WIDTH_KM,TILT,BEARING", text.substr(0, 80))};
    return camera;
}

void add_view_options(CLI::App& app, Language language, ViewText& text) {
    const auto one = [&](const char* name, std::string& value, std::string_view en, std::string_view zh,
                         const char* type) {
        return app.add_option(name, value, std::string(say(language, en, zh)))
            ->type_name(type)
            ->group("VIEW");
    };
    one("--view", text.shared,
        "start from a view that was shared: NAME.flowview.json; other options go before it",
        "从分享的视图（名称.flowview.json）开始；其他选项优先", "FILE");
    one("--at", text.at, "the step of the table that holds this time", "只看含有该时间的一步", "TIME")
        ->check(check_time);
    one("--theme", text.theme, "night, paper or contrast", "主题：night 夜间, paper 纸面, contrast 高对比",
        "THEME")
        ->check(CLI::IsMember({"night", "paper", "contrast"}));
    one("--labels", text.labels, "language of the labels: zh, en or both",
        "地名标注：zh 中文, en 英文, both 双语", "WHICH")
        ->check(CLI::IsMember({"zh", "en", "both"}));
    one("--camera", text.camera, "where the map is looked at from", "视点：经度,纬度,宽度(公里),倾角,方位角",
        "LON,LAT,WIDTH_KM,TILT,BEARING")
        ->check(check_camera);
    one("--fit", text.fit, "show all of a group or a place", "缩放到该分组或地点", "GROUP|PLACE");
    one("--level", text.level,
        "flows between places, or summed by circle, agglomeration or province; zoom: as wide as the map is",
        "流的层级：place 城市之间，或按 circle 都市圈, agglomeration 城市群, province 省汇总；zoom 随缩放",
        "LEVEL")
        ->check(CLI::IsMember({"place", "circle", "agglomeration", "province", "zoom"}));
    one("--space", text.space, "where places stand: map, or flow (near to whom they are tied)",
        "地点的位置：map 地图, flow 流空间（往来越密越近）", "SPACE")
        ->check(CLI::IsMember({"map", "flow"}));
    one("--versus-from", text.versus_from,
        "show what changed from the window of --from and --to to the one from T ...",
        "显示从 --from、--to 时段到此时段的变化：起于 T", "T")
        ->check(check_time);
    one("--versus-to", text.versus_to, "... to before T", "止于 T 之前", "T")->check(check_time);
    one("--change", text.change, "colour of a change: absolute, percent or share (percentage points)",
        "变化的颜色：absolute 变化量, percent 变化率, share 份额（百分点）", "MEASURE")
        ->check(CLI::IsMember({"absolute", "percent", "share"}));
    one("--scale-from", text.scale_from,
        "lock widths and discs to the scale of the window from T ...; without it they follow the window",
        "线宽与圆面积锁定为此时段的比例：起于 T；不给则随时间窗", "T")
        ->check(check_time);
    one("--scale-to", text.scale_to, "... to before T", "止于 T 之前", "T")->check(check_time);
    const auto words = [&](std::string_view en, std::string_view zh) {
        return std::string(say(language, en, zh));
    };
    app.add_option(
           "--beside", text.beside,
           words("one more map beside the first; what it has for itself, as MAP: layer=goods,from=2020-01,"
                 "to=2020-02 (also origin, destination, place, inside, scope, kind, min, max, level, "
                 "camera=LON/LAT/WIDTH_KM/TILT/BEARING; all else as the first map)",
                 "旁边再加一幅地图；MAP 写它自己的条件：layer=goods,from=2020-01,to=2020-02（还可用 origin, "
                 "destination, place, inside, scope, kind, min, max, level, "
                 "camera=经度/纬度/宽度/倾角/方位角；其余同第一幅）"))
        ->check(check_beside)
        ->expected(1)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
        ->type_name("MAP")
        ->group("VIEW");
    app.add_flag("--per-layer", text.per_layer,
                 words("one map per layer, side by side", "每个要素一幅地图，并排"))
        ->group("VIEW");
    app.add_option("--swipe", text.swipe,
                   words("two maps in one frame, divided at SHARE of its width (0.5)",
                         "两幅地图在同一画面，于宽度的 SHARE 处分开（0.5）"))
        ->expected(0, 1)
        ->default_str("0.5")
        ->check(CLI::Range(least_divide, most_divide))
        ->type_name("SHARE")
        ->group("VIEW");
    app.add_flag("--own-scales", text.own_scales,
                 words("maps side by side each on a scale of its own", "并排的地图各用各的比例"))
        ->group("VIEW");
    one("--arcs", text.arcs,
        "who draws the arcs: gl (OpenGL) or cpu (the processor); without it, pictures and films are drawn by "
        "cpu up to 8K, alike on every machine; the window by cpu where OpenGL is software",
        "弧线由谁绘制：gl 用 OpenGL，cpu 用处理器；不指定时 8K 以内的图片与影片用 "
        "cpu，各机器结果一致；窗口在 OpenGL "
        "由软件实现时用 cpu",
        "gl|cpu")
        ->check(CLI::IsMember({"gl", "cpu"}));
}

OpenedView opened_view(const OpenedDataset& opened) {
    const JsonValue kept = opened.project.view();
    if (opened.project.path().empty() || !kept.is(JsonValue::Kind::object)) return {};
    const JsonValue* style = kept.find("style");
    const bool speaks =
        style != nullptr && style->is(JsonValue::Kind::object) && style->find("language") != nullptr;
    return {.settings = settings_from(kept, Settings{}, opened.dataset),
            .has_camera = kept.find("camera") != nullptr,
            .has_language = speaks};
}

bool language_given(const CLI::App& app) {
    const auto says = [](const CLI::App* one) {
        const CLI::Option* option = one == nullptr ? nullptr : one->get_option_no_throw("--lang");
        return option != nullptr && option->count() > 0;
    };
    return says(&app) || says(app.get_parent());
}

Result<Settings> base_of_view(const ViewText& text, const Dataset& dataset, Language language,
                              std::FILE* to) {
    if (text.shared.empty()) return Settings{};
    const Result<SharedView> shared = open_shared_view(text.shared);
    if (!shared) return shared.error();
    AppliedView applied = apply_view(*shared, Settings{}, dataset);
    if (const std::string told = tell_misfits(applied, language); !told.empty())
        fmt::print(to, "{}: {}\n", text.shared, told);
    return std::move(applied.settings);
}

ArcPath arcs_of_exports(const ViewText& text, PictureSize size) {
    constexpr double most_px = 7680.0 * 4320;
    const ArcPath asked = choice(text.arcs, arc_keys, ArcPath::automatic);
    if (asked != ArcPath::automatic) return asked;
    return static_cast<double>(size.width_px) * size.height_px > most_px ? ArcPath::gl : ArcPath::cpu;
}

Result<ViewRequest> parse_view(const ViewText& text, const Settings& base, const Dataset& dataset,
                               Language language) {
    ViewRequest request{.settings = base};
    Style& style = request.settings.style;
    if (!text.keeps_language) {
        style.language = language;
        if (text.shared.empty())
            style.labels = language == Language::zh ? LabelLanguage::zh : LabelLanguage::en;
    }
    style.labels = choice(text.labels, std::array<std::string_view, 3>{"zh", "en", "both"}, style.labels);
    style.theme = choice(text.theme, theme_keys, style.theme);
    if (!text.versus_from.empty() || !text.versus_to.empty()) {
        const Result<Window> after = parse_window(text.versus_from, text.versus_to, language);
        if (!after) return after.error();
        request.settings.comparison.before = request.settings.filter.window;
        request.settings.filter.window = *after;
    }
    if (!text.scale_from.empty() || !text.scale_to.empty()) {
        const Result<Window> scale = parse_window(text.scale_from, text.scale_to, language);
        if (!scale) return scale.error();
        request.settings.scale = *scale;
    }
    if (!text.change.empty()) request.settings.comparison.measure = *parse_change_measure(text.change);
    if (!text.space.empty()) request.settings.space = text.space == "flow" ? Space::flow : Space::map;
    if (!text.level.empty()) {
        request.settings.hierarchy.by_zoom = text.level == "zoom";
        request.settings.hierarchy.level = parse_level(text.level).value_or(Level::place);
    }
    request.arcs = choice(text.arcs, arc_keys, ArcPath::automatic);
    if (!text.camera.empty()) {
        const Result<Camera> camera = parse_camera(text.camera, base.camera);
        if (!camera) return camera.error();
        request.settings.camera = *camera;
    }
    if (!text.at.empty()) {
        const Result<Window> window = window_at(text.at, dataset.flows->time_axis(), language);
        if (!window) return window.error();
        request.settings.filter.window = *window;
    }
    if (!text.fit.empty()) {
        Result<std::vector<LonLat>> points = points_of(text.fit, *dataset.atlas, language);
        if (!points) return points.error();
        request.fit = std::move(*points);
    }
    Result<Settings> beside = parse_beside(text, std::move(request.settings), dataset, language);
    if (!beside) return beside.error();
    request.settings = std::move(*beside);
    return request;
}

}  // namespace flowspace
