#include "viewer/commands/filter_options.h"

#include "data/import/place_join.h"
#include "data/import/place_names.h"
#include "data/output_table.h"
#include "viewer/commands/messages.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace flowspace {
namespace {

/// One value per occurrence, so that files may follow an option.
template <class Values>
CLI::Option* add_list(CLI::App& app, const char* name, Values& values, std::string_view help,
                      const char* type) {
    return app.add_option(name, values, std::string(help))
        ->allow_extra_args(false)
        ->type_name(type)
        ->group("FILTER");
}

std::optional<double> to_number(const std::string& text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(number))
        return std::nullopt;
    return number;
}

/// The value a text stands for, by the position of the text in the list of key words.
template <class Enum>
Enum choice(const std::string& text, std::initializer_list<std::string_view> keys) {
    return static_cast<Enum>(std::ranges::find(keys, text) - keys.begin());
}

std::vector<std::string> layer_keys(const FlowSource& flows) {
    std::vector<std::string> keys;
    for (const LayerInfo& layer : flows.layers()) keys.push_back(layer.key);
    return keys;
}

std::string listed(std::span<const std::string> names) {
    const std::size_t few = std::min<std::size_t>(names.size(), 12);
    return fmt::format("{}{}", fmt::join(names.first(few), ", "), few < names.size() ? ", ..." : "");
}

Result<LayerId> parse_layer(const std::string& text, const FlowSource& flows, Language language) {
    const std::vector<std::string> keys = layer_keys(flows);
    const auto at = std::ranges::find(keys, text);
    if (at != keys.end()) return LayerId{static_cast<std::uint32_t>(at - keys.begin())};
    return Error{not_found(language, "--layer", text,
                           std::string(say(language, "one of ", "以下之一：")) + listed(keys), keys)};
}

template <class Id, class Parse>
std::optional<Error> parse_all(const std::vector<std::string>& texts, std::vector<Id>& ids,
                               const Parse& parse) {
    if (!texts.empty()) ids.clear();
    for (const std::string& text : texts) {
        const Result<Id> id = parse(text);
        if (!id) return id.error();
        ids.push_back(*id);
    }
    return std::nullopt;
}

std::optional<Error> parse_places(const FilterText& text, const Atlas& atlas, Language language,
                                  Filter& filter) {
    const auto by = [&](std::string_view option) {
        return [&, option](const std::string& name) { return parse_place(name, option, atlas, language); };
    };
    if (const auto error = parse_all(text.origins, filter.origins, by("--origin"))) return error;
    if (const auto error = parse_all(text.destinations, filter.destinations, by("--destination")))
        return error;
    if (const auto error = parse_all(text.places, filter.places, by("--place"))) return error;
    return parse_all(text.crossing, filter.crossing, by("--crossing"));
}

std::optional<Error> parse_groups(const FilterText& text, const Atlas& atlas, Language language,
                                  Filter& filter) {
    const auto inside = [&](const std::string& name) {
        return parse_group(name, "--inside", atlas, language);
    };
    if (const auto error = parse_all(text.inside, filter.inside, inside)) return error;
    if (!text.between.empty()) filter.between.clear();
    for (const auto& [one, other] : text.between) {
        const Result<GroupId> from = parse_group(one, "--between", atlas, language);
        if (!from) return from.error();
        const Result<GroupId> to = parse_group(other, "--between", atlas, language);
        if (!to) return to.error();
        filter.between.emplace_back(*from, *to);
    }
    return std::nullopt;
}

/// The province that a text names, with or without 省; none: no province, or one of a single place (北京),
/// which is that place.
const Group* province_named(const Atlas& atlas, std::string_view text) {
    for (const Group& group : atlas.groups)
        if (group.kind == GroupKind::province && group.members.size() > 1 && !text.empty() &&
            (group.name_zh == text || short_province(group.name_zh) == text || group.name_en == text ||
             short_province(group.name_en) == text))
            return &group;
    return nullptr;
}

/// A province is no place: which place has its name, and how each is said. 海南 is a prefecture of Qinghai,
/// too.
Error province_for_place(const std::string& text, std::string_view option, const Atlas& atlas,
                         const Group& province, std::span<const PlaceId> candidates, Language language) {
    std::string message = fmt::format(
        fmt::runtime(say(language, "{}: found '{}', expected one place", "{}：收到“{}”，应为一个地点")),
        option, text.substr(0, 80));
    for (const PlaceId candidate : candidates) {
        const Place& place = atlas.places[index(candidate)];
        message += language == Language::zh
                       ? fmt::format("；{}{}用 {} {}", place.province_zh, place.name_zh, option, place.id)
                       : fmt::format("; {} {} is {}", option, place.id, place.name_en);
    }
    return Error{message +
                 fmt::format(fmt::runtime(say(language,
                                              "; of the province {0}: --inside {1} for the flows within it, "
                                              "--between {1} GROUP for those with another group",
                                              "；整个{0}用 --inside {1}（省内的流）或 --between {1} "
                                              "分组（与另一分组之间的流）")),
                             say(language, province.name_en, province.name_zh), province.id)};
}

}  // namespace

std::string check_time(const std::string& text) {
    const Result<ParsedTime> time = parse_time(text);
    if (!time) return time.error().message;
    if (time->has_zone)
        return fmt::format("found '{}', expected no zone: windows are in the table's own clock", text);
    return {};
}

std::string check_number(const std::string& text) {
    if (to_number(text)) return {};
    return fmt::format("found '{}', expected a finite number such as 12.5", text.substr(0, 80));
}

bool says_anything(const FilterText& text) {
    return names_places(text) || !text.crossing.empty() || !text.layers.empty() || !text.from.empty() ||
           !text.to.empty() || !text.kind.empty() || !text.scope.empty() || !text.scope_rows.empty() ||
           !text.absent.empty() || !text.min.empty() || !text.max.empty() || text.self;
}

void add_filter_options(CLI::App& app, Language language, FilterText& text) {
    const auto help = [&](std::string_view en, std::string_view zh) { return say(language, en, zh); };
    const auto one = [&](const char* name, std::string& value, std::string_view said, const char* type) {
        return app.add_option(name, value, std::string(said))->type_name(type)->group("FILTER");
    };
    add_list(app, "--layer", text.layers,
             help("only this layer; repeated: any of them", "只要该要素流；可重复"), "L");
    one("--from", text.from, help("rows that start at T or later", "从 T 起(含)"), "T")->check(check_time);
    one("--to", text.to, help("rows that start before T", "到 T 止(不含)"), "T")->check(check_time);
    add_list(app, "--origin", text.origins, help("flows from this place", "从该地点流出"), "ID");
    add_list(app, "--destination", text.destinations, help("flows to this place", "流入该地点"), "ID");
    add_list(app, "--place", text.places, help("flows from or to this place", "任一端为该地点"), "ID");
    add_list(app, "--crossing", text.crossing,
             help("exactly one end among these places; repeated: more of them",
                  "恰有一端在这些地点之中；可重复以列出多个地点"),
             "ID");
    add_list(app, "--inside", text.inside, help("both ends in this group", "两端都在该分组内"), "GROUP");
    add_list(app, "--between", text.between, help("one end in each, either way", "两端分属两组，不论方向"),
             "GROUP GROUP");
    one("--kind", text.kind, help("kind of group that --scope speaks of", "--scope 所指的分组类别"), "KIND")
        ->check(CLI::IsMember({"agglomeration", "circle", "province"}));
    one("--scope", text.scope,
        help("whether the two ends share a group of --kind: all, internal, crossing",
             "两端是否同属一个分组：all 全部, internal 组内, crossing 跨组"),
        "SCOPE")
        ->check(CLI::IsMember({"all", "internal", "crossing"}));
    one("--scope-rows", text.scope_rows,
        help("members that count: listed (all) or whole (whole cities only)",
             "计入的成员：listed 全部, whole 仅整市纳入者"),
        "ROWS")
        ->check(CLI::IsMember({"listed", "whole"}));
    one("--min", text.min, help("least sum per pair over the window", "时间窗内每对城市之和的下限"), "V")
        ->check(check_number);
    one("--max", text.max, help("largest sum per pair over the window", "时间窗内每对城市之和的上限"), "V")
        ->check(check_number);
    app.add_flag("--self", text.self,
                 std::string(help("count flows from a place to itself", "计入地点内部(自身到自身)的流")))
        ->group("FILTER");
    one("--absent", text.absent,
        help("what a pair that the table does not list means: unknown or zero; else what the project says",
             "表中未列出的城市对：unknown 未知, zero 零；不给则按项目声明"),
        "MEANING")
        ->check(CLI::IsMember({"unknown", "zero", "declared"}));
}

std::vector<std::string> filter_arguments(const Filter& filter, const Dataset& dataset) {
    std::vector<std::string> arguments;
    const auto add = [&](std::initializer_list<std::string> more) {
        arguments.insert(arguments.end(), more.begin(), more.end());
    };
    const auto& places = dataset.atlas->places;
    const auto& groups = dataset.atlas->groups;
    for (const LayerId layer : filter.layers) add({"--layer", dataset.flows->layers()[index(layer)].key});
    const auto time = [&](TimeMs at) {
        const Grain grain = dataset.flows->time_axis().grain;
        const std::string text = format_time(grain, at);
        const Result<ParsedTime> read = parse_time(text);
        return read && read->start == at ? text : format_time(Grain::second, at);
    };
    if (filter.window.from != Window{}.from) add({"--from", time(filter.window.from)});
    if (filter.window.to != Window{}.to) add({"--to", time(filter.window.to)});
    for (const auto& [option, ids] :
         {std::pair{"--origin", &filter.origins}, std::pair{"--destination", &filter.destinations},
          std::pair{"--place", &filter.places}, std::pair{"--crossing", &filter.crossing}})
        for (const PlaceId place : *ids) add({option, places[index(place)].id});
    for (const GroupId group : filter.inside) add({"--inside", groups[index(group)].id});
    for (const auto& [one, other] : filter.between)
        add({"--between", groups[index(one)].id, groups[index(other)].id});
    if (filter.kind != GroupKind::agglomeration) add({"--kind", std::string(key(filter.kind))});
    if (filter.scope != Scope::all)
        add({"--scope", filter.scope == Scope::internal ? "internal" : "crossing"});
    if (filter.membership_rows == MembershipRows::whole) add({"--scope-rows", "whole"});
    if (filter.min_value) add({"--min", format_number(*filter.min_value)});
    if (filter.max_value) add({"--max", format_number(*filter.max_value)});
    if (filter.self_flows == SelfFlows::keep) add({"--self"});
    if (filter.absent != Absent::declared)
        add({"--absent", filter.absent == Absent::zero ? "zero" : "unknown"});
    return arguments;
}

std::string filter_line(const Filter& filter, const Dataset& dataset) {
    return fmt::format("{}", fmt::join(filter_arguments(filter, dataset), " "));
}

Result<Window> parse_window(const std::string& from, const std::string& to, Language language) {
    Window window;
    for (const auto& [text, side] : {std::pair{&from, &window.from}, std::pair{&to, &window.to}}) {
        if (text->empty()) continue;
        const Result<ParsedTime> time = parse_time(*text);
        if (!time) return time.error();
        *side = time->start;
    }
    if (window.to > window.from) return window;
    return Error{fmt::format(
        fmt::runtime(say(language, "found a window from {} to {}, expected an end after its beginning",
                         "收到的时间窗为 {} 至 {}，终点应晚于起点")),
        from, to)};
}

Result<PlaceId> parse_place(const std::string& text, std::string_view option, const Atlas& atlas,
                            Language language) {
    if (const std::optional<PlaceId> place = find_place(atlas, text)) return *place;
    std::vector<std::string> same, names;
    std::optional<PlaceId> found;
    for (std::uint32_t row = 0; row < atlas.places.size(); ++row) {
        const Place& place = atlas.places[row];
        names.insert(names.end(), {place.id, place.name_zh, place.short_zh, place.name_en});
        if (text.empty() || (place.name_zh != text && place.short_zh != text && place.name_en != text))
            continue;
        same.push_back(place.id);
        found = PlaceId{row};
    }
    const PlaceMatch match = PlaceIndex(atlas).join(text, JoinBy::name);
    if (!match.place)
        if (const Group* province = province_named(atlas, text))
            return province_for_place(text, option, atlas, *province, match.candidates, language);
    if (same.size() == 1) return *found;
    if (same.empty()) {  // as the import joins it: 襄樊, 湖北武汉, Suzhou (Anhui)
        if (match.place) return *match.place;
        for (const PlaceId candidate : match.candidates)
            if (match.code != "unknown-place") same.push_back(atlas.places[index(candidate)].id);
    }
    if (!same.empty())
        return Error{fmt::format(fmt::runtime(say(language, "{}: found '{}', expected an id: {} may be meant",
                                                  "{}：收到“{}”，请用代码：可能是 {}")),
                                 option, text.substr(0, 80), fmt::join(same, ", "))};
    return Error{not_found(language, option, text,
                           say(language, "the id or name of a place", "地点的代码或名称"), names)};
}

Result<GroupId> parse_group(const std::string& text, std::string_view option, const Atlas& atlas,
                            Language language) {
    if (const std::optional<GroupId> group = find_group(atlas, text)) return *group;
    std::vector<std::string> same, names;
    for (const Group& group : atlas.groups) {
        names.insert(names.end(), {group.id, group.name_zh, group.name_en});
        if (group.name_zh == text || group.name_en == text) same.push_back(group.id);
    }
    if (same.size() > 1)
        return Error{
            fmt::format(fmt::runtime(say(language, "{}: found '{}', expected an id: {} have this name",
                                         "{}：收到“{}”，重名，请用代码：{}")),
                        option, text.substr(0, 80), fmt::join(same, ", "))};
    return Error{not_found(language, option, text,
                           say(language, "the id or name of a group", "分组的代码或名称"), names)};
}

bool names_places(const FilterText& text) {
    return !text.origins.empty() || !text.destinations.empty() || !text.places.empty() ||
           !text.inside.empty() || !text.between.empty() || !text.scope.empty();
}

Result<Filter> parse_filter(const FilterText& text, const Dataset& dataset, Language language,
                            const Filter& base) {
    Filter filter = base;
    if (names_places(text)) {
        filter.origins = filter.destinations = filter.places = filter.crossing = {};
        filter.inside = {};
        filter.between = {};
        filter.scope = Scope::all;
    }
    if (!text.layers.empty()) filter.layers = {};
    const auto layer = [&](const std::string& name) { return parse_layer(name, *dataset.flows, language); };
    if (const auto error = parse_all(text.layers, filter.layers, layer)) return *error;
    if (const auto error = parse_places(text, *dataset.atlas, language, filter)) return *error;
    if (const auto error = parse_groups(text, *dataset.atlas, language, filter)) return *error;
    const Result<Window> window = parse_window(text.from, text.to, language);
    if (!window) return window.error();
    if (*window != Window{}) filter.window = *window;
    if (filter.window != Window{} && dataset.flows->time_axis().grain == Grain::none)
        return Error{
            std::string(say(language, "found --from or --to, expected neither: the table has no times",
                            "收到 --from 或 --to，但表中没有时间"))};
    if (!text.kind.empty()) filter.kind = *parse_group_kind(text.kind);
    if (!text.scope.empty()) filter.scope = choice<Scope>(text.scope, {"all", "internal", "crossing"});
    if (!text.scope_rows.empty())
        filter.membership_rows = choice<MembershipRows>(text.scope_rows, {"listed", "whole"});
    if (!text.absent.empty()) filter.absent = choice<Absent>(text.absent, {"unknown", "zero", "declared"});
    if (!text.min.empty()) filter.min_value = to_number(text.min);
    if (!text.max.empty()) filter.max_value = to_number(text.max);
    if (filter.min_value && filter.max_value && *filter.min_value > *filter.max_value)
        return Error{fmt::format(
            fmt::runtime(say(language, "--min, --max: found {} and {}, expected a least that is not larger",
                             "--min、--max：收到 {} 和 {}，下限不能大于上限")),
            *filter.min_value, *filter.max_value)};
    if (text.self) filter.self_flows = SelfFlows::keep;
    return filter;
}

}  // namespace flowspace
