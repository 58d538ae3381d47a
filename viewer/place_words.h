// Names of places where they stand alone, without a map beside them that tells which is meant.
#pragma once

#include "data/atlas.h"
#include "data/language.h"

#include <string>

namespace flowspace {

/// As place_name; in English, where several places share it, with the province: "Suzhou (Anhui)".
std::string place_name_apart(const Atlas& atlas, PlaceId place, Language language);

}  // namespace flowspace
