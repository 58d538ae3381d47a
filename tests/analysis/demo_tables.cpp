// See demo_tables.h.
#include "tests/analysis/demo_tables.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <limits>

namespace flowspace::reference {
namespace {

std::vector<std::string> cells(std::string line) {
    if (line.ends_with('\r')) line.pop_back();
    std::vector<std::string> found(1);
    bool quoted = false;
    for (const char letter : line) {
        if (letter == '"')
            quoted = !quoted;
        else if (letter == ',' && !quoted)
            found.emplace_back();
        else
            found.back() += letter;
    }
    return found;
}

}  // namespace

std::vector<Row> table(const std::string& name) {
    std::ifstream file(std::string(FLOWSPACE_SOURCE_DIR) + "/tests/fixtures/reference/" + name);
    std::string line;
    std::vector<std::string> names;
    std::vector<Row> rows;
    while (std::getline(file, line)) {
        const std::vector<std::string> values = cells(line);
        if (names.empty()) {
            names = values;
            continue;
        }
        Row row;
        for (std::size_t at = 0; at < names.size(); ++at)
            row[names[at]] = at < values.size() ? values[at] : "";
        rows.push_back(row);
    }
    EXPECT_FALSE(rows.empty()) << name;
    return rows;
}

double number(const Row& row, const std::string& column) {
    const std::string& text = row.at(column);
    if (text.empty() || text == "NA") return std::numeric_limits<double>::quiet_NaN();
    double value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    EXPECT_TRUE(code == std::errc() && end == text.data() + text.size()) << column << ": " << text;
    return value;
}

bool close(double a, double b, double tolerance) {
    if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
    return std::abs(a - b) <= tolerance * std::max(1.0, std::abs(b));
}

std::size_t Demo15::at(const std::string& id) const {
    const auto found = std::ranges::find(ids, id);
    EXPECT_NE(found, ids.end()) << id;
    return static_cast<std::size_t>(found - ids.begin());
}

SquareMatrix Demo15::flows(std::string_view layer, std::string_view period) const {
    SquareMatrix flows(ids.size(), 0);
    for (const Row& row : table("data/demo15_flows.csv"))
        if (row.at("layer") == layer && row.at("period") == period)
            flows(at(row.at("origin")), at(row.at("destination"))) = number(row, "flow");
    return flows;
}

std::vector<double> Demo15::column(const std::string& name) const {
    std::vector<double> values;
    for (const Row& row : nodes) values.push_back(number(row, name));
    return values;
}

Demo15 demo15() {
    Demo15 demo{.nodes = table("data/demo15_nodes.csv")};
    for (const Row& row : demo.nodes) demo.ids.push_back(row.at("id"));
    demo.network.places = demo.ids.size();
    for (const Row& row : table("data/demo15_network.csv"))
        demo.network.links.push_back({static_cast<std::uint32_t>(demo.at(row.at("u"))),
                                      static_cast<std::uint32_t>(demo.at(row.at("v"))),
                                      number(row, "minutes")});
    return demo;
}

}  // namespace flowspace::reference
