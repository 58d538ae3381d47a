// Tells the encoding of a text from its bytes.
#pragma once

#include "data/import/import_plan.h"
#include "data/import/text_decoding.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace flowspace {

struct EncodingCandidate {
    TextEncoding encoding = TextEncoding::utf_8;
    std::uint64_t bad_bytes = 0;
};

/// The likeliest first. `sure`: nobody need be asked.
struct EncodingGuess {
    std::vector<EncodingCandidate> candidates = {};
    bool sure = true;
    bool marked = false;  // by a byte order mark
};

/// By the byte order mark; else UTF-16 where zeros stand at every other byte; else GB18030 where bytes are no
/// UTF-8 and make Chinese of common characters, not sure if these are fewer than 7 in 10; else UTF-8, whose
/// bad bytes cost their rows.
EncodingGuess guess_encoding(std::string_view bytes, Ending ending);

}  // namespace flowspace
