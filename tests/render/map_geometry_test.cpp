// Filling, simplifying, outlines, relief and arcs, without OpenGL.
#include "render/scene/arc_shape.h"
#include "render/scene/base_lines.h"
#include "render/scene/donut.h"
#include "render/scene/even_odd.h"
#include "render/scene/line_ground.h"
#include "render/scene/map_lines.h"
#include "render/scene/province_borders.h"
#include "render/scene/relief.h"
#include "render/scene/ribbon.h"
#include "tests/data/built_in_atlas.h"

#include <glm/geometric.hpp>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <random>
#include <utility>

namespace flowspace {
namespace {

Paint blank(int width_px, int height_px) {
    return {width_px, height_px,
            std::vector<std::uint8_t>(static_cast<std::size_t>(width_px * height_px * 4), 0)};
}

int alpha_at(const Paint& paint, int x, int y) {
    return paint.rgba[static_cast<std::size_t>((y * paint.width_px + x) * 4 + 3)];
}

bool odd_inside(const std::vector<glm::dvec2>& ring, glm::dvec2 at) {
    bool odd = false;
    for (std::size_t row = 0; row < ring.size(); ++row) {
        const glm::dvec2 a = ring[row], b = ring[(row + 1) % ring.size()];
        if ((a.y > at.y) != (b.y > at.y) && at.x < a.x + (at.y - a.y) / (b.y - a.y) * (b.x - a.x)) odd = !odd;
    }
    return odd;
}

/// Random star-shaped and self-crossing rings against a sum over 16 x 16 points a px.
TEST(EvenOdd, CoverMatchesCountingPoints) {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> place(-10, 42);
    for (int trial = 0; trial < 20; ++trial) {
        std::vector<std::vector<glm::dvec2>> parts(2);
        EvenOdd fill(32, 32);
        for (std::uint32_t part = 0; part < 2; ++part) {
            for (int corner = 0; corner < 7; ++corner) parts[part].emplace_back(place(random), place(random));
            fill.add_ring(parts[part], part);
        }
        Paint paint = blank(32, 32);
        fill.fill(paint, colour(0xFFFFFF), trial % 2 ? Side::outside : Side::inside);
        double off = 0;
        for (int y = 0; y < 32; ++y)
            for (int x = 0; x < 32; ++x) {
                int points = 0;
                for (int sub = 0; sub < 256; ++sub) {
                    const glm::dvec2 at = {x + (sub % 16 + 0.5) / 16, y + (sub / 16 + 0.5) / 16};
                    const bool in = odd_inside(parts[0], at) || odd_inside(parts[1], at);
                    points += in != (trial % 2 == 1);
                }
                const double expected = points / 256.0 * 255;
                EXPECT_NEAR(alpha_at(paint, x, y), expected, 60) << x << ' ' << y;
                off += std::abs(alpha_at(paint, x, y) - expected);
            }
        EXPECT_LT(off / 1024, 4);
    }
}

TEST(EvenOdd, ForgetsWhatItFilledAndBlends) {
    EvenOdd fill(8, 8);
    Paint paint = blank(8, 8);
    fill.add_ring(std::vector<glm::dvec2>{{0, 0}, {4, 0}, {4, 8}, {0, 8}}, 0);
    fill.fill(paint, colour(0xFF0000), Side::inside);
    fill.fill(paint, colour(0x0000FF, 0.5f), Side::outside);
    EXPECT_EQ(alpha_at(paint, 1, 1), 255);
    EXPECT_NEAR(paint.rgba[0], 128, 1);
    EXPECT_NEAR(paint.rgba[2], 128, 1);
    EXPECT_NEAR(alpha_at(paint, 6, 6), 128, 1);
}

/// Whatever the length of the run: many px at once and those left over, in whole numbers.
TEST(EvenOdd, BlendsEveryPxOfARunAlike) {
    std::mt19937 random(5);
    for (int width = 1; width <= 41; ++width)
        for (const auto& [alpha, share] : {std::pair{0.37f, 95U}, {1.0f, 256U}, {0.001f, 0U}}) {
            EvenOdd fill(width, 1);
            Paint paint = blank(width, 1);
            for (std::uint8_t& part : paint.rgba) part = static_cast<std::uint8_t>(random());
            const Paint before = paint;
            const auto right = static_cast<double>(width);
            fill.add_ring(std::vector<glm::dvec2>{{0, 0}, {right, 0}, {right, 1}, {0, 1}}, 0);
            fill.fill(paint, colour(0x0AFF7B, alpha), Side::inside);
            const std::array ink = {10U, 255U, 123U, 255U};
            for (std::size_t at = 0; at < paint.rgba.size(); ++at)
                EXPECT_EQ(paint.rgba[at], (before.rgba[at] * (256 - share) + ink[at % 4] * share + 128) >> 8)
                    << width << ' ' << at;
        }
}

TEST(MapLines, SimplifiedStaysWithinTolerance) {
    const Projection projection = std::move(*Projection::create(albers_china));
    Line line;
    std::mt19937 random(3);
    std::normal_distribution<double> wiggle(0, 0.05);
    for (int row = 0; row < 400; ++row) line.push_back({90 + row * 0.05, 35 + wiggle(random)});
    const auto lines = map_lines({&line, 1}, projection);
    ASSERT_EQ(lines.size(), 1U);
    const MapLine& whole = lines[0];
    for (const float tolerance : {500.0f, 3000.0f, 20000.0f}) {
        std::vector<MapPoint> kept;
        for (std::size_t row = 0; row < whole.points.size(); ++row)
            if (whole.keep_m[row] >= tolerance) kept.push_back(whole.points[row]);
        EXPECT_LT(kept.size(), whole.points.size());
        for (const MapPoint& point : whole.points) {
            double nearest = 1e9;
            for (std::size_t row = 0; row + 1 < kept.size(); ++row) {
                const glm::dvec2 a = {kept[row].x_m, kept[row].y_m},
                                 b = {kept[row + 1].x_m, kept[row + 1].y_m};
                const glm::dvec2 p = {point.x_m, point.y_m};
                const double t = std::clamp(glm::dot(p - a, b - a) / glm::dot(b - a, b - a), 0.0, 1.0);
                nearest = std::min(nearest, glm::length(p - a - (b - a) * t));
            }
            EXPECT_LE(nearest, static_cast<double>(tolerance) * 1.0001);
        }
    }
}

TEST(MapLines, OutlineOfNeighboursHasNoInnerEdge) {
    const Polygon west = {{{{100, 30}, {102, 30}, {102, 31}, {102, 32}, {100, 32}}}};
    const Polygon east = {{{{102, 30}, {104, 30}, {104, 32}, {102, 32}, {102, 31}}}};
    const std::vector<const Polygon*> both = {&west, &east};
    const auto outline = union_outline(both);
    ASSERT_EQ(outline.size(), 1U);
    EXPECT_EQ(outline[0].front(), outline[0].back());
    EXPECT_EQ(outline[0].size(), 7U);  // six corners, the first repeated
    for (const LonLat& point : outline[0]) EXPECT_NE(point.lat_deg, 31);
}

TEST(Relief, SmoothNeverBelowSeaAndFadesAtItsEdge) {
    const Projection projection = std::move(*Projection::create(albers_china));
    HeightGrid grid = {.north_west = {80, 50},
                       .step_lon_deg = 0.5,
                       .step_lat_deg = 0.5,
                       .columns = 81,
                       .rows = 61,
                       .height_m = {}};
    for (std::size_t row = 0; row < grid.rows; ++row)
        for (std::size_t column = 0; column < grid.columns; ++column)
            grid.height_m.push_back(column < 40 ? 3000 : -200);
    const Relief relief = build_relief(grid, projection);
    EXPECT_NEAR(relief.ground_m(*projection.forward({85, 35})), 3000, 1);
    EXPECT_EQ(relief.ground_m(*projection.forward({115, 35})), 0);
    EXPECT_EQ(relief.ground_m({9e7, 9e7}), 0);
    double last = 1e9;
    for (double lon = 97; lon < 103; lon += 0.1) {
        const double height = relief.ground_m(*projection.forward({lon, 35}));
        EXPECT_LE(height, last + 1e-3);
        last = height;
    }
    const auto presence = [&](LonLat where) {
        const MapPoint at = *projection.forward(where);
        const auto column = static_cast<std::size_t>((at.x_m - relief.south_west.x_m) / relief.step_m);
        const auto row = static_cast<std::size_t>((at.y_m - relief.south_west.y_m) / relief.step_m);
        return relief.presence[row * relief.columns + column];
    };
    EXPECT_GT(presence({100, 35}), 0.99f);
    EXPECT_LT(presence({80.3, 35}), 0.1f);
    EXPECT_EQ(build_relief({}, projection).ground_m({0, 4e6}), 0);
}

TEST(LineGround, IsTheReliefsAndIsLookedUpOnce) {
    Relief relief = {.south_west = {0, 0},
                     .step_m = 10,
                     .columns = 3,
                     .rows = 2,
                     .height_m = {0, 10, 20, 30, 40, 50},
                     .presence = {1, 0.5f, 0, 1, 1, 0.25f}};
    std::vector<MapLine> lines(3);
    lines[0].points = {{5, 5}, {20, 10}};
    lines[2].points = {{-5, 5}, {10, 2}, {14, 9}};  // the first beyond the relief
    LineGround ground(lines, relief);
    const auto expect_all = [&](const Relief& wanted) {
        for (const std::size_t line : {std::size_t{2}, std::size_t{0}})
            for (std::size_t row = 0; row < lines[line].points.size(); ++row) {
                const MapPoint at = lines[line].points[row];
                const LineGround::Ground found = ground.at(at, ground.of_line(line)[row]);
                EXPECT_EQ(found.height_m, wanted.ground_m(at));
                EXPECT_EQ(found.presence, wanted.presence_at(at));
            }
    };
    const Relief as_built = relief;
    expect_all(as_built);
    for (float& height : relief.height_m) height += 1000;
    expect_all(as_built);
}

Relief ridge_between() {
    Relief relief = {
        .south_west = {0, -1e6}, .step_m = 1e4, .columns = 101, .rows = 201, .height_m = {}, .presence = {}};
    for (std::size_t row = 0; row < relief.rows; ++row)
        for (std::size_t column = 0; column < relief.columns; ++column) {
            relief.height_m.push_back(
                100 + 6000 * std::exp(-std::pow((static_cast<float>(column) - 50) / 8, 2.0f)));
            relief.presence.push_back(1);
        }
    return relief;
}

TEST(ArcShape, EndsOnTheReliefApexAsAskedRightOfTheChord) {
    const Relief flat = build_relief({}, *Projection::create(albers_china));
    const glm::dvec3 a = {0, 0, 500}, b = {300e3, 400e3, 900};
    const ArcCurve there = arc_curve(a, b, {}, flat, 8);
    const ArcCurve back = arc_curve(b, a, {}, flat, 8);
    EXPECT_EQ(there.at(0), a);
    EXPECT_EQ(there.at(1), b);
    EXPECT_NEAR(there.at(0.5).z, 700 + 0.18 * 500e3, 1e-3);
    for (const double t : {0.1, 0.3, 0.5, 0.9}) {
        const auto right_of = [&](const ArcCurve& curve, glm::dvec3 from, glm::dvec3 to) {
            const glm::dvec2 chord = glm::dvec2(to - from), off = glm::dvec2(curve.at(t) - from);
            return chord.x * off.y - chord.y * off.x < 0;
        };
        EXPECT_TRUE(right_of(there, a, b));
        EXPECT_TRUE(right_of(back, b, a));
    }
}

TEST(ArcShape, RisesOverARidge) {
    const Relief relief = ridge_between();
    const glm::dvec3 a = {350e3, 0, 800}, b = {650e3, 0, 800};
    const ArcCurve curve = arc_curve(a, b, {.height = 0.02, .lane = 0.1}, relief, 8);
    for (double t = 0.15; t <= 0.85; t += 0.01) {
        const glm::dvec3 at = curve.at(t);
        EXPECT_GE(at.z, relief.ground_m({at.x, at.y}) * 8 * 0.97) << t;
    }
}

TEST(ArcShape, AWayRunsOnSmoothlyKeepsRightAndStaysAboveTheRelief) {
    const Relief relief = ridge_between();
    const auto ground = [&](double x, double y) { return glm::dvec3(x, y, relief.ground_m({x, y}) * 8); };
    const std::vector<glm::dvec3> points = {ground(350e3, 0), ground(420e3, 30e3), ground(520e3, -20e3),
                                            ground(650e3, 0)};
    const std::vector<ArcCurve> curves = way_curves(points, {.height = 0.02, .lane = 0.1}, relief, 8);
    ASSERT_EQ(curves.size(), 2U);
    EXPECT_EQ(curves.front().at(0), points.front());
    EXPECT_EQ(curves.back().at(1), points.back());
    EXPECT_LT(glm::length(curves[0].end - curves[1].start), 1e-6);
    const glm::dvec3 leaves = glm::normalize(curves[0].end - curves[0].control),
                     goes_on = glm::normalize(curves[1].control - curves[1].start);
    EXPECT_NEAR(glm::dot(leaves, goes_on), 1, 1e-9);
    for (const ArcCurve& curve : curves)
        for (double t = 0.15; t <= 0.85; t += 0.01) {
            const glm::dvec3 at = curve.at(t);
            EXPECT_GE(at.z, relief.ground_m({at.x, at.y}) * 8 * 0.97) << t;
        }
    // Back again it takes the other lane: north of what goes east.
    const std::vector<glm::dvec3> back(points.rbegin(), points.rend());
    const std::vector<ArcCurve> returning = way_curves(back, {.height = 0.02, .lane = 0.1}, relief, 8);
    EXPECT_GT(returning[1].control.y, curves[0].control.y);
    EXPECT_GT(returning[0].control.y, curves[1].control.y);
}

TEST(ArcShape, PiecesStayWithinTolerance) {
    const Projection projection = std::move(*Projection::create(albers_china));
    const Relief flat = build_relief({}, projection);
    for (const double tilt : {0.0, 60.0}) {
        const View view =
            make_view({{105, 35}, 4000, tilt, 30}, {.width_px = 1920, .height_px = 1080}, projection);
        const MapPoint a = *projection.forward({95, 30}), b = *projection.forward({115, 38});
        const ClipCurve curve =
            clip_curve(arc_curve({a.x_m, a.y_m, 0}, {b.x_m, b.y_m, 0}, {}, flat, 8), view);
        const int pieces = arc_segments(curve, view.size_px, 0.35);
        double most = 0;
        for (int piece = 0; piece < pieces; ++piece) {
            const double from = static_cast<double>(piece) / pieces,
                         to = static_cast<double>(piece + 1) / pieces;
            const glm::dvec2 p = arc_on_screen(curve, from, view.size_px).px,
                             q = arc_on_screen(curve, to, view.size_px).px;
            for (double share = 0.1; share < 1; share += 0.1) {
                const glm::dvec2 at = arc_on_screen(curve, from + (to - from) * share, view.size_px).px;
                const double t = std::clamp(glm::dot(at - p, q - p) / glm::dot(q - p, q - p), 0.0, 1.0);
                most = std::max(most, glm::length(at - p - (q - p) * t));
            }
        }
        EXPECT_LT(most, 0.8) << "tilt " << tilt;
        EXPECT_GT(most, 0.05) << "far more pieces than needed";
    }
}

TEST(ArcShape, ALoopIsACircleThatStandsOnItsDisc) {
    const auto projection = Projection::create("EPSG:3857");
    ASSERT_TRUE(projection);
    const Viewport viewport{.width_px = 800, .height_px = 600};
    for (const double tilt : {0.0, 60.0}) {
        const View view =
            make_view({.centre = {110, 32}, .width_km = 1500, .tilt_deg = tilt, .bearing_deg = 40}, viewport,
                      *projection, 0);
        const MapPoint at = *projection->forward({111, 33});
        const glm::dvec3 world = {at.x_m, at.y_m, 0};
        const auto foot = view.to_screen(world);
        ASSERT_TRUE(foot);
        const double radius = 20, disc = 14;
        const auto curve = loop_curve(world, {.radius_px = radius, .disc_px = disc}, view);
        ASSERT_TRUE(curve);
        const auto px = [&](double t) { return arc_on_screen(*curve, t, view.size_px).px; };
        const glm::dvec2 top = px(0.5);
        const glm::dvec2 centre = top + glm::dvec2(0, radius);
        EXPECT_NEAR(top.x, foot->x, 1e-6) << "upright over its place";
        double turned = 0;
        for (int step = 0; step <= 48; ++step) {
            const glm::dvec2 here = px(step / 48.0) - centre;
            EXPECT_NEAR(glm::length(here), radius, 1e-6);
            if (step == 0) continue;
            const glm::dvec2 last = px((step - 1) / 48.0) - centre;
            const double turn = std::atan2(last.x * here.y - last.y * here.x, glm::dot(last, here));
            EXPECT_GT(turn, 0) << "clockwise, as y is down";
            EXPECT_LT(turn, 0.35) << "so that 48 pieces look round";
            turned += turn;
        }
        EXPECT_NEAR(turned, 300 * 3.14159265358979 / 180, 1e-6);
        for (const double end : {0.0, 1.0})
            EXPECT_NEAR(glm::distance(px(end), glm::dvec2(foot->x, foot->y)), disc, 1e-6)
                << "on the disc's edge";
    }
}

TEST(Ribbon, KeepsItsWidthThroughATurn) {
    RibbonStrip strip;
    append_ribbon(strip, std::vector<glm::dvec4>{{0, 0, 0, 1}, {50, 0, 0, 1}, {50, 0, 0, 1}, {50, 40, 0, 1}},
                  {.width_px = 3, .colour = colour(0xFFFFFF)});
    ASSERT_EQ(strip.vertices.size(), 6U);  // the repeated point is passed over
    EXPECT_EQ(strip.indices.size(), 12U);
    // Both edges of the corner lie two px (half the width and half the feather) from both segments.
    for (const std::size_t row : {2U, 3U}) {
        EXPECT_NEAR(std::abs(strip.vertices[row].y_px), 2, 1e-5);
        EXPECT_NEAR(std::abs(strip.vertices[row].x_px - 50), 2, 1e-5);
    }
    RibbonStrip thin;
    append_ribbon(thin, std::vector<glm::dvec4>{{0, 0, 0, 1}, {9, 0, 0, 1}},
                  {.width_px = 0.5f, .colour = colour(0xFFFFFF)});
    EXPECT_EQ(thin.vertices[0].half_width_px, 0.5f);
    EXPECT_NEAR(thin.vertices[0].rgba[3], 128, 1);
}

/// Three squares in a row, the first two in one province; the border beyond the third is of nobody known.
TEST(ProvinceBorders, AreCutWhereTheNeighboursChange) {
    Atlas atlas;
    for (const char* id : {"p", "q", "r"}) atlas.places.push_back({.id = id});
    atlas.groups = {{.id = "west", .kind = GroupKind::province, .members = {{.place = PlaceId{0}}}},
                    {.id = "east",
                     .kind = GroupKind::province,
                     .members = {{.place = PlaceId{1}}, {.place = PlaceId{2}}}}};
    BaseMap base;
    const auto square = [](double lon) {
        return Polygon{{{{lon, 0}, {lon + 1, 0}, {lon + 1, 1}, {lon, 1}}}};
    };
    base.prefectures = {{"p", square(0)}, {"q", square(1)}, {"r", square(2)}};
    base.province_lines = {{{1, 0}, {1, 1}, {2, 1}, {2, 0}}};  // p|q, a side of q alone, q|r of one province
    const auto borders = province_borders(atlas, base);
    ASSERT_EQ(borders.size(), 2U);
    const ProvincePair between = std::pair{GroupId{0}, GroupId{1}};
    ASSERT_EQ(borders.at(between).size(), 1U);
    EXPECT_EQ(borders.at(between)[0].size(), 2U);
    ASSERT_EQ(borders.at(std::nullopt).size(), 1U);
    EXPECT_EQ(borders.at(std::nullopt)[0].size(), 3U);
}

TEST(ProvinceBorders, OfTheBuiltInAtlasAllHaveTwoProvinces) {
    const Dataset data = testing::built_in_atlas();
    const auto borders = province_borders(*data.atlas, *data.base_map);
    double owned = 0, all = 0;
    std::size_t pairs = 0;
    for (const auto& [between, lines] : borders) {
        pairs += between.has_value();
        for (const Line& line : lines)
            for (std::size_t at = 1; at < line.size(); ++at) {
                const double length = std::hypot(line[at].lon_deg - line[at - 1].lon_deg,
                                                 line[at].lat_deg - line[at - 1].lat_deg);
                all += length;
                owned += between ? length : 0;
            }
    }
    EXPECT_GT(owned, 0.995 * all);
    EXPECT_GT(pairs, 60U);
    EXPECT_LT(pairs, 80U);
}

/// Three o'clock is a quarter of the way round; what is not reached is only the ring's pale ground.
TEST(Donut, RunsClockwiseFromTheTopToItsShareWithANotch) {
    const auto opened = Projection::create(albers_china);
    ASSERT_TRUE(opened);
    const Projection& projection = *opened;
    const Camera camera;
    const View view = make_view(camera, {.width_px = 1000, .height_px = 800}, projection);
    const MapPoint centre = *projection.forward(camera.centre);
    const std::vector<glm::dvec3> nodes = {{centre.x_m, centre.y_m, 0}, {1e9, 0, 0}};
    std::vector<DonutItem> donuts = {
        {.node = NodeId{0}, .radius_px = 40, .parts = {{0.25F, {OverlayInk::Kind::warning}}}}};
    const Theme& colours = theme(ThemeId::night);
    const DonutInputs inputs{.donuts = donuts, .nodes = nodes, .view = view, .theme = colours};
    const auto boxes = donut_boxes(inputs);
    ASSERT_EQ(boxes.size(), 1U);
    const ScreenBox& box = boxes[0].box;
    EXPECT_EQ(boxes[0].node, NodeId{0});
    const glm::dvec2 middle = {box.x_px + box.width_px / 2, box.y_px + box.height_px / 2};
    EXPECT_NEAR(middle.x, 500, 0.5);
    EXPECT_NEAR(middle.y, 400, 0.5);

    const Colour warning = overlay_colour(colours, {OverlayInk::Kind::warning});
    const auto vertices_of = [](const RibbonStrip& strip, Colour colour) {
        std::vector<glm::dvec2> found;
        for (const RibbonVertex& vertex : strip.vertices)
            if (vertex.rgba[0] == colour.r && vertex.rgba[1] == colour.g && vertex.rgba[2] == colour.b)
                found.emplace_back(vertex.x_px, vertex.y_px);
        return found;
    };
    const auto quarter = vertices_of(donut_strip(inputs), warning);
    ASSERT_GT(quarter.size(), 8U);
    for (const glm::dvec2& at : quarter) {
        EXPECT_GE(at.x, middle.x - 1.5);
        EXPECT_LE(at.y, middle.y + 1.5);
        EXPECT_LE(glm::length(at - middle), 41.5);
        EXPECT_GE(glm::length(at - middle), 20);
    }
    donuts[0].notch = 0.5F;
    const auto notch = vertices_of(donut_strip(inputs), colours.text);
    ASSERT_EQ(notch.size(), 4U);
    for (const glm::dvec2& at : notch) {
        EXPECT_NEAR(at.x, middle.x, 2.5) << "half of the time: at six o'clock";
        EXPECT_GT(at.y, middle.y + 15);
    }
    donuts[0].node = NodeId{1};
    EXPECT_TRUE(donut_strip(inputs).indices.empty()) << "outside the picture";
}

/// The ink of a sector lies where it points on the ground, as far as the root of its share.
TEST(Donut, ARosePointsWhereTheGroundDoesAndCoversNoOther) {
    const auto opened = Projection::create(albers_china);
    ASSERT_TRUE(opened);
    const Camera camera;
    const View view = make_view(camera, {.width_px = 1000, .height_px = 800}, *opened);
    const MapPoint centre = *opened->forward(camera.centre);
    const std::vector<glm::dvec3> nodes = {{centre.x_m, centre.y_m, 0},
                                           {centre.x_m + 10 * view.metres_per_px, centre.y_m, 0}};
    const DonutItem::Rose east{.filled = {0, 0, 0.25F, 0, 0, 0, 0, 0}, .fill = {OverlayInk::Kind::warning}};
    const std::vector<DonutItem> donuts = {{.node = NodeId{0}, .radius_px = 80, .rose = east},
                                           {.node = NodeId{1}, .radius_px = 80, .rose = east}};
    const Theme& colours = theme(ThemeId::night);
    DonutInputs inputs{.donuts = donuts, .nodes = nodes, .view = view, .theme = colours};
    const Colour ink = overlay_colour(colours, east.fill);
    const auto inked = [&] {
        std::vector<glm::dvec2> found;
        for (const RibbonVertex& vertex : donut_strip(inputs).vertices)
            if (vertex.rgba[0] == ink.r && vertex.rgba[1] == ink.g && vertex.rgba[2] == ink.b)
                found.emplace_back(vertex.x_px - 500, vertex.y_px - 400);
        return found;
    };
    const auto petal = inked();
    ASSERT_GT(petal.size(), 8U);
    double reach = 0;
    for (const glm::dvec2& at : petal) {
        EXPECT_GE(at.x, -2) << "the second one, ten px further, is left out";
        EXPECT_LE(std::fabs(at.y), at.x + 3) << "within 45 degrees of the east";
        reach = std::max(reach, glm::length(at));
    }
    EXPECT_NEAR(reach, 40, 2) << "a quarter of the area: half of the radius";
    ASSERT_EQ(donut_boxes(inputs).size(), 1U);
    // Where the ground's north lies to the right, east lies below.
    const std::vector<GroundCompass> turned(2, {.north = {1, 0, 0}, .east = {0, -1, 0}});
    inputs.compasses = turned;
    for (const glm::dvec2& at : inked()) EXPECT_GE(at.y, -2);
}

}  // namespace
}  // namespace flowspace
