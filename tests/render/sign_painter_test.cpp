// Signs painted by the processor: what the shaders' twin paints, in any bands; rings without seams.
#include "render/scene/disc_painter.h"
#include "render/scene/list_painter.h"
#include "render/scene/strip_painter.h"
#include "screen_painter.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <numbers>
#include <vector>

namespace flowspace {
namespace {

constexpr int width_px = 320, height_px = 200;

/// A canvas of its own, painted band by band.
struct Painted {
    std::vector<std::uint8_t> rgba = std::vector<std::uint8_t>(std::size_t{4} * width_px * height_px, 0);
    std::vector<float> ground = std::vector<float>(std::size_t{width_px} * height_px, 1);

    template <class Paint>
    void in_bands(int bands, const Paint& paint) {
        for (int band = 0; band < bands; ++band)
            paint(SignCanvas{.width_px = width_px,
                             .height_px = height_px,
                             .top_px = height_px * band / bands,
                             .bottom_px = height_px * (band + 1) / bands,
                             .rgba = rgba,
                             .ground = ground});
    }
    const std::uint8_t* px(int x, int y) const {
        return rgba.data() + 4 * (static_cast<std::ptrdiff_t>(height_px - 1 - y) * width_px + x);
    }
    double alpha_sum() const {
        double sum = 0;
        for (std::size_t at = 3; at < rgba.size(); at += 4) sum += rgba[at] / 255.0;
        return sum;
    }
};

class SignPainter : public testing::Test {
protected:
    void SetUp() override {
        auto fonts = Fonts::open();
        ASSERT_TRUE(fonts) << fonts.error().message;
        fonts_.emplace(std::move(*fonts));
        atlas_.begin_picture(1080);
        list_ = one_of_each(*fonts_, atlas_);
    }
    std::optional<Fonts> fonts_;
    GlyphAtlas atlas_;
    ScreenList list_;
};

TEST_F(SignPainter, PaintsAListAsTheShadersTwinDoes) {
    const Colour ground = colour(0x3B6A4D);
    Image twin = flat_image(width_px, height_px, ground);
    paint(twin, list_, atlas_);
    Painted painted;
    painted.in_bands(1, [&](const SignCanvas& canvas) { paint_list(canvas, list_, atlas_); });
    int covered = 0;
    for (int y = 0; y < height_px; ++y)
        for (int x = 0; x < width_px; ++x) {
            const std::uint8_t* px = painted.px(x, y);
            const std::array<int, 3> under = {ground.r, ground.g, ground.b};
            for (std::size_t part = 0; part < 3; ++part) {
                const double found = px[part] + under[part] * (255 - px[3]) / 255.0;
                const int expected = twin.rgb[static_cast<std::size_t>(y * width_px + x) * 3 + part];
                EXPECT_NEAR(found, expected, 3) << x << "," << y;
            }
            covered += px[3] > 8 ? 1 : 0;
        }
    EXPECT_GT(covered, 8000);
}

TEST_F(SignPainter, BandsLeaveNoTrace) {
    Painted whole, banded;
    whole.in_bands(1, [&](const SignCanvas& canvas) { paint_list(canvas, list_, atlas_); });
    banded.in_bands(13, [&](const SignCanvas& canvas) { paint_list(canvas, list_, atlas_); });
    EXPECT_TRUE(whole.rgba == banded.rgba);
}

/// A ring around the middle, in pieces.
RibbonStrip ring(double radius_px, float width, float alpha) {
    std::vector<glm::dvec4> points;
    for (int piece = 0; piece < 90; ++piece) {
        const double angle = 2 * std::numbers::pi * piece / 90;
        points.emplace_back(160 + radius_px * std::sin(angle), 100 - radius_px * std::cos(angle), -0.999, 1);
    }
    RibbonStrip strip;
    append_ribbon(strip, points,
                  {.width_px = width, .colour = with_alpha(colour(0xFFFFFF), alpha), .closed = true});
    return strip;
}

TEST(StripPainter, ARingHasItsAreaAndNoSeams) {
    const RibbonStrip strip = ring(60, 24, 0.5f);
    Painted painted;
    painted.in_bands(5, [&](const SignCanvas& canvas) { paint_strip(canvas, strip); });
    const double area = 2 * std::numbers::pi * 60 * 24;
    EXPECT_NEAR(painted.alpha_sum(), area * 0.5, area * 0.5 * 0.02);
    for (int y = 0; y < height_px; ++y)
        for (int x = 0; x < width_px; ++x) {
            const double from = std::hypot(x + 0.5 - 160, y + 0.5 - 100);
            if (from < 50 || from > 70) continue;
            EXPECT_NEAR(painted.px(x, y)[3], 128, 1) << "laid twice or not at all: " << x << "," << y;
        }
}

TEST(StripPainter, PxOnASharedEdgeAreLaidOnce) {
    const auto corner = [](float x, float y) {
        return RibbonVertex{.x_px = x, .y_px = y, .half_width_px = 100, .rgba = {255, 255, 255, 128}};
    };
    // The diagonal runs through the middles of px.
    const RibbonStrip square = {.vertices = {corner(10, 10), corner(30, 10), corner(30, 30), corner(10, 30)},
                                .indices = {0, 1, 2, 2, 3, 0}};
    Painted painted;
    painted.in_bands(2, [&](const SignCanvas& canvas) { paint_strip(canvas, square); });
    for (int y = 0; y < 40; ++y)
        for (int x = 0; x < 40; ++x)
            EXPECT_EQ(painted.px(x, y)[3], x >= 10 && x < 30 && y >= 10 && y < 30 ? 128 : 0) << x << "," << y;
}

/// Looking straight down from 1000 m, a px per m at the middle.
DiscsLook from_above() {
    glm::dmat4 clip(0);
    clip[0][0] = 2000.0 / width_px;
    clip[1][1] = 2000.0 / height_px;
    clip[2][2] = -1.002;
    clip[3][2] = -2.002;
    clip[2][3] = -1;
    return {.clip_from_relative = clip,
            .leaving = colour(0xFF0000),
            .arriving = colour(0x0000FF),
            .core = colour(0xFFFFFF),
            .rim = colour(0x000000)};
}

TEST(DiscPainter, ADiscIsRoundSplitAndHiddenByWhatIsNearer) {
    const std::vector<Disc> discs = {{.centre = {0, 0, -1000, 40}, .look = {0.25f, 40, 1, 1}}};
    Painted painted;
    painted.in_bands(3, [&](const SignCanvas& canvas) { paint_discs(canvas, discs, from_above()); });
    // The rim, a px wide, has three quarters of the body's alpha.
    EXPECT_NEAR(painted.alpha_sum(), std::numbers::pi * (40 * 40 + 0.75 * (41 * 41 - 40 * 40)), 5);
    const auto is = [&](int x, int y, int red, int blue) {
        EXPECT_NEAR(painted.px(x, y)[0], red, 2) << x << "," << y;
        EXPECT_NEAR(painted.px(x, y)[2], blue, 2) << x << "," << y;
    };
    is(160 + 24, 100 - 24, 255, 0);  // the first quarter from the top leaves
    is(160 + 24, 100 + 24, 0, 255);
    is(160 - 24, 100 + 24, 0, 255);
    is(160 - 24, 100 - 24, 0, 255);
    is(160, 100, 0, 0);  // the middle is as the rim

    Painted hidden;
    for (int y = 0; y < height_px; ++y)  // nearer to the eye on the left
        std::fill_n(hidden.ground.begin() + static_cast<std::ptrdiff_t>(y) * width_px, width_px / 2, 0.0f);
    hidden.in_bands(3, [&](const SignCanvas& canvas) { paint_discs(canvas, discs, from_above()); });
    EXPECT_EQ(hidden.px(160 - 24, 100)[3], 0);
    EXPECT_EQ(hidden.px(160 + 24, 100)[3], 255);
}

}  // namespace
}  // namespace flowspace
