// The largest eigenvalues, of matrices whose eigenvalues are known: apart, the same, none but one, negative.
#include "data/analysis/leading_axes.h"

#include "data/analysis/flow_space.h"

#include <Eigen/Dense>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <numeric>
#include <random>

namespace flowspace {
namespace {

using Eigen::Index;

/// Eigenvalues as given, the others 0; eigenvectors at random.
Eigen::MatrixXd matrix_of(Index n, const std::vector<double>& values) {
    std::mt19937 random(static_cast<std::uint32_t>(n));
    Eigen::MatrixXd numbers(n, n);
    for (Index at = 0; at < n * n; ++at)
        numbers.data()[at] = static_cast<double>(random()) / 2147483648.0 - 1;
    const Eigen::MatrixXd turn = Eigen::HouseholderQR<Eigen::MatrixXd>(numbers).householderQ();
    Eigen::VectorXd diagonal = Eigen::VectorXd::Zero(n);
    for (std::size_t at = 0; at < values.size(); ++at) diagonal[static_cast<Index>(at)] = values[at];
    const Eigen::MatrixXd made = turn * diagonal.asDiagonal() * turn.transpose();
    return (made + made.transpose()) / 2;
}

std::vector<LeadingAxis> axes_of(const Eigen::MatrixXd& matrix, std::size_t count) {
    return leading_axes({matrix.data(), static_cast<std::size_t>(matrix.size())},
                        static_cast<std::size_t>(matrix.rows()), count);
}

/// Eigenvectors of these eigenvalues, as long as 1, at right angles, and the same when asked again.
void expect_axes(const Eigen::MatrixXd& matrix, const std::vector<double>& values) {
    const std::vector<LeadingAxis> made = axes_of(matrix, values.size());
    ASSERT_EQ(made.size(), values.size());
    const double scale = std::max(
        1e-300, Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(matrix).eigenvalues().cwiseAbs().maxCoeff());
    for (std::size_t one = 0; one < made.size(); ++one) {
        const Eigen::Map<const Eigen::VectorXd> direction(made[one].direction.data(), matrix.rows());
        EXPECT_NEAR(made[one].value, values[one], 1e-12 * scale);
        EXPECT_LE((matrix * direction - made[one].value * direction).norm(), 1e-12 * scale);
        EXPECT_NEAR(direction.norm(), 1, 1e-13);
        for (std::size_t other = 0; other < one; ++other) {
            const Eigen::Map<const Eigen::VectorXd> before(made[other].direction.data(), matrix.rows());
            EXPECT_NEAR(direction.dot(before), 0, 1e-11);
        }
    }
    const std::vector<LeadingAxis> again = axes_of(matrix, values.size());
    for (std::size_t one = 0; one < made.size(); ++one) EXPECT_EQ(made[one].direction, again[one].direction);
}

TEST(LeadingAxes, OfEigenvaluesApart) {
    expect_axes(matrix_of(10, {9, 4, 1, -20}), {9, 4});
    expect_axes(matrix_of(120, {9, 4, 1, -20}), {9, 4});
    std::vector<double> many(300);
    for (std::size_t at = 0; at < many.size(); ++at) many[at] = 3000 * std::pow(0.9, at) - 200;
    expect_axes(matrix_of(300, many), {many[0], many[1]});
}

TEST(LeadingAxes, OfTheSameEigenvalueTwiceAndMoreOften) {
    for (const Index n : {20, 100, 300}) {
        expect_axes(matrix_of(n, {5, 5, 3, -8}), {5, 5});
        expect_axes(matrix_of(n, {5, 5, 5, 5, 1}), {5, 5});
        expect_axes(matrix_of(n, {7, 2, 2, 2}), {7, 2});
        expect_axes(5 * Eigen::MatrixXd::Identity(n, n), {5, 5});
    }
}

/// As near as the tenth digit, so that a process alone takes one for the other for long.
TEST(LeadingAxes, OfEigenvaluesNearlyTheSame) {
    std::vector<double> values(200);
    for (std::size_t at = 0; at < values.size(); ++at) values[at] = 50 - 0.2 * static_cast<double>(at);
    values[0] = values[1] + 1e-10;
    expect_axes(matrix_of(200, values), {values[0], values[1]});
    for (std::size_t at = 0; at < 30; ++at) values[at] = 60 + 1e-4 * static_cast<double>(30 - at);
    expect_axes(matrix_of(200, values), {values[0], values[1]});
}

/// Nothing yields in a few hundred steps: the matrix is decomposed in full.
TEST(LeadingAxes, OfAThousandEigenvaluesSideBySide) {
    std::vector<double> values(700);
    for (std::size_t at = 0; at < values.size(); ++at) values[at] = 1 + 1e-9 * static_cast<double>(700 - at);
    expect_axes(matrix_of(700, values), {values[0], values[1]});
}

TEST(LeadingAxes, OfOneDirectionAndOfNone) {
    for (const Index n : {1, 2, 3, 40, 200}) {
        const Eigen::MatrixXd nothing = Eigen::MatrixXd::Zero(n, n);
        expect_axes(nothing, std::vector<double>(std::min<std::size_t>(2, static_cast<std::size_t>(n)), 0.0));
        if (n > 1) expect_axes(matrix_of(n, {6}), {6, 0});
    }
    EXPECT_TRUE(leading_axes({}, 0, 2).empty());
}

/// The largest by value, not by magnitude: distances that no space holds give negative ones.
TEST(LeadingAxes, OfNegativeEigenvaluesTheLeast) {
    std::vector<double> values(90);
    for (std::size_t at = 0; at < values.size(); ++at) values[at] = -1 - static_cast<double>(at);
    expect_axes(matrix_of(90, values), {-1, -2});
}

/// What the shape of distances tells: n places on a ring, where both axes are the same; all equally far
/// apart; on a line; two.
TEST(ScaleToPlane, OfShapesWhoseAxesAreTheSame) {
    for (const std::size_t n : {4U, 12U, 180U}) {
        std::vector<double> ring(n * n), equal(n * n, 2.0), line(n * n);
        for (std::size_t a = 0; a < n; ++a)
            for (std::size_t b = 0; b < n; ++b) {
                const double apart = std::fabs(static_cast<double>(a) - static_cast<double>(b));
                ring[a * n + b] = 2 * std::sin(std::numbers::pi * apart / static_cast<double>(n));
                line[a * n + b] = apart;
                if (a == b) equal[a * n + b] = 0;
            }
        std::vector<std::uint32_t> chosen(n);
        std::iota(chosen.begin(), chosen.end(), 0U);
        const auto round = scale_to_plane(ring, n, chosen);
        for (std::size_t a = 0; a < n; ++a)
            for (std::size_t b = 0; b < n; ++b)
                EXPECT_NEAR(std::hypot(round[a].x - round[b].x, round[a].y - round[b].y), ring[a * n + b],
                            1e-9);
        const auto straight = scale_to_plane(line, n, chosen);
        EXPECT_GT(straight[0].x, 0) << "of two equally far the first is to the right";
        for (std::size_t a = 0; a < n; ++a) {
            EXPECT_NEAR(straight[0].x - straight[a].x, line[a], 1e-9 * static_cast<double>(n));
            EXPECT_NEAR(straight[a].y, 0, 1e-4);
        }
        // Each of n - 1 axes is as long: sum of squares along one of them d^2 / 2.
        const auto apart = scale_to_plane(equal, n, chosen);
        double along = 0, across = 0, between = 0;
        for (const PlanePoint& point : apart) {
            along += point.x * point.x;
            across += point.y * point.y;
            between += point.x * point.y;
        }
        EXPECT_NEAR(along, 2, 1e-9);
        EXPECT_NEAR(across, 2, 1e-9);
        EXPECT_NEAR(between, 0, 1e-9);
    }
}

TEST(ScaleToPlane, OfTwoPlacesAndOfOne) {
    const std::vector<double> distance = {0, 3, 5, 0};  // 4 both ways
    const auto two = scale_to_plane(distance, 2, std::vector<std::uint32_t>{0, 1});
    EXPECT_NEAR(two[0].x, 2, 1e-12);
    EXPECT_NEAR(two[1].x, -2, 1e-12);
    EXPECT_NEAR(two[0].y, 0, 1e-7);
    const auto one = scale_to_plane(distance, 2, std::vector<std::uint32_t>{1});
    ASSERT_EQ(one.size(), 1U);
    EXPECT_EQ(one[0].x, 0);
    EXPECT_TRUE(scale_to_plane(distance, 2, {}).empty());
}

}  // namespace
}  // namespace flowspace
