// Names on the map as they are drawn, in 600 frames of flights over the whole country: every language, every
// text size, no two overlap in any frame and none is switched twice within half a second.
#include "data/geo/projection.h"
#include "data/nodes.h"
#include "render/scene/furniture.h"
#include "render/scene/map_labels.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <vector>

namespace flowspace {
namespace {

constexpr int width_px = 1280, height_px = 720, frames = 600;
constexpr double frame_s = 1.0 / 60;

/// The places of the atlas's own table, with a group for each province.
struct Country {
    Atlas atlas = {};
    std::vector<glm::dvec3> world = {};  // one per place, then one per group
    DrawList list = {};
};

std::vector<std::string> cells_of(const std::string& line) {
    std::vector<std::string> cells;
    std::string cell;
    for (std::stringstream row(line); std::getline(row, cell, ',');) cells.push_back(cell);
    return cells;
}

Country country(const Projection& projection) {
    Country made;
    std::ifstream file(std::string(FLOWSPACE_SOURCE_DIR) + "/assets/atlas/cities.csv");
    std::string line;
    std::getline(file, line);
    const std::vector<std::string> header = cells_of(line);
    const auto column = [&](const char* name) {
        return static_cast<std::size_t>(std::ranges::find(header, name) - header.begin());
    };
    std::map<std::string, Group> provinces;
    while (std::getline(file, line)) {
        std::vector<std::string> cells = cells_of(line);
        cells.resize(std::max(cells.size(), header.size()));
        const auto row = static_cast<std::uint32_t>(made.atlas.places.size());
        const std::string zh = cells[column("name_zh")];
        const LonLat where = {std::stod(cells[column("lon")]), std::stod(cells[column("lat")])};
        const std::string& people = cells[column("population_2020")];
        const double population = people.empty() ? 0 : std::stod(people);
        made.atlas.places.push_back({.id = std::to_string(row),
                                     .name_zh = zh,
                                     .short_zh = zh.ends_with("市") ? zh.substr(0, zh.size() - 3) : zh,
                                     .name_en = cells[column("name_en")],
                                     .location = where});
        const MapPoint at = *projection.forward(where);
        made.world.emplace_back(at.x_m, at.y_m, 0);
        const int rank = population > 9e6 ? 0 : population > 4e6 ? 1 : 2;
        made.list.places.push_back({.node = node_of(PlaceId{row}),
                                    .radius_px = 2 + static_cast<float>(std::sqrt(population / 1e6)),
                                    .rank = rank,
                                    .measure = population});
        Group& province = provinces[cells[column("province_zh")]];
        province.members.push_back({.place = PlaceId{row}});
        if (cells[column("province_zh")] == zh) province.name_en = cells[column("name_en")];
    }
    for (auto& [name, group] : provinces) {
        group.name_zh = name;
        if (group.name_en.empty()) group.name_en = "Province " + std::to_string(made.atlas.groups.size());
        made.list.areas.push_back({GroupId{static_cast<std::uint32_t>(made.atlas.groups.size())}, 0});
        glm::dvec3 middle = {};
        for (const Membership& member : group.members)
            middle += made.world[index(member.place)] / static_cast<double>(group.members.size());
        made.world.push_back(middle);
        made.atlas.groups.push_back(std::move(group));
    }
    return made;
}

/// Six flights from coast to plateau and back, with the rest of each hundred frames spent standing.
Camera camera_at_frame(int frame) {
    const std::vector<Camera> stops = {
        {},
        {.centre = {121.4, 31.2}, .width_km = 500},
        {.centre = {113.5, 23.0}, .width_km = 600, .tilt_deg = 50, .bearing_deg = 20},
        {.centre = {104.1, 30.6}, .width_km = 900, .tilt_deg = 30, .bearing_deg = -15},
        {.centre = {87.6, 43.8}, .width_km = 1400},
        {.centre = {116.4, 39.9}, .width_km = 260, .tilt_deg = 60},
        {}};
    const auto leg = static_cast<std::size_t>(frame / 100);
    const double length_s = std::min(1.4, flight_seconds(stops[leg], stops[leg + 1]));
    return fly(stops[leg], stops[leg + 1], std::min(1.0, frame % 100 * frame_s / length_s));
}

struct Seen {
    int overlapping = 0, quick = 0, switches = 0;
    std::size_t drawn = 0;
};

Seen fly_over(const Style& style) {
    const Result<Projection> projection = Projection::create(albers_china);
    const Country land = country(*projection);
    const auto fonts = Fonts::open();
    EXPECT_TRUE(fonts);
    GlyphAtlas glyphs;
    glyphs.begin_picture(height_px);
    MapLabels labels;
    Theme colours = theme(style.theme);
    colours.text_scale *= style.text_scale;
    const std::vector<ScreenBox> furniture = {
        {20, 20, 420, 70}, {20, 500, 260, 170}, {1100, 480, 160, 190}, {20, 690, 900, 16}};
    Seen seen;
    std::map<std::uint32_t, float> before;
    std::map<std::uint32_t, bool> shown;
    std::map<std::uint32_t, double> switched_s;
    // The camera took the name away: its text would lie off the picture or on the furniture. That is no
    // flicker.
    std::map<std::uint32_t, ScreenBox> last_box;
    std::map<std::uint32_t, ScreenPoint> last_at;
    const auto taken_away = [&](std::uint32_t id, const View& view) {
        const auto px = view.to_screen(land.world[id]);
        if (!px) return true;
        ScreenBox box = last_box[id];
        box.x_px += static_cast<float>(px->x) - last_at[id].x_px;
        box.y_px += static_cast<float>(px->y) - last_at[id].y_px;
        const ScreenBox picture = {0, 0, static_cast<float>(width_px), static_cast<float>(height_px)};
        return !overlap(box, grown(picture, -4)) ||
               std::ranges::any_of(furniture,
                                   [&](const ScreenBox& wall) { return overlap(box, grown(wall, 2)); });
    };
    for (int number = 0; number < frames; ++number) {
        const Frame frame = {.camera = camera_at_frame(number),
                             .viewport = {.width_px = width_px, .height_px = height_px},
                             .style = style,
                             .time_s = number * frame_s};
        const View view = make_view(frame.camera, frame.viewport, *projection);
        ScreenList list;
        labels.add(list,
                   {.atlas = land.atlas,
                    .nodes = land.world,
                    .list = land.list,
                    .frame = frame,
                    .view = view,
                    .theme = colours,
                    .obstacles = furniture},
                   *fonts, glyphs);
        const std::vector<PlacedLabel>& placed = labels.placed();
        seen.drawn += placed.size();
        std::map<std::uint32_t, float> now;
        for (std::size_t a = 0; a < placed.size(); ++a) {
            now[placed[a].id] = placed[a].opacity;
            for (std::size_t b = a + 1; b < placed.size(); ++b)
                seen.overlapping += overlap(placed[a].box, placed[b].box) ? 1 : 0;
            for (const ScreenBox& box : furniture) seen.overlapping += overlap(placed[a].box, box) ? 1 : 0;
        }
        for (const auto& [id, opacity] : before) now.try_emplace(id, 0.0F);
        for (const auto& [id, opacity] : now) {
            // Rising or full is on, falling or gone is off.
            const bool is_on = opacity > 0 && opacity >= before[id];
            if (is_on == shown[id]) continue;
            ++seen.switches;
            const auto last = switched_s.find(id);
            if (number > 0 && last != switched_s.end() && frame.time_s - last->second < 0.5 - 1e-6 &&
                (is_on || !taken_away(id, view)))
                ++seen.quick;
            if (number > 0) switched_s[id] = frame.time_s;
            shown[id] = is_on;
        }
        for (const PlacedLabel& label : placed) {
            last_box[label.id] = label.box;
            last_at[label.id] = label.at;
        }
        before = now;
    }
    return seen;
}

void expect_calm(const Style& style, std::size_t least_drawn, int most_quick = 0) {
    const Seen seen = fly_over(style);
    EXPECT_EQ(seen.overlapping, 0);
    EXPECT_LE(seen.quick, most_quick) << "of " << seen.switches << " switches";
    EXPECT_GE(seen.drawn / frames, least_drawn) << "names in a frame, on average";
    EXPECT_GT(seen.switches, 50) << "a flight changes what is seen";
    ::testing::Test::RecordProperty("drawn", static_cast<int>(seen.drawn));
    ::testing::Test::RecordProperty("switches", seen.switches);
}

TEST(LabelFlight, Chinese) { expect_calm({.labels = LabelLanguage::zh}, 14); }
TEST(LabelFlight, English) { expect_calm({.labels = LabelLanguage::en}, 11); }
TEST(LabelFlight, BothLanguages) { expect_calm({.labels = LabelLanguage::both}, 10); }
TEST(LabelFlight, LargeTextInTheContrastTheme) {
    // Two names this large that have just come may run into each other when a flight begins: one of them
    // goes.
    expect_calm({.theme = ThemeId::contrast, .labels = LabelLanguage::both, .text_scale = 2}, 4, 10);
}

Frame still_of_the_country(LabelLanguage language) {
    return {.viewport = {.width_px = width_px, .height_px = height_px},
            .style = {.labels = language},
            .motion = Motion::still};
}

bool is_named(const MapLabels& labels, NodeId node) {
    return std::ranges::count(labels.placed(), static_cast<std::uint32_t>(node), &PlacedLabel::id) > 0;
}

/// How many of the great cities a still over the whole country names, among all the others' discs.
TEST(LabelFlight, GreatCitiesAreNamedAmongTheirNeighboursDiscs) {
    const Result<Projection> projection = Projection::create(albers_china);
    const Country land = country(*projection);
    const auto fonts = Fonts::open();
    ASSERT_TRUE(fonts);
    for (const LabelLanguage language : {LabelLanguage::zh, LabelLanguage::en}) {
        GlyphAtlas glyphs;
        glyphs.begin_picture(height_px);
        const Frame frame = still_of_the_country(language);
        const View view = make_view(frame.camera, frame.viewport, *projection);
        ScreenList list;
        MapLabels labels;
        labels.add(list,
                   {.atlas = land.atlas,
                    .nodes = land.world,
                    .list = land.list,
                    .frame = frame,
                    .view = view,
                    .theme = theme(ThemeId::night)},
                   *fonts, glyphs);
        std::size_t great = 0, named = 0;
        for (const PlaceItem& place : land.list.places) {
            if (place.rank != 0) continue;
            ++great;
            named += is_named(labels, place.node) ? 1U : 0U;
        }
        EXPECT_GE(great, 15U);
        EXPECT_GE(10 * named, 9 * great) << named << " of " << great;
    }
}

/// Of a still over the whole country: how many roses stand there, and how many places with one are named.
struct Named {
    std::size_t roses = 0, named = 0, covered = 0;
};

Named names_of_roses(LabelLanguage language) {
    const Result<Projection> projection = Projection::create(albers_china);
    Country land = country(*projection);
    const auto fonts = Fonts::open();
    EXPECT_TRUE(fonts);
    std::vector<PlaceItem> largest = land.list.places;
    std::ranges::sort(largest, std::ranges::greater{}, &PlaceItem::measure);
    DonutItem::Rose rose{.filled = std::vector<float>(8, 0.1F)};
    rose.filled[2] = 0.3F;
    for (const PlaceItem& place : largest)
        land.list.donuts.push_back({.node = place.node, .radius_px = 40, .rose = rose});
    for (PlaceItem& place : land.list.places) {
        place.radius_px = 1;
        place.measure = 0;  // as the display of roses leaves it
    }
    GlyphAtlas glyphs;
    glyphs.begin_picture(height_px);
    const Frame frame = still_of_the_country(language);
    const View view = make_view(frame.camera, frame.viewport, *projection);
    const Theme colours = theme(ThemeId::night);
    const std::vector<DonutBox> boxes = donut_boxes({.donuts = land.list.donuts,
                                                     .nodes = land.world,
                                                     .view = view,
                                                     .theme = colours,
                                                     .px_scale = picture_scale(frame.viewport)});
    ScreenList list;
    MapLabels labels;
    labels.add(list,
               {.atlas = land.atlas,
                .nodes = land.world,
                .list = land.list,
                .frame = frame,
                .view = view,
                .theme = colours,
                .standing = boxes},
               *fonts, glyphs);
    Named found{.roses = boxes.size()};
    for (const DonutBox& box : boxes) {
        const ScreenPoint centre = {box.box.x_px + box.box.width_px / 2,
                                    box.box.y_px + box.box.height_px / 2};
        for (const PlacedLabel& label : labels.placed()) {
            const float x = std::clamp(centre.x_px, label.box.x_px, label.box.right_px()) - centre.x_px,
                        y = std::clamp(centre.y_px, label.box.y_px, label.box.bottom_px()) - centre.y_px;
            found.covered += std::hypot(x, y) < 0.8F * box.box.width_px / 2 ? 1U : 0U;
        }
        found.named += is_named(labels, box.node) ? 1U : 0U;
    }
    return found;
}

TEST(LabelFlight, NamesLieAroundRosesAsAroundDiscs) {
    for (const LabelLanguage language : {LabelLanguage::zh, LabelLanguage::en}) {
        const Named found = names_of_roses(language);
        EXPECT_GT(found.roses, 60U);
        EXPECT_EQ(found.covered, 0U) << "no name lies on a rose";
        EXPECT_GE(found.named * 100, found.roses * 90) << found.named << " of " << found.roses;
    }
}

}  // namespace
}  // namespace flowspace
