#include "data/import/utf8.h"

#include <cstdint>
#include <cstring>

namespace flowspace {

std::size_t utf8_width(std::string_view text) {
    if (text.empty()) return 0;
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned char first = byte(0);
    if (first < 0x80) return 1;
    const std::size_t width = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || text.size() < width) return 0;
    for (std::size_t at = 1; at < width; ++at)
        if ((byte(at) & 0xc0) != 0x80) return 0;
    const unsigned char second = byte(1);
    const bool bad = (first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) ||
                     (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f);
    return bad ? 0 : width;
}

std::optional<std::size_t> find_bad_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        for (std::uint64_t eight = 0; at + 8 <= text.size(); at += 8) {  // plain ASCII
            std::memcpy(&eight, text.data() + at, 8);
            if ((eight & 0x8080808080808080) != 0) break;
        }
        if (at == text.size()) break;
        const std::size_t width = utf8_width(text.substr(at));
        if (width == 0) return at;
        at += width;
    }
    return std::nullopt;
}

}  // namespace flowspace
