// The command analyse as scripts meet it: every name has its help, and the quick ones answer on the built-in
// atlas.
#include "data/analysis/analysis.h"
#include "tests/viewer/program.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace flowspace {
namespace {

using testing::ProgramResult;
using testing::run_program;

TEST(AnalyseCommand, EveryNameOfTheContractIsThereWithItsHelp) {
    std::string names;
    for (const Analysis& analysis : all_analyses()) {
        const std::string name(analysis.key);
        names += name + " ";
        for (const char* language : {"en", "zh"}) {
            const ProgramResult help = run_program({"analyse", name, "--help", "--lang", language});
            EXPECT_EQ(help.status, 0) << name << ": " << help.err;
            EXPECT_NE(help.out.find(language == std::string("zh") ? analysis.name.zh : analysis.name.en),
                      std::string::npos)
                << name;
        }
    }
    EXPECT_EQ(
        names,
        "aggregation integration border interaction hierarchy centrality communities circles resilience "
        "equity stage monitoring circulation temporal backbone market flowspace pressures ");
}

TEST(AnalyseCommand, RowsComeWithDocumentedColumnsAndMissingTablesAreNamed) {
    const ProgramResult rows = run_program({"analyse", "aggregation", "--layer", "people", "--from",
                                            "2019-01", "--to", "2019-02", "--group", "changsanjiao"});
    EXPECT_EQ(rows.status, 0) << rows.err;
    EXPECT_NE(rows.out.find("measure,value"), std::string::npos) << rows.out.substr(0, 200);
    EXPECT_NE(rows.out.find("internal_share"), std::string::npos);
    for (const char* name : {"monitoring", "circles"}) {
        const ProgramResult missing = run_program({"analyse", name});
        EXPECT_EQ(missing.status, 1) << name;
        EXPECT_EQ(missing.out, "") << name;
        EXPECT_NE(missing.err.find("--"), std::string::npos) << "which option brings it: " << missing.err;
    }
    EXPECT_EQ(run_program({"analyse", "astrology"}).status, 2);
}

TEST(AnalyseCommand, StagesWithoutIndicatorsAreTheOfficialTiers) {
    const ProgramResult tiers = run_program({"analyse", "stage"});
    EXPECT_EQ(tiers.status, 0) << tiers.err;
    const auto count = [&](const std::string& what) {
        std::size_t found = 0;
        for (auto at = tiers.out.find(what); at != std::string::npos; at = tiers.out.find(what, at + 1))
            ++found;
        return found;
    };
    EXPECT_EQ(count("official_tier"), 19U) << tiers.out;
    EXPECT_EQ(count("mature"), 5U) << "to be improved, upgraded";
    EXPECT_EQ(count("growing"), 5U) << "to be strengthened";
    EXPECT_EQ(count("cultivating"), 9U) << "to be nurtured";
}

/// Totals met to the rounding of their sums are met.
TEST(AnalyseCommand, ModelsOfTheAtlasRaiseNoFalseAlarm) {
    const ProgramResult models =
        run_program({"analyse", "interaction", "--layer", "people", "--from", "2023", "--to", "2024"});
    EXPECT_EQ(models.status, 0) << models.err;
    EXPECT_NE(models.out.find("residual"), std::string::npos);
    EXPECT_EQ(models.err.find("not-converged"), std::string::npos) << models.err;
}

TEST(AnalyseCommand, WhatItRefusesIsSaidInTheLanguageAskedFor) {
    const std::filesystem::path path =
        std::filesystem::path(::testing::TempDir()) / "flowspace_fault_targets.csv";
    std::ofstream(path) << "name,baseline_year\nwater,2020\n";
    const std::filesystem::path actuals =
        std::filesystem::path(::testing::TempDir()) / "flowspace_fault_actuals.csv";
    std::ofstream(actuals) << "indicator,year,value\nwater,2021,5\n";
    const std::vector<std::string> asked = {"analyse",     "monitoring", "--targets",
                                            path.string(), "--actuals",  actuals.string()};
    const auto in = [&](std::vector<std::string> command, const char* language) {
        command.insert(command.end(), {"--lang", language});
        const ProgramResult refused = run_program(command);
        EXPECT_EQ(refused.status, 1) << refused.err;
        return refused.err;
    };
    EXPECT_NE(in(asked, "en").find("found columns name, baseline_year, expected a column"), std::string::npos)
        << in(asked, "en");
    EXPECT_NE(in(asked, "zh").find("只有列 name, baseline_year，应有列"), std::string::npos)
        << in(asked, "zh");
    const std::vector<std::string> gone = {"analyse", "centrality", "--cost", "/nowhere/cost.csv"};
    EXPECT_NE(in(gone, "en").find("', expected a file that can be read"), std::string::npos)
        << in(gone, "en");
    EXPECT_NE(in(gone, "zh").find("”，应为可读取的文件"), std::string::npos) << in(gone, "zh");
}

TEST(RenderAnalysis, LaysTheAnswerOverThePictureAndNamesWhatItDoesNotKnow) {
    const auto folder =
        std::filesystem::temp_directory_path() / ("flowspace-overlay-" + std::to_string(::getpid()));
    std::filesystem::create_directories(folder);
    const auto render = [&](const std::string& name, std::vector<std::string> more) {
        std::vector<std::string> words = {"render", "-o",      folder / (name + ".png"),
                                          "--size", "320x200", "--layer",
                                          "people", "--from",  "2020-01",
                                          "--to",   "2020-02"};
        words.insert(words.end(), more.begin(), more.end());
        return run_program(words);
    };
    EXPECT_EQ(render("plain", {}).status, 0);
    for (const char* name : {"aggregation", "hierarchy"}) {
        const ProgramResult done = render(name, {"--analysis", name});
        EXPECT_EQ(done.status, 0) << done.err;
        EXPECT_NE(testing::read_text(folder / (std::string(name) + ".png")),
                  testing::read_text(folder / "plain.png"));
    }
    const ProgramResult unknown = render("no", {"--analysis", "astrology", "--lang", "zh"});
    EXPECT_EQ(unknown.status, 2) << "as `analyse` says of it";
    EXPECT_NE(unknown.err.find("astrology"), std::string::npos) << unknown.err;
    EXPECT_NE(unknown.err.find("以下之一"), std::string::npos) << unknown.err;
    EXPECT_EQ(render("no", {"--analysis", "communities", "--analysis-set", "sees=5"}).status, 1);
    const ProgramResult wrong =
        render("no", {"--analysis", "communities", "--analysis-set", "seeds=many", "--lang", "zh"});
    EXPECT_EQ(wrong.status, 1);
    EXPECT_NE(wrong.err.find("之间的数"), std::string::npos) << wrong.err;
    const ProgramResult table = render("no", {"--analysis", "monitoring", "--lang", "zh"});
    EXPECT_EQ(table.status, 1);
    EXPECT_NE(table.err.find("--targets"), std::string::npos) << table.err;
    EXPECT_FALSE(std::filesystem::exists(folder / "no.png"));
    std::filesystem::remove_all(folder);
}

TEST(AnalyseCommand, APictureOfWhatHasNoMapIsRefusedWithWhatToDo) {
    const std::string out = (std::filesystem::temp_directory_path() / "flowspace-no-map.png").string();
    std::filesystem::remove(out);
    for (const std::string name : {"temporal", "interaction"}) {
        const ProgramResult refused =
            run_program({"render", "--analysis", name, "--size", "320x180", "-o", out});
        EXPECT_EQ(refused.status, 1) << name;
        EXPECT_NE(refused.err.find("--analysis " + name), std::string::npos) << refused.err;
        EXPECT_NE(refused.err.find("flowspace analyse " + name), std::string::npos) << refused.err;
    }
    EXPECT_EQ(run_program({"render", "--analysis", "nosuch", "-o", out}).status, 2);
    EXPECT_FALSE(std::filesystem::exists(out));
}

TEST(AnalyseCommand, OptionsThatDoNotGoTogetherAreUsageErrors) {
    const std::string out = (std::filesystem::temp_directory_path() / "flowspace-together.png").string();
    std::filesystem::remove(out);
    const std::vector<std::pair<std::vector<std::string>, std::string>> wrong = {
        {{"render", "-o", out, "--camera", "1,2"}, "LON,LAT,WIDTH_KM"},
        {{"render", "-o", out, "--analysis-measure", "value"}, "--analysis-measure requires --analysis"},
        {{"render", "-o", out, "--dashboard", "changsanjiao", "--scene", "hub"}, "--dashboard"},
        {{"analyse", "integration", "--group", "jingjinji", "--kind", "circle"}, "--kind agglomeration"}};
    for (const auto& [words, part] : wrong) {
        const ProgramResult refused = run_program(words);
        EXPECT_EQ(refused.status, 2) << part << ": " << refused.err;
        EXPECT_NE(refused.err.find(part), std::string::npos) << refused.err;
    }
    EXPECT_FALSE(std::filesystem::exists(out));
}

}  // namespace
}  // namespace flowspace
