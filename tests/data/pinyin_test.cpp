// Readings of characters, as today's dictionaries list them.
#include "data/text/pinyin.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace flowspace {
namespace {

bool reads(char32_t character, std::string_view syllable, int tone) {
    const auto all = pinyin_of(character);
    return std::ranges::any_of(
        all, [&](const PinyinReading& one) { return one.syllable == syllable && one.tone == tone; });
}

TEST(Pinyin, TheUsualReadingComesFirst) {
    EXPECT_EQ(pinyin_of(U'北').front(), (PinyinReading{"bei", 3}));
    EXPECT_EQ(pinyin_of(U'京'), (std::vector<PinyinReading>{{"jing", 1}}));
    EXPECT_EQ(pinyin_of(U'绿').front(), (PinyinReading{"lv", 4}));
}

TEST(Pinyin, ReadingsThatOnlyNamesHave) {
    EXPECT_TRUE(reads(U'厦', "xia", 4));
    EXPECT_TRUE(reads(U'六', "lu", 4));
    EXPECT_TRUE(reads(U'台', "tai", 1));
    EXPECT_TRUE(reads(U'亳', "bo", 2));
    EXPECT_TRUE(reads(U'重', "chong", 2));
    EXPECT_TRUE(reads(U'长', "chang", 2));
    EXPECT_TRUE(reads(U'埔', "bu", 4));
    EXPECT_TRUE(reads(U'铅', "yan", 2));
}

TEST(Pinyin, NothingForWhatIsNoCharacter) {
    EXPECT_TRUE(pinyin_of(U'a').empty());
    EXPECT_TRUE(pinyin_of(0).empty());
    EXPECT_TRUE(pinyin_of(0x9FFF + 1).empty());
    EXPECT_TRUE(pinyin_of(0x10FFFF).empty());
}

}  // namespace
}  // namespace flowspace
