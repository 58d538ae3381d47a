#include "data/import/open_files.h"

#include "data/import/csv_reader.h"
#include "data/import/flow_reader.h"
#include "data/import/place_reader.h"
#include "data/source/memory_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace flowspace {
namespace {

/// One file between opening and reading: its header is read, its rows are not.
struct OpenTable {
    CsvReader reader;
    TableHeader header;
    ProblemLog log;
    SourceFile file;
    std::optional<Problem> fatal;  // nothing more can be read

    OpenTable(const std::filesystem::path& path, std::size_t most) : log(path.string(), most) {
        file.path = path.string();
        fatal = reader.open(path);
        if (!fatal) fatal = read_header(reader, log, header);
    }

    template <class Read>
    void read_rows(const Read& read) {
        RowReader rows(reader, header, log, file);
        const std::optional<Problem> stopped = read(rows);
        fatal = stopped ? stopped : rows.broken();
        if (!fatal && file.rows_in == 0)
            log.add({.row = 1, .code = "no-rows", .found = "a header only", .expected = "rows below it"});
    }

    bool is(TableRole role) const { return !fatal && header.role == role; }

    SourceFile result() {
        if (fatal) log.add(*fatal);
        file.problems = log.listed();
        file.problem_count = log.count();
        if (fatal && (file.problems.empty() || file.problem_count > file.problems.size())) {
            fatal->file = file.path;  // always told, also past the cap
            file.problems.push_back(*fatal);
        }
        return file;
    }
};

struct Opened {
    std::vector<OpenTable> tables;
    std::shared_ptr<const Atlas> atlas;
    FlowTable flows;

    bool has(TableRole role) const {
        return std::ranges::any_of(tables, [&](const OpenTable& table) { return table.is(role); });
    }
};

std::shared_ptr<const Atlas> read_atlas(Opened& opened, const std::shared_ptr<const Atlas>& built_in) {
    const bool own_places = opened.has(TableRole::places);
    if (!own_places && !opened.has(TableRole::groups)) return built_in;
    auto atlas = std::make_shared<Atlas>();
    if (!own_places) *atlas = *built_in;
    for (OpenTable& table : opened.tables)
        if (table.is(TableRole::places))
            table.read_rows([&](RowReader& rows) {
                read_places(rows, table.header, atlas->places);
                return std::optional<Problem>{};
            });
    if (own_places) finish_places(*atlas);
    std::vector<Group> groups;
    for (OpenTable& table : opened.tables)
        if (table.is(TableRole::groups))
            table.read_rows([&](RowReader& rows) {
                read_groups(rows, table.header, *atlas, groups);
                return std::optional<Problem>{};
            });
    std::erase_if(atlas->groups, [&](const Group& old) {
        return std::ranges::any_of(
            groups, [&](const Group& group) { return group.kind == old.kind || group.id == old.id; });
    });
    atlas->groups.insert(atlas->groups.end(), groups.begin(), groups.end());
    std::ranges::stable_sort(atlas->groups, {}, &Group::kind);
    return atlas;
}

Opened read_all(std::span<const std::filesystem::path> paths, const OpenOptions& options,
                const Dataset& built_in) {
    Opened opened;
    for (const std::filesystem::path& path : paths) opened.tables.emplace_back(path, options.listed_problems);
    opened.atlas = read_atlas(opened, built_in.atlas);
    FlowReader flows(*opened.atlas);
    for (OpenTable& table : opened.tables)
        if (table.is(TableRole::flows))
            table.read_rows([&](RowReader& rows) { return flows.read(rows, table.header, table.file); });
    opened.flows = flows.finish();
    return opened;
}

std::string file_names(std::span<const std::filesystem::path> paths) {
    std::vector<std::string> names;
    for (const std::filesystem::path& path : paths) names.push_back(path.filename().string());
    return fmt::format("{}", fmt::join(names, ", "));
}

}  // namespace

std::vector<SourceFile> check_files(std::span<const std::filesystem::path> paths, const OpenOptions& options,
                                    const Dataset& built_in) {
    Opened opened = read_all(paths, options, built_in);
    std::vector<SourceFile> files;
    for (OpenTable& table : opened.tables) files.push_back(table.result());
    return files;
}

Result<Dataset> open_files(std::span<const std::filesystem::path> paths, const OpenOptions& options,
                           const Dataset& built_in) {
    Opened opened = read_all(paths, options, built_in);
    for (OpenTable& table : opened.tables) {
        if (!table.fatal) continue;
        table.fatal->file = table.file.path;
        return Error{format_problem(*table.fatal)};
    }
    const auto is_flows = [](const OpenTable& table) { return table.header.role == TableRole::flows; };
    if (std::ranges::none_of(opened.tables, is_flows))
        return Error{format_problem({.file = file_names(paths),
                                     .code = "no-flows",
                                     .found = "places or groups only",
                                     .expected = "a table with the columns origin and destination"})};
    Dataset dataset = built_in;
    dataset.atlas = opened.atlas;
    dataset.files.clear();
    dataset.title_zh = dataset.title_en = file_names(paths);
    bool counts_rows = false;
    for (OpenTable& table : opened.tables) {
        counts_rows = counts_rows || table.file.counts_rows;
        dataset.files.push_back(table.result());
    }
    for (LayerInfo& layer : opened.flows.layers) {
        layer.status = options.status;
        layer.unit = options.unit.empty() && counts_rows ? "rows" : options.unit;
        layer.unit_zh = options.unit.empty() && counts_rows ? "行" : options.unit;
        layer.unit_en = layer.unit;
        layer.source_zh = layer.source_en = dataset.title_en;
    }
    const std::uint64_t rows = opened.flows.size();
    const auto source = MemorySource::from_rows(std::move(opened.flows), {.threads = options.threads});
    dataset.duplicate_rows = rows - source->cell_count();
    dataset.flows = source;
    return dataset;
}

}  // namespace flowspace
