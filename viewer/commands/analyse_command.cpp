#include "viewer/commands/analyse_command.h"

#include "data/analysis/analysis.h"
#include "data/analysis/analysis_fault.h"
#include "viewer/analysis_tables.h"
#include "viewer/command.h"
#include "viewer/commands/dataset_options.h"
#include "viewer/commands/filter_options.h"
#include "viewer/commands/messages.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <cstdio>
#include <map>
#include <memory>

namespace flowspace {
namespace {

struct AnalyseText {
    DatasetText dataset = {};
    FilterText filter = {};
    std::vector<std::string> groups = {};
    std::vector<std::string> periods = {};
    std::string every = {};
    std::string format = "csv";
    std::uint64_t seed = 1;
    std::map<std::string, std::string> settings = {};             // by key, as typed
    std::map<std::string, std::string, std::less<>> tables = {};  // by key, path
};

int fail(const std::string& message, int status) {
    fmt::print(stderr, "{}\n", message);
    return status;
}

std::string words_of(const Error& error, Language language) {
    const Fault fault = fault_of(error);
    return std::string(say(language, fault.en, fault.zh));
}

std::optional<Grain> parse_grain(const std::string& text) {
    for (const Grain grain : {Grain::year, Grain::month, Grain::week, Grain::day, Grain::hour})
        if (key(grain) == text) return grain;
    return std::nullopt;
}

/// FROM..TO, either may be empty; or one time, which stands for its whole step.
Result<Period> parse_period(const std::string& text, const TimeAxis& axis, Language language) {
    const std::size_t dots = text.find("..");
    if (dots == std::string::npos) {
        const Result<ParsedTime> time = parse_time(text);
        if (!time) return Error{words_of(time.error(), language)};
        return Period{text, {time->start, step_end(time->grain, time->start)}};
    }
    const Result<Window> window = parse_window(text.substr(0, dots), text.substr(dots + 2), language);
    if (!window) return window.error();
    return Period{period_of(axis, *window).label, *window};
}

Result<std::vector<Period>> parse_periods(const AnalyseText& text, const Dataset& dataset, Window window,
                                          Language language) {
    const TimeAxis& axis = dataset.flows->time_axis();
    if (!text.periods.empty() && axis.grain == Grain::none)
        return Error{std::string(say(language, "found --period, expected none: the table has no times",
                                     "收到 --period，但表中没有时间"))};
    if (text.periods.empty()) {
        auto every = periods_of(axis, window, text.every.empty() ? Grain::none : *parse_grain(text.every));
        if (!every) return Error{words_of(every.error(), language)};
        return every;
    }
    std::vector<Period> periods;
    for (const std::string& one : text.periods) {
        Result<Period> period = parse_period(one, axis, language);
        if (!period) return period.error();
        periods.push_back(std::move(*period));
    }
    return periods;
}

std::optional<Error> fill_input(const AnalyseText& text, const Analysis& analysis, Language language,
                                AnalysisInput& input) {
    Result<Filter> filter = parse_filter(text.filter, input.dataset, language);
    if (!filter) return filter.error();
    input.filter = std::move(*filter);
    for (const std::string& name : text.groups) {
        const Result<GroupId> group = parse_group(name, "--group", *input.dataset.atlas, language);
        if (!group) return group.error();
        input.groups.push_back(*group);
    }
    Result<std::vector<Period>> periods = parse_periods(text, input.dataset, input.filter.window, language);
    if (!periods) return periods.error();
    input.periods = std::move(*periods);
    input.seed = text.seed;
    for (const auto& [name, value] : text.settings)
        if (!value.empty()) input.settings.emplace(name, value);
    if (const std::optional<Error> error = read_tables(table_files(analysis, text.tables), analysis, input))
        return Error{words_of(*error, language)};
    return std::nullopt;
}

bool write_all(const std::string& text) {
    return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
}

void tell(const AnalysisResult& result, Language language) {
    for (const AnalysisFact& fact : result.facts) fmt::print(stderr, "# {}: {}\n", fact.key, fact.value);
    for (const OutputNote& note : result.notes)
        fmt::print(stderr, "{}: {}\n", note.code, say(language, note.en, note.zh));
}

void tell_cost_problems(const AnalysisInput& input, Language language) {
    if (!input.cost || input.cost->refused == 0) return;
    constexpr std::size_t told = 10;
    for (std::size_t at = 0; at < std::min(told, input.cost->problems.size()); ++at)
        fmt::print(stderr, "{}\n", format_problem(input.cost->problems[at], language));
    fmt::print(stderr, "{}\n",
               fmt::format(fmt::runtime(say(language, "{}: {} rows refused", "{}：拒收 {} 行")),
                           input.cost->path, input.cost->refused));
}

/// A usage error, in words: a group that is of another kind than --kind says.
std::optional<std::string> group_of_other_kind(const AnalyseText& text, const Atlas& atlas,
                                               Language language) {
    if (text.filter.kind.empty()) return std::nullopt;
    for (const std::string& name : text.groups) {
        const Result<GroupId> group = parse_group(name, "--group", atlas, language);
        if (!group) return std::nullopt;  // told where it is read
        const std::string_view kind = key(atlas.groups[index(*group)].kind);
        if (kind != text.filter.kind)
            return fmt::format(
                fmt::runtime(
                    say(language,
                        "--group: found '{0}', which is of kind {1}, expected one of kind {2}: leave "
                        "--kind out, or say --kind {1}",
                        "--group：“{0}”的类别是 {1}，与 --kind {2} 不符：请去掉 --kind，或改为 --kind {1}")),
                name, kind, text.filter.kind);
    }
    return std::nullopt;
}

int run(const AnalyseText& text, const Analysis& analysis, Language language) {
    const OpenedDataset opened = open_dataset(text.dataset, language);
    if (opened.error.exit_status != exit_done) return fail(opened.error.message, opened.error.exit_status);
    if (const auto wrong = group_of_other_kind(text, *opened.dataset.atlas, language))
        return fail(*wrong, exit_usage);
    AnalysisInput input{.dataset = opened.dataset};
    if (const std::optional<Error> error = fill_input(text, analysis, language, input))
        return fail(error->message, exit_bad_request);
    if (const std::optional<Fault> fault = fault_of(analysis, input))
        return fail(std::string(say(language, fault->en, fault->zh)), exit_bad_request);
    const Result<AnalysisResult> result = run_analysis(analysis, input);
    if (!result) return fail(words_of(result.error(), language), exit_bad_request);
    const bool problems = report_problems(opened.dataset, language, stderr);
    tell_cost_problems(input, language);
    const bool json = text.format == "json";
    if (!json) tell(*result, language);
    if (!write_all(json ? to_json(analysis, input, *result) : to_csv(to_table(analysis, input, *result))))
        return fail(
            std::string(say(language, "standard output: cannot be written, expected room and a reader",
                            "标准输出无法写入")),
            exit_machine_lacks);
    return problems ? exit_bad_request : exit_done;
}

// The options -----------------------------------------------------------------------------------------------

std::string said(Language language, Said text) { return std::string(say(language, text.en, text.zh)); }

void add_common_options(CLI::App& app, Language language, AnalyseText& text) {
    const auto one = [&](const char* name, auto& value, Said help, const char* type) {
        return app.add_option(name, value, said(language, help))->type_name(type);
    };
    one("--group", text.groups, {"only this group; repeated: any of them", "只要该分组；可重复"}, "ID")
        ->allow_extra_args(false);
    one("--period", text.periods,
        {"answer for this stretch of time by itself: FROM..TO (TO not included) or one time; may be repeated",
         "单独回答这段时间：起..止（不含止）或单个时间；可重复"},
        "T..T")
        ->allow_extra_args(false);
    one("--every", text.every,
        {"answer for each year, month, week, day or hour by itself", "逐年、月、周、日或时分别回答"}, "STEP")
        ->check(CLI::IsMember({"year", "month", "week", "day", "hour"}))
        ->excludes("--period");
    one("--cost", text.tables[std::string(cost_key)], cost_table().help, "FILE");
    one("--seed", text.seed, {"start of the random numbers, where there are any", "随机数种子"}, "N");
    one("--format", text.format, {"csv or json", "输出格式：csv 或 json"}, "FORMAT")
        ->check(CLI::IsMember({"csv", "json"}));
}

void add_own_options(CLI::App& app, const Analysis& analysis, Language language, AnalyseText& text) {
    for (const AnalysisSetting& setting : analysis.settings) {
        CLI::Option* option =
            app.add_option(fmt::format("--{}", setting.key), text.settings[std::string(setting.key)],
                           fmt::format("{} ({})", said(language, setting.help), setting.standard))
                ->type_name(setting.choices.empty() ? "NUMBER" : "WORD")
                ->group("ANALYSIS");
        if (!setting.choices.empty())
            option->check(
                CLI::IsMember(std::vector<std::string>(setting.choices.begin(), setting.choices.end())));
        else
            option->check(check_number);
    }
    for (const AnalysisTable& table : analysis.tables)
        app.add_option(fmt::format("--{}", table.key), text.tables[std::string(table.key)],
                       said(language, table.help))
            ->type_name("FILE")
            ->group("ANALYSIS");
}

/// What --help says after the options: how it is computed and what each measure means.
std::string footer(const Analysis& analysis, Language language) {
    std::string text = fmt::format(
        "{}\n  {}\n  {}\n\n{}\n", say(language, "Method:", "方法："), analysis.formula, analysis.source,
        say(language,
            "Rows: "
            "layer,period,scope,item,measure,value,unit,label,standard_error,lower,upper,n,note\nMeasures:",
            "输出列：layer,period,scope,item,measure,value,unit,label,standard_error,lower,upper,n,"
            "note\n指标："));
    for (const Measure& measure : analysis.measures)
        text += fmt::format("  {:<26}{}{}\n", measure.key, say(language, measure.means.en, measure.means.zh),
                            measure.unit.empty() ? "" : fmt::format(" [{}]", measure.unit));
    return text;
}

void set_up_one(CLI::App& app, const Analysis& analysis, Language language, int& status) {
    const auto text = std::make_shared<AnalyseText>();
    app.fallthrough();  // to --lang
    app.footer(footer(analysis, language));
    add_dataset_options(app, language, text->dataset);
    add_filter_options(app, language, text->filter);
    add_common_options(app, language, *text);
    add_own_options(app, analysis, language, *text);
    app.callback([&app, text, &analysis, language, &status] {
        // What falls through to `analyse` and is not known there either.
        if (!app.get_parent()->remaining().empty()) throw CLI::ExtrasError(app.get_parent()->remaining());
        status = run(*text, analysis, language);
    });
}

std::vector<std::string> analysis_names() {
    std::vector<std::string> names;
    for (const Analysis& analysis : all_analyses()) names.emplace_back(analysis.key);
    return names;
}

}  // namespace

void set_up_analyse(CLI::App& app, Language language, int& status) {
    // The options of all the analyses are only made when one is asked for.
    app.preparse_callback([&app, language, &status](std::size_t) {
        if (!app.get_subcommands([](CLI::App*) { return true; }).empty()) return;
        for (const Analysis& analysis : all_analyses())
            set_up_one(*app.add_subcommand(std::string(analysis.key), said(language, analysis.name) +
                                                                          say(language, ". ", "。").data() +
                                                                          said(language, analysis.help)),
                       analysis, language, status);
    });
    app.allow_extras();
    app.callback([&app, language, &status] {
        if (!app.get_subcommands().empty()) return;
        const std::vector<std::string> rest = app.remaining(), names = analysis_names();
        const std::string expected =
            fmt::format("{}{}", say(language, "one of ", "以下之一："), fmt::join(names, ", "));
        status = fail(rest.empty() ? fmt::format("{}{}",
                                                 say(language, "usage: analyse NAME, expected ",
                                                     "用法：analyse NAME，NAME 为"),
                                                 expected)
                                   : not_found(language, "analyse", rest.front(), expected, names),
                      exit_usage);
    });
}

}  // namespace flowspace
