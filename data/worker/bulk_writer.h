// Writes an answer straight into shared memory, in the form that pack::ByteReader reads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace flowspace {

/// Many small values go out together; a column goes out as it lies. The first failure (a limit, no memory) is
/// kept and everything after it dropped.
class BulkWriter {
public:
    explicit BulkWriter(int file) : file_(file) {}
    BulkWriter(const BulkWriter&) = delete;
    BulkWriter& operator=(const BulkWriter&) = delete;

    template <class T>
    requires std::is_trivially_copyable_v<T>
    void number(T value) { put(std::as_bytes(std::span<const T, 1>(&value, 1))); }

    void text(std::string_view value) {
        number(static_cast<std::uint32_t>(value.size()));
        put(std::as_bytes(std::span(value)));
    }

    /// Of things that follow, as ByteReader::count reads it.
    void count(std::size_t value) { number(static_cast<std::uint64_t>(value)); }

    template <class T>
    requires std::is_trivially_copyable_v<T>
    void array(std::span<const T> values) { put(std::as_bytes(values)); }

    void align(std::size_t size);

    /// Whether everything written so far is in the file.
    bool flush();

    /// For whoever writes a long part by itself: flush before, count after.
    int file() const { return file_; }
    void count_what_others_wrote();

    std::uint64_t bytes() const { return bytes_; }

private:
    void put(std::span<const std::byte> bytes);
    void write(std::span<const std::byte> bytes);

    int file_;
    std::vector<std::byte> pending_;
    std::uint64_t bytes_ = 0;
    bool failed_ = false;
};

}  // namespace flowspace
