// The names that joined no place, with what they took away: gathered over all files of an import.
#pragma once

#include "data/import/import_report.h"
#include "data/import/place_join.h"

#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace flowspace {

class UnjoinedNames {
public:
    /// Pre: `atlas` outlives this.
    explicit UnjoinedNames(const Atlas& atlas) : atlas_(&atlas) {}

    /// A row refused for `text`; its volume where the rest of the row could be read. Past 100,000 different
    /// names only those known are counted.
    struct Lost {
        std::string_view layer = {};
        double value = 0;
    };
    void add(std::string_view text, const PlaceMatch& match, const Lost* lost);

    /// By rows descending, then name; at most reported_names. `count` gets how many there are.
    std::vector<UnjoinedName> listed(std::uint64_t& count) const;

private:
    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    const Atlas* atlas_;
    std::unordered_map<std::string, UnjoinedName, Hash, std::equal_to<>> names_;
};

}  // namespace flowspace
