// When a stage asks its source, and that it keeps its last good value.
#include "viewer/source_stage.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace flowspace {
namespace {

using Stage = SourceStage<int, int>;

/// Does what Pipeline::update_flow_space() does: computes only where it is asked to.
void update(Stage& stage, int key, WallTime now, const Result<int>& answer, int& computed) {
    if (!stage.asks(key, now)) {
        stage.collect(now);
        return;
    }
    stage.update(key, now, [&computed, answer](const std::stop_token&) {
        ++computed;
        return answer;
    });
}

void run_until(Stage& stage, int key, WallTime now, int revision_past) {
    int computed = 0;
    for (int wait = 0; wait < 2000 && stage.revision() <= static_cast<std::uint64_t>(revision_past); ++wait) {
        update(stage, key, now, 0, computed);
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    EXPECT_EQ(computed, 0) << "the same was asked twice";
}

TEST(SourceStage, WhatWasAskedIsAskedAgainOnlyAfterAFailureAndItsPause) {
    const WallTime start = {};
    const auto after = [&](int seconds) { return start + std::chrono::seconds(seconds); };
    Stage stage(StageRuns::at_once);
    int computed = 0;
    update(stage, 1, start, 10, computed);
    update(stage, 1, after(100), 99, computed);
    EXPECT_EQ(computed, 1);
    EXPECT_EQ(stage.value(), 10);
    update(stage, 2, after(100), Error{"lost"}, computed);
    EXPECT_EQ(stage.value(), 10);
    ASSERT_TRUE(stage.stale());
    update(stage, 2, after(101), 99, computed);
    EXPECT_EQ(computed, 2);
    update(stage, 2, after(102), 20, computed);
    EXPECT_EQ(computed, 3);
    EXPECT_EQ(stage.value(), 20);
    EXPECT_FALSE(stage.stale());
}

TEST(SourceStage, InTheBackgroundAnAnswerIsCollectedWithoutAskingAnew) {
    Stage stage(StageRuns::in_background);
    int computed = 0;
    update(stage, 1, {}, 10, computed);
    run_until(stage, 1, {}, 0);
    EXPECT_EQ(stage.value(), 10);
    EXPECT_EQ(computed, 1);
    EXPECT_FALSE(stage.asks(1, {}));
    EXPECT_TRUE(stage.asks(2, {}));
}

}  // namespace
}  // namespace flowspace
