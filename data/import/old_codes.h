// Codes and names of China's prefecture-level units that changed since 1990, and of counties that went from
// one to another: a table built into the program.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace flowspace {

enum class OldCodeRule : std::uint8_t {
    join,    // one unit took over: its code, and its old name in full
    rename,  // the same, and the old name without its suffix too (襄樊): no county of today has it
    ask,     // several took over, or the number meant two things: candidates only
    near     // a county that went to another unit than its code begins with: that unit is the candidate
};

struct OldCode {
    std::string_view code = {};
    std::string_view name = {};              // may be empty
    std::vector<std::string_view> now = {};  // codes of today; one but for `ask`
    std::string_view now_name = {};          // of `now`, without suffix; empty for `ask`
    OldCodeRule rule = OldCodeRule::join;
};

/// By code. Source: GB/T 2260 and the changes announced to it (assets/place_codes/old_codes.csv; its years
/// are those of the decision, of the first change where there were several).
std::vector<OldCode> read_old_codes();

}  // namespace flowspace
