// Distances, projections, heights and outlines against values known from elsewhere.
#include "data/base_map.h"
#include "data/geo/geodesic_distance.h"
#include "data/geo/outline.h"
#include "data/geo/projection.h"

#include <gtest/gtest.h>

#include <cmath>

namespace flowspace {
namespace {

TEST(GeodesicDistance, IsThatOfTheEllipsoid) {
    // Karney 2013, §6 and the GeographicLib manual: JFK to LHR.
    EXPECT_NEAR(distance_km({-73.8, 40.6}, {-0.5, 51.6}), 5551.7594, 0.0001);
    EXPECT_NEAR(distance_km({0, 0}, {0, 90}), 10001.965729, 1e-6);
    EXPECT_NEAR(distance_km({179.5, 0}, {-179.5, 0}), 111.3194908, 1e-6);
    EXPECT_EQ(distance_km({116.4, 39.9}, {116.4, 39.9}), 0);
}

/// Snyder 1987, Map Projections: A Working Manual, p. 292: Albers on the Clarke 1866 ellipsoid.
TEST(Projection, AgreesWithSnydersWorkedExample) {
    const auto albers = Projection::create(
        "+proj=aea +lat_1=29.5 +lat_2=45.5 +lat_0=23 +lon_0=-96 +ellps=clrk66 +units=m +type=crs");
    ASSERT_TRUE(albers) << albers.error().message;
    const auto point = albers->forward({-75, 35});
    ASSERT_TRUE(point);
    EXPECT_NEAR(point->x_m, 1885472.7,
                60);  // WGS84 to Clarke without a shift of datum moves by tens of metres at most
    EXPECT_NEAR(point->y_m, 1535925.0, 200);
}

/// Albers by its formulas (Snyder 1987, eq. 14-1 to 14-6), written here independently of PROJ.
MapPoint albers_by_hand(LonLat where) {
    const double f = 1 / 298.257223563, e2 = f * (2 - f), e = std::sqrt(e2), radius = 6378137,
                 deg = std::acos(-1) / 180;
    const auto q = [&](double lat) {
        const double s = std::sin(lat);
        return (1 - e2) * (s / (1 - e2 * s * s) - std::log((1 - e * s) / (1 + e * s)) / (2 * e));
    };
    const auto m = [&](double lat) {
        return std::cos(lat) / std::sqrt(1 - e2 * std::sin(lat) * std::sin(lat));
    };
    const double first = 25 * deg, second = 47 * deg;
    const double n = (m(first) * m(first) - m(second) * m(second)) / (q(second) - q(first));
    const double c = m(first) * m(first) + n * q(first);
    const auto rho = [&](double lat) { return radius * std::sqrt(c - n * q(lat)) / n; };
    const double theta = n * (where.lon_deg - 105) * deg;
    return {rho(where.lat_deg * deg) * std::sin(theta), rho(0) - rho(where.lat_deg * deg) * std::cos(theta)};
}

TEST(Projection, AlbersForChinaFollowsItsFormulas) {
    const auto albers = Projection::create(albers_china);
    ASSERT_TRUE(albers);
    for (const LonLat where : {LonLat{105, 36}, LonLat{116.4053, 39.905}, LonLat{121.5, 25.04},
                               LonLat{73.5, 39.5}, LonLat{135, 48.3}, LonLat{109.5, 18.2}}) {
        const auto point = albers->forward(where);
        ASSERT_TRUE(point);
        const MapPoint expected = albers_by_hand(where);
        EXPECT_NEAR(point->x_m, expected.x_m, 0.001);
        EXPECT_NEAR(point->y_m, expected.y_m, 0.001);
        const auto back = albers->inverse(*point);
        ASSERT_TRUE(back);
        EXPECT_NEAR(back->lon_deg, where.lon_deg, 1e-9);
        EXPECT_NEAR(back->lat_deg, where.lat_deg, 1e-9);
    }
}

TEST(Projection, LongitudeComesFirstWhateverTheAuthoritySays) {
    const auto mercator = Projection::create("EPSG:3857");
    ASSERT_TRUE(mercator) << mercator.error().message;
    const auto point = mercator->forward({180, 0});
    ASSERT_TRUE(point);
    EXPECT_NEAR(point->x_m, 20037508.342789, 1e-3);
    EXPECT_NEAR(point->y_m, 0, 1e-6);
}

TEST(Projection, RefusesWhatProjDoesNotKnow) {
    const auto nonsense = Projection::create("EPSG:nonsense");
    ASSERT_FALSE(nonsense);
    EXPECT_NE(nonsense.error().message.find("EPSG:nonsense"), std::string::npos);
    const auto albers = Projection::create(albers_china);
    EXPECT_FALSE(albers->forward({std::nan(""), 30}));
}

HeightGrid slope() {  // rises 10 m a cell eastwards and 100 m a cell southwards
    return {.north_west = {100, 40},
            .step_lon_deg = 0.5,
            .step_lat_deg = 0.25,
            .columns = 3,
            .rows = 2,
            .height_m = {0, 10, 20, 100, 110, 120}};
}

TEST(HeightGrid, IsBilinearInsideAndConstantBeyondTheEdge) {
    const HeightGrid grid = slope();
    EXPECT_DOUBLE_EQ(grid.at({100, 40}), 0);
    EXPECT_DOUBLE_EQ(grid.at({101, 39.75}), 120);
    EXPECT_DOUBLE_EQ(grid.at({100.25, 40}), 5);
    EXPECT_DOUBLE_EQ(grid.at({100.25, 39.875}), 55);
    EXPECT_DOUBLE_EQ(grid.at({90, 50}), 0);
    EXPECT_DOUBLE_EQ(grid.at({120, 20}), 120);
    EXPECT_DOUBLE_EQ(grid.at({100.5, 0}), 110);
    EXPECT_DOUBLE_EQ(HeightGrid{}.at({1, 2}), 0);
}

/// A square with a square hole, an island in the hole, and a second part beside it; turns and order are mixed
/// up.
Polygon nested() {
    return {{{{4, 4}, {4, 6}, {6, 6}, {6, 4}},        // island, clockwise
             {{0, 0}, {10, 0}, {10, 10}, {0, 10}},    // outside
             {{2, 2}, {8, 2}, {8, 8}, {2, 8}},        // hole, turning like the outside
             {{20, 0}, {20, 5}, {30, 5}, {30, 0}}}};  // second part
}

TEST(Outline, EvenOddDecidesInsideAndHoles) {
    const Polygon polygon = nested();
    EXPECT_TRUE(contains(polygon, {1, 5}));
    EXPECT_FALSE(contains(polygon, {3, 5}));
    EXPECT_TRUE(contains(polygon, {5, 5}));
    EXPECT_TRUE(contains(polygon, {25, 2}));
    EXPECT_FALSE(contains(polygon, {15, 2}));
    EXPECT_FALSE(contains(polygon, {1, 11}));
    EXPECT_FALSE(contains({}, {0, 0}));
}

TEST(Outline, AreasCountHolesOnce) {
    EXPECT_DOUBLE_EQ(area_sqdeg(nested()), 100 - 36 + 4 + 50);
    EXPECT_DOUBLE_EQ(area_sqdeg({}), 0);
    // A quarter of a hemisphere of WGS84, whose whole surface is 510,065,621.724 km2; great circles bound it.
    const Polygon octant = {{{{0, 0}, {90, 0}, {0, 90}}}};
    EXPECT_NEAR(area_km2(octant), 510'065'621.724 / 8, 1);
}

}  // namespace
}  // namespace flowspace
