// Checks a pack's header, checksum and section table, and hands out the sections.
#pragma once

#include "data/pack/pack_format.h"
#include "data/result.h"

#include <array>
#include <cstddef>
#include <span>

namespace flowspace::pack {

/// One per SectionId, in its order; views into the checked file.
using SectionBytes = std::array<std::span<const std::byte>, section_count>;

/// Errors say what was found and expected, without the file's name. Every section lies inside `file` and is
/// aligned to 8 bytes.
Result<SectionBytes> open_sections(std::span<const std::byte> file);

}  // namespace flowspace::pack
