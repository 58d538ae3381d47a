// The analysis `communities`: what the flows group together, against what the plans group together.
#include "data/analysis/agreement.h"
#include "data/analysis/analysis_parts.h"
#include "data/analysis/communities.h"
#include "data/analysis/map_equation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace flowspace {
namespace {

constexpr std::array settings = {
    AnalysisSetting{.key = "gamma",
                    .standard = "1",
                    .help = {"resolution: above 1 smaller communities, below 1 larger ones",
                             "分辨率：大于 1 社区更小，小于 1 更大"},
                    .least = 0.1,
                    .most = 10},
    AnalysisSetting{.key = "seeds",
                    .standard = "50",
                    .help = {"runs of Leiden; the best is kept", "Leiden 运行次数，取最优"},
                    .least = 1,
                    .most = 10000}};

constexpr std::array measures = {
    Measure{"modularity",
            {"Q of a partition, directed: found, official or province",
             "有向模块度：found 所得、official 规划、province 省"}},
    Measure{"communities", {"of that partition that have a place with flows", "社区个数"}},
    Measure{"code_length",
            {"bits per step of the map equation; item `one`: without modules",
             "映射方程编码长度（比特/步）；one 为不分模块"}},
    Measure{"nmi", {"normalised mutual information of found and another partition", "归一化互信息"}},
    Measure{"ari", {"adjusted Rand index: 0 is chance, 1 the same", "调整兰德指数：0 为随机，1 为相同"}},
    Measure{"ami",
            {"adjusted mutual information: use it when numbers of groups differ",
             "调整互信息，组数不同时用此项"}},
    Measure{"variation", {"of information, nats: 0 the same", "信息变差（奈特），0 为相同"}},
    Measure{"run_agreement",
            {"mean ari of the best run with the others: below 1 other partitions are as good",
             "最优划分与其他各次运行的平均 ARI"}},
    Measure{"community", {"number of the community, largest first from 1", "所属社区编号，由大到小自 1 起"}},
    Measure{"module", {"the same by the map equation", "所属模块编号（映射方程）"}},
    Measure{"stability",
            {"mean share of runs in which it is with the others of its community",
             "稳定度：与同社区其他地点同组的运行占比均值"}},
    Measure{"with_core",
            {"share of runs in which it is in one community with the core (label) of its official group",
             "与核心同社区：与规划分组核心（label）同组的运行占比"}},
    Measure{"with_core_periods",
            {"share of periods in which the partition found puts it with that core",
             "历期与核心同社区：所得划分使其与核心同组的时段占比"}},
    Measure{"official_group", {"group of --kind, or alone", "规划分组，或 alone"}},
    Measure{
        "ties_in_group",
        {"share of what it sends and receives that stays in its official group", "与规划分组内的往来占比"}},
    Measure{"gain_if_moved",
            {"change of Q if it moved to better_group; above 0 it is a misfit",
             "改归 better_group 时模块度的变化，大于 0 即错位"}},
    Measure{"better_group", {"the official group that it would fit best, of the others", "更合适的规划分组"}},
    Measure{"same_as_before", {"ari of found with that of the period before", "与前一时段所得划分的 ARI"}},
};

struct Asking {
    const AnalysisInput& input;
    const AnalysisWork& work;
    std::vector<PlaceId> places;
    OfficialGroups official;
    Partition province;
    std::vector<std::optional<std::size_t>> core;  // per place: of its official group, as cores_of()
    AnalysisResult& result;

    std::string id(std::size_t at) const { return input.dataset.atlas->places[index(places[at])].id; }
};

Partition provinces_of(const AnalysisInput& input, std::span<const PlaceId> places) {
    Partition province(places.size(), no_community);
    std::uint32_t label = 0;
    for (std::uint32_t group = 0; group < input.dataset.atlas->groups.size(); ++group) {
        if (input.dataset.atlas->groups[group].kind != GroupKind::province) continue;
        for (const std::uint32_t at : members_in(input, GroupId{group}, places)) province[at] = label;
        ++label;
    }
    return province;
}

/// The core of each place's official group: of several the most populous, so that it is the same in each
/// period. Nothing for the core itself, for places in no group and where the group has none here.
std::vector<std::optional<std::size_t>> cores_of(const AnalysisInput& input, std::span<const PlaceId> places,
                                                 const OfficialGroups& official) {
    const Atlas& atlas = *input.dataset.atlas;
    std::map<std::string_view, std::size_t> core_of;  // by id of the group
    for (const Group& group : atlas.groups) {
        if (group.kind != input.filter.kind) continue;
        const auto population = [&](std::size_t at) {
            return atlas.places[index(places[at])].population_2020.value_or(0);
        };
        std::optional<std::size_t> core;
        for (const Membership& member : group.members) {
            const auto at = std::ranges::find(places, member.place);
            if (member.role != MemberRole::core || at == places.end()) continue;
            const auto row = static_cast<std::size_t>(at - places.begin());
            if (!core || population(row) > population(*core)) core = row;
        }
        if (core) core_of.emplace(group.id, *core);
    }
    std::vector<std::optional<std::size_t>> cores(places.size());
    for (std::size_t at = 0; at < places.size(); ++at) {
        const auto found = core_of.find(official.names[official.partition[at]]);
        if (found != core_of.end() && found->second != at) cores[at] = found->second;
    }
    return cores;
}

/// Pre: `partitions` are of asking.places. Pairs of which one is in no community of any have no row.
void add_with_core(const Asking& asking, std::span<const Partition> partitions, const SquareMatrix& together,
                   std::string_view measure, RowWriter& rows) {
    for (std::size_t at = 0; at < asking.places.size(); ++at) {
        if (!asking.core[at] || std::isnan(together(at, *asking.core[at]))) continue;
        AnalysisRow& row = rows.add(asking.id(at), {}, measure, together(at, *asking.core[at]));
        row.label = asking.id(*asking.core[at]);
        row.n = static_cast<std::int64_t>(partitions.size());
    }
}

void add_agreement(RowWriter& rows, const std::string& with, const Agreement& agree) {
    const auto add = [&](std::string_view measure, double value) {
        rows.add("all", with, measure, value).n = static_cast<std::int64_t>(agree.places);
    };
    add("nmi", agree.nmi);
    add("ari", agree.ari);
    add("ami", agree.ami);
    add("variation", agree.variation_nats);
}

std::size_t count_of(const Partition& partition, const Partition& found) {
    Partition shown = partition;
    for (std::size_t at = 0; at < shown.size(); ++at)
        if (found[at] == no_community) shown[at] = no_community;
    std::ranges::sort(shown);
    shown.erase(std::unique(shown.begin(), shown.end()), shown.end());
    return shown.size() - (!shown.empty() && shown.back() == no_community ? 1 : 0);
}

void add_places(const Asking& asking, const SquareFlows& square, const SquareMatrix& gain,
                const Communities& found, const MapModules& modules, RowWriter& rows) {
    const SquareMatrix together = co_assignment(found.runs);
    add_with_core(asking, found.runs, together, "with_core", rows);
    const std::vector<Misfit> misfit = misfits(square.flows, gain, asking.official.partition);
    for (std::size_t at = 0; at < asking.places.size(); ++at) {
        const std::uint32_t community = found.best[at];
        if (community == no_community) continue;
        const std::string id = asking.id(at);
        double with = 0, others = 0;
        for (std::size_t other = 0; other < asking.places.size(); ++other)
            if (other != at && found.best[other] == community) with += together(at, other), ++others;
        rows.add(id, {}, "community", community + 1);
        rows.add(id, {}, "module", modules.best[at] + 1);
        rows.add(id, {}, "stability", others > 0 ? with / others : 1);
        rows.say(id, {}, "official_group", asking.official.names[asking.official.partition[at]]);
        rows.add(id, {}, "ties_in_group", misfit[at].ties_in_group);
        if (!misfit[at].better) continue;
        rows.add(id, {}, "gain_if_moved", misfit[at].better->gain);
        rows.say(id, {}, "better_group", asking.official.names[misfit[at].better->community]);
    }
}

/// What was found in the periods before, of one layer.
struct Periods {
    std::string layer = {};
    std::vector<Partition> best = {};
};

std::optional<Error> answer(const Asking& asking, const SquareFlows& square, Periods& before) {
    const SquareMatrix gain = modularity_gain(square.flows, number_setting(asking.input, settings[0]));
    RowWriter rows(asking.result, square.layer_key, square.period);
    const auto found = find_communities(square.flows, gain,
                                        static_cast<std::uint32_t>(number_setting(asking.input, settings[1])),
                                        asking.work.stop, asking.work.progress);
    if (asking.work.stopped()) return stopped_error();
    if (!found) {
        rows.add("all", "found", "modularity", std::nullopt);
        return std::nullopt;
    }
    constexpr std::uint32_t starts = 5;
    const auto modules = find_modules(square.flows, starts, std::span(&found->best, 1), asking.work.stop);
    if (asking.work.stopped()) return stopped_error();
    if (!modules) return modules.error();
    rows.add("all", "found", "modularity", found->quality);
    rows.add("all", "official", "modularity", modularity(gain, asking.official.partition));
    rows.add("all", "province", "modularity", modularity(gain, asking.province));
    rows.add("all", "found", "communities", found->count);
    rows.add("all", "official", "communities",
             static_cast<double>(count_of(asking.official.partition, found->best)));
    rows.add("all", "modules", "communities", modules->count);
    rows.add("all", "modules", "code_length", modules->code_length);
    rows.add("all", "one", "code_length", modules->one_module);
    add_agreement(rows, "official", agreement(found->best, asking.official.partition));
    add_agreement(rows, "province", agreement(found->best, asking.province));
    add_agreement(rows, "modules", agreement(found->best, modules->best));
    double agree = 0;
    for (const Partition& run : found->runs) agree += agreement(found->best, run).ari;
    rows.add("all", {}, "run_agreement", agree / static_cast<double>(found->runs.size()));
    if (!before.best.empty())
        rows.add("all", {}, "same_as_before", agreement(found->best, before.best.back()).ari);
    before.layer = square.layer_key;
    before.best.push_back(found->best);
    add_places(asking, square, gain, *found, *modules, rows);
    return std::nullopt;
}

Result<AnalysisResult> run(const AnalysisInput& input, const AnalysisWork& work) {
    AnalysisResult result;
    std::vector<PlaceId> places = places_asked(input.dataset, input.filter);
    const OfficialGroups official = official_groups(input, places);
    const Asking asking{
        input, work, places, official, provinces_of(input, places), cores_of(input, places, official),
        result};
    std::map<std::uint32_t, Periods> before;  // by layer
    const auto error = each_square(input, work, places, result, [&](const SquareFlows& square) {
        return answer(asking, square, before[static_cast<std::uint32_t>(square.layer)]);
    });
    if (error) return *error;
    for (const auto& [layer, periods] : before) {
        if (periods.best.size() < 2) continue;
        RowWriter rows(result, periods.layer, {});
        add_with_core(asking, periods.best, co_assignment(periods.best), "with_core_periods", rows);
    }
    add_note(result, {"gravity",
                      "communities can follow distance and province borders rather than plans: read misfits "
                      "together with `border`",
                      "社区可能只反映距离与省界而非规划：错位地点须与 border（边界效应）一并解读"});
    return result;
}

}  // namespace

Analysis communities_analysis() {
    return {
        .key = "communities",
        .name = {"Communities against plans", "流动社区与规划对照"},
        .help = {"What the flows group together (the partition of largest directed modularity over many "
                 "runs, and the one of the "
                 "shortest map-equation code), how far that agrees with the official groups and provinces, "
                 "and which places "
                 "exchange more with another group than their own.",
                 "流把哪些地点归为一体（多次运行中有向模块度最大的划分，以及映射方程编码最短的划分），与规划"
                 "分组、省区有多一致，"
                 "哪些地点与别的分组往来更多。"},
        .formula =
            "Q = sum_c (W_cc/W - gamma O_c D_c/W^2), Leiden, best of --seeds runs; two-level map equation, "
            "unrecorded link "
            "teleportation .15; misfit: max over groups of dQ > 0",
        .source =
            "Leicht & Newman 2008; Traag et al. 2019; Rosvall & Bergstrom 2008; Hubert & Arabie 1985; Vinh "
            "et al. 2010",
        .measures = measures,
        .settings = settings,
        .run = run,
    };
}

}  // namespace flowspace
