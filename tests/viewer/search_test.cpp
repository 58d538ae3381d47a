// Search: by name, pinyin, initials, English and code, ranked, forgiving one typo.
#include "viewer/search.h"

#include "synthetic.h"
#include "viewer/hover.h"

#include <gtest/gtest.h>

#include <chrono>

namespace flowspace {
namespace {

std::vector<Target> found(std::string_view query) {
    return SearchIndex(synthetic_dataset()->atlas).find(query).targets;
}

TEST(Search, FindsByChineseEnglishAndCode) {
    ASSERT_EQ(found("上海").size(), 1U);
    EXPECT_EQ(found("上海")[0], target_of(PlaceId{3}));
    EXPECT_EQ(found("shang")[0], target_of(PlaceId{3}));
    EXPECT_EQ(found(" 320100 ")[0], target_of(PlaceId{4}));
    EXPECT_EQ(found("长三角")[0], target_of(GroupId{1}));
}

TEST(Search, PutsBetterMatchesFirst) {
    const std::vector<Target> hits = found("beijing");
    ASSERT_EQ(hits.size(), 2U);
    EXPECT_EQ(hits[0], target_of(PlaceId{0}));
    EXPECT_EQ(hits[1], target_of(GroupId{0}));
    EXPECT_EQ(found("jing")[0], target_of(GroupId{0}));  // its id, whole
}

TEST(Search, NothingForNothing) {
    EXPECT_TRUE(found("").empty());
    EXPECT_TRUE(found("   ").empty());
    EXPECT_TRUE(found("Atlantis").empty());
    EXPECT_TRUE(found("' '").empty());
}

/// Places with the given Chinese names and no English ones; the ids are their rows.
class Named : public ::testing::Test {
protected:
    void name(std::initializer_list<const char*> names) {
        auto atlas = std::make_shared<Atlas>();
        for (const char* zh : names)
            atlas->places.push_back({.id = std::string("#").append(std::to_string(atlas->places.size())),
                                     .name_zh = std::string(zh) + "市",
                                     .short_zh = zh});
        atlas_ = atlas;
        index_ = std::make_unique<SearchIndex>(atlas_);
    }
    /// Short names of the answers, a blank between; in brackets where nothing matched as typed.
    std::string answers(std::string_view query) {
        const SearchAnswer& answer = index_->find(query);
        std::string all;
        for (const Target& target : answer.targets)
            all.append(all.empty() ? "" : " ").append(atlas_->places[index(*target.place)].short_zh);
        return answer.nearest_only && !all.empty() ? "(" + all + ")" : all;
    }

    std::shared_ptr<const Atlas> atlas_;
    std::unique_ptr<SearchIndex> index_;
};

TEST_F(Named, PolyphonesAreFoundAsTheyAreRead) {
    name({"重庆", "长沙", "厦门", "六安", "台州", "亳州", "长治", "蚌埠", "番禺", "东阿",
          "丽水", "吕梁", "乐清", "乐山", "渑池", "朝阳", "铅山", "大埔", "黄陂", "浚县"});
    for (const auto& [query, expected] : {std::pair{"chongqing", "重庆"},
                                          {"changsha", "长沙"},
                                          {"xiamen", "厦门"},
                                          {"luan", "六安"},
                                          {"liuan", "六安"},
                                          {"taizhou", "台州"},
                                          {"bozhou", "亳州"},
                                          {"changzhi", "长治"},
                                          {"bengbu", "蚌埠"},
                                          {"panyu", "番禺"},
                                          {"dong'e", "东阿"},
                                          {"lishui", "丽水"},
                                          {"lvliang", "吕梁"},
                                          {"luliang", "吕梁"},
                                          {"lyuliang", "吕梁"},
                                          {"lü liang", "吕梁"},
                                          {"yueqing", "乐清"},
                                          {"leshan", "乐山"},
                                          {"mianchi", "渑池"},
                                          {"chaoyang", "朝阳"},
                                          {"yanshan", "铅山"},
                                          {"dabu", "大埔"},
                                          {"huangpi", "黄陂"},
                                          {"xunxian", "浚县"}})
        EXPECT_EQ(answers(query), expected) << query;
}

TEST_F(Named, TonesAndBlanksMayBeSaidAndThenCount) {
    name({"西安", "先安", "西岸"});
    EXPECT_EQ(answers("xian"), "西安 西岸 先安");
    EXPECT_EQ(answers("xi an"), "西安 西岸");
    EXPECT_EQ(answers("xī ān"), "西安");
    EXPECT_EQ(answers("xi1an1"), "西安");
    EXPECT_EQ(answers("XI1 AN4"), "西岸");
    EXPECT_EQ(answers("xīan"), "西安 西岸 先安");
    EXPECT_EQ(answers("xi2an"), "(西安 先安 西岸)") << "no such tones here";
    EXPECT_EQ(answers("Ｘｉ’ａｎ"), "西安 西岸") << "full width";
    EXPECT_EQ(answers("xi\u0304 a\u0304n"), "西安") << "marks of their own";
}

TEST_F(Named, InitialsAndHalfWrittenSyllables) {
    name({"北京", "宝鸡", "石家庄", "上海", "呼和浩特"});
    EXPECT_EQ(answers("bj"), "北京 宝鸡");
    EXPECT_EQ(answers("bjs"), "北京 宝鸡");
    EXPECT_EQ(answers("beij"), "北京");
    EXPECT_EQ(answers("beijs"), "北京");
    EXPECT_EQ(answers("sjz"), "石家庄");
    EXPECT_EQ(answers("shjzh"), "石家庄");
    EXPECT_EQ(answers("shijiaz"), "石家庄");
    EXPECT_EQ(answers("sh"), "石家庄 上海");
    EXPECT_EQ(answers("hhht"), "呼和浩特");
    EXPECT_EQ(answers("haote"), "呼和浩特");
    EXPECT_EQ(answers("shi"), "石家庄") << "not every 市";
    EXPECT_EQ(answers("北j"), "北京") << "both mixed";
    EXPECT_EQ(answers("石jia庄"), "石家庄");
    EXPECT_EQ(answers("zzz"), "");
}

TEST_F(Named, OneTypoIsForgivenWhereNothingMatches) {
    name({"石家庄", "张家口", "上海", "商洛", "哈尔滨"});
    EXPECT_EQ(answers("shijiazhaung"), "(石家庄)") << "two letters swapped";
    EXPECT_EQ(answers("shijazhuang"), "(石家庄)") << "one left out";
    EXPECT_EQ(answers("shanghhai"), "(上海)") << "one too many";
    EXPECT_EQ(answers("shanghei"), "(上海)") << "another one";
    EXPECT_EQ(answers("harebin"), "(哈尔滨)");
    EXPECT_EQ(answers("石家装"), "(石家庄)") << "sounds the same";
    EXPECT_EQ(answers("哈儿滨"), "(哈尔滨)");
    EXPECT_EQ(answers("石加壮"), "(石家庄)");
    EXPECT_EQ(answers("张家港"), "(张家口)");
    EXPECT_EQ(answers("sha"), "上海 商洛") << "too short for a guess";
    EXPECT_EQ(answers("shx"), "");
    EXPECT_EQ(answers("shaghei"), "") << "two typos";
    EXPECT_EQ(answers("#9"), "") << "codes are not guessed";
}

TEST_F(Named, ThePopulousComeFirstAndTheOrderIsStable) {
    name({"苏州", "宿州", "绥化"});
    auto atlas = std::make_shared<Atlas>(*atlas_);
    atlas->places[1].population_2020 = 5e6;
    atlas->places[0].population_2020 = 1e6;
    atlas_ = atlas;
    index_ = std::make_unique<SearchIndex>(atlas_);
    EXPECT_EQ(answers("suzhou"), "宿州 苏州");
    EXPECT_EQ(answers("s"), "宿州 苏州 绥化");
    EXPECT_EQ(answers("suzhou"), "宿州 苏州") << "again, from memory";
}

TEST(Search, EnglishNamesWithoutTheirMarksAndByInitials) {
    auto atlas = std::make_shared<Atlas>();
    atlas->places = {{.id = "a", .name_zh = "Ürümqi", .short_zh = "", .name_en = "Ürümqi"},
                     {.id = "b", .name_zh = "New York", .short_zh = "New York", .name_en = "New York"},
                     {.id = "c", .name_zh = "Xi'an", .short_zh = "", .name_en = "Xi'an"}};
    atlas->groups = {{.id = "yrd",
                      .name_zh = "长江三角洲城市群",
                      .name_en = "Yangtze River Delta",
                      .aliases = {"长三角"}}};
    SearchIndex index(atlas);
    EXPECT_EQ(index.find("urumqi").targets.at(0), target_of(PlaceId{0}));
    EXPECT_EQ(index.find("ürümqi").targets.at(0), target_of(PlaceId{0}));
    EXPECT_EQ(index.find("ny").targets.at(0), target_of(PlaceId{1}));
    EXPECT_EQ(index.find("newyork").targets.at(0), target_of(PlaceId{1}));
    EXPECT_EQ(index.find("york").targets.at(0), target_of(PlaceId{1}));
    EXPECT_EQ(index.find("xian").targets.at(0), target_of(PlaceId{2}));
    EXPECT_EQ(index.find("new yrok").targets.at(0), target_of(PlaceId{1}));
    EXPECT_EQ(index.find("csj").targets.at(0), target_of(GroupId{0})) << "initials of an alias";
    EXPECT_EQ(index.find("changsanjiao").targets.at(0), target_of(GroupId{0}));
    EXPECT_EQ(index.find("yrd").targets.at(0), target_of(GroupId{0}));
}

TEST(Search, HostileQueriesEnd) {
    auto atlas = std::make_shared<Atlas>();
    std::string name;
    for (int row = 0; row < 200; ++row) name += "阿";
    atlas->places = {{.id = "a", .name_zh = name, .short_zh = name}};
    SearchIndex index(atlas);
    for (const std::string& query :
         {std::string(5000, 'a'), std::string(300, '\''), std::string("\xFF\xFE%s"),
          std::string(64, 'e') + "1", std::string("a\0b", 3)})
        (void)index.find(query);
    EXPECT_EQ(index.find("aaaa").targets.size(), 1U);
}

}  // namespace
}  // namespace flowspace
