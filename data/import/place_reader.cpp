#include "data/import/place_reader.h"

#include "data/import/flow_columns.h"
#include "data/import/number_text.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <unordered_map>
#include <unordered_set>

namespace flowspace {
namespace {

struct Attribute {
    std::string_view column;
    std::optional<double> Place::*field;
};
constexpr std::array<Attribute, 6> attributes = {{{"population_2010", &Place::population_2010},
                                                  {"population_2020", &Place::population_2020},
                                                  {"gdp_2010", &Place::gdp_2010},
                                                  {"gdp_2016", &Place::gdp_2016},
                                                  {"gdp_2020", &Place::gdp_2020},
                                                  {"gdp_2022", &Place::gdp_2022}}};

/// A further column by its exact name, unless the plan leaves it out.
Column named(const TablePlan& table, std::string_view name) {
    const auto at = std::ranges::find_if(table.columns, [&](const ColumnPlan& column) {
        return column.name == name && column.field != Field::ignored;
    });
    if (at == table.columns.end()) return std::nullopt;
    return static_cast<std::size_t>(at - table.columns.begin());
}

std::string text_of(const TableRow& row, std::optional<std::size_t> column) {
    return column ? std::string(row.fields[*column]) : std::string{};
}

struct Degrees {
    std::size_t column = 0;
    double most = 0;  // 180 of a longitude, 90 of a latitude
};

double read_degrees(RowReader& rows, TableRow& row, Degrees asked, const NumberDialect& numbers) {
    const auto [column, most] = asked;
    const NumberText number = parse_number(row.fields[column], numbers);
    if (!number.value) {
        rows.refuse(row, column, number.code, number_forms);
    } else if (std::abs(*number.value) > most) {
        rows.refuse(row, column, "bad-coordinate",
                    most > 90 ? "a longitude from -180 to 180 degrees"
                              : "a latitude from -90 to 90 degrees; are lon and lat swapped?");
    }
    return number.value.value_or(0);
}

void read_attributes(RowReader& rows, TableRow& row, const TablePlan& table, Place& place) {
    for (const Attribute& attribute : attributes) {
        const Column column = named(table, attribute.column);
        if (!column || row.fields[*column].empty()) continue;
        const NumberText number = parse_number(row.fields[*column], table.numbers);
        if (!number.value)
            rows.refuse(row, *column, number.code, "a number, or nothing where it is not known");
        place.*attribute.field = number.value;
    }
}

void read_names(const TableRow& row, const TablePlan& table, Place& place) {
    const std::string name = text_of(row, find_column(table, Field::name));
    place.name_zh = text_of(row, find_column(table, Field::name_zh));
    place.name_en = text_of(row, find_column(table, Field::name_en));
    for (const std::string& fallback : {name, place.name_en, place.name_zh, place.id}) {
        if (place.name_zh.empty()) place.name_zh = fallback;
        if (place.name_en.empty()) place.name_en = fallback;
    }
    place.short_zh = text_of(row, named(table, "short_zh"));
    if (place.short_zh.empty()) place.short_zh = place.name_zh;
    place.province_zh = text_of(row, find_column(table, Field::province));
}

/// The position of a field among the words allowed; refuses the row where it is none of them.
std::size_t read_word(RowReader& rows, TableRow& row, std::optional<std::size_t> column,
                      std::initializer_list<std::string_view> words, std::string_view expected) {
    if (!column) return 0;
    const auto at = std::ranges::find(words, row.fields[*column]);
    if (at == words.end()) {
        rows.refuse(row, *column, "bad-word", expected);
        return 0;
    }
    return static_cast<std::size_t>(at - words.begin());
}

std::optional<GroupKind> kind_of(std::string_view text) {
    if (text == "都市圈") return GroupKind::circle;
    if (text == "城市群") return GroupKind::agglomeration;
    if (text == "省" || text == "省份") return GroupKind::province;
    return parse_group_kind(text);
}

}  // namespace

void read_places(RowReader& rows, const TablePlan& table, std::vector<Place>& places) {
    std::unordered_set<std::string> ids;
    for (const Place& place : places) ids.insert(place.id);
    const std::size_t id = *find_column(table, Field::id), lon = *find_column(table, Field::lon),
                      lat = *find_column(table, Field::lat);
    while (std::optional<TableRow> row = rows.next()) {
        Place place{.id = std::string(row->fields[id])};
        if (place.id.empty()) rows.refuse(*row, id, "missing-id", "an id");
        place.location = {read_degrees(rows, *row, {lon, 180}, table.numbers),
                          read_degrees(rows, *row, {lat, 90}, table.numbers)};
        if (!row->refused && place.location == LonLat{})
            rows.refuse(*row, lon, "bad-coordinate", "a place: 0, 0 lies in the sea off Africa");
        read_names(*row, table, place);
        read_attributes(rows, *row, table, place);
        if (!row->refused && !ids.insert(place.id).second)
            rows.refuse(*row, id, "duplicate-id", "an id that no row before has");
        if (!row->refused) places.push_back(std::move(place));
        rows.count(*row);
    }
}

void credit_places(const TablePlan& table, Atlas& atlas) {
    const std::string file = std::filesystem::path(table.path).filename().string();
    const auto credit = [&](Credit& source, Credit what, std::string_view beginning) {
        const bool has = std::ranges::any_of(attributes, [&](const Attribute& attribute) {
            return attribute.column.starts_with(beginning) && named(table, attribute.column);
        });
        if (!has) return;
        source.zh += source.zh.empty() ? what.zh + "：" + file : "、" + file;
        source.en += source.en.empty() ? what.en + ": " + file : ", " + file;
    };
    credit(atlas.population_source, {"人口", "population"}, "population");
    credit(atlas.gdp_source, {"GDP", "GDP"}, "gdp");
}

void finish_places(Atlas& atlas) {
    std::ranges::sort(atlas.places, {}, &Place::id);
    std::set<std::string> provinces;
    for (const Place& place : atlas.places)
        if (!place.province_zh.empty()) provinces.insert(place.province_zh);
    for (const std::string& name : provinces) {
        Group group{.id = name, .kind = GroupKind::province, .name_zh = name, .name_en = name};
        for (std::uint32_t row = 0; row < atlas.places.size(); ++row)
            if (atlas.places[row].province_zh == name) group.members.push_back({.place = PlaceId{row}});
        atlas.groups.push_back(std::move(group));
    }
}

void read_groups(RowReader& rows, const TablePlan& table, const Atlas& atlas, std::vector<Group>& groups) {
    std::unordered_map<std::string, std::size_t> by_id;
    std::set<std::pair<GroupKind, PlaceId>> placed;
    for (std::size_t row = 0; row < groups.size(); ++row) {
        by_id[groups[row].id] = row;
        for (const Membership& member : groups[row].members) placed.insert({groups[row].kind, member.place});
    }
    const std::size_t kind = *find_column(table, Field::kind), name = *find_column(table, Field::group),
                      place = *find_column(table, Field::place);
    const Column role = find_column(table, Field::role), scope = named(table, "scope"),
                 primary = named(table, "primary");
    while (std::optional<TableRow> row = rows.next()) {
        const std::optional<GroupKind> found_kind = kind_of(row->fields[kind]);
        if (!found_kind) rows.refuse(*row, kind, "bad-word", "circle, agglomeration or province");
        Group group{.id = std::string(row->fields[name])};
        if (group.id.empty()) rows.refuse(*row, name, "missing-id", "the id of a group");
        if (group.id == "outside")
            rows.refuse(*row, name, "duplicate-id", "another id: `outside` means no group");
        const std::optional<PlaceId> member = find_place(atlas, row->fields[place]);
        if (!member)
            rows.refuse(*row, place, row->fields[place].empty() ? "missing-id" : "unknown-place",
                        "an id of the places");
        Membership membership;
        membership.role =
            read_word(rows, *row, role, {"member", "core", "成员", "核心"}, "core or member") % 2 == 1
                ? MemberRole::core
                : MemberRole::member;
        membership.scope = static_cast<MemberScope>(
            read_word(rows, *row, scope, {"whole", "partial", "extended"}, "whole, partial or extended"));
        const bool listed_first = read_word(rows, *row, primary, {"1", "0"}, "1 or 0") == 0;
        if (!row->refused) {
            const auto known = by_id.find(group.id);
            const Group* same = known == by_id.end() ? nullptr : &groups[known->second];
            if (same && same->kind != *found_kind)
                rows.refuse(*row, name, "duplicate-id", "a group of one kind");
            else if (same && std::ranges::count(same->members, *member, &Membership::place) > 0)
                rows.refuse(*row, place, "duplicate-id", "each place once in a group");
        }
        if (!row->refused) {
            const auto [known, fresh] = by_id.try_emplace(group.id, groups.size());
            if (fresh) {
                group.kind = *found_kind;
                group.name_zh = text_of(*row, named(table, "name_zh"));
                group.name_en = text_of(*row, named(table, "name_en"));
                if (group.name_zh.empty()) group.name_zh = group.id;
                if (group.name_en.empty()) group.name_en = group.name_zh;
                groups.push_back(std::move(group));
            }
            membership.place = *member;
            membership.primary = placed.insert({*found_kind, *member}).second && listed_first;
            groups[known->second].members.push_back(std::move(membership));
        }
        rows.count(*row);
    }
}

}  // namespace flowspace
