// Tells how a text table is to be read from its first bytes: encoding, delimiter, quotes, where the header
// stands.
#pragma once

#include "data/import/import_plan.h"
#include "data/import/problem.h"
#include "data/import/unpacker.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

inline constexpr std::size_t sniffed_bytes = std::size_t{1} << 20;  // unpacked
inline constexpr std::size_t sniffed_records = 50;
inline constexpr std::size_t candidate_records = 5;

enum class LineEnds : std::uint8_t { none, lf, crlf, mixed, cr };

/// A record as a dialect reads it; bytes that are no text show as `?`.
struct SampleRecord {
    std::uint64_t row = 0;  // physical line
    std::vector<std::string> fields = {};
};

/// How likely another reading is: `possible` need not be asked, `equal` must be.
enum class Likelihood : std::uint8_t { possible, equal };

struct TextCandidate {
    TextDialect dialect = {};
    Likelihood likelihood = Likelihood::possible;
    std::string differs_in = {};            // `encoding`, `delimiter`, `quote`, `header-line`: from the best
    std::uint64_t bad_bytes = 0;            // in the bytes looked at
    std::vector<SampleRecord> sample = {};  // header first, at most `candidate_records`
};

struct TextSniff {
    TextDialect best = {};
    std::vector<TextCandidate> candidates = {};  // other readings, the likeliest first
    std::vector<SampleRecord> sample = {};       // by the best: header first, at most `sniffed_records`
    Packing packing = Packing::none;
    LineEnds line_ends = LineEnds::none;
    bool marked = false;          // by a byte order mark
    bool whole = false;           // the bytes looked at were all
    std::uint64_t bytes = 0;      // that were looked at
    std::uint64_t lines = 0;      // whole ones among them
    std::uint64_t bad_bytes = 0;  // by the best reading

    /// What must be asked, in a fixed order: `differs_in` of the equal candidates, each once.
    std::vector<std::string> questions() const;
};

/// Looks at the start of a file. UTF-8 unless the bytes say otherwise; a file without a delimiter is one
/// column. That the rest of the file is of the encoding is seen when it is read, byte by byte. Problems:
/// those of ByteSource; bytes that came before a fault in packed data are looked at as the beginning of a
/// file.
std::optional<Problem> sniff_text(const std::filesystem::path& path, TextSniff& sniff);

/// The same of bytes; `last`: they are the whole file.
enum class SniffedPart : std::uint8_t { beginning, whole };
TextSniff sniff_bytes(std::string_view bytes, SniffedPart part);

}  // namespace flowspace
