#include "data/worker/sandbox.h"

#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <csignal>

namespace flowspace {
namespace {

constexpr rlim_t most_open_files = 256;

bool limit(__rlimit_resource_t what, std::uint64_t most) {
    const rlimit both{most, most + 1};  // at the first the signal tells why, the second ends it
    return most == 0 || ::setrlimit(what, &both) == 0;
}

/// The address sanitizer reserves terabytes: no limit of memory can stand beside it.
bool limit_memory([[maybe_unused]] std::uint64_t bytes) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return true;
#else
    return limit(RLIMIT_DATA, bytes);
#endif
}

bool set_limits(const SandboxRequest& request) {
    const rlimit no_core{0, 0};
    std::signal(SIGXFSZ, SIG_IGN);  // a write past the limit is an error that can be told
    bool all = ::setrlimit(RLIMIT_CORE, &no_core) == 0;
    all = limit(RLIMIT_NOFILE, most_open_files + request.files.size()) && all;
    all = limit(RLIMIT_FSIZE, request.written_bytes) && all;
    all = limit(RLIMIT_CPU, request.cpu_s) && all;
    return limit_memory(request.memory_bytes) && all;
}

/// Root without capabilities is nobody in particular.
bool drop_capabilities() {
    for (int one = 0; one <= CAP_LAST_CAP + 8; ++one) ::prctl(PR_CAPBSET_DROP, one, 0, 0, 0);
    ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
    __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
    std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> nothing{};
    return ::syscall(SYS_capset, &header, nothing.data()) == 0;
}

}  // namespace

Sandbox close_sandbox(const SandboxRequest& request) {
    Sandbox sandbox;
    if (request.confinement == Confinement::none) return sandbox;
    ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    const bool no_new_privileges = ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
    if (request.confinement == Confinement::full)
        sandbox.landlock_abi = restrict_files(request.files, request.library_paths);
    sandbox.files = sandbox.landlock_abi > 0;
    sandbox.capabilities = drop_capabilities() && no_new_privileges;
    sandbox.limits = set_limits(request);
    sandbox.system_calls = restrict_system_calls();
    sandbox.network = sandbox.system_calls;
    return sandbox;
}

}  // namespace flowspace
