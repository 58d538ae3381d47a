// The baked atlas as the tests see it: loaded once a test, from where the build put it.
#pragma once

#include "data/atlas_pack.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace flowspace::testing {

inline Dataset built_in_atlas() {
    auto dataset = load_atlas_pack(std::string(FLOWSPACE_BINARY_DIR) + "/atlas/flowspace.atlas");
    if (dataset) return std::move(*dataset);
    ADD_FAILURE() << dataset.error().message;
    return {.atlas = std::make_shared<Atlas>(), .base_map = std::make_shared<BaseMap>()};
}

/// The groups of a kind that each place is in; one set per place.
inline std::vector<std::set<std::size_t>> groups_by_place(const Atlas& atlas, GroupKind kind) {
    std::vector<std::set<std::size_t>> groups(atlas.places.size());
    for (std::size_t row = 0; row < atlas.groups.size(); ++row)
        if (atlas.groups[row].kind == kind)
            for (const Membership& member : atlas.groups[row].members)
                groups[index(member.place)].insert(row);
    return groups;
}

}  // namespace flowspace::testing
