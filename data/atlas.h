// The places and how they are grouped. Immutable once built.
#pragma once

#include "data/credit.h"
#include "data/geo/coordinates.h"
#include "data/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

struct Place {
    std::string id = {};        // as in the user's tables: text, leading zeros kept
    std::string name_zh = {};   // 无锡市; equals name_en where only one name is known
    std::string short_zh = {};  // 无锡: on labels
    std::string name_en = {};   // Wuxi; not unique
    std::string province_zh = {};
    std::string level = {};
    LonLat location = {};
    std::optional<double> population_2010 = {};  // persons
    std::optional<double> population_2020 = {};  // persons
    std::optional<double> gdp_2010 = {};         // 100 million yuan
    std::optional<double> gdp_2016 = {};
    std::optional<double> gdp_2020 = {};
    std::optional<double> gdp_2022 = {};
};

enum class GroupKind : std::uint8_t { circle, agglomeration, province };
enum class MemberRole : std::uint8_t { core, member };
enum class MemberScope : std::uint8_t { whole, partial, extended };  // how much of the place the plan covers

struct Membership {
    PlaceId place = {};
    MemberRole role = MemberRole::member;
    MemberScope scope = MemberScope::whole;
    bool primary = true;  // of several groups of a kind, the one that picks colour and anchor
    std::string partial_note = {};
    std::string source = {};
    std::string certainty = {};  // high, medium, low: below high is "to be verified"
};

struct Group {
    std::string id = {};  // pinyin slug, unique over all kinds: changsanjiao
    GroupKind kind = GroupKind::agglomeration;
    std::string name_zh = {};
    std::string name_en = {};
    std::vector<std::string> aliases = {};  // other names it answers to: 长三角
    std::string category = {};              // of an agglomeration: 跨省级行政区, ...
    std::string approver = {};
    std::string approved = {};             // year or month of the plan
    std::vector<Membership> members = {};  // in table order
};

struct Atlas {
    std::vector<Place> places = {};  // by id, ascending
    std::vector<Group> groups = {};  // circles, agglomerations, provinces; each in table order
    Credit population_source = {};   // of the places' attributes; empty: not known
    Credit gdp_source = {};
};

/// The place whose id is exactly `id`.
std::optional<PlaceId> find_place(const Atlas& atlas, std::string_view id);

/// The group named by its id, Chinese name, English name or an alias (exact). Where two kinds share a name
/// (北京市 is a province and part of a circle's name) the id decides; an ambiguous name gives nothing.
std::optional<GroupId> find_group(const Atlas& atlas, std::string_view name);

/// zh and en names of the kinds, for output: "circle", "agglomeration", "province".
std::string_view key(GroupKind kind);
std::optional<GroupKind> parse_group_kind(std::string_view text);

}  // namespace flowspace
