// See map_equation.h.
#include "data/analysis/map_equation.h"

#include "data/analysis/graph_library.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numeric>

namespace flowspace {
namespace {

double plogp(double value) { return value > 0 ? value * std::log2(value) : 0; }

/// What a module takes part with in the code.
struct Module {
    double flow = 0;
    double enter = 0;
    double leave = 0;

    double term() const { return plogp(leave + flow) - plogp(leave) - plogp(enter); }
};

/// What the nodes are in, and the length that follows. A node is a place or a module of places.
class Modules {
public:
    Modules(const MapFlow& flow, Partition partition) : flow_(flow), partition_(std::move(partition)) {
        modules_.resize(partition_.size());
        for (std::size_t from = 0; from < partition_.size(); ++from) {
            modules_[partition_[from]].flow += flow_.place[from];
            for (std::size_t to = 0; to < partition_.size(); ++to) {
                if (partition_[from] == partition_[to]) continue;
                modules_[partition_[from]].leave += flow_.link(from, to);
                modules_[partition_[to]].enter += flow_.link(from, to);
            }
        }
        for (const Module& module : modules_) enter_ += module.enter;
    }

    /// Moves nodes one after another as long as the code gets shorter; true if any moved.
    bool settle() {
        bool moved = false, again = true;
        for (int round = 0; again && round < 100; ++round) {
            again = false;
            for (std::size_t node = 0; node < partition_.size(); ++node) again |= move(node);
            moved |= again;
        }
        return moved;
    }

    const Partition& partition() const { return partition_; }

private:
    bool move(std::size_t node) {
        out_.assign(modules_.size(), 0);
        in_.assign(modules_.size(), 0);
        double out_all = 0, in_all = 0;
        for (std::size_t other = 0; other < partition_.size(); ++other) {
            if (other == node) continue;
            out_[partition_[other]] += flow_.link(node, other);
            in_[partition_[other]] += flow_.link(other, node);
            out_all += flow_.link(node, other);
            in_all += flow_.link(other, node);
        }
        const std::uint32_t home = partition_[node];
        const auto grown = [&](const Module& module, std::uint32_t at, double sign) {
            return Module{module.flow + sign * flow_.place[node],
                          std::max(0.0, module.enter + sign * (in_all - in_[at]) - sign * out_[at]),
                          std::max(0.0, module.leave + sign * (out_all - out_[at]) - sign * in_[at])};
        };
        const Module without = grown(modules_[home], home, -1);
        double best_change = -1e-12;
        std::uint32_t best = home;
        Module best_with;
        for (std::uint32_t at = 0; at < modules_.size(); ++at) {
            if (at == home || (out_[at] == 0 && in_[at] == 0)) continue;
            const Module with = grown(modules_[at], at, 1);
            const double enter =
                enter_ - modules_[home].enter - modules_[at].enter + without.enter + with.enter;
            const double change = plogp(enter) - plogp(enter_) + without.term() + with.term() -
                                  modules_[home].term() - modules_[at].term();
            if (change >= best_change) continue;
            best_change = change;
            best = at;
            best_with = with;
        }
        if (best == home) return false;
        enter_ += without.enter + best_with.enter - modules_[home].enter - modules_[best].enter;
        modules_[home] = without;
        modules_[best] = best_with;
        partition_[node] = best;
        return true;
    }

    const MapFlow& flow_;
    Partition partition_;
    std::vector<Module> modules_;
    double enter_ = 0;
    std::vector<double> out_, in_;  // of the node in question, by module
};

MapFlow merged(const MapFlow& flow, const Partition& partition, std::uint32_t count) {
    MapFlow sum{std::vector<double>(count, 0), SquareMatrix(count, 0)};
    for (std::size_t from = 0; from < partition.size(); ++from) {
        sum.place[partition[from]] += flow.place[from];
        for (std::size_t to = 0; to < partition.size(); ++to)
            if (partition[from] != partition[to])
                sum.link(partition[from], partition[to]) += flow.link(from, to);
    }
    return sum;
}

std::uint32_t count_of(std::span<const std::uint32_t> partition) {
    return partition.empty() ? 0 : *std::ranges::max_element(partition) + 1;
}

/// Places move, then modules as wholes, until neither helps.
Partition improved(const MapFlow& flow, Partition partition) {
    for (int round = 0; round < 50; ++round) {
        Modules places(flow, renumbered(partition));
        const bool moved = places.settle();
        partition = renumbered(places.partition());
        const std::uint32_t count = count_of(partition);
        const MapFlow coarse = merged(flow, partition, count);
        Partition alone(count);
        std::iota(alone.begin(), alone.end(), 0u);
        Modules wholes(coarse, alone);
        const bool joined = wholes.settle();
        for (std::uint32_t& label : partition) label = wholes.partition()[label];
        if (!moved && !joined) break;
    }
    return renumbered(partition);
}

/// The rows and columns of places that something leaves or reaches.
struct Active {
    std::vector<std::size_t> places;
    SquareMatrix flows;
};

Active active_part(SquareView flows) {
    Active active;
    for (std::size_t place = 0; place < flows.size; ++place) {
        double sum = 0;
        for (std::size_t other = 0; other < flows.size; ++other)
            if (other != place) sum += flows(place, other) + flows(other, place);
        if (sum > 0) active.places.push_back(place);
    }
    active.flows = SquareMatrix(active.places.size(), 0);
    for (std::size_t row = 0; row < active.places.size(); ++row)
        for (std::size_t column = 0; column < active.places.size(); ++column)
            if (row != column) active.flows(row, column) = flows(active.places[row], active.places[column]);
    return active;
}

std::vector<Partition> starts_of(const Active& active, std::span<const Partition> others) {
    std::vector<Partition> starts(1, Partition(active.places.size()));
    std::iota(starts.front().begin(), starts.front().end(), 0u);
    for (const Partition& other : others) {
        Partition start;
        for (const std::size_t place : active.places) start.push_back(other[place]);
        starts.push_back(start);
    }
    return starts;
}

}  // namespace

MapFlow map_flow(SquareView flows) {
    constexpr double again = 0.15;
    const std::size_t size = flows.size;
    std::vector<double> out(size, 0);
    for (std::size_t from = 0; from < size; ++from)
        for (std::size_t to = 0; to < size; ++to)
            if (from != to) out[from] += flows(from, to);
    const double total = std::accumulate(out.begin(), out.end(), 0.0);
    if (!(total > 0)) return {};
    std::vector<double> start(out);
    for (double& share : start) share /= total;
    std::vector<double> visits = start, next(size);
    for (int round = 0; round < 10'000; ++round) {
        double loose = 0;  // from where nothing leaves one starts anew
        for (std::size_t from = 0; from < size; ++from)
            if (out[from] == 0) loose += visits[from];
        for (std::size_t at = 0; at < size; ++at) next[at] = (again + (1 - again) * loose) * start[at];
        for (std::size_t from = 0; from < size; ++from) {
            if (out[from] == 0) continue;
            const double step = (1 - again) * visits[from] / out[from];
            for (std::size_t to = 0; to < size; ++to)
                if (from != to) next[to] += step * flows(from, to);
        }
        double moved = 0;
        for (std::size_t at = 0; at < size; ++at) moved += std::abs(next[at] - visits[at]);
        visits.swap(next);
        if (moved < 1e-15) break;
    }
    MapFlow result{std::vector<double>(size, 0), SquareMatrix(size, 0)};
    double sum = 0;
    for (std::size_t from = 0; from < size; ++from)
        if (out[from] > 0) sum += visits[from];
    for (std::size_t from = 0; from < size; ++from)
        for (std::size_t to = 0; to < size; ++to) {
            if (from == to || out[from] == 0) continue;
            result.link(from, to) = visits[from] / sum * flows(from, to) / out[from];
            result.place[to] += result.link(from, to);
        }
    return result;
}

double code_length(const MapFlow& flow, std::span<const std::uint32_t> partition) {
    assert(partition.size() == flow.place.size());
    const Partition labels = renumbered(partition);
    std::vector<Module> modules(count_of(labels));
    double enter = 0, length = 0;
    for (std::size_t from = 0; from < labels.size(); ++from) {
        modules[labels[from]].flow += flow.place[from];
        length -= plogp(flow.place[from]);
        for (std::size_t to = 0; to < labels.size(); ++to) {
            if (labels[from] == labels[to]) continue;
            modules[labels[from]].leave += flow.link(from, to);
            modules[labels[to]].enter += flow.link(from, to);
            enter += flow.link(from, to);
        }
    }
    for (const Module& module : modules) length += module.term();
    return length + plogp(enter);
}

Result<MapModules> find_modules(SquareView flows, std::uint32_t seeds, std::span<const Partition> others,
                                std::stop_token stop, const std::function<void(double)>& progress) {
    const Active active = active_part(flows);
    if (active.places.empty())
        return Error{"nothing flows between these places: there are no modules to find"};
    const MapFlow flow = map_flow(active.flows);
    std::vector<Partition> starts = starts_of(active, others);
    MapModules result;
    result.one_module = code_length(flow, Partition(active.places.size(), 0));
    Partition best(active.places.size(), 0);
    result.code_length = result.one_module;
    for (std::size_t at = 0; at < starts.size() + seeds; ++at) {
        if (stop.stop_requested()) return Error{"stopped"};
        if (at >= starts.size()) {
            const std::uint64_t seed = at - starts.size() + 1;
            const auto run = infomap_starts(active.flows, {&seed, 1}, stop);
            if (!run) return run.error();
            if (run->empty()) continue;
            starts.push_back(run->front().community);
            --seeds;
        }
        const Partition found = improved(flow, starts[at]);
        const double length = code_length(flow, found);
        if (length < result.code_length - 1e-12) {
            result.code_length = length;
            best = found;
        }
        if (progress) progress(static_cast<double>(at + 1) / static_cast<double>(starts.size() + seeds));
    }
    result.count = count_of(best);
    result.best.assign(flows.size, no_community);
    for (std::size_t at = 0; at < active.places.size(); ++at) result.best[active.places[at]] = best[at];
    return result;
}

}  // namespace flowspace
