#include "data/source/tile_lanes.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <algorithm>
#include <bit>
#include <cstring>

namespace flowspace {
namespace {

/// Stands in for a column of rows where each cell is one.
struct OneRowEach {};

std::uint32_t running_rows(OneRowEach, std::uint64_t, std::uint32_t cell) { return cell + 1; }
template <class Rows>
std::uint32_t running_rows(const Rows* rows, std::uint64_t first, std::uint32_t cell) {
    return rows[first + cell];
}

/// The masks of a block of entries; past the last entry lies the padding.
std::uint64_t masks_at(const std::uint16_t* masks) {
    std::uint64_t block = 0;
    std::memcpy(&block, masks, sizeof(block));
    return block;
}

/// The bits of the entries of a block before one of them.
std::uint64_t masks_before(const LayerTiles& tiles, const TileStart& start, std::uint32_t entry) {
    const std::size_t within = entry % block_entries;
    return masks_at(&tiles.masks[start.entry + entry - within]) & ((std::uint64_t{1} << (16 * within)) - 1);
}

template <class Value, class Rows>
TileLanes lanes_of(const Value* values, Rows rows, std::uint64_t first, std::uint32_t mask) {
    TileLanes lanes;
    std::uint32_t cells = 0;
    for (std::size_t lane = 0; lane < tile_steps; ++lane) {
        cells += mask >> lane & 1U;
        if (cells == 0) continue;
        lanes.scaled[lane] = std::int64_t{values[first + cells - 1]};
        lanes.rows[lane] = running_rows(rows, first, cells - 1);
    }
    return lanes;
}

/// What all kinds of adding need.
struct Job {
    const LayerTiles& tiles;
    const TileStart& start;
    std::span<const EntryRef> entries;
    TileLanes& sum;
    std::span<TileLanes> also;
};

template <class Value, class Rows>
void add_portably(const Value* values, Rows rows, const Job& job) {
    for (const EntryRef& entry : job.entries) {
        const std::uint64_t before = masks_before(job.tiles, job.start, entry.at);
        const std::uint64_t first = job.start.cell + job.start.blocks[entry.at / block_entries] +
                                    static_cast<std::uint64_t>(std::popcount(before));
        const TileLanes lanes = lanes_of(values, rows, first, job.tiles.masks[job.start.entry + entry.at]);
        add_lanes(job.sum, lanes, entry.factor);
        if (!job.also.empty()) add_lanes(job.also[entry.to], lanes, entry.factor);
    }
}

#if defined(__x86_64__)

/// Per byte of a mask and step: the place of the last cell up to that step, or 0x80 where there is none yet.
constexpr auto last_cell = [] {
    std::array<std::array<std::uint8_t, 8>, 256> made = {};
    for (std::size_t mask = 0; mask < made.size(); ++mask) {
        std::uint8_t cells = 0;
        for (std::size_t step = 0; step < 8; ++step) {
            cells = static_cast<std::uint8_t>(cells + (mask >> step & 1U));
            made[mask][step] = cells == 0 ? std::uint8_t{0x80} : static_cast<std::uint8_t>(cells - 1);
        }
    }
    return made;
}();

using Eight = __m256i;  // eight whole numbers of 32 bits

[[gnu::target("avx2"), gnu::always_inline]] inline Eight load_8(const std::int32_t* from) {
    return _mm256_loadu_si256(reinterpret_cast<const Eight*>(from));
}
[[gnu::target("avx2"), gnu::always_inline]] inline Eight load_8(const std::uint32_t* from) {
    return _mm256_loadu_si256(reinterpret_cast<const Eight*>(from));
}
[[gnu::target("avx2"), gnu::always_inline]] inline Eight load_8(const std::uint16_t* from) {
    return _mm256_cvtepu16_epi32(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)));
}
[[gnu::target("avx2"), gnu::always_inline]] inline Eight load_8(const std::uint8_t* from) {
    return _mm256_cvtepu8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(from)));
}

/// Cells spread over the steps of half a tile; steps before the first cell get `before`.
template <class Column>
[[gnu::target("avx2"), gnu::always_inline]] inline Eight spread(const Column* cells, Eight places,
                                                                Eight before) {
    const Eight moved = _mm256_permutevar8x32_epi32(load_8(cells), places);
    return _mm256_castps_si256(_mm256_blendv_ps(_mm256_castsi256_ps(moved), _mm256_castsi256_ps(before),
                                                _mm256_castsi256_ps(places)));
}

template <class Column>
[[gnu::target("avx2"), gnu::always_inline]] inline Eight last_of(const Column* column, std::uint64_t end,
                                                                 std::uint32_t cells) {
    return _mm256_set1_epi32(cells == 0 ? 0 : static_cast<int>(column[end - 1]));
}

[[gnu::target("avx2"), gnu::always_inline]] inline Eight spread_rows(OneRowEach, std::uint64_t,
                                                                     std::uint32_t before, Eight places) {
    const Eight none = _mm256_set1_epi32(static_cast<int>(before));
    const Eight some = _mm256_add_epi32(places, _mm256_set1_epi32(static_cast<int>(before + 1)));
    return _mm256_castps_si256(
        _mm256_blendv_ps(_mm256_castsi256_ps(some), _mm256_castsi256_ps(none), _mm256_castsi256_ps(places)));
}
template <class Rows>
[[gnu::target("avx2"), gnu::always_inline]] inline Eight spread_rows(const Rows* rows, std::uint64_t first,
                                                                     std::uint32_t before, Eight places) {
    return spread(rows + first, places, last_of(rows, first, before));
}

/// Sixteen lanes in registers.
struct WideLanes {
    Eight scaled[4];
    Eight rows[2];
};

[[gnu::target("avx2"), gnu::always_inline]] inline void load_lanes(WideLanes& to, const TileLanes& from) {
    for (std::size_t at = 0; at < 4; ++at)
        to.scaled[at] = _mm256_load_si256(reinterpret_cast<const Eight*>(&from.scaled[4 * at]));
    for (std::size_t at = 0; at < 2; ++at)
        to.rows[at] = _mm256_load_si256(reinterpret_cast<const Eight*>(&from.rows[8 * at]));
}

[[gnu::target("avx2"), gnu::always_inline]] inline void store_lanes(TileLanes& to, const WideLanes& from) {
    for (std::size_t at = 0; at < 4; ++at)
        _mm256_store_si256(reinterpret_cast<Eight*>(&to.scaled[4 * at]), from.scaled[at]);
    for (std::size_t at = 0; at < 2; ++at)
        _mm256_store_si256(reinterpret_cast<Eight*>(&to.rows[8 * at]), from.rows[at]);
}

/// Adds factor times eight lanes, each a whole number of 32 bits.
template <std::size_t half>
[[gnu::target("avx2"), gnu::always_inline]] inline void add_half(WideLanes& sum, Eight values, Eight rows,
                                                                 Eight factor) {
    const Eight low = _mm256_cvtepi32_epi64(_mm256_castsi256_si128(values));
    const Eight high = _mm256_cvtepi32_epi64(_mm256_extracti128_si256(values, 1));
    sum.scaled[2 * half] = _mm256_add_epi64(sum.scaled[2 * half], _mm256_mul_epi32(low, factor));
    sum.scaled[2 * half + 1] = _mm256_add_epi64(sum.scaled[2 * half + 1], _mm256_mul_epi32(high, factor));
    sum.rows[half] = _mm256_add_epi32(sum.rows[half], _mm256_mullo_epi32(rows, factor));
}

[[gnu::target("avx2"), gnu::always_inline]] inline Eight places_of(std::uint32_t mask) {
    return _mm256_cvtepi8_epi32(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(last_cell[mask].data())));
}

[[gnu::always_inline]] inline void fetch(OneRowEach, std::uint64_t) {}
template <class Column>
[[gnu::always_inline]] inline void fetch(const Column* column, std::uint64_t at) {
    __builtin_prefetch(column + at);
    __builtin_prefetch(column + at + tile_steps - 1);
}

/// Some entries whose cells are on their way from memory.
struct Fetched {
    static constexpr std::size_t most = 32;
    std::array<std::uint64_t, most> first;
    std::array<std::uint16_t, most> mask;
};

template <class Rows>
[[gnu::target("avx2,popcnt"), gnu::always_inline]] inline void fetch_entries(
    const std::int32_t* values, Rows rows, const Job& job, std::span<const EntryRef> entries, Fetched& to) {
    for (std::size_t at = 0; at < entries.size(); ++at) {
        const EntryRef& entry = entries[at];
        const std::uint64_t before = masks_before(job.tiles, job.start, entry.at);
        to.first[at] = job.start.cell + job.start.blocks[entry.at / block_entries] +
                       static_cast<std::uint64_t>(__builtin_popcountll(before));
        to.mask[at] = job.tiles.masks[job.start.entry + entry.at];
        fetch(values, to.first[at]);
        fetch(rows, to.first[at]);
    }
}

template <class Rows>
[[gnu::target("avx2,popcnt")]] void add_by_eight(const std::int32_t* values, Rows rows, const Job& job) {
    WideLanes sum;
    load_lanes(sum, job.sum);
    Fetched fetched;
    for (std::size_t start = 0; start < job.entries.size(); start += Fetched::most) {
        const auto entries = job.entries.subspan(start, std::min(Fetched::most, job.entries.size() - start));
        fetch_entries(values, rows, job, entries, fetched);
        for (std::size_t at = 0; at < entries.size(); ++at) {
            const std::uint64_t first = fetched.first[at];
            const std::uint32_t mask = fetched.mask[at];
            const auto first_half = static_cast<std::uint32_t>(__builtin_popcount(mask & 255U));
            const Eight factor = _mm256_set1_epi32(entries[at].factor);
            const Eight near = places_of(mask & 255U), far = places_of(mask >> 8);
            const Eight near_values = spread(values + first, near, _mm256_setzero_si256());
            const Eight far_values =
                spread(values + first + first_half, far, last_of(values, first + first_half, first_half));
            const Eight near_rows = spread_rows(rows, first, 0, near);
            const Eight far_rows = spread_rows(rows, first + first_half, first_half, far);
            add_half<0>(sum, near_values, near_rows, factor);
            add_half<1>(sum, far_values, far_rows, factor);
            if (job.also.empty()) continue;
            WideLanes other;
            load_lanes(other, job.also[entries[at].to]);
            add_half<0>(other, near_values, near_rows, factor);
            add_half<1>(other, far_values, far_rows, factor);
            store_lanes(job.also[entries[at].to], other);
        }
    }
    store_lanes(job.sum, sum);
}

#endif

template <class Visit>
void with_rows(const LayerTiles& tiles, const Visit& visit) {
    if (!tiles.rows_8.empty())
        visit(tiles.rows_8.data());
    else if (!tiles.rows_16.empty())
        visit(tiles.rows_16.data());
    else if (!tiles.rows_32.empty())
        visit(tiles.rows_32.data());
    else
        visit(OneRowEach{});
}

bool can_add_by_eight(const LayerTiles& tiles, Speed speed) {
#if defined(__x86_64__)
    return speed == Speed::best && !tiles.scaled_32.empty() && __builtin_cpu_supports("avx2") &&
           __builtin_cpu_supports("popcnt");
#else
    (void)tiles, (void)speed;
    return false;
#endif
}

}  // namespace

void add_lanes(TileLanes& sum, const TileLanes& lanes, int factor) {
    const auto rows_factor = static_cast<std::uint32_t>(factor);
    if (factor == 1) {
        for (std::size_t lane = 0; lane < tile_steps; ++lane) sum.scaled[lane] += lanes.scaled[lane];
        for (std::size_t lane = 0; lane < tile_steps; ++lane) sum.rows[lane] += lanes.rows[lane];
        return;
    }
    if (factor == -1) {
        for (std::size_t lane = 0; lane < tile_steps; ++lane) sum.scaled[lane] -= lanes.scaled[lane];
        for (std::size_t lane = 0; lane < tile_steps; ++lane) sum.rows[lane] -= lanes.rows[lane];
        return;
    }
    for (std::size_t lane = 0; lane < tile_steps; ++lane) sum.scaled[lane] += factor * lanes.scaled[lane];
    for (std::size_t lane = 0; lane < tile_steps; ++lane) sum.rows[lane] += rows_factor * lanes.rows[lane];
}

void add_entries(const LayerTiles& tiles, const TileStart& start, std::span<const EntryRef> entries,
                 TileLanes& sum, Speed speed) {
    add_entries_twice(tiles, start, entries, sum, {}, speed);
}

void add_entries_twice(const LayerTiles& tiles, const TileStart& start, std::span<const EntryRef> entries,
                       TileLanes& sum, std::span<TileLanes> also, Speed speed) {
    const Job job{tiles, start, entries, sum, also};
    with_rows(tiles, [&](auto rows) {
#if defined(__x86_64__)
        if (can_add_by_eight(tiles, speed)) {
            add_by_eight(tiles.scaled_32.data(), rows, job);
            return;
        }
#endif
        if (!tiles.scaled_32.empty())
            add_portably(tiles.scaled_32.data(), rows, job);
        else
            add_portably(tiles.scaled_64.data(), rows, job);
    });
}

}  // namespace flowspace
