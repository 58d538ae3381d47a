// Pins and bookmarks: edits of settings that are undone, kept in projects and shown on cards.
#include "viewer/bookmarks.h"

#include "synthetic.h"
#include "viewer/focus.h"
#include "viewer/history.h"
#include "viewer/hover.h"
#include "viewer/pipeline.h"
#include "viewer/settings_json.h"

#include <gtest/gtest.h>

namespace flowspace {
namespace {

Settings start() { return normalised({}, shape_of(*synthetic_dataset())); }

TEST(Pins, ComeInOrderOnceAndTheOldestGives) {
    std::vector<Target> pins;
    pins = toggled_pin(pins, target_of(PlaceId{1}));
    pins = toggled_pin(pins, target_of(FlowRef{LayerId{0}, PairId{3}}));
    EXPECT_TRUE(is_pinned(pins, target_of(FlowRef{LayerId{1}, PairId{3}})))
        << "a pair is one, whatever layer";
    EXPECT_EQ(toggled_pin(pins, {}), pins);
    EXPECT_EQ(toggled_pin(pins, target_of(PlaceId{1})).size(), 1U);
    for (std::uint32_t row = 2; row < 20; ++row) pins = toggled_pin(pins, target_of(PlaceId{row}));
    ASSERT_EQ(pins.size(), most_pins);
    EXPECT_EQ(pins.back(), target_of(PlaceId{19}));
    EXPECT_EQ(pins.front(), target_of(PlaceId{12}));
}

TEST(Pins, FiguresFollowLayerAndWindow) {
    const std::shared_ptr<const Dataset> data = synthetic_dataset();
    Pipeline pipeline(data, {.background_above = std::nullopt});
    Settings settings = start();
    settings.pins = {target_of(PlaceId{0}), target_of(GroupId{1}), target_of(FlowRef{LayerId{1}, PairId{3}})};
    pipeline.update(settings);
    ASSERT_EQ(pipeline.pins().size(), 3U);
    for (const InspectorData& card : pipeline.pins()) {
        EXPECT_EQ(card.key.layer, LayerId{0});
        const Result<InspectorData> alone = inspect(*data, card.key);
        EXPECT_EQ(value(card.out), value(alone->out));
        EXPECT_EQ(value(card.inside), value(alone->inside));
    }
    const double before = value(pipeline.pins()[0].out);
    settings.current_layer = LayerId{1};
    pipeline.update(settings);
    EXPECT_DOUBLE_EQ(value(pipeline.pins()[0].out), before / 10) << "the other layer, a tenth of the first";
    settings.filter.window = {(*parse_time("2020-01")).start, (*parse_time("2020-02")).start};
    pipeline.update(settings);
    EXPECT_LT(value(pipeline.pins()[0].out), before / 100);
    settings.pins.clear();
    pipeline.update(settings);
    EXPECT_TRUE(pipeline.pins().empty());
}

TEST(Bookmarks, ComeBackToTheViewAndLeaveTheReadersOwnAlone) {
    Settings settings = start();
    settings.focus.places = {PlaceId{1}};
    settings.camera.width_km = 700;
    settings = with_bookmark(settings, "near");
    settings.focus = {};
    settings.camera.width_km = 5000;
    settings.style.theme = ThemeId::paper;
    settings.style.language = Language::en;
    settings.style.text_scale = 1.5F;
    settings.pins = {target_of(PlaceId{4})};
    settings.playback.playing = true;
    const Settings then = at_bookmark(settings, 0);
    EXPECT_EQ(then.focus.places, std::vector{PlaceId{1}});
    EXPECT_EQ(then.camera.width_km, 700);
    EXPECT_EQ(then.style.theme, ThemeId::paper);
    EXPECT_EQ(then.style.language, Language::en);
    EXPECT_EQ(then.style.text_scale, 1.5F);
    EXPECT_EQ(then.pins, settings.pins);
    EXPECT_EQ(then.bookmarks, settings.bookmarks);
    EXPECT_FALSE(then.playback.playing);
    EXPECT_EQ(with_bookmark(settings, "near").bookmarks.size(), 1U) << "the same name again";
    EXPECT_EQ(with_bookmark(settings, "near").bookmarks[0].view->camera.width_km, 5000);
    EXPECT_TRUE(without_bookmark(settings, 0).bookmarks.empty());
}

TEST(Bookmarks, AreUndoneLikeEverythingElse) {
    Settings settings = start();
    History history(settings);
    const Settings before = settings;
    settings = with_bookmark(settings, "a");
    history.observe(settings, {});
    settings.pins = toggled_pin(settings.pins, target_of(PlaceId{2}));
    history.observe(settings, {});
    EXPECT_EQ(history.undo()->pins.size(), 0U);
    EXPECT_EQ(*history.undo(), before);
    EXPECT_EQ(history.redo()->bookmarks.size(), 1U);
}

TEST(Bookmarks, NamesSayWhatIsSeenAndAreFree) {
    const std::shared_ptr<const Dataset> data = synthetic_dataset();
    Settings settings = start();
    EXPECT_EQ(suggested_name(settings, *data), "全图 2020-01–2020-12");
    settings.selected = target_of(PlaceId{3});
    settings.filter.window = {(*parse_time("2020-01")).start, (*parse_time("2020-02")).start};
    EXPECT_EQ(suggested_name(settings, *data), "上海 2020-01");
    settings = with_bookmark(settings, suggested_name(settings, *data));
    EXPECT_EQ(suggested_name(settings, *data), "上海 2020-01 (2)");
    settings.style.language = Language::en;
    settings.selected = target_of(FlowRef{LayerId{0}, PairId{1}});
    EXPECT_NE(suggested_name(settings, *data).find(" → "), std::string::npos);
}

TEST(Bookmarks, AreKeptInProjectsWithPinsAndSelection) {
    const std::shared_ptr<const Dataset> data = synthetic_dataset();
    Settings settings = start();
    settings.style.text_scale = 1.3F;
    settings.selected = target_of(GroupId{1});
    settings.pins = {target_of(PlaceId{0}), target_of(FlowRef{LayerId{1}, PairId{5}}), target_of(GroupId{0})};
    settings = with_bookmark(settings, "one % \" 二");
    settings.camera.width_km = 900;
    settings = with_bookmark(settings, "two");
    const JsonValue json = settings_json(settings, *data);
    EXPECT_EQ(settings_from(parse_json(write_json(json)).value, start(), *data), settings)
        << write_json(json);
    const char* hostile =
        "{\"pins\": [5, {}, {\"place\": 3}, {\"pair\": [\"110000\"], \"layer\": \"people\"},"
        " {\"pair\": [\"110000\", \"nowhere\"], \"layer\": \"people\"}, {\"group\": \"jing\"}],"
        " \"bookmarks\": [3, {\"name\": 1, \"view\": {}}, {\"name\": \"x\"}, {\"name\": \"y\", \"view\":"
        " {\"bookmarks\": [{\"name\": \"z\", \"view\": {}}], \"pins\": 7}}], \"selected\": []}";
    const Settings read = settings_from(parse_json(hostile).value, start(), *data);
    EXPECT_EQ(read.pins, std::vector{target_of(GroupId{0})});
    ASSERT_EQ(read.bookmarks.size(), 1U);
    EXPECT_EQ(read.bookmarks[0].name, "y");
    EXPECT_TRUE(read.bookmarks[0].view->bookmarks.empty());
    EXPECT_TRUE(read.selected.empty());
}

}  // namespace
}  // namespace flowspace
