// The analysis `interaction`: flows made from what places send and receive, and how near they come to the
// observed.
#include "data/analysis/analysis.h"
#include "data/analysis/gravity_table.h"
#include "data/analysis/interaction.h"
#include "data/analysis/shared_notes.h"
#include "data/pair_selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace flowspace {
namespace {

constexpr std::array<std::string_view, 2> shown = {"fit", "flows"};
constexpr std::array settings = {
    AnalysisSetting{.key = "show",
                    .standard = "fit",
                    .help = {"fit: how near each model comes; flows: the modelled flow of every pair too",
                             "fit 只列各模型的吻合度, flows 另列每对城市的模型流"},
                    .choices = shown},
    AnalysisSetting{.key = "beta",
                    .standard = "0",
                    .help = {"exponent of exp(-beta cost), for a further model; 0: none",
                             "exp(-beta 费用) 的参数，另算一个模型；0 表示不算"},
                    .least = -10,
                    .most = 10}};
constexpr const AnalysisSetting& show_setting = settings[0];
constexpr const AnalysisSetting& beta_setting = settings[1];

constexpr std::array measures = {
    Measure{"beta", {"of exp(-beta cost) or cost^-beta", "阻抗参数"}},
    Measure{"mean_cost", {"of the modelled flow", "模型流的平均费用"}, unit_of_costs},
    Measure{"mean_ln_cost", {"of the modelled flow", "模型流的平均对数费用"}},
    Measure{"srmse", {"root mean square error / mean observed flow", "标准化均方根误差"}},
    Measure{"common_part", {"common part of commuters: 2 sum min / (sum + sum)", "共同部分（CPC）"}},
    Measure{"r2", {"squared correlation of modelled and observed flows", "相关系数的平方"}},
    Measure{"deviance", {"Poisson", "泊松偏差"}},
    Measure{"residual",
            {"largest error of an origin's total, relative to all flow", "起点总量的最大误差（相对总流）"}},
    Measure{"modelled_flow", {"made by the model, not observed", "模型生成，非观测"}, "flow"},
};

/// One layer and period: what the models are made of.
struct Given {
    const AnalysisInput& input;
    const GravityGround& ground;
    std::vector<double> observed = {};
    std::vector<std::uint8_t> used = {};
    Margins margins = {};
    AnalysisRow frame = {};
    AnalysisResult& result;
};

void add(Given& to, std::string_view model, std::string_view measure, std::optional<double> value,
         std::string_view note = "not-defined") {
    AnalysisRow row = to.frame;
    row.scope = model;
    row.measure = measure;
    row.value = value;
    if (!value) row.note = note;
    to.result.rows.push_back(std::move(row));
}

/// What a model is compared over: all pairs that take part, or fewer.
struct Compared {
    std::span<const std::uint8_t> used = {};  // 0: takes no part
    std::optional<std::int64_t> n = {};       // pairs, where they are fewer than those of the other models
    std::string_view note = {};               // why
};

void add_flows(Given& to, std::string_view model, std::span<const double> flow, const Compared& over) {
    const Atlas& atlas = *to.input.dataset.atlas;
    const std::size_t n = to.ground.places.size();
    const auto id = [&](std::size_t row) { return atlas.places[index(to.ground.places[row])].id; };
    for (std::size_t cell = 0; cell < flow.size(); ++cell) {
        if (!over.used[cell]) continue;
        AnalysisRow row = to.frame;
        row.scope = model;
        row.item = id(cell / n) + ">" + id(cell % n);
        row.measure = "modelled_flow";
        row.value = flow[cell];
        row.label = "modelled";
        to.result.rows.push_back(std::move(row));
    }
}

void add_model(Given& to, std::string_view model, std::span<const double> flow, const Compared& over) {
    const InteractionFit fit = compare(flow, {to.observed, to.ground.cost.cost, over.used});
    const std::size_t first = to.result.rows.size();
    add(to, model, "mean_cost", fit.mean_cost);
    add(to, model, "mean_ln_cost", fit.mean_ln_cost);
    add(to, model, "srmse", fit.srmse);
    add(to, model, "common_part", fit.common_part);
    add(to, model, "r2", fit.r2);
    add(to, model, "deviance", fit.deviance, "impossible-flow");
    for (std::size_t row = first; row < to.result.rows.size(); ++row) {
        to.result.rows[row].n = over.n;
        if (to.result.rows[row].value) to.result.rows[row].note = over.note;
    }
    if (!fit.deviance)
        add_note(to.result, {"impossible-flow", "a flow is observed where the model has none: no deviance",
                             "模型为零处观测到流：偏差无定义"});
    if (word_setting(to.input, show_setting) == "flows") add_flows(to, model, flow, over);
}

void add_model(Given& to, std::string_view model, std::span<const double> flow) {
    add_model(to, model, flow, {.used = to.used});
}

/// Told where it matters: what sweeps leave below a billionth of all flow is rounding, not a total that
/// cannot be met.
void note_furness(Given& to, const FurnessFit& fit) {
    constexpr double matters = 1e-9;
    if (!fit.converged && fit.residual > matters)
        add_note(to.result, {"not-converged",
                             "the totals of origins cannot be met (see residual); those of "
                             "destinations are",
                             "起点总量无法满足（见 residual），终点总量已满足"});
}

void add_calibrated(Given& to, Deterrence law, std::string_view model, const AnalysisWork& work) {
    const double target = mean_cost(to.observed, to.ground.cost.cost, law);
    const Calibration made = calibrate({.cost = to.ground.cost.cost,
                                        .allowed = to.used,
                                        .margins = to.margins,
                                        .law = law,
                                        .target = target,
                                        .most_sweeps = 3000,
                                        .stop = work.stop});
    if (!made.converged)
        add_note(to.result,
                 {"not-calibrated", "no exponent gives the observed mean cost; the nearest is shown",
                  "没有参数能达到观测的平均费用；所列为最接近者"});
    if (made.beta <= 0)
        add_note(to.result, {"not-deterring",
                             "an exponent of 0 or below: distance does not deter; are the totals "
                             "and costs right?",
                             "参数不大于 0：距离没有阻碍作用，请核对总量与费用"});
    add(to, model, "beta", made.beta);
    add(to, model, "residual", made.fit.residual);
    note_furness(to, made.fit);
    add_model(to, model, made.fit.flow);
    if (law != Deterrence::exponential) return;
    std::vector<double> f = deterrence_of(to.ground.cost.cost, law, made.beta);
    for (std::size_t cell = 0; cell < f.size(); ++cell)
        if (!to.used[cell]) f[cell] = 0;
    add_model(to, "production-constrained exponential",
              production_constrained(f, to.margins.out, to.margins.in));
}

void add_given(Given& to, const AnalysisWork& work) {
    const double beta = number_setting(to.input, beta_setting);
    if (beta == 0) return;
    std::vector<double> f = deterrence_of(to.ground.cost.cost, Deterrence::exponential, beta);
    for (std::size_t cell = 0; cell < f.size(); ++cell)
        if (!to.used[cell]) f[cell] = 0;
    const FurnessFit fit = furness(f, to.margins, {.most = 3000, .stop = work.stop});
    add(to, "exponential, given", "beta", beta);
    add(to, "exponential, given", "residual", fit.residual);
    note_furness(to, fit);
    add_model(to, "exponential, given", fit.flow);
}

/// The places whose population (of 2020, the mass) is known: the system of the radiation model.
struct Peopled {
    std::vector<std::size_t> rows = {};  // of GravityGround::places
    std::vector<double> mass = {};       // one per row
    std::vector<PlaceId> left_out = {};
};

Peopled peopled(const Given& to) {
    Peopled made;
    for (std::size_t row = 0; row < to.ground.places.size(); ++row) {
        const PlaceId place = to.ground.places[row];
        const std::optional<double> people = to.input.dataset.atlas->places[index(place)].population_2020;
        if (!people) {
            made.left_out.push_back(place);
            continue;
        }
        made.rows.push_back(row);
        made.mass.push_back(*people);
    }
    return made;
}

void note_left_out(Given& to, const Peopled& known) {
    const Credit names = names_of(*to.input.dataset.atlas, known.left_out);
    const std::size_t count = known.left_out.size(), all = to.ground.places.size();
    add_note(
        to.result,
        {"population-unknown",
         fmt::format("radiation needs populations: {} of {} places have none known ({}) and are no part "
                     "of it, neither as ends nor as opportunities in between (s_ij); it shares out and is "
                     "compared over the flows between the other places only (n pairs)",
                     count, all, names.en),
         fmt::format(
             "辐射模型以人口为据：{1} 地中有 {0} 地人口未知（{2}），不入该模型，"
             "既不作起讫点，也不计入途中机会 s_ij；该模型只分配并比较其余地点之间的流（n 为城市对数）",
             count, all, names.zh)});
}

/// Places of unknown population are no part of the system: taken for 0 they would make far places seem near.
/// Each origin shares out what it sends to the places of the system. A pair that takes no part gets nothing,
/// as in the other models.
void add_radiation(Given& to) {
    const Peopled known = peopled(to);
    const std::size_t n = to.ground.places.size(), m = known.rows.size();
    const auto at = [&](std::size_t row, std::size_t column) {
        return known.rows[row] * n + known.rows[column];
    };
    std::vector<double> cost(m * m), out(m, 0);
    std::vector<std::uint8_t> used(n * n, 0);
    std::int64_t pairs = 0;
    double all = 0;
    for (std::size_t row = 0; row < m; ++row)
        for (std::size_t column = 0; column < m; ++column) {
            const std::size_t cell = at(row, column);
            cost[row * m + column] = to.ground.cost.cost[cell];
            if (!to.used[cell]) continue;
            used[cell] = 1;
            ++pairs;
            out[row] += to.observed[cell];
            all += to.observed[cell];
        }
    if (all <= 0) {
        add(to, "radiation", "srmse", std::nullopt, "no-population");
        add_note(to.result, {"no-population",
                             "radiation needs the population of places: no flow runs between "
                             "two places whose population is known",
                             "辐射模型以人口为据：人口已知的地点之间没有流"});
        return;
    }
    const std::vector<double> inside = radiation(cost, out, known.mass, RadiationSystem::finite);
    std::vector<double> flow(n * n, 0);
    for (std::size_t row = 0; row < m; ++row)
        for (std::size_t column = 0; column < m; ++column)
            if (used[at(row, column)]) flow[at(row, column)] = inside[row * m + column];
    if (known.left_out.empty()) return add_model(to, "radiation", flow);
    note_left_out(to, known);
    add_model(to, "radiation", flow, {.used = used, .n = pairs, .note = "population-unknown"});
}

Result<bool> answer(Given& to, LayerId layer, const Period& period, const AnalysisWork& work,
                    GravityLoss& loss) {
    const Result<GravityRows> rows =
        gravity_rows(to.input, to.ground, layer, std::span(&period, 1), Province::unused, work);
    if (!rows) return rows.error();
    loss.unpublished += rows->loss.unpublished;
    loss.without_cost += rows->loss.without_cost;
    const std::size_t n = to.ground.places.size();
    to.observed.assign(n * n, 0);
    to.used.assign(n * n, 0);
    to.margins = {std::vector<double>(n, 0), std::vector<double>(n, 0)};
    double all = 0;
    for (const GravityRows::Row& row : rows->rows) {
        const std::size_t cell = row.origin * n + row.destination;
        to.observed[cell] = row.flow;
        to.used[cell] = 1;
        to.margins.out[row.origin] += row.flow;
        to.margins.in[row.destination] += row.flow;
        all += row.flow;
    }
    if (all <= 0) {
        add(to, "all", "srmse", std::nullopt, "no-flow");
        add_note(to.result, {"no-flow", "no flow with a cost: nothing to model", "没有带费用的流，无可建模"});
        return true;
    }
    add_calibrated(to, Deterrence::exponential, "exponential", work);
    if (work.stopped()) return stopped_error();
    add_calibrated(to, Deterrence::power, "power", work);
    if (work.stopped()) return stopped_error();
    add_given(to, work);
    add_radiation(to);
    return true;
}

Result<AnalysisResult> run(const AnalysisInput& input, const AnalysisWork& work) {
    AnalysisResult result;
    const GravityGround ground = gravity_ground(input, work);
    if (work.stopped()) return stopped_error();
    GravityLoss loss;
    rests_on(input, RestsOn::population, {}, result);  // radiation is a model beside each other one
    for (const LayerId layer : layers_asked(*input.dataset.flows, input.filter))
        for (const Period& period : input.periods) {
            Given to{.input = input, .ground = ground, .result = result};
            to.frame.layer = input.dataset.flows->layers()[index(layer)].key;
            to.frame.period = period.label;
            if (const Result<bool> done = answer(to, layer, period, work, loss); !done) return done.error();
            if (work.stopped()) return stopped_error();
        }
    tell_gravity(input, ground, loss, result);
    return result;
}

}  // namespace

Analysis interaction_analysis() {
    return {
        .key = "interaction",
        .name = {"Spatial interaction models", "空间相互作用模型"},
        .help =
            {"What flows would be if only sizes and costs mattered: a doubly constrained gravity model "
             "(exponential "
             "and power, calibrated to the observed mean cost), a production-constrained one, and radiation, "
             "which has no parameter. Each is compared with the observed flows. What they make is modelled "
             "and "
             "never mixed with what was observed.",
             "若只由规模与费用决定，流会如何：双约束引力模型（指数与幂函数，按观测平均费用标定）、产出约束模"
             "型、无参数的辐射模型，"
             "并各与观测对比。生成的流均为模拟，绝不与观测混用。"},
        .formula =
            "T_ij = A_i O_i B_j D_j f(c_ij), f = exp(-b c) or c^-b, mean c (ln c) as observed; radiation O_i "
            "m_i "
            "n_j / ((m_i+s_ij)(m_i+n_j+s_ij)) / (1 - m_i/M)",
        .source =
            "Furness 1965; Wilson 1967 Transp Res 1:253; Hyman 1969 Env Plan 1:105; Simini et al. 2012 "
            "Nature "
            "484:96; Masucci et al. 2013 PRE 88:022812; Lenormand et al. 2012 PLOS ONE 7:e45985",
        .measures = measures,
        .settings = settings,
        .run = run,
    };
}

}  // namespace flowspace
