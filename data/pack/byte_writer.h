// Appends numbers, text and arrays to a section of a pack.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace flowspace::pack {

class ByteWriter {
public:
    template <class T>
    requires std::is_trivially_copyable_v<T>
    void number(T value) { array(std::span<const T>(&value, 1)); }

    void text(std::string_view value) {
        number(static_cast<std::uint32_t>(value.size()));
        array(std::span<const char>(value));
    }

    /// A count of things that follow; kept apart from number() so that the reader can cap it.
    void count(std::size_t value) { number(static_cast<std::uint64_t>(value)); }

    template <class T>
    requires std::is_trivially_copyable_v<T>
    void array(std::span<const T> values) { append(std::as_bytes(values)); }

    /// Zeros up to a multiple of `size`, so that an array can be used where it lies.
    void align(std::size_t size) { bytes_.resize((bytes_.size() + size - 1) / size * size); }

    const std::vector<std::byte>& bytes() const { return bytes_; }

private:
    /// Not inlined: the compiler then warns of sizes that cannot be.
    [[gnu::noinline]] void append(std::span<const std::byte> bytes) {
        bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    }

    std::vector<std::byte> bytes_;
};

}  // namespace flowspace::pack
