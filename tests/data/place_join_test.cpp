// Joining places: every rule on the tables of the built-in atlas, and what is left to the user.
#include "data/import/place_join.h"

#include "data/import/old_codes.h"
#include "data/import/place_names.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

namespace flowspace {
namespace {

std::vector<std::vector<std::string>> rows_of(const char* table) {
    std::ifstream file(std::string(FLOWSPACE_SOURCE_DIR) + "/assets/" + table);
    std::vector<std::vector<std::string>> rows;
    std::string line, cell;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::istringstream cells(line);
        rows.emplace_back();
        while (std::getline(cells, cell, ',')) rows.back().push_back(cell);
    }
    return rows;
}

const Atlas& china() {
    static const Atlas atlas = [] {
        Atlas made;
        for (const auto& row : rows_of("atlas/cities.csv"))
            made.places.push_back({.id = row[0],
                                   .name_zh = row[1],
                                   .short_zh = row[2],
                                   .name_en = row[3],
                                   .province_zh = row[4]});
        for (const auto& row : rows_of("atlas/group_names.csv"))
            if (row[0] == "province")
                made.groups.push_back(
                    {.id = row[2], .kind = GroupKind::province, .name_zh = row[3], .name_en = row[4]});
        return made;
    }();
    return atlas;
}

/// "320200 name" where the text is joined, else "unknown-place 320200 320500": the code and the candidates.
std::string verdict(const PlaceIndex& index, std::string_view text, JoinBy by, const Atlas& atlas = china()) {
    const PlaceMatch match = index.join(text, by);
    if (match.place)
        return atlas.places[flowspace::index(*match.place)].id + " " + std::string(key(match.how));
    std::string said(match.code);
    for (const PlaceId candidate : match.candidates)
        said += " " + atlas.places[flowspace::index(candidate)].id;
    return said;
}

struct Row {
    const char *text, *verdict;
};

/// A province is not the city that shares its name, nor any other of its cities.
TEST(PlaceJoin, NoCityIsProposedForAProvince) {
    const PlaceIndex index(china());
    for (const char* province : {"吉林省", "海南省", "江苏省", "新疆维吾尔自治区", "Jiangsu"})
        for (const JoinBy by : {JoinBy::name, JoinBy::code})
            EXPECT_EQ(verdict(index, province, by), "unknown-place") << province;
    EXPECT_EQ(verdict(index, "吉林市", JoinBy::name), "220200 name");
    EXPECT_EQ(verdict(index, "北京市", JoinBy::name), "110000 name");
}

TEST(PlaceJoin, JoinsCodes) {
    const PlaceIndex index(china());
    for (const Row& row : {
             Row{"320200", "320200 code"},
             Row{"", "missing-id"},
             Row{"341400", "split-place 340100 340200 340500"},
             Row{"342600", "split-place 340100 340200 340500"},
             Row{"371200", "370100 old-code"},
             Row{"522400", "520500 old-code"},
             Row{"522200", "520600 old-code"},
             Row{"632100", "630200 old-code"},
             Row{"542300", "540200 old-code"},
             Row{"542100", "540300 old-code"},
             Row{"542600", "540400 old-code"},
             Row{"542200", "540500 old-code"},
             Row{"542400", "540600 old-code"},
             Row{"652100", "650400 old-code"},
             Row{"652200", "650500 old-code"},
             Row{"532700", "530800 old-code"},
             Row{"469003", "460400 old-code"},
             Row{"510200", "500000 old-code"},
             Row{"452100", "split-place 450100 451400"},
             Row{"469031", "split-place 460300 469026"},
             Row{"999999", "unknown-place"},
             Row{"420102", "unknown-place 420100"},  // a district: never added up unasked
             Row{"110105", "unknown-place 110000"},
             Row{"420102001001", "unknown-place 420100"},
             Row{"420100000000", "unknown-place 420100"},
             Row{"3202", "unknown-place 320200"},
             Row{"320200 ", "unknown-place 320200"},
             Row{" 320200", "unknown-place 320200"},
             Row{"320200.0", "unknown-place 320200"},
             Row{"３２０２００", "unknown-place"},
             Row{"3.202E+05", "excel-number"},
             Row{"3.1E+11", "excel-number"},
             Row{"无锡市", "unknown-place 320200"},  // a name in a column of codes is offered, not taken
             Row{"Suzhou", "unknown-place 320500 341300"},
             Row{"毕节地区", "unknown-place 520500"},
         })
        EXPECT_EQ(verdict(index, row.text, JoinBy::code), row.verdict) << row.text;
}

TEST(PlaceJoin, JoinsNames) {
    const PlaceIndex index(china());
    for (const Row& row : {
             Row{"320200", "320200 code"},
             Row{"522400", "520500 old-code"},
             Row{"无锡市", "320200 name"},
             Row{"无锡", "320200 name"},
             Row{" 无锡　", "320200 name"},
             Row{"Wuxi", "320200 name"},
             Row{"WUXI", "320200 name"},
             Row{"Ｗｕｘｉ", "320200 name"},
             Row{"Wuxi City", "320200 suffix"},
             Row{"Wuxi Shi", "320200 suffix"},
             Row{"wuxi-shi", "320200 suffix"},
             Row{"江苏省无锡市", "320200 name"},
             Row{"江苏无锡市", "320200 name"},
             Row{"江苏无锡", "320200 name"},
             Row{"广西桂林", "450300 name"},
             Row{"Xi'an", "610100 name"},
             Row{"Xi’an", "610100 name"},
             Row{"Xian", "610100 name"},
             Row{"Lüliang", "141100 name"},
             Row{"Lu\u0308liang", "141100 name"},
             Row{"Luliang", "141100 name"},
             Row{"Enshi", "422800 name"},
             Row{"Huangshi", "420200 name"},
             Row{"Ngawa", "513200 name"},
             Row{"Aba", "513200 name"},
             Row{"Ngawa (Aba)", "513200 name"},
             Row{"Suzhou", "ambiguous-place 320500 341300"},
             Row{"Suzhou City", "ambiguous-place 320500 341300"},
             Row{"Suzhou, Jiangsu", "320500 name"},
             Row{"Suzhou (Anhui)", "341300 name"},
             Row{"Yulin", "ambiguous-place 450900 610800"},
             Row{"苏州", "320500 name"},
             Row{"宿州", "341300 name"},
             Row{"吉林", "ambiguous-place 220200"},  // a province too
             Row{"吉林省吉林市", "220200 name"},
             Row{"吉林吉林", "220200 name"},
             Row{"Jilin", "ambiguous-place 220200"},
             Row{"Jilin City", "220200 suffix"},
             Row{"吉林市", "220200 name"},
             Row{"吉林省", "unknown-place"},
             Row{"Jilin Province", "unknown-place"},
             Row{"海南", "ambiguous-place 632500"},  // far from the province
             Row{"青海海南", "632500 name"},
             Row{"海南州", "632500 suffix"},
             Row{"海南省", "unknown-place"},
             Row{"Hainan", "unknown-place"},
             Row{"Hainan, Qinghai", "632500 name"},
             Row{"恩施州", "422800 suffix"},
             Row{"恩施自治州", "422800 suffix"},
             Row{"恩施土家族苗族自治州", "422800 name"},
             Row{"恩施市", "unknown-place 422800"},  // a county of it
             Row{"大理市", "unknown-place 532900"},
             Row{"喀什市", "unknown-place 653100"},
             Row{"喀什地区", "653100 name"},
             Row{"兴安", "152200 name"},
             Row{"兴安盟", "152200 name"},
             Row{"白沙县", "469025 suffix"},
             Row{"白沙", "469025 name"},
             Row{"香港", "810000 name"},
             Row{"香港特区", "810000 suffix"},
             Row{"台湾", "710000 name"},
             Row{"北京", "110000 name"},
             Row{"襄樊市", "420600 old-name"},
             Row{"襄樊", "420600 old-name"},
             Row{"思茅地区", "530800 old-name"},
             Row{"思茅市", "530800 old-name"},
             Row{"思茅", "unknown-place 530800"},  // a district of today
             Row{"莱芜市", "370100 old-name"},
             Row{"莱芜", "unknown-place 370100"},
             Row{"巢湖市", "split-place 340100 340200 340500"},
             Row{"巢湖", "unknown-place 340100 340200 340500"},
             Row{"毕节地区", "520500 old-name"},
             Row{"哲里木盟", "150500 old-name"},
             Row{"柳州地区", "split-place 450200 451300"},
             Row{"柳州", "450200 name"},
             Row{"铜陵县", "unknown-place 340700"},
             Row{"无锡市区", "unknown-place 320200"},
             Row{"杭", "unknown-place"},
             Row{"Atlantis", "unknown-place"},
             Row{"3.1E+11", "excel-number"},
             Row{"", "missing-id"},
         })
        EXPECT_EQ(verdict(index, row.text, JoinBy::name), row.verdict) << row.text;
}

TEST(PlaceJoin, EveryPlaceAnswersToItsOwnNames) {
    const PlaceIndex index(china());
    std::map<std::string, int> english;
    for (const Place& place : china().places) ++english[place.name_en];
    for (std::uint32_t row = 0; row < china().places.size(); ++row) {
        const Place& place = china().places[row];
        const bool is_province_too = place.short_zh == "吉林" || place.short_zh == "海南";
        if (is_province_too) {
            EXPECT_EQ(verdict(index, place.short_zh, JoinBy::name), "ambiguous-place " + place.id);
        }
        for (const std::string& text : {place.id, place.name_zh, is_province_too ? place.id : place.short_zh,
                                        place.province_zh + place.name_zh})
            EXPECT_EQ(index.join(text, JoinBy::name).place, PlaceId{row}) << text;
        const PlaceMatch match = index.join(place.name_en, JoinBy::name);
        if (english[place.name_en] == 1 && place.name_en != "Jilin")
            EXPECT_EQ(match.place, PlaceId{row}) << place.name_en;
        else
            EXPECT_EQ(match.code, "ambiguous-place") << place.name_en;
        EXPECT_FALSE(index.join(place.name_zh, JoinBy::code).place) << place.name_zh;
    }
}

TEST(PlaceJoin, ChoicesGoBeforeEveryRule) {
    const PlaceIndex index(china(),
                           {{"Suzhou", "320500"}, {"无锡", "320100"}, {"320200", "320100"}, {"x", "999999"}});
    EXPECT_EQ(verdict(index, "Suzhou", JoinBy::name), "320500 choice");
    EXPECT_EQ(verdict(index, "Suzhou", JoinBy::code), "320500 choice");
    EXPECT_EQ(verdict(index, "suzhou", JoinBy::name), "ambiguous-place 320500 341300");  // as written only
    EXPECT_EQ(verdict(index, "无锡", JoinBy::name), "320100 choice");
    EXPECT_EQ(verdict(index, "320200", JoinBy::code), "320100 choice");
    EXPECT_EQ(verdict(index, "x", JoinBy::name), "unknown-place");
}

TEST(PlaceJoin, PlacesOfTheUserKeepTheirOwnCodes) {
    Atlas atlas;
    atlas.places = {{.id = "010100", .name_zh = "零", .name_en = "Zero"},
                    {.id = "370100", .name_zh = "Station 7", .name_en = "Station 7"},
                    {.id = "522400", .name_zh = "毕节地区", .name_en = "Bijie"},
                    {.id = "a", .name_zh = "Bern", .short_zh = "Bern", .name_en = "Bern"},
                    {.id = "b", .name_zh = "Bern", .short_zh = "Bern", .name_en = "Bern"}};
    const PlaceIndex index(atlas);
    const auto said = [&](const char* text, JoinBy by) { return verdict(index, text, by, atlas); };
    EXPECT_EQ(said("522400", JoinBy::code), "522400 code");
    EXPECT_EQ(said("371200", JoinBy::code), "unknown-place");  // 370100 is no 济南 here
    EXPECT_EQ(said("10100", JoinBy::code), "unknown-place 010100");
    EXPECT_EQ(said("Bern", JoinBy::name), "ambiguous-place a b");
    EXPECT_EQ(said("station 7", JoinBy::name), "370100 name");
    EXPECT_EQ(said("A", JoinBy::code), "unknown-place");
    EXPECT_EQ(said("毕节", JoinBy::name), "522400 suffix");
}

/// A table of provinces is not read as cities, and a table of places says what its names mean.
TEST(PlaceJoin, TakesNoProvinceForAPlace) {
    Atlas provinces;
    provinces.places = {
        {.id = "22", .name_zh = "吉林省", .short_zh = "吉林", .name_en = "Jilin", .province_zh = "吉林省"},
        {.id = "x", .name_zh = "海南", .short_zh = "海南", .name_en = "H", .province_zh = "海南省"},
        {.id = "y", .name_zh = "长春市", .short_zh = "长春", .name_en = "C", .province_zh = "吉林省"},
        {.id = "z", .name_zh = "海口市", .short_zh = "海口", .name_en = "K", .province_zh = "海南省"}};
    for (const char* name : {"吉林省", "海南省"})
        provinces.groups.push_back({.kind = GroupKind::province, .name_zh = name});
    const PlaceIndex index(provinces);
    EXPECT_EQ(verdict(index, "吉林", JoinBy::name, provinces), "22 name");
    EXPECT_EQ(verdict(index, "海南", JoinBy::name, provinces), "x name");
}

TEST(PlaceJoin, SaysWhatItExpects) {
    const PlaceIndex index(china());
    const auto said = [&](const char* text, JoinBy by) { return index.expected(index.join(text, by), text); };
    EXPECT_EQ(said("999999", JoinBy::code), "an id of the places");
    EXPECT_EQ(said("320200 ", JoinBy::code), "an id of the places without blanks; perhaps 320200 (无锡市)");
    EXPECT_EQ(said("Suzhou", JoinBy::name),
              "a name that only one place has; perhaps 320500 (苏州市), 341300 (宿州市)");
    EXPECT_EQ(said("吉林", JoinBy::name), "a name that is not a province's too; perhaps 220200 (吉林市)");
    EXPECT_EQ(said("422400", JoinBy::code),
              "a code of today; perhaps 420800 (荆门市), 421000 (荆州市), 429004 (仙桃市) and 2 more");
}

TEST(PlaceJoiner, GivesTheSameAgain) {
    const PlaceIndex index(china());
    PlaceJoiner joiner(index, JoinBy::name);
    for (int round = 0; round < 3; ++round) {
        EXPECT_EQ(joiner.join("无锡").place, index.join("无锡", JoinBy::name).place);
        EXPECT_EQ(joiner.join("Suzhou").code, "ambiguous-place");
        EXPECT_EQ(joiner.join("Suzhou").candidates.size(), 2U);
    }
}

TEST(PlaceIndex, ACountyThatMovedIsOfferedTheUnitThatItLiesInNow) {
    const PlaceIndex index(china());
    const auto said = [&](const char* code) { return verdict(index, code, JoinBy::code); };
    EXPECT_EQ(said("220381"), "unknown-place 220100") << "公主岭, of 四平 until 2020";
    EXPECT_EQ(said("220381001000"), "unknown-place 220100") << "a town of it";
    EXPECT_EQ(said("340823"), "unknown-place 340700");
    EXPECT_EQ(said("341521"), "unknown-place 340400");
    EXPECT_EQ(said("512081"), "unknown-place 510100");
    EXPECT_EQ(said("220382"), "unknown-place 220300") << "双辽 stayed";
}

TEST(OldCodes, LeadToCodesOfTodayAndAreNone) {
    std::set<std::string> today, seen;
    for (const Place& place : china().places) today.insert(place.id);
    const std::vector<OldCode> codes = read_old_codes();
    EXPECT_GE(codes.size(), 115U);
    for (const OldCode& one : codes) {
        EXPECT_EQ(one.code.size(), 6U);
        EXPECT_TRUE(seen.insert(std::string(one.code)).second) << one.code;
        ASSERT_FALSE(one.now.empty()) << one.code;
        for (const std::string_view now : one.now) EXPECT_TRUE(today.contains(std::string(now))) << one.code;
        EXPECT_TRUE(std::ranges::is_sorted(one.now)) << one.code;
        if (one.rule == OldCodeRule::ask) continue;
        EXPECT_EQ(one.now.size(), 1U) << one.code;
        const auto place = std::ranges::find(china().places, one.now.front(), &Place::id);
        EXPECT_EQ(place->short_zh, one.now_name) << one.code;
        if (one.code != one.now.front()) {
            EXPECT_FALSE(today.contains(std::string(one.code))) << one.code;
        }
    }
}

TEST(PlaceNames, FoldAndSplit) {
    EXPECT_EQ(fold_name(" Ｘｉ’ａｎ "), "xian");
    EXPECT_EQ(fold_name("　无锡 市"), "无锡 市");
    EXPECT_EQ(fold_name(""), "");
    EXPECT_EQ(fold_name("\xFF\xFE"), "\xFF\xFE");
    EXPECT_EQ(split_kind("无锡市").stem, "无锡");
    EXPECT_EQ(split_kind("杭州").stem, "杭州");  // one character would be left
    EXPECT_EQ(split_kind("恩施州").kind, UnitKind::autonomous);
    EXPECT_EQ(split_kind("wuxicity").stem, "wuxi");
    EXPECT_FALSE(may_be(UnitKind::city, UnitKind::autonomous));
    EXPECT_TRUE(may_be(UnitKind::none, UnitKind::autonomous));
    EXPECT_EQ(short_province("新疆维吾尔自治区"), "新疆");
}

}  // namespace
}  // namespace flowspace
