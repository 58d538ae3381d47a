// The analysis `monitoring`: whether a plan's indicators are on their path, and where the trend leads.
#include "data/analysis/analysis_parts.h"
#include "data/analysis/plan_path.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace flowspace {
namespace {

constexpr std::array tables = {
    AnalysisTable{
        .key = "targets",
        .shape = TableShape::plain,
        .need = Need::required,
        .help =
            {"table with indicator, baseline, baseline_year, target, target_year; optional: direction (1 "
             "more is "
             "better, -1 a ceiling), path (linear, compound), kind (binding, expected), version, unit (id "
             "of the place or group whose target it is)",
             "含 indicator, baseline, baseline_year, target, target_year 的表；可选 direction（1 "
             "越多越好，-1 上限）、"
             "path（linear, compound）、kind（约束性 binding、预期性 "
             "expected）、version、unit（所属地点或分组的代码）"}},
    AnalysisTable{.key = "actuals",
                  .shape = TableShape::plain,
                  .need = Need::required,
                  .help = {"table with indicator, year, value; optional: unit, as in targets",
                           "含 indicator, year, value 的表；可选 unit，同目标表"}},
    AnalysisTable{
        .key = "parts",
        .shape = TableShape::plain,
        .need = Need::optional,
        .help = {
            "table with indicator, unit, target; unit `parent` is the whole that the others should sum to",
            "含 indicator, unit, target 的表；unit 为 parent 者是其余各项应合计到的总数"}}};

constexpr std::array settings = {
    AnalysisSetting{.key = "watch",
                    .standard = "-0.05",
                    .help = {"below this share of the planned change: watch", "低于计划变化量的此比例为关注"},
                    .least = -10,
                    .most = 0},
    AnalysisSetting{.key = "off-track",
                    .standard = "-0.1",
                    .help = {"below this: off track, and the alarm of the running sum",
                             "低于此为偏离，亦为累计和的警戒值"},
                    .least = -10,
                    .most = 0},
    AnalysisSetting{.key = "slack",
                    .standard = "0.02",
                    .help = {"of the running sum, a year", "累计和每年的容差"},
                    .least = 0,
                    .most = 10}};

constexpr std::array measures = {
    Measure{"planned", {"value on the path", "计划路径值"}},
    Measure{"actual", {"value reached", "实际值"}},
    Measure{"target", {"value to be reached by this year", "目标值：目标年应达到的值"}},
    Measure{"advantage",
            {"(actual - planned) / planned change, > 0 is ahead",
             "领先幅度：（实际－计划）/ 计划变化量，大于 0 为领先"}},
    Measure{"achieved", {"share of the planned change reached", "完成比例：已完成的计划变化量"}},
    Measure{"elapsed", {"share of the plan's time gone", "时间比例：已过的计划期"}},
    Measure{"progress_ratio", {"share reached / share of time gone", "进度比：完成比例 / 时间比例"}},
    Measure{"status", {"on-track, watch or off-track", "状态：on-track 正常、watch 关注、off-track 偏离"}},
    Measure{"cusum", {"running sum of what is behind", "落后的累计和（单侧 CUSUM）"}},
    Measure{"alarm", {"1: the running sum is beyond the alarm", "警戒：1 表示累计和越过警戒值"}},
    Measure{"projection_theil_sen", {"at the target year by the median slope", "按中位斜率外推至目标年"}},
    Measure{
        "projection_ols",
        {"the same by least squares; interval: 80 %, indicative", "按最小二乘外推；区间为 80 %，仅供参考"}},
    Measure{"projection_ols_low", {"lower end of its 80 % prediction", "80 % 预测区间下限"}},
    Measure{"projection_ols_high", {"upper end of its 80 % prediction", "80 % 预测区间上限"}},
    Measure{"probability", {"that the target is met, by that prediction", "达标概率：按最小二乘外推"}},
    Measure{"slope", {"median change a year", "年变化中位斜率"}},
    Measure{"required_change", {"a year from now to meet the target", "达标所需年变化"}},
    Measure{"required_rate", {"the same as a rate", "达标所需年增长率"}},
    Measure{"required_over_slope",
            {"required / observed change: above 1 it must speed up", "所需与已有变化之比，大于 1 须加快"}},
    Measure{"closure", {"sum of the parts - whole", "分项合计减总数"}},
    Measure{"closure_relative", {"the same / whole", "差额占比：分项合计与总数之差占总数的比重"}},
};

/// What rows are of: the indicator alone, or of a place or group.
struct Subject {
    std::string unit = {};       // id; empty: the indicator is of no place
    std::string indicator = {};  // of targets: with its version, where there is one

    auto operator<=>(const Subject&) const = default;
    const std::string& scope() const { return unit.empty() ? indicator : unit; }
    std::string item() const { return unit.empty() ? std::string() : indicator; }
};

struct Plans {
    std::vector<std::pair<Subject, PlanTarget>> targets;  // in table order
    std::map<Subject, std::vector<PlanActual>> actuals;
};

std::string unit_of(const PlainTable& table, std::size_t row, std::optional<std::size_t> column) {
    return column ? std::string(table.cell(row, *column)) : std::string();
}

std::optional<Error> read_targets(const PlainTable& table, Plans& plans) {
    const auto name = needed_column(table, "monitoring", {"indicator"});
    const auto baseline = needed_column(table, "monitoring", {"baseline"});
    const auto from = needed_column(table, "monitoring", {"baseline_year"});
    const auto target = needed_column(table, "monitoring", {"target"});
    const auto to = needed_column(table, "monitoring", {"target_year"});
    for (const auto* column : {&name, &baseline, &from, &target, &to})
        if (!*column) return column->error();
    const auto direction = table.column({"direction"}), path = table.column({"path"}),
               version = table.column({"version"}), unit = table.column({"unit"});
    for (std::size_t row = 0; row < table.size(); ++row) {
        PlanTarget plan;
        for (const auto& [column, value] : {std::pair{*baseline, &plan.baseline},
                                            {*from, &plan.baseline_year},
                                            {*target, &plan.target},
                                            {*to, &plan.target_year}}) {
            const auto number = cell_number(table, row, column);
            if (!number) return number.error();
            if (std::isnan(*number))
                return Error{format_problem(problem_at(table, row, column, "bad-number", "a number"))};
            *value = *number;
        }
        if (!(plan.target_year > plan.baseline_year))
            return Error{
                format_problem(problem_at(table, row, *to, "bad-time", "a year after baseline_year"))};
        if (direction) {
            const std::string_view text = table.cell(row, *direction);
            if (text != "1" && text != "-1" && !text.empty())
                return Error{format_problem(problem_at(table, row, *direction, "bad-number", "1 or -1"))};
            plan.direction = text == "-1" ? -1 : 1;
        }
        if (path && table.cell(row, *path) == "compound") plan.path = PlanPath::compound;
        if (plan.path == PlanPath::compound && !(plan.baseline > 0 && plan.target > 0))
            return Error{format_problem(problem_at(table, row, *path, "bad-number",
                                                   "a baseline and a target above 0 for a compound path"))};
        std::string key(table.cell(row, *name));
        if (version && !table.cell(row, *version).empty())
            key += " " + std::string(table.cell(row, *version));
        plans.targets.emplace_back(Subject{unit_of(table, row, unit), std::move(key)}, plan);
    }
    return std::nullopt;
}

std::optional<Error> read_actuals(const PlainTable& table, Plans& plans) {
    const auto name = needed_column(table, "monitoring", {"indicator"});
    const auto year = needed_column(table, "monitoring", {"year", "period"});
    const auto value = needed_column(table, "monitoring", {"value", "actual"});
    for (const auto* column : {&name, &year, &value})
        if (!*column) return column->error();
    const auto unit = table.column({"unit"});
    for (std::size_t row = 0; row < table.size(); ++row) {
        const auto when = cell_number(table, row, *year), much = cell_number(table, row, *value);
        if (!when) return when.error();
        if (!much) return much.error();
        if (std::isnan(*when) || std::isnan(*much)) continue;  // a missing year is no year
        auto& list = plans.actuals[{unit_of(table, row, unit), std::string(table.cell(row, *name))}];
        if (std::ranges::count(list, *when, &PlanActual::year) > 0)
            return Error{
                format_problem(problem_at(table, row, *year, "duplicate", "each year of an indicator once"))};
        list.push_back({*when, *much});
    }
    for (auto& [subject, list] : plans.actuals) std::ranges::sort(list, {}, &PlanActual::year);
    return std::nullopt;
}

std::string word_of(PlanStatus status) {
    return status == PlanStatus::on_track ? "on-track" : status == PlanStatus::watch ? "watch" : "off-track";
}

void add_years(const Subject& of, const PlanTarget& plan, std::span<const PlanActual> actuals,
               PlanBounds bounds, AnalysisResult& result) {
    for (const PlanYear& year : follow_plan(plan, actuals, bounds)) {
        RowWriter rows(result, {}, fmt::format("{}", year.year));
        rows.add(of.scope(), of.item(), "planned", year.planned);
        rows.add(of.scope(), of.item(), "actual", year.actual);
        rows.add(of.scope(), of.item(), "advantage", year.advantage);
        rows.add(of.scope(), of.item(), "achieved", year.achieved);
        rows.add(of.scope(), of.item(), "elapsed", year.elapsed);
        rows.add(of.scope(), of.item(), "progress_ratio", year.progress_ratio);
        if (year.status) rows.say(of.scope(), of.item(), "status", word_of(*year.status));
        rows.add(of.scope(), of.item(), "cusum", year.cusum);
        rows.add(of.scope(), of.item(), "alarm", year.alarm ? 1 : 0);
    }
}

void add_projection(const Subject& of, const PlanTarget& plan, std::span<const PlanActual> actuals,
                    AnalysisResult& result) {
    const auto found = project_plan(plan, actuals);
    RowWriter rows(result, {}, fmt::format("{}", plan.target_year));
    rows.add(of.scope(), of.item(), "target", plan.target);
    if (!found) {
        rows.add(of.scope(), of.item(), "projection_theil_sen", std::nullopt).note = "few-years";
        add_note(result, {"few-years", "fewer than 4 years: no projection", "不足 4 个年份，不作外推"});
        return;
    }
    const auto n = static_cast<std::int64_t>(actuals.size());
    rows.add(of.scope(), of.item(), "projection_theil_sen", found->theil_sen_at_target).n = n;
    rows.add(of.scope(), of.item(), "projection_ols", found->ols_at_target).n = n;
    rows.add(of.scope(), of.item(), "projection_ols_low", found->lower_80);
    rows.add(of.scope(), of.item(), "projection_ols_high", found->upper_80);
    rows.add(of.scope(), of.item(), "probability", found->probability);
    rows.add(of.scope(), of.item(), "slope", found->theil_sen_slope);
    rows.add(of.scope(), of.item(), "required_change", found->required_change);
    rows.add(of.scope(), of.item(), "required_rate", found->required_rate);
    rows.add(of.scope(), of.item(), "required_over_slope", found->required_over_slope);
}

std::optional<Error> add_closure(const PlainTable& table, AnalysisResult& result) {
    const auto name = needed_column(table, "monitoring", {"indicator"});
    const auto unit = needed_column(table, "monitoring", {"unit"});
    const auto target = needed_column(table, "monitoring", {"target"});
    for (const auto* column : {&name, &unit, &target})
        if (!*column) return column->error();
    std::map<std::string, std::pair<std::optional<double>, std::vector<double>>> all;
    for (std::size_t row = 0; row < table.size(); ++row) {
        const auto value = cell_number(table, row, *target);
        if (!value) return value.error();
        if (std::isnan(*value))
            return Error{format_problem(problem_at(table, row, *target, "bad-number", "a number"))};
        auto& [parent, children] = all[std::string(table.cell(row, *name))];
        if (table.cell(row, *unit) == "parent")
            parent = *value;
        else
            children.push_back(*value);
    }
    RowWriter rows(result, {}, {});
    for (const auto& [indicator, parts] : all) {
        if (!parts.first) {
            rows.add(indicator, {}, "closure", std::nullopt);
            continue;
        }
        const Closure found = closure(*parts.first, parts.second);
        rows.add(indicator, {}, "closure", found.error).n = static_cast<std::int64_t>(parts.second.size());
        rows.add(indicator, {}, "closure_relative", found.relative);
    }
    return std::nullopt;
}

Result<AnalysisResult> run(const AnalysisInput& input, const AnalysisWork& work) {
    AnalysisResult result;
    Plans plans;
    if (const auto error = read_targets(input.tables.at("targets"), plans)) return *error;
    if (const auto error = read_actuals(input.tables.at("actuals"), plans)) return *error;
    const PlanBounds bounds{.watch = number_setting(input, settings[0]),
                            .off_track = number_setting(input, settings[1]),
                            .slack = number_setting(input, settings[2]),
                            .alarm = number_setting(input, settings[1])};
    for (const auto& [of, plan] : plans.targets) {
        if (work.stopped()) return stopped_error();
        auto actuals = plans.actuals.find(of);
        if (actuals == plans.actuals.end())
            actuals = plans.actuals.find({of.unit, of.indicator.substr(0, of.indicator.rfind(' '))});
        if (actuals == plans.actuals.end()) {
            RowWriter(result, {}, {}).add(of.scope(), of.item(), "actual", std::nullopt).note = "no-actuals";
            add_note(result,
                     {"no-actuals", "no year of this indicator is known", "该指标没有任何年份的实际值"});
            continue;
        }
        add_years(of, plan, actuals->second, bounds, result);
        add_projection(of, plan, actuals->second, result);
    }
    if (const auto parts = input.tables.find("parts"); parts != input.tables.end())
        if (const auto error = add_closure(parts->second, result)) return *error;
    add_note(result, {"indicative",
                      "projections are indicative: years are taken for independent, so bands are too narrow",
                      "外推仅供参考：假定各年独立，区间偏窄"});
    return result;
}

}  // namespace

Analysis monitoring_analysis() {
    return {
        .key = "monitoring",
        .name = {"Plan monitoring", "规划监测"},
        .help = {"Whether each indicator of a plan is on its path, how long it has been behind, where the "
                 "trend leads by the target "
                 "year and what would be needed; and whether the targets of the parts add up to the whole.",
                 "规划各指标是否在计划路径上、落后累计多少、按趋势到目标年会怎样、达标需要多快；以及分项目标"
                 "之和是否等于总目标。"},
        .formula =
            "advantage = direction (actual - planned) / |target - baseline|; S = min(0, S + advantage + "
            "slack); Theil-Sen; OLS "
            "prediction interval",
        .source = "Page 1954 Biometrika 41:100; Sen 1968 JASA 63:1379",
        .measures = measures,
        .settings = settings,
        .tables = tables,
        .run = run,
    };
}

}  // namespace flowspace
