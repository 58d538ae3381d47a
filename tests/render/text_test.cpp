// Text: decoding, measuring, breaking into lines, rasterising, halos and the atlas.
#include "render/scene/font.h"
#include "render/scene/glyph_atlas.h"
#include "render/scene/typesetter.h"
#include "render/scene/utf8.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <numeric>
#include <string>

namespace flowspace {
namespace {

class Text : public ::testing::Test {
protected:
    void SetUp() override {
        Result<Fonts> opened = Fonts::open();
        ASSERT_TRUE(opened) << opened.error().message;
        fonts = std::make_unique<Fonts>(std::move(*opened));
    }
    std::unique_ptr<Fonts> fonts;
};

std::u32string codes_of(const TextLine& line) {
    std::u32string codes;
    for (const TextLine::Glyph& glyph : line.glyphs) codes.push_back(glyph.c);
    return codes;
}

TEST(Utf8, DecodesAndMarksWhatIsWrong) {
    EXPECT_EQ(decode_utf8("亳a é"), U"亳a é");
    EXPECT_EQ(decode_utf8("\xF0\x9F\x98\x80"), U"\U0001F600");
    EXPECT_EQ(decode_utf8("a\xFF"
                          "b"),
              U"a\uFFFDb");
    EXPECT_EQ(decode_utf8("\xC0\xAF"), U"\uFFFD\uFFFD") << "overlong";
    EXPECT_EQ(decode_utf8("\xED\xA0\x80"), U"\uFFFD\uFFFD\uFFFD") << "surrogate";
    EXPECT_EQ(decode_utf8("\xF4\x90\x80\x80"), U"\uFFFD\uFFFD\uFFFD\uFFFD") << "past the last code point";
    EXPECT_EQ(decode_utf8("\xE6\xAD"), U"\uFFFD") << "cut off";
    EXPECT_EQ(decode_utf8("\xE6\xADz"), U"\uFFFDz");
}

TEST(FontsOpen, SaysWhichFileWasLookedForWhere) {
    const std::array<std::filesystem::path, 1> nowhere = {"/nonexistent/fonts"};
    const Result<Fonts> fonts = Fonts::open(nowhere);
    ASSERT_FALSE(fonts);
    EXPECT_NE(fonts.error().message.find("NotoSansCJK-Regular.ttc"), std::string::npos);
    EXPECT_NE(fonts.error().message.find("/nonexistent/fonts"), std::string::npos);
    EXPECT_NE(fonts.error().message.find("fonts-noto-cjk"), std::string::npos);
}

TEST_F(Text, FiguresAreTabularAndIdeographsFillTheEm) {
    for (char32_t digit = U'1'; digit <= U'9'; ++digit)
        for (const Weight weight : {Weight::regular, Weight::bold})
            EXPECT_EQ(fonts->extent(digit, weight).advance_em, fonts->extent(U'0', weight).advance_em);
    EXPECT_FLOAT_EQ(set_line(*fonts, "亳衢泸渝沪粤", {.size_px = 18}).width_px, 108);
}

TEST_F(Text, MeasureGrowsWithSizeExactly) {
    const float at_10 = set_line(*fonts, "Hangzhou 杭州", {.size_px = 10}).width_px;
    EXPECT_NEAR(set_line(*fonts, "Hangzhou 杭州", {.size_px = 40}).width_px, 4 * at_10, 1e-3);
}

TEST_F(Text, ThinSpacePartsScriptsAndSharedSymbolsAreNarrowBetweenLatin) {
    const float apart = set_line(*fonts, "年", {20}).width_px + set_line(*fonts, "2023", {20}).width_px;
    EXPECT_GT(set_line(*fonts, "2023年", {20}).width_px, apart + 1);
    EXPECT_LT(set_line(*fonts, "a × b", {20}).width_px, set_line(*fonts, "a 甲 b", {20}).width_px - 3);
}

TEST_F(Text, LinesNeitherBeginNorEndWithTheWrongPunctuation) {
    const std::string text =
        "数据：内置城市图集（模拟），边界：中国地图；地形夸张 ×8。Not an approved map (have it reviewed), "
        "非标准地图。";
    for (float width_px = 40; width_px < 600; width_px += 7) {
        const std::vector<TextLine> lines = wrap(*fonts, text, {.size_px = 16}, width_px, 99);
        std::u32string joined;
        for (const TextLine& line : lines) {
            const std::u32string codes = codes_of(line);
            ASSERT_FALSE(codes.empty());
            joined += codes;
            if (width_px < 100) continue;  // a word wider than the line is cut
            EXPECT_LE(line.width_px, width_px);
            EXPECT_FALSE(forbidden_at_start(codes.front())) << width_px;
            EXPECT_TRUE(!forbidden_at_end(codes.back())) << width_px;
        }
        const auto letters = [](std::u32string all) {
            std::erase(all, U' ');
            return all;
        };
        EXPECT_EQ(letters(joined), letters(decode_utf8(text))) << "nothing lost at " << width_px;
    }
}

TEST_F(Text, WhatDoesNotFitEndsInAnEllipsis) {
    const std::vector<TextLine> lines =
        wrap(*fonts, "一段比两行还要长得多的说明文字在这里", {.size_px = 20}, 130, 2);
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[1].glyphs.back().c, U'…');
    EXPECT_LE(lines[1].width_px, 130);
}

std::size_t ink(const GlyphBitmap& bitmap) {
    return std::accumulate(bitmap.coverage.begin(), bitmap.coverage.end(), std::size_t{0});
}

TEST_F(Text, EveryGlyphLeavesInkAndTheMissingOneABox) {
    for (const char32_t c : {U'亳', U'衢', U'A', U'9', U'，'})
        EXPECT_GT(ink(fonts->rasterise(c, {18}, 0)), 0U);
    EXPECT_FALSE(fonts->has(U'\U0001F600'));
    EXPECT_GT(ink(fonts->rasterise(U'\U0001F600', {18}, 0)), 0U) << "missing-glyph box";
    EXPECT_GT(fonts->extent(U'\U0001F600', Weight::regular).advance_em, 0.3f);
    EXPECT_EQ(ink(fonts->rasterise(U'\n', {18}, 0)), 0U);
}

TEST_F(Text, QuarterPixelsMoveTheInkNotItsWeight) {
    const auto centre = [&](int quarter) {
        const GlyphBitmap bitmap = fonts->rasterise(U'n', {24}, quarter);
        double sum = 0, weighted = 0;
        for (std::size_t at = 0; at < bitmap.coverage.size(); ++at) {
            const auto column = static_cast<double>(at % static_cast<std::size_t>(bitmap.width_px));
            sum += bitmap.coverage[at];
            weighted += bitmap.coverage[at] * (bitmap.left_px + column);
        }
        return weighted / sum;
    };
    for (int quarter = 1; quarter < 4; ++quarter)
        EXPECT_NEAR(centre(quarter) - centre(0), quarter * 0.25, 0.02);
}

TEST_F(Text, HaloCoversTheInkAndFadesOutAtItsRadius) {
    const GlyphBitmap glyph = fonts->rasterise(U'武', {40}, 0);
    const GlyphBitmap halo = halo_of(glyph, 4);
    const int margin = glyph.left_px - halo.left_px;
    EXPECT_GE(margin, 4);
    for (int row = 0; row < glyph.height_px; ++row)
        for (int column = 0; column < glyph.width_px; ++column) {
            const auto inner = static_cast<std::size_t>(row * glyph.width_px + column);
            const auto outer = static_cast<std::size_t>((row + margin) * halo.width_px + column + margin);
            if (glyph.coverage[inner] > 200) {
                EXPECT_GE(halo.coverage[outer], 250);
            }
        }
    for (int column = 0; column < halo.width_px; ++column)
        EXPECT_LE(halo.coverage[static_cast<std::size_t>(column)], 8);
}

TEST_F(Text, AtlasHoldsEachGlyphOnceAndApart) {
    GlyphAtlas atlas;
    atlas.begin_picture(1080);
    std::vector<AtlasGlyph> held;
    for (char32_t c = U'一'; c < U'一' + 600; ++c)
        held.push_back(atlas.glyph(*fonts, {.c = c, .style = {18}}));
    EXPECT_FALSE(atlas.overflowed());
    const AtlasGlyph again = atlas.glyph(*fonts, {.c = U'一', .style = {18}});
    EXPECT_EQ(again.x_px, held[0].x_px);
    EXPECT_EQ(again.y_px, held[0].y_px);
    for (std::size_t a = 0; a < held.size(); ++a)
        for (std::size_t b = a + 1; b < held.size(); ++b)
            EXPECT_FALSE(held[a].x_px < held[b].x_px + held[b].width_px &&
                         held[b].x_px < held[a].x_px + held[a].width_px &&
                         held[a].y_px < held[b].y_px + held[b].height_px &&
                         held[b].y_px < held[a].y_px + held[a].height_px);
    const GlyphBitmap alone = fonts->rasterise(U'丁', {18}, 0);
    const AtlasGlyph kept = atlas.glyph(*fonts, {.c = U'丁', .style = {18}});
    for (int row = 0; row < kept.height_px; ++row)
        for (int column = 0; column < kept.width_px; ++column)
            EXPECT_EQ(atlas.pixels()[static_cast<std::size_t>((kept.y_px + row) * atlas.width_px() +
                                                              kept.x_px + column)],
                      alone.coverage[static_cast<std::size_t>(row * kept.width_px + column)]);
}

TEST_F(Text, AtlasSaysWhatChanged) {
    GlyphAtlas atlas;
    atlas.begin_picture(1080);
    const GlyphAtlas::Rows all = atlas.take_dirty_rows();
    EXPECT_EQ(all.last - all.first, atlas.height_px());
    const AtlasGlyph one = atlas.glyph(*fonts, {.c = U'京', .style = {30}});
    const GlyphAtlas::Rows rows = atlas.take_dirty_rows();
    EXPECT_EQ(rows.first, one.y_px);
    EXPECT_EQ(rows.last, one.y_px + one.height_px);
    const GlyphAtlas::Rows none = atlas.take_dirty_rows();
    EXPECT_EQ(none.first, none.last);
}

}  // namespace
}  // namespace flowspace
