// The commands give the same answers of Parquet files that are loaded and that are asked where they lie.
#include "tests/formats/scratch.h"
#include "tests/viewer/program.h"

#include <gtest/gtest.h>

#include <sstream>

namespace flowspace {
namespace {

using testing::ProgramResult;
using testing::run_program;

using Words = std::vector<std::string>;

Words joined(Words words, const Words& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

class NoLoadTest : public ::testing::Test {
protected:
    void SetUp() override {
        flows_ = scratch_.path("flows.parquet");
        write_parquet(
            flows_,
            "SELECT (['420100','420200','420700','110000','320100','430100','999999'])[1 + range * 31 % 7] "
            "AS "
            "origin, (['420100','430200','310000','320200','420100'])[1 + range * 17 % 5] AS destination, "
            "(['people','goods','capital'])[1 + range * 7 % 3] AS layer, "
            "DATE '2020-01-01' + (range * 13 % 200)::INTEGER AS time, "
            "CASE WHEN range % 97 = 5 THEN NULL ELSE (range * 37 % 1000) / 4 END AS value FROM range(4000)",
            ", ROW_GROUP_SIZE 2048");
    }

    /// What the command prints on standard output, both ways; refused rows give status 1.
    void expect_same(const Words& command, const Words& options) const {
        const ProgramResult loaded = run_program(joined(joined(command, {flows_}), options));
        const ProgramResult asked = run_program(joined(joined(command, {flows_, "--no-load"}), options));
        std::string said;
        for (const std::string& word : options) said.append(" ").append(word);
        EXPECT_EQ(loaded.status, asked.status) << said << '\n' << asked.err;
        EXPECT_GT(loaded.out.size(), 30U) << said;
        EXPECT_EQ(loaded.out, asked.out) << said;
        EXPECT_TRUE(holds(asked.err, "not-loaded") || holds(asked.err, "stay in their files")) << asked.err;
    }

    Scratch scratch_;
    std::string flows_;
};

TEST_F(NoLoadTest, EveryFilterByEveryKey) {
    const std::vector<Words> filters = {
        {},
        {"--layer", "people", "--from", "2020-02", "--to", "2020-04-10"},
        {"--origin", "420100", "--destination", "430200", "--destination", "310000"},
        {"--place", "420100", "--self"},
        {"--scope", "internal", "--min", "100"},
        {"--place", "320100", "--absent", "zero"}};
    const Words keys = {"total", "time", "place", "pair", "circle", "agglomeration", "province"};
    for (std::size_t key = 0; key < keys.size(); ++key)
        expect_same({"sum"}, joined({"--by", keys[key]}, filters[(5 * key + 1) % filters.size()]));
    expect_same({"sum"}, {"--by", "time", "--fold", "weekday"});
    expect_same({"sum"},
                {"--by", "pair", "--versus-from", "2020-03", "--versus-to", "2020-05", "--to", "2020-03"});
}

TEST_F(NoLoadTest, CheckListsTheSameProblems) {
    const ProgramResult loaded = run_program({"check", flows_}),
                        asked = run_program({"check", flows_, "--no-load"});
    EXPECT_EQ(loaded.status, 1);
    EXPECT_EQ(asked.status, 1);
    EXPECT_TRUE(holds(loaded.out, "unknown-place"));
    EXPECT_EQ(loaded.out, asked.out);
    EXPECT_TRUE(holds(asked.err, "not-merged"));
}

/// The lines of what a command complains of that name rows of the file.
std::vector<std::string> row_lines(const ProgramResult& result, const std::string& file) {
    std::vector<std::string> lines;
    std::istringstream text(result.err);
    for (std::string line; std::getline(text, line);)
        if (line.starts_with(file + ":")) lines.push_back(line);
    return lines;
}

TEST_F(NoLoadTest, RefusedRowsAreListedAsLoadingListsThem) {
    const Words sum = {"sum", flows_, "--by", "total"};
    const auto loaded = row_lines(run_program(sum), flows_),
               asked = row_lines(run_program(joined(sum, {"--no-load"})), flows_);
    ASSERT_GE(loaded.size(), 15U) << "ten rows, how many more and in all, what each layer lost";
    ASSERT_EQ(loaded.size(), asked.size());
    EXPECT_TRUE(holds(loaded[0], ":origin: unknown-place: found '999999'")) << loaded[0];
    EXPECT_TRUE(holds(loaded.back(), "missing from layer people: a sum of ")) << loaded.back();
    for (std::size_t at = 0; at < loaded.size(); ++at)  // loading counts a row's second fault too
        if (!holds(loaded[at], "more problems")) {
            EXPECT_EQ(loaded[at], asked[at]);
        }
}

TEST_F(NoLoadTest, LostVolumesOfAnySizeAreTold) {
    const std::string large = scratch_.path("large.parquet");
    write_parquet(large,
                  "SELECT '999999' AS origin, '420100' AS destination, layer, value FROM (VALUES "
                  "('people', 1e17), ('people', 0.125), ('goods', 1e300), ('goods', 2), ('mail', 4e18), "
                  "('mail', 4e18)) AS rows(layer, value) "
                  "UNION ALL SELECT '110000', '420100', 'people', 1");
    const Words sum = {"sum", large, "--by", "total"};
    const auto loaded = row_lines(run_program(sum), large),
               asked = row_lines(run_program(joined(sum, {"--no-load"})), large);
    ASSERT_EQ(loaded.size(), 10U) << "six rows, how many in all, three layers";
    EXPECT_EQ(loaded, asked);
}

TEST_F(NoLoadTest, PicturesAreTheSame) {
    const std::string loaded = scratch_.path("loaded.png"), asked = scratch_.path("asked.png");
    const Words view = {"--size", "640x360", "--from", "2020-02"};
    EXPECT_EQ(run_program(joined({"render", flows_, "-o", loaded}, view)).status,
              run_program(joined({"render", flows_, "-o", asked, "--no-load"}, view)).status);
    EXPECT_GT(testing::read_text(loaded).size(), 5000U);
    EXPECT_TRUE(testing::read_text(loaded) == testing::read_text(asked));
}

TEST_F(NoLoadTest, PastTheMemoryThatIsAllowedFilesAreAsked) {
    const ProgramResult plain = run_program({"sum", flows_, "--by", "total"});
    const ProgramResult little = run_program({"sum", flows_, "--by", "total", "--memory", "0.0001"});
    EXPECT_EQ(little.out, plain.out);
    EXPECT_TRUE(holds(little.err, "4000 rows of flows: loading may take 0.0 GB")) << little.err;
    EXPECT_TRUE(holds(little.err, "not loaded")) << little.err;
    EXPECT_FALSE(holds(plain.err, "not loaded")) << plain.err;
    const ProgramResult chinese =
        run_program({"sum", flows_, "--by", "total", "--memory", "0.0001", "--lang", "zh"});
    EXPECT_TRUE(holds(chinese.err, "不载入")) << chinese.err;
    const ProgramResult forced =
        run_program({"sum", flows_, "--by", "total", "--memory", "0.0001", "--load"});
    EXPECT_EQ(forced.out, plain.out);
    EXPECT_FALSE(holds(forced.err, "not loaded")) << forced.err;
    EXPECT_EQ(run_program({"sum", flows_, "--by", "total", "--no-load", "--load"}).status, 2);
}

TEST_F(NoLoadTest, WhatCannotBeAskedIsAnError) {
    const std::string csv = scratch_.path("flows.csv");
    write_file(csv, "SELECT * FROM read_parquet('" + flows_ + "')", "FORMAT csv");
    const ProgramResult asked = run_program({"sum", csv, "--by", "total", "--no-load"});
    EXPECT_EQ(asked.status, 1);
    EXPECT_TRUE(holds(asked.err, "without loading")) << asked.err;
}

TEST_F(NoLoadTest, AProjectIsAskedToo) {
    const std::string project = scratch_.path("p.flowspace.json");
    EXPECT_EQ(
        run_program({"import", flows_, "-o", project, "--status", "observed", "--unit", "persons"}).status,
        1);
    const ProgramResult loaded = run_program({"sum", project, "--by", "pair"}),
                        asked = run_program({"sum", project, "--by", "pair", "--no-load"});
    EXPECT_TRUE(holds(loaded.out, "persons,observed")) << loaded.out.substr(0, 200);
    EXPECT_EQ(loaded.out, asked.out);
    EXPECT_TRUE(holds(asked.err, "stay in their files")) << asked.err;
}

}  // namespace
}  // namespace flowspace
