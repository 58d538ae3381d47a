// Reference tables (inputs and expected numbers by independent software; the data are invented) for the tests
// of the analyses.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace flowspace {

using ReferenceRow = std::map<std::string, std::string>;

/// The fields of one line; quotes as in RFC 4180.
inline std::vector<std::string> split_line(const std::string& line) {
    std::vector<std::string> fields(1);
    bool quoted = false;
    for (const char one : line) {
        if (one == '"')
            quoted = !quoted;
        else if (one == ',' && !quoted)
            fields.emplace_back();
        else if (one != '\r')
            fields.back() += one;
    }
    return fields;
}

/// A table of tests/fixtures/reference, one map per row. A table that is not there fails the test.
inline std::vector<ReferenceRow> read_reference(const std::string& name) {
    std::ifstream file(std::string(FLOWSPACE_SOURCE_DIR) + "/tests/fixtures/reference/" + name);
    EXPECT_TRUE(file.is_open()) << name;
    std::string line;
    std::vector<std::string> names;
    std::vector<ReferenceRow> rows;
    while (std::getline(file, line)) {
        const std::vector<std::string> fields = split_line(line);
        if (names.empty()) {
            names = fields;
            continue;
        }
        ReferenceRow& row = rows.emplace_back();
        for (std::size_t at = 0; at < names.size(); ++at)
            row[names[at]] = at < fields.size() ? fields[at] : "";
    }
    EXPECT_FALSE(rows.empty()) << name;
    return rows;
}

inline double number(const ReferenceRow& row, const std::string& column) { return std::stod(row.at(column)); }

/// |a - b| <= tolerance max(1, |b|), as the reference says; NA is nothing.
inline void expect_reference(const std::optional<double>& found, const std::string& expected,
                             double tolerance, const std::string& what) {
    if (expected == "NA") {
        EXPECT_FALSE(found) << what;
        return;
    }
    ASSERT_TRUE(found) << what;
    const double number = std::stod(expected);
    EXPECT_NEAR(*found, number, tolerance * std::max(1.0, std::abs(number))) << what;
}

inline constexpr double closed_formula = 1e-9;  // tolerances of the reference
inline constexpr double iterated_fit = 1e-7;

}  // namespace flowspace
