// Numbers as tables write them: read strictly by a declared dialect, without a locale, and never guessed.
#pragma once

#include "data/import/import_plan.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

/// The number exactly as written: scaled / 10^digits, 0 <= digits <= 18, no trailing zero after the point.
struct ExactDecimal {
    std::int64_t scaled = 0;
    std::int8_t digits = 0;

    bool operator==(const ExactDecimal&) const = default;
};

/// A finite number, or the code of what is wrong: missing-value (empty or "-"), not-finite (nan, inf),
/// out-of-range (1e400, 1e-400), thousands-separator (1,234 where none is declared), bad-grouping (1,23 or
/// 12,34,567 where the comma is declared), inexact-number (a number past 2^53 that no double is: its last
/// digits would change), bad-number (anything else: +5, blanks, 0x10, 5%, NA, null, "--" included).
struct NumberText {
    std::optional<double> value = {};  // the double nearest to what is written
    std::string_view code = {};
    std::optional<ExactDecimal> exact = {};  // where it fits; for inexact-number too, so that a sum in fixed
                                             // point may still take it
};

/// The form without a dialect: a point as decimal mark, no separators.
NumberText parse_number(std::string_view text);

/// With `chinese_units` 1.5万 is 15000 exactly (the point is shifted in the text, nothing is multiplied), and
/// full-width digits and marks stand for their plain ones. With `accounting_negatives` (5) is -5.
/// Pre: the thousands separator differs from the decimal mark.
NumberText parse_number(std::string_view text, const NumberDialect& dialect);

inline constexpr std::string_view number_forms =
    "a number such as 1234.5 (point as decimal mark, no separators)";

/// What the dialect takes, in English: "a number such as 1.234,5".
std::string number_forms_of(const NumberDialect& dialect);

/// 3.202E+05: what a spreadsheet makes of a long code. For columns of codes.
bool is_excel_number(std::string_view text);

/// How a column's numbers seem to be written. A proposal: what is not the plain form is for the user to
/// declare.
struct NumberGuess {
    NumberDialect dialect = {};               // reads the most samples; plain where there is something to ask
    std::vector<NumberDialect> choices = {};  // read as many, to different numbers (1,234): ask. Else empty
    std::optional<NumberDialect> hint = {};   // every point might separate thousands too (1.234, 12.500, 7):
                                              // the plain form stands, and the preview says so
    std::string evidence = {};  // the sample that decided, or that leaves it open; empty: every one is plain
    std::size_t read = 0;       // samples that `dialect` reads
    std::size_t missing = 0;    // empty or "-"
    std::size_t refused = 0;
};
NumberGuess guess_numbers(std::span<const std::string> samples);

}  // namespace flowspace
