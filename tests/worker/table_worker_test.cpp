// The worker gives the same answers as the library in this process, for good tables and bad ones.
#include "data/import/table_worker.h"

#include "data/import/load_tables.h"
#include "data/import/plan_guess.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <tuple>
#include <vector>

using namespace flowspace;

namespace {

namespace fs = std::filesystem;

const std::string corpus = FLOWSPACE_SOURCE_DIR "/tests/corpus";

std::shared_ptr<const Atlas> few_places() {
    Atlas atlas;
    for (const auto& [id, name, lon] :
         std::initializer_list<std::tuple<const char*, const char*, double>>{{"110000", "北京市", 116.4},
                                                                             {"310000", "上海市", 121.5},
                                                                             {"320200", "无锡市", 120.3},
                                                                             {"440100", "广州市", 113.3}})
        atlas.places.push_back({.id = id,
                                .name_zh = name,
                                .short_zh = name,
                                .name_en = name,
                                .location = {lon, 30.1234567890123}});
    return std::make_shared<const Atlas>(std::move(atlas));
}

std::vector<std::string> corpus_files() {
    std::vector<std::string> files;
    for (const auto& entry : fs::directory_iterator(corpus))
        if (entry.is_regular_file() && entry.path().filename().string().find(".csv") != std::string::npos)
            files.push_back(entry.path().string());
    std::ranges::sort(files);
    return files;
}

/// Sums of every pair and layer, in their order.
std::vector<ExactSum> all_sums(SortedFlows flows) {
    std::vector<ExactSum> all;
    const auto source = MemorySource::from_sorted(std::move(flows));
    for (std::uint32_t layer = 0; layer < source->layers().size(); ++layer) {
        const auto sums = source->pair_sums(LayerId{layer}, {});
        if (sums) all.insert(all.end(), sums->begin(), sums->end());
    }
    return all;
}

WorkerOptions shown() { return {.complaints = WorkerComplaints::shown}; }

class Folder {
public:
    Folder() : path_(fs::path(testing::TempDir()) / ("table_worker_" + std::to_string(::getpid()))) {
        fs::create_directories(path_);
    }
    ~Folder() { fs::remove_all(path_); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    std::string write(const std::string& name, const std::string& text) const {
        std::ofstream(path_ / name, std::ios::binary) << text;
        return (path_ / name).string();
    }

private:
    fs::path path_;
};

}  // namespace

TEST(TableWorker, SeesAndLoadsTheCorpusAsTheLibraryDoes) {
    const auto atlas = few_places();
    std::size_t loaded_files = 0;
    for (const std::string& file : corpus_files()) {
        const Inspection here = inspect_file(file, {});
        const Inspection there = inspect_in_worker(file, {}, {}, shown());
        EXPECT_EQ(here, there) << file;
        if (here.broken) continue;
        const ImportPlan plan = guess_plan(std::span(&here, 1), *atlas).plan;
        if (!check_plan(plan).empty()) continue;
        Result<LoadedTables> direct = check_tables(plan, atlas, {});
        Result<LoadedTables> remote = load_in_worker(plan, atlas, ReadWhole::what_can_be, {}, shown());
        ASSERT_EQ(static_cast<bool>(direct), static_cast<bool>(remote))
            << file << (remote ? "" : remote.error().message);
        if (!direct) continue;
        std::erase_if(remote->report.rules, [](const RuleNote& rule) { return rule.code == "sandbox"; });
        EXPECT_EQ(to_json(direct->report), to_json(remote->report)) << file;
        EXPECT_EQ(direct->atlas->places.size(), remote->atlas->places.size()) << file;
        EXPECT_EQ(direct->unpublished, remote->unpublished) << file;
        EXPECT_EQ(all_sums(direct->flows), all_sums(remote->flows)) << file;
        ++loaded_files;
    }
    EXPECT_GT(loaded_files, 20U);
}

TEST(TableWorker, BringsPlacesAndGroupsOfTheUser) {
    const Folder folder;
    const std::string places =
        folder.write("places.csv", "id,name,lon,lat,gdp_2020\na,甲,100.123456789012,30,7\nb,乙,101,31,\n");
    const std::string flows =
        folder.write("flows.csv", "origin,destination,count\na,b,0.1\nb,a,0.2\nb,x,4\n");
    const auto atlas = few_places();
    const std::vector<Inspection> looks = {inspect_in_worker(places, {}, {}),
                                           inspect_in_worker(flows, {}, {})};
    const ImportPlan plan = guess_plan(looks, *atlas).plan;
    const Result<LoadedTables> loaded = load_in_worker(plan, atlas, ReadWhole::every_file, {});
    ASSERT_TRUE(loaded) << loaded.error().message;
    EXPECT_TRUE(loaded->own_atlas);
    ASSERT_EQ(loaded->atlas->places.size(), 2U);
    EXPECT_EQ(loaded->atlas->places[0].location.lon_deg, 100.123456789012);
    EXPECT_EQ(loaded->atlas->gdp_source, (Credit{"GDP：places.csv", "GDP: places.csv"}));
    EXPECT_TRUE(loaded->atlas->population_source.empty()) << "the table has none";
    ASSERT_EQ(loaded->report.sources.size(), 2U);
    EXPECT_EQ(loaded->report.sources[1].rows_kept, 2U);
    EXPECT_EQ(loaded->report.sources[1].rejected.at("unknown-place"), 1U);
}

TEST(TableWorker, WhatEndsTheWorkerIsToldOfTheFile) {
    EXPECT_EQ(inspect_in_worker("/nowhere/a.csv", {}, {}).broken->code, "no-such-file");
    const std::string file = corpus + "/bom.csv";
    const Inspection seen = inspect_in_worker(file, {}, {}, {.path = "/bin/true"});
    ASSERT_TRUE(seen.broken);
    EXPECT_EQ(seen.broken->code, "worker-died");
    std::stop_source stop;
    stop.request_stop();
    const Result<LoadedTables> stopped = load_in_worker({.tables = {{.path = file}}}, few_places(),
                                                        ReadWhole::every_file, {.stop = stop.get_token()});
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().message, "stopped");
}

TEST(TableWorker, AMissingSandboxIsInTheReport) {
    const std::string file = corpus + "/bom.csv";
    const auto atlas = few_places();
    const Inspection look = inspect_in_worker(file, {}, {});
    const ImportPlan plan = guess_plan(std::span(&look, 1), *atlas).plan;
    const Result<LoadedTables> loaded = load_in_worker(plan, atlas, ReadWhole::what_can_be, {},
                                                       {.confinement = Confinement::without_landlock});
    ASSERT_TRUE(loaded) << loaded.error().message;
    EXPECT_EQ(std::ranges::count(loaded->report.rules, "sandbox", &RuleNote::code), 1);
}
