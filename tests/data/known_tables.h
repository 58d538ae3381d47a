// Tables whose sums and faults another program knows: what tests/oracle/make_tables.py prints, as values.
#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

namespace flowspace::testing {

struct KnownSum {
    std::string layer, origin, destination, time;
    std::string value;  // a decimal, exact
    std::uint64_t rows = 0;
};

struct KnownTable {
    std::string name;
    std::string file;  // what it is to be called
    std::string bytes;
    std::vector<std::string> mapping;  // texts for apply_mapping
    std::uint64_t rows_in = 0, rows_kept = 0;
    std::vector<std::string> problems;  // row:column:code
    std::vector<KnownSum> sums;         // by layer, origin, destination, time
};

struct KnownTables {
    std::vector<std::tuple<std::string, std::string, std::string>> places;  // id, name_zh, name_en
    std::vector<KnownTable> tables;
};

/// Runs the maker with `arguments`; throws where it fails.
KnownTables make_known_tables(const std::string& arguments);

}  // namespace flowspace::testing
