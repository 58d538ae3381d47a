// The analysis `resilience`: what fails when a place fails, at once and by overload, and how a network falls
// apart.
#include "data/analysis/analysis_parts.h"
#include "data/analysis/cascade.h"
#include "data/analysis/failure.h"
#include "data/analysis/graph_structure.h"
#include "data/analysis/inoperability.h"
#include "data/analysis/rescue_parts.h"
#include "data/source/parallel.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <thread>

namespace flowspace {
namespace {

constexpr std::array<std::string_view, 2> load_kinds = {"demand", "pairs"};
constexpr std::array settings = {
    AnalysisSetting{
        .key = "tolerance",
        .standard = "0.25",
        .help = {"spare capacity of each place as a share of its load", "各地的富余容量，占其负荷之比"},
        .least = 0,
        .most = 100},
    AnalysisSetting{
        .key = "load-by",
        .standard = "demand",
        .help = {"what loads a place: demand (the flows on shortest ways) or pairs (every pair alike)",
                 "负荷：demand 按最短路分配的流，pairs 各城市对等权"},
        .choices = load_kinds},
    AnalysisSetting{.key = "starts",
                    .standard = "20",
                    .help = {"for how many places, by load, the cascade after their failure is followed",
                             "按负荷取前若干地点，分别推演其失效后的级联"},
                    .least = 0,
                    .most = 100000},
    AnalysisSetting{.key = "random",
                    .standard = "100",
                    .help = {"random orders of removal", "随机移除次序的次数"},
                    .least = 1,
                    .most = 10000},
    AnalysisSetting{
        .key = "within",
        .standard = "60",
        .help = {"how far a helper reaches, in the unit of the costs", "救援可达的上限（费用单位）"},
        .least = 0,
        .most = 100000},
    AnalysisSetting{
        .key = "helpers-needed",
        .standard = "2",
        .help = {"helpers within reach that make a place covered", "有几处救援力量可达才算有保障"},
        .least = 1,
        .most = 100}};

constexpr std::array<std::string_view, 2> of_dependence = {"inoperability", "direct_blow"};
constexpr std::array<std::string_view, 6> of_helpers = {"rescue_base",        "helpers_within",
                                                        "rescue_cover",       "rescue_cover_after",
                                                        "rescue_people_lost", "rescue_lost_at"};
constexpr std::array<std::string_view, 2> of_agreements = {"rescue_gap", "rescue_gap_share"};

constexpr std::array tables = {
    AnalysisTable{
        .key = "dependence",
        .shape = TableShape::plain,
        .need = Need::optional,
        .help =
            {"table with item, on, share: how much of the failure of `on` the item takes over; with `on` "
             "empty: the direct blow. Items are sectors or places",
             "含 item, on, share 的表：on 失效时 item 受牵连的比例；on 为空表示直接冲击。item 为行业或地点"},
        .measures = of_dependence},
    AnalysisTable{.key = "helpers",
                  .shape = TableShape::plain,
                  .need = Need::optional,
                  .help = {"table with place: where rescue is based (ids of places, one a row)",
                           "含 place 的表：救援力量所在地（地点代码，每行一处）"},
                  .measures = of_helpers},
    AnalysisTable{
        .key = "agreements",
        .shape = TableShape::plain,
        .need = Need::optional,
        .help = {"table with a, b: two places that have agreed on joint prevention and rescue; a group as a "
                 "with b empty: every two of its members",
                 "含 a, b 的表：已订立联防联控、联合救援协议的两地；a 为分组而 b 为空，表示其成员两两有协议"},
        .measures = of_agreements}};

constexpr std::array measures = {
    Measure{
        "inoperability",
        {"share of the item that fails, with those that it depends on", "失能度：计入依赖关系后失效的比例"}},
    Measure{"direct_blow", {"share of the item that fails of itself", "直接冲击比例"}},
    Measure{"efficiency", {"mean of 1 / distance over pairs", "全局效率"}},
    Measure{"largest_component_share",
            {"of all places; scope all: intact", "最大连通分量占比；all 为完好状态"}},
    Measure{"density", {"links / possible links", "网络密度"}},
    Measure{"transitivity", {"3 triangles / triples", "传递性"}},
    Measure{"clustering", {"mean local clustering", "平均局部聚类"}},
    Measure{"assortativity", {"correlation of degrees over links", "同配系数"}},
    Measure{"degree_hierarchy", {"slope of ln degree on ln rank", "度的层级性斜率"}},
    Measure{"strength_hierarchy", {"slope of ln strength on ln rank", "强度的层级性斜率"}},
    Measure{"matching", {"slope of neighbours' degree on degree", "匹配性斜率"}},
    Measure{"robustness",
            {"mean largest component while places go in the order of item, 1/n to 1/2",
             "稳健度 R：按 item 次序移除时最大分量均值"}},
    Measure{"efficiency_relative", {"efficiency without the place / intact", "失去该地后的效率比"}},
    Measure{"demand_at_failed", {"share of flow that starts or ends there", "以该地为起讫的流占比"}},
    Measure{"demand_cut_off",
            {"share of flow between others that has no way left", "其他地点间失去通路的流占比"}},
    Measure{"demand_served", {"share of flow that still has a way", "仍可到达的流占比"}},
    Measure{"criticality",
            {"1 - demand_served after the cascade, of the places whose cascade is followed (--starts); with "
             "--starts 0 of all, without cascades",
             "关键度：1 - 级联后仍可服务的流占比，限已推演级联的地点（--starts）；--starts 0 "
             "时为全部地点，不含级联"}},
    Measure{"extra_length",
            {"mean lengthening of the flow that still has a way, in the unit of the costs",
             "仍可到达的流平均绕行增量（费用单位）"},
            unit_of_costs},
    Measure{"demand_slowed",
            {"share of flow whose way is more than 1.5 times as long", "路程增至 1.5 倍以上的流占比"}},
    Measure{"cascade_failed",
            {"places failed in the end, the first included", "级联最终失效地点数（含首个）"}},
    Measure{"cascade_rounds", {"rounds of overload after the first failure", "首个失效后的过载轮数"}},
    Measure{"cascade_served",
            {"share of flow with a way after the cascade; item: after that round",
             "级联后仍可服务的流占比；item 为轮次"}},
    Measure{"cascade_round", {"places that fail in the round of item", "该轮失效的地点"}},
    Measure{"cascade_efficiency",
            {"efficiency relative to intact after the round of item", "该轮后的效率比"}},
    Measure{"cascade_component",
            {"largest component share after the round of item", "该轮后最大连通分量占比"}},
    Measure{"rescue_base", {"1: rescue is based there", "救援力量所在地"}},
    Measure{"helpers_within",
            {"places of rescue within --within, the place's own included",
             "可达救援力量：--within 以内的处数，含本地"}},
    Measure{"rescue_cover",
            {"share of people with at least --helpers-needed places of rescue within --within",
             "救援覆盖率：可达处数不少于 --helpers-needed 的人口占比"}},
    Measure{"rescue_cover_after",
            {"the same when the place fails: it helps nobody and nothing passes through it",
             "失效后救援覆盖率：该地失效，既不施救也不能通过"}},
    Measure{"rescue_people_lost",
            {"people who are covered no longer when the place fails", "失去救援保障的人口：该地失效所致"},
            "persons"},
    Measure{"rescue_lost_at", {"where they live", "因该地失效而失去保障的地点"}},
    Measure{"rescue_gap",
            {"share of all flow that runs between two places (item) without an agreement: the 50 largest",
             "联防缺口：未订协议的两地（item）间的流占全部流之比，列最大的 50 对"}},
    Measure{"rescue_gap_share",
            {"of all flow, between any two places without an agreement; n: how many such pairs",
             "联防缺口合计：未订协议的两地间的流占全部流之比，n 为对数"}},
};

/// Names in the order of their first row.
std::size_t row_of(std::vector<std::string>& names, std::string_view name) {
    const auto found = std::ranges::find(names, name);
    if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
    names.emplace_back(name);
    return names.size() - 1;
}

/// Failures that spread by dependence, of the table's items; flows play no part.
std::optional<Error> add_dependence(const PlainTable& table, AnalysisResult& result) {
    const auto item = needed_column(table, "resilience", {"item"}),
               on = needed_column(table, "resilience", {"on", "depends_on"}),
               share = needed_column(table, "resilience", {"share"});
    for (const auto* column : {&item, &on, &share})
        if (!*column) return column->error();
    std::vector<std::string> names;
    for (std::size_t row = 0; row < table.size(); ++row)
        for (const std::size_t column : {*item, *on})
            if (!table.cell(row, column).empty()) row_of(names, table.cell(row, column));
    SquareMatrix dependence(names.size(), 0);
    std::vector<double> blow(names.size(), 0);
    for (std::size_t row = 0; row < table.size(); ++row) {
        const auto much = cell_number(table, row, *share);
        if (!much) return much.error();
        if (!(*much >= 0) || table.cell(row, *item).empty())
            return Error{
                format_problem(problem_at(table, row, *share, "bad-number", "a number of at least 0"))};
        const std::size_t of = row_of(names, table.cell(row, *item));
        if (table.cell(row, *on).empty())
            blow[of] = *much;
        else
            dependence(of, row_of(names, table.cell(row, *on))) = *much;
    }
    const std::vector<double> fails = inoperability(dependence, blow);
    RowWriter rows(result, {}, {});
    for (std::size_t at = 0; at < names.size(); ++at) {
        rows.add(names[at], {}, "direct_blow", blow[at]);
        rows.add(names[at], {}, "inoperability", fails[at]);
    }
    return std::nullopt;
}

struct Ground {
    const AnalysisInput& input;
    const AnalysisWork& work;
    std::vector<PlaceId> places;
    PlaceNetwork network;
    Neighbours neighbours;
    AnalysisResult& result;

    std::string id(std::size_t at) const { return input.dataset.atlas->places[index(places[at])].id; }
    LoadKind kind() const {
        return word_setting(input, settings[1]) == "pairs" ? LoadKind::pairs : LoadKind::demand;
    }
};

/// What does not depend on flows.
std::optional<Error> add_structure(const Ground& ground) {
    RowWriter rows(ground.result, {}, {});
    const GraphStructure structure = graph_structure(ground.network.network);
    rows.add("all", {}, "density", structure.density);
    rows.add("all", {}, "transitivity", structure.transitivity);
    rows.add("all", {}, "clustering", structure.mean_local_clustering);
    rows.add("all", {}, "assortativity", structure.assortativity);
    rows.add("all", {}, "degree_hierarchy", structure.degree_hierarchy);
    rows.add("all", {}, "matching", structure.matching);
    std::vector<double> degree(ground.places.size(), 0);
    for (const Link& link : ground.network.network.links) ++degree[link.a], ++degree[link.b];
    rows.add("all", "degree", "robustness", robustness(removal_curve(ground.neighbours, order_by(degree))));
    const auto adaptive =
        adaptive_order(ground.neighbours, ground.work.stop, [&](double done) { ground.work.at(0.3 * done); });
    if (!adaptive) return stopped_error();
    rows.add("all", "betweenness", "robustness", robustness(removal_curve(ground.neighbours, *adaptive)));
    const auto draws = static_cast<std::uint64_t>(number_setting(ground.input, settings[3]));
    double sum = 0, squares = 0;
    for (std::uint64_t draw = 0; draw < draws; ++draw) {
        if (ground.work.stopped()) return stopped_error();
        const double value = robustness(
            removal_curve(ground.neighbours, random_order(ground.places.size(), ground.input.seed + draw)));
        sum += value;
        squares += value * value;
    }
    const auto count = static_cast<double>(draws);
    AnalysisRow& random = rows.add("all", "random", "robustness", sum / count);
    random.n = static_cast<std::int64_t>(draws);
    return std::nullopt;
}

/// Calls job(0) ... job(count - 1) on all cores and says from the calling thread how far that is. Jobs must
/// not share what they write. False when stopped: then not all were called.
template <class Job>
bool on_all_cores(const AnalysisWork& work, std::size_t count, double from, double to, const Job& job) {
    const auto caller = std::this_thread::get_id();
    std::atomic<std::size_t> done = 0;
    run_parallel(count, all_threads(), [&](std::size_t at) {
        if (work.stopped()) return;
        job(at);
        const double share = static_cast<double>(++done) / static_cast<double>(count);
        if (std::this_thread::get_id() == caller) work.at(from + (to - from) * share);
    });
    return !work.stopped();
}

std::optional<Error> add_removals(const Ground& ground, const Intact& intact, RowWriter& rows,
                                  std::vector<double>& criticality) {
    std::vector<std::optional<FailureEffect>> effects(ground.places.size());
    const bool ended = on_all_cores(ground.work, effects.size(), 0.3, 0.7, [&](std::size_t at) {
        Working working{.place = std::vector<std::uint8_t>(effects.size(), 1)};
        working.place[at] = 0;
        effects[at] = failure_effect(ground.neighbours, intact, working, ground.work.stop);
    });
    if (!ended) return stopped_error();
    for (std::size_t at = 0; at < effects.size(); ++at) {
        const FailureEffect& effect = *effects[at];
        const std::string id = ground.id(at);
        rows.add(id, {}, "largest_component_share", effect.largest_component_share);
        rows.add(id, {}, "efficiency_relative", effect.efficiency_relative);
        rows.add(id, {}, "demand_at_failed", effect.demand_at_failed);
        rows.add(id, {}, "demand_cut_off", effect.demand_cut_off);
        rows.add(id, {}, "demand_served", effect.demand_served);
        rows.add(id, {}, "extra_length", effect.extra_length_per_trip);
        rows.add(id, {}, "demand_slowed", effect.demand_slowed);
        criticality[at] = 1 - effect.demand_served;
    }
    return std::nullopt;
}

void add_cascade(const Ground& ground, std::size_t start, const Cascade& found, RowWriter& rows) {
    const std::string id = ground.id(start);
    rows.add(id, {}, "cascade_failed", static_cast<double>(found.failed));
    rows.add(id, {}, "cascade_rounds", static_cast<double>(found.rounds.size() - 1));
    rows.add(id, {}, "cascade_served", found.rounds.back().effect.demand_served);
    for (std::size_t round = 0; round < found.rounds.size() && found.rounds.size() > 1; ++round) {
        std::vector<std::string> failed;
        for (const std::uint32_t place : found.rounds[round].failed) failed.push_back(ground.id(place));
        const std::string item = std::to_string(round);
        const FailureEffect& effect = found.rounds[round].effect;
        rows.say(id, item, "cascade_round", fmt::format("{}", fmt::join(failed, " ")));
        rows.add(id, item, "cascade_served", effect.demand_served);
        rows.add(id, item, "cascade_efficiency", effect.efficiency_relative);
        rows.add(id, item, "cascade_component", effect.largest_component_share);
    }
}

/// Worst first. A loss after a cascade is not one without: only places computed alike stand in one order,
/// those in `followed`, or all where no cascade was followed.
void add_criticality(const Ground& ground, const std::vector<double>& criticality,
                     std::span<const std::uint32_t> followed, RowWriter& rows) {
    for (const std::uint32_t at : order_by(criticality)) {
        if (!followed.empty() && std::ranges::count(followed, at) == 0) continue;
        rows.add(ground.id(at), {}, "criticality", criticality[at]);
    }
    if (followed.empty() || followed.size() == criticality.size()) return;
    add_note(ground.result,
             {"cascades-of-some",
              fmt::format("criticality is of the {} with the largest load, of {} places in all, whose {} "
                          "followed: others may matter more; --starts {} follows all",
                          followed.size() == 1 ? "place" : fmt::format("{} places", followed.size()),
                          criticality.size(), followed.size() == 1 ? "cascade was" : "cascades were",
                          criticality.size()),
              fmt::format(
                  "关键度仅限负荷最大的 {} 地（共 {} 地），即已推演级联者：其余地点可能更关键；--starts {} "
                  "推演全部",
                  followed.size(), criticality.size(), criticality.size())});
}

std::optional<Error> answer(const Ground& ground, const SquareFlows& square) {
    const auto intact = intact_state(ground.neighbours, square.flows, ground.work.stop);
    if (!intact) return stopped_error();
    RowWriter rows(ground.result, square.layer_key, square.period);
    rows.add("all", {}, "efficiency", intact->efficiency);
    rows.add("all", {}, "largest_component_share",
             static_cast<double>(intact->largest_component) / static_cast<double>(ground.places.size()));
    std::vector<double> strength(ground.places.size(), 0), criticality(ground.places.size(), 0);
    for (std::size_t from = 0; from < strength.size(); ++from)
        for (std::size_t to = 0; to < strength.size(); ++to) {
            strength[from] += intact->demand(from, to);
            strength[to] += intact->demand(from, to);
        }
    rows.add("all", {}, "strength_hierarchy", rank_slope(strength));
    rows.add("all", "strength", "robustness",
             robustness(removal_curve(ground.neighbours, order_by(strength))));
    if (!(intact->total_demand > 0)) return std::nullopt;
    if (const auto error = add_removals(ground, *intact, rows, criticality)) return error;
    const auto load = intact_load(ground.neighbours, *intact, ground.kind(), ground.work.stop);
    if (!load) return stopped_error();
    const std::vector<std::uint32_t> order = order_by(*load);
    const std::span followed = std::span(order).first(
        std::min(static_cast<std::size_t>(number_setting(ground.input, settings[2])), order.size()));
    const CascadeOptions options = {.load = ground.kind(),
                                    .tolerance = number_setting(ground.input, settings[0])};
    std::vector<std::optional<Cascade>> cascades(followed.size());
    const bool ended = on_all_cores(ground.work, followed.size(), 0.7, 1, [&](std::size_t at) {
        cascades[at] =
            cascade(ground.neighbours, *intact, *load, followed.subspan(at, 1), options, ground.work.stop);
    });
    if (!ended) return stopped_error();
    for (std::size_t at = 0; at < followed.size(); ++at) {
        add_cascade(ground, followed[at], *cascades[at], rows);
        criticality[followed[at]] = 1 - cascades[at]->rounds.back().effect.demand_served;
    }
    add_criticality(ground, criticality, followed, rows);
    return std::nullopt;
}

/// All that are of ways through the network.
std::vector<std::string> network_measures() {
    std::vector<std::string> keys;
    for (const Measure& measure : measures)
        if (std::ranges::count(of_dependence, measure.key) == 0 &&
            std::ranges::count(of_agreements, measure.key) == 0)
            keys.emplace_back(measure.key);
    return keys;
}

Result<AnalysisResult> run(const AnalysisInput& input, const AnalysisWork& work) {
    AnalysisResult result;
    const std::vector<PlaceId> places = places_asked(input.dataset, input.filter);
    Result<PlaceNetwork> network = place_network(input, work, places, result);
    if (!network) return network.error();
    rests_on(input, RestsOn::cost, network_measures(), result);
    const Neighbours neighbours(network->network);
    const std::string unit = network->unit;
    const Ground ground{input, work, places, std::move(*network), neighbours, result};
    if (const auto error = add_structure(ground)) return *error;
    const RescueGround rescue{.input = input,
                              .work = work,
                              .places = places,
                              .neighbours = neighbours,
                              .within = number_setting(input, settings[4]),
                              .unit = unit,
                              .needed = static_cast<std::uint32_t>(number_setting(input, settings[5]))};
    if (const auto error = add_rescue_cover(rescue, result)) return *error;
    const Result<SquareMatrix> agreed = agreements(rescue, result);
    if (!agreed) return agreed.error();
    const auto error =
        each_square(input, work, places, result, [&](const SquareFlows& square) -> std::optional<Error> {
            if (agreed->size > 0) add_rescue_gaps(rescue, square, *agreed, result);
            return answer(ground, square);
        });
    if (error) return *error;
    if (const auto table = input.tables.find("dependence"); table != input.tables.end())
        if (const auto refused = add_dependence(table->second, result)) return *refused;
    add_note(result,
             {"what-if", "a what-if, relative: a static model without behaviour and without capacity data",
              "情景推演，仅供相对比较：静态模型，不含行为反应，也没有容量数据"});
    return result;
}

}  // namespace

Analysis resilience_analysis() {
    return {
        .key = "resilience",
        .name = {"Resilience and failure", "韧性与失效推演"},
        .help = {"What is lost when one place fails: efficiency, flow that starts there, flow cut off, flow "
                 "slowed; how failures "
                 "spread when what must carry more than it can fails in turn (rounds in order); and how fast "
                 "the network falls "
                 "apart. The largest place is not always the most critical one. Links come from --cost.",
                 "某地失效会损失什么：效率、以其为起讫的流、被切断与被拖慢的流；超出承载者相继失效时如何逐轮"
                 "蔓延；"
                 "网络瓦解得多快。最大的城市未必最关键。线路由 --cost 给出。"},
        .formula =
            "E = 1/(n(n-1)) sum 1/d; R = (1/N) sum s(Q); capacity (1 + tolerance) L0, all L > C (1 + 1e-12) "
            "fail together, "
            "trip ends in the load; q = min(1, A q + c)",
        .source =
            "Latora & Marchiori 2001; Schneider et al. 2011; Motter & Lai 2002; Crespo et al. 2014; Peng, "
            "Lin & Gu 2018; Santos & Haimes 2004",
        .measures = measures,
        .settings = settings,
        .tables = tables,
        .run = run,
    };
}

}  // namespace flowspace
