// What goes between the program and its worker: one datagram a message, a short head of JSON, and shared
// memory for everything that is long.
#pragma once

#include "data/result.h"
#include "data/worker/descriptor.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace flowspace {

// The conversation. program: start{protocol, limits} with one descriptor (the files
// to be read); worker: hello{protocol, sandbox}; then, as often as
// wanted, program: ask{job} with two descriptors (arguments to read, an empty memory file to fill); worker:
// any number of progress{...}, and done{} or error{message}. Descriptors only ever go to the worker: it can
// make no memory of its own that would outlive it.

inline constexpr int worker_protocol = 1;  // both ends are built together: any other number is refused
inline constexpr int worker_socket = 3;    // the worker's end
inline constexpr std::size_t max_head_bytes = std::size_t{48} << 10;
inline constexpr std::size_t max_head_depth = 8;
inline constexpr std::size_t max_descriptors = 2;

struct Message {
    std::string head = {};
    std::vector<Descriptor> descriptors = {};
};

/// Pre: at most max_descriptors. Errors: a head that is too long, a peer that is gone.
std::optional<Error> send_message(int socket, std::string_view head, std::span<const int> descriptors = {});

/// Waits for one. Nothing: the peer is gone. Errors: a head that is too long. Descriptors past
/// `most_descriptors` are closed by the kernel unseen.
Result<std::optional<Message>> receive_message(int socket, std::size_t most_descriptors);

/// A memory file that can be sealed; closed on exec.
Result<Descriptor> make_memory_file();

/// A sealed one holding `bytes`.
Result<Descriptor> make_memory_file(std::span<const std::byte> bytes);

}  // namespace flowspace
