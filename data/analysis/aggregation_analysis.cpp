// The analysis `aggregation`: what stays inside a group, what leaves and reaches it, and who sends to whom.
#include "data/analysis/aggregation.h"
#include "data/analysis/analysis.h"
#include "data/analysis/shared_notes.h"
#include "data/completeness.h"
#include "data/pair_selection.h"

#include <algorithm>
#include <array>
#include <string>

namespace flowspace {
namespace {

constexpr std::array<std::string_view, 2> levels = {"groups", "places"};
constexpr std::array settings = {AnalysisSetting{
    .key = "level",
    .standard = "groups",
    .help = {"what is measured: groups of --kind, or places", "衡量对象：groups 分组, places 地点"},
    .choices = levels}};

constexpr std::array measures = {
    Measure{"internal",
            {"flow with both ends inside, different places", "组内流：两端都在组内的不同地点"},
            "flow"},
    Measure{"outflow", {"flow from inside to outside", "流出：由组内到组外"}, "flow"},
    Measure{"inflow", {"flow from outside to inside", "流入：由组外到组内"}, "flow"},
    Measure{
        "self", {"flow from members to themselves (with --self)", "成员自身到自身的流（用 --self）"}, "flow"},
    Measure{"turnover",
            {"internal + outflow + inflow: each flow once", "周转量：组内、流出、流入各计一次"},
            "flow"},
    Measure{"throughput",
            {"twice internal + outflow + inflow: each end once", "吞吐量：组内计两次，按端点计"},
            "flow"},
    Measure{"net", {"inflow - outflow", "净流入：流入减流出"}, "flow"},
    Measure{"internal_share", {"internal / turnover", "组内占比：组内流除以周转量"}},
    Measure{
        "containment_origin",
        {"of the flow that members send, the share that stays inside (inter-city)", "出发端自足率（城际）"}},
    Measure{"containment_destination",
            {"of the flow that members receive, the share from inside (inter-city)", "到达端自足率（城际）"}},
    Measure{"net_effectiveness", {"net / (inflow + outflow), from -1 to 1", "净流动效率，-1 至 1"}},
    Measure{"ei_index",
            {"(external - 2 internal) / (external + 2 internal), from -1 (closed) to 1",
             "E-I 指数，-1（封闭）至 1"}},
    Measure{"net_rate",
            {"net per 1000 residents of 2020", "净流入率：每千常住人口（2020 年）净流入"},
            "flow per 1000"},
    Measure{"flow", {"from one group (or outside) to another", "组间流：由一组（或组外）到另一组"}, "flow"},
};

/// One layer and period being answered for.
struct Answering {
    const AnalysisInput& input;
    const PairSums& flows;
    AnalysisRow frame;  // layer and period
    AnalysisResult& result;
};

void add(Answering& to, std::string scope, std::string_view measure, std::optional<double> value,
         std::uint64_t rows, std::string_view note = note_empty_denominator) {
    AnalysisRow row = to.frame;
    row.scope = std::move(scope);
    row.measure = measure;
    row.value = value;
    row.n = static_cast<std::int64_t>(rows);
    if (!value) row.note = note;
    to.result.rows.push_back(std::move(row));
}

std::optional<double> known(const ExactSum& sum) {
    if (sum.rows == 0) return std::nullopt;
    return value(sum);
}

/// Residents of all of them; nothing where one of them is not known.
std::optional<double> residents(const Atlas& atlas, std::span<const PlaceId> places) {
    double sum = 0;
    for (const PlaceId place : places) {
        const std::optional<double> population = atlas.places[index(place)].population_2020;
        if (!population) return std::nullopt;
        sum += *population;
    }
    return sum > 0 ? std::optional(sum) : std::nullopt;
}

/// The totals of a set of places as rows. `zeros`: what no row lists is zero, so nothing is unknown.
void add_totals(Answering& to, const std::string& scope, const GroupTotals& totals,
                std::span<const PlaceId> places) {
    const bool zeros = absent_of(to.input.filter, to.input.dataset.completeness) == Absent::zero;
    const auto sum = [&](const ExactSum& one) { return zeros ? std::optional(value(one)) : known(one); };
    const GroupMeasures made = measure(totals);
    const std::uint64_t rows = totals.internal.rows + totals.out.rows + totals.in.rows;
    add(to, scope, "internal", sum(totals.internal), totals.internal.rows, note_no_rows);
    add(to, scope, "outflow", sum(totals.out), totals.out.rows, note_no_rows);
    add(to, scope, "inflow", sum(totals.in), totals.in.rows, note_no_rows);
    if (to.input.filter.self_flows == SelfFlows::keep)
        add(to, scope, "self", sum(totals.self), totals.self.rows, note_no_rows);
    const std::optional<double> nothing;
    const bool any = rows > 0 || zeros;
    add(to, scope, "turnover", any ? made.turnover : nothing, rows, note_no_rows);
    add(to, scope, "throughput", any ? made.throughput : nothing, rows, note_no_rows);
    add(to, scope, "net", any ? made.net : nothing, rows, note_no_rows);
    add(to, scope, "internal_share", made.internal_share, rows);
    add(to, scope, "containment_origin", made.containment_origin, rows);
    add(to, scope, "containment_destination", made.containment_destination, rows);
    add(to, scope, "net_effectiveness", made.net_effectiveness, rows);
    add(to, scope, "ei_index", made.ei_index, rows);
    const std::optional<double> people = residents(*to.input.dataset.atlas, places);
    add(to, scope, "net_rate", any && people ? std::optional(made.net / *people * 1000) : nothing, rows,
        "no-population");
}

std::vector<PlaceId> members(const Group& group, MembershipRows rows) {
    std::vector<PlaceId> places;
    for (const Membership& member : group.members)
        if (rows == MembershipRows::listed || member.scope == MemberScope::whole)
            places.push_back(member.place);
    return places;
}

void add_groups(Answering& to) {
    const Atlas& atlas = *to.input.dataset.atlas;
    const std::vector<GroupId> asked = groups_asked(to.input);
    std::vector<GroupTotals> all;
    for (const GroupKind kind : {GroupKind::circle, GroupKind::agglomeration, GroupKind::province})
        for (const GroupTotals& totals :
             group_totals(atlas, to.flows, {kind, to.input.filter.membership_rows}))
            if (std::ranges::count(asked, totals.group) > 0) all.push_back(totals);
    for (const GroupTotals& totals : all) {
        const Group& group = atlas.groups[index(totals.group)];
        add_totals(to, group.id, totals, members(group, to.input.filter.membership_rows));
    }
}

/// Flows between the groups of the kind asked for; only those with an end in --group where that is given.
void add_matrix(Answering& to) {
    const Atlas& atlas = *to.input.dataset.atlas;
    const auto name = [&](std::optional<GroupId> group) {
        return group ? atlas.groups[index(*group)].id : std::string("outside");
    };
    const auto wanted = [&](std::optional<GroupId> group) {
        return group && std::ranges::count(to.input.groups, *group) > 0;
    };
    for (const GroupFlow& flow :
         aggregate(atlas, to.flows, {to.input.filter.kind, to.input.filter.membership_rows})) {
        if (!to.input.groups.empty() && !wanted(flow.origin) && !wanted(flow.destination)) continue;
        add(to, name(flow.origin), "flow", value(flow.sum), flow.sum.rows);
        to.result.rows.back().item = name(flow.origin) + ">" + name(flow.destination);
    }
}

void add_places(Answering& to) {
    const Atlas& atlas = *to.input.dataset.atlas;
    std::vector<GroupTotals> totals(atlas.places.size());
    for (std::size_t pair = 0; pair < to.flows.pairs.size(); ++pair) {
        if (!to.flows.counted[pair]) continue;
        const auto [origin, destination] = to.flows.pairs[pair];
        const auto count_in = [&](ExactSum& sum) { sum = add(sum, to.flows.sums[pair]); };
        if (origin == destination) {
            count_in(totals[index(origin)].self);
            continue;
        }
        count_in(totals[index(origin)].out);
        count_in(totals[index(destination)].in);
    }
    for (std::uint32_t place = 0; place < totals.size(); ++place) {
        const GroupTotals& of = totals[place];
        if (of.out.rows + of.in.rows + of.self.rows == 0) continue;
        add_totals(to, atlas.places[place].id, of, std::array{PlaceId{place}});
    }
}

void add_notes(const AnalysisInput& input, AnalysisResult& result) {
    for (const LayerId layer : layers_asked(*input.dataset.flows, input.filter))
        if (is_index(input.dataset.flows->layers()[index(layer)]))
            add_note(result,
                     {"index", "index data: shares and ratios have meaning, volumes and rates have none",
                      "指数数据：占比与比值有意义，绝对量与人均值无意义"});
    if (groups_overlap(*input.dataset.atlas, {input.filter.kind, input.filter.membership_rows}))
        add_note(result, {"overlap", "a place may be in several groups: sums over groups exceed the total",
                          "地点可同属多组：各组之和大于总量"});
    explain_shared_notes(result);
    if (bears_note(result, "no-population"))
        add_note(result, {"no-population", "the population of a member is not known", "有成员人口未知"});
}

Result<AnalysisResult> run(const AnalysisInput& input, const AnalysisWork& work) {
    AnalysisResult result;
    const bool places = word_setting(input, settings[0]) == "places";
    for (std::size_t at = 0; at < input.periods.size(); ++at) {
        Filter filter = input.filter;
        filter.window = input.periods[at].window;
        filter.absent = absent_of(input.filter, input.dataset.completeness);
        const Result<std::vector<LayerSums>> sums =
            select_sums(*input.dataset.atlas, *input.dataset.flows, filter, work.stop);
        if (!sums) return sums.error();
        for (const LayerSums& layer : *sums) {
            const PairSums flows{input.dataset.flows->pairs(), layer.sums, layer.counted};
            Answering to{input,
                         flows,
                         {.layer = input.dataset.flows->layers()[index(layer.layer)].key,
                          .period = input.periods[at].label},
                         result};
            if (places) {
                add_places(to);
            } else {
                add_groups(to);
                add_matrix(to);
            }
            if (work.stopped()) return stopped_error();
        }
        work.at(static_cast<double>(at + 1) / static_cast<double>(input.periods.size()));
    }
    add_notes(input, result);
    rests_on(input, RestsOn::population, {"net_rate"}, result);
    return result;
}

}  // namespace

Analysis aggregation_analysis() {
    return {
        .key = "aggregation",
        .name = {"Flows of groups", "分组的流"},
        .help =
            {"How much flow stays inside each group, how much leaves and reaches it, how self-contained it "
             "is, and which group sends to which. Shares can be compared between groups and years; a large "
             "group keeps more inside by its size alone, so read `integration` beside it.",
             "各分组有多少流留在组内、流出、流入，自足程度如何，组与组之间流向如何。占比可在组间、年间比较；"
             "规模大的组天然组内占比高，宜与 integration（一体化）对照。"},
        .formula =
            "A = M'FM; I = sum m_i m_j F_ij, X = sum m_i F_ij - I, Y = sum m_j F_ij - I; share I/(I+X+Y)",
        .source = "Bell et al. 2002 JRSS-A 165:435; Krackhardt & Stern 1988",
        .measures = measures,
        .settings = settings,
        .run = run,
    };
}

}  // namespace flowspace
