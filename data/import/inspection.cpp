#include "data/import/inspection.h"

#include "data/import/csv_reader.h"
#include "data/import/dialect_guess.h"
#include "data/import/headerless_reader.h"
#include "data/import/layout_guess.h"
#include "data/import/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <set>

namespace flowspace {
namespace {

std::string first_bytes(const std::string& path) {
    std::array<char, 8> bytes{};
    FileIdentity identity;
    if (stat_file(path, identity)) return {};  // a pipe would wait
    std::ifstream file(path, std::ios::binary);
    file.read(bytes.data(), bytes.size());
    return {bytes.data(), static_cast<std::size_t>(file.gcount())};
}

OpenedTable open_text(const TablePlan& table) {
    OpenedTable opened;
    opened.problem = open_text_table(table.path, table.text, opened.reader);
    return opened;
}

/// The likeliest dialect, and those that are as likely.
std::optional<Problem> sniff(const std::string& path, Inspection& look) {
    TextSniff found;
    if (auto problem = sniff_text(path, found)) return problem;
    look.text = found.best;
    for (const TextCandidate& other : found.candidates)
        if (other.likelihood == Likelihood::equal) look.alternatives.push_back(other.dialect);
    return std::nullopt;
}

/// Header and first rows; false where the table broke off before its header.
bool read_first_rows(RecordReader& reader, Inspection& look) {
    RecordReader::Record record;
    Problem problem;
    RecordReader::Outcome outcome = reader.next(record, problem);
    if (outcome != RecordReader::Outcome::record) {
        look.broken =
            outcome == RecordReader::Outcome::problem
                ? problem
                : Problem{.code = "empty-file", .found = "no rows", .expected = "a table with a header row"};
        return false;
    }
    if (record.fields.size() > max_columns) {
        look.broken = Problem{.row = record.row,
                              .code = "too-many-columns",
                              .found = fmt::format("{} columns", record.fields.size()),
                              .expected = fmt::format("at most {}", max_columns)};
        return false;
    }
    look.header.assign(record.fields.begin(), record.fields.end());
    look.columns = unique_columns(look.header);
    for (std::size_t seen = 0; look.rows.size() < inspected_rows && seen < 4 * inspected_rows; ++seen) {
        outcome = reader.next(record, problem);
        if (outcome == RecordReader::Outcome::end) {
            look.row_count_exact = true;
            break;
        }
        if (outcome == RecordReader::Outcome::record && record.fields.size() == look.columns.size()) {
            look.rows.emplace_back(record.fields.begin(), record.fields.end());
            continue;
        }
        if (outcome == RecordReader::Outcome::record)
            problem = {.row = record.row,
                       .code = "ragged-row",
                       .found = fmt::format("{} fields", record.fields.size()),
                       .expected = fmt::format("{} as in the header", look.columns.size())};
        problem.file = look.path;
        if (look.problems.size() < inspected_problems) look.problems.push_back(problem);
        ++look.row_estimate;
        if (problem.row == 0) break;
    }
    look.row_estimate += look.rows.size();
    return true;
}

/// Whether the first row of a sheet does not go with those below it.
bool may_have_titles(const Inspection& look) {
    const auto filled =
        std::ranges::count_if(look.header, [](const std::string& cell) { return !cell.empty(); });
    return filled <= 1 ||
           std::ranges::find(look.problems, "ragged-row", &Problem::code) != look.problems.end();
}

/// Titles and notes above the header of a sheet: the rows are then read anew from below them.
void skip_titles(TablePlan& table, const TableOpeners& openers, Inspection& look) {
    if (!may_have_titles(look)) return;
    const auto rows_from = [&] { return open_table(table, openers).reader; };
    std::vector<SampleRecord> sample;
    RecordReader::Record record;
    Problem problem;
    const auto first = rows_from();
    while (first && sample.size() < 2 * inspected_rows &&
           first->next(record, problem) == RecordReader::Outcome::record)
        sample.push_back({.row = record.row, .fields = {record.fields.begin(), record.fields.end()}});
    for (SampleRecord& row : sample)
        while (!row.fields.empty() && row.fields.back().empty()) row.fields.pop_back();
    const TitleRows titles = find_titles(sample);
    if (titles.count == 0) return;
    if (!titles.plain) look.alternatives.push_back(look.text);
    look.text.skipped_lines = table.text.skipped_lines = titles.count;
    look.rows.clear();
    look.problems.clear();
    look.row_estimate = 0;
    look.row_count_exact = false;
    if (const auto below = rows_from()) (void)read_first_rows(*below, look);
}

/// A sheet without a row, where the workbook has others: one of those is meant.
void name_other_sheets(Inspection& look) {
    if (look.sheets.size() < 2 || look.broken->code != "empty-file") return;
    std::vector<std::string> others;
    std::ranges::copy_if(look.sheets, std::back_inserter(others),
                         [&](const std::string& sheet) { return sheet != look.sheet; });
    look.broken->expected =
        fmt::format("a sheet with rows: --sheet NAME, one of {}", fmt::join(others, ", "));
}

/// From the size of the rows seen; unpacked files take about four times the room of packed ones.
void estimate_rows(Inspection& look) {
    if (look.row_count_exact || look.rows.empty()) return;
    std::uint64_t seen = 0;
    for (const std::vector<std::string>& row : look.rows)
        for (const std::string& field : row) seen += field.size() + 1;
    const std::uint64_t bytes = look.identity.bytes * (look.compression.empty() ? 1 : 4);
    look.row_estimate =
        std::max(look.row_estimate, bytes * look.rows.size() / std::max<std::uint64_t>(seen, 1));
}

}  // namespace

std::string compression_of(const std::string& path) {
    const std::string start = first_bytes(path);
    if (start.starts_with("\x1f\x8b")) return "gzip";
    if (start.starts_with("\x28\xb5\x2f\xfd")) return "zstd";
    return {};
}

FileFormat format_of(const std::string& path) {
    const std::string start = first_bytes(path);
    if (start.starts_with("PAR1")) return FileFormat::parquet;
    const bool zip = start.starts_with(std::string_view("PK\x03\x04", 4));
    const bool ole = start.starts_with("\xd0\xcf\x11\xe0");
    return zip || ole ? FileFormat::spreadsheet : FileFormat::text;
}

OpenedTable open_table(const TablePlan& table, const TableOpeners& openers) {
    const auto with_header = [&](OpenedTable opened) {
        const bool bare = table.text.header == HeaderRow::none && table.format != FileFormat::parquet;
        if (bare && opened.reader)
            opened.reader = std::make_unique<HeaderlessReader>(std::move(opened.reader));
        return opened;
    };
    if (table.format == FileFormat::text) return with_header(open_text(table));
    const auto& opener = table.format == FileFormat::parquet ? openers.parquet : openers.spreadsheet;
    if (opener) return with_header(opener(table));
    return {.problem =
                Problem{.code = "unknown-format",
                        .found = table.format == FileFormat::parquet ? "a Parquet file" : "a spreadsheet",
                        .expected = "a table of text (CSV, TSV)"}};
}

std::string numbered_column(std::size_t column) { return fmt::format("column {}", column + 1); }

std::vector<std::string> unique_columns(const std::vector<std::string>& header) {
    std::vector<std::string> columns;
    std::set<std::string> taken(header.begin(), header.end()), used;
    for (std::size_t at = 0; at < header.size(); ++at) {
        std::string name = header[at].empty() ? numbered_column(at) : header[at];
        const std::string base = name;
        for (std::size_t number = 2; used.contains(name) || (name != header[at] && taken.contains(name));
             ++number)
            name = fmt::format("{}#{}", base, number);
        used.insert(name);
        columns.push_back(std::move(name));
    }
    return columns;
}

Inspection inspect_file(const std::string& path, const TableOpeners& openers, const InspectOptions& options,
                        const std::stop_token& stop) {
    Inspection look{.path = path, .format = format_of(path), .compression = compression_of(path)};
    TablePlan table{.path = path, .format = look.format, .sheet = options.sheet};
    if (options.text) table.text = *options.text;
    if (look.format == FileFormat::spreadsheet && openers.sheets) {
        look.sheets = openers.sheets(path);
        if (table.sheet.empty() && !look.sheets.empty()) table.sheet = look.sheets.front();
        look.sheet = table.sheet;
    }
    look.text = table.text;
    if (look.format == FileFormat::text && !options.text) look.broken = sniff(path, look);
    table.text = look.text;
    OpenedTable opened;
    if (!look.broken) {
        opened = open_table(table, openers);
        look.broken = std::move(opened.problem);
    }
    if (!look.broken) look.broken = identify_file(path, look.identity, stop);
    if (!look.broken && read_first_rows(*opened.reader, look)) {
        if (look.format == FileFormat::spreadsheet && !options.text) skip_titles(table, openers, look);
        estimate_rows(look);
        if (const auto exact = openers.row_count ? openers.row_count(table) : std::nullopt) {
            look.row_estimate = *exact;
            look.row_count_exact = true;
        }
    }
    if (look.broken) name_other_sheets(look);
    if (look.broken) look.broken->file = path;
    return look;
}

std::optional<InspectOptions> another_look(const TablePlan& table, const Inspection& file,
                                           std::span<const std::string> said) {
    const bool other_sheet = table.format == FileFormat::spreadsheet && table.sheet != file.sheet;
    if (table.format == FileFormat::parquet || (table.text == file.text && !other_sheet)) return std::nullopt;
    const auto says = [&](std::string_view setting) {
        return std::ranges::any_of(
            said, [&](const std::string& text) { return text.find(setting) != std::string::npos; });
    };
    InspectOptions options{.text = table.text, .sheet = table.sheet};
    if (!other_sheet || says("@skip=")) return options;
    if (says("@header="))
        options.text->skipped_lines = 0;  // those counted were of the sheet before
    else
        options.text.reset();
    return options;
}

}  // namespace flowspace
