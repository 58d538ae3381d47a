// The built-in atlas as one binary file, written at build time and mapped at start: nothing is parsed.
#pragma once

#include "data/dataset.h"
#include "data/result.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

namespace flowspace {

/// The pack beside the running program, or in ../share/flowspace. Errors name every path tried.
Result<std::filesystem::path> find_atlas_pack();

/// Errors: missing, truncated, of another version, or with a checksum that does not match.
Result<Dataset> load_atlas_pack(const std::filesystem::path& path);

/// The same from bytes in memory that start at a multiple of 8; they are not needed afterwards.
Result<Dataset> read_atlas_pack(std::span<const std::byte> bytes);

}  // namespace flowspace
