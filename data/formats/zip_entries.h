// What a zip archive says it holds, before anything is unpacked.
#pragma once

#include "data/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

struct ZipEntry {
    std::string name = {};
    std::uint64_t packed_bytes = 0;
    std::uint64_t bytes = 0;
    std::uint64_t at = 0;  // of its local header
    int method = 0;        // 0 stored, 8 deflated
};

/// The entries of the central directory. Errors: no zip archive, one of more than 65,534 entries or 4 GiB,
/// a directory that does not fit the file.
Result<std::vector<ZipEntry>> zip_entries(const std::string& path);

/// The first `most` bytes of an entry; nothing where it is damaged.
std::optional<std::string> read_zip_entry(const std::string& path, const ZipEntry& entry, std::size_t most);

}  // namespace flowspace
