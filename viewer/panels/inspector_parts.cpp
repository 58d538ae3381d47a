#include "viewer/panels/inspector_parts.h"

#include "data/nodes.h"
#include "render/scene/number_text.h"
#include "viewer/panels/trace_offer.h"
#include "viewer/place_words.h"
#include "viewer/strings.h"
#include "viewer/time_brush.h"
#include "viewer/widgets/charts.h"
#include "viewer/widgets/controls.h"
#include "viewer/widgets/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>
#include <vector>

namespace flowspace {

namespace {

constexpr std::size_t partner_rows = 12;
constexpr std::size_t table_rows = 60;
constexpr std::size_t strongest_rows = 12;

const LayerInfo& layer_of(const PanelContext& context, LayerId layer) {
    return context.data.flows->layers()[index(layer)];
}

std::optional<PairId> pair_between(const FlowSource& source, PlaceId from, PlaceId to) {
    const auto order = [](const Pair& pair) { return std::tuple(pair.origin, pair.destination); };
    const auto at = std::ranges::lower_bound(source.pairs(), std::tuple(from, to), {}, order);
    if (at == source.pairs().end() || *at != Pair{from, to}) return std::nullopt;
    return PairId{static_cast<std::uint32_t>(at - source.pairs().begin())};
}

bool is_visible(const Box& line) { return ImGui::IsRectVisible(line.min(), line.max()); }

void heading(const Look& look, Box& rest, Text text, const std::string& note) {
    cut_top(rest, look.px(10));
    Box line = cut_top(rest, look.px(24));
    put_text(muted(look, Align::right), line, note);
    put_text(strong(look), line, ui(text, look.language));
}

struct Figure {
    Text label;
    const ExactSum* sum;
    Colour colour;
};

/// The totals are counted under the window alone.
void ask_about(PanelContext& context, Text label) {
    const InspectorKey& key = context.derived.inspector().key;
    const Filter filter{.window = key.window, .membership_rows = key.rows};
    if (key.target.flow) {
        const auto back = reverse_pair(*context.data.flows, key.target.flow->pair);
        const PairId pair = label == Text::total_back && back ? *back : key.target.flow->pair;
        if (label == Text::total_there || back)
            show_trace(context, figure_of_pair(context.data, filter, {key.layer, pair}));
        return;
    }
    const UnitMeasure measure = label == Text::total_out  ? UnitMeasure::out
                                : label == Text::total_in ? UnitMeasure::in
                                                          : UnitMeasure::inside;
    show_trace(context, figure_of_unit(context.data, filter, key.layer, key.target, measure));
}

void draw_figure(PanelContext& context, const Box& box, const Figure& figure) {
    const Look& look = context.look;
    const LayerId layer = context.derived.inspector().key.layer;
    Box rest = box;
    Box label = cut_top(rest, look.px(18));
    const Box dot = cut_left(label, look.px(14));
    ImGui::GetWindowDrawList()->AddCircleFilled({dot.x0 + look.px(4), dot.centre().y}, look.px(4),
                                                paint(figure.colour), 16);
    put_text(muted(look), label, ui(figure.label, look.language));
    const bool known = figure.sum->rows > 0;
    if (known)
        put_text({look.fonts.figure, paint(look.theme.text)}, cut_top(rest, look.px(30)),
                 sum_text(look, *figure.sum));
    else
        put_text({look.fonts.title, paint(look.theme.muted_text)}, cut_top(rest, look.px(30)),
                 ui(Text::unknown_value, look.language));
    put_text(muted(look), cut_top(rest, look.px(16)), layer_unit(layer_of(context, layer), look.language));
    if (box.holds(ImGui::GetIO().MousePos) && ImGui::IsWindowHovered()) {
        const ExactSum& whole = context.derived.inspector().layer;
        const std::string share =
            known && whole.rows > 0 && value(whole) > 0
                ? format_ui(Text::share_of_layer, look.language, percent(value(*figure.sum) / value(whole)))
                : std::string(known ? "" : ui(Text::unknown_hint, look.language));
        tooltip(look, sum_exact(context, *figure.sum, layer),
                share + (share.empty() ? "" : "\n") + ui(Text::trace_hint, look.language));
    }
    if (is_asked_for(box)) ask_about(context, figure.label);
}

/// A row with a name, two numbers and a two-part bar under them.
struct FlowRow {
    std::string name = {};
    const ExactSum* first = nullptr;
    const ExactSum* second = nullptr;  // none: one number only
    double scale = 1;                  // what fills the bar
};

void draw_flow_row(const Look& look, Box line, const FlowRow& row, const std::array<Colour, 2>& colours) {
    Box inner = inset(line, look.px(6), look.px(2));
    Box bar = cut_bottom(inner, look.px(4));
    const float number = look.px(64);
    if (row.second != nullptr)
        put_text(plain(look, Align::right), cut_right(inner, number), sum_text(look, *row.second));
    put_text(plain(look, Align::right), cut_right(inner, number), sum_text(look, *row.first));
    put_text(plain(look), inner, row.name);
    if (row.scale <= 0) return;
    const double first = row.first->rows > 0 ? std::max(0.0, value(*row.first)) / row.scale : 0;
    const double second =
        row.second != nullptr && row.second->rows > 0 ? std::max(0.0, value(*row.second)) / row.scale : 0;
    const float split = static_cast<float>(std::min(1.0, first)) * bar.width();
    if (first > 0) share_bar(look, {bar.x0, bar.y0, bar.x1, bar.y1}, first, with_alpha(colours[0], 0.85f));
    if (second > 0)
        share_bar(look, {bar.x0 + split, bar.y0, bar.x1 + split, bar.y1}, second,
                  with_alpha(colours[1], 0.85f));
}

void table_head(const Look& look, Box& rest, Text first) {
    Box line = inset(cut_top(rest, look.px(20)), look.px(6), 0);
    put_text(muted(look, Align::right), cut_right(line, look.px(48)), ui(Text::rows_number, look.language));
    put_text(muted(look, Align::right), cut_right(line, look.px(88)), ui(Text::rows_value, look.language));
    put_text(muted(look), line, ui(first, look.language));
    divider(look, rest.x0, rest.x1, rest.y0);
}

void draw_table_row(PanelContext& context, Box line, const InspectorData::Behind& row) {
    const Look& look = context.look;
    const InspectorData& figures = context.derived.inspector();
    const bool of_pair = figures.key.target.flow.has_value();
    const Target target = target_of(FlowRef{figures.key.layer, row.pair});
    const Touch at = touch("row", line);
    if (at.hovered) context.hover.set(target);
    if (at.hovered) plate(look, line, look.theme.raised_hover);
    if (at.hovered) tooltip(look, sum_exact(context, row.sum, figures.key.layer));
    if (at.clicked && !of_pair) context.settings.selected = target;
    line = inset(line, look.px(6), 0);
    put_text(muted(look, Align::right), cut_right(line, look.px(48)),
             exact_number(static_cast<double>(row.sum.rows)));
    put_text(plain(look, Align::right), cut_right(line, look.px(88)), sum_text(look, row.sum));
    const TimeAxis& axis = context.data.flows->time_axis();
    put_text(plain(look), line,
             of_pair ? format_time(axis.grain, axis.starts[row.step]) : pair_name(context, row.pair));
}

}  // namespace

std::string sum_text(const Look& look, const ExactSum& sum) {
    return sum.rows == 0 ? "–" : short_number(value(sum), look.language);
}

std::string sum_exact(const PanelContext& context, const ExactSum& sum, LayerId layer) {
    if (sum.rows == 0) return ui(Text::unknown_value, context.look.language);
    return with_unit(exact_number(value(sum)), layer_of(context, layer), context.look.language);
}

std::string pair_name(const PanelContext& context, PairId pair) {
    const Pair& ends = context.data.flows->pairs()[index(pair)];
    const Atlas& atlas = *context.data.atlas;
    if (ends.origin == ends.destination)
        return format_ui(Text::pair_within, context.look.language,
                         place_name_apart(atlas, ends.origin, context.look.language));
    return place_name_apart(atlas, ends.origin, context.look.language) + " → " +
           place_name_apart(atlas, ends.destination, context.look.language);
}

namespace {

std::string node_name(const PanelContext& context, NodeId node) {
    const Atlas& atlas = *context.data.atlas;
    const std::optional<GroupId> group = group_of(atlas, node);
    return group ? group_name(atlas.groups[index(*group)], context.look.language)
                 : place_name_apart(atlas, PlaceId{static_cast<std::uint32_t>(index(node))},
                                    context.look.language);
}

/// A pair of places or of groups: one way and the other, nothing inside.
bool has_two_ways(const Target& target) { return target.flow || target.tie; }

}  // namespace

std::string target_title(const PanelContext& context, const Target& target) {
    const Atlas& atlas = *context.data.atlas;
    if (target.flow) return pair_name(context, target.flow->pair);
    if (target.tie)
        return node_name(context, target.tie->origin) + " → " + node_name(context, target.tie->destination);
    if (target.place) return place_name_apart(atlas, *target.place, context.look.language);
    if (target.group) return group_name(atlas.groups[index(*target.group)], context.look.language);
    return {};
}

std::string target_note(const PanelContext& context, const Target& target) {
    const Atlas& atlas = *context.data.atlas;
    const Language language = context.look.language;
    if (target.flow) return layer_name(layer_of(context, target.flow->layer), language);
    if (target.tie) return layer_name(layer_of(context, target.tie->layer), language);
    if (target.place) {
        const Place& place = atlas.places[index(*target.place)];
        const std::string& other = language == Language::zh ? place.name_en : place.name_zh;
        std::string note = other + "·" + place.id;
        if (language == Language::zh && !place.province_zh.empty() && place.province_zh != place.name_zh)
            note += "·" + place.province_zh;
        return note;
    }
    const Group& group = atlas.groups[index(*target.group)];
    constexpr std::array words = {Text::kind_circle_word, Text::kind_agglomeration_word,
                                  Text::kind_province_word};
    std::string note = ui(words[static_cast<std::size_t>(group.kind)], language);
    note += "·" + format_ui(Text::members_count, language, group.members.size());
    if (!group.approved.empty()) note += "·" + group.approved;
    return note;
}

void draw_figures(PanelContext& context, Box& rest) {
    const Look& look = context.look;
    const InspectorData& figures = context.derived.inspector();
    const bool of_pair = has_two_ways(figures.key.target);
    std::vector<Figure> shown = {
        {of_pair ? Text::total_there : Text::total_out, &figures.out, look.theme.out},
        {of_pair ? Text::total_back : Text::total_in, &figures.in, look.theme.in}};
    if (figures.key.target.group) shown.push_back({Text::total_inside, &figures.inside, look.accent});
    if (figures.key.target.place && figures.inside.rows > 0)
        shown.push_back({Text::total_self, &figures.inside, look.accent});
    Box line = cut_top(rest, look.px(68));
    const float width = line.width() / static_cast<float>(shown.size());
    for (const Figure& figure : shown) draw_figure(context, cut_left(line, width), figure);
}

void draw_course(const PanelContext& context, Box& rest) {
    const Look& look = context.look;
    const InspectorData& figures = context.derived.inspector();
    const TimeAxis& axis = context.data.flows->time_axis();
    if (axis.size() < 2 || figures.out_steps.empty()) return;
    cut_top(rest, look.px(10));
    Box line = cut_top(rest, look.px(24));
    const Box chart_box = cut_top(rest, look.px(72));
    std::vector<TimeLine> lines = {{figures.in_steps, look.theme.in}, {figures.out_steps, look.theme.out}};
    if (figures.key.target.group) lines.push_back({figures.inside_steps, look.accent});
    const auto step = time_chart(look, "course", chart_box, {axis, figures.key.window, lines});
    put_text(strong(look), line, ui(Text::series_title, look.language));
    Box labels = cut_top(rest, look.px(18));
    const Window whole = whole_axis(axis);
    put_text(muted(look), labels, format_time(axis.grain, whole.from));
    put_text(muted(look, Align::right), labels, format_time(axis.grain, last_step_of(axis, whole)));
    if (!step) return;
    const auto named = [&](Text name, const std::vector<ExactSum>& steps) {
        return std::string(ui(name, look.language)) + "  " +
               sum_exact(context, steps[*step], figures.key.layer);
    };
    const bool of_pair = has_two_ways(figures.key.target);
    std::string values = named(of_pair ? Text::total_there : Text::total_out, figures.out_steps) + "\n" +
                         named(of_pair ? Text::total_back : Text::total_in, figures.in_steps);
    if (figures.key.target.group) values.append("\n").append(named(Text::total_inside, figures.inside_steps));
    tooltip(look, format_time(axis.grain, axis.starts[*step]), values);
}

void draw_partners(PanelContext& context, Box& rest) {
    const Look& look = context.look;
    const InspectorData& figures = context.derived.inspector();
    const std::size_t count = std::min(partner_rows, figures.partners.size());
    heading(look, rest, Text::partners_title,
            count == 0 ? "" : format_ui(Text::partners_of, look.language, count, figures.partners.size()));
    if (count == 0) {
        put_text(muted(look), cut_top(rest, look.px(24)), ui(Text::partners_none, look.language));
        return;
    }
    Box head = inset(cut_top(rest, look.px(18)), look.px(6), 0);
    put_text({look.fonts.small, paint(look.theme.in), Align::right}, cut_right(head, look.px(64)),
             ui(Text::total_in, look.language));
    put_text({look.fonts.small, paint(look.theme.out), Align::right}, cut_right(head, look.px(64)),
             ui(Text::total_out, look.language));
    const double scale = value(figures.partners.front().out) + value(figures.partners.front().in);
    for (std::size_t row = 0; row < count; ++row) {
        const InspectorData::Partner& partner = figures.partners[row];
        const Box line = cut_top(rest, look.px(30));
        if (!is_visible(line)) continue;
        ImGui::PushID(static_cast<int>(row));
        const Touch at = touch("partner", line);
        ImGui::PopID();
        std::optional<PairId> pair;
        if (figures.key.target.place) {
            pair = pair_between(*context.data.flows, *figures.key.target.place, partner.place);
            if (!pair) pair = pair_between(*context.data.flows, partner.place, *figures.key.target.place);
        }
        const Target target = pair ? target_of(FlowRef{figures.key.layer, *pair}) : target_of(partner.place);
        if (at.hovered) context.hover.set(target);
        const bool lit =
            context.hover.target() == target || context.hover.target() == target_of(partner.place);
        if (at.hovered || lit) plate(look, line, look.theme.raised_hover);
        const std::string name = place_name_apart(*context.data.atlas, partner.place, look.language);
        if (at.hovered)
            tooltip(look, name,
                    std::string(ui(Text::total_out, look.language)) + "  " +
                        sum_exact(context, partner.out, figures.key.layer) + "\n" +
                        ui(Text::total_in, look.language) + "  " +
                        sum_exact(context, partner.in, figures.key.layer));
        if (at.clicked) context.settings.selected = target;
        draw_flow_row(look, line, {name, &partner.out, &partner.in, scale}, {look.theme.out, look.theme.in});
    }
}

void draw_rows(PanelContext& context, Box& rest) {
    const Look& look = context.look;
    const InspectorData& figures = context.derived.inspector();
    heading(look, rest, Text::rows_title,
            format_ui(Text::rows_count, look.language, exact_number(static_cast<double>(figures.row_count))));
    if (figures.behind.empty()) return;
    table_head(look, rest, figures.key.target.flow ? Text::rows_time : Text::rows_pair);
    cut_top(rest, look.px(2));
    for (std::size_t row = 0; row < std::min(table_rows, figures.behind.size()); ++row) {
        const Box line = cut_top(rest, look.px(24));
        if (!is_visible(line)) continue;
        ImGui::PushID(static_cast<int>(row));
        draw_table_row(context, line, figures.behind[row]);
        ImGui::PopID();
    }
}

namespace {

/// A row of what the map shows: a pair of places, or of the groups that flows are summed between.
Target target_of_row(const PanelContext& context, LayerId layer, PairId row) {
    const LevelMap& level = context.derived.level();
    if (level.level == Level::place) return target_of(FlowRef{layer, row});
    const NodePair& ends = level.pairs[index(row)];
    Target target;
    target.tie = TieRef{layer, ends.origin, ends.destination};
    return target;
}

}  // namespace

void draw_strongest(PanelContext& context, Box& rest) {
    const Look& look = context.look;
    const LayerId layer = context.settings.current_layer;
    std::vector<const ShownFlow*> strongest;
    for (const ShownFlow& flow : context.derived.shown().flows)
        if (flow.layer == layer) strongest.push_back(&flow);
    std::ranges::reverse(strongest);
    if (strongest.empty()) return;
    const bool comparing = context.settings.comparison.before.has_value();
    heading(look, rest, comparing ? Text::inspector_changes : Text::inspector_strongest,
            layer_unit(layer_of(context, layer), look.language));
    const double scale = std::fabs(strongest.front()->value);
    for (std::size_t row = 0; row < std::min(strongest_rows, strongest.size()); ++row) {
        if (rest.height() < look.px(30)) break;
        const Box line = cut_top(rest, look.px(30));
        const Target target = target_of_row(context, layer, strongest[row]->pair);
        const bool loss = comparing && strongest[row]->value < 0;
        const std::string name = (comparing ? (loss ? "− " : "+ ") : "") + target_title(context, target);
        const Colour ink = !comparing ? look.accent : loss ? look.theme.loss : look.theme.gain;
        ImGui::PushID(static_cast<int>(row));
        const Touch at = touch("strongest", line);
        ImGui::PopID();
        if (at.hovered) context.hover.set(target);
        if (at.hovered || context.hover.target() == target) plate(look, line, look.theme.raised_hover);
        if (at.hovered)
            tooltip(look, name,
                    with_unit(exact_number(strongest[row]->value), layer_of(context, layer), look.language));
        if (at.clicked) context.settings.selected = target;
        const ExactSum shown{.high = std::fabs(strongest[row]->value), .rows = 1};
        draw_flow_row(look, line, {name, &shown, nullptr, scale}, {ink, ink});
    }
}

}  // namespace flowspace
