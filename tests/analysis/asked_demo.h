// Analyses asked of the invented country demo15, with its network of minutes as costs.
#pragma once

#include "data/analysis/analysis.h"
#include "tests/analysis/demo15.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flowspace {

/// A reference table as a user's, its columns called anew: {{"old", "new"}, ...}; the others keep their
/// names.
inline PlainTable plain(const std::string& name, const std::map<std::string, std::string>& called = {}) {
    PlainTable table{.path = name};
    std::ifstream file(std::string(FLOWSPACE_SOURCE_DIR) + "/tests/fixtures/reference/" + name);
    std::string line;
    for (std::uint64_t row = 0; std::getline(file, line); ++row) {
        for (std::string& field : split_line(line)) {
            if (row > 0) {
                table.cells.push_back(field);
                continue;
            }
            const auto other = called.find(field);
            table.columns.push_back(other == called.end() ? field : other->second);
        }
        if (row > 0) table.rows.push_back(row + 1);
    }
    EXPECT_FALSE(table.rows.empty()) << name;
    return table;
}

inline const AnalysisRow* find_row(const AnalysisResult& result, std::string_view scope,
                                   std::string_view item, std::string_view measure,
                                   std::string_view layer = "", std::string_view period = "") {
    const auto found = std::ranges::find_if(result.rows, [&](const AnalysisRow& row) {
        return row.scope == scope && row.item == item && row.measure == measure && row.layer == layer &&
               (period.empty() || row.period == period);
    });
    EXPECT_NE(found, result.rows.end()) << scope << " " << item << " " << measure;
    return found == result.rows.end() ? nullptr : &*found;
}

struct Asked {
    Dataset dataset = demo15_dataset();
    AnalysisInput input{.dataset = dataset};

    Asked() {
        input.periods = {{"2024", year_window("2024")}};
        CostTable cost{.unit = "minutes", .path = "network.csv"};
        for (const ReferenceRow& row : read_reference("data/demo15_network.csv"))
            cost.entries.push_back({*find_place(*dataset.atlas, row.at("u")),
                                    *find_place(*dataset.atlas, row.at("v")), number(row, "minutes")});
        input.cost = cost;
    }
    AnalysisResult run(const char* key) const {
        const auto result = run_analysis(*find_analysis(key), input);
        EXPECT_TRUE(result) << result.error().message;
        return result ? *result : AnalysisResult{};
    }
    std::string refusal(const char* key) const {
        const auto result = run_analysis(*find_analysis(key), input);
        return result ? "" : result.error().message;
    }
};

/// A table made here: cells row by row.
inline PlainTable made_table(std::string path, std::vector<std::string> columns,
                             std::vector<std::string> cells) {
    PlainTable made{.path = std::move(path), .columns = std::move(columns), .cells = std::move(cells)};
    for (std::uint64_t row = 0; row < made.cells.size() / made.columns.size(); ++row)
        made.rows.push_back(row + 2);
    return made;
}

}  // namespace flowspace
