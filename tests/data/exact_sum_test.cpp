#include "data/exact_total.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

namespace flowspace {
namespace {

ExactSum fixed(std::int64_t scaled, int digits, std::uint64_t rows = 1) {
    return {.scaled = scaled, .rows = rows, .digits = static_cast<std::int8_t>(digits)};
}

TEST(ExactSum, AddsDecimalsWithoutRounding) {
    ExactSum sum;
    for (int i = 0; i < 10; ++i) sum = add(sum, fixed(1, 1));
    EXPECT_EQ(value(sum), 1.0);  // ten times 0.1 is 0.9999999999999999 in doubles
    EXPECT_EQ(sum.rows, 10U);
    EXPECT_EQ(subtract(sum, fixed(10, 1, 10)).scaled, 0);
}

TEST(ExactSum, NothingIsNotZero) {
    const ExactSum nothing, zero = fixed(0, 2);
    EXPECT_EQ(add(nothing, zero), zero);
    EXPECT_EQ(add(zero, nothing), zero);
    EXPECT_EQ(add(nothing, nothing).rows, 0U);
    EXPECT_EQ(add(zero, zero).rows, 2U);
}

TEST(ExactSum, PrintsTheNearestDoubleOfLargeFixedPoints) {
    EXPECT_EQ(value(fixed(1234567890123456789, 3)), 1234567890123456.789);
    EXPECT_EQ(value(fixed(-9007199254740993, 1)), -900719925474099.3);
    EXPECT_EQ(value(fixed(2059220000000, 6)), 2059220.0);
}

TEST(ExactSum, WidensInsteadOfOverflowing) {
    const ExactSum large = fixed(INT64_MAX, 2);
    const ExactSum sum = add(large, large);
    EXPECT_LT(sum.digits, 0);
    EXPECT_NEAR(value(sum), 2 * 9.223372036854775807e16, 1);
    const ExactSum back = subtract(sum, large);
    EXPECT_EQ(value(back), value(large));
}

TEST(ExactSum, DoubleDoubleTakesAwayWhatItAdded) {
    std::mt19937 random(7);
    ExactSum sum;
    std::vector<ExactSum> parts;
    for (int i = 0; i < 1000; ++i) {
        const double number =
            std::ldexp(static_cast<double>(random()) + 1.0 / 3, static_cast<int>(random() % 40) - 20);
        parts.push_back({.high = number, .rows = 1});
        sum = add(sum, parts.back());
    }
    for (std::size_t i = 999; i > 0; --i) sum = subtract(sum, parts[i]);
    EXPECT_EQ(sum.rows, 1U);
    EXPECT_NEAR(value(sum), parts[0].high, std::abs(parts[0].high) * 1e-14);
}

TEST(DecimalDigits, FindsTheNumberAsWritten) {
    EXPECT_EQ(decimal_digits(3, 0), 0);
    EXPECT_EQ(decimal_digits(0.838756, 0), 6);
    EXPECT_EQ(decimal_digits(-2.5, 0), 1);
    EXPECT_EQ(decimal_digits(0.1 + 0.2, 0), std::nullopt);  // 0.30000000000000004
    EXPECT_EQ(decimal_digits(1.0 / 3, 0), 16);              // 0.3333333333333333 reads back as it
    EXPECT_EQ(decimal_digits(1e15, 0), 0);
    EXPECT_EQ(decimal_digits(1e300, 0), std::nullopt);
    EXPECT_EQ(decimal_digits(std::nan(""), 0), std::nullopt);
}

TEST(ToFixed, ScalesExactlyOrNotAtAll) {
    EXPECT_EQ(to_fixed(0.838756, 6), 838756);
    EXPECT_EQ(to_fixed(1e12, 6), 1'000'000'000'000'000'000);
    EXPECT_EQ(to_fixed(1e13, 6), std::nullopt);  // leaves 64 bits
    EXPECT_EQ(to_fixed(0.1, 0), std::nullopt);
    EXPECT_EQ(to_fixed(-0.0, 3), 0);
}

/// A total is what one addition after the other gives: in fixed point, past its end, and where points differ.
TEST(ExactTotal, IsTheSumOfAllThatWasPutIn) {
    std::mt19937_64 random(5);
    for (const int shift : {40, 2, 0}) {
        ExactSum one_by_one;
        ExactTotal total;
        EXPECT_EQ(total.value(), 0);
        for (int step = 0; step < 2000; ++step) {
            ExactSum sum = fixed(static_cast<std::int64_t>(random()) >> shift, 3);
            if (sum.scaled == INT64_MIN) continue;
            if (step % 500 == 499) sum = {.high = 0.1, .low = 1e-19, .rows = 1};
            const bool adds = random() % 3 != 0;
            one_by_one = adds ? add(one_by_one, sum) : subtract(one_by_one, sum);
            adds ? total.add(sum) : total.subtract(sum);
            ASSERT_EQ(total.value(), value(one_by_one)) << shift << " " << step;
        }
    }
    ExactTotal back;
    back.add(fixed(INT64_MAX, 0));
    back.subtract(fixed(INT64_MAX, 0));
    back.add(fixed(7, 0));
    EXPECT_EQ(back.value(), 7);
}

}  // namespace
}  // namespace flowspace
