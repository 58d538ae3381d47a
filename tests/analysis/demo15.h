// The invented country demo15 of the reference as a dataset: 14 cities, abroad (x1), two layers, seven years.
#pragma once

#include "data/dataset.h"
#include "data/source/memory_source.h"
#include "tests/analysis/reference_table.h"

#include <algorithm>
#include <memory>

namespace flowspace {

/// What is abroad is in no group. Absent pairs are zero, as the data say. Plane km as degrees: costs come
/// from the table of minutes.
inline Dataset demo15_dataset(Status status = Status::observed) {
    auto atlas = std::make_shared<Atlas>();
    const std::vector<ReferenceRow> nodes = read_reference("data/demo15_nodes.csv");
    for (const ReferenceRow& node : nodes) {
        Place& place = atlas->places.emplace_back();
        place.id = place.name_zh = place.name_en = node.at("id");
        place.province_zh = node.at("province");
        place.location = {100 + number(node, "x_km") / 100, 30 + number(node, "y_km") / 100};
        place.population_2020 = number(node, "pop_10k") * 1e4;
        place.gdp_2020 = number(node, "gdp_1e8");
    }
    std::ranges::sort(atlas->places, {}, &Place::id);
    for (const auto& [column, kind] : {std::pair{"circle", GroupKind::circle},
                                       {"agglomeration", GroupKind::agglomeration},
                                       {"province", GroupKind::province}})
        for (const ReferenceRow& node : nodes) {
            const std::string id = node.at(column);
            if (id.empty() || node.at("kind") == "external") continue;
            auto group = std::ranges::find(atlas->groups, id, &Group::id);
            if (group == atlas->groups.end())
                group =
                    atlas->groups.insert(group, Group{.id = id, .kind = kind, .name_zh = id, .name_en = id});
            group->members.push_back(
                {.place = *find_place(*atlas, node.at("id")),
                 .role = node.at("core") == "1" ? MemberRole::core : MemberRole::member});
        }
    FlowTable table;
    table.layers = {make_layer_info("people"), make_layer_info("goods")};
    for (LayerInfo& layer : table.layers) {
        layer.status = status;
        layer.unit = "trips";
    }
    table.grain = Grain::year;
    for (const ReferenceRow& row : read_reference("data/demo15_flows.csv")) {
        table.layer.push_back(LayerId(row.at("layer") == "people" ? 0 : 1));
        table.origin.push_back(*find_place(*atlas, row.at("origin")));
        table.destination.push_back(*find_place(*atlas, row.at("destination")));
        table.time.push_back(parse_time(row.at("period"))->start);
        table.value.push_back(number(row, "flow"));
    }
    Dataset dataset;
    dataset.atlas = atlas;
    dataset.flows = MemorySource::from_rows(std::move(table));
    dataset.completeness.coverage = Coverage::zero;
    return dataset;
}

/// One year as a window.
inline Window year_window(const std::string& year) {
    const TimeMs start = parse_time(year)->start;
    return {start, step_end(Grain::year, start)};
}

}  // namespace flowspace
