// Where lines of Chinese and Latin text may end, and paragraphs of even lines. Knows no font: widths are
// asked.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <vector>

namespace flowspace {

/// Whether a line may end before `codes[at]`. Never before closing and after opening punctuation, within a
/// double dash or ellipsis, before or after a solidus, between a number and its unit or sign, in a unit, or
/// in a Latin word. Source: GB/T 15834-2011, 5.1; Requirements for Chinese Text Layout (W3C), 3.1.
/// Pre: 0 < at < codes.size().
bool may_break_before(std::span<const char32_t> codes, std::size_t at);

/// [first, last) of the code points, without the blanks at its ends.
struct TextRange {
    std::size_t first = 0, last = 0;

    bool operator==(const TextRange&) const = default;
};

/// The width of code points in a row.
using MeasureText = std::function<float(std::span<const char32_t>)>;

/// As few lines as `width_px` allows; two are as even as they can be, and rather end after a clause than
/// within. The last is no lone character where that can be had. A line that offers no place to break is
/// broken where it is full.
std::vector<TextRange> break_evenly(std::span<const char32_t> codes, float width_px,
                                    const MeasureText& measure);

}  // namespace flowspace
