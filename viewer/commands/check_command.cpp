#include "viewer/commands/check_command.h"

#include "data/import/load_tables.h"
#include "data/output_table.h"
#include "viewer/command.h"
#include "viewer/commands/dataset_options.h"
#include "viewer/commands/messages.h"
#include "viewer/commands/open_tables.h"
#include "viewer/commands/output_clash.h"
#include "viewer/commands/report_text.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <memory>
#include <vector>

namespace flowspace {
namespace {

struct CheckText {
    DatasetText dataset = {};
    std::string format = "text";
    std::string report = {};
};

constexpr std::size_t most_problems = 10'000'000;  // per file; a table of nothing else would fill the memory

std::string to_json(const Problem& problem) {
    return fmt::format(
        "{{\"file\": {}, \"row\": {}, \"column\": {}, \"code\": {}, \"found\": {}, \"expected\": {}}}",
        json_string(problem.file), problem.row, json_string(problem.column), json_string(problem.code),
        json_string(problem.found), json_string(problem.expected));
}

std::string to_json(const std::vector<Problem>& problems, std::uint64_t count) {
    std::string text = "{\"problems\": [";
    for (std::size_t at = 0; at < problems.size(); ++at)
        text += (at ? ",\n " : "\n ") + to_json(problems[at]);
    return text + fmt::format("],\n\"count\": {}}}\n", count);
}

std::string to_text(const std::vector<Problem>& problems, Language language) {
    std::string text;
    for (const Problem& problem : problems) text += format_problem(problem, language) + '\n';
    return text;
}

/// What is wrong with the files and their rows, each file's own first; `count` counts past the cap too.
std::vector<Problem> all_problems(const OpenedTables& opened, std::uint64_t& count) {
    std::vector<Problem> problems = opened.faults;
    for (const SourceChange& change : opened.changes)
        if (!change.missing) problems.push_back(change.problem);
    count = problems.size();
    for (const SourceFile& file : opened.dataset.files) {
        problems.insert(problems.end(), file.problems.begin(), file.problems.end());
        count += file.problem_count;
    }
    return problems;
}

int run(const CheckText& text, Language language) {
    NamedFiles files;
    files.reads(text.dataset);
    files.writes("--report", text.report);
    if (const auto clash = files.clash(language)) {
        fmt::print(stderr, "{}\n", *clash);
        return exit_usage;
    }
    const OpenedDataset atlas = open_atlas(language);
    if (atlas.error.exit_status != exit_done) {
        fmt::print(stderr, "{}\n", atlas.error.message);
        return atlas.error.exit_status;
    }
    OpenedTables opened;
    if (!text.dataset.files.empty())
        opened =
            open_tables(text.dataset, atlas.dataset, language, Reading::as_far_as_it_goes, most_problems);
    if (opened.error.exit_status != exit_done) {
        fmt::print(stderr, "{}\n", opened.error.message);
        return opened.error.exit_status;
    }
    std::uint64_t count = 0;
    const std::vector<Problem> problems = all_problems(opened, count);
    const std::string out = text.format == "json" ? to_json(problems, count) : to_text(problems, language);
    std::fwrite(out.data(), 1, out.size(), stdout);
    if (std::fflush(stdout) != 0 || std::ferror(stdout)) {
        fmt::print(stderr, "{}\n", say(language, "standard output: cannot be written", "标准输出无法写入"));
        return exit_machine_lacks;
    }
    const ImportReport report = opened.dataset.report ? *opened.dataset.report : ImportReport{};
    fmt::print(stderr, "{}",
               report_text(report,
                           {.plan = opened.plan,
                            .axis = opened.dataset.flows ? opened.dataset.flows->time_axis() : TimeAxis{},
                            .atlas = opened.dataset.atlas},
                           language));
    if (!text.report.empty())
        if (const std::optional<Problem> problem = write_report(text.report, report)) {
            fmt::print(stderr, "{}\n", format_problem(*problem, language));
            return exit_machine_lacks;
        }
    return count > 0 ? exit_bad_request : exit_done;
}

}  // namespace

void set_up_check(CLI::App& app, Language language, int& status) {
    const auto text = std::make_shared<CheckText>();
    add_dataset_options(app, language, text->dataset);
    app.add_option("--format", text->format,
                   std::string(say(language, "text or json", "输出格式：text 或 json")))
        ->check(CLI::IsMember({"text", "json"}))
        ->type_name("FORMAT");
    app.add_option("--report", text->report,
                   std::string(say(language, "write the account of every row: .csv or .json",
                                   "写出逐行去向的明细：.csv 或 .json")))
        ->type_name("FILE");
    app.callback([text, language, &status] { status = run(*text, language); });
}

}  // namespace flowspace
