// Cells of a column as what the import makes of them: a place, a layer, a time. Each different cell is read
// once.
#pragma once

#include "data/formats/text_coder.h"

#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flowspace {

/// Meanings below every time (in seconds), place and layer: why a cell is refused.
constexpr std::int64_t refused(std::int64_t reason) { return reason - (std::int64_t{1} << 40); }
constexpr std::int64_t least_meaning = -(std::int64_t{1} << 39);

class ResolvedColumn {
public:
    /// From the text of a cell, a null being the empty text; refused() for one that is refused.
    using Resolve = std::function<std::int64_t(std::string_view text)>;

    ResolvedColumn(const ParquetColumn& column, Resolve resolve)
        : coder_(column), resolve_(std::move(resolve)) {}

    /// A function of SQL of one argument that gives BIGINT. Throws where there are too many different cells.
    void run(const DuckCells& cells, duckdb_vector answers);

    /// The texts seen so far that mean `meaning`.
    std::vector<std::string> texts_of(std::int64_t meaning) const;
    /// Every text seen so far that is not refused, with its meaning.
    std::vector<std::pair<std::string, std::int64_t>> all() const;

private:
    TextCoder coder_;
    Resolve resolve_;
    mutable std::mutex mutex_;            // guards what follows
    std::vector<std::int64_t> meanings_;  // by code; as far as resolved
};

}  // namespace flowspace
