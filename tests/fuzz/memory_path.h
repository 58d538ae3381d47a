// A file that lives in memory, for targets that read paths.
#pragma once

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace flowspace::fuzz {

class MemoryPath {
public:
    explicit MemoryPath(const char* name) : file_(memfd_create(name, MFD_CLOEXEC)) {
        if (file_ < 0) std::abort();
    }
    MemoryPath(const MemoryPath&) = delete;
    MemoryPath& operator=(const MemoryPath&) = delete;
    ~MemoryPath() { close(file_); }

    void fill(const std::uint8_t* data, std::size_t size) {
        if (ftruncate(file_, 0) != 0 || pwrite(file_, data, size, 0) != static_cast<ssize_t>(size))
            std::abort();
    }
    std::filesystem::path path() const { return "/proc/self/fd/" + std::to_string(file_); }

private:
    int file_;
};

}  // namespace flowspace::fuzz
