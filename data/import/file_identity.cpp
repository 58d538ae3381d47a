#include "data/import/file_identity.h"

#include <fcntl.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <vector>

namespace flowspace {
namespace {

constexpr std::size_t piece = std::size_t{1} << 20;

struct CloseFile {
    int file = -1;
    ~CloseFile() {
        if (file >= 0) ::close(file);
    }
};

struct FreeDigest {
    void operator()(EVP_MD_CTX* digest) const { EVP_MD_CTX_free(digest); }
};

Problem cannot(const std::string& why) {
    return {.code = "unreadable", .found = why, .expected = "a file that can be read"};
}

std::string hex(const unsigned char* bytes, unsigned size) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (unsigned at = 0; at < size; ++at) {
        text += digits[bytes[at] >> 4];
        text += digits[bytes[at] & 15];
    }
    return text;
}

/// Without waiting on a pipe or reading a device for ever.
std::optional<Problem> open_regular(const std::filesystem::path& path, CloseFile& opened,
                                    struct stat& found) {
    opened.file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (opened.file < 0 && errno == ENOENT)
        return Problem{.code = "no-such-file", .found = path.string(), .expected = "a file"};
    if (opened.file < 0) return cannot(std::strerror(errno));
    if (::fstat(opened.file, &found) != 0) return cannot(std::strerror(errno));
    if (!S_ISREG(found.st_mode))
        return Problem{.code = "not-a-file", .found = path.string(), .expected = "a regular file"};
    return std::nullopt;
}

void take_stat(const struct stat& found, FileIdentity& identity) {
    identity.bytes = static_cast<std::uint64_t>(found.st_size);
    identity.modified_ms =
        static_cast<std::int64_t>(found.st_mtim.tv_sec) * 1000 + found.st_mtim.tv_nsec / 1'000'000;
}

}  // namespace

std::optional<Problem> stat_file(const std::filesystem::path& path, FileIdentity& identity) {
    CloseFile opened;
    struct stat found {};
    if (auto problem = open_regular(path, opened, found)) return problem;
    take_stat(found, identity);
    return std::nullopt;
}

std::optional<Problem> identify_file(const std::filesystem::path& path, FileIdentity& identity,
                                     const std::stop_token& stop) {
    CloseFile opened;
    struct stat found {};
    identity = {};
    if (auto problem = open_regular(path, opened, found)) return problem;
    take_stat(found, identity);
    const std::unique_ptr<EVP_MD_CTX, FreeDigest> digest(EVP_MD_CTX_new());
    if (!digest || EVP_DigestInit_ex(digest.get(), EVP_sha256(), nullptr) != 1)
        return cannot("SHA-256 is not available");
    std::vector<char> buffer(piece);
    for (;;) {
        if (stop.stop_requested()) return std::nullopt;
        const ssize_t got = ::read(opened.file, buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return cannot(std::strerror(errno));
        if (got == 0) break;
        if (EVP_DigestUpdate(digest.get(), buffer.data(), static_cast<std::size_t>(got)) != 1)
            return cannot("SHA-256 failed");
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned size = 0;
    if (EVP_DigestFinal_ex(digest.get(), bytes.data(), &size) != 1) return cannot("SHA-256 failed");
    identity.sha256 = hex(bytes.data(), size);
    return std::nullopt;
}

}  // namespace flowspace
