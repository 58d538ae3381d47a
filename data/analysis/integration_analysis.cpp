// The analysis `integration`: does a group work as one? Its share, and its premium over what size and
// distance lead to expect.
#include "data/analysis/analysis.h"
#include "data/analysis/analysis_fault.h"
#include "data/analysis/gravity_table.h"
#include "data/analysis/integration.h"
#include "data/analysis/ppml_errors.h"
#include "data/analysis/shared_notes.h"
#include "data/pair_selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace flowspace {
namespace {

constexpr std::array settings = {
    AnalysisSetting{.key = "draws",
                    .standard = "5000",
                    .help = {"random sets of places that a group is compared with; 0: none",
                             "用于比较的随机地点集合数；0 表示不比较"},
                    .least = 0,
                    .most = 1e6}};
constexpr const AnalysisSetting& draws_setting = settings[0];

constexpr std::array measures = {
    Measure{"internal_share",
            {"flow inside / flow with an end inside", "组内占比：组内流 / 至少一端在组内的流"}},
    Measure{
        "premium",
        {"exp(premium_log): how many times more members exchange than two others of their sizes and distance",
         "溢价倍数：同等规模与距离下，成员间往来为他处的多少倍"}},
    Measure{"premium_log",
            {"coefficient of the group in the gravity model", "溢价（对数）：分组变量在引力模型中的系数"}},
    Measure{"observed_internal", {"flow inside", "组内流"}, "flow"},
    Measure{"expected_internal",
            {"flow inside under a null model (item)", "期望组内流：零模型（item）下的组内流"},
            "flow"},
    Measure{"ratio", {"observed / expected", "实际与期望之比"}},
    Measure{"log_ratio", {"ln(observed / expected)", "对数比：ln(实际 / 期望)"}},
    Measure{"modularity_contribution",
            {"(observed - expected) / all flow", "模块度贡献：(实际 − 期望) / 总流"}},
    Measure{"gravity_beta", {"distance exponent of the gravity null", "引力零模型的距离指数"}},
    Measure{"p_any",
            {"share of sets of as many places whose log ratio is at least as large",
             "p 值（任意集合）：同规模任意集合中，对数比不小于本组者的比例"},
            "",
            MeasureKind::inference},
    Measure{"p_connected",
            {"the same among connected sets (neighbours on the Gabriel graph of cost)",
             "p 值（连通集合）：同上，仅限连通集合（费用的 Gabriel 图）"},
            "",
            MeasureKind::inference},
    Measure{"leave_one_out_low", {"lowest log ratio without one member", "去掉一个成员后的最低对数比"}},
    Measure{"leave_one_out_high", {"highest log ratio without one member", "去掉一个成员后的最高对数比"}},
    Measure{
        "leave_one_out_spread",
        {"jackknife spread of the log ratio; not a confidence interval", "对数比的刀切散布，不是置信区间"}},
};

constexpr std::string_view plain_null = "configuration_plain", zero_null = "configuration_zero_diagonal",
                           gravity_null = "gravity_doubly_constrained";

struct GroupRows {
    GroupId group = {};
    MemberRows members = {};
};

/// The groups as rows of the places.
std::vector<GroupRows> groups_as_rows(const AnalysisInput& input, std::span<const PlaceId> places,
                                      std::span<const GroupId> groups) {
    std::vector<GroupRows> made;
    for (const GroupId group : groups) {
        GroupRows& rows = made.emplace_back(GroupRows{.group = group});
        for (const Membership& member : input.dataset.atlas->groups[index(group)].members) {
            const auto at = std::ranges::lower_bound(places, member.place);
            const bool counts =
                input.filter.membership_rows == MembershipRows::listed || member.scope == MemberScope::whole;
            if (counts && at != places.end() && *at == member.place)
                rows.members.push_back(static_cast<std::uint32_t>(at - places.begin()));
        }
        std::ranges::sort(rows.members);
        const auto twice = std::ranges::unique(rows.members);
        rows.members.erase(twice.begin(), twice.end());
    }
    return made;
}

/// All that the premium's model knows of: the groups of the kind and those asked for. A premium is net of the
/// other groups' whichever are shown, so what is shown does not change the model.
std::vector<GroupId> groups_modelled(const AnalysisInput& input) {
    std::vector<GroupId> groups;
    for (std::uint32_t row = 0; row < input.dataset.atlas->groups.size(); ++row)
        if (input.dataset.atlas->groups[row].kind == input.filter.kind) groups.push_back(GroupId{row});
    for (const GroupId asked : input.groups)
        if (std::ranges::count(groups, asked) == 0) groups.push_back(asked);
    return groups;
}

/// One layer and period being answered for.
struct Answering {
    const AnalysisInput& input;
    const AnalysisWork& work;
    const GravityGround& ground;
    const Neighbours& neighbours;
    const std::vector<GroupRows>& groups;    // asked for
    const std::vector<GroupRows>& modelled;  // a dummy each in the premium's model
    const OdMatrix& matrix;
    std::vector<std::uint8_t> known;  // one per cell, 0 on the diagonal
    AnalysisRow frame;                // layer and period
    AnalysisResult& result;

    SquareFlows flows() const { return {matrix.flow, known, matrix.size()}; }
    const std::string& name(const GroupRows& group) const {
        return input.dataset.atlas->groups[index(group.group)].id;
    }
    AnalysisRow row(const std::string& scope, std::string_view item, std::string_view measure) const {
        AnalysisRow made = frame;
        made.scope = scope;
        made.item = item;
        made.measure = measure;
        return made;
    }
    void add(const std::string& scope, std::string_view item, std::string_view measure,
             std::optional<double> value, std::string_view note = note_empty_denominator) const {
        AnalysisRow made = row(scope, item, measure);
        made.value = value;
        if (!value) made.note = note;
        result.rows.push_back(std::move(made));
    }
};

constexpr std::string_view too_few = "too-few-members";

void add_share(const Answering& to, const GroupRows& group) {
    double internal = 0, either = 0;
    std::int64_t pairs = 0;
    std::vector<std::uint8_t> member(to.matrix.size(), 0);
    for (const std::uint32_t row : group.members) member[row] = 1;
    for (std::size_t row = 0; row < to.matrix.size(); ++row)
        for (std::size_t column = 0; column < to.matrix.size(); ++column) {
            const std::size_t cell = to.matrix.at(row, column);
            if (!to.known[cell] || !(member[row] || member[column])) continue;
            ++pairs;
            either += to.matrix.flow[cell];
            if (member[row] && member[column]) internal += to.matrix.flow[cell];
        }
    AnalysisRow share = to.row(to.name(group), {}, "internal_share");
    share.n = pairs;
    if (group.members.size() < 2)
        share.note = too_few;
    else if (either > 0)
        share.value = internal / either;
    else
        share.note = note_empty_denominator;
    to.result.rows.push_back(std::move(share));
    to.add(to.name(group), {}, "observed_internal",
           group.members.size() < 2 ? std::nullopt : std::optional(internal), too_few);
}

void add_index(const Answering& to, const GroupRows& group, std::string_view null,
               std::span<const double> expected, Diagonal diagonal) {
    const std::string& scope = to.name(group);
    if (group.members.size() < 2) return;  // said once, of the share
    const IntegrationIndex index = integration_index(to.flows(), expected, group.members, diagonal);
    to.add(scope, null, "expected_internal", index.expected);
    to.add(scope, null, "ratio", index.ratio);
    to.add(scope, null, "log_ratio", index.log_ratio);
    to.add(scope, null, "modularity_contribution", index.contribution);
}

void add_permutations(const Answering& to, const GroupRows& group, std::span<const double> expected) {
    const double draws = number_setting(to.input, draws_setting);
    if (draws == 0 || group.members.size() < 2) return;
    std::vector<std::uint32_t> pool(to.matrix.size());
    for (std::uint32_t row = 0; row < pool.size(); ++row) pool[row] = row;
    const SquareFlows flows = to.flows();
    for (const auto& [sets, measure] :
         {std::pair{SetsOf::any, "p_any"}, std::pair{SetsOf::connected, "p_connected"}}) {
        const Permutation made = permute({.flows = flows,
                                          .expected = expected,
                                          .members = group.members,
                                          .pool = pool,
                                          .neighbours = to.neighbours,
                                          .sets = sets,
                                          .draws = static_cast<std::uint64_t>(draws),
                                          .seed = to.input.seed,
                                          .stop = to.work.stop});
        AnalysisRow row = to.row(to.name(group), zero_null, measure);
        row.value = made.p;
        row.n = static_cast<std::int64_t>(made.sets);
        row.note = !made.p ? note_empty_denominator : std::string_view(made.exact ? "" : "drawn");
        to.result.rows.push_back(std::move(row));
    }
}

void add_sensitivity(const Answering& to, const GroupRows& group) {
    if (group.members.size() < 3) return;  // without one there is no pair left
    const std::vector<std::optional<double>> values = leave_one_out(to.flows(), group.members, to.work.stop);
    std::optional<double> low, high;
    for (const std::optional<double>& value : values)
        if (value) {
            low = std::min(low.value_or(*value), *value);
            high = std::max(high.value_or(*value), *value);
        }
    to.add(to.name(group), zero_null, "leave_one_out_low", low);
    to.add(to.name(group), zero_null, "leave_one_out_high", high);
    to.add(to.name(group), zero_null, "leave_one_out_spread", jackknife_spread(values));
}

/// The gravity null: pairs without a cost take no part.
void add_gravity(const Answering& to) {
    const Result<GravityNull> made = gravity_configuration(to.flows(), to.ground.cost.cost, to.work.stop);
    const bool fine = made && std::isfinite(made->beta);
    to.add("all", gravity_null, "gravity_beta", fine ? std::optional(made->beta) : std::nullopt,
           "not-calibrated");
    if (!fine) {
        add_note(to.result,
                 {"not-calibrated", "the gravity null could not be made to have the observed mean cost",
                  "引力零模型无法达到观测的平均费用"});
        return;
    }
    for (const GroupRows& group : to.groups)
        add_index(to, group, gravity_null, made->expected, Diagonal::left_out);
}

// The premium ---------------------------------------------------------------------------------------------

/// Rows of one period: ln cost, border where provinces are known, one dummy per group of two or more.
struct PremiumModel {
    std::vector<std::size_t> groups = {};  // of Answering::modelled, one per dummy
    std::size_t first_group = 1;           // term of the first dummy
    std::vector<double> x = {};
    std::size_t terms = 0;
};

PremiumModel premium_model(const Answering& to, const GravityRows& rows, Province province) {
    PremiumModel model{.first_group = province == Province::needed ? 2U : 1U};
    const std::size_t n = to.matrix.size();
    std::vector<std::vector<std::uint8_t>> member;
    for (std::size_t at = 0; at < to.modelled.size(); ++at) {
        if (to.modelled[at].members.size() < 2) continue;
        model.groups.push_back(at);
        std::vector<std::uint8_t>& is_member = member.emplace_back(n, 0);
        for (const std::uint32_t row : to.modelled[at].members) is_member[row] = 1;
    }
    model.terms = model.first_group + model.groups.size();
    model.x.reserve(rows.rows.size() * model.terms);
    for (const GravityRows::Row& row : rows.rows) {
        const std::size_t cell = row.origin * n + row.destination;
        model.x.push_back(std::log(to.ground.cost.cost[cell]));
        if (province == Province::needed) model.x.push_back(to.ground.same_province[cell] ? 0 : 1);
        for (const std::vector<std::uint8_t>& is_member : member)
            model.x.push_back(is_member[row.origin] && is_member[row.destination] ? 1 : 0);
    }
    return model;
}

void add_premium(const Answering& to, const GroupRows& group, const PpmlFit& fit,
                 const StandardErrors& errors, std::size_t term) {
    AnalysisRow premium = to.row(to.name(group), {}, "premium"),
                in_logs = to.row(to.name(group), {}, "premium_log");
    premium.n = in_logs.n = static_cast<std::int64_t>(fit.rows);
    if (fit.state[term] != TermState::estimated) {
        premium.note = in_logs.note = "not-identified";
        add_note(to.result, {"not-identified",
                             "no known pairs inside the group, or effects, border or other groups "
                             "explain it: its premium cannot be told apart",
                             "组内没有已知城市对，或与固定效应、省界、其他分组共线：无法识别其溢价"});
    } else {
        const double b = fit.coefficient[term];
        in_logs.value = b;
        premium.value = std::exp(b);
        if (const std::optional<double> error = errors[term]) {
            in_logs.standard_error = *error;
            in_logs.lower = b - normal_95 * *error;
            in_logs.upper = b + normal_95 * *error;
            premium.lower = std::exp(*in_logs.lower);
            premium.upper = std::exp(*in_logs.upper);
        }
    }
    to.result.rows.push_back(std::move(premium));
    to.result.rows.push_back(std::move(in_logs));
}

void tell_no_premium(const Error& why, AnalysisResult& result) {
    const Fault fault = fault_of(why);
    add_note(result, {"no-premium", "no premium: " + fault.en, "无法估计溢价：" + fault.zh});
}

/// Errors: "stopped". A model that cannot be fitted is a note: the other answers stand.
Result<bool> add_premiums(const Answering& to, LayerId layer, const Period& period, GravityLoss& loss) {
    const bool any_province = std::ranges::count(to.ground.has_province, 1) > 0;
    // All provinces together are the border: their premiums could not be told from it.
    const bool are_provinces = to.input.filter.kind == GroupKind::province;
    const Province province = any_province && !are_provinces ? Province::needed : Province::unused;
    if (are_provinces)
        add_note(to.result, {"without-border", "groups are provinces: their premiums hold the border effect",
                             "分组即省份：溢价包含省界效应"});
    else if (!any_province)
        add_note(to.result, {"without-border", "no provinces are known: the premium is not net of the border",
                             "没有省份信息：溢价未扣除省界效应"});
    const Result<GravityRows> rows =
        gravity_rows(to.input, to.ground, layer, std::span(&period, 1), province, to.work);
    if (!rows && rows.error().message == stopped_error().message) return rows.error();
    if (!rows) {
        tell_no_premium(rows.error(), to.result);
        return true;
    }
    loss.unpublished += rows->loss.unpublished;
    loss.without_cost += rows->loss.without_cost;
    loss.without_province += rows->loss.without_province;
    const PremiumModel model = premium_model(to, *rows, province);
    const PpmlProblem problem = gravity_problem(to.ground, 1, *rows, model.x, model.terms);
    const Result<PpmlFit> fit = fit_ppml(problem, {.stop = to.work.stop});
    if (to.work.stopped()) return stopped_error();
    if (!fit) {
        tell_no_premium(fit.error(), to.result);
        return true;
    }
    tell_dropped(*fit, to.result);
    const StandardErrors errors =
        clustered_errors(problem, *fit, unordered_pairs(to.ground, *rows), SmallSample::groups);
    for (std::size_t at = 0; at < model.groups.size(); ++at) {
        const GroupRows& group = to.modelled[model.groups[at]];
        if (std::ranges::count(to.groups, group.group, &GroupRows::group) > 0)
            add_premium(to, group, *fit, errors, model.first_group + at);
    }
    return true;
}

Result<bool> answer(const Answering& to, LayerId layer, const Period& period, GravityLoss& loss) {
    for (const GroupRows& group : to.groups) add_share(to, group);
    if (const Result<bool> done = add_premiums(to, layer, period, loss); !done) return done;
    const std::vector<double> plain = plain_configuration(to.flows()),
                              zero = zero_diagonal_configuration(to.flows(), to.work.stop);
    for (const GroupRows& group : to.groups) {
        add_index(to, group, plain_null, plain, Diagonal::counted);
        add_index(to, group, zero_null, zero, Diagonal::left_out);
        if (to.work.stopped()) return stopped_error();
        add_permutations(to, group, zero);
        add_sensitivity(to, group);
    }
    add_gravity(to);
    if (to.work.stopped()) return stopped_error();
    return true;
}

void add_notes(const Answering& to) {
    if (bears_note(to.result, too_few))
        add_note(to.result, {std::string(too_few), "fewer than two members with flows: not defined",
                             "有流数据的成员不足两个：无定义"});
    explain_shared_notes(to.result);
    if (bears_note(to.result, "drawn"))
        add_note(to.result, {"drawn",
                             "p-values from random sets; connected ones grow from a random place and are "
                             "not all equally likely",
                             "p 值由随机集合得到；连通集合由随机地点生长而成，各集合概率不等"});
    add_note(to.result,
             {"share-grows-with-size",
              "the ratio to a configuration falls as a group comes to hold more of "
              "all flow, though it binds closer: read the premium for trends",
              "随着分组占总流的比重上升，与配置模型之比会下降，即使联系更紧密：看趋势应以溢价为准"});
}

Result<AnalysisResult> run(const AnalysisInput& input, const AnalysisWork& work) {
    AnalysisResult result;
    const GravityGround ground = gravity_ground(input, work);
    if (work.stopped()) return stopped_error();
    const std::vector<GroupRows> groups = groups_as_rows(input, ground.places, groups_asked(input)),
                                 modelled = groups_as_rows(input, ground.places, groups_modelled(input));
    if (groups.empty()) return Error{"integration: found no groups of --kind, expected a table of groups"};
    const Neighbours neighbours = gabriel_neighbours(ground.cost.cost, ground.places.size());
    GravityLoss loss;
    const std::vector<LayerId> layers = layers_asked(*input.dataset.flows, input.filter);
    double done = 0;
    for (const LayerId layer : layers)
        for (const Period& period : input.periods) {
            Filter filter = input.filter;
            filter.window = period.window;
            const Result<OdMatrix> matrix = od_matrix(input.dataset, filter, layer, ground.places, work.stop);
            if (!matrix) return matrix.error();
            Answering to{input,
                         work,
                         ground,
                         neighbours,
                         groups,
                         modelled,
                         *matrix,
                         {},
                         {.layer = input.dataset.flows->layers()[index(layer)].key, .period = period.label},
                         result};
            for (std::size_t cell = 0; cell < matrix->status.size(); ++cell)
                to.known.push_back(is_known(matrix->status[cell]) &&
                                   cell / matrix->size() != cell % matrix->size());
            if (std::ranges::any_of(matrix->flow, [](double flow) { return flow < 0; }))
                return Error{"found a sum below zero, expected none: no null model has negative flows"};
            if (const Result<bool> answered = answer(to, layer, period, loss); !answered)
                return answered.error();
            add_notes(to);
            done += 1;
            work.at(done / static_cast<double>(layers.size() * input.periods.size()));
        }
    tell_gravity(input, ground, loss, result);
    return result;
}

}  // namespace

Analysis integration_analysis() {
    return {
        .key = "integration",
        .name = {"Integration of a group", "分组的一体化"},
        .help =
            {"Does a group work as one? The share of its flow that stays inside (easy to read), and the "
             "premium: "
             "how many times more its members exchange than two other places of the same sizes at the same "
             "distance and border, with a 95 % band clustered by pair. Beside them three null models, how "
             "many "
             "random sets of places do as well, and how much hangs on one member.",
             "一个分组是否真正一体？组内占比（易读）与溢价：在规模、距离、省界相同时，成员间往来为他处的多少"
             "倍，附按城市对聚类的 95% "
             "区间。另给三种零模型、随机地点集合的比较，以及对单个成员的敏感性。"},
        .formula =
            "F_ij ~ exp(a_i + g_j - b ln c_ij - t border_ij + sum_g d_g 1[i,j in g]), premium exp(d_g); "
            "share I/(I+X+Y); R = I/E[I]",
        .source =
            "Santos Silva & Tenreyro 2006; Goodman 1968; Expert et al. 2011 PNAS 108:7663; Leicht & Newman "
            "2008 PRL 100:118703",
        .measures = measures,
        .settings = settings,
        .run = run,
    };
}

}  // namespace flowspace
