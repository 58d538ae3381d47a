// The words by which tables call a row or column of totals.
#pragma once

#include <string_view>

namespace flowspace {

/// total, Total, sum, 合计, 总计, 小计, 总和, 全部, ...: exact, but for capitals.
bool is_total(std::string_view text);

}  // namespace flowspace
