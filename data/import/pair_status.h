// What a source says of a value beside the value: observed, a true zero, or not published.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace flowspace {

enum class PairStatus : std::uint8_t { observed, zero, unpublished };

/// observed, zero, unpublished, and the words that sources use for them in English and Chinese (观测, 零,
/// 未公布, ...). Nothing for any other word; observed for none.
std::optional<PairStatus> parse_pair_status(std::string_view text);

inline constexpr std::string_view pair_status_words = "observed, zero or unpublished";

}  // namespace flowspace
