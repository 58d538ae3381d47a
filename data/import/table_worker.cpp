#include "data/import/table_worker.h"

#include "data/import/ground_worker.h"
#include "data/pack/byte_writer.h"
#include "data/source/flow_cache.h"
#include "data/worker/plan_bytes.h"

#include <algorithm>

namespace flowspace {
namespace {

std::vector<std::string> paths_of(const ImportPlan& plan) {
    std::vector<std::string> paths;
    for (const TablePlan& table : plan.tables) paths.push_back(table.path);
    return paths;
}

/// The worker may say what it likes about its own files; about others it knows nothing.
bool about_the_plan(const ImportReport& report, const ImportPlan& plan) {
    return adds_up(report) &&
           std::ranges::equal(report.sources, plan.tables, {}, &SourceReport::path, &TablePlan::path);
}

bool may_bring_places(const ImportPlan& plan) {
    return std::ranges::any_of(plan.tables, [](const TablePlan& table) {
        const auto by_coordinates = [](const ColumnPlan& column) {
            return column.field == Field::origin_lon;
        };
        return table.role != TableRole::flows || std::ranges::any_of(table.columns, by_coordinates);
    });
}

/// Ascending, each once, of layers, places and steps that are there.
bool sound(const std::vector<UnpublishedCell>& cells, const LoadedTables& loaded) {
    const std::size_t places = loaded.atlas->places.size();
    return std::ranges::adjacent_find(cells, std::ranges::greater_equal{}) == cells.end() &&
           std::ranges::all_of(cells, [&](const UnpublishedCell& cell) {
               return index(cell.layer) < loaded.flows.layers.size() && index(cell.origin) < places &&
                      index(cell.destination) < places &&
                      step_start(loaded.flows.axis.grain, cell.time) == cell.time;
           });
}

/// Nothing, or what is wrong with the answer.
std::string take_loaded(const WorkerAnswer& answer, const ImportPlan& plan, unsigned threads,
                        LoadedTables& loaded) {
    pack::ByteReader whole(answer.bytes);
    const auto account_bytes = whole.view<std::byte>(whole.count(1));
    if (whole.failed()) return "no account of the rows";
    pack::ByteReader account(account_bytes);
    loaded.own_atlas = account.number<std::uint8_t>() != 0;
    if (loaded.own_atlas) {
        std::optional<Atlas> atlas = may_bring_places(plan) ? read_atlas(account) : std::nullopt;
        if (!atlas) return "places that cannot be";
        loaded.atlas = std::make_shared<const Atlas>(std::move(*atlas));
    }
    Result<ImportReport> report = parse_import_report(account.text());
    if (!report) return report.error().message;
    if (!about_the_plan(*report, plan)) return "rows that do not add up";
    loaded.report = std::move(*report);
    loaded.unpublished = account.array<UnpublishedCell>(account.count(sizeof(UnpublishedCell)));
    const bool has_flows = account.number<std::uint8_t>() != 0;
    if (!account.complete()) return "an account that ends too early";
    if (has_flows) {
        const std::size_t before = (sizeof(std::uint64_t) + account_bytes.size() + 7) / 8 * 8;
        if (before > answer.bytes.size()) return "no flows where some were told";
        Result<LabelledFlows> read =
            read_sorted_flows(answer.bytes.subspan(before), answer.owner,
                              {.place_count = loaded.atlas->places.size(), .threads = threads});
        if (!read) return read.error().message;
        loaded.flows = std::move(read->flows);
    }
    return sound(loaded.unpublished, loaded) ? "" : "unpublished cells that cannot be";
}

}  // namespace

WorkerProgram worker_for(FileFormat format) {
    if (format == FileFormat::text) return WorkerProgram::text;
    return format == FileFormat::parquet ? WorkerProgram::parquet : WorkerProgram::formats;
}

Inspection inspect_in_worker(const std::string& path, const InspectOptions& options,
                             const std::stop_token& stop, WorkerOptions worker) {
    Inspection failed{.path = path};
    const auto broken = [&](Problem problem) {
        failed.broken = std::move(problem);
        return failed;
    };
    worker.program = worker_for(format_of(path));
    worker.silence = patience_for(path, worker.silence);
    const std::vector<std::string> files = {path};
    Result<WorkerSession> session = WorkerSession::start(files, worker, stop);
    if (!session)
        return broken(
            {.code = "worker-died", .found = session.error().message, .expected = "a running worker"});
    ImportPlan plan;
    plan.tables.push_back(
        {.path = path, .sheet = options.sheet, .text = options.text.value_or(TextDialect{})});
    pack::ByteWriter arguments;
    arguments.number(static_cast<std::uint8_t>(options.text.has_value()));
    write_plan(plan, arguments);
    const Result<WorkerAnswer> answer = session->ask("inspect", arguments.bytes(), {}, stop);
    if (!answer && !session->fault().code.empty()) return broken(session->fault());
    if (!answer)
        return broken(
            {.code = "unreadable", .found = answer.error().message, .expected = "a file that can be read"});
    pack::ByteReader reader(answer->bytes);
    Result<Inspection> seen = parse_inspection(reader.text());
    if (!seen || !reader.complete() || seen->path != path)
        return broken({.code = "worker-answer",
                       .found = seen ? "a look at another file" : seen.error().message,
                       .expected = "an answer of the agreed form"});
    return std::move(*seen);
}

Result<LoadedTables> load_in_worker(const ImportPlan& plan, const std::shared_ptr<const Atlas>& atlas,
                                    ReadWhole whole, const LoadOptions& options, WorkerOptions worker) {
    for (const TablePlan& table : plan.tables)
        worker.program = std::max(worker.program, worker_for(table.format));
    const std::vector<std::string> paths = paths_of(plan);
    for (const std::string& path : paths) worker.silence = patience_for(path, worker.silence);
    Result<WorkerSession> session = WorkerSession::start(paths, worker, options.stop);
    if (!session) return session.error();
    pack::ByteWriter arguments;
    arguments.number(static_cast<std::uint8_t>(whole == ReadWhole::every_file));
    arguments.number(static_cast<std::uint64_t>(options.listed_problems));
    arguments.number(static_cast<std::uint32_t>(options.threads));
    arguments.number(static_cast<std::uint8_t>(options.flows_from == FlowsFrom::elsewhere));
    arguments.number(static_cast<std::uint8_t>(options.merging == Merging::never));
    write_plan(plan, arguments);
    write_atlas(*atlas, arguments);
    const Result<WorkerAnswer> answer = session->ask(
        "load", arguments.bytes(),
        [&](const JobProgress& progress) {
            if (options.progress)
                options.progress({static_cast<std::size_t>(progress.part), progress.rows, progress.bytes,
                                  progress.bytes_total});
        },
        options.stop);
    if (!answer) return answer.error();
    LoadedTables loaded{.atlas = atlas};
    if (const std::string wrong = take_loaded(*answer, plan, options.threads, loaded); !wrong.empty())
        return not_as_agreed(paths.empty() ? "" : paths.front(), wrong);
    if (const SandboxNote note = describe(session->sandbox()); !note.en.empty())
        loaded.report.rules.push_back({.code = "sandbox", .en = note.en, .zh = note.zh});
    return loaded;
}

}  // namespace flowspace
