// In which of three classes the state plans each agglomeration.
// Source: Outline of the 14th Five-Year Plan (2021), chapter 28, section 1.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace flowspace {

/// To be nurtured (培育发展), strengthened (发展壮大), improved (优化提升).
enum class OfficialTier : std::uint8_t { nurtured, strengthened, improved };

/// By the id of a built-in agglomeration; nothing: the plan does not name it.
std::optional<OfficialTier> official_tier(std::string_view agglomeration);

}  // namespace flowspace
