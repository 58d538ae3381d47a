// Runs an analysis and completes its result with what every result names.
#include "data/analysis/analysis.h"
#include "data/analysis/analysis_fault.h"
#include "data/analysis/empty_answer.h"
#include "data/completeness.h"
#include "data/import/import_report.h"
#include "data/import/problem_words.h"
#include "data/pair_selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

namespace flowspace {
namespace {

std::optional<double> to_number(std::string_view text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(number))
        return std::nullopt;
    return number;
}

std::string_view typed(const AnalysisInput& input, const AnalysisSetting& setting) {
    const auto found = input.settings.find(setting.key);
    return found == input.settings.end() ? setting.standard : std::string_view(found->second);
}

std::optional<Fault> check_setting(const AnalysisSetting& setting, std::string_view text) {
    if (!setting.choices.empty()) {
        if (std::ranges::count(setting.choices, text) > 0) return std::nullopt;
        const std::string choices = fmt::format("{}", fmt::join(setting.choices, ", "));
        return Fault{fmt::format("--{}: found '{}', expected one of {}", setting.key, text, choices),
                     fmt::format("--{}：收到“{}”，应为以下之一：{}", setting.key, text, choices)};
    }
    const std::optional<double> number = to_number(text);
    if (number && *number >= setting.least && *number <= setting.most) return std::nullopt;
    return Fault{fmt::format("--{}: found '{}', expected a number from {} to {}", setting.key, text,
                             setting.least, setting.most),
                 fmt::format("--{}：收到“{}”，应为 {} 至 {} 之间的数", setting.key, text, setting.least,
                             setting.most)};
}

bool is_given(const AnalysisInput& input, const AnalysisTable& table) {
    return table.shape == TableShape::plain ? input.tables.contains(table.key)
                                            : input.outlines.contains(table.key);
}

/// Of the tables of which one must be given.
std::optional<Fault> check_choice(const Analysis& analysis, const AnalysisInput& input) {
    Fault choices;
    for (const AnalysisTable& table : analysis.tables) {
        if (table.need != Need::one_of) continue;
        if (is_given(input, table)) return std::nullopt;
        choices.en +=
            fmt::format("{}--{} FILE: {}", choices.en.empty() ? "" : "; or ", table.key, table.help.en);
        choices.zh +=
            fmt::format("{}--{} 文件：{}", choices.zh.empty() ? "" : "；或 ", table.key, table.help.zh);
    }
    if (choices.en.empty()) return std::nullopt;
    return Fault{fmt::format("{}: found no table, expected {}", analysis.key, choices.en),
                 fmt::format("{}：没有给出表，应给出 {}", analysis.key, choices.zh)};
}

// What the data are --------------------------------------------------------------------------------------

void name_data(const Dataset& dataset, std::vector<AnalysisFact>& facts) {
    facts.push_back({"program", std::string("flowspace ") + FLOWSPACE_VERSION});
    facts.push_back({"data", dataset.title_en.empty() ? "tables" : dataset.title_en});
    facts.push_back({"rows", fmt::format("{}", dataset.flows->row_count())});
    if (!dataset.report) return;
    for (const SourceReport& source : dataset.report->sources)
        facts.push_back({"source", fmt::format("{} sha256:{}", source.path, source.identity.sha256)});
}

void name_layers(const AnalysisInput& input, std::vector<AnalysisFact>& facts) {
    for (const LayerId layer : layers_asked(*input.dataset.flows, input.filter)) {
        const LayerInfo& info = input.dataset.flows->layers()[index(layer)];
        facts.push_back({"layer", fmt::format("{}: unit {}, {}{}{}", info.key,
                                              info.unit.empty() ? "undeclared" : info.unit, key(info.status),
                                              info.source_en.empty() ? "" : ", ", info.source_en)});
    }
}

// What was asked -----------------------------------------------------------------------------------------

template <class Ids, class Name>
std::string listed(const Ids& ids, const Name& name) {
    std::vector<std::string> names;
    for (const auto& id : ids) names.push_back(name(id));
    return fmt::format("{}", fmt::join(names, ","));
}

std::string said_filter(const AnalysisInput& input) {
    const Filter& filter = input.filter;
    const Atlas& atlas = *input.dataset.atlas;
    const auto place = [&](PlaceId id) { return atlas.places[index(id)].id; };
    const auto group = [&](GroupId id) { return atlas.groups[index(id)].id; };
    const auto ends = [&](const std::pair<GroupId, GroupId>& two) {
        return group(two.first) + "/" + group(two.second);
    };
    std::vector<std::string> parts;
    const auto add = [&](std::string_view name, std::string text) {
        if (!text.empty()) parts.push_back(fmt::format("{} {}", name, text));
    };
    add("window", period_of(input.dataset.flows->time_axis(), filter.window).label);
    add("origin", listed(filter.origins, place));
    add("destination", listed(filter.destinations, place));
    add("place", listed(filter.places, place));
    add("inside", listed(filter.inside, group));
    add("between", listed(filter.between, ends));
    if (filter.scope != Scope::all) add("scope", filter.scope == Scope::internal ? "internal" : "crossing");
    if (filter.min_value) add("min", format_number(*filter.min_value));
    if (filter.max_value) add("max", format_number(*filter.max_value));
    if (filter.membership_rows == MembershipRows::whole) add("members", "whole cities only");
    return parts.empty() ? "none" : fmt::format("{}", fmt::join(parts, "; "));
}

void name_request(const Analysis& analysis, const AnalysisInput& input, std::vector<AnalysisFact>& facts) {
    facts.push_back({"filter", said_filter(input)});
    facts.push_back({"kind", std::string(key(input.filter.kind))});
    facts.push_back({"absent", absent_of(input.filter, input.dataset.completeness) == Absent::zero
                                   ? "a pair that no row lists is zero"
                                   : "a pair that no row lists is unknown"});
    facts.push_back({"method", std::string(analysis.formula)});
    facts.push_back({"reference", std::string(analysis.source)});
    for (const AnalysisSetting& setting : analysis.settings)
        facts.push_back({std::string(setting.key), std::string(typed(input, setting))});
    for (const auto& [name, table] : input.tables)
        facts.push_back({name, fmt::format("{} ({} rows)", table.path, table.size())});
    for (const auto& [name, table] : input.outlines)
        facts.push_back({name, fmt::format("{} shapes", table.rows.size())});
}

// What it is made of, other than flows -------------------------------------------------------------------

std::string file_of(const std::string& path) { return path.substr(path.find_last_of('/') + 1); }

/// Tables of the user by the names of their files.
void name_tables(const Analysis& analysis, const AnalysisInput& input, AnalysisResult& result) {
    const auto name = [&](std::string_view key, const std::string& path) {
        const auto table = std::ranges::find(analysis.tables, key, &AnalysisTable::key);
        AnswerSource source{.name = {fmt::format("{} 表：{}", key, file_of(path)),
                                     fmt::format("table of {}: {}", key, file_of(path))}};
        if (table != analysis.tables.end())
            source.measures.assign(table->measures.begin(), table->measures.end());
        result.sources.push_back(std::move(source));
    };
    for (const AnalysisTable& table : analysis.tables) {
        if (const auto plain = input.tables.find(table.key); plain != input.tables.end())
            name(table.key, plain->second.path);
        if (const auto outlines = input.outlines.find(table.key); outlines != input.outlines.end())
            name(table.key, outlines->second.path);
    }
    for (const AnswerSource& source : result.sources) result.facts.push_back({"made-of", source.name.en});
}

// What may not be said -----------------------------------------------------------------------------------

const Measure* find_measure(const Analysis& analysis, std::string_view name) {
    const auto found = std::ranges::find(analysis.measures, name, &Measure::key);
    return found == analysis.measures.end() ? nullptr : &*found;
}

bool is_modelled(const AnalysisInput& input, std::string_view layer) {
    const std::span<const LayerInfo> layers = input.dataset.flows->layers();
    const auto found = std::ranges::find(layers, layer, &LayerInfo::key);
    return found != layers.end() && found->status == Status::modelled;
}

/// What a model made has no sampling error: a test would only find the model's own formula again.
void take_out_inference(const Analysis& analysis, const AnalysisInput& input, AnalysisResult& result) {
    bool taken = false;
    const auto is_inference = [&](const AnalysisRow& row) {
        const Measure* measure = find_measure(analysis, row.measure);
        return measure && measure->kind == MeasureKind::inference && is_modelled(input, row.layer);
    };
    taken = std::erase_if(result.rows, is_inference) > 0;
    for (AnalysisRow& row : result.rows) {
        if (!is_modelled(input, row.layer)) continue;
        taken = taken || row.standard_error || row.lower || row.upper;
        row.standard_error = row.lower = row.upper = std::nullopt;
    }
    if (taken)
        add_note(result, {"modelled",
                          "modelled flows: no standard errors, intervals or p-values are given, because they "
                          "would only test the formula that made the data",
                          "模拟数据：不给出标准误、置信区间和 p 值，因为检验所得只是生成数据的公式本身"});
}

void note_refused(const PlainTable& table, AnalysisResult& result) {
    if (table.refused == 0) return;
    add_note(
        result,
        {fmt::format("refused-rows {}", table.path),
         fmt::format("{}: {} rows refused; the first: {}", table.path, table.refused,
                     table.problems.empty() ? "" : format_problem(table.problems.front())),
         fmt::format("{}：拒收 {} 行，首处：{}", table.path, table.refused,
                     table.problems.empty() ? "" : format_problem(table.problems.front(), Language::zh))});
}

}  // namespace

Error stopped_error() { return Error{"stopped"}; }

std::optional<Fault> fault_of(const Analysis& analysis, const AnalysisInput& input) {
    for (const AnalysisSetting& setting : analysis.settings)
        if (std::optional<Fault> fault = check_setting(setting, typed(input, setting))) return fault;
    for (const AnalysisTable& table : analysis.tables)
        if (table.need == Need::required && !is_given(input, table))
            return Fault{fmt::format("{}: found no table of {}, expected --{} FILE: {}", analysis.key,
                                     table.key, table.key, table.help.en),
                         fmt::format("{}：没有给出 {} 表，应给出 --{} 文件：{}", analysis.key, table.key,
                                     table.key, table.help.zh)};
    return check_choice(analysis, input);
}

Fault fault_of(const Error& error) {
    if (error.message == stopped_error().message) return {error.message, "已停止"};
    return {error.message, message_in_chinese(error.message)};
}

double number_setting(const AnalysisInput& input, const AnalysisSetting& setting) {
    return *to_number(typed(input, setting));
}

std::string_view word_setting(const AnalysisInput& input, const AnalysisSetting& setting) {
    return typed(input, setting);
}

std::vector<GroupId> groups_asked(const AnalysisInput& input) {
    if (!input.groups.empty()) return input.groups;
    std::vector<GroupId> groups;
    for (std::uint32_t row = 0; row < input.dataset.atlas->groups.size(); ++row)
        if (input.dataset.atlas->groups[row].kind == input.filter.kind) groups.push_back(GroupId{row});
    return groups;
}

Period period_of(const TimeAxis& axis, Window window) {
    if (axis.grain == Grain::none || window == Window{}) return {.window = window};
    const auto end = [&](TimeMs time, TimeMs open) {
        return time == open ? std::string() : format_time(axis.grain, time);
    };
    const Window whole;
    if (window.from != whole.from && step_end(axis.grain, window.from) == window.to)
        return {format_time(axis.grain, window.from), window};
    return {end(window.from, whole.from) + ".." + end(window.to, whole.to), window};
}

Result<std::vector<Period>> periods_of(const TimeAxis& axis, Window window, Grain every) {
    if (every == Grain::none) return std::vector{period_of(axis, window)};
    if (axis.grain == Grain::none)
        return Error{fmt::format("--every: found {}, expected none: the table has no times", key(every))};
    if (every > axis.grain)
        return Error{fmt::format("--every: found {}, expected steps no finer than the table's (by {})",
                                 key(every), key(axis.grain))};
    std::vector<Period> periods;
    const StepRange steps = steps_in(axis, window);
    for (std::size_t step = steps.first; step < steps.last; ++step) {
        const TimeMs start = step_start(every, axis.starts[step]);
        if (!periods.empty() && periods.back().window.from == start) continue;
        periods.push_back({format_time(every, start), {start, step_end(every, start)}});
    }
    for (Period& period : periods) {
        period.window.from = std::max(period.window.from, window.from);
        period.window.to = std::min(period.window.to, window.to);
    }
    return periods;
}

bool is_index(const LayerInfo& layer) {
    return layer.unit.find("index") != std::string::npos || layer.unit == "指数";
}

void add_note(AnalysisResult& result, OutputNote note) {
    if (std::ranges::count(result.notes, note.code, &OutputNote::code) == 0)
        result.notes.push_back(std::move(note));
}

void rests_on(const AnalysisInput& input, RestsOn what, std::vector<std::string> measures,
              AnalysisResult& result) {
    const Atlas& atlas = *input.dataset.atlas;
    Credit name;
    switch (what) {
        case RestsOn::population:
            name = atlas.population_source;
            if (name.empty()) name = {"人口：表中未声明来源", "population: the tables name no source"};
            break;
        case RestsOn::gdp:
            name = atlas.gdp_source;
            if (name.empty()) name = {"GDP：表中未声明来源", "GDP: the tables name no source"};
            break;
        case RestsOn::cost:
            if (!input.cost) return;
            name = {"费用：" + file_of(input.cost->path), "costs: " + file_of(input.cost->path)};
            break;
    }
    const auto known = std::ranges::find(result.sources, name, &AnswerSource::name);
    if (known == result.sources.end()) {
        result.sources.push_back({std::move(name), std::move(measures)});
        return;
    }
    if (known->measures.empty()) return;  // all
    if (measures.empty()) known->measures.clear();
    known->measures.insert(known->measures.end(), measures.begin(), measures.end());
}

std::vector<Credit> sources_of(const AnalysisResult& result, std::string_view measure) {
    std::vector<Credit> found;
    for (const AnswerSource& source : result.sources) {
        const bool of_it =
            measure.empty() || source.measures.empty() || std::ranges::count(source.measures, measure) > 0;
        if (of_it && std::ranges::count(found, source.name) == 0) found.push_back(source.name);
    }
    return found;
}

bool is_of_flows(const Analysis& analysis) {
    constexpr std::array<std::string_view, 5> of_tables = {"circles", "equity", "stage", "monitoring",
                                                           "market"};
    return std::ranges::count(of_tables, analysis.key) == 0;
}

Result<AnalysisResult> run_analysis(const Analysis& analysis, const AnalysisInput& input,
                                    const AnalysisWork& work) {
    if (const std::optional<Fault> fault = fault_of(analysis, input)) return Error{fault->en};
    Result<AnalysisResult> result = analysis.run(input, work);
    if (!result) return result;
    if (work.stopped()) return stopped_error();
    result->cost_unit = input.cost ? input.cost->unit : "km";
    std::vector<AnalysisFact> facts;
    name_data(input.dataset, facts);
    name_layers(input, facts);
    name_request(analysis, input, facts);
    result->facts.insert(result->facts.begin(), facts.begin(), facts.end());
    name_tables(analysis, input, *result);
    take_out_inference(analysis, input, *result);
    if (const std::optional<Error> error = explain_empty(analysis, input, work, *result)) return *error;
    for (const auto& [name, table] : input.tables) note_refused(table, *result);
    return result;
}

// As a table ----------------------------------------------------------------------------------------------

namespace {

OutputCell text_cell(const std::string& text) {
    if (text.empty()) return {};
    return text;
}

OutputCell number_cell(const std::optional<double>& number) {
    if (!number || !std::isfinite(*number)) return {};
    return *number;
}

std::string unit_of(const Analysis& analysis, const AnalysisInput& input, const AnalysisResult& result,
                    const AnalysisRow& row) {
    const Measure* measure = find_measure(analysis, row.measure);
    if (measure && measure->unit == unit_of_costs) return result.cost_unit;
    if (!measure || measure->unit != "flow") return measure ? std::string(measure->unit) : std::string();
    const std::span<const LayerInfo> layers = input.dataset.flows->layers();
    const auto layer = std::ranges::find(layers, row.layer, &LayerInfo::key);
    return layer == layers.end() ? std::string() : layer->unit;
}

}  // namespace

OutputTable to_table(const Analysis& analysis, const AnalysisInput& input, const AnalysisResult& result) {
    OutputTable table{.columns = {"layer", "period", "scope", "item", "measure", "value", "unit", "label",
                                  "standard_error", "lower", "upper", "n", "note"},
                      .notes = result.notes};
    for (const AnalysisRow& row : result.rows)
        table.rows.push_back({text_cell(row.layer), text_cell(row.period), text_cell(row.scope),
                              text_cell(row.item), row.measure, number_cell(row.value),
                              text_cell(unit_of(analysis, input, result, row)), text_cell(row.label),
                              number_cell(row.standard_error), number_cell(row.lower), number_cell(row.upper),
                              row.n ? OutputCell(*row.n) : OutputCell(), text_cell(row.note)});
    return table;
}

std::string to_json(const Analysis& analysis, const AnalysisInput& input, const AnalysisResult& result) {
    std::string facts;
    for (const AnalysisFact& fact : result.facts)
        facts += fmt::format("{}{{\"key\": {}, \"value\": {}}}", facts.empty() ? "" : ", ",
                             json_string(fact.key), json_string(fact.value));
    std::string table = to_json(to_table(analysis, input, result));
    return fmt::format("{{\"analysis\": {}, \"facts\": [{}],{}", json_string(analysis.key), facts,
                       table.substr(table.find('{') + 1));
}

}  // namespace flowspace
