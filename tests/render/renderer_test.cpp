// The whole renderer on a software context: kept ground, same bytes, arcs where their twin says, picking.
#include "render/renderer.h"

#include "data/nodes.h"
#include "render/scene/arc_picture.h"
#include "tests/render/fixture.h"
#include "viewer/headless.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <optional>
#include <vector>

namespace flowspace {
namespace {

constexpr Viewport small = {.width_px = 480, .height_px = 270};

class RendererTest : public ::testing::Test {
protected:
    void SetUp() override {
        auto context = HeadlessContext::create();
        ASSERT_TRUE(context) << context.error().message;
        context_.emplace(std::move(*context));
        dataset_ = testing::small_country();
        auto renderer = Renderer::create(dataset_, albers_china);
        ASSERT_TRUE(renderer) << renderer.error().message;
        renderer_.emplace(std::move(*renderer));
        frame_.viewport = small;
        frame_.style.show_furniture = false;
        frame_.style.show_labels = false;
    }
    void TearDown() override {
        if (renderer_) {
            EXPECT_EQ(renderer_->gl_errors(), 0U);
        }
    }

    Image picture(const DrawList& list) {
        renderer_->draw(list, frame_);
        return renderer_->read();
    }

    std::optional<HeadlessContext> context_;
    std::shared_ptr<const Dataset> dataset_;
    std::optional<Renderer> renderer_;
    Frame frame_;
};

/// Px whose colour differs by more than `least` in any channel.
std::vector<std::pair<int, int>> changed(const Image& a, const Image& b, int least) {
    std::vector<std::pair<int, int>> out;
    for (std::size_t at = 0; at < a.rgb.size(); at += 3)
        for (std::size_t channel = 0; channel < 3; ++channel)
            if (std::abs(a.rgb[at + channel] - b.rgb[at + channel]) > least) {
                const auto px = static_cast<int>(at / 3);
                out.emplace_back(px % a.width_px, px / a.width_px);
                break;
            }
    return out;
}

TEST_F(RendererTest, SameCameraKeepsTheGroundAndTheBytes) {
    const DrawList list = testing::some_flows(*dataset_, 60);
    const Image first = picture(list);
    EXPECT_EQ(renderer_->ground_draws(), 1U);
    EXPECT_TRUE(picture(list) == first);
    EXPECT_EQ(renderer_->ground_draws(), 1U);
    frame_.time_s = 0.4;
    EXPECT_FALSE(picture(list) == first) << "the comets stand still";
    EXPECT_EQ(renderer_->ground_draws(), 1U);
    frame_.camera.width_km *= 0.9;
    picture(list);
    EXPECT_EQ(renderer_->ground_draws(), 2U);
    frame_.style.theme = ThemeId::paper;
    picture(list);
    EXPECT_EQ(renderer_->ground_draws(), 3U);
}

TEST_F(RendererTest, DiscsAndWordsAreKeptUntilOneOfThemChanges) {
    DrawList list = testing::some_flows(*dataset_, 60);
    frame_.motion = Motion::still;  // no fades
    picture(list);
    const std::uint64_t first = renderer_->sign_draws();
    frame_.time_s = 0.4;
    picture(list);
    EXPECT_EQ(renderer_->sign_draws(), first);
    list.places.front().radius_px += 4;
    ++list.revision;
    const Image larger = picture(list);
    EXPECT_EQ(renderer_->sign_draws(), first + 1) << "a larger disc";
    frame_.style.theme = ThemeId::paper;
    picture(list);
    EXPECT_EQ(renderer_->sign_draws(), first + 2) << "another theme";
    frame_.style.theme = ThemeId::night;
    EXPECT_TRUE(picture(list) == larger) << "what was kept before must not show through";
}

TEST_F(RendererTest, AnotherRendererDrawsTheSameBytes) {
    frame_.camera.tilt_deg = 45;
    const DrawList list = testing::some_flows(*dataset_, 60);
    const Image first = picture(list);
    auto other = Renderer::create(dataset_, albers_china);
    ASSERT_TRUE(other) << other.error().message;
    // A picture of another size and camera before must leave no trace.
    Frame before = frame_;
    before.viewport = {.width_px = 64, .height_px = 200};
    before.camera.bearing_deg = 70;
    other->draw(testing::some_flows(*dataset_, 5), before);
    other->draw(list, frame_);
    EXPECT_TRUE(other->read() == first);
}

TEST_F(RendererTest, MovingInteractivelyIsCoarserAndRestIsFull) {
    const DrawList list = testing::some_flows(*dataset_, 10);
    const Image rest = picture(list);
    frame_.quality = Quality::interactive;
    frame_.camera.centre.lon_deg += 1;
    picture(list);
    const Camera away = frame_.camera;
    frame_.camera.centre.lon_deg -= 1;
    EXPECT_FALSE(picture(list) == rest);
    frame_.quality = Quality::best;
    EXPECT_TRUE(picture(list) == rest);
    const std::uint64_t draws = renderer_->ground_draws();
    frame_.quality = Quality::interactive;
    EXPECT_TRUE(picture(list) == rest) << "a kept full ground is not made coarse";
    EXPECT_EQ(renderer_->ground_draws(), draws);
    EXPECT_NE(away, frame_.camera);
}

/// One arc alone, tilted or not: lit px lie on the ribbon that the twin computes, and every knot of it is
/// lit.
TEST_F(RendererTest, AfterAMoveTheGroundSettlesWithoutALongFrame) {
    DrawList list = testing::some_flows(*dataset_, 12);
    list.walls = {{.width_px = 3, .height_px = 12, .ink = {OverlayInk::Kind::warning}}};
    frame_.arcs = ArcPath::cpu;
    frame_.motion = Motion::still;
    const auto settled = [&] {
        frame_.quality = Quality::settling;
        Image last = picture(list);
        for (int frame = 0; frame < 5000 && renderer_->is_settling(); ++frame) last = picture(list);
        EXPECT_FALSE(renderer_->is_settling());
        return last;
    };
    const auto moved_to = [&](double bearing_deg) {
        frame_.camera.bearing_deg = bearing_deg;
        frame_.quality = Quality::interactive;
        return picture(list);
    };
    picture(list);
    const Image coarse = moved_to(20);
    frame_.quality = Quality::settling;
    EXPECT_TRUE(picture(list) == coarse) << "the first frame at rest waits for nothing";
    EXPECT_TRUE(renderer_->is_settling());
    moved_to(40);  // before it has settled
    const Image there = settled();
    moved_to(20);
    const std::uint64_t signs = renderer_->sign_draws();
    const Image here = settled();
    EXPECT_EQ(renderer_->sign_draws(), signs + 1) << "the whole ground may hide other discs";
    EXPECT_FALSE(here == coarse);
    EXPECT_TRUE(picture(list) == here);

    auto other = Renderer::create(dataset_, albers_china);
    ASSERT_TRUE(other) << other.error().message;
    frame_.quality = Quality::best;
    for (const auto& [bearing_deg, picture] : {std::pair{20.0, &here}, std::pair{40.0, &there}}) {
        frame_.camera.bearing_deg = bearing_deg;
        other->draw(list, frame_);
        EXPECT_TRUE(other->read() == *picture) << "what settled is the best picture: " << bearing_deg;
    }
    // Nothing coarse is there to begin with: the whole ground at once.
    frame_.style.theme = ThemeId::paper;
    frame_.quality = Quality::settling;
    picture(list);
    EXPECT_FALSE(renderer_->is_settling());
}

TEST_F(RendererTest, ArcIsWhereItsTwinSays) {
    DrawList none = testing::some_flows(*dataset_, 0);
    none.places.clear();
    none.areas.clear();
    for (const double tilt : {0.0, 50.0, 70.0})
        for (const std::size_t row : {3U, 17U, 40U}) {
            frame_.camera.tilt_deg = tilt;
            frame_.camera.bearing_deg = tilt / 2;
            DrawList one = none;
            one.arcs = {testing::some_flows(*dataset_, 60).arcs[row]};
            one.arcs[0].stroke = Stroke::solid;
            one.arcs[0].width_px = 12;
            one.revision = 1000 + row;
            const Image lit = picture(one);
            const Image dark = picture(none);
            const auto px = changed(lit, dark, 12);
            ASSERT_GT(px.size(), 50U);

            const Relief relief = build_relief(dataset_->base_map->relief, renderer_->projection());
            std::vector<glm::dvec3> world;
            for (const Place& place : dataset_->atlas->places)
                world.push_back(on_relief(*renderer_->projection().forward(place.location), relief, 8));
            const ArcPicture twin = build_arc_picture({.list = one,
                                                       .nodes = world,
                                                       .relief = relief,
                                                       .view = renderer_->view(),
                                                       .px_scale = small.height_px / 1080.0,
                                                       .exaggeration = 8});
            ASSERT_EQ(twin.arcs.size(), 1U);
            for (const auto& [x, y] : px)
                EXPECT_TRUE(twin.pick({x + 0.5, y + 0.5}, 1.0)) << x << ' ' << y << " at tilt " << tilt;
            std::size_t lit_knots = 0;
            for (const glm::vec2& knot : twin.lane_px) {
                const std::pair at = {static_cast<int>(knot.x), static_cast<int>(knot.y)};
                lit_knots += std::find(px.begin(), px.end(), at) != px.end();
            }
            EXPECT_GE(lit_knots + 2, twin.lane_px.size()) << "tilt " << tilt;
        }
}

TEST_F(RendererTest, OppositeDirectionsNeverShareAPixel) {
    const auto pairs = dataset_->flows->pairs();
    const Pair there = pairs[30];
    DrawList list = testing::some_flows(*dataset_, 0);
    list.places.clear();
    list.arcs = {{.layer = LayerId{0},
                  .pair = PairId{30},
                  .origin = node_of(there.origin),
                  .destination = node_of(there.destination),
                  .width_px = 14}};
    list.revision = 1;
    DrawList back = list;
    std::swap(back.arcs[0].origin, back.arcs[0].destination);
    back.revision = 2;
    DrawList none = list;
    none.arcs.clear();
    none.revision = 3;
    for (const double tilt : {0.0, 60.0}) {
        frame_.camera.tilt_deg = tilt;
        frame_.camera.width_km = 3000;
        const Image ground = picture(none);
        const auto a = changed(picture(list), ground, 20);
        const auto b = changed(picture(back), ground, 20);
        ASSERT_GT(a.size(), 40U);
        ASSERT_GT(b.size(), 40U);
        std::size_t shared = 0;
        for (const auto& px : a) shared += std::find(b.begin(), b.end(), px) != b.end();
        EXPECT_LE(shared, 4U) << "tilt " << tilt;  // the ends touch
    }
}

TEST_F(RendererTest, PlacesStandOverTheGroundWhereTheMapIsTilted) {
    frame_.viewport = {.width_px = 960, .height_px = 540};
    DrawList list = testing::some_flows(*dataset_, 0);
    list.arcs.clear();
    PlaceItem raised = list.places.front();
    raised.height_px = 100;
    raised.radius_px = 8;
    list.places = {raised};
    list.revision = 9;
    const LonLat where = dataset_->atlas->places[index(raised.node)].location;
    frame_.camera.centre = where;
    const MapPoint at = *renderer_->projection().forward(where);
    const Relief relief = build_relief(dataset_->base_map->relief, renderer_->projection());
    for (const double tilt : {0.0, 14.0, 55.0}) {
        frame_.camera.tilt_deg = tilt;
        picture(list);
        const auto foot = renderer_->view().to_screen(on_relief(at, relief, 8));
        const auto top = renderer_->on_screen(raised.node);
        ASSERT_TRUE(foot && top);
        if (tilt < 15) {
            EXPECT_EQ(top->x, foot->x) << "from above everything lies exactly where it is";
            EXPECT_EQ(top->y, foot->y);
            continue;
        }
        EXPECT_NEAR(top->x, foot->x, 1);
        EXPECT_GT(foot->y - top->y, 0.5 * 100 * 0.5 * std::sin(tilt / 57.3)) << "half the size: 50 px high";
        EXPECT_EQ(renderer_->pick(top->x, top->y).place, place_of(*dataset_->atlas, raised.node));
        EXPECT_NE(renderer_->pick(foot->x, foot->y).place, place_of(*dataset_->atlas, raised.node));
        const Image with_stem = picture(list);
        list.places[0].height_px = 0;
        list.revision = 10;
        const Image without = picture(list);
        std::size_t stem = 0;
        for (const auto& [x, y] : changed(with_stem, without, 8))
            stem += std::abs(x + 0.5 - top->x) < 2 && y > top->y + 8 && y < foot->y - 8;
        EXPECT_GT(stem, 10U) << "a line leads down to where it is";
    }
}

TEST_F(RendererTest, PicksPlacesArcsAndAreas) {
    frame_.viewport = {.width_px = 960, .height_px = 540};
    DrawList list = testing::some_flows(*dataset_, 0);
    const auto pairs = dataset_->flows->pairs();
    list.arcs = {{.layer = LayerId{1},
                  .pair = PairId{5},
                  .origin = node_of(pairs[5].origin),
                  .destination = node_of(pairs[5].destination),
                  .width_px = 6}};
    list.revision = 9;
    for (const double tilt : {0.0, 55.0}) {
        frame_.camera.tilt_deg = tilt;
        picture(list);
        const Relief relief = build_relief(dataset_->base_map->relief, renderer_->projection());
        for (const PlaceItem& item : list.places) {
            const auto at =
                renderer_->projection().forward(dataset_->atlas->places[index(item.node)].location);
            const auto px = renderer_->view().to_screen(on_relief(*at, relief, 8));
            ASSERT_TRUE(px);
            if (px->x < 0 || px->y < 0 || px->x > 960 || px->y > 540) continue;
            EXPECT_EQ(renderer_->pick(px->x, px->y).place, PlaceId{static_cast<std::uint32_t>(item.node)});
        }
        std::vector<glm::dvec3> world;
        for (const Place& place : dataset_->atlas->places)
            world.push_back(on_relief(*renderer_->projection().forward(place.location), relief, 8));
        const ArcPicture twin = build_arc_picture({.list = list,
                                                   .nodes = world,
                                                   .relief = relief,
                                                   .view = renderer_->view(),
                                                   .px_scale = 0.5,
                                                   .exaggeration = 8});
        ASSERT_EQ(twin.arcs.size(), 1U);
        const glm::vec2 middle = twin.lane_px[twin.lane_px.size() / 2];
        const FlowRef flow = {LayerId{1}, PairId{5}};
        EXPECT_EQ(renderer_->pick(middle.x, middle.y).flow, flow);
        const auto inside = renderer_->projection().forward({108, 34});
        const auto px = renderer_->view().to_screen(on_relief(*inside, relief, 8));
        EXPECT_EQ(renderer_->pick(px->x, px->y).group, GroupId{0});
        const auto beyond = renderer_->projection().forward({96, 29});
        const auto far = renderer_->view().to_screen(on_relief(*beyond, relief, 8));
        EXPECT_TRUE(renderer_->pick(far->x, far->y).empty());
    }
}

TEST_F(RendererTest, HighlightDimsTheOthers) {
    const DrawList list = testing::some_flows(*dataset_, 40);
    const Image plain = picture(list);
    frame_.hover.flow = FlowRef{list.arcs.back().layer, list.arcs.back().pair};
    const Image pointed = picture(list);
    EXPECT_GT(changed(plain, pointed, 8).size(), 500U);
    EXPECT_EQ(renderer_->ground_draws(), 1U) << "pointing must not redraw the ground";
}

TEST_F(RendererTest, EmptyAndTinyPictures) {
    DrawList list = testing::some_flows(*dataset_, 40);
    for (const auto& [width, height] :
         {std::pair{1, 1}, std::pair{0, 0}, std::pair{3, 700}, std::pair{700, 2}}) {
        frame_.viewport = {.width_px = width, .height_px = height};
        const Image image = picture(list);
        EXPECT_EQ(image.width_px, std::max(1, width));
        renderer_->pick(0, 0);
    }
    list.arcs.clear();
    list.places.clear();
    list.revision = 0;
    frame_.viewport = small;
    picture(list);
}

/// Interpolation that fails at the picture's edge shows as black.
TEST_F(RendererTest, ThePaperHasNoHoles) {
    DrawList list = testing::some_flows(*dataset_, 0);
    list.places.clear();
    frame_.style.theme = ThemeId::paper;
    frame_.viewport = {.width_px = 1280, .height_px = 720};
    for (const double width_km : {400.0, 6600.0, 20000.0})
        for (const double tilt : {0.0, 30.0, 75.0}) {
            frame_.camera.width_km = width_km;
            frame_.camera.tilt_deg = tilt;
            const Image image = picture(list);
            std::size_t holes = 0;
            for (std::size_t at = 0; at < image.rgb.size(); at += 3)
                holes += image.rgb[at] < 20 && image.rgb[at + 1] < 20 && image.rgb[at + 2] < 20;
            EXPECT_EQ(holes, 0U) << width_km << " km, tilt " << tilt;
        }
}

TEST_F(RendererTest, TheProcessorsPictureIsOpenGlsAlsoWhereSomethingStandsOut) {
    frame_.camera.tilt_deg = 40;
    frame_.style.show_labels = true;
    const DrawList list = testing::some_flows(*dataset_, 60);
    const std::vector<Target> targets = {
        {}, {.flow = FlowRef{list.arcs[50].layer, list.arcs[50].pair}}, {.group = GroupId{0}}};
    for (const Target& target : targets) {
        frame_.hover = target;
        frame_.arcs = ArcPath::gl;
        const Image by_gl = picture(list);
        frame_.arcs = ArcPath::cpu;
        const Image by_processor = picture(list);
        EXPECT_LT(changed(by_gl, by_processor, 12).size(), 1300U) << "1 % of the px";
        if (target.empty()) continue;
        frame_.hover = {};
        EXPECT_GT(changed(picture(list), by_processor, 12).size(), 100U) << "nothing stood out";
    }
}

TEST_F(RendererTest, TheProcessorsSignsAreOpenGls) {
    frame_.style.show_labels = frame_.style.show_furniture = true;
    DrawList list = testing::some_flows(*dataset_, 12);
    list.furniture.title = "标题 Title";
    for (std::size_t row = 0; row < list.places.size(); ++row) {
        PlaceItem& place = list.places[row];
        place.radius_px = 20 + 4 * static_cast<float>(row % 5);
        if (row % 3 == 1) place.fill = {OverlayInk::Kind::sequential, 0.6f};
        if (row % 3 == 2) place.ring = {OverlayInk::Kind::warning};
    }
    list.donuts = {
        {.node = list.places.front().node,
         .radius_px = 40,
         .parts = {{0.3f, {OverlayInk::Kind::category, 0, 1}}, {0.5f, {OverlayInk::Kind::category, 0, 2}}},
         .notch = 0.6f}};
    list.arcs.clear();
    for (const double tilt : {0.0, 55.0}) {
        frame_.camera.tilt_deg = tilt;
        frame_.arcs = ArcPath::gl;
        const Image by_gl = picture(list);
        frame_.arcs = ArcPath::cpu;
        const Image by_processor = picture(list);
        EXPECT_LT(changed(by_gl, by_processor, 12).size(), 130U) << "0.1 % of the px; tilt " << tilt;
        list.donuts.front().radius_px = 50;
        ++list.revision;
        EXPECT_GT(changed(picture(list), by_processor, 12).size(), 130U) << "a ring of another size";
        list.donuts.front().radius_px = 40;
        ++list.revision;
    }
}

TEST_F(RendererTest, TheInterfaceLiesOverTheProcessorsPicture) {
    const DrawList list = testing::some_flows(*dataset_, 30);
    frame_.arcs = ArcPath::cpu;
    const Image bare = picture(list);
    std::vector<std::uint8_t> interface(std::size_t{480} * 270 * 4, 0);
    for (std::size_t y = 200; y < 270; ++y)  // from the bottom up: at the top of the picture
        for (std::size_t x = 0; x < 100; ++x) {
            std::uint8_t* px = interface.data() + (y * 480 + x) * 4;
            px[0] = px[1] = px[2] = 100;
            px[3] = 255;
        }
    renderer_->set_interface({.rgba = interface, .number = 1});
    const Image with = picture(list);
    EXPECT_EQ(with.rgb[(10 * 480 + 10) * 3], 100);
    for (const auto& [x, y] : changed(bare, with, 0)) EXPECT_TRUE(x < 100 && y < 70) << x << ' ' << y;
    std::ranges::fill(interface, std::uint8_t{0});
    renderer_->set_interface({.rgba = interface, .number = 2});
    EXPECT_TRUE(picture(list) == bare);
    renderer_->set_interface({});
    EXPECT_TRUE(picture(list) == bare);
}

TEST_F(RendererTest, MovingInteractivelyIsNearlyTheSamePicture) {
    frame_.arcs = ArcPath::cpu;
    frame_.camera.tilt_deg = 40;
    frame_.viewport = {.width_px = 481, .height_px = 271};  // no multiples of two
    const DrawList list = testing::some_flows(*dataset_, 30);
    const Image rest = picture(list);
    frame_.quality = Quality::interactive;
    frame_.camera.bearing_deg = 1;
    picture(list);
    frame_.camera.bearing_deg = 0;
    const Image moving = picture(list);
    EXPECT_FALSE(moving == rest);
    double sum = 0;
    for (std::size_t at = 0; at < rest.rgb.size(); ++at) sum += std::abs(rest.rgb[at] - moving.rgb[at]);
    EXPECT_LT(sum / static_cast<double>(rest.rgb.size()), 3) << "it would be seen to settle";
}

TEST_F(RendererTest, MostArcsAreTheStrongest) {
    const DrawList list = testing::some_flows(*dataset_, 60);
    DrawList strongest = list;
    strongest.arcs.erase(strongest.arcs.begin(), strongest.arcs.end() - 10);
    ++strongest.revision;
    for (const ArcPath path : {ArcPath::gl, ArcPath::cpu}) {
        frame_.arcs = path;
        renderer_->draw_at_most(10);
        const Image ten = picture(list);
        renderer_->draw_at_most(60);
        EXPECT_TRUE(picture(strongest) == ten);
        EXPECT_FALSE(picture(list) == ten);
    }
}

TEST_F(RendererTest, RefusesAMapInDegrees) {
    const auto degrees = Renderer::create(dataset_, "EPSG:4326");
    ASSERT_FALSE(degrees);
    EXPECT_NE(degrees.error().message.find("not-in-metres"), std::string::npos);
    const auto mercator = Renderer::create(dataset_, "EPSG:3857");
    EXPECT_TRUE(mercator);
}

TEST_F(RendererTest, PicksWallsAtTheirFootAndAboveIt) {
    frame_.viewport = {.width_px = 960, .height_px = 540};
    DrawList list = testing::some_flows(*dataset_, 0);
    list.arcs.clear();
    list.walls = {{.width_px = 4, .height_px = 60, .ink = {OverlayInk::Kind::warning}}};
    list.revision = 9;
    const LonLat on_border{107, 34};
    frame_.camera.centre = on_border;
    const Relief relief = build_relief(dataset_->base_map->relief, renderer_->projection());
    const auto at = [&](LonLat where, double higher_px) {
        glm::dvec3 world = on_relief(*renderer_->projection().forward(where), relief, 8);
        world.z += higher_px * 0.5 * renderer_->view().metres_per_px;
        const auto px = renderer_->view().to_screen(world);
        return renderer_->pick(px->x, px->y);
    };
    for (const double tilt : {0.0, 55.0}) {
        frame_.camera.tilt_deg = tilt;
        frame_.camera.bearing_deg = 80;  // across the border: the wall stands before what lies behind it
        picture(list);
        EXPECT_TRUE(at(on_border, 0).border) << tilt;
        EXPECT_FALSE(at({105, 34}, 0).border) << tilt;
        if (tilt > 0) {
            EXPECT_TRUE(at(on_border, 50).border) << "nearly as high as the wall";
            EXPECT_FALSE(at(on_border, 90).border) << "over it";
        }
        EXPECT_EQ(at(on_border, 0).group, at({107.3, 34}, 0).group) << "beside what lies beneath";
    }
    list.walls.clear();
    list.revision = 10;
    picture(list);
    EXPECT_FALSE(at(on_border, 0).border);
}

TEST_F(RendererTest, AFadedWallIsSeenLess) {
    DrawList list = testing::some_flows(*dataset_, 0);
    list.arcs.clear();
    list.places.clear();
    list.revision = 9;
    frame_.camera.centre = {107, 34};
    const auto seen = [&](const Image& bare, const Image& with) {
        double sum = 0;
        for (std::size_t at = 0; at < bare.rgb.size(); ++at) sum += std::abs(bare.rgb[at] - with.rgb[at]);
        return sum;
    };
    for (const double tilt : {0.0, 55.0}) {
        frame_.camera.tilt_deg = tilt;
        list.walls.clear();
        const Image bare = picture(list);
        list.walls = {{.width_px = 6, .height_px = 60, .ink = {OverlayInk::Kind::warning}}};
        const double strong = seen(bare, picture(list));
        list.walls[0].faded = true;
        const double faint = seen(bare, picture(list));
        EXPECT_GT(faint, 0) << tilt;
        EXPECT_LT(faint, 0.75 * strong) << tilt;
    }
}

TEST_F(RendererTest, TubesLieOnTheGroundBetweenTheirPlaces) {
    frame_.viewport = {.width_px = 960, .height_px = 540};
    DrawList list = testing::some_flows(*dataset_, 0);
    list.arcs.clear();
    list.places.clear();
    list.revision = 9;
    const PlaceId a{8}, b{9};
    for (const double tilt : {0.0, 55.0}) {
        frame_.camera.tilt_deg = tilt;
        list.tubes.clear();
        const Image without = picture(list);
        list.tubes = {{.a = a, .b = b, .width_px = 8, .ink = {OverlayInk::Kind::warning}}};
        const Image with = picture(list);
        const auto from = renderer_->on_screen(node_of(a)), to = renderer_->on_screen(node_of(b));
        ASSERT_TRUE(from && to);
        const auto there = changed(with, without, 8);
        EXPECT_GT(there.size(), 100U) << "its colour, at tilt " << tilt;
        for (const auto& [x, y] : there) {
            EXPECT_GT(x, std::min(from->x, to->x) - 12);
            EXPECT_LT(x, std::max(from->x, to->x) + 12);
        }
    }
}

}  // namespace
}  // namespace flowspace
