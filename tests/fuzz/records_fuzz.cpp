// Any bytes by any dialect: reading ends, rows never go back, every field is UTF-8, every problem has its
// words.
#include "data/import/csv_reader.h"
#include "data/import/import_plan.h"
#include "data/import/limits.h"
#include "data/import/utf8.h"
#include "tests/fuzz/expect.h"
#include "tests/fuzz/memory_path.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace flowspace;
    if (size < 2) return 0;
    static constexpr std::array<const char*, 6> delimiters = {",", ";", "\t", "|", "，", " "};
    static constexpr std::array<char, 3> quotes = {'"', '\'', 0};
    TextDialect dialect;
    dialect.encoding = static_cast<TextEncoding>(data[0] & 3);
    dialect.delimiter = delimiters[(data[0] >> 2) % delimiters.size()];
    dialect.quote = quotes[data[1] % quotes.size()];
    dialect.skipped_lines = data[1] >> 6;
    static fuzz::MemoryPath path("records");
    path.fill(data + 2, size - 2);
    std::unique_ptr<RecordReader> reader;
    if (const auto problem = open_text_table(path.path(), dialect, reader)) {
        FLOWSPACE_EXPECT(!meaning(problem->code).zh.empty());
        return 0;
    }
    std::uint64_t row = 0;
    for (std::size_t step = 0;; ++step) {
        FLOWSPACE_EXPECT(step <= 4 * size + 16);
        RecordReader::Record record;
        Problem problem;
        const auto outcome = reader->next(record, problem);
        if (outcome == RecordReader::Outcome::end) return 0;
        if (outcome == RecordReader::Outcome::problem) {
            FLOWSPACE_EXPECT(!meaning(problem.code).zh.empty() && !meaning(problem.code).en.empty());
            if (problem.row == 0) return 0;
            FLOWSPACE_EXPECT(problem.row > row);
            row = problem.row;
            continue;
        }
        FLOWSPACE_EXPECT(record.row > row && !record.fields.empty());
        row = record.row;
        for (const std::string_view field : record.fields) FLOWSPACE_EXPECT(!find_bad_utf8(field));
    }
}
