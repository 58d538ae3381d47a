#include "data/bake/model_masses.h"

#include "data/bake/steady_math.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace flowspace::bake {
namespace {

constexpr std::size_t enough_known = 3;

/// The value a quarter of the way up. Pre: not empty.
double lower_quartile(std::vector<double> values) {
    std::ranges::sort(values);
    return values[(values.size() - 1) / 4];
}

struct Guess {
    double value = 0;
    std::string_view rule = {};
};

/// Known values by what the places share, and of all of them.
struct Known {
    std::map<std::string, std::vector<double>> by = {};
    std::vector<double> all = {};

    void add(const std::string& shared, double value) {
        by[shared].push_back(value);
        all.push_back(value);
    }
};

bool has_own_accounts(const Place& place) { return place.id[0] == '7' || place.id[0] == '8'; }

Guess guessed_population(const Place& place, const Known& known) {
    const auto level = known.by.find(place.level);
    if (level == known.by.end()) return {lower_quartile(known.all), "lower quartile of all places"};
    return {lower_quartile(level->second), "lower quartile of the places of its level"};
}

Guess guessed_gdp_per_head(const Place& place, const Known& known) {
    if (has_own_accounts(place))
        return {std::ranges::max(known.all), "population x highest GDP per head known"};
    const auto province = known.by.find(place.province_zh);
    if (province == known.by.end() || province->second.size() < enough_known)
        return {lower_quartile(known.all), "population x lower quartile of GDP per head of all places"};
    return {lower_quartile(province->second), "population x lower quartile of GDP per head of its province"};
}

}  // namespace

ModelMasses model_masses(const Atlas& atlas) {
    Known population, gdp_per_head;
    for (const Place& place : atlas.places) {
        if (place.population_2020) population.add(place.level, *place.population_2020);
        if (place.population_2020 && place.gdp_2020)
            gdp_per_head.add(place.province_zh, *place.gdp_2020 / *place.population_2020);
    }
    ModelMasses masses;
    for (std::uint32_t row = 0; row < atlas.places.size(); ++row) {
        const Place& place = atlas.places[row];
        if (place.population_2020) {
            masses.population.push_back(*place.population_2020);
        } else {
            const Guess guess = guessed_population(place, population);
            masses.population.push_back(guess.value);
            masses.imputed.push_back({PlaceId{row}, "population_2020", guess.value, std::string(guess.rule)});
        }
        if (place.gdp_2020) {
            masses.gdp.push_back(*place.gdp_2020);
        } else {
            const Guess guess = guessed_gdp_per_head(place, gdp_per_head);
            const double gdp = std::round(guess.value * masses.population.back() * 10) / 10;
            masses.gdp.push_back(std::max(gdp, 0.1));
            masses.imputed.push_back(
                {PlaceId{row}, "gdp_2020_100m_yuan", masses.gdp.back(), std::string(guess.rule)});
        }
        const bool both = place.population_2010 && place.population_2020;
        masses.growth.push_back(both ? steady_log(*place.population_2020 / *place.population_2010) : 0);
    }
    return masses;
}

std::string imputed_csv(const Atlas& atlas, const std::vector<ImputedMass>& imputed) {
    std::string text = "place,name_zh,quantity,value,rule\n";
    for (const ImputedMass& mass : imputed) {
        const Place& place = atlas.places[index(mass.place)];
        text +=
            fmt::format("{},{},{},{},{}\n", place.id, place.name_zh, mass.quantity, mass.value, mass.rule);
    }
    return text;
}

}  // namespace flowspace::bake
