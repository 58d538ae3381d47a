// An import report in words, for people at a terminal: rows in = kept + rejected + filtered, and why.
#pragma once

#include "data/import/import_report.h"
#include "data/import/problem.h"
#include "data/time_axis.h"
#include "render/scene/style.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

namespace flowspace {

struct Atlas;

/// What an account alone does not say: what each column was taken for, and the times that came of it.
struct ReadTables {
    ImportPlan plan = {};
    TimeAxis axis = {};
    std::shared_ptr<const Atlas> atlas = {};  // names candidates; none: their ids stand alone
};

/// One paragraph per source, then layers and times, names that found no place and the rules that were
/// applied. Ends with a line feed.
std::string report_text(const ImportReport& report, const ReadTables& read, Language language);

/// A plan's text dialect and packing in a few words: `CSV, GB18030, comma, gzip`.
std::string format_words(const SourceReport& source, Language language);

/// Milliseconds since 1970 as 2026-11-22T05:30:00Z.
std::string format_moment(std::int64_t ms);

/// Writes the report: JSON where the name ends in .json, else CSV (a text that a spreadsheet would take for a
/// formula gets a ' before it). Problems: those of write_file.
std::optional<Problem> write_report(const std::filesystem::path& path, const ImportReport& report);

}  // namespace flowspace
