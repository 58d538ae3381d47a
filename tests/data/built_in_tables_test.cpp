// The places and groups of the baked atlas, against what its tables were checked for.
#include "tests/data/built_in_atlas.h"

#include <algorithm>
#include <map>

namespace flowspace {
namespace {

using testing::built_in_atlas;
using testing::groups_by_place;

constexpr double census_2020 = 1'411'778'724;  // the mainland, seventh census

bool on_mainland(const Place& place) { return place.id < "7"; }

TEST(BuiltInTables, HoldEveryPlaceAndGroup) {
    const Dataset dataset = built_in_atlas();
    const Atlas& atlas = *dataset.atlas;
    EXPECT_EQ(atlas.places.size(), 371u);
    EXPECT_TRUE(std::ranges::is_sorted(atlas.places, std::ranges::less(), &Place::id));
    std::map<GroupKind, int> sizes;
    for (const Group& group : atlas.groups) ++sizes[group.kind];
    EXPECT_EQ(sizes[GroupKind::agglomeration], 19);
    EXPECT_EQ(sizes[GroupKind::circle], 21);
    EXPECT_EQ(sizes[GroupKind::province], 34);
    EXPECT_TRUE(std::ranges::is_sorted(atlas.groups, std::ranges::less(), &Group::kind));
}

TEST(BuiltInTables, WuxiIsAsInTheTable) {
    const Dataset dataset = built_in_atlas();
    const auto row = find_place(*dataset.atlas, "320200");
    ASSERT_TRUE(row);
    const Place& wuxi = dataset.atlas->places[index(*row)];
    EXPECT_EQ(wuxi.name_zh, "无锡市");
    EXPECT_EQ(wuxi.short_zh, "无锡");
    EXPECT_EQ(wuxi.name_en, "Wuxi");
    EXPECT_EQ(wuxi.province_zh, "江苏省");
    EXPECT_EQ(wuxi.population_2020, 7'462'000);
    EXPECT_NEAR(wuxi.location.lon_deg, 120.3, 0.1);
}

TEST(BuiltInTables, WhatIsNotKnownStaysUnknown) {
    const Dataset dataset = built_in_atlas();
    int without_population = 0, without_gdp = 0;
    for (const Place& place : dataset.atlas->places) {
        without_population += place.population_2020 ? 0 : 1;
        without_gdp += place.gdp_2010 || place.gdp_2016 || place.gdp_2020 || place.gdp_2022 ? 0 : 1;
    }
    EXPECT_EQ(without_population, 11);
    EXPECT_EQ(without_gdp, 94);
}

TEST(BuiltInTables, PopulationAndGdpSayWhereTheyAreFrom) {
    const Dataset dataset = built_in_atlas();
    EXPECT_NE(dataset.atlas->population_source.zh.find("普查"), std::string::npos);
    EXPECT_NE(dataset.atlas->population_source.en.find("census"), std::string::npos);
    EXPECT_NE(dataset.atlas->gdp_source.en.find("verify before citing"), std::string::npos)
        << "no publication is known";
}

TEST(BuiltInTables, EveryGroupAnswersToItsIdAndNames) {
    const Dataset dataset = built_in_atlas();
    const Atlas& atlas = *dataset.atlas;
    std::set<std::string> ids;
    for (std::uint32_t row = 0; row < atlas.groups.size(); ++row) {
        const Group& group = atlas.groups[row];
        EXPECT_TRUE(ids.insert(group.id).second) << group.id;
        EXPECT_EQ(find_group(atlas, group.id), GroupId{row}) << group.id;
        EXPECT_EQ(find_group(atlas, group.name_zh), GroupId{row}) << group.name_zh;
        EXPECT_EQ(find_group(atlas, group.name_en), GroupId{row}) << group.name_en;
        for (const std::string& alias : group.aliases)
            EXPECT_EQ(find_group(atlas, alias), GroupId{row}) << alias;
    }
    EXPECT_EQ(find_group(atlas, "长三角"), find_group(atlas, "changsanjiao"));
    EXPECT_NE(find_group(atlas, "chongqing"), find_group(atlas, "chongqing-circle"));
}

TEST(BuiltInTables, SixteenCitiesAreInTwoAgglomerationsAndOneOfThemIsPrimary) {
    const Dataset dataset = built_in_atlas();
    const auto groups = groups_by_place(*dataset.atlas, GroupKind::agglomeration);
    EXPECT_EQ(std::ranges::count(groups, 2u, &std::set<std::size_t>::size), 16);
    EXPECT_EQ(std::ranges::count_if(groups, [](const auto& of) { return of.size() > 2; }), 0);
    for (const GroupKind kind : {GroupKind::agglomeration, GroupKind::circle, GroupKind::province}) {
        std::vector<int> listed(groups.size()), primary(groups.size());
        for (const Group& group : dataset.atlas->groups)
            for (const Membership& member : group.members)
                if (group.kind == kind) {
                    ++listed[index(member.place)];
                    primary[index(member.place)] += member.primary ? 1 : 0;
                }
        for (std::size_t place = 0; place < listed.size(); ++place)
            EXPECT_EQ(primary[place], listed[place] > 0 ? 1 : 0);
    }
}

TEST(BuiltInTables, EveryPlaceIsInOneProvince) {
    const Dataset dataset = built_in_atlas();
    for (const auto& of : groups_by_place(*dataset.atlas, GroupKind::province)) {
        ASSERT_EQ(of.size(), 1u);
        EXPECT_EQ(dataset.atlas->groups[*of.begin()].kind, GroupKind::province);
    }
}

TEST(BuiltInTables, AgglomerationsSayWhoApprovedThemAndHowSureTheScopeIs) {
    const Dataset dataset = built_in_atlas();
    for (const Group& group : dataset.atlas->groups) {
        if (group.kind == GroupKind::province) continue;
        EXPECT_FALSE(group.approver.empty()) << group.id;
        EXPECT_GE(group.approved.size(), 4u) << group.id;
        EXPECT_EQ(group.category.empty(), group.kind == GroupKind::circle) << group.id;
        for (const Membership& member : group.members) {
            EXPECT_TRUE(member.certainty == "high" || member.certainty == "medium" ||
                        member.certainty == "low");
            EXPECT_TRUE(member.scope != MemberScope::partial || !member.partial_note.empty()) << group.id;
        }
    }
}

TEST(BuiltInTables, AgglomerationsHoldTheirShareOfTheCensus) {
    const Dataset dataset = built_in_atlas();
    std::set<PlaceId> whole, plan;
    for (const Group& group : dataset.atlas->groups)
        for (const Membership& member : group.members) {
            if (group.kind != GroupKind::agglomeration) continue;
            if (member.scope == MemberScope::whole) whole.insert(member.place);
            if (member.scope != MemberScope::extended) plan.insert(member.place);
        }
    const auto share = [&](const std::set<PlaceId>& places) {
        double persons = 0;
        for (const PlaceId place : places) {
            const Place& of = dataset.atlas->places[index(place)];
            if (on_mainland(of)) persons += of.population_2020.value_or(0);
        }
        return 100 * persons / census_2020;
    };
    EXPECT_NEAR(share(whole), 75.6, 0.05);
    EXPECT_NEAR(share(plan), 82.8, 0.05);
}

}  // namespace
}  // namespace flowspace
