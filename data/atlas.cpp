#include "data/atlas.h"

#include <algorithm>
#include <array>

namespace flowspace {

std::optional<PlaceId> find_place(const Atlas& atlas, std::string_view id) {
    const auto at = std::ranges::lower_bound(atlas.places, id, {}, &Place::id);
    if (at == atlas.places.end() || at->id != id) return std::nullopt;
    return PlaceId{static_cast<std::uint32_t>(at - atlas.places.begin())};
}

std::optional<GroupId> find_group(const Atlas& atlas, std::string_view name) {
    std::optional<GroupId> found;
    for (std::uint32_t row = 0; row < atlas.groups.size(); ++row) {
        const Group& group = atlas.groups[row];
        if (group.id == name) return GroupId{row};
        const bool answers = group.name_zh == name || group.name_en == name ||
                             std::ranges::find(group.aliases, name) != group.aliases.end();
        if (!answers) continue;
        if (found) return std::nullopt;  // two groups answer to the name: a guess would be a wrong number
        found = GroupId{row};
    }
    return found;
}

namespace {
constexpr std::array<std::string_view, 3> kind_keys = {"circle", "agglomeration", "province"};
}

std::string_view key(GroupKind kind) { return kind_keys[static_cast<std::size_t>(kind)]; }

std::optional<GroupKind> parse_group_kind(std::string_view text) {
    for (std::size_t row = 0; row < kind_keys.size(); ++row)
        if (kind_keys[row] == text) return static_cast<GroupKind>(row);
    return std::nullopt;
}

}  // namespace flowspace
