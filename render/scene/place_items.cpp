#include "render/scene/place_items.h"

#include "data/source/parallel.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace flowspace {

namespace {

constexpr float smallest_radius_px = 2;
constexpr float largest_radius_px = 14;
constexpr float largest_group_px = 30;
constexpr float least_chosen_px = 5;  // told apart from the dots of others

/// The volume that shares of a layer are of.
double volume_of(LayerId layer, double own, const MapScale* scale) {
    if (scale == nullptr) return own;
    const auto kept = std::ranges::find(scale->layers, layer, &LayerScale::layer);
    return kept == scale->layers.end() || !(kept->volume > 0) ? own : kept->volume;
}

struct Shares {
    std::vector<double> out;  // one per place, summed over layers, each layer's total being 1
    std::vector<double> in;
    int layers = 0;  // with any volume
};

Shares place_shares(std::size_t places, const PlaceVolumes& volumes, const MapScale* scale) {
    Shares shares{std::vector<double>(places), std::vector<double>(places), 0};
    for (const PlaceVolumes::OfLayer& layer : volumes.layers) {
        if (layer.total <= 0) continue;
        const double total = volume_of(layer.layer, layer.total, scale);
        ++shares.layers;
        for (std::size_t place = 0; place < places; ++place) {
            shares.out[place] += layer.out[place] / total;
            shares.in[place] += layer.in[place] / total;
        }
    }
    return shares;
}

PlaceVolumes::OfLayer volumes_of(const LayerSums& sums, std::span<const Pair> pairs, std::size_t places) {
    PlaceVolumes::OfLayer made{sums.layer, std::vector<double>(places), std::vector<double>(places)};
    for (std::size_t row = 0; row < pairs.size(); ++row) {
        if (sums.sums[row].rows == 0 || pairs[row].origin == pairs[row].destination) continue;
        const double volume = std::fabs(value(sums.sums[row]));
        made.out[index(pairs[row].origin)] += volume;
        made.in[index(pairs[row].destination)] += volume;
        made.total += volume;
    }
    return made;
}

/// 0 for the capital, municipalities, special regions, a province that is one place (Taiwan) and core cities
/// of agglomerations, 1 for places of three million and more, 2 else.
std::vector<int> label_ranks(const Atlas& atlas) {
    constexpr double large_population = 3e6;
    std::vector<int> ranks;
    for (const Place& place : atlas.places) {
        const bool of_a_province =
            place.level == "直辖市" || place.level == "特别行政区" || place.level == "省";
        ranks.push_back(of_a_province ? 0 : place.population_2020.value_or(0) >= large_population ? 1 : 2);
    }
    for (const Group& group : atlas.groups) {
        if (group.kind != GroupKind::agglomeration) continue;
        for (const Membership& member : group.members)
            if (member.role == MemberRole::core) ranks[index(member.place)] = 0;
    }
    return ranks;
}

void size_discs(std::vector<PlaceItem>& items, double largest, float largest_px, const MapScale* scale) {
    constexpr double most = 4;  // times the largest area of a scale that is kept
    if (scale != nullptr && scale->largest_disc > 0) largest = scale->largest_disc;
    for (PlaceItem& item : items) {
        const double of_largest = largest > 0 ? std::min(most, item.measure / largest) : 0;
        item.radius_px = std::max(smallest_radius_px, largest_px * static_cast<float>(std::sqrt(of_largest)));
    }
}

}  // namespace

PlaceVolumes place_volumes(const Dataset& dataset, std::span<const LayerSums> sums) {
    PlaceVolumes volumes{.layers = std::vector<PlaceVolumes::OfLayer>(sums.size())};
    run_parallel(sums.size(), all_threads(), [&](std::size_t row) {
        volumes.layers[row] = volumes_of(sums[row], dataset.flows->pairs(), dataset.atlas->places.size());
    });
    return volumes;
}

std::vector<PlaceItem> build_place_items(const Dataset& dataset, const PlaceVolumes& volumes,
                                         const MapScale* scale) {
    const Atlas& atlas = *dataset.atlas;
    const Shares shares = place_shares(atlas.places.size(), volumes, scale);
    const std::vector<int> ranks = label_ranks(atlas);

    std::vector<PlaceItem> items(atlas.places.size());
    double largest = 0;
    for (std::size_t row = 0; row < items.size(); ++row) {
        const double both = shares.out[row] + shares.in[row];
        items[row].node = NodeId{static_cast<std::uint32_t>(row)};
        items[row].rank = ranks[row];
        items[row].measure = shares.layers > 0 ? both / (2 * shares.layers) : 0;
        items[row].out_share = both > 0 ? static_cast<float>(shares.out[row] / both) : 0.5f;
        largest = std::max(largest, items[row].measure);
    }
    size_discs(items, largest, largest_radius_px, scale);
    return items;
}

std::vector<PlaceItem> build_node_items(const Dataset& dataset, const LevelMap& map, const LevelFlows& flows,
                                        const MapScale* scale) {
    const Atlas& atlas = *dataset.atlas;
    const std::vector<int> ranks = label_ranks(atlas);
    std::vector<PlaceItem> items;
    double largest = 0;
    for (const NodeId node : map.nodes) {
        PlaceItem& item = items.emplace_back(PlaceItem{.node = node});
        const bool is_group = group_of(atlas, node).has_value();
        item.rank = is_group ? 0 : std::max(1, ranks[index(node)]);
        double out = 0, in = 0, inside = 0;
        int layers = 0;
        for (std::size_t layer = 0; layer < flows.totals.size(); ++layer) {
            if (!(flows.volumes[layer] > 0)) continue;
            const NodeTotals& totals = flows.totals[layer][index(node)];
            const double volume = volume_of(flows.sums[layer].layer, flows.volumes[layer], scale);
            out += totals.out / volume;
            in += totals.in / volume;
            inside += 2 * totals.inside / volume;
            ++layers;
        }
        const double ends = out + in + inside;
        item.measure = layers > 0 ? ends / (2 * layers) : 0;
        item.out_share = out + in > 0 ? static_cast<float>(out / (out + in)) : 0.5f;
        item.inside_share = ends > 0 ? static_cast<float>(inside / ends) : 0.0f;
        largest = std::max(largest, item.measure);
    }
    size_discs(items, largest, largest_group_px, scale);
    return items;
}

void single_out(std::span<const PlaceId> chosen, const MapScale* scale, std::vector<PlaceItem>& items) {
    const auto is_chosen = [&](const PlaceItem& item) {
        return std::ranges::binary_search(chosen, PlaceId{static_cast<std::uint32_t>(item.node)});
    };
    double largest = 0;
    for (const PlaceItem& item : items)
        if (is_chosen(item)) largest = std::max(largest, item.measure);
    size_discs(items, largest, largest_radius_px, scale);
    for (PlaceItem& item : items) {
        if (is_chosen(item)) {
            item.rank = std::min(item.rank, 1);
            item.radius_px = std::max(item.radius_px, least_chosen_px);
            continue;
        }
        item.plain = true;
        item.radius_px = smallest_radius_px;
        item.rank = 2;
    }
}

PlaceVolumes volumes_for(const DrawListInput& input) {
    return input.volumes != nullptr ? *input.volumes : place_volumes(input.dataset, input.sums);
}

DiscMeasures disc_measures(const DrawListInput& input) {
    DiscMeasures measures;
    std::vector<PlaceItem> items;
    if (input.level) {
        for (std::size_t row = 0; row < input.sums.size(); ++row)
            measures.volumes.push_back({input.sums[row].layer, input.level->flows.volumes[row]});
        items = build_node_items(input.dataset, input.level->map, input.level->flows);
    } else {
        const PlaceVolumes volumes = volumes_for(input);
        for (const PlaceVolumes::OfLayer& layer : volumes.layers)
            measures.volumes.push_back({layer.layer, layer.total});
        items = build_place_items(input.dataset, volumes);
    }
    for (const PlaceItem& item : items) measures.largest = std::max(measures.largest, item.measure);
    return measures;
}

}  // namespace flowspace
