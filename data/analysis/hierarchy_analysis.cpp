// The analysis `hierarchy`: how sizes fall with rank, who looks up to whom, and whether groups have one
// centre or several.
#include "data/analysis/analysis_parts.h"
#include "data/analysis/dominance_tree.h"
#include "data/analysis/polycentricity.h"
#include "data/analysis/rank_size.h"
#include "data/analysis/ties.h"

#include <array>
#include <cmath>
#include <limits>

namespace flowspace {
namespace {

constexpr std::array settings = {AnalysisSetting{
    .key = "top",
    .standard = "50",
    .help = {"how many of the largest places Hill's exponent is taken over", "Hill 估计所用的最大地点数"},
    .least = 1,
    .most = 100000}};

constexpr std::array measures = {
    Measure{"zipf_exponent",
            {"of rank on size: 1 is Zipf's law, above it sizes are more even",
             "位序—规模指数：1 即齐普夫定律，越大越均衡"}},
    Measure{"zipf_r2", {"fit of that line", "位序—规模拟合的 R²"}},
    Measure{"hill_exponent", {"the same by Hill's estimate over the largest", "最大若干地点的 Hill 指数"}},
    Measure{"primacy_2", {"first / second", "两城市首位度"}},
    Measure{"primacy_4", {"first / (second to fourth)", "四城市首位度"}},
    Measure{"primacy_11", {"2 x first / (second to eleventh)", "十一城市首位度"}},
    Measure{"herfindahl", {"sum of squared shares, 1 is all in one place", "赫芬达尔指数"}},
    Measure{"evenness", {"entropy of shares, 1 is even", "均匀度（熵），1 为完全均匀"}},
    Measure{"gap",
            {"largest fall between two ranks against the fitted one: a missing middle",
             "位序间最大断层与拟合值之比"}},
    Measure{"nodal_centres", {"places that no larger place dominates", "结节中心个数（不受更大地点支配）"}},
    Measure{"levels", {"of the dominance forest, centres included", "支配树层数（含中心）"}},
    Measure{"dominated_by",
            {"where its largest outflow goes, if that place is larger; none: a centre",
             "支配它的地点；none 为中心"}},
    Measure{"level", {"steps up to its centre", "到所属中心的层数"}},
    Measure{"nodal_region", {"the centre it belongs to", "所属结节区中心"}},
    Measure{"dominance_index", {"strength / mean of the others", "支配度：总流量除以其余地点均值"}},
    Measure{"alter_centrality", {"tied to the well tied, largest 1", "他者中心性，最大为 1"}},
    Measure{"alter_power", {"tied to the poorly tied, largest 1", "他者权力，最大为 1"}},
    Measure{
        "alter_role",
        {"against the medians of both: quintessential above both, hub central only, gateway powerful only, "
         "neither",
         "联系类型：中心性与权力各与中位数相比，quintessential 双高、hub 仅中心性高、gateway "
         "仅权力高、neither 双低"}},
    Measure{"polycentricity_green_density",
            {"(1 - sd / sd max of in-strengths) x density of ties", "功能多中心度（Green，二元密度）"}},
    Measure{
        "polycentricity_green_internal",
        {"the same x internal share of the members' outflow", "组内加权功能多中心度：Green，按组内流出占比"}},
    Measure{"polycentricity_entropy", {"evenness of in-strengths", "入流均匀度"}},
    Measure{"slope_functional",
            {"ln in-strength on ln rank over the top 2 to 4: nearer 0 is more polycentric",
             "功能位序斜率（前 2 至 4 位），越近 0 越多中心"}},
    Measure{"slope_morphological", {"the same of population", "形态位序斜率（人口）"}},
    Measure{"polycentricity_cut",
            {"1 - sd / sd max over the largest members only, item: how many",
             "只取前若干成员时的多中心度，item 为个数"}},
};

struct Ground {
    const AnalysisInput& input;
    std::vector<PlaceId> places;
    std::vector<double> population;  // NaN unknown

    std::string id(std::size_t at) const { return input.dataset.atlas->places[index(places[at])].id; }
};

/// The law of sizes: of population, or of a layer's strengths.
void add_sizes(const Ground& ground, const std::string& item, std::span<const double> sizes,
               RowWriter& rows) {
    const auto top = static_cast<std::size_t>(number_setting(ground.input, settings[0]));
    const auto fit = rank_size(sizes);
    AnalysisRow& zipf =
        rows.add("all", item, "zipf_exponent", fit ? std::optional(fit->exponent.value) : std::nullopt);
    if (fit) {
        zipf.standard_error = fit->exponent.standard_error;
        zipf.n = static_cast<std::int64_t>(fit->exponent.n);
        rows.add("all", item, "zipf_r2", fit->r2);
        if (const auto gap = largest_gap(sizes, *fit))
            rows.add("all", item, "gap", gap->ratio / gap->expected).label =
                ground.id(gap->above) + ">" + ground.id(gap->below);
    }
    const auto tail = hill(sizes, top);
    AnalysisRow& over_top =
        rows.add("all", item, "hill_exponent", tail ? std::optional(tail->value) : std::nullopt);
    if (tail) {
        over_top.standard_error = tail->standard_error;
        over_top.n = static_cast<std::int64_t>(tail->n);
    }
    const Primacy first = primacy(sizes);
    rows.add("all", item, "primacy_2", first.two);
    rows.add("all", item, "primacy_4", first.four);
    rows.add("all", item, "primacy_11", first.eleven);
    rows.add("all", item, "herfindahl", herfindahl(sizes));
    rows.add("all", item, "evenness", evenness(sizes));
}

void add_groups(const Ground& ground, const SquareFlows& square, RowWriter& rows) {
    for (const GroupId group : groups_asked(ground.input)) {
        const std::string& id = ground.input.dataset.atlas->groups[index(group)].id;
        const std::vector<std::uint32_t> members = members_in(ground.input, group, ground.places);
        if (members.empty()) continue;
        const Polycentricity found = polycentricity(square.flows, members, ground.population);
        const auto add = [&](std::string_view measure, std::optional<double> value) {
            rows.add(id, {}, measure, value).n = static_cast<std::int64_t>(members.size());
        };
        add("polycentricity_green_density", found.green_density);
        add("polycentricity_green_internal", found.green_internal);
        add("polycentricity_entropy", found.entropy);
        add("slope_functional", found.functional_slope);
        add("slope_morphological", found.morphological_slope);
        const auto curve = by_cut_off(found.in_strength);
        for (std::size_t at = 0; at < curve.size(); ++at)
            rows.add(id, std::to_string(at + 2), "polycentricity_cut", curve[at]);
    }
}

std::string word_of(AlterRole role) {
    switch (role) {
        case AlterRole::quintessential:
            return "quintessential";
        case AlterRole::hub:
            return "hub";
        case AlterRole::gateway:
            return "gateway";
        case AlterRole::neither:
            break;
    }
    return "neither";
}

void add_places(const Ground& ground, const SquareFlows& square, RowWriter& rows) {
    const std::vector<Dominance> tree = dominance_tree(square.flows);
    const AlterBased alters = alter_based(square.flows);
    const AlterRoles roles = alter_roles(alters);
    std::vector<double> strength(ground.places.size(), 0);
    for (const LinkSymmetry& link : link_symmetries(square.flows))
        for (const std::uint32_t end : {link.a, link.b}) strength[end] += link.a_to_b + link.b_to_a;
    add_sizes(ground, "strength", strength, rows);
    const std::vector<double> dominance = dominance_index(strength);
    double centres = 0, levels = 0;
    for (std::size_t at = 0; at < tree.size(); ++at) {
        if (strength[at] == 0) continue;
        if (!tree[at].above) ++centres;
        levels = std::max(levels, static_cast<double>(tree[at].level + 1));
    }
    rows.add("all", {}, "nodal_centres", centres);
    rows.add("all", {}, "levels", levels);
    if (levels > 0) {
        rows.add("all", "median", "alter_centrality", roles.centrality_median);
        rows.add("all", "median", "alter_power", roles.power_median);
    }
    for (std::size_t at = 0; at < tree.size(); ++at) {
        if (strength[at] == 0) continue;
        rows.say(ground.id(at), {}, "dominated_by", tree[at].above ? ground.id(*tree[at].above) : "");
        rows.add(ground.id(at), {}, "level", tree[at].level);
        rows.say(ground.id(at), {}, "nodal_region", ground.id(tree[at].root));
        rows.add(ground.id(at), {}, "dominance_index", dominance[at]);
        rows.add(ground.id(at), {}, "alter_centrality", alters.centrality[at]);
        rows.add(ground.id(at), {}, "alter_power", alters.power[at]);
        rows.say(ground.id(at), {}, "alter_role", word_of(roles.roles[at]));
    }
}

Result<AnalysisResult> run(const AnalysisInput& input, const AnalysisWork& work) {
    AnalysisResult result;
    Ground ground{input, places_asked(input.dataset, input.filter), {}};
    for (const PlaceId place : ground.places)
        ground.population.push_back(input.dataset.atlas->places[index(place)].population_2020.value_or(
            std::numeric_limits<double>::quiet_NaN()));
    rests_on(input, RestsOn::population,
             {"zipf_exponent", "zipf_r2", "hill_exponent", "primacy_2", "primacy_4", "primacy_11",
              "herfindahl", "evenness", "gap", "slope_morphological"},
             result);
    RowWriter people(result, {}, {});
    add_sizes(ground, "population_2020", ground.population, people);
    const auto error = each_square(input, work, ground.places, result, [&](const SquareFlows& square) {
        RowWriter rows(result, square.layer_key, square.period);
        add_places(ground, square, rows);
        add_groups(ground, square, rows);
        return std::optional<Error>{};
    });
    if (error) return *error;
    return result;
}

}  // namespace

Analysis hierarchy_analysis() {
    return {
        .key = "hierarchy",
        .name = {"Hierarchy and polycentricity", "等级体系与多中心性"},
        .help = {"How sizes fall with rank and where the middle is missing, which place looks up to which, "
                 "and whether each "
                 "group has one centre or several. Indices depend on how many centres enter: compare groups "
                 "at an equal "
                 "cut-off (polycentricity_cut).",
                 "规模如何随位序下降、断层在哪里，各地依附于谁，各分组是单中心还是多中心。指数随计入的中心个"
                 "数而变，"
                 "组间比较须取相同个数（polycentricity_cut）。"},
        .formula =
            "ln(rank - 1/2) = c - zeta ln size, se zeta sqrt(2/n); dominated if the largest outflow goes to "
            "a place of "
            "larger inflow; (1 - sd/sd_max) Delta; mean slope of ln size on ln rank, top 2 to 4",
        .source =
            "Gabaix & Ibragimov 2011; Nystuen & Dacey 1961; Green 2007; Burger & Meijers 2012; Neal 2011, "
            "2013; "
            "Limtanakool et al. 2007",
        .measures = measures,
        .settings = settings,
        .run = run,
    };
}

}  // namespace flowspace
