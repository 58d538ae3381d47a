// The analysis `circulation`: how much flow closes within circles, agglomerations, provinces, the country, or
// goes abroad.
#include "data/analysis/analysis.h"
#include "data/analysis/circulation.h"
#include "data/analysis/od_matrix.h"
#include "data/analysis/shared_notes.h"
#include "data/pair_selection.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace flowspace {
namespace {

constexpr std::array measures = {
    Measure{"flow", {"of the class (item)", "各类流量：该类（item）的流"}, "flow"},
    Measure{"share", {"of all flow; the six shares sum to 1", "占总流的比重；六类合计为 1"}},
    Measure{"gateway_flow", {"of a place with abroad, both ways", "地点与境外的往来流，双向"}, "flow"},
    Measure{"gateway_hhi",
            {"concentration of flow with abroad over gateways, 0 to 1", "境外流在门户间的集中度"}},
    Measure{"top_gateway_share",
            {"of the largest gateway (label)", "最大门户份额：最大门户（label）占境外流的比重"}},
    Measure{"ring_share",
            {"of a core's flow with its circle, with circle or agglomeration, and inside the country (item)",
             "圈层份额：核心城市的流在都市圈、城市群（含都市圈）、国内（item）以内的比重"}},
    Measure{"reach_share",
            {"of a core's flow that lies within a cost (item)",
             "辐射份额：核心城市的流在某费用（item）以内的比重"}},
    Measure{"reach_median",
            {"cost within which half of a core's flow lies", "辐射中位：核心城市一半的流所及的费用"},
            unit_of_costs},
    Measure{"tie_asymmetry",
            {"(into - out of the core) / both, per member (item): above 0 the core draws",
             "往来不对称：核心与成员（item）往来的净流向，大于 0 为吸入"}},
};

constexpr std::array limits_minutes = {30.0, 60.0, 90.0, 120.0, 180.0, 240.0};
constexpr std::array limits_km = {50.0, 100.0, 200.0, 300.0, 500.0, 1000.0};

std::vector<std::uint32_t> as_numbers(const std::vector<GroupId>& groups) {
    std::vector<std::uint32_t> numbers;
    for (const GroupId group : groups) numbers.push_back(static_cast<std::uint32_t>(group));
    return numbers;
}

struct Country {
    std::vector<PlaceId> places;
    std::vector<CirculationPlace> belongs;
    CostMatrix cost;
    bool knows_abroad = false;
};

/// Abroad is what lies in no province, where provinces are known at all.
Country country_of(const AnalysisInput& input, const AnalysisWork& work) {
    const Atlas& atlas = *input.dataset.atlas;
    Country country{.places = places_asked(input.dataset, input.filter), .belongs = {}, .cost = {}};
    country.cost = cost_matrix(atlas, country.places, input.cost, work.stop);
    const MembershipRows rows = input.filter.membership_rows;
    const auto circles = groups_of_places(atlas, GroupKind::circle, rows),
               agglomerations = groups_of_places(atlas, GroupKind::agglomeration, rows),
               provinces = groups_of_places(atlas, GroupKind::province, MembershipRows::listed);
    country.knows_abroad = std::ranges::any_of(provinces, [](const auto& list) { return !list.empty(); });
    for (const PlaceId place : country.places)
        country.belongs.push_back({.abroad = country.knows_abroad && provinces[index(place)].empty(),
                                   .circles = as_numbers(circles[index(place)]),
                                   .agglomerations = as_numbers(agglomerations[index(place)]),
                                   .provinces = as_numbers(provinces[index(place)])});
    return country;
}

struct Answering {
    const AnalysisInput& input;
    const Country& country;
    const OdMatrix& matrix;
    std::vector<std::uint8_t> known;
    AnalysisRow frame;
    AnalysisResult& result;

    const std::string& id(std::size_t row) const {
        return input.dataset.atlas->places[index(country.places[row])].id;
    }
    AnalysisRow& add(std::string_view scope, std::string item, std::string_view measure,
                     std::optional<double> value) const {
        AnalysisRow row = frame;
        row.scope = scope;
        row.item = std::move(item);
        row.measure = measure;
        row.value = value;
        if (!value) row.note = note_empty_denominator;
        return result.rows.emplace_back(std::move(row));
    }
};

/// Of all pairs, or of those with an end in the group. Unknown is not zero: without a row nothing is said of
/// any class, and without a place abroad nothing of flow with abroad.
void add_split(const Answering& to, const std::string& scope, std::span<const std::uint8_t> known) {
    const CirculationSplit made = split(to.matrix.flow, known, to.country.belongs);
    const bool has_rows = std::ranges::any_of(known, [](std::uint8_t one) { return one != 0; });
    const bool has_abroad = std::ranges::any_of(to.country.belongs, &CirculationPlace::abroad);
    for (std::size_t of = 0; of < circulation_classes; ++of) {
        const auto kind = static_cast<CirculationClass>(of);
        const bool is_known = has_rows && (kind != CirculationClass::international || has_abroad);
        const auto add = [&](std::string_view measure, std::optional<double> value) {
            AnalysisRow& row =
                to.add(scope, std::string(key(kind)), measure, is_known ? value : std::nullopt);
            if (!is_known) row.note = has_rows ? std::string_view("no-place-abroad") : note_no_rows;
        };
        add("flow", made.flow[of]);
        add("share", made.total > 0 ? std::optional(made.flow[of] / made.total) : std::nullopt);
    }
}

void add_gateways(const Answering& to) {
    const Gateways made = gateways(to.matrix.flow, to.known, to.country.belongs);
    if (!made.hhi) return;  // nothing with abroad: the split says so
    for (std::size_t row = 0; row < made.flow.size(); ++row)
        if (made.flow[row] > 0) to.add("all", to.id(row), "gateway_flow", made.flow[row]);
    to.add("all", {}, "gateway_hhi", made.hhi);
    to.add("all", {}, "top_gateway_share", made.flow[*made.top] / made.total).label = to.id(*made.top);
}

std::optional<std::size_t> row_of(const Country& country, PlaceId place) {
    const auto at = std::ranges::lower_bound(country.places, place);
    if (at == country.places.end() || *at != place) return std::nullopt;
    return static_cast<std::size_t>(at - country.places.begin());
}

/// Each ring holds the one before it; one that the core has not is left out.
void add_rings(const Answering& to, std::size_t core) {
    const std::size_t n = to.matrix.size();
    std::vector<std::uint8_t> known = to.known;
    for (std::size_t cell = 0; cell < known.size(); ++cell)
        if (cell / n != core && cell % n != core) known[cell] = 0;
    const CirculationSplit made = split(to.matrix.flow, known, to.country.belongs);
    const auto flow = [&](CirculationClass of) { return made.flow[static_cast<std::size_t>(of)]; };
    const double circle = flow(CirculationClass::within_circle),
                 agglomeration = circle + flow(CirculationClass::within_agglomeration),
                 country = made.total - flow(CirculationClass::international);
    const CirculationPlace& belongs = to.country.belongs[core];
    const auto add = [&](const char* ring, double within) {
        to.add(to.id(core), ring, "ring_share",
               made.total > 0 ? std::optional(within / made.total) : std::nullopt);
    };
    if (!belongs.circles.empty()) add("in_circle", circle);
    if (!belongs.agglomerations.empty()) add("in_agglomeration", agglomeration);
    if (std::ranges::any_of(to.country.belongs, &CirculationPlace::abroad))  // else nothing could leave it
        add("in_country", country);
}

void add_core(const Answering& to, const Group& group, std::size_t core) {
    const std::size_t n = to.matrix.size();
    add_rings(to, core);
    const bool minutes = to.country.cost.unit == "minutes";
    const std::span<const double> limits =
        minutes ? std::span<const double>(limits_minutes) : std::span<const double>(limits_km);
    const Reach made = reach({to.matrix.flow, to.country.cost.cost, to.known, n}, core, limits);
    for (std::size_t at = 0; at < limits.size(); ++at)
        to.add(to.id(core), "<= " + format_number(limits[at]) + " " + to.country.cost.unit, "reach_share",
               made.within[at]);
    to.add(to.id(core), {}, "reach_median", made.median);
    for (const Membership& member : group.members) {
        const std::optional<std::size_t> other = row_of(to.country, member.place);
        if (!other || *other == core) continue;
        const std::size_t in = *other * n + core, out = core * n + *other;
        if (!to.known[in] || !to.known[out]) continue;  // one way unknown: no net
        to.add(to.id(core), to.id(*other), "tie_asymmetry",
               tie_asymmetry(to.matrix.flow[in], to.matrix.flow[out]));
    }
}

void add_groups(const Answering& to) {
    const std::size_t n = to.matrix.size();
    std::vector<std::uint8_t> told(n, 0);
    for (const GroupId id : groups_asked(to.input)) {
        const Group& group = to.input.dataset.atlas->groups[index(id)];
        std::vector<std::uint8_t> is_member(n, 0);
        for (const Membership& member : group.members)
            if (const std::optional<std::size_t> row = row_of(to.country, member.place)) is_member[*row] = 1;
        std::vector<std::uint8_t> known = to.known;
        for (std::size_t cell = 0; cell < known.size(); ++cell)
            if (!is_member[cell / n] && !is_member[cell % n]) known[cell] = 0;
        add_split(to, group.id, known);
        for (const Membership& member : group.members) {
            const std::optional<std::size_t> row = row_of(to.country, member.place);
            if (member.role != MemberRole::core || !row || told[*row]++) continue;
            add_core(to, group, *row);
        }
    }
}

void add_notes(const AnalysisInput& input, const Country& country, std::uint64_t unpublished,
               AnalysisResult& result) {
    result.facts.push_back({"cost", country.cost.geodesic ? "geodesic distance in km (no --cost table given)"
                                                          : country.cost.unit + " of " + input.cost->path});
    rests_on(input, RestsOn::cost, {"reach_share", "reach_median"}, result);
    result.facts.push_back(
        {"abroad", country.knows_abroad ? "places in no province" : "not known: no provinces"});
    if (unpublished > 0)
        add_note(result, {"unpublished",
                          std::to_string(unpublished) + " pairs that no row lists are unknown: in no class",
                          std::to_string(unpublished) + " 个未列出的城市对未知，不归入任何一类"});
    explain_shared_notes(result);
    if (bears_note(result, "no-place-abroad"))
        add_note(result,
                 {"no-place-abroad", "no place abroad is known, so flow with abroad is unknown, not zero",
                  "没有境外地点，境外流未知，而非零"});
}

Result<AnalysisResult> run(const AnalysisInput& input, const AnalysisWork& work) {
    AnalysisResult result;
    const Country country = country_of(input, work);
    std::uint64_t unpublished = 0;
    for (const LayerId layer : layers_asked(*input.dataset.flows, input.filter))
        for (const Period& period : input.periods) {
            if (work.stopped()) return stopped_error();
            Filter filter = input.filter;
            filter.window = period.window;
            const Result<OdMatrix> matrix =
                od_matrix(input.dataset, filter, layer, country.places, work.stop);
            if (!matrix) return matrix.error();
            Answering to{input,
                         country,
                         *matrix,
                         {},
                         {.layer = input.dataset.flows->layers()[index(layer)].key, .period = period.label},
                         result};
            for (std::size_t cell = 0; cell < matrix->status.size(); ++cell)
                to.known.push_back(is_known(matrix->status[cell]) &&
                                   cell / matrix->size() != cell % matrix->size());
            unpublished += count_cells(*matrix).unpublished;
            add_split(to, "all", to.known);
            add_gateways(to);
            add_groups(to);
        }
    add_notes(input, country, unpublished, result);
    return result;
}

}  // namespace

Analysis circulation_analysis() {
    return {
        .key = "circulation",
        .name = {"Circulation and reach", "循环与辐射"},
        .help = {"Where flow closes: within metropolitan circles, within or between agglomerations, within "
                 "provinces, "
                 "elsewhere in the country, or abroad; each flow in exactly one class. For each core how far "
                 "its flow "
                 "reaches, and whether it draws from its members or gives to them.",
                 "流在哪一层闭合：都市圈内、城市群内、城市群之间、省内、国内其他、国际；每条流只归一类。另列"
                 "各核心城市的辐射范围，以及"
                 "对成员是吸入还是输出。"},
        .formula =
            "first match of international, within circle, within agglomeration, between agglomerations, "
            "within "
            "province, other; gateway HHI; asymmetry (F_jc - F_cj)/(F_jc + F_cj)",
        .source = "definitions of this program (analyses, section 13)",
        .measures = measures,
        .run = run,
    };
}

}  // namespace flowspace
