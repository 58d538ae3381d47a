// Shortest ways where most are linked to most, against Dijkstra's algorithm as it is written down.
#include "data/analysis/dense_distances.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <random>

namespace flowspace {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

/// One place after the other, the nearest first.
std::vector<double> by_dijkstra(const std::vector<double>& length, std::size_t n) {
    std::vector<double> all(n * n, infinite);
    for (std::size_t source = 0; source < n; ++source) {
        double* const found = all.data() + source * n;
        std::vector<std::uint8_t> settled(n, 0);
        found[source] = 0;
        for (;;) {
            std::size_t nearest = n;
            for (std::size_t at = 0; at < n; ++at)
                if (!settled[at] && found[at] < infinite && (nearest == n || found[at] < found[nearest]))
                    nearest = at;
            if (nearest == n) break;
            settled[nearest] = 1;
            for (std::size_t to = 0; to < n; ++to)
                found[to] = std::min(found[to], found[nearest] + length[nearest * n + to]);
        }
    }
    return all;
}

std::vector<double> random_lengths(std::size_t n, double linked, std::uint32_t seed, double least = 1) {
    std::mt19937 random(seed);
    std::vector<double> length(n * n, infinite);
    for (std::size_t from = 0; from < n; ++from)
        for (std::size_t to = 0; to < n; ++to) {
            const double chance = static_cast<double>(random()) / 4294967296.0;
            const double far = static_cast<double>(random()) / 4294967296.0;
            if (from != to && chance < linked) length[from * n + to] = least + 9 * far * far * far;
        }
    return length;
}

/// To the last bit: any association of the sums but that from the beginning on would show.
TEST(DenseDistances, AreThoseOfDijkstraWhateverTheNetwork) {
    for (const std::size_t n : {1U, 2U, 3U, 5U, 8U, 31U, 64U, 97U})
        for (const double linked : {0.0, 0.03, 0.1, 0.5, 1.0})
            for (const double least : {0.0, 0.01, 1.0}) {
                const auto length = random_lengths(n, linked, static_cast<std::uint32_t>(n), least);
                const auto wanted = by_dijkstra(length, n);
                EXPECT_EQ(dense_distances(length, n), wanted) << n << " " << linked << " " << least;
                EXPECT_EQ(dense_distances(length, n, {}, Speed::portable), wanted) << n << " " << linked;
            }
}

/// Each place leads to the next only: one phase settles one place, the last comes last.
TEST(DenseDistances, FollowAChainToItsEnd) {
    constexpr std::size_t n = 40;
    std::vector<double> length(n * n, infinite);
    for (std::size_t at = 0; at + 1 < n; ++at) length[at * n + at + 1] = 0.1 * static_cast<double>(at + 1);
    const std::vector<double> made = dense_distances(length, n);
    EXPECT_EQ(made, by_dijkstra(length, n));
    EXPECT_NEAR(made[n - 1], 0.1 * 39 * 40 / 2, 1e-12);
    EXPECT_EQ(made[(n - 1) * n], infinite) << "no way back";
}

/// A near neighbour that is far itself: a place must wait for it although a longer way is known at once.
TEST(DenseDistances, WaitForTheNeighbourThatIsReachedLate) {
    // 0 to 2 directly 9; 0 to 1 to 3 to 2: 4 + 4 + 0.5.
    constexpr std::size_t n = 4;
    std::vector<double> length(n * n, infinite);
    length[0 * n + 1] = 4;
    length[0 * n + 2] = 9;
    length[1 * n + 3] = 4;
    length[3 * n + 2] = 0.5;
    EXPECT_EQ(dense_distances(length, n)[2], 8.5);
}

TEST(DenseDistances, ApartStaysApart) {
    constexpr std::size_t n = 50;  // two halves
    std::vector<double> length = random_lengths(n, 0.6, 7);
    for (std::size_t from = 0; from < n; ++from)
        for (std::size_t to = 0; to < n; ++to)
            if ((from < 20) != (to < 20)) length[from * n + to] = infinite;
    const std::vector<double> made = dense_distances(length, n);
    EXPECT_EQ(made, by_dijkstra(length, n));
    EXPECT_EQ(made[19 * n + 20], infinite);
    EXPECT_LT(made[20 * n + 49], infinite);
}

TEST(DenseDistances, OfNothingAndAfterAStopAreNone) {
    EXPECT_TRUE(dense_distances({}, 0).empty());
    std::stop_source stop;
    stop.request_stop();
    const std::vector<double> length = random_lengths(10, 1, 1);
    EXPECT_TRUE(dense_distances(length, 10, stop.get_token()).empty());
}

}  // namespace
}  // namespace flowspace
