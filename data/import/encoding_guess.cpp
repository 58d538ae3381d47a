#include "data/import/encoding_guess.h"

#include "data/import/gb18030.h"
#include "data/import/utf8.h"

#include <algorithm>
#include <optional>
#include <string>

namespace flowspace {
namespace {

constexpr std::uint64_t enough_characters = 4;  // to speak for an encoding

std::uint64_t count_bad(TextEncoding encoding, std::string_view bytes, Ending ending) {
    std::vector<DecodeFault> faults;
    decode_all(encoding, bytes, ending, faults);
    return static_cast<std::uint64_t>(
        std::ranges::count_if(faults, [](const DecodeFault& fault) { return !fault.nul; }));
}

/// ASCII in UTF-16 has a zero in every unit, at one and the same side; two thirds of a table are ASCII, and
/// of one full of Chinese at least its commas and digits.
std::optional<TextEncoding> find_utf_16(std::string_view bytes, Ending ending) {
    std::uint64_t zeros[2] = {};
    for (std::size_t at = 0; at < bytes.size(); ++at) zeros[at % 2] += bytes[at] == '\0' ? 1 : 0;
    const std::uint64_t units = bytes.size() / 2;
    if (units < 2 || (ending == Ending::last && bytes.size() % 2 != 0)) return std::nullopt;
    const bool little = zeros[1] > zeros[0];
    const std::uint64_t many = std::max(zeros[0], zeros[1]), few = std::min(zeros[0], zeros[1]);
    if (many * 20 < units || few * 20 > many) return std::nullopt;
    const TextEncoding encoding = little ? TextEncoding::utf_16_le : TextEncoding::utf_16_be;
    std::vector<DecodeFault> faults;
    const std::string text = decode_all(encoding, bytes, ending, faults);
    const bool speaks = many * 2 >= units || (many >= 8 && text.find('\n') != std::string::npos);
    if (!speaks || std::ranges::any_of(faults, [](const DecodeFault& fault) { return !fault.nul; }))
        return std::nullopt;
    return encoding;
}

struct Utf8Count {
    std::uint64_t wide = 0;  // characters past ASCII
    std::uint64_t bad = 0;
};

Utf8Count count_utf_8(std::string_view bytes, Ending ending) {
    Utf8Count count{.bad = count_bad(TextEncoding::utf_8, bytes, ending)};
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t width = utf8_width(bytes.substr(at, 4));
        count.wide += width > 1 ? 1 : 0;
        at += std::max<std::size_t>(width, 1);
    }
    return count;
}

struct ChineseCount {
    std::uint64_t wide = 0;    // characters past ASCII
    std::uint64_t common = 0;  // of the first level of GB 2312, its signs and full-width letters
};

ChineseCount count_chinese(std::string_view bytes) {
    ChineseCount count;
    for (std::size_t at = 0; at < bytes.size();) {
        const std::size_t width = gb18030_character(bytes.substr(at, 4)).width;
        if (width > 1) {
            const auto lead = static_cast<unsigned char>(bytes[at]),
                       trail = static_cast<unsigned char>(bytes[at + 1]);
            const bool common = width == 2 && trail >= 0xa1 &&
                                ((lead >= 0xb0 && lead <= 0xd7) || lead == 0xa1 || lead == 0xa3);
            ++count.wide;
            count.common += common ? 1 : 0;
        }
        at += std::max<std::size_t>(width, 1);
    }
    return count;
}

}  // namespace

EncodingGuess guess_encoding(std::string_view bytes, Ending ending) {
    const ByteOrderMark mark = byte_order_mark(bytes.substr(0, longest_byte_order_mark));
    const std::string_view text = bytes.substr(mark.size);
    if (mark.size > 0)
        return {.candidates = {{mark.encoding, count_bad(mark.encoding, text, ending)}}, .marked = true};
    if (const auto utf_16 = find_utf_16(bytes, ending)) return {.candidates = {{*utf_16, 0}}};
    const Utf8Count utf_8 = count_utf_8(bytes, ending);
    const EncodingCandidate as_utf_8{TextEncoding::utf_8, utf_8.bad};
    if (utf_8.bad == 0) return {.candidates = {as_utf_8}};
    const EncodingCandidate as_gb18030{TextEncoding::gb18030,
                                       count_bad(TextEncoding::gb18030, bytes, ending)};
    const ChineseCount chinese = count_chinese(bytes);
    const bool fits = chinese.wide >= enough_characters && as_gb18030.bad_bytes * 20 <= chinese.wide;
    if (utf_8.wide >= utf_8.bad || !fits || chinese.common * 2 < chinese.wide)
        return {
            .candidates = {as_utf_8, as_gb18030}};  // UTF-8 with bad bytes: their rows are refused and told
    return {.candidates = {as_gb18030, as_utf_8}, .sure = chinese.common * 10 >= chinese.wide * 7};
}

}  // namespace flowspace
