// The furniture never overlaps itself, at any size, in any theme and language, and says what it must.
#include "render/scene/furniture.h"

#include "render/scene/furniture_blocks.h"
#include "screen_painter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>
#include <string>

namespace flowspace {
namespace {

Furniture full_words(Language language) {
    const bool zh = language == Language::zh;
    Furniture words;
    words.title = zh ? "中国城市间的要素流动" : "Flows between the cities of China";
    words.subtitle = zh ? "2023年1月 至 2023年12月" : "January to December 2023";
    for (std::uint32_t layer = 0; layer < 5; ++layer)
        words.legend.push_back({.layer = LayerId{layer},
                                .name = zh ? "资金流" : "Information",
                                .unit = zh ? "亿元" : "10 000 searches",
                                .status = zh ? "模拟" : "modelled",
                                .samples = {{"12.5", 2}, {"125", 4}, {"1 250", 8}},
                                .dashed = true});
    words.discs = {.lead = zh ? "圆面积：" : "Disc area: ",
                   .out = zh ? "流出" : "out",
                   .between = " + ",
                   .in = zh ? "流入" : "in",
                   .tail = zh ? "，各层份额平均" : ", mean share of layers"};
    words.shown =
        zh ? "显示 1 012 / 21 330 条流，占总量 78.4 %" : "1,012 of 21,330 flows, 78.4 % of volume shown";
    words.relief = zh ? "地形夸张 ×8" : "Relief × 8";
    words.source = zh ? "数据：内置图集（模拟）；边界：中国地图；地形：ETOPO5；水系：Natural Earth"
                      : "Data: built-in atlas (modelled); boundaries: map of China; relief: ETOPO5; water: "
                        "Natural Earth";
    words.notice = zh ? "非标准地图，公开使用前须审核"
                      : "Not an approved standard map; have it reviewed before public use";
    return words;
}

SeaInset small_inset() {
    SeaInset inset;
    inset.height = 1.2;
    inset.home = {{{0, 0}, {0.5f, 0}, {0.3f, 0.2f}, {0, 0.2f}}};
    inset.islands = {{"西沙群岛", "Xisha", {0.4f, 0.4f}}, {"南沙群岛", "Nansha", {0.5f, 0.8f}}};
    return inset;
}

class FurnitureTest : public ::testing::Test {
protected:
    void SetUp() override {
        Result<Fonts> opened = Fonts::open();
        ASSERT_TRUE(opened) << opened.error().message;
        fonts = std::make_unique<Fonts>(std::move(*opened));
    }

    FurniturePicture compose(const Furniture& words, Viewport viewport, ThemeId id = ThemeId::night,
                             Language language = Language::zh, double metres_per_px = 2500) {
        atlas.begin_picture(viewport.height_px);
        const Theme& tokens = theme(id);
        return compose_furniture({.words = words,
                                  .theme = tokens,
                                  .language = language,
                                  .viewport = viewport,
                                  .layer_colours = tokens.layers,
                                  .metres_per_px = metres_per_px,
                                  .inset = &inset,
                                  .titles = titles.empty() ? nullptr : &titles},
                                 *fonts, atlas);
    }

    std::unique_ptr<Fonts> fonts;
    GlyphAtlas atlas;
    SeaInset inset = small_inset();
    Titles titles = {};
};

/// Names of islands lie a fixed part of the box apart, so the box follows their size.
TEST_F(FurnitureTest, TheInsetGrowsWithLargeText) {
    const Furniture words = full_words(Language::zh);
    const auto width_px = [&](float text_scale) {
        Theme tokens = theme(ThemeId::night);
        tokens.text_scale = text_scale;
        const Viewport viewport{.width_px = 1280, .height_px = 720, .insets_px = {.top = 44}};
        atlas.begin_picture(viewport.height_px);
        const FurnitureRequest request{.words = words,
                                       .theme = tokens,
                                       .viewport = viewport,
                                       .layer_colours = tokens.layers,
                                       .inset = &inset};
        const Workshop shop{.request = request,
                            .fonts = *fonts,
                            .atlas = atlas,
                            .sizes = text_sizes(tokens, viewport),
                            .scale = picture_scale(viewport)};
        return inset_block(shop).width_px / static_cast<float>(text_sizes(tokens, viewport).note_px);
    };
    EXPECT_GE(width_px(1), 7.2f);
    EXPECT_GE(width_px(2), 7.0f);
    EXPECT_GE(width_px(4), 7.0f);
}

/// A scene's words are furniture: clear of all else, at least 1/30 of the height, the caption in the lower
/// third.
TEST_F(FurnitureTest, ASceneIsComposedWithoutOverlap) {
    const std::vector<Viewport> viewports = {{640, 360},   {960, 540},   {1280, 720}, {1920, 1080},
                                             {3840, 2160}, {1000, 1000}, {720, 1280}, {1024, 768}};
    for (const Viewport& viewport : viewports)
        for (const ThemeId id : {ThemeId::night, ThemeId::paper, ThemeId::contrast})
            for (const Language language : {Language::zh, Language::en}) {
                const bool zh = language == Language::zh;
                titles = {};
                const std::size_t without =
                    compose(full_words(language), viewport, id, language).boxes.size();
                titles = {
                    .title = zh ? "五种流，五种地理" : "Five flows, five geographies",
                    .caption =
                        zh ? "同一张地图，五种尺度：货物一半走不出约 110 公里，人流约 180 公里，资金却越过约 "
                             "910 公里（均为模拟）。"
                           : "One map, five scales: half of goods stay within about 110 km, people 180."};
                const FurniturePicture picture = compose(full_words(language), viewport, id, language);
                const ScreenBox all = {0, 0, static_cast<float>(viewport.width_px),
                                       static_cast<float>(viewport.height_px)};
                for (std::size_t a = 0; a < picture.boxes.size(); ++a) {
                    EXPECT_TRUE(contains(all, picture.boxes[a]));
                    for (std::size_t b = a + 1; b < picture.boxes.size(); ++b)
                        EXPECT_FALSE(overlap(picture.boxes[a], picture.boxes[b]))
                            << viewport.width_px << "x" << viewport.height_px << " " << a << " " << b;
                }
                if (viewport.width_px < 960 || viewport.height_px > viewport.width_px) continue;
                EXPECT_EQ(picture.boxes.size(), without + 1);  // the caption, and nothing gave way to it
                const bool low = std::ranges::any_of(picture.boxes, [&](const ScreenBox& box) {
                    return box.x_px < 0.1f * all.width_px && box.width_px > 0.35f * all.width_px &&
                           box.y_px > 0.6f * all.height_px && box.height_px > all.height_px / 30;
                });
                EXPECT_TRUE(low) << viewport.width_px;
                const TextSizes sizes = text_sizes(theme(id), viewport);
                EXPECT_GE(30 * sizes.scene_px, viewport.height_px);
                EXPECT_GE(30 * sizes.caption_px, viewport.height_px);
                EXPECT_GE(60 * sizes.legend_px, viewport.height_px);
                for (const int label_px : sizes.label_px) EXPECT_GE(60 * label_px, viewport.height_px);
            }
}

/// Arcs under a scene's title fade out: its words have a soft ground of the map's colour, that of a map has
/// none.
TEST_F(FurnitureTest, ATitleOfASceneHasACalmGround) {
    const auto soft = [](const ScreenPrimitive& drawn) {
        return drawn.kind == PrimitiveKind::box && drawn.shape[2] > 0;
    };
    for (const ThemeId id : {ThemeId::night, ThemeId::paper}) {
        titles = {};
        const FurniturePicture plain = compose(full_words(Language::en), {1280, 720}, id, Language::en);
        EXPECT_TRUE(std::ranges::none_of(plain.list, soft));
        titles = {.title = "What if a hub fails"};
        const FurniturePicture scene = compose(full_words(Language::en), {1280, 720}, id, Language::en);
        const auto ground = std::ranges::find_if(scene.list, soft);
        ASSERT_NE(ground, scene.list.end());
        const ScreenBox box = {ground->place[0], ground->place[1], ground->place[2], ground->place[3]};
        EXPECT_TRUE(std::ranges::count(scene.boxes, box) == 1) << "labels keep clear of it";
        EXPECT_GT(ground->fill >> 24, 180U) << "dense enough to read on";
        const auto words_begin = std::next(ground);
        ASSERT_NE(words_begin, scene.list.end());
        const float halo_px = 4;
        EXPECT_GE(words_begin->place[0] + halo_px, box.x_px + ground->shape[2]) << "where it is whole";
    }
    titles = {};
}

TEST_F(FurnitureTest, NeverOverlapsNorLeavesTheFreePart) {
    const std::vector<Viewport> viewports = {{320, 200},
                                             {640, 360},
                                             {800, 1400},
                                             {1280, 720},
                                             {1920, 1080},
                                             {3840, 2160},
                                             {1080, 1920},
                                             {7680, 4320},
                                             {1, 1},
                                             {200, 2000},
                                             {2000, 120},
                                             {1280, 720, {320, 44, 360, 132}},
                                             {1920, 1080, {320, 44, 360, 132}},
                                             {1024, 600, {44, 44, 44, 44}},
                                             {700, 400, {320, 44, 360, 132}}};
    for (const Viewport& viewport : viewports)
        for (const ThemeId id : {ThemeId::night, ThemeId::paper, ThemeId::contrast})
            for (const Language language : {Language::zh, Language::en})
                for (const bool is_empty : {false, true}) {
                    Furniture words = full_words(language);
                    if (is_empty) words.empty = "没有选中的流。放宽筛选条件或扩大时间窗。";
                    const FurniturePicture picture = compose(words, viewport, id, language);
                    const ScreenBox free = {static_cast<float>(viewport.insets_px.left),
                                            static_cast<float>(viewport.insets_px.top),
                                            static_cast<float>(viewport.width_px - viewport.insets_px.left -
                                                               viewport.insets_px.right),
                                            static_cast<float>(viewport.height_px - viewport.insets_px.top -
                                                               viewport.insets_px.bottom)};
                    for (std::size_t a = 0; a < picture.boxes.size(); ++a) {
                        EXPECT_TRUE(contains(free, picture.boxes[a]))
                            << viewport.width_px << "x" << viewport.height_px;
                        for (std::size_t b = a + 1; b < picture.boxes.size(); ++b)
                            EXPECT_FALSE(overlap(picture.boxes[a], picture.boxes[b]))
                                << viewport.width_px << "x" << viewport.height_px << " parts " << a << " "
                                << b;
                    }
                }
}

TEST_F(FurnitureTest, InkStaysInsideTheBoxesItDeclares) {
    for (const Viewport viewport : {Viewport{640, 360}, Viewport{1280, 720}}) {
        const Colour ground = colour(0x808080);
        const FurniturePicture picture =
            compose(full_words(Language::en), viewport, ThemeId::paper, Language::en);
        Image image = flat_image(viewport.width_px, viewport.height_px, ground);
        paint(image, picture.list, atlas);
        for (int y = 0; y < viewport.height_px; ++y)
            for (int x = 0; x < viewport.width_px; ++x) {
                const std::uint8_t* pixel =
                    image.rgb.data() + static_cast<std::ptrdiff_t>(y * viewport.width_px + x) * 3;
                if (pixel[0] == ground.r && pixel[1] == ground.g && pixel[2] == ground.b) continue;
                const ScreenBox here = {static_cast<float>(x), static_cast<float>(y), 1, 1};
                EXPECT_TRUE(std::any_of(picture.boxes.begin(), picture.boxes.end(),
                                        [&](const ScreenBox& box) { return overlap(grown(box, 4), here); }))
                    << x << "," << y;
            }
    }
}

TEST_F(FurnitureTest, PresentedTextCanBeReadFromTheBackRow) {
    for (const Viewport viewport : {Viewport{1280, 720}, Viewport{1920, 1080}, Viewport{3840, 2160}}) {
        const TextSizes sizes = text_sizes(theme(ThemeId::night), viewport);
        EXPECT_GE(sizes.title_px * 30, viewport.height_px);
        EXPECT_GE(sizes.legend_px * 60, viewport.height_px);
        for (const int label_px : sizes.label_px) EXPECT_GE(label_px * 60, viewport.height_px);
    }
    const TextSizes working = text_sizes(theme(ThemeId::night), {1920, 1080, {320, 44, 360, 132}});
    EXPECT_EQ(working.label_px[0], 18);
    EXPECT_EQ(working.label_px[1], 15);
    EXPECT_EQ(working.label_px[2], 13);
}

/// The longest row of pixels in exactly the text colour.
int longest_run_px(const Image& image, Colour ink, const ScreenBox& within) {
    int longest = 0;
    for (int y = static_cast<int>(within.y_px); y < static_cast<int>(within.bottom_px()); ++y) {
        int run = 0;
        for (int x = static_cast<int>(within.x_px); x < static_cast<int>(within.right_px()); ++x) {
            const std::uint8_t* pixel =
                image.rgb.data() + static_cast<std::ptrdiff_t>(y * image.width_px + x) * 3;
            run = pixel[0] == ink.r && pixel[1] == ink.g && pixel[2] == ink.b ? run + 1 : 0;
            longest = std::max(longest, run);
        }
    }
    return longest;
}

TEST_F(FurnitureTest, ScaleBarIsAsLongAsItSays) {
    const Viewport viewport{1280, 720};
    const double metres_per_px = 3370;  // the bar of at most 147 px: 200 km
    Furniture words;
    const FurniturePicture picture = compose(words, viewport, ThemeId::night, Language::en, metres_per_px);
    Image image = flat_image(viewport.width_px, viewport.height_px, colour(0x000000));
    paint(image, picture.list, atlas);
    const int run_px = longest_run_px(image, theme(ThemeId::night).text, {700, 300, 580, 420});
    const double expected_px = round_length_m(146.67 * metres_per_px) / metres_per_px;
    EXPECT_NEAR(run_px, expected_px + 2, 2.5);  // and half a line at either end
}

TEST(RoundLength, IsOneTwoOrFiveTimesAPowerOfTen) {
    EXPECT_DOUBLE_EQ(round_length_m(499999), 200000);
    EXPECT_DOUBLE_EQ(round_length_m(500000), 500000);
    EXPECT_DOUBLE_EQ(round_length_m(1999), 1000);
    EXPECT_DOUBLE_EQ(round_length_m(0), 0);
    EXPECT_DOUBLE_EQ(round_length_m(INFINITY), 0);
}

TEST_F(FurnitureTest, LegendShowsEverySampleWidthInItsColour) {
    const Viewport viewport{1920, 1080};
    const FurniturePicture picture = compose(full_words(Language::zh), viewport);
    const std::uint32_t goods = packed(theme(ThemeId::night).layers[1]);
    std::multiset<int> widths;
    for (const ScreenPrimitive& primitive : picture.list)
        if (primitive.kind == PrimitiveKind::ribbon && primitive.fill == goods && primitive.shape[3] > 0) {
            widths.insert(static_cast<int>(primitive.shape[0]));
            EXPECT_GT(primitive.shape[1], 0) << "modelled flows are dashed";
        }
    EXPECT_EQ(widths, (std::multiset<int>{2, 4, 8}));
}

TEST_F(FurnitureTest, LegendShowsTheColoursOfADiscsRing) {
    Furniture words = full_words(Language::en);
    const auto rings = [&](Colour colour) {
        const FurniturePicture picture = compose(words, {1920, 1080}, ThemeId::night, Language::en);
        return std::ranges::count_if(picture.list,
                                     [&](const ScreenPrimitive& one) { return one.edge == packed(colour); });
    };
    EXPECT_EQ(rings(theme(ThemeId::night).out), 1);
    EXPECT_EQ(rings(theme(ThemeId::night).in), 1);
    words.discs.tail.assign(200, 'm');
    EXPECT_EQ(rings(theme(ThemeId::night).out), 1) << "too long a tail is left away, not the key";
    words.discs = {};
    EXPECT_EQ(rings(theme(ThemeId::night).out), 0);
}

/// Where there is little room the meaning of discs goes before the widths of flows do.
TEST_F(FurnitureTest, TheKeyOfDiscsGoesBeforeTheSamples) {
    const Furniture words = full_words(Language::zh);
    const std::uint32_t out = packed(theme(ThemeId::night).out);
    bool rings_without_samples = false, samples_without_rings = false;
    for (int height_px = 240; height_px <= 720; height_px += 20) {
        const FurniturePicture picture = compose(words, {height_px * 16 / 9, height_px});
        const auto any = [&](auto is) { return std::ranges::any_of(picture.list, is); };
        const bool rings = any([&](const ScreenPrimitive& one) { return one.edge == out; });
        const bool samples = any([&](const ScreenPrimitive& one) {
            return one.kind == PrimitiveKind::ribbon && one.shape[3] > 0;
        });
        rings_without_samples = rings_without_samples || (rings && !samples);
        samples_without_rings = samples_without_rings || (samples && !rings);
    }
    EXPECT_FALSE(rings_without_samples);
    EXPECT_TRUE(samples_without_rings);
}

TEST_F(FurnitureTest, ScalesWithTheHeightOfThePicture) {
    const FurniturePicture small = compose(full_words(Language::zh), {1920, 1080});
    const FurniturePicture large = compose(full_words(Language::zh), {3840, 2160});
    ASSERT_EQ(small.boxes.size(), large.boxes.size());
    for (std::size_t row = 0; row < small.boxes.size(); ++row)
        EXPECT_NEAR(large.boxes[row].width_px, 2 * small.boxes[row].width_px, 14) << row;
}

TEST_F(FurnitureTest, IsTheSameEveryTime) {
    const FurniturePicture a = compose(full_words(Language::en), {1280, 720});
    GlyphAtlas other;
    other.begin_picture(720);
    atlas = std::move(other);
    const FurniturePicture b = compose(full_words(Language::en), {1280, 720});
    ASSERT_EQ(a.list.size(), b.list.size());
    EXPECT_EQ(a.boxes, b.boxes);
}

}  // namespace
}  // namespace flowspace
