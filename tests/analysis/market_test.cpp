// Markets, land, control lines and meetings against the reference, and at their edges.
#include "data/analysis/market.h"

#include "data/analysis/overlay.h"
#include "data/geo/geodesic_distance.h"
#include "tests/analysis/demo_tables.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <random>
#include <set>

namespace flowspace {
namespace {

using reference::close;
using reference::number;

const std::string folder = "16_unified_market_land_governance/";

TEST(Market, PricesAreTheReferences) {
    std::map<std::string, std::map<std::pair<std::string, std::string>, double>> by_year;
    std::set<std::string> cities, goods;
    for (const auto& row : reference::table(folder + "input_price_index.csv")) {
        cities.insert(row.at("city"));
        goods.insert(row.at("commodity"));
        by_year[row.at("year")][{row.at("city"), row.at("commodity")}] =
            std::log(number(row, "index_previous_year_100") / 100);
    }
    const std::vector<std::string> names(cities.begin(), cities.end());
    for (const auto& row : reference::table(folder + "expected_price_segmentation.csv")) {
        std::vector<double> change;
        for (const std::string& city : names)
            for (const std::string& good : goods)
                change.push_back(by_year.at(row.at("year")).at({city, good}));
        for (const PriceSegmentation& pair : price_segmentation(change, names.size(), goods.size())) {
            if (names[pair.a] != row.at("city_a") || names[pair.b] != row.at("city_b")) continue;
            EXPECT_NEAR(pair.variance / number(row, "variance_over_commodities"), 1, 1e-9);
            EXPECT_TRUE(close(*pair.integration, number(row, "integration_sqrt_inverse"), 1e-9));
        }
    }
}

TEST(Market, SpecialisationIsTheReferences) {
    const std::vector<std::string> sectors = {"agri", "manuf", "constr", "trade", "business"};
    std::vector<double> employment, managers, production;
    std::vector<std::string> names;
    for (const auto& row : reference::table(folder + "input_employment.csv")) {
        names.push_back(row.at("city"));
        for (const std::string& sector : sectors) employment.push_back(number(row, sector));
        managers.push_back(number(row, "managers_professionals"));
        production.push_back(number(row, "production_workers"));
    }
    const Specialisation found = specialisation(employment, names.size(), sectors.size());
    const auto at = [&](const std::string& name) {
        return static_cast<std::size_t>(std::ranges::find(names, name) - names.begin());
    };
    std::size_t pairs = 0;
    for (const auto& row : reference::table(folder + "expected_krugman.csv")) {
        if (!std::ranges::count(names, row.at("city_b"))) continue;  // other rows are about groups
        ++pairs;
        EXPECT_TRUE(close(found.krugman(at(row.at("city_a")), at(row.at("city_b"))),
                          number(row, "krugman_index"), 1e-9));
    }
    EXPECT_EQ(pairs, 6u);
    const auto functional = functional_specialisation(managers, production);
    for (const auto& row : reference::table(folder + "expected_location_quotient.csv")) {
        const std::size_t city = at(row.at("city"));
        for (std::size_t sector = 0; sector < sectors.size(); ++sector)
            EXPECT_TRUE(close(found.location_quotient[city * sectors.size() + sector],
                              number(row, sectors[sector]), 1e-9));
        EXPECT_TRUE(close(functional[city], number(row, "functional_specialisation"), 1e-9));
    }
}

TEST(Market, LandAndCouplingAreTheReferences) {
    const auto expected = reference::table(folder + "expected_land.csv");
    std::size_t at = 0;
    for (const auto& row : reference::table(folder + "input_land.csv")) {
        const LandRates found =
            land_rates({number(row, "built_km2_0"), number(row, "built_km2_1"), number(row, "pop_10k_0"),
                        number(row, "pop_10k_1"), number(row, "years")},
                       1e4);
        EXPECT_TRUE(close(found.land, number(expected[at], "land_consumption_rate"), 1e-9));
        EXPECT_TRUE(close(found.people, number(expected[at], "population_growth_rate"), 1e-9));
        EXPECT_TRUE(close(*found.ratio, number(expected[at], "lcrpgr"), 1e-9));
        EXPECT_TRUE(close(found.built_m2_per_head, number(expected[at], "built_m2_per_head_1"), 1e-9));
        ++at;
    }
    EXPECT_FALSE(land_rates({1, 2, 5, 5, 1}, 1).ratio);
    for (const auto& row : reference::table(folder + "expected_coupling.csv")) {
        const Coupling found = coupling(number(row, "u1"), number(row, "u2"));
        EXPECT_TRUE(close(found.coupling, number(row, "C"), 1e-9));
        EXPECT_TRUE(close(found.level, number(row, "T"), 1e-9));
        EXPECT_TRUE(close(found.coordination, number(row, "D"), 1e-9));
    }
    EXPECT_EQ(coupling(0, 0).coordination, 0);
}

TEST(Market, ControlLinesAreTheReferences) {
    std::map<std::string, PlaneRing> shapes;
    for (const auto& row : reference::table(folder + "input_polygons.csv"))
        shapes[row.at("name")].push_back({number(row, "x_km"), number(row, "y_km")});
    const PlaneRing &red = shapes.at("ecological_red_line"), &farm = shapes.at("permanent_farmland");
    const PlaneRing& growth = shapes.at("growth_boundary");
    for (const auto& row : reference::table(folder + "expected_control_lines.csv")) {
        const PlaneRing& object = shapes.at(row.at("object"));
        const std::string& quantity = row.at("quantity");
        double found = std::nan("");
        if (quantity == "area_km2") found = area(object);
        if (quantity == "share_in_ecological_red_line") found = shared_area(object, red) / area(object);
        if (quantity == "share_in_permanent_farmland") found = shared_area(object, farm) / area(object);
        if (quantity == "share_outside_growth_boundary")
            found = 1 - shared_area(object, growth) / area(object);
        if (quantity == "length_km") found = length(object);
        if (quantity == "km_in_ecological_red_line") found = length_inside(object, red);
        if (quantity == "km_in_permanent_farmland") found = length_inside(object, farm);
        if (quantity.starts_with("area_in_red_line"))
            found = shared_area(strip(object[0], object[1], 1), red);
        EXPECT_TRUE(close(found, number(row, "value"), 1e-9)) << row.at("object") << quantity << found;
    }
}

TEST(Market, OverlayAtTheEdges) {
    const PlaneRing square = {{0, 0}, {2, 0}, {2, 2}, {0, 2}}, other_way = {{0, 2}, {2, 2}, {2, 0}, {0, 0}};
    const PlaneRing notch = {{0, 0}, {4, 0}, {4, 4}, {2, 1}, {0, 4}};  // not convex
    EXPECT_DOUBLE_EQ(shared_area(square, other_way), 4);
    EXPECT_DOUBLE_EQ(shared_area(notch, notch), area(notch));
    EXPECT_DOUBLE_EQ(shared_area(square, PlaneRing{{2, 0}, {3, 0}, {3, 1}}), 0);  // they touch
    EXPECT_DOUBLE_EQ(length_inside(PlaneRing{{0, 0}, {2, 0}}, square), 2);        // along the edge
    EXPECT_DOUBLE_EQ(length_inside(PlaneRing{{-1, 3}, {5, 3}}, notch), 2 * 2.0 / 3);
    EXPECT_DOUBLE_EQ(length_inside(PlaneRing{{5, 5}, {6, 6}}, square), 0);
    EXPECT_EQ(area(PlaneRing{{0, 0}, {1, 1}}), 0);
}

/// A ring about `centre`, its radius rough; `points` of them.
PlaneRing rough_ring(PlanePoint centre, double radius, std::size_t points, std::uint32_t seed) {
    std::mt19937 random(seed);
    PlaneRing ring;
    for (std::size_t at = 0; at < points; ++at) {
        const double angle = 2 * std::numbers::pi * static_cast<double>(at) / static_cast<double>(points);
        const double rough = 0.7 + 0.3 * static_cast<double>(random()) / 4294967296.0;
        ring.push_back(
            {centre.x + radius * rough * std::cos(angle), centre.y + radius * rough * std::sin(angle)});
    }
    if (seed % 2 == 1) std::ranges::reverse(ring);
    return ring;
}

/// Another way: rings as sums of signed triangles about their first points, each two clipped to one another.
double shared_by_triangles(const PlaneRing& a, const PlaneRing& b) {
    const auto cross = [](PlanePoint o, PlanePoint p, PlanePoint q) {
        return (p.x - o.x) * (q.y - o.y) - (p.y - o.y) * (q.x - o.x);
    };
    const auto clip = [&](const PlaneRing& ring, PlanePoint from, PlanePoint to) {
        PlaneRing kept;
        for (std::size_t at = 0; at < ring.size(); ++at) {
            const PlanePoint &p = ring[at], &q = ring[(at + 1) % ring.size()];
            const double of_p = cross(from, to, p), of_q = cross(from, to, q);
            if (of_p >= 0) kept.push_back(p);
            if ((of_p > 0 && of_q < 0) || (of_p < 0 && of_q > 0)) {
                const double t = of_p / (of_p - of_q);
                kept.push_back({p.x + t * (q.x - p.x), p.y + t * (q.y - p.y)});
            }
        }
        return kept;
    };
    double sum = 0;
    for (std::size_t i = 1; i + 1 < a.size(); ++i)
        for (std::size_t j = 1; j + 1 < b.size(); ++j) {
            PlaneRing one = {a[0], a[i], a[i + 1]}, other = {b[0], b[j], b[j + 1]};
            double sign = 1;
            for (PlaneRing* triangle : {&one, &other})
                if (cross((*triangle)[0], (*triangle)[1], (*triangle)[2]) < 0) {
                    std::swap((*triangle)[1], (*triangle)[2]);
                    sign = -sign;
                }
            for (std::size_t at = 0; at < 3 && !one.empty(); ++at)
                one = clip(one, other[at], other[(at + 1) % 3]);
            if (one.size() > 2) sum += sign * area(one);
        }
    return std::abs(sum);
}

TEST(Market, OverlayIsWhatTrianglesGiveOnRoughRings) {
    for (std::uint32_t seed = 1; seed <= 24; ++seed) {
        const double away = 0.15 * seed;
        const PlaneRing a = rough_ring({1000, -2000}, 100, 5 + 3 * seed, seed),
                        b = rough_ring({1000 + 60 * away, -2000 + 20 * away}, 30 + 10 * away, 60, seed + 100);
        const double wanted = shared_by_triangles(a, b);
        EXPECT_NEAR(shared_area(a, b), wanted, 1e-11 * (area(a) + area(b))) << seed;
        EXPECT_NEAR(shared_area(b, a), wanted, 1e-11 * (area(a) + area(b))) << seed;
        EXPECT_NEAR(shared_area(a, a), area(a), 1e-11 * area(a)) << seed;
    }
}

/// Twice the points are to be about twice the work, where every edge against every other were four times.
TEST(Market, OverlayComparesFewEdgesOfManyPoints) {
    std::uint64_t before = 0;
    for (const std::size_t points : {500U, 1000U, 2000U, 4000U, 8000U}) {
        PlaneRing a, b;
        for (std::size_t at = 0; at < points; ++at) {
            const double angle = 2 * std::numbers::pi * static_cast<double>(at) / static_cast<double>(points);
            a.push_back({100 * std::cos(angle), 100 * std::sin(angle)});
            b.push_back({30 + 90 * std::cos(angle + 0.001), 90 * std::sin(angle + 0.001)});
        }
        const std::uint64_t compared = measure_shared(a, b).compared;
        EXPECT_LT(compared, 12 * points) << points;
        EXPECT_LT(before == 0 ? 0.0 : static_cast<double>(compared) / static_cast<double>(before), 2.2)
            << points;
        before = compared;
    }
}

TEST(Market, MeetingsAreTheReferences) {
    std::vector<std::uint8_t> present;
    std::vector<std::string> names;
    for (const auto& row : reference::table(folder + "input_meetings.csv")) {
        names.push_back(row.at("city"));
        for (int meeting = 1; meeting <= 5; ++meeting)
            present.push_back(row.at("meeting" + std::to_string(meeting)) == "1");
    }
    const auto ties = meeting_ties(present, names.size(), 5);
    const auto rows = reference::table(folder + "expected_meeting_ties.csv");
    ASSERT_EQ(ties.size(), rows.size());
    SquareMatrix meetings(names.size(), 0), flows(names.size(), 0);
    for (std::size_t at = 0; at < ties.size(); ++at) {
        EXPECT_EQ(names[ties[at].a], rows[at].at("a"));
        EXPECT_EQ(names[ties[at].b], rows[at].at("b"));
        EXPECT_EQ(static_cast<double>(ties[at].joint), number(rows[at], "joint_meetings"));
        EXPECT_TRUE(close(ties[at].newman, number(rows[at], "newman_weight"), 1e-9));
        EXPECT_TRUE(close(ties[at].jaccard, number(rows[at], "jaccard"), 1e-9));
        meetings(ties[at].a, ties[at].b) = meetings(ties[at].b, ties[at].a) = ties[at].newman;
        flows(ties[at].a, ties[at].b) = flows(ties[at].b, ties[at].a) = number(rows[at], "flow");
    }
    const auto found = qap(meetings, flows, 0, 1);
    ASSERT_TRUE(found && found->exact);
    EXPECT_EQ(found->relabellings, 720u);
    EXPECT_GT(found->correlation, 0.5);
    EXPECT_LT(found->p_greater, 0.1);
    EXPECT_GE(found->p_greater, 1.0 / 720);
}

TEST(Market, QapByHand) {
    SquareMatrix path(3, 0);  // 0 - 1 and nothing else
    path(0, 1) = path(1, 0) = 1;
    const auto same = qap(path, path, 0, 1);
    EXPECT_DOUBLE_EQ(same->correlation, 1);
    EXPECT_DOUBLE_EQ(same->p_greater, 1.0 / 3);  // 2 of 6 relabellings keep the pair
    EXPECT_FALSE(qap(path, SquareMatrix(3, 1), 0, 1));
    EXPECT_FALSE(qap(SquareMatrix(2, 0), SquareMatrix(2, 0), 0, 1));
    SquareMatrix large(10, 0);
    for (std::size_t a = 0; a < 10; ++a)
        for (std::size_t b = 0; b < 10; ++b) large(a, b) = static_cast<double>(a * b);
    const auto drawn = qap(large, large, 500, 1);
    EXPECT_FALSE(drawn->exact);
    EXPECT_EQ(drawn->relabellings, 501u);
    EXPECT_LT(drawn->p_greater, 0.02);
}

TEST(Market, AccessInTwoStepsByHand) {
    SquareMatrix cost(3, 90);
    for (std::size_t at = 0; at < 3; ++at) cost(at, at) = 0;
    cost(0, 1) = cost(1, 0) = 30;
    const std::vector<double> people = {100, 50, 0}, beds = {0, 30, 9};
    const auto access = two_step_access(cost, people, beds, 60);
    EXPECT_DOUBLE_EQ(access[0], 0.2);  // 30 beds for 150
    EXPECT_DOUBLE_EQ(access[1], 0.2);
    EXPECT_EQ(access[2], 0);  // nobody can reach its 9 beds
}

TEST(Market, UnknownPricesAreLeftOut) {
    const double unknown = std::nan("");
    const std::vector<double> change = {0.01, 0.02, 0.03, 0.02, unknown, 0.01, 0.05, unknown, unknown};
    const auto pairs = price_segmentation(change, 3, 3);
    ASSERT_EQ(pairs.size(), 1u);
    EXPECT_EQ(pairs[0].goods, 2u);
}

TEST(Market, DistancesAreTheReferences) {
    for (const auto& row : reference::table(folder + "expected_distances.csv")) {
        const double km = distance_km({number(row, "lon_a"), number(row, "lat_a")},
                                      {number(row, "lon_b"), number(row, "lat_b")});
        EXPECT_NEAR(km, number(row, "wgs84_geodesic_km"), 1e-6);
    }
}

}  // namespace
}  // namespace flowspace
