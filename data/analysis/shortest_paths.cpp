// See shortest_paths.h.
#include "data/analysis/shortest_paths.h"

#include <algorithm>
#include <cassert>
#include <functional>
#include <limits>
#include <queue>
#include <utility>

namespace flowspace {
namespace {

constexpr double unreachable = std::numeric_limits<double>::infinity();

/// One search from a place; reused from source to source.
class Search {
public:
    explicit Search(const Neighbours& neighbours)
        : neighbours_(neighbours),
          distance_(neighbours.places()),
          ways_(neighbours.places()),
          dependency_(neighbours.places()) {}

    /// Distances from `source`, and the places reached in order of distance.
    void run(std::uint32_t source, const Working& working) {
        std::fill(distance_.begin(), distance_.end(), unreachable);
        reached_.clear();
        if (!working.has_place(source)) return;
        distance_[source] = 0;
        heap_.assign(1, {0.0, source});
        while (!heap_.empty()) {
            std::pop_heap(heap_.begin(), heap_.end(), std::greater<>{});
            const auto [length, from] = heap_.back();
            heap_.pop_back();
            if (length > distance_[from]) continue;
            reached_.push_back(from);
            for (const Step& step : neighbours_.of(from)) {
                if (!working.has_place(step.to) || !working.has_link(step.link)) continue;
                const double to = length + step.length;
                if (to >= distance_[step.to]) continue;
                distance_[step.to] = to;
                heap_.emplace_back(to, step.to);
                std::push_heap(heap_.begin(), heap_.end(), std::greater<>{});
            }
        }
    }

    /// Adds what the demand of the source loads. Pre: run() from it.
    void load(std::uint32_t source, SquareView demand, const Working& working, PathLoad& total) {
        count_ways(source, working);
        for (const std::uint32_t at : reached_) dependency_[at] = 0;
        for (auto at = reached_.rbegin(); at != reached_.rend(); ++at) {
            const std::uint32_t place = *at;
            if (place == source) continue;
            const double wanted = demand(source, place);
            total.through[place] += dependency_[place];
            total.ends[place] += wanted;
            total.ends[source] += wanted;
            total.served += wanted;
            const double share = (dependency_[place] + wanted) / ways_[place];
            if (share == 0) continue;
            for (const Step& step : neighbours_.of(place)) {
                if (!before(step, place, working)) continue;
                const double part = share * ways_[step.to];
                dependency_[step.to] += part;
                total.link[step.link] += part;
            }
        }
    }

    const std::vector<double>& distance() const { return distance_; }

private:
    /// Whether a shortest way to `place` comes over this step (taken backwards).
    bool before(const Step& step, std::uint32_t place, const Working& working) const {
        if (!working.has_place(step.to) || !working.has_link(step.link)) return false;
        return distance_[step.to] < distance_[place] &&
               distance_[step.to] + step.length <= distance_[place] * (1 + tie_tolerance);
    }

    void count_ways(std::uint32_t source, const Working& working) {
        for (const std::uint32_t place : reached_) {
            ways_[place] = place == source ? 1 : 0;
            for (const Step& step : neighbours_.of(place))
                if (before(step, place, working)) ways_[place] += ways_[step.to];
        }
    }

    const Neighbours& neighbours_;
    std::vector<double> distance_;
    std::vector<double> ways_;
    std::vector<double> dependency_;
    std::vector<std::uint32_t> reached_;
    std::vector<std::pair<double, std::uint32_t>> heap_;
};

}  // namespace

std::optional<SquareMatrix> all_distances(const Neighbours& neighbours, const Working& working,
                                          std::stop_token stop) {
    SquareMatrix distances(neighbours.places(), unreachable);
    Search search(neighbours);
    for (std::uint32_t source = 0; source < neighbours.places(); ++source) {
        if (stop.stop_requested()) return {};
        search.run(source, working);
        std::ranges::copy(search.distance(),
                          distances.values.begin() + static_cast<std::ptrdiff_t>(source * distances.size));
        distances(source, source) = 0;
    }
    return distances;
}

std::optional<PathLoad> path_load(const Neighbours& neighbours, SquareView demand, const Working& working,
                                  std::stop_token stop) {
    assert(demand.size == neighbours.places());
    PathLoad total{.through = std::vector<double>(neighbours.places(), 0),
                   .ends = std::vector<double>(neighbours.places(), 0),
                   .link = std::vector<double>(neighbours.links(), 0)};
    Search search(neighbours);
    for (std::uint32_t source = 0; source < neighbours.places(); ++source) {
        if (stop.stop_requested()) return {};
        search.run(source, working);
        search.load(source, demand, working, total);
    }
    return total;
}

std::optional<Betweenness> betweenness(const Neighbours& neighbours, const Working& working,
                                       std::stop_token stop) {
    const SquareMatrix one(neighbours.places(), 1);
    auto load = path_load(neighbours, one, working, stop);
    if (!load) return {};
    for (double& value : load->through) value /= 2;
    for (double& value : load->link) value /= 2;
    return Betweenness{std::move(load->through), std::move(load->link)};
}

}  // namespace flowspace
