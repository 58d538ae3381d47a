// The analysis `border`: how much less places exchange for lying in different provinces, all else equal.
#include "data/analysis/analysis.h"
#include "data/analysis/analysis_fault.h"
#include "data/analysis/border_crossings.h"
#include "data/analysis/gravity_table.h"
#include "data/analysis/ppml.h"
#include "data/analysis/ppml_errors.h"
#include "data/pair_selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace flowspace {
namespace {

constexpr std::array<std::string_view, 4> error_kinds = {"pair", "two-way", "hc1", "iid"};
constexpr std::array<std::string_view, 2> yes_no = {"yes", "no"};
constexpr std::array settings = {
    AnalysisSetting{
        .key = "errors",
        .standard = "pair",
        .help = {"standard errors: pair (clustered by unordered pair), two-way (by origin and by "
                 "destination), hc1 (rows independent), iid (a Poisson law)",
                 "标准误：pair 按无向城市对聚类, two-way 按起点与终点双向聚类, hc1 稳健, iid 泊松假定"},
        .choices = error_kinds},
    AnalysisSetting{
        .key = "same-group",
        .standard = "yes",
        .help = {"with a term for pairs that share a group of --kind", "是否加入“同属一个分组”变量"},
        .choices = yes_no}};
constexpr const AnalysisSetting& errors_setting = settings[0];
constexpr const AnalysisSetting& same_group_setting = settings[1];

constexpr std::array measures = {
    Measure{"coefficient", {"of a term, in logs", "变量的系数（对数）"}},
    Measure{"p_value",
            {"two-sided, that the coefficient is 0", "系数为 0 的双侧检验"},
            "",
            MeasureKind::inference},
    Measure{"border_multiplier",
            {"exp(-border): how many times more two places exchange inside one province",
             "省界倍数：同省往来为跨省的多少倍"}},
    Measure{"same_group_multiplier",
            {"exp(same group): how many times more inside one group", "同组倍数：同组往来为不同组的多少倍"}},
    Measure{"crossing_ratio",
            {"flow between two provinces (item) / what the model expects with one border effect for all",
             "省界流量比：两省（item）之间的流与期望之比，期望按全部省界共用一个效应计"}},
    Measure{"one_border_multiplier",
            {"border_multiplier / crossing_ratio: the effect of the border between two provinces (item) by "
             "itself",
             "单条省界倍数：平均省界倍数除以该省界（item）的流与期望之比"}},
    Measure{"crossing_zeros",
            {"of the pairs that cross it (item), those without flow",
             "省界零流数：跨越该省界（item）的城市对中流为零者"},
            "pairs"},
    Measure{"distance_equivalent",
            {"exp(border / ln cost): crossing the border is like this many times the cost",
             "距离当量：跨省相当于费用乘以此倍数"}},
    Measure{
        "trend",
        {"change of the border coefficient per year, of the pooled model", "省界系数的年变化（合并模型）"}},
    Measure{"observations", {"pairs and periods in the model", "模型所用城市对（逐期）"}, "pairs"},
    Measure{"zeros", {"of them without flow", "零流城市对：模型所用城市对中流为零者"}, "pairs"},
    Measure{"deviance", {"Poisson deviance", "泊松偏差"}},
    Measure{"pseudo_r2",
            {"McFadden's; of counts only, since it changes with the unit",
             "McFadden 伪 R²；随单位而变，仅用于计数"}},
    Measure{"deviance_explained",
            {"1 - deviance / deviance of one mean for all", "偏差解释率：1 - 偏差 / 单一均值的偏差"}},
    Measure{"squared_correlation", {"of flows and fitted flows", "流与拟合值相关系数的平方"}},
};

/// The terms of a model: what each is, and its value at a row.
struct Terms {
    std::vector<std::string> names = {};
    std::vector<double> x = {};
};

struct Model {
    Terms terms = {};
    PpmlProblem problem = {};
    PpmlFit fit = {};
    StandardErrors errors = {};
    bool one_sided = false;  // all pairs lie inside a province, or none does
};

struct Asking {
    const AnalysisInput& input;
    const AnalysisWork& work;
    const GravityGround& ground;
    const std::vector<std::uint8_t>& same_group;  // places x places; empty: no such term
    LayerId layer = {};
    AnalysisResult& result;

    std::string layer_key() const { return input.dataset.flows->layers()[index(layer)].key; }
};

std::vector<std::uint8_t> same_group_of(const AnalysisInput& input, const GravityGround& ground) {
    if (word_setting(input, same_group_setting) == "no") return {};
    const std::vector<GroupId> asked = groups_asked(input);
    const std::size_t n = ground.places.size();
    std::vector<std::uint8_t> same(n * n, 0);
    for (const GroupId group : asked) {
        std::vector<std::uint8_t> is_member(n, 0);
        for (const Membership& member : input.dataset.atlas->groups[index(group)].members) {
            const auto at = std::ranges::lower_bound(ground.places, member.place);
            const bool counts =
                input.filter.membership_rows == MembershipRows::listed || member.scope == MemberScope::whole;
            if (counts && at != ground.places.end() && *at == member.place)
                is_member[static_cast<std::size_t>(at - ground.places.begin())] = 1;
        }
        for (std::size_t row = 0; row < n; ++row)
            for (std::size_t column = 0; column < n && is_member[row]; ++column)
                if (is_member[column]) same[row * n + column] = 1;
    }
    return same;
}

/// The term for pairs that share a group, where it says something that the border does not.
std::vector<std::uint8_t> same_group_term(const AnalysisInput& input, const GravityGround& ground,
                                          AnalysisResult& result) {
    std::vector<std::uint8_t> same = same_group_of(input, ground);
    if (same.empty()) return same;
    const std::size_t n = ground.places.size();
    bool any = false, as_border = true;
    for (std::size_t row = 0; row < n; ++row)
        for (std::size_t column = 0; column < n; ++column) {
            const std::size_t cell = row * n + column;
            if (row == column || !ground.has_province[row] || !ground.has_province[column]) continue;
            any = any || same[cell];
            as_border = as_border && same[cell] == ground.same_province[cell];
        }
    if (any && !as_border) return same;
    if (any)
        add_note(result,
                 {"groups-are-provinces",
                  "the groups are the provinces, and to share one is the border itself: there is no "
                  "same_group term; for one choose --kind agglomeration or circle",
                  "分组即省份，“同属一个分组”与省界是同一变量，故不设同组变量；需要该变量时请将分组类型"
                  "改选为城市群（agglomeration）或都市圈（circle）"});
    else
        add_note(result,
                 {"no-shared-group",
                  "no two places share a group of --kind: there is no same_group term; for one choose "
                  "another --kind or take in more places",
                  "没有两个地点同属一个分组，故不设同组变量；需要该变量时请改选分组类型或放宽地点筛选"});
    return {};
}

/// Years since the first period began, at the middle of each.
std::vector<double> years_of(std::span<const Period> periods) {
    constexpr double year_ms = 365.2425 * 86'400'000.0;
    std::vector<double> years;
    for (const Period& period : periods)
        years.push_back((static_cast<double>(count(period.window.from) - count(periods.front().window.from)) +
                         static_cast<double>(count(period.window.to) - count(period.window.from)) / 2) /
                        year_ms);
    return years;
}

/// How the border enters a model of several periods.
enum class BorderTerms : std::uint8_t { one, per_period, trend };

Terms terms_of(const Asking& asking, const GravityRows& rows, std::span<const Period> periods,
               BorderTerms border) {
    Terms terms{.names = {"ln_cost"}};
    if (!asking.same_group.empty()) terms.names.push_back("same_group");
    const std::size_t own = terms.names.size();
    if (border == BorderTerms::per_period)
        for (const Period& period : periods) terms.names.push_back("other_province " + period.label);
    else
        terms.names.push_back("other_province");
    if (border == BorderTerms::trend) terms.names.push_back("other_province x year");
    const std::vector<double> years =
        border == BorderTerms::trend ? years_of(periods) : std::vector<double>{};
    const std::size_t n = asking.ground.places.size(), width = terms.names.size();
    terms.x.assign(rows.rows.size() * width, 0);
    for (std::size_t row = 0; row < rows.rows.size(); ++row) {
        const GravityRows::Row& at = rows.rows[row];
        const std::size_t cell = at.origin * n + at.destination;
        double* x = terms.x.data() + row * width;
        x[0] = std::log(asking.ground.cost.cost[cell]);
        if (own == 2) x[1] = asking.same_group[cell];
        const double other = asking.ground.same_province[cell] ? 0 : 1;
        x[own + (border == BorderTerms::per_period ? at.period : 0)] = other;
        if (border == BorderTerms::trend) x[own + 1] = other * years[at.period];
    }
    return terms;
}

StandardErrors errors_of(const Asking& asking, const GravityRows& rows, const PpmlProblem& problem,
                         const PpmlFit& fit) {
    const std::string_view kind = word_setting(asking.input, errors_setting);
    if (kind == "iid") return row_errors(problem, fit, RowErrors::iid);
    if (kind == "hc1") return row_errors(problem, fit, RowErrors::hc1);
    if (kind == "pair")
        return clustered_errors(problem, fit, unordered_pairs(asking.ground, rows), SmallSample::groups);
    std::vector<std::uint32_t> origins, destinations;
    for (const GravityRows::Row& row : rows.rows) {
        origins.push_back(row.origin);
        destinations.push_back(row.destination);
    }
    return two_way_errors(problem, fit, origins, destinations, SmallSample::groups);
}

Result<Model> fit_model(const Asking& asking, const GravityRows& rows, std::span<const Period> periods,
                        BorderTerms border) {
    Model model{.terms = terms_of(asking, rows, periods, border)};
    model.problem =
        gravity_problem(asking.ground, periods.size(), rows, model.terms.x, model.terms.names.size());
    Result<PpmlFit> fit =
        fit_ppml(model.problem, {.stop = asking.work.stop, .progress = asking.work.progress});
    if (!fit) return fit.error();
    model.fit = std::move(*fit);
    bool inside = false, across = false;
    for (const GravityRows::Row& row : rows.rows) {
        const std::size_t cell = row.origin * asking.ground.places.size() + row.destination;
        (asking.ground.same_province[cell] ? inside : across) = true;
    }
    model.one_sided = inside != across;
    model.errors = errors_of(asking, rows, model.problem, model.fit);
    tell_dropped(model.fit, asking.result);
    return model;
}

// As rows -------------------------------------------------------------------------------------------------

double two_sided(double z) { return std::erfc(std::abs(z) / std::sqrt(2.0)); }

AnalysisRow row_of(const Asking& asking, const std::string& period, std::string_view scope,
                   std::string_view item, std::string_view measure) {
    return {.layer = asking.layer_key(),
            .period = period,
            .scope = std::string(scope),
            .item = std::string(item),
            .measure = std::string(measure)};
}

void add_not_estimable(const Asking& asking, AnalysisRow row, const Model& model, std::size_t term) {
    if (model.fit.state[term] == TermState::separated) {
        row.note = "separated";  // tell_dropped says what that is
    } else if (model.one_sided && model.terms.names[term].starts_with("other_province")) {
        row.note = "one-side-only";
        add_note(
            asking.result,
            {"one-side-only",
             "all these pairs lie inside a province, or none does: there is no border to compare; take in "
             "places of several provinces, and pairs on both sides",
             "所选的城市对全部在省内或全部跨省，无从比较省界：请同时纳入多个省份的地点，以及省内与跨省的城市"
             "对"});
    } else {
        row.note = "collinear";
        add_note(
            asking.result,
            {"collinear",
             "the effects or other terms explain this term: not estimable; take in more places, or leave "
             "the other term out (--same-group no)",
             "与其他变量或效应共线，不可估计：请放宽地点筛选，或去掉另一变量（--same-group no）"});
    }
    asking.result.rows.push_back(std::move(row));
}

/// A period, or all of them pooled, without a model: why, and what to do.
void add_no_model(const Asking& asking, const std::string& period, std::string_view scope,
                  const Error& error) {
    AnalysisRow row = row_of(asking, period, scope, {}, "border_multiplier");
    row.note = "no-model";
    const Fault fault = fault_of(error);
    add_note(asking.result,
             {"no-model", fmt::format("no model: {}: take a longer window or more places", fault.en),
              fmt::format("无法建立模型：{}。请放宽时间窗口或地点筛选", fault.zh)});
    asking.result.rows.push_back(std::move(row));
}

void add_coefficient(const Asking& asking, const Model& model, std::size_t term, const std::string& period,
                     std::string_view scope, std::string_view item,
                     std::string_view measure = "coefficient") {
    AnalysisRow row = row_of(asking, period, scope, item, measure);
    row.n = static_cast<std::int64_t>(model.fit.rows);
    if (model.fit.state[term] != TermState::estimated)
        return add_not_estimable(asking, std::move(row), model, term);
    const double b = model.fit.coefficient[term];
    row.value = b;
    if (const std::optional<double> error = model.errors[term]) {
        row.standard_error = *error;
        row.lower = b - normal_95 * *error;
        row.upper = b + normal_95 * *error;
    }
    asking.result.rows.push_back(row);
    if (!row.standard_error || measure != "coefficient") return;
    AnalysisRow p = row_of(asking, period, scope, item, "p_value");
    p.value = two_sided(b / *row.standard_error);
    p.n = row.n;
    asking.result.rows.push_back(std::move(p));
}

/// exp(sign x coefficient) with its interval.
void add_multiplier(const Asking& asking, const Model& model, std::size_t term, double sign,
                    const std::string& period, std::string_view scope, std::string_view measure) {
    AnalysisRow row = row_of(asking, period, scope, {}, measure);
    row.n = static_cast<std::int64_t>(model.fit.rows);
    if (model.fit.state[term] != TermState::estimated)
        return add_not_estimable(asking, std::move(row), model, term);
    const double b = sign * model.fit.coefficient[term];
    row.value = std::exp(b);
    if (const std::optional<double> error = model.errors[term]) {
        row.lower = std::exp(b - normal_95 * *error);
        row.upper = std::exp(b + normal_95 * *error);
    }
    asking.result.rows.push_back(std::move(row));
}

void add_equivalent(const Asking& asking, const Model& model, std::size_t term, const std::string& period,
                    std::string_view scope) {
    AnalysisRow row = row_of(asking, period, scope, {}, "distance_equivalent");
    for (const std::size_t needed : {std::size_t{0}, term})
        if (model.fit.state[needed] != TermState::estimated)
            return add_not_estimable(asking, std::move(row), model, needed);
    row.value = std::exp(model.fit.coefficient[term] / model.fit.coefficient[0]);
    row.n = static_cast<std::int64_t>(model.fit.rows);
    asking.result.rows.push_back(std::move(row));
}

void add_fit(const Asking& asking, const Model& model, const std::string& period, std::string_view scope) {
    const auto add = [&](std::string_view measure, double value) {
        AnalysisRow row = row_of(asking, period, scope, {}, measure);
        row.value = value;
        asking.result.rows.push_back(std::move(row));
    };
    add("observations", static_cast<double>(model.fit.rows));
    add("zeros", static_cast<double>(model.fit.zeros));
    add("deviance", model.fit.deviance);
    if (!is_index(asking.input.dataset.flows->layers()[index(asking.layer)]))
        add("pseudo_r2", mcfadden_r2(model.fit));
    add("deviance_explained", deviance_explained(model.problem, model.fit));
    add("squared_correlation", squared_correlation(model.problem, model.fit));
}

/// What crosses between each two provinces against what the model expects there. It has one border effect, so
/// a ratio below 1 says that this border holds back more than the mean one.
void add_borders(const Asking& asking, const Model& model, const GravityRows& rows, std::size_t border,
                 const std::string& period, std::string_view scope) {
    if (model.fit.state[border] != TermState::estimated) return;
    const Atlas& atlas = *asking.input.dataset.atlas;
    const double mean = std::exp(-model.fit.coefficient[border]);
    for (const auto& [between, crossing] : border_crossings(atlas, asking.ground, rows, model.fit)) {
        const std::string item =
            atlas.groups[index(between.first)].id + "-" + atlas.groups[index(between.second)].id;
        AnalysisRow ratio = row_of(asking, period, scope, item, "crossing_ratio");
        ratio.n = crossing.rows;
        AnalysisRow multiplier = row_of(asking, period, scope, item, "one_border_multiplier");
        multiplier.n = crossing.rows;
        if (crossing.expected > 0) ratio.value = crossing.flow / crossing.expected;
        if (ratio.value && *ratio.value > 0) {
            multiplier.value = mean / *ratio.value;
        } else {
            multiplier.note = "nothing-crosses";
            add_note(asking.result,
                     {"nothing-crosses", "no flow crosses this border: its effect has no bound",
                      "没有流跨越这条省界：其效应没有上界"});
        }
        AnalysisRow zeros = row_of(asking, period, scope, item, "crossing_zeros");
        zeros.value = static_cast<double>(crossing.zeros);
        zeros.n = crossing.rows;
        asking.result.rows.push_back(std::move(ratio));
        asking.result.rows.push_back(std::move(zeros));
        asking.result.rows.push_back(std::move(multiplier));
    }
}

constexpr std::string_view by_itself = "each period", pooled = "pooled";

Result<bool> answer_period(const Asking& asking, const Period& period) {
    const Result<GravityRows> rows = gravity_rows(asking.input, asking.ground, asking.layer,
                                                  std::span(&period, 1), Province::needed, asking.work);
    if (!rows) return rows.error();
    const Result<Model> model = fit_model(asking, *rows, std::span(&period, 1), BorderTerms::one);
    if (!model && asking.work.stopped()) return stopped_error();
    if (!model) {
        add_no_model(asking, period.label, by_itself, model.error());
        return true;
    }
    const std::size_t border = model->terms.names.size() - 1;
    for (std::size_t term = 0; term <= border; ++term)
        add_coefficient(asking, *model, term, period.label, by_itself, model->terms.names[term]);
    add_multiplier(asking, *model, border, -1, period.label, by_itself, "border_multiplier");
    if (border == 2) add_multiplier(asking, *model, 1, 1, period.label, by_itself, "same_group_multiplier");
    add_equivalent(asking, *model, border, period.label, by_itself);
    add_borders(asking, *model, *rows, border, period.label, by_itself);
    add_fit(asking, *model, period.label, by_itself);
    return true;
}

/// All periods with one distance and group term, origin and destination effects per period: the border per
/// period, and in a second model its trend. Also gives the note of what was left out.
Result<bool> answer_pooled(const Asking& asking, std::span<const Period> periods) {
    const Result<GravityRows> rows =
        gravity_rows(asking.input, asking.ground, asking.layer, periods, Province::needed, asking.work);
    if (!rows) return rows.error();
    const Result<Model> each = fit_model(asking, *rows, periods, BorderTerms::per_period);
    if (!each && asking.work.stopped()) return stopped_error();
    if (!each) {
        add_no_model(asking, {}, pooled, each.error());
        return true;
    }
    const std::size_t own = each->terms.names.size() - periods.size();
    for (std::size_t term = 0; term < own; ++term)
        add_coefficient(asking, *each, term, {}, pooled, each->terms.names[term]);
    for (std::size_t at = 0; at < periods.size(); ++at) {
        add_coefficient(asking, *each, own + at, periods[at].label, pooled, "other_province");
        add_multiplier(asking, *each, own + at, -1, periods[at].label, pooled, "border_multiplier");
        add_equivalent(asking, *each, own + at, periods[at].label, pooled);
    }
    add_fit(asking, *each, {}, pooled);
    if (periods.size() < 3) return true;  // two points make no trend
    const Result<Model> trend = fit_model(asking, *rows, periods, BorderTerms::trend);
    if (!trend && asking.work.stopped()) return stopped_error();
    if (!trend) {
        add_no_model(asking, {}, pooled, trend.error());
        return true;
    }
    add_coefficient(asking, *trend, trend->terms.names.size() - 1, {}, pooled, "other_province", "trend");
    return true;
}

Result<AnalysisResult> run(const AnalysisInput& input, const AnalysisWork& work) {
    AnalysisResult result;
    const GravityGround ground = gravity_ground(input, work);
    if (work.stopped()) return stopped_error();
    if (ground.places.size() < 2) return result;  // explain_empty says why
    if (std::ranges::count(ground.has_province, 0) == static_cast<std::ptrdiff_t>(ground.places.size()))
        return Error{"border: found no place in a province, expected a table of groups with kind province"};
    const std::vector<std::uint8_t> same_group = same_group_term(input, ground, result);
    GravityLoss loss;
    for (const LayerId layer : layers_asked(*input.dataset.flows, input.filter)) {
        const Asking asking{input, work, ground, same_group, layer, result};
        if (is_index(input.dataset.flows->layers()[index(layer)])) {
            if (word_setting(input, errors_setting) == "iid")
                return Error{"--errors: found iid, expected pair, two-way or hc1: index data are no counts"};
            add_note(
                result,
                {"index", "index data: no counts, so errors are clustered and none rests on a Poisson law",
                 "指数数据不是计数：标准误按聚类计算，不依赖泊松假定"});
        }
        const Result<GravityRows> all =
            gravity_rows(input, ground, layer, input.periods, Province::needed, work);
        if (!all) return all.error();
        loss.unpublished += all->loss.unpublished;
        loss.without_cost += all->loss.without_cost;
        loss.without_province += all->loss.without_province;
        std::vector<std::uint8_t> flows(input.periods.size(), 0);
        for (const GravityRows::Row& row : all->rows)
            if (row.flow > 0) flows[row.period] = 1;
        std::vector<Period> known;  // a period without flow is no part of a pooled model
        for (std::size_t at = 0; at < input.periods.size(); ++at)
            if (flows[at]) known.push_back(input.periods[at]);
        for (const Period& period : input.periods)
            if (const Result<bool> done = answer_period(asking, period); !done) return done.error();
        if (known.size() > 1)
            if (const Result<bool> done = answer_pooled(asking, known); !done) return done.error();
    }
    tell_gravity(input, ground, loss, result);
    return result;
}

}  // namespace

Analysis border_analysis() {
    return {
        .key = "border",
        .name = {"Border effect", "省界效应"},
        .help =
            {"How much more two places exchange inside one province than across a border, at the same cost "
             "and "
             "with the same sizes: a gravity model with an effect for each origin and destination, which "
             "keeps "
             "zeros. Over several periods it is also pooled, and the trend says whether the border sinks. "
             "Each border is "
             "also given by itself, against what that one effect expects there. A "
             "correlation, not a cause: provinces also share plans, language and roads.",
             "在费用与规模相同的条件下，同省两地往来为跨省的多少倍：带起点与终点固定效应、保留零值的引力模型"
             "。多期时另作合并估计，"
             "趋势表示省界效应是否减弱；另按该平均效应的期望给出每条省界的倍数。结果是相关而非因果：同省还意"
             "味着规划、语言、道路相同。"},
        .formula =
            "F_ij ~ exp(a_i + g_j + b ln c_ij + t other_province_ij + d same_group_ij), Poisson "
            "pseudo-likelihood; effects per period when pooled",
        .source =
            "Santos Silva & Tenreyro 2006 REStat 88:641; Correia, Guimaraes & Zylkin 2020 Stata J 20:95; "
            "Fally 2015 JIE 97:76",
        .measures = measures,
        .settings = settings,
        .run = run,
    };
}

}  // namespace flowspace
