// The seam between a table's format and everyone who reads its rows: records of text with their places in the
// file.
#pragma once

#include "data/import/problem.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace flowspace {

/// Gives the header first, then the rows, in the order of the file.
class RecordReader {
public:
    virtual ~RecordReader() = default;

    struct Record {
        std::uint64_t row =
            0;  // text: physical line where it starts, from 1; Parquet: rows from 1, its header 0
        std::span<const std::string_view> fields = {};  // UTF-8, until the next call
    };
    enum class Outcome : std::uint8_t { record, problem, end };

    /// Fills `record` or `problem` as the outcome says. A problem with row 0 is of the file: reading is over.
    virtual Outcome next(Record& record, Problem& problem) = 0;
};

}  // namespace flowspace
