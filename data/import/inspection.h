// What one look at a file shows: format, dialect, columns and the first rows. Plain values that cross a
// process boundary, so the text form is checked when it is read back.
#pragma once

#include "data/import/file_identity.h"
#include "data/import/import_plan.h"
#include "data/import/problem.h"
#include "data/import/record_reader.h"
#include "data/result.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

inline constexpr std::size_t inspected_rows = 50;
inline constexpr std::size_t inspected_problems = 20;  // kept; there may be more

struct Inspection {
    std::string path = {};
    FileFormat format = FileFormat::text;
    std::string compression = {};                // "gzip", "zstd"; empty: none
    TextDialect text = {};                       // FileFormat::text: the likeliest
    std::vector<TextDialect> alternatives = {};  // others that fit as well: the user must say which
    std::string sheet = {};                      // of a spreadsheet: the one that was looked at
    std::vector<std::string> sheets = {};        // all of them, in their order
    std::vector<std::string> header = {};        // as written
    std::vector<std::string> columns = {};  // one per header: a second `x` is `x#2`, an empty one `column 3`
    std::vector<std::vector<std::string>> rows = {};  // the first `inspected_rows` whole ones, in UTF-8
    std::uint64_t row_estimate = 0;                   // data rows, from the size of those seen
    bool row_count_exact = false;  // the file ended among the rows seen, or its format says
    FileIdentity identity = {};
    std::vector<Problem> problems = {};  // of the rows seen, and renamed columns
    std::optional<Problem> broken = {};  // why nothing can be read of it; the rest is then empty

    bool operator==(const Inspection&) const = default;
};

/// How a format is opened: a reader that gives the header first, or what is wrong with the file.
struct OpenedTable {
    std::unique_ptr<RecordReader> reader = {};
    std::optional<Problem> problem = {};
};

/// What other libraries know of files that are no text. An empty function: the format cannot be read here.
struct TableOpeners {
    /// The records of a table as its plan says.
    std::function<OpenedTable(const TablePlan&)> parquet = {};
    std::function<OpenedTable(const TablePlan&)> spreadsheet = {};
    /// The sheets of a spreadsheet, in their order; empty where the file is none.
    std::function<std::vector<std::string>(const std::string& path)> sheets = {};
    /// The exact number of rows that a file's own index tells; nothing where it does not.
    std::function<std::optional<std::uint64_t>(const TablePlan&)> row_count = {};
};

/// The reader of a table in any format; text is built in. Problems: those of the format;
/// `unknown-format` where no opener was given.
OpenedTable open_table(const TablePlan& table, const TableOpeners& openers);

/// "gzip" or "zstd" by the first bytes of a file; empty: neither.
std::string compression_of(const std::string& path);

/// text, unless the first bytes say Parquet (PAR1) or a spreadsheet (a zip archive, an OLE document).
FileFormat format_of(const std::string& path);

struct InspectOptions {
    std::optional<TextDialect> text = {};  // look at it this way instead of guessing
    std::string sheet = {};                // of a spreadsheet; empty: the first
};

/// Never fails: what is wrong is in `broken`. Reads the whole file once for its SHA-256. Titles above the
/// header of a sheet are skipped as those of a text are.
Inspection inspect_file(const std::string& path, const TableOpeners& openers,
                        const InspectOptions& options = {}, const std::stop_token& stop = {});

/// How to look again at a file that a plan reads in another way than it was looked at; nothing where rows and
/// columns would be the same. `said`: the texts of apply_mapping; the lines above the header of another sheet
/// are found out unless they say them.
std::optional<InspectOptions> another_look(const TablePlan& table, const Inspection& file,
                                           std::span<const std::string> said);

/// `column 3` for 2: what a column without a name is called.
std::string numbered_column(std::size_t column);

/// The names under which a header's columns are known, one per field: each once, none empty.
std::vector<std::string> unique_columns(const std::vector<std::string>& header);

/// JSON, and back. Errors: what is missing, of another type, too large, not UTF-8, or not one entry per
/// column.
std::string to_json(const Inspection& inspection);
Result<Inspection> parse_inspection(std::string_view json);

}  // namespace flowspace
