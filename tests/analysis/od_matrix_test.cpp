#include "data/analysis/od_matrix.h"

#include "tests/analysis/demo15.h"

#include <gtest/gtest.h>

namespace flowspace {
namespace {

std::size_t cell(const Dataset& dataset, const OdMatrix& matrix, const char* origin,
                 const char* destination) {
    const auto row = std::ranges::find(matrix.places, *find_place(*dataset.atlas, origin));
    const auto column = std::ranges::find(matrix.places, *find_place(*dataset.atlas, destination));
    return matrix.at(static_cast<std::size_t>(row - matrix.places.begin()),
                     static_cast<std::size_t>(column - matrix.places.begin()));
}

OdMatrix people_of_2018(const Dataset& dataset, Filter filter = {}) {
    filter.window = year_window("2018");
    const std::vector<PlaceId> places = places_asked(dataset, filter);
    return *od_matrix(dataset, filter, LayerId{0}, places);
}

TEST(OdMatrix, HoldsTheFlowsAndAddsUp) {
    const Dataset dataset = demo15_dataset();
    const OdMatrix matrix = people_of_2018(dataset);
    ASSERT_EQ(matrix.size(), 15U);
    EXPECT_EQ(matrix.flow[cell(dataset, matrix, "a1", "a2")], 22086);
    double sum = 0;
    for (const double flow : matrix.flow) sum += flow;
    EXPECT_EQ(sum, 294481);  // total_flow of the reference
    EXPECT_EQ(matrix.status[matrix.at(3, 3)], CellStatus::left_out);
}

TEST(OdMatrix, AnUnlistedPairIsZeroOnlyWhereTheSourceSaysSo) {
    Dataset dataset = demo15_dataset();
    const CellCounts zeros = count_cells(people_of_2018(dataset));
    EXPECT_GT(zeros.zero, 0U);
    EXPECT_EQ(zeros.unpublished, 0U);
    EXPECT_EQ(zeros.observed + zeros.zero, 210U);
    dataset.completeness.coverage = Coverage::top_per_origin;
    const CellCounts unknown = count_cells(people_of_2018(dataset));
    EXPECT_EQ(unknown.zero, 0U);
    EXPECT_EQ(unknown.unpublished, zeros.zero);
}

TEST(OdMatrix, AnUnpublishedPartMakesThePairUnknown) {
    Dataset dataset = demo15_dataset();
    dataset.completeness.unpublished = {{.layer = LayerId{0},
                                         .origin = *find_place(*dataset.atlas, "a1"),
                                         .destination = *find_place(*dataset.atlas, "a2"),
                                         .time = parse_time("2018")->start}};
    const OdMatrix matrix = people_of_2018(dataset);
    const std::size_t hidden = cell(dataset, matrix, "a1", "a2");
    EXPECT_EQ(matrix.status[hidden], CellStatus::unpublished);
    EXPECT_EQ(matrix.flow[hidden], 0);
    EXPECT_EQ(matrix.status[cell(dataset, matrix, "a2", "a1")], CellStatus::observed);
}

TEST(OdMatrix, WhatTheFilterDoesNotAskForIsLeftOut) {
    const Dataset dataset = demo15_dataset();
    Filter filter{.origins = {*find_place(*dataset.atlas, "a1")}, .min_value = 5000};
    const OdMatrix matrix = people_of_2018(dataset, filter);
    EXPECT_EQ(matrix.status[cell(dataset, matrix, "a1", "a2")], CellStatus::observed);
    EXPECT_EQ(matrix.status[cell(dataset, matrix, "a2", "a1")], CellStatus::left_out);
    EXPECT_EQ(matrix.status[cell(dataset, matrix, "a1", "a5")], CellStatus::left_out);  // 2307
    EXPECT_EQ(matrix.flow[cell(dataset, matrix, "a1", "a5")], 0);
}

TEST(OdMatrix, NoPlacesIsAnEmptyMatrix) {
    const Dataset dataset = demo15_dataset();
    const Result<OdMatrix> matrix = od_matrix(dataset, {}, LayerId{0}, {});
    ASSERT_TRUE(matrix);
    EXPECT_EQ(matrix->size(), 0U);
}

}  // namespace
}  // namespace flowspace
