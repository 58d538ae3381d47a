#include "viewer/place_words.h"

#include <gtest/gtest.h>

namespace flowspace {
namespace {

TEST(PlaceWords, ThoseOfOneEnglishNameAreToldApartByTheirProvince) {
    Atlas atlas;
    const auto add = [&](const char* id, const char* zh, const char* en, const char* province) {
        atlas.places.push_back(
            {.id = id, .name_zh = zh, .short_zh = zh, .name_en = en, .province_zh = province});
    };
    add("320500", "苏州", "Suzhou", "江苏省");
    add("341300", "宿州", "Suzhou", "安徽省");
    add("420100", "武汉", "Wuhan", "湖北省");
    add("x1", "甲", "Same", "");
    add("x2", "乙", "Same", "");
    atlas.groups = {{.kind = GroupKind::province, .name_zh = "江苏省", .name_en = "Jiangsu"},
                    {.kind = GroupKind::circle, .name_zh = "安徽省", .name_en = "A circle"},
                    {.kind = GroupKind::province, .name_zh = "安徽省", .name_en = "Anhui"}};
    const auto name = [&](std::uint32_t row, Language language) {
        return place_name_apart(atlas, PlaceId{row}, language);
    };
    EXPECT_EQ(name(0, Language::en), "Suzhou (Jiangsu)");
    EXPECT_EQ(name(1, Language::en), "Suzhou (Anhui)");
    EXPECT_EQ(name(1, Language::zh), "宿州");
    EXPECT_EQ(name(2, Language::en), "Wuhan");
    EXPECT_EQ(name(3, Language::en), "Same") << "no province is known";
}

}  // namespace
}  // namespace flowspace
