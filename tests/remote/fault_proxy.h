// Stands between us and a database, and does to the connection what networks do.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

namespace flowspace::testing {

class FaultProxy {
public:
    enum class Mode : std::uint8_t {
        forward,
        refuse,      // nobody listens
        silent,      // half-open: connections stand, not a byte passes
        trickle,     // one byte a second from the server
        reset,       // the connection is reset after 200 bytes of an answer
        cut,         // the connection is closed cleanly after 200 bytes of an answer
        bad_answer,  // words of something else
        delayed,     // every piece of an answer comes 300 ms late
    };

    explicit FaultProxy(int target_port);
    ~FaultProxy();
    FaultProxy(const FaultProxy&) = delete;
    FaultProxy& operator=(const FaultProxy&) = delete;

    int port() const { return port_; }
    /// Connections that stand keep standing, under the new mode.
    void turn(Mode mode);

private:
    void listen();
    void accept_all(std::stop_token stop);
    void serve(int client, std::stop_token stop);
    bool pass_answer(int server, int client, std::size_t& passed, std::stop_token stop);

    int target_port_;
    int port_ = 0;
    std::atomic<int> listening_ = -1;
    std::atomic<Mode> mode_ = Mode::forward;
    std::mutex mutex_;
    std::vector<std::jthread> connections_;
    std::jthread acceptor_;  // last
};

}  // namespace flowspace::testing
