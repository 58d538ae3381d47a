#include "data/pack/mapped_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace flowspace {
namespace {

Error failure(const std::filesystem::path& path, const char* what) {
    return {fmt::format("{}: {}: {}", path.string(), what, std::generic_category().message(errno))};
}

}  // namespace

Result<MappedFile> MappedFile::open(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file < 0) return failure(path, "cannot be opened");
    Result<MappedFile> mapped = map(file, path);
    ::close(file);
    return mapped;
}

Result<MappedFile> MappedFile::map(int file, const std::filesystem::path& name) {
    struct stat status = {};
    if (::fstat(file, &status) != 0 || !S_ISREG(status.st_mode) || status.st_size == 0)
        return Error{fmt::format("{}: found no regular file with content", name.string())};
    const auto size = static_cast<std::size_t>(status.st_size);
    void* memory = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file, 0);
    if (memory == MAP_FAILED) return failure(name, "cannot be mapped");
    return MappedFile({static_cast<const std::byte*>(memory), size});
}

MappedFile::~MappedFile() {
    if (!bytes_.empty()) ::munmap(const_cast<std::byte*>(bytes_.data()), bytes_.size());
}

}  // namespace flowspace
