// Texts that differ in their numbers only, counted from the one to the other.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace flowspace {

/// `before` on its way to `after`, at `share` in [0, 1]: every number runs, written with as many decimals and
/// with the same separators of thousands as both have (the finer of the two). At 0 and 1 it is the one or the
/// other. Nothing where the words between the numbers differ, or are all there is.
std::optional<std::string> counted(std::string_view before, std::string_view after, double share);

/// counted(), or half-way the other text.
std::string counted_or_switched(const std::string& before, const std::string& after, double share);

}  // namespace flowspace
