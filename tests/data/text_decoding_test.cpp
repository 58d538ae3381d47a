// Encodings: every character there and back against the C library, faults at known bytes, any split.
#include "data/import/text_decoding.h"

#include "data/import/gb18030.h"
#include "data/import/utf8.h"
#include "tests/data/text_fixtures.h"

#include <algorithm>
#include <array>

namespace flowspace {
namespace {

constexpr std::array all_encodings = {TextEncoding::utf_8, TextEncoding::utf_16_le, TextEncoding::utf_16_be,
                                      TextEncoding::gb18030};

std::string decode_cleanly(TextEncoding encoding, std::string_view bytes) {
    std::vector<DecodeFault> faults;
    std::string text = decode_all(encoding, bytes, Ending::last, faults);
    EXPECT_TRUE(faults.empty());
    return text;
}

/// Every character but NUL, surrogates and private use; past U+11000 one in 61.
TEST(TextDecoding, EveryCharacterComesBack) {
    std::string text;
    for (char32_t one = 1; one <= 0x10ffff; one += one < 0x11000 ? 1 : 61) {
        if ((one >= 0xd800 && one <= 0xf8ff) || one >= 0xf0000) continue;
        const char32_t c = one;
        const auto tail = [&](int shift) { return static_cast<char>(0x80 | ((c >> shift) & 0x3f)); };
        if (c < 0x80)
            text += static_cast<char>(c);
        else if (c < 0x800)
            text += {static_cast<char>(0xc0 | c >> 6), tail(0)};
        else if (c < 0x10000)
            text += {static_cast<char>(0xe0 | c >> 12), tail(6), tail(0)};
        else
            text += {static_cast<char>(0xf0 | c >> 18), tail(12), tail(6), tail(0)};
    }
    for (const TextEncoding encoding : all_encodings)
        EXPECT_TRUE(decode_cleanly(encoding, encode(text, iconv_name(encoding))) == text) << key(encoding);
}

TEST(TextDecoding, ThePrefecturesAreReadInEveryEncoding) {
    const std::string places = read_asset("assets/atlas/cities.csv");
    ASSERT_NE(places.find("恩施"), std::string::npos);
    for (const TextEncoding encoding : all_encodings)
        EXPECT_TRUE(decode_cleanly(encoding, encode(places, iconv_name(encoding))) == places)
            << key(encoding);
}

TEST(Gb18030, ChosenCodesAreTheStandards) {
    const auto character = [](std::string_view code) { return gb18030_character(code).character; };
    EXPECT_EQ(character("\xb0\xa1"), U'啊');
    EXPECT_EQ(character("\x81\x40"), U'丂');
    EXPECT_EQ(character("\xa2\xe3"), U'€');
    EXPECT_EQ(character("\xa8\xbc"), U'ḿ');
    EXPECT_EQ(character("\x81\x35\xf4\x37"), char32_t{0xe7c7});
    EXPECT_EQ(character("\xa6\xd9"), char32_t{0xfe10});
    EXPECT_EQ(character("\xfe\x59"), char32_t{0x9fb4});
    EXPECT_EQ(character("\x82\x35\x90\x37"), char32_t{0x9fb4});
    EXPECT_EQ(character("\xfe\x51"), char32_t{0x20087});
    EXPECT_EQ(character("\xaa\xa1"), char32_t{0xe000});
    EXPECT_EQ(character("\x81\x30\x81\x30"), char32_t{0x80});
    EXPECT_EQ(character("\x84\x31\xa4\x39"), char32_t{0xffff});
    EXPECT_EQ(character("\x90\x30\x81\x30"), char32_t{0x10000});
    EXPECT_EQ(character("\xe3\x32\x9a\x35"), char32_t{0x10ffff});
    for (const char* none :
         {"\x80", "\xff", "\x81", "\x81\x7f", "\x81\x2c", "\x84\x31\xa5\x30", "\x90\x30\x81",
          "\xe3\x32\x9a\x36", "\x85\x30\x81\x30", "\xfe\x39\xfe\x39", "\x81\xff"})
        EXPECT_EQ(gb18030_character(none).width, 0U) << none;
}

struct Fault {
    TextEncoding encoding;
    std::string bytes, text;  // where a fault is, the text has 0xFF
    std::vector<std::uint64_t> at;
};

TEST(TextDecoding, FaultsAreAtTheirBytesAndCostNoMore) {
    using std::string_literals::operator""s;
    const std::vector<Fault> all = {
        {TextEncoding::gb18030, "a\x80,\xb0\xa1\n", "a\xff,啊\n", {1}},
        {TextEncoding::gb18030, "a\xff\xff\n", "a\xff\xff\n", {1, 2}},
        {TextEncoding::gb18030, "\x81\n\x81,b", "\xff\n\xff,b", {0, 2}},
        {TextEncoding::gb18030, "\x81\x30\n", "\xff\x30\n", {0}},
        {TextEncoding::gb18030, "\x81\x30\x81", "\xff\x30\xff", {0, 2}},
        {TextEncoding::gb18030, "\xb0", "\xff", {0}},
        {TextEncoding::utf_16_le, "a\0\0\xdc\n\0"s, "a\xff\n", {2}},
        {TextEncoding::utf_16_le, "\x3d\xd8\n\0"s, "\xff\n", {0}},
        {TextEncoding::utf_16_le, "\x3d\xd8\x3d\xd8\0\xde"s, "\xff😀", {0}},
        {TextEncoding::utf_16_le, "\0\xdc\0\xdc"s, "\xff\xff", {0, 2}},
        {TextEncoding::utf_16_le, "a\0b"s, "a\xff", {2}},
        {TextEncoding::utf_16_be, "\xd8\x3d\0\n"s, "\xff\n", {0}},
        {TextEncoding::utf_16_be, "\xd8\x3d"s, "\xff", {0}},
        {TextEncoding::utf_8, "a\xc0\xaf\n", "a\xff\xff\n", {1, 2}},
        {TextEncoding::utf_8, "\xed\xa0\x80", "\xff\xff\xff", {0, 1, 2}},
        {TextEncoding::utf_8, "啊\xe5\x95", "啊\xff\xff", {3, 4}},
    };
    for (const Fault& fault : all) {
        std::vector<DecodeFault> faults;
        EXPECT_EQ(decode_all(fault.encoding, fault.bytes, Ending::last, faults), fault.text);
        std::vector<std::uint64_t> at;
        for (const DecodeFault& one : faults) {
            at.push_back(one.at_input);
            ASSERT_LT(one.at_output, fault.text.size());
            EXPECT_EQ(fault.text[one.at_output], '\xff');
        }
        EXPECT_EQ(at, fault.at) << key(fault.encoding) << " " << fault.text;
    }
}

/// However the bytes come in and however little room there is, text and faults are the same.
TEST(TextDecoding, SplitsChangeNothing) {
    const std::string text = "origin,城市,𠂇ḿ\n武汉市,恩施土家族苗族自治州,😀é€\n";
    for (const TextEncoding encoding : all_encodings) {
        std::string bytes = encode(text, iconv_name(encoding));
        bytes += encoding == TextEncoding::utf_16_be ? std::string("\xd8\x3d\0\n", 4) : "\xff\xdc\n";
        std::vector<DecodeFault> whole_faults;
        const std::string whole = decode_all(encoding, bytes, Ending::last, whole_faults);
        ASSERT_FALSE(whole_faults.empty());
        for (std::size_t chunk = 1; chunk <= 64; ++chunk) {
            std::string out, pending;
            std::vector<std::uint64_t> at;
            std::uint64_t read = 0;
            for (std::size_t from = 0; from < bytes.size() || !pending.empty(); from += chunk) {
                pending += bytes.substr(std::min(from, bytes.size()), chunk);
                const Ending ending = from + chunk >= bytes.size() ? Ending::last : Ending::more;
                std::string room(4 + chunk % 5, '\0');
                for (DecodeStep step{1, 0}; step.read > 0;) {
                    std::vector<DecodeFault> faults;
                    step = decode(encoding, pending, ending, room, faults);
                    for (const DecodeFault& one : faults) at.push_back(read + one.at_input);
                    out += room.substr(0, step.written);
                    read += step.read;
                    pending.erase(0, step.read);
                }
            }
            ASSERT_EQ(out, whole) << key(encoding) << " by " << chunk;
            ASSERT_EQ(at.size(), whole_faults.size());
            for (std::size_t one = 0; one < at.size(); ++one) ASSERT_EQ(at[one], whole_faults[one].at_input);
        }
    }
}

TEST(TextDecoding, OutputIsUtf8ButForItsFaults) {
    std::string bytes;
    std::uint32_t state = 7;
    for (int one = 0; one < 20'000; ++one)
        bytes += static_cast<char>((state = state * 1664525 + 1013904223) >> 24);
    for (const TextEncoding encoding : all_encodings) {
        std::vector<DecodeFault> faults;
        std::string text = decode_all(encoding, bytes, Ending::last, faults);
        for (const DecodeFault& fault : faults) {
            EXPECT_EQ(text[fault.at_output], fault.nul ? '\0' : '\xff');
            text[fault.at_output] = '?';
        }
        EXPECT_FALSE(find_bad_utf8(text).has_value());
        EXPECT_EQ(text.find('\0'), std::string::npos);
        EXPECT_GT(faults.size(), 0U);
    }
}

}  // namespace
}  // namespace flowspace
