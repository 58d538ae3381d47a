// The bytes of a file, unpacked where it is a gzip or zstd file, a piece at a time.
#pragma once

#include "data/import/problem.h"
#include "data/import/unpacker.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace flowspace {

/// Only regular files are opened: a pipe would wait, a device would never end. Gzip and zstd are told by
/// their first bytes; one layer of packing is undone, never two.
class ByteSource {
public:
    ByteSource();
    ByteSource(ByteSource&&) noexcept;
    ByteSource& operator=(ByteSource&&) noexcept;
    ~ByteSource();

    /// Problems: no-such-file, not-a-file, unreadable, empty-file.
    std::optional<Problem> open(const std::filesystem::path& path);

    /// The same from memory. Problem: empty-file. Pre: `bytes` outlive the source.
    std::optional<Problem> open_bytes(std::string_view bytes);

    /// Fills as much of `to` as there is; fewer bytes only at the end. With a problem, what came before it is
    /// there too. Problems: unreadable, file-changed (while being read), too-large (256 GiB, or past 256 MiB
    /// and a thousand times what is packed), bad-gzip, truncated-gzip, bad-zstd, truncated-zstd.
    std::optional<Problem> read(std::span<char> to, std::size_t& bytes_read);

    Packing packing() const;
    /// Of the bytes of the file, packed ones as they lie, 0 to 1; 0 of memory.
    double share_read() const;

private:
    struct State;
    std::optional<Problem> detect_packing();

    std::unique_ptr<State> state_;
};

}  // namespace flowspace
