#include "data/formats/text_coder.h"

#include "data/formats/parquet_text.h"

#include <utility>

namespace flowspace {
namespace {

constexpr std::size_t longest_plain = std::size_t{64} << 10;

}  // namespace

bool TextCoder::can_code(const ParquetColumn& column) {
    switch (column.kind) {
        case ParquetKind::text:
        case ParquetKind::integer:
        case ParquetKind::date:
        case ParquetKind::timestamp:
            return true;
        default:
            return false;
    }
}

std::string_view TextCoder::text(std::uint32_t code) const {
    const std::lock_guard lock(mutex_);
    return texts_[code];
}

bool TextCoder::is_plain(std::string_view text) {
    return text.size() <= longest_plain && text.find('\0') == std::string_view::npos;
}

void TextCoder::code(const DuckCells& cells, std::uint32_t* codes) {
    const std::lock_guard lock(mutex_);
    switch (column_.type.id) {
        case DUCKDB_TYPE_VARCHAR: {
            const std::uint64_t* validity = cells.validity(0);
            const duckdb_string_t* texts = cells.values<duckdb_string_t>(0);
            for (std::size_t row = 0; row < cells.size(); ++row)
                codes[row] = is_valid(validity, row) ? code_of_text(text_of(texts[row])) : 0;
            return;
        }
        case DUCKDB_TYPE_TINYINT:
            return code_numbers<std::int8_t>(cells, codes);
        case DUCKDB_TYPE_SMALLINT:
            return code_numbers<std::int16_t>(cells, codes);
        case DUCKDB_TYPE_UTINYINT:
            return code_numbers<std::uint8_t>(cells, codes);
        case DUCKDB_TYPE_USMALLINT:
            return code_numbers<std::uint16_t>(cells, codes);
        case DUCKDB_TYPE_INTEGER:
        case DUCKDB_TYPE_DATE:
            return code_numbers<std::int32_t>(cells, codes);
        case DUCKDB_TYPE_UINTEGER:
            return code_numbers<std::uint32_t>(cells, codes);
        default:  // UBIGINT too: only equality matters
            return code_numbers<std::int64_t>(cells, codes);
    }
}

template <class T>
void TextCoder::code_numbers(const DuckCells& cells, std::uint32_t* codes) {
    const std::uint64_t* validity = cells.validity(0);
    const T* numbers = cells.values<T>(0);
    T last = {};
    std::uint32_t last_code = 0;
    bool any = false;
    for (std::size_t row = 0; row < cells.size(); ++row) {
        if (!is_valid(validity, row)) {
            codes[row] = 0;
            continue;
        }
        if (!any || numbers[row] != last) {
            last = numbers[row];
            last_code = code_of_number(static_cast<std::int64_t>(last), cells, row);
            any = true;
        }
        codes[row] = last_code;
    }
}

std::uint32_t TextCoder::add(std::string text) {
    if (texts_.size() > limits_.texts || text_bytes_ > limits_.bytes) {
        full_ = true;
        return 0;
    }
    text_bytes_ += text.size();
    texts_.push_back(std::move(text));
    return static_cast<std::uint32_t>(texts_.size() - 1);
}

std::uint32_t TextCoder::code_of_text(std::string_view text) {
    if (text.empty()) return 0;
    const auto at = by_text_.find(text);
    if (at != by_text_.end()) return at->second;
    const std::uint32_t code = add(std::string(text));
    if (code != 0) by_text_.emplace(texts_.back(), code);
    return code;
}

std::uint32_t TextCoder::code_of_number(std::int64_t number, const DuckCells& cells, std::size_t row) {
    const auto at = by_number_.find(number);
    if (at != by_number_.end()) return at->second;
    std::string text;
    append_cell(text, column_, cells, 0, row);
    const std::uint32_t code = add(std::move(text));
    if (code != 0) by_number_.emplace(number, code);
    return code;
}

}  // namespace flowspace
