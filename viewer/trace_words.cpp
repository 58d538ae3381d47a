// A traced number in words: its title, its filter, its commands and how it is cited.
#include "render/scene/number_text.h"
#include "render/scene/time_words.h"
#include "viewer/commands/filter_options.h"
#include "viewer/look.h"
#include "viewer/place_words.h"
#include "viewer/strings.h"
#include "viewer/trace.h"
#include "viewer/views/unit_figures.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

namespace flowspace {

namespace {

constexpr std::size_t named_at_most = 3;

/// As a shell takes it back: quoted where it must be.
std::string quoted(const std::string& text) {
    const auto plain = [](char letter) {
        return (letter >= '0' && letter <= '9') || (letter >= 'A' && letter <= 'Z') ||
               (letter >= 'a' && letter <= 'z') ||
               std::string_view("-_./:=+,@%").find(letter) != std::string_view::npos;
    };
    if (!text.empty() && std::ranges::all_of(text, plain)) return text;
    std::string made = "'";
    for (const char letter : text) made += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
    return made + "'";
}

/// Up to three names, then how many there are.
template <class Id, class Name>
std::string names_of(const std::vector<Id>& ids, Language language, Name name) {
    std::string list;
    for (std::size_t row = 0; row < std::min(ids.size(), named_at_most); ++row)
        list += (row == 0 ? "" : language == Language::zh ? "、" : ", ") + std::string(name(ids[row]));
    if (ids.size() <= named_at_most) return list;
    return format_ui(Text::trace_and_more, language, list, ids.size());
}

std::string window_text(const Dataset& data, const Filter& filter, Language language) {
    const TimeAxis& axis = data.flows->time_axis();
    if (axis.grain == Grain::none) return {};
    return window_words(axis, filter.window, language);
}

const LayerInfo& layer_of(const Dataset& data, LayerId layer) { return data.flows->layers()[index(layer)]; }

std::string file_text(const TracedFile& file, Language language) {
    return file.sha256.empty() ? file.path : format_ui(Text::trace_file, language, file.path, file.sha256);
}

std::string value_text(const Dataset& data, const TracedFigure& figure, const Trace& found,
                       Language language) {
    if (!found.value) return ui(Text::unknown_value, language);
    return with_unit(exact_number(*found.value), layer_of(data, figure.layer), language);
}

std::string method_text(const TracedFigure& figure, const Trace& found, Language language) {
    std::string text = figure.parts.size() == 1 ? ui(Text::trace_method_sum, language)
                       : figure.subject.measure == UnitMeasure::net
                           ? ui(Text::trace_method_net, language)
                           : ui(Text::trace_method_turnover, language);
    text += language == Language::zh ? "；" : "; ";
    text += ui(found.absent == Absent::zero ? Text::trace_absent_zero : Text::trace_absent_unknown, language);
    if (found.unpublished)
        text += (language == Language::zh ? "；" : "; ") + std::string(ui(Text::trace_unpublished, language));
    return text;
}

}  // namespace

std::string figure_title(const Dataset& data, const TracedFigure& figure, Language language) {
    const TracedFigure::Subject& subject = figure.subject;
    const auto& atlas = *data.atlas;
    const auto side = [&](const std::optional<GroupId>& group) {
        return std::string(group ? group_name(atlas.groups[index(*group)], language)
                                 : ui(Text::matrix_outside, language));
    };
    std::string title;
    if (subject.cell) {
        title = side(subject.target.group) + " → " + side(subject.to);
    } else if (subject.target.flow) {
        const Pair& ends = data.flows->pairs()[index(subject.target.flow->pair)];
        title = place_name_apart(atlas, ends.origin, language) + " → " +
                place_name_apart(atlas, ends.destination, language);
    } else if (subject.measure) {
        const ViewLevel level = subject.target.place ? ViewLevel::place : ViewLevel::agglomeration;
        title = std::string(unit_name(data, subject.target, language)) + "·" +
                measure_text(*subject.measure, level, language);
    } else if (subject.step) {
        title = format_time(data.flows->time_axis().grain, *subject.step);
    } else {
        title = ui(Text::trace_total, language);
    }
    return title + "·" + layer_name(layer_of(data, figure.layer), language);
}

std::vector<std::string> commands_of(const Dataset& data, const TracedFigure& figure,
                                     const OpenedAs& opened) {
    std::vector<std::string> commands;
    for (const TracedFigure::Part& part : figure.parts)
        commands.push_back(sum_command(data, part.filter, SumKey::total, opened));
    return commands;
}

std::string sum_command(const Dataset& data, const Filter& filter, SumKey by, const OpenedAs& opened) {
    std::string command = "flowspace sum";
    for (const std::string& argument : opened.arguments) command += " " + quoted(argument);
    for (const std::string& argument : filter_arguments(filter, data)) command += " " + quoted(argument);
    return command + " --by " + std::string(key(by));
}

std::vector<std::string> which_places(const Dataset& data, const Filter& filter, Language language) {
    const auto& groups = data.atlas->groups;
    const auto place = [&](PlaceId id) { return place_name_apart(*data.atlas, id, language); };
    const auto group = [&](GroupId id) { return group_name(groups[index(id)], language); };
    std::vector<std::string> parts;
    const auto add_places = [&](Text words, const std::vector<PlaceId>& ids) {
        if (!ids.empty()) parts.push_back(format_ui(words, language, names_of(ids, language, place)));
    };
    add_places(Text::trace_from, filter.origins);
    add_places(Text::trace_to, filter.destinations);
    add_places(Text::trace_either, filter.places);
    add_places(Text::trace_crossing, filter.crossing);
    if (!filter.inside.empty())
        parts.push_back(format_ui(Text::trace_inside, language, names_of(filter.inside, language, group)));
    for (const auto& [one, other] : filter.between)
        parts.push_back(format_ui(Text::trace_between, language, group(one), group(other)));
    if (filter.scope != Scope::all) {
        constexpr std::array kinds = {Text::kind_circle_word, Text::kind_agglomeration_word,
                                      Text::kind_province_word};
        parts.push_back(format_ui(
            filter.scope == Scope::internal ? Text::trace_scope_internal : Text::trace_scope_crossing,
            language, ui(kinds[static_cast<std::size_t>(filter.kind)], language)));
    }
    if (filter.membership_rows == MembershipRows::whole)
        parts.emplace_back(ui(Text::trace_whole_members, language));
    return parts;
}

std::vector<std::string> which_flows(const Dataset& data, const Filter& filter, Language language) {
    std::vector<std::string> parts = which_places(data, filter, language);
    if (filter.min_value)
        parts.push_back(format_ui(Text::trace_least, language, exact_number(*filter.min_value)));
    if (filter.max_value)
        parts.push_back(format_ui(Text::trace_most, language, exact_number(*filter.max_value)));
    return parts;
}

std::string choice_words(const Dataset& data, const Filter& filter, Language language) {
    const std::vector<std::string> parts = which_flows(data, filter, language);
    if (parts.empty()) return {};
    const bool zh = language == Language::zh;
    return fmt::format("{}{}{}", ui(Text::trace_filter, language), zh ? "：" : ": ",
                       fmt::join(parts, zh ? "；" : "; "));
}

std::string filter_words(const Dataset& data, const Filter& filter, Language language) {
    std::vector<std::string> parts = which_flows(data, filter, language);
    if (std::string window = window_text(data, filter, language); !window.empty())
        parts.insert(parts.begin(), std::move(window));
    parts.emplace_back(ui(
        filter.self_flows == SelfFlows::keep ? Text::trace_self_kept : Text::trace_self_left_out, language));
    return fmt::format("{}", fmt::join(parts, language == Language::zh ? "；" : "; "));
}

std::vector<TraceLine> trace_lines(const Dataset& data, const TracedFigure& figure, const Trace& found,
                                   const OpenedAs& opened, Language language) {
    const LayerInfo& layer = layer_of(data, figure.layer);
    const auto name = [&](Text text) { return std::string(ui(text, language)); };
    std::vector<TraceLine> lines = {
        {name(Text::rows_value), value_text(data, figure, found, language)},
        {name(Text::trace_status), status_text(layer.status, language)},
        {name(Text::rows_number),
         format_ui(Text::trace_rows, language, exact_number(static_cast<double>(found.rows)),
                   exact_number(static_cast<double>(found.pairs)))}};
    const std::string& source = layer_source(layer, language);
    lines.push_back({name(Text::trace_source), source.empty() ? name(Text::trace_no_source) : source});
    for (const TracedFile& file : found.files)
        lines.push_back({name(Text::trace_file_name), file_text(file, language)});
    for (const TracedFigure::Part& part : figure.parts) {
        const char* sign = figure.parts.size() == 1                ? ""
                           : part.sign == TracedFigure::Sign::plus ? "+ "
                                                                   : "− ";
        lines.push_back({name(Text::trace_filter), sign + filter_words(data, part.filter, language)});
    }
    lines.push_back({name(Text::trace_method), method_text(figure, found, language)});
    for (const std::string& command : commands_of(data, figure, opened))
        lines.push_back({name(Text::trace_command), command});
    if (!opened.saved) lines.push_back({name(Text::trace_note), name(Text::trace_save_first)});
    lines.push_back({name(Text::trace_cite), cite_line(data, figure, found, language)});
    return lines;
}

std::string cite_line(const Dataset& data, const TracedFigure& figure, const Trace& found,
                      Language language) {
    const LayerInfo& layer = layer_of(data, figure.layer);
    const std::string& source = layer_source(layer, language);
    std::string files;
    for (const TracedFile& file : found.files) {
        files += (files.empty() ? "" : ", ") + file.path.substr(file.path.find_last_of('/') + 1);
        if (!file.sha256.empty()) files += " (SHA-256 " + file.sha256.substr(0, 12) + ")";
    }
    const std::string window =
        figure.parts.empty() ? std::string() : window_text(data, figure.parts.front().filter, language);
    std::vector<std::string> parts = {figure_title(data, figure, language) + " " +
                                      value_text(data, figure, found, language)};
    for (const std::string& part : {window, std::string(status_text(layer.status, language)), source, files})
        if (!part.empty()) parts.push_back(part);
    return fmt::format("{}", fmt::join(parts, language == Language::zh ? "，" : ", "));
}

}  // namespace flowspace
