// Any bytes in any encoding: what comes out is UTF-8 but for one byte a fault, nothing is read twice or lost,
// and reading in pieces gives the same as reading at once.
#include "data/import/text_decoding.h"
#include "data/import/utf8.h"
#include "tests/fuzz/expect.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace {

using namespace flowspace;

/// In pieces of `piece` bytes, as a file is read.
std::string decode_pieces(TextEncoding encoding, std::string_view from, std::size_t piece,
                          std::size_t& faults) {
    std::string out, waiting;
    std::array<char, 64> room;
    for (std::size_t at = 0; at < from.size() || !waiting.empty();) {
        const std::size_t more = std::min(piece, from.size() - at);
        waiting += from.substr(at, more);
        at += more;
        const Ending ending = at == from.size() ? Ending::last : Ending::more;
        for (;;) {
            std::vector<DecodeFault> found;
            const DecodeStep step = decode(encoding, waiting, ending, room, found);
            FLOWSPACE_EXPECT(step.read <= waiting.size() && step.written <= room.size());
            faults += found.size();
            out.append(room.data(), step.written);
            waiting.erase(0, step.read);
            if (step.read == 0 || waiting.empty()) break;
        }
        if (ending == Ending::last && !waiting.empty()) FLOWSPACE_EXPECT(false);
    }
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const auto encoding = static_cast<TextEncoding>(data[0] % 4);
    const std::size_t piece = data[1] % 7 + 1U;
    const std::string_view from(reinterpret_cast<const char*>(data) + 2, size - 2);
    std::vector<DecodeFault> faults;
    std::string whole = decode_all(encoding, from, Ending::last, faults);
    std::size_t in_pieces = 0;
    FLOWSPACE_EXPECT(decode_pieces(encoding, from, piece, in_pieces) == whole);
    FLOWSPACE_EXPECT(in_pieces == faults.size());
    for (const DecodeFault& fault : faults) {
        FLOWSPACE_EXPECT(fault.at_input < from.size() && fault.at_output < whole.size());
        whole[fault.at_output] = '?';
    }
    FLOWSPACE_EXPECT(!find_bad_utf8(whole));
    return 0;
}
