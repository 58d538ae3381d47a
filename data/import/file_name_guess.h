// What the names of files say of tables that do not say it themselves: their layer, their time.
#pragma once

#include "data/import/plan_guess.h"

namespace flowspace {

/// Tables without a word of layers, in files named after different ones (人流.csv, goods_2020.csv), hold
/// those.
void take_layers_from_names(PlanGuess& guess);

/// One matrix per period: the names of the files say which, where each names another one of its layer. Pre:
/// the layers are taken.
void take_times_from_names(PlanGuess& guess);

}  // namespace flowspace
