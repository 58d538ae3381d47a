// What a layer says of itself: its key, names, unit, and whether it was observed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace flowspace {

enum class Status : std::uint8_t { undeclared, observed, modelled };

struct LayerInfo {
    std::string key = {};  // in tables and on the command line: people
    std::string name_zh = {};
    std::string name_en = {};
    std::string unit = {};  // a key that never follows the language: "persons"; empty where not declared
    std::string unit_zh = {};
    std::string unit_en = {};
    Status status = Status::undeclared;
    std::string source_zh = {};  // one line: who says so
    std::string source_en = {};

    bool operator==(const LayerInfo&) const = default;
};

/// Key and names: of the five layers that the program knows, both names; of any other, the key itself.
LayerInfo make_layer_info(std::string_view key);

/// Where a layer stands in lists: people, goods, capital, technology, information, then all others alike.
std::size_t layer_order(std::string_view key);

std::string_view key(Status status);  // undeclared, observed, modelled
std::optional<Status> parse_status(std::string_view text);

}  // namespace flowspace
