#include "data/import/text_decoding.h"

#include "data/import/gb18030.h"
#include "data/import/utf8.h"

#include <algorithm>
#include <cstring>

namespace flowspace {
namespace {

constexpr std::size_t longest_character = 4;  // in UTF-8
constexpr char no_character = '\xff';

std::size_t write_utf8(char32_t character, char* to) {
    const auto tail = [&](int shift) { return static_cast<char>(0x80 | ((character >> shift) & 0x3f)); };
    if (character < 0x80) {
        to[0] = static_cast<char>(character);
        return 1;
    }
    if (character < 0x800) {
        to[0] = static_cast<char>(0xc0 | character >> 6);
        to[1] = tail(0);
        return 2;
    }
    if (character < 0x10000) {
        to[0] = static_cast<char>(0xe0 | character >> 12);
        to[1] = tail(6);
        to[2] = tail(0);
        return 3;
    }
    to[0] = static_cast<char>(0xf0 | character >> 18);
    to[1] = tail(12);
    to[2] = tail(6);
    to[3] = tail(0);
    return 4;
}

/// What stands at the start of a text: a character, a fault, or one that the end cuts (width 0).
struct Unit {
    char32_t character = 0;
    std::size_t width = 0;
    bool fault = false;
    std::uint16_t found = 0;
};

Unit fault_of_byte(std::string_view text) {
    return {.width = 1, .fault = true, .found = static_cast<unsigned char>(text[0])};
}

Unit next_utf_16(std::string_view text, Ending ending, bool little) {
    const auto unit = [&](std::size_t at) {
        const auto first = static_cast<unsigned char>(text[at]),
                   second = static_cast<unsigned char>(text[at + 1]);
        return static_cast<char32_t>(little ? second << 8 | first : first << 8 | second);
    };
    if (text.size() < 2) return ending == Ending::last ? fault_of_byte(text) : Unit{};
    const char32_t first = unit(0);
    if (first < 0xd800 || first > 0xdfff) return {.character = first, .width = 2};
    const Unit alone{.width = 2, .fault = true, .found = static_cast<std::uint16_t>(first)};
    if (first > 0xdbff) return alone;
    if (text.size() < 4) return ending == Ending::last ? alone : Unit{};
    const char32_t second = unit(2);
    if (second < 0xdc00 || second > 0xdfff) return alone;
    return {.character = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00), .width = 4};
}

Unit next_gb18030(std::string_view text, Ending ending) {
    const Gb18030Character one = gb18030_character(text);
    if (one.width > 0) return {.character = one.character, .width = one.width};
    if (ending == Ending::more && gb18030_is_cut(text)) return {};
    return fault_of_byte(text);
}

char32_t utf8_character(std::string_view text, std::size_t width) {
    if (width == 1) return static_cast<unsigned char>(text[0]);
    char32_t character = static_cast<unsigned char>(text[0]) & (0x7fU >> width);
    for (std::size_t at = 1; at < width; ++at)
        character = character << 6 | (static_cast<unsigned char>(text[at]) & 0x3fU);
    return character;
}

/// Whether more bytes could still make `text` one character.
bool utf8_is_cut(std::string_view text) {
    const auto first = static_cast<unsigned char>(text[0]);
    if (text.size() == 1) return first >= 0xc2 && first <= 0xf4;
    std::string whole(text);
    while (whole.size() < longest_character) {
        whole += '\x80';
        if (utf8_width(whole) == whole.size()) return true;
    }
    return false;
}

Unit next_utf_8(std::string_view text, Ending ending) {
    const std::size_t width = utf8_width(text);
    if (width > 0) return {.character = utf8_character(text, width), .width = width};
    if (ending == Ending::more && utf8_is_cut(text.substr(0, longest_character))) return {};
    return fault_of_byte(text);
}

Unit next_unit(TextEncoding encoding, std::string_view text, Ending ending) {
    switch (encoding) {
        case TextEncoding::utf_8:
            return next_utf_8(text, ending);
        case TextEncoding::utf_16_le:
            return next_utf_16(text, ending, true);
        case TextEncoding::utf_16_be:
            return next_utf_16(text, ending, false);
        case TextEncoding::gb18030:
            return next_gb18030(text, ending);
    }
    return fault_of_byte(text);
}

/// Eight bytes of plain ASCII without NUL at a time, where both texts have them.
std::size_t copy_ascii(std::string_view from, std::span<char> to) {
    constexpr std::uint64_t tops = 0x8080808080808080, ones = 0x0101010101010101;
    std::size_t at = 0;
    for (const std::size_t end = std::min(from.size(), to.size()); at + 8 <= end; at += 8) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, from.data() + at, 8);
        if (((eight | (eight - ones)) & tops) != 0) break;
        std::memcpy(to.data() + at, &eight, 8);
    }
    return at;
}

}  // namespace

DecodeStep decode(TextEncoding encoding, std::string_view from, Ending ending, std::span<char> to,
                  std::vector<DecodeFault>& faults) {
    const bool holds_ascii = encoding == TextEncoding::utf_8 || encoding == TextEncoding::gb18030;
    DecodeStep step;
    while (step.read < from.size() && to.size() - step.written >= longest_character) {
        if (holds_ascii) {
            const std::size_t copied = copy_ascii(from.substr(step.read), to.subspan(step.written));
            step.read += copied;
            step.written += copied;
            if (copied > 0) continue;
        }
        const Unit unit = next_unit(encoding, from.substr(step.read), ending);
        if (unit.width == 0) break;
        if (unit.fault || unit.character == 0)
            faults.push_back({step.written, step.read, unit.found, !unit.fault});
        if (unit.fault)
            to[step.written++] = no_character;
        else
            step.written += write_utf8(unit.character, to.data() + step.written);
        step.read += unit.width;
    }
    return step;
}

std::string decode_all(TextEncoding encoding, std::string_view from, Ending ending,
                       std::vector<DecodeFault>& faults) {
    std::string text(from.size() / 2 * 3 + 2 * longest_character, '\0');
    text.resize(decode(encoding, from, ending, text, faults).written);
    return text;
}

std::string_view key(TextEncoding encoding) {
    switch (encoding) {
        case TextEncoding::utf_8:
            return "utf-8";
        case TextEncoding::utf_16_le:
            return "utf-16le";
        case TextEncoding::utf_16_be:
            return "utf-16be";
        case TextEncoding::gb18030:
            return "gb18030";
    }
    return "";
}

ByteOrderMark byte_order_mark(std::string_view first_bytes) {
    if (first_bytes.starts_with("\xef\xbb\xbf")) return {TextEncoding::utf_8, 3};
    if (first_bytes.starts_with("\xff\xfe")) return {TextEncoding::utf_16_le, 2};
    if (first_bytes.starts_with("\xfe\xff")) return {TextEncoding::utf_16_be, 2};
    if (first_bytes.starts_with("\x84\x31\x95\x33")) return {TextEncoding::gb18030, 4};
    return {};
}

}  // namespace flowspace
