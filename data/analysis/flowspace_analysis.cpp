// The analysis `flowspace`: what the flows say of the space that they make, beside the space of places.
#include "data/analysis/analysis.h"
#include "data/analysis/compass.h"
#include "data/analysis/flow_space.h"
#include "data/analysis/od_matrix.h"
#include "data/pair_selection.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace flowspace {
namespace {

constexpr std::array<std::string_view, 3> shown = {"places", "sectors", "pairs"};
constexpr std::array settings = {
    AnalysisSetting{.key = "beyond",
                    .standard = "180",
                    .help = {"cost beyond which flow counts as far (minutes; without a --cost table km)",
                             "视为远程的费用下限（分钟；无 --cost 表时为千米）"},
                    .least = 0,
                    .most = 1e6},
    AnalysisSetting{
        .key = "show",
        .standard = "places",
        .help = {"sectors: the flow of every place by direction of the compass too; pairs: the effective "
                 "distance of every pair too",
                 "sectors 另列各地八方位的流；pairs 另列每对地点的有效距离"},
        .choices = shown}};
constexpr const AnalysisSetting& beyond_setting = settings[0];
constexpr const AnalysisSetting& show_setting = settings[1];

constexpr std::array measures = {
    Measure{"total_flow", {"of all pairs of different places", "不同地点间的总流"}, "flow"},
    Measure{"weighted_reciprocity",
            {"share of flow that is returned, 0 to 1", "对流中得到回流的比重，0 至 1"}},
    Measure{"direction_entropy",
            {"of a place: 0 all to one, 1 the same to all", "地点的流向熵：0 全部流向一地，1 均匀"}},
    Measure{"reciprocity",
            {"of a place: share of its flow both ways that is returned, 0 to 1",
             "地点的互惠度：往来流中得到回流的比重，0 至 1"}},
    Measure{"sector_out",
            {"flow of a place towards a direction of the compass (item), 45 degrees each",
             "流出方位：地点流向某一方位（item，八方位各 45°）的流"},
            "flow"},
    Measure{"sector_in",
            {"flow of a place from a direction of the compass (item)",
             "流入方位：自某一方位（item）流入地点的流"},
            "flow"},
    Measure{"mean_direction_entropy", {"over places", "各地点流向熵的平均"}},
    Measure{"mean_cost", {"flow-weighted", "按流加权的平均费用"}, unit_of_costs},
    Measure{"share_beyond",
            {"of flow, over a way of more than --beyond", "远程流占比：费用超过 --beyond 的流的比重"}},
    Measure{"spearman_flow_cost", {"rank correlation of flow and cost over pairs", "流与费用的等级相关"}},
    Measure{
        "links",
        {"pairs whose flow both ways is at least the threshold (item)", "双向流不小于阈值（item）的城市对数"},
        "pairs"},
    Measure{"components", {"parts that hang together by them", "由其连成的部分数"}},
    Measure{"largest_component", {"places in the largest part", "最大部分的地点数"}},
    Measure{"second_component", {"places in the second", "第二大部分的地点数"}},
    Measure{"percolation_threshold",
            {"largest threshold with one part: the weakest needed link", "仍连成一体的最大阈值"},
            "flow"},
    Measure{"spanning_link",
            {"flow both ways of a link of the maximum spanning tree (item): those that reach a threshold "
             "hold its "
             "components together",
             "渗流骨架：最大生成树联系（item）的双向流；达到阈值者撑起该阈值下的各部分"},
            "flow"},
    Measure{"layer_correlation",
            {"of ln(1 + flow) of two layers (item), over pairs", "两种要素流 ln(1+流) 的相关（item）"}},
    Measure{"layer_jaccard",
            {"of the links of two layers (item)", "两种要素流联系集合的 Jaccard 系数（item）"}},
    Measure{"effective_distance",
            {"1 - ln P along the best way, of a pair (item)",
             "有效距离：一对地点（item）之间最可能路径上 1 − ln P 之和"}},
    Measure{"mean_effective_distance", {"from a place to all others", "地点到其他地点的平均有效距离"}},
    Measure{"plane_x", {"of a place in the plane of effective distances", "流动空间平面坐标 x"}},
    Measure{"plane_y", {"the same, second axis", "流动空间平面坐标 y"}},
};

struct Answering {
    const AnalysisInput& input;
    const AnalysisWork& work;
    const OdMatrix& matrix;
    const CostMatrix& cost;
    std::vector<std::uint8_t> known;
    AnalysisRow frame;
    AnalysisResult& result;

    FlowMatrix flows() const { return {matrix.flow, known, matrix.size()}; }
    const std::string& id(std::size_t row) const {
        return input.dataset.atlas->places[index(matrix.places[row])].id;
    }
    void add(std::string_view scope, std::string item, std::string_view measure, std::optional<double> value,
             std::string_view note = "not-defined") const {
        AnalysisRow row = frame;
        row.scope = scope;
        row.item = std::move(item);
        row.measure = measure;
        row.value = value;
        if (!value) row.note = note;
        result.rows.push_back(std::move(row));
    }
};

void add_directions(const Answering& to) {
    double total = 0, sum = 0, places = 0;
    for (std::size_t cell = 0; cell < to.known.size(); ++cell)
        total += to.known[cell] ? to.matrix.flow[cell] : 0;
    to.add("all", {}, "total_flow", total);
    to.add("all", {}, "weighted_reciprocity", weighted_reciprocity(to.flows()));
    const std::vector<std::optional<double>> entropies = direction_entropy(to.flows());
    for (std::size_t row = 0; row < entropies.size(); ++row) {
        to.add(to.id(row), {}, "direction_entropy", entropies[row], "no-outflow");
        if (!entropies[row]) continue;
        sum += *entropies[row];
        places += 1;
    }
    to.add("all", {}, "mean_direction_entropy", places > 0 ? std::optional(sum / places) : std::nullopt);
}

/// How mutual the flows of each place are, and where they go by the compass.
void add_compass(const Answering& to) {
    const std::vector<std::optional<double>> mutual = place_reciprocity(to.flows());
    for (std::size_t row = 0; row < mutual.size(); ++row) to.add(to.id(row), {}, "reciprocity", mutual[row]);
    if (word_setting(to.input, show_setting) != "sectors") return;
    std::vector<LonLat> where;
    for (const PlaceId place : to.matrix.places)
        where.push_back(to.input.dataset.atlas->places[index(place)].location);
    const std::vector<SectorFlows> sectors = flows_by_sector(to.flows(), where);
    for (std::size_t row = 0; row < sectors.size(); ++row)
        for (std::size_t at = 0; at < compass_sectors.size(); ++at) {
            const std::string item(compass_sectors[at]);
            if (sectors[row].out[at]) to.add(to.id(row), item, "sector_out", sectors[row].out[at]);
            if (sectors[row].in[at]) to.add(to.id(row), item, "sector_in", sectors[row].in[at]);
        }
}

void add_costs(const Answering& to) {
    std::vector<double> flow, cost;
    double weighted = 0, far = 0, all = 0;
    const double beyond = number_setting(to.input, beyond_setting);
    for (std::size_t cell = 0; cell < to.known.size(); ++cell) {
        if (!to.known[cell] || !std::isfinite(to.cost.cost[cell])) continue;
        flow.push_back(to.matrix.flow[cell]);
        cost.push_back(to.cost.cost[cell]);
        weighted += flow.back() * cost.back();
        far += cost.back() > beyond ? flow.back() : 0;
        all += flow.back();
    }
    to.add("all", {}, "mean_cost", all > 0 ? std::optional(weighted / all) : std::nullopt);
    to.add("all", {}, "share_beyond", all > 0 ? std::optional(far / all) : std::nullopt);
    to.add("all", {}, "spearman_flow_cost", correlation(average_ranks(flow), average_ranks(cost)));
}

/// 1, 2 and 5 times powers of ten, from the largest link down to where all hang together and one step below.
void add_percolation(const Answering& to) {
    const FlowMatrix flows = to.flows();
    double largest = 0, smallest = 0;
    for (std::size_t row = 0; row < flows.n; ++row)
        for (std::size_t column = row + 1; column < flows.n; ++column) {
            const double there =
                             to.known[row * flows.n + column] ? to.matrix.flow[row * flows.n + column] : 0,
                         back = to.known[column * flows.n + row] ? to.matrix.flow[column * flows.n + row] : 0;
            if (there + back <= 0) continue;
            largest = std::max(largest, there + back);
            smallest = smallest == 0 ? there + back : std::min(smallest, there + back);
        }
    if (largest > 0) {
        constexpr std::array factors = {1.0, 2.0, 5.0};
        int step = 3 * static_cast<int>(std::ceil(std::log10(largest))) + 3;
        for (;; --step) {
            const int power = step >= 0 ? step / 3 : -((2 - step) / 3);
            const double threshold =
                factors[static_cast<std::size_t>(step - 3 * power)] * std::pow(10.0, power);
            if (threshold > largest) continue;
            const Percolation made = percolate(flows, threshold);
            const std::string item = format_number(threshold);
            to.add("all", item, "links", static_cast<double>(made.links));
            to.add("all", item, "components", static_cast<double>(made.components));
            to.add("all", item, "largest_component", static_cast<double>(made.largest));
            to.add("all", item, "second_component", static_cast<double>(made.second));
            if (made.components == 1 || threshold <= smallest || to.work.stopped()) break;
        }
    }
    const std::vector<SpanningLink> tree = spanning_links(flows);
    for (const SpanningLink& link : tree)
        to.add("link", to.id(link.one) + "-" + to.id(link.other), "spanning_link", link.weight);
    to.add("all", {}, "percolation_threshold", percolation_threshold(tree, flows.n), "never-connected");
}

void add_effective(const Answering& to) {
    const std::size_t n = to.matrix.size();
    const std::vector<double> distance = effective_distances(to.flows(), to.work.stop);
    if (distance.empty()) return;
    std::size_t centre = 0;
    std::vector<std::size_t> reached(n, 0);
    for (std::size_t row = 0; row < n; ++row) {
        double sum = 0;
        for (std::size_t column = 0; column < n; ++column) {
            if (row == column || !std::isfinite(distance[row * n + column])) continue;
            sum += distance[row * n + column];
            ++reached[row];
            if (word_setting(to.input, show_setting) == "pairs")
                to.add(to.id(row), to.id(row) + ">" + to.id(column), "effective_distance",
                       distance[row * n + column]);
        }
        to.add(to.id(row), {}, "mean_effective_distance",
               reached[row] > 0 ? std::optional(sum / static_cast<double>(reached[row])) : std::nullopt,
               "no-outflow");
        to.result.rows.back().n = static_cast<std::int64_t>(reached[row]);
        if (reached[row] > reached[centre]) centre = row;
    }
    // In the plane: what the place that reaches most can reach and be reached from.
    std::vector<std::uint32_t> chosen;
    for (std::uint32_t row = 0; row < n; ++row)
        if (std::isfinite(distance[row * n + centre]) && std::isfinite(distance[centre * n + row]))
            chosen.push_back(row);
    const std::vector<PlanePoint> points = scale_to_plane(distance, n, chosen);
    for (std::size_t at = 0; at < points.size(); ++at) {
        to.add(to.id(chosen[at]), {}, "plane_x", points[at].x);
        to.add(to.id(chosen[at]), {}, "plane_y", points[at].y);
    }
}

/// Two layers of one period over the pairs known in both. Never added: only compared.
void add_agreement(const Answering& one, const Answering& other) {
    std::vector<double> first, second;
    double both = 0, either = 0;
    for (std::size_t cell = 0; cell < one.known.size(); ++cell) {
        if (!one.known[cell] || !other.known[cell]) continue;
        const double a = one.matrix.flow[cell], b = other.matrix.flow[cell];
        first.push_back(std::log1p(a));
        second.push_back(std::log1p(b));
        both += a > 0 && b > 0 ? 1 : 0;
        either += a > 0 || b > 0 ? 1 : 0;
    }
    const std::string item = one.frame.layer + "+" + other.frame.layer;
    one.add("all", item, "layer_correlation", correlation(first, second));
    one.add("all", item, "layer_jaccard", either > 0 ? std::optional(both / either) : std::nullopt);
}

void add_notes(const AnalysisInput& input, const CostMatrix& cost, std::uint64_t unpublished,
               AnalysisResult& result) {
    result.facts.push_back({"cost", cost.geodesic ? "geodesic distance in km (no --cost table given)"
                                                  : cost.unit + " of " + input.cost->path});
    rests_on(input, RestsOn::cost, {"mean_cost", "share_beyond", "spearman_flow_cost"}, result);
    if (cost.geodesic)
        add_note(result, {"geodesic", "no --cost table: straight-line distance in km stands for cost",
                          "未给 --cost 表：以大地线距离（千米）代替费用"});
    if (unpublished > 0)
        add_note(result, {"unpublished",
                          std::to_string(unpublished) + " pairs that no row lists are unknown and left out",
                          std::to_string(unpublished) + " 个未列出的城市对未知，不计入"});
    const auto has = [&](std::string_view note) {
        return std::ranges::count(result.rows, note, &AnalysisRow::note) > 0;
    };
    if (has("not-defined")) add_note(result, {"not-defined", "too few flows: not defined", "流太少：无定义"});
    if (has("no-outflow")) add_note(result, {"no-outflow", "nothing leaves the place", "该地点无流出"});
    if (has("never-connected"))
        add_note(result,
                 {"never-connected", "the places never hang together as one", "所有地点从不连成一体"});
}

Result<AnalysisResult> run(const AnalysisInput& input, const AnalysisWork& work) {
    AnalysisResult result;
    const std::vector<PlaceId> places = places_asked(input.dataset, input.filter);
    const CostMatrix cost = cost_matrix(*input.dataset.atlas, places, input.cost, work.stop);
    std::uint64_t unpublished = 0;
    for (const Period& period : input.periods) {
        std::vector<OdMatrix> matrices;
        std::vector<Answering> layers;
        Filter filter = input.filter;
        filter.window = period.window;
        const std::vector<LayerId> asked = layers_asked(*input.dataset.flows, input.filter);
        for (const LayerId layer : asked) {
            if (work.stopped()) return stopped_error();
            Result<OdMatrix> matrix = od_matrix(input.dataset, filter, layer, places, work.stop);
            if (!matrix) return matrix.error();
            matrices.push_back(std::move(*matrix));
        }
        for (std::size_t at = 0; at < asked.size(); ++at) {
            const OdMatrix& matrix = matrices[at];
            Answering& to = layers.emplace_back(Answering{
                input,
                work,
                matrix,
                cost,
                {},
                {.layer = input.dataset.flows->layers()[index(asked[at])].key, .period = period.label},
                result});
            for (std::size_t cell = 0; cell < matrix.status.size(); ++cell)
                to.known.push_back(is_known(matrix.status[cell]) &&
                                   cell / matrix.size() != cell % matrix.size());
            unpublished += count_cells(matrix).unpublished;
            add_directions(to);
            add_compass(to);
            add_costs(to);
            add_percolation(to);
            add_effective(to);
            if (work.stopped()) return stopped_error();
        }
        for (std::size_t one = 0; one < layers.size(); ++one)
            for (std::size_t other = one + 1; other < layers.size(); ++other)
                add_agreement(layers[one], layers[other]);
    }
    add_notes(input, cost, unpublished, result);
    return result;
}

}  // namespace

Analysis flowspace_analysis() {
    return {
        .key = "flowspace",
        .name = {"The space of flows", "流动空间"},
        .help =
            {"How mutual flows are and in how many directions they go, how far, at which volume the country "
             "falls "
             "into parts, how alike the layers are, and how near places are by flow rather than by ground "
             "(effective distance, with coordinates in a plane).",
             "流的互惠程度与方向多样性、远近、在何种流量阈值下全国分裂为几部分、各要素流的相似程度，以及按流"
             "而非按地面衡量的远近"
             "（有效距离及平面坐标）。"},
        .formula =
            "reciprocity sum min(F,F')/W; entropy -sum p ln p/ln(n-1); effective distance 1 - ln P_ij, "
            "shortest "
            "paths; threshold = weakest link of the maximum spanning tree",
        .source = "Brockmann & Helbing 2013 Science 342:1337; Castells 1996; Limtanakool et al. 2007",
        .measures = measures,
        .settings = settings,
        .run = run,
    };
}

}  // namespace flowspace
