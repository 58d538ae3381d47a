// The tables that an analysis reads beside flows and places: which files, and reading them in a worker.
#pragma once

#include "data/analysis/analysis.h"
#include "data/analysis/analysis_fault.h"

#include <cstdint>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace flowspace {

/// A file as it stood when it was asked for: changed on the disk it is another.
struct TableFile {
    std::string path = {};
    std::uint64_t bytes = 0;
    std::int64_t changed = 0;  // of the file system's clock
    bool there = false;

    bool operator==(const TableFile&) const = default;
};
using TableFiles = std::map<std::string, TableFile, std::less<>>;  // by key of the table

/// The key under which every analysis takes a table of costs.
inline constexpr std::string_view cost_key = "cost";

AnalysisTable cost_table();
/// The tables an analysis may be given, that of costs last.
std::vector<AnalysisTable> tables_of(const Analysis& analysis);

/// Of the paths that are not empty and named by a key of the analysis.
TableFiles table_files(const Analysis& analysis,
                       const std::map<std::string, std::string, std::less<>>& paths);

/// A file that is not there.
std::optional<Fault> missing_file(const TableFiles& files);

/// Puts the tables into the input, each read by a worker process. Errors: those of reading, with file, row
/// and column. What a table of costs refused is in input.cost.
std::optional<Error> read_tables(const TableFiles& files, const Analysis& analysis, AnalysisInput& input,
                                 const std::stop_token& stop = {});

}  // namespace flowspace
