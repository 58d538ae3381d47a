#include "viewer/story_figures.h"

#include "data/geo/great_circle.h"
#include "data/official_tiers.h"
#include "data/pair_selection.h"
#include "render/scene/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <optional>
#include <vector>

namespace flowspace {
namespace {

constexpr std::string_view hub = "420100";
// A gravity model with an effect of each origin and destination, over all pairs of 2023: minutes of work in
// the slowest builds, so kept here; a test asks the analysis `border` again.
constexpr double border_multiplier = 4.08;
// The cascade that the hub's failure sets off (`resilience`, demand on the ways between neighbours, spare
// capacity of a quarter): seconds of work, kept and asked again likewise.
constexpr double hub_failed = 108, hub_rounds = 7;

/// A flow between two places that is there.
struct Weighted {
    Pair ends = {};
    double value = 0;
};

std::vector<Weighted> flows_of(const Dataset& data, std::string_view layer) {
    const auto layers = data.flows->layers();
    const auto at = std::ranges::find(layers, layer, &LayerInfo::key);
    const Result<ParsedTime> from = parse_time("2023"), to = parse_time("2024");
    if (at == layers.end() || !from || !to) return {};
    Filter filter;
    filter.layers = {LayerId{static_cast<std::uint32_t>(at - layers.begin())}};
    filter.window = {from->start, to->start};
    const auto sums = select_sums(data, filter);
    if (!sums || sums->empty()) return {};
    std::vector<Weighted> flows;
    const auto pairs = data.flows->pairs();
    for (std::size_t row = 0; row < pairs.size(); ++row)
        if (const double volume = value(sums->front().sums[row]); volume > 0)
            flows.push_back({pairs[row], volume});
    return flows;
}

/// Half of the volume goes no farther; nothing where nothing flows.
std::optional<double> median_km(const Dataset& data, std::string_view layer) {
    struct Trip {
        double km = 0, value = 0;
    };
    std::vector<Trip> trips;
    double all = 0;
    const auto& places = data.atlas->places;
    for (const Weighted& flow : flows_of(data, layer)) {
        trips.push_back({great_circle_km(places[index(flow.ends.origin)].location,
                                         places[index(flow.ends.destination)].location),
                         flow.value});
        all += flow.value;
    }
    std::ranges::stable_sort(trips, {}, &Trip::km);
    double gone = 0;
    for (const Trip& trip : trips)
        if ((gone += trip.value) * 2 >= all) return trip.km;
    return std::nullopt;
}

using GroupsOf = std::vector<std::vector<GroupId>>;

bool share_a_group(const GroupsOf& groups, Pair ends) {
    const auto &one = groups[index(ends.origin)], &other = groups[index(ends.destination)];
    return std::ranges::any_of(one, [&](GroupId id) { return std::ranges::binary_search(other, id); });
}

class Counter {
public:
    explicit Counter(const Dataset& data) : data_(data) {}

    StoryFigures figures() {
        places();
        people();
        distances();
        figures_["border_multiplier"] = {border_multiplier, FigureForm::ratio};
        figures_["hub_failed"] = {hub_failed, FigureForm::whole};
        figures_["hub_rounds"] = {hub_rounds, FigureForm::whole};
        return std::move(figures_);
    }

private:
    void put(const char* name, double part, double whole) {
        if (whole > 0) figures_[name] = {part / whole, FigureForm::percent};
    }

    void places() {
        const Atlas& atlas = *data_.atlas;
        figures_["places"] = {static_cast<double>(atlas.places.size()), FigureForm::whole};
        for (const auto& [kind, name] :
             {std::pair{GroupKind::agglomeration, "agglomerations"}, std::pair{GroupKind::circle, "circles"}})
            figures_[name] = {static_cast<double>(std::ranges::count(atlas.groups, kind, &Group::kind)),
                              FigureForm::whole};
        const GroupsOf wholly = groups_of_places(atlas, GroupKind::agglomeration, MembershipRows::whole);
        std::vector<double> known;
        double all = 0, grouped = 0, lone = 0, outside = 0;
        for (std::size_t row = 0; row < atlas.places.size(); ++row) {
            const bool in_some = !agglomerations_[row].empty();
            lone += in_some ? 0 : 1;
            const auto& population = atlas.places[row].population_2020;
            if (!population) continue;
            known.push_back(*population);
            all += *population;
            grouped += wholly[row].empty() ? 0 : *population;
            outside += in_some ? 0 : *population;
        }
        std::ranges::sort(known);
        figures_["outside_places"] = {lone, FigureForm::whole};
        put("grouped_people", grouped, all);
        put("outside_people", outside, all);
        if (known.empty()) return;
        figures_["largest_people"] = {known.back(), FigureForm::amount};
        figures_["median_people"] = {known[known.size() / 2], FigureForm::amount};
    }

    void people() {
        const GroupsOf circles = groups_of_places(*data_.atlas, GroupKind::circle, MembershipRows::listed);
        double all = 0, circle = 0, inside = 0, outside_ends = 0, at_hub = 0;
        const std::vector<Weighted> flows = flows_of(data_, "people");
        for (const Weighted& flow : flows) {
            const auto from = static_cast<std::uint32_t>(flow.ends.origin);
            const auto to = static_cast<std::uint32_t>(flow.ends.destination);
            all += flow.value;
            circle += share_a_group(circles, flow.ends) ? flow.value : 0;
            inside += share_a_group(agglomerations_, flow.ends) ? flow.value : 0;
            for (const std::uint32_t end : {from, to})
                outside_ends += agglomerations_[end].empty() ? flow.value / 2 : 0;
            at_hub +=
                data_.atlas->places[from].id == hub || data_.atlas->places[to].id == hub ? flow.value : 0;
        }
        put("in_circles", circle, all);
        put("in_agglomerations", inside, all);
        put("outside_trips", outside_ends, all);
        put("hub_trips", at_hub, all);
        stages(flows);
    }

    /// Of what leaves the places of some agglomerations, the part that stays in the same one.
    void stages(const std::vector<Weighted>& flows) {
        const std::size_t stages = 3;
        std::vector<double> out(stages), stay(stages), count(stages);
        const auto stage_of = [&](GroupId id) {
            const auto tier = official_tier(data_.atlas->groups[index(id)].id);
            return 2 - static_cast<std::size_t>(tier.value_or(OfficialTier::nurtured));
        };
        for (std::size_t row = 0; row < data_.atlas->groups.size(); ++row)
            if (data_.atlas->groups[row].kind == GroupKind::agglomeration)
                count[stage_of(GroupId{static_cast<std::uint32_t>(row)})] += 1;
        for (const Weighted& flow : flows)
            for (const GroupId id : agglomerations_[index(flow.ends.origin)]) {
                const bool stays =
                    std::ranges::binary_search(agglomerations_[index(flow.ends.destination)], id);
                out[stage_of(id)] += flow.value;
                stay[stage_of(id)] += stays ? flow.value : 0;
            }
        constexpr std::array<const char*, 3> shares = {"improved_stay", "strengthened_stay", "nurtured_stay"};
        constexpr std::array<const char*, 3> counts = {"improved", "strengthened", "nurtured"};
        for (std::size_t stage = 0; stage < stages; ++stage) {
            put(shares[stage], stay[stage], out[stage]);
            figures_[counts[stage]] = {count[stage], FigureForm::whole};
        }
    }

    void distances() {
        for (const auto& [layer, name] :
             {std::pair{"people", "people_km"}, std::pair{"goods", "goods_km"},
              std::pair{"capital", "capital_km"}, std::pair{"technology", "technology_km"},
              std::pair{"information", "information_km"}})
            if (const auto km = median_km(data_, layer)) figures_[name] = {*km, FigureForm::length};
    }

    const Dataset& data_;
    GroupsOf agglomerations_ =
        groups_of_places(*data_.atlas, GroupKind::agglomeration, MembershipRows::listed);
    StoryFigures figures_;
};

}  // namespace

StoryFigures story_figures(const Dataset& data) { return Counter(data).figures(); }

std::string figure_text(const StoryFigure& figure, Language language) {
    const bool zh = language == Language::zh;
    switch (figure.form) {
        case FigureForm::whole:
            return exact_number(std::round(figure.value));
        case FigureForm::percent:
            return fmt::format("{:.{}f}%", 100 * figure.value, figure.value < 0.0995 ? 1 : 0);
        case FigureForm::amount:
            return zh ? fmt::format("{:.0f} 万", figure.value / 1e4)
                      : fmt::format("{:.1f} million", figure.value / 1e6);
        case FigureForm::length:
            return fmt::format("{:.0f}", std::round(figure.value / 10) * 10);
        case FigureForm::ratio:
            return fmt::format("{:.1f}", figure.value);
    }
    return {};
}

std::string with_figures(std::string_view text, const StoryFigures& figures, Language language) {
    std::string filled;
    while (!text.empty()) {
        const std::size_t open = text.find('{'), close = text.find('}', open == text.npos ? 0 : open);
        if (open == text.npos || close == text.npos) break;
        const auto figure = figures.find(text.substr(open + 1, close - open - 1));
        filled += text.substr(0, open);
        filled += figure == figures.end() ? std::string(text.substr(open, close - open + 1))
                                          : figure_text(figure->second, language);
        text.remove_prefix(close + 1);
    }
    return filled += text;
}

}  // namespace flowspace
