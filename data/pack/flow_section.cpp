#include "data/pack/flow_section.h"

#include "data/pack/byte_reader.h"

#include <algorithm>

namespace flowspace::pack {
namespace {

/// What the adopted columns are read from: the file, and the columns that are the same in every step and so
/// not in it.
struct Adopted {
    std::shared_ptr<const void> file = {};
    std::vector<std::vector<std::uint64_t>> step_begin = {};
    std::vector<std::vector<std::uint32_t>> pairs = {};
};

void write_info(const LayerInfo& info, ByteWriter& to) {
    for (const std::string* text : {&info.key, &info.name_zh, &info.name_en, &info.unit, &info.unit_zh,
                                    &info.unit_en, &info.source_zh, &info.source_en})
        to.text(*text);
    to.number(static_cast<std::uint8_t>(info.status));
}

LayerInfo read_info(ByteReader& from) {
    LayerInfo info;
    for (std::string* text : {&info.key, &info.name_zh, &info.name_en, &info.unit, &info.unit_zh,
                              &info.unit_en, &info.source_zh, &info.source_en})
        *text = from.text();
    const auto status = from.number<std::uint8_t>();
    if (status > static_cast<std::uint8_t>(Status::modelled)) from.fail();
    info.status = static_cast<Status>(status);
    return info;
}

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

std::vector<std::uint32_t> repeated(const std::vector<std::uint32_t>& rows, std::size_t times) {
    std::vector<std::uint32_t> all;
    all.reserve(rows.size() * times);
    for (std::size_t time = 0; time < times; ++time) all.insert(all.end(), rows.begin(), rows.end());
    return all;
}

std::vector<std::uint64_t> step_begins(std::size_t cells_per_step, std::size_t steps) {
    std::vector<std::uint64_t> begins;
    for (std::size_t step = 0; step <= steps; ++step) begins.push_back(step * cells_per_step);
    return begins;
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
        write_info(layer.info, to);
        to.count(layer.pairs.size());
        to.array(std::span(layer.pairs));
        to.align(sizeof(std::int32_t));
        to.count(layer.values.size());
        to.array(std::span(layer.values));
    }
}

Result<SortedFlows> read_flows(std::span<const std::byte> section, std::size_t place_count,
                               const std::shared_ptr<const void>& file) {
    ByteReader from(section);
    auto adopted = std::make_shared<Adopted>();
    adopted->file = file;
    SortedFlows flows;
    const auto grain = from.number<std::uint64_t>();
    if (grain > static_cast<std::uint64_t>(Grain::second)) from.fail();
    flows.axis.grain = static_cast<Grain>(grain);
    flows.axis.starts = from.array<TimeMs>(from.count(sizeof(TimeMs)));
    if (!ascends(flows.axis.starts)) from.fail();
    flows.pairs = read_pairs(from, place_count);
    const std::size_t layer_count = from.count(29), steps = flows.axis.size();
    std::vector<std::span<const std::int32_t>> values;
    for (std::size_t layer = 0; layer < layer_count && !from.failed(); ++layer) {
        flows.layers.push_back(read_info(from));
        const auto pairs = from.array<std::uint32_t>(from.count(sizeof(std::uint32_t)));
        if (!ascends_below(pairs, flows.pairs.size())) from.fail();
        from.align(sizeof(std::int32_t));
        const std::size_t cells = from.count(sizeof(std::int32_t));
        if (cells != pairs.size() * steps) from.fail();
        values.push_back(from.view<std::int32_t>(cells));
        adopted->step_begin.push_back(step_begins(pairs.size(), steps));
        adopted->pairs.push_back(repeated(pairs, from.failed() ? 0 : steps));
    }
    if (!from.complete()) return Error{"damaged: the section of flows does not hold what it should"};
    for (std::size_t layer = 0; layer < layer_count; ++layer)
        flows.cells.push_back({.digits = 0,
                               .step_begin = adopted->step_begin[layer],
                               .pairs = adopted->pairs[layer],
                               .scaled_32 = values[layer]});
    flows.owner = std::move(adopted);
    return flows;
}

}  // namespace flowspace::pack
