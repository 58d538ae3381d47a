// One thing wrong with the user's data, worded so that it can be found and mended.
#pragma once

#include "data/language.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

struct Problem {
    std::string file = {};
    std::uint64_t row = 0;    // physical line where the record starts, the header being 1; 0: the whole file
    std::string column = {};  // by its name; empty: the whole row
    std::string code = {};    // bad-number, unknown-place, ...: never changes once released
    std::string found = {};   // cut at 80 characters
    std::string expected = {};  // in English, as files and answers keep it; problem_words.h has it in Chinese

    bool operator==(const Problem&) const = default;
};

/// `file:row:column: code: found '...', expected ...`, at most 400 characters. In Chinese the words after the
/// code are Chinese; what stood in a cell stays as it was.
std::string format_problem(const Problem& problem, Language language = Language::en);

/// What a code means, for people: "not a number" / "不是数字". Empty for a code that is not ours.
struct ProblemMeaning {
    std::string_view en = {};
    std::string_view zh = {};
};
ProblemMeaning meaning(std::string_view code);

/// Problems in the order found: counted in full, listed up to a cap.
class ProblemLog {
public:
    explicit ProblemLog(std::string file, std::size_t most) : file_(std::move(file)), most_(most) {}

    /// Fills in the file; cuts `found` at 80 characters.
    void add(Problem problem);

    const std::vector<Problem>& listed() const { return listed_; }
    std::uint64_t count() const { return count_; }

private:
    std::string file_;
    std::size_t most_;
    std::vector<Problem> listed_;
    std::uint64_t count_ = 0;
};

/// The first `most` characters (not bytes) of UTF-8 `text`, with "..." where something was cut; control
/// characters and bytes that are no UTF-8 become `?`.
std::string shorten(std::string_view text, std::size_t most);

}  // namespace flowspace
