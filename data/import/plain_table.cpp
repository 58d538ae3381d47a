#include "data/import/plain_table.h"

#include "data/import/ground_worker.h"
#include "data/import/limits.h"
#include "data/import/table_worker.h"
#include "data/import/utf8.h"
#include "data/pack/byte_writer.h"
#include "data/worker/plan_bytes.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

namespace flowspace {
namespace {

constexpr std::size_t listed_problems = 100;

std::string lower_case(std::string_view text) {
    std::string made(text);
    for (char& one : made) one = static_cast<char>(std::tolower(static_cast<unsigned char>(one)));
    return made;
}

Error fault(const std::string& path, Problem problem) {
    problem.file = path;
    return Error{format_problem(problem)};
}

/// The problem of a record that cannot be a row; nothing where it is one.
std::optional<Problem> refusal(RecordReader::Outcome outcome, const RecordReader::Record& record,
                               const Problem& problem, std::size_t columns) {
    if (outcome == RecordReader::Outcome::problem) return problem;
    if (record.fields.size() == columns) return std::nullopt;
    return Problem{.row = record.row,
                   .code = "ragged-row",
                   .found = fmt::format("{} fields", record.fields.size()),
                   .expected = fmt::format("{} as in the header", columns)};
}

/// The one way to read the file, or what the user must settle first.
Result<TablePlan> plan_for(const std::string& path, const std::stop_token& stop,
                           const WorkerOptions& worker) {
    const Inspection look = inspect_in_worker(path, {}, stop, worker);
    if (look.broken) return fault(path, *look.broken);
    if (!look.alternatives.empty())
        return fault(path, {.code = "ambiguous-dialect",
                            .found = fmt::format("{} ways to read it", look.alternatives.size() + 1),
                            .expected = "one, such as UTF-8 with commas"});
    return TablePlan{.path = path, .format = look.format, .sheet = look.sheet, .text = look.text};
}

std::string checked_text(pack::ByteReader& from) {
    std::string text = from.text();
    if (find_bad_utf8(text)) from.fail();
    return text;
}

}  // namespace

std::optional<std::size_t> PlainTable::column(std::vector<std::string_view> names) const {
    for (const std::string_view name : names)
        for (std::size_t at = 0; at < columns.size(); ++at)
            if (lower_case(columns[at]) == name) return at;
    return std::nullopt;
}

Problem problem_at(const PlainTable& table, std::size_t row, std::size_t column, std::string_view code,
                   std::string_view expected) {
    return {.file = table.path,
            .row = table.rows[row],
            .column = table.columns[column],
            .code = std::string(code),
            .found = shorten(table.cell(row, column), max_found_characters),
            .expected = std::string(expected)};
}

Result<PlainTable> read_plain_table(const TablePlan& plan, const TableOpeners& openers) {
    OpenedTable opened = open_table(plan, openers);
    if (opened.problem) return fault(plan.path, *opened.problem);
    PlainTable table{.path = plan.path};
    RecordReader::Record record;
    Problem problem;
    RecordReader::Outcome outcome = opened.reader->next(record, problem);
    if (outcome == RecordReader::Outcome::problem) return fault(plan.path, problem);
    if (outcome == RecordReader::Outcome::end || record.fields.size() > max_columns)
        return fault(plan.path, {.code = "no-usable-header",
                                 .found = fmt::format("{} columns", record.fields.size()),
                                 .expected = "a header row"});
    table.columns = unique_columns({record.fields.begin(), record.fields.end()});
    while ((outcome = opened.reader->next(record, problem)) != RecordReader::Outcome::end) {
        if (outcome == RecordReader::Outcome::problem && problem.row == 0) return fault(plan.path, problem);
        if (std::optional<Problem> refused = refusal(outcome, record, problem, table.columns.size())) {
            refused->file = plan.path;
            refused->found = shorten(refused->found, max_found_characters);
            if (table.problems.size() < listed_problems) table.problems.push_back(std::move(*refused));
            ++table.refused;
            continue;
        }
        table.rows.push_back(record.row);
        table.cells.insert(table.cells.end(), record.fields.begin(), record.fields.end());
    }
    return table;
}

Result<PlainTable> read_plain_table_in_worker(const std::string& path, const std::stop_token& stop,
                                              WorkerOptions worker) {
    const Result<TablePlan> plan = plan_for(path, stop, worker);
    if (!plan) return plan.error();
    worker.program = worker_for(plan->format);
    worker.silence = patience_for(path, worker.silence);
    const std::vector<std::string> files = {path};
    Result<WorkerSession> session = WorkerSession::start(files, worker, stop);
    if (!session) return session.error();
    pack::ByteWriter arguments;
    write_plan({.tables = {*plan}}, arguments);
    const Result<WorkerAnswer> answer = session->ask("records", arguments.bytes(), {}, stop);
    if (!answer) return answer.error();
    pack::ByteReader reader(answer->bytes);
    std::optional<PlainTable> table = parse_plain_table(reader);
    if (!table) return not_as_agreed(path, "rows that cannot be");
    table->path = path;
    for (Problem& problem : table->problems) problem.file = path;
    return std::move(*table);
}

void write_plain_table(const PlainTable& table, BulkWriter& to) {
    to.count(table.columns.size());
    for (const std::string& column : table.columns) to.text(column);
    to.count(table.rows.size());
    to.array(std::span(table.rows));
    for (const std::string& cell : table.cells) to.text(cell);
    to.number(table.refused);
    to.count(table.problems.size());
    for (const Problem& problem : table.problems) {
        to.number(problem.row);
        for (const std::string* text : {&problem.column, &problem.code, &problem.found, &problem.expected})
            to.text(*text);
    }
}

std::optional<PlainTable> parse_plain_table(pack::ByteReader& from) {
    PlainTable table;
    for (std::size_t left = from.count(4); left > 0 && !from.failed(); --left)
        table.columns.push_back(checked_text(from));
    table.rows = from.array<std::uint64_t>(from.count(sizeof(std::uint64_t)));
    const std::size_t cells = table.rows.size() * table.columns.size();
    for (std::size_t left = cells; left > 0 && !from.failed(); --left)
        table.cells.push_back(checked_text(from));
    table.refused = from.number<std::uint64_t>();
    for (std::size_t left = from.count(24); left > 0 && !from.failed(); --left) {
        Problem& problem = table.problems.emplace_back(Problem{.row = from.number<std::uint64_t>()});
        for (std::string* text : {&problem.column, &problem.code, &problem.found, &problem.expected})
            *text = checked_text(from);
    }
    const bool ascending = std::ranges::is_sorted(table.rows);
    if (!from.complete() || !ascending || table.columns.empty() || table.columns.size() > max_columns ||
        table.problems.size() > listed_problems || table.problems.size() > table.refused)
        return std::nullopt;
    return table;
}

}  // namespace flowspace
