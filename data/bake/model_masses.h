// How much each place weighs in the flow model, with what is not known filled in by a stated rule and listed.
#pragma once

#include "data/atlas.h"
#include "data/dataset.h"

#include <string>
#include <vector>

namespace flowspace::bake {

struct ModelMasses {
    std::vector<double> population = {};  // persons, 2020; one per place
    std::vector<double> gdp = {};         // 100 million yuan, 2020; one per place
    std::vector<double> growth = {};      // ln(population 2020 / 2010); 0 where one is not known
    std::vector<ImputedMass> imputed = {};
};

/// Population not known: the lower quartile of the places of the same level (no place of a level known: of
/// all). GDP of 2020 not known: population times the lower quartile of GDP per head of the known places of
/// the province, or of all where fewer than three are known; Hong Kong, Macao and Taiwan: times the highest
/// known. GDP of 2016 is not used, because it covers only the urban district wherever 2020 is missing.
ModelMasses model_masses(const Atlas& atlas);

/// The list of filled-in masses as CSV: place,name_zh,quantity,value,rule.
std::string imputed_csv(const Atlas& atlas, const std::vector<ImputedMass>& imputed);

}  // namespace flowspace::bake
