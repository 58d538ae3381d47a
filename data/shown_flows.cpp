#include "data/shown_flows.h"

#include "data/disparity.h"
#include "data/end_count.h"
#include "data/exact_total.h"
#include "data/source/parallel.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace flowspace {
namespace {

/// A layer's flows that have something to draw, by pair; `shown` has one entry for each.
struct LayerFlows {
    ShownFlows::Coverage coverage = {};
    std::vector<ShownFlow> flows = {};
    std::vector<std::uint8_t> shown = {};
};

/// Stronger first; ties by pair, so that the choice never depends on the order of work.
bool stronger(const ShownFlow& a, const ShownFlow& b) {
    const double of_a = std::abs(a.value), of_b = std::abs(b.value);
    return of_a != of_b ? of_a > of_b : a.pair < b.pair;
}

LayerFlows flows_of(const LayerSums& sums) {
    LayerFlows layer{.coverage = {.layer = sums.layer}};
    layer.flows.reserve(sums.sums.size());
    ExactTotal selected_value;
    for (std::uint32_t pair = 0; pair < sums.sums.size(); ++pair) {
        const ExactSum& sum = sums.sums[pair];
        if (sum.rows == 0) continue;
        const double number = value(sum);
        ++layer.coverage.selected;
        if (number < 0)
            selected_value.subtract(sum);
        else
            selected_value.add(sum);
        layer.coverage.largest = std::max(layer.coverage.largest, std::abs(number));
        if (number != 0) layer.flows.push_back({sums.layer, PairId{pair}, number});
    }
    layer.coverage.selected_value = selected_value.value();
    layer.shown.assign(layer.flows.size(), 0);
    return layer;
}

/// One end of one place: its flows with the largest shares of its volume.
class PlaceEnd {
public:
    struct Candidate {
        double share;
        std::size_t layer, row;  // of the flow in LayerFlows
    };

    /// Pre: offered in the order of layers and rows, which is the order of ties.
    void offer(const Candidate& candidate, std::size_t most) {
        if (best_.size() == most && (most == 0 || candidate.share <= best_.back().share)) return;
        if (best_.size() == most) best_.pop_back();
        best_.insert(
            std::ranges::upper_bound(best_, candidate.share, std::ranges::greater{}, &Candidate::share),
            candidate);
    }
    const std::vector<Candidate>& best() const { return best_; }

private:
    std::vector<Candidate> best_;
};

template <class Ends>
bool stays(const Ends& pair) {
    return pair.origin == pair.destination;
}

void mark(std::vector<LayerFlows>& layers, const std::vector<PlaceEnd>& ends) {
    for (const PlaceEnd& place : ends)
        for (const PlaceEnd::Candidate& candidate : place.best())
            layers[candidate.layer].shown[candidate.row] = 1;
}

/// Of each place what it sends (or receives, by `end`) in the largest shares.
template <class Ends, class Id>
std::vector<PlaceEnd> best_per_place(const std::vector<LayerFlows>& layers, std::span<const Ends> pairs,
                                     Id Ends::*end, std::size_t most) {
    const std::size_t places = end_count(pairs);
    std::vector<PlaceEnd> ends(places);
    for (std::size_t layer = 0; layer < layers.size(); ++layer) {
        const std::vector<ShownFlow>& flows = layers[layer].flows;
        std::vector<double> volume(places);
        for (const ShownFlow& flow : flows)
            if (const Ends& pair = pairs[index(flow.pair)]; !stays(pair))
                volume[index(pair.*end)] += std::abs(flow.value);
        for (std::size_t row = 0; row < flows.size(); ++row) {
            const Ends& pair = pairs[index(flows[row].pair)];
            const std::size_t place = index(pair.*end);
            if (!stays(pair))
                ends[place].offer({std::abs(flows[row].value) / volume[place], layer, row}, most);
        }
    }
    return ends;
}

/// Of each place what stays in it.
template <class Ends>
std::vector<PlaceEnd> best_staying(const std::vector<LayerFlows>& layers, std::span<const Ends> pairs,
                                   std::size_t most) {
    std::vector<PlaceEnd> ends(end_count(pairs));
    for (std::size_t layer = 0; layer < layers.size(); ++layer) {
        const std::vector<ShownFlow>& flows = layers[layer].flows;
        double volume = 0;
        for (const ShownFlow& flow : flows)
            if (stays(pairs[index(flow.pair)])) volume += std::abs(flow.value);
        for (std::size_t row = 0; row < flows.size(); ++row)
            if (const Ends& pair = pairs[index(flows[row].pair)]; stays(pair))
                ends[index(pair.origin)].offer({std::abs(flows[row].value) / volume, layer, row}, most);
    }
    return ends;
}

template <class Ends>
void mark_backbone(LayerFlows& layer, const LayerSums& sums, std::span<const Ends> pairs, double level) {
    const std::vector<double> alphas = disparity_alphas(sums, pairs);
    for (std::size_t row = 0; row < layer.flows.size(); ++row)
        if (alphas[index(layer.flows[row].pair)] < level) layer.shown[row] = 1;
}

void mark_strongest(LayerFlows& layer, std::size_t most) {
    std::vector<std::size_t> rows(layer.flows.size());
    for (std::size_t row = 0; row < rows.size(); ++row) rows[row] = row;
    most = std::min(most, rows.size());
    std::ranges::nth_element(
        rows, rows.begin() + static_cast<std::ptrdiff_t>(most),
        [&](std::size_t a, std::size_t b) { return stronger(layer.flows[a], layer.flows[b]); });
    for (std::size_t at = 0; at < most; ++at) layer.shown[rows[at]] = 1;
}

/// What is marked, weakest first, and how much of the layer that is.
struct Taken {
    std::vector<ShownFlow> flows = {};
    ShownFlows::Coverage coverage = {};
};
Taken take_shown(const LayerFlows& layer, const LayerSums& sums) {
    Taken taken{.coverage = layer.coverage};
    ExactSum shown_value;
    for (std::size_t row = 0; row < layer.flows.size(); ++row) {
        if (layer.shown[row] == 0) continue;
        const ExactSum& sum = sums.sums[index(layer.flows[row].pair)];
        shown_value = layer.flows[row].value < 0 ? subtract(shown_value, sum) : add(shown_value, sum);
        taken.coverage.negative += layer.flows[row].value < 0 ? 1 : 0;
        taken.flows.push_back(layer.flows[row]);
    }
    std::ranges::sort(taken.flows, [](const ShownFlow& a, const ShownFlow& b) { return stronger(b, a); });
    taken.coverage.shown = taken.flows.size();
    taken.coverage.shown_value = value(shown_value);
    return taken;
}

template <class Ends>
void count_ends(const std::vector<LayerFlows>& layers, std::span<const Ends> pairs, ShownFlows& chosen) {
    std::vector<std::uint8_t> shown(end_count(pairs), 0), selected(shown.size(), 0);
    for (const LayerFlows& layer : layers)
        for (std::size_t row = 0; row < layer.flows.size(); ++row) {
            const Ends& pair = pairs[index(layer.flows[row].pair)];
            for (const std::size_t end : {index(pair.origin), index(pair.destination)}) {
                selected[end] = 1;
                shown[end] = shown[end] | layer.shown[row];
            }
        }
    chosen.ends_shown = static_cast<std::size_t>(std::ranges::count(shown, 1));
    chosen.ends_selected = static_cast<std::size_t>(std::ranges::count(selected, 1));
}

/// Threads that pay: few sums are read before a second thread has begun.
unsigned threads_for(std::span<const LayerSums> sums, unsigned most) {
    constexpr std::size_t worth_a_thread = 50'000;
    std::size_t all = 0;
    for (const LayerSums& layer : sums) all += layer.sums.size();
    return static_cast<unsigned>(std::min<std::size_t>(most, 1 + all / worth_a_thread));
}

template <class Ends>
ShownFlows choose(std::span<const LayerSums> sums, std::span<const Ends> pairs, const ShowRule& rule,
                  unsigned most_threads) {
    const unsigned threads = threads_for(sums, most_threads);
    std::vector<LayerFlows> layers(sums.size());
    run_parallel(layers.size(), threads, [&](std::size_t row) { layers[row] = flows_of(sums[row]); });
    const auto with_flows = static_cast<std::size_t>(
        std::ranges::count_if(layers, [](const LayerFlows& layer) { return !layer.flows.empty(); }));
    const std::size_t of_each = with_flows == 0 ? 0 : (rule.strongest + with_flows - 1) / with_flows;

    // The jobs that look for the best of places write nothing that another reads.
    std::array<std::vector<PlaceEnd>, 3> best;
    run_parallel(best.size() + layers.size(), threads, [&](std::size_t job) {
        if (job == 0) best[job] = best_per_place(layers, pairs, &Ends::origin, rule.per_place);
        if (job == 1) best[job] = best_per_place(layers, pairs, &Ends::destination, rule.per_place);
        if (job == 2) best[job] = best_staying(layers, pairs, rule.per_place);
        if (job < best.size()) return;
        const std::size_t row = job - best.size();
        if (rule.backbone)
            mark_backbone(layers[row], sums[row], pairs, *rule.backbone);
        else
            mark_strongest(layers[row], of_each);
    });
    for (const std::vector<PlaceEnd>& ends : best) mark(layers, ends);

    ShownFlows chosen{.rule = rule};
    std::vector<Taken> taken(layers.size());
    run_parallel(1 + layers.size(), threads, [&](std::size_t job) {
        if (job == 0)
            count_ends(layers, pairs, chosen);
        else
            taken[job - 1] = take_shown(layers[job - 1], sums[job - 1]);
    });
    for (const Taken& of_layer : taken) {
        chosen.flows.insert(chosen.flows.end(), of_layer.flows.begin(), of_layer.flows.end());
        chosen.coverage.push_back(of_layer.coverage);
    }
    return chosen;
}

}  // namespace

ShownFlows choose_shown(std::span<const LayerSums> sums, std::span<const Pair> pairs, const ShowRule& rule,
                        unsigned threads) {
    return choose(sums, pairs, rule, threads);
}

ShownFlows choose_shown(std::span<const LayerSums> sums, std::span<const NodePair> pairs,
                        const ShowRule& rule, unsigned threads) {
    return choose(sums, pairs, rule, threads);
}

}  // namespace flowspace
