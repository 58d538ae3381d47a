// A project: which tables, how they are read, what is known of them, and how they were last looked at. Data
// only: no code, no SQL, no secret.
#pragma once

#include "data/import/file_identity.h"
#include "data/import/import_plan.h"
#include "data/project/json_value.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

struct ImportReport;

inline constexpr std::uint64_t project_version = 1;

/// What the last import saw of a table: rows_in = kept + rejected + filtered.
struct SourceRecord {
    FileIdentity identity = {};  // sha256 empty: never read
    std::uint64_t rows_in = 0;
    std::uint64_t rows_kept = 0;
    std::map<std::string, std::uint64_t> rejected = {};  // by code
    std::map<std::string, std::uint64_t> filtered = {};  // by the rule's code

    bool operator==(const SourceRecord&) const = default;
};

struct Project {
    std::uint64_t version = project_version;  // a newer program's is kept
    std::string title_zh = {};
    std::string title_en = {};
    ImportPlan plan = {};  // paths as the file has them: relative to it, `/` between folders
    std::map<std::string, SourceRecord> sources = {};  // by table_key
    std::string database = {};                         // URL of the flows, without a secret; empty: none
    std::vector<std::string> boundaries = {};          // paths, as above
    std::vector<std::string> terrain = {};
    /// How it was last looked at: the viewer's own object, or null. Tables of its analyses (the members
    /// `tables` of members `analysis`) are paths, as above.
    JsonValue view = {};
    /// What a newer program wrote and this one does not know: members by the JSON pointer of their object,
    /// with tables and columns by name. Written back where they were.
    std::map<std::string, JsonValue> unknown = {};

    bool operator==(const Project&) const = default;
};

/// What tells a table from the others of a project: its path, and its sheet where it has one.
std::string table_key(const TablePlan& table);

/// The report's facts, one per table of the project.
/// Pre: `report` is of `project`'s plan: one source per table, in its order.
void record_sources(Project& project, const ImportReport& report);

}  // namespace flowspace
