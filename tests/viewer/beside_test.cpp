// Maps side by side: what each is drawn from, of which the panels speak, one scale, cells, and that it is
// kept.
#include "viewer/beside.h"

#include "render/scene/home_camera.h"
#include "render/scene/map_scale.h"
#include "synthetic.h"
#include "viewer/beside_maps.h"
#include "viewer/beside_stage.h"
#include "viewer/focus.h"
#include "viewer/history.h"
#include "viewer/maps_on_screen.h"
#include "viewer/settings_json.h"
#include "viewer/shortcuts.h"

#include <gtest/gtest.h>

#include <cmath>

namespace flowspace {
namespace {

Settings start() { return normalised({}, shape_of(*synthetic_dataset())); }

Settings four_windows(const TimeAxis& axis) {
    Settings settings = start();
    settings.filter.layers = {LayerId{0}};
    std::vector<BesideMap> maps;
    for (const std::size_t step : {1U, 2U, 3U}) {
        BesideMap map{settings.filter, {}, LayerId{0}, {}, {}};
        map.filter.window = {axis.starts[step], axis.starts[step + 1]};
        maps.push_back(map);
    }
    settings.filter.window = {axis.starts[0], axis.starts[1]};
    return with_maps(settings, maps);
}

std::vector<TimeMs> begins(const Settings& settings) {
    std::vector<TimeMs> times;
    for (const Settings& map : settings_of_maps(settings)) times.push_back(map.filter.window.from);
    return times;
}

TEST(Beside, SpeakingOfAnotherMapMovesNone) {
    const auto data = synthetic_dataset();
    Settings settings = four_windows(data->flows->time_axis());
    const std::vector<TimeMs> cells = begins(settings);
    ASSERT_EQ(cells.size(), 4U);
    for (const std::size_t cell : {2U, 0U, 3U, 1U, 1U, 0U}) {
        settings = speaking_of(settings, cell);
        EXPECT_EQ(own_map(settings), cell);
        EXPECT_EQ(begins(settings), cells);
        EXPECT_EQ(settings.filter.window.from, cells[cell]) << "the panels speak of it";
    }
    EXPECT_EQ(speaking_of(settings, 9), settings);
    settings.filter.window.from = TimeMs{7};
    EXPECT_EQ(begins(settings)[0], TimeMs{7});
    EXPECT_EQ(begins(settings)[1], cells[1]) << "each has its own window";
}

TEST(Beside, OneTwoFourAndOnePerLayer) {
    const auto data = synthetic_dataset();
    Settings settings = start();
    EXPECT_EQ(map_count(settings), 1U);
    settings = with_map_count(settings, 4);
    EXPECT_EQ(map_count(settings), 4U);
    for (const Settings& map : settings_of_maps(settings)) EXPECT_EQ(map.filter, settings.filter);
    settings = speaking_of(settings, 3);
    settings = with_map_count(settings, 2);
    EXPECT_EQ(own_map(settings), 1U);
    EXPECT_EQ(with_map_count(settings, 1).beside, Kept<Beside>{});
    const Settings layers = with_map_per_layer(settings, *data);
    ASSERT_EQ(map_count(layers), 2U);
    for (std::uint32_t cell = 0; cell < 2; ++cell)
        EXPECT_EQ(settings_of_maps(layers)[cell].filter.layers, std::vector{LayerId{cell}});
    EXPECT_EQ(settings_of_maps(layers)[own_map(layers)].current_layer, settings.current_layer);
    EXPECT_EQ(heading_of(settings_of_maps(layers)[0], *data).substr(0, 6), "人流");
    const Settings swiped = with_arrangement(start(), Arrangement::swipe);
    EXPECT_EQ(map_count(swiped), 2U);
    EXPECT_TRUE(is_swiped(swiped));
    EXPECT_FALSE(is_swiped(with_map_count(swiped, 4)));
    EXPECT_EQ(with_divide(swiped, 7).beside->divide, most_divide);
}

TEST(Beside, CamerasAreTiedOrFree) {
    Settings settings = with_map_count(start(), 2);
    Camera moved = settings.camera;
    moved.width_km = 321;
    EXPECT_EQ(with_camera(settings, 1, moved).camera, moved) << "tied: one moves all";
    Settings loose = with_linked(settings, false);
    loose = with_camera(loose, 1, moved);
    EXPECT_EQ(camera_of(loose, 1), moved);
    EXPECT_EQ(loose.camera, settings.camera);
    EXPECT_EQ(settings_of_maps(loose)[1].camera, moved);
    EXPECT_EQ(speaking_of(loose, 1).camera, moved);
    EXPECT_EQ(camera_of(speaking_of(loose, 1), 0), settings.camera);
    History history(with_linked(settings, false));
    for (int step = 0; step < 5; ++step) {
        moved.width_km += 1;
        history.observe(with_camera(with_linked(settings, false), 1, moved), {.time_s = 0.1 * step});
    }
    ASSERT_TRUE(history.undo());
    EXPECT_FALSE(history.can_undo()) << "a run of moves of another map's camera is one step";
}

TEST(Beside, CellsShowWhatTheWholeMapShowed) {
    const auto data = synthetic_dataset();
    const auto projection = Projection::create(map_crs(*data));
    ASSERT_TRUE(projection);
    const Settings before = start();
    const MapsOnScreen::Place place{.data = data,
                                    .settings = before,
                                    .projection = *projection,
                                    .whole = {1600, 900, {320, 44, 360, 150}},
                                    .area = {320, 44, 1240, 750},
                                    .gap_px = 2};
    const MapsOnScreen maps;
    Settings one = before;
    one.camera = home_camera(*data, place.whole, *projection);
    const Settings two = maps.seen_as_before(one, with_map_count(one, 2), place).value();
    const Viewport cell = beside_layout(two, place.area, place.gap_px).viewport(0);
    EXPECT_GT(two.camera.width_km, 1.2 * one.camera.width_km) << "a cell is wider than it is tall";
    EXPECT_NEAR(two.camera.width_km, home_camera(*data, cell, *projection).width_km, 1e-6);
    EXPECT_EQ(two.camera.centre, one.camera.centre);
    EXPECT_EQ(two.beside->maps[0].camera.width_km, two.camera.width_km) << "those beside it as well";
    const Settings four = maps.seen_as_before(two, with_map_count(two, 4), place).value();
    const Settings again = maps.seen_as_before(four, with_map_count(four, 1), place).value();
    EXPECT_NEAR(again.camera.width_km, one.camera.width_km, 1e-6) << "and back to where it was";
    EXPECT_FALSE(maps.seen_as_before(two, with_linked(two, false), place)) << "as many maps as before";
}

TEST(Beside, MapsShareAScaleOrHaveTheirOwn) {
    const auto data = synthetic_dataset();
    const TimeAxis& axis = data->flows->time_axis();
    Settings settings = with_map_count(start(), 2);
    settings.filter.layers = {LayerId{0}};
    settings.show = {.per_place = 0, .strongest = 1000};
    settings = speaking_of(settings, 1);
    settings.filter.layers = {LayerId{0}};
    settings.filter.window = {axis.starts[0], axis.starts[1]};  // against the whole year
    settings = speaking_of(settings, 0);
    Pipeline own(data);
    BesideMaps maps(data);
    maps.update(settings, own, {});
    ASSERT_EQ(maps.maps().size(), 2U);
    const auto arc = [&](std::size_t cell) { return maps.maps()[cell].list.arcs.back(); };
    ASSERT_EQ(arc(0).pair, arc(1).pair);
    EXPECT_NEAR(arc(1).width_px / arc(0).width_px, std::sqrt(arc(1).value / arc(0).value), 1e-4);
    EXPECT_LT(arc(1).value, arc(0).value / 5);
    for (const BesideMaps::Map& map : maps.maps()) {
        ASSERT_FALSE(map.list.furniture.notes.empty());
        EXPECT_EQ(map.list.furniture.notes.front(), "各图同一比例");
        EXPECT_EQ(map.list.furniture.title, heading_of(map.settings, *data));
    }
    const std::uint64_t revision = maps.maps()[1].list.revision;
    maps.update(settings, own, {});
    EXPECT_EQ(maps.maps()[1].list.revision, revision) << "nothing changed, nothing is drawn anew";
    maps.update(with_same_scale(settings, false), own, {});
    EXPECT_NEAR(arc(1).width_px, arc(0).width_px, 0.5F) << "each its own largest";
    EXPECT_TRUE(maps.maps()[0].list.furniture.notes.empty());
    EXPECT_NE(maps.maps()[1].list.revision, revision);
    // Each is what one map alone shows.
    for (const Settings& map : settings_of_maps(with_same_scale(settings, false))) {
        Pipeline alone(data);
        alone.update(map);
        const std::size_t cell = map.filter.window == settings.filter.window ? 0 : 1;
        ASSERT_EQ(alone.draw_list().arcs.size(), maps.maps()[cell].list.arcs.size());
        EXPECT_EQ(alone.draw_list().arcs.front().value, maps.maps()[cell].list.arcs.front().value);
        EXPECT_EQ(alone.draw_list().furniture.shown, maps.maps()[cell].list.furniture.shown);
    }
}

/// Maps that move together: each is worked out once, on the scale of all as it is then, and is what it is
/// worked out by itself.
TEST(Beside, AMoveOfAllMapsDrawsEachOnce) {
    const auto data = synthetic_dataset();
    const TimeAxis& axis = data->flows->time_axis();
    Settings settings = with_map_count(start(), 4);
    Pipeline own(data);
    BesideMaps maps(data);
    maps.update(settings, own, {});
    for (std::size_t first = 0; first < 6; ++first) {
        std::vector<std::uint64_t> lists;
        for (const BesideMaps::Map& map : maps.maps()) lists.push_back(map.pipeline->revisions().draw_list);
        for (std::size_t map = 0; map < 4; ++map) {
            settings = speaking_of(settings, map);
            settings.filter.window = {axis.starts[first + map], axis.starts[first + map + 2]};
        }
        settings = speaking_of(settings, 0);
        maps.update(settings, own, {});
        std::vector<MapScale> scales;
        const std::vector<Settings> each = settings_of_maps(settings);
        for (const Settings& map : each) {
            Pipeline alone(data);
            alone.update(map);
            scales.push_back(alone.own_scale(map).value());
        }
        const MapScale shared = common_scale(scales);
        for (std::size_t map = 0; map < 4; ++map) {
            EXPECT_EQ(maps.maps()[map].pipeline->revisions().draw_list, lists[map] + 1) << map;
            Pipeline alone(data);
            alone.update(each[map], shared);
            const DrawList &wanted = alone.draw_list(), &made = maps.maps()[map].list;
            ASSERT_EQ(made.arcs.size(), wanted.arcs.size());
            for (std::size_t arc = 0; arc < wanted.arcs.size(); ++arc) {
                EXPECT_EQ(made.arcs[arc].pair, wanted.arcs[arc].pair);
                EXPECT_EQ(made.arcs[arc].width_px, wanted.arcs[arc].width_px);
            }
            ASSERT_EQ(made.places.size(), wanted.places.size());
            for (std::size_t place = 0; place < wanted.places.size(); ++place)
                EXPECT_EQ(made.places[place].radius_px, wanted.places[place].radius_px);
        }
    }
}

TEST(Beside, CellsTileTheAreaWithoutOverlap) {
    for (const Box area :
         {Box{0, 0, 1280, 720}, Box{336, 44, 912, 560}, Box{10, 20, 300, 900}, Box{0, 0, 3, 2}})
        for (std::size_t count = 1; count <= most_maps; ++count) {
            const std::vector<Box> cells = cell_boxes(area, count, 2);
            ASSERT_EQ(cells.size(), count);
            for (std::size_t a = 0; a < count; ++a) {
                EXPECT_GE(cells[a].x0, area.x0);
                EXPECT_GE(cells[a].y0, area.y0);
                EXPECT_LE(cells[a].x1, area.x1);
                EXPECT_LE(cells[a].y1, area.y1);
                for (std::size_t b = 0; b < a; ++b)
                    EXPECT_TRUE(cells[a].x0 >= cells[b].x1 || cells[b].x0 >= cells[a].x1 ||
                                cells[a].y0 >= cells[b].y1 || cells[b].y0 >= cells[a].y1);
            }
        }
    EXPECT_EQ(cell_boxes({0, 0, 1280, 720}, 4, 2)[3], (Box{640, 360, 1280, 720}));
    EXPECT_EQ(cell_boxes({0, 0, 1280, 720}, 2, 2)[0], (Box{0, 0, 638, 720})) << "side by side";
    EXPECT_EQ(cell_boxes({0, 0, 300, 900}, 2, 2)[1], (Box{0, 450, 300, 900})) << "one over the other";
}

TEST(Beside, TheMapUnderThePointer) {
    Settings settings = with_arrangement(start(), Arrangement::swipe);
    settings = with_divide(settings, 0.25);
    const BesideLayout swipe = beside_layout(settings, {100, 0, 500, 300}, 2);
    EXPECT_EQ(swipe.cell_at({150, 10}), 0U);
    EXPECT_EQ(swipe.cell_at({250, 10}), 1U);
    EXPECT_FALSE(swipe.cell_at({50, 10}));
    EXPECT_TRUE(swipe.holds_line({203, 10}, 7));
    EXPECT_FALSE(swipe.holds_line({220, 10}, 7));
    const BesideLayout cells = beside_layout(with_map_count(start(), 4), {0, 0, 1280, 720}, 2);
    EXPECT_EQ(cells.cell_at({1000, 500}), 3U);
    EXPECT_FALSE(cells.holds_line({640, 10}, 7));
    EXPECT_EQ(cells.viewport(0).width_px, 638);
}

TEST(Beside, IsKeptInAProjectAsItIs) {
    const auto data = synthetic_dataset();
    Settings settings = four_windows(data->flows->time_axis());
    settings = with_linked(speaking_of(settings, 2), false);
    settings = with_same_scale(settings, false);
    Camera moved = settings.camera;
    moved.tilt_deg = 33;
    settings = with_camera(settings, 1, moved);
    settings.show.backbone = 0.02;
    settings.scale = Window{data->flows->time_axis().starts[1], data->flows->time_axis().starts[2]};
    const JsonValue json = settings_json(settings, *data);
    EXPECT_EQ(settings_from(json, start(), *data), settings);
    const Settings swiped = with_divide(with_arrangement(start(), Arrangement::swipe), 0.3);
    EXPECT_EQ(settings_from(settings_json(swiped, *data), start(), *data), swiped);
    // A map that holds maps, a wrong number, too many: what can be read is.
    JsonValue odd = settings_json(settings, *data);
    JsonValue beside = *odd.find("beside");
    JsonValue maps = *beside.find("maps");
    maps.items[0].add("beside", beside);
    maps.items.push_back(json_text("no map"));
    for (int more = 0; more < 20; ++more) maps.items.push_back(maps.items[1]);
    beside.set("maps", maps);
    beside.set("own", json_whole(77));
    odd.set("beside", beside);
    const Settings read = settings_from(odd, start(), *data);
    EXPECT_EQ(map_count(read), most_maps);
    EXPECT_LT(own_map(read), most_maps);
}

TEST(Beside, HasItsKeys) {
    const auto data = synthetic_dataset();
    Settings settings = start();
    Workspace workspace;
    std::vector<Action> actions;
    const auto press = [&](const char* keys) {
        KeyPresses presses;
        presses.characters = keys;
        apply_keys(presses, {*data, settings, workspace, actions});
    };
    press("v");
    EXPECT_EQ(map_count(settings), 2U);
    press("g");
    EXPECT_EQ(own_map(settings), 1U);
    press("y");
    EXPECT_FALSE(settings.beside->linked);
    press("o");
    EXPECT_TRUE(is_swiped(settings));
    press("ov");
    EXPECT_EQ(map_count(settings), 4U);
    press("v");
    EXPECT_EQ(map_count(settings), 1U);
    press("V");
    EXPECT_EQ(map_count(settings), 2U) << "one per layer";
    press("r");
    EXPECT_TRUE(settings.scale);
    press("r");
    EXPECT_FALSE(settings.scale);
    press("x");
    EXPECT_EQ(workspace.popover, Popover::exporting);
    press("s");
    EXPECT_EQ(workspace.popover, Popover::story);
    EXPECT_FALSE(settings.scale);
    EXPECT_FALSE(is_swiped(settings));
}

}  // namespace
}  // namespace flowspace
