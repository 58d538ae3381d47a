#include "data/bake/flow_model.h"

#include "data/bake/model_months.h"
#include "data/bake/steady_math.h"
#include "data/geo/geodesic_distance.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace flowspace::bake {
namespace {

constexpr std::uint64_t seed = 0x466C6F7773706163;
constexpr double least_distance_km = 20;  // nearer seats are one built-up area
constexpr double boundary =
    1.6;  // ln V falls by this where one end is under other customs: Hong Kong, Macao, Taiwan
constexpr double month_chance = 0.06;       // deviation of a month from its expectation
constexpr double festival_tilt = 1.4;       // how strongly the festival sends people home
constexpr double largest_growth_gap = 0.6;  // of ln population, two ends

enum class Mass : std::uint8_t { population, gdp, both };

struct LayerModel {
    LayerInfo info = {};
    Mass mass = Mass::population;
    double b = 0, c = 0, g = 0, s = 0;
    double chance = 0;       // deviation of ln V from the gravity model, the same in every month
    std::size_t pairs = 0;   // the strongest that are kept
    double month_total = 0;  // of the layer in an average month of 2019: the scale, a round number
};

constexpr const char* model_source_zh = "flowspace 引力模型（固定种子），非观测数据";
constexpr const char* model_source_en = "gravity model of flowspace with a fixed seed, not observed";

std::array<LayerModel, model_layer_count> layer_models() {
    const auto info = [](const char* key, const char* zh, const char* en, const char* unit,
                         const char* unit_zh, const char* unit_en) {
        return LayerInfo{
            key, zh, en, unit, unit_zh, unit_en, Status::modelled, model_source_zh, model_source_en};
    };
    // b and c as fitted to real data (design of the atlas); g and s calibrated to its structure, see
    // ARCHITECTURE.md.
    return {{{.info = info("people", "人流", "People", "person_trips", "人次", "person-trips"),
              .mass = Mass::population,
              .b = 0.65,
              .c = 0.68,
              .g = 1.30,
              .s = 1.40,
              .chance = 0.6,
              .pairs = 60'000,
              .month_total = 1.5e9},
             {.info = info("goods", "物流", "Goods", "tonnes", "吨", "tonnes"),
              .mass = Mass::gdp,
              .b = 0.54,
              .c = 0.56,
              .g = 1.75,
              .s = 0.42,
              .chance = 0.4,
              .pairs = 12'000,
              .month_total = 2.4e9},
             {.info = info("capital", "资金流", "Capital", "10k_yuan", "万元", "10,000 yuan"),
              .mass = Mass::gdp,
              .b = 0.67,
              .c = 0.64,
              .g = 0.05,
              .s = 0.05,
              .chance = 0.2,
              .pairs = 12'000,
              .month_total = 6e7},
             {.info = info("technology", "技术流", "Technology", "10k_yuan", "万元", "10,000 yuan"),
              .mass = Mass::both,
              .b = 0.60,
              .c = 0.60,
              .g = 1.25,
              .s = 0.49,
              .chance = 0.4,
              .pairs = 12'000,
              .month_total = 1.8e7},
             {.info = info("information", "信息流", "Information", "searches", "次搜索", "searches"),
              .mass = Mass::population,
              .b = 0.42,
              .c = 0.23,
              .g = 0.16,
              .s = 0.30,
              .chance = 0.15,
              .pairs = 12'000,
              .month_total = 2e9}}};
}

struct Candidate {
    double volume = 0;
    std::uint32_t origin = 0, destination = 0;
};

/// Distances in whole metres and logarithms of masses, computed once.
class Gravity {
public:
    Gravity(const Atlas& atlas, const ModelMasses& masses) : atlas_(atlas) {
        for (std::size_t place = 0; place < atlas.places.size(); ++place) {
            const double population = steady_log(masses.population[place]),
                         gdp = steady_log(masses.gdp[place]);
            ln_mass_.push_back({population, gdp, population + gdp});
        }
        for (const Place& from : atlas.places)
            for (const Place& to : atlas.places) {
                // Whole metres, so that the last bits of the geodesic cannot matter.
                const double km = std::round(distance_km(from.location, to.location) * 1000) / 1000;
                ln_distance_.push_back(steady_log(std::max(km, least_distance_km)));
            }
    }

    double volume(const LayerModel& model, std::uint32_t origin, std::uint32_t destination) const {
        const auto mass = static_cast<std::size_t>(model.mass);
        const Place &from = atlas_.places[origin], &to = atlas_.places[destination];
        const double same = from.province_zh == to.province_zh ? model.s : 0;
        const double across = customs(from) == customs(to) ? 0 : boundary;
        return steady_exp(model.b * ln_mass_[origin][mass] + model.c * ln_mass_[destination][mass] -
                          model.g * ln_distance_[origin * atlas_.places.size() + destination] + same -
                          across + model.chance * pair_chance(model.info.key, from.id, to.id));
    }

private:
    /// Taiwan, Hong Kong and Macao each have their own; the mainland has one.
    static std::string_view customs(const Place& place) {
        const bool own = place.id.starts_with('7') || place.id.starts_with('8');
        return own ? std::string_view(place.id).substr(0, 2) : std::string_view();
    }

    /// Mostly the same in both directions, as real flows are.
    static double pair_chance(const std::string& layer, const std::string& from, const std::string& to) {
        const double both_ways = bell(draw(seed, layer + (from < to ? from + to : to + from), 0));
        const double one_way = bell(draw(seed, layer + from + to, 1));
        return 0.95 * both_ways + 0.31 * one_way;
    }

    const Atlas& atlas_;
    std::vector<std::array<double, 3>> ln_mass_;
    std::vector<double> ln_distance_;
};

/// The strongest pairs of a layer by (origin, destination), scaled so that they sum to month_total.
std::vector<Candidate> strongest_pairs(const Gravity& gravity, const LayerModel& model,
                                       std::uint32_t places) {
    std::vector<Candidate> all;
    for (std::uint32_t origin = 0; origin < places; ++origin)
        for (std::uint32_t destination = 0; destination < places; ++destination)
            if (origin != destination)
                all.push_back({gravity.volume(model, origin, destination), origin, destination});
    std::ranges::stable_sort(all, std::ranges::greater(), &Candidate::volume);
    all.resize(std::min(all.size(), model.pairs));
    std::ranges::sort(all, {},
                      [](const Candidate& pair) { return std::pair(pair.origin, pair.destination); });
    double sum = 0;
    for (const Candidate& pair : all) sum += pair.volume;
    for (Candidate& pair : all) pair.volume *= model.month_total / sum;
    return all;
}

/// Before the festival people leave the places that have grown for those that have shrunk, and after it they
/// come back.
double festival_factor(const ModelMasses& masses, const Candidate& pair, const FestivalShare& share) {
    const double gap = std::clamp(masses.growth[pair.origin] - masses.growth[pair.destination],
                                  -largest_growth_gap, largest_growth_gap);
    return steady_exp(festival_tilt * gap * (share.before - share.after));
}

std::vector<std::int32_t> month_values(const Atlas& atlas, const ModelMasses& masses, ModelLayer layer,
                                       const std::string& key, const std::vector<Candidate>& pairs) {
    const std::vector<double> national = national_factors(layer);
    const TimeAxis axis = model_months();
    std::vector<std::int32_t> values;
    values.reserve(axis.size() * pairs.size());
    for (std::size_t month = 0; month < axis.size(); ++month) {
        const FestivalShare share = festival_share(axis.starts[month]);
        const bool travels = layer == ModelLayer::people && share.before + share.after > 0;
        for (const Candidate& pair : pairs) {
            const std::string &from = atlas.places[pair.origin].id, &to = atlas.places[pair.destination].id;
            double volume = pair.volume * national[month] * local_factor(layer, {from, to}, month);
            if (travels) volume *= festival_factor(masses, pair, share);
            volume *= 1 + month_chance * bell(draw(seed, key + from + to, 2 + month));
            values.push_back(static_cast<std::int32_t>(std::floor(volume + 0.5)));
        }
    }
    return values;
}

std::uint64_t pair_key(const Pair& pair) {
    return std::uint64_t{index(pair.origin)} << 32 | index(pair.destination);
}

}  // namespace

pack::DenseFlows model_flows(const Atlas& atlas, const ModelMasses& masses) {
    const Gravity gravity(atlas, masses);
    pack::DenseFlows flows = {.axis = model_months()};
    std::vector<std::vector<Candidate>> kept;
    for (const LayerModel& model : layer_models()) {
        kept.push_back(strongest_pairs(gravity, model, static_cast<std::uint32_t>(atlas.places.size())));
        for (const Candidate& pair : kept.back())
            flows.pairs.push_back({PlaceId{pair.origin}, PlaceId{pair.destination}});
    }
    std::ranges::sort(flows.pairs, {}, pair_key);
    flows.pairs.erase(std::unique(flows.pairs.begin(), flows.pairs.end()), flows.pairs.end());
    for (std::size_t layer = 0; layer < model_layer_count; ++layer) {
        pack::DenseLayer dense = {.info = layer_models()[layer].info};
        for (const Candidate& pair : kept[layer]) {
            const Pair wanted = {PlaceId{pair.origin}, PlaceId{pair.destination}};
            const auto row = std::ranges::lower_bound(flows.pairs, pair_key(wanted), {}, pair_key);
            dense.pairs.push_back(static_cast<std::uint32_t>(row - flows.pairs.begin()));
        }
        dense.values =
            month_values(atlas, masses, static_cast<ModelLayer>(layer), dense.info.key, kept[layer]);
        flows.layers.push_back(std::move(dense));
    }
    return flows;
}

}  // namespace flowspace::bake
