#include "data/import/unjoined_names.h"

#include "data/import/limits.h"

#include <algorithm>
#include <tuple>

namespace flowspace {
namespace {

constexpr std::size_t most_names = 100'000;

}  // namespace

void UnjoinedNames::add(std::string_view text, const PlaceMatch& match, const Lost* lost) {
    auto at = names_.find(text);
    if (at == names_.end()) {
        if (names_.size() >= most_names) return;
        UnjoinedName name{.name = std::string(text),
                          .ambiguous = match.code == "ambiguous-place" || match.code == "split-place"};
        for (const PlaceId place : match.candidates)
            name.candidates.push_back(atlas_->places[index(place)].id);
        at = names_.emplace(std::string(text), std::move(name)).first;
    }
    ++at->second.rows;
    if (lost) add_row(at->second.lost[std::string(lost->layer)], lost->value);
}

std::vector<UnjoinedName> UnjoinedNames::listed(std::uint64_t& count) const {
    std::vector<UnjoinedName> names;
    names.reserve(names_.size());
    for (const auto& [text, name] : names_) {
        names.push_back(name);
        names.back().name = shorten(name.name, max_found_characters - 3);
    }
    std::ranges::sort(names, [](const UnjoinedName& a, const UnjoinedName& b) {
        return std::tie(b.rows, a.name) < std::tie(a.rows, b.name);
    });
    count = names.size();
    if (names.size() > reported_names) names.resize(reported_names);
    return names;
}

}  // namespace flowspace
