// What stills and films say of themselves on any ground, and how a film goes on: mattes, counted texts,
// memories of labels.
#include "data/atlas_pack.h"
#include "render/renderer.h"
#include "render/scene/blend.h"
#include "render/scene/counted_text.h"
#include "render/scene/home_camera.h"
#include "render/scene/label_layout.h"
#include "viewer/export/matte.h"
#include "viewer/focus.h"
#include "viewer/headless.h"
#include "viewer/pipeline.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

namespace flowspace {
namespace {

TEST(CountedText, NumbersRunWhereTheWordsAreTheSame) {
    EXPECT_EQ(counted("1,200 of 9 flows, 5 %", "3,400 of 11 flows, 6.5 %", 0.5), "2,300 of 10 flows, 5.8 %");
    EXPECT_EQ(counted("显示 900 条", "显示 1,100 条", 0.75), "显示 1,050 条");
    EXPECT_EQ(counted("12", "14", 0), "12");
    EXPECT_EQ(counted("12", "14", 1), "14");
    EXPECT_EQ(counted("a 0.50", "a 0.25", 0.5), "a 0.38");
    EXPECT_EQ(counted("999999,1", "1000001,1", 0.5), "1000000,1");  // a comma that is none of thousands
    EXPECT_FALSE(counted("3 cities", "3 towns", 0.5));
    EXPECT_FALSE(counted("no numbers", "no numbers", 0.5));
    EXPECT_FALSE(counted("1 and 2", "1", 0.5));
    EXPECT_EQ(counted_or_switched("a", "b", 0.4), "a");
    EXPECT_EQ(counted_or_switched("a", "b", 0.6), "b");
}

TEST(Blend, LegendTotalsAreCountedAndBundledArcsFindTheirWays) {
    DrawList before, after;
    before.furniture.shown = "10 of 100 flows";
    after.furniture.shown = "20 of 100 flows";
    before.furniture.subtitle = "2019-01";
    after.furniture.subtitle = "2020-12";
    before.furniture.legend = {{.name = "people", .samples = {{.text = "100", .width_px = 2}}}};
    after.furniture.legend = {{.name = "people", .samples = {{.text = "300", .width_px = 4}}}};
    before.way_nodes = {NodeId{1}, NodeId{2}};
    after.way_nodes = {NodeId{7}};
    before.arcs = {{.origin = NodeId{0}, .destination = NodeId{3}, .way_first = 0, .way_count = 2}};
    after.arcs = {{.origin = NodeId{5}, .destination = NodeId{6}, .way_first = 0, .way_count = 1}};
    before.walls = {{.width_px = 4, .height_px = 20}};
    after.walls = {{.a = GroupId{0}, .b = GroupId{1}, .width_px = 8, .height_px = 40}};
    before.skins = {{.group = GroupId{2}, .height_px = 12}};
    before.donuts = {{.node = NodeId{4}, .radius_px = 16, .parts = {{0.2F}}, .notch = 0.4F}};
    after.donuts = {{.node = NodeId{5}, .radius_px = 16, .parts = {{0.5F}}},
                    {.node = NodeId{4}, .radius_px = 20, .parts = {{0.6F}}, .notch = 0.8F}};
    const DrawList half = blended(before, after, 0.5);
    EXPECT_EQ(half.furniture.shown, "15 of 100 flows");
    EXPECT_EQ(half.furniture.subtitle, "2020-12") << "dates do not run";
    EXPECT_EQ(half.furniture.legend[0].samples[0].text, "200");
    EXPECT_EQ(half.furniture.legend[0].samples[0].width_px, 3);
    ASSERT_EQ(half.walls.size(), 2U);
    EXPECT_EQ(half.walls[0].width_px, 6) << "from the wall of every border to its own";
    EXPECT_EQ(half.walls[1].height_px, 10) << "down to nothing";
    EXPECT_EQ(half.skins[0].height_px, 6);
    ASSERT_EQ(half.donuts.size(), 2U);
    EXPECT_EQ(half.donuts[0].radius_px, 8) << "grows in";
    EXPECT_FLOAT_EQ(half.donuts[1].parts[0].share, 0.4F);
    EXPECT_FLOAT_EQ(half.donuts[1].notch.value(), 0.6F);
    EXPECT_EQ(half.donuts[1].radius_px, 18);
    ASSERT_EQ(half.arcs.size(), 2U);
    for (const ArcItem& arc : half.arcs) {
        ASSERT_LE(arc.way_first + arc.way_count, half.way_nodes.size());
        EXPECT_EQ(half.way_nodes[arc.way_first], arc.origin == NodeId{0} ? NodeId{1} : NodeId{7});
    }
}

/// What is over a ground at some alpha comes back, on whatever ground it is laid.
TEST(Matte, WhatLiesOnTheGroundIsToldApartFromIt) {
    Image over{.width_px = 16, .height_px = 16};
    for (int pixel = 0; pixel < 256; ++pixel) {
        over.alpha.push_back(static_cast<std::uint8_t>(pixel));
        for (const int colour : {pixel, 255 - pixel, 40})
            over.rgb.push_back(static_cast<std::uint8_t>(colour));
    }
    const Image apart = matte(laid_over_ground(over, 0), laid_over_ground(over, 255));
    EXPECT_EQ(apart.alpha[0], 0);
    EXPECT_EQ(apart.alpha[255], 255);
    const Image again = laid_over_ground(apart, 128), expected = laid_over_ground(over, 128);
    for (std::size_t at = 0; at < again.rgb.size(); ++at)
        ASSERT_LE(std::abs(again.rgb[at] - expected.rgb[at]), 2) << at;
}

/// Relief gone, everything else is laid over any ground as it is drawn on it: tilted, modelled, with an area
/// chosen.
TEST(Matte, ARenderedMapLiesOnAnyGroundAsIfDrawnThere) {
    const auto data = std::make_shared<const Dataset>(std::move(*load_atlas_pack(*find_atlas_pack())));
    auto context = HeadlessContext::create();
    ASSERT_TRUE(context) << context.error().message;
    auto renderer = Renderer::create(data, map_crs(*data));
    ASSERT_TRUE(renderer) << renderer.error().message;
    Settings settings = normalised({}, shape_of(*data));
    settings.style.theme = ThemeId::paper;
    Pipeline pipeline(data, {.background_above = std::nullopt});
    pipeline.update(settings);
    Frame frame{.camera = settings.camera,
                .viewport = {.width_px = 320, .height_px = 180},
                .style = settings.style,
                .motion = Motion::still};
    frame.camera.tilt_deg = 40;
    frame.selected.group = GroupId{0};
    const auto on = [&](std::uint8_t grey) {
        frame.plain_ground = Colour{grey, grey, grey};
        renderer->draw(pipeline.draw_list(), frame);
        return renderer->read();
    };
    const Image apart = matte(on(0), on(255)), again = laid_over_ground(apart, 128), drawn = on(128);
    std::size_t clear = 0, opaque = 0, off = 0;
    for (const std::uint8_t alpha : apart.alpha) {
        clear += alpha == 0 ? 1 : 0;
        opaque += alpha == 255 ? 1 : 0;
    }
    for (std::size_t at = 0; at < drawn.rgb.size(); ++at) off += std::abs(drawn.rgb[at] - again.rgb[at]) > 3;
    EXPECT_GT(clear, apart.alpha.size() / 4);
    EXPECT_GT(opaque, 100U);
    EXPECT_LT(off, drawn.rgb.size() / 500);
    EXPECT_EQ(renderer->gl_errors(), 0U);
}

/// Forty labels that drift, turn and meet.
std::vector<LabelCandidate> drifting(int frame) {
    std::vector<LabelCandidate> all;
    for (std::uint32_t id = 0; id < 40; ++id) {
        const float turn = 0.02f * static_cast<float>(frame) + 0.4f * static_cast<float>(id);
        all.push_back({.id = id,
                       .at = {320 + (40 + 6 * static_cast<float>(id)) * std::cos(turn),
                              180 + (20 + 3 * static_cast<float>(id)) * std::sin(1.3f * turn)},
                       .disc_half_px = {4, 3},
                       .width_px = 52,
                       .height_px = 14,
                       .rank = static_cast<int>(id % 3),
                       .measure = static_cast<double>((id * 7) % 11)});
    }
    return all;
}

std::vector<PlacedLabel> placed_at(LabelLayout& layout, int frame) {
    const std::vector<LabelCandidate> candidates = drifting(frame);
    return layout.update(
        {.candidates = candidates, .bounds = {0, 0, 640, 360}, .time_s = frame / 30.0, .look = 1});
}

TEST(LabelMemory, AnotherLayoutGoesOnAsTheFirstWould) {
    LabelLayout whole, resumed;
    std::string memory;
    for (int frame = 0; frame < 200; ++frame) {
        if (frame == 90) memory = whole.memory();
        const std::vector<PlacedLabel> expected = placed_at(whole, frame);
        if (frame < 90) continue;
        if (frame == 90) {
            ASSERT_TRUE(resumed.recall(memory));
        }
        const std::vector<PlacedLabel> got = placed_at(resumed, frame);
        ASSERT_EQ(got.size(), expected.size()) << frame;
        for (std::size_t row = 0; row < got.size(); ++row) {
            ASSERT_EQ(got[row].id, expected[row].id) << frame;
            ASSERT_EQ(got[row].opacity, expected[row].opacity) << frame;
            ASSERT_EQ(got[row].box, expected[row].box) << frame;
        }
    }
    LabelLayout fresh;
    std::vector<PlacedLabel> differs;
    for (int frame = 90; frame < 93; ++frame) differs = placed_at(fresh, frame);
    LabelLayout same;
    ASSERT_TRUE(same.recall(memory));
    for (int frame = 90; frame < 92; ++frame) placed_at(same, frame);
    EXPECT_NE(differs.size(), placed_at(same, 92).size()) << "without memory the names stand elsewhere";
}

TEST(LabelMemory, NothingElseIsTakenForOne) {
    LabelLayout layout;
    for (int frame = 0; frame < 20; ++frame) placed_at(layout, frame);
    const std::string memory = layout.memory();
    LabelLayout other;
    EXPECT_FALSE(other.recall(""));
    EXPECT_FALSE(other.recall("labels 2\n"));
    for (std::size_t end = 0; end < memory.size(); end += 97)
        EXPECT_FALSE(other.recall(memory.substr(0, end)));
    EXPECT_FALSE(other.recall(memory + "x"));
    // Whatever the bytes say, what is taken up can be drawn from.
    for (std::size_t at = 9; at < memory.size(); at += 41) {
        std::string bytes = memory;
        bytes[at] = static_cast<char>(0x7f);
        if (other.recall(bytes)) placed_at(other, 20);
    }
    EXPECT_TRUE(other.recall(memory));
}

}  // namespace
}  // namespace flowspace
