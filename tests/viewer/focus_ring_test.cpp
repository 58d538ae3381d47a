// The keyboard reaches every control: Tab walks them all, Enter presses, the arrow keys change, popovers keep
// it.
#include "viewer/widgets/focus_ring.h"

#include "synthetic.h"
#include "viewer/focus.h"
#include "viewer/hover.h"
#include "viewer/panel_picture.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <set>

namespace flowspace {
namespace {

class Keyboard : public ::testing::Test {
protected:
    Keyboard() : pipeline(data, {.background_above = std::nullopt}) {
        settings = normalised({}, shape_of(*data));
        auto made = PanelPainter::create(data, 1);
        EXPECT_TRUE(made) << (made ? "" : made.error().message);
        painter = std::make_unique<PanelPainter>(std::move(*made));
        image.rgb.assign(std::size_t{1280} * 720 * 3, 40);
    }
    /// Draws what the keys lead to, and goes on from there.
    void press(const FocusRing::Keys& keys) {
        pipeline.update(settings);
        painter->paint(
            {.derived = pipeline, .settings = settings, .workspace = workspace, .focus = &ring, .keys = keys},
            image);
        settings = painter->settings_after();
        workspace = painter->workspace_after();
    }
    void keep_picture(const std::string& name) {
        const std::filesystem::path folder = std::filesystem::path(FLOWSPACE_BINARY_DIR) / "panels";
        std::filesystem::create_directories(folder);
        EXPECT_TRUE(write_png(image, folder / (name + ".png"), {}));
    }
    /// Tabs until `done`; false where it came round without.
    template <class Done>
    bool tab_until(Done done) {
        for (int step = 0; step < 400; ++step) {
            press({.steps = 1});
            if (done()) return true;
        }
        return false;
    }

    std::shared_ptr<const Dataset> data = synthetic_dataset();
    Settings settings;
    Workspace workspace;
    Pipeline pipeline;
    std::unique_ptr<PanelPainter> painter;
    FocusRing ring;
    Image image{.width_px = 1280, .height_px = 720};
};

TEST_F(Keyboard, TabWalksEveryControlOnceAndComesRound) {
    press({});
    press({});
    const std::size_t all = ring.stops().size();
    EXPECT_GT(all, 40U) << "chips, buttons, segments, sliders, fields, rows";
    EXPECT_FALSE(ring.active());
    std::set<ImGuiID> ids;
    for (const FocusRing::Stop& stop : ring.stops()) ids.insert(stop.id);
    EXPECT_EQ(ids.size(), all) << "each control has an id of its own";
    press({.steps = 1});
    EXPECT_TRUE(ring.active());
    keep_picture("keyboard-first");
    press({.steps = -1});
    press({.steps = 1});
    press({.leave = true});
    EXPECT_FALSE(ring.active());
}

TEST_F(Keyboard, TheFocusIsSeen) {
    press({});
    const Image without = image;
    press({.steps = 3});
    EXPECT_NE(image.rgb, without.rgb);
    keep_picture("keyboard-focus");
}

TEST_F(Keyboard, EnterPressesAndArrowsChange) {
    press({});
    press({});
    // The leftmost control of the top bar is the chip of the first layer.
    const auto chip = std::ranges::min_element(
        ring.stops(), {}, [](const FocusRing::Stop& stop) { return stop.box.y1 <= 44 ? stop.box.x0 : 1e9F; });
    ASSERT_NE(chip, ring.stops().end());
    const std::vector<LayerId> before = settings.filter.layers;
    press({.steps = static_cast<int>(chip - ring.stops().begin()) + 1});
    EXPECT_EQ(settings.filter.layers, before) << "arriving presses nothing";
    press({.press = true});
    EXPECT_NE(settings.filter.layers, before);
}

TEST_F(Keyboard, SlidersMoveByTheArrowKeys) {
    press({});
    press({});
    const Settings before = settings;
    EXPECT_TRUE(tab_until([&] {
        press({.adjust = 1});
        return settings.show.strongest != before.show.strongest;
    })) << "the slider of the number shown";
    EXPECT_GT(settings.show.strongest, before.show.strongest);
    EXPECT_TRUE(tab_until([&] {
                    press({.adjust = -1});
                    return settings.filter.window != before.filter.window;
                }) ||
                settings.filter.window == before.filter.window);
}

TEST_F(Keyboard, APopoverKeepsIt) {
    workspace.popover = Popover::settings;
    press({});
    press({});
    const std::size_t inside = ring.stops().size();
    EXPECT_GT(inside, 10U);
    EXPECT_LT(inside, 40U) << "what lies under it is passed over";
    EXPECT_TRUE(tab_until([&] {
        press({.press = true});
        return settings.style.text_scale > 1;
    }));
    keep_picture("keyboard-settings");
}

TEST_F(Keyboard, WhatIsPointedAtByTheKeyboardIsNamed) {
    press({});
    press({});
    EXPECT_TRUE(tab_until([&] { return painter->hover_after() == target_of(GroupId{0}); }))
        << "a row of the list is pointed out on the map";
}

}  // namespace
}  // namespace flowspace
