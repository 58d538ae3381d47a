// Full-width digits and marks (１２３．５) as the plain ones they stand for.
#pragma once

#include <string>
#include <string_view>

namespace flowspace {

/// Whether the text may hold one: a quick look, for what is read row by row.
bool may_hold_full_width(std::string_view text);

/// U+FF01 to U+FF5E as U+0021 to U+007E, all else as it is. Pre: UTF-8.
std::string fold_width(std::string_view text);

}  // namespace flowspace
