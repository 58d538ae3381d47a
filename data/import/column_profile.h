// What the cells of a column look like: shares that join to places, are numbers or times.
#pragma once

#include "data/import/inspection.h"
#include "data/import/place_join.h"

#include <cstddef>
#include <string>
#include <vector>

namespace flowspace {

struct ColumnProfile {
    std::vector<std::string> cells = {};  // not blank, in order
    std::size_t codes = 0;                // of them: join as a code of a place
    std::size_t names = 0;                // join as a name, or would if it were not ambiguous
    std::size_t numbers = 0;              // by some dialect
    std::size_t times = 0;                // by some dialect
    bool plain_numbers = false;           // every one, and there are some

    bool mostly(std::size_t count) const { return !cells.empty() && 2 * count > cells.size(); }
    bool nearly_all(std::size_t count) const { return !cells.empty() && 5 * count >= 4 * cells.size(); }
    bool joins() const { return nearly_all(codes + names); }
};

ColumnProfile profile_column(const Inspection& file, std::size_t column, const PlaceIndex& places);

}  // namespace flowspace
