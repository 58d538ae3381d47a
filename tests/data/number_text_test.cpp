// Numbers by dialect: what is read, to which number exactly, and the code of everything that is not.
#include "data/import/number_text.h"

#include "data/exact_sum.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <bit>
#include <clocale>
#include <cmath>
#include <locale>
#include <random>

namespace flowspace {
namespace {

NumberDialect marks(char decimal, std::string thousands) {
    return {.decimal_mark = decimal, .thousands_separator = std::move(thousands)};
}
const NumberDialect plain = {}, english = marks('.', ","), german = marks(',', "."), swiss = marks('.', "'"),
                    french = marks(',', "\u202F"), nbsp = marks(',', "\u00A0"), blank = marks(',', " "),
                    comma = marks(',', "");
const NumberDialect chinese = {.thousands_separator = ",", .chinese_units = true};
const NumberDialect accounting = {.thousands_separator = ",", .accounting_negatives = true};

struct Good {
    const NumberDialect& dialect;
    const char* text;
    double value;
};
struct Bad {
    const NumberDialect& dialect;
    const char* text;
    const char* code;
};

TEST(NumberText, ReadsWhatIsDeclared) {
    const Good rows[] = {
        {plain, "0", 0},
        {plain, "-0.5", -0.5},
        {plain, "1234.5", 1234.5},
        {plain, "0.1", 0.1},
        {plain, "1e3", 1000},
        {plain, "007", 7},
        {plain, "1.", 1},
        {plain, ".5", 0.5},
        {plain, "9007199254740992", 9007199254740992.0},
        {plain, "9007199254740994", 9007199254740994.0},
        {plain, "1e23", 1e23},
        {plain, "1.7976931348623157e308", 1.7976931348623157e308},
        {plain, "0.10000000000000001", 0.1},         // seventeen digits, as C and R print
        {plain, "0.33333333333333333333", 1.0 / 3},  // twenty, as PostgreSQL divides
        {plain, "5e-324", 5e-324},
        {english, "1,234", 1234},
        {english, "1,234,567.25", 1234567.25},
        {english, "-12,345", -12345},
        {english, "1234567", 1234567},  // grouping is allowed, not demanded
        {english, "123", 123},
        {english, "0.5", 0.5},
        {english, "1e3", 1000},
        {german, "1.234", 1234},
        {german, "1.234.567,25", 1234567.25},
        {german, "0,5", 0.5},
        {german, "-1234,5", -1234.5},
        {swiss, "1'234'567.5", 1234567.5},
        {french, "1\u202F234\u202F567,5", 1234567.5},
        {nbsp, "1\u00A0234,5", 1234.5},
        {blank, "12 345 678", 12345678},
        {comma, "1234,5", 1234.5},
        {comma, "1,234", 1.234},
        {chinese, "1.5万", 15000},
        {chinese, "1.15万", 11500},
        {chinese, "4.35亿", 435000000},
        {chinese, "0.07万", 700},
        {chinese, "-3亿", -300000000},
        {chinese, "2万亿", 2e12},
        {chinese, "1.1千亿", 1.1e11},
        {chinese, "3百亿", 3e10},
        {chinese, "3十亿", 3e9},
        {chinese, "5千", 5000},
        {chinese, "5百", 500},
        {chinese, "2.5百万", 2500000},
        {chinese, "2.5千万", 25000000},
        {chinese, "3十万", 300000},
        {chinese, "1,234.5万", 12345000},
        {chinese, "１２３", 123},
        {chinese, "－１，２３４．５万", -12345000},
        {chinese, "12", 12},
        {accounting, "(1,234)", -1234},
        {accounting, "(0.5)", -0.5},
        {accounting, "1,234", 1234},
        {accounting, "-5", -5},
    };
    for (const Good& row : rows) {
        const NumberText number = parse_number(row.text, row.dialect);
        ASSERT_TRUE(number.value) << row.text << ' ' << number.code;
        EXPECT_EQ(*number.value, row.value) << row.text;
        EXPECT_EQ(number.code, "") << row.text;
    }
}

TEST(NumberText, RefusesEverythingElseWithItsCode) {
    const Bad rows[] = {
        {plain, "", "missing-value"},
        {plain, "-", "missing-value"},
        {german, "", "missing-value"},
        {chinese, "-", "missing-value"},
        {chinese, "－", "missing-value"},
        {plain, "—", "bad-number"},
        {plain, "--", "bad-number"},
        {english, "--", "bad-number"},
        {plain, "NA", "bad-number"},
        {plain, "N/A", "bad-number"},
        {plain, "null", "bad-number"},
        {english, "null", "bad-number"},
        {plain, "nan", "not-finite"},
        {plain, "-inf", "not-finite"},
        {plain, "Infinity", "not-finite"},
        {german, "NaN", "not-finite"},
        {plain, "1e400", "out-of-range"},
        {plain, "-1e400", "out-of-range"},
        {plain, "1e-400", "out-of-range"},
        {german, "1e400", "out-of-range"},
        {plain, "1,234", "thousands-separator"},
        {plain, "-1,234,567.8", "thousands-separator"},
        {comma, "1.234", "thousands-separator"},
        {comma, "1.234,5", "thousands-separator"},
        {plain, "1,23", "bad-number"},
        {plain, "1,5", "bad-number"},
        {comma, "1.5", "bad-number"},
        {english, "1,23", "bad-grouping"},
        {english, "1,2345", "bad-grouping"},
        {english, "12,34,567", "bad-grouping"},  // as India writes: not ours
        {english, "1234,567", "bad-grouping"},
        {english, ",123", "bad-grouping"},
        {english, "1,,234", "bad-grouping"},
        {english, "1,234,", "bad-grouping"},
        {english, "1,234.567,8", "bad-grouping"},
        {english, "0.1,234", "bad-grouping"},
        {german, "1.23", "bad-grouping"},
        {german, "1.5", "bad-grouping"},
        {blank, "1 23", "bad-grouping"},
        {blank, " 123", "bad-grouping"},
        {blank, "123 ", "bad-grouping"},
        {blank, "1\u00A0234", "bad-number"},  // another blank than declared
        {english, "1,234e5", "bad-number"},
        {english, "1.234.567", "bad-number"},
        {english, "1 234", "bad-number"},
        {swiss, "1,234", "bad-number"},
        {plain, "1.5万", "bad-number"},
        {english, "1.5万", "bad-number"},
        {chinese, "万", "bad-number"},
        {chinese, "-万", "bad-number"},
        {chinese, "1e3万", "bad-number"},
        {chinese, "nan万", "bad-number"},
        {chinese, "1万2千", "bad-number"},
        {chinese, "1.5 万", "bad-number"},
        {chinese, "1.5万人", "bad-number"},
        {chinese, "1,23万", "bad-grouping"},
        {chinese, "万亿", "bad-number"},
        {chinese, "一万", "bad-number"},
        {plain, "１２３", "bad-number"},
        {english, "１２３", "bad-number"},
        {plain, "5%", "bad-number"},
        {chinese, "5％", "bad-number"},
        {english, "5%", "bad-number"},
        {plain, "(5)", "bad-number"},
        {english, "(5)", "bad-number"},
        {accounting, "(-5)", "bad-number"},
        {accounting, "()", "bad-number"},
        {accounting, "(5", "bad-number"},
        {accounting, "(1,23)", "bad-grouping"},
        {plain, "+5", "bad-number"},
        {english, "+5", "bad-number"},
        {english, "--5", "bad-number"},
        {plain, " 5", "bad-number"},
        {plain, "5 ", "bad-number"},
        {plain, "0x10", "bad-number"},
        {plain, "1.2.3", "bad-number"},
        {plain, ".", "bad-number"},
        {english, "¥5", "bad-number"},
        {plain, "9007199254740993", "inexact-number"},
        {plain, "-9007199254740993", "inexact-number"},
        {plain, "9007199254740993.0", "inexact-number"},
        {plain, "123456789012345678", "inexact-number"},
        {plain, "123456789012345678901234567890", "inexact-number"},
        {plain, "12345678901234567.89", "inexact-number"},
        {english, "9,007,199,254,740,993", "inexact-number"},
        {chinese, "900719925474.0993万", "inexact-number"},
    };
    for (const Bad& row : rows) {
        const NumberText number = parse_number(row.text, row.dialect);
        EXPECT_FALSE(number.value) << row.text;
        EXPECT_EQ(number.code, row.code) << row.text;
    }
}

TEST(NumberText, GivesTheDecimalAsWritten) {
    struct Row {
        const NumberDialect& dialect;
        const char* text;
        std::optional<ExactDecimal> exact;
    };
    const Row rows[] = {
        {plain, "12.50", ExactDecimal{125, 1}},
        {plain, "-0.007", ExactDecimal{-7, 3}},
        {plain, "1200", ExactDecimal{1200, 0}},
        {plain, "0.000", ExactDecimal{0, 0}},
        {plain, "-0", ExactDecimal{0, 0}},
        {plain, "1.5e3", ExactDecimal{1500, 0}},
        {plain, "15e-3", ExactDecimal{15, 3}},
        {plain, "1e18", ExactDecimal{1'000'000'000'000'000'000, 0}},
        {plain, "1e19", std::nullopt},
        {plain, "1e-18", ExactDecimal{1, 18}},
        {plain, "1e-19", std::nullopt},
        {plain, "0.1234567890123456789", std::nullopt},
        {plain, "9007199254740993", ExactDecimal{9007199254740993, 0}},
        {plain, "-9223372036854775807", ExactDecimal{-9223372036854775807, 0}},
        {plain, "9223372036854775808", std::nullopt},
        {chinese, "1.5万", ExactDecimal{15000, 0}},
        {chinese, "1.23456万", ExactDecimal{123456, 1}},
        {german, "1.234,50", ExactDecimal{12345, 1}},
        {accounting, "(1,234.5)", ExactDecimal{-12345, 1}},
    };
    for (const Row& row : rows) EXPECT_EQ(parse_number(row.text, row.dialect).exact, row.exact) << row.text;
}

/// Groups of three before the decimals, as the dialect writes them.
std::string written(std::int64_t scaled, int digits, const NumberDialect& dialect) {
    std::string text = fmt::format("{:0{}}", std::abs(scaled), digits + 1);
    const std::string fraction = text.substr(text.size() - static_cast<std::size_t>(digits));
    text.resize(text.size() - static_cast<std::size_t>(digits));
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > 0; at -= 3)
        text.insert(static_cast<std::size_t>(at), dialect.thousands_separator);
    if (digits > 0) text += dialect.decimal_mark + fraction;
    if (scaled >= 0) return text;
    return dialect.accounting_negatives ? "(" + text + ")" : "-" + text;
}

TEST(NumberText, ReadsBackWhatWasWritten) {
    std::mt19937_64 random(7);
    for (const NumberDialect* dialect :
         {&plain, &english, &german, &swiss, &french, &nbsp, &blank, &comma, &chinese, &accounting}) {
        for (int i = 0; i < 2000; ++i) {
            const int digits = static_cast<int>(random() % 7);
            const auto scaled =
                static_cast<std::int64_t>(random() >> (random() % 53 + 11)) * (random() % 2 == 0 ? 1 : -1);
            const std::string text = written(scaled, digits, *dialect);
            const NumberText number = parse_number(text, *dialect);
            ASSERT_TRUE(number.value) << text;
            const double expected =
                value(ExactSum{.scaled = scaled, .rows = 1, .digits = static_cast<std::int8_t>(digits)});
            EXPECT_EQ(*number.value, expected) << text;
            ASSERT_TRUE(number.exact) << text;
            std::int64_t back = number.exact->scaled;
            for (int zeros = number.exact->digits; zeros < digits; ++zeros) back *= 10;
            EXPECT_EQ(back, scaled) << text;
        }
    }
}

TEST(NumberText, EveryDoubleComesBackFromItsShortestText) {
    std::mt19937_64 random(11);
    for (int i = 0; i < 20'000; ++i) {
        const double number = std::bit_cast<double>(random());
        if (!std::isfinite(number)) continue;
        const std::string text = fmt::format("{}", number);
        EXPECT_EQ(parse_number(text).value, number) << text;
        EXPECT_EQ(parse_number(fmt::format("{:.17g}", number)).value, number);
    }
}

TEST(NumberText, WholeNumbersComeBackAsWrittenOrAreRefused) {
    std::mt19937_64 random(13);
    int refused = 0;
    for (int i = 0; i < 20'000; ++i) {
        const auto whole = static_cast<std::int64_t>(random() >> (random() % 12 + 1));
        const NumberText number = parse_number(std::to_string(whole));
        ASSERT_EQ(number.exact, (ExactDecimal{whole, 0}));
        if (number.value) {
            std::int64_t last_place = 1;  // of the digits before the zeros at the end
            while (whole % (last_place * 10) == 0) last_place *= 10;
            EXPECT_LT(std::abs(static_cast<std::int64_t>(*number.value) - whole) * 2, last_place) << whole;
        } else {
            EXPECT_NE(static_cast<std::int64_t>(static_cast<double>(whole)), whole);
            EXPECT_EQ(number.code, "inexact-number");
            ++refused;
        }
    }
    EXPECT_GT(refused, 5000);
}

class DecimalComma : public std::numpunct<char> {
    char do_decimal_point() const override { return ','; }
    char do_thousands_sep() const override { return '.'; }
    std::string do_grouping() const override { return "\3"; }
};

TEST(NumberText, KnowsNoLocale) {
    const std::string before = std::setlocale(LC_ALL, nullptr);
    const std::locale old = std::locale::global(std::locale(std::locale::classic(), new DecimalComma));
    for (const char* locale : {"de_DE.UTF-8", "fr_FR.UTF-8", "C"}) {
        std::setlocale(LC_ALL, locale);  // where the machine has it
        EXPECT_EQ(parse_number("1234.5").value, 1234.5);
        EXPECT_EQ(parse_number("1234,5").code, "bad-number");
        EXPECT_EQ(parse_number("1.234,5", german).value, 1234.5);
        EXPECT_EQ(number_forms_of(german), "a number such as 1.234,5");
    }
    std::locale::global(old);
    std::setlocale(LC_ALL, before.c_str());
}

TEST(ExcelNumber, IsACodeThatASpreadsheetTookForANumber) {
    for (const char* text : {"3.1E+11", "4.2E+05", "3.20200E+05", "4E5", "1e10"})
        EXPECT_TRUE(is_excel_number(text)) << text;
    for (const char* text : {"320200", "E5", "3.1E", "1E400", "A1E5", "", "3.1E+11 "})
        EXPECT_FALSE(is_excel_number(text)) << text;
}

struct GuessRow {
    std::vector<std::string> samples;
    NumberDialect dialect;
    std::size_t choices;
    const char* evidence;
};

TEST(GuessNumbers, ProposesAndAsksButNeverTakesSilently) {
    NumberDialect wan = {.chinese_units = true}, brackets = {.accounting_negatives = true};
    NumberDialect brackets_grouped = accounting;
    const GuessRow rows[] = {
        {{}, plain, 0, ""},
        {{"1", "2.5", "-", ""}, plain, 0, ""},
        {{"1", "NA", "x"}, plain, 0, ""},
        {{"1,234"}, plain, 2, "1,234"},                // thousands or decimals?
        {{"5", "1,234", "2,500"}, plain, 2, "1,234"},  //
        {{"1,234", "1,234,567"}, english, 0, "1,234"},
        {{"1,234", "12.5"}, english, 0, "1,234"},
        {{"1,234", "12,5"}, comma, 0, "1,234"},
        {{"1,234.5"}, english, 0, "1,234.5"},
        {{"1.234,5", "7"}, german, 0, "1.234,5"},
        {{"1.234.567"}, german, 0, "1.234.567"},
        {{"0,5", "1,25"}, comma, 0, "0,5"},
        {{"1 234", "12 345 678"}, marks('.', " "), 0, "1 234"},
        {{"1 234,5"}, blank, 0, "1 234,5"},
        {{"1\u00A0234,5"}, nbsp, 0, "1\u00A0234,5"},
        {{"1\u202F234,5"}, french, 0, "1\u202F234,5"},
        {{"1'234.5"}, swiss, 0, "1'234.5"},
        {{"1.5万", "3亿"}, wan, 0, "1.5万"},
        {{"12", "１２"}, wan, 0, "１２"},
        {{"1,234.5万"}, chinese, 0, "1,234.5万"},
        {{"(5)", "7"}, brackets, 0, "(5)"},
        {{"(1,234.5)", "7"}, brackets_grouped, 0, "(1,234.5)"},
        {{"12,34,567"}, plain, 0, ""},
    };
    for (const GuessRow& row : rows) {
        const NumberGuess guess = guess_numbers(row.samples);
        const std::string first = row.samples.empty() ? "" : row.samples.front();
        EXPECT_EQ(guess.dialect, row.dialect) << first;
        EXPECT_EQ(guess.choices.size(), row.choices) << first;
        EXPECT_EQ(guess.evidence, row.evidence) << first;
        EXPECT_EQ(guess.read + guess.missing + guess.refused, row.samples.size());
        EXPECT_FALSE(guess.hint) << first;
    }
}

TEST(GuessNumbers, SaysWhereAPointMightSeparateThousands) {
    const auto hint = [](std::vector<std::string> samples) {
        const NumberGuess guess = guess_numbers(samples);
        EXPECT_EQ(guess.dialect, plain);
        return guess.hint;
    };
    EXPECT_EQ(hint({"1.234", "12.500", "7"}), german);
    EXPECT_FALSE(hint({"1.234", "12.50"}));
    EXPECT_FALSE(hint({"1.234", "0.500"}));
    EXPECT_FALSE(hint({"1.234", "12500"}));
    EXPECT_FALSE(hint({"7", "12"}));
}

TEST(NumberForms, AreSaidByExample) {
    EXPECT_EQ(number_forms_of(plain), number_forms);
    EXPECT_EQ(number_forms_of(german), "a number such as 1.234,5");
    EXPECT_EQ(number_forms_of(chinese), "a number such as 1,234.5, 1.5万 or 3亿");
    EXPECT_EQ(number_forms_of(accounting), "a number such as 1,234.5, (5) for -5");
}

}  // namespace
}  // namespace flowspace
