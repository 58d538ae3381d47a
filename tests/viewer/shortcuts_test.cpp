#include "viewer/shortcuts.h"

#include "synthetic.h"
#include "viewer/focus.h"
#include "viewer/state_json.h"

#include <gtest/gtest.h>

namespace flowspace {
namespace {

struct Desk {
    std::shared_ptr<const Dataset> data = synthetic_dataset();
    Settings settings = normalised({}, {.layers = 2, .places = 5, .groups = 2, .pairs = 20});
    Workspace workspace = {};
    std::vector<Action> actions = {};

    void press(const KeyPresses& keys) { apply_keys(keys, {*data, settings, workspace, actions}); }
};

TEST(Shortcuts, EscapeStepsBackPopoverThenSelectionThenFocus) {
    Desk desk;
    desk.workspace.popover = Popover::settings;
    desk.settings.selected = target_of(PlaceId{1});
    desk.settings.focus.groups = {GroupId{0}};
    desk.press({.escape = 1});
    EXPECT_EQ(desk.workspace.popover, Popover::none);
    EXPECT_FALSE(desk.settings.selected.empty());
    desk.press({.escape = 1});
    EXPECT_TRUE(desk.settings.selected.empty());
    EXPECT_FALSE(desk.settings.focus.empty());
    desk.press({.escape = 1});
    EXPECT_TRUE(desk.settings.focus.empty());
}

TEST(Shortcuts, DigitsToggleLayersAndTheLastStays) {
    Desk desk;
    desk.press({.characters = "1"});
    EXPECT_EQ(desk.settings.filter.layers, std::vector{LayerId{1}});
    EXPECT_EQ(desk.settings.current_layer, LayerId{1});
    desk.press({.characters = "2"});
    EXPECT_EQ(desk.settings.filter.layers, std::vector{LayerId{1}});
    desk.press({.characters = "19"});
    EXPECT_EQ(desk.settings.filter.layers, (std::vector{LayerId{0}, LayerId{1}}));
}

TEST(Shortcuts, PlayLanguageThemeNorth) {
    Desk desk;
    desk.settings.camera.bearing_deg = 40;
    desk.press({.characters = " ltn"});
    EXPECT_TRUE(desk.settings.playback.playing);
    EXPECT_EQ(desk.settings.style.language, Language::en);
    EXPECT_EQ(desk.settings.style.theme, ThemeId::paper);
    EXPECT_EQ(desk.settings.camera.bearing_deg, 0);
}

TEST(Shortcuts, PinsBookmarksWindowEndsAndTextSize) {
    Desk desk;
    desk.settings.selected = target_of(PlaceId{2});
    desk.press({.characters = "p", .bookmark = 1, .text_size = 3, .go_to = 2});
    EXPECT_EQ(desk.settings.pins, std::vector{target_of(PlaceId{2})});
    EXPECT_EQ(desk.settings.bookmarks.size(), 1U);
    EXPECT_FLOAT_EQ(desk.settings.style.text_scale, 1.3F);
    ASSERT_EQ(desk.actions.size(), 1U);
    EXPECT_EQ(std::get<GoToBookmark>(desk.actions[0]).row, 1U);
    desk.press({.characters = "}}(", .text_size = 20});
    EXPECT_EQ(desk.settings.filter.window,
              (Window{(*parse_time("2020-03")).start, (*parse_time("2020-12")).start}));
    EXPECT_FLOAT_EQ(desk.settings.style.text_scale, 2.F);
    desk.press({.characters = "{", .text_size = -30});
    EXPECT_EQ(desk.settings.filter.window.from, (*parse_time("2020-02")).start);
    EXPECT_FLOAT_EQ(desk.settings.style.text_scale, 1.F);
    desk.press({.characters = "pb"});
    EXPECT_TRUE(desk.settings.pins.empty());
    EXPECT_EQ(desk.workspace.popover, Popover::bookmarks);
}

TEST(Shortcuts, AskForFlightsAndHistory) {
    Desk desk;
    desk.settings.selected = target_of(PlaceId{2});
    desk.press({.characters = "f", .home = 1, .undo = 2, .redo = 1});
    ASSERT_EQ(desk.actions.size(), 5U);
    EXPECT_EQ(std::get<FlyTo>(desk.actions[0]).target, target_of(PlaceId{2}));
    EXPECT_TRUE(std::get<FlyTo>(desk.actions[1]).target.empty());
    EXPECT_TRUE(std::holds_alternative<Undo>(desk.actions[2]));
    EXPECT_TRUE(std::holds_alternative<Undo>(desk.actions[3]));
    EXPECT_TRUE(std::holds_alternative<Redo>(desk.actions[4]));
}

TEST(StateJson, SpeaksInIds) {
    Desk desk;
    desk.settings.selected = target_of(FlowRef{LayerId{1}, PairId{1}});
    desk.settings.focus.groups = {GroupId{1}};
    Pipeline pipeline(desk.data);
    pipeline.update(desk.settings);
    const std::string line = state_json({.data = *desk.data,
                                         .settings = desk.settings,
                                         .workspace = desk.workspace,
                                         .hover = target_of(PlaceId{3}),
                                         .derived = pipeline,
                                         .layout = {},
                                         .anchors = {{PlaceId{0}, {10, 20}}}});
    EXPECT_EQ(line.find('\n'), std::string::npos);
    EXPECT_NE(line.find(R"("selected":{"flow":"110000>120000","layer":"goods"})"), std::string::npos) << line;
    EXPECT_NE(line.find(R"("hover":{"place":"310000"})"), std::string::npos);
    EXPECT_NE(line.find(R"("focus":["chang"])"), std::string::npos);
    EXPECT_NE(line.find(R"("places_px":{"110000":[10,20]})"), std::string::npos);
}

}  // namespace
}  // namespace flowspace
