// Small pictures for who presents: which are drawn and when, and that they are the scenes' own.
#include "viewer/scene_previews.h"

#include "tests/viewer/synthetic.h"
#include "viewer/export/studio.h"
#include "viewer/focus.h"
#include "viewer/notes_page.h"
#include "viewer/presenter.h"

#include <gtest/gtest.h>

#include <memory>
#include <semaphore>
#include <vector>

namespace flowspace {
namespace {

std::shared_ptr<const Story> five(const Dataset& data) {
    Story story;
    for (const char* title : {"a", "b", "c", "d", "e"}) {
        Settings settings = normalised({}, shape_of(data));
        settings.camera.width_km = 3000 - 500 * static_cast<double>(story.scenes.size());
        story = add_scene_from(std::move(story), settings, {.title = title});
    }
    return std::make_shared<const Story>(std::move(story));
}

class ScenePreviewsTest : public testing::Test {
protected:
    std::shared_ptr<const Dataset> data = synthetic_dataset();
    std::shared_ptr<const Story> story = five(*data);
    Settings reader = normalised({}, shape_of(*data));
    SceneAnswers answers{data, StageRuns::at_once};
    std::binary_semaphore ready{0}, may_draw{0};
    std::vector<std::size_t> drawn;  // scenes, in order; the thread's until `ready`
    int made = 0;

    /// Draws when the test lets it: a picture of one px with the scene's number; the third cannot be drawn.
    ScenePreviews::MakeDraw numbers() {
        return [this] {
            ++made;
            return [this](const ScenePreviews::Wish& wish) -> std::optional<Image> {
                may_draw.acquire();
                drawn.push_back(wish.frame.scene);
                if (wish.frame.scene == 2) return std::nullopt;
                return Image{.width_px = 1,
                             .height_px = 1,
                             .rgb = {static_cast<std::uint8_t>(wish.frame.scene), 0, 0}};
            };
        };
    }
    void update(ScenePreviews& previews, std::size_t row) {
        previews.update({.story = story, .data = data, .reader = reader, .row = row, .aspect = 16.0 / 9},
                        answers);
    }
    void draw_one() {
        may_draw.release();
        ready.acquire();
    }
};

TEST_F(ScenePreviewsTest, TheNextScenesComesFirstAndEachIsDrawnOnce) {
    ScenePreviews previews(numbers(), [this] { ready.release(); });
    update(previews, 0);
    EXPECT_EQ(previews.of(1), ScenePreviews::Preview{});  // under way: nobody waited for it
    draw_one();
    update(previews, 0);
    ASSERT_TRUE(previews.of(1).picture);
    EXPECT_EQ(previews.of(1).picture->rgb[0], 1);
    draw_one();
    update(previews, 0);
    EXPECT_TRUE(previews.of(0).picture);
    draw_one();
    update(previews, 0);
    EXPECT_TRUE(previews.of(2).refused);
    update(previews, 1);
    draw_one();
    update(previews, 1);
    EXPECT_TRUE(previews.of(3).picture);
    update(previews, 0);  // all there
    EXPECT_EQ(drawn, (std::vector<std::size_t>{1, 0, 2, 3}));
    EXPECT_EQ(made, 1);
}

TEST_F(ScenePreviewsTest, PicturesOfAnotherThemeOrTellingAreNotShown) {
    ScenePreviews previews(numbers(), [this] { ready.release(); });
    update(previews, 3);
    reader.style.theme = ThemeId::paper;
    update(previews, 3);
    draw_one();  // what was ordered in the theme of before
    update(previews, 3);
    EXPECT_EQ(previews.of(4), ScenePreviews::Preview{});
    draw_one();
    update(previews, 3);
    const auto kept = previews.of(4).picture;
    ASSERT_TRUE(kept);
    draw_one();
    update(previews, 3);
    EXPECT_TRUE(previews.of(3).picture);
    previews.rest();
    EXPECT_EQ(previews.of(4), ScenePreviews::Preview{});
    EXPECT_EQ(kept->rgb[0], 4);  // who shows it still has it
}

TEST_F(ScenePreviewsTest, ItEndsWithAPictureUnderWay) {
    ScenePreviews previews(numbers(), [this] { ready.release(); });
    update(previews, 0);
    may_draw.release();
}

TEST_F(ScenePreviewsTest, TheyAreTheScenesOwnPictures) {
    auto studio = Studio::create(data, ArcPath::automatic);
    ASSERT_TRUE(studio) << studio.error().message;
    ScenePreviews previews(draw_by_studio, [this] { ready.release(); });
    update(previews, 1);
    ready.acquire();
    update(previews, 1);
    const auto picture = previews.of(2).picture;
    ASSERT_TRUE(picture);
    Settings still = reader;
    still.style.reduced_motion = true;
    const auto image = studio->draw(story_frame(*story, *data, still_time_s(*story, 2), still), {1280, 720});
    ASSERT_TRUE(image);
    EXPECT_EQ(*picture, halved(*image));
}

TEST(Halved, IsTheMeanOfFour) {
    const Image image{.width_px = 4, .height_px = 2, .rgb = {0, 0, 255, 4, 0, 255, 9, 9, 9, 9, 9, 9,  //
                                                             0, 0, 255, 4, 1, 255, 9, 9, 9, 9, 9, 9}};
    EXPECT_EQ(halved(image), (Image{.width_px = 2, .height_px = 1, .rgb = {2, 0, 255, 9, 9, 9}}));
}

/// The page with pictures, without, and without room for them.
TEST_F(ScenePreviewsTest, ThePageShowsBothOrSaysThatTheyAreUnderWay) {
    Presenter presenter = start_presenting(story, reader, 0, 0);
    NotesPage page = notes_page(presenter);
    page.width_px = 640;
    page.height_px = 360;
    auto painter = NotesPainter::create(*data, *story);
    ASSERT_TRUE(painter) << painter.error().message;
    const auto green = [](const Image& image) {
        int count = 0;
        for (std::size_t at = 0; at < image.rgb.size(); at += 3)
            count += image.rgb[at] == 0 && image.rgb[at + 1] == 255 && image.rgb[at + 2] == 0;
        return count;
    };
    const auto without = painter->paint(page);
    ASSERT_TRUE(without);
    EXPECT_EQ(green(*without), 0);
    Image picture{.width_px = 16, .height_px = 9};
    for (int pixel = 0; pixel < 16 * 9; ++pixel) picture.rgb.insert(picture.rgb.end(), {0, 255, 0});
    page.next_picture.picture = std::make_shared<const Image>(picture);
    const int one = green(*painter->paint(page));
    EXPECT_GT(one, 5000);
    page.now_picture = page.next_picture;
    EXPECT_EQ(green(*painter->paint(page)), 2 * one);
    page.next_picture = {.refused = true};
    EXPECT_EQ(green(*painter->paint(page)), one);
    EXPECT_FALSE(*painter->paint(page) == *without);
    page.height_px = 160;
    EXPECT_EQ(green(*painter->paint(page)), 0);
}

}  // namespace
}  // namespace flowspace
