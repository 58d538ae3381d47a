// What an import took in and what it left out, and why: every row of every source is accounted for.
#pragma once

#include "data/import/file_identity.h"
#include "data/import/import_plan.h"
#include "data/import/problem.h"
#include "data/import/volume.h"
#include "data/output_table.h"
#include "data/result.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

inline constexpr std::size_t reported_names = 10'000;  // per import, the largest volumes; all are counted

/// A name that no place has, or that several have; never guessed.
struct UnjoinedName {
    std::string name = {};   // as written
    bool ambiguous = false;  // several places; else none
    std::vector<std::string> candidates =
        {};                  // ids: of the places it may mean; for an unknown one, near names
    std::uint64_t rows = 0;  // that were refused for it
    std::map<std::string, Volume> lost = {};  // by layer

    bool operator==(const UnjoinedName&) const = default;
};

/// One source file. rows_in = kept + rejected + filtered, always. A row is a record; where columns stand for
/// times, destinations or layers, it is a cell of such a column (`cells` is true), and a record that cannot
/// be read loses as many as there are such columns.
struct SourceReport {
    std::string path = {};
    TableRole role = TableRole::flows;
    FileFormat format = FileFormat::text;
    std::string compression = {};
    TextDialect text = {};
    FileIdentity identity = {};
    bool cells = false;
    std::uint64_t records = 0;
    std::uint64_t rows_in = 0;
    std::uint64_t rows_kept = 0;
    std::map<std::string, std::uint64_t> rejected = {};  // by the code of the row's first problem
    std::map<std::string, std::uint64_t> filtered = {};  // right, but left out by a rule: by the rule's code
    std::uint64_t zero_rows = 0;                         // kept, with the value zero
    std::uint64_t negative_rows = 0;                     // kept as they are, below zero
    std::uint64_t reversed_rows = 0;                     // kept, turned round for being below zero
    std::uint64_t self_rows = 0;                         // kept, origin and destination alike
    std::uint64_t spread_rows = 0;                       // kept, divided over several steps
    bool counts_rows = false;                            // no value column: each row counts 1
    std::map<std::string, Volume> lost = {};  // by layer: rejected for their places, everything else readable
    std::vector<Problem> problems = {};       // the first ones
    std::uint64_t problem_count = 0;

    std::uint64_t rows_rejected() const;
    std::uint64_t rows_filtered() const;

    bool operator==(const SourceReport&) const = default;
};

/// A rule that was applied, in words: what a reader of the numbers must know.
struct RuleNote {
    std::string code = {};
    std::string en = {};
    std::string zh = {};

    bool operator==(const RuleNote&) const = default;
};

struct LayerTotal {
    std::string layer = {};
    Volume kept = {};  // exact where the values are decimals
    bool operator==(const LayerTotal&) const = default;
};

struct ImportReport {
    std::vector<SourceReport> sources = {};  // one per table of the plan, in its order
    std::vector<LayerTotal> totals = {};     // in the order of lists
    std::vector<UnjoinedName> names = {};    // by rows descending, then name
    std::uint64_t name_count = 0;
    std::uint64_t duplicate_rows = 0;  // with the layer, step and pair of an earlier row, summed or not
    std::uint64_t unpublished_cells = 0;
    std::vector<RuleNote> rules = {};  // in a fixed order

    bool operator==(const ImportReport&) const = default;
};

/// Rows of all tables of flows together.
struct RejectedRows {
    std::uint64_t in = 0;
    std::uint64_t rejected = 0;
    bool cells = false;  // of some table cells are counted
};
RejectedRows rejected_rows(const ImportReport& report);

/// Whether every source's rows add up. False is a fault of the program, or a forged reply.
bool adds_up(const ImportReport& report);

/// The rules of a plan that matter for what was read, in words.
std::vector<RuleNote> rule_notes(const ImportPlan& plan, const ImportReport& report);

/// One row per fact, for `check --format csv|json` and files: columns
/// `file` (empty: the whole import), `kind` (source, rows, rejected, filtered, lost, name, total, rule,
/// problem), `code` (what is counted: sha256, rows_in, kept, a problem's code, a layer, a name, ...), `row`,
/// `column`, `count` (rows), `value` (the volume), `text`.
OutputTable report_table(const ImportReport& report);

/// JSON, and back. Errors: what is missing, of another type, too large or not UTF-8, or does not add up.
std::string to_json(const ImportReport& report);
Result<ImportReport> parse_import_report(std::string_view json);

}  // namespace flowspace
