#include "render/scene/utf8.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace flowspace {

namespace {

constexpr char32_t replacement = 0xFFFD;

/// How many bytes follow a lead byte, and what the first of them may be.
struct Sequence {
    int following = 0;
    std::uint8_t low = 0x80, high = 0xBF;
};

Sequence sequence_of(std::uint8_t lead) {
    if (lead >= 0xC2 && lead <= 0xDF) return {.following = 1};
    if (lead == 0xE0) return {.following = 2, .low = 0xA0};
    if (lead == 0xED) return {.following = 2, .high = 0x9F};
    if (lead >= 0xE1 && lead <= 0xEF) return {.following = 2};
    if (lead == 0xF0) return {.following = 3, .low = 0x90};
    if (lead >= 0xF1 && lead <= 0xF3) return {.following = 3};
    if (lead == 0xF4) return {.following = 3, .high = 0x8F};
    return {};
}

/// Decodes one code point (or one wrong part) at `at` and moves past it.
char32_t next(std::string_view text, std::size_t& at) {
    const auto byte = [text](std::size_t where) { return static_cast<std::uint8_t>(text[where]); };
    const std::uint8_t lead = byte(at++);
    if (lead < 0x80) return lead;
    Sequence sequence = sequence_of(lead);
    if (sequence.following == 0) return replacement;
    char32_t code = lead & (0x3FU >> sequence.following);
    for (; sequence.following > 0; --sequence.following) {
        if (at >= text.size() || byte(at) < sequence.low || byte(at) > sequence.high) return replacement;
        code = (code << 6) | (byte(at++) & 0x3FU);
        sequence.low = 0x80;
        sequence.high = 0xBF;
    }
    return code;
}

bool one_of(char32_t c, std::u32string_view set) { return set.find(c) != std::u32string_view::npos; }

}  // namespace

void append_utf8(std::string& text, char32_t c) {
    const auto tail = [&](int shift) { text += static_cast<char>(0x80 | (c >> shift & 0x3F)); };
    if (c < 0x80) {
        text += static_cast<char>(c);
    } else if (c < 0x800) {
        text += static_cast<char>(0xC0 | c >> 6);
        tail(0);
    } else if (c < 0x10000) {
        text += static_cast<char>(0xE0 | c >> 12);
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xF0 | c >> 18);
        tail(12);
        tail(6);
        tail(0);
    }
}

std::u32string decode_utf8(std::string_view text) {
    std::u32string codes;
    codes.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) codes.push_back(next(text, at));
    return codes;
}

bool is_ideograph(char32_t c) {
    return (c >= 0x2E80 && c <= 0x2FDF) || (c >= 0x3005 && c <= 0x3007) || (c >= 0x3041 && c <= 0x30FF) ||
           (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x20000 && c <= 0x3FFFF);
}

bool is_wide(char32_t c) {
    return is_ideograph(c) || (c >= 0x3000 && c <= 0x303F) || (c >= 0xFF01 && c <= 0xFF60) ||
           (c >= 0xFFE0 && c <= 0xFFE6);
}

bool forbidden_at_start(char32_t c) {
    return one_of(c, U"，。、；：？！）》」』】〕〉”’％‰·…—～,.;:?!)]}%°");
}

bool forbidden_at_end(char32_t c) { return one_of(c, U"（《「『【〔〈“‘([{"); }

}  // namespace flowspace
