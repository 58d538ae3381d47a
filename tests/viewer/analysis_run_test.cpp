// The runner of analyses (newest request wins, cancel, cache) and the panel that shows what it answers.
#include "viewer/analysis_run.h"

#include "data/analysis/empty_answer.h"
#include "synthetic.h"
#include "viewer/analysis_shown.h"
#include "viewer/commands/analysis_option.h"
#include "viewer/focus.h"
#include "viewer/panel_picture.h"
#include "viewer/panels/analysis_parts.h"
#include "viewer/settings_json.h"

#include <gtest/gtest.h>

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace flowspace {
namespace {

Settings asking(const std::string& name, const Dataset& data) {
    Settings settings = normalised({}, shape_of(data));
    settings.analysis = Kept<AnalysisShown>::of({.name = name});
    return settings;
}

/// Waits for what happens on the other thread, a minute at most.
bool until(const std::function<bool()>& happened) {
    for (int tries = 0; tries < 60'000 && !happened(); ++tries)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return happened();
}

/// Runs that end when they are let, or when they are stopped; counts both.
struct Gate {
    std::mutex mutex;
    int begun = 0, stopped = 0;
    bool open = false;

    AnalysisRun::Runner runner() {
        return [this](const Analysis& analysis, const AnalysisInput&,
                      const AnalysisWork& work) -> Result<AnalysisResult> {
            {
                const std::lock_guard lock(mutex);
                ++begun;
            }
            work.at(0.25);
            for (;;) {
                {
                    const std::lock_guard lock(mutex);
                    if (work.stopped()) {
                        ++stopped;
                        return stopped_error();
                    }
                    if (open) break;
                }
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
            AnalysisResult result;
            result.rows.push_back({.scope = std::string(analysis.key), .measure = "share", .value = 1});
            return result;
        };
    }
    int count(int Gate::*what) {
        const std::lock_guard lock(mutex);
        return this->*what;
    }
    void let() {
        const std::lock_guard lock(mutex);
        open = true;
    }
};

TEST(AnalysisRun, TheNewestRequestWinsAndTheOldOneIsStopped) {
    const auto data = synthetic_dataset();
    Gate gate;
    AnalysisRun run(gate.runner());
    const Settings first = asking("hierarchy", *data), second = asking("centrality", *data);
    run.update(data, first);
    run.run(*analysis_request(first, *data));
    ASSERT_TRUE(until([&] { return gate.count(&Gate::begun) == 1; }));
    ASSERT_TRUE(until([&] { return run.progress() == 0.25; }));
    run.run(*analysis_request(second, *data));
    EXPECT_EQ(run.asked()->name, "centrality");
    ASSERT_TRUE(until([&] { return gate.count(&Gate::begun) == 2; }));
    EXPECT_EQ(gate.count(&Gate::stopped), 1);
    gate.let();
    ASSERT_TRUE(until([&] {
        run.update(data, second);
        return !run.busy();
    }));
    ASSERT_TRUE(run.shown());
    EXPECT_EQ(run.shown()->result.rows.front().scope, "centrality");
    EXPECT_FALSE(run.fault());
}

TEST(AnalysisRun, CancelDropsAtOnceAndKeepsWhatWasShown) {
    const auto data = synthetic_dataset();
    Gate gate;
    AnalysisRun run(gate.runner());
    Settings settings = asking("hierarchy", *data);
    gate.let();
    run.update(data, settings);
    run.run(*analysis_request(settings, *data));
    ASSERT_TRUE(until([&] {
        run.update(data, settings);
        return run.shown() != nullptr;
    }));
    {
        const std::lock_guard lock(gate.mutex);
        gate.open = false;
    }
    settings = asking("centrality", *data);
    run.run(*analysis_request(settings, *data));
    ASSERT_TRUE(until([&] { return gate.count(&Gate::begun) == 2; }));
    run.cancel();
    EXPECT_FALSE(run.busy());
    EXPECT_EQ(run.asked(), nullptr);
    ASSERT_TRUE(until([&] { return gate.count(&Gate::stopped) == 1; }));
    run.update(data, settings);
    EXPECT_EQ(run.shown()->request.name, "hierarchy");
    EXPECT_FALSE(run.fault()) << "cancelling is no fault";
}

TEST(AnalysisRun, AnswersTheSameRequestAtOnceAndForgetsWithTheData) {
    const auto data = synthetic_dataset();
    Gate gate;
    gate.let();
    AnalysisRun run(gate.runner());
    const Settings one = asking("hierarchy", *data), other = asking("centrality", *data);
    for (const Settings* settings : {&one, &other}) {
        run.update(data, *settings);
        run.run(*analysis_request(*settings, *data));
        ASSERT_TRUE(until([&] {
            run.update(data, *settings);
            return !run.busy();
        }));
    }
    const std::uint64_t number = run.shown()->number;
    run.update(data, one);  // back, as undo goes back
    EXPECT_EQ(run.shown()->request.name, "hierarchy");
    EXPECT_NE(run.shown()->number, number);
    run.run(*analysis_request(other, *data));
    EXPECT_FALSE(run.busy());
    EXPECT_EQ(run.shown()->number, number);
    EXPECT_EQ(gate.count(&Gate::begun), 2);

    Settings narrower = other;
    narrower.filter.min_value = 3;
    run.update(data, narrower);
    EXPECT_EQ(run.shown()->number, number) << "the last answer stays, with what it was for";
    EXPECT_FALSE(run.shown()->request == *analysis_request(narrower, *data));

    run.update(empty_dataset(), other);
    EXPECT_EQ(run.shown(), nullptr);
}

TEST(AnalysisRun, SaysFaultsInBothLanguages) {
    const auto data = synthetic_dataset();
    AnalysisRun run;
    Settings settings = asking("monitoring", *data);
    const auto missing = fault_of(*analysis_request(settings, *data), *data);
    ASSERT_TRUE(missing);
    EXPECT_NE(missing->en.find("expected --targets FILE"), std::string::npos) << missing->en;
    EXPECT_NE(missing->zh.find("没有给出"), std::string::npos) << missing->zh;
    run.update(data, settings);
    run.run(*analysis_request(settings, *data));
    ASSERT_TRUE(until([&] {
        run.update(data, settings);
        return !run.busy();
    }));
    EXPECT_TRUE(run.fault());

    settings = asking("communities", *data);
    AnalysisShown wrong = *settings.analysis;
    wrong.settings["gamma"] = "much";
    settings.analysis = Kept<AnalysisShown>::of(wrong);
    const auto fault = fault_of(*analysis_request(settings, *data), *data);
    ASSERT_TRUE(fault);
    EXPECT_NE(fault->zh.find("much"), std::string::npos);
    EXPECT_NE(fault->zh.find("之间的数"), std::string::npos) << fault->zh;
}

TEST(AnalysisRun, RequestsDifferByWhatTheAnswerDependsOnOnly) {
    const auto data = synthetic_dataset();
    const Settings settings = asking("communities", *data);
    const auto changed = [&](const std::function<void(Settings&, AnalysisShown&)>& change) {
        Settings other = settings;
        AnalysisShown shown = *settings.analysis;
        change(other, shown);
        other.analysis = Kept<AnalysisShown>::of(shown);
        return !(*analysis_request(other, *data) == *analysis_request(settings, *data));
    };
    EXPECT_FALSE(changed([](Settings&, AnalysisShown& shown) { shown.on_map = false; }));
    EXPECT_FALSE(changed([](Settings&, AnalysisShown& shown) { shown.measure = "module"; }));
    EXPECT_FALSE(changed([](Settings& other, AnalysisShown&) { other.camera.width_km = 77; }));
    EXPECT_FALSE(changed([](Settings&, AnalysisShown& shown) {
        for (const AnalysisSetting& setting : find_analysis("communities")->settings)
            shown.settings[std::string(setting.key)] = setting.standard;
    })) << "what is typed as it stands anyway";
    EXPECT_TRUE(changed([](Settings&, AnalysisShown& shown) { shown.group = "jing"; }));
    EXPECT_TRUE(changed([](Settings&, AnalysisShown& shown) { shown.steps = AnalysedSteps::months; }));
    EXPECT_TRUE(changed([](Settings& other, AnalysisShown&) { other.current_layer = LayerId{1}; }));
    EXPECT_TRUE(changed([](Settings& other, AnalysisShown&) { other.focus.groups = {GroupId{0}}; }));
}

TEST(AnalysisSettings, AreKeptAndReadBack) {
    const auto data = synthetic_dataset();
    Settings settings = asking("resilience", *data);
    settings.analysis = Kept<AnalysisShown>::of({.name = "resilience",
                                                 .settings = {{"tolerance", "0.5"}},
                                                 .group = "jing",
                                                 .layers = AnalysedLayers::shown,
                                                 .steps = AnalysedSteps::months,
                                                 .on_map = false,
                                                 .flows = FlowsBeneath::drawn,
                                                 .measure = "criticality",
                                                 .period = "2020-03",
                                                 .item = "gdp"});
    ASSERT_TRUE(find_analysis("resilience"));
    const Settings base = normalised({}, shape_of(*data));
    EXPECT_EQ(settings_from(settings_json(settings, *data), base, *data), settings);
    settings.analysis = Kept<AnalysisShown>::of({.name = "no such one"});
    EXPECT_FALSE(settings_from(settings_json(settings, *data), base, *data).analysis);
}

TEST(AnswerRows, AreChosenByMeasureAndPeriodAndSortedWithUnknownLast) {
    const auto data = synthetic_dataset();
    AnalysisAnswer answer{.request = {.name = "centrality"}, .data = data};
    const auto add = [&](std::string scope, std::string measure, std::optional<double> value,
                         std::string period) {
        answer.result.rows.push_back({.period = std::move(period),
                                      .scope = std::move(scope),
                                      .measure = std::move(measure),
                                      .value = value});
    };
    add("110000", "pagerank", 0.2, "2020");
    add("120000", "pagerank", std::nullopt, "2020");
    add("130100", "pagerank", 0.5, "2020");
    add("130100", "pagerank", 0.9, "2021");
    add("310000", "in_degree", 4, "2020");
    const AnswerRows all = answer_rows(*data, answer, {}, {}, Language::zh);
    EXPECT_EQ(all.rows, (std::vector<std::uint32_t>{0, 1, 2, 3, 4}));
    EXPECT_EQ(all.columns, (std::vector{AnswerColumn::subject, AnswerColumn::measure, AnswerColumn::value}));
    const AnalysisShown one{.measure = "pagerank", .period = "2020"};
    for (const Order order : {Order::descending, Order::ascending}) {
        const AnswerRows sorted = answer_rows(*data, answer, one, {AnswerColumn::value, order}, Language::zh);
        ASSERT_EQ(sorted.rows.size(), 3U);
        EXPECT_EQ(sorted.rows.front(), order == Order::descending ? 2U : 0U);
        EXPECT_EQ(sorted.rows.back(), 1U) << "unknown is not least";
    }
    using enum AnswerColumn;
    answer.result.rows[0].n = 12;
    answer.result.rows[0].standard_error = 0.1;
    EXPECT_EQ(answer_rows(*data, answer, one, {}, Language::zh).columns,
              (std::vector{subject, value, uncertainty, n}));
    EXPECT_EQ(answer_rows(*data, answer, {}, {}, Language::zh).columns,
              (std::vector{subject, measure, value, uncertainty}))
        << "n is said with the value: what a row is of must be read";
}

class AnalysisPanelPicture : public ::testing::TestWithParam<Language> {};
INSTANTIATE_TEST_SUITE_P(Languages, AnalysisPanelPicture, ::testing::Values(Language::zh, Language::en));

TEST_P(AnalysisPanelPicture, ShowsQuestionAnswerAndMethod) {
    const auto data = synthetic_dataset();
    Settings settings = asking("centrality", *data);
    settings.style.language = GetParam();
    if (GetParam() == Language::en) settings.style.theme = ThemeId::paper;
    const Result<AnalysisAnswer> answer = answer_now(*analysis_request(settings, *data), data);
    ASSERT_TRUE(answer) << answer.error().message;
    AnalysisRun run;
    run.update(data, settings);
    run.show(*answer);
    Pipeline pipeline(data);
    pipeline.update(settings);
    std::vector<std::string> notes;
    for (const OutputNote& note : answer->result.notes) notes.push_back(note.zh);
    auto painter = PanelPainter::create(data, 1, notes);
    ASSERT_TRUE(painter);
    std::vector<Image> pictures;
    const auto paint = [&](const Settings& shown, const Workspace& workspace, const char* name) {
        Image image{.width_px = 1280, .height_px = 720};
        image.rgb.assign(std::size_t{1280} * 720 * 3, 40);
        painter->paint({.derived = pipeline, .settings = shown, .workspace = workspace, .analysis = &run},
                       image);
        EXPECT_EQ(painter->settings_after(), shown) << name << ": drawing alone changes nothing";
        EXPECT_TRUE(painter->actions_after().empty());
        const auto folder = std::filesystem::path(FLOWSPACE_BINARY_DIR) / "panels";
        std::filesystem::create_directories(folder);
        const std::string file =
            std::string("analysis-") + name + (GetParam() == Language::zh ? "-zh" : "-en");
        EXPECT_TRUE(write_png(image, folder / (file + ".png"), {}));
        for (const Image& other : pictures) EXPECT_NE(other.rgb, image.rgb) << name;
        pictures.push_back(std::move(image));
    };
    Workspace workspace{.analysis_open = true};
    Settings none = settings;
    none.analysis = {};
    paint(none, workspace, "none");
    paint(settings, workspace, "question");
    workspace.analysis_tab = AnalysisTab::answer;
    paint(settings, workspace, "answer");
    Settings other = settings;
    other.filter.min_value = 1;
    paint(other, workspace, "stale");
    workspace.analysis_tab = AnalysisTab::method;
    paint(settings, workspace, "method");
    Settings tables = settings;
    tables.analysis = Kept<AnalysisShown>::of({.name = "monitoring"});
    workspace.analysis_tab = AnalysisTab::question;
    paint(tables, workspace, "tables");
    Settings beyond = asking("circulation", *data);
    beyond.style = settings.style;
    beyond.filter.window = {parse_time("2090-01")->start, parse_time("2091-01")->start};
    const Result<AnalysisAnswer> bare = answer_now(*analysis_request(beyond, *data), data);
    ASSERT_TRUE(bare) << bare.error().message;
    EXPECT_EQ(reasons_of(bare->result, "share").front().code, "no-rows-in-window");
    run.show(*bare);
    workspace.analysis_tab = AnalysisTab::answer;
    paint(beyond, workspace, "bare");
}

/// A table given as a file is read when the analysis runs, changes what is asked when it changes, and is
/// missed with its name when it is gone.
TEST(AnalysisTables, AreReadFromFilesAndAskedAnewWhenTheyChange) {
    const auto data = synthetic_dataset();
    const std::filesystem::path file = std::filesystem::temp_directory_path() / "flowspace_targets_test.csv";
    const auto write = [&](const std::string& text) { std::ofstream(file) << text; };
    write("group,indicator,baseline_year,baseline,target_year,target,year,value\n");
    Settings settings = asking("monitoring", *data);
    AnalysisShown shown = *settings.analysis;
    const std::string key = *table_wanted(shown);
    EXPECT_TRUE(fault_of(*analysis_request(settings, *data), *data)) << "it needs " << key;
    for (const AnalysisTable& table : find_analysis("monitoring")->tables)
        if (table.need == Need::required) shown.tables[std::string(table.key)] = file.string();
    EXPECT_TRUE(shown.tables.contains(key));
    settings.analysis = Kept<AnalysisShown>::of(shown);
    const AnalysisRequest before = *analysis_request(settings, *data);
    EXPECT_FALSE(fault_of(before, *data));
    EXPECT_NE(table_wanted(shown), key) << "another one next";
    write("place,number\n110000,2\n");
    const AnalysisRequest after = *analysis_request(settings, *data);
    EXPECT_FALSE(before == after) << "the file changed";
    const Result<AnalysisAnswer> answer = answer_now(after, data);
    ASSERT_FALSE(answer);
    EXPECT_NE(answer.error().message.find("flowspace_targets_test.csv"), std::string::npos)
        << answer.error().message;
    std::filesystem::remove(file);
    const auto gone = fault_of(*analysis_request(settings, *data), *data);
    ASSERT_TRUE(gone);
    EXPECT_NE(gone->en.find("found no file"), std::string::npos);
    EXPECT_NE(gone->zh.find("未找到文件"), std::string::npos);
}

TEST(AnalysisTables, AreKeptWithTheViewAndSettingsOfOtherAnalysesAreNot) {
    const auto data = synthetic_dataset();
    Settings settings = asking("integration", *data);
    AnalysisShown shown = *settings.analysis;
    shown.tables = {{"cost", "a/b.csv"}};
    settings.analysis = Kept<AnalysisShown>::of(shown);
    const Settings base = normalised({}, shape_of(*data));
    const Settings read = settings_from(settings_json(settings, *data), base, *data);
    ASSERT_TRUE(read.analysis);
    EXPECT_EQ(read.analysis->tables, shown.tables);
    Settings opened = read;
    const auto refused = choose_analysis({}, *data, Language::en, opened);
    ASSERT_TRUE(refused) << "no file is opened because a view names it";
    EXPECT_NE(refused->message.find("a/b.csv"), std::string::npos) << refused->message;
    EXPECT_FALSE(
        choose_analysis({.name = "integration", .tables = {"cost=c.csv"}}, *data, Language::en, opened));
    EXPECT_EQ(opened.analysis->tables.at("cost"), "c.csv");
}

}  // namespace
}  // namespace flowspace
