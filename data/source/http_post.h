// One POST over HTTP with bounded waits, and connections kept for the next.
#pragma once

#include "data/result.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace flowspace {

struct HttpRequest {
    std::string url = {};
    std::vector<std::string> headers = {};
    std::string body = {};  // empty: a GET
    std::chrono::milliseconds limit = {};
};

struct HttpAnswer {
    long status = 0;
    std::string body = {};
};

enum class HttpFailure : std::uint8_t { unreachable, silent, too_slow, broken, cancelled };

struct HttpOutcome {
    HttpAnswer answer = {};
    std::optional<HttpFailure> failure = {};
    std::string words = {};  // the library's, of the failure
};

/// Only http and https, no redirects, no proxy of the environment: what the user named is what is asked.
class HttpClient {
public:
    HttpClient();
    ~HttpClient();
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    /// While the answer is not there, `alive` is asked now and then; once it says no, the request fails as
    /// silent.
    HttpOutcome send(const HttpRequest& request, const std::function<bool()>& alive,
                     std::stop_token cancel) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace flowspace
