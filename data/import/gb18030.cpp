#include "data/import/gb18030.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace flowspace {
namespace {

constexpr std::size_t trails = 190;  // 0x40..0xFE without 0x7F
constexpr std::size_t pairs = 126 * trails;
constexpr std::size_t plane_0_fours = 39420;  // 0x81308130..0x8431A439

constexpr std::size_t pair_index(unsigned lead, unsigned trail) {
    return (lead - 0x81) * trails + trail - (trail > 0x7f ? 0x41 : 0x40);
}

/// Codes that changed between editions: private use in 2000, a character of Unicode since.
struct Change {
    std::uint16_t code, in_2000;
    char32_t now;
};
constexpr std::array<Change, 25> changes = {{
    {0xa6d9, 0xe78d, 0xfe10},  {0xa6da, 0xe78e, 0xfe12},  {0xa6db, 0xe78f, 0xfe11},
    {0xa6dc, 0xe790, 0xfe13},  {0xa6dd, 0xe791, 0xfe14},  {0xa6de, 0xe792, 0xfe15},
    {0xa6df, 0xe793, 0xfe16},  {0xa6ec, 0xe794, 0xfe17},  {0xa6ed, 0xe795, 0xfe18},
    {0xa6f3, 0xe796, 0xfe19},  {0xa8bc, 0xe7c7, 0x1e3f},  {0xfe51, 0xe816, 0x20087},
    {0xfe52, 0xe817, 0x20089}, {0xfe53, 0xe818, 0x200cc}, {0xfe59, 0xe81e, 0x9fb4},
    {0xfe61, 0xe826, 0x9fb5},  {0xfe66, 0xe82b, 0x9fb6},  {0xfe67, 0xe82c, 0x9fb7},
    {0xfe6c, 0xe831, 0x215d7}, {0xfe6d, 0xe832, 0x9fb8},  {0xfe76, 0xe83b, 0x2298f},
    {0xfe7e, 0xe843, 0x9fb9},  {0xfe90, 0xe854, 0x9fba},  {0xfe91, 0xe855, 0x241fe},
    {0xfea0, 0xe864, 0x9fbb},
}};

using PairTable = std::array<std::uint16_t, pairs>;

/// The edition of 2000, whatever the edition of the C library that wrote the table.
constexpr PairTable pairs_of_2000() {
    PairTable table = {
#include "gb18030_table.inc"
    };
    for (const Change& change : changes)
        table[pair_index(change.code >> 8, change.code & 0xff)] = change.in_2000;
    return table;
}
constexpr PairTable pair_table = pairs_of_2000();

constexpr std::uint64_t fingerprint(const PairTable& table) {
    std::uint64_t hash = 0xcbf29ce484222325;  // FNV-1a
    for (const std::uint16_t one : table) hash = (hash ^ one) * 0x100000001b3;
    return hash;
}
static_assert(fingerprint(pair_table) == 839583564114752978,
              "the C library has another GB18030 than the standard");

/// Four-byte codes count through what of plane 0 two bytes do not reach, in the order of Unicode.
constexpr std::array<std::uint16_t, plane_0_fours> count_fours() {
    std::array<bool, 0x10000> reached{};
    for (const std::uint16_t one : pair_table) reached[one] = true;
    std::array<std::uint16_t, plane_0_fours> table{};
    std::size_t count = 0;
    for (std::uint32_t one = 0x80; one < 0x10000; ++one)
        if (!reached[one] && (one < 0xd800 || one > 0xdfff)) table[count++] = static_cast<std::uint16_t>(one);
    return table;
}
constexpr std::array<std::uint16_t, plane_0_fours> four_table = count_fours();

char32_t pair_character(unsigned lead, unsigned trail) {
    const char32_t character = pair_table[pair_index(lead, trail)];
    if (character < 0xe000 || character > 0xf8ff) return character;
    const auto code = static_cast<std::uint16_t>(lead << 8 | trail);
    const auto change = std::ranges::find(changes, code, &Change::code);
    return change == changes.end() ? character : change->now;
}

/// 0 where there is none.
char32_t four_character(unsigned first, unsigned second, unsigned third, unsigned fourth) {
    const std::size_t at = (((first - 0x81) * 10 + second - 0x30) * 126 + third - 0x81) * 10 + fourth - 0x30;
    if (at < four_table.size()) {
        const char32_t character = four_table[at];
        return character == 0x1e3f ? 0xe7c7 : character;  // changed places with 0xA8BC in 2005
    }
    constexpr std::size_t plane_1 = std::size_t{0x90 - 0x81} * 12600;
    if (at < plane_1 || at - plane_1 > 0xfffff) return 0;
    return static_cast<char32_t>(0x10000 + at - plane_1);
}

bool is_lead(unsigned byte) { return byte >= 0x81 && byte <= 0xfe; }
bool is_digit(unsigned byte) { return byte >= 0x30 && byte <= 0x39; }
bool is_trail(unsigned byte) { return byte >= 0x40 && byte <= 0xfe && byte != 0x7f; }

}  // namespace

Gb18030Character gb18030_character(std::string_view text) {
    const auto byte = [&](std::size_t at) {
        return static_cast<unsigned>(static_cast<unsigned char>(text[at]));
    };
    if (text.empty()) return {};
    if (byte(0) < 0x80) return {byte(0), 1};
    if (!is_lead(byte(0)) || text.size() < 2) return {};
    if (is_trail(byte(1))) return {pair_character(byte(0), byte(1)), 2};
    if (text.size() < 4 || !is_digit(byte(1)) || !is_lead(byte(2)) || !is_digit(byte(3))) return {};
    const char32_t character = four_character(byte(0), byte(1), byte(2), byte(3));
    return character == 0 ? Gb18030Character{} : Gb18030Character{character, 4};
}

bool gb18030_is_cut(std::string_view text) {
    const auto byte = [&](std::size_t at) {
        return static_cast<unsigned>(static_cast<unsigned char>(text[at]));
    };
    if (text.empty() || text.size() > 3 || !is_lead(byte(0))) return false;
    if (text.size() >= 2 && !is_digit(byte(1))) return false;
    return text.size() < 3 || is_lead(byte(2));
}

}  // namespace flowspace
