#include "viewer/search.h"

#include <algorithm>
#include <cstdint>
#include <initializer_list>

namespace flowspace {

namespace {

constexpr std::size_t kept_answers = 4;
constexpr std::size_t least_within_code = 3;

std::string lower(std::string_view text) {
    std::string result(text);
    for (char& letter : result)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    return result;
}

NameMatch match_code(std::string_view query, std::string_view id) {
    if (query.empty()) return NameMatch::none;
    const std::size_t at = id.find(query);
    if (at == std::string_view::npos) return NameMatch::none;
    if (at == 0) return id.size() == query.size() ? NameMatch::whole : NameMatch::beginning;
    return query.size() >= least_within_code ? NameMatch::within : NameMatch::none;
}

std::vector<SearchName> names_of(std::initializer_list<std::string_view> texts) {
    std::vector<SearchName> names;
    std::vector<std::string_view> seen;
    for (const std::string_view text : texts) {
        if (text.empty() || std::ranges::find(seen, text) != seen.end()) continue;
        seen.push_back(text);
        names.push_back(search_name(text));
    }
    return names;
}

struct Hit {
    NameMatch match = NameMatch::none;
    bool is_group = false;
    double weight = 0;
    std::size_t row = 0;
};

bool better(const Hit& a, const Hit& b) {
    if (a.match != b.match) return a.match < b.match;
    if (a.is_group != b.is_group) return b.is_group;
    if (a.weight != b.weight) return a.weight > b.weight;
    return a.row < b.row;
}

}  // namespace

void SearchIndex::build() {
    is_built_ = true;
    for (std::uint32_t row = 0; row < atlas_->places.size(); ++row) {
        const Place& place = atlas_->places[row];
        items_.push_back({.target = {.flow = {}, .place = PlaceId{row}, .group = {}},
                          .id = lower(place.id),
                          .names = names_of({place.short_zh, place.name_zh, place.name_en}),
                          .weight = place.population_2020.value_or(0)});
    }
    for (std::uint32_t row = 0; row < atlas_->groups.size(); ++row) {
        const Group& group = atlas_->groups[row];
        Item item{.target = {.flow = {}, .place = {}, .group = GroupId{row}},
                  .id = lower(group.id),
                  .names = names_of({group.name_zh, group.name_en})};
        for (const std::string& alias : group.aliases) item.names.push_back(search_name(alias));
        items_.push_back(std::move(item));
    }
}

SearchAnswer SearchIndex::answer(std::string_view text) const {
    const SearchQuery query = parse_query(text);
    std::vector<Hit> hits;
    const auto look = [&](auto match) {
        for (std::size_t row = 0; row < items_.size(); ++row) {
            const NameMatch how = match(items_[row]);
            if (how != NameMatch::none)
                hits.push_back({how, items_[row].target.group.has_value(), items_[row].weight, row});
        }
    };
    look([&](const Item& item) {
        NameMatch best = match_code(query.folded, item.id);
        for (const SearchName& name : item.names) best = std::min(best, match_name(query, name));
        return best;
    });
    SearchAnswer found{.nearest_only = hits.empty()};
    if (hits.empty())
        look([&](const Item& item) {
            NameMatch best = NameMatch::none;
            for (const SearchName& name : item.names) best = std::min(best, nearest_match(query, name));
            return best;
        });
    std::ranges::sort(hits, better);
    for (const Hit& hit : hits) found.targets.push_back(items_[hit.row].target);
    return found;
}

const SearchAnswer& SearchIndex::find(std::string_view query) {
    const auto kept = std::ranges::find_if(kept_, [&](const auto& one) { return one->query == query; });
    if (kept != kept_.end()) return (*kept)->answer;
    if (!is_built_) build();
    if (kept_.size() == kept_answers) kept_.erase(kept_.begin());
    kept_.push_back(std::make_unique<Kept>(Kept{std::string(query), answer(query)}));
    return kept_.back()->answer;
}

}  // namespace flowspace
