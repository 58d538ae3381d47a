#include "data/import/load_tables.h"

#include "data/import/flow_reader.h"
#include "data/import/own_coordinates.h"
#include "data/import/place_reader.h"
#include "data/import/plan_guess.h"
#include "data/import/read_share.h"
#include "data/layer_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <filesystem>
#include <future>

namespace flowspace {
namespace {

constexpr std::uint64_t rows_between_progress = 65'536;

/// The bytes of a file, or why they cannot be told.
struct Identified {
    std::optional<Problem> problem = {};
    FileIdentity identity = {};
};

/// One table between opening and reading: its header is read, its rows are not.
struct OpenTable {
    const TablePlan& plan;
    OpenedTable opened;
    std::vector<std::string> columns;
    ProblemLog log;
    SourceReport report;
    std::optional<Problem> fatal;        // nothing more can be read
    std::future<Identified> identified;  // while the rows are read; not valid: known already

    OpenTable(const TablePlan& table, std::size_t most) : plan(table), log(table.path, most) {
        report = {.path = table.path, .role = table.role, .format = table.format, .text = table.text};
        report.compression = compression_of(table.path);
    }

    /// Knows size and time at once; the hash too, or where there are threads it is made beside the reading.
    void identify(unsigned threads, const std::stop_token& stop) {
        if (threads > 1) {
            identified = std::async(std::launch::async, [path = plan.path, stop] {
                Identified made;
                made.problem = identify_file(path, made.identity, stop);
                return made;
            });
            fatal = stat_file(plan.path, report.identity);
        } else {
            fatal = identify_file(plan.path, report.identity, stop);
        }
    }

    void finish_identity() {
        if (!identified.valid()) return;
        Identified made = identified.get();
        if (!fatal) fatal = std::move(made.problem);
        report.identity.sha256 = std::move(made.identity.sha256);
    }

    bool is(TableRole role) const { return !fatal && plan.role == role; }

    SourceReport result() {
        if (fatal) {
            fatal->file = plan.path;
            log.add(*fatal);
        }
        report.problems = log.listed();
        report.problem_count = log.count();
        if (fatal && report.problem_count > report.problems.size())
            report.problems.push_back(*fatal);  // always told, also past the cap
        return std::move(report);
    }
};

Problem changed_header(const TablePlan& plan, const std::vector<std::string>& columns) {
    std::vector<std::string> expected;
    for (const ColumnPlan& column : plan.columns) expected.push_back(column.name);
    return {.row = 1,
            .code = "changed-header",
            .found = fmt::format("{}", fmt::join(columns, ",")),
            .expected = "the columns that the plan knows: " +
                        shorten(fmt::format("{}", fmt::join(expected, ",")), max_found_characters)};
}

/// The corner of a matrix names nothing: it stands over the origins and beside the destinations.
bool is_corner(const TablePlan& plan, std::size_t column) {
    const Field field = plan.columns[column].field;
    return (field == Field::origin || field == Field::origin_name) &&
           std::ranges::find(plan.columns, Field::value_at_destination, &ColumnPlan::field) !=
               plan.columns.end();
}

/// Columns that had to be renamed: nothing of them is lost, but their owner must know.
void list_renamed(OpenTable& table, std::uint64_t row, std::span<const std::string_view> header) {
    for (std::size_t at = 0; at < header.size(); ++at) {
        if (table.columns[at] == header[at] || table.plan.columns[at].field == Field::ignored) continue;
        if (header[at].empty() && is_corner(table.plan, at)) continue;
        const auto first = static_cast<std::size_t>(std::ranges::find(header, header[at]) - header.begin());
        table.log.add({.row = row,
                       .column = std::string(header[at]),
                       .code = header[at].empty() ? "empty-header" : "duplicate-header",
                       .found = header[at].empty() ? fmt::format("column {}", at + 1)
                                                   : fmt::format("columns {} and {}", first + 1, at + 1),
                       .expected = header[at].empty()
                                       ? fmt::format("a name; it is called `{}`", table.columns[at])
                                       : fmt::format("one column of this name; the later one is called `{}`",
                                                     table.columns[at])});
    }
}

std::optional<Problem> read_header(OpenTable& table) {
    RecordReader::Record record;
    Problem problem;
    const RecordReader::Outcome outcome = table.opened.reader->next(record, problem);
    if (outcome == RecordReader::Outcome::problem) return problem;
    if (outcome == RecordReader::Outcome::end)
        return Problem{.code = "empty-file", .found = "no rows", .expected = "a table with a header row"};
    table.columns = unique_columns({record.fields.begin(), record.fields.end()});
    const bool same = std::ranges::equal(table.columns, table.plan.columns, {}, {}, &ColumnPlan::name);
    if (!same) return changed_header(table.plan, table.columns);
    list_renamed(table, record.row, record.fields);
    return std::nullopt;
}

/// The zone that the times were read in: their own, or the declared one where they name none.
RuleNote zone_note(int minutes) {
    const std::string zone = fmt::format("UTC{}{:02}:{:02}", minutes < 0 ? '-' : '+', std::abs(minutes) / 60,
                                         std::abs(minutes) % 60);
    return {"time-zone", fmt::format("Times are of {}: shown, never converted.", zone),
            fmt::format("时间为 {}：只作说明，不换算。", zone)};
}

std::string file_names(const ImportPlan& plan) {
    std::vector<std::string> names;
    for (const TablePlan& table : plan.tables)
        names.push_back(std::filesystem::path(table.path).filename().string());
    return fmt::format("{}", fmt::join(names, ", "));
}

class Loader {
public:
    Loader(const ImportPlan& plan, const std::shared_ptr<const Atlas>& atlas, const TableOpeners& openers,
           const LoadOptions& options)
        : plan_(plan), atlas_(atlas), openers_(openers), options_(options) {
        for (const TablePlan& table : plan.tables) tables_.emplace_back(table, options.listed_problems);
    }

    Result<LoadedTables> load(bool only_check);

private:
    void open(OpenTable& table);
    void read_atlas();
    Result<LoadedTables> finish(FlowCollector& flows, const UnjoinedNames& names, const TimeAgreement& times);
    std::optional<Problem> first_fatal();
    bool stopped() const { return options_.stop.stop_requested(); }
    bool go_on(std::uint64_t rows);

    bool has(TableRole role) const {
        return std::ranges::any_of(tables_, [&](const OpenTable& table) { return table.is(role); });
    }

    template <class Read>
    void read_rows(OpenTable& table, std::uint64_t cells, const Read& read) {
        progress_.table = static_cast<std::size_t>(&table - tables_.data());
        reading_ = &table;
        RowReader rows(*table.opened.reader, table.columns, table.log, table.report, cells);
        const std::optional<Problem> stopped_by = read(rows);
        table.fatal = stopped_by ? stopped_by : rows.broken();
        if (!table.fatal && table.report.records == 0)
            table.log.add(
                {.row = 1, .code = "no-rows", .found = "a header only", .expected = "rows below it"});
        FileIdentity now;
        if (!table.fatal && !stat_file(table.plan.path, now) &&
            (now.bytes != table.report.identity.bytes ||
             now.modified_ms != table.report.identity.modified_ms))
            table.fatal = Problem{
                .code = "changed-while-read",
                .found = fmt::format("{} bytes", now.bytes),
                .expected = fmt::format("{} bytes, as when it was opened", table.report.identity.bytes)};
        bytes_before_ += table.report.identity.bytes;
        progress_.bytes = bytes_before_;
        if (options_.progress) options_.progress(progress_);
    }

    const ImportPlan& plan_;
    std::shared_ptr<const Atlas> atlas_;
    const TableOpeners& openers_;
    const LoadOptions& options_;
    std::vector<OpenTable> tables_;
    bool own_atlas_ = false;
    const OpenTable* reading_ = nullptr;
    std::uint64_t bytes_before_ = 0;  // of the tables that are read
    LoadProgress progress_;
};

bool Loader::go_on(std::uint64_t rows) {
    const std::uint64_t before = progress_.rows / rows_between_progress;
    progress_.rows += rows;
    if (progress_.rows / rows_between_progress == before) return true;
    if (const auto* const read = dynamic_cast<const ReadShare*>(reading_->opened.reader.get()))
        progress_.bytes =
            bytes_before_ + static_cast<std::uint64_t>(static_cast<double>(reading_->report.identity.bytes) *
                                                       read->share_read());
    if (options_.progress) options_.progress(progress_);
    return !stopped();
}

void Loader::open(OpenTable& table) {
    table.opened = open_table(table.plan, openers_);
    table.fatal = table.opened.problem;
    if (!table.fatal) table.identify(options_.threads, options_.stop);
    if (!table.fatal && !stopped()) table.fatal = read_header(table);
    progress_.bytes_total += table.report.identity.bytes;
}

/// The atlas given, or one of the tables' own places, with their groups.
void Loader::read_atlas() {
    const auto is_located = [](const OpenTable& table) {
        return table.is(TableRole::flows) && flow_columns(table.plan).has_coordinates();
    };
    const bool own_places = has(TableRole::places) || std::ranges::any_of(tables_, is_located);
    if (!own_places && !has(TableRole::groups)) return;
    auto atlas = std::make_shared<Atlas>();
    if (!own_places) *atlas = *atlas_;
    for (OpenTable& table : tables_)
        if (table.is(TableRole::places))
            read_rows(table, 1, [&](RowReader& rows) {
                read_places(rows, table.plan, atlas->places);
                credit_places(table.plan, *atlas);
                return std::optional<Problem>{};
            });
    OwnCoordinates located;
    for (OpenTable& table : tables_) {
        if (!is_located(table)) continue;
        const OpenedTable again = open_table(table.plan, openers_);
        RecordReader::Record header;
        Problem problem;
        if (again.reader && again.reader->next(header, problem) == RecordReader::Outcome::record)
            located.read(*again.reader, table.plan);
    }
    located.append_to(*atlas);
    if (own_places) finish_places(*atlas);
    std::vector<Group> groups;
    for (OpenTable& table : tables_)
        if (table.is(TableRole::groups))
            read_rows(table, 1, [&](RowReader& rows) {
                read_groups(rows, table.plan, *atlas, groups);
                return std::optional<Problem>{};
            });
    std::erase_if(atlas->groups, [&](const Group& old) {
        return std::ranges::any_of(
            groups, [&](const Group& group) { return group.kind == old.kind || group.id == old.id; });
    });
    atlas->groups.insert(atlas->groups.end(), groups.begin(), groups.end());
    std::ranges::stable_sort(atlas->groups, {}, &Group::kind);
    atlas_ = atlas;
    own_atlas_ = true;
}

std::optional<Problem> Loader::first_fatal() {
    for (OpenTable& table : tables_) {
        if (!table.fatal) continue;
        table.fatal->file = table.plan.path;
        return table.fatal;
    }
    if (options_.flows_from == FlowsFrom::elsewhere ||
        std::ranges::any_of(plan_.tables,
                            [](const TablePlan& table) { return table.role == TableRole::flows; }))
        return std::nullopt;
    return Problem{.file = file_names(plan_),
                   .code = "no-flows",
                   .found = "places or groups only",
                   .expected = "a table with the columns origin and destination"};
}

Result<LoadedTables> Loader::finish(FlowCollector& flows, const UnjoinedNames& names,
                                    const TimeAgreement& times) {
    Result<FlowCollector::Collected> collected = flows.finish(times.grain());
    if (!collected) return collected.error();
    LoadedTables loaded{.atlas = atlas_, .own_atlas = own_atlas_, .flows = std::move(collected->flows)};
    loaded.unpublished = std::move(collected->unpublished);
    for (OpenTable& table : tables_) loaded.report.sources.push_back(table.result());
    loaded.report.totals = std::move(collected->totals);
    loaded.report.names = names.listed(loaded.report.name_count);
    loaded.report.duplicate_rows = collected->duplicate_rows;
    loaded.report.unpublished_cells = loaded.unpublished.size();
    loaded.report.rules = rule_notes(plan_, loaded.report);
    if (const std::optional<int> zone = times.zone_minutes()) loaded.report.rules.push_back(zone_note(*zone));
    if (options_.merging == Merging::never) {
        std::erase_if(loaded.report.rules,
                      [](const RuleNote& rule) { return rule.code == "duplicates-summed"; });
        loaded.unpublished.clear();  // they name layers, and there are none
        loaded.report.rules.push_back(
            {"not-merged",
             "Rows were checked one by one and not merged: how many repeat others is not known.",
             "逐行检查而未合并：未统计重复行。"});
    }
    assert(adds_up(loaded.report));
    if (!adds_up(loaded.report))
        return Error{"the rows of the import report do not add up: a fault of the program"};
    fill_layers(loaded.flows.layers, plan_, loaded.report);
    return loaded;
}

Result<LoadedTables> Loader::load(bool only_check) {
    const std::vector<Problem> faults = check_plan(plan_);
    if (!faults.empty() && !only_check) return Error{format_problem(faults.front())};
    for (OpenTable& table : tables_) {
        const auto fault = std::ranges::find(faults, table.plan.path, &Problem::file);
        if (fault != faults.end())
            table.fatal = *fault;
        else
            open(table);
        if (stopped()) return Error{"stopped"};
    }
    read_atlas();
    const PlaceIndex places(*atlas_, plan_.place_choices);
    const LayerNames layers(plan_);
    UnjoinedNames names(*atlas_);
    FlowCollector flows({.rules = plan_.rules,
                         .places = atlas_->places.size(),
                         .threads = options_.threads,
                         .merged = options_.merging != Merging::never});
    FlowImport shared{plan_, *atlas_, places, layers, flows, names};
    for (OpenTable& table : tables_)
        if (table.is(TableRole::flows))
            read_rows(table, FlowReader::cells_of(table.plan), [&](RowReader& rows) {
                return FlowReader(shared, table.plan, rows).read([this](std::uint64_t more) {
                    return go_on(more);
                });
            });
    for (OpenTable& table : tables_) table.finish_identity();
    if (stopped()) return Error{"stopped"};
    if (!only_check)
        if (const std::optional<Problem> fatal = first_fatal()) return Error{format_problem(*fatal)};
    return finish(flows, names, shared.times);
}

}  // namespace

void fill_layers(std::vector<LayerInfo>& layers, const ImportPlan& plan, const ImportReport& report) {
    const bool counts_rows = std::ranges::any_of(report.sources, &SourceReport::counts_rows);
    const std::string unit = plan.unit.empty() && counts_rows ? "rows" : plan.unit;
    for (LayerInfo& layer : layers) {
        layer.status = plan.status;
        layer.unit = layer.unit_en = unit;
        layer.unit_zh = plan.unit.empty() && counts_rows ? "行" : unit;
        layer.source_zh = layer.source_en = file_names(plan);
        const auto at = plan.layers.find(layer.key);
        if (at != plan.layers.end()) take_words(layer, at->second);
    }
}

Result<LoadedTables> load_tables(const ImportPlan& plan, const std::shared_ptr<const Atlas>& atlas,
                                 const TableOpeners& openers, const LoadOptions& options) {
    return Loader(plan, atlas, openers, options).load(false);
}

Result<LoadedTables> check_tables(const ImportPlan& plan, const std::shared_ptr<const Atlas>& atlas,
                                  const TableOpeners& openers, const LoadOptions& options) {
    return Loader(plan, atlas, openers, options).load(true);
}

}  // namespace flowspace
