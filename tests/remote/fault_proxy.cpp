#include "tests/remote/fault_proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <string_view>

namespace flowspace::testing {
namespace {

using namespace std::chrono_literals;

sockaddr_in loopback(int port) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

bool readable(int socket) {
    pollfd one{.fd = socket, .events = POLLIN, .revents = 0};
    return ::poll(&one, 1, 20) > 0;
}

void reset(int socket) {
    const linger at_once{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(socket, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

void send_all(int socket, const char* bytes, std::size_t count) {
    while (count > 0) {
        const ssize_t sent = ::send(socket, bytes, count, MSG_NOSIGNAL);
        if (sent <= 0) return;
        bytes += sent;
        count -= static_cast<std::size_t>(sent);
    }
}

}  // namespace

FaultProxy::FaultProxy(int target_port) : target_port_(target_port) {
    listen();
    acceptor_ = std::jthread([this](std::stop_token stop) { accept_all(stop); });
}

FaultProxy::~FaultProxy() {
    acceptor_.request_stop();
    acceptor_.join();
    connections_.clear();
    if (listening_ >= 0) ::close(listening_);
}

void FaultProxy::listen() {
    const int one = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;
    ::setsockopt(one, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    sockaddr_in address = loopback(port_);
    socklen_t size = sizeof address;
    if (::bind(one, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(one, 64) != 0) std::abort();
    ::getsockname(one, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    listening_ = one;
}

void FaultProxy::turn(Mode mode) {
    const std::lock_guard lock(mutex_);
    if (mode == Mode::refuse && listening_ >= 0) {
        ::close(listening_.exchange(-1));
        connections_.clear();  // a machine that went down
    } else if (mode != Mode::refuse && listening_ < 0) {
        listen();
    }
    mode_ = mode;
}

void FaultProxy::accept_all(std::stop_token stop) {
    while (!stop.stop_requested()) {
        {
            const std::lock_guard lock(mutex_);
            if (listening_ >= 0 && readable(listening_)) {
                const int client = ::accept4(listening_, nullptr, nullptr, SOCK_CLOEXEC);
                if (client >= 0)
                    connections_.emplace_back([this, client](std::stop_token end) { serve(client, end); });
            }
        }
        std::this_thread::sleep_for(2ms);
    }
}

/// Whether the connection goes on.
bool FaultProxy::pass_answer(int server, int client, std::size_t& passed, std::stop_token stop) {
    std::array<char, 65536> bytes = {};
    const Mode mode = mode_;
    const bool few = mode == Mode::trickle;
    const ssize_t count = ::recv(server, bytes.data(), few ? 1 : bytes.size(), 0);
    if (count <= 0) return false;
    auto size = static_cast<std::size_t>(count);
    if (mode == Mode::trickle || mode == Mode::delayed)
        for (int waited = 0; waited < (few ? 50 : 15) && !stop.stop_requested(); ++waited)
            std::this_thread::sleep_for(20ms);
    if (mode == Mode::bad_answer) {
        constexpr std::string_view words =
            "HTTP/1.1 200 OK\r\nContent-Length: 26\r\n\r\n<html>Please log in</html>\n";
        send_all(client, words.data(), words.size());
        return false;
    }
    const bool breaks = mode == Mode::reset || mode == Mode::cut;
    const bool ends = breaks && passed + size > 200;
    if (ends) size = passed > 200 ? 0 : 200 - passed;
    send_all(client, bytes.data(), size);
    passed += size;
    if (ends && mode == Mode::reset) reset(client);
    return !ends;
}

void FaultProxy::serve(int client, std::stop_token stop) {
    const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(target_port_);
    bool stands = ::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    std::size_t passed = 0;
    Mode before = mode_;
    while (stands && !stop.stop_requested()) {
        if (mode_ != before) passed = 0;
        before = mode_;
        if (before == Mode::silent) {
            std::this_thread::sleep_for(5ms);
            continue;
        }
        std::array<char, 65536> bytes = {};
        std::array<pollfd, 2> both = {pollfd{.fd = client, .events = POLLIN, .revents = 0},
                                      pollfd{.fd = server, .events = POLLIN, .revents = 0}};
        if (::poll(both.data(), both.size(), 20) <= 0) continue;
        if (both[0].revents != 0) {
            const ssize_t count = ::recv(client, bytes.data(), bytes.size(), 0);
            if (count > 0) send_all(server, bytes.data(), static_cast<std::size_t>(count));
            stands = count > 0;
        }
        if (stands && both[1].revents != 0) stands = pass_answer(server, client, passed, stop);
    }
    ::close(server);
    ::close(client);
}

}  // namespace flowspace::testing
