// The import report as one flat table: a row per fact.
#include "data/import/import_report.h"
#include "data/time_axis.h"

#include <array>

namespace flowspace {
namespace {

constexpr std::array<std::string_view, 4> encodings = {"utf-8", "utf-16le", "utf-16be", "gb18030"};
constexpr std::array<std::string_view, 3> formats = {"text", "parquet", "spreadsheet"};
constexpr std::array<std::string_view, 3> roles = {"flows", "places", "groups"};

/// Facts of one source (or of the whole import, where file is empty).
class Facts {
public:
    explicit Facts(OutputTable& table, std::string file = {}) : table_(table), file_(std::move(file)) {}

    struct Fact {
        std::string kind, code;
        OutputCell row = {}, column = {}, count = {}, value = {}, text = {};
    };
    void add(Fact fact) {
        table_.rows.push_back({file_, std::move(fact.kind), std::move(fact.code), std::move(fact.row),
                               std::move(fact.column), std::move(fact.count), std::move(fact.value),
                               std::move(fact.text)});
    }
    void text(const char* kind, const char* code, std::string text) {
        add({.kind = kind, .code = code, .text = std::move(text)});
    }
    void count(const char* kind, const std::string& code, std::uint64_t rows) {
        add({.kind = kind, .code = code, .count = static_cast<std::int64_t>(rows)});
    }
    void volume(const char* kind, const std::string& code, const Volume& volume, OutputCell text = {}) {
        add({.kind = kind,
             .code = code,
             .count = static_cast<std::int64_t>(volume.rows),
             .value = value(volume.value),
             .text = std::move(text)});
    }

private:
    OutputTable& table_;
    std::string file_;
};

void add_source(OutputTable& table, const SourceReport& source) {
    Facts facts(table, source.path);
    facts.text("source", "role", std::string(roles[static_cast<std::size_t>(source.role)]));
    facts.text("source", "format", std::string(formats[static_cast<std::size_t>(source.format)]));
    if (!source.compression.empty()) facts.text("source", "compression", source.compression);
    if (source.format == FileFormat::text) {
        facts.text("source", "encoding",
                   std::string(encodings[static_cast<std::size_t>(source.text.encoding)]));
        facts.text("source", "delimiter", source.text.delimiter == "\t" ? "tab" : source.text.delimiter);
    }
    facts.text("source", "sha256", source.identity.sha256);
    facts.count("source", "bytes", source.identity.bytes);
    if (source.identity.modified_ms != 0)
        facts.text("source", "modified",
                   format_time(Grain::second, TimeMs{source.identity.modified_ms}) + "Z");
    facts.text("rows", "counted_as", source.cells ? "cells" : "records");
    facts.count("rows", "records", source.records);
    facts.count("rows", "rows_in", source.rows_in);
    facts.count("rows", "kept", source.rows_kept);
    facts.count("rows", "rejected", source.rows_rejected());
    facts.count("rows", "filtered", source.rows_filtered());
    facts.count("rows", "zero", source.zero_rows);
    facts.count("rows", "negative", source.negative_rows);
    facts.count("rows", "reversed", source.reversed_rows);
    facts.count("rows", "self", source.self_rows);
    facts.count("rows", "spread", source.spread_rows);
    for (const auto& [code, rows] : source.rejected) facts.count("rejected", code, rows);
    for (const auto& [code, rows] : source.filtered) facts.count("filtered", code, rows);
    for (const auto& [layer, volume] : source.lost) facts.volume("lost", layer, volume);
    for (const Problem& problem : source.problems)
        facts.add({.kind = "problem",
                   .code = problem.code,
                   .row = static_cast<std::int64_t>(problem.row),
                   .column = problem.column,
                   .text = "found '" + problem.found + "', expected " + problem.expected});
    facts.count("rows", "problems", source.problem_count);
}

std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts) all += (all.empty() ? "" : " ") + text;
    return all;
}

}  // namespace

OutputTable report_table(const ImportReport& report) {
    OutputTable table;
    table.columns = {"file", "kind", "code", "row", "column", "count", "value", "text"};
    for (const SourceReport& source : report.sources) add_source(table, source);
    Facts facts(table);
    for (const LayerTotal& total : report.totals) facts.volume("total", total.layer, total.kept);
    facts.count("rows", "duplicates", report.duplicate_rows);
    facts.count("rows", "unpublished", report.unpublished_cells);
    facts.count("rows", "names", report.name_count);
    for (const UnjoinedName& name : report.names) {
        const char* kind = name.ambiguous ? "ambiguous-name" : "unknown-name";
        facts.add({.kind = kind,
                   .code = name.name,
                   .count = static_cast<std::int64_t>(name.rows),
                   .text = joined(name.candidates)});
        for (const auto& [layer, volume] : name.lost) facts.volume("lost-name", name.name, volume, layer);
    }
    for (const RuleNote& rule : report.rules) {
        table.notes.push_back({rule.code, rule.en, rule.zh});
        facts.text("rule", rule.code.c_str(), rule.en);
    }
    return table;
}

}  // namespace flowspace
