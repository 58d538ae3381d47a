#include "viewer/commands/bench_command.h"

#include "data/project/atomic_file.h"
#include "viewer/bench/benches.h"
#include "viewer/command.h"
#include "viewer/commands/dataset_options.h"
#include "viewer/commands/messages.h"
#include "viewer/commands/output_clash.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace flowspace {

namespace {

struct BenchText {
    std::string name = {};
    std::vector<std::string> files = {};
    std::string out = {};
    std::string picture = {};
    std::string arcs = "cpu";
    int runs = 15;
    std::uint64_t rows = 10'000'000;
    double seconds = 60;
};

/// The processor's name, as /proc/cpuinfo has it.
std::string processor() {
    std::ifstream file("/proc/cpuinfo");
    for (std::string line; std::getline(file, line);)
        if (line.starts_with("model name")) return line.substr(line.find(':') + 2);
    return "unknown";
}

std::optional<Problem> write_json(const std::string& path, const std::vector<BenchResult>& results) {
    nlohmann::ordered_json json = {{"program", std::string("flowspace ") + FLOWSPACE_VERSION},
                                   {"processor", processor()},
                                   {"threads", std::thread::hardware_concurrency()},
                                   {"results", nlohmann::ordered_json::array()}};
    for (const BenchResult& result : results) {
        json["results"].push_back({{"name", result.name},
                                   {"unit", result.unit},
                                   {"median", result.median},
                                   {"quarter", result.quarter},
                                   {"three_quarters", result.three_quarters},
                                   {"runs", result.runs}});
        if (!result.tail) continue;
        nlohmann::ordered_json& row = json["results"].back();
        row["p95"] = result.tail->p95;
        row["p99"] = result.tail->p99;
        row["worst"] = result.tail->worst;
    }
    return write_file(path, json.dump(2) + '\n');
}

int run(const BenchText& text, Language language) {
    NamedFiles files;
    files.reads(text.files);
    files.writes("-o", text.out);
    files.writes("--picture", text.picture);
    if (const auto clash = files.clash(language)) {
        fmt::print(stderr, "{}\n", *clash);
        return exit_usage;
    }
    OpenedDataset atlas = open_atlas(language);
    if (atlas.error.exit_status != exit_done) {
        fmt::print(stderr, "{}\n", atlas.error.message);
        return atlas.error.exit_status;
    }
    BenchContext context{.atlas = std::make_shared<const Dataset>(std::move(atlas.dataset)),
                         .rows = text.rows,
                         .runs = text.runs,
                         .seconds = text.seconds};
    context.by_gl = text.arcs == "gl";
    context.picture = text.picture;
    context.tables.assign(text.files.begin(), text.files.end());

    std::vector<BenchResult> all;
    fmt::print("name,unit,median,quarter,three_quarters,runs,p95,worst\n");
    for (const Bench& bench : all_benches()) {
        if (text.name != "all" && text.name != bench.name) continue;
        const Result<std::vector<BenchResult>> results = bench.run(context);
        if (!results) {
            fmt::print(stderr, "{}\n", results.error().message);
            return exit_machine_lacks;
        }
        for (const BenchResult& result : *results) {
            const std::string tail =
                result.tail ? fmt::format("{:.4g},{:.4g}", result.tail->p95, result.tail->worst) : ",";
            fmt::print("\"{}\",{},{:.4g},{:.4g},{:.4g},{},{}\n", result.name, result.unit, result.median,
                       result.quarter, result.three_quarters, result.runs, tail);
        }
        all.insert(all.end(), results->begin(), results->end());
    }
    if (text.out.empty()) return exit_done;
    if (const std::optional<Problem> failed = write_json(text.out, all)) {
        fmt::print(stderr, "{}\n", format_problem(*failed, language));
        return exit_of(format_problem(*failed));
    }
    return exit_done;
}

}  // namespace

void set_up_bench(CLI::App& app, Language language, int& status) {
    const auto text = std::make_shared<BenchText>();
    std::vector<std::string> names = {"all"};
    std::string help = "all";
    for (const Bench& bench : all_benches()) {
        names.emplace_back(bench.name);
        help += fmt::format("; {}: {}", bench.name, say(language, bench.help_en, bench.help_zh));
    }
    app.add_option("NAME", text->name, help)->required()->check(CLI::IsMember(names));
    app.add_option("FILES", text->files,
                   std::string(say(language, "tables for `sum`, `capture` and `peers`",
                                   "供 sum、capture 和 peers 使用的表格")));
    app.add_option(
           "--runs", text->runs,
           std::string(say(language, "measured runs each (15 unless said)", "每项测量次数（默认 15）")))
        ->check(CLI::Range(1, 1000));
    app.add_option(
           "--rows", text->rows,
           std::string(say(language, "rows of the largest table that `large` makes (10000000 unless said)",
                           "large 生成的最大表格的行数（默认 10000000）")))
        ->check(CLI::Range(std::uint64_t{1'000'000}, std::uint64_t{1'000'000'000}));
    app.add_option("--arcs", text->arcs,
                   std::string(say(language, "who draws the arcs of `peers`: gl or cpu",
                                   "peers 的弧线由谁绘制：gl 或 cpu")))
        ->check(CLI::IsMember({"gl", "cpu"}));
    app.add_option("--picture", text->picture,
                   std::string(say(language, "what `peers` drew, as PNG", "peers 所绘画面（PNG）")));
    app.add_option("--seconds", text->seconds,
                   std::string(say(language, "length of each `capture` (60 unless said)",
                                   "每次 capture 的秒数（默认 60）")))
        ->check(CLI::Range(1.0, 3600.0));
    app.add_option("-o", text->out, std::string(say(language, "also write JSON here", "同时写出 JSON")));
    app.callback([text, language, &status] { status = run(*text, language); });
}

}  // namespace flowspace
