// The bytes of a file, unpacked where it is a gzip file, a piece at a time.
#pragma once

#include "data/import/problem.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>

namespace flowspace {

/// Only regular files are opened: a pipe would wait, a device would never end. Gzip is told by its first two
/// bytes.
class ByteSource {
public:
    ByteSource();
    ByteSource(ByteSource&&) noexcept;
    ByteSource& operator=(ByteSource&&) noexcept;
    ~ByteSource();

    /// Problems: no-such-file, not-a-file, unreadable, empty-file.
    std::optional<Problem> open(const std::filesystem::path& path);

    /// Fills as much of `to` as there is; fewer bytes only at the end. Problems: unreadable, bad-gzip,
    /// truncated-gzip, too-large.
    std::optional<Problem> read(std::span<char> to, std::size_t& bytes_read);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace flowspace
