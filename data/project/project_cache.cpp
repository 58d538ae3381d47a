#include "data/project/project_cache.h"

#include "data/pack/mapped_file.h"
#include "data/project/open_plan.h"
#include "data/project/project_json.h"
#include "data/source/flow_cache.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <system_error>
#include <utility>

namespace flowspace {
namespace {

namespace fs = std::filesystem;

/// Of the key, of what goes with the flows, and of what the reader takes from a cell: raised with every
/// change of one.
constexpr std::string_view layout = "2";

/// FNV-1a over the places' ids in their order: another atlas is another key. Not against an adversary: who
/// can write the cache can write the tables.
std::uint64_t places_mark(const Atlas& atlas) {
    std::uint64_t mark = 14695981039346656037ULL;
    const auto add = [&](unsigned char byte) { mark = (mark ^ byte) * 1099511628211ULL; };
    for (const Place& place : atlas.places) {
        for (const char one : place.id) add(static_cast<unsigned char>(one));
        add(0);
    }
    return mark;
}

bool brings_coordinates(const TablePlan& table) {
    const auto own = [](const ColumnPlan& column) {
        return column.field == Field::origin_lon || column.field == Field::origin_lat ||
               column.field == Field::destination_lon || column.field == Field::destination_lat;
    };
    return table.role == TableRole::flows && std::ranges::any_of(table.columns, own);
}

template <class Number>
void put(std::vector<std::byte>& bytes, Number number) {
    const auto* first = reinterpret_cast<const std::byte*>(&number);
    bytes.insert(bytes.end(), first, first + sizeof number);
}

template <class Number>
bool take(std::span<const std::byte>& bytes, Number& number) {
    if (bytes.size() < sizeof number) return false;
    std::memcpy(&number, bytes.data(), sizeof number);
    bytes = bytes.subspan(sizeof number);
    return true;
}

std::vector<std::byte> pack(const LoadedTables& loaded) {
    const std::string report = to_json(loaded.report);
    std::vector<std::byte> bytes;
    put(bytes, std::uint64_t{report.size()});
    const auto* text = reinterpret_cast<const std::byte*>(report.data());
    bytes.insert(bytes.end(), text, text + report.size());
    put(bytes, std::uint64_t{loaded.unpublished.size()});
    for (const UnpublishedCell& cell : loaded.unpublished) {
        put(bytes, cell.layer);
        put(bytes, cell.origin);
        put(bytes, cell.destination);
        put(bytes, cell.time);
    }
    return bytes;
}

/// Places and groups of the plan's own tables; `built_in` where it has none.
Result<LoadedTables> read_places(const ImportPlan& plan, const std::shared_ptr<const Atlas>& built_in,
                                 const LoadOptions& options) {
    ImportPlan small = plan;
    std::erase_if(small.tables, [](const TablePlan& table) { return table.role == TableRole::flows; });
    if (small.tables.empty()) return LoadedTables{.atlas = built_in};
    Result<LoadedTables> loaded = open_plan(small, built_in, Reading::as_far_as_it_goes, options);
    if (loaded) loaded->flows = {};
    return loaded;
}

bool unpack(std::span<const std::byte> bytes, LoadedTables& tables) {
    std::uint64_t size = 0, cells = 0;
    if (!take(bytes, size) || size > bytes.size()) return false;
    Result<ImportReport> report =
        parse_import_report({reinterpret_cast<const char*>(bytes.data()), static_cast<std::size_t>(size)});
    bytes = bytes.subspan(static_cast<std::size_t>(size));
    if (!report || !take(bytes, cells) || cells > bytes.size() / 20) return false;
    tables.report = std::move(*report);
    tables.unpublished.resize(static_cast<std::size_t>(cells));
    const std::size_t places = tables.atlas->places.size();
    for (UnpublishedCell& cell : tables.unpublished)
        if (!take(bytes, cell.layer) || !take(bytes, cell.origin) || !take(bytes, cell.destination) ||
            !take(bytes, cell.time) || index(cell.layer) >= tables.flows.layers.size() ||
            index(cell.origin) >= places || index(cell.destination) >= places)
            return false;
    return bytes.empty() && std::ranges::adjacent_find(tables.unpublished, std::ranges::greater_equal{}) ==
                                tables.unpublished.end();
}

}  // namespace

fs::path cache_path(const fs::path& project_file) {
    std::string name = project_file.filename().string();
    if (const std::size_t end = name.rfind(".json"); end != std::string::npos) name.resize(end);
    return project_file.parent_path() / (name + ".cache") / "flows";
}

std::string cache_key(const Project& project, std::span<const SourceChange> changes, const Atlas& built_in) {
    Project made;
    made.plan = project.plan;
    for (const TablePlan& table : project.plan.tables) {
        const auto known = project.sources.find(table_key(table));
        FileIdentity identity = known == project.sources.end() ? FileIdentity{} : known->second.identity;
        for (const SourceChange& one : changes)
            if (one.key == table_key(table) && !one.missing) identity = one.now;
        if (identity.sha256.empty() || brings_coordinates(table)) return {};
        identity.modified_ms = 0;
        made.sources[table_key(table)].identity = identity;
    }
    return fmt::format("{}\n{:016x}\n{}", layout, places_mark(built_in), write_project(made));
}

Result<LoadedTables> read_cache(const fs::path& project_file, const std::string& key, const ImportPlan& plan,
                                const std::shared_ptr<const Atlas>& built_in, const LoadOptions& options) {
    Result<MappedFile> mapped = MappedFile::open(cache_path(project_file));
    if (!mapped) return mapped.error();
    const auto file = std::make_shared<const MappedFile>(std::move(*mapped));
    Result<LoadedTables> tables = read_places(plan, built_in, options);
    if (!tables) return tables;
    Result<LabelledFlows> read = read_sorted_flows(
        file->bytes(), file,
        {.place_count = tables->atlas->places.size(), .expected_key = key, .threads = options.threads});
    if (!read) return read.error();
    tables->flows = std::move(read->flows);
    const bool right = unpack(read->label.report, *tables) && adds_up(tables->report) &&
                       tables->report.sources.size() == plan.tables.size();
    if (!right) return Error{"damaged: the account of the cache"};
    for (std::size_t at = 0; at < plan.tables.size(); ++at)  // the project may have been moved
        tables->report.sources[at].path = plan.tables[at].path;
    return tables;
}

std::optional<Error> write_cache(const fs::path& project_file, const std::string& key,
                                 const LoadedTables& loaded) {
    const fs::path path = cache_path(project_file);
    std::error_code failed;
    if (fs::is_symlink(path.parent_path(), failed)) return Error{path.parent_path().string() + ": a link"};
    fs::create_directories(path.parent_path(), failed);
    if (failed) return Error{fmt::format("{}: {}", path.string(), failed.message())};
    return write_flow_cache(path, loaded.flows, {.key = key, .report = pack(loaded)});
}

}  // namespace flowspace
