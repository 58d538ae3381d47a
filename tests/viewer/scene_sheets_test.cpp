// All scenes of the built-in story, in both languages, two themes and three sizes, as sheets of small
// pictures: what is kept is small, and whatever moves in a scene by more than a little is seen.
#include "data/atlas_pack.h"
#include "viewer/built_in_story.h"
#include "viewer/export/studio.h"
#include "viewer/focus.h"
#include "viewer/story_time.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <memory>

namespace flowspace {
namespace {

namespace fs = std::filesystem;

constexpr int thumb_width_px = 192, thumb_height_px = 108, columns = 5;
constexpr double most_off = 10;         // of 255, the mean of a tile
constexpr double most_off_whole = 0.6;  // the mean of a picture
constexpr int tile_px = 12;

/// Each px the mean of those that it stands for.
Image shrunk(const Image& image) {
    Image small{.width_px = thumb_width_px, .height_px = thumb_height_px};
    for (int y = 0; y < thumb_height_px; ++y)
        for (int x = 0; x < thumb_width_px; ++x) {
            const int x0 = x * image.width_px / thumb_width_px,
                      x1 = (x + 1) * image.width_px / thumb_width_px;
            const int y0 = y * image.height_px / thumb_height_px,
                      y1 = (y + 1) * image.height_px / thumb_height_px;
            for (int channel = 0; channel < 3; ++channel) {
                std::uint64_t sum = 0;
                for (int row = y0; row < y1; ++row)
                    for (int column = x0; column < x1; ++column)
                        sum +=
                            image
                                .rgb[static_cast<std::size_t>(3 * (row * image.width_px + column) + channel)];
                const auto count = static_cast<std::uint64_t>((x1 - x0) * (y1 - y0));
                small.rgb.push_back(static_cast<std::uint8_t>((sum + count / 2) / count));
            }
        }
    return small;
}

void put(const Image& thumb, std::size_t number, Image& sheet) {
    const std::size_t left = number % columns * thumb_width_px, top = number / columns * thumb_height_px;
    for (std::size_t y = 0; y < thumb_height_px; ++y)
        std::copy_n(
            thumb.rgb.begin() + static_cast<std::ptrdiff_t>(3 * y * thumb_width_px), 3 * thumb_width_px,
            sheet.rgb.begin() + static_cast<std::ptrdiff_t>(
                                    3 * ((top + y) * static_cast<std::size_t>(sheet.width_px) + left)));
}

struct SheetOf {
    Language language;
    ThemeId theme;
    PictureSize size;

    std::string name() const {
        return fmt::format("{}_{}_{}", language == Language::zh ? "zh" : "en",
                           theme == ThemeId::night ? "night" : "paper", size.height_px);
    }
};

class SceneSheets : public ::testing::Test {
protected:
    static void SetUpTestSuite() {
        data = std::make_shared<const Dataset>(std::move(*load_atlas_pack(*find_atlas_pack())));
        story = built_in_story(*data);
    }
    static void TearDownTestSuite() {
        story.reset();
        data.reset();
    }

    static Image sheet_of(const SheetOf& of, Studio& studio) {
        const auto rows = static_cast<int>((story->scenes.size() + columns - 1) / columns);
        Image sheet{.width_px = columns * thumb_width_px, .height_px = rows * thumb_height_px};
        sheet.rgb.assign(static_cast<std::size_t>(3 * sheet.width_px * sheet.height_px), 0);
        Settings reader = normalised({}, shape_of(*data));
        reader.style.language = of.language;
        reader.style.theme = of.theme;
        reader.style.reduced_motion = true;  // arrowheads, names at their best places, as in stills
        for (std::size_t row = 0; row < story->scenes.size(); ++row) {
            const StoryFrame frame = story_frame(*story, *data, still_time_s(*story, row), reader);
            const Result<Image> image = studio.draw(frame, of.size);
            EXPECT_TRUE(image) << image.error().message;
            if (image) put(shrunk(*image), row, sheet);
        }
        return sheet;
    }

    /// The tile that is farthest off, and its place.
    static void expect_alike(const Image& sheet, const Image& golden) {
        ASSERT_EQ(sheet.width_px, golden.width_px);
        ASSERT_EQ(sheet.height_px, golden.height_px);
        double whole = 0;
        for (int top = 0; top < sheet.height_px; top += tile_px)
            for (int left = 0; left < sheet.width_px; left += tile_px) {
                double off = 0;
                for (int y = top; y < top + tile_px; ++y)
                    for (int at = 3 * left; at < 3 * (left + tile_px); ++at) {
                        const auto place = static_cast<std::size_t>(3 * y * sheet.width_px + at);
                        off += std::abs(sheet.rgb[place] - golden.rgb[place]);
                    }
                whole += off;
                off /= 3 * tile_px * tile_px;
                EXPECT_LE(off, most_off)
                    << "scene " << top / thumb_height_px * columns + left / thumb_width_px + 1 << ", "
                    << left % thumb_width_px << "," << top % thumb_height_px;
            }
        EXPECT_LE(whole / static_cast<double>(sheet.rgb.size()), most_off_whole);
    }

    static void check(const SheetOf& of, Studio& studio) {
        SCOPED_TRACE(of.name());
        const Image sheet = sheet_of(of, studio);
        const fs::path golden = fs::path(FLOWSPACE_SOURCE_DIR) / "tests/images/scenes" / (of.name() + ".png");
        const fs::path made = fs::path(FLOWSPACE_BINARY_DIR) / "images" / ("sheet_" + of.name() + ".png");
        fs::create_directories(made.parent_path());
        ASSERT_TRUE(write_png(sheet, made, {}));
        if (std::getenv("FLOWSPACE_UPDATE_IMAGES") != nullptr) {
            fs::create_directories(golden.parent_path());
            ASSERT_TRUE(write_png(sheet, golden, {}));
            return;
        }
        const auto kept = read_png(golden);
        ASSERT_TRUE(kept) << kept.error().message;
        expect_alike(sheet, *kept);
    }

    inline static std::shared_ptr<const Dataset> data = {};
    inline static std::shared_ptr<const Story> story = {};
};

TEST_F(SceneSheets, OneOfTheSmallest) {
    auto studio = Studio::create(data);
    ASSERT_TRUE(studio) << studio.error().message;
    check({Language::zh, ThemeId::night, {1280, 720}}, *studio);
}

TEST_F(SceneSheets, BothLanguagesTwoThemesThreeSizes) {
    if (std::getenv("FLOWSPACE_LONG") == nullptr) GTEST_SKIP() << "FLOWSPACE_LONG=1 runs it";
    for (const PictureSize size :
         {PictureSize{1280, 720}, PictureSize{1920, 1080}, PictureSize{3840, 2160}}) {
        auto studio = Studio::create(data);
        ASSERT_TRUE(studio) << studio.error().message;
        for (const Language language : {Language::zh, Language::en})
            for (const ThemeId theme : {ThemeId::night, ThemeId::paper})
                check({language, theme, size}, *studio);
    }
}

/// A sheet differs where a scene does: what is compared would see a title gone.
TEST_F(SceneSheets, AMissingTitleIsSeen) {
    auto studio = Studio::create(data);
    ASSERT_TRUE(studio) << studio.error().message;
    Settings reader = normalised({}, shape_of(*data));
    reader.style.reduced_motion = true;
    StoryFrame frame = story_frame(*story, *data, still_time_s(*story, 0), reader);
    const Image with = shrunk(*studio->draw(frame, {1280, 720}));
    frame.titles.title.clear();
    const Image without = shrunk(*studio->draw(frame, {1280, 720}));
    double most = 0;
    for (int top = 0; top < thumb_height_px; top += tile_px)
        for (int left = 0; left < thumb_width_px; left += tile_px) {
            double off = 0;
            for (int y = top; y < top + tile_px; ++y)
                for (int at = 3 * left; at < 3 * (left + tile_px); ++at) {
                    const auto place = static_cast<std::size_t>(3 * y * thumb_width_px + at);
                    off += std::abs(with.rgb[place] - without.rgb[place]);
                }
            most = std::max(most, off / (3 * tile_px * tile_px));
        }
    EXPECT_GT(most, most_off);
}

}  // namespace
}  // namespace flowspace
