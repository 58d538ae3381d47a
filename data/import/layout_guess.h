// Tells delimiter, quotes and header line of a text from its first records.
#pragma once

#include "data/import/dialect_guess.h"
#include "data/import/text_decoding.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

struct LayoutCandidate {
    TextDialect dialect = {};     // its encoding is UTF-8
    std::string differs_in = {};  // `delimiter`, `quote`, `header-line`
    bool equal = false;           // as likely as the best
};

struct LayoutGuess {
    TextDialect best = {};
    std::vector<LayoutCandidate> others = {};
};

/// A delimiter is one that gives every record the same number of fields, two at least. Where several do, the
/// header that flowspace knows decides, if one shows it; else all of them are equal. Blanks and colons stand
/// inside cells too, so they come after the others. Title and comment lines above the header are skipped;
/// where it is not plain that they are such, the first line as header is equal.
LayoutGuess guess_layout(std::string_view text, Ending ending);

/// The first records, the header among them. Records with faults are left out; what is no character shows as
/// `?`.
std::vector<SampleRecord> sample_records(std::string_view text, Ending ending, const TextDialect& dialect,
                                         std::size_t most);

}  // namespace flowspace
