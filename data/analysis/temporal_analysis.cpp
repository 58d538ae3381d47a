// The analysis `temporal`: season, trend and what stands out; the days about the Spring Festival; before
// against after.
#include "data/analysis/analysis_parts.h"
#include "data/analysis/anomaly.h"
#include "data/analysis/count_test.h"
#include "data/analysis/stl.h"
#include "data/pair_selection.h"
#include "data/spring_festival.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

namespace flowspace {
namespace {

constexpr std::array settings = {
    AnalysisSetting{.key = "pairs",
                    .standard = "100",
                    .help = {"with two periods: how many pairs are listed, largest change first",
                             "两个时段对比时列出的城市对数，变化大者在前"},
                    .least = 0,
                    .most = 10000000},
    AnalysisSetting{
        .key = "lunar",
        .standard = "25",
        .help = {"days either side of the Spring Festival whose usual course is taken out first (daily data "
                 "with two festivals or more); 0: none",
                 "先剔除春节前后各若干天的常规起伏（至少含两个春节的日数据）；0 为不剔除"},
        .least = 0,
        .most = 60}};

constexpr std::array measures = {
    Measure{"total", {"all flow of the step or period", "该时段总流量"}, "flow"},
    Measure{"season",
            {"factor of the season (weekday, month) and of the Spring Festival where that is taken out: 1.1 "
             "is 10 % above",
             "季节因子（星期或月份，剔除春节时含春节因子），1.1 即高一成"}},
    Measure{"trend", {"the level without season and remainder", "趋势水平"}, "flow"},
    Measure{
        "remainder",
        {"factor that season and trend leave: 0.8 is 20 % below the usual", "剩余因子，0.8 即低于常态两成"}},
    Measure{"robust_z",
            {"of ln remainder: median and median distance for mean and deviation", "剩余项的稳健 z 值"}},
    Measure{"anomaly",
            {"remainder - 1 where |robust_z| > 3.5 and it is beyond 20 %",
             "异常：|z|>3.5 且偏离超过 20 % 时的偏离幅度"}},
    Measure{"season_strength", {"1 - var(remainder) / var(season + remainder)", "季节强度"}},
    Measure{"trend_strength", {"1 - var(remainder) / var(trend + remainder)", "趋势强度"}},
    Measure{"weekday_index",
            {"median of a weekday / mean of the medians; item 1 is Monday",
             "星期指数：该星期中位数除以各星期中位数均值，1 为周一"}},
    Measure{"lunar_factor",
            {"usual level at so many days (item) from the Spring Festival, against the rest of the year",
             "春节起伏：距春节若干天（item）的常规水平与平日之比"}},
    Measure{"growth", {"against the first period", "较首个时段的增长率"}},
    Measure{"growth_per_year", {"the same as compound growth a year", "年均复合增长率"}},
    Measure{"difference", {"of a pair: second period - first", "变化量：城市对的后期减前期"}, "flow"},
    Measure{"ratio",
            {"of a pair: rate of the second period / the first, by days",
             "变化比：城市对的后期与前期（按天数折算）之比"}},
    Measure{"p_adjusted",
            {"share of false discoveries (Benjamini-Hochberg) if this one and all smaller count as changes",
             "经 BH 校正的 p 值"},
            "",
            MeasureKind::inference},
};

/// A layer's totals at steps that follow each other without a gap.
struct Series {
    std::vector<TimeMs> starts;
    std::vector<double> value;
};

/// The longest stretch of known steps without a gap; the earliest of equals.
Series longest_stretch(const TimeAxis& axis, const StepRange& range, const std::vector<ExactSum>& sums,
                       std::size_t& known) {
    Series best, now;
    known = 0;
    for (std::size_t step = range.first; step < range.last; ++step) {
        const bool follows =
            !now.starts.empty() && step_end(axis.grain, now.starts.back()) == axis.starts[step];
        if (!follows || sums[step].rows == 0) now = {};
        if (sums[step].rows == 0) continue;
        ++known;
        now.starts.push_back(axis.starts[step]);
        now.value.push_back(value(sums[step]));
        if (now.value.size() > best.value.size()) best = now;
    }
    return best;
}

std::size_t season_of(Grain grain) {
    switch (grain) {
        case Grain::day:
            return 7;
        case Grain::month:
            return 12;
        case Grain::hour:
            return 24;
        case Grain::week:
            return 52;
        default:
            return 0;
    }
}

struct Asking {
    const AnalysisInput& input;
    const AnalysisWork& work;
    LayerId layer;
    AnalysisResult& result;

    const TimeAxis& axis() const { return input.dataset.flows->time_axis(); }
    std::string key() const { return input.dataset.flows->layers()[index(layer)].key; }
    RowWriter rows(std::string period) const { return {result, key(), std::move(period)}; }
};

std::vector<double> logarithms(const Series& series, AnalysisResult& result) {
    const bool zeros = std::ranges::any_of(series.value, [](double value) { return value <= 0; });
    if (zeros)
        add_note(result, {"zeros", "steps without flow: ln(x + 0.5) is used throughout",
                          "含零流量时段：一律使用 ln(x + 0.5)"});
    std::vector<double> logs;
    for (const double value : series.value)
        logs.push_back(std::log(std::max(0.0, value) + (zeros ? 0.5 : 0)));
    return logs;
}

/// What the Spring Festival usually does to each step, in logs; empty where it is not known.
std::vector<double> festival_effect(const Asking& asking, const Series& series,
                                    std::span<const double> logs) {
    const int reach = static_cast<int>(number_setting(asking.input, settings[1]));
    if (reach == 0 || asking.axis().grain != Grain::day) return {};
    std::vector<int> offset;
    std::set<int> festivals;  // by year, of those with at least half of the days about them
    std::map<int, int> days;
    std::vector<double> usual;
    for (std::size_t at = 0; at < logs.size(); ++at) {
        offset.push_back(days_from_spring_festival(series.starts[at]).value_or(1000));
        if (std::abs(offset.back()) > reach)
            usual.push_back(logs[at]);
        else
            ++days[static_cast<int>((count(series.starts[at]) / 86'400'000 - offset.back()) / 300)];
    }
    for (const auto& [festival, number] : days)
        if (number > reach) festivals.insert(festival);
    if (festivals.size() < 2 || usual.empty()) {
        if (!days.empty())
            add_note(asking.result, {"one-festival",
                                     "fewer than two Spring Festivals: their usual course is not known, days "
                                     "about them stand out",
                                     "不足两个春节，常规起伏未知，春节前后会显示为异常"});
        return {};
    }
    std::ranges::nth_element(usual, usual.begin() + static_cast<std::ptrdiff_t>(usual.size() / 2));
    const double middle = usual[usual.size() / 2];
    std::vector<double> above(logs.begin(), logs.end());
    for (double& value : above) value -= middle;
    const LunarProfile profile = lunar_profile(above, offset, reach);
    RowWriter rows = asking.rows({});
    for (std::size_t bin = 0; bin < profile.effect.size(); ++bin)
        if (profile.days[bin] > 0)
            rows.add("all", std::to_string(static_cast<int>(bin) - reach), "lunar_factor",
                     std::exp(profile.effect[bin]))
                .n = static_cast<std::int64_t>(profile.days[bin]);
    return lunar_effect(profile, offset);
}

void add_weekdays(const Asking& asking, const Series& series) {
    if (asking.axis().grain != Grain::day || series.value.size() < 14) return;
    std::vector<int> weekday;
    for (const TimeMs start : series.starts) {
        const std::int64_t day = count(start) / 86'400'000;  // 1970-01-01 was a Thursday
        weekday.push_back(static_cast<int>(((day + 3) % 7 + 7) % 7) + 1);
    }
    const ClassProfile profile = class_profile(series.value, weekday, 7);
    RowWriter rows = asking.rows({});
    for (std::size_t at = 0; at < 7; ++at)
        rows.add("all", std::to_string(at + 1), "weekday_index", profile.index[at]);
}

std::optional<Error> add_parts(const Asking& asking, const Series& series) {
    const std::size_t period = season_of(asking.axis().grain);
    if (period == 0 || series.value.size() <= 2 * period) {
        add_note(asking.result,
                 {"no-season", "fewer than two full seasons without a gap: season and trend are not split",
                  "无缺口的时段不足两个完整季节周期，不作季节分解"});
        return std::nullopt;
    }
    std::vector<double> logs = logarithms(series, asking.result);
    const std::vector<double> festival = festival_effect(asking, series, logs);
    for (std::size_t at = 0; at < festival.size(); ++at) logs[at] -= festival[at];
    const auto parts = stl(logs, {.period = period, .season_window = 15, .inner = 1, .outer = 5},
                           Season::changing, asking.work.stop);
    if (asking.work.stopped()) return stopped_error();
    if (!parts) return parts.error();
    RowWriter all = asking.rows({});
    all.add("all", {}, "season_strength", strength_of(parts->season, parts->remainder));
    all.add("all", {}, "trend_strength", strength_of(parts->trend, parts->remainder));
    const std::vector<double> z = robust_z(parts->remainder);
    const std::vector<std::uint8_t> stands_out = anomalies(parts->remainder, {});
    for (std::size_t at = 0; at < logs.size(); ++at) {
        RowWriter rows = asking.rows(format_time(asking.axis().grain, series.starts[at]));
        rows.add("all", {}, "season", std::exp(parts->season[at] + (festival.empty() ? 0 : festival[at])));
        rows.add("all", {}, "trend", std::exp(parts->trend[at]));
        rows.add("all", {}, "remainder", std::exp(parts->remainder[at]));
        rows.add("all", {}, "robust_z", z[at]);
        if (stands_out[at]) rows.add("all", {}, "anomaly", std::expm1(parts->remainder[at]));
    }
    return std::nullopt;
}

std::optional<Error> answer_steps(const Asking& asking) {
    const FlowSource& flows = *asking.input.dataset.flows;
    if (asking.axis().grain == Grain::none) {
        add_note(asking.result, {"no-times", "the table has no times", "表中没有时间"});
        return std::nullopt;
    }
    const std::vector<std::uint8_t> selected =
        select_pairs(*asking.input.dataset.atlas, flows.pairs(), asking.input.filter);
    const auto sums = flows.step_sums(asking.layer, selected, asking.work.stop);
    if (!sums) return asking.work.stopped() ? stopped_error() : sums.error();
    const StepRange range = steps_in(asking.axis(), asking.input.filter.window);
    for (std::size_t step = range.first; step < range.last; ++step) {
        AnalysisRow& row =
            asking.rows(format_time(asking.axis().grain, asking.axis().starts[step]))
                .add("all", {}, "total",
                     (*sums)[step].rows > 0 ? std::optional(value((*sums)[step])) : std::nullopt);
        row.n = static_cast<std::int64_t>((*sums)[step].rows);
    }
    std::size_t known = 0;
    const Series series = longest_stretch(asking.axis(), range, *sums, known);
    if (series.value.size() < known)
        add_note(asking.result, {"gap",
                                 "the series has gaps: season and trend are those of its longest stretch "
                                 "without one; nothing is filled in",
                                 "序列有缺口：季节与趋势只取最长的无缺口时段，不作插补"});
    add_weekdays(asking, series);
    return add_parts(asking, series);
}

double days_of(const Period& period) {
    return static_cast<double>(count(period.window.to) - count(period.window.from)) / 86'400'000;
}

bool bounded(const Period& period) {
    return period.window.from != Window{}.from && period.window.to != Window{}.to;
}

/// Each period against the first.
void add_growth(const Asking& asking, const std::vector<double>& totals) {
    const std::vector<Period>& periods = asking.input.periods;
    for (std::size_t at = 1; at < periods.size(); ++at) {
        RowWriter rows = asking.rows(periods[at].label);
        const bool rates = bounded(periods[0]) && bounded(periods[at]);
        const double first = totals[0] / (rates ? days_of(periods[0]) : 1),
                     last = totals[at] / (rates ? days_of(periods[at]) : 1);
        rows.add("all", periods[0].label, "growth",
                 first > 0 ? std::optional(last / first - 1) : std::nullopt);
        const double years =
            static_cast<double>(count(periods[at].window.from) - count(periods[0].window.from)) /
            (365.2425 * 86'400'000);
        if (rates && years >= 1 && first > 0 && last > 0)
            rows.add("all", periods[0].label, "growth_per_year", compound_growth(first, last, years));
    }
}

struct PairChange {
    std::size_t from = 0, to = 0;
    double before = 0, after = 0;
    CountComparison counts = {};
    double adjusted = 0;
};

std::vector<PairChange> changes_of(const SquareMatrix& before, const SquareMatrix& after, double days_before,
                                   double days_after) {
    std::vector<PairChange> changes;
    std::vector<double> p;
    for (std::size_t from = 0; from < before.size; ++from)
        for (std::size_t to = 0; to < before.size; ++to) {
            if (before(from, to) == 0 && after(from, to) == 0) continue;
            PairChange change{from, to, before(from, to), after(from, to), {}, 0};
            change.counts = compare_counts({static_cast<std::uint64_t>(std::llround(change.before)),
                                            static_cast<std::uint64_t>(std::llround(change.after)),
                                            days_before, days_after});
            p.push_back(change.counts.p.value_or(std::nan("")));
            changes.push_back(change);
        }
    const std::vector<double> adjusted = benjamini_hochberg(p);
    for (std::size_t at = 0; at < changes.size(); ++at) changes[at].adjusted = adjusted[at];
    std::ranges::stable_sort(changes, std::ranges::greater{},
                             [](const PairChange& change) { return std::abs(change.after - change.before); });
    return changes;
}

/// Two periods: pair by pair.
void add_pairs(const Asking& asking, std::span<const PlaceId> places, const SquareMatrix& before,
               const SquareMatrix& after) {
    const std::vector<Period>& periods = asking.input.periods;
    const bool whole = std::ranges::all_of(before.values, [](double v) { return v == std::floor(v); }) &&
                       std::ranges::all_of(after.values, [](double v) { return v == std::floor(v); });
    const bool counts = whole && !is_index(asking.input.dataset.flows->layers()[index(asking.layer)]);
    if (!counts)
        add_note(asking.result, {"no-counts", "not counts: no interval and no test for pairs",
                                 "非计数数据：不给区间与检验"});
    else
        add_note(asking.result,
                 {"over-dispersion",
                  "tests take counts for Poisson; counts that vary more make them too confident",
                  "检验假定泊松分布；实际波动更大时结论偏于肯定"});
    const bool rates = bounded(periods[0]) && bounded(periods[1]);
    const double days_before = rates ? days_of(periods[0]) : 1, days_after = rates ? days_of(periods[1]) : 1;
    const auto changes = changes_of(before, after, days_before, days_after);
    const auto most = static_cast<std::size_t>(number_setting(asking.input, settings[0]));
    RowWriter rows = asking.rows(periods[1].label);
    const auto id = [&](std::size_t at) { return asking.input.dataset.atlas->places[index(places[at])].id; };
    for (std::size_t at = 0; at < std::min(most, changes.size()); ++at) {
        const PairChange& change = changes[at];
        const std::string pair = id(change.from) + ">" + id(change.to);
        rows.add("pair", pair, "difference", change.after - change.before);
        AnalysisRow& ratio = rows.add(
            "pair", pair, "ratio",
            change.before > 0 ? std::optional(change.after / change.before * days_before / days_after)
                              : std::nullopt);
        if (!counts) continue;
        ratio.lower = change.counts.lower;
        if (std::isfinite(change.counts.upper)) ratio.upper = change.counts.upper;
        rows.add("pair", pair, "p_adjusted", change.adjusted);
    }
}

Result<AnalysisResult> run(const AnalysisInput& input, const AnalysisWork& work) {
    AnalysisResult result;
    const std::vector<PlaceId> places = places_asked(input.dataset, input.filter);
    for (const LayerId layer : layers_asked(*input.dataset.flows, input.filter)) {
        if (work.stopped()) return stopped_error();
        const Asking asking{input, work, layer, result};
        if (const auto error = answer_steps(asking)) return *error;
    }
    if (input.periods.size() < 2) return result;
    std::map<std::size_t, std::vector<SquareMatrix>> squares;  // by layer, the first two periods
    std::map<std::size_t, std::vector<double>> totals;
    const auto error = each_square(input, work, places, result, [&](const SquareFlows& square) {
        auto& kept = squares[index(square.layer)];
        if (kept.size() < 2) kept.push_back(square.flows);
        double total = 0;
        for (const double flow : square.flows.values) total += flow;
        totals[index(square.layer)].push_back(total);
        return std::optional<Error>{};
    });
    if (error) return *error;
    for (const auto& [layer, kept] : squares) {
        const Asking asking{input, work, LayerId{static_cast<std::uint32_t>(layer)}, result};
        add_growth(asking, totals[layer]);
        if (input.periods.size() == 2) add_pairs(asking, places, kept[0], kept[1]);
    }
    return result;
}

}  // namespace

Analysis temporal_analysis() {
    return {
        .key = "temporal",
        .name = {"Season, trend and change", "季节、趋势与变化"},
        .help =
            {"How flow changes with the season and over the years, which steps stand out, what the Spring "
             "Festival usually does, "
             "and with two periods (--period twice) which pairs changed by more than chance. Festivals move: "
             "compare by days "
             "from the Spring Festival, not by date.",
             "流量如何随季节与年份变化，哪些时段异常，春节通常带来什么起伏；给出两个时段（两次 --period）时，"
             "哪些城市对的变化超出偶然。春节日期逐年移动，应按距春节天数比较，不宜按公历日期。"},
        .formula =
            "ln flow = season + trend + remainder by STL (season window 15, 5 robust loops); z = .6745 (r - "
            "med)/MAD; exact "
            "Poisson interval of the ratio, Benjamini-Hochberg over pairs",
        .source = "Cleveland et al. 1990 J Off Stat 6:3; Iglewicz & Hoaglin 1993; Benjamini & Hochberg 1995",
        .measures = measures,
        .settings = settings,
        .run = run,
    };
}

}  // namespace flowspace
