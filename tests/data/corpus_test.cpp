// Every file of tests/corpus against the verdict in verdicts.txt: rows in, rows kept, and each problem's row,
// column and code.
#include "data/import/open_files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace flowspace {
namespace {

namespace fs = std::filesystem;

Dataset few_places() {
    auto atlas = std::make_shared<Atlas>();
    atlas->places = {{.id = "010100", .name_zh = "零", .name_en = "Zero"},
                     {.id = "110000", .name_zh = "北京市", .name_en = "Beijing"},
                     {.id = "120000", .name_zh = "天津市", .name_en = "Tianjin"},
                     {.id = "130100", .name_zh = "石家庄市", .name_en = "Shijiazhuang"},
                     {.id = "320200", .name_zh = "无锡市", .name_en = "Wuxi"}};
    Dataset dataset;
    dataset.atlas = atlas;
    return dataset;
}

fs::path corpus() { return fs::path(FLOWSPACE_SOURCE_DIR) / "tests" / "corpus"; }

struct Verdict {
    std::string file, rows_in, rows_kept;
    std::vector<std::string> problems;
};

std::vector<Verdict> verdicts() {
    std::ifstream file(corpus() / "verdicts.txt");
    std::vector<Verdict> all;
    std::string line, problem;
    while (std::getline(file, line)) {
        if (line.starts_with('#')) continue;
        std::istringstream words(line);
        Verdict& verdict = all.emplace_back();
        words >> verdict.file >> verdict.rows_in >> verdict.rows_kept;
        while (words >> problem) verdict.problems.push_back(problem);
    }
    return all;
}

SourceFile check_one(const fs::path& path) {
    const std::vector<fs::path> paths = {path};
    return check_files(paths, {}, few_places()).front();
}

std::vector<std::string> short_forms(const SourceFile& file) {
    std::vector<std::string> forms;
    for (const Problem& problem : file.problems)
        forms.push_back(std::to_string(problem.row) + ":" + problem.column + ":" + problem.code);
    return forms;
}

TEST(Corpus, EveryVerdictIsExact) {
    const std::vector<Verdict> all = verdicts();
    ASSERT_GE(all.size(), 100U);
    for (const Verdict& verdict : all) {
        const SourceFile file = check_one(corpus() / verdict.file);
        EXPECT_EQ(short_forms(file), verdict.problems) << verdict.file;
        EXPECT_EQ(file.problem_count, verdict.problems.size()) << verdict.file;
        if (verdict.rows_in == "-") continue;
        EXPECT_EQ(std::to_string(file.rows_in), verdict.rows_in) << verdict.file;
        EXPECT_EQ(std::to_string(file.rows_kept), verdict.rows_kept) << verdict.file;
    }
}

TEST(Corpus, EveryFileHasAVerdictAndEveryProblemItsWords) {
    std::set<std::string> known = {"verdicts.txt"};
    for (const Verdict& verdict : verdicts()) known.insert(verdict.file);
    for (const auto& entry : fs::directory_iterator(corpus()))
        EXPECT_TRUE(known.contains(entry.path().filename().string())) << entry.path();
    for (const Verdict& verdict : verdicts())
        for (const Problem& problem : check_one(corpus() / verdict.file).problems) {
            const std::string line = format_problem(problem);
            EXPECT_TRUE(line.starts_with(problem.file + ":" + std::to_string(problem.row) + ":" +
                                         problem.column + ": " + problem.code + ": found '"))
                << line;
            EXPECT_FALSE(problem.expected.empty()) << line;
            EXPECT_FALSE(meaning(problem.code).zh.empty()) << problem.code;
            EXPECT_FALSE(meaning(problem.code).en.empty()) << problem.code;
        }
}

Result<Dataset> open_one(const char* name, OpenOptions options = {}) {
    const std::vector<fs::path> paths = {corpus() / name};
    return open_files(paths, options, few_places());
}

TEST(OpenFiles, KeepsTheGoodRowsAndCountsTheRest) {
    const auto opened = open_one("many_faults.csv", {.status = Status::observed, .unit = "persons"});
    ASSERT_TRUE(opened) << opened.error().message;
    EXPECT_EQ(opened->files[0].rows_in, 3U);
    EXPECT_EQ(opened->files[0].rows_kept, 2U);
    EXPECT_EQ(opened->flows->row_count(), 2U);
    EXPECT_EQ(opened->flows->time_axis().grain, Grain::day);
    const LayerInfo& layer = opened->flows->layers()[0];
    EXPECT_EQ(layer.name_zh, "人流");
    EXPECT_EQ(layer.unit, "persons");
    EXPECT_EQ(layer.status, Status::observed);
}

TEST(OpenFiles, SaysWhatTheUnknownPlacesTookAway) {
    const auto opened = open_one("id_unknown.csv");
    ASSERT_TRUE(opened);
    ASSERT_EQ(opened->files[0].lost.size(), 1U);
    EXPECT_EQ(value(opened->files[0].lost.at("people").value), 7);
    EXPECT_EQ(opened->files[0].lost.at("people").rows, 1U);
}

TEST(OpenFiles, OffersCandidatesAndNeverTakesThem) {
    const auto expected = [](const char* name) { return open_one(name)->files[0].problems[0].expected; };
    EXPECT_NE(expected("id_name.csv").find("perhaps 320200"), std::string::npos);
    EXPECT_NE(expected("id_lost_zero.csv").find("perhaps 010100"), std::string::npos);
    EXPECT_EQ(expected("id_unknown.csv"), "an id of the places");
}

TEST(OpenFiles, SumsDuplicatesKeepsNegativesAndSaysSo) {
    const auto opened = open_one("negative_and_duplicate.csv");
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->duplicate_rows, 2U);
    EXPECT_EQ(opened->files[0].negative_rows, 1U);
    const auto sums = *opened->flows->pair_sums(LayerId{0}, Window{});
    EXPECT_EQ(value(sums[0]), -1.0);
    EXPECT_EQ(sums[0].rows, 3U);
}

TEST(OpenFiles, CountsRowsWhereThereIsNoValue) {
    const auto opened = open_one("no_value.csv");
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->flows->layers()[0].unit, "rows");
    EXPECT_EQ(value((*opened->flows->pair_sums(LayerId{0}, Window{}))[0]), 2);
    EXPECT_EQ(opened->flows->time_axis().grain, Grain::none);
}

TEST(OpenFiles, ReadsTheOffsetOfABadByte) {
    EXPECT_EQ(open_one("latin1.csv")->files[0].problems[0].found, "byte 0xE9 at offset 89");
    EXPECT_EQ(open_one("nul.csv")->files[0].problems[0].found, "byte 0x00 at offset 105");
}

TEST(OpenFiles, TakesPlacesAndGroupsOfTheUser) {
    const std::vector<fs::path> paths = {corpus() / "groups_twice.csv", corpus() / "no_layer_no_time.csv"};
    const auto opened = open_files(paths, {}, few_places());
    ASSERT_TRUE(opened) << opened.error().message;
    ASSERT_EQ(opened->atlas->groups.size(), 1U);
    EXPECT_EQ(opened->atlas->groups[0].members.size(), 1U);
    EXPECT_EQ(opened->atlas->places.size(), 5U);

    const std::vector<fs::path> own = {corpus() / "places_good.csv", corpus() / "no_layer_no_time.csv"};
    const auto replaced = open_files(own, {}, few_places());
    ASSERT_TRUE(replaced);
    EXPECT_EQ(replaced->atlas->places.size(), 2U);
    EXPECT_EQ(replaced->atlas->groups.size(), 2U);  // provinces X and Y
    EXPECT_EQ(replaced->files[1].rows_kept, 0U);    // 110000 is not among them
}

TEST(OpenFiles, RefusesWhatIsNoTableOfFlows) {
    const auto message = [](std::vector<fs::path> paths) {
        const auto opened = open_files(paths, {}, few_places());
        return opened ? std::string("opened") : opened.error().message;
    };
    EXPECT_NE(message({corpus() / "places_good.csv"}).find("no-flows"), std::string::npos);
    EXPECT_NE(message({corpus() / "empty.csv"}).find(":0:: empty-file: found '0 bytes'"), std::string::npos);
    EXPECT_NE(message({corpus() / "nowhere.csv"}).find("no-such-file"), std::string::npos);
    EXPECT_NE(message({corpus()}).find("not-a-file: found 'a directory'"), std::string::npos);
    EXPECT_NE(message({"/dev/zero"}).find("not-a-file: found 'a device'"), std::string::npos);
    EXPECT_NE(
        message({corpus() / "crlf.csv", corpus() / "no_value.csv"}).find("mixed-grain: found 'no times'"),
        std::string::npos);
}

class Scratch : public ::testing::Test {
protected:
    void SetUp() override {
        const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
        folder = fs::temp_directory_path() /
                 (std::string("flowspace-") + info->name() + "-" + std::to_string(::getpid()));
        fs::create_directories(folder);
    }
    void TearDown() override { fs::remove_all(folder); }
    fs::path write(const std::string& name, const std::string& text) const {
        std::ofstream(folder / name, std::ios::binary) << text;
        return folder / name;
    }
    fs::path folder;
};

TEST_F(Scratch, APipeIsNotWaitedFor) {
    ASSERT_EQ(::mkfifo((folder / "pipe.csv").c_str(), 0600), 0);
    EXPECT_EQ(short_forms(check_one(folder / "pipe.csv")), std::vector<std::string>{"0::not-a-file"});
}

TEST_F(Scratch, ARowOfThreeMegabytesIsRefusedAndTheRestIsRead) {
    const std::string head = "origin,destination,value,note\n110000,120000,1,a\n",
                      tail = "\n110000,120000,2,b\n";
    const fs::path plain = write("long.csv", head + "110000,120000,9," + std::string(3'000'000, 'x') + tail);
    EXPECT_EQ(short_forms(check_one(plain)), std::vector<std::string>{"3::too-long"});
    EXPECT_EQ(check_one(plain).rows_kept, 2U);
    std::string open = head + "110000,120000,9,\"";
    for (int i = 0; i < 60'000; ++i) open += "\n110000,120000,1,c";
    const SourceFile quoted = check_one(write("quoted.csv", open + tail));
    EXPECT_EQ(short_forms(quoted), std::vector<std::string>{"3::unterminated-quote"});
    EXPECT_EQ(quoted.rows_kept, 60'002U);
}

TEST_F(Scratch, ProblemsAreListedToACapAndCountedInFull) {
    std::string text = "origin,destination,value\n110000,120000,1\n";
    for (int i = 0; i < 5000; ++i) text += "110000,120000,x\n";
    const std::vector<fs::path> paths = {write("many.csv", text)};
    const auto files = check_files(paths, {.listed_problems = 7}, few_places());
    EXPECT_EQ(files[0].problems.size(), 7U);
    EXPECT_EQ(files[0].problem_count, 5000U);
    EXPECT_EQ(files[0].rows_in, 5001U);
    EXPECT_EQ(files[0].rows_kept, 1U);
}

TEST_F(Scratch, PathsMayBeChineseOrLookLikeFormats) {
    const std::string text = "origin,destination,value\n110000,120000,1\n";
    for (const char* name : {"人流 表.csv", "%s%n.csv", "a:b'c.csv"})
        EXPECT_EQ(check_one(write(name, text)).rows_kept, 1U) << name;
}

TEST_F(Scratch, ALongFoundTextIsCutAtAWholeCharacter) {
    std::string text = "origin,destination,value\n110000,120000,";
    for (int i = 0; i < 200; ++i) text += "万";
    const SourceFile file = check_one(write("wide.csv", text + "\n"));
    std::string cut;
    for (int i = 0; i < 77; ++i) cut += "万";
    EXPECT_EQ(file.problems[0].found, cut + "...");
}

TEST_F(Scratch, CodesStayTextToTheLastRow) {
    std::string text = "origin,destination,value\n";
    for (int i = 0; i < 30'000; ++i) text += "110000,120000,1\n";
    text += "010100,110000,5\n10100,110000,5\n";
    const SourceFile file = check_one(write("codes.csv", text));
    EXPECT_EQ(file.rows_kept, 30'001U);
    EXPECT_EQ(short_forms(file), std::vector<std::string>{"30003:origin:unknown-place"});
}

}  // namespace
}  // namespace flowspace
