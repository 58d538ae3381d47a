// The analysis `backbone`: which flows to draw, and how much of the whole they show.
#include "data/analysis/analysis_parts.h"
#include "data/analysis/backbone.h"

#include <algorithm>
#include <array>
#include <set>

namespace flowspace {
namespace {

constexpr std::array settings = {
    AnalysisSetting{
        .key = "level",
        .standard = "0.05",
        .help = {"keep a flow if alpha is below this at either end", "任一端 alpha 低于此值即保留"},
        .least = 0,
        .most = 1},
    AnalysisSetting{
        .key = "top",
        .standard = "0",
        .help = {"and the largest so many with an end in each group of --kind", "另按分组各保留最大的若干条"},
        .least = 0,
        .most = 100000},
    AnalysisSetting{.key = "curve",
                    .standard = "200",
                    .help = {"coverage of the largest 1, 2, 3 ... so many flows, then by wider steps to all",
                             "覆盖曲线：最大的 1、2、3……直至若干条流，其后以更大步长直至全部"},
                    .least = 1,
                    .most = 10000000}};

constexpr std::array measures = {
    Measure{"flow", {"of a pair that is kept", "保留的城市对的流量"}, "flow"},
    Measure{"alpha",
            {"how unlikely its share would be if what leaves or arrives were cut at random; the smaller of "
             "the ends",
             "随机分割下出现该占比的概率，取两端较小者"}},
    Measure{"kept", {"pairs kept", "保留的城市对数"}, "pairs"},
    Measure{"of", {"pairs with a flow", "有流的城市对数"}, "pairs"},
    Measure{"volume_share",
            {"of all flow; scope kept, or top: that of the largest so many (item)",
             "占总流量之比；kept 保留者，top 最大的若干条（item）"}},
    Measure{"places_shown", {"places with an end among them", "涉及的地点数"}},
};

std::vector<std::uint32_t> visible_groups(const AnalysisInput& input, std::span<const PlaceId> places) {
    const OfficialGroups official = official_groups(input, places);
    std::vector<std::uint32_t> group = official.partition;
    for (std::uint32_t& label : group)
        if (official.names[label].starts_with("alone:")) label = no_group;
    return group;
}

void add_coverage(RowWriter& rows, const std::string& scope, const std::string& item,
                  const ListCoverage& shown) {
    const bool any = shown.places > 0;  // else of no flow no share is shown
    rows.add(scope, item, "volume_share", any ? std::optional(shown.volume_share) : std::nullopt);
    rows.add(scope, item, "places_shown", static_cast<double>(shown.places));
}

/// Numbers of largest flows that the curve tells of: each up to `most`, as many as are kept, then 1, 2 and 5
/// of each power of ten, and all.
std::set<std::size_t> counts_told(std::size_t most, std::size_t kept, std::size_t all) {
    std::set<std::size_t> told;
    for (std::size_t count = 1; count <= std::min(most, all); ++count) told.insert(count);
    for (std::size_t power = 1; power <= all; power *= 10)
        for (const std::size_t step : {1U, 2U, 5U})
            if (step * power > most && step * power <= all) told.insert(step * power);
    for (const std::size_t count : {kept, all})
        if (count > 0) told.insert(count);
    return told;
}

Result<AnalysisResult> run(const AnalysisInput& input, const AnalysisWork& work) {
    AnalysisResult result;
    const std::vector<PlaceId> places = places_asked(input.dataset, input.filter);
    const std::vector<std::uint32_t> group = visible_groups(input, places);
    const auto id = [&](std::size_t at) { return input.dataset.atlas->places[index(places[at])].id; };
    const auto error = each_square(input, work, places, result, [&](const SquareFlows& square) {
        const std::vector<BackboneFlow> flows = disparity(square.flows);
        double total = 0;
        for (const BackboneFlow& flow : flows) total += flow.flow;
        RowWriter rows(result, square.layer_key, square.period);
        std::vector<BackboneFlow> some;
        for (const std::size_t at :
             kept(flows, group,
                  {.level = number_setting(input, settings[0]),
                  .top = static_cast<std::size_t>(number_setting(input, settings[1]))}))
            some.push_back(flows[at]);
        rows.add("kept", {}, "kept", static_cast<double>(some.size()));
        rows.add("kept", {}, "of", static_cast<double>(flows.size()));
        const std::vector<ListCoverage> shown = coverage_curve(some, places.size(), total);
        add_coverage(rows, "kept", {}, shown.empty() ? ListCoverage{} : shown.back());
        const std::vector<ListCoverage> curve = coverage_curve(flows, places.size(), total);
        const auto most = static_cast<std::size_t>(number_setting(input, settings[2]));
        for (const std::size_t pairs : counts_told(most, some.size(), curve.size()))
            add_coverage(rows, "top", std::to_string(pairs), curve[pairs - 1]);
        for (const BackboneFlow& flow : some) {
            const std::string pair = id(flow.origin) + ">" + id(flow.destination);
            rows.add("pair", pair, "flow", flow.flow);
            rows.add("pair", pair, "alpha", flow.alpha());
        }
        return std::optional<Error>{};
    });
    if (error) return *error;
    return result;
}

}  // namespace

Analysis backbone_analysis() {
    return {
        .key = "backbone",
        .name = {"Backbone of the flows", "流的骨干网络"},
        .help =
            {"Which flows matter to one of their ends, so that a picture of few lines says much: pairs kept "
             "by the disparity "
             "filter, and how much of the volume and how many places they show, beside simply taking the "
             "largest. The largest "
             "flows alone show few places.",
             "哪些流对其某一端举足轻重，使少量线条说明问题：差异过滤保留的城市对、所占流量与涉及的地点数，"
             "并与只取最大若干条相比较。只取最大者涉及的地点很少。"},
        .formula =
            "alpha_ij = (1 - w/s)^(k-1); keep if alpha < level at either end; an end with one flow never "
            "keeps it",
        .source = "Serrano, Boguna & Vespignani 2009 PNAS 106:6483",
        .measures = measures,
        .settings = settings,
        .run = run,
    };
}

}  // namespace flowspace
