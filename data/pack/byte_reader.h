// Reads back what a ByteWriter wrote; a read past the end gives zeros and marks the reader as failed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace flowspace::pack {

class ByteReader {
public:
    explicit ByteReader(std::span<const std::byte> bytes) : left_(bytes), size_(bytes.size()) {}

    template <class T>
    requires std::is_trivially_copyable_v<T> T number() {
        T value{};
        const std::span<const std::byte> from = take(sizeof(T));
        if (!from.empty()) std::memcpy(&value, from.data(), sizeof(T));
        return value;
    }

    std::string text() {
        const std::span<const std::byte> from = take(number<std::uint32_t>());
        return from.empty() ? std::string()
                            : std::string(reinterpret_cast<const char*>(from.data()), from.size());
    }

    /// A count of things of at least `least_bytes` each; more than can follow is a failure, so that nothing
    /// absurd is allocated.
    std::size_t count(std::size_t least_bytes) {
        const auto value = number<std::uint64_t>();
        if (value <= left_.size() / least_bytes) return static_cast<std::size_t>(value);
        fail();
        return 0;
    }

    template <class T>
    requires std::is_trivially_copyable_v<T> std::vector<T> array(std::size_t size) {
        if (size > left_.size() / sizeof(T)) {
            fail();
            return {};
        }
        std::vector<T> values(size);
        const std::span<const std::byte> from = take(size * sizeof(T));
        if (!from.empty()) std::memcpy(values.data(), from.data(), from.size());
        return values;
    }

    /// An array used where it lies. Pre: the section starts at a multiple of 8 and the writer aligned here.
    template <class T>
    requires std::is_trivially_copyable_v<T> std::span<const T> view(std::size_t size) {
        if (size > left_.size() / sizeof(T)) {
            fail();
            return {};
        }
        return {reinterpret_cast<const T*>(take(size * sizeof(T)).data()), size};
    }

    void align(std::size_t size) { take((size - (size_ - left_.size()) % size) % size); }

    /// For whoever decodes and finds a value that cannot be.
    void fail() {
        failed_ = true;
        left_ = {};
    }

    /// Everything was there and nothing is left over.
    bool complete() const { return !failed_ && left_.empty(); }
    bool failed() const { return failed_; }

private:
    std::span<const std::byte> take(std::size_t size) {
        if (size > left_.size()) {
            fail();
            return {};
        }
        const std::span<const std::byte> taken = left_.first(size);
        left_ = left_.subspan(size);
        return taken;
    }

    std::span<const std::byte> left_;
    std::size_t size_ = 0;
    bool failed_ = false;
};

}  // namespace flowspace::pack
