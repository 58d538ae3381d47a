// What holds for every analysis: what it says of itself, what every result names, and what is never said.
#include "data/analysis/analysis.h"
#include "tests/analysis/demo15.h"

#include <gtest/gtest.h>

#include <set>

namespace flowspace {
namespace {

AnalysisInput input_of(const Dataset& dataset) {
    AnalysisInput input{.dataset = dataset};
    input.periods = *periods_of(dataset.flows->time_axis(), {}, Grain::year);
    return input;
}

bool has_required_table(const Analysis& analysis) {
    return std::ranges::any_of(analysis.tables,
                               [](const AnalysisTable& table) { return table.need != Need::optional; });
}

TEST(Analyses, SayWhatTheyAreInBothLanguages) {
    std::set<std::string_view> keys;
    for (const Analysis& analysis : all_analyses()) {
        EXPECT_TRUE(keys.insert(analysis.key).second) << analysis.key;
        for (const Said& said : {analysis.name, analysis.help}) {
            EXPECT_FALSE(said.en.empty()) << analysis.key;
            EXPECT_FALSE(said.zh.empty()) << analysis.key;
        }
        EXPECT_FALSE(analysis.formula.empty()) << analysis.key;
        EXPECT_FALSE(analysis.source.empty()) << analysis.key;
        EXPECT_FALSE(analysis.measures.empty()) << analysis.key;
        std::set<std::string_view> measures;
        for (const Measure& measure : analysis.measures) {
            EXPECT_TRUE(measures.insert(measure.key).second) << analysis.key << measure.key;
            EXPECT_FALSE(measure.means.en.empty() || measure.means.zh.empty()) << analysis.key << measure.key;
        }
        EXPECT_EQ(find_analysis(analysis.key), &analysis);
    }
    EXPECT_EQ(find_analysis("nothing"), nullptr);
}

TEST(Analyses, StandardSettingsAreAllowedSettings) {
    for (const Analysis& analysis : all_analyses())
        for (const AnalysisSetting& setting : analysis.settings) {
            if (setting.choices.empty()) {
                const double standard = std::stod(std::string(setting.standard));
                EXPECT_GE(standard, setting.least) << analysis.key << setting.key;
                EXPECT_LE(standard, setting.most) << analysis.key << setting.key;
            } else {
                EXPECT_EQ(std::ranges::count(setting.choices, setting.standard), 1) << setting.key;
            }
        }
}

TEST(Analyses, EveryRowIsOfADeclaredMeasureAndEveryNoteExplained) {
    const Dataset dataset = demo15_dataset();
    for (const Analysis& analysis : all_analyses()) {
        if (has_required_table(analysis)) continue;
        const Result<AnalysisResult> result = run_analysis(analysis, input_of(dataset));
        ASSERT_TRUE(result) << analysis.key << result.error().message;
        // The plan classes none of the invented groups, and the answer says so.
        const bool says_none = std::ranges::count(result->notes, "no-tier", &OutputNote::code) == 1;
        EXPECT_EQ(result->rows.empty(), analysis.key == "stage" && says_none) << analysis.key;
        for (const AnalysisRow& row : result->rows) {
            EXPECT_EQ(std::ranges::count(analysis.measures, row.measure, &Measure::key), 1)
                << analysis.key << row.measure;
            EXPECT_TRUE(row.note.empty() ||
                        std::ranges::count(result->notes, row.note, &OutputNote::code) == 1)
                << analysis.key << row.note;
            EXPECT_TRUE(row.value || !row.label.empty() || !row.note.empty()) << analysis.key << row.measure;
        }
        for (const char* fact : {"program", "data", "layer", "filter", "method"})
            EXPECT_GE(std::ranges::count(result->facts, fact, &AnalysisFact::key), 1) << analysis.key << fact;
        for (const OutputNote& note : result->notes)
            EXPECT_FALSE(note.en.empty() || note.zh.empty()) << analysis.key << note.code;
    }
}

TEST(Analyses, ModelledDataNeverGetSignificance) {
    const Dataset dataset = demo15_dataset(Status::modelled);
    for (const Analysis& analysis : all_analyses()) {
        if (has_required_table(analysis)) continue;
        const Result<AnalysisResult> result = run_analysis(analysis, input_of(dataset));
        ASSERT_TRUE(result) << analysis.key;
        for (const AnalysisRow& row : result->rows) {
            if (row.layer.empty()) continue;  // said of places, which no model made
            EXPECT_FALSE(row.standard_error || row.lower || row.upper) << analysis.key << row.measure;
            const auto measure = std::ranges::find(analysis.measures, row.measure, &Measure::key);
            EXPECT_EQ(measure->kind, MeasureKind::description) << analysis.key << row.measure;
        }
    }
}

TEST(Analyses, AreTheSameRunAfterRun) {
    const Dataset dataset = demo15_dataset();
    for (const Analysis& analysis : all_analyses()) {
        if (has_required_table(analysis)) continue;
        const AnalysisInput input = input_of(dataset);
        EXPECT_EQ(run_analysis(analysis, input)->rows, run_analysis(analysis, input)->rows) << analysis.key;
    }
}

TEST(Analyses, StopWhenAskedTo) {
    const Dataset dataset = demo15_dataset();
    std::stop_source stop;
    stop.request_stop();
    for (const Analysis& analysis : all_analyses()) {
        if (has_required_table(analysis)) continue;
        const Result<AnalysisResult> result =
            run_analysis(analysis, input_of(dataset), {.stop = stop.get_token()});
        ASSERT_FALSE(result) << analysis.key;
        EXPECT_EQ(result.error().message, "stopped") << analysis.key;
    }
}

TEST(Analyses, RefuseASettingThatIsNone) {
    const Dataset dataset = demo15_dataset();
    AnalysisInput input = input_of(dataset);
    input.settings["level"] = "streets";
    const Result<AnalysisResult> result = run_analysis(*find_analysis("aggregation"), input);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().message, "--level: found 'streets', expected one of groups, places");
}

TEST(Periods, AreWholeStepsCutAtTheWindow) {
    TimeAxis axis{
        Grain::day,
        {parse_time("2019-12-30")->start, parse_time("2020-01-05")->start, parse_time("2020-03-01")->start}};
    const auto months = *periods_of(axis, {}, Grain::month);
    ASSERT_EQ(months.size(), 3U);  // February has no rows
    EXPECT_EQ(months[0].label, "2019-12");
    EXPECT_EQ(months[2].label, "2020-03");
    const Window window{parse_time("2020-01-01")->start, parse_time("2020-01-23")->start};
    const auto cut = *periods_of(axis, window, Grain::month);
    ASSERT_EQ(cut.size(), 1U);
    EXPECT_EQ(cut[0].window, window);
    EXPECT_EQ(period_of(axis, window).label, "2020-01-01..2020-01-23");
    EXPECT_FALSE(periods_of(axis, {}, Grain::hour));
    EXPECT_FALSE(periods_of(TimeAxis{Grain::none, {TimeMs{0}}}, {}, Grain::year));
}

}  // namespace
}  // namespace flowspace
