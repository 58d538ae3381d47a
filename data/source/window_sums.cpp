// Sums per pair over a window: running sums at two checkpoints, and the part of a tile beyond each.
#include "data/source/layer_index.h"
#include "data/source/tile_values.h"

#include <algorithm>

namespace flowspace {
namespace {

std::size_t distance(std::size_t a, std::size_t b) { return a < b ? b - a : a - b; }

std::uint16_t first_steps(std::size_t steps) {
    return static_cast<std::uint16_t>((std::uint32_t{1} << steps) - 1);
}

}  // namespace

void LayerIndex::add_checkpoint(Running& to, const Checkpoint& one, int sign) const {
    for (std::size_t pair = 0; pair < one.scaled.size(); ++pair) to.scaled[pair] += sign * one.scaled[pair];
    for (std::size_t pair = 0; pair < one.wide.size(); ++pair)
        to.wide[pair] = add(to.wide[pair], {sign * one.wide[pair].high, sign * one.wide[pair].low});
    const auto rows_sign = static_cast<std::uint32_t>(sign);
    for (std::size_t pair = 0; pair < one.rows.size(); ++pair) to.rows[pair] += rows_sign * one.rows[pair];
}

/// The cells of the first `steps` steps of a tile.
void LayerIndex::add_steps(Running& to, std::size_t tile, std::size_t steps, int sign) const {
    const std::uint16_t wanted = first_steps(steps);
    const auto rows_sign = static_cast<std::uint32_t>(sign);
    with_columns(tiles_, [&](const auto& values, const auto& rows) {
        each_entry(tile, [&](std::size_t pair, std::uint64_t first, std::uint16_t mask) {
            const std::uint32_t cells = cells_in(mask & wanted);
            if (cells == 0) return;
            if constexpr (is_wide<decltype(values)>) {
                DoubleDouble& sum = to.wide[pair];
                for (std::uint32_t cell = 0; cell < cells; ++cell) {
                    const DoubleDouble own = values(first + cell);
                    sum = add(sum, {sign * own.high, sign * own.low});
                }
            } else {
                to.scaled[pair] += sign * values(first + cells - 1);
            }
            to.rows[pair] += rows_sign * rows(first, cells - 1);
        });
    });
}

const LayerIndex::Checkpoint* LayerIndex::nearest(std::size_t tile) const {
    const Checkpoint* best = nullptr;
    std::size_t least = tile;  // to the very start
    for (const Checkpoint& one : checkpoints_)
        if (distance(one.tile, tile) < least) {
            best = &one;
            least = distance(one.tile, tile);
        }
    return best;
}

/// All cells before `step` but those that `from` has, or the other way round.
void LayerIndex::add_until(Running& to, std::size_t step, const Checkpoint* from, int sign) const {
    const std::size_t tile = step / tile_steps, start = from ? from->tile : 0;
    for (std::size_t at = start; at < tile; ++at) add_steps(to, at, tile_steps, sign);
    for (std::size_t at = tile; at < start; ++at) add_steps(to, at, tile_steps, -sign);
    if (step % tile_steps != 0) add_steps(to, tile, step % tile_steps, sign);
}

std::vector<ExactSum> LayerIndex::window_sums(StepRange steps) const {
    Running running = nothing();
    const Checkpoint *from = nearest(steps.first / tile_steps), *to = nearest(steps.last / tile_steps);
    if (from != to) {
        if (to) add_checkpoint(running, *to, 1);
        add_until(running, steps.last, to, 1);
        if (from) add_checkpoint(running, *from, -1);
        add_until(running, steps.first, from, -1);
    } else if (steps.first < steps.last) {
        const Checkpoint start{.tile = steps.first / tile_steps};
        add_until(running, steps.last, &start, 1);
        add_until(running, steps.first, &start, -1);
    }
    std::vector<ExactSum> sums(pair_count_, zero());
    for (std::size_t pair = 0; pair < running.rows.size(); ++pair) {
        if (running.rows[pair] == 0) continue;  // nothing, or what rounding left of sums taken away again
        ExactSum& sum = sums[tiles_.pairs[pair]];
        sum.rows = running.rows[pair];
        if (is_fixed()) {
            sum.scaled = running.scaled[pair];
        } else {
            sum.high = running.wide[pair].high;
            sum.low = running.wide[pair].low;
        }
    }
    return sums;
}

}  // namespace flowspace
