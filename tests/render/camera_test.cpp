// The camera's geometry: there and back, fitting, flights.
#include "render/scene/camera.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace flowspace {
namespace {

class CameraTest : public ::testing::Test {
protected:
    Projection projection_ = std::move(*Projection::create(albers_china));
    Viewport viewport_ = {.width_px = 1280, .height_px = 720};
};

TEST_F(CameraTest, TheCentreLiesInTheMiddleOfWhatPanelsLeave) {
    viewport_.insets_px = {.left = 320, .top = 44, .right = 0, .bottom = 132};
    for (const double tilt : {0.0, 45.0, 75.0}) {
        const Camera camera = {{110, 33}, 900, tilt, 25};
        const View view = make_view(camera, viewport_, projection_, 12000);
        const MapPoint centre = *projection_.forward(camera.centre);
        const auto px = view.to_screen({centre.x_m, centre.y_m, 12000});
        ASSERT_TRUE(px);
        EXPECT_NEAR(px->x, 800, 1e-6);
        EXPECT_NEAR(px->y, 316, 1e-6);
        EXPECT_NEAR(view.metres_per_px, 900e3 / 960, 1e-6);
    }
}

TEST_F(CameraTest, WidthIsOfTheGroundAcrossTheFreePart) {
    const View view = make_view({{104, 35}, 2000, 0, 0}, viewport_, projection_);
    const auto west = view.to_ground({0, 360}, 0);
    const auto east = view.to_ground({1280, 360}, 0);
    ASSERT_TRUE(west && east);
    EXPECT_NEAR(east->x_m - west->x_m, 2e6, 1);
    EXPECT_NEAR(east->y_m - west->y_m, 0, 1e-3);
}

TEST_F(CameraTest, GroundAndScreenAreInverse) {
    for (const double tilt : {0.0, 30.0, 65.0})
        for (const double bearing : {0.0, 77.0, -140.0}) {
            const View view = make_view({{116, 40}, 60, tilt, bearing}, viewport_, projection_, 3000);
            for (const glm::dvec2 px : {glm::dvec2(640, 360), glm::dvec2(100, 700), glm::dvec2(1200, 300)}) {
                const auto ground = view.to_ground(px, 2500);
                ASSERT_TRUE(ground);
                const auto back = view.to_screen({ground->x_m, ground->y_m, 2500});
                ASSERT_TRUE(back);
                EXPECT_NEAR(back->x, px.x, 1e-6);
                EXPECT_NEAR(back->y, px.y, 1e-6);
            }
        }
}

TEST_F(CameraTest, BearingTurnsWhatIsUp) {
    const View view = make_view({{105, 35}, 1000, 0, 90}, viewport_, projection_);
    const MapPoint centre = *projection_.forward({105, 35});
    const auto east = view.to_screen({centre.x_m + 1e5, centre.y_m, 0});
    EXPECT_NEAR(east->x, 640, 1e-6);
    EXPECT_LT(east->y, 360);
}

TEST_F(CameraTest, NothingBehindTheEyeOrAboveTheHorizon) {
    const View view = make_view({{105, 35}, 1000, 75, 0}, viewport_, projection_);
    EXPECT_FALSE(view.to_screen(view.eye + glm::dvec3(0, -1e6, 1e5)));
    const View low = make_view({{105, 35}, 1000, 75, 0}, {.width_px = 400, .height_px = 4000}, projection_);
    EXPECT_TRUE(low.to_ground({200, 3900}, 0));
    Viewport tall = viewport_;
    tall.insets_px.top = 700;  // the camera looks near the bottom of the picture: the horizon comes in
    const View horizon = make_view({{105, 35}, 1000, 75, 0}, tall, projection_);
    EXPECT_FALSE(horizon.to_ground({640, 0}, 0));
}

TEST_F(CameraTest, FitShowsAllWithAMargin) {
    const std::vector<LonLat> points = {{73.6, 39.4}, {134.7, 48.3}, {109.5, 18.2}, {123, 53.5}};
    for (const double tilt : {0.0, 40.0, 65.0})
        for (const double bearing : {0.0, 50.0}) {
            viewport_.insets_px = {.left = 320, .top = 44, .right = 200, .bottom = 132};
            const Camera camera =
                fit(points, {.tilt_deg = tilt, .bearing_deg = bearing}, viewport_, projection_);
            EXPECT_EQ(camera.tilt_deg, tilt);
            EXPECT_EQ(camera.bearing_deg, bearing);
            const View view = make_view(camera, viewport_, projection_);
            double widest = 0;
            for (const LonLat& point : points) {
                const MapPoint at = *projection_.forward(point);
                const auto px = view.to_screen({at.x_m, at.y_m, 0});
                ASSERT_TRUE(px) << tilt;
                EXPECT_GT(px->x, 320 + 760 * 0.05);
                EXPECT_LT(px->x, 1080 - 760 * 0.05);
                EXPECT_GT(px->y, 44 + 544 * 0.05);
                EXPECT_LT(px->y, 588 - 544 * 0.05);
                for (const LonLat& other : points) {
                    const MapPoint there = *projection_.forward(other);
                    const auto far = view.to_screen({there.x_m, there.y_m, 0});
                    widest =
                        std::max({widest, std::abs(far->x - px->x) / 760, std::abs(far->y - px->y) / 544});
                }
            }
            EXPECT_NEAR(widest, 0.8, 0.02) << "tilt " << tilt << " bearing " << bearing;
        }
}

TEST_F(CameraTest, FitOfOnePlaceOrNone) {
    const std::vector<LonLat> one = {{121.5, 31.2}};
    const Camera camera = fit(one, {}, viewport_, projection_);
    EXPECT_NEAR(camera.centre.lon_deg, 121.5, 1e-6);
    EXPECT_NEAR(camera.centre.lat_deg, 31.2, 1e-6);
    EXPECT_EQ(camera.width_km, 120);
    EXPECT_EQ(fit({}, Camera{}, viewport_, projection_), Camera{});
}

TEST_F(CameraTest, FlightsStartEndRiseAndNeverJump) {
    const Camera a = {{87.6, 43.8}, 300, 0, 350};
    const Camera b = {{121.5, 31.2}, 300, 60, 20};
    EXPECT_EQ(fly(a, b, 0), a);
    EXPECT_EQ(fly(a, b, 1), b);
    const Camera middle = fly(a, b, 0.5);
    EXPECT_GT(middle.width_km, 1500) << "a long flight rises";
    EXPECT_NEAR(middle.bearing_deg, 365, 1e-6) << "the shorter way round";
    Camera last = a;
    for (int step = 1; step <= 1000; ++step) {
        const Camera at = fly(a, b, step / 1000.0);
        EXPECT_LT(std::abs(std::log(at.width_km / last.width_km)), 0.03) << step;
        EXPECT_LT(std::abs(at.centre.lon_deg - last.centre.lon_deg) * 90, at.width_km * 0.03) << step;
        EXPECT_GE(at.centre.lon_deg, last.centre.lon_deg - 1e-9);
        last = at;
    }
    EXPECT_LT(std::abs(std::log(last.width_km / b.width_km)), 1e-9);
    const Camera nearer = {a.centre, 30, 0, 350};
    EXPECT_NEAR(fly(a, nearer, 0.5).width_km, std::sqrt(300.0 * 30), 1e-6);
    EXPECT_EQ(flight_seconds(a, a), 1.2);
    EXPECT_GT(flight_seconds(a, b), flight_seconds(a, nearer));
    EXPECT_LE(flight_seconds(a, b), 3);
}

TEST_F(CameraTest, ACentreOffTheMapFallsBack) {
    const View view = make_view({{0, -90}, 1000, 0, 0}, {.width_px = 0, .height_px = 0}, projection_);
    EXPECT_TRUE(std::isfinite(view.eye.x) && std::isfinite(view.eye.z));
    EXPECT_EQ(view.size_px.x, 1);
}

}  // namespace
}  // namespace flowspace
