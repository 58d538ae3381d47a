// Unpacks gzip and zstd data, piece by piece; several members or frames one after another are one file.
#pragma once

#include "data/import/problem.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

namespace flowspace {

enum class Packing : std::uint8_t { none, gzip, zstd };

/// Told by the first bytes, never by the name.
Packing packing_of(std::string_view first_bytes);

/// `gzip`, `zstd`; empty for none.
std::string_view key(Packing packing);

class Unpacker {
public:
    struct Step {
        std::size_t read = 0;
        std::size_t written = 0;
    };

    /// Pre: `packing` is not none. Nothing where there is no memory.
    static std::optional<Unpacker> make(Packing packing);
    Unpacker(Unpacker&&) noexcept;
    Unpacker& operator=(Unpacker&&) noexcept;
    ~Unpacker();

    /// Unpacks as much of `from` as fits into `to`. Problems: bad-gzip, bad-zstd, too-large (a zstd window of
    /// more than 128 MiB).
    std::optional<Problem> unpack(std::span<const char> from, std::span<char> to, Step& step);

    /// What is wrong if the packed data end here: truncated-gzip, truncated-zstd; nothing between members.
    std::optional<Problem> finish() const;

private:
    struct State;
    explicit Unpacker(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace flowspace
