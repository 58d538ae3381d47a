// One thing wrong with the user's data, worded so that it can be found and mended.
#pragma once

#include <cstdint>
#include <string>

namespace flowspace {

struct Problem {
    std::string file = {};
    std::uint64_t row = 0;    // physical line where the record starts, the header being 1; 0: the whole file
    std::string column = {};  // by its name; empty: the whole row
    std::string code = {};    // bad-number, unknown-place, ...: never changes once released
    std::string found = {};   // cut at 80 characters
    std::string expected = {};
};

/// `file:row:column: code: found '...', expected ...`, at most 400 characters.
std::string format_problem(const Problem& problem);

}  // namespace flowspace
