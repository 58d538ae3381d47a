#include "data/source/tile_builder.h"

#include "data/source/parallel.h"
#include "data/source/tile_columns.h"

#include <atomic>
#include <bit>
#include <limits>
#include <mutex>
#include <numeric>

namespace flowspace {
namespace {

template <class Key, class Visit>
void each_cell(MergeBucket<Key>& bucket, const Visit& visit) {
    for (FixedCell<Key>& cell : bucket.fixed_cells()) visit(cell);
    for (WideCell<Key>& cell : bucket.wide_cells()) visit(cell);
}

/// Sorted and each once, from keys in runs: by a bitmap where keys are short, else by merging batches.
template <class Key>
class DistinctKeys {
public:
    explicit DistinctKeys(int key_bits) {
        if (key_bits <= most_bitmap_bits) bitmap_.resize((std::size_t{1} << key_bits) / 64 + 1);
    }

    void add(Key key) {
        if (!bitmap_.empty()) {
            bitmap_[key / 64] |= std::uint64_t{1} << (key % 64);
            return;
        }
        batch_.push_back(key);
        if (batch_.size() >= std::max(least_batch, 2 * keys_.size())) merge();
    }

    std::vector<Key> finish() {
        merge();
        for (std::size_t word = 0; word < bitmap_.size(); ++word)
            for (std::uint64_t bits = bitmap_[word]; bits != 0; bits &= bits - 1)
                keys_.push_back(
                    static_cast<Key>(word * 64 + static_cast<std::size_t>(std::countr_zero(bits))));
        return std::move(keys_);
    }

private:
    static constexpr int most_bitmap_bits = 28;
    static constexpr std::size_t least_batch = std::size_t{1} << 20;

    void merge() {
        std::ranges::sort(batch_);
        const auto repeated = std::ranges::unique(batch_);
        batch_.erase(repeated.begin(), repeated.end());
        std::vector<Key> all;
        all.reserve(keys_.size() + batch_.size());
        std::ranges::set_union(keys_, batch_, std::back_inserter(all));
        keys_ = std::move(all);
        batch_.clear();
    }

    std::vector<std::uint64_t> bitmap_;
    std::vector<Key> keys_, batch_;
};

/// The place of each key of a bucket among all keys of its layer.
template <class Key>
class Ranks {
public:
    Ranks(const std::vector<Key>& keys, int key_bits) : keys_(keys) {
        if (key_bits > most_table_bits) return;
        table_.resize(std::size_t{1} << key_bits);
        for (std::size_t at = 0; at < keys.size(); ++at) table_[keys[at]] = static_cast<std::uint32_t>(at);
    }

    /// Pre: keys of a bucket come ascending; `last` is 0 before the first of them.
    Key rank(Key key, std::size_t& last) const {
        if (!table_.empty()) return table_[key];
        std::size_t step = 1, end = last + 1;
        for (; end < keys_.size() && keys_[end] < key; step *= 2) end += step;
        const auto from = keys_.begin() + static_cast<std::ptrdiff_t>(last);
        const auto to = keys_.begin() + static_cast<std::ptrdiff_t>(std::min(keys_.size(), end + 1));
        last = static_cast<std::size_t>(std::lower_bound(from, to, key) - keys_.begin());
        return static_cast<Key>(last);
    }

private:
    static constexpr int most_table_bits = 22;
    const std::vector<Key>& keys_;
    std::vector<std::uint32_t> table_;
};

/// What decides how wide the columns of a layer must be.
struct Widths {
    std::uint64_t cells = 0;
    std::uint64_t entries = 0;
    std::int64_t least = 0, most = 0;  // of a cell's value and of a running sum in its tile
    std::uint32_t most_rows = 0;       // running in a tile
    bool one_row_each = true;
    bool has_low = false;
};

/// One layer: first its measures, then its columns. Cells are known by the rank of their pair.
template <class Key>
class LayerBuilder {
public:
    LayerBuilder(LayerBuckets<Key>& buckets, std::size_t pair_count, TileColumns& out)
        : buckets_(buckets),
          out_(out),
          masks_(pair_count),
          next_(pair_count),
          sums_(pair_count),
          rows_(pair_count) {}

    std::size_t tile_count() const { return (buckets_.steps.size() + tile_steps - 1) / tile_steps; }

    void measure_tile(std::size_t tile) {
        mark(tile);
        widths_.entries += touched_.size();
        each_step(tile, [&](MergeBucket<Key>& bucket, std::size_t) {
            widths_.cells += bucket.cell_count();
            each_cell(bucket, [&](const auto& cell) { measure(cell); });
        });
        clear();
    }

    void allocate() {
        out_.digits = buckets_.digits;
        out_.cells = widths_.cells;
        const std::uint64_t all = std::uint64_t{masks_.size()} * tile_count();
        lists_entries_ = all * 3 > widths_.entries * 7;  // bytes of an entry, and of one that names its pair
        const std::uint64_t entries = lists_entries_ ? widths_.entries : all;
        out_.masks.reserve(entries + column_padding / sizeof(std::uint16_t));
        if (lists_entries_) out_.entries.reserve(entries);
        if (widths_.cells == 0) return;
        const std::size_t cells = widths_.cells;
        if (buckets_.digits == wide) {
            out_.high = padded_column<double>(cells);
            if (widths_.has_low) out_.low = padded_column<float>(cells);
        } else if (widths_.least >= std::numeric_limits<std::int32_t>::min() &&
                   widths_.most <= std::numeric_limits<std::int32_t>::max()) {
            out_.scaled_32 = padded_column<std::int32_t>(cells);
        } else {
            out_.scaled_64 = padded_column<std::int64_t>(cells);
        }
        if (widths_.one_row_each) return;
        if (widths_.most_rows <= std::numeric_limits<std::uint8_t>::max())
            out_.rows_8 = padded_column<std::uint8_t>(cells);
        else if (widths_.most_rows <= std::numeric_limits<std::uint16_t>::max())
            out_.rows_16 = padded_column<std::uint16_t>(cells);
        else
            out_.rows_32 = padded_column<std::uint32_t>(cells);
    }

    /// Empties the buckets of the tile. Pre: tiles in order, after allocate().
    void emit_tile(std::size_t tile) {
        mark(tile);
        for (const std::uint32_t pair : touched_) {
            next_[pair] = at_;
            at_ += static_cast<std::uint64_t>(std::popcount(masks_[pair]));
            if (!lists_entries_) continue;
            out_.entries.push_back(pair);
            out_.masks.push_back(masks_[pair]);
        }
        if (!lists_entries_) out_.masks.insert(out_.masks.end(), masks_.begin(), masks_.end());
        out_.tile_end.push_back(out_.masks.size());
        each_step(tile, [&](MergeBucket<Key>& bucket, std::size_t) {
            each_cell(bucket, [&](const auto& cell) { write(cell); });
            bucket.release();
        });
        clear();
    }

private:
    template <class Visit>
    void each_step(std::size_t tile, const Visit& visit) {
        const std::size_t first = tile * tile_steps;
        for (std::size_t step = 0; step < tile_steps && first + step < buckets_.steps.size(); ++step)
            if (buckets_.steps[first + step]) visit(*buckets_.steps[first + step], step);
    }

    /// The masks of a tile, and the pairs that have one, ascending.
    void mark(std::size_t tile) {
        each_step(tile, [&](MergeBucket<Key>& bucket, std::size_t step) {
            each_cell(bucket, [&](const auto& cell) {
                std::uint16_t& mask = masks_[cell.key];
                if (mask == 0) touched_.push_back(static_cast<std::uint32_t>(cell.key));
                mask = static_cast<std::uint16_t>(mask | 1U << step);
            });
        });
        if (touched_.size() * 8 < masks_.size()) {
            std::ranges::sort(touched_);
            return;
        }
        touched_.clear();
        for (std::size_t pair = 0; pair < masks_.size(); ++pair)
            if (masks_[pair] != 0) touched_.push_back(static_cast<std::uint32_t>(pair));
    }

    void clear() {
        for (const std::uint32_t pair : touched_) masks_[pair] = 0, sums_[pair] = 0, rows_[pair] = 0;
        touched_.clear();
    }

    void measure_rows(std::uint32_t& running, std::uint32_t rows) {
        running += rows;
        widths_.most_rows = std::max(widths_.most_rows, running);
        widths_.one_row_each = widths_.one_row_each && rows == 1;
    }
    void measure(const FixedCell<Key>& cell) {
        std::int64_t& sum = sums_[cell.key];
        sum += cell.scaled;
        widths_.least = std::min({widths_.least, sum, cell.scaled});
        widths_.most = std::max({widths_.most, sum, cell.scaled});
        measure_rows(rows_[cell.key], cell.rows);
    }
    void measure(const WideCell<Key>& cell) {
        widths_.has_low = widths_.has_low || static_cast<float>(cell.value.low) != 0;
        measure_rows(rows_[cell.key], cell.rows);
    }

    void write(const FixedCell<Key>& cell) {
        const std::size_t at = next_[cell.key]++;
        sums_[cell.key] += cell.scaled;
        if (!out_.scaled_32.empty())
            out_.scaled_32[at] = static_cast<std::int32_t>(sums_[cell.key]);
        else
            out_.scaled_64[at] = sums_[cell.key];
        write_rows(at, rows_[cell.key] += cell.rows);
    }
    void write(const WideCell<Key>& cell) {
        const std::size_t at = next_[cell.key]++;
        out_.high[at] = cell.value.high;
        if (!out_.low.empty()) out_.low[at] = static_cast<float>(cell.value.low);
        write_rows(at, rows_[cell.key] += cell.rows);
    }
    void write_rows(std::size_t at, std::uint32_t rows) {
        if (!out_.rows_8.empty()) out_.rows_8[at] = static_cast<std::uint8_t>(rows);
        if (!out_.rows_16.empty()) out_.rows_16[at] = static_cast<std::uint16_t>(rows);
        if (!out_.rows_32.empty()) out_.rows_32[at] = rows;
    }

    LayerBuckets<Key>& buckets_;
    TileColumns& out_;
    Widths widths_;
    bool lists_entries_ = false;
    std::uint64_t at_ = 0;  // the next free cell
    std::vector<std::uint32_t> touched_;
    std::vector<std::uint16_t> masks_;  // per pair of the layer, as are those below; 0 between tiles
    std::vector<std::uint64_t> next_;
    std::vector<std::int64_t> sums_;
    std::vector<std::uint32_t> rows_;
};

/// Counts tiles done by all threads, and asks whether to go on.
class TileProgress {
public:
    TileProgress(std::size_t tiles, const std::stop_token& stop, const std::function<void(double)>& told)
        : tiles_(tiles), stop_(stop), told_(told) {}

    bool go_on() {
        if (stop_.stop_requested()) return false;
        const std::lock_guard lock(mutex_);
        ++done_;
        if (told_) told_(static_cast<double>(done_) / static_cast<double>(tiles_));
        return true;
    }

private:
    std::size_t tiles_ = 0, done_ = 0;
    const std::stop_token& stop_;
    const std::function<void(double)>& told_;
    std::mutex mutex_;
};

template <class Key>
std::vector<Key> keys_of(LayerBuckets<Key>& layer, int key_bits) {
    DistinctKeys<Key> distinct(key_bits);
    for (MergeBucket<Key>* bucket : layer.steps)
        if (bucket) each_cell(*bucket, [&](const auto& cell) { distinct.add(cell.key); });
    return distinct.finish();
}

template <class Key>
void rank_cells(LayerBuckets<Key>& layer, const std::vector<Key>& keys, int key_bits) {
    const Ranks<Key> ranks(keys, key_bits);
    for (MergeBucket<Key>* bucket : layer.steps) {
        if (!bucket) continue;
        std::size_t last = 0;
        each_cell(*bucket, [&](auto& cell) { cell.key = ranks.rank(cell.key, last); });
    }
}

template <class Key>
void build_layer(LayerBuckets<Key>& layer, std::size_t pair_count, TileColumns& out, TileProgress& progress) {
    LayerBuilder<Key> builder(layer, pair_count, out);
    for (std::size_t tile = 0; tile < builder.tile_count(); ++tile) {
        if (!progress.go_on()) return;
        builder.measure_tile(tile);
    }
    builder.allocate();
    for (std::size_t tile = 0; tile < builder.tile_count(); ++tile) {
        if (!progress.go_on()) return;
        builder.emit_tile(tile);
    }
    out.pad_masks();
}

/// The rows of `all` that hold `some`. Pre: both ascending, `some` a part of `all`.
template <class Key>
std::vector<std::uint32_t> rows_in(const std::vector<Key>& all, const std::vector<Key>& some) {
    std::vector<std::uint32_t> rows;
    rows.reserve(some.size());
    std::size_t at = 0;
    for (const Key key : some) {
        while (all[at] != key) ++at;
        rows.push_back(static_cast<std::uint32_t>(at));
    }
    return rows;
}

}  // namespace

template <class Key>
Result<SortedFlows> build_tiles(TileJob<Key>& job) {
    const std::size_t layers = job.layers.size();
    const int key_bits = 2 * job.place_bits;
    const auto columns = std::make_shared<std::vector<TileColumns>>(layers);
    std::vector<std::vector<Key>> keys(layers);
    const std::size_t steps = layers == 0 ? 0 : job.layers.front().steps.size();
    TileProgress progress(layers * 2 * ((steps + tile_steps - 1) / tile_steps), job.stop, job.progress);
    run_parallel(layers, job.threads, [&](std::size_t layer) {
        if (job.stop.stop_requested()) return;
        keys[layer] = keys_of(job.layers[layer], key_bits);
        rank_cells(job.layers[layer], keys[layer], key_bits);
        build_layer(job.layers[layer], keys[layer].size(), (*columns)[layer], progress);
    });
    if (job.stop.stop_requested()) return Error{"stopped"};

    DistinctKeys<Key> distinct(key_bits);
    for (const std::vector<Key>& of_layer : keys)
        for (const Key key : of_layer) distinct.add(key);
    const std::vector<Key> all = distinct.finish();
    SortedFlows flows;
    flows.pairs.reserve(all.size());
    const Key place_mask = static_cast<Key>((Key{1} << job.place_bits) - 1);
    for (const Key key : all)
        flows.pairs.push_back({PlaceId{static_cast<std::uint32_t>(key >> job.place_bits)},
                               PlaceId{static_cast<std::uint32_t>(key & place_mask)}});
    for (std::size_t layer = 0; layer < layers; ++layer) {
        (*columns)[layer].pairs = rows_in(all, keys[layer]);
        flows.tiles.push_back((*columns)[layer].view());
    }
    flows.owner = columns;
    return flows;
}

template Result<SortedFlows> build_tiles(TileJob<std::uint32_t>& job);
template Result<SortedFlows> build_tiles(TileJob<std::uint64_t>& job);

}  // namespace flowspace
