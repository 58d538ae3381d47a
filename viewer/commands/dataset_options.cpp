#include "viewer/commands/dataset_options.h"

#include "data/atlas_pack.h"
#include "data/import/import_report.h"
#include "data/output_table.h"
#include "viewer/command.h"
#include "viewer/commands/messages.h"
#include "viewer/commands/open_tables.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

namespace flowspace {
namespace {

constexpr std::size_t told_problems = 10;  // per file

template <class... Arguments>
void tell(std::FILE* to, std::string_view format, const Arguments&... arguments) {
    fmt::print(to, "{}\n", fmt::format(fmt::runtime(format), arguments...));
}

void tell_file(const SourceFile& file, Language language, std::FILE* to) {
    std::size_t told = 0;
    for (const Problem& problem : file.problems) {
        if (told++ == told_problems) break;
        const ProblemMeaning means = meaning(problem.code);
        tell(to, "{}{}", format_problem(problem, language),
             language == Language::zh ? fmt::format("（{}）", means.zh) : std::string{});
    }
    told = std::min<std::size_t>(file.problems.size(), told_problems);
    const bool zh = language == Language::zh;
    const auto rows = [&](std::uint64_t count) {
        return zh ? fmt::format("{}", count) : counted(count, "row");
    };
    if (file.problem_count > told)
        tell(to,
             say(language, "{}: {}; `flowspace check` lists all",
                 "{}：另有 {} 处问题，用 flowspace check 查看全部"),
             file.path,
             zh ? fmt::format("{}", file.problem_count - told)
                : counted(file.problem_count - told, "more problem"));
    if (file.problem_count > 0)
        tell(to, say(language, "{}: {}, {} kept, {} refused", "{}：共 {} 行，保留 {} 行，拒收 {} 行"),
             file.path, rows(file.rows_in), file.rows_kept,
             file.rows_in - file.rows_kept - file.rows_filtered);
    for (const auto& [layer, lost] : file.lost)
        tell(to,
             say(language, "{}: {} of unknown places, missing from layer {}: a sum of {}",
                 "{}：{} 行因地点未知未计入要素流 {}，合计 {}"),
             file.path, rows(lost.rows), layer, format_number(value(lost.value)));
    if (file.negative_rows > 0)
        tell(to, say(language, "{}: {} below zero, kept as they are", "{}：{} 行数值为负，按原值计入"),
             file.path, rows(file.negative_rows));
}

}  // namespace

void add_dataset_options(CLI::App& app, Language language, DatasetText& text) {
    app.add_option(
           "FILES", text.files,
           std::string(
               say(language,
                   "a project (NAME.flowspace.json), tables of flows, places, groups, or the address of a "
                   "database (clickhouse://, postgresql://); none: the built-in atlas",
                   "项目文件（名称.flowspace.json），流、地点、分组表，或数据库地址"
                   "（clickhouse://、postgresql://）；不给则用内置图集")))
        ->type_name("");
    app.add_option("--status", text.status,
                   std::string(say(language, "what the flows of FILES are: observed or modelled",
                                   "文件中流的性质：observed 观测, modelled 模拟")))
        ->check(CLI::IsMember({"undeclared", "observed", "modelled"}))
        ->type_name("STATUS");
    app.add_option("--unit", text.unit,
                   std::string(say(language, "unit of the values of FILES", "文件中数值的单位")))
        ->type_name("UNIT");
    app.add_flag(
        "--agree", text.agree,
        std::string(say(language, "let the project read what it names outside its own folder; remembered",
                        "同意项目读取自身文件夹之外的内容，并记住")));
    add_loading_options(app, language, text.loading);
    add_own_ground_options(app, language, text.ground);
}

OpenedDataset open_atlas(Language language) {
    const auto failed = [&](const Error& error) {
        return OpenedDataset{
            .error = {fmt::format("{}: {}", say(language, "built-in atlas", "内置图集"), error.message),
                      exit_machine_lacks}};
    };
    const Result<std::filesystem::path> pack = find_atlas_pack();
    if (!pack) return failed(pack.error());
    Result<Dataset> atlas = load_atlas_pack(*pack);
    if (!atlas) return failed(atlas.error());
    return {.dataset = std::move(*atlas)};
}

OpenedDataset open_dataset(const DatasetText& text, Language language) {
    OpenedDataset opened = open_atlas(language);
    if (opened.error.exit_status == exit_done && text.files.empty() && !opened.dataset.flows)
        opened.error = {std::string(say(language, "built-in atlas: found no flows, expected FILES",
                                        "内置图集不含流数据，请给出文件")),
                        exit_bad_request};
    if (opened.error.exit_status == exit_done && !text.files.empty()) {
        OpenedTables tables =
            open_tables(text, opened.dataset, language, Reading::whole, LoadOptions{}.listed_problems);
        for (const SourceChange& change : tables.changes) tell_change(change, language, stderr);
        return {.dataset = std::move(tables.dataset),
                .plan = std::move(tables.plan),
                .project = std::move(tables.project),
                .error = std::move(tables.error)};
    }
    if (opened.error.exit_status != exit_done) return opened;
    if (const std::optional<Error> error = lay_own_ground(opened.dataset, text.ground, language, stderr))
        opened.error = {error->message, exit_bad_request};
    return opened;
}

void tell_change(const SourceChange& change, Language language, std::FILE* to) {
    tell(to, "{}", format_problem(change.problem, language));
}

bool report_problems(const Dataset& dataset, Language language, std::FILE* to) {
    bool any = false;
    if (dataset.report)
        for (const RuleNote& rule : dataset.report->rules)
            if (rule.code == "sandbox" || rule.code == "not-loaded")
                tell(to, "{}", say(language, rule.en, rule.zh));
    for (const SourceFile& file : dataset.files) {
        tell_file(file, language, to);
        any = any || file.problem_count > 0;
    }
    const auto ruled = [&](std::string_view code) {
        return dataset.report &&
               std::ranges::find(dataset.report->rules, code, &RuleNote::code) != dataset.report->rules.end();
    };
    if (dataset.duplicate_rows > 0) {
        const bool counts =
            std::ranges::any_of(dataset.files, [](const SourceFile& file) { return file.counts_rows; });
        tell(
            to,
            ruled("duplicates-first")
                ? say(language, "{} with the layer, time and pair of an earlier row: left out",
                      "{} 行与前面某行的要素流、时间、城市对相同，未计入")
            : ruled("duplicates-refused")
                ? say(language, "{} with the layer, time and pair of an earlier row: refused",
                      "{} 行与前面某行的要素流、时间、城市对相同，已拒收")
            : counts
                ? say(language, "{} with the layer, time and pair of another row: each counts 1 all the same",
                      "{} 行与其他行的要素流、时间、城市对相同，各自照计 1")
                : say(language, "{} with the layer, time and pair of another row: their values are summed",
                      "{} 行与其他行的要素流、时间、城市对相同，数值已相加"),
            language == Language::zh ? fmt::format("{}", dataset.duplicate_rows)
                                     : counted(dataset.duplicate_rows, "row"));
    }
    return any;
}

}  // namespace flowspace
