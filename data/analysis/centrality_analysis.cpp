// The analysis `centrality`: how central places are by what flows, by what is near, and by what passes
// through.
#include "data/analysis/analysis_parts.h"
#include "data/analysis/centrality.h"
#include "data/analysis/graph_library.h"
#include "data/analysis/shared_notes.h"
#include "data/analysis/shortest_paths.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace flowspace {
namespace {

constexpr std::array settings = {
    AnalysisSetting{.key = "within",
                    .standard = "60",
                    .help = {"limit of population_within, in the unit of the costs",
                             "population_within 的上限（费用单位）"},
                    .least = 0,
                    .most = 100000},
    AnalysisSetting{.key = "decay",
                    .standard = "60",
                    .help = {"distance at which Hansen's potential falls to 1/e", "潜力衰减到 1/e 的距离"},
                    .least = 0.001,
                    .most = 100000},
    AnalysisSetting{.key = "damping",
                    .standard = "0.85",
                    .help = {"of PageRank", "PageRank 阻尼系数"},
                    .least = 0.01,
                    .most = 0.99}};

constexpr std::array measures = {
    Measure{"out_strength", {"all that leaves", "总流出"}, "flow"},
    Measure{"in_strength", {"all that arrives", "总流入"}, "flow"},
    Measure{"out_degree", {"destinations with a flow", "流出目的地数"}},
    Measure{"in_degree", {"origins with a flow", "流入来源地数"}},
    Measure{"pagerank",
            {"share of time a traveller along the flows spends here", "PageRank：沿流游走停留的时间占比"}},
    Measure{"hub", {"sends to places that many good hubs send to, sum 1", "枢纽度（HITS），合计为 1"}},
    Measure{"authority", {"receives from good hubs, sum 1", "权威度（HITS），合计为 1"}},
    Measure{"eigenvector",
            {"tied to the well tied, directions added, largest 1", "特征向量中心性（无向），最大为 1"}},
    Measure{"betweenness",
            {"pairs whose shortest way passes, each pair once, ties shared",
             "介数：最短路经过的城市对数（无向，并列均分）"}},
    Measure{"closeness",
            {"reached / sum of distances; only within its own component", "接近度（限于所在连通分量）"}},
    Measure{"harmonic", {"sum of 1 / distance: use this on maps", "调和中心性，制图宜用此项"}},
    Measure{"hansen",
            {"sum of population x exp(-distance / decay), persons", "人口潜力（Hansen），人"},
            "persons"},
    Measure{
        "population_within", {"persons within the limit, its own included", "限距内人口，含本地"}, "persons"},
    Measure{"load",
            {"flow that passes through on shortest ways, starts and ends apart",
             "过境流量（最短路分配，不含起讫）"},
            "flow"},
    Measure{"link_betweenness", {"pairs whose shortest way takes the link", "线路介数"}},
    Measure{"link_load", {"flow that takes the link on shortest ways", "线路承载流量"}, "flow"},
};

struct Ground {
    const AnalysisInput& input;
    std::vector<PlaceId> places;
    PlaceNetwork network;

    std::string id(std::size_t at) const { return input.dataset.atlas->places[index(places[at])].id; }
    std::string link(std::size_t at) const {
        return id(network.network.links[at].a) + "-" + id(network.network.links[at].b);
    }
};

std::optional<Error> add_network(const Ground& ground, const AnalysisWork& work, AnalysisResult& result) {
    const Neighbours neighbours(ground.network.network);
    const auto between = betweenness(neighbours, {}, work.stop);
    const auto distances = all_distances(neighbours, {}, work.stop);
    if (!between || !distances) return stopped_error();
    std::vector<double> population;
    for (const PlaceId place : ground.places)
        population.push_back(ground.input.dataset.atlas->places[index(place)].population_2020.value_or(
            std::numeric_limits<double>::quiet_NaN()));
    const std::vector<Nearness> near = nearness(*distances, population,
                                                {.decay = number_setting(ground.input, settings[1]),
                                                 .within = number_setting(ground.input, settings[0])});
    RowWriter rows(result, {}, {});
    bool apart = false;
    std::vector<PlaceId> unknown;
    for (std::size_t at = 0; at < population.size(); ++at)
        if (std::isnan(population[at])) unknown.push_back(ground.places[at]);
    for (std::size_t at = 0; at < near.size(); ++at) {
        rows.add(ground.id(at), {}, "betweenness", between->place[at]);
        AnalysisRow& close = rows.add(ground.id(at), {}, "closeness", near[at].closeness);
        close.n = near[at].reached;
        apart = apart || near[at].reached + 1 < near.size();
        rows.add(ground.id(at), {}, "harmonic", near[at].harmonic);
        rows.add(ground.id(at), {}, "hansen", near[at].hansen);
        AnalysisRow& within = rows.add(ground.id(at), {}, "population_within", near[at].population_within);
        if (std::isnan(population[at])) {
            within.value.reset();
            within.note = "population-unknown";
        }
    }
    if (!unknown.empty()) {
        const Credit names = names_of(*ground.input.dataset.atlas, unknown);
        add_note(
            result,
            {"population-unknown",
             fmt::format("the population of {} of {} places ({}) is unknown: population_within and hansen "
                         "leave these out, and population_within of such a place is empty",
                         unknown.size(), population.size(), names.en),
             fmt::format("{1} 地中有 {0} 地（{2}）人口未知：population_within 与 hansen 均未计入，"
                         "这些地点自身的 population_within 为空",
                         unknown.size(), population.size(), names.zh)});
    }
    for (std::size_t at = 0; at < between->link.size(); ++at)
        rows.add("link", ground.link(at), "link_betweenness", between->link[at]);
    if (apart)
        add_note(result,
                 {"disconnected", "not every place reaches every other: compare harmonic, not closeness",
                  "网络不连通：各地之间应比较 harmonic，不宜比较 closeness"});
    return std::nullopt;
}

std::optional<Error> add_flows(const Ground& ground, const SquareFlows& square, const AnalysisWork& work,
                               AnalysisResult& result) {
    const auto rank = pagerank(square.flows, number_setting(ground.input, settings[2]));
    const auto hits = hubs_and_authorities(square.flows);
    const auto eigen = eigenvector_centrality(square.flows);
    if (!rank) return rank.error();
    if (!hits) return hits.error();
    if (!eigen) return eigen.error();
    const auto load = path_load(Neighbours(ground.network.network), square.flows, {}, work.stop);
    if (!load) return stopped_error();
    const std::vector<Strength> strength = strengths(square.flows);
    RowWriter rows(result, square.layer_key, square.period);
    const auto at_or_nothing = [](const std::vector<double>& values, std::size_t at) {
        return values.empty() ? std::nullopt : std::optional(values[at]);
    };
    for (std::size_t at = 0; at < strength.size(); ++at) {
        const std::string id = ground.id(at);
        rows.add(id, {}, "out_strength", strength[at].out);
        rows.add(id, {}, "in_strength", strength[at].in);
        rows.add(id, {}, "out_degree", strength[at].out_degree);
        rows.add(id, {}, "in_degree", strength[at].in_degree);
        rows.add(id, {}, "pagerank", (*rank)[at]);
        rows.add(id, {}, "hub", at_or_nothing(hits->hub, at));
        rows.add(id, {}, "authority", at_or_nothing(hits->authority, at));
        rows.add(id, {}, "eigenvector", at_or_nothing(*eigen, at));
        rows.add(id, {}, "load", load->through[at]);
    }
    for (std::size_t at = 0; at < load->link.size(); ++at)
        rows.add("link", ground.link(at), "link_load", load->link[at]);
    return std::nullopt;
}

Result<AnalysisResult> run(const AnalysisInput& input, const AnalysisWork& work) {
    AnalysisResult result;
    const std::vector<PlaceId> places = places_asked(input.dataset, input.filter);
    Result<PlaceNetwork> network = place_network(input, work, places, result);
    if (!network) return network.error();
    const Ground ground{input, places, std::move(*network)};
    rests_on(input, RestsOn::cost,
             {"betweenness", "closeness", "harmonic", "hansen", "population_within", "load",
              "link_betweenness", "link_load"},
             result);
    rests_on(input, RestsOn::population, {"hansen", "population_within"}, result);
    if (const auto error = add_network(ground, work, result)) return *error;
    const auto error = each_square(input, work, places, result, [&](const SquareFlows& square) {
        return add_flows(ground, square, work, result);
    });
    if (error) return *error;
    return result;
}

}  // namespace

Analysis centrality_analysis() {
    return {
        .key = "centrality",
        .name = {"Centrality and load", "中心性与承载"},
        .help = {"Which places send and receive most, which are near to most, and through which most passes. "
                 "Rank by flows and "
                 "position in the network differ: the largest place is seldom the one with the most traffic "
                 "passing through. "
                 "Links and their lengths come from --cost.",
                 "哪些地点收发最多、离其他地点最近、过境最多。按流排位与在网络中的位置并不一致：最大的城市往"
                 "往不是过境最多的城市。"
                 "线路及长度由 --cost 给出。"},
        .formula =
            "x = d P'x + (1-d)/n; Brandes betweenness, all ties; sum 1/d; sum P_j exp(-d/decay); "
            "all-or-nothing load split "
            "over ties",
        .source = "Brandes 2001; Brin & Page 1998; Kleinberg 1999; Hansen 1959; Bonacich 1987",
        .measures = measures,
        .settings = settings,
        .run = run,
    };
}

}  // namespace flowspace
