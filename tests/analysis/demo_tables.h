// Reads the tables of tests/fixtures/reference, and compares with their numbers.
#pragma once

#include "data/analysis/network.h"
#include "data/analysis/square_matrix.h"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace::reference {

/// One row: cell by column name.
using Row = std::map<std::string, std::string>;

/// The rows of a table, "06_centrality/expected_shortest_minutes.csv" for example. Fails the test when it is
/// empty.
std::vector<Row> table(const std::string& name);

/// A cell as a number; NaN for NA and for nothing.
double number(const Row& row, const std::string& column);

/// |a - b| <= tolerance x max(1, |b|); two NaN agree.
bool close(double a, double b, double tolerance);

/// The demo of 15 places in the order of its table.
struct Demo15 {
    std::vector<std::string> ids = {};
    std::vector<Row> nodes = {};
    Network network = {};

    std::size_t at(const std::string& id) const;
    SquareMatrix flows(std::string_view layer, std::string_view period) const;
    std::vector<double> column(const std::string& name) const;
};
Demo15 demo15();

}  // namespace flowspace::reference
