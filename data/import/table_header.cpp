#include "data/import/table_header.h"

#include "data/import/limits.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace flowspace {
namespace {

struct RoleColumns {
    TableRole role;
    std::array<std::string_view, 3> needed;  // empty where there are only two
    std::array<std::string_view, 11> known;  // that may stand there too
};

constexpr std::array<RoleColumns, 3> roles = {
    {{TableRole::flows, {"origin", "destination", ""}, {"layer", "time", "value"}},
     {TableRole::places,
      {"id", "lon", "lat"},
      {"name", "name_zh", "short_zh", "name_en", "province", "population_2010", "population_2020", "gdp_2010",
       "gdp_2016", "gdp_2020", "gdp_2022"}},
     {TableRole::groups, {"kind", "group", "place"}, {"role", "name_zh", "name_en", "scope", "primary"}}}};

constexpr std::string_view expected_columns =
    "origin,destination (flows), id,lon,lat (places) or kind,group,place (groups), separated by commas";

Problem in_header(std::string code, std::string column, std::string found, std::string expected) {
    return {.row = 1,
            .column = std::move(column),
            .code = std::move(code),
            .found = std::move(found),
            .expected = std::move(expected)};
}

bool has(const std::vector<std::string>& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

/// Renames `from` where the table has no `to` of its own.
void rename(std::vector<std::string>& names, std::string_view from, std::string_view to) {
    const auto at = std::ranges::find(names, from);
    if (at != names.end() && !has(names, to)) *at = to;
}

bool is_known(const RoleColumns& role, const std::string& name) {
    return !name.empty() && (std::ranges::find(role.needed, name) != role.needed.end() ||
                             std::ranges::find(role.known, name) != role.known.end());
}

std::optional<Problem> check_names(const RoleColumns& role, const TableHeader& header, ProblemLog& log) {
    for (std::size_t column = 0; column < header.names.size(); ++column) {
        const std::string& name = header.names[column];
        if (name.empty()) {
            log.add(in_header("empty-header", "", fmt::format("column {}", column + 1),
                              "a name; the column is left out"));
            continue;
        }
        const auto first =
            static_cast<std::size_t>(std::ranges::find(header.names, name) - header.names.begin());
        if (first == column) continue;
        if (is_known(role, name))
            return in_header("duplicate-column", name,
                             fmt::format("columns {} and {}", first + 1, column + 1),
                             "one column of this name");
        log.add(in_header("duplicate-header", name, fmt::format("columns {} and {}", first + 1, column + 1),
                          "one column of this name; both are left out"));
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::size_t> TableHeader::find(std::string_view name) const {
    const auto at = std::ranges::find(names, name);
    if (at == names.end()) return std::nullopt;
    return static_cast<std::size_t>(at - names.begin());
}

std::optional<Problem> read_header(RecordReader& reader, ProblemLog& log, TableHeader& header) {
    RecordReader::Record record;
    Problem problem;
    const RecordReader::Outcome outcome = reader.next(record, problem);
    if (outcome == RecordReader::Outcome::problem) return problem;
    if (outcome == RecordReader::Outcome::end)
        return Problem{.code = "empty-file", .found = "no rows", .expected = "a table with a header row"};
    if (record.fields.size() > max_columns)
        return in_header("too-many-columns", "", fmt::format("{} columns", record.fields.size()),
                         fmt::format("at most {}", max_columns));
    header.names.assign(record.fields.begin(), record.fields.end());
    if (has(header.names, "origin")) {
        rename(header.names, "dest", "destination");
        rename(header.names, "count", "value");
    }
    const RoleColumns* found = nullptr;
    for (const RoleColumns& role : roles) {
        const auto present = [&](std::string_view name) { return name.empty() || has(header.names, name); };
        if (!std::ranges::all_of(role.needed, present)) continue;
        if (found)
            return in_header("ambiguous-header", "", fmt::format("{}", fmt::join(header.names, ",")),
                             "the columns of one kind of table");
        found = &role;
    }
    if (!found)
        return in_header("no-usable-header", "", fmt::format("{}", fmt::join(header.names, ",")),
                         std::string(expected_columns));
    header.role = found->role;
    return check_names(*found, header, log);
}

}  // namespace flowspace
