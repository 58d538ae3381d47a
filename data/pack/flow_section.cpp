#include "data/pack/flow_section.h"

#include "data/pack/byte_reader.h"
#include "data/pack/layer_info_bytes.h"
#include "data/source/parallel.h"
#include "data/source/tile_columns.h"

#include <algorithm>
#include <array>
#include <limits>

namespace flowspace::pack {
namespace {

std::vector<Pair> read_pairs(ByteReader& from, std::size_t place_count) {
    const auto ends = from.array<std::uint32_t>(2 * from.count(8));
    std::vector<Pair> pairs;
    pairs.reserve(ends.size() / 2);
    for (std::size_t at = 0; at < ends.size(); at += 2) {
        const bool known = ends[at] < place_count && ends[at + 1] < place_count;
        const bool ascends =
            at == 0 || ends[at - 2] < ends[at] || (ends[at - 2] == ends[at] && ends[at - 1] < ends[at + 1]);
        if (!known || !ascends) from.fail();
        pairs.push_back({PlaceId{ends[at]}, PlaceId{ends[at + 1]}});
    }
    return pairs;
}

bool ascends_below(const std::vector<std::uint32_t>& rows, std::size_t end) {
    const bool ascends = std::ranges::adjacent_find(rows, std::ranges::greater_equal()) == rows.end();
    return ascends && (rows.empty() || rows.back() < end);
}

/// What a layer holds before its values are put in the order of tiles.
struct DenseView {
    std::vector<std::uint32_t> pairs = {};
    std::span<const std::int32_t> values = {};
    std::size_t steps = 0;
};

bool fits_32(const DenseView& dense) {
    std::int64_t largest = 0;
    for (const std::int32_t value : dense.values) largest = std::max(largest, std::abs(std::int64_t{value}));
    return largest * std::int64_t{tile_steps} <= std::numeric_limits<std::int32_t>::max();
}

/// Running sums of each tile, pair by pair. A few pairs at a time, so that what is written stays near.
template <class Scaled>
void run_tiles(const DenseView& dense, std::span<Scaled> out) {
    constexpr std::size_t together = 512;
    const std::size_t pairs = dense.pairs.size();
    for (std::size_t first = 0; first < dense.steps; first += tile_steps) {
        const std::size_t length = std::min(tile_steps, dense.steps - first);
        const std::span<Scaled> tile = out.subspan(first * pairs);
        for (std::size_t from = 0; from < pairs; from += together) {
            const std::size_t count = std::min(together, pairs - from);
            std::array<Scaled, together> running = {};
            for (std::size_t step = 0; step < length; ++step)
                for (std::size_t pair = 0; pair < count; ++pair) {
                    running[pair] += dense.values[(first + step) * pairs + from + pair];
                    tile[(from + pair) * length + step] = running[pair];
                }
        }
    }
}

TileColumns tiles_of(const DenseView& dense) {
    TileColumns tiles;
    tiles.pairs = dense.pairs;
    tiles.cells = dense.values.size();
    for (std::size_t first = 0; first < dense.steps; first += tile_steps) {
        const std::size_t length = std::min(tile_steps, dense.steps - first);
        tiles.masks.insert(tiles.masks.end(), dense.pairs.size(),
                           static_cast<std::uint16_t>((std::uint32_t{1} << length) - 1));
        tiles.tile_end.push_back(tiles.masks.size());
    }
    tiles.pad_masks();
    if (tiles.cells == 0) return tiles;
    if (fits_32(dense)) {
        tiles.scaled_32 = padded_column<std::int32_t>(tiles.cells);
        run_tiles<std::int32_t>(dense, tiles.scaled_32);
    } else {
        tiles.scaled_64 = padded_column<std::int64_t>(tiles.cells);
        run_tiles<std::int64_t>(dense, tiles.scaled_64);
    }
    return tiles;
}

bool ascends(const std::vector<TimeMs>& starts) {
    return std::ranges::adjacent_find(starts, std::ranges::greater_equal()) == starts.end();
}

}  // namespace

void write_flows(const DenseFlows& flows, ByteWriter& to) {
    to.number(static_cast<std::uint64_t>(flows.axis.grain));
    to.count(flows.axis.starts.size());
    to.array(std::span(flows.axis.starts));
    to.count(flows.pairs.size());
    for (const Pair& pair : flows.pairs) {
        to.number(pair.origin);
        to.number(pair.destination);
    }
    to.count(flows.layers.size());
    for (const DenseLayer& layer : flows.layers) {
        write_layer_info(layer.info, to);
        to.count(layer.pairs.size());
        to.array(std::span(layer.pairs));
        to.align(sizeof(std::int32_t));
        to.count(layer.values.size());
        to.array(std::span(layer.values));
    }
}

Result<SortedFlows> read_flows(std::span<const std::byte> section, std::size_t place_count,
                               unsigned threads) {
    ByteReader from(section);
    SortedFlows flows;
    const auto grain = from.number<std::uint64_t>();
    if (grain > static_cast<std::uint64_t>(Grain::second)) from.fail();
    flows.axis.grain = static_cast<Grain>(grain);
    flows.axis.starts = from.array<TimeMs>(from.count(sizeof(TimeMs)));
    if (!ascends(flows.axis.starts)) from.fail();
    flows.pairs = read_pairs(from, place_count);
    const std::size_t layer_count = from.count(29), steps = flows.axis.size();
    std::vector<DenseView> dense;
    for (std::size_t layer = 0; layer < layer_count && !from.failed(); ++layer) {
        flows.layers.push_back(read_layer_info(from));
        DenseView view{.pairs = from.array<std::uint32_t>(from.count(sizeof(std::uint32_t))), .steps = steps};
        if (!ascends_below(view.pairs, flows.pairs.size())) from.fail();
        from.align(sizeof(std::int32_t));
        const std::size_t cells = from.count(sizeof(std::int32_t));
        if (cells != view.pairs.size() * steps) from.fail();
        view.values = from.view<std::int32_t>(cells);
        dense.push_back(std::move(view));
    }
    if (!from.complete()) return Error{"damaged: the section of flows does not hold what it should"};
    const auto columns = std::make_shared<std::vector<TileColumns>>(layer_count);
    run_parallel(layer_count, threads,
                 [&](std::size_t layer) { (*columns)[layer] = tiles_of(dense[layer]); });
    for (const TileColumns& one : *columns) flows.tiles.push_back(one.view());
    flows.owner = columns;
    return flows;
}

}  // namespace flowspace::pack
