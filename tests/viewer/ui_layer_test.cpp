// The interface drawn apart and laid over a picture, against the same triangles blended into it one by one.
#include "viewer/ui_layer.h"

#include "render/scene/premultiplied.h"
#include "viewer/ui_raster.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>

namespace flowspace {
namespace {

constexpr int width_px = 400, height_px = 260;

class UiLayerTest : public ::testing::Test {
protected:
    void SetUp() override {
        atlas_.AddFontDefault();
        atlas_.Build();
        context_ = ImGui::CreateContext(&atlas_);
        ImGuiIO& io = ImGui::GetIO();
        io.IniFilename = nullptr;
        io.DisplaySize = {width_px, height_px};
        io.DeltaTime = 1;
    }
    void TearDown() override { ImGui::DestroyContext(context_); }

    const ImDrawData& say(const std::function<void(ImDrawList&)>& what) {
        ImGui::NewFrame();
        what(*ImGui::GetForegroundDrawList());
        ImGui::Render();
        return *ImGui::GetDrawData();
    }

    ImFontAtlas atlas_;
    ImGuiContext* context_ = nullptr;
};

/// Everything panels are made of.
void draw_all_kinds(ImDrawList& list) {
    list.AddRectFilled({5.5f, 6}, {180, 120.4f}, IM_COL32(30, 40, 60, 230), 9);
    list.AddRect({8, 9}, {170, 110}, IM_COL32(200, 210, 220, 120), 6, 0, 1);
    list.AddRectFilled({20, 20}, {60.3f, 40.7f}, IM_COL32(255, 140, 20, 255));
    list.AddText(nullptr, 17.3f, {24.4f, 51.2f}, IM_COL32(240, 240, 250, 255), "Sphinx of quartz 012345");
    list.AddText({24, 80}, IM_COL32(120, 240, 250, 180), "judge my vow");
    list.AddLine({190, 10}, {390, 70}, IM_COL32(255, 255, 255, 200), 3);
    list.AddCircleFilled({260, 160}, 40, IM_COL32(90, 160, 255, 160));
    list.AddCircle({320, 180}, 50, IM_COL32(250, 80, 160, 255), 0, 2.5f);
    list.AddTriangleFilled({200, 240}, {260, 225}, {215, 180}, IM_COL32(80, 220, 120, 200));
    list.AddRectFilledMultiColor({300, 200}, {390, 250}, IM_COL32(255, 0, 0, 255), IM_COL32(0, 255, 0, 128),
                                 IM_COL32(0, 0, 255, 255), IM_COL32(255, 255, 0, 0));
    list.PushClipRect({40, 130}, {120, 200});
    list.AddCircleFilled({40, 165}, 60, IM_COL32(220, 200, 40, 255));
    list.PopClipRect();
}

TEST_F(UiLayerTest, GivesThePictureThatBlendingGives) {
    const ImDrawData& said = say(draw_all_kinds);
    Image wanted{.width_px = width_px, .height_px = height_px, .rgb = {}};
    wanted.rgb.assign(std::size_t{width_px} * height_px * 3, 70);
    raster_ui(said, atlas_, wanted);
    UiLayer layer;
    ASSERT_TRUE(layer.update(said, atlas_));
    ASSERT_EQ(layer.rgba().size(), std::size_t{width_px} * height_px * 4);
    std::size_t lit = 0, off = 0;
    int most = 0;
    for (int y = 0; y < height_px; ++y)
        for (int x = 0; x < width_px; ++x) {
            std::uint32_t top = 0;
            std::memcpy(&top, layer.rgba().data() + 4 * ((height_px - 1 - y) * width_px + x), 4);
            lit += top != 0 ? 1 : 0;
            const std::uint32_t px = laid_over(top, 0xFF464646U);
            for (int part = 0; part < 3; ++part) {
                const int here = static_cast<int>(px >> (8 * part) & 0xFF);
                const int there = wanted.rgb[static_cast<std::size_t>((y * width_px + x) * 3 + part)];
                most = std::max(most, std::abs(here - there));
                off += std::abs(here - there) > 4 ? 1 : 0;
            }
        }
    EXPECT_GT(lit, 30'000u);
    // Letters between texels are rounded to whole numbers once more; nothing else may differ by more.
    EXPECT_LE(off, 20u);
    EXPECT_LE(most, 12);
}

TEST_F(UiLayerTest, IsDrawnAgainOnlyWhenSomethingElseIsSaid) {
    UiLayer layer;
    EXPECT_TRUE(layer.update(say(draw_all_kinds), atlas_));
    const std::uint64_t first = layer.number();
    const std::vector<std::uint8_t> rgba(layer.rgba().begin(), layer.rgba().end());
    EXPECT_FALSE(layer.update(say(draw_all_kinds), atlas_));
    EXPECT_EQ(layer.number(), first);
    EXPECT_TRUE(layer.update(say([](ImDrawList& list) {
                                 draw_all_kinds(list);
                                 list.AddCircleFilled({50, 220}, 10, IM_COL32_WHITE);
                             }),
                             atlas_));
    EXPECT_GT(layer.number(), first);
    EXPECT_FALSE(std::ranges::equal(layer.rgba(), rgba));
    EXPECT_TRUE(layer.update(say(draw_all_kinds), atlas_));
    EXPECT_TRUE(std::ranges::equal(layer.rgba(), rgba)) << "nothing of what went may stay";
    EXPECT_TRUE(layer.update(say([](ImDrawList&) {}), atlas_));
    EXPECT_TRUE(std::ranges::all_of(layer.rgba(), [](std::uint8_t byte) { return byte == 0; }));
}

TEST(Premultiplied, IsHeldAtWhiteWhereRoundingPassesIt) {
    EXPECT_EQ(laid_over(0x80FF8040U, 0xFFFFFFFFU), 0xFFFFFFBFU);
    EXPECT_EQ(laid_over(0, 0x12345678U), 0x12345678U);
    EXPECT_EQ(laid_over(0xFF010203U, 0x12345678U), 0xFF010203U);
}

}  // namespace
}  // namespace flowspace
