#include "viewer/place_words.h"

#include "viewer/look.h"

#include <algorithm>

namespace flowspace {
namespace {

constexpr std::size_t most_searched = 5000;  // a list asks for each of its rows, every frame

}  // namespace

std::string place_name_apart(const Atlas& atlas, PlaceId id, Language language) {
    const Place& place = atlas.places[index(id)];
    std::string name = place_name(place, language);
    if (language != Language::en || place.name_en.empty() || place.province_zh.empty() ||
        atlas.places.size() > most_searched)
        return name;
    if (std::ranges::count(atlas.places, place.name_en, &Place::name_en) < 2) return name;
    const auto province = std::ranges::find_if(atlas.groups, [&](const Group& group) {
        return group.kind == GroupKind::province && group.name_zh == place.province_zh;
    });
    if (province == atlas.groups.end() || province->name_en.empty()) return name;
    return name + " (" + province->name_en + ")";
}

}  // namespace flowspace
