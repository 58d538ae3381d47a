#include "viewer/commands/analysis_option.h"

#include "render/scene/analysis_words.h"
#include "viewer/analysis_shown.h"
#include "viewer/analysis_tables.h"
#include "viewer/commands/filter_options.h"
#include "viewer/commands/messages.h"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace flowspace {
namespace {

std::optional<Error> read_setting(const std::string& text, const Analysis& analysis, Language language,
                                  AnalysisShown& shown) {
    const std::size_t equals = text.find('=');
    std::vector<std::string> keys;
    for (const AnalysisSetting& setting : analysis.settings) keys.emplace_back(setting.key);
    const std::string key = text.substr(0, equals);
    if (equals == std::string::npos || std::ranges::count(keys, key) == 0)
        return Error{not_found(language, "--analysis-set", text,
                               fmt::format("{}{}", say(language, "KEY=VALUE with a KEY of ", "键=值，键为 "),
                                           fmt::join(keys, ", ")),
                               keys)};
    shown.settings[key] = text.substr(equals + 1);
    return std::nullopt;
}

std::optional<Error> read_table_path(const std::string& text, const Analysis& analysis, Language language,
                                     AnalysisShown& shown) {
    const std::size_t equals = text.find('=');
    std::vector<std::string> keys;
    for (const AnalysisTable& table : tables_of(analysis)) keys.emplace_back(table.key);
    const std::string key = text.substr(0, equals);
    if (equals == std::string::npos || std::ranges::count(keys, key) == 0)
        return Error{not_found(language, "--analysis-table", text,
                               fmt::format("{}{}", say(language, "KEY=FILE with a KEY of ", "键=文件，键为 "),
                                           fmt::join(keys, ", ")),
                               keys)};
    shown.tables[key] = text.substr(equals + 1);
    return std::nullopt;
}

}  // namespace

void add_analysis_options(CLI::App& app, Language language, AnalysisText& text) {
    const auto words = [language](std::string_view en, std::string_view zh) {
        return std::string(say(language, en, zh));
    };
    app.add_option("--analysis", text.name,
                   words("lay the answer of this analysis over the map (see analyse --help)",
                         "把这项分析的结果画到地图上（见 analyse --help）"))
        ->type_name("NAME");
    app.add_option(
           "--analysis-set", text.settings,
           words("a setting of the analysis, KEY=VALUE; may be repeated", "分析的设置，键=值；可重复"))
        ->allow_extra_args(false)
        ->type_name("KEY=VALUE");
    app.add_option("--analysis-table", text.tables,
                   words("a table that the analysis reads, KEY=FILE; may be repeated",
                         "分析所读的表，键=文件；可重复"))
        ->allow_extra_args(false)
        ->type_name("KEY=FILE");
    app.add_option("--analysis-group", text.group,
                   words("only this group of --kind", "只要 --kind 中的这个分组"))
        ->type_name("ID");
    app.add_option("--analysis-measure", text.measure,
                   words("which measure lies on the map", "落在地图上的指标"))
        ->type_name("KEY");
    app.add_option("--analysis-item", text.item,
                   words("which of several of a place or group lies on the map (an indicator, a model); the "
                         "first if not said",
                         "同一地点或分组有多项（指标、模型）时落图的一项；默认第一项"))
        ->type_name("ITEM");
    app.add_option("--analysis-every", text.steps,
                   words("answer for each year or month by itself", "逐年或逐月分别回答"))
        ->check(CLI::IsMember({"year", "month"}))
        ->type_name("STEP");
    app.add_option(
           "--analysis-period", text.period,
           words("which of them lies on the map; the last one if not said", "落在地图上的时段；默认最后一个"))
        ->type_name("LABEL");
    app.add_flag("--analysis-flows", text.with_flows, words("with the flows beneath it", "同时保留流线"));
    for (const char* part : {"--analysis-set", "--analysis-table", "--analysis-group", "--analysis-measure",
                             "--analysis-item", "--analysis-every", "--analysis-period", "--analysis-flows"})
        app.get_option(part)->needs("--analysis");
}

std::optional<std::string> unknown_analysis(const AnalysisText& text, Language language) {
    if (text.name.empty() || find_analysis(text.name) != nullptr) return std::nullopt;
    std::vector<std::string> names;
    for (const Analysis& one : all_analyses()) names.emplace_back(one.key);
    return not_found(language, "--analysis", text.name,
                     fmt::format("{}{}", say(language, "one of ", "以下之一："), fmt::join(names, ", ")),
                     names);
}

Error nothing_on_map(const AnalysisText& text, Language language) {
    return Error{fmt::format(
        fmt::runtime(
            say(language,
                "--analysis {0}: found nothing in its answer that lies on a map, expected another "
                "measure (--analysis-measure), period or filter; `flowspace analyse {0}` gives its "
                "figures, --panels draws them",
                "--analysis {0}：结果中没有可落图的内容，请用 --analysis-measure 改选指标，或改选时段、"
                "放宽筛选；数值用 flowspace analyse {0} 输出，图表用 --panels 画出")),
        text.name)};
}

std::optional<Error> choose_analysis(const AnalysisText& text, const Dataset& data, Language language,
                                     Settings& settings) {
    if (text.name.empty()) {
        // A view may be anybody's: which files are opened is said by who runs the program.
        if (!settings.analysis || settings.analysis->tables.empty()) return std::nullopt;
        const auto& [key, path] = *settings.analysis->tables.begin();
        return Error{fmt::format(
            fmt::runtime(
                say(language,
                    "the view names the file '{1}' as the table {0} of its analysis, expected it on the "
                    "command line: --analysis {2} --analysis-table {0}=FILE",
                    "视图把文件“{1}”列为分析的 {0} 表，应在命令行给出：--analysis {2} --analysis-table "
                    "{0}=文件")),
            key, path, settings.analysis->name)};
    }
    const Analysis* analysis = find_analysis(text.name);
    if (const auto unknown = unknown_analysis(text, language)) return Error{*unknown};
    AnalysisShown shown{.name = text.name, .measure = text.measure, .period = text.period, .item = text.item};
    if (text.with_flows) shown.flows = FlowsBeneath::drawn;
    if (text.steps == "year") shown.steps = AnalysedSteps::years;
    if (text.steps == "month") shown.steps = AnalysedSteps::months;
    for (const std::string& one : text.settings)
        if (auto error = read_setting(one, *analysis, language, shown)) return error;
    for (const std::string& one : text.tables)
        if (auto error = read_table_path(one, *analysis, language, shown)) return error;
    if (!text.measure.empty() && find_measure(*analysis, text.measure) == nullptr) {
        std::vector<std::string> keys;
        for (const Measure& measure : analysis->measures) keys.emplace_back(measure.key);
        return Error{not_found(
            language, "--analysis-measure", text.measure,
            fmt::format("{}{}", say(language, "one of ", "以下之一："), fmt::join(keys, ", ")), keys)};
    }
    if (!text.group.empty()) {
        const Result<GroupId> group = parse_group(text.group, "--analysis-group", *data.atlas, language);
        if (!group) return group.error();
        shown.group = data.atlas->groups[index(*group)].id;
    }
    settings.analysis = Kept<AnalysisShown>::of(std::move(shown));
    return std::nullopt;
}

Result<AnalysisAnswer> answer_in_words(const Settings& settings, const std::shared_ptr<const Dataset>& data,
                                       Language language) {
    const AnalysisRequest request = *analysis_request(settings, *data);
    if (const std::optional<Fault> fault = fault_of(request, *data))
        return Error{std::string(say(language, fault->en, fault->zh))};
    Result<AnalysisAnswer> answer = answer_now(request, data);
    if (!answer) {
        const Fault fault = fault_of(answer.error());
        return Error{std::string(say(language, fault.en, fault.zh))};
    }
    return answer;
}

}  // namespace flowspace
