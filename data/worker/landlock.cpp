// Landlock: the kernel's own guard of files, asked for directly because the C library has no names for it.
#include "data/worker/descriptor.h"
#include "data/worker/sandbox.h"

#include <fcntl.h>
#include <linux/landlock.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>

namespace flowspace {
namespace {

/// As of ABI 6; older kernels are given its beginning. Source: Linux, include/uapi/linux/landlock.h.
struct RulesetAttributes {
    std::uint64_t files = 0;
    std::uint64_t network = 0;
    std::uint64_t scoped = 0;
};

constexpr std::uint64_t every_network_right = 0b11;  // bind and connect, TCP
constexpr std::uint64_t every_scope = 0b11;          // abstract sockets, signals
constexpr std::uint64_t network_since = 4, scopes_since = 6;

/// Every right over files that the ABI knows: none is granted but reading.
std::uint64_t every_file_right(std::uint64_t abi) {
    const int rights = abi >= 5 ? 16 : abi >= 3 ? 15 : abi >= 2 ? 14 : 13;
    return (std::uint64_t{1} << rights) - 1;
}

std::uint64_t kernel_abi() {
    const long abi = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return abi > 0 ? static_cast<std::uint64_t>(abi) : 0;
}

Descriptor make_ruleset(std::uint64_t abi) {
    const RulesetAttributes attributes{.files = every_file_right(abi),
                                       .network = abi >= network_since ? every_network_right : 0,
                                       .scoped = abi >= scopes_since ? every_scope : 0};
    const std::size_t known = abi >= scopes_since ? 24 : abi >= network_since ? 16 : 8;
    return Descriptor(static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attributes, known, 0)));
}

/// A file or folder that is not there, or a file that is no regular one, gets no rule.
bool allow(const Descriptor& ruleset, const std::string& path, mode_t kind, std::uint64_t rights) {
    const Descriptor opened(::open(path.c_str(), O_PATH | O_CLOEXEC));
    struct stat info {};
    if (!opened.open() || ::fstat(opened.number(), &info) != 0 || (info.st_mode & S_IFMT) != kind)
        return true;
    landlock_path_beneath_attr rule{};
    rule.allowed_access = rights;
    rule.parent_fd = opened.number();
    return ::syscall(SYS_landlock_add_rule, ruleset.number(), LANDLOCK_RULE_PATH_BENEATH, &rule, 0) == 0;
}

}  // namespace

std::uint64_t restrict_files(std::span<const std::string> files, std::span<const std::string> folders) {
    const std::uint64_t abi = kernel_abi();
    if (abi == 0) return 0;
    const Descriptor ruleset = make_ruleset(abi);
    if (!ruleset.open()) return 0;
    const bool all =
        std::ranges::all_of(files,
                            [&](const std::string& path) {
                                return allow(ruleset, path, S_IFREG, LANDLOCK_ACCESS_FS_READ_FILE);
                            }) &&
        std::ranges::all_of(folders, [&](const std::string& path) {
            return allow(ruleset, path, S_IFDIR, LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR);
        });
    if (!all || ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return 0;
    return ::syscall(SYS_landlock_restrict_self, ruleset.number(), 0) == 0 ? abi : 0;
}

}  // namespace flowspace
