#include "data/import/byte_source.h"

#include "data/import/limits.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <vector>

namespace flowspace {
namespace {

constexpr std::size_t packed_piece = std::size_t{1} << 18;
constexpr int gzip_window = 15 + 16;  // zlib: largest window, gzip wrapping

Problem whole_file(std::string code, std::string found, std::string expected) {
    return {.code = std::move(code), .found = std::move(found), .expected = std::move(expected)};
}

const char* kind_of(mode_t mode) {
    if (S_ISDIR(mode)) return "a directory";
    if (S_ISFIFO(mode)) return "a pipe";
    if (S_ISCHR(mode) || S_ISBLK(mode)) return "a device";
    return "a socket";
}

}  // namespace

struct ByteSource::State {
    int file = -1;
    bool packed = false;
    bool at_end = false;  // of the file itself
    bool between_members = true;
    z_stream unpacker{};
    std::vector<unsigned char> pending;  // packed bytes not yet unpacked; the unpacker points into it
    std::uint64_t total = 0;

    ~State() {
        if (packed) inflateEnd(&unpacker);
        if (file >= 0) ::close(file);
    }

    std::optional<Problem> read_raw(std::span<char> to, std::size_t& bytes_read) {
        bytes_read = 0;
        while (bytes_read < to.size() && !at_end) {
            const ssize_t got = ::read(file, to.data() + bytes_read, to.size() - bytes_read);
            if (got < 0 && errno == EINTR) continue;
            if (got < 0) return whole_file("unreadable", std::strerror(errno), "a file that can be read");
            at_end = got == 0;
            bytes_read += static_cast<std::size_t>(got);
        }
        return std::nullopt;
    }

    std::optional<Problem> refill() {
        std::size_t got = 0;
        pending.resize(packed_piece);
        if (auto problem = read_raw({reinterpret_cast<char*>(pending.data()), pending.size()}, got))
            return problem;
        unpacker.next_in = pending.data();
        unpacker.avail_in = static_cast<uInt>(got);
        return std::nullopt;
    }

    /// Several gzip members one after another are one file.
    std::optional<Problem> read_packed(std::span<char> to, std::size_t& bytes_read) {
        unpacker.next_out = reinterpret_cast<Bytef*>(to.data());
        unpacker.avail_out = static_cast<uInt>(to.size());
        while (unpacker.avail_out > 0) {
            if (unpacker.avail_in == 0) {
                if (auto problem = refill()) return problem;
                if (unpacker.avail_in == 0) {
                    if (!between_members)
                        return whole_file("truncated-gzip", "the end of the file",
                                          "the rest of the compressed data");
                    break;
                }
            }
            between_members = false;
            const int status = inflate(&unpacker, Z_NO_FLUSH);
            if (status == Z_STREAM_END) {
                between_members = true;
                inflateReset(&unpacker);
            } else if (status != Z_OK && status != Z_BUF_ERROR) {
                return whole_file("bad-gzip", unpacker.msg ? unpacker.msg : "damaged data", "gzip data");
            }
        }
        bytes_read = to.size() - unpacker.avail_out;
        return std::nullopt;
    }
};

ByteSource::ByteSource() = default;
ByteSource::ByteSource(ByteSource&&) noexcept = default;
ByteSource& ByteSource::operator=(ByteSource&&) noexcept = default;
ByteSource::~ByteSource() = default;

std::optional<Problem> ByteSource::open(const std::filesystem::path& path) {
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0)
        return whole_file(errno == ENOENT || errno == ENOTDIR ? "no-such-file" : "unreadable",
                          std::strerror(errno), "a file that can be read");
    if (!S_ISREG(info.st_mode)) return whole_file("not-a-file", kind_of(info.st_mode), "a regular file");
    if (info.st_size == 0) return whole_file("empty-file", "0 bytes", "a table with a header row");
    state_ = std::make_unique<State>();
    state_->file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (state_->file < 0) return whole_file("unreadable", std::strerror(errno), "a file that can be read");
    unsigned char magic[2] = {};
    if (::pread(state_->file, magic, 2, 0) == 2 && magic[0] == 0x1f && magic[1] == 0x8b) {
        state_->packed = inflateInit2(&state_->unpacker, gzip_window) == Z_OK;
        if (!state_->packed) return whole_file("unreadable", "no memory to unpack", "more memory");
    }
    return std::nullopt;
}

std::optional<Problem> ByteSource::read(std::span<char> to, std::size_t& bytes_read) {
    auto problem = state_->packed ? state_->read_packed(to, bytes_read) : state_->read_raw(to, bytes_read);
    state_->total += bytes_read;
    if (!problem && state_->total > max_table_bytes)
        return whole_file("too-large", "more than 256 GiB", "a table of at most 256 GiB");
    return problem;
}

}  // namespace flowspace
