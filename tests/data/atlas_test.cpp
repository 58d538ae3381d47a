#include "data/atlas.h"

#include <gtest/gtest.h>

namespace flowspace {
namespace {

Atlas three_places() {
    Atlas atlas;
    atlas.places = {{.id = "010100"}, {.id = "320200"}, {.id = "420100"}};
    atlas.groups = {
        {.id = "nanjing", .kind = GroupKind::circle, .name_zh = "南京都市圈", .name_en = "Nanjing"},
        {.id = "beijing", .kind = GroupKind::province, .name_zh = "北京市", .name_en = "Beijing"},
        {.id = "jing", .kind = GroupKind::circle, .name_zh = "京", .name_en = "Beijing"}};
    return atlas;
}

TEST(FindPlace, KeepsLeadingZerosAndTakesNoPrefix) {
    const Atlas atlas = three_places();
    EXPECT_EQ(find_place(atlas, "010100"), PlaceId{0});
    EXPECT_EQ(find_place(atlas, "10100"), std::nullopt);
    EXPECT_EQ(find_place(atlas, "4201"), std::nullopt);
    EXPECT_EQ(find_place(atlas, "420100"), PlaceId{2});
}

TEST(FindGroup, AnswersToIdAndBothNamesButNeverGuesses) {
    const Atlas atlas = three_places();
    EXPECT_EQ(find_group(atlas, "nanjing"), GroupId{0});
    EXPECT_EQ(find_group(atlas, "南京都市圈"), GroupId{0});
    EXPECT_EQ(find_group(atlas, "Nanjing"), GroupId{0});
    EXPECT_EQ(find_group(atlas, "Beijing"), std::nullopt);
    EXPECT_EQ(find_group(atlas, "beijing"), GroupId{1});
}

}  // namespace
}  // namespace flowspace
