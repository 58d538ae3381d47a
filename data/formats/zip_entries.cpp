#include "data/formats/zip_entries.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>
#include <span>

namespace flowspace {
namespace {

// Source: PKWARE, APPNOTE.TXT, .ZIP File Format Specification, 4.3.
constexpr std::string_view end_mark = "PK\5\6", entry_mark = "PK\1\2", local_mark = "PK\3\4";
constexpr std::size_t end_bytes = 22, entry_bytes = 46, local_bytes = 30, longest_comment = 65'535;

std::uint64_t number_at(std::string_view bytes, std::size_t at, std::size_t width) {
    std::uint64_t value = 0;
    for (std::size_t one = 0; one < width; ++one)
        value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[at + one])) << (8 * one);
    return value;
}

std::string read_at(std::ifstream& file, std::uint64_t at, std::size_t most) {
    std::string bytes(most, '\0');
    file.clear();
    file.seekg(static_cast<std::streamoff>(at));
    file.read(bytes.data(), static_cast<std::streamsize>(most));
    bytes.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
    return bytes;
}

Result<std::vector<ZipEntry>> parse_directory(std::string_view directory, std::uint64_t count) {
    std::vector<ZipEntry> entries;
    for (; count > 0; --count) {
        if (directory.size() < entry_bytes || !directory.starts_with(entry_mark))
            return Error{"a damaged list of contents"};
        const std::size_t name = number_at(directory, 28, 2);
        const std::size_t whole =
            entry_bytes + name + number_at(directory, 30, 2) + number_at(directory, 32, 2);
        if (directory.size() < whole) return Error{"a damaged list of contents"};
        entries.push_back({.name = std::string(directory.substr(entry_bytes, name)),
                           .packed_bytes = number_at(directory, 20, 4),
                           .bytes = number_at(directory, 24, 4),
                           .at = number_at(directory, 42, 4),
                           .method = static_cast<int>(number_at(directory, 10, 2))});
        directory.remove_prefix(whole);
    }
    return entries;
}

std::optional<std::string> inflate_first(std::string_view packed, std::size_t most) {
    z_stream unpacker{};
    if (inflateInit2(&unpacker, -15) != Z_OK) return std::nullopt;  // -15: no wrapping
    std::string bytes(most, '\0');
    unpacker.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    unpacker.avail_in = static_cast<uInt>(packed.size());
    unpacker.next_out = reinterpret_cast<Bytef*>(bytes.data());
    unpacker.avail_out = static_cast<uInt>(bytes.size());
    const int status = inflate(&unpacker, Z_SYNC_FLUSH);
    bytes.resize(most - unpacker.avail_out);
    inflateEnd(&unpacker);
    return status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR ? std::optional(bytes)
                                                                             : std::nullopt;
}

}  // namespace

Result<std::vector<ZipEntry>> zip_entries(const std::string& path) {
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    if (!file) return Error{"cannot be opened"};
    const auto size = static_cast<std::uint64_t>(std::max<std::streamoff>(file.tellg(), 0));
    const std::size_t tail_bytes =
        static_cast<std::size_t>(std::min<std::uint64_t>(size, end_bytes + longest_comment));
    const std::string tail = read_at(file, size - tail_bytes, tail_bytes);
    const std::size_t end = tail.rfind(end_mark);
    if (end == tail.npos || tail.size() - end < end_bytes) return Error{"no list of contents at its end"};
    const std::uint64_t count = number_at(tail, end + 10, 2);
    const std::uint64_t bytes = number_at(tail, end + 12, 4), at = number_at(tail, end + 16, 4);
    if (count == 0xFFFF || at == 0xFFFFFFFF) return Error{"an archive of more than 65,534 files or 4 GiB"};
    if (at > size || bytes > size - at) return Error{"a list of contents that lies outside of it"};
    return parse_directory(read_at(file, at, static_cast<std::size_t>(bytes)), count);
}

std::optional<std::string> read_zip_entry(const std::string& path, const ZipEntry& entry, std::size_t most) {
    std::ifstream file(path, std::ios::binary);
    const std::string local = read_at(file, entry.at, local_bytes);
    if (local.size() < local_bytes || !local.starts_with(local_mark)) return std::nullopt;
    const std::uint64_t begin = entry.at + local_bytes + number_at(local, 26, 2) + number_at(local, 28, 2);
    const std::string packed =
        read_at(file, begin, static_cast<std::size_t>(std::min<std::uint64_t>(entry.packed_bytes, most)));
    if (entry.method == 0) return packed;
    return entry.method == 8 ? inflate_first(packed, most) : std::nullopt;
}

}  // namespace flowspace
