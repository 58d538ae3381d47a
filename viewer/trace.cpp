#include "viewer/trace.h"

#include "data/atlas_pack.h"
#include "data/completeness.h"
#include "data/import/file_identity.h"
#include "data/import/import_report.h"
#include "data/pair_selection.h"
#include "data/sum_table.h"
#include "viewer/hover.h"

#include <algorithm>
#include <iterator>
#include <variant>

namespace flowspace {

namespace {

using Part = TracedFigure::Part;
using Sign = TracedFigure::Sign;

void sort_unique(std::vector<PlaceId>& places) {
    std::ranges::sort(places);
    const auto rest = std::ranges::unique(places);
    places.erase(rest.begin(), rest.end());
}

/// `list` and `wanted` must both hold; an empty list asks for nothing. Nothing in common: no pair passes.
void narrow(Filter& filter, std::vector<PlaceId> Filter::*list, std::vector<PlaceId> wanted) {
    sort_unique(wanted);
    std::vector<PlaceId> before = filter.*list;
    sort_unique(before);
    if (before.empty()) {
        filter.*list = std::move(wanted);
    } else {
        std::vector<PlaceId> common;
        std::ranges::set_intersection(before, wanted, std::back_inserter(common));
        filter.*list = std::move(common);
    }
    if (!(filter.*list).empty()) return;
    filter.origins = filter.destinations = {PlaceId{0}};  // a flow to itself, self-flows left out
    filter.self_flows = SelfFlows::leave_out;
}

std::vector<PlaceId> members_of(const Dataset& data, GroupId group, MembershipRows rows) {
    std::vector<PlaceId> members;
    for (const Membership& member : data.atlas->groups[index(group)].members)
        if (rows == MembershipRows::listed || member.scope == MemberScope::whole)
            members.push_back(member.place);
    return members;
}

std::vector<PlaceId> places_but(const Dataset& data, std::vector<PlaceId> left_out) {
    sort_unique(left_out);
    std::vector<PlaceId> places;
    for (std::uint32_t place = 0; place < data.atlas->places.size(); ++place)
        if (!std::ranges::binary_search(left_out, PlaceId{place})) places.push_back(PlaceId{place});
    return places;
}

/// The members, or for outside the places in no group of the kind.
std::vector<PlaceId> places_of_side(const Dataset& data, const std::optional<GroupId>& group, GroupKind kind,
                                    MembershipRows rows) {
    if (group) return members_of(data, *group, rows);
    std::vector<PlaceId> grouped;
    for (std::uint32_t row = 0; row < data.atlas->groups.size(); ++row)
        if (data.atlas->groups[row].kind == kind)
            std::ranges::copy(members_of(data, GroupId{row}, rows), std::back_inserter(grouped));
    return places_but(data, std::move(grouped));
}

Filter of_layer(Filter filter, LayerId layer) {
    filter.layers = {layer};
    return filter;
}

/// What leaves (`list` is origins) or reaches a place or group from elsewhere.
Filter across(const Dataset& data, Filter filter, const Target& unit, std::vector<PlaceId> Filter::*list) {
    filter.self_flows = SelfFlows::leave_out;
    if (unit.place) {
        narrow(filter, list, {*unit.place});
        return filter;
    }
    const std::vector<PlaceId> members = members_of(data, *unit.group, filter.membership_rows);
    narrow(filter, list, members);
    const auto other = list == &Filter::origins ? &Filter::destinations : &Filter::origins;
    if (filter.crossing.empty()) {
        filter.crossing = members;
        sort_unique(filter.crossing);
    } else {
        narrow(filter, other, places_but(data, members));
    }
    return filter;
}

Filter within(const Dataset& data, Filter filter, const Target& unit) {
    if (unit.place) {
        filter.self_flows = SelfFlows::keep;
        narrow(filter, &Filter::origins, {*unit.place});
        narrow(filter, &Filter::destinations, {*unit.place});
        return filter;
    }
    filter.self_flows = SelfFlows::leave_out;
    if (filter.inside.empty()) {
        filter.inside = {*unit.group};
        return filter;
    }
    const std::vector<PlaceId> members = members_of(data, *unit.group, filter.membership_rows);
    narrow(filter, &Filter::origins, members);
    narrow(filter, &Filter::destinations, members);
    return filter;
}

Result<OutputCell> total_of(const Dataset& data, const Filter& filter) {
    const Result<OutputTable> table = sum_table(data, {.filter = filter, .key = SumKey::total});
    if (!table) return table.error();
    return table->rows.empty() ? OutputCell() : table->rows.front()[1];
}

std::vector<TracedFile> files_of(const Dataset& data, const std::stop_token& cancel) {
    std::vector<TracedFile> files;
    if (data.report) {
        for (const SourceReport& source : data.report->sources)
            files.push_back({source.path, source.identity.sha256});
        return files;
    }
    for (const SourceFile& file : data.files) files.push_back({file.path, {}});
    if (!files.empty() || data.flows->is_remote()) return files;
    const Result<std::filesystem::path> pack = find_atlas_pack();
    if (!pack) return files;
    FileIdentity identity;
    if (!identify_file(*pack, identity, cancel)) files.push_back({pack->string(), identity.sha256});
    return files;
}

}  // namespace

TracedFigure figure_of_total(const Filter& filter, LayerId layer) {
    return {.layer = layer, .parts = {{of_layer(filter, layer)}}};
}

TracedFigure figure_of_pair(const Dataset& data, const Filter& filter, FlowRef flow) {
    const Pair& ends = data.flows->pairs()[index(flow.pair)];
    Filter narrowed = of_layer(filter, flow.layer);
    if (ends.origin == ends.destination) narrowed.self_flows = SelfFlows::keep;
    narrow(narrowed, &Filter::origins, {ends.origin});
    narrow(narrowed, &Filter::destinations, {ends.destination});
    return {flow.layer, {.target = target_of(flow)}, {{narrowed}}};
}

TracedFigure figure_of_unit(const Dataset& data, const Filter& filter, LayerId layer, const Target& unit,
                            UnitMeasure measure) {
    const Filter base = of_layer(filter, layer);
    const Part out{across(data, base, unit, &Filter::origins)};
    const Part in{across(data, base, unit, &Filter::destinations)};
    const Part inside{within(data, base, unit)};
    TracedFigure figure{layer, {.target = unit, .measure = measure}, {}};
    switch (measure) {
        case UnitMeasure::out:
            figure.parts = {out};
            break;
        case UnitMeasure::in:
            figure.parts = {in};
            break;
        case UnitMeasure::inside:
            figure.parts = {inside};
            break;
        case UnitMeasure::net:
            figure.parts = {in, {out.filter, Sign::minus}};
            break;
        case UnitMeasure::turnover:
            figure.parts = {out, in};
            if (unit.group) figure.parts.push_back(inside);
            break;
        case UnitMeasure::population:
        case UnitMeasure::gdp:
            break;
    }
    return figure;
}

TracedFigure figure_of_cell(const Dataset& data, const Filter& filter, LayerId layer, const GroupCell& cell) {
    Filter narrowed = of_layer(filter, layer);
    const bool simple = narrowed.inside.empty() && narrowed.origins.empty() && narrowed.destinations.empty();
    if (simple && cell.origin && cell.origin == cell.destination) {
        narrowed.inside = {*cell.origin};
    } else {
        narrow(narrowed, &Filter::origins,
               places_of_side(data, cell.origin, cell.kind, filter.membership_rows));
        narrow(narrowed, &Filter::destinations,
               places_of_side(data, cell.destination, cell.kind, filter.membership_rows));
    }
    TracedFigure figure{layer, {.to = cell.destination, .cell = true}, {{narrowed}}};
    figure.subject.target.group = cell.origin;
    return figure;
}

TracedFigure figure_of_step(const Dataset& data, const Filter& filter, LayerId layer, TimeMs step) {
    Filter narrowed = of_layer(filter, layer);
    narrowed.min_value.reset();
    narrowed.max_value.reset();
    const Grain grain = data.flows->time_axis().grain;
    if (grain != Grain::none) narrowed.window = {step, step_end(grain, step)};
    return {layer, {.step = step}, {{narrowed}}};
}

Result<Trace> trace(const Dataset& data, const TracedFigure& figure, const std::stop_token& cancel) {
    Trace found;
    bool known = !figure.parts.empty();
    ExactSum exact;
    for (const Part& part : figure.parts) {
        const Result<OutputCell> total = total_of(data, part.filter);
        if (!total) return total.error();
        known = known && std::holds_alternative<double>(*total);
        Filter asked = part.filter;
        asked.absent = found.absent = absent_of(part.filter, data.completeness);
        const Result<std::vector<LayerSums>> sums = select_sums(*data.atlas, *data.flows, asked, cancel);
        if (!sums) return sums.error();
        for (const LayerSums& layer : *sums)
            for (const ExactSum& sum : layer.sums) {
                if (sum.rows == 0) continue;
                exact = part.sign == Sign::plus ? add(exact, sum) : subtract(exact, sum);
                found.rows += sum.rows;
                ++found.pairs;
            }
        const UnpublishedCells cells(*data.atlas, data.completeness, asked, {figure.layer, asked.window});
        if (cells.count() > 0) found.unpublished = true;
    }
    if (known) found.value = value(exact);
    found.files = files_of(data, cancel);
    return found;
}

}  // namespace flowspace
