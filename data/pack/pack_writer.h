// Assembles sections into a pack and puts it on disk whole or not at all.
#pragma once

#include "data/pack/byte_writer.h"
#include "data/pack/pack_format.h"
#include "data/result.h"

#include <array>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace flowspace::pack {

/// One writer per SectionId, in its order.
using Sections = std::array<ByteWriter, section_count>;

std::vector<std::byte> assemble(const Sections& sections);

/// Writes all of `bytes` where the file stands. False, with errno, when it could not.
bool write_all(int file, std::span<const std::byte> bytes);

/// `write` gets a file beside `path`, which is flushed to the disk and renamed when it returns true: what was
/// at `path` stays whole until then. When it returns false, errno says why. Returns what went wrong, or
/// nothing.
std::optional<Error> write_whole(const std::filesystem::path& path, const std::function<bool(int)>& write);

/// Written beside `path`, flushed to the disk, then renamed. Returns what went wrong, or nothing.
std::optional<Error> write_whole(const std::filesystem::path& path, std::span<const std::byte> bytes);

}  // namespace flowspace::pack
