// Shuts the calling process in before it reads a foreign byte: files, network, system calls, memory, time.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace flowspace {

/// How much is shut; less than everything is for tests of what the other walls hold.
enum class Confinement : std::uint8_t { full, without_landlock, none };

struct SandboxRequest {
    Confinement confinement = Confinement::full;
    std::vector<std::string> files = {};  // to be read
    std::vector<std::string> library_paths =
        {};                           // folders that libraries read from; missing ones are left out
    std::uint64_t memory_bytes = 0;   // of its own; 0: no limit
    std::uint64_t written_bytes = 0;  // into one memory file; 0: no limit
    std::uint64_t cpu_s = 0;          // 0: no limit
};

/// What holds.
struct Sandbox {
    std::uint64_t landlock_abi = 0;  // 0: the kernel has no Landlock, files are held by system calls alone
    bool files = false;              // only those named can be opened, by Landlock
    bool network = false;            // no socket can be made or connected
    bool system_calls = false;       // only those on a list; nothing can be opened for writing
    bool capabilities = false;       // none is left, and none can be had
    bool limits = false;             // of memory, time and written bytes

    bool whole() const { return files && network && system_calls && capabilities && limits; }
    bool operator==(const Sandbox&) const = default;
};

/// Pre: one thread. Never fails: what could not be had is not in the answer.
Sandbox close_sandbox(const SandboxRequest& request);

/// Landlock alone: only regular files of `files`, and what is below `folders`, can be opened, for reading.
/// TCP, abstract sockets and signals to others are shut where the kernel can. Its ABI, 0 where there is none.
std::uint64_t restrict_files(std::span<const std::string> files, std::span<const std::string> folders);

/// The list of system calls alone. False where the kernel refuses it.
bool restrict_system_calls();

}  // namespace flowspace
