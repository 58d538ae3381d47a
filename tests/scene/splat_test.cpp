// The splatter against the same picture drawn in the plainest way, and against itself with other threads and
// kernels.
#include "render/scene/splat/enlarge.h"
#include "render/scene/splat/lines.h"
#include "tests/scene/splat_oracle.h"

#include <glm/geometric.hpp>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <set>

namespace flowspace {
namespace {

using splat::Kernels;
using splat::kernels;
using splat::Moment;
using splat::Sheet;
using splat::Splatter;

/// A made-up country on flat ground: places anywhere on a plane, arcs between any two of them.
struct Made {
    View view = {};
    DrawList list = {};
    std::vector<glm::dvec3> nodes = {};
    std::vector<LayerInfo> layers = {make_layer_info("people"), make_layer_info("goods")};
    ArcPicture picture = {};
    std::vector<ArcLook> looks = {};
    std::vector<std::uint8_t> rgba = {};
    std::vector<float> depth = {};

    splat::Ground ground() const {
        return {.width_px = static_cast<int>(view.size_px.x),
                .height_px = static_cast<int>(view.size_px.y),
                .rgba = rgba,
                .depth = depth};
    }
};

struct Wanted {
    int width_px = 517, height_px = 301;  // no multiples of a tile
    std::size_t arcs = 60;
    double tilt_deg = 50;
    Motion motion = Motion::moving;
    float widest_px = 8;
    unsigned seed = 1;
};

Made make(const Wanted& wanted) {
    std::mt19937 random(wanted.seed);
    const auto unit = [&random] { return static_cast<double>(random() >> 8) / 16777216.0; };
    Made made;
    const Projection projection = std::move(*Projection::create(albers_china));
    made.view = make_view({.tilt_deg = wanted.tilt_deg},
                          {.width_px = wanted.width_px, .height_px = wanted.height_px}, projection);
    const MapPoint centre = *projection.forward(Camera{}.centre);
    for (int node = 0; node < 40; ++node) {
        const double x_m = centre.x_m + (unit() - 0.5) * 5.6e6, y_m = centre.y_m + (unit() - 0.5) * 3.6e6;
        made.nodes.emplace_back(x_m, y_m, unit() * 3e4);
    }
    for (std::size_t arc = 0; arc < wanted.arcs; ++arc) {
        const auto from = static_cast<std::uint32_t>(random() % 40),
                   step = static_cast<std::uint32_t>(random() % 39);
        made.list.arcs.push_back(
            {.layer = LayerId{static_cast<std::uint32_t>(arc % 2)},
             .origin = NodeId{from},
             .destination = NodeId{(from + 1 + step) % 40},
             .width_px = static_cast<float>(0.8 + unit() * unit() * static_cast<double>(wanted.widest_px)),
             .strength = static_cast<float>(0.01 + 0.99 * unit()),
             .phase = static_cast<float>(unit()),
             .stroke = static_cast<Stroke>(arc % 3)});
    }
    const Relief flat = {};
    const double px_scale = 0.9;
    made.picture = build_arc_picture({.list = made.list,
                                      .nodes = made.nodes,
                                      .relief = flat,
                                      .view = made.view,
                                      .px_scale = px_scale,
                                      .motion = wanted.motion});
    const Theme& colours = theme(ThemeId::night);
    for (const ArcOnScreen& arc : made.picture.arcs)
        made.looks.push_back(arc_look(arc, {.list = made.list,
                                            .layers = made.layers,
                                            .theme = colours,
                                            .nodes = made.nodes,
                                            .px_scale = px_scale}));
    // A ground with steps of colour, and hills of depth that hide some of the arcs.
    for (int y = 0; y < wanted.height_px; ++y)
        for (int x = 0; x < wanted.width_px; ++x) {
            for (const int part : {x * 2, y * 3, x + y, 255})
                made.rgba.push_back(static_cast<std::uint8_t>(part % 256));
            made.depth.push_back(x / 40 % 3 == 0 && y / 30 % 3 == 1 ? 0.9f : 1.0f);
        }
    return made;
}

std::vector<std::uint8_t> splatted(const Made& made, const Moment& moment, unsigned threads,
                                   const Kernels& kernel) {
    Sheet sheet(threads);
    sheet.set_arcs(made.picture, made.looks);
    Splatter splatter(threads, kernel);
    splatter.set_ground(made.ground());
    const auto out = splatter.paint(sheet, moment);
    return {out.begin(), out.end()};
}

struct Differences {
    double far_off = 0;      // share of the px that differ by more than 8 of 255
    double mean = 0;         // over all px and parts
    std::size_t lonely = 0;  // px that are lit here and have no neighbour there that is lit at all
};

Differences compare(const std::vector<std::uint8_t>& now, const std::vector<double>& wanted,
                    const Made& made) {
    const int width = static_cast<int>(made.view.size_px.x), height = static_cast<int>(made.view.size_px.y);
    const auto lit = [&](auto&& value, int x, int y, double by) {
        const auto row = static_cast<std::size_t>(y * width + x);
        for (std::size_t part = 0; part < 3; ++part)
            if (std::abs(value(row, part) - made.rgba[row * 4 + part]) > by) return true;
        return false;
    };
    const auto of_now = [&](std::size_t row, std::size_t part) {
        return static_cast<double>(now[row * 4 + part]);
    };
    const auto of_wanted = [&](std::size_t row, std::size_t part) { return wanted[row * 3 + part]; };
    const auto near = [&](auto&& value, int x, int y) {
        for (int dy = -1; dy <= 1; ++dy)
            for (int dx = -1; dx <= 1; ++dx)
                if (x + dx >= 0 && y + dy >= 0 && x + dx < width && y + dy < height &&
                    lit(value, x + dx, y + dy, 6))
                    return true;
        return false;
    };
    Differences found;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const auto row = static_cast<std::size_t>(y * width + x);
            double most = 0;
            for (std::size_t part = 0; part < 3; ++part) {
                const double off = std::abs(of_now(row, part) - of_wanted(row, part));
                most = std::max(most, off);
                found.mean += off / 3;
            }
            found.far_off += most > 8 ? 1 : 0;
            if (lit(of_now, x, y, 20) && !near(of_wanted, x, y)) ++found.lonely;
            if (lit(of_wanted, x, y, 20) && !near(of_now, x, y)) ++found.lonely;
        }
    found.far_off /= width * height;
    found.mean /= width * height;
    return found;
}

/// Thin ribbons have one opacity a column, which the shader has a px: their dashes end upright, not square.
void expect_alike(const Made& made, const Moment& moment, double most_far_off) {
    ASSERT_GT(made.picture.arcs.size(), 10u);
    const auto wanted = testing::drawn_plainly(made.picture, made.looks, made.ground(), moment);
    const Differences found = compare(splatted(made, moment, 1, kernels().back()), wanted, made);
    EXPECT_LT(found.far_off, most_far_off);
    EXPECT_LT(found.mean, 0.25 + 20 * most_far_off);  // 0.25: rounded to whole numbers
    EXPECT_EQ(found.lonely, 0u);
}

TEST(Splat, DrawsWhatTheShadersSay) {
    for (const double tilt_deg : {0.0, 50.0, 75.0})
        for (const Motion motion : {Motion::moving, Motion::still}) {
            SCOPED_TRACE(tilt_deg);
            expect_alike(make({.tilt_deg = tilt_deg, .motion = motion, .seed = 3}),
                         {.time_s = 1.7, .motion = motion, .lift = 1.15f}, 0.007);
        }
}

/// Ribbons wide enough to have their opacity a px, and no dashes: nothing is left that could differ but the
/// corners.
TEST(Splat, WideSolidRibbonsAreTheShadersOwn) {
    Made made = make({.arcs = 25, .seed = 4});
    for (ArcLook& look : made.looks) look.dash_px = 0;
    for (ArcKnot& knot : made.picture.knots) knot.half_width_px = 4;
    std::ranges::fill(made.depth, 1.0f);
    expect_alike(made, {.time_s = 0.7, .lift = 1.15f}, 0.0025);
}

/// Negative flows are hollow, changes like chance are faded: whatever their width, in motion and at rest.
TEST(Splat, HollowAndFadedRibbonsAreTheShadersOwn) {
    for (const Motion motion : {Motion::moving, Motion::still}) {
        Made made = make({.motion = motion, .widest_px = 14, .seed = 6});
        for (std::size_t arc = 0; arc < made.looks.size(); ++arc) {
            made.looks[arc].hollow = arc % 3 != 0;
            made.looks[arc].faded = arc % 2 != 0;
        }
        const Moment moment = {.time_s = 1.1, .motion = motion, .lift = 1.15f};
        expect_alike(made, moment, 0.01);
        const auto hollow = splatted(made, moment, 1, kernels().front());
        for (const Kernels& kernel : kernels())
            EXPECT_TRUE(splatted(made, moment, 3, kernel) == hollow) << kernel.name;
        for (ArcLook& look : made.looks) look.hollow = look.faded = false;
        EXPECT_FALSE(splatted(made, moment, 1, kernels().front()) == hollow);
    }
}

TEST(Splat, DimsVeilsAndDeepensDenseBundles) {
    const Made dense = make({.width_px = 300, .height_px = 200, .arcs = 500, .widest_px = 5, .seed = 5});
    for (const float lift : {1.15f, 0.85f}) expect_alike(dense, {.time_s = 0.3, .lift = lift}, 0.03);
    expect_alike(dense, {.time_s = 0.3, .gain = 0.25f, .lift = 1.15f}, 0.007);
    expect_alike(dense, {.lift = 1.15f, .veil = {0.1f, 0.9f, 0.4f}, .veil_share = 0.7f}, 0.03);
}

TEST(Splat, IsTheSameToTheBitForAnyThreadsAndKernel) {
    for (const Motion motion : {Motion::moving, Motion::still})
        for (const double tilt_deg : {0.0, 60.0}) {
            const Made made = make(
                {.width_px = 417, .height_px = 289, .arcs = 500, .tilt_deg = tilt_deg, .motion = motion});
            const Moment moment = {.time_s = 123.4, .motion = motion, .lift = 1.15f};
            const auto first = splatted(made, moment, 1, kernels().front());
            for (const Kernels& kernel : kernels())
                for (const unsigned threads : {1U, 2U, 3U, 5U})
                    EXPECT_TRUE(splatted(made, moment, threads, kernel) == first)
                        << kernel.name << ' ' << threads;
        }
}

TEST(Splat, NamesItsKernelsPortableFirst) {
    std::set<std::string> names;
    for (const Kernels& kernel : kernels()) names.insert(kernel.name);
    EXPECT_EQ(names.size(), kernels().size());
    EXPECT_STREQ(kernels().front().name, "portable");
#if defined(__x86_64__)
    EXPECT_GE(kernels().size(), 2u);
#endif
}

TEST(Splat, GroundInFrontHidesAndGroundBehindDoesNot) {
    Made made = make({.seed = 9});
    const Moment moment = {.lift = 1.15f};
    std::ranges::fill(made.depth, 0.0f);
    EXPECT_TRUE(splatted(made, moment, 2, kernels().back()) == made.rgba);
    std::ranges::fill(made.depth, 1.0f);
    EXPECT_FALSE(splatted(made, moment, 2, kernels().back()) == made.rgba);
}

TEST(Splat, ReusesItsPictureForAnotherMomentAndOtherArcs) {
    const Made one = make({.seed = 11}), other = make({.arcs = 5, .seed = 12});
    Sheet sheet(2);
    Splatter splatter(2, kernels().back());
    for (const Made* made : {&one, &other, &one}) {
        sheet.set_arcs(made->picture, made->looks);
        splatter.set_ground(made->ground());
        for (const double time_s : {0.0, 0.5}) {
            const Moment moment = {.time_s = time_s, .lift = 1.15f};
            const auto out = splatter.paint(sheet, moment);
            const auto anew = splatted(*made, moment, 1, kernels().back());
            EXPECT_TRUE(std::ranges::equal(out, anew));
        }
    }
}

/// Its curves follow on each other without a gap, comets and dashes run on, and it has one arrowhead.
TEST(ArcPicture, ABundledFlowRunsOnThroughItsCurves) {
    for (const double tilt : {0.0, 60.0}) {
        Made made = make({.width_px = 1280, .height_px = 720, .arcs = 1, .tilt_deg = tilt});
        std::vector<glm::dvec3> world;
        for (const glm::dvec3& node : made.nodes) world.emplace_back(node.x, node.y, 0);
        DrawList list = made.list;
        list.way_nodes = {NodeId{5}, NodeId{6}, NodeId{7}, NodeId{8}};
        list.arcs = {{.origin = NodeId{3}, .destination = NodeId{9}, .way_first = 1, .way_count = 3}};
        const Relief flat = {};
        const ArcPicture picture = build_arc_picture(
            {.list = list, .nodes = world, .relief = flat, .view = made.view, .motion = Motion::still});
        ASSERT_EQ(picture.arcs.size(), 3U) << tilt;
        float way = 0, along_px = 0;
        for (std::size_t row = 0; row < picture.arcs.size(); ++row) {
            const ArcOnScreen& arc = picture.arcs[row];
            EXPECT_EQ(arc.item, 0U);
            EXPECT_NEAR(arc.way_from, way, 1e-5);
            EXPECT_NEAR(picture.knots[arc.first_knot].along_px, along_px, 1e-2);
            EXPECT_EQ(arc.arrow_px > 0, row == 2);
            way += arc.way_share;
            along_px += arc.length_px;
            if (row == 0) continue;
            const ArcOnScreen& before = picture.arcs[row - 1];
            const std::size_t here = arc.first_knot, there = before.first_knot + before.knot_count - 1;
            EXPECT_LT(glm::length(picture.lane_px[here] - picture.lane_px[there]), 0.01f);
            EXPECT_LT(glm::length(picture.ways[here].along - picture.ways[there].along), 1e-3f);
        }
        EXPECT_NEAR(way, 1, 1e-5);
        EXPECT_NEAR(picture.arcs[2].shown_px, along_px, 0.2 * along_px);
        const glm::vec2 middle = picture.lane_px[picture.arcs[1].first_knot + 1];
        EXPECT_EQ(picture.arcs[*picture.pick(middle, 1)].item, 0U);

        // Comets: where one curve ends the next begins with the same head.
        for (std::size_t row = 1; row < 3; ++row) {
            const auto look = [&](std::size_t at) {
                return arc_look(picture.arcs[at], {.list = list,
                                                   .layers = made.layers,
                                                   .theme = theme(ThemeId::night),
                                                   .nodes = made.nodes});
            };
            const ArcLook before = look(row - 1), here = look(row);
            const float turns = (before.phase - before.heads) - here.phase;
            EXPECT_NEAR(turns, std::round(turns), 1e-4);
            EXPECT_EQ(before.heads_per_s, here.heads_per_s);
        }
    }
}

TEST(Splat, DrawsNothingWhereThereIsNothing) {
    Made made = make({.arcs = 1});
    made.picture.arcs.clear();
    made.picture.knots.clear();
    made.picture.ways.clear();
    made.picture.lane_px.clear();
    made.looks.clear();
    EXPECT_TRUE(splatted(made, {}, 2, kernels().back()) == made.rgba);
}

/// Where the eye is among the arcs, knots lie far off the screen, or deep behind: nothing may be read or
/// written outside the picture.
TEST(Splat, StandsCamerasAmongTheArcs) {
    for (unsigned seed = 20; seed < 30; ++seed) {
        Made made = make({.width_px = 70, .height_px = 65, .arcs = 40, .tilt_deg = 75, .seed = seed});
        std::mt19937 random(seed);
        for (glm::vec2& at : made.picture.lane_px)
            if (random() % 4 == 0) at *= std::ldexp(1.0f, static_cast<int>(random() % 60) - 20);
        for (ArcWay& way : made.picture.ways)
            if (random() % 8 == 0) way.along = {1, 0};
        const auto first = splatted(made, {.lift = 1.15f}, 1, kernels().front());
        for (const Kernels& kernel : kernels())
            EXPECT_TRUE(splatted(made, {.lift = 1.15f}, 2, kernel) == first);
    }
}

/// A black ground without hills, of `width_px` x `height_px`.
struct Plain {
    std::vector<std::uint8_t> rgba;
    std::vector<float> depth;
    splat::Ground ground;

    Plain(int width_px, int height_px)
        : rgba(static_cast<std::size_t>(width_px) * static_cast<std::size_t>(height_px) * 4, 0),
          depth(rgba.size() / 4, 1.0f),
          ground{.width_px = width_px, .height_px = height_px, .rgba = rgba, .depth = depth} {}
};

std::vector<std::uint8_t> with_lines(const splat::Lines& lines, const Plain& plain, unsigned threads,
                                     const Kernels& kernel) {
    Sheet sheet(threads);
    sheet.set_lines(lines, plain.ground.width_px, plain.ground.height_px);
    Splatter splatter(threads, kernel);
    splatter.set_ground(plain.ground);
    const auto out = splatter.paint(sheet, {.motion = Motion::still});
    return {out.begin(), out.end()};
}

constexpr Colour half_white = {.r = 255, .g = 255, .b = 255, .alpha = 0.5f};

/// Of a picture whose rows come from the bottom up.
int red_at(const std::vector<std::uint8_t>& picture, int width_px, int height_px, int x, int y) {
    return picture[static_cast<std::size_t>((height_px - 1 - y) * width_px + x) * 4];
}

TEST(SplatLines, HaveTheirWidthAndTheirColoursAlpha) {
    const Plain plain(200, 150);
    splat::Lines lines;
    const std::vector<glm::dvec4> points = {{20.5, 70, 0, 1}, {120.5, 70, 0, 1}};
    add_line(lines, points, {.width_px = 4, .colour = half_white});
    const auto picture = with_lines(lines, plain, 1, kernels().back());
    int sum = 0;
    for (int y = 0; y < 150; ++y) sum += red_at(picture, 200, 150, 60, y);
    EXPECT_NEAR(sum, 4 * 255 * 0.5, 6);
    EXPECT_NEAR(red_at(picture, 200, 150, 60, 69), 128, 1);
    EXPECT_EQ(red_at(picture, 200, 150, 60, 66), 0);
    EXPECT_EQ(red_at(picture, 200, 150, 15, 69), 0);
    EXPECT_EQ(red_at(picture, 200, 150, 126, 69), 0);
}

TEST(SplatLines, AreNotLaidTwiceWhereTheyBendNorOpenWhereTheyClose) {
    const Plain plain(200, 200);
    splat::Lines lines;
    const std::vector<glm::dvec4> square = {
        {50, 50, 0, 1}, {150, 50, 0, 1}, {150, 150, 0, 1}, {50, 150, 0, 1}};
    add_line(lines, square, {.width_px = 5, .colour = half_white, .closed = true});
    EXPECT_EQ(lines.pieces.size(), 4u);
    const auto picture = with_lines(lines, plain, 1, kernels().back());
    for (std::size_t at = 0; at < picture.size(); at += 4) EXPECT_LE(picture[at], 129);
    for (const auto& [x, y] : {std::pair{100, 50}, {150, 100}, {100, 150}, {50, 100}, {50, 50}, {149, 149}})
        EXPECT_NEAR(red_at(picture, 200, 200, x, y), 128, 2) << x << ' ' << y;
}

TEST(SplatLines, FadeByShareAndHideBehindTheGround) {
    Plain plain(200, 60);
    for (int x = 100; x < 200; ++x)
        for (int y = 0; y < 60; ++y) plain.depth[static_cast<std::size_t>(y * 200 + x)] = 0.4f;
    splat::Lines lines;
    const std::vector<glm::dvec4> points = {{10, 30, 0, 0.25}, {60, 30, 0, 0.25}, {190, 30, 0, 0.75}};
    add_line(lines, points, {.width_px = 6, .colour = {.r = 255, .g = 255, .b = 255}});
    const auto picture = with_lines(lines, plain, 1, kernels().back());
    EXPECT_NEAR(red_at(picture, 200, 60, 40, 30), 64, 2);
    EXPECT_NEAR(red_at(picture, 200, 60, 90, 30), 128, 2) << "the mean of both ends";
    EXPECT_EQ(red_at(picture, 200, 60, 150, 30), 0) << "behind the ground";
}

TEST(SplatLines, AreTheSameToTheBitForAnyThreadsAndKernel) {
    const Plain plain(333, 222);
    std::mt19937 random(5);
    splat::Lines lines;
    for (int line = 0; line < 300; ++line) {
        std::vector<glm::dvec4> points;
        glm::dvec4 at = {random() % 333, random() % 222, 0.2, 1};
        for (int point = 0; point < 30; ++point) {
            points.push_back(at);
            at += glm::dvec4(static_cast<double>(random() % 9) - 4, static_cast<double>(random() % 9) - 4, 0,
                             0);
            at.w = static_cast<double>(random() % 3) / 2;
        }
        add_line(lines, points,
                 {.width_px = static_cast<float>(random() % 4) + 0.5f,
                  .colour = half_white,
                  .closed = line % 2 == 0});
    }
    ASSERT_GT(lines.pieces.size(), 5000u);
    const auto first = with_lines(lines, plain, 1, kernels().front());
    EXPECT_FALSE(first == plain.rgba);
    for (const Kernels& kernel : kernels())
        for (const unsigned threads : {1U, 2U, 3U})
            EXPECT_TRUE(with_lines(lines, plain, threads, kernel) == first) << kernel.name << ' ' << threads;
}

TEST(SplatLines, WithoutLengthGiveNothing) {
    splat::Lines lines;
    add_line(lines, std::vector<glm::dvec4>{{5, 5, 0, 1}, {5, 5, 0, 1}, {5, 5, 0, 1}}, {.closed = true});
    add_line(lines, std::vector<glm::dvec4>{{5, 5, 0, 1}}, {});
    add_line(lines, {}, {});
    EXPECT_TRUE(lines.pieces.empty());
    EXPECT_TRUE(lines.knots.empty());
}

TEST(Splat, WhatLiesOverIsLaidOverArcsAndBareGroundAlike) {
    const Made made = make({.seed = 21});
    const Moment moment = {.time_s = 0.2, .lift = 1.15f};
    Sheet sheet(2);
    sheet.set_arcs(made.picture, made.looks);
    Splatter splatter(2, kernels().back());
    splatter.set_ground(made.ground());
    const auto paint = [&] {
        const auto out = splatter.paint(sheet, moment);
        return std::vector<std::uint8_t>(out.begin(), out.end());
    };
    const auto without = paint();
    std::mt19937 random(2);
    std::vector<std::uint8_t> over(made.rgba.size(), 0);
    for (std::size_t px = 0; px < over.size() / 4; px += random() % 3 + 1) {
        const unsigned alpha = random() % 4 == 0 ? 255 : random() % 256;
        for (std::size_t part = 0; part < 3; ++part)
            over[4 * px + part] = static_cast<std::uint8_t>(random() % (alpha + 1));
        over[4 * px + 3] = static_cast<std::uint8_t>(alpha);
    }
    over[0] = 255;  // rounded up past its alpha: held at white, with no carry into the next part
    over[3] = 200;
    splatter.set_over(over);
    const auto with = paint();
    for (std::size_t at = 0; at < over.size(); ++at) {
        const int keep = 255 - over[at / 4 * 4 + 3];
        const int wanted = std::min(255, over[at] + (without[at] * keep + 127) / 255);
        ASSERT_EQ(int{with[at]}, at % 4 == 3 ? 255 : wanted) << at;
    }
    splatter.set_over({});
    EXPECT_TRUE(paint() == without);
}

/// In one go the same as each alone over the picture of those before, and the ground comes back without them.
TEST(Splat, SheetsLieOverEachOtherInOrder) {
    const Made made = make({.seed = 23});
    const auto width = made.ground().width_px, height = made.ground().height_px;
    splat::Lines below, above;
    add_line(below, std::vector<glm::dvec4>{{10, 20, 0.2, 1}, {300, 140, 0.2, 1}},
             {.width_px = 9, .colour = {.r = 250, .g = 40, .b = 90}});
    add_line(above, std::vector<glm::dvec4>{{10, 150, 0.2, 1}, {300, 30, 0.2, 1}},
             {.width_px = 6, .colour = {.r = 20, .g = 240, .b = 90}});
    Sheet lines(2), arcs(2), marks(2), none(2);
    lines.set_lines(below, width, height);
    arcs.set_arcs(made.picture, made.looks);
    marks.set_lines(above, width, height);
    none.set_lines({}, width, height);
    for (const float veil_share : {0.0f, 0.4f}) {
        const Moment still = {.motion = Motion::still},
                     moment = {
                         .time_s = 0.3, .lift = 1.15f, .veil = {0.1f, 0.2f, 0.3f}, .veil_share = veil_share};
        Splatter splatter(2, kernels().back());
        splatter.set_ground(made.ground());
        const std::vector<Splatter::Coat> coats = {
            {lines, still}, {none, still}, {arcs, moment}, {marks, still}};
        const auto at_once = splatter.paint(coats);

        std::vector<std::uint8_t> picture = made.rgba;
        for (const auto& [sheet, at] : coats) {
            Splatter alone(1, kernels().front());
            splat::Ground ground = made.ground();
            ground.rgba = picture;
            alone.set_ground(ground);
            const auto out = alone.paint(sheet, at);
            picture = std::vector<std::uint8_t>(out.begin(), out.end());
        }
        EXPECT_TRUE(std::ranges::equal(at_once, picture));
        EXPECT_FALSE(picture == made.rgba);
        EXPECT_TRUE(std::ranges::equal(splatter.paint(none, still), made.rgba));
    }
}

TEST(Enlarge, KeepsFlatColoursAndGoesEvenlyBetweenOthers) {
    for (const splat::Extent whole : {splat::Extent{14, 8}, splat::Extent{13, 7}, splat::Extent{1, 1}}) {
        const auto columns = static_cast<std::size_t>(whole.half_width_px());
        const auto rows = static_cast<std::size_t>(whole.half_height_px());
        std::vector<std::uint8_t> half(columns * rows * 4, 77);
        for (std::size_t px = 0; px < columns * rows; ++px)
            half[px * 4] = static_cast<std::uint8_t>(16 * (px % columns) + 4 * (px / columns));
        std::vector<float> depth(columns * rows);
        for (std::size_t px = 0; px < depth.size(); ++px) depth[px] = static_cast<float>(px);
        const auto px_count =
            static_cast<std::size_t>(whole.width_px) * static_cast<std::size_t>(whole.height_px);
        std::vector<std::uint8_t> out(px_count * 4);
        std::vector<float> out_depth(px_count);
        enlarge_colour(half, whole, out, 3);
        enlarge_depth(depth, whole, out_depth, 3);
        for (int y = 0; y < whole.height_px; ++y)
            for (int x = 0; x < whole.width_px; ++x) {
                const auto px = static_cast<std::size_t>(y * whole.width_px + x);
                EXPECT_EQ(out[px * 4 + 1], 77);
                // Px centres lie a quarter of a half-size px to either side of its centre.
                const double column = std::clamp((x + 0.5) / 2 - 0.5, 0.0, static_cast<double>(columns - 1));
                const double row = std::clamp((y + 0.5) / 2 - 0.5, 0.0, static_cast<double>(rows - 1));
                EXPECT_NEAR(out[px * 4], 16 * column + 4 * row, 0.51) << x << ' ' << y;
                EXPECT_EQ(out_depth[px], static_cast<float>(y / 2 * whole.half_width_px() + x / 2));
            }
    }
}

}  // namespace
}  // namespace flowspace
