// See graph_library.h.
#include "data/analysis/graph_library.h"

#include <igraph/igraph.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <numeric>
#include <string>
#include <utility>

namespace flowspace {
namespace {

/// The turn of one caller: igraph keeps its handlers and random numbers for everybody.
class Turn {
public:
    Turn() : lock_(mutex()) {
        igraph_set_error_handler(igraph_error_handler_ignore);
        igraph_set_warning_handler(igraph_warning_handler_ignore);
    }
    void seed(std::uint64_t seed) const {
        igraph_rng_seed(igraph_rng_default(), static_cast<igraph_uint_t>(seed));
    }

private:
    static std::mutex& mutex() {
        static std::mutex only;
        return only;
    }
    std::lock_guard<std::mutex> lock_;
};

class RealVector {
public:
    explicit RealVector(std::size_t size = 0) {
        ready_ = igraph_vector_init(&vector_, static_cast<igraph_integer_t>(size)) == IGRAPH_SUCCESS;
    }
    ~RealVector() {
        if (ready_) igraph_vector_destroy(&vector_);
    }
    RealVector(const RealVector&) = delete;
    RealVector& operator=(const RealVector&) = delete;

    bool ready() const { return ready_; }
    igraph_vector_t* operator*() { return &vector_; }
    const igraph_vector_t* operator*() const { return &vector_; }
    std::vector<double> values() const {
        const igraph_real_t* first = VECTOR(vector_);
        return {first, first + igraph_vector_size(&vector_)};
    }

private:
    igraph_vector_t vector_;
    bool ready_ = false;
};

class IntegerVector {
public:
    IntegerVector() { ready_ = igraph_vector_int_init(&vector_, 0) == IGRAPH_SUCCESS; }
    ~IntegerVector() {
        if (ready_) igraph_vector_int_destroy(&vector_);
    }
    IntegerVector(const IntegerVector&) = delete;
    IntegerVector& operator=(const IntegerVector&) = delete;

    bool ready() const { return ready_; }
    igraph_vector_int_t* operator*() { return &vector_; }
    bool add(std::size_t value) {
        return igraph_vector_int_push_back(&vector_, static_cast<igraph_integer_t>(value)) == IGRAPH_SUCCESS;
    }
    std::vector<std::uint32_t> values() const {
        const igraph_integer_t* first = VECTOR(vector_);
        return {first, first + igraph_vector_int_size(&vector_)};
    }

private:
    igraph_vector_int_t vector_;
    bool ready_ = false;
};

enum class Ties { directed, added };  // added: i < j with both directions added

/// A graph with weights: an edge for each value that is not 0, the diagonal left out. Pre: within a Turn.
class Graph {
public:
    Graph(SquareView values, Ties ties) {
        const bool directed = ties == Ties::directed;
        IntegerVector ends;
        bool fine = ends.ready() && weights_.ready();
        for (std::size_t from = 0; fine && from < values.size; ++from)
            for (std::size_t to = directed ? 0 : from + 1; fine && to < values.size; ++to) {
                const double value = directed ? values(from, to) : values(from, to) + values(to, from);
                if (from == to || value == 0 || std::isnan(value)) continue;
                fine = ends.add(from) && ends.add(to) &&
                       igraph_vector_push_back(*weights_, value) == IGRAPH_SUCCESS;
            }
        ready_ = fine && igraph_create(&graph_, *ends, static_cast<igraph_integer_t>(values.size),
                                       directed) == IGRAPH_SUCCESS;
    }
    ~Graph() {
        if (ready_) igraph_destroy(&graph_);
    }
    Graph(const Graph&) = delete;
    Graph& operator=(const Graph&) = delete;

    bool ready() const { return ready_; }
    bool empty() const { return igraph_ecount(&graph_) == 0; }
    const igraph_t* operator*() const { return &graph_; }
    const igraph_vector_t* weights() const { return *weights_; }

private:
    igraph_t graph_;
    RealVector weights_;
    bool ready_ = false;
};

Error failed(const char* what, int code) {
    return Error{std::string("igraph: ") + what + ": " + igraph_strerror(static_cast<igraph_error_t>(code))};
}

Error no_memory() { return failed("graph", IGRAPH_ENOMEM); }

void scale_to_sum_1(std::vector<double>& values) {
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    if (sum > 0)
        for (double& value : values) value /= sum;
}

}  // namespace

Result<std::vector<double>> pagerank(SquareView flows, double damping) {
    const Turn turn;
    const Graph graph(flows, Ties::directed);
    RealVector rank;
    if (!graph.ready() || !rank.ready()) return no_memory();
    if (graph.empty())
        return std::vector<double>(flows.size, flows.size == 0 ? 0 : 1 / static_cast<double>(flows.size));
    const auto code = igraph_pagerank(*graph, IGRAPH_PAGERANK_ALGO_PRPACK, *rank, nullptr, igraph_vss_all(),
                                      true, damping, graph.weights(), nullptr);
    if (code != IGRAPH_SUCCESS) return failed("pagerank", code);
    return rank.values();
}

Result<HubsAndAuthorities> hubs_and_authorities(SquareView flows) {
    const Turn turn;
    turn.seed(1);
    const Graph graph(flows, Ties::directed);
    RealVector hub, authority;
    if (!graph.ready() || !hub.ready() || !authority.ready()) return no_memory();
    if (graph.empty()) return HubsAndAuthorities{};
    igraph_arpack_options_t options;
    igraph_arpack_options_init(&options);
    const auto code =
        igraph_hub_and_authority_scores(*graph, *hub, *authority, nullptr, true, graph.weights(), &options);
    if (code != IGRAPH_SUCCESS) return failed("hubs and authorities", code);
    HubsAndAuthorities result{hub.values(), authority.values()};
    scale_to_sum_1(result.hub);
    scale_to_sum_1(result.authority);
    return result;
}

Result<std::vector<double>> eigenvector_centrality(SquareView flows) {
    const Turn turn;
    turn.seed(1);
    const Graph graph(flows, Ties::added);
    RealVector centrality;
    if (!graph.ready() || !centrality.ready()) return no_memory();
    if (graph.empty()) return std::vector<double>{};
    igraph_arpack_options_t options;
    igraph_arpack_options_init(&options);
    const auto code =
        igraph_eigenvector_centrality(*graph, *centrality, nullptr, false, true, graph.weights(), &options);
    if (code != IGRAPH_SUCCESS) return failed("eigenvector centrality", code);
    return centrality.values();
}

Result<std::vector<LeidenRun>> leiden(SquareView gain, std::span<const std::uint64_t> seeds,
                                      std::stop_token stop) {
    const Turn turn;
    const Graph graph(gain, Ties::added);
    RealVector weightless(gain.size);
    if (!graph.ready() || !weightless.ready()) return no_memory();
    std::vector<LeidenRun> runs;
    for (const std::uint64_t seed : seeds) {
        if (stop.stop_requested()) break;
        turn.seed(seed);
        IntegerVector membership;
        igraph_integer_t count = 0;
        if (!membership.ready()) return no_memory();
        constexpr double randomness = 0.01;
        constexpr igraph_integer_t until_stable = -1;
        const auto code = igraph_community_leiden(*graph, graph.weights(), *weightless, 0, randomness, false,
                                                  until_stable, *membership, &count, nullptr);
        if (code != IGRAPH_SUCCESS) return failed("Leiden", code);
        runs.push_back({membership.values(), seed});
    }
    return runs;
}

Result<std::vector<LeidenRun>> infomap_starts(SquareView flows, std::span<const std::uint64_t> seeds,
                                              std::stop_token stop) {
    const Turn turn;
    const Graph graph(flows, Ties::directed);
    if (!graph.ready()) return no_memory();
    std::vector<LeidenRun> runs;
    for (const std::uint64_t seed : seeds) {
        if (stop.stop_requested() || graph.empty()) break;
        turn.seed(seed);
        IntegerVector membership;
        igraph_real_t length = 0;
        if (!membership.ready()) return no_memory();
        const auto code = igraph_community_infomap(*graph, graph.weights(), nullptr, 1, *membership, &length);
        if (code != IGRAPH_SUCCESS) return failed("Infomap", code);
        runs.push_back({membership.values(), seed});
    }
    return runs;
}

}  // namespace flowspace
