#include "data/source/flow_merger.h"

#include "data/import/limits.h"
#include "data/source/merge_bucket.h"
#include "data/source/parallel.h"
#include "data/source/tile_builder.h"

#include <fmt/format.h>

#include <bit>
#include <limits>
#include <numeric>
#include <unordered_map>

namespace flowspace {

class FlowMerger::Buckets {
public:
    virtual ~Buckets() = default;
    virtual std::optional<Error> add(const FlowRows& rows) = 0;
    virtual Result<SortedFlows> finish(MergedLayers layers, const std::function<void(double)>& progress) = 0;
    virtual std::uint64_t bytes() const = 0;
    std::uint64_t rows = 0;
};

namespace {

constexpr std::size_t most_buckets = std::size_t{1} << 24;
constexpr std::size_t batch_rows = std::size_t{1} << 22;  // merged at a time, by all threads

/// How a layer's values are kept, as far as its rows have told.
struct LayerScale {
    int digits = 0;
    std::uint64_t magnitude = 0;  // the sum of |scaled|
    double wide_magnitude = 0;    // about that of the values since the layer became wide

    void take(double number) {
        if (digits == wide) {
            wide_magnitude += std::abs(number);
            return;
        }
        constexpr double push = 6755399441055744.0;  // rounds to a whole number
        const double power = decimal_power[static_cast<std::size_t>(digits)], scaled = number * power;
        if (std::abs(scaled) < 1e15) {
            if ((number + push) - push == number) {  // mostly: nothing to divide
                count(static_cast<std::int64_t>(scaled));
                return;
            }
            const double whole = (scaled + push) - push;
            if (whole / power == number) {
                count(static_cast<std::int64_t>(whole));
                return;
            }
        }
        take_slowly(number);
    }

private:
    void take_slowly(double number) {
        std::optional<std::int64_t> scaled = to_fixed(number, digits);
        if (!scaled) {
            const std::optional<int> needed = decimal_digits(number, 0);
            for (; needed && digits != wide && digits < *needed; ++digits)
                if (__builtin_mul_overflow(magnitude, std::uint64_t{10}, &magnitude) || magnitude >= limit) {
                    digits = wide;
                    return;
                }
            if (needed) scaled = to_fixed(number, digits);
        }
        if (scaled && *scaled != std::numeric_limits<std::int64_t>::min())
            count(*scaled);
        else
            digits = wide;
    }

    void count(std::int64_t scaled) {
        magnitude += static_cast<std::uint64_t>(std::abs(scaled));
        if (magnitude >= limit) digits = wide;
    }

    static constexpr std::uint64_t limit = std::uint64_t{1} << 62;
};

/// The number of each time, in the order in which they were first read. Tables repeat times, so the last few
/// are kept where they are found at once.
class StepNumbers {
public:
    std::uint32_t number(TimeMs time) {
        const auto hashed = static_cast<std::uint64_t>(count(time)) * 0x9E3779B97F4A7C15U;
        Recent& recent = recent_[hashed >> 52];
        if (recent.known && recent.time == time) return recent.number;
        const auto [at, is_new] =
            numbers_.try_emplace(count(time), static_cast<std::uint32_t>(times_.size()));
        if (is_new) times_.push_back(time);
        recent = {time, at->second, true};
        return at->second;
    }
    const std::vector<TimeMs>& times() const { return times_; }

private:
    struct Recent {
        TimeMs time = {};
        std::uint32_t number = 0;
        bool known = false;
    };
    std::vector<Recent> recent_ = std::vector<Recent>(4096);
    std::unordered_map<std::int64_t, std::uint32_t> numbers_;
    std::vector<TimeMs> times_;
};

std::optional<Error> check(const FlowRows& rows, std::size_t place_count, std::uint64_t before) {
    const std::size_t size = rows.size();
    if (rows.layer.size() != size || rows.origin.size() != size || rows.destination.size() != size ||
        rows.time.size() != size)
        return Error{"flow rows: found columns of different length"};
    if (before + size > max_flow_rows)
        return Error{fmt::format("flow rows: too-many-rows: found more, expected at most {}", max_flow_rows)};
    bool layers = true, places = true, finite = true;
    for (std::size_t row = 0; row < size; ++row) layers &= index(rows.layer[row]) < max_layers;
    for (std::size_t row = 0; row < size; ++row)
        places &= index(rows.origin[row]) < place_count && index(rows.destination[row]) < place_count;
    for (std::size_t row = 0; row < size; ++row)
        finite &= std::abs(rows.value[row]) <= std::numeric_limits<double>::max();
    if (!layers) return Error{fmt::format("flow rows: expected at most {} layers", max_layers)};
    if (!places) return Error{"flow rows: found a place that is not in the table of places"};
    if (!finite) return Error{"flow rows: found a value that is no finite number"};
    return std::nullopt;
}

template <class Key>
class KeyedBuckets final : public FlowMerger::Buckets {
public:
    KeyedBuckets(std::size_t place_count, int place_bits, MergeOptions options)
        : place_count_(place_count), place_bits_(place_bits), options_(std::move(options)) {}

    std::optional<Error> add(const FlowRows& chunk) override {
        if (auto error = check(chunk, place_count_, rows)) return error;
        if (options_.stop.stop_requested()) return Error{"stopped"};
        std::uint32_t step = 0;
        for (std::size_t row = 0; row < chunk.size(); ++row) {
            if (row == 0 || chunk.time[row] != chunk.time[row - 1]) step = numbers_.number(chunk.time[row]);
            const std::uint32_t at = bucket_of(index(chunk.layer[row]), step);
            if (at == none) return Error{fmt::format("flow rows: expected at most {} steps", most_buckets)};
            scales_[index(chunk.layer[row])].take(chunk.value[row]);
            const auto key = static_cast<Key>(static_cast<Key>(index(chunk.origin[row])) << place_bits_ |
                                              index(chunk.destination[row]));
            MergeBucket<Key>& bucket = buckets_[at];
            bucket.add(key, chunk.value[row]);
            if (bucket.is_full()) count_full(at, bucket.pending() - bucket.full());
        }
        rows += chunk.size();
        return std::nullopt;
    }

    Result<SortedFlows> finish(MergedLayers read, const std::function<void(double)>& progress) override {
        for (const LayerScale& scale : scales_)
            if (!std::isfinite(scale.wide_magnitude))
                return Error{"flow rows: too-large: found values whose sum is no finite number"};
        waiting_.resize(buckets_.size());
        std::iota(waiting_.begin(), waiting_.end(), 0U);
        compact_waiting();
        const std::vector<std::uint32_t> order = steps_in_order();
        TileJob<Key> job{.place_bits = place_bits_,
                         .threads = options_.threads,
                         .stop = options_.stop,
                         .progress = progress};
        for (std::size_t layer = 0; layer < read.layers.size(); ++layer) {
            const std::size_t number = read.read_as.empty() ? layer : index(read.read_as[layer]);
            LayerBuckets<Key> of_layer;
            of_layer.digits = number < scales_.size() ? scales_[number].digits : 0;
            for (const std::uint32_t step : order) {
                const std::uint32_t at =
                    number < steps_.size() && step < steps_[number].size() ? steps_[number][step] : none;
                of_layer.steps.push_back(at == none ? nullptr : &buckets_[at]);
            }
            job.layers.push_back(std::move(of_layer));
        }
        auto flows = build_tiles(job);
        if (!flows) return flows.error();
        flows->layers = std::move(read.layers);
        flows->axis.grain = read.grain;
        for (const std::uint32_t step : order) flows->axis.starts.push_back(numbers_.times()[step]);
        return flows;
    }

    std::uint64_t bytes() const override {
        std::uint64_t bytes = 0;
        for (const MergeBucket<Key>& bucket : buckets_) bytes += bucket.bytes();
        return bytes;
    }

private:
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();

    std::uint32_t bucket_of(std::size_t layer, std::uint32_t step) {
        if (layer >= steps_.size()) {
            steps_.resize(layer + 1);
            scales_.resize(layer + 1);
        }
        std::vector<std::uint32_t>& of_layer = steps_[layer];
        if (step >= of_layer.size())
            of_layer.resize(std::max<std::size_t>(step + 1, of_layer.size() * 2), none);
        if (of_layer[step] == none) {
            if (buckets_.size() == most_buckets) return none;
            of_layer[step] = static_cast<std::uint32_t>(buckets_.size());
            buckets_.emplace_back();
            layer_of_.push_back(static_cast<std::uint32_t>(layer));
        }
        return of_layer[step];
    }

    /// Full buckets go on taking rows until all of them have enough for all threads. Where in the table that
    /// is depends on the rows before it only.
    void count_full(std::uint32_t bucket, std::size_t beyond) {
        if (beyond == 0) waiting_.push_back(bucket);
        waiting_rows_ += beyond == 0 ? buckets_[bucket].pending() : 1;
        if (waiting_rows_ >= batch_rows) compact_waiting();
    }

    void compact_waiting() {
        constexpr std::size_t together = 16;
        const std::size_t jobs = (waiting_.size() + together - 1) / together;
        run_parallel(jobs, options_.threads, [&](std::size_t job) {
            std::vector<PendingRow<Key>> scratch;
            const std::size_t end = std::min(waiting_.size(), (job + 1) * together);
            for (std::size_t at = job * together; at < end; ++at)
                buckets_[waiting_[at]].compact(scales_[layer_of_[waiting_[at]]].digits, 2 * place_bits_,
                                               scratch);
        });
        waiting_.clear();
        waiting_rows_ = 0;
    }

    std::vector<std::uint32_t> steps_in_order() const {
        std::vector<std::uint32_t> order(numbers_.times().size());
        std::iota(order.begin(), order.end(), 0U);
        std::ranges::sort(order, {}, [&](std::uint32_t step) { return numbers_.times()[step]; });
        return order;
    }

    std::size_t place_count_ = 0;
    int place_bits_ = 1;
    MergeOptions options_;
    StepNumbers numbers_;
    std::vector<std::vector<std::uint32_t>> steps_;  // per layer and number of a step: its bucket
    std::vector<LayerScale> scales_;                 // per layer
    std::vector<MergeBucket<Key>> buckets_;
    std::vector<std::uint32_t> layer_of_;  // per bucket
    std::vector<std::uint32_t> waiting_;   // full buckets
    std::size_t waiting_rows_ = 0;
};

}  // namespace

FlowMerger::FlowMerger(std::size_t place_count, MergeOptions options) {
    const int place_bits =
        std::max(1, static_cast<int>(std::bit_width(std::max<std::size_t>(place_count, 1) - 1)));
    if (2 * place_bits <= 32)
        buckets_ = std::make_unique<KeyedBuckets<std::uint32_t>>(place_count, place_bits, std::move(options));
    else
        buckets_ = std::make_unique<KeyedBuckets<std::uint64_t>>(place_count, place_bits, std::move(options));
}

FlowMerger::~FlowMerger() = default;
FlowMerger::FlowMerger(FlowMerger&&) noexcept = default;
FlowMerger& FlowMerger::operator=(FlowMerger&&) noexcept = default;

std::optional<Error> FlowMerger::add(const FlowRows& rows) { return buckets_->add(rows); }
std::uint64_t FlowMerger::row_count() const { return buckets_->rows; }
std::uint64_t FlowMerger::bytes() const { return buckets_->bytes(); }

Result<SortedFlows> FlowMerger::finish(MergedLayers layers, const std::function<void(double)>& progress) {
    return buckets_->finish(std::move(layers), progress);
}

}  // namespace flowspace
