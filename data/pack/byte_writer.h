// Appends numbers, text and arrays to a section of a pack.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
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
    void array(std::span<const T> values) {
        if (values.empty()) return;
        const std::size_t at = bytes_.size();
        bytes_.resize(at + values.size_bytes());
        std::memcpy(bytes_.data() + at, values.data(), values.size_bytes());
    }

    /// Zeros up to a multiple of `size`, so that an array can be used where it lies.
    void align(std::size_t size) { bytes_.resize((bytes_.size() + size - 1) / size * size); }

    const std::vector<std::byte>& bytes() const { return bytes_; }

private:
    std::vector<std::byte> bytes_;
};

}  // namespace flowspace::pack
