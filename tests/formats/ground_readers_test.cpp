// Outlines and heights in any coordinate system arrive in longitude and latitude; what has no place is
// refused.
#include "data/formats/outline_reader.h"
#include "data/formats/terrain_reader.h"
#include "data/geo/outline.h"
#include "tests/formats/ground_files.h"
#include "tests/formats/scratch.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace flowspace;

namespace {

const char* const square =
    "POLYGON ((110 30,112 30,112 32,110 32,110 30),(110.5 30.5,111 30.5,111 31,110.5 31,110.5 30.5))";

std::string geojson(const std::string& geometry, const std::string& properties = "\"id\": \"1\"") {
    return "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"properties\": {" +
           properties + "}, \"geometry\": " + geometry + "}]}";
}

std::string error_of(const std::string& path) {
    const Result<OutlineTable> table = read_outline_file(path);
    return table ? "read" : table.error().message;
}

std::string terrain_error(const std::string& path) {
    const Result<Terrain> terrain = read_terrain_file(path);
    return terrain ? "read" : terrain.error().message;
}

bool says(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST(Outlines, OfAllThreeFormatsAlike) {
    const Scratch scratch;
    for (const char* name : {"a.gpkg", "a.shp"}) {
        const std::string path = scratch.path(name);
        write_outline_file(path,
                           {.areas = {{"010100", "无锡", square}, {"2", "b", "POLYGON ((0 0,1 0,0 1,0 0))"}}},
                           std::string_view(name).ends_with("shp") ? "ESRI Shapefile" : "GPKG");
        const Result<OutlineTable> table = read_outline_file(path);
        ASSERT_TRUE(table) << table.error().message;
        EXPECT_EQ(table->columns, (std::vector<std::string>{"id", "name"}));
        ASSERT_EQ(table->rows.size(), 2U);
        EXPECT_EQ(table->rows[0].fields, (std::vector<std::string>{"010100", "无锡"})) << name;
        EXPECT_NEAR(area_sqdeg(table->rows[0].shape), 3.75, 1e-9);
        EXPECT_EQ(table->coordinates, "WGS 84");
    }
    write_file(scratch.path("a.geojson"),
               geojson("{\"type\": \"MultiPolygon\", \"coordinates\": "
                       "[[[[0,0],[1,0],[0,1],[0,0]]],[[[5,5],[6,5],[5,6],[5,5]]]]}",
                       "\"id\": \"010100\", \"n\": 123456789012345678"));
    const Result<OutlineTable> table = read_outline_file(scratch.path("a.geojson"));
    ASSERT_TRUE(table) << table.error().message;
    EXPECT_EQ(table->rows[0].fields, (std::vector<std::string>{"010100", "123456789012345678"}));
    EXPECT_EQ(table->rows[0].shape.rings.size(), 2U);
}

TEST(Outlines, AnotherSystemIsTransformedAndNoneIsRefused) {
    const Scratch scratch;
    const std::string metres =
        "POLYGON ((13358338.90 3503549.84,13469658.39 3503549.84,13469658.39 3632749.14,13358338.90 "
        "3503549.84))";
    write_outline_file(scratch.path("mercator.gpkg"), {.areas = {{"1", "a", metres}}, .epsg = 3857}, "GPKG");
    const Result<OutlineTable> table = read_outline_file(scratch.path("mercator.gpkg"));
    ASSERT_TRUE(table) << table.error().message;
    EXPECT_NEAR(table->rows[0].shape.rings[0][0].lon_deg, 120, 1e-6);
    EXPECT_NEAR(table->rows[0].shape.rings[0][0].lat_deg, 30, 1e-6);
    write_outline_file(scratch.path("none.shp"), {.areas = {{"1", "a", metres}}, .epsg = 0},
                       "ESRI Shapefile");
    EXPECT_TRUE(says(error_of(scratch.path("none.shp")), "no-coordinate-system"));
    write_outline_file(scratch.path("degrees.shp"), {.areas = {{"1", "a", square}}, .epsg = 0},
                       "ESRI Shapefile");
    EXPECT_EQ(error_of(scratch.path("degrees.shp")), "read");
}

TEST(Outlines, AreCutAtTheAntimeridian) {
    const Scratch scratch;
    write_file(
        scratch.path("chukotka.geojson"),
        geojson(
            "{\"type\": \"Polygon\", \"coordinates\": [[[178,60],[-178,60],[-178,64],[178,64],[178,60]]]}"));
    const Result<OutlineTable> table = read_outline_file(scratch.path("chukotka.geojson"));
    ASSERT_TRUE(table) << table.error().message;
    const Polygon& shape = table->rows[0].shape;
    EXPECT_NEAR(area_sqdeg(shape), 16, 1e-9);
    EXPECT_TRUE(contains(shape, {179, 62}) && contains(shape, {-179, 62}));
    EXPECT_FALSE(contains(shape, {0, 62}));
}

TEST(Outlines, ShapesThatAreNoneAreListed) {
    const Scratch scratch;
    const std::string good =
        "{\"type\": \"Feature\", \"properties\": {\"id\": \"1\"}, \"geometry\": {\"type\": \"Polygon\", "
        "\"coordinates\": [[[0,0],[1,0],[0,1],[0,0]]]}}";
    const std::string off =
        "{\"type\": \"Feature\", \"properties\": {\"id\": \"2\"}, \"geometry\": {\"type\": \"Polygon\", "
        "\"coordinates\": [[[0,0],[1,0],[0,95],[0,0]]]}}";
    const std::string none = "{\"type\": \"Feature\", \"properties\": {\"id\": \"3\"}, \"geometry\": null}";
    write_file(scratch.path("a.geojson"),
               "{\"type\": \"FeatureCollection\", \"features\": [" + off + "," + good + "," + none + "]}");
    const Result<OutlineTable> table = read_outline_file(scratch.path("a.geojson"));
    ASSERT_TRUE(table) << table.error().message;
    ASSERT_EQ(table->rows.size(), 1U);
    EXPECT_EQ(table->rows[0].fields[0], "1");
    ASSERT_EQ(table->problems.size(), 2U);
    EXPECT_EQ(table->problems[0].row, 1U);
    EXPECT_EQ(table->problems[0].code, "bad-outline");
    EXPECT_EQ(table->problems[1].found, "no shape");
}

TEST(Outlines, JoinPlacesByIdOrOneExactName) {
    Atlas atlas;
    atlas.places = {{.id = "1", .name_zh = "甲市", .short_zh = "甲", .name_en = "Jia", .location = {0, 0}},
                    {.id = "2", .name_zh = "乙市", .short_zh = "乙", .name_en = "Twin", .location = {1, 1}},
                    {.id = "3", .name_zh = "丙市", .short_zh = "丙", .name_en = "Twin", .location = {2, 2}}};
    OutlineTable table{.columns = {"kind", "name"}};
    const Polygon shape{{{{0, 0}, {1, 0}, {0, 1}}}};
    for (const char* name : {"甲", "乙市", "Twin", "丁"})
        table.rows.push_back({.fields = {"x", name}, .shape = shape});
    const OwnBoundaries own = join_outlines(table, atlas);
    EXPECT_EQ(own.column, "name");
    ASSERT_EQ(own.regions.size(), 2U);
    EXPECT_EQ(own.regions[1].id, "2");
    EXPECT_EQ(own.unknown, (std::vector<std::string>{"Twin", "丁"}));
    const BaseMap map = with_boundaries({.provinces = {{"1", shape}}, .relief = {.columns = 7}}, own, "mine");
    EXPECT_TRUE(map.provinces.empty());
    EXPECT_EQ(map.prefectures.size(), 2U);
    EXPECT_EQ(map.relief.columns, 7U);
    EXPECT_EQ(map.boundary_source.en, "mine");
}

TEST(TerrainFiles, NodataLeavesNoSpikes) {
    const Scratch scratch;
    // Declared nodata, one that nobody declared, and one that no mountain reaches.
    write_raster(
        scratch.path("a.tif"),
        {.columns = 3, .rows = 2, .heights = {100, -32768, 300, -9999, 500, 1e20F}, .nodata = -32768});
    const Result<Terrain> terrain = read_terrain_file(scratch.path("a.tif"));
    ASSERT_TRUE(terrain) << terrain.error().message;
    EXPECT_EQ(terrain->grid.columns, 3U);
    EXPECT_EQ(terrain->known, (std::vector<std::uint8_t>{1, 0, 1, 0, 1, 0}));
    EXPECT_EQ(terrain->grid.height_m[4], 500);
    EXPECT_NEAR(terrain->grid.north_west.lon_deg, 100.25, 1e-9);
    EXPECT_NEAR(terrain->grid.north_west.lat_deg, 39.75, 1e-9);
    for (int step = 0; step < 600; ++step) {
        const auto height = height_at(*terrain, {100 + 0.05 * (step % 30), 39 + 0.05 * (step / 30)});
        EXPECT_TRUE(!height || (*height > 99.99 && *height < 500.01)) << *height;
    }
    const HeightGrid sea{.north_west = {99, 41},
                         .step_lon_deg = 1,
                         .step_lat_deg = 1,
                         .columns = 5,
                         .rows = 4,
                         .height_m = std::vector<std::int16_t>(20, -50)};
    const BaseMap map = with_terrain({.relief = sea}, *terrain, "mine");
    EXPECT_EQ(map.relief.at({100, 40}), 100);
    EXPECT_EQ(map.relief.at({102.5, 38.5}), -50);
    EXPECT_EQ(map.relief_source.en, "mine");
}

TEST(TerrainFiles, RotatedProjectedAndFromNetcdf) {
    const Scratch scratch;
    // A plane that rises with x, turned by 30 degrees.
    const double c = std::cos(0.5235987755982988), s = std::sin(0.5235987755982988);
    RasterParts turned{
        .columns = 40, .rows = 40, .placement = {110, 0.1 * c, 0.1 * s, 30, 0.1 * s, -0.1 * c}};
    for (int row = 0; row < 40; ++row)
        for (int column = 0; column < 40; ++column)
            turned.heights.push_back(
                static_cast<float>(1000 * ((column + 0.5) * 0.1 * c + (row + 0.5) * 0.1 * s)));
    write_raster(scratch.path("turned.tif"), turned);
    const Result<Terrain> terrain = read_terrain_file(scratch.path("turned.tif"));
    ASSERT_TRUE(terrain) << terrain.error().message;
    EXPECT_NEAR(height_at(*terrain, {112.5, 29.6}).value_or(0), 2500, 60);
    EXPECT_FALSE(height_at(*terrain, {110.1, 31.9}));  // outside the turned square, inside its bounds

    RasterParts utm{.columns = 20,
                    .rows = 20,
                    .heights = std::vector<float>(400, 777),
                    .placement = {400000, 1000, 0, 3400000, 0, -1000},
                    .epsg = 32650};
    write_raster(scratch.path("utm.tif"), utm);
    const Result<Terrain> projected = read_terrain_file(scratch.path("utm.tif"));
    ASSERT_TRUE(projected) << projected.error().message;
    EXPECT_NEAR(height_at(*projected, {116.06, 30.63}).value_or(0), 777, 0.5);

    write_raster(scratch.path("a.nc"), {.columns = 3, .rows = 2, .heights = {1, 2, 3, 4, 5, 6}}, "netCDF");
    const Result<Terrain> netcdf = read_terrain_file(scratch.path("a.nc"));
    ASSERT_TRUE(netcdf) << netcdf.error().message;
    EXPECT_NEAR(height_at(*netcdf, {100.25, 39.75}).value_or(0), 1, 1e-6);
    EXPECT_NEAR(height_at(*netcdf, {101.25, 39.25}).value_or(0), 6, 1e-6);
}

TEST(TerrainFiles, TheRealReliefOfTheAtlas) {
    const char* etopo = "/usr/share/ferret-vis/data/etopo5.cdf";
    if (!std::ifstream(etopo)) GTEST_SKIP() << "ferret-datasets is not installed";
    const Result<Terrain> terrain = read_terrain_file(etopo);
    ASSERT_TRUE(terrain) << terrain.error().message;
    EXPECT_NEAR(height_at(*terrain, {86.92, 27.98}).value_or(0), 6000, 3000);  // Everest, smoothed
    EXPECT_LT(height_at(*terrain, {142.2, 11.35}).value_or(0), -5000);         // the Mariana Trench
    EXPECT_TRUE(height_at(*terrain, {-70, -20}));
}

TEST(TerrainFiles, WithoutPlaceOrSizeAreRefused) {
    const Scratch scratch;
    write_raster(scratch.path("metres.tif"),
                 {.heights = {1, 2, 3, 4}, .placement = {400000, 1000, 0, 3400000, 0, -1000}, .epsg = 0});
    EXPECT_TRUE(says(terrain_error(scratch.path("metres.tif")), "no-coordinate-system"));
    write_raster(scratch.path("nothing.tif"), {.heights = {-9999, -9999, -9999, -9999}});
    EXPECT_EQ(terrain_error(scratch.path("nothing.tif")), "no known height");
    write_raster(scratch.path("one.tif"), {.columns = 1, .rows = 1, .heights = {8}});
    EXPECT_EQ(terrain_error(scratch.path("one.tif")), "read");
    GDALClose(driver("GTiff")->Create(scratch.path("bands.tif").c_str(), 2, 2, 3, GDT_Byte, nullptr));
    EXPECT_TRUE(says(terrain_error(scratch.path("bands.tif")), "3 bands"));
    const char* sparse[] = {"SPARSE_OK=TRUE", "BIGTIFF=YES", "BLOCKYSIZE=1024", nullptr};
    GDALDataset* huge = driver("GTiff")->Create(scratch.path("huge.tif").c_str(), 2'000'000, 2'000'000, 1,
                                                GDT_Byte, const_cast<char**>(sparse));
    ASSERT_NE(huge, nullptr);
    std::array<double, 6> world = {-180, 0.00018, 0, 90, 0, -0.00009};
    huge->SetGeoTransform(world.data());
    GDALClose(huge);
    EXPECT_TRUE(says(terrain_error(scratch.path("huge.tif")), "too-large"));
}
