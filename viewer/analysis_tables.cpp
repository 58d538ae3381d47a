#include "viewer/analysis_tables.h"

#include "data/import/ground_worker.h"
#include "data/import/plain_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace flowspace {

namespace {

namespace fs = std::filesystem;

TableFile file_at(const std::string& path) {
    std::error_code failed;
    TableFile file{.path = path, .there = fs::is_regular_file(path, failed)};
    if (!file.there) return file;
    file.bytes = fs::file_size(path, failed);
    file.changed = fs::last_write_time(path, failed).time_since_epoch().count();
    return file;
}

}  // namespace

AnalysisTable cost_table() {
    return {.key = cost_key,
            .help = {
                "table of costs: origin, destination and minutes or km; may be asymmetric; `unreachable`: no "
                "way. Without it: geodesic km",
                "费用表：origin, destination 与 minutes 或 km，可不对称，unreachable "
                "表示不可达；不给则用大地线距离（千米）"}};
}

std::vector<AnalysisTable> tables_of(const Analysis& analysis) {
    std::vector<AnalysisTable> tables(analysis.tables.begin(), analysis.tables.end());
    tables.push_back(cost_table());
    return tables;
}

TableFiles table_files(const Analysis& analysis,
                       const std::map<std::string, std::string, std::less<>>& paths) {
    TableFiles files;
    for (const AnalysisTable& table : tables_of(analysis))
        if (const auto path = paths.find(table.key); path != paths.end() && !path->second.empty())
            files.emplace(table.key, file_at(path->second));
    return files;
}

std::optional<Fault> missing_file(const TableFiles& files) {
    for (const auto& [key, file] : files)
        if (!file.there)
            return Fault{
                fmt::format("{}: found no file '{}', expected a table that can be read", key, file.path),
                fmt::format("{}：未找到文件“{}”，应为可读取的表", key, file.path)};
    return std::nullopt;
}

std::optional<Error> read_tables(const TableFiles& files, const Analysis& analysis, AnalysisInput& input,
                                 const std::stop_token& stop) {
    for (const auto& [key, file] : files) {
        const auto wanted = std::ranges::find(analysis.tables, std::string_view(key), &AnalysisTable::key);
        if (wanted != analysis.tables.end() && wanted->shape == TableShape::outlines) {
            Result<OutlineTable> table = read_outlines_in_worker(file.path, stop);
            if (!table) return table.error();
            input.outlines.insert_or_assign(key, std::move(*table));
            continue;
        }
        Result<PlainTable> table = read_plain_table_in_worker(file.path, stop);
        if (!table) return table.error();
        if (key != cost_key) {
            input.tables.insert_or_assign(key, std::move(*table));
            continue;
        }
        Result<CostTable> cost = read_cost_table(*table, *input.dataset.atlas);
        if (!cost) return cost.error();
        input.cost = std::move(*cost);
    }
    return std::nullopt;
}

}  // namespace flowspace
