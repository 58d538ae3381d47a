#include "data/bake/atlas_tables.h"

#include "data/bake/csv_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace flowspace::bake {
namespace {

constexpr std::string_view cities_header =
    "id,name_zh,short_zh,name_en,province_zh,level,lon,lat,population_2010,population_2020,gdp_2010_100m_"
    "yuan,"
    "gdp_2016_100m_yuan,gdp_2020_100m_yuan,gdp_2022_100m_yuan";
constexpr std::string_view names_header = "kind,table_name,id,name_zh,name_en,aliases";
constexpr std::string_view circles_header =
    "circle_zh,circle_en,approver,approved,role,city_id,city_zh,scope,partial_note,source,certainty";
constexpr std::string_view agglomerations_header =
    "agglomeration_zh,agglomeration_en,category,approver,plan_year,role,city_id,city_zh,scope,partial_note,"
    "primary,source,"
    "certainty";

using Row = std::vector<std::string>;

Result<Place> place_of(const CsvTable& table, std::size_t at) {
    const Row& row = table.rows[at];
    Place place;
    std::size_t column = 0;
    for (std::string* text :
         {&place.id, &place.name_zh, &place.short_zh, &place.name_en, &place.province_zh, &place.level}) {
        *text = row[column];
        if (text->empty()) return cell_error(table, at, column, "some text");
        ++column;
    }
    for (double* degrees : {&place.location.lon_deg, &place.location.lat_deg}) {
        const auto number = parse_number(row[column]);
        if (!number) return cell_error(table, at, column, "degrees");
        *degrees = *number;
        ++column;
    }
    for (auto* known : {&place.population_2010, &place.population_2020, &place.gdp_2010, &place.gdp_2016,
                        &place.gdp_2020, &place.gdp_2022}) {
        if (!row[column].empty()) *known = parse_number(row[column]);
        if (!row[column].empty() && (!*known || **known <= 0))
            return cell_error(table, at, column, "a positive number or nothing");
        ++column;
    }
    return place;
}

Result<std::vector<Place>> places_of(const CsvTable& table) {
    std::vector<Place> places;
    for (std::size_t at = 0; at < table.rows.size(); ++at) {
        auto place = place_of(table, at);
        if (!place) return place.error();
        places.push_back(std::move(*place));
    }
    std::ranges::sort(places, {}, &Place::id);
    const auto twice = std::ranges::adjacent_find(places, {}, &Place::id);
    if (twice != places.end())
        return Error{fmt::format("{}: the id {} is there twice", table.name, twice->id)};
    return places;
}

std::vector<std::string> split(std::string_view text, char at) {
    std::vector<std::string> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(at), text.size());
        parts.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

/// Groups without members, and the row of each by (kind, name in its table).
struct NamedGroups {
    std::vector<Group> groups = {};
    std::map<std::pair<GroupKind, std::string>, std::size_t> row_of = {};
};

Result<NamedGroups> named_groups(const CsvTable& names) {
    NamedGroups named;
    std::set<std::string> ids;
    for (const GroupKind kind : {GroupKind::circle, GroupKind::agglomeration, GroupKind::province})
        for (std::size_t at = 0; at < names.rows.size(); ++at) {
            const Row& row = names.rows[at];
            const auto row_kind = parse_group_kind(row[0]);
            if (!row_kind) return cell_error(names, at, 0, "circle, agglomeration or province");
            if (*row_kind != kind) continue;
            if (!ids.insert(row[2]).second) return cell_error(names, at, 2, "an id that no other group has");
            if (!named.row_of.emplace(std::pair(kind, row[1]), named.groups.size()).second)
                return cell_error(names, at, 1, "a name that its table has once");
            named.groups.push_back({.id = row[2],
                                    .kind = kind,
                                    .name_zh = row[3],
                                    .name_en = row[4],
                                    .aliases = split(row[5], ';')});
        }
    return named;
}

/// Where each column of a membership table is; no column where the table lacks it.
struct MembershipColumns {
    GroupKind kind = GroupKind::circle;
    std::size_t approver = 0, approved = 0, role = 0, place = 0, place_name = 0, scope = 0, note = 0,
                source = 0, certainty = 0;
    std::optional<std::size_t> category = {}, primary = {};
};

constexpr MembershipColumns circle_columns = {.kind = GroupKind::circle,
                                              .approver = 2,
                                              .approved = 3,
                                              .role = 4,
                                              .place = 5,
                                              .place_name = 6,
                                              .scope = 7,
                                              .note = 8,
                                              .source = 9,
                                              .certainty = 10};
constexpr MembershipColumns agglomeration_columns = {.kind = GroupKind::agglomeration,
                                                     .approver = 3,
                                                     .approved = 4,
                                                     .role = 5,
                                                     .place = 6,
                                                     .place_name = 7,
                                                     .scope = 8,
                                                     .note = 9,
                                                     .source = 11,
                                                     .certainty = 12,
                                                     .category = 2,
                                                     .primary = 10};

template <std::size_t N>
std::optional<std::size_t> choice(std::string_view text, const std::array<std::string_view, N>& choices) {
    const auto at = std::ranges::find(choices, text);
    if (at == choices.end()) return std::nullopt;
    return static_cast<std::size_t>(at - choices.begin());
}

Result<Membership> membership_of(const CsvTable& table, std::size_t at, const MembershipColumns& columns,
                                 const Atlas& atlas) {
    const Row& row = table.rows[at];
    const auto place = find_place(atlas, row[columns.place]);
    if (!place) return cell_error(table, at, columns.place, "an id of cities.csv");
    if (atlas.places[index(*place)].name_zh != row[columns.place_name])
        return cell_error(table, at, columns.place_name, "the name cities.csv gives the id");
    const auto role = choice(row[columns.role], std::array<std::string_view, 2>{"core", "member"});
    if (!role) return cell_error(table, at, columns.role, "core or member");
    const auto scope =
        choice(row[columns.scope], std::array<std::string_view, 3>{"whole", "partial", "extended"});
    if (!scope) return cell_error(table, at, columns.scope, "whole, partial or extended");
    if (!choice(row[columns.certainty], std::array<std::string_view, 3>{"high", "medium", "low"}))
        return cell_error(table, at, columns.certainty, "high, medium or low");
    const std::string primary = columns.primary ? row[*columns.primary] : "1";
    if (primary != "0" && primary != "1") return cell_error(table, at, *columns.primary, "0 or 1");
    return Membership{.place = *place,
                      .role = static_cast<MemberRole>(*role),
                      .scope = static_cast<MemberScope>(*scope),
                      .primary = primary == "1",
                      .partial_note = row[columns.note],
                      .source = row[columns.source],
                      .certainty = row[columns.certainty]};
}

std::optional<Error> add_members(const CsvTable& table, const MembershipColumns& columns,
                                 const NamedGroups& named, Atlas& atlas) {
    for (std::size_t at = 0; at < table.rows.size(); ++at) {
        const Row& row = table.rows[at];
        const auto found = named.row_of.find({columns.kind, row[0]});
        if (found == named.row_of.end()) return cell_error(table, at, 0, "a name of group_names.csv");
        auto member = membership_of(table, at, columns, atlas);
        if (!member) return member.error();
        Group& group = atlas.groups[found->second];
        if (std::ranges::find(group.members, member->place, &Membership::place) != group.members.end())
            return cell_error(table, at, columns.place, "a place that the group does not list twice");
        group.approver = row[columns.approver];
        group.approved = row[columns.approved];
        if (columns.category) group.category = row[*columns.category];
        group.members.push_back(std::move(*member));
    }
    return std::nullopt;
}

/// The table of circles has no primary column: of a city in two circles (芜湖, 滁州), the circle listed first
/// is primary.
void keep_first_primary(Atlas& atlas) {
    std::set<PlaceId> seen;
    for (Group& group : atlas.groups)
        for (Membership& member : group.members) member.primary = seen.insert(member.place).second;
}

/// Exactly one primary membership per place that has any of the kind.
std::optional<Error> check_primary(const Atlas& atlas, GroupKind kind) {
    std::vector<int> listed(atlas.places.size()), primary(atlas.places.size());
    for (const Group& group : atlas.groups)
        for (const Membership& member : group.members)
            if (group.kind == kind) {
                ++listed[index(member.place)];
                primary[index(member.place)] += member.primary ? 1 : 0;
            }
    for (std::size_t place = 0; place < listed.size(); ++place)
        if (listed[place] > 0 && primary[place] != 1)
            return Error{fmt::format("{}: found {} primary rows of a kind, expected 1",
                                     atlas.places[place].id, primary[place])};
    return std::nullopt;
}

std::optional<Error> add_provinces(const NamedGroups& named, Atlas& atlas) {
    for (std::uint32_t row = 0; row < atlas.places.size(); ++row) {
        const Place& place = atlas.places[row];
        const auto found = named.row_of.find({GroupKind::province, place.province_zh});
        if (found == named.row_of.end())
            return Error{
                fmt::format("cities.csv: {}: found the province '{}', expected one of group_names.csv",
                            place.id, place.province_zh)};
        // The seat of a province is its lowest code, as GB/T 2260 orders them.
        auto& members = atlas.groups[found->second].members;
        members.push_back({.place = PlaceId{row},
                           .role = members.empty() ? MemberRole::core : MemberRole::member,
                           .source = "GB/T 2260",
                           .certainty = "high"});
    }
    return std::nullopt;
}

}  // namespace

Result<Atlas> read_atlas_tables(const std::filesystem::path& folder) {
    const auto cities = read_csv(folder / "cities.csv", cities_header);
    if (!cities) return cities.error();
    const auto names = read_csv(folder / "group_names.csv", names_header);
    if (!names) return names.error();
    const auto circles = read_csv(folder / "metropolitan_circles.csv", circles_header);
    if (!circles) return circles.error();
    const auto agglomerations = read_csv(folder / "agglomerations.csv", agglomerations_header);
    if (!agglomerations) return agglomerations.error();

    auto places = places_of(*cities);
    if (!places) return places.error();
    auto named = named_groups(*names);
    if (!named) return named.error();
    Atlas atlas = {.places = std::move(*places),
                   .groups = std::move(named->groups),
                   .population_source = {"人口：2010、2020 年全国人口普查，取整至千人",
                                         "population: censuses of 2010 and 2020, rounded to thousands"},
                   .gdp_source = {"GDP：内置城市表（现价），原始出版物未记录，引用前须核实",
                                  "GDP: the atlas's own table of cities (current prices), its publications "
                                  "not recorded: verify before citing"}};
    if (auto error = add_members(*circles, circle_columns, *named, atlas)) return *error;
    keep_first_primary(atlas);
    if (auto error = add_members(*agglomerations, agglomeration_columns, *named, atlas)) return *error;
    if (auto error = add_provinces(*named, atlas)) return *error;
    for (const Group& group : atlas.groups)
        if (group.members.empty())
            return Error{fmt::format("group_names.csv: {}: no row lists a member", group.id)};
    for (const GroupKind kind : {GroupKind::circle, GroupKind::agglomeration, GroupKind::province})
        if (auto error = check_primary(atlas, kind)) return *error;
    return atlas;
}

}  // namespace flowspace::bake
