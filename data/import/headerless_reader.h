// A table without a header row, given one: column 1, column 2, ...
#pragma once

#include "data/import/read_share.h"
#include "data/import/record_reader.h"

#include <memory>
#include <string>
#include <vector>

namespace flowspace {

/// Gives the names of the columns first, as many as the first record has, then that record and all others.
class HeaderlessReader final : public RecordReader, public ReadShare {
public:
    explicit HeaderlessReader(std::unique_ptr<RecordReader> rows);

    Outcome next(Record& record, Problem& problem) override;
    double share_read() const override;

private:
    enum class Stage : std::uint8_t { before, first_row, rest };

    std::unique_ptr<RecordReader> rows_;
    Stage stage_ = Stage::before;
    std::uint64_t first_row_ = 0;
    std::vector<std::string> names_, cells_;  // of the first record
    std::vector<std::string_view> fields_;
};

}  // namespace flowspace
