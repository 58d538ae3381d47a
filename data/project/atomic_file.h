// Writes a file so that whoever looks, also after a crash, finds the old one or the new one whole.
#pragma once

#include "data/import/problem.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string_view>

namespace flowspace {

enum class WriteStep : std::uint8_t { create, write, mode, flush, replace, flush_folder };

/// Asked before each call to the system: an errno to fail with, or 0 to go on. For tests.
using WriteFault = std::function<int(WriteStep)>;

/// An exclusive temporary file in the same folder, flushed, renamed over `path`, the folder flushed. Rights
/// of a file that is replaced are kept; where `path` is a link, what it points to is replaced. Problems:
/// unwritable, disk-full; `path` is then as it was and the temporary file is gone.
std::optional<Problem> write_file(const std::filesystem::path& path, std::string_view bytes,
                                  const WriteFault& fault = {});

}  // namespace flowspace
