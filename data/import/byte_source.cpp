#include "data/import/byte_source.h"

#include "data/import/limits.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <vector>

namespace flowspace {
namespace {

constexpr std::size_t packed_piece = std::size_t{1} << 18;

Problem whole_file(std::string code, std::string found, std::string expected) {
    return {.code = std::move(code), .found = std::move(found), .expected = std::move(expected)};
}

const char* kind_of(mode_t mode) {
    if (S_ISDIR(mode)) return "a directory";
    if (S_ISFIFO(mode)) return "a pipe";
    if (S_ISCHR(mode) || S_ISBLK(mode)) return "a device";
    return "a socket";
}

Problem nothing_in_it() { return whole_file("empty-file", "0 bytes", "a table with a header row"); }

bool same_time(const timespec& one, const timespec& other) {
    return one.tv_sec == other.tv_sec && one.tv_nsec == other.tv_nsec;
}

}  // namespace

struct ByteSource::State {
    int file = -1;              // -1: memory
    std::string_view memory{};  // what is left of it
    struct stat opened {};      // the file as it was then
    bool at_end = false;        // of the file itself
    Packing packing = Packing::none;
    std::optional<Unpacker> unpacker;
    std::vector<char> pending;  // packed bytes
    std::size_t taken = 0;      // of them
    std::uint64_t packed = 0;   // bytes read from the file
    std::uint64_t total = 0;    // bytes given

    ~State() {
        if (file >= 0) ::close(file);
    }

    /// A file that changes under our hands gives rows that were never together in any one table.
    std::optional<Problem> find_change() const {
        struct stat now {};
        if (file < 0 || ::fstat(file, &now) != 0) return std::nullopt;
        const char* found = nullptr;
        if (now.st_size != opened.st_size || packed != static_cast<std::uint64_t>(now.st_size))
            found = "another size than at the start";
        else if (!same_time(now.st_mtim, opened.st_mtim))
            found = "written to since the start";
        else if (now.st_nlink == 0 && opened.st_nlink > 0)
            found = "removed or replaced since the start";
        if (!found) return std::nullopt;
        return whole_file("file-changed", found, "a file that nothing changes while it is read");
    }

    std::optional<Problem> read_raw(std::span<char> to, std::size_t& bytes_read) {
        bytes_read = 0;
        while (bytes_read < to.size() && !at_end) {
            ssize_t got = 0;
            if (file >= 0) {
                got = ::read(file, to.data() + bytes_read, to.size() - bytes_read);
            } else {
                const std::size_t size = memory.copy(to.data() + bytes_read, to.size() - bytes_read);
                memory.remove_prefix(size);
                got = static_cast<ssize_t>(size);
            }
            if (got < 0 && errno == EINTR) continue;
            if (got < 0) return whole_file("unreadable", std::strerror(errno), "a file that can be read");
            at_end = got == 0;
            bytes_read += static_cast<std::size_t>(got);
            packed += static_cast<std::uint64_t>(got);
        }
        return at_end ? find_change() : std::nullopt;
    }

    std::optional<Problem> read_packed(std::span<char> to, std::size_t& bytes_read) {
        bytes_read = 0;
        while (bytes_read < to.size()) {
            if (taken == pending.size() && !at_end) {
                std::size_t got = 0;
                pending.resize(packed_piece);
                const std::optional<Problem> problem = read_raw(pending, got);
                pending.resize(got);
                taken = 0;
                if (problem) return problem;
            }
            Unpacker::Step step;
            const std::optional<Problem> problem =
                unpacker->unpack(std::span<const char>(pending).subspan(taken), to.subspan(bytes_read), step);
            taken += step.read;
            bytes_read += step.written;
            if (problem) return problem;
            if (taken == pending.size() && at_end && step.written == 0) return unpacker->finish();
        }
        return std::nullopt;
    }

    std::optional<Problem> find_excess() const {
        if (total > max_table_bytes)
            return whole_file("too-large", "more than 256 GiB", "a table of at most 256 GiB");
        if (packing != Packing::none && total > free_unpacked_bytes && total / max_unpacking_ratio > packed)
            return whole_file("too-large", "unpacks to more than 1,000 times its size",
                              "a table, which packs far less");
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
    if (info.st_size == 0) return nothing_in_it();
    state_ = std::make_unique<State>();
    state_->file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (state_->file < 0 || ::fstat(state_->file, &state_->opened) != 0)
        return whole_file("unreadable", std::strerror(errno), "a file that can be read");
    if (!S_ISREG(state_->opened.st_mode))  // replaced between the two looks
        return whole_file("not-a-file", kind_of(state_->opened.st_mode), "a regular file");
    return detect_packing();
}

std::optional<Problem> ByteSource::open_bytes(std::string_view bytes) {
    if (bytes.empty()) return nothing_in_it();
    state_ = std::make_unique<State>();
    state_->memory = bytes;
    return detect_packing();
}

std::optional<Problem> ByteSource::detect_packing() {
    char magic[4] = {};
    const ssize_t got = state_->file >= 0 ? ::pread(state_->file, magic, sizeof magic, 0)
                                          : static_cast<ssize_t>(state_->memory.copy(magic, sizeof magic));
    state_->packing = packing_of({magic, static_cast<std::size_t>(std::max<ssize_t>(got, 0))});
    if (state_->packing == Packing::none) return std::nullopt;
    state_->unpacker = Unpacker::make(state_->packing);
    if (!state_->unpacker) return whole_file("unreadable", "no memory to unpack", "more memory");
    return std::nullopt;
}

std::optional<Problem> ByteSource::read(std::span<char> to, std::size_t& bytes_read) {
    std::optional<Problem> problem =
        state_->unpacker ? state_->read_packed(to, bytes_read) : state_->read_raw(to, bytes_read);
    state_->total += bytes_read;
    return problem ? problem : state_->find_excess();
}

double ByteSource::share_read() const {
    if (!state_ || state_->file < 0 || state_->opened.st_size <= 0) return 0;
    return std::min(1.0, static_cast<double>(state_->packed) / static_cast<double>(state_->opened.st_size));
}

Packing ByteSource::packing() const { return state_ ? state_->packing : Packing::none; }

}  // namespace flowspace
