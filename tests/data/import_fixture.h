// Tables written to a scratch folder, and the places they name.
#pragma once

#include "data/import/load_tables.h"
#include "data/import/plan_guess.h"
#include "data/sum_table.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace flowspace::testing {

/// Five cities, two of which share a name.
inline std::shared_ptr<const Atlas> five_places() {
    auto atlas = std::make_shared<Atlas>();
    const auto add = [&](const char* id, const char* name, const char* short_name, const char* english,
                         LonLat at) {
        atlas->places.push_back(
            {.id = id, .name_zh = name, .short_zh = short_name, .name_en = english, .location = at});
    };
    add("110000", "北京市", "北京", "Beijing", {116.4, 39.9});
    add("310000", "上海市", "上海", "Shanghai", {121.47, 31.23});
    add("320200", "无锡市", "无锡", "Wuxi", {120.3, 31.57});
    add("320500", "苏州市", "苏州", "Suzhou", {120.6, 31.3});
    add("341300", "宿州市", "宿州", "Suzhou", {116.98, 33.63});
    return atlas;
}

class ImportTest : public ::testing::Test {
protected:
    void SetUp() override {
        const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
        folder =
            std::filesystem::temp_directory_path() / (std::string("flowspace-") + info->test_suite_name() +
                                                      "-" + info->name() + "-" + std::to_string(::getpid()));
        std::filesystem::create_directories(folder);
    }
    void TearDown() override { std::filesystem::remove_all(folder); }

    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(folder / name, std::ios::binary) << text;
        return (folder / name).string();
    }

    /// The guess at tables written as `table1.csv`, `table2.csv`, ...
    PlanGuess guess(const std::vector<std::string>& tables) const {
        std::vector<Inspection> files;
        for (std::size_t at = 0; at < tables.size(); ++at)
            files.push_back(inspect_file(write("table" + std::to_string(at + 1) + ".csv", tables[at]), {}));
        return guess_plan(files, *atlas);
    }

    /// The plan of one table, which must leave no question open, changed by `mapping`.
    ImportPlan plan(const std::string& table, const std::vector<std::string>& mapping = {}) const {
        PlanGuess made = guess({table});
        const auto error = apply_mapping(made.plan, mapping);
        EXPECT_FALSE(error) << error->message;
        for (const Problem& problem : unanswered(made, mapping)) ADD_FAILURE() << format_problem(problem);
        return made.plan;
    }

    LoadedTables load(const ImportPlan& plan, std::size_t listed = 1000) const {
        auto loaded = load_tables(plan, atlas, {}, {.listed_problems = listed});
        EXPECT_TRUE(loaded) << loaded.error().message;
        if (!loaded) throw std::runtime_error(loaded.error().message);
        EXPECT_TRUE(adds_up(loaded->report));
        return std::move(*loaded);
    }

    Dataset open(const ImportPlan& plan) const {
        Dataset none;
        none.atlas = atlas;
        return make_dataset(load(plan), plan, none, 1);
    }

    /// What `sum --by KEY --format csv` prints.
    static std::string sums(const Dataset& dataset, SumKey key, const Filter& filter = {}) {
        const auto table = sum_table(dataset, {.filter = filter, .key = key});
        return table ? to_csv(*table) : table.error().message;
    }

    /// `row:column:code` of the problems of the first source.
    static std::vector<std::string> faults(const ImportReport& report) {
        std::vector<std::string> all;
        for (const Problem& problem : report.sources.front().problems)
            all.push_back(std::to_string(problem.row) + ":" + problem.column + ":" + problem.code);
        return all;
    }

    std::filesystem::path folder;
    std::shared_ptr<const Atlas> atlas = five_places();
};

}  // namespace flowspace::testing
