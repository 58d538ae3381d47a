#include "data/project/atomic_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <string>
#include <system_error>
#include <utility>

namespace flowspace {
namespace {

namespace fs = std::filesystem;

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { close(); }

    int number() const { return number_; }
    int close() {
        const int given = std::exchange(number_, -1);
        return given < 0 ? 0 : ::close(given);
    }

private:
    int number_;
};

constexpr std::size_t chunk_bytes = std::size_t{64} << 10;
constexpr int most_names = 100;

class Writer {
public:
    Writer(fs::path path, const WriteFault& fault) : path_(std::move(path)), fault_(fault) {}

    /// 0, or the errno of what failed.
    int write(std::string_view bytes) {
        const int failed = try_write(bytes);
        if (failed != 0 && !temporary_.empty()) ::unlink(temporary_.c_str());
        return failed;
    }

private:
    fs::path folder() const { return path_.has_parent_path() ? path_.parent_path() : fs::path("."); }

    template <class Call>
    int step(WriteStep what, const Call& call) {
        if (const int given = fault_ ? fault_(what) : 0; given != 0) return given;
        return call() < 0 ? errno : 0;
    }

    int try_write(std::string_view bytes) {
        int descriptor = -1;
        if (const int failed = create(descriptor); failed != 0) return failed;
        Descriptor open(descriptor);
        while (!bytes.empty()) {
            ::ssize_t written = 0;
            const auto put = [&] {
                return written = ::write(open.number(), bytes.data(), std::min(bytes.size(), chunk_bytes));
            };
            const int failed = step(WriteStep::write, put);
            if (failed == EINTR) continue;
            if (failed != 0) return failed;
            bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        if (const int failed = step(WriteStep::mode, [&] { return keep_mode(open.number()); })) return failed;
        if (const int failed = step(WriteStep::flush, [&] { return ::fsync(open.number()); })) return failed;
        if (open.close() < 0) return errno;
        const auto replace = [&] { return ::rename(temporary_.c_str(), path_.c_str()); };
        if (const int failed = step(WriteStep::replace, replace)) return failed;
        temporary_.clear();
        // The new file is in place: a folder that cannot be flushed (some network disks) loses nothing that
        // was promised before.
        step(WriteStep::flush_folder, [&] {
            const Descriptor at(::open(folder().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
            return at.number() < 0 ? -1 : ::fsync(at.number());
        });
        return 0;
    }

    /// A name that nobody has: the process and a count, no chance.
    int create(int& descriptor) {
        int failed = EEXIST;
        for (int count = 0; count < most_names && failed == EEXIST; ++count) {
            const fs::path name =
                folder() / fmt::format(".{}.{}-{}.tmp", path_.filename().string(), ::getpid(), count);
            failed = step(WriteStep::create, [&] {
                return descriptor =
                           ::open(name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
            });
            if (failed == 0) temporary_ = name;
        }
        return failed;
    }

    int keep_mode(int descriptor) const {
        struct ::stat old {};
        if (::stat(path_.c_str(), &old) < 0) return errno == ENOENT ? 0 : -1;
        return ::fchmod(descriptor, old.st_mode & 07777U);
    }

    fs::path path_;
    const WriteFault& fault_;
    fs::path temporary_;  // to be removed where something fails
};

}  // namespace

std::optional<Problem> write_file(const std::filesystem::path& path, std::string_view bytes,
                                  const WriteFault& fault) {
    std::error_code ignored;
    const bool link = fs::is_symlink(path, ignored);
    const fs::path real = link ? fs::weakly_canonical(path, ignored) : path;
    if (fs::exists(real, ignored) && !fs::is_regular_file(real, ignored))
        return Problem{.file = path.string(),
                       .code = "unwritable",
                       .found = "something else than a file",
                       .expected = "the name of a file"};
    const int failed = Writer(real, fault).write(bytes);
    if (failed == 0) return std::nullopt;
    return cannot_write(path, failed, fmt::format("room for {} bytes", bytes.size()));
}

Problem cannot_write(const std::filesystem::path& path, int error, std::string_view room) {
    const bool full = error == ENOSPC || error == EDQUOT || error == EFBIG;
    return {.file = path.string(),
            .code = full ? "disk-full" : "unwritable",
            .found = std::generic_category().message(error),
            .expected = full ? std::string(room) : std::string("a folder where files may be written")};
}

bool tells_full_disk(std::string_view message) { return message.find(": disk-full: ") != std::string::npos; }

}  // namespace flowspace
