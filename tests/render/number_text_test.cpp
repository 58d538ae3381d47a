#include "render/scene/number_text.h"

#include <gtest/gtest.h>

#include <limits>

namespace flowspace {
namespace {

TEST(ShortNumber, CountsInTenThousandsInChinese) {
    EXPECT_EQ(short_number(0, Language::zh), "0");
    EXPECT_EQ(short_number(9876, Language::zh), "9,876");
    EXPECT_EQ(short_number(12345, Language::zh), "1.23万");
    EXPECT_EQ(short_number(98765432, Language::zh), "9,877万");
    EXPECT_EQ(short_number(123456789, Language::zh), "1.23亿");
    EXPECT_EQ(short_number(2.5e12, Language::zh), "2.50万亿");
}

TEST(ShortNumber, CountsInThousandsInEnglish) {
    EXPECT_EQ(short_number(9876, Language::en), "9,876");
    EXPECT_EQ(short_number(12345, Language::en), "12.3k");
    EXPECT_EQ(short_number(1234567, Language::en), "1.23M");
    EXPECT_EQ(short_number(-7.1e9, Language::en), "-7.10B");
}

TEST(ShortNumber, RoundsUpIntoTheNextUnitNotPastIt) {
    EXPECT_EQ(short_number(999960, Language::en), "1.00M");
    EXPECT_EQ(short_number(99999999, Language::zh), "1.00亿");
    EXPECT_EQ(short_number(9.999, Language::en), "10.0");
    EXPECT_EQ(short_number(99.99, Language::en), "100");
}

TEST(ShortNumber, KeepsThreeDigitsBelowOne) {
    EXPECT_EQ(short_number(0.1234, Language::en), "0.123");
    EXPECT_EQ(short_number(0.01234, Language::en), "0.0123");
    EXPECT_EQ(short_number(12.34, Language::zh), "12.3");
}

TEST(ShortNumber, SaysNothingOfWhatIsNoNumber) {
    EXPECT_EQ(short_number(std::numeric_limits<double>::quiet_NaN(), Language::en), "–");
    EXPECT_EQ(exact_number(std::numeric_limits<double>::infinity()), "–");
}

TEST(ExactNumber, HasEveryDigit) {
    EXPECT_EQ(exact_number(0), "0");
    EXPECT_EQ(exact_number(-0.0), "0");
    EXPECT_EQ(exact_number(1234567), "1,234,567");
    EXPECT_EQ(exact_number(-1234.5), "-1,234.5");
    EXPECT_EQ(exact_number(0.1), "0.1");
    EXPECT_EQ(exact_number(123456.789), "123,456.789");
}

TEST(Percent, IsNeverAllOrNothingUnlessItIs) {
    EXPECT_EQ(percent(1), "100%");
    EXPECT_EQ(percent(0), "0%");
    EXPECT_EQ(percent(0.99999), ">99.9%");
    EXPECT_EQ(percent(0.00001), "<0.1%");
    EXPECT_EQ(percent(0.573), "57.3%");
}

TEST(RoundNumber, LosesZerosAfterThePointAndNothingElse) {
    EXPECT_EQ(round_number(1e8, Language::zh), "1亿");
    EXPECT_EQ(round_number(5e5, Language::zh), "50万");
    EXPECT_EQ(round_number(2.5e6, Language::en), "2.5M");
    EXPECT_EQ(round_number(2e7, Language::en), "20M");
    EXPECT_EQ(round_number(0.02, Language::en), "0.02");
    EXPECT_EQ(round_number(100, Language::en), "100");
    EXPECT_EQ(round_number(1e6, Language::zh), "100万");
}

}  // namespace
}  // namespace flowspace
