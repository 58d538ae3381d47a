// The units that the headers of values name, and what must be asked where they differ.
#pragma once

#include "data/import/plan_guess.h"

#include <map>
#include <optional>
#include <string>

namespace flowspace {

/// What brackets at the end of headers of values say: "客流量（万人次）".
struct HeaderUnits {
    std::string all = {};  // the one that every table of flows names
    std::map<std::string, std::string> by_layer =
        {};  // where layers differ: of each, empty where none is named

    bool operator==(const HeaderUnits&) const = default;
};

/// Nothing is said of a layer for which two headers say different things.
HeaderUnits units_in_headers(const ImportPlan& plan);

/// Sets the units that the headers name now in place of those that they named `before`; what else the plan
/// says stays.
void declare_units(ImportPlan& plan, const HeaderUnits& before);

/// must: values of one layer in two units would be added. may: some are named in a unit, others in none.
std::optional<Question> unit_question(const ImportPlan& plan);

}  // namespace flowspace
