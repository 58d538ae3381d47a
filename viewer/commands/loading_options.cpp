#include "viewer/commands/loading_options.h"

#include "viewer/commands/messages.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <thread>

namespace flowspace {
namespace {

void tell(const LoadEstimate& estimate, Wanted wanted, Language language) {
    const auto gb = [](std::uint64_t bytes) { return static_cast<double>(bytes) / 1e9; };
    fmt::print(
        stderr, "{}",
        fmt::format(
            fmt::runtime(say(language,
                             "{} rows of flows: loading may take {:.1f} GB of memory, more than {:.1f} GB; ",
                             "流数据共 {} 行：载入约需 {:.1f} GB 内存，超过上限 {:.1f} GB；")),
            estimate.rows, gb(estimate.bytes), gb(estimate.most_bytes)));
    if (!estimate.why.empty())
        fmt::print(stderr, "{}{}\n",
                   say(language, "loaded all the same, since the files cannot be asked: ",
                       "但无法直接查询文件，仍予载入："),
                   estimate.why);
    else if (wanted == Wanted::report)
        fmt::print(stderr, "{}\n",
                   say(language, "rows are checked and not merged (--load merges them)",
                       "只逐行检查，不合并（--load 可强制合并）"));
    else
        fmt::print(
            stderr, "{}\n",
            say(language,
                "not loaded, each question is asked of the files (--load loads them, --memory allows more)",
                "不载入，每次查询直接读取文件（--load 可强制载入，--memory 可放宽上限）"));
}

}  // namespace

void add_loading_options(CLI::App& app, Language language, LoadingText& text) {
    auto* const never = app.add_flag(
        "--no-load", text.never,
        std::string(say(
            language, "leave flows in their Parquet files and ask these each question: for files past memory",
            "不载入 Parquet 中的流数据，每次查询直接读取文件：适用于超出内存的文件")));
    app.add_flag(
           "--load", text.always,
           std::string(say(language, "load them whatever memory that may take", "无论需要多少内存都载入")))
        ->excludes(never);
    app.add_option("--memory", text.memory_gb,
                   std::string(say(
                       language,
                       "memory that loading may take, by an estimate; past it files are asked (half of the "
                       "machine's unless said)",
                       "载入可用的内存（估计值），超过则直接查询文件；默认为本机内存的一半")))
        ->check(CLI::PositiveNumber)
        ->type_name("GB");
}

LoadOptions load_options(const LoadingText& text, Wanted wanted, Language language) {
    LoadOptions options{.wanted = wanted, .threads = std::max(1U, std::thread::hardware_concurrency())};
    if (text.never) options.merging = Merging::never;
    if (text.always) options.merging = Merging::always;
    options.memory_bytes = static_cast<std::uint64_t>(text.memory_gb * 1e9);
    options.estimated = [=](const LoadEstimate& estimate) { tell(estimate, wanted, language); };
    return options;
}

}  // namespace flowspace
