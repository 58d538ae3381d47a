// Rows of a typed table many at a time: columns of repeated texts as numbers of their distinct texts, so that
// each text is read once.
#pragma once

#include "data/import/record_reader.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace flowspace {

/// What a RecordReader of a typed format may also be: then it gives the same rows in blocks.
class CodedRows {
public:
    virtual ~CodedRows() = default;

    struct Block {
        std::uint64_t first_row = 0;  // as Record::row
        std::size_t size = 0;
        std::vector<std::span<const std::uint32_t>> codes = {};  // one per coded column, `size` of each
        std::span<const double> numbers = {};                    // of the column of numbers, if there is one
        std::span<const std::uint8_t> readable = {};  // 0: what the cell says is for its text to tell
    };
    /// end: no more blocks. Rows that are left, if any, come as records.
    enum class Outcome : std::uint8_t { block, problem, end };

    /// Call once, when the header was read and no row yet. False: these columns cannot be had in blocks;
    /// nothing has changed. `number`: a column of numbers; a cell that is readable reads as its text in plain
    /// form would.
    virtual bool start(std::span<const std::size_t> coded, std::optional<std::size_t> number) = 0;

    /// The next block, valid until the next call. A problem ends the file, like a record's with row 0.
    virtual Outcome next_block(Block& block, Problem& problem) = 0;

    /// What a code of the `at`th coded column stands for, as long as the reader lives. Empty too where it is
    /// no text that a record could hold.
    virtual std::string_view text(std::size_t at, std::uint32_t code) const = 0;

    /// RecordReader::next will give (or refuse) this row of the last block, and then the end.
    virtual void pick(std::size_t row_of_block) = 0;
};

}  // namespace flowspace
