#include "data/worker/message.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cassert>
#include <cerrno>
#include <cstring>

namespace flowspace {
namespace {

union ControlBytes {
    cmsghdr aligned;
    char bytes[CMSG_SPACE(sizeof(int) * max_descriptors)];
};

void take_descriptors(msghdr& header, std::vector<Descriptor>& to) {
    for (cmsghdr* control = CMSG_FIRSTHDR(&header); control; control = CMSG_NXTHDR(&header, control)) {
        if (control->cmsg_level != SOL_SOCKET || control->cmsg_type != SCM_RIGHTS) continue;
        const std::size_t count = (control->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t at = 0; at < count; ++at) {
            int number = -1;
            std::memcpy(&number, CMSG_DATA(control) + at * sizeof(int), sizeof(int));
            to.emplace_back(number);
        }
    }
}

}  // namespace

std::optional<Error> send_message(int socket, std::string_view head, std::span<const int> descriptors) {
    assert(descriptors.size() <= max_descriptors);
    if (head.size() > max_head_bytes)
        return Error{fmt::format("a message of {} bytes, expected at most {}", head.size(), max_head_bytes)};
    iovec piece{const_cast<char*>(head.data()), head.size()};
    msghdr header{};
    header.msg_iov = &piece;
    header.msg_iovlen = 1;
    ControlBytes control{};
    if (!descriptors.empty()) {
        header.msg_control = control.bytes;
        header.msg_controllen = CMSG_SPACE(descriptors.size_bytes());
        cmsghdr* first = CMSG_FIRSTHDR(&header);
        first->cmsg_level = SOL_SOCKET;
        first->cmsg_type = SCM_RIGHTS;
        first->cmsg_len = CMSG_LEN(descriptors.size_bytes());
        std::memcpy(CMSG_DATA(first), descriptors.data(), descriptors.size_bytes());
    }
    while (::sendmsg(socket, &header, MSG_NOSIGNAL) < 0)
        if (errno != EINTR) return Error{std::strerror(errno)};
    return std::nullopt;
}

Result<std::optional<Message>> receive_message(int socket, std::size_t most_descriptors) {
    Message message;
    message.head.resize(max_head_bytes);
    iovec piece{message.head.data(), message.head.size()};
    msghdr header{};
    header.msg_iov = &piece;
    header.msg_iovlen = 1;
    ControlBytes control{};
    if (most_descriptors > 0) {
        header.msg_control = control.bytes;
        header.msg_controllen = CMSG_SPACE(sizeof(int) * most_descriptors);
    }
    ssize_t got = -1;
    do got = ::recvmsg(socket, &header, MSG_CMSG_CLOEXEC);
    while (got < 0 && errno == EINTR);
    if (got <= 0) return std::optional<Message>{};  // a peer that died and one that left look alike
    if (most_descriptors > 0) take_descriptors(header, message.descriptors);
    if (header.msg_flags & MSG_TRUNC)
        return Error{fmt::format("a message of more than {} bytes", max_head_bytes)};
    message.head.resize(static_cast<std::size_t>(got));
    return std::optional<Message>{std::move(message)};
}

Result<Descriptor> make_memory_file() {
    Descriptor file(::memfd_create("flowspace", MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!file.open()) return Error{fmt::format("no memory to share: {}", std::strerror(errno))};
    return file;
}

Result<Descriptor> make_memory_file(std::span<const std::byte> bytes) {
    Result<Descriptor> file = make_memory_file();
    if (!file) return file;
    while (!bytes.empty()) {
        const ssize_t written = ::write(file->number(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return Error{fmt::format("no memory to share: {}", std::strerror(errno))};
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    ::fcntl(file->number(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL);
    return file;
}

}  // namespace flowspace
