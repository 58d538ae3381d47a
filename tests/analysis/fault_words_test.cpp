// Whatever an analysis refuses is said in Chinese too: every message of data/analysis is in the catalogue,
// and tables that are refused are named in both languages.
#include "data/analysis/analysis_fault.h"
#include "data/import/problem.h"
#include "data/import/problem_words.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

namespace flowspace {
namespace {

/// Neighbouring literals are one, as the compiler has it; what is put in becomes x.
std::vector<std::string> literals_in(const std::string& code) {
    std::vector<std::string> made;
    std::size_t end = 0;  // of the last literal
    for (std::size_t at = code.find('"'); at != std::string::npos; at = code.find('"', end)) {
        std::string text;
        std::size_t to = at + 1;
        for (; to < code.size() && code[to] != '"'; ++to) {
            if (code[to] == '\\') ++to;
            text += code[to];
        }
        const bool joined =
            !made.empty() && code.find_first_not_of(" \n\t", end) == at && code[end - 1] == '"';
        if (joined)
            made.back() += text;
        else
            made.push_back(text);
        end = to + 1;
    }
    for (std::string& text : made)
        for (std::size_t hole = text.find("{}"); hole != std::string::npos; hole = text.find("{}"))
            text.replace(hole, 2, "x");
    return made;
}

bool has_han(const std::string& text) {
    for (const char byte : text)
        if ((static_cast<unsigned char>(byte) & 0xF0) == 0xE0) return true;
    return false;
}

TEST(FaultWords, EveryMessageOfTheAnalysesIsInTheCatalogue) {
    const std::filesystem::path folder = std::filesystem::path(FLOWSPACE_SOURCE_DIR) / "data" / "analysis";
    std::size_t seen = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".cpp") continue;
        std::ostringstream all;
        all << std::ifstream(entry.path()).rdbuf();
        const std::string code = all.str();
        for (std::size_t at = code.find("Error{"); at != std::string::npos;
             at = code.find("Error{", at + 1)) {
            std::string part = code.substr(at, code.find(";\n", at) - at);
            if (part.find('"') == std::string::npos || part.find("std::string(what)") != std::string::npos)
                continue;
            const std::vector<std::string> literals = literals_in(part);
            // The last of a problem is what was expected; a path before the words is a part that varies.
            const bool problem = part.find("problem_at(") != std::string::npos;
            std::string text = problem ? literals.back() : literals.front();
            if (text.starts_with(": ")) text = "x" + text;
            if (text.ends_with(": ") || text.find(' ') == std::string::npos) continue;  // a prefix, a code
            ++seen;
            EXPECT_TRUE(has_chinese(text)) << entry.path().filename() << ": " << text;
            EXPECT_TRUE(has_han(message_in_chinese(text))) << entry.path().filename() << ": " << text;
        }
    }
    EXPECT_GT(seen, 35U);
}

TEST(FaultWords, GrainsAreSaidInChinese) {
    TimeAxis axis{.grain = Grain::month, .starts = {parse_time("2020-01")->start}};
    const auto refused = periods_of(axis, {}, Grain::day);
    ASSERT_FALSE(refused);
    EXPECT_EQ(fault_of(refused.error()).zh, "--every：步长（日）细于表中的时间（逐月）");
    const auto timeless = periods_of({}, {}, Grain::day);
    ASSERT_FALSE(timeless);
    EXPECT_EQ(fault_of(timeless.error()).zh, "--every：表中没有时间，不能逐日回答");
}

TEST(FaultWords, WhatWasExpectedIsNotSaidTwice) {
    for (const char* expected : {"zero or nothing, as the status says", "nothing, as the status says"}) {
        const std::string said =
            format_problem({"t.csv", 2, "value", "bad-value", "5", expected}, Language::zh);
        EXPECT_EQ(said.find("应为", said.find("应为") + 1), std::string::npos) << said;
        EXPECT_NE(said.find("以状态列为准"), std::string::npos) << said;
    }
}

TEST(FaultWords, AProblemComesOutAsItWouldHaveBeenWritten) {
    for (const Problem& problem :
         {Problem{"a: b/t:3.csv", 12, "gdp", "negative-value", "a text", "a value of at least 0"},
          Problem{"t.csv", 1, "", "no-usable-header", "from,to", "a column minutes or km"},
          Problem{"t.csv", 0, "", "no-such-file", "nothing", "a file"},
          Problem{"t.csv", 7, "share: all", "bad-number", "it's ': found 'x', expected y", "a number"}}) {
        EXPECT_EQ(message_in_chinese(format_problem(problem)), format_problem(problem, Language::zh));
    }
    EXPECT_EQ(fault_of(Error{"stopped"}).zh, "已停止");
    EXPECT_EQ(
        fault_of(Error{"model of people, 2020-01: found a flow below 0, expected none: PPML needs flows "
                       ">= 0"})
            .zh,
        "people（2020-01）的模型：有小于 0 的流：PPML 要求流不小于 0");
}

}  // namespace
}  // namespace flowspace
