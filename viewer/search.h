// Finds places and groups by Chinese name, pinyin, initials, English name or code, best answers first.
#pragma once

#include "data/atlas.h"
#include "render/scene/frame.h"
#include "viewer/search_name.h"

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

/// Answers the search box shows.
inline constexpr std::size_t search_rows = 8;

struct SearchAnswer {
    std::vector<Target> targets = {};
    bool nearest_only = false;  // nothing matches as typed: these sound alike, or differ by one typo
};

/// Knows every way to type the names of an atlas; made once, when something is first looked for.
class SearchIndex {
public:
    explicit SearchIndex(std::shared_ptr<const Atlas> atlas) : atlas_(std::move(atlas)) {}

    /// All that match, best first: whole matches, then names that begin with the query, then initials, then
    /// names that hold it; within these places before groups, then the more populous, then by row. Letters in
    /// either case, with or without tones (marks or digits), blanks and apostrophes. Codes are never guessed.
    /// An empty query finds nothing. The last answers are kept.
    const SearchAnswer& find(std::string_view query);

private:
    struct Item {
        Target target = {};
        std::string id = {};
        std::vector<SearchName> names = {};
        double weight = 0;
    };
    void build();
    SearchAnswer answer(std::string_view query) const;

    std::shared_ptr<const Atlas> atlas_;
    bool is_built_ = false;
    std::vector<Item> items_;
    struct Kept {
        std::string query = {};
        SearchAnswer answer = {};
    };
    std::vector<std::unique_ptr<Kept>> kept_;  // the last few, the newest at the end
};

}  // namespace flowspace
