// Answers for scenes are worked out beside the frame, for as long as somebody looks at the story.
#include "viewer/scene_answers.h"

#include "data/atlas_pack.h"
#include "viewer/built_in_story.h"
#include "viewer/story_time.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <thread>

namespace flowspace {
namespace {

void wait_until_idle(const SceneAnswers& answers) {
    while (answers.busy()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

// Seconds of work for a cascade that nobody will see held the window's processor after the telling had ended.
TEST(SceneAnswers, RestWhereNobodyLooksAnyMore) {
    const auto data = std::make_shared<const Dataset>(*load_atlas_pack(*find_atlas_pack()));
    const auto story = built_in_story(*data);
    ASSERT_TRUE(story);
    const auto hub = std::ranges::find(story->scenes, "hub", &Scene::id);
    ASSERT_NE(hub, story->scenes.end());
    const auto row = static_cast<std::size_t>(hub - story->scenes.begin());
    const Settings shown = story_frame(*story, *data, still_time_s(*story, row), Settings{}).settings;
    SceneAnswers answers(data, StageRuns::in_background);
    answers.prepare(*story, Settings{}, row);
    EXPECT_TRUE(answers.busy());
    answers.rest();
    wait_until_idle(answers);
    EXPECT_FALSE(answers.known(shown)) << "it was worked out all the same";
}

}  // namespace
}  // namespace flowspace
