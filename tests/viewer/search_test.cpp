#include "viewer/search.h"

#include "synthetic.h"
#include "viewer/hover.h"

#include <gtest/gtest.h>

namespace flowspace {
namespace {

std::vector<Target> found(std::string_view query) {
    return search_atlas(*synthetic_dataset()->atlas, query, 8);
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
}

}  // namespace
}  // namespace flowspace
