#include "data/formats/resolved_column.h"

#include <stdexcept>

namespace flowspace {

void ResolvedColumn::run(const DuckCells& cells, duckdb_vector answers) {
    thread_local std::vector<std::uint32_t> codes;
    codes.resize(cells.size());
    coder_.code(cells, codes.data());
    if (coder_.is_full())
        throw std::runtime_error("too many different places, layers or times to ask the file about");
    auto* out = static_cast<std::int64_t*>(duckdb_vector_get_data(answers));
    const std::lock_guard lock(mutex_);
    for (std::size_t row = 0; row < cells.size(); ++row) {
        while (codes[row] >= meanings_.size())
            meanings_.push_back(resolve_(coder_.text(static_cast<std::uint32_t>(meanings_.size()))));
        out[row] = meanings_[codes[row]];
    }
}

std::vector<std::pair<std::string, std::int64_t>> ResolvedColumn::all() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::pair<std::string, std::int64_t>> known;
    for (std::uint32_t code = 0; code < meanings_.size(); ++code)
        if (meanings_[code] >= least_meaning) known.emplace_back(coder_.text(code), meanings_[code]);
    return known;
}

std::vector<std::string> ResolvedColumn::texts_of(std::int64_t meaning) const {
    std::vector<std::string> texts;
    for (const auto& [text, of] : all())
        if (of == meaning) texts.push_back(text);
    return texts;
}

}  // namespace flowspace
