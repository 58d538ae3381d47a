#include "viewer/state_json.h"

#include "data/nodes.h"
#include "viewer/analysis_run.h"
#include "viewer/analysis_shown.h"
#include "viewer/beside.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <array>
#include <cmath>
#include <cstdio>
#include <string_view>

namespace flowspace {

namespace {

using Json = nlohmann::ordered_json;

std::string pair_id(const Dataset& data, PairId pair) {
    const Pair& ends = data.flows->pairs()[index(pair)];
    return data.atlas->places[index(ends.origin)].id + ">" + data.atlas->places[index(ends.destination)].id;
}

Json target_json(const Dataset& data, const Target& target) {
    if (target.flow)
        return {{"flow", pair_id(data, target.flow->pair)},
                {"layer", data.flows->layers()[index(target.flow->layer)].key}};
    if (target.tie) {
        const auto id = [&](NodeId node) {
            const auto group = group_of(*data.atlas, node);
            return group ? data.atlas->groups[index(*group)].id : data.atlas->places[index(node)].id;
        };
        return {{"tie", id(target.tie->origin) + ">" + id(target.tie->destination)},
                {"layer", data.flows->layers()[index(target.tie->layer)].key}};
    }
    if (target.place) return {{"place", data.atlas->places[index(*target.place)].id}};
    if (target.group) return {{"group", data.atlas->groups[index(*target.group)].id}};
    return nullptr;
}

Json pins_json(const Dataset& data, const Settings& settings) {
    Json pins = Json::array();
    for (const Target& pin : settings.pins) pins.push_back(target_json(data, pin));
    return pins;
}

Json bookmark_names(const Settings& settings) {
    Json names = Json::array();
    for (const Bookmark& mark : settings.bookmarks) names.push_back(mark.name);
    return names;
}

Json window_json(const Dataset& data, Window window) {
    const TimeAxis& axis = data.flows->time_axis();
    const auto time = [&](TimeMs at) -> Json {
        if (at == Window{}.from || at == Window{}.to || axis.grain == Grain::none) return nullptr;
        return format_time(axis.grain, at);
    };
    return {{"from", time(window.from)}, {"to", time(window.to)}};
}

template <class Enum, std::size_t size>
std::string_view word(Enum value, const std::array<std::string_view, size>& words) {
    return words[static_cast<std::size_t>(value)];
}

constexpr std::array<std::string_view, 12> popover_words = {"none",      "settings", "keys",  "search",
                                                            "import",    "browse",   "trace", "bookmarks",
                                                            "exporting", "story",    "shown", "beside"};

Json filter_json(const Dataset& data, const Settings& settings) {
    Json layers = Json::array();
    for (const LayerId layer : settings.filter.layers)
        layers.push_back(data.flows->layers()[index(layer)].key);
    Json focus = Json::array();
    for (const PlaceId place : settings.focus.places) focus.push_back(data.atlas->places[index(place)].id);
    for (const GroupId group : settings.focus.groups) focus.push_back(data.atlas->groups[index(group)].id);
    const auto& filter = settings.filter;
    return {{"layers", layers},
            {"window", window_json(data, filter.window)},
            {"min", filter.min_value ? Json(*filter.min_value) : Json(nullptr)},
            {"kind", key(filter.kind)},
            {"focus", focus},
            {"direction", word(settings.focus.direction,
                               std::array<std::string_view, 5>{"all", "out", "in", "inside", "crossing"})}};
}

Json style_json(const Style& style) {
    return {{"theme", word(style.theme, std::array<std::string_view, 3>{"night", "paper", "contrast"})},
            {"language", word(style.language, std::array<std::string_view, 2>{"zh", "en"})},
            {"labels", word(style.labels, std::array<std::string_view, 3>{"zh", "en", "both"})},
            {"exaggeration", style.exaggeration},
            {"text_scale", style.text_scale},
            {"reduced_motion", style.reduced_motion}};
}

Json import_json(const ImportSession& import) {
    Json files = Json::array();
    for (const Inspection& file : import.files())
        files.push_back(
            {{"path", file.path}, {"columns", file.columns}, {"broken", file.broken.has_value()}});
    return {{"stage", word(import.stage(), std::array<std::string_view, 5>{"empty", "looking", "asking",
                                                                           "loading", "loaded"})},
            {"files", files},
            {"faults", import.faults().size()},
            {"questions", import.questions().size()},
            {"loads", import.loads()},
            {"error", import.error()}};
}

Json analysis_json(const StateView& state) {
    const Settings& settings = state.settings;
    Json json = {{"open", state.workspace.analysis_open},
                 {"name", settings.analysis ? Json(settings.analysis->name) : Json()},
                 {"busy", state.analysis && state.analysis->busy()},
                 {"tables", Json::object()},
                 {"rows", 0}};
    if (settings.analysis)
        for (const auto& [key, path] : settings.analysis->tables) json["tables"][key] = path;
    if (state.analysis && state.analysis->shown()) {
        const AnalysisAnswer& answer = *state.analysis->shown();
        json["shown"] = answer.request.name;
        json["rows"] = answer.result.rows.size();
        json["current"] = analysis_request(settings, state.data) == answer.request;
    }
    if (state.analysis && state.analysis->fault()) json["fault"] = state.analysis->fault()->en;
    return json;
}

/// In the order of the reader's own story.
Json scene_ids(const Settings& settings) {
    Json ids = Json::array();
    if (settings.story)
        for (const Scene& scene : settings.story->scenes) ids.push_back(scene.id);
    return ids;
}

/// What is told; null where no story is.
Json presenter_json(const StateView& state) {
    if (state.presenter == nullptr) return nullptr;
    const Presenter& presenter = *state.presenter;
    return {{"scene", presenter.story->scenes[presenter.row].id},
            {"row", presenter.row},
            {"scenes", presenter.story->scenes.size()},
            {"time", std::round(10 * state.story_s) / 10},
            {"black", presenter.black},
            {"notes", presenter.notes},
            {"window", presenter.window},
            {"answering", presenter.answering},
            {"tool",
             word(presenter.tool, std::array<std::string_view, 4>{"none", "spotlight", "pen", "magnifier"})},
            {"strokes", presenter.strokes.size()},
            {"typed", presenter.typed}};
}

Json box_json(const Box& box) { return Json::array({box.x0, box.y0, box.x1, box.y1}); }

}  // namespace

std::string state_json(const StateView& state) {
    const Dataset& data = state.data;
    const Settings& settings = state.settings;
    Json coverage = Json::object();
    for (const ShownFlows::Coverage& layer : state.derived.shown().coverage)
        coverage[data.flows->layers()[index(layer.layer)].key] = {{"shown", layer.shown},
                                                                  {"selected", layer.selected}};
    Json anchors = Json::object();
    for (const StateView::Anchor& anchor : state.anchors)
        anchors[data.atlas->places[index(anchor.place)].id] = anchor.px;
    Json cells = Json::array();
    for (const Box& box : state.cells) cells.push_back(box_json(box));
    const Camera& camera = settings.camera;
    const Json line = {{"filter", filter_json(data, settings)},
                       {"current_layer", data.flows->layers().empty()
                                             ? Json(nullptr)
                                             : Json(data.flows->layers()[index(settings.current_layer)].key)},
                       {"style", style_json(settings.style)},
                       {"camera", Json::array({camera.centre.lon_deg, camera.centre.lat_deg, camera.width_km,
                                               camera.tilt_deg, camera.bearing_deg})},
                       {"level", key(level_shown(settings))},
                       {"space", settings.space == Space::flow ? "flow" : "map"},
                       {"compared", settings.comparison.before.has_value()},
                       {"maps", map_count(settings)},
                       {"own_map", own_map(settings)},
                       {"linked", !settings.beside || settings.beside->linked},
                       {"swipe", is_swiped(settings) ? Json(settings.beside->divide) : Json(nullptr)},
                       {"cells", cells},
                       {"backbone", settings.show.backbone ? Json(*settings.show.backbone) : Json(nullptr)},
                       {"scale_locked", scale_window(settings).has_value()},
                       {"playing", settings.playback.playing},
                       {"selected", target_json(data, settings.selected)},
                       {"pins", pins_json(data, settings)},
                       {"bookmarks", bookmark_names(settings)},
                       {"recovery", state.workspace.recovery.size()},
                       {"keyboard", state.keyboard},
                       {"hover", target_json(data, state.hover)},
                       {"pointer", state.pointer},
                       {"typing", state.typing},
                       {"presenting", state.workspace.presenting},
                       {"story", presenter_json(state)},
                       {"scenes", settings.story ? Json(settings.story->scenes.size()) : Json(nullptr)},
                       {"scene_ids", scene_ids(settings)},
                       {"popover", word(state.workspace.popover, popover_words)},
                       {"export",
                        {{"stage", word(state.workspace.export_state.stage,
                                        std::array<std::string_view, 6>{"none", "running", "paused", "done",
                                                                        "cancelled", "failed"})},
                         {"done", state.workspace.export_state.done},
                         {"of", state.workspace.export_state.of},
                         {"path", state.workspace.export_choice.path},
                         {"words", state.workspace.export_state.words}}},
                       {"import", state.import ? import_json(*state.import) : Json()},
                       {"project", state.project_path},
                       {"notice", state.workspace.notice},
                       {"title", data.title_en},
                       {"rows", data.flows->row_count()},
                       {"view", state.workspace.views_open ? Json(state.workspace.view) : Json(nullptr)},
                       {"analysis", analysis_json(state)},
                       {"search", state.workspace.search_text},
                       {"shown", coverage},
                       {"layout",
                        {{"filter", box_json(state.layout.filter)},
                         {"inspector", box_json(state.layout.inspector)},
                         {"analysis", box_json(state.layout.analysis)},
                         {"timeline", box_json(state.layout.timeline)},
                         {"views", box_json(state.layout.views)},
                         {"map", box_json(state.layout.map)}}},
                       {"places_px", anchors}};
    return line.dump(-1, ' ', false, Json::error_handler_t::replace);
}

void StateDump::write(const std::string& state, std::uint64_t frames) {
    constexpr std::uint64_t often = 30;
    if (path_.empty() || state.empty() || (state == last_ && frames < last_frames_ + often)) return;
    last_ = state;
    last_frames_ = frames;
    const std::string line = fmt::format("{},\"frames\":{}}}", state.substr(0, state.size() - 1), frames);
    std::FILE* file = std::fopen(path_.c_str(), "ab");
    if (file == nullptr) return;
    std::fwrite(line.data(), 1, line.size(), file);
    std::fputc('\n', file);
    std::fclose(file);
}

FrameTimes::FrameTimes(const std::filesystem::path& path)
    : file_(path.empty() ? nullptr : std::fopen(path.c_str(), "ab")) {}

void FrameTimes::add(double began_s, double took_ms) {
    if (file_) fmt::print(file_.get(), "{:.3f} {:.2f}\n", began_s, took_ms);
}

}  // namespace flowspace
