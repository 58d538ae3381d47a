// Strict UTF-8 decoding for text that is drawn: what is not UTF-8 becomes U+FFFD and is seen, never skipped.
#pragma once

#include <string>
#include <string_view>

namespace flowspace {

/// Code points of `text`. Overlong forms, surrogates, values past U+10FFFF and cut sequences give one U+FFFD
/// for each maximal wrong part. Source: Unicode 15, table 3-7 and section 3.9.
std::u32string decode_utf8(std::string_view text);

/// Pre: a code point that UTF-8 can hold.
void append_utf8(std::string& text, char32_t c);

/// Drawn one em wide in Chinese text: ideographs, kana, hangul, full-width forms and CJK punctuation.
bool is_wide(char32_t c);

/// Wide, and a letter (an ideograph, kana, hangul): a thin space parts it from a Latin letter or digit.
bool is_ideograph(char32_t c);

/// May not begin a line: closing brackets, stops, commas, units after a number.
bool forbidden_at_start(char32_t c);

/// May not end a line: opening brackets and quotes.
bool forbidden_at_end(char32_t c);

}  // namespace flowspace
