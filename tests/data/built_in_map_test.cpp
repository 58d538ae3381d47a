// The borders, coast, water and relief of the baked atlas.
#include "data/geo/outline.h"
#include "tests/data/built_in_atlas.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace flowspace {
namespace {

using testing::built_in_atlas;

using Point = std::pair<double, double>;
Point key_of(LonLat point) { return {point.lon_deg, point.lat_deg}; }

using Segment = std::pair<Point, Point>;
std::map<Segment, int> segments_of(const std::vector<const std::vector<Line>*>& all) {
    std::map<Segment, int> segments;
    for (const auto* lines : all)
        for (const Line& line : *lines)
            for (std::size_t at = 1; at < line.size(); ++at)
                ++segments[std::minmax({key_of(line[at - 1]), key_of(line[at])})];
    return segments;
}

const Polygon& shape_of(const std::vector<Region>& regions, const std::string& id) {
    return std::ranges::find(regions, id, &Region::id)->shape;
}

TEST(BuiltInMap, PrefecturesCoverTheCountry) {
    const Dataset dataset = built_in_atlas();
    double prefectures = 0, provinces = 0, km2 = 0;
    for (const Region& region : dataset.base_map->prefectures) prefectures += area_sqdeg(region.shape);
    for (const Region& region : dataset.base_map->provinces) provinces += area_sqdeg(region.shape);
    for (const Region& region : dataset.base_map->provinces) km2 += area_km2(region.shape);
    EXPECT_NEAR(prefectures, 964.5, 964.5 * 0.005);
    EXPECT_NEAR(provinces, prefectures, 1.0);
    EXPECT_NEAR(km2, 9.6e6, 0.02 * 9.6e6);
    EXPECT_EQ(dataset.base_map->prefectures.size(), 366u);
    EXPECT_EQ(dataset.base_map->provinces.size(), 34u);
    EXPECT_TRUE(std::ranges::is_sorted(dataset.base_map->prefectures, {}, &Region::id));
}

TEST(BuiltInMap, EveryPlaceLiesInItsOwnPrefectureButTheFiveWithoutOne) {
    const Dataset dataset = built_in_atlas();
    std::vector<std::string> without;
    for (const Place& place : dataset.atlas->places) {
        const auto region = std::ranges::find(dataset.base_map->prefectures, place.id, &Region::id);
        if (region == dataset.base_map->prefectures.end())
            without.push_back(place.id);
        else
            EXPECT_TRUE(contains(region->shape, place.location)) << place.id;
    }
    EXPECT_EQ(without, (std::vector<std::string>{"460300", "659008", "659009", "659010", "659011"}));
}

TEST(BuiltInMap, AgglomerationsAreAsLargeAsPublished) {
    const Dataset dataset = built_in_atlas();
    const auto area = [&](const char* id) {  // whole rows, 10^4 km2
        double km2 = 0;
        for (const Membership& member : dataset.atlas->groups[index(*find_group(*dataset.atlas, id))].members)
            if (member.scope == MemberScope::whole)
                km2 += area_km2(
                    shape_of(dataset.base_map->prefectures, dataset.atlas->places[index(member.place)].id));
        return km2 / 1e4;
    };
    EXPECT_NEAR(area("changsanjiao"), 22.5, 0.25);
    EXPECT_NEAR(area("zhongyuan"), 28.7, 0.25);
    EXPECT_NEAR(area("hubaoeyu"), 17.5, 0.15);
    EXPECT_NEAR(area("shanxizhongbu"), 7.41, 0.05);
}

TEST(BuiltInMap, EachBorderIsDrawnOnce) {
    const Dataset dataset = built_in_atlas();
    const BaseMap& map = *dataset.base_map;
    const auto lines = segments_of({&map.province_lines, &map.prefecture_lines, &map.national_border});
    EXPECT_EQ(std::ranges::count_if(lines, [](const auto& line) { return line.second > 1; }), 0);
    // What the lines draw is what bounds the prefectures: neither more nor less.
    std::map<Segment, int> outlines;
    for (const Region& region : map.prefectures)
        for (Line ring : region.shape.rings) {
            ring.push_back(ring.front());
            for (std::size_t at = 1; at < ring.size(); ++at)
                ++outlines[std::minmax({key_of(ring[at - 1]), key_of(ring[at])})];
        }
    std::size_t missing = 0, alone = 0;
    const auto border = segments_of({&map.national_border});
    for (const auto& [segment, owners] : outlines) {
        missing += lines.contains(segment) ? 0u : 1u;
        alone += owners == 1 && !border.contains(segment) ? 1u : 0u;
    }
    EXPECT_EQ(missing, 0u);
    EXPECT_EQ(alone, 0u);
    EXPECT_LT(static_cast<double>(lines.size()) - static_cast<double>(outlines.size()), 200);
}

TEST(BuiltInMap, NeighboursMeetWithoutSlivers) {
    const Dataset dataset = built_in_atlas();
    Polygon country;
    for (const Line& line : dataset.base_map->national_border) {
        EXPECT_EQ(line.front(), line.back());
        country.rings.emplace_back(line.begin(), line.end() - 1);
    }
    // A gap or an overlap between neighbours would be a hole in what they cover together.
    std::size_t holes = 0;
    for (std::size_t ring = 0; ring < country.rings.size(); ++ring) {
        const LonLat a = country.rings[ring][0], b = country.rings[ring][1];
        Polygon others = country;
        others.rings[ring] = {{0, 0}, {0, 0}, {0, 0}};
        holes += contains(others, {(a.lon_deg + b.lon_deg) / 2, (a.lat_deg + b.lat_deg) / 2}) ? 1u : 0u;
    }
    EXPECT_EQ(holes, 0u);
}

/// Points by cells of a tenth of a degree, to find those near a point.
using Cell = std::pair<long, long>;
Cell cell_of(LonLat point) { return {std::lround(point.lon_deg * 10), std::lround(point.lat_deg * 10)}; }

TEST(BuiltInMap, NoCoastRunsBesideTheNationalBorder) {
    const Dataset dataset = built_in_atlas();
    const BaseMap& map = *dataset.base_map;
    std::set<Point> border;
    std::set<Cell> near_border;
    for (const Line& line : map.national_border)
        for (const LonLat point : line) {
            border.insert(key_of(point));
            const Cell at = cell_of(point);
            for (long x = -1; x <= 1; ++x)
                for (long y = -1; y <= 1; ++y) near_border.emplace(at.first + x, at.second + y);
        }
    std::size_t on_border = 0;
    for (const Line& line : map.coast)
        for (const LonLat point : line) {
            on_border += border.contains(key_of(point)) ? 1u : 0u;
            if (border.contains(key_of(point))) continue;
            // The coasts meet at the mouths of the Yalu and the Beilun, and at the Tumen the border nearly
            // meets the sea.
            if (std::hypot(point.lon_deg - 130.7, point.lat_deg - 42.5) < 0.7) continue;
            if (std::hypot(point.lon_deg - 124.3, point.lat_deg - 39.9) < 0.7) continue;
            if (std::hypot(point.lon_deg - 108.0, point.lat_deg - 21.5) < 0.7) continue;
            EXPECT_FALSE(near_border.contains(cell_of(point))) << point.lon_deg << ' ' << point.lat_deg;
        }
    EXPECT_GT(on_border, 10'000u);
}

TEST(BuiltInMap, LandCoversTheCountryAndItsNeighbours) {
    const Dataset dataset = built_in_atlas();
    const auto on_land = [&](LonLat point) {
        return std::ranges::any_of(dataset.base_map->land,
                                   [&](const Polygon& land) { return contains(land, point); });
    };
    for (const Place& place : dataset.atlas->places)
        EXPECT_TRUE(place.id == "460300" || on_land(place.location)) << place.id;
    for (const LonLat city : {LonLat{126.98, 37.57}, LonLat{105.84, 21.03}, LonLat{139.75, 35.69},
                              LonLat{106.9, 47.9}, LonLat{77.2, 28.6}, LonLat{121.0, 14.6}})
        EXPECT_TRUE(on_land(city)) << city.lon_deg;
    for (const LonLat sea :
         {LonLat{120.0, 38.5}, LonLat{123.5, 34.5}, LonLat{119.0, 24.0}, LonLat{114.5, 20.5},
          LonLat{107.5, 20.0}, LonLat{130.0, 40.0}, LonLat{123.9, 39.3}})
        EXPECT_FALSE(on_land(sea)) << sea.lon_deg;
}

TEST(BuiltInMap, GreatLakesAreThere) {
    const Dataset dataset = built_in_atlas();
    const std::vector<std::tuple<const char*, LonLat, double>> lakes = {
        {"Qinghai Hu", {100.2, 36.9}, 4300},    {"Poyang", {116.25, 29.1}, 3000},
        {"East Dongting", {113.0, 29.35}, 250}, {"Taihu", {120.15, 31.2}, 2300},
        {"Nam Co", {90.6, 30.7}, 1850},         {"Chaohu", {117.5, 31.55}, 750},
        {"Hongze", {118.6, 33.3}, 1500},        {"Bosten", {87.0, 41.98}, 950},
        {"Khanka", {132.4, 45.0}, 4000}};
    for (const auto& [name, point, least_km2] : lakes) {
        const auto lake = std::ranges::find_if(
            dataset.base_map->lakes, [&, at = point](const Polygon& of) { return contains(of, at); });
        ASSERT_NE(lake, dataset.base_map->lakes.end()) << name;
        EXPECT_GT(area_km2(*lake), least_km2) << name;
        EXPECT_LT(area_km2(*lake), 1.8 * least_km2) << name;
    }
    EXPECT_FALSE(std::ranges::any_of(dataset.base_map->lakes, [](const Polygon& lake) {
        return contains(lake, {116.4, 39.9});
    }));
}

TEST(BuiltInMap, RiversHaveRanksAndNames) {
    const Dataset dataset = built_in_atlas();
    const auto& rivers = dataset.base_map->rivers;
    EXPECT_TRUE(std::ranges::is_sorted(rivers, {}, &BaseMap::River::rank));
    for (const char* name : {"Chang Jiang (Yangtze)", "Huang (Yellow)"})
        EXPECT_TRUE(std::ranges::any_of(rivers, [&](const auto& river) { return river.name == name; }))
            << name;
}

TEST(BuiltInMap, ReliefIsSmoothAndInPlace) {
    const Dataset dataset = built_in_atlas();
    const HeightGrid& relief = dataset.base_map->relief;
    EXPECT_EQ(relief.columns, 781u);
    EXPECT_EQ(relief.rows, 481u);
    EXPECT_GT(relief.at({86.925, 27.988}), 5000);   // the Himalaya
    EXPECT_NEAR(relief.at({116.4, 39.9}), 44, 40);  // Beijing
    EXPECT_LT(relief.at({125, 20}), -4000);
    EXPECT_NEAR(relief.at({91.1, 29.65}), 4200, 900);  // Lhasa
    // Stripes two cells wide would show in the second differences: a height against the mean of its two
    // neighbours.
    double waviness = 0;
    for (std::size_t row = 0; row < relief.rows; ++row)
        for (std::size_t column = 1; column + 1 < relief.columns; ++column) {
            const std::int16_t* at = &relief.height_m[row * relief.columns + column];
            waviness += std::abs(at[0] - (at[-1] + at[1]) / 2.0);
        }
    EXPECT_LT(waviness / static_cast<double>(relief.rows * (relief.columns - 2)), 15);
}

TEST(BuiltInMap, SaysWhereItComesFrom) {
    const Dataset dataset = built_in_atlas();
    EXPECT_NE(dataset.base_map->boundary_source.en.find("ECharts"), std::string::npos);
    EXPECT_NE(dataset.base_map->relief_source.en.find("ETOPO5"), std::string::npos);
    EXPECT_NE(dataset.base_map->water_source.en.find("GSHHG"), std::string::npos);
}

}  // namespace
}  // namespace flowspace
