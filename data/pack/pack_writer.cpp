#include "data/pack/pack_writer.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <system_error>

namespace flowspace::pack {
namespace {

std::size_t aligned(std::size_t bytes) { return (bytes + 7) / 8 * 8; }

}  // namespace

bool write_all(int file, std::span<const std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(file, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

std::vector<std::byte> assemble(const Sections& sections) {
    std::size_t end = sizeof(Header) + section_count * sizeof(SectionEntry);
    std::array<SectionEntry, section_count> entries;
    for (std::uint32_t id = 0; id < section_count; ++id) {
        entries[id] = {.id = id, .offset = end, .bytes = sections[id].bytes().size()};
        end += aligned(sections[id].bytes().size());
    }
    std::vector<std::byte> file(end);
    Header header = {.magic = magic, .version = version, .sections = section_count, .file_bytes = end};
    const auto put = [&](std::size_t at, const void* from, std::size_t bytes) {
        if (bytes > 0) std::memcpy(file.data() + at, from, bytes);
    };
    put(0, &header, sizeof(header));
    put(sizeof(header), entries.data(), sizeof(entries));
    for (std::uint32_t id = 0; id < section_count; ++id)
        put(entries[id].offset, sections[id].bytes().data(), entries[id].bytes);
    header.checksum = checksum(file);
    put(0, &header, sizeof(header));
    return file;
}

std::optional<Error> write_whole(const std::filesystem::path& path, const std::function<bool(int)>& write) {
    const std::string part = fmt::format("{}.{}.part", path.string(), ::getpid());
    ::unlink(part.c_str());  // left by a killed process that had our number
    const int file = ::open(part.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    bool done = file >= 0 && write(file) && ::fsync(file) == 0;
    if (file >= 0) done = ::close(file) == 0 && done;
    done = done && std::rename(part.c_str(), path.c_str()) == 0;
    if (done) return std::nullopt;
    const Error error = {
        fmt::format("{}: cannot be written: {}", path.string(), std::generic_category().message(errno))};
    if (file >= 0) ::unlink(part.c_str());
    return error;
}

std::optional<Error> write_whole(const std::filesystem::path& path, std::span<const std::byte> bytes) {
    return write_whole(path, [&](int file) { return write_all(file, bytes); });
}

}  // namespace flowspace::pack
