#include "viewer/commands/check_command.h"

#include "data/import/open_files.h"
#include "data/output_table.h"
#include "viewer/command.h"
#include "viewer/commands/dataset_options.h"
#include "viewer/commands/messages.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>

namespace flowspace {
namespace {

struct CheckText {
    DatasetText dataset = {};
    std::string format = "text";
};

constexpr std::size_t most_problems = 10'000'000;  // per file; a table of nothing else would fill the memory

std::string to_json(const Problem& problem) {
    return fmt::format(
        "{{\"file\": {}, \"row\": {}, \"column\": {}, \"code\": {}, \"found\": {}, \"expected\": {}}}",
        json_string(problem.file), problem.row, json_string(problem.column), json_string(problem.code),
        json_string(problem.found), json_string(problem.expected));
}

std::string to_json(const std::vector<SourceFile>& files, std::uint64_t count) {
    std::string text = "{\"problems\": [";
    bool first = true;
    for (const SourceFile& file : files)
        for (const Problem& problem : file.problems) {
            text += first ? "\n " : ",\n ";
            text += to_json(problem);
            first = false;
        }
    return text + fmt::format("],\n\"count\": {}}}\n", count);
}

std::string to_text(const std::vector<SourceFile>& files, Language language) {
    std::string text;
    for (const SourceFile& file : files)
        for (const Problem& problem : file.problems) text += format_problem(problem, language) + '\n';
    return text;
}

/// On standard error: rows of each file, and how often each code came up, in words.
void tell_summary(const std::vector<SourceFile>& files, Language language) {
    for (const SourceFile& file : files) {
        fmt::print(stderr, "{}\n",
                   fmt::format(fmt::runtime(say(language, "{}: {} rows, {} kept, {} refused, {} problems",
                                                "{}：共 {} 行，保留 {} 行，拒收 {} 行，问题 {} 处")),
                               file.path, file.rows_in, file.rows_kept, file.rows_in - file.rows_kept,
                               file.problem_count));
        std::map<std::string, std::uint64_t> by_code;
        for (const Problem& problem : file.problems) ++by_code[problem.code];
        for (const auto& [code, times] : by_code)
            fmt::print(stderr, "  {} x {}: {}\n", times, code,
                       say(language, meaning(code).en, meaning(code).zh));
    }
}

int run(const CheckText& text, Language language) {
    const OpenedDataset atlas = open_atlas(language);
    if (atlas.error.exit_status != exit_done) {
        fmt::print(stderr, "{}\n", atlas.error.message);
        return atlas.error.exit_status;
    }
    const std::vector<std::filesystem::path> paths(text.dataset.files.begin(), text.dataset.files.end());
    std::vector<SourceFile> files;
    if (!paths.empty()) files = check_files(paths, {.listed_problems = most_problems}, atlas.dataset);
    std::uint64_t count = 0;
    for (const SourceFile& file : files) count += file.problem_count;
    const std::string out = text.format == "json" ? to_json(files, count) : to_text(files, language);
    std::fwrite(out.data(), 1, out.size(), stdout);
    if (std::fflush(stdout) != 0 || std::ferror(stdout)) {
        fmt::print(stderr, "{}\n", say(language, "standard output: cannot be written", "标准输出无法写入"));
        return exit_machine_lacks;
    }
    tell_summary(files, language);
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
    app.callback([text, language, &status] { status = run(*text, language); });
}

}  // namespace flowspace
