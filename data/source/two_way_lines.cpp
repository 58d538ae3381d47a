#include "data/source/two_way_lines.h"

#include "data/source/tile_values.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <algorithm>
#include <bit>

namespace flowspace {
namespace {

constexpr std::size_t least_share = 4;    // a part of the lines below which they do not help
constexpr std::size_t batch_lines = 256;  // of at most 255 rows a step: 16 bits hold the sum of that many

/// Sums per step of some lines, not running.
struct StepSums {
    std::array<std::int64_t, tile_steps> scaled = {};
    std::array<std::uint32_t, tile_steps> rows = {};
};

template <class Line>
void add_portably(const Line* kept, std::span<const std::uint32_t> lines, StepSums& sum) {
    for (const std::uint32_t line : lines)
        for (std::size_t step = 0; step < tile_steps; ++step) {
            sum.scaled[step] += std::int64_t{65536} * kept[line].high[step] + kept[line].low[step];
            sum.rows[step] += kept[line].rows[step];
        }
}

#if defined(__x86_64__)

using Sixteen = __m128i;
using Eight = __m256i;

/// Sums of a batch, column by column.
struct BatchSums {
    alignas(32) std::array<std::uint32_t, tile_steps> low = {};
    alignas(32) std::array<std::int16_t, tile_steps> high = {};
    alignas(32) std::array<std::uint16_t, tile_steps> rows = {};
};

/// Pre: at most batch_lines lines.
template <class Line>
[[gnu::target("avx2")]] void add_batch(const Line* kept, std::span<const std::uint32_t> lines,
                                       BatchSums& sum) {
    constexpr std::size_t ahead = 32;
    Eight near = _mm256_setzero_si256(), far = near, high = near, rows = near;
    for (std::size_t at = 0; at < lines.size(); ++at) {
        if (at + ahead < lines.size()) __builtin_prefetch(&kept[lines[at + ahead]]);
        const Line& line = kept[lines[at]];
        const auto* const low = reinterpret_cast<const Sixteen*>(line.low.data());
        near = _mm256_add_epi32(near, _mm256_cvtepu16_epi32(_mm_load_si128(low)));
        far = _mm256_add_epi32(far, _mm256_cvtepu16_epi32(_mm_load_si128(low + 1)));
        const auto* const signs = reinterpret_cast<const Sixteen*>(line.high.data());
        high = _mm256_add_epi16(high, _mm256_cvtepi8_epi16(_mm_load_si128(signs)));
        const auto* const counts = reinterpret_cast<const Sixteen*>(line.rows.data());
        rows = _mm256_add_epi16(rows, _mm256_cvtepu8_epi16(_mm_load_si128(counts)));
    }
    _mm256_store_si256(reinterpret_cast<Eight*>(sum.low.data()), near);
    _mm256_store_si256(reinterpret_cast<Eight*>(sum.low.data() + 8), far);
    _mm256_store_si256(reinterpret_cast<Eight*>(sum.high.data()), high);
    _mm256_store_si256(reinterpret_cast<Eight*>(sum.rows.data()), rows);
}

template <class Line>
void add_by_eight(const Line* kept, std::span<const std::uint32_t> lines, StepSums& sum) {
    for (std::size_t at = 0; at < lines.size(); at += batch_lines) {
        BatchSums batch;
        add_batch(kept, lines.subspan(at, std::min(batch_lines, lines.size() - at)), batch);
        for (std::size_t step = 0; step < tile_steps; ++step) {
            sum.scaled[step] += std::int64_t{65536} * batch.high[step] + batch.low[step];
            sum.rows[step] += batch.rows[step];
        }
    }
}

#endif

bool can_add_by_eight(Speed speed) {
#if defined(__x86_64__)
    return speed == Speed::best && __builtin_cpu_supports("avx2");
#else
    (void)speed;
    return false;
#endif
}

}  // namespace

/// False where the sum does not fit; the line is wrong then.
bool TwoWayLines::Line::add(std::size_t step, std::int64_t scaled, std::uint32_t more_rows) {
    const std::int64_t sum = std::int64_t{65536} * high[step] + low[step] + scaled;
    const std::uint32_t counted = rows[step] + more_rows;
    low[step] = static_cast<std::uint16_t>(sum & 0xFFFF);
    high[step] = static_cast<std::int8_t>(sum >> 16);
    rows[step] = static_cast<std::uint8_t>(counted);
    return sum >> 16 == high[step] && counted == rows[step];
}

TwoWayLines::TwoWayLines(const LayerTiles& tiles, std::span<const Pair> pairs,
                         std::span<const std::uint32_t> pair_cells, std::size_t most_bytes) {
    const std::size_t kept_per_pair = 2 * sizeof(std::uint32_t) * tiles.pairs.size();
    const std::size_t each = tiles.tile_count() * sizeof(Line);
    if (each == 0 || most_bytes <= kept_per_pair) return;
    pair_up(tiles, pairs);
    choose(pair_cells, (most_bytes - kept_per_pair) / each);
    if (lines_ == 0) {
        line_ = {};
        back_ = {};
        return;
    }
    fill(tiles);
}

/// Finds the pair the other way of each pair of the layer. Pairs ascend by (origin, destination), so that the
/// destinations of an origin are met in the order in which they are asked for.
void TwoWayLines::pair_up(const LayerTiles& tiles, std::span<const Pair> pairs) {
    const std::size_t count = tiles.pairs.size();
    const auto pair_at = [&](std::size_t at) { return pairs[tiles.pairs[at]]; };
    std::size_t places = 0;
    for (std::size_t at = 0; at < count; ++at)
        places = std::max({places, index(pair_at(at).origin) + 1, index(pair_at(at).destination) + 1});
    std::vector<std::uint32_t> next(places, none);  // per origin: its first pair not yet looked at
    for (std::size_t at = count; at-- > 0;) next[index(pair_at(at).origin)] = static_cast<std::uint32_t>(at);
    back_.assign(count, none);
    for (std::size_t at = 0; at < count; ++at) {
        const Pair pair = pair_at(at);
        std::uint32_t& other = next[index(pair.destination)];
        while (other < count && pair_at(other).origin == pair.destination &&
               pair_at(other).destination < pair.origin)
            ++other;
        if (other < count && pair_at(other) == Pair{pair.destination, pair.origin}) back_[at] = other;
    }
}

/// Lines for at most so many couples of places, those with most cells, in the order of their first pairs.
void TwoWayLines::choose(std::span<const std::uint32_t> pair_cells, std::size_t most_lines) {
    const std::size_t count = back_.size();
    std::vector<std::uint32_t> chosen;  // the first pair of each couple
    const auto cells = [&](std::uint32_t pair) {
        return pair_cells[pair] + (back_[pair] == none ? 0 : pair_cells[back_[pair]]);
    };
    for (std::uint32_t pair = 0; pair < count; ++pair)
        if (back_[pair] == none || pair < back_[pair]) chosen.push_back(pair);
    line_.assign(count, none);
    if (chosen.empty() || most_lines < chosen.size() / least_share) return;
    if (most_lines < chosen.size()) {
        const auto more = [&](std::uint32_t a, std::uint32_t b) {
            return cells(a) != cells(b) ? cells(a) > cells(b) : a < b;
        };
        std::ranges::nth_element(chosen, chosen.begin() + static_cast<std::ptrdiff_t>(most_lines), more);
        chosen.resize(most_lines);
        std::ranges::sort(chosen);
    }
    for (const std::uint32_t pair : chosen) {
        line_[pair] = static_cast<std::uint32_t>(lines_);
        if (back_[pair] != none) line_[back_[pair]] = line_[pair];
        ++lines_;
    }
}

/// Adds every cell to its line. A line that a sum does not fit is given up.
void TwoWayLines::fill(const LayerTiles& tiles) {
    kept_.resize(lines_ * tiles.tile_count());
    std::vector<std::uint8_t> fits(lines_, 1);
    std::uint64_t first = 0;
    with_columns(tiles, [&](const auto& values, const auto& rows) {
        if constexpr (!is_wide<decltype(values)>) {
            for (std::size_t tile = 0; tile < tiles.tile_count(); ++tile)
                for (std::size_t entry = tiles.first_entry(tile); entry < tiles.tile_end[tile]; ++entry) {
                    const std::uint32_t line = line_[tiles.pair_of(tile, entry)];
                    std::uint32_t mask = tiles.masks[entry];
                    const std::uint32_t cells = cells_in(mask);
                    first += cells;
                    if (line == none) continue;
                    Line& to = kept_[tile * lines_ + line];
                    std::int64_t before = 0;
                    std::uint32_t rows_before = 0;
                    bool fit = true;
                    for (std::uint32_t cell = 0; cell < cells; ++cell, mask &= mask - 1) {
                        const auto step = static_cast<std::size_t>(std::countr_zero(mask));
                        const std::int64_t running = values(first - cells + cell);
                        const std::uint32_t running_rows = rows(first - cells, cell);
                        fit = to.add(step, running - before, running_rows - rows_before) && fit;
                        before = running;
                        rows_before = running_rows;
                    }
                    if (!fit) fits[line] = 0;
                }
        }
    });
    for (std::uint32_t& line : line_)
        if (line != none && fits[line] == 0) line = none;
}

void TwoWayLines::add(std::size_t tile, std::span<const std::uint32_t> lines, int factor, TileLanes& sum,
                      Speed speed) const {
    const Line* const kept = kept_.data() + tile * lines_;
    StepSums steps;
    if (!can_add_by_eight(speed)) {
        add_portably(kept, lines, steps);
    } else {
#if defined(__x86_64__)
        add_by_eight(kept, lines, steps);
#endif
    }
    TileLanes running;
    for (std::size_t step = 0; step < tile_steps; ++step) {
        running.scaled[step] = steps.scaled[step] + (step == 0 ? 0 : running.scaled[step - 1]);
        running.rows[step] = steps.rows[step] + (step == 0 ? 0 : running.rows[step - 1]);
    }
    add_lanes(sum, running, factor);
}

}  // namespace flowspace
