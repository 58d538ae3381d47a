#include "data/import/full_width.h"

namespace flowspace {

bool may_hold_full_width(std::string_view text) { return text.find('\xEF') != std::string_view::npos; }

std::string fold_width(std::string_view text) {
    std::string folded;
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = [&](std::size_t offset) { return static_cast<unsigned char>(text[at + offset]); };
        const bool wide = at + 2 < text.size() && byte(0) == 0xEF && (byte(1) == 0xBC || byte(1) == 0xBD);
        if (!wide) {
            folded += text[at++];
            continue;
        }
        // U+FF01..U+FF5E are U+0021..U+007E in the same order.
        const unsigned offset = (byte(1) - 0xBCU) * 64 + byte(2) - 0x80U;
        if (offset >= 1 && offset <= 0x5E)
            folded += static_cast<char>(0x20 + offset);
        else
            folded += text.substr(at, 3);
        at += 3;
    }
    return folded;
}

}  // namespace flowspace
