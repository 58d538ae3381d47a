// Panels drawn in memory: a glyph has the same bytes wherever the packing of the font puts it.
#include "viewer/ui_raster.h"

#include <gtest/gtest.h>
#include <imgui.h>

#include <algorithm>
#include <string>

namespace flowspace {
namespace {

/// Words at an odd place and size, with a font whose texture also holds a rectangle of this width.
Image words_beside(int filler_px, int* u_of_glyph) {
    ImFontAtlas atlas;
    atlas.AddFontDefault();
    if (filler_px > 0) atlas.AddCustomRectRegular(filler_px, 3);
    atlas.Build();
    *u_of_glyph =
        static_cast<int>(atlas.Fonts[0]->FindGlyph('w')->U0 * static_cast<float>(atlas.TexWidth) + 0.5f) +
        1000 *
            static_cast<int>(atlas.Fonts[0]->FindGlyph('w')->V0 * static_cast<float>(atlas.TexHeight) + 0.5f);
    ImGuiContext* context = ImGui::CreateContext(&atlas);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {720, 400};
    io.DeltaTime = 1;
    ImGui::NewFrame();
    ImDrawList& list = *ImGui::GetForegroundDrawList();
    for (int line = 0; line < 16; ++line)  // roundings show in few pixels: many sizes, places and letters
        list.AddText(nullptr, 12.3f + 0.71f * static_cast<float>(line),
                     {5.4f + 0.13f * static_cast<float>(line), 24.37f * static_cast<float>(line)},
                     IM_COL32(240, 200, 90, 255), "Sphinx of black quartz, judge my vow: 0123456789");
    ImGui::Render();
    Image image;
    image.width_px = 720;
    image.height_px = 400;
    image.rgb.assign(std::size_t{720} * 400 * 3, 30);
    raster_ui(*ImGui::GetDrawData(), atlas, image);
    ImGui::DestroyContext(context);
    return image;
}

TEST(UiRaster, PackingOfTheFontLeavesNoTrace) {
    int there = 0, elsewhere = 0;
    const Image plain = words_beside(0, &there);
    EXPECT_GT(std::ranges::count_if(plain.rgb, [](auto byte) { return byte != 30; }), 500);
    int moved = 0;
    for (const int filler_px : {3, 37, 90, 200, 333, 411, 480}) {
        EXPECT_EQ(words_beside(filler_px, &elsewhere).rgb, plain.rgb) << filler_px;
        moved += elsewhere != there ? 1 : 0;
    }
    EXPECT_GT(moved, 0) << "no packing differed: the check could not fail";
}

}  // namespace
}  // namespace flowspace
