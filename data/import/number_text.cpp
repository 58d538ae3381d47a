#include "data/import/number_text.h"

#include "data/import/full_width.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <utility>

namespace flowspace {
namespace {

constexpr double exact_limit = 9007199254740992.0;  // 2^53: from here on not every whole number is a double
constexpr int always_exact_digits = 15;             // any decimal of so many comes back from a double
constexpr std::size_t most_digits_checked = 1000;
constexpr int most_decimals = 18;

struct Unit {
    std::string_view text;
    int zeros;
};
/// Longest first where one ends like another.
constexpr std::array<Unit, 11> chinese_units = {{{"万亿", 12},
                                                 {"千亿", 11},
                                                 {"百亿", 10},
                                                 {"十亿", 9},
                                                 {"亿", 8},
                                                 {"千万", 7},
                                                 {"百万", 6},
                                                 {"十万", 5},
                                                 {"万", 4},
                                                 {"千", 3},
                                                 {"百", 2}}};

bool is_digit(char one) { return one >= '0' && one <= '9'; }

bool is_missing(std::string_view text) { return text.empty() || text == "-"; }

/// Groups of three after the first comma, which follows one to three digits.
bool is_grouped(std::string_view whole) {
    const std::size_t first = whole.find(',');
    if (first == std::string_view::npos || first == 0 || first > 3) return false;
    if (!std::ranges::all_of(whole.substr(0, first), is_digit)) return false;
    for (std::size_t at = first; at < whole.size(); at += 4) {
        if (whole[at] != ',' || whole.size() < at + 4) return false;
        if (!std::ranges::all_of(whole.substr(at + 1, 3), is_digit)) return false;
    }
    return true;
}

/// 1,234 or -1,234,567.8 in text with plain marks.
bool has_thousands(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    const std::string_view whole = text.substr(0, text.find('.'));
    const std::string_view fraction = text.substr(std::min(whole.size() + 1, text.size()));
    return std::ranges::all_of(fraction, is_digit) && is_grouped(whole);
}

/// The decimal of a plain number such as -12.50e3: its digits without zeros at either end, times ten to the
/// `exponent`.
struct Decimal {
    std::string digits;
    std::int64_t exponent = 0;
    bool negative = false;
};

Decimal decimal_of(std::string_view plain) {
    Decimal decimal;
    decimal.negative = plain.starts_with('-');
    if (decimal.negative) plain.remove_prefix(1);
    const std::size_t mark = plain.find_first_of("eE");
    if (mark != std::string_view::npos) {
        std::string_view power = plain.substr(mark + 1);
        if (power.starts_with('+')) power.remove_prefix(1);
        std::from_chars(power.data(), power.data() + power.size(), decimal.exponent);
        plain = plain.substr(0, mark);
    }
    const std::size_t point = plain.find('.');
    if (point != std::string_view::npos)
        decimal.exponent -= static_cast<std::int64_t>(plain.size() - point - 1);
    const std::size_t first = plain.find_first_of("123456789");
    if (first == std::string_view::npos) return {};
    const std::size_t last = plain.find_last_of("123456789");
    for (const char one : plain.substr(first, last + 1 - first))
        if (one != '.') decimal.digits += one;
    for (const char one : plain.substr(last + 1))
        if (one == '0') ++decimal.exponent;
    return decimal;
}

std::optional<ExactDecimal> exact_of(const Decimal& decimal) {
    if (decimal.digits.empty()) return ExactDecimal{};
    if (decimal.exponent < -most_decimals || decimal.exponent > most_decimals) return std::nullopt;
    std::int64_t scaled = 0;
    const char* end = decimal.digits.data() + decimal.digits.size();
    if (std::from_chars(decimal.digits.data(), end, scaled).ec != std::errc{}) return std::nullopt;
    for (std::int64_t zeros = decimal.exponent; zeros > 0; --zeros)
        if (__builtin_mul_overflow(scaled, std::int64_t{10}, &scaled)) return std::nullopt;
    return ExactDecimal{decimal.negative ? -scaled : scaled,
                        static_cast<std::int8_t>(decimal.exponent < 0 ? -decimal.exponent : 0)};
}

/// Below 2^53 the nearest double is within 1.2e-16 of any decimal and holds every whole number. Past it,
/// `number` has to come back as the digits written.
bool keeps_digits(double number, const Decimal& decimal) {
    const std::size_t size = decimal.digits.size();
    if (size <= always_exact_digits || std::abs(number) < exact_limit) return true;
    if (size > most_digits_checked) return false;
    std::array<char, most_digits_checked + 16> text{};
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), std::abs(number),
                                            std::chars_format::scientific, static_cast<int>(size) - 1);
    if (error != std::errc{}) return false;
    const Decimal held = decimal_of({text.data(), static_cast<std::size_t>(end - text.data())});
    return held.digits == decimal.digits && held.exponent == decimal.exponent;
}

/// Up to 18 digits with a point at most: the usual number, without a string on the way.
std::optional<ExactDecimal> read_short(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative) text.remove_prefix(1);
    if (text.empty() || text.size() > 18) return std::nullopt;
    std::int64_t scaled = 0;
    std::optional<int> decimals;
    for (const char one : text) {
        if (one == '.' && !decimals) {
            decimals = 0;
            continue;
        }
        if (!is_digit(one)) return std::nullopt;
        scaled = scaled * 10 + (one - '0');
        if (decimals) ++*decimals;
    }
    int digits = decimals.value_or(0);
    for (; digits > 0 && scaled % 10 == 0; --digits) scaled /= 10;
    return ExactDecimal{negative ? -scaled : scaled, static_cast<std::int8_t>(digits)};
}

NumberText refused(std::string_view code) { return {{}, code, {}}; }

/// The text with ',' for the declared separator and '.' for the decimal mark; '?' for any other of the two.
std::string with_plain_marks(std::string_view text, const NumberDialect& dialect) {
    std::string plain;
    const std::string_view separator = dialect.thousands_separator;
    for (std::size_t at = 0; at < text.size();) {
        if (!separator.empty() && text.substr(at).starts_with(separator)) {
            plain += ',';
            at += separator.size();
            continue;
        }
        const char one = text[at++];
        plain += one == dialect.decimal_mark ? '.' : one == '.' || one == ',' ? '?' : one;
    }
    return plain;
}

/// Takes 万 and the like off the end; the zeros it stands for.
int take_unit(std::string_view& text) {
    for (const Unit& unit : chinese_units) {
        if (!text.ends_with(unit.text)) continue;
        text.remove_suffix(unit.text.size());
        return unit.zeros;
    }
    return 0;
}

/// Takes -, or the brackets of an accountant, off; whether there were any.
bool take_sign(std::string_view& text, const NumberDialect& dialect) {
    if (dialect.accounting_negatives && text.size() > 2 && text.starts_with('(') && text.ends_with(')') &&
        (is_digit(text[1]) || text[1] == '.')) {
        text = text.substr(1, text.size() - 2);
        return true;
    }
    if (!text.starts_with('-')) return false;
    text.remove_prefix(1);
    return true;
}

bool is_digits_and(std::string_view text, char mark) {
    return std::ranges::all_of(text, [&](char one) { return is_digit(one) || one == mark; });
}

/// Pre: `text` has plain marks, no sign, no unit.
std::string_view check_grouping(std::string_view text) {
    const std::string_view whole = text.substr(0, text.find('.'));
    const std::string_view fraction = text.substr(std::min(whole.size() + 1, text.size()));
    if (is_grouped(whole) && std::ranges::all_of(fraction, is_digit)) return {};
    return is_digits_and(whole, ',') && is_digits_and(fraction, ',') ? "bad-grouping" : "bad-number";
}

/// 1,234 that nobody declared, in a text where a comma or (with a decimal comma) a point may separate.
bool has_undeclared_thousands(std::string_view text, const NumberDialect& dialect) {
    if (!dialect.thousands_separator.empty()) return false;
    return has_thousands(
        with_plain_marks(text, {.decimal_mark = dialect.decimal_mark,
                                .thousands_separator = dialect.decimal_mark == ',' ? "." : ",",
                                .chinese_units = false,
                                .accounting_negatives = false}));
}

}  // namespace

NumberText parse_number(std::string_view text) {
    if (is_missing(text)) return refused("missing-value");
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (end != text.data() + text.size())
        return refused(has_thousands(text) ? "thousands-separator" : "bad-number");
    if (error == std::errc::result_out_of_range) return refused("out-of-range");
    if (error != std::errc{}) return refused("bad-number");
    if (!std::isfinite(number)) return refused("not-finite");
    if (const auto exact = read_short(text))
        if (std::abs(number) < exact_limit) return {number, {}, exact};
    const Decimal decimal = decimal_of(text);
    const auto exact = exact_of(decimal);
    if (!keeps_digits(number, decimal)) return {{}, "inexact-number", exact};
    return {number, {}, exact};
}

NumberText parse_number(std::string_view text, const NumberDialect& dialect) {
    if (dialect == NumberDialect{}) return parse_number(text);
    const std::string folded = dialect.chinese_units ? fold_width(text) : std::string(text);
    if (is_missing(folded)) return refused("missing-value");
    const std::string marked = with_plain_marks(folded, dialect);
    std::string_view body = marked;
    const bool negative = take_sign(body, dialect);
    const int zeros = dialect.chinese_units ? take_unit(body) : 0;
    if (body.find(',') != std::string_view::npos) {
        const std::string_view code = check_grouping(body);
        if (!code.empty()) return refused(code);
    } else if (zeros > 0 && !is_digits_and(body, '.')) {
        return refused("bad-number");  // 1e3万, nan万
    }
    std::string plain = negative ? "-" : "";
    for (const char one : body)
        if (one != ',') plain += one;
    if (zeros > 0) plain += fmt::format("e{}", zeros);
    const NumberText number = parse_number(plain);
    if (number.code == "bad-number" && has_undeclared_thousands(folded, dialect))
        return refused("thousands-separator");
    return number;
}

std::string number_forms_of(const NumberDialect& dialect) {
    if (dialect == NumberDialect{}) return std::string(number_forms);
    std::string forms =
        fmt::format("a number such as 1{}234{}5", dialect.thousands_separator, dialect.decimal_mark);
    if (dialect.chinese_units) forms += fmt::format(", 1{}5万 or 3亿", dialect.decimal_mark);
    if (dialect.accounting_negatives) forms += fmt::format(", (5) for -5", dialect.decimal_mark);
    return forms;
}

bool is_excel_number(std::string_view text) {
    const std::size_t exponent = text.find_first_of("eE");
    if (exponent == std::string_view::npos || exponent == 0) return false;
    return parse_number(text).value.has_value();
}

}  // namespace flowspace
