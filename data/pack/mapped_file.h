// A whole file as read-only bytes in memory, mapped and not copied.
#pragma once

#include "data/result.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <utility>

namespace flowspace {

class MappedFile {
public:
    /// Errors: missing, not a regular file, empty, or not to be mapped.
    static Result<MappedFile> open(const std::filesystem::path& path);

    /// A file that is open already; `name` is for messages. The descriptor stays the caller's.
    static Result<MappedFile> map(int file, const std::filesystem::path& name);

    MappedFile(MappedFile&& other) noexcept : bytes_(std::exchange(other.bytes_, {})) {}
    MappedFile& operator=(MappedFile&& other) noexcept {
        std::swap(bytes_, other.bytes_);
        return *this;
    }
    ~MappedFile();

    std::span<const std::byte> bytes() const { return bytes_; }

private:
    explicit MappedFile(std::span<const std::byte> bytes) : bytes_(bytes) {}
    std::span<const std::byte> bytes_;
};

}  // namespace flowspace
