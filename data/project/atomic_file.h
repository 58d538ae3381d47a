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

/// What an errno of a write to `path` means: disk-full (no room, a quota, a limit on the size of files), with
/// `room` as what was expected; else unwritable.
Problem cannot_write(const std::filesystem::path& path, int error,
                     std::string_view room = "room on the disk");

/// Whether a message, in either language, tells a disk-full problem.
bool tells_full_disk(std::string_view message);

}  // namespace flowspace
