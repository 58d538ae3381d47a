#include "viewer/camera_control.h"

#include "viewer/map_input.h"

#include <gtest/gtest.h>

#include <cmath>

namespace flowspace {
namespace {

class CameraControl : public testing::Test {
protected:
    static Projection albers() { return std::move(*Projection::create(albers_china)); }

    /// Where a pixel lies on the ground, in metres of the map.
    MapPoint ground(const Camera& camera, glm::dvec2 px) const {
        return *make_view(camera, stage_.viewport, projection_).to_ground(px, 0);
    }

    Projection projection_ = albers();
    CameraStage stage_{{.width_px = 1280, .height_px = 720, .insets_px = {336, 44, 376, 148}}, projection_};
    Camera tilted_{.centre = {112, 31}, .width_km = 1500, .tilt_deg = 40, .bearing_deg = 25};
};

void expect_near(const MapPoint& a, const MapPoint& b, double metres) {
    EXPECT_NEAR(a.x_m, b.x_m, metres);
    EXPECT_NEAR(a.y_m, b.y_m, metres);
}

TEST_F(CameraControl, PanningKeepsTheGroundUnderThePointer) {
    const glm::dvec2 from = {500, 300}, to = {640, 380};
    for (const Camera& camera : {Camera{}, tilted_})
        expect_near(ground(pan(camera, stage_, from, to), to), ground(camera, from), camera.width_km);
}

TEST_F(CameraControl, ZoomingKeepsTheGroundUnderTheCursor) {
    const glm::dvec2 cursor = {700, 420};
    for (const Camera& camera : {Camera{}, tilted_})
        for (const double factor : {0.5, 0.9, 1.3}) {
            const Camera nearer = zoom(camera, stage_, cursor, factor);
            EXPECT_NEAR(nearer.width_km, camera.width_km * factor, 1e-9);
            expect_near(ground(nearer, cursor), ground(camera, cursor), camera.width_km);
        }
}

TEST_F(CameraControl, ZoomStopsAtItsEnds) {
    Camera camera;
    for (int step = 0; step < 100; ++step) camera = zoom(camera, stage_, {640, 360}, 0.5);
    EXPECT_EQ(camera.width_km, narrowest_km);
    for (int step = 0; step < 100; ++step) camera = zoom(camera, stage_, {640, 360}, 2);
    EXPECT_EQ(camera.width_km, widest_km);
}

TEST_F(CameraControl, ScrollingInPartsIsScrollingAtOnce) {
    double parts = 1;
    for (int step = 0; step < 10; ++step) parts *= zoom_factor(0.1);
    EXPECT_NEAR(parts, zoom_factor(1), 1e-12);
    EXPECT_LT(zoom_factor(1), 1);
    EXPECT_GT(zoom_factor(-1), 1);
}

TEST_F(CameraControl, OrbitStaysInItsRange) {
    EXPECT_EQ(orbit(Camera{}, {0, -10000}).tilt_deg, steepest_deg);
    EXPECT_EQ(orbit(Camera{}, {0, 10000}).tilt_deg, 0);
    EXPECT_NEAR(orbit(Camera{}, {-100, 0}).bearing_deg, 330, 1e-9);
    EXPECT_EQ(north_up(orbit(Camera{}, {123, 0})).bearing_deg, 0);
}

TEST_F(CameraControl, BeyondTheHorizonNothingMoves) {
    Camera steep = tilted_;
    steep.tilt_deg = 75;
    const glm::dvec2 sky = {640, 1};
    if (!make_view(steep, stage_.viewport, projection_).to_ground(sky, 0)) {
        EXPECT_EQ(pan(steep, stage_, sky, {640, 300}), steep);
    }
    const Camera moved = pan(steep, stage_, {640, 300}, {640, 60});
    EXPECT_TRUE(std::isfinite(moved.centre.lon_deg) && std::isfinite(moved.centre.lat_deg));
}

TEST_F(CameraControl, AFlightEndsWhereItShould) {
    const Flight flight = start_flight(Camera{}, tilted_, 10, Motions::smooth);
    EXPECT_GE(flight.duration_s, 1.2);
    EXPECT_LE(flight.duration_s, 3);
    EXPECT_NEAR(camera_at(flight, 10).width_km, Camera{}.width_km, 1e-6);
    EXPECT_EQ(camera_at(flight, 10 + flight.duration_s), tilted_);
    EXPECT_FALSE(has_ended(flight, 10.1));
    EXPECT_TRUE(has_ended(start_flight(Camera{}, tilted_, 10, Motions::reduced), 10));
}

TEST_F(CameraControl, AClickIsNoDrag) {
    MapPointer pointer;
    const Camera camera;
    pointer.update(camera, stage_,
                   {.px = {600, 300}, .over_map = true, .left_pressed = true, .left_down = true});
    pointer.update(camera, stage_, {.px = {602, 301}, .over_map = true, .left_down = true});
    const auto end =
        pointer.update(camera, stage_, {.px = {602, 301}, .over_map = true, .left_released = true});
    EXPECT_EQ(end.clicked_px, (glm::dvec2{600, 300}));
    EXPECT_FALSE(end.moved);
    EXPECT_FALSE(pointer.dragging());
}

TEST_F(CameraControl, ADragPansAndIsNoClick) {
    MapPointer pointer;
    Camera camera;
    const MapPoint held = ground(camera, {600, 300});
    pointer.update(camera, stage_,
                   {.px = {600, 300}, .over_map = true, .left_pressed = true, .left_down = true});
    for (const double x : {610.0, 640.0, 700.0})
        camera =
            pointer.update(camera, stage_, {.px = {x, 320}, .over_map = false, .left_down = true}).camera;
    expect_near(ground(camera, {700, 320}), held, 2 * camera.width_km);
    EXPECT_FALSE(pointer.update(camera, stage_, {.px = {700, 320}, .left_released = true}).clicked_px);
}

TEST_F(CameraControl, APressOnAPanelIsNotTheMaps) {
    MapPointer pointer;
    pointer.update({}, stage_,
                   {.px = {100, 300}, .over_map = false, .left_pressed = true, .left_down = true});
    EXPECT_FALSE(pointer.update({}, stage_, {.px = {600, 300}, .over_map = true, .left_down = true}).moved);
}

TEST_F(CameraControl, ControlDragAndRightDragTurn) {
    for (const bool right : {false, true}) {
        MapPointer pointer;
        PointerFrame press{.px = {600, 300}, .over_map = true, .ctrl = !right};
        (right ? press.right_pressed : press.left_pressed) = true;
        (right ? press.right_down : press.left_down) = true;
        pointer.update({}, stage_, press);
        press.left_pressed = press.right_pressed = false;
        press.px = {650, 250};
        const Camera turned = pointer.update({}, stage_, press).camera;
        EXPECT_NEAR(turned.bearing_deg, 15, 1e-9);
        EXPECT_NEAR(turned.tilt_deg, 10, 1e-9);
    }
}

TEST_F(CameraControl, ArrowKeysMoveByTime) {
    const Camera east = move_by_keys({}, stage_, {.towards = {1, 0}, .seconds = 0.1});
    EXPECT_GT(east.centre.lon_deg, Camera{}.centre.lon_deg);
    const Camera nearer = move_by_keys({}, stage_, {.zoom = 1, .seconds = 0.1});
    EXPECT_LT(nearer.width_km, Camera{}.width_km);
    EXPECT_EQ(move_by_keys({}, stage_, {.seconds = 0.1}), Camera{});
}

}  // namespace
}  // namespace flowspace
