// Which bytes were read: size, time and SHA-256 of a file, so that a number can be traced to its source.
#pragma once

#include "data/import/problem.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

namespace flowspace {

struct FileIdentity {
    std::uint64_t bytes = 0;
    std::int64_t modified_ms = 0;  // since 1970-01-01T00:00Z; 0: not known
    std::string sha256 = {};       // 64 lower-case hex digits of the file as it lies there; empty: not read

    bool operator==(const FileIdentity&) const = default;
};

/// Reads the whole file once. Problems: no-such-file, not-a-file, unreadable. A stop leaves sha256 empty.
std::optional<Problem> identify_file(const std::filesystem::path& path, FileIdentity& identity,
                                     const std::stop_token& stop = {});

/// Size and time only, as they are now: whether a file changed while it was read.
std::optional<Problem> stat_file(const std::filesystem::path& path, FileIdentity& identity);

}  // namespace flowspace
