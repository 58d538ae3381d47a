#include "data/pack/atlas_sections.h"

#include <array>
#include <cmath>

namespace flowspace::pack {
namespace {

struct PackedPoint {
    std::int32_t lon_microdeg = 0;
    std::int32_t lat_microdeg = 0;
};

PackedPoint packed(LonLat point) {
    return {static_cast<std::int32_t>(std::lround(point.lon_deg * 1e6)),
            static_cast<std::int32_t>(std::lround(point.lat_deg * 1e6))};
}

void write_line(const std::vector<LonLat>& line, ByteWriter& to) {
    to.count(line.size());
    for (const LonLat point : line) to.number(packed(point));
}

std::vector<LonLat> read_line(ByteReader& from) {
    const auto points = from.array<PackedPoint>(from.count(sizeof(PackedPoint)));
    std::vector<LonLat> line;
    line.reserve(points.size());
    for (const PackedPoint point : points)
        line.push_back({point.lon_microdeg / 1e6, point.lat_microdeg / 1e6});
    return line;
}

template <class T, class WriteOne>
void write_all(const std::vector<T>& all, ByteWriter& to, WriteOne write_one) {
    to.count(all.size());
    for (const T& one : all) write_one(one, to);
}

template <class ReadOne>
auto read_all(ByteReader& from, std::size_t least_bytes, ReadOne read_one) {
    std::vector<decltype(read_one(from))> all;
    const std::size_t size = from.count(least_bytes);
    all.reserve(size);
    for (std::size_t row = 0; row < size && !from.failed(); ++row) all.push_back(read_one(from));
    return all;
}

void write_lines(const std::vector<Line>& lines, ByteWriter& to) { write_all(lines, to, write_line); }
std::vector<Line> read_lines(ByteReader& from) { return read_all(from, 8, read_line); }

void write_polygon(const Polygon& polygon, ByteWriter& to) { write_lines(polygon.rings, to); }
Polygon read_polygon(ByteReader& from) { return {read_lines(from)}; }

void write_region(const Region& region, ByteWriter& to) {
    to.text(region.id);
    write_polygon(region.shape, to);
}

Region read_region(ByteReader& from) {
    Region region;
    region.id = from.text();
    region.shape = read_polygon(from);
    return region;
}

void write_river(const BaseMap::River& river, ByteWriter& to) {
    to.number(static_cast<std::int32_t>(river.rank));
    to.text(river.name);
    write_line(river.line, to);
}

BaseMap::River read_river(ByteReader& from) {
    BaseMap::River river;
    river.rank = from.number<std::int32_t>();
    river.name = from.text();
    river.line = read_line(from);
    return river;
}

void write_known(std::optional<double> value, ByteWriter& to) {
    to.number(static_cast<std::uint8_t>(value.has_value()));
    to.number(value.value_or(0));
}

std::optional<double> read_known(ByteReader& from) {
    const bool known = from.number<std::uint8_t>() != 0;
    const auto value = from.number<double>();
    return known ? std::optional(value) : std::nullopt;
}

template <class Enum>
Enum read_enum(ByteReader& from, Enum last) {
    const auto value = from.number<std::uint8_t>();
    if (value <= static_cast<std::uint8_t>(last)) return static_cast<Enum>(value);
    from.fail();
    return {};
}

void write_place(const Place& place, ByteWriter& to) {
    for (const std::string* text :
         {&place.id, &place.name_zh, &place.short_zh, &place.name_en, &place.province_zh, &place.level})
        to.text(*text);
    to.number(place.location.lon_deg);
    to.number(place.location.lat_deg);
    for (const auto value : {place.population_2010, place.population_2020, place.gdp_2010, place.gdp_2016,
                             place.gdp_2020, place.gdp_2022})
        write_known(value, to);
}

Place read_place(ByteReader& from) {
    Place place;
    for (std::string* text :
         {&place.id, &place.name_zh, &place.short_zh, &place.name_en, &place.province_zh, &place.level})
        *text = from.text();
    place.location.lon_deg = from.number<double>();
    place.location.lat_deg = from.number<double>();
    for (auto* value : {&place.population_2010, &place.population_2020, &place.gdp_2010, &place.gdp_2016,
                        &place.gdp_2020, &place.gdp_2022})
        *value = read_known(from);
    return place;
}

void write_membership(const Membership& member, ByteWriter& to) {
    to.number(static_cast<std::uint32_t>(member.place));
    to.number(static_cast<std::uint8_t>(member.role));
    to.number(static_cast<std::uint8_t>(member.scope));
    to.number(static_cast<std::uint8_t>(member.primary));
    for (const std::string* text : {&member.partial_note, &member.source, &member.certainty}) to.text(*text);
}

Membership read_membership(ByteReader& from, std::size_t place_count) {
    Membership member;
    const auto place = from.number<std::uint32_t>();
    if (place >= place_count) from.fail();
    member.place = PlaceId{place};
    member.role = read_enum(from, MemberRole::member);
    member.scope = read_enum(from, MemberScope::extended);
    member.primary = from.number<std::uint8_t>() != 0;
    for (std::string* text : {&member.partial_note, &member.source, &member.certainty}) *text = from.text();
    return member;
}

void write_group(const Group& group, ByteWriter& to) {
    to.number(static_cast<std::uint8_t>(group.kind));
    for (const std::string* text :
         {&group.id, &group.name_zh, &group.name_en, &group.category, &group.approver, &group.approved})
        to.text(*text);
    write_all(group.aliases, to, [](const std::string& alias, ByteWriter& out) { out.text(alias); });
    write_all(group.members, to, write_membership);
}

Group read_group(ByteReader& from, std::size_t place_count) {
    Group group;
    group.kind = read_enum(from, GroupKind::province);
    for (std::string* text :
         {&group.id, &group.name_zh, &group.name_en, &group.category, &group.approver, &group.approved})
        *text = from.text();
    group.aliases = read_all(from, 4, [](ByteReader& in) { return in.text(); });
    group.members = read_all(from, 19, [&](ByteReader& in) { return read_membership(in, place_count); });
    return group;
}

}  // namespace

void write_places(const std::vector<Place>& places, ByteWriter& to) { write_all(places, to, write_place); }
std::vector<Place> read_places(ByteReader& from) { return read_all(from, 94, read_place); }

void write_groups(const std::vector<Group>& groups, ByteWriter& to) { write_all(groups, to, write_group); }
std::vector<Group> read_groups(ByteReader& from, std::size_t place_count) {
    return read_all(from, 41, [&](ByteReader& in) { return read_group(in, place_count); });
}

void write_borders(const BaseMap& map, ByteWriter& to) {
    write_all(map.prefectures, to, write_region);
    write_all(map.provinces, to, write_region);
    for (const auto* lines : {&map.province_lines, &map.prefecture_lines, &map.national_border})
        write_lines(*lines, to);
}

void read_borders(ByteReader& from, BaseMap& map) {
    map.prefectures = read_all(from, 12, read_region);
    map.provinces = read_all(from, 12, read_region);
    for (auto* lines : {&map.province_lines, &map.prefecture_lines, &map.national_border})
        *lines = read_lines(from);
}

void write_water(const BaseMap& map, ByteWriter& to) {
    write_all(map.land, to, write_polygon);
    write_lines(map.coast, to);
    write_all(map.lakes, to, write_polygon);
    write_all(map.rivers, to, write_river);
}

void read_water(ByteReader& from, BaseMap& map) {
    map.land = read_all(from, 8, read_polygon);
    map.coast = read_lines(from);
    map.lakes = read_all(from, 8, read_polygon);
    map.rivers = read_all(from, 16, read_river);
}

void write_relief(const HeightGrid& relief, ByteWriter& to) {
    to.number(relief.north_west.lon_deg);
    to.number(relief.north_west.lat_deg);
    to.number(relief.step_lon_deg);
    to.number(relief.step_lat_deg);
    to.count(relief.columns);
    to.count(relief.rows);
    to.array(std::span(relief.height_m));
}

HeightGrid read_relief(ByteReader& from) {
    HeightGrid relief;
    relief.north_west.lon_deg = from.number<double>();
    relief.north_west.lat_deg = from.number<double>();
    relief.step_lon_deg = from.number<double>();
    relief.step_lat_deg = from.number<double>();
    relief.columns = from.count(2);
    relief.rows = from.count(2);
    relief.height_m = from.array<std::int16_t>(relief.columns * relief.rows);
    if (relief.columns == 0 || relief.rows == 0 || !(relief.step_lon_deg > 0) || !(relief.step_lat_deg > 0))
        from.fail();
    return relief;
}

namespace {

/// Those of the ground, then those of the places' attributes.
template <class Places, class Map>
auto credits(Places& places, Map& map) {
    return std::array{&map.boundary_source, &map.relief_source, &map.water_source, &places.population_source,
                      &places.gdp_source};
}

}  // namespace

void write_credit(const Credit& credit, ByteWriter& to) {
    to.text(credit.zh);
    to.text(credit.en);
}

Credit read_credit(ByteReader& from) {
    Credit credit;
    credit.zh = from.text();
    credit.en = from.text();
    return credit;
}

void write_sources(const Atlas& atlas, const BaseMap& map, ByteWriter& to) {
    for (const Credit* credit : credits(atlas, map)) write_credit(*credit, to);
}

void read_sources(ByteReader& from, Atlas& atlas, BaseMap& map) {
    for (Credit* credit : credits(atlas, map)) *credit = read_credit(from);
}

void write_imputed(const std::vector<ImputedMass>& imputed, ByteWriter& to) {
    write_all(imputed, to, [](const ImputedMass& mass, ByteWriter& out) {
        out.number(static_cast<std::uint32_t>(mass.place));
        out.number(mass.value);
        out.text(mass.quantity);
        out.text(mass.rule);
    });
}

std::vector<ImputedMass> read_imputed(ByteReader& from, std::size_t place_count) {
    return read_all(from, 20, [&](ByteReader& in) {
        ImputedMass mass;
        const auto place = in.number<std::uint32_t>();
        if (place >= place_count) in.fail();
        mass.place = PlaceId{place};
        mass.value = in.number<double>();
        mass.quantity = in.text();
        mass.rule = in.text();
        return mass;
    });
}

}  // namespace flowspace::pack
