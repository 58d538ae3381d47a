// The import session with a backend of the test's own: what it asks, keeps, gives up and hands over.
#include "viewer/import_session.h"

#include "data/source/memory_source.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

namespace flowspace {
namespace {

using Stage = ImportSession::Stage;
using namespace std::chrono_literals;

std::shared_ptr<const Atlas> three_places() {
    auto atlas = std::make_shared<Atlas>();
    atlas->places = {{.id = "110000", .name_zh = "北京市", .name_en = "Beijing"},
                     {.id = "120000", .name_zh = "天津市", .name_en = "Tianjin"},
                     {.id = "130100", .name_zh = "石家庄市", .name_en = "Shijiazhuang"}};
    return atlas;
}

class ImportSessionTest : public ::testing::Test {
protected:
    void SetUp() override { std::filesystem::create_directories(folder_); }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    std::string file(const char* name, const char* text) const {
        std::ofstream(folder_ / name) << text;
        return (folder_ / name).string();
    }

    /// Reads in this process; `delay` keeps a load busy until it is stopped or let go.
    ImportBackend backend() {
        return {.inspect = [](const std::string& path, const InspectOptions& options,
                              const std::stop_token& stop) -> Result<Inspection> {
                    return inspect_file(path, {}, options, stop);
                },
                .load = [this](const ImportPlan& plan, const ImportBackend::Progress& progress,
                               const std::stop_token& stop) -> Result<Dataset> {
                    progress({.rows = 7, .bytes = 1, .bytes_total = 2});
                    while (held_ && !stop.stop_requested()) std::this_thread::sleep_for(1ms);
                    if (stop.stop_requested()) return Error{"stopped"};
                    auto loaded = load_tables(plan, atlas_, {}, {.stop = stop});
                    if (!loaded) return loaded.error();
                    Dataset ground;
                    ground.atlas = atlas_;
                    return make_dataset(std::move(*loaded), plan, ground, 1);
                }};
    }

    static void finish(ImportSession& session) {
        const auto give_up = std::chrono::steady_clock::now() + 20s;
        while ((session.stage() == Stage::looking || session.stage() == Stage::loading) &&
               std::chrono::steady_clock::now() < give_up) {
            if (!session.update()) std::this_thread::sleep_for(1ms);
        }
    }

    void add(ImportSession& session, const std::string& path) {
        session.add(std::span(&path, 1));
        finish(session);
    }

    std::shared_ptr<const Atlas> atlas_ = three_places();
    std::atomic<bool> held_ = false;
    const std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("flowspace-session-" + std::to_string(::getpid()));
};

constexpr const char* good = "origin,destination,value\n110000,120000,3\n120000,110000,4\n";

TEST_F(ImportSessionTest, LooksThenLoadsAndHandsOver) {
    ImportSession session(backend(), atlas_);
    EXPECT_EQ(session.stage(), Stage::empty);
    EXPECT_FALSE(session.can_load());
    add(session, file("good.csv", good));
    ASSERT_EQ(session.stage(), Stage::asking);
    ASSERT_TRUE(session.can_load());
    session.load();
    finish(session);
    ASSERT_EQ(session.stage(), Stage::loaded) << session.error();
    ASSERT_TRUE(session.dataset());
    EXPECT_EQ(session.dataset()->flows->row_count(), 2U);
    EXPECT_EQ(session.loads(), 1U);
}

TEST_F(ImportSessionTest, AMissingFileIsToldAndTheRestStays) {
    ImportSession session(backend(), atlas_);
    const std::vector<std::string> paths = {file("good.csv", good), (folder_ / "none.csv").string()};
    session.add(paths);
    finish(session);
    ASSERT_EQ(session.files().size(), 2U);
    EXPECT_TRUE(session.files()[1].broken.has_value());
    session.remove(1);
    EXPECT_TRUE(session.can_load());
}

TEST_F(ImportSessionTest, CancelGivesUpALoadAndKeepsThePlanAndTheLastDataset) {
    ImportSession session(backend(), atlas_);
    add(session, file("good.csv", good));
    session.load();
    finish(session);
    const auto first = session.dataset();
    held_ = true;
    session.load();
    EXPECT_EQ(session.stage(), Stage::loading);
    const auto begin = std::chrono::steady_clock::now();
    session.cancel();
    EXPECT_LT(std::chrono::steady_clock::now() - begin, 5s);
    EXPECT_EQ(session.stage(), Stage::asking);
    EXPECT_EQ(session.dataset(), first);
    EXPECT_EQ(session.loads(), 1U);
    EXPECT_TRUE(session.can_load());
}

TEST_F(ImportSessionTest, TellsProgressWhileItLoads) {
    ImportSession session(backend(), atlas_);
    add(session, file("good.csv", good));
    held_ = true;
    session.load();
    while (!session.progress()) std::this_thread::sleep_for(1ms);
    EXPECT_EQ(session.progress()->rows, 7U);
    held_ = false;
    finish(session);
    EXPECT_FALSE(session.progress());
}

TEST_F(ImportSessionTest, AChangeCanBeUndoneAndAWrongOneChangesNothing) {
    ImportSession session(backend(), atlas_);
    add(session, file("good.csv", good));
    const ImportPlan before = session.plan();
    const std::vector<std::string> rule = {"@duplicates=refuse"};
    session.change(rule);
    EXPECT_NE(session.plan(), before);
    ASSERT_TRUE(session.can_undo());
    session.undo();
    EXPECT_EQ(session.plan(), before);
    const std::vector<std::string> wrong = {"nowhere=origin"};
    session.change(wrong);
    EXPECT_EQ(session.plan(), before);
    EXPECT_NE(session.error().find("nowhere"), std::string::npos) << session.error();
}

TEST_F(ImportSessionTest, WhatTheUserSaidHoldsAfterAnotherLook) {
    ImportSession session(backend(), atlas_);
    add(session, file("odd.csv", "a,b,c\n110000,120000,3\n"));
    EXPECT_FALSE(session.can_load());
    const std::vector<std::string> said = {"a=origin", "b=destination", "c=value"};
    session.change(said);
    EXPECT_TRUE(session.can_load());
    add(session, file("good.csv", good));
    EXPECT_EQ(session.plan().tables.size(), 2U);
    EXPECT_TRUE(session.can_load());
}

TEST_F(ImportSessionTest, ATableWithoutAHeaderShowsItsFirstRowAtOnceAndCanGoBack) {
    ImportSession session(backend(), atlas_);
    add(session, file("bare.csv", "110000,120000,3\n120000,110000,4\n"));
    ASSERT_FALSE(session.questions().empty());
    EXPECT_EQ(session.files()[0].rows.size(), 1U);
    session.answer(0, 0);
    EXPECT_EQ(session.stage(), Stage::looking);
    finish(session);
    ASSERT_EQ(session.files()[0].rows.size(), 2U);
    EXPECT_EQ(session.files()[0].rows[0][2], "3");
    EXPECT_EQ(session.plan().tables[0].columns[0].field, Field::origin)
        << "what was said holds for the new look";
    ASSERT_TRUE(session.can_undo());
    session.undo();
    finish(session);
    EXPECT_EQ(session.files()[0].rows.size(), 1U);
    EXPECT_EQ(session.plan().tables[0].text.header, HeaderRow::first);
}

TEST_F(ImportSessionTest, LinesAboveTheHeaderAreLeftOutAtOnce) {
    ImportSession session(backend(), atlas_);
    add(session, file("below.csv", "a,b,c\norigin,destination,value\n110000,120000,3\n"));
    ASSERT_EQ(session.questions().size(), 1U);
    const Question asked = session.questions().front();
    const auto further = std::ranges::find_if(
        asked.choices, [](const Choice& choice) { return choice.mapping.front().ends_with("@skip=1"); });
    ASSERT_NE(further, asked.choices.end());
    session.answer(0, static_cast<std::size_t>(further - asked.choices.begin()));
    finish(session);
    EXPECT_TRUE(session.questions().empty());
    EXPECT_EQ(session.files()[0].columns, (std::vector<std::string>{"origin", "destination", "value"}));
    EXPECT_TRUE(session.can_load());
}

TEST_F(ImportSessionTest, ANoteIsGoneWhenItIsAnsweredByAnyControl) {
    ImportSession session(backend(), atlas_);
    add(session, file("two.csv", "origin,destination,delay,size\n110000,120000,3,4\n"));
    ASSERT_EQ(session.questions().size(), 1U);
    const std::vector<std::string> said = {"size=value"};
    session.change(said);
    EXPECT_TRUE(session.questions().empty());
    session.undo();
    EXPECT_EQ(session.questions().size(), 1U);
}

TEST_F(ImportSessionTest, GivingUpNeverWaitsForAJobThatDoesNotHear) {
    std::atomic<bool> deaf = true, began = false;
    ImportBackend slow = backend();
    slow.load = [&](const ImportPlan&, const ImportBackend::Progress& progress,
                    const std::stop_token&) -> Result<Dataset> {
        began = true;
        while (deaf) std::this_thread::sleep_for(1ms);
        progress({.rows = 99});
        return Error{"too late"};
    };
    {
        ImportSession session(slow, atlas_);
        add(session, file("good.csv", good));
        session.load();
        while (!began) std::this_thread::sleep_for(1ms);
        session.cancel();  // waits for ever where it joins
        EXPECT_EQ(session.stage(), Stage::asking);
        EXPECT_TRUE(session.can_load());
        add(session, file("more.csv", good));  // the next job goes on beside it
        EXPECT_EQ(session.files().size(), 2U);
        deaf = false;
        for (int frame = 0; frame < 50; ++frame, std::this_thread::sleep_for(1ms)) session.update();
        EXPECT_EQ(session.error(), "") << "what was given up says nothing any more";
        EXPECT_FALSE(session.progress());
    }
}

TEST_F(ImportSessionTest, EndsWhileSomethingIsUnderWay) {
    held_ = true;
    ImportSession session(backend(), atlas_);
    add(session, file("good.csv", good));
    session.load();
}

}  // namespace
}  // namespace flowspace
