// JSON kept as it stands: numbers as written, keys in order, lines in messages, hostile depth refused.
#include "data/project/json_value.h"

#include "data/import/limits.h"

#include <gtest/gtest.h>

#include <chrono>

namespace flowspace {
namespace {

Problem problem_of(std::string_view text) {
    const ParsedJson parsed = parse_json(text);
    EXPECT_TRUE(parsed.problem.has_value()) << text.substr(0, 100);
    return parsed.problem.value_or(Problem{});
}

TEST(JsonText, WhatIsReadIsWrittenBackAsItWas) {
    const std::string text =
        "{\n"
        "  \"z\": [1, -0.10, 1e3, 123456789012345678901234567890, 18446744073709551615],\n"
        "  \"a\": {\"quote\": \"\\\"\\\\\\u000a\", \"中\": \"文\", \"none\": null, \"yes\": true, \"list\": "
        "[]},\n"
        "  \"deep\": {\n"
        "    \"rows\": [\n"
        "      {\"x\": 1},\n"
        "      {\"x\": 2}\n"
        "    ]\n"
        "  }\n"
        "}\n";
    const ParsedJson parsed = parse_json(text);
    ASSERT_FALSE(parsed.problem) << format_problem(*parsed.problem);
    EXPECT_EQ(write_json(parsed.value), text);
    EXPECT_EQ(parsed.value.find("z")->line, 2U);
    EXPECT_EQ(parsed.value.find("z")->items[1].line, 2U);
    EXPECT_EQ(parsed.value.find("deep")->find("rows")->items[1].find("x")->line, 7U);
}

TEST(JsonText, LinesOfNumbersBeforeALineEnd) {
    const ParsedJson parsed = parse_json("[\n1\n,\n2\n]");
    EXPECT_EQ(parsed.value.items[0].line, 2U);
    EXPECT_EQ(parsed.value.items[1].line, 4U);
}

TEST(JsonText, FaultsSayWhere) {
    const Problem cut = problem_of("{\n \"a\": [1,\n 2");
    EXPECT_EQ(cut.code, "bad-json");
    EXPECT_EQ(cut.row, 3U);
    EXPECT_EQ(cut.column, "/a/2");
    const Problem twice = problem_of("{\"a\": 1,\n\"b\": 2,\n\"a\": 3}");
    EXPECT_EQ(twice.code, "duplicate-key");
    EXPECT_EQ(twice.row, 3U);
    EXPECT_EQ(twice.found, "a");
    for (const char* bad : {"", "{", "nul", "[1,]", "{\"a\":}", "[1] [2]", "\"\xff\"", "'a'", "[01]",
                            "[1e400]", "[NaN]", "\xef\xbb", "{\"a\" 1}", "[\"\t\"]"})
        EXPECT_EQ(problem_of(bad).code, "bad-json") << bad;
}

TEST(JsonText, HostileDepthSizeAndKeysAreRefusedQuickly) {
    const auto started = std::chrono::steady_clock::now();
    EXPECT_EQ(problem_of(std::string(1'000'000, '[')).code, "too-deep");
    std::string objects;
    for (int level = 0; level < 100'000; ++level) objects += "{\"a\":";
    EXPECT_EQ(problem_of(objects).code, "too-deep");
    EXPECT_EQ(problem_of(std::string(max_project_bytes + 1, ' ')).code, "too-large");
    std::string many = "[0";
    for (std::size_t value = 0; value <= max_project_values; ++value) many += ",0";
    EXPECT_EQ(problem_of(many + "]").code, "too-large");
    std::string keys = "{\"k\":0";
    for (std::size_t key = 0; key < 500'000; ++key) keys += ",\"" + std::to_string(key) + "\":0";
    EXPECT_FALSE(parse_json(keys + "}").problem);  // not quadratic
    EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(30));
    std::string levels(max_project_depth, '[');
    levels += std::string(max_project_depth, ']');
    EXPECT_FALSE(parse_json(levels).problem);
}

TEST(JsonText, PointersAreEscaped) { EXPECT_EQ(pointer_part("a/b~c"), "a~1b~0c"); }

}  // namespace
}  // namespace flowspace
