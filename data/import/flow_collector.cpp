#include "data/import/flow_collector.h"

#include <algorithm>
#include <numeric>

namespace flowspace {

FlowCollector::FlowCollector(const CollectOptions& options)
    : options_(options), queue_(options.places, {.threads = options.threads, .merged = options.merged}) {}

LayerId FlowCollector::layer(std::string_view key) {
    const auto at = layers_.find(key);
    if (at != layers_.end()) return at->second;
    return layers_.emplace(key, LayerId{static_cast<std::uint32_t>(layers_.size())}).first->second;
}

bool FlowCollector::is_first(const FlowDraft& draft) {
    // A step's start in seconds takes 48 bits and a sign; layers are fewer than 2^9.
    const auto seconds = static_cast<std::uint64_t>(count(draft.time) / 1000);
    const Key key{std::uint64_t{static_cast<std::uint32_t>(draft.origin)} << 32 |
                      static_cast<std::uint32_t>(draft.destination),
                  seconds * (max_layers + 1) + index(draft.layer)};
    return seen_.insert(key).second;
}

FlowFate FlowCollector::add(const FlowDraft& asked) {
    FlowDraft draft = asked;
    const bool negative = draft.value < 0;
    if (negative && options_.rules.negatives == NegativeRule::refuse) return FlowFate::negative;
    if (draft.origin == draft.destination && options_.rules.self_flows == SelfFlowRule::refuse)
        return FlowFate::self_dropped;
    const bool reversed = negative && options_.rules.negatives == NegativeRule::reverse;
    if (reversed) {
        std::swap(draft.origin, draft.destination);
        draft.value = -draft.value;
    }
    if (options_.rules.duplicates != DuplicateRule::sum && !is_first(draft)) {
        ++repeated_;
        return options_.rules.duplicates == DuplicateRule::refuse ? FlowFate::duplicate
                                                                  : FlowFate::duplicate_dropped;
    }
    add_part(draft);
    return reversed ? FlowFate::reversed : FlowFate::kept;
}

void FlowCollector::add_part(const FlowDraft& draft) {
    ++rows_;
    chunk_.layer.push_back(draft.layer);
    chunk_.origin.push_back(draft.origin);
    chunk_.destination.push_back(draft.destination);
    chunk_.time.push_back(draft.time);
    chunk_.value.push_back(draft.value);
    push_full();
}

void FlowCollector::add_rows(const FlowRows& rows) {
    rows_ += rows.size();
    chunk_.append(rows);
    push_full();
}

void FlowCollector::push_full() {
    constexpr std::size_t most = 16'384;
    if (chunk_.size() >= most) queue_.push(chunk_);
}

Result<FlowCollector::Collected> FlowCollector::finish(Grain grain) {
    std::vector<std::string> names(layers_.size());
    for (const auto& [name, layer] : layers_) names[index(layer)] = name;
    std::vector<std::uint32_t> order(names.size()), position(names.size());
    std::iota(order.begin(), order.end(), 0U);
    std::ranges::sort(order, {}, [&](std::uint32_t layer) {
        return std::pair{layer_order(names[layer]), names[layer]};
    });
    Collected made;
    MergedLayers read{.grain = grain};
    for (std::uint32_t at = 0; at < order.size(); ++at) {
        position[order[at]] = at;
        read.layers.push_back(make_layer_info(names[order[at]]));
        read.read_as.push_back(LayerId{order[at]});
    }
    for (UnpublishedCell& cell : unpublished_) cell.layer = LayerId{position[index(cell.layer)]};
    std::ranges::sort(unpublished_);
    const auto again = std::ranges::unique(unpublished_);
    unpublished_.erase(again.begin(), again.end());
    made.unpublished = std::move(unpublished_);
    queue_.push(chunk_);
    if (std::optional<Error> failed = queue_.drain()) return *failed;
    for (const std::uint32_t layer : order)
        made.totals.push_back(
            {names[layer], layer < queue_.totals().size() ? queue_.totals()[layer] : Volume{}});
    if (!options_.merged) {
        made.duplicate_rows = repeated_;
        return made;
    }
    auto flows = queue_.merger().finish(std::move(read));
    if (!flows) return flows.error();
    made.flows = std::move(*flows);
    std::uint64_t cells = 0;
    for (const LayerTiles& layer : made.flows.tiles) cells += layer.cell_count();
    made.duplicate_rows = options_.rules.duplicates == DuplicateRule::sum ? rows_ - cells : repeated_;
    return made;
}

}  // namespace flowspace
