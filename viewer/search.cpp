#include "viewer/search.h"

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string>

namespace flowspace {

namespace {

enum Match : int { whole = 0, beginning = 1, within = 2, no_match = 3 };

std::string folded(std::string_view text) {
    std::string result(text);
    for (char& letter : result)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    return result;
}

int match(std::string_view query, std::initializer_list<std::string_view> names) {
    int best = no_match;
    for (const std::string_view name : names) {
        const std::string text = folded(name);
        const std::size_t at = text.find(query);
        if (at == std::string::npos) continue;
        best = std::min<int>(best, text.size() == query.size() ? whole : at == 0 ? beginning : within);
    }
    return best;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

}  // namespace

std::vector<Target> search_atlas(const Atlas& atlas, std::string_view query, std::size_t at_most) {
    const std::string wanted = folded(trimmed(query));
    if (wanted.empty()) return {};
    struct Hit {
        int match;
        Target target;
    };
    std::vector<Hit> hits;
    for (std::uint32_t row = 0; row < atlas.places.size(); ++row) {
        const Place& place = atlas.places[row];
        const int how = match(wanted, {place.id, place.name_zh, place.short_zh, place.name_en});
        if (how != no_match) hits.push_back({how, {.flow = {}, .place = PlaceId{row}, .group = {}}});
    }
    for (std::uint32_t row = 0; row < atlas.groups.size(); ++row) {
        const Group& group = atlas.groups[row];
        const int how = match(wanted, {group.id, group.name_zh, group.name_en});
        if (how != no_match) hits.push_back({how, {.flow = {}, .place = {}, .group = GroupId{row}}});
    }
    std::ranges::stable_sort(hits, {}, &Hit::match);
    std::vector<Target> found;
    for (const Hit& hit : hits)
        if (found.size() < at_most) found.push_back(hit.target);
    return found;
}

}  // namespace flowspace
