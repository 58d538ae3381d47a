#include "data/import/total_words.h"

#include <algorithm>
#include <array>
#include <string>

namespace flowspace {

bool is_total(std::string_view text) {
    static constexpr std::array<std::string_view, 11> words = {
        "total", "totals", "sum", "grand total", "合计", "总计", "小计", "总和", "总数", "全部", "汇总"};
    std::string lower(text);
    for (char& one : lower)
        if (one >= 'A' && one <= 'Z') one = static_cast<char>(one - 'A' + 'a');
    return std::ranges::find(words, lower) != words.end();
}

}  // namespace flowspace
