// Writes a flow cache: the small sections are made, the columns go out from where they lie.
#include "data/pack/layer_info_bytes.h"
#include "data/pack/pack_format.h"
#include "data/pack/pack_writer.h"
#include "data/source/flow_cache.h"
#include "data/source/flow_cache_format.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace flowspace {
namespace {

using cache::RowKind;
using cache::ValueKind;
using Bytes = std::span<const std::byte>;

ValueKind value_kind(const LayerTiles& tiles) {
    if (tiles.digits < 0) return ValueKind::wide;
    return tiles.scaled_64.empty() ? ValueKind::scaled_32 : ValueKind::scaled_64;
}

RowKind row_kind(const LayerTiles& tiles) {
    if (!tiles.rows_8.empty()) return RowKind::rows_8;
    if (!tiles.rows_16.empty()) return RowKind::rows_16;
    return tiles.rows_32.empty() ? RowKind::one_each : RowKind::rows_32;
}

pack::ByteWriter head_of(const SortedFlows& flows, const CacheLabel& label) {
    pack::ByteWriter head;
    head.text(label.key);
    head.number(flows.axis.grain);
    head.count(flows.layers.size());
    for (std::size_t layer = 0; layer < flows.layers.size(); ++layer) {
        const LayerTiles& tiles = flows.tiles[layer];
        pack::write_layer_info(flows.layers[layer], head);
        head.number(static_cast<std::int32_t>(tiles.digits));
        head.number(value_kind(tiles));
        head.number(row_kind(tiles));
    }
    return head;
}

std::array<Bytes, cache::layer_columns> columns_of(const LayerTiles& tiles) {
    const auto first_used = [](auto... columns) {
        Bytes used;
        ((used = used.empty() ? std::as_bytes(columns) : used), ...);
        return used;
    };
    return {std::as_bytes(tiles.pairs),
            std::as_bytes(tiles.tile_end),
            std::as_bytes(tiles.entries),
            std::as_bytes(tiles.masks),
            first_used(tiles.scaled_32, tiles.scaled_64, tiles.high),
            std::as_bytes(tiles.low),
            first_used(tiles.rows_8, tiles.rows_16, tiles.rows_32)};
}

/// Header and table for sections that follow in this order.
pack::ByteWriter table_of(std::span<const Bytes> sections) {
    cache::Header header = {.magic = cache::magic,
                            .version = cache::version,
                            .sections = static_cast<std::uint32_t>(sections.size())};
    std::vector<cache::Section> table;
    std::uint64_t at = cache::aligned(sizeof(header) + sections.size() * sizeof(cache::Section));
    for (const Bytes section : sections) {
        table.push_back({at, section.size(), pack::checksum_of(section)});
        at += cache::aligned(section.size() + column_padding);
    }
    header.file_bytes = at;
    pack::ByteWriter checked;
    checked.number(header);
    checked.array(std::span<const cache::Section>(table));
    header.checksum = pack::checksum_of(checked.bytes());
    pack::ByteWriter written;
    written.number(header);
    written.array(std::span<const cache::Section>(table));
    written.align(cache::alignment);
    return written;
}

bool write_sections(int file, std::span<const Bytes> sections) {
    constexpr std::array<std::byte, 2 * cache::alignment> zeros = {};
    if (!pack::write_all(file, table_of(sections).bytes())) return false;
    for (const Bytes section : sections) {
        const std::uint64_t after = cache::aligned(section.size() + column_padding) - section.size();
        if (!pack::write_all(file, section) || !pack::write_all(file, Bytes(zeros).first(after)))
            return false;
    }
    return true;
}

bool write_flows(int file, const SortedFlows& flows, const CacheLabel& label) {
    const pack::ByteWriter head = head_of(flows, label);
    std::vector<Bytes> sections = {head.bytes(), label.report, std::as_bytes(std::span(flows.axis.starts)),
                                   std::as_bytes(std::span(flows.pairs))};
    for (const LayerTiles& tiles : flows.tiles)
        for (const Bytes column : columns_of(tiles)) sections.push_back(column);
    return write_sections(file, sections);
}

}  // namespace

std::optional<Error> write_flow_cache(const std::filesystem::path& path, const SortedFlows& flows,
                                      const CacheLabel& label) {
    return pack::write_whole(path, [&](int file) { return write_flows(file, flows, label); });
}

std::optional<Error> write_flow_cache(int file, const SortedFlows& flows, const CacheLabel& label) {
    if (write_flows(file, flows, label)) return std::nullopt;
    return Error{fmt::format("flow cache: cannot be written: {}", std::generic_category().message(errno))};
}

}  // namespace flowspace
