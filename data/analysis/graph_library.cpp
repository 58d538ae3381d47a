// See graph_library.h.
#include "data/analysis/graph_library.h"

#include <igraph/igraph.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <mutex>
#include <numeric>
#include <string>
#include <utility>

namespace flowspace {
namespace {

/// What igraph asks as it works, once for each place it looks at: may it go on?
struct Watch {
    std::stop_token stop = {};
    std::uint64_t looks_left = 0;  // more would be going round in circles
};

/// The turn of one caller: igraph keeps its handlers and random numbers for everybody.
class Turn {
public:
    Turn() : lock_(mutex()) {
        igraph_set_error_handler(igraph_error_handler_ignore);
        igraph_set_warning_handler(igraph_warning_handler_ignore);
    }
    ~Turn() { watch(nullptr); }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

    /// Pre: `watched`, where there is one, lives as long as the turn.
    void watch(Watch* watched) const {
        asked() = watched;
        igraph_set_interruption_handler(watched == nullptr ? nullptr : may_go_on);
    }
    void seed(std::uint64_t seed) const {
        igraph_rng_seed(igraph_rng_default(), static_cast<igraph_uint_t>(seed));
    }

private:
    static std::mutex& mutex() {
        static std::mutex only;
        return only;
    }
    /// igraph gives its handler nothing to tell callers by; who has the turn is the only one.
    static Watch*& asked() {
        static Watch* only = nullptr;
        return only;
    }
    static igraph_error_t may_go_on(void*) {
        Watch& watched = *asked();
        if (!watched.stop.stop_requested() && watched.looks_left > 0) {
            --watched.looks_left;
            return IGRAPH_SUCCESS;
        }
        IGRAPH_FINALLY_FREE();  // igraph leaves this to the handler that says no
        return IGRAPH_INTERRUPTED;
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

namespace {

double gain_inside(SquareView gain, std::span<const std::uint32_t> community) {
    double sum = 0;
    for (std::size_t from = 0; from < gain.size; ++from)
        for (std::size_t to = 0; to < gain.size; ++to)
            if (from != to && community[from] == community[to]) sum += gain(from, to);
    return sum;
}

double size_of(SquareView gain) {
    double sum = 0;
    for (std::size_t from = 0; from < gain.size; ++from)
        for (std::size_t to = 0; to < gain.size; ++to)
            if (from != to) sum += std::abs(gain(from, to));
    return sum;
}

/// One run of igraph's, of so many rounds; -1: until nothing moves. Pre: the seed is set.
igraph_error_t leiden_run(const Graph& graph, const RealVector& weightless, igraph_integer_t rounds,
                          bool start, IntegerVector& membership) {
    constexpr double randomness = 0.01;
    igraph_integer_t count = 0;
    return igraph_community_leiden(*graph, graph.weights(), *weightless, 0, randomness, start, rounds,
                                   *membership, &count, nullptr);
}

/// One seed, round by round until one gains nothing but rounding.
Result<std::vector<std::uint32_t>> leiden_rounds(const Graph& graph, SquareView gain, Watch& watch,
                                                 std::uint64_t most_looks) {
    const RealVector weightless(gain.size);
    IntegerVector membership;
    if (!weightless.ready() || !membership.ready()) return no_memory();
    constexpr double rounding = 1e-12;
    const double grows = rounding * size_of(gain);
    constexpr int most_rounds = 50;
    std::vector<std::uint32_t> best;
    double quality = 0;
    for (int round = 0; round < most_rounds; ++round) {
        watch.looks_left = most_looks;
        const auto code = leiden_run(graph, weightless, 1, round > 0, membership);
        if (code == IGRAPH_INTERRUPTED && round > 0) break;
        if (code != IGRAPH_SUCCESS) return failed("Leiden", code);
        std::vector<std::uint32_t> found = membership.values();
        const double reached = gain_inside(gain, found);
        if (round > 0 && reached <= quality + grows) break;
        quality = reached;
        best = std::move(found);
    }
    return best;
}

/// Until nothing moves. That never comes where places may move between equally good communities for ever, as
/// they do in tables of a few pairs: after as many looks at places as some fifty rounds take, the seed is run
/// again and ends when nothing is gained.
Result<std::vector<std::uint32_t>> leiden_of(const Graph& graph, SquareView gain, const Turn& turn,
                                             Watch& watch, std::uint64_t seed) {
    const RealVector weightless(gain.size);
    IntegerVector membership;
    if (!weightless.ready() || !membership.ready()) return no_memory();
    const std::uint64_t most_looks = 1'000 + 50 * gain.size;
    watch.looks_left = most_looks;
    turn.seed(seed);
    constexpr igraph_integer_t until_stable = -1;
    const auto code = leiden_run(graph, weightless, until_stable, false, membership);
    if (code == IGRAPH_SUCCESS) return membership.values();
    if (code != IGRAPH_INTERRUPTED || watch.stop.stop_requested()) return failed("Leiden", code);
    turn.seed(seed);
    return leiden_rounds(graph, gain, watch, most_looks);
}

}  // namespace

Result<std::vector<LeidenRun>> leiden(SquareView gain, std::span<const std::uint64_t> seeds,
                                      std::stop_token stop) {
    Watch watch{.stop = stop};
    const Turn turn;
    const Graph graph(gain, Ties::added);
    if (!graph.ready()) return no_memory();
    turn.watch(&watch);
    std::vector<LeidenRun> runs;
    for (const std::uint64_t seed : seeds) {
        if (stop.stop_requested()) break;
        Result<std::vector<std::uint32_t>> run = leiden_of(graph, gain, turn, watch, seed);
        if (stop.stop_requested()) break;
        if (!run) return run.error();
        runs.push_back({std::move(*run), seed});
    }
    return runs;
}

Result<std::vector<LeidenRun>> infomap_starts(SquareView flows, std::span<const std::uint64_t> seeds,
                                              std::stop_token stop) {
    Watch watch{.stop = stop, .looks_left = std::numeric_limits<std::uint64_t>::max()};
    const Turn turn;
    const Graph graph(flows, Ties::directed);
    if (!graph.ready()) return no_memory();
    turn.watch(&watch);
    std::vector<LeidenRun> runs;
    for (const std::uint64_t seed : seeds) {
        if (stop.stop_requested() || graph.empty()) break;
        turn.seed(seed);
        IntegerVector membership;
        igraph_real_t length = 0;
        if (!membership.ready()) return no_memory();
        const auto code = igraph_community_infomap(*graph, graph.weights(), nullptr, 1, *membership, &length);
        if (stop.stop_requested()) break;
        if (code != IGRAPH_SUCCESS) return failed("Infomap", code);
        runs.push_back({membership.values(), seed});
    }
    return runs;
}

}  // namespace flowspace
