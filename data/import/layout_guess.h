// Tells delimiter, quotes and header line of a text from its first records.
#pragma once

#include "data/import/dialect_guess.h"
#include "data/import/text_decoding.h"

#include <cstddef>
#include <cstdint>
#include <span>
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
/// where it is not plain that they are such, the first line as header is equal. Blank lines, and comments
/// of another number of fields, always are.
LayoutGuess guess_layout(std::string_view text, Ending ending);

/// Rows of a sheet that stand above its header.
struct TitleRows {
    std::uint64_t count = 0;
    bool plain = true;  // they are plainly no header; else the first row as header is as likely
};

/// Of the first records of a sheet, each as long as its last cell with anything in it: a header is as long as
/// the usual row, or longer.
TitleRows find_titles(std::span<const SampleRecord> records);

/// The first records, the header among them. Records with faults are left out; what is no character shows as
/// `?`.
std::vector<SampleRecord> sample_records(std::string_view text, Ending ending, const TextDialect& dialect,
                                         std::size_t most);

}  // namespace flowspace
