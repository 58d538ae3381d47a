// Areas coloured by class: each px shows one of them.
#include "render/scene/area_tints.h"

#include <gtest/gtest.h>

#include <array>

namespace flowspace {
namespace {

constexpr int side_px = 12;

Paint ground_paint() {
    Paint paint{.width_px = side_px, .height_px = side_px};
    for (int px = 0; px < side_px * side_px; ++px)
        for (const int part : {20, 30, 40, 255}) paint.rgba.push_back(static_cast<std::uint8_t>(part));
    return paint;
}

AreaTints::Gather square(double low, double high) {
    return [low, high](EvenOdd& fill) {
        fill.add_ring(std::vector<glm::dvec2>{{low, low}, {high, low}, {high, high}, {low, high}}, 0);
    };
}

std::array<int, 3> at(const Paint& paint, int x, int y) {
    const auto px = static_cast<std::size_t>(4 * (y * paint.width_px + x));
    return {paint.rgba[px], paint.rgba[px + 1], paint.rgba[px + 2]};
}

TEST(AreaTints, WhereTwoOverlapTheUpperOneShowsAlone) {
    constexpr Colour below = {200, 0, 0}, above = {0, 0, 200};
    const auto painted = [&](const std::vector<std::pair<Colour, AreaTints::Gather>>& areas) {
        EvenOdd fill(side_px, side_px);
        AreaTints tints;
        tints.begin(side_px, side_px);
        for (const auto& [tint, gather] : areas) tints.lay(fill, gather, tint, false);
        Paint paint = ground_paint();
        tints.lay_over(paint, {.alpha = 0.6f});
        return paint;
    };
    const Paint both = painted({{below, square(0, 8)}, {above, square(4, 12)}}),
                lower = painted({{below, square(0, 8)}}), upper = painted({{above, square(4, 12)}});
    EXPECT_EQ(at(both, 2, 2), at(lower, 2, 2));
    EXPECT_EQ(at(both, 6, 6), at(upper, 6, 6)) << "nothing of the lower one shines through";
    EXPECT_EQ(at(both, 10, 10), at(upper, 10, 10));
    EXPECT_EQ(at(both, 10, 2), at(ground_paint(), 10, 2));
    EXPECT_NEAR(at(both, 2, 2)[0], 0.6 * 200 + 0.4 * 20, 1.5);
}

TEST(AreaTints, AnUpperAreaCoversTheHatchingBelow) {
    const auto painted = [&](bool lower_hatched, bool upper_hatched) {
        EvenOdd fill(side_px, side_px);
        AreaTints tints;
        tints.begin(side_px, side_px);
        tints.lay(fill, square(0, 8), {200, 0, 0}, lower_hatched);
        tints.lay(fill, square(4, 12), {0, 0, 200}, upper_hatched);
        Paint paint = ground_paint();
        tints.lay_over(paint, {.alpha = 0.6f, .line = {255, 255, 255}, .period_px = 4, .line_px = 1});
        return paint;
    };
    const Paint plain = painted(false, false), lower = painted(true, false), upper = painted(false, true);
    EXPECT_EQ(at(lower, 2, 2), (std::array{255, 255, 255})) << "a line of the lower one";
    EXPECT_EQ(at(lower, 3, 2), at(plain, 3, 2)) << "between lines";
    EXPECT_EQ(at(lower, 6, 6), at(plain, 6, 6)) << "there it is covered";
    EXPECT_EQ(at(upper, 6, 6), (std::array{255, 255, 255}));
    EXPECT_EQ(at(upper, 2, 2), at(plain, 2, 2));
}

TEST(AreaTints, ForgetsTheLastPicture) {
    EvenOdd fill(side_px, side_px);
    AreaTints tints;
    tints.begin(side_px, side_px);
    tints.lay(fill, square(0, 12), {200, 0, 0}, true);
    tints.begin(side_px, side_px);
    Paint paint = ground_paint();
    tints.lay_over(paint, {.alpha = 0.6f});
    EXPECT_EQ(paint.rgba, ground_paint().rgba);
    tints.lay(fill, square(0, 4), {0, 200, 0}, false);
    tints.lay_over(paint, {.alpha = 0.6f, .line = {255, 255, 255}});
    EXPECT_EQ(at(paint, 10, 10), at(ground_paint(), 10, 10));
}

std::vector<MapLine> square_outline(double side_m) {
    return {{.points = {{0, 0}, {side_m, 0}, {side_m, side_m}, {0, side_m}}, .keep_m = {1, 1, 1, 1}}};
}

TEST(AreaTints, TheSmallerIsLaidLaterAndTheSelectedLast) {
    const std::vector<std::vector<MapLine>> outlines = {square_outline(2), square_outline(9),
                                                        square_outline(5), square_outline(5)};
    std::vector<AreaItem> areas;
    for (std::uint32_t group = 0; group < outlines.size(); ++group)
        areas.push_back({.group = GroupId{group}, .tint = {OverlayInk::Kind::sequential, 0.5f}});
    using Order = std::vector<std::size_t>;
    EXPECT_EQ(laying_order(areas, outlines, {}), (Order{1, 2, 3, 0})) << "of equals the earlier first";
    EXPECT_EQ(laying_order(areas, outlines, GroupId{1}), (Order{2, 3, 0, 1}));
    for (AreaItem& area : areas) area.tint = {};
    EXPECT_EQ(laying_order(areas, outlines, GroupId{1}), (Order{0, 1, 2, 3})) << "plans keep their order";
}

}  // namespace
}  // namespace flowspace
