// The system calls that reading files, computing and answering take; every other one fails or ends the
// process.
#include "data/worker/message.h"
#include "data/worker/sandbox.h"

#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <memory>
#include <type_traits>

namespace flowspace {
namespace {

constexpr auto allowed = std::to_array<const char*>(
    {// files that are open, and looking at others
     "read", "readv", "pread64", "preadv", "write", "writev", "pwrite64", "lseek", "close", "fstat",
     "newfstatat", "stat", "lstat", "statx", "statfs", "fstatfs", "access", "faccessat", "faccessat2",
     "readlink", "readlinkat", "getdents64", "getcwd", "fadvise64", "readahead", "ftruncate", "dup", "dup2",
     "dup3", "fcntl", "pipe2", "eventfd2", "poll", "ppoll", "select", "pselect6",
     // memory
     "munmap", "mremap", "madvise", "brk", "mincore", "mlock", "munlock", "membarrier",
     // threads
     "futex", "set_robust_list", "get_robust_list", "rseq", "set_tid_address", "gettid", "getpid",
     "sched_yield", "sched_getaffinity", "sched_getparam", "sched_getscheduler", "sched_get_priority_max",
     "sched_get_priority_min", "getcpu", "exit", "exit_group", "rt_sigaction", "rt_sigprocmask",
     "rt_sigreturn", "rt_sigpending", "rt_sigtimedwait", "sigaltstack", "restart_syscall",
     // time and facts
     "nanosleep", "clock_nanosleep", "clock_gettime", "clock_getres", "gettimeofday", "time", "times",
     "getrusage", "getrandom", "uname", "sysinfo", "getrlimit", "getuid", "geteuid", "getgid", "getegid",
     "arch_prctl"});

/// Nothing that reads a table has any business here: whoever calls them has taken the process over.
constexpr auto deadly = std::to_array<const char*>({"execve",
                                                    "execveat",
                                                    "fork",
                                                    "vfork",
                                                    "ptrace",
                                                    "process_vm_readv",
                                                    "process_vm_writev",
                                                    "pidfd_getfd",
                                                    "bpf",
                                                    "perf_event_open",
                                                    "userfaultfd",
                                                    "io_uring_setup",
                                                    "open_by_handle_at",
                                                    "mount",
                                                    "umount2",
                                                    "pivot_root",
                                                    "chroot",
                                                    "setns",
                                                    "unshare",
                                                    "keyctl",
                                                    "add_key",
                                                    "request_key",
                                                    "init_module",
                                                    "finit_module",
                                                    "delete_module",
                                                    "kexec_load",
                                                    "kexec_file_load"});

struct Release {
    void operator()(void* filter) const { seccomp_release(filter); }
};

class Filter {
public:
    explicit Filter(std::uint32_t otherwise) : filter_(seccomp_init(otherwise)) {}

    template <class... Conditions>
    void add(std::uint32_t action, const char* name, const Conditions&... conditions) {
        const int call = seccomp_syscall_resolve_name(name);
        if (call == __NR_SCMP_ERROR) return;  // this machine has no such call
        const std::array<scmp_arg_cmp, sizeof...(Conditions)> all{conditions...};
        good_ = filter_ && good_ &&
                seccomp_rule_add_array(filter_.get(), action, call, sizeof...(Conditions), all.data()) == 0;
    }

    bool load() { return good_ && filter_ && seccomp_load(filter_.get()) == 0; }

private:
    std::unique_ptr<std::remove_pointer_t<scmp_filter_ctx>, Release> filter_;
    bool good_ = true;
};

scmp_arg_cmp equals(unsigned argument, std::uint64_t value) { return {argument, SCMP_CMP_EQ, value, 0}; }
scmp_arg_cmp has_of(unsigned argument, std::uint64_t mask, std::uint64_t value) {
    return {argument, SCMP_CMP_MASKED_EQ, mask, value};
}

/// Calls that are harmless with the right arguments only.
void add_conditional(Filter& filter) {
    constexpr std::uint64_t changes_files =
        O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY);
    filter.add(SCMP_ACT_ALLOW, "open", has_of(1, changes_files, O_RDONLY));
    filter.add(SCMP_ACT_ALLOW, "openat", has_of(2, changes_files, O_RDONLY));
    filter.add(SCMP_ACT_ALLOW, "clone", has_of(0, CLONE_THREAD, CLONE_THREAD));
    for (const char* name : {"mmap", "mprotect"})  // no new code
        filter.add(SCMP_ACT_ALLOW, name, has_of(2, PROT_EXEC, 0));
    filter.add(SCMP_ACT_ERRNO(ENOSYS),
               "clone3");  // its flags cannot be seen: the C library falls back to clone
    filter.add(SCMP_ACT_ERRNO(ENOSYS), "openat2");
    filter.add(SCMP_ACT_ALLOW, "prlimit64", equals(0, 0), equals(2, 0));  // to ask, of itself
    filter.add(SCMP_ACT_ALLOW, "tgkill", equals(0, static_cast<std::uint64_t>(::getpid())));
    for (const int one : {PR_SET_NAME, PR_GET_NAME, PR_GET_DUMPABLE})
        filter.add(SCMP_ACT_ALLOW, "prctl", equals(0, static_cast<std::uint64_t>(one)));
    for (const char* name : {"sendmsg", "recvmsg"})
        filter.add(SCMP_ACT_ALLOW, name, equals(0, worker_socket));
}

}  // namespace

bool restrict_system_calls() {
    Filter filter(SCMP_ACT_ERRNO(EPERM));
    for (const char* name : allowed) filter.add(SCMP_ACT_ALLOW, name);
    for (const char* name : deadly) filter.add(SCMP_ACT_KILL_PROCESS, name);
    add_conditional(filter);
    return filter.load();
}

}  // namespace flowspace
