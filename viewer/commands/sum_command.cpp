#include "viewer/commands/sum_command.h"

#include "data/import/problem_words.h"
#include "data/sum_table.h"
#include "viewer/command.h"
#include "viewer/commands/dataset_options.h"
#include "viewer/commands/filter_options.h"
#include "viewer/commands/messages.h"
#include "viewer/commands/view_options.h"
#include "viewer/focus.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <memory>

namespace flowspace {
namespace {

struct SumText {
    DatasetText dataset = {};
    FilterText filter = {};
    std::string by = {};
    std::string versus_from = {}, versus_to = {};
    std::string fold = "none";
    std::string format = "csv";
    std::uint64_t top = 0;
    ViewText view = {};  // --view only
};

int fail(const std::string& message, int status) {
    fmt::print(stderr, "{}\n", message);
    return status;
}

Result<SumRequest> parse_request(const SumText& text, const Dataset& dataset, Language language) {
    const Result<Settings> shared = base_of_view(text.view, dataset, language, stderr);
    if (!shared) return shared.error();
    const Filter base = text.view.shared.empty() ? Filter{} : effective_filter(*dataset.atlas, *shared);
    Result<Filter> filter = parse_filter(text.filter, dataset, language, base);
    if (!filter) return filter.error();
    SumRequest request{
        .filter = std::move(*filter), .key = *parse_sum_key(text.by), .fold = *parse_fold(text.fold)};
    if (!text.versus_from.empty() || !text.versus_to.empty()) {
        const Result<Window> versus = parse_window(text.versus_from, text.versus_to, language);
        if (!versus) return versus.error();
        request.versus = *versus;
    }
    if (text.top > 0) request.top = text.top;
    return request;
}

bool write_all(const std::string& text) {
    return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
}

int run(const SumText& text, Language language) {
    const OpenedDataset opened = open_dataset(text.dataset, language);
    if (opened.error.exit_status != exit_done) return fail(opened.error.message, opened.error.exit_status);
    const Result<SumRequest> request = parse_request(text, opened.dataset, language);
    if (!request) return fail(message_in(request.error().message, language), exit_bad_request);
    const Result<OutputTable> table = sum_table(opened.dataset, *request);
    if (!table) return fail(message_in(table.error().message, language), exit_bad_request);
    const bool problems = report_problems(opened.dataset, language, stderr);
    for (const OutputNote& note : table->notes)
        fmt::print(stderr, "{}: {}\n", note.code, say(language, note.en, note.zh));
    if (!write_all(text.format == "json" ? to_json(*table) : to_csv(*table)))
        return fail(
            std::string(say(language, "standard output: cannot be written, expected room and a reader",
                            "标准输出无法写入")),
            exit_machine_lacks);
    return problems ? exit_bad_request : exit_done;
}

}  // namespace

void set_up_sum(CLI::App& app, Language language, int& status) {
    const auto text = std::make_shared<SumText>();
    add_dataset_options(app, language, text->dataset);
    add_filter_options(app, language, text->filter);
    const auto one = [&](const char* name, auto& value, std::string_view en, std::string_view zh,
                         const char* type) {
        return app.add_option(name, value, std::string(say(language, en, zh)))->type_name(type);
    };
    one("--by", text->by, "total, time, place, pair, circle, agglomeration or province",
        "按何汇总：total 总量, time 时间, place 地点, pair 城市对, circle 都市圈, agglomeration 城市群, "
        "province 省",
        "KEY")
        ->required()
        ->check(CLI::IsMember({"total", "time", "place", "pair", "circle", "agglomeration", "province"}));
    one("--top", text->top, "the first N rows of each layer", "每种要素流只列前 N 行", "N")
        ->check(CLI::PositiveNumber);
    one("--versus-from", text->versus_from, "compare with a window from T", "对比时间窗的起点(含)", "T")
        ->check(check_time);
    one("--versus-to", text->versus_to, "... to before T; --min and --max choose pairs by the first window",
        "对比时间窗的终点(不含)；--min、--max 按前一时间窗选城市对", "T")
        ->check(check_time);
    one("--view", text->view.shared, "the filter of a view that was shared; other options go before it",
        "取分享的视图中的筛选；其他选项优先", "FILE");
    one("--fold", text->fold,
        "with --by time: hour 0-23, weekday 1 (Monday)-7, month 1-12, lunar: days from the nearest Spring "
        "Festival",
        "与 --by time 合用：hour 时 0-23, weekday 星期 1(一)-7, month 月 1-12, lunar 距最近春节的天数", "BIN")
        ->check(CLI::IsMember({"hour", "weekday", "month", "lunar"}));
    one("--format", text->format, "csv or json", "输出格式：csv 或 json", "FORMAT")
        ->check(CLI::IsMember({"csv", "json"}));
    app.callback([text, language, &status] { status = run(*text, language); });
}

}  // namespace flowspace
