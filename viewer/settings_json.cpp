#include "viewer/settings_json.h"

#include "data/analysis/analysis.h"
#include "data/output_table.h"
#include "viewer/analysis_shown.h"
#include "viewer/analysis_tables.h"
#include "viewer/beside.h"
#include "viewer/bookmarks.h"
#include "viewer/focus.h"
#include "viewer/hover.h"
#include "viewer/story_json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>
#include <tuple>

namespace flowspace {
namespace {

using Kind = JsonValue::Kind;

constexpr std::size_t most_bookmarks = 500;

template <class Enum>
inline constexpr std::array<std::string_view, 0> setting_words = {};
template <>
inline constexpr std::array<std::string_view, 3> setting_words<Scope> = {"all", "internal", "crossing"};
template <>
inline constexpr std::array<std::string_view, 2> setting_words<SelfFlows> = {"leave_out", "keep"};
template <>
inline constexpr std::array<std::string_view, 3> setting_words<Absent> = {"unknown", "zero", "declared"};
template <>
inline constexpr std::array<std::string_view, 2> setting_words<MembershipRows> = {"listed", "whole"};
template <>
inline constexpr std::array<std::string_view, 5> setting_words<Direction> = {"all", "out", "in", "inside",
                                                                             "crossing"};
template <>
inline constexpr std::array<std::string_view, 3> setting_words<ThemeId> = {"night", "paper", "contrast"};
template <>
inline constexpr std::array<std::string_view, 2> setting_words<Language> = {"zh", "en"};
template <>
inline constexpr std::array<std::string_view, 3> setting_words<LabelLanguage> = {"zh", "en", "both"};
template <>
inline constexpr std::array<std::string_view, 2> setting_words<WindowMode> = {"moving", "growing"};

template <>
inline constexpr std::array<std::string_view, 2> setting_words<Arrangement> = {"cells", "swipe"};
template <>
inline constexpr std::array<std::string_view, 2> setting_words<Space> = {"map", "flow"};
template <>
inline constexpr std::array<std::string_view, 4> setting_words<ViewLevel> = {"place", "circle",
                                                                             "agglomeration", "province"};
template <>
inline constexpr std::array<std::string_view, 7> setting_words<UnitMeasure> = {
    "out", "in", "turnover", "net", "inside", "population", "gdp"};
template <>
inline constexpr std::array<std::string_view, 7> setting_words<PairColumn> = {
    "rank", "origin", "destination", "layer", "value", "share", "rows"};
template <>
inline constexpr std::array<std::string_view, 5> setting_words<RankingColumn> = {"name", "out", "in", "net",
                                                                                 "inside"};
template <>
inline constexpr std::array<std::string_view, 2> setting_words<Order> = {"ascending", "descending"};
template <>
inline constexpr std::array<std::string_view, 2> setting_words<Ramp> = {"logarithmic", "linear"};
template <>
inline constexpr std::array<std::string_view, 2> setting_words<AnalysedLayers> = {"current", "shown"};
template <>
inline constexpr std::array<std::string_view, 3> setting_words<AnalysedSteps> = {"window", "years", "months"};
template <>
inline constexpr std::array<std::string_view, 2> setting_words<FlowsBeneath> = {"hidden", "drawn"};

template <class Enum>
JsonValue word(Enum value) {
    return json_text(std::string(setting_words<Enum>[static_cast<std::size_t>(value)]));
}

JsonValue number(double value) { return {.kind = Kind::number, .text = format_number(value)}; }

template <class Row, class Id>
JsonValue ids(const std::vector<Id>& rows, const std::vector<Row>& of) {
    JsonValue list = json_list();
    for (const Id row : rows) list.items.push_back(json_text(of[index(row)].id));
    return list;
}

JsonValue time(TimeMs at) {
    if (at == Window{}.from || at == Window{}.to) return {};
    return json_text(format_time(Grain::second, at));
}

JsonValue window_json(const Window& window) {
    JsonValue json = json_object();
    json.add("from", time(window.from));
    json.add("to", time(window.to));
    return json;
}

JsonValue filter_json(const Filter& filter, const Dataset& data) {
    const auto& places = data.atlas->places;
    const auto& groups = data.atlas->groups;
    JsonValue layers = json_list(), between = json_list(), json = json_object();
    for (const LayerId layer : filter.layers)
        layers.items.push_back(json_text(data.flows->layers()[index(layer)].key));
    for (const auto& [one, other] : filter.between) {
        JsonValue pair = json_list();
        pair.items = {json_text(groups[index(one)].id), json_text(groups[index(other)].id)};
        between.items.push_back(std::move(pair));
    }
    json.add("layers", std::move(layers));
    json.add("from", time(filter.window.from));
    json.add("to", time(filter.window.to));
    json.add("origins", ids(filter.origins, places));
    json.add("destinations", ids(filter.destinations, places));
    json.add("places", ids(filter.places, places));
    json.add("crossing", ids(filter.crossing, places));
    json.add("inside", ids(filter.inside, groups));
    json.add("between", std::move(between));
    json.add("kind", json_text(std::string(key(filter.kind))));
    json.add("scope", word(filter.scope));
    json.add("min", filter.min_value ? number(*filter.min_value) : JsonValue{});
    json.add("max", filter.max_value ? number(*filter.max_value) : JsonValue{});
    json.add("self_flows", word(filter.self_flows));
    json.add("absent", word(filter.absent));
    json.add("membership_rows", word(filter.membership_rows));
    return json;
}

JsonValue node_json(NodeId node, const Dataset& data) {
    const std::size_t places = data.atlas->places.size();
    JsonValue json = json_object();
    if (index(node) < places)
        json.add("place", json_text(data.atlas->places[index(node)].id));
    else
        json.add("group", json_text(data.atlas->groups[index(node) - places].id));
    return json;
}

JsonValue target_json(const Target& target, const Dataset& data) {
    const auto& places = data.atlas->places;
    JsonValue json = json_object();
    if (target.place) json.add("place", json_text(places[index(*target.place)].id));
    if (target.group) json.add("group", json_text(data.atlas->groups[index(*target.group)].id));
    if (target.flow) {
        const Pair& ends = data.flows->pairs()[index(target.flow->pair)];
        JsonValue pair = json_list();
        pair.items = {json_text(places[index(ends.origin)].id),
                      json_text(places[index(ends.destination)].id)};
        json.add("pair", std::move(pair));
        json.add("layer", json_text(data.flows->layers()[index(target.flow->layer)].key));
    }
    if (target.tie) {
        json.add("from", node_json(target.tie->origin, data));
        json.add("to", node_json(target.tie->destination, data));
        json.add("layer", json_text(data.flows->layers()[index(target.tie->layer)].key));
    }
    return json;
}

JsonValue style_json(const Style& style) {
    JsonValue json = json_object();
    json.add("theme", word(style.theme));
    json.add("language", word(style.language));
    json.add("labels", word(style.labels));
    json.add("exaggeration", number(style.exaggeration));
    json.add("arc_height", number(style.arc_height));
    json.add("widest_px", number(style.widest_px));
    json.add("speed", number(style.speed));
    json.add("text_scale", number(style.text_scale));
    json.add("reduced_motion", json_flag(style.reduced_motion));
    json.add("bundled", json_flag(style.bundled));
    json.add("show_areas", json_flag(style.show_areas));
    json.add("show_labels", json_flag(style.show_labels));
    json.add("show_furniture", json_flag(style.show_furniture));
    return json;
}

template <class Column>
JsonValue sort_json(const SortBy<Column>& sort) {
    JsonValue json = json_object();
    json.add("by", word(sort.column));
    json.add("order", word(sort.order));
    return json;
}

JsonValue views_json(const ViewSettings& views) {
    JsonValue json = json_object();
    json.add("pairs", sort_json(views.pairs));
    json.add("ranking", sort_json(views.ranking));
    json.add("level", word(views.level));
    json.add("matrix_level", word(views.matrix_level));
    json.add("matrix_ramp", word(views.matrix_ramp));
    json.add("scatter_x", word(views.scatter_x));
    json.add("scatter_y", word(views.scatter_y));
    json.add("scatter_ramp", word(views.scatter_ramp));
    json.add("size", word(views.size));
    return json;
}

JsonValue analysis_json(const AnalysisShown& shown) {
    JsonValue json = json_object(), typed = json_object(), tables = json_object();
    for (const auto& [key, text] : shown.settings) typed.add(key, json_text(text));
    for (const auto& [key, path] : shown.tables) tables.add(key, json_text(path));
    json.add("name", json_text(shown.name));
    json.add("settings", std::move(typed));
    if (!shown.tables.empty()) json.add("tables", std::move(tables));
    json.add("group", json_text(shown.group));
    json.add("layers", word(shown.layers));
    json.add("steps", word(shown.steps));
    json.add("on_map", json_flag(shown.on_map));
    json.add("flows", word(shown.flows));
    json.add("measure", json_text(shown.measure));
    if (!shown.dashboard.empty()) json.add("dashboard", json_text(shown.dashboard));
    json.add("period", json_text(shown.period));
    if (!shown.item.empty()) json.add("item", json_text(shown.item));
    return json;
}

/// Reads what is there and right, and leaves the rest.
class Members {
public:
    explicit Members(const JsonValue* json) : json_(json) {}

    Members in(std::string_view key) const { return Members(member(key)); }

    template <class Enum>
    void word(std::string_view key, Enum& into) const {
        const JsonValue* found = member(key);
        if (found == nullptr || !found->is(Kind::text)) return;
        const auto at = std::ranges::find(setting_words<Enum>, found->text);
        if (at != setting_words<Enum>.end()) into = static_cast<Enum>(at - setting_words<Enum>.begin());
    }

    void flag(std::string_view key, bool& into) const {
        const JsonValue* found = member(key);
        if (found != nullptr && found->is(Kind::boolean)) into = found->text == "true";
    }

    std::optional<double> number(std::string_view key) const {
        const JsonValue* found = member(key);
        if (found == nullptr || !found->is(Kind::number)) return std::nullopt;
        double value = 0;
        const char* end = found->text.data() + found->text.size();
        const auto [stop, error] = std::from_chars(found->text.data(), end, value);
        return error == std::errc{} && stop == end && std::isfinite(value) ? std::optional(value)
                                                                           : std::nullopt;
    }

    template <class Number>
    void number(std::string_view key, Number& into, Number least, Number most) const {
        const std::optional<double> value = number(key);
        if (value && *value >= static_cast<double>(least) && *value <= static_cast<double>(most))
            into = static_cast<Number>(*value);
    }

    void time(std::string_view key, TimeMs& into) const {
        const JsonValue* found = member(key);
        if (found == nullptr || !found->is(Kind::text)) return;
        if (const Result<ParsedTime> parsed = parse_time(found->text)) into = parsed->start;
    }

    /// Rows of `of` by their ids, ascending; ids that are not there are left out.
    template <class Id, class Row, class Key>
    void rows(std::string_view key, const std::vector<Row>& of, Key id, std::vector<Id>& into) const {
        const JsonValue* found = member(key);
        if (found == nullptr || !found->is(Kind::list)) return;
        into.clear();
        for (const JsonValue& item : found->items)
            if (const auto row = row_of<Id>(item, of, id)) into.push_back(*row);
        std::ranges::sort(into);
    }

    template <class Id, class Row, class Key>
    static std::optional<Id> row_of(const JsonValue& item, const std::vector<Row>& of, Key id) {
        const auto at = std::ranges::find(of, item.text, id);
        if (!item.is(Kind::text) || at == of.end()) return std::nullopt;
        return Id{static_cast<std::uint32_t>(at - of.begin())};
    }

    const JsonValue* member(std::string_view key) const {
        return json_ == nullptr || !json_->is(Kind::object) ? nullptr : json_->find(key);
    }

private:
    const JsonValue* json_;
};

void read_filter(const Members& view, const Dataset& data, Filter& filter) {
    const std::vector<LayerInfo> layers(data.flows->layers().begin(), data.flows->layers().end());
    const auto& places = data.atlas->places;
    const auto& groups = data.atlas->groups;
    view.rows("layers", layers, &LayerInfo::key, filter.layers);
    view.time("from", filter.window.from);
    view.time("to", filter.window.to);
    view.rows("origins", places, &Place::id, filter.origins);
    view.rows("destinations", places, &Place::id, filter.destinations);
    view.rows("places", places, &Place::id, filter.places);
    view.rows("crossing", places, &Place::id, filter.crossing);
    view.rows("inside", groups, &Group::id, filter.inside);
    if (const JsonValue* between = view.member("between"); between != nullptr && between->is(Kind::list)) {
        filter.between.clear();
        for (const JsonValue& pair : between->items) {
            if (pair.items.size() != 2) continue;
            const auto one = Members::row_of<GroupId>(pair.items[0], groups, &Group::id);
            const auto other = Members::row_of<GroupId>(pair.items[1], groups, &Group::id);
            if (one && other) filter.between.emplace_back(*one, *other);
        }
    }
    for (const GroupKind kind : {GroupKind::circle, GroupKind::agglomeration, GroupKind::province})
        if (const JsonValue* said = view.member("kind"); said != nullptr && said->text == key(kind))
            filter.kind = kind;
    view.word("scope", filter.scope);
    if (view.member("min")) filter.min_value = view.number("min");
    if (view.member("max")) filter.max_value = view.number("max");
    view.word("self_flows", filter.self_flows);
    view.word("absent", filter.absent);
    view.word("membership_rows", filter.membership_rows);
}

void read_style(const Members& view, Style& style) {
    view.word("theme", style.theme);
    view.word("language", style.language);
    view.word("labels", style.labels);
    view.number("exaggeration", style.exaggeration, 0.0F, 50.0F);
    view.number("arc_height", style.arc_height, 0.0F, 2.0F);
    view.number("widest_px", style.widest_px, 1.0F, 64.0F);
    view.number("speed", style.speed, 0.0F, 20.0F);
    view.number("text_scale", style.text_scale, 1.0F, 2.0F);
    view.flag("reduced_motion", style.reduced_motion);
    view.flag("bundled", style.bundled);
    view.flag("show_areas", style.show_areas);
    view.flag("show_labels", style.show_labels);
    view.flag("show_furniture", style.show_furniture);
}

void read_views(const Members& view, ViewSettings& views) {
    view.in("pairs").word("by", views.pairs.column);
    view.in("pairs").word("order", views.pairs.order);
    view.in("ranking").word("by", views.ranking.column);
    view.in("ranking").word("order", views.ranking.order);
    view.word("level", views.level);
    view.word("matrix_level", views.matrix_level);
    view.word("matrix_ramp", views.matrix_ramp);
    view.word("scatter_x", views.scatter_x);
    view.word("scatter_y", views.scatter_y);
    view.word("scatter_ramp", views.scatter_ramp);
    view.word("size", views.size);
}

std::optional<NodeId> read_node(const JsonValue* json, const Dataset& data) {
    if (json == nullptr || !json->is(Kind::object)) return std::nullopt;
    if (const JsonValue* place = json->find("place"))
        if (const auto row = Members::row_of<PlaceId>(*place, data.atlas->places, &Place::id))
            return NodeId{static_cast<std::uint32_t>(index(*row))};
    if (const JsonValue* group = json->find("group"))
        if (const auto row = Members::row_of<GroupId>(*group, data.atlas->groups, &Group::id))
            return NodeId{static_cast<std::uint32_t>(data.atlas->places.size() + index(*row))};
    return std::nullopt;
}

/// An empty target where the data does not have what is named.
Target read_target(const JsonValue& json, const Dataset& data) {
    if (!json.is(Kind::object)) return {};
    const auto& places = data.atlas->places;
    if (const JsonValue* place = json.find("place"))
        if (const auto row = Members::row_of<PlaceId>(*place, places, &Place::id)) return target_of(*row);
    if (const JsonValue* group = json.find("group"))
        if (const auto row = Members::row_of<GroupId>(*group, data.atlas->groups, &Group::id))
            return target_of(*row);
    const JsonValue *pair = json.find("pair"), *key = json.find("layer");
    if (key == nullptr) return {};
    const std::vector<LayerInfo> layers(data.flows->layers().begin(), data.flows->layers().end());
    const auto layer = Members::row_of<LayerId>(*key, layers, &LayerInfo::key);
    const auto one = read_node(json.find("from"), data), other = read_node(json.find("to"), data);
    if (layer && one && other) {
        Target tie;
        tie.tie = TieRef{*layer, *one, *other};
        return tie;
    }
    if (pair == nullptr || pair->items.size() != 2) return {};
    const auto from = Members::row_of<PlaceId>(pair->items[0], places, &Place::id);
    const auto to = Members::row_of<PlaceId>(pair->items[1], places, &Place::id);
    if (!layer || !from || !to) return {};
    const auto pairs = data.flows->pairs();
    const auto order = [](const Pair& ends) { return std::tuple(ends.origin, ends.destination); };
    const auto at = std::ranges::lower_bound(pairs, std::tuple(*from, *to), {}, order);
    if (at == pairs.end() || *at != Pair{*from, *to}) return {};
    return target_of(FlowRef{*layer, PairId{static_cast<std::uint32_t>(at - pairs.begin())}});
}

void read_pins(const JsonValue& list, const Dataset& data, std::vector<Target>& pins) {
    if (!list.is(Kind::list)) return;
    pins.clear();
    for (const JsonValue& one : list.items) {
        if (pins.size() == most_pins) return;
        if (const Target pin = read_target(one, data); !pin.empty()) pins.push_back(pin);
    }
}

/// Views in views are not looked for: a bookmark has none of its own, and no story.
void read_bookmarks(const JsonValue& list, const Dataset& data, std::vector<Bookmark>& bookmarks) {
    if (!list.is(Kind::list)) return;
    bookmarks.clear();
    for (const JsonValue& one : list.items) {
        const JsonValue* name = one.is(Kind::object) ? one.find("name") : nullptr;
        const JsonValue* view = one.is(Kind::object) ? one.find("view") : nullptr;
        if (name == nullptr || view == nullptr || !name->is(Kind::text) || !view->is(Kind::object)) continue;
        if (bookmarks.size() == most_bookmarks) return;
        JsonValue alone = *view;
        if (alone.find("bookmarks") != nullptr) alone.set("bookmarks", {});
        for (const char* none : {"pins", "story"})
            if (alone.find(none) != nullptr) alone.set(none, {});
        bookmarks.push_back({name->text, std::make_shared<Settings>(
                                             settings_from(alone, normalised({}, shape_of(data)), data))});
    }
}

/// An analysis that this version does not know is left out.
Kept<AnalysisShown> read_analysis(const JsonValue& json) {
    AnalysisShown shown;
    const Members members(&json);
    const auto text = [&](std::string_view key, std::string& into) {
        if (const JsonValue* found = members.member(key); found != nullptr && found->is(Kind::text))
            into = found->text;
    };
    text("name", shown.name);
    text("group", shown.group);
    text("measure", shown.measure);
    text("dashboard", shown.dashboard);
    text("period", shown.period);
    text("item", shown.item);
    members.word("layers", shown.layers);
    members.word("steps", shown.steps);
    members.word("flows", shown.flows);
    members.flag("on_map", shown.on_map);
    const Analysis* analysis = find_analysis(shown.name);
    if (analysis == nullptr && (shown.dashboard.empty() || !shown.name.empty())) return {};
    if (analysis == nullptr) return Kept<AnalysisShown>::of(std::move(shown));
    for (const AnalysisSetting& setting : analysis->settings)
        if (const JsonValue* typed = members.in("settings").member(setting.key);
            typed != nullptr && typed->is(Kind::text))
            shown.settings.emplace(setting.key, typed->text);
    for (const AnalysisTable& table : tables_of(*analysis))
        if (const JsonValue* path = members.in("tables").member(table.key);
            path != nullptr && path->is(Kind::text))
            shown.tables.emplace(table.key, path->text);
    return Kept<AnalysisShown>::of(std::move(shown));
}

void read_camera(const Members& view, Camera& camera) {
    view.number("lon", camera.centre.lon_deg, -180.0, 180.0);
    view.number("lat", camera.centre.lat_deg, -90.0, 90.0);
    view.number("width_km", camera.width_km, 1.0, 40000.0);
    view.number("tilt_deg", camera.tilt_deg, 0.0, 75.0);
    view.number("bearing_deg", camera.bearing_deg, -360.0, 360.0);
}

JsonValue focus_json(const Focus& focus, const Dataset& data) {
    JsonValue json = json_object();
    json.add("places", ids(focus.places, data.atlas->places));
    json.add("groups", ids(focus.groups, data.atlas->groups));
    json.add("direction", word(focus.direction));
    return json;
}

JsonValue camera_json(const Camera& camera) {
    JsonValue json = json_object();
    json.add("lon", number(camera.centre.lon_deg));
    json.add("lat", number(camera.centre.lat_deg));
    json.add("width_km", number(camera.width_km));
    json.add("tilt_deg", number(camera.tilt_deg));
    json.add("bearing_deg", number(camera.bearing_deg));
    return json;
}

JsonValue level_json(const Hierarchy& hierarchy) {
    return json_text(hierarchy.by_zoom ? "zoom" : std::string(key(hierarchy.level)));
}

/// Each map says what it has for itself in the words of the settings.
JsonValue beside_json(const Beside& beside, const Dataset& data) {
    JsonValue json = json_object(), maps = json_list();
    json.add("own", json_whole(beside.own));
    json.add("linked", json_flag(beside.linked));
    json.add("same_scale", json_flag(beside.same_scale));
    json.add("arrangement", word(beside.arrangement));
    json.add("divide", number(beside.divide));
    for (const BesideMap& map : beside.maps) {
        JsonValue one = json_object();
        one.add("filter", filter_json(map.filter, data));
        one.add("focus", focus_json(map.focus, data));
        if (index(map.current_layer) < data.flows->layers().size())
            one.add("current_layer", json_text(data.flows->layers()[index(map.current_layer)].key));
        one.add("level", level_json(map.hierarchy));
        one.add("camera", camera_json(map.camera));
        maps.items.push_back(std::move(one));
    }
    json.add("maps", std::move(maps));
    return json;
}

/// What a map does not say is that of the settings. Maps in maps are not looked for.
Kept<Beside> read_beside(const Members& view, const Settings& settings, const Dataset& data) {
    Beside beside;
    view.number("own", beside.own, std::size_t{0}, most_maps);
    view.flag("linked", beside.linked);
    view.flag("same_scale", beside.same_scale);
    view.word("arrangement", beside.arrangement);
    view.number("divide", beside.divide, least_divide, most_divide);
    const JsonValue* maps = view.member("maps");
    if (maps == nullptr || !maps->is(Kind::list) || maps->items.empty()) return {};
    Settings base = settings;
    base.beside = {};
    base.bookmarks.clear();
    for (const JsonValue& one : maps->items) {
        if (!one.is(Kind::object) || beside.maps.size() + 1 == most_maps) continue;
        JsonValue alone = json_object();
        for (const char* part : {"filter", "focus", "current_layer", "level", "camera"})
            if (const JsonValue* said = one.find(part)) alone.add(part, *said);
        const Settings read = settings_from(alone, base, data);
        beside.maps.push_back({read.filter, read.focus, read.current_layer, read.hierarchy, read.camera});
    }
    beside.own = std::min(beside.own, beside.maps.size());
    if (beside.maps.size() != 1) beside.arrangement = Arrangement::cells;
    return beside.maps.empty() ? Kept<Beside>{} : Kept<Beside>::of(std::move(beside));
}

}  // namespace

JsonValue settings_json(const Settings& settings, const Dataset& data) {
    JsonValue show = json_object(), playback = json_object();
    show.add("per_place", json_whole(settings.show.per_place));
    show.add("strongest", json_whole(settings.show.strongest));
    if (settings.show.backbone) show.add("backbone", number(*settings.show.backbone));
    playback.add("steps_per_s", number(settings.playback.steps_per_s));
    playback.add("mode", word(settings.playback.mode));
    JsonValue json = json_object();
    json.add("filter", filter_json(settings.filter, data));
    json.add("focus", focus_json(settings.focus, data));
    if (index(settings.current_layer) < data.flows->layers().size())
        json.add("current_layer", json_text(data.flows->layers()[index(settings.current_layer)].key));
    json.add("show", std::move(show));
    if (settings.comparison.before) {
        JsonValue comparison = json_object();
        comparison.add("from", time(settings.comparison.before->from));
        comparison.add("to", time(settings.comparison.before->to));
        comparison.add("measure", json_text(std::string(key(settings.comparison.measure))));
        json.add("compared_with", std::move(comparison));
    }
    if (settings.scale) json.add("scale_of", window_json(*settings.scale));
    json.add("space", word(settings.space));
    json.add("level", level_json(settings.hierarchy));
    json.add("style", style_json(settings.style));
    json.add("camera", camera_json(settings.camera));
    json.add("playback", std::move(playback));
    json.add("views", views_json(settings.views));
    if (settings.analysis) json.add("analysis", analysis_json(*settings.analysis));
    if (settings.beside) json.add("beside", beside_json(*settings.beside, data));
    if (!settings.selected.empty()) json.add("selected", target_json(settings.selected, data));
    if (!settings.pins.empty()) {
        JsonValue pins = json_list();
        for (const Target& pin : settings.pins) pins.items.push_back(target_json(pin, data));
        json.add("pins", std::move(pins));
    }
    if (!settings.bookmarks.empty()) {
        JsonValue bookmarks = json_list();
        for (const Bookmark& mark : settings.bookmarks) {
            JsonValue one = json_object();
            one.add("name", json_text(mark.name));
            one.add("view", settings_json(*mark.view, data));
            bookmarks.items.push_back(std::move(one));
        }
        json.add("bookmarks", std::move(bookmarks));
    }
    if (settings.story) json.add("story", story_json(*settings.story, data));
    return json;
}

Settings settings_from(const JsonValue& json, const Settings& base, const Dataset& data) {
    Settings settings = base;
    const Members view(&json);
    read_filter(view.in("filter"), data, settings.filter);
    view.in("focus").rows("places", data.atlas->places, &Place::id, settings.focus.places);
    view.in("focus").rows("groups", data.atlas->groups, &Group::id, settings.focus.groups);
    view.in("focus").word("direction", settings.focus.direction);
    const std::vector<LayerInfo> layers(data.flows->layers().begin(), data.flows->layers().end());
    if (const JsonValue* current = view.member("current_layer"))
        settings.current_layer =
            Members::row_of<LayerId>(*current, layers, &LayerInfo::key).value_or(settings.current_layer);
    view.in("show").number("per_place", settings.show.per_place, 0U, 1000U);
    view.in("show").number("strongest", settings.show.strongest, 0U, 1'000'000U);
    if (view.member("show"))
        if (settings.show.backbone = view.in("show").number("backbone");
            settings.show.backbone && !(*settings.show.backbone > 0 && *settings.show.backbone <= 1))
            settings.show.backbone.reset();
    if (view.member("scale_of")) {
        Window window;
        view.in("scale_of").time("from", window.from);
        view.in("scale_of").time("to", window.to);
        settings.scale = window;
    }
    if (const JsonValue* level = view.member("level"); level != nullptr && level->is(Kind::text)) {
        settings.hierarchy.by_zoom = level->text == "zoom";
        settings.hierarchy.level = parse_level(level->text).value_or(settings.hierarchy.level);
    }
    if (const Members compared = view.in("compared_with"); view.member("compared_with") != nullptr) {
        Window before;
        compared.time("from", before.from);
        compared.time("to", before.to);
        settings.comparison.before = before;
        if (const JsonValue* measure = compared.member("measure"); measure != nullptr)
            settings.comparison.measure =
                parse_change_measure(measure->text).value_or(settings.comparison.measure);
    }
    view.word("space", settings.space);
    read_style(view.in("style"), settings.style);
    read_camera(view.in("camera"), settings.camera);
    view.in("playback").number("steps_per_s", settings.playback.steps_per_s, 0.1, 60.0);
    view.in("playback").word("mode", settings.playback.mode);
    read_views(view.in("views"), settings.views);
    if (const JsonValue* analysis = view.member("analysis"); analysis && analysis->is(Kind::object))
        settings.analysis = read_analysis(*analysis);
    if (view.member("beside")) settings.beside = read_beside(view.in("beside"), settings, data);
    if (const JsonValue* selected = view.member("selected")) settings.selected = read_target(*selected, data);
    if (const JsonValue* pins = view.member("pins")) read_pins(*pins, data, settings.pins);
    if (const JsonValue* marks = view.member("bookmarks")) read_bookmarks(*marks, data, settings.bookmarks);
    if (const JsonValue* story = view.member("story"); story != nullptr && story->is(Kind::object))
        settings.story = Kept<Story>::of(story_from(*story, data));
    return normalised(std::move(settings), shape_of(data));
}

}  // namespace flowspace
