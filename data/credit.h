// What is said of where numbers or lines come from, in both languages.
#pragma once

#include <string>

namespace flowspace {

/// Named on the map and on exports.
struct Credit {
    std::string zh = {};
    std::string en = {};

    bool operator==(const Credit&) const = default;
    bool empty() const { return zh.empty() && en.empty(); }
};

}  // namespace flowspace
